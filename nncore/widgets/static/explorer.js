// The Explorer's page: native controls, and a picture in SVG of what Python computes from them.

const DASHES = {solid: "", dashed: "7 4", dotted: "2 4"};
const MINE = Math.random().toString(36).slice(2); // ids are the whole page's, and each widget has a module of its own
const LEFT = 48, RIGHT = 12, TOP = 10, BOTTOM = 40;

export default {
  render({model, el}) {
    const page = new Explorer(model);
    el.append(page.element);
    page.start();
    return () => page.close();
  },
};

class Explorer {
  constructor(model) {
    this.model = model;
    this.pending = {}; // what was moved since the last question
    this.fields = {};
    this.shown = null;
    this.alert = h("div", {class: "nn-alert", role: "alert"});
    this.controls = h("div", {class: "ex-controls", role: "group", "aria-label": "Controls"});
    this.panels = h("div", {class: "ex-panels"});
    this.speaker = speaker();
    this.element = root(model, h("p", {class: "ex-title", "aria-hidden": "true"}, model.get("title")), this.alert,
      h("div", {class: "ex-body"}, this.controls, h("div", {class: "ex-picture"}, this.panels, this.speaker.element)));
  }

  start() {
    this.connection = connection(this.model, (...answer) => this.receive(...answer), () => { this.alert.textContent = SILENCE; });
    this.endTheme = onTheme(() => { if (this.shown) this.draw(...this.shown); });
    this.connection.ask({type: "hello"}, 20);
  }

  close() {
    this.connection.close();
    this.endTheme();
    clearTimeout(this.rest);
  }

  // --- Questions and answers ------------------------------------------------------------------------

  move(key, raw) {
    this.pending[key] = raw;
    if (this.presets) this.presets.control.value = "";
    if (!this.connection.busy) this.send();
  }

  send() {
    const raws = this.pending;
    this.pending = {};
    this.connection.ask({type: "change", raws});
  }

  receive(message, buffers, mine) {
    if (message.type === "controls") {
      if (mine) this.build(message);
    } else if (message.type === "fault") {
      if (mine) this.alert.textContent = message.text;
    } else if (message.type === "picture" && Object.keys(this.fields).length) {
      if (this.alert.textContent !== (message.problem ?? "")) this.alert.textContent = message.problem ?? "";
      const unmoved = (key) => !(key in this.pending);
      for (const [key, field] of Object.entries(this.fields)) {
        if ((message.moves_controls || !mine) && unmoved(key)) field.set(message.raws[key]);
        field.control.disabled = message.unused.includes(key);
      }
      this.shown = [message, buffers.map((buffer) => asArray(Int8Array, buffer))];
      this.draw(...this.shown);
      this.speaker.say(message.words, message.moves_controls);
      clearTimeout(this.rest); // while a slider moves it says its own value; the finding comes when it rests
      this.rest = setTimeout(() => this.speaker.speak(message.words), 900);
    }
    if (mine && Object.keys(this.pending).length) this.send();
  }

  // --- Controls -------------------------------------------------------------------------------------

  build({controls, presets}) {
    this.fields = {};
    for (const control of controls) this.fields[control.key] = this.field(control);
    const parts = Object.values(this.fields).map((field) => field.element);
    if (presets.length) {
      this.presets = choice("Go to", [["", "…"], ...presets.map((name) => [name, name])],
        (name) => { if (name) this.go({type: "preset", name}); }, {"data-key": "preset"});
      parts.unshift(this.presets.element);
    }
    parts.push(h("button", {"data-key": "reset", onclick: () => { if (this.presets) this.presets.control.value = ""; this.go({type: "reset"}); }},
      "Back to the start"));
    this.controls.replaceChildren(...parts);
  }

  go(question) {
    this.pending = {};
    this.connection.ask(question);
  }

  field({kind, key, label, low, high, step, digits, texts, options}) {
    if (kind === "choice") {
      const made = choice(label, options.map((name) => [name, name]), (name) => this.move(key, name), {"data-key": key});
      return {...made, set: (raw) => { made.control.value = raw; }};
    }
    const show = texts ? (k) => texts[k] : (value) => value.toFixed(digits).replace("-", "−");
    const made = slider(label, low, high, step, show, (value) => this.move(key, value));
    made.control.setAttribute("data-key", key);
    return made;
  }

  // --- The picture ----------------------------------------------------------------------------------

