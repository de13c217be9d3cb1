// The live network's page: sliders for the inputs, the network to pick from, a slider and a field for what is picked.

export default {
  render({model, el}) {
    const page = new LiveNetwork(model);
    el.append(page.element);
    page.start();
    return () => page.close();
  },
};

class LiveNetwork {
  constructor(model) {
    this.model = model;
    this.pending = {}; // numbers that were turned since the last question
    this.wanted = null; // what was picked since then
    this.asked = null; // what the question under way picks
    this.inputs = [];
    this.alert = h("div", {class: "nn-alert", role: "alert"});
    this.knobs = h("div", {role: "group", "aria-label": "Inputs"});
    this.picture = h("div", {});
    this.slider = slider("Picked", -10, 10, 0.1, brief, (value) => this.turn(this.picked, value));
    this.slider.control.setAttribute("data-key", "picked");
    this.field = numberField("Its number", -10, 10, (value) => this.write(value));
    this.field.control.setAttribute("data-key", "field");
    this.field.control.step = 0.1;
    this.field.control.addEventListener("keydown", ({key}) => { if (key === "Enter") this.write(Number(this.field.control.value)); });
    this.what = h("p", {class: "ln-what"});
    this.formula = h("div", {class: "ln-formula"});
    this.lists = h("p", {class: "ln-lists"});
    this.moved = h("p", {class: "ln-moved"});
    this.note = h("p", {class: "ln-note"});
    // The status is heard; what it says is seen as picture, sentence and formula.
    this.spoken = h("p", {class: "nn-hidden", role: "status", "aria-live": "polite"});
    this.everything = h("p", {class: "nn-hidden", id: `nn-${++nextId}-${Date.now()}`});
    this.element = root(model, h("p", {class: "ln-title", "aria-hidden": "true"}, model.get("title")), this.alert,
      h("div", {class: "ln-body"},
        h("div", {class: "ln-controls"}, h("p", {class: "nn-heading"}, "Inputs"), this.knobs,
          h("div", {class: "ln-picked", role: "group", "aria-label": "What is picked"},
            h("p", {class: "nn-heading"}, "Picked"), this.slider.element, this.field.element),
          h("button", {"data-key": "reset", onclick: () => this.reset()}, "Back to the start"),
          h("p", {class: "ln-hint"}, "Click a node or a line to pick it. Or Tab to the network: → and ← follow the lines, ↑ and ↓ stay in the column.")),
        h("div", {}, this.picture, networkLegend("picked", "goes into it", "in the circles: what the node says"),
          this.what, this.formula, this.lists, this.moved, this.note, this.spoken, this.everything)));
    this.picture.addEventListener("keydown", (event) => this.key(event));
    this.picture.addEventListener("click", ({target}) => {
      const key = target.closest("[data-key]")?.dataset.key ?? target.dataset.for;
      if (key) this.pick(key);
    });
  }

  start() {
    this.connection = connection(this.model, (message, _, mine) => this.receive(message, mine), () => { this.alert.textContent = SILENCE; });
    this.connection.ask({type: "hello"}, 20);
  }

  close() {
    this.connection.close();
    clearTimeout(this.rest);
  }

  // --- Questions and answers ------------------------------------------------------------------------

  turn(key, value) {
    this.pending[key] = value;
    this.send();
  }

  write(value) {
    if (this.field.control.value !== "" && Number.isFinite(value)) this.turn(this.picked, value);
    else this.field.control.value = this.value;
  }

  pick(key) {
    this.wanted = key;
    this.toFocus = true;
    this.send();
  }

  reset() {
    this.pending = {};
    this.connection.ask({type: "reset"});
  }

  send() {
    if (this.connection.busy || (this.wanted === null && !Object.keys(this.pending).length)) return;
    const question = {type: "change", values: this.pending, pick: this.wanted};
    this.pending = {};
    this.asked = this.wanted;
    this.wanted = null;
    this.connection.ask(question);
  }

  receive(message, mine) {
    if (message.type === "fault") { if (mine) this.alert.textContent = message.text; }
    if (mine) this.asked = null;
    if (message.type === "state") this.show(message);
    if (mine) this.send();
  }

