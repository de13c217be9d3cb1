// Draw a digit: a sheet for mouse, touch, pen and arrow keys; Python reads it, and what it answers is shown beside it.

const CELL = 11; // CSS pixels to a pixel of the picture
const MOVES = {
  ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0],
  Home: [-1, -1], PageUp: [1, -1], End: [-1, 1], PageDown: [1, 1], // as on a number pad
};

export default {
  render({model, el}) {
    const page = new DrawDigit(model);
    el.append(page.element);
    page.start();
    return () => page.close();
  },
};

class DrawDigit {
  constructor(model) {
    this.model = model;
    this.todo = []; // messages not sent yet
    this.flight = null; // the one under way
    this.strokes = 0;
    this.stroke = null; // the one being drawn: {id, width, pen, last}
    this.pointer = null;
    this.cursor = {column: 13, row: 13};
    this.with_keys = false;
    this.state = null;
    this.unit = null; // the square that is asked about: [layer, place]
    this.alert = h("div", {class: "nn-alert", role: "alert"});
    this.speaker = speaker();
    this.element = root(model, h("p", {class: "dd-title", "aria-hidden": "true"}, model.get("title")),
      h("div", {class: "dd-body"}, this.buildSheet(), this.buildAnswer()));
  }

  start() {
    this.connection = connection(this.model, (...answer) => this.receive(...answer), () => { this.alert.textContent = SILENCE; });
    this.endTheme = onTheme(() => { this.look = null; this.drawAll(); });
    this.ask({type: "hello"});
  }

  close() {
    this.connection.close();
    this.endTheme();
    clearTimeout(this.rest);
  }

  // --- Parts ----------------------------------------------------------------------------------------

  buildSheet() {
    const hint = `nn-${++nextId}-${Date.now()}`;
    this.canvas = h("canvas", {"aria-hidden": "true"});
    this.sheet = h("div", {class: "dd-sheet", role: "application", tabindex: 0, "aria-label": "Sheet to draw on", "aria-describedby": hint,
      "data-key": "sheet"}, this.canvas);
    this.where = h("p", {class: "dd-where", role: "status", "aria-live": "polite"});
    const on = (name, f) => this.sheet.addEventListener(name, f);
    on("pointerdown", (event) => this.press(event));
    on("pointermove", (event) => this.drag(event));
    for (const name of ["pointerup", "pointercancel", "lostpointercapture"]) on(name, (event) => { if (event.pointerId === this.pointer) this.lift(); });
    on("keydown", (event) => this.key(event));
    on("focus", () => this.drawSheet());
    on("blur", () => { this.lift(); this.with_keys = false; this.where.textContent = ""; this.drawSheet(); });
    this.eraser = h("button", {"data-key": "eraser", "aria-pressed": "false", onclick: () => this.useEraser(this.eraser.getAttribute("aria-pressed") !== "true")}, "Eraser");
    this.undo = h("button", {"data-key": "undo", onclick: () => this.act({type: "undo"})}, "Undo");
    this.clear = h("button", {"data-key": "clear", onclick: () => this.act({type: "clear"})}, "Clear");
    this.width = slider("Width", 1, 5, 0.5, (value) => `${value} pixels`, () => {});
    this.width.control.setAttribute("data-key", "width");
    this.width.set(2.5);
    this.examples = h("div", {class: "dd-examples", role: "group", "aria-label": "Load a picture"});
    return h("div", {class: "dd-left"}, this.sheet,
      h("div", {class: "dd-controls", role: "group", "aria-label": "Tools"}, this.eraser, this.undo, this.clear, this.width.element),
      this.examples,
      h("p", {class: "dd-hint", id: hint}, "Draw with mouse, finger or pen. Keys, on the sheet: arrows move (Home, End, Page up and down " +
        "aslant), Space lowers and lifts the pen, E takes the eraser, Ctrl+Z undoes."), this.where);
  }