  draw({panels, words}, shadings) {
    const look = colours(this.element), left = [...shadings];
    const drawn = panels.map((panel, k) => this.panel(panel, panel.is_shaded ? left.shift() : null, look, panels.length, k ? "" : words));
    this.panels.classList.toggle("ex-several", panels.length > 1);
    this.panels.replaceChildren(...drawn);
  }

  panel(panel, shading, look, count, words) {
    const [x0, x1] = panel.x_range, [y0, y1] = panel.y_range, ratio = (x1 - x0) / (y1 - y0);
    const most = (count === 1 ? 600 : 360) - LEFT - RIGHT;
    const wide = panel.equal ? Math.min(most, 380 * ratio) : most;
    const tall = panel.equal ? wide / ratio : count === 1 ? 310 : 240;
    const width = wide + LEFT + RIGHT, height = tall + TOP + BOTTOM;
    const at = {x: (v) => LEFT + (v - x0) / (x1 - x0) * wide, y: (v) => TOP + (1 - (v - y0) / (y1 - y0)) * tall};
    const clip = `nn-clip-${MINE}-${++nextId}`;
    const inside = svg("g", {"clip-path": `url(#${clip})`});
    const frame = svg("g", {});
    this.axes(panel, at, {wide, tall}, frame, inside, Boolean(shading));
    const above = svg("g", {}); // points on the rim are not cut
    for (const mark of panel.marks) this.mark(mark, at, mark.kind === "line" || mark.kind === "bars" ? inside : above, panel);
    const picture = svg("svg", {viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": `${panel.title}: ${panel.y_label} over ${panel.x_label}. ${words}`},
      svg("clipPath", {id: clip}, svg("rect", {x: LEFT, y: TOP, width: wide, height: tall})), inside, frame, above);
    const plane = h("div", {class: "ex-plane", style: `max-width: ${Math.round(1.15 * width)}px`}, picture);
    if (shading) plane.prepend(this.shade(shading, look, [LEFT / width, TOP / height, wide / width, tall / height]));
    return h("div", {class: "ex-panel"}, h("p", {class: "ex-panel-title", "aria-hidden": "true"}, panel.title), plane, this.legend(panel));
  }

  /** The colours behind a panel: a canvas below the SVG, since an image in it is decoded late and would flicker. */
  shade(shading, look, shares) {
    const map = smallMap(shading, look.ramp), [x, y, wide, tall] = shares.map((share) => `${100 * share}%`);
    const canvas = h("canvas", {width: map.width, height: map.height, "aria-hidden": "true",
      style: `left: ${x}; top: ${y}; width: ${wide}; height: ${tall}`});
    canvas.getContext("2d").drawImage(map, 0, 0);
    return canvas;
  }

  axes(panel, at, {wide, tall}, frame, inside, shaded) {
    const bottom = TOP + tall, name = (text, x, y, more = {}) => svg("text", {x, y, class: "ex-tick", ...more}, text);
    const [x0, x1] = panel.x_range, [y0, y1] = panel.y_range;
    const xs = panel.names.length ? panel.names.map((text, k) => [k, text]) : ticks(x0, x1, 6);
    const wires = (d) => { if (!shaded) inside.append(svg("path", {d, class: "ex-grid"})); };
    for (const [v, text] of xs) {
      if (!panel.names.length) wires(`M${at.x(v)} ${TOP}V${bottom}`);
      frame.append(name(text, at.x(v), bottom + 15, {"text-anchor": "middle"}));
    }
    for (const [v, text] of ticks(y0, y1, 6)) {
      wires(`M${LEFT} ${at.y(v)}h${wide}`);
      frame.append(name(text, LEFT - 5, at.y(v) + 4, {"text-anchor": "end"}));
    }
    if (!shaded && y0 < 0 && y1 > 0) inside.append(svg("path", {d: `M${LEFT} ${at.y(0)}h${wide}`, class: "ex-zero"}));
    frame.append(svg("rect", {x: LEFT, y: TOP, width: wide, height: tall, class: "ex-frame"}),
      name(panel.x_label, LEFT + wide / 2, bottom + 33, {"text-anchor": "middle", class: "ex-label"}),
      name(panel.y_label, 0, 0, {"text-anchor": "middle", class: "ex-label", transform: `translate(12 ${TOP + tall / 2}) rotate(-90)`}));
  }

  mark(mark, at, into, panel) {
    const ink = (name) => `var(--nn-${name})`;
    if (mark.kind === "line") {
      into.append(svg("path", {d: path(mark, at), fill: "none", "stroke-width": mark.width, "stroke-dasharray": DASHES[mark.dash],
        "stroke-linejoin": "round", style: `stroke: ${ink(mark.color)}`}));
    } else if (mark.kind === "points") {
      const size = mark.x.length <= 20 ? 6 : 3.6;
      each(mark, panel, (x, y) => into.append(point(mark, at.x(x), at.y(y), size)));
    } else if (mark.kind === "bars") {
      const half = Math.min(34, (at.x(1) - at.x(0)) * 0.4);
      mark.x.forEach((x, k) => {
        const y = mark.y[k] ?? 0, top = at.y(Math.max(0, y)), foot = at.y(Math.min(0, y));
        into.append(svg("rect", {x: at.x(x) - half, y: top, width: 2 * half, height: Math.max(0.5, foot - top), style: `fill: ${ink(mark.colors[k])}`}));
        if (mark.texts[k]) into.append(svg("text", {x: at.x(x), y: y < 0 ? foot + 15 : top - 5, "text-anchor": "middle", class: "ex-value"}, mark.texts[k]));
      });
    } else {
      each(mark, panel, (x, y) => into.append(svg("text", {x: at.x(x), y: at.y(y) - 11, "text-anchor": "middle", class: "ex-value"}, mark.words)));
    }
  }

  legend(panel) {
    const named = panel.marks.filter((mark) => mark.label);
    return h("div", {class: "ex-legend"}, ...named.map((mark) => h("span", {}, swatch(mark), mark.label)));
  }
}

function svg(tag, attributes, ...children) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/** Call back with each place of a mark that is a number and inside the panel. */
function each(mark, {x_range: [x0, x1], y_range: [y0, y1]}, callback) {
  mark.x.forEach((x, k) => {
    const y = mark.y[k];
    if (x !== null && y !== null && x >= x0 && x <= x1 && y >= y0 && y <= y1) callback(x, y);
  });
}

/** A line's path; places that are not a number break it. */
function path(mark, at) {
  let on = false;
  return mark.x.map((x, k) => {
    const y = mark.y[k];
    if (x === null || y === null) { on = false; return ""; }
    const part = `${on ? "L" : "M"}${at.x(x).toFixed(1)} ${at.y(y).toFixed(1)}`;
    on = true;
    return part;
  }).join("");
}

function point({shape, color, hollow}, x, y, size) {
  const style = hollow ? `fill: var(--nn-panel); stroke: var(--nn-${color}); stroke-width: 2` : `fill: var(--nn-${color}); stroke: var(--nn-rim); stroke-width: 1`;
  if (shape === "square") return svg("rect", {x: x - size * 0.9, y: y - size * 0.9, width: size * 1.8, height: size * 1.8, style});
  if (shape === "diamond") return svg("path", {d: `M${x} ${y - size * 1.3}l${size * 1.3} ${size * 1.3}l${-size * 1.3} ${size * 1.3}l${-size * 1.3} ${-size * 1.3}z`, style});
  return svg("circle", {cx: x, cy: y, r: size, style});
}

function swatch(mark) {
  const picture = svg("svg", {viewBox: "0 0 26 12", width: 26, height: 12, "aria-hidden": "true"});
  if (mark.kind === "points") picture.append(point(mark, 13, 6, 4.5));
  else if (mark.kind === "bars") picture.append(svg("rect", {x: 8, y: 1, width: 10, height: 10, style: `fill: var(--nn-${mark.colors[0]})`}));
  else picture.append(svg("path", {d: "M0 6H26", fill: "none", "stroke-width": Math.min(3, mark.width), "stroke-dasharray": DASHES[mark.dash],
    style: `stroke: var(--nn-${mark.color})`}));
  return picture;
}

/** About n round numbers between two ends, with their texts. */
function ticks(low, high, n) {
  const rough = (high - low) / n, power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((k) => k * power).find((s) => s >= rough * 0.999);
  const digits = Math.max(0, -Math.floor(Math.log10(step) + 1e-9)), found = [];
  for (let k = Math.ceil(low / step - 1e-9); k * step <= high + 1e-9 * step; k++) {
    found.push([k * step, (k * step).toFixed(digits).replace("-", k === 0 ? "" : "−")]);
  }
  return found;
}