  // --- Keys -----------------------------------------------------------------------------------------

  /** In the network: left and right along the lines, up and down within a column. */
  key(event) {
    const now = this.wanted ?? this.asked ?? this.picked, to = neighbour(now, event.key, this.sizes);
    if (to === null || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    if (to !== now) this.pick(to);
  }

  // --- What is shown --------------------------------------------------------------------------------

  show({scene, sizes, inputs, picked, what, formula, line_off, lists, moved, note, words, everything, problem}) {
    this.sizes = sizes;
    if (this.alert.textContent !== (problem ?? "")) this.alert.textContent = problem ?? "";
    if (!this.inputs.length) {
      this.inputs = inputs.map(({key, name, reach}) => {
        const made = slider(name, -reach, reach, 0.1, brief, (value) => this.turn(key, value));
        made.control.setAttribute("data-key", `input-${key}`);
        return made;
      });
      this.knobs.append(...this.inputs.map((input) => input.element));
    }
    inputs.forEach((knob, i) => { if (!(knob.key in this.pending)) set(this.inputs[i], knob); });
    this.picked = picked.key;
    this.value = Number(picked.value.toFixed(6));
    this.slider.element.querySelector("label").firstChild.textContent = `${picked.name} `;
    for (const control of [this.slider.control, this.field.control]) Object.assign(control, {min: -picked.reach, max: picked.reach});
    if (!(picked.key in this.pending)) {
      set(this.slider, picked);
      this.field.control.value = this.value;
    }
    const inside = this.toFocus || this.picture.contains(document.activeElement);
    this.toFocus = false;
    this.picture.replaceChildren(drawNetwork(scene, "The network: pick a node or a line", picked.key));
    this.picture.firstChild.setAttribute("aria-describedby", this.everything.id);
    if (inside) this.picture.querySelector(`[data-key="${picked.key}"]`).focus({preventScroll: true});
    this.what.textContent = what;
    this.formula.replaceChildren(...formula.map(([left, symbols, numbers, result], k) => h("p", {}, h("span", {}, left),
      h("span", {}, " = ", symbols, ...(numbers ? [h("br"), ` = ${numbers}`] : []), k === line_off ? " ≠ " : " = ", h("strong", {}, result)))));
    this.lists.textContent = lists;
    this.moved.textContent = moved;
    this.note.textContent = note;
    this.everything.textContent = everything;
    clearTimeout(this.rest); // while a slider moves it says its own value; the finding comes when it rests
    this.rest = setTimeout(() => { this.spoken.textContent = words; }, 600);
  }
}

/** Show a number as Python has it: the slider may stop beside it. */
function set(field, {value, text}) {
  field.set(value);
  field.element.querySelector("output").textContent = text;
  field.control.setAttribute("aria-valuetext", text);
}

function brief(value) {
  return String(Number(value.toFixed(3))).replace("-", "−");
}

/** Where an arrow key leads: the key of a node ("n-layer-j") or a line ("w-layer-i-j"); null for other keys. */
function neighbour(from, arrow, sizes) {
  const [kind, ...numbers] = from.split("-"), [layer, i, j] = numbers.map(Number), last = sizes.length - 1;
  if (arrow === "Home") return "n-0-0";
  if (arrow === "End") return `n-${last}-0`;
  const step = {ArrowUp: -1, ArrowDown: 1}[arrow];
  if (kind === "n") {
    if (step) return `n-${layer}-${clamp(i + step, sizes[layer])}`;
    if (arrow === "ArrowRight") return layer < last ? `w-${layer}-${i}-0` : from;
    if (arrow === "ArrowLeft") return layer ? `w-${layer - 1}-0-${i}` : from;
    return null;
  }
  if (step) {
    const wide = sizes[layer + 1], at = clamp(i * wide + j + step, sizes[layer] * wide);
    return `w-${layer}-${Math.floor(at / wide)}-${at % wide}`;
  }
  return {ArrowRight: `n-${layer + 1}-${j}`, ArrowLeft: `n-${layer}-${i}`}[arrow] ?? null;
}

function clamp(value, n) {
  return Math.min(Math.max(value, 0), n - 1);
}