  buildAnswer() {
    this.seen = h("canvas", {role: "img", "aria-label": "The network's picture"});
    this.bars = Array.from({length: 10}, (_, digit) => {
      const bar = h("span", {class: "dd-bar"}), percent = h("span", {class: "dd-percent"});
      const element = h("li", {"data-digit": digit}, h("span", {class: "dd-digit"}, digit), h("span", {class: "dd-track", "aria-hidden": "true"}, bar), percent);
      return {element, bar, percent};
    });
    this.note = h("p", {class: "dd-note"});
    this.layers = h("div", {class: "dd-layers"});
    this.number = h("p", {class: "dd-number", "aria-live": "polite"});
    return h("div", {class: "dd-right"}, this.alert, this.speaker.element, // not above the sheet, which would move under the pen
      h("div", {class: "dd-answer"},
        h("div", {}, h("p", {class: "nn-heading"}, "As the network sees it"), this.seen),
        h("div", {class: "dd-bars"}, h("p", {class: "nn-heading"}, "Its answer"), h("ol", {"aria-label": "Probabilities of the digits"}, ...this.bars.map(({element}) => element)))),
      this.note, this.layers, this.number);
  }

  // --- Drawing --------------------------------------------------------------------------------------

  get is_pen() { return this.eraser.getAttribute("aria-pressed") !== "true"; }

  useEraser(on) {
    this.eraser.setAttribute("aria-pressed", on);
    if (this.stroke) this.begin([this.cursor.column + 0.5, this.cursor.row + 0.5]);
  }

  begin(point, pen = this.is_pen) {
    this.stroke = {id: ++this.strokes, width: Number(this.width.control.value), pen};
    this.add([point]);
  }

  add(points) {
    const {id, width, pen} = this.stroke;
    let message = this.todo.at(-1);
    if (message?.type !== "draw") this.todo.push(message = {type: "draw", strokes: []});
    let stroke = message.strokes.at(-1);
    if (stroke?.id !== id) message.strokes.push(stroke = {id, width, pen, points: []});
    stroke.points.push(...points);
    if (stroke.points.length === points.length && this.stroke.last) stroke.from = this.stroke.last; // to be drawn here, not in Python
    this.stroke.last = points.at(-1);
    this.drawSheet();
    this.pump();
  }

  lift() {
    this.stroke = null;
    this.pointer = null;
  }

  press(event) {
    if (event.button > 0 && !(event.buttons & 32)) return;
    if (this.pointer !== null) return; // a second finger
    event.preventDefault();
    this.sheet.focus({preventScroll: true});
    this.sheet.setPointerCapture(event.pointerId);
    this.with_keys = false;
    this.where.textContent = "";
    this.pointer = event.pointerId;
    this.begin(this.point(event), this.is_pen && !(event.buttons & 32)); // 32: the other end of a pen
    this.follow(event);
  }

  drag(event) {
    if (event.pointerId !== this.pointer || !this.stroke) return;
    const events = event.getCoalescedEvents?.() ?? [];
    this.add((events.length ? events : [event]).map((one) => this.point(one)));
    this.follow(event);
  }

  /** Where an event is, in pixels of the picture. */
  point(event) {
    const box = this.canvas.getBoundingClientRect();
    return [(event.clientX - box.left) / box.width * 28, (event.clientY - box.top) / box.height * 28];
  }

  /** Let the keys go on where the pointer was. */
  follow(event) {
    const [column, row] = this.point(event).map((value) => Math.min(Math.max(Math.floor(value), 0), 27));
    this.cursor = {column, row};
  }

