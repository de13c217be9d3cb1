// The Stepper's page: buttons and arrow keys, the network, and the step's formula in symbols and in numbers.

export default {
  render({model, el}) {
    const page = new Stepper(model);
    el.append(page.element);
    page.start();
    return () => page.close();
  },
};

class Stepper {
  constructor(model) {
    this.model = model;
    this.step = 1;
    this.n_steps = 1;
    this.wanted = null; // asked for while an answer was under way
    const button = (key, name, to) => h("button", {"data-key": key, onclick: () => this.go(to())}, name);
    this.first = button("first", "To the start", () => 1);
    this.back = button("back", "◀ Back", () => this.goal - 1);
    this.next = button("next", "Next ▶", () => this.goal + 1);
    this.next.classList.add("nn-main");
    this.slider = slider("Step", 1, 19, 1, (k) => `${k} of ${this.n_steps}`, (k) => this.go(k));
    this.slider.control.setAttribute("data-key", "step");
    this.slide = tick("As on the slide, without f′", false, (on) => this.connection.ask({type: "slide", on}));
    this.slide.control.setAttribute("data-key", "slide");
    this.alert = h("div", {class: "nn-alert", role: "alert"});
    this.phases = h("div", {class: "st-phases", role: "group", "aria-label": "Phases"});
    this.picture = h("div", {});
    this.what = h("p", {class: "st-what"});
    this.formula = h("div", {class: "st-formula"});
    this.note = h("p", {class: "st-note"});
    // The status is heard; what it says is seen as picture, sentence and formula.
    this.spoken = h("p", {class: "nn-hidden", role: "status", "aria-live": "polite"});
    this.element = root(model, h("p", {class: "st-title", "aria-hidden": "true"}, model.get("title")), this.alert,
      h("div", {class: "st-controls", role: "group", "aria-label": "Controls"},
        this.first, this.back, this.next, this.slider.element, this.slide.element),
      this.phases, this.picture, networkLegend("computed now", "from these", "in the circles: a"), this.what, this.formula, this.note, this.spoken,
      h("p", {class: "st-hint"}, "Keys: → next, ← back, Home and End, anywhere in here."));
    this.element.addEventListener("keydown", (event) => this.key(event));
  }

  start() {
    this.connection = connection(this.model, (message, _, mine) => this.receive(message, mine), () => { this.alert.textContent = SILENCE; });
    this.connection.ask({type: "hello"}, 20);
  }

  close() { this.connection.close(); }

  get goal() { return this.wanted ?? this.asked ?? this.step; }

  key(event) {
    const to = {ArrowRight: this.goal + 1, ArrowLeft: this.goal - 1, Home: 1, End: this.n_steps}[event.key];
    if (to === undefined || event.target === this.slider.control || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    this.go(to);
  }

  go(step) {
    const to = Math.min(Math.max(step, 1), this.n_steps);
    if (this.connection.busy) { this.wanted = to; return; }
    this.wanted = null;
    if (to === this.step && !this.alert.textContent) return;
    this.asked = to;
    this.connection.ask({type: "go", step: to});
  }

  receive(message, mine) {
    if (message.type === "fault") { if (mine) this.alert.textContent = message.text; return; }
    if (message.type !== "step") return;
    if (mine) this.asked = null;
    this.show(message);
    if (mine && this.wanted !== null) this.go(this.wanted);
  }

  show({step, n_steps, slide, phases, phase, place, what, formula, note, differs, scene, words, problem}) {
    Object.assign(this, {step, n_steps});
    if (this.alert.textContent !== (problem ?? "")) this.alert.textContent = problem ?? "";
    this.slider.control.max = n_steps;
    this.slider.set(step);
    this.slide.control.checked = slide;
    for (const [button, ended] of [[this.first, step === 1], [this.back, step === 1], [this.next, step === n_steps]]) {
      button.setAttribute("aria-disabled", ended); // not disabled: that would lose the focus
    }
    if (!this.phases.children.length) this.phases.append(...phases.map(([name, at]) => h("button", {"data-key": name, onclick: () => this.go(at)}, name)));
    for (const button of this.phases.children) {
      const here = button.dataset.key === phase;
      button.textContent = here ? `${button.dataset.key} ${place[0]} of ${place[1]}` : button.dataset.key;
      if (here) button.setAttribute("aria-current", "step"); else button.removeAttribute("aria-current");
    }
    this.picture.replaceChildren(drawNetwork(scene, words));
    this.what.textContent = what;
    const last = differs && !slide && phase !== "update" ? " ≠ " : " = "; // the learner's number does not follow
    this.formula.replaceChildren(...formula.map(([left, symbols, numbers, result]) => h("p", {},
      h("span", {class: "st-left"}, ...withSubscripts(left)), h("span", {},
        " = ", ...withSubscripts(symbols), h("br"), numbers ? ` = ${numbers}` : "", last, h("strong", {}, result)))));
    this.note.textContent = note;
    this.note.classList.toggle("st-differs", differs);
    this.spoken.textContent = words;
  }
}