  key(event) {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z") {
      event.preventDefault();
      this.act({type: "undo"});
      return;
    }
    const move = MOVES[event.key], key = event.key.toLowerCase();
    if (event.altKey || event.ctrlKey || event.metaKey || !(move || [" ", "e", "escape"].includes(key))) return;
    event.preventDefault();
    if (this.pointer !== null) return;
    const {column, row} = this.cursor, within = (value) => Math.min(Math.max(value, 0), 27);
    this.with_keys = true;
    if (move) {
      this.cursor = {column: within(column + move[0]), row: within(row + move[1])};
      if (this.stroke) this.add([[this.cursor.column + 0.5, this.cursor.row + 0.5]]);
    } else if (key === "e") {
      this.useEraser(this.is_pen);
    } else if (key === "escape" || this.stroke) {
      if (!event.repeat) this.lift();
    } else if (!event.repeat) {
      this.begin([column + 0.5, row + 0.5]);
    }
    const tool = this.is_pen ? "Pen" : "Eraser";
    this.where.textContent = `${tool} ${this.stroke ? "down" : "up"}, row ${this.cursor.row + 1}, column ${this.cursor.column + 1}`;
    this.drawSheet();
  }

  act(message) {
    this.lift();
    this.ask(message);
  }

  // --- Questions and answers ------------------------------------------------------------------------

  ask(message) {
    this.todo.push(message);
    this.pump();
  }

  pump() {
    if (this.connection.busy || !this.todo.length) return;
    this.flight = this.todo.shift();
    this.connection.ask(this.flight, this.flight.type === "hello" ? 20 : 8);
  }

  receive(message, buffers, mine) {
    if (mine) this.flight = null;
    if (message.type === "fault") {
      if (mine) this.alert.textContent = message.text;
    } else if (message.type === "state") {
      this.state = {...message, ink: asArray(Uint8Array, buffers[0]), picture: asArray(Uint8Array, buffers[1])};
      this.show(this.state, mine);
    }
    if (mine) this.pump();
  }

  show({examples, problem, words, percents, probabilities, best, note, hidden, seen, can_undo}, mine) {
    if (this.alert.textContent !== (problem ?? "")) this.alert.textContent = problem ?? "";
    if (!this.examples.children.length && examples.length) this.examples.append(...this.loaders(examples));
    this.undo.setAttribute("aria-disabled", !can_undo);
    this.bars.forEach(({element, bar, percent}, digit) => {
      bar.style.width = `${100 * (probabilities?.[digit] ?? 0)}%`;
      percent.textContent = percents[digit];
      element.classList.toggle("dd-best", digit === best);
    });
    this.note.textContent = note;
    this.seen.setAttribute("aria-label", seen);
    this.showLayers(hidden);
    this.drawAll();
    this.speaker.say(words, false);
    clearTimeout(this.rest); // while one draws it waits; the finding is spoken when the pen rests
    if (mine) this.rest = setTimeout(() => this.speaker.speak(words), 900);
  }

  loaders(examples) {
    const load = (digit, name, attributes) => h("button", {"data-key": `load-${digit}`, onclick: () => this.act({type: "load", digit}), ...attributes}, name);
    if (examples[0] === null) return [load(null, "Load the next picture", {})];
    return [h("span", {"aria-hidden": "true"}, "Load a"), ...examples.map((digit) => load(digit, digit, {"aria-label": `Load a ${digit}`}))];
  }

  // --- Hidden layers --------------------------------------------------------------------------------

  showLayers(hidden) {
    const counts = hidden?.map(({values}) => values.length) ?? [];
    if (hidden && counts.join() !== this.counts) this.buildLayers(counts);
    this.squares?.forEach((squares, k) => {
      const layer = hidden?.[k], cut = layer && layer.units > layer.values.length ? `; the first ${layer.values.length} are drawn` : "";
      this.headings[k].textContent = `Hidden layer ${k + 1}${layer ? `: ${layer.fired} of ${layer.units} units fired${cut}` : ""}`;
      squares.forEach((square, j) => {
        const shade = layer?.shades[j] ?? 0, value = layer?.values[j] ?? "–";
        square.title = `unit ${j + 1}: ${value}`;
        square.dataset.shade = shade;
        square.classList.toggle("dd-fired", layer?.on[j] ?? false);
      });
    });
    this.drawSquares();
    this.showNumber();
  }

  buildLayers(counts) {
    this.counts = counts.join();
    this.unit = null;
    this.headings = counts.map(() => h("p", {class: "nn-heading"}));
    this.squares = counts.map((count, k) => Array.from({length: count}, (_, j) => h("button", {
      class: "dd-unit", tabindex: j ? -1 : 0, "data-key": `unit-${k}-${j}`,
      onfocus: () => this.ask_unit(k, j), onpointerenter: () => this.ask_unit(k, j),
      onkeydown: (event) => this.walk(event, k, j),
    })));
    this.layers.replaceChildren(...this.squares.flatMap((squares, k) => [this.headings[k],
      h("div", {class: "dd-units", role: "group", "aria-label": `Units of hidden layer ${k + 1}`}, ...squares)]));
  }

  ask_unit(layer, place) {
    this.unit = [layer, place];
    this.showNumber();
  }

  showNumber() {
    const square = this.unit && this.squares[this.unit[0]][this.unit[1]];
    this.number.textContent = square ? `Hidden layer ${this.unit[0] + 1}, ${square.title}` : this.squares ? "Point at a square, or go there with Tab and the arrow keys: here is its number." : "";
  }

  /** One square of a layer can be reached by Tab, the others from there by arrow keys. */
  walk(event, layer, place) {
    const squares = this.squares[layer];
    const to = {ArrowRight: place + 1, ArrowLeft: place - 1, Home: 0, End: squares.length - 1}[event.key];
    if (to === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const next = squares[Math.min(Math.max(to, 0), squares.length - 1)];
    squares[place].tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
  }

  // --- Pictures -------------------------------------------------------------------------------------

  drawAll() {
    this.drawSheet();
    if (!this.state) return;
    const side = this.state.pixels, size = side * 6;
    const context = sharp(this.seen, size, size);
    context.fillStyle = this.paper.css;
    context.fillRect(0, 0, size, size);
    context.imageSmoothingEnabled = false;
    context.drawImage(this.picture(this.state.picture, side, "small"), 0, 0, size, size);
    this.drawSquares();
  }

  drawSquares() {
    const {ramp} = this.look ??= colours(this.element);
    for (const square of this.squares?.flat() ?? []) square.style.background = `rgb(${ramp[Math.min(255, Number(square.dataset.shade) + 128)].join()})`;
  }

  /** The two colours of the sheets: the theme's. */
  get paper() {
    const {panel} = this.look ??= colours(this.element);
    return {css: panel, ink: `rgb(${this.inkColour().join()})`};
  }

  drawSheet() {
    const size = 28 * CELL, context = sharp(this.canvas, size, size), {css, ink} = this.paper;
    context.fillStyle = css;
    context.fillRect(0, 0, size, size);
    if (this.state) context.drawImage(this.picture(this.state.ink, this.state.fine, "large"), 0, 0, size, size);
    for (const message of [this.flight, ...this.todo]) if (message?.type === "draw") message.strokes.forEach((stroke) => this.drawStroke(context, stroke, css, ink));
    if (this.with_keys && document.activeElement === this.sheet) this.drawCursor(context);
  }

  drawStroke(context, {points, from, width, pen}, css, ink) {
    const path = from ? [from, ...points] : points;
    context.strokeStyle = pen ? ink : css;
    context.lineWidth = width * CELL;
    context.lineCap = context.lineJoin = "round";
    context.beginPath();
    path.forEach(([x, y], k) => { if (k) context.lineTo(x * CELL, y * CELL); else context.moveTo(x * CELL, y * CELL); });
    if (path.length === 1) context.lineTo(path[0][0] * CELL, path[0][1] * CELL);
    context.stroke();
  }

  /** A frame around the cell, dashed while the pen is up: seen on ink and on paper. */
  drawCursor(context) {
    const {column, row} = this.cursor, {orange, rim} = this.look;
    const frame = [column * CELL - 1.5, row * CELL - 1.5, CELL + 3, CELL + 3];
    context.setLineDash([]);
    context.strokeStyle = rim;
    context.lineWidth = 5;
    context.strokeRect(...frame);
    context.strokeStyle = orange;
    context.lineWidth = 2.5;
    if (!this.stroke) context.setLineDash([4, 3]);
    context.strokeRect(...frame);
    context.setLineDash([]);
  }

  /** Ink from 0 to 255 as a small canvas in the theme's colour, to be drawn elsewhere; made anew when either has changed. */
  picture(values, side, key) {
    const colour = this.inkColour(), kept = (this.kept ??= {})[key] ??= {canvas: h("canvas", {width: side, height: side})};
    if (kept.values === values && kept.colour === colour) return kept.canvas;
    Object.assign(kept, {values, colour});
    const context = kept.canvas.getContext("2d"), image = context.createImageData(side, side);
    const pixels = new Uint32Array(image.data.buffer), [r, g, b] = colour;
    for (let i = 0; i < values.length; i++) pixels[i] = ((values[i] << 24) | (b << 16) | (g << 8) | r) >>> 0;
    context.putImageData(image, 0, 0);
    return kept.canvas;
  }

  inkColour() {
    const {ink} = this.look ??= colours(this.element);
    if (this.look.ink_rgb) return this.look.ink_rgb;
    const context = h("canvas", {width: 1, height: 1}).getContext("2d"); // the theme may write it in any way
    context.fillStyle = ink;
    context.fillRect(0, 0, 1, 1);
    return this.look.ink_rgb = [...context.getImageData(0, 0, 1, 1).data.slice(0, 3)];
  }
}
