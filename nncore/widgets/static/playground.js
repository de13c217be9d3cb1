// The Playground's page: draws what Python computes, and asks for the next frame when the last one is drawn.

const DATA_NAMES = {circle: "Circle", xor: "Exclusive or", gauss: "Two clouds", spiral: "Spiral", "reg-plane": "Plane to fit",
  "reg-gauss": "Bumps to fit"};
const FEATURE_NAMES = {x1: "x₁", x2: "x₂", "x1^2": "x₁²", "x2^2": "x₂²", "x1 x2": "x₁x₂", "sin x1": "sin x₁", "sin x2": "sin x₂"};
const SPEEDS = {slow: {epochs: 1, pause: 500, name: "2 epochs a second"}, one: {epochs: 1, pause: 0, name: "1 epoch a frame"},
  five: {epochs: 5, pause: 0, name: "5 epochs a frame"}, twenty: {epochs: 20, pause: 0, name: "20 epochs a frame"}};
const FRAMES = 4; // asked for at a time: every question makes JupyterLab redraw its busy signs, which costs more than a frame
const UNIT = 34, MAP = 232, MARGIN = 24;
const MINUS = "−";

export default {
  render({model, el}) {
    const page = new Playground(model);
    el.append(page.element);
    page.start();
    return () => page.close();
  },
};

class Playground {
  constructor(model) {
    this.model = model;
    this.state = null;
    this.playing = false;
    this.ticking = false;
    this.queue = []; // frames that came and wait to be drawn
    this.changing = 0; // changes asked for and not yet answered
    this.asked = {}; // what they ask for
    this.pending = null; // what waits until they are answered
    this.wantsPlay = false; // Play was pressed meanwhile
    this.pinned = null; // [layer, unit] whose map stays in the output
    this.hovered = null;
    this.losses = [[], []];
    this.showsTest = false;
    this.seeds = null;
    this.build();
  }

  start() {
    this.connection = connection(this.model, (...answer) => this.receive(...answer), () => {
      this.giveUp();
      this.warn(SILENCE);
    });
    this.endTheme = onTheme(() => this.theme());
    this.resize = new ResizeObserver(() => {
      this.layEdges();
      this.drawNetwork();
      if (this.seedsShown) this.drawHistogram(...this.seedsShown);
    });
    this.resize.observe(this.stage);
    this.connection.ask({type: "hello"}, 20);
  }

  close() {
    this.playing = false;
    this.closed = true;
    this.connection.close();
    this.endTheme();
    this.resize.disconnect();
  }

  // --- The page's parts ---------------------------------------------------------------------------

  build() {
    this.playButton = h("button", {class: "nn-main pg-play", "data-key": "play", onclick: () => this.toggle()}, "▶ Play");
    this.stepButton = h("button", {"data-key": "step", onclick: () => { this.wantsPlay = false; this.pause(); this.tick(1, 1); }}, "Step");
    this.resetButton = h("button", {"data-key": "reset", onclick: () => this.askToChange({type: "reset"})}, "Reset");
    this.epochShown = h("strong", {class: "pg-epoch"}, "0");
    this.toolbar = h("div", {class: "pg-toolbar"});
    this.task = h("div", {class: "pg-task"});
    this.question = h("p", {class: "pg-question"});
    this.dataColumn = h("div", {class: "pg-data", role: "group", "aria-label": "Data"});
    this.network = h("div", {class: "pg-network", role: "group", "aria-label": "Network"});
    this.picture = h("canvas", {class: "pg-edges", "aria-hidden": "true"}); // lines and units: one canvas is cheaper than many
    this.edges = h("svg", {class: "pg-edges", "aria-hidden": "true"}); // the lines again, unseen, to be pointed at
    this.edges.addEventListener("mouseover", (event) => this.hoverEdge(event.target));
    this.edges.addEventListener("mouseout", () => this.detail(""));
    this.output = this.buildOutput();
    this.detailLine = h("p", {class: "pg-detail"});
    this.speaker = speaker();
    this.alert = h("div", {class: "nn-alert", role: "alert"});
    this.verdict = h("div", {class: "pg-verdict", role: "region", "aria-label": "What the check says", tabindex: "0", hidden: true});
    const below = h("div", {class: "pg-below"}, this.detailLine, this.speaker.element, this.buildSeeds());
    this.stage = h("div", {class: "pg-stage"}, this.picture, this.edges, this.dataColumn, this.network, this.output, below);
    this.element = root(this.model, this.task, this.toolbar, this.alert, this.verdict, this.stage);
    this.element.classList.add("pg");
  }

  buildOutput() {
    this.mapCanvas = h("canvas", {role: "img", "aria-label": "Output over the plane"});
    this.overlay = h("canvas"); // axes and points, drawn once, laid over each map
    this.curve = h("canvas", {class: "pg-curve", role: "img", "aria-label": "Loss curves"});
    this.lossShown = [h("output", {class: "pg-loss", "aria-label": "train loss"}), h("output", {class: "pg-loss", "aria-label": "test loss"})];
    const key = (kind, name, shown) => h("div", {class: `pg-key ${kind}`}, h("i", {}), h("span", {}, name), shown);
    this.mapName = h("p", {class: "pg-map-name"});
    const test = tick("show test points (hollow)", false, (on) => { this.showsTest = on; this.drawPoints(); this.drawOutput(); });
    test.control.setAttribute("data-key", "show-test");
    return h("div", {class: "pg-output", role: "group", "aria-label": "Output"}, h("p", {class: "nn-heading"}, "Output"),
      this.mapName, this.mapCanvas,
      h("div", {class: "pg-legend", "aria-hidden": "true"}, h("span", {}, `${MINUS}1`), h("i", {}), h("span", {}, "+1")), test.element,
      h("div", {class: "pg-keys"}, key("train", "train loss", this.lossShown[0]), key("test", "test loss", this.lossShown[1])), this.curve);
  }

  buildSeeds() {
    this.seedsEpochs = choice("epochs a run", [100, 200, 300, 500, 1000].map((n) => [n, n]), () => {});
    this.seedsEpochs.control.value = "300";
    this.seedsButton = h("button", {"data-key": "seeds", onclick: () => this.startSeeds()}, "Run 40 seeds");
    this.stopButton = h("button", {"data-key": "stop", disabled: true, onclick: () => { if (this.seeds) this.seeds.stop = true; }}, "Stop");
    this.progress = h("progress", {max: 1, value: 0, "aria-label": "40 seeds, share done"});
    this.histogram = h("canvas", {class: "pg-histogram", role: "img", "aria-label": "No runs yet"});
    this.histogram.hidden = true;
    this.seedsText = h("p", {class: "pg-seeds-text"}, "The same network from 40 different starting weights: how often does it end well?");
    return h("div", {class: "pg-seeds", role: "group", "aria-label": "40 seeds"},
      h("div", {class: "pg-seeds-row"}, this.seedsButton, this.stopButton, this.seedsEpochs.element, this.progress),
      this.seedsText, this.histogram);
  }

  /** Fill in what depends on Python's lists of choices. */
  choices(options) {
    this.options = options;
    const send = (name, number = true) => (value) => this.change({[name]: number ? Number(value) : value});
    const named = (name) => name[0].toUpperCase() + name.slice(1);
    const taskChoice = choice("Exercise", [[0, "Free play"], ...options.tasks.map((task, i) => [i + 1, task.name])],
      (value) => this.askToChange({type: "task", task: Number(value)}), {"data-key": "task"});
    this.controls = {
      learning_rate: choice("Learning rate", options.learning_rates.map((v) => [v, v]), send("learning_rate")),
      activation: choice("Activation", options.activations.map((v) => [v, v === "relu" ? "ReLU" : named(v)]), send("activation", false)),
      regularization: choice("Regularisation", options.regularizations.map((v) => [v, named(v)]), send("regularization", false)),
      rate: choice("Its rate", options.rates.map((v) => [v, v]), send("rate")),
      seed: numberField("Seed of weights", 0, 999999, send("seed")),
      noise: slider("Noise", 0, 0.5, 0.05, (v) => v.toFixed(2), send("noise")),
      train_share: slider("Train share", 10, 90, 10, (v) => `${v} %`, send("train_share")),
      batch_size: slider("Batch size", 1, 30, 1, String, send("batch_size")),
    };
    this.taskChoice = taskChoice;
    this.speed = choice("Speed", Object.entries(SPEEDS).map(([key, speed]) => [key, speed.name]), () => {});
    this.speed.control.value = "one";
    this.checkButton = h("button", {"data-key": "check", onclick: () => { this.pause(); this.connection.ask({type: "check"}, 60); }},
      "What is wrong with it?");
    const c = this.controls;
    this.task.replaceChildren(taskChoice.element, this.question, this.checkButton);
    this.toolbar.replaceChildren(
      h("div", {class: "pg-buttons", role: "group", "aria-label": "Training"}, this.playButton, this.stepButton, this.resetButton),
      h("div", {class: "nn-field pg-epochs"}, h("span", {}, "Epoch"), this.epochShown),
      this.speed.element, c.learning_rate.element, c.activation.element, c.regularization.element, c.rate.element, c.seed.element);
    this.thumbnails = options.data.map((name) => h("button", {class: "pg-thumbnail", "data-key": `data-${name}`, title: DATA_NAMES[name],
      "aria-label": DATA_NAMES[name], onclick: () => this.change({data: name})}, h("canvas", {})));
    this.dataColumn.replaceChildren(h("p", {class: "nn-heading"}, "Data"), h("div", {class: "pg-thumbnails"}, ...this.thumbnails),
      c.noise.element, c.train_share.element, c.batch_size.element,
      h("button", {"data-key": "new-points", onclick: () => this.change({data_seed: this.wanted("data_seed") + 1})}, "New points"));
  }

  // --- Asking and being answered ------------------------------------------------------------------

  ask(message, seconds) {
    this.clearWarning();
    this.connection.ask(message, seconds);
  }

  /** Send a change; while one is under way the next ones wait together. */
  change(settings) {
    if (this.changing) { this.pending = {...this.pending, ...settings}; return; }
    this.asked = settings;
    this.askToChange({type: "change", settings});
  }

  askToChange(message) {
    this.changing += 1;
    this.ask(message);
  }

  /** A setting as it will be when all that was asked for has come: a second click may come before the first is answered. */
  wanted(name) { return {...this.state.settings, ...this.asked, ...this.pending}[name]; }

  /** Wait for nothing any more. */
  giveUp() {
    this.ticking = this.wantsPlay = false;
    this.changing = 0;
    this.asked = {};
    this.pending = null;
    this.pause();
  }

  receive(message, buffers, mine) {
    if (this.alert.textContent === SILENCE) this.clearWarning();
    if (message.type === "options") {
      this.thumbnailPoints = asArray(Float32Array, buffers[0]);
      this.featureMaps = asArray(Int8Array, buffers[1]);
      this.choices(message);
    } else if (!this.options) {
      return; // an answer to another view, before this one knows anything
    } else if (message.type === "state") {
      this.receiveState(message, buffers, mine);
    } else if (message.type === "frame") {
      this.receiveFrame(message, buffers, mine);
    } else if (message.type === "seeds") {
      this.receiveSeeds(message, asArray(Float32Array, buffers[0]), mine);
    } else if (message.type === "verdict" && mine) {
      this.verdict.innerHTML = message.html; // from nncore's own check, which escapes what is not its own
      this.verdict.hidden = false;
      this.verdict.focus();
    } else if (message.type === "fault" && mine) {
      this.giveUp();
      this.warn(message.text);
    }
  }

  receiveState(message, buffers, mine) {
    const before = this.state;
    this.queue = [];
    this.state = message;
    this.points = asArray(Float32Array, buffers[3]);
    if (message.epoch === 0) this.pause();
    const shape = (s) => s && JSON.stringify([s.sizes, s.settings.features]);
    this.params = asArray(Float32Array, buffers[0]);
    this.maps = asArray(Int8Array, buffers[1]);
    if (shape(before) !== shape(message)) this.buildNetwork();
    this.losses = [[], []];
    this.takeLosses(message, buffers[2]);
    this.showSettings();
    this.theme();
    this.say(true);
    if (message.refused) this.warn(message.refused);
    this.takeProblem(message);
    if (mine && this.changing) this.answered();
  }

  /** A change has come: send what waited for it, or begin to play if that was pressed meanwhile. */
  answered() {
    this.changing -= 1;
    if (this.changing) return;
    this.asked = {};
    const next = this.pending;
    this.pending = null;
    if (next) this.change(next);
    else if (this.wantsPlay) this.toggle();
  }

  receiveFrame(message, buffers, mine) {
    if (mine && message.last) this.ticking = false;
    this.queue.push([message, buffers]);
    if (!this.playing) this.takeFrames(this.queue.length);
    if (!this.drawing) {
      this.drawing = true;
      requestAnimationFrame(() => this.drawNext());
    }
  }

  /** Once a screen frame: take a frame from the queue, ask for more in time, draw. A hidden page asks for none. */
  drawNext() {
    this.drawing = false;
    if (this.closed) return;
    this.takeFrames(1);
    if (this.playing && this.queue.length < FRAMES / 2) this.playOn();
    this.drawFrame();
    if (this.queue.length) {
      this.drawing = true;
      requestAnimationFrame(() => this.drawNext());
    }
  }

  takeFrames(n) {
    for (const [message, buffers] of this.queue.splice(0, n)) {
      Object.assign(this.state, {epoch: message.epoch, right: message.right, loss: message.loss});
      this.params = asArray(Float32Array, buffers[0]);
      this.maps = asArray(Int8Array, buffers[1]);
      this.takeLosses(message, buffers[2]);
      this.takeProblem(message);
    }
  }

  playOn() {
    const {epochs, pause} = SPEEDS[this.speed.control.value];
    if (!pause) { this.tick(epochs, FRAMES); return; }
    clearTimeout(this.timer);
    this.timer = setTimeout(() => { if (this.playing) this.tick(epochs, 1); }, pause);
  }

  takeLosses(message, buffer) {
    const rows = asArray(Float32Array, buffer);
    for (const k of [0, 1]) {
      this.losses[k].length = Math.min(this.losses[k].length, message.begin);
      for (let i = k; i < rows.length; i += 2) this.losses[k].push(rows[i]);
    }
  }

  takeProblem(message) {
    if (message.problem) {
      this.pause();
      this.warn(message.problem);
    } else if (message.hint) {
      if (message.loss[0] === null) this.pause();
      if (!this.hinted) this.warn(message.hint);
      this.hinted = true;
    }
  }

  warn(text) {
    if (this.alert.textContent !== text) this.alert.textContent = text;
  }

  clearWarning() {
    this.alert.textContent = "";
    this.hinted = false;
  }

  // --- Playing ------------------------------------------------------------------------------------

  toggle() {
    const ends = this.playing || (this.wantsPlay && this.changing);
    this.wantsPlay = !ends && this.changing > 0;
    if (ends) { this.pause(); return; }
    if (this.wantsPlay) { this.showPlaying(); return; }
    this.clearWarning();
    this.verdict.hidden = true;
    this.playing = true;
    this.showPlaying();
    this.tick(SPEEDS[this.speed.control.value].epochs, 1);
  }

  pause() {
    const was = this.playing;
    this.playing = false;
    this.showPlaying();
    if (!was || !this.state) return;
    this.takeFrames(this.queue.length);
    this.drawFrame();
    this.say(true);
  }

  showPlaying() {
    this.playButton.textContent = this.playing || this.wantsPlay ? "❚❚ Pause" : "▶ Play";
    this.element.dataset.playing = this.playing;
  }

  tick(epochs, frames) {
    if (this.ticking || this.closed || this.seeds) return;
    this.ticking = true;
    this.connection.ask({type: "tick", epochs, frames}, 10);
  }

  // --- The network --------------------------------------------------------------------------------

  buildNetwork() {
    const focused = this.element.contains(document.activeElement) ? document.activeElement.dataset.key : null;
    const {settings} = this.state, {options} = this;
    this.pinned = this.hovered = null;
    this.featureButtons = options.features.map((name, k) => this.featureButton(name, k));
    const hidden = settings.hidden;
    const resize = (layer, by) => {
      const wanted = this.wanted("hidden").map((n, k) => (k === layer ? n + by : n));
      if (wanted.every((n) => n >= 1 && n <= options.most_units)) this.change({hidden: wanted});
    };
    const small = (text, label, key, disabled, onclick) => h("button", {class: "pg-small", "aria-label": label, title: label, "data-key": key,
      "aria-disabled": disabled ? "true" : false, onclick: () => { if (!disabled) onclick(); }}, text);
    this.units = [];
    const columns = hidden.map((n, layer) => {
      const buttons = Array.from({length: n}, (_, unit) => this.unitButton(layer, unit));
      this.units.push(buttons);
      const name = `hidden layer ${layer + 1}`;
      return h("div", {class: "pg-layer", role: "group", "aria-label": `Hidden layer ${layer + 1}, ${n} ${n === 1 ? "unit" : "units"}`},
        h("div", {class: "pg-layer-head"}, small(MINUS, `Remove a unit from ${name}`, `minus-${layer}`, n <= 1, () => resize(layer, -1)),
          small("+", `Add a unit to ${name}`, `plus-${layer}`, n >= options.most_units, () => resize(layer, 1))),
        h("p", {class: "pg-count"}, `${n} ${n === 1 ? "unit" : "units"}`), ...buttons);
    });
    const layers = h("div", {class: "pg-layers-head"},
      small(MINUS, "Remove the last hidden layer", "fewer-layers", hidden.length === 0, () => this.change({hidden: this.wanted("hidden").slice(0, -1)})),
      small("+", "Add a hidden layer", "more-layers", hidden.length >= options.most_layers, () => this.change({hidden: [...this.wanted("hidden"), 2].slice(0, options.most_layers)})),
      h("span", {class: "nn-heading"}, `${hidden.length} hidden ${hidden.length === 1 ? "layer" : "layers"}`));
    this.network.replaceChildren(
      h("div", {class: "pg-features", role: "group", "aria-label": "Features"}, h("p", {class: "nn-heading"}, "Features"),
        h("p", {class: "pg-count"}, "click to use"), ...this.featureButtons),
      h("div", {class: "pg-hidden"}, layers, h("div", {class: "pg-layers"}, ...columns)));
    if (focused) this.element.querySelector(`[data-key="${focused}"]`)?.focus();
    this.buildEdges();
  }

  featureButton(name, k) {
    const on = this.state.settings.features.includes(name);
    const canvas = h("canvas", {});
    const button = h("button", {class: "pg-feature", "aria-pressed": String(on), "aria-label": `Feature ${FEATURE_NAMES[name]}`,
      "data-key": `feature-${name}`, onclick: () => this.toggleFeature(name)}, h("span", {}, FEATURE_NAMES[name]), canvas);
    this.watch(button, ["feature", k], () => `Feature ${FEATURE_NAMES[name]}, ${on ? "in use" : "not in use"}`);
    button.map = canvas;
    return button;
  }

  unitButton(layer, unit) {
    const button = h("button", {class: "pg-unit", "aria-pressed": "false", "data-key": `unit-${layer}-${unit}`,
      "aria-label": `Hidden layer ${layer + 1}, unit ${unit + 1}: show its map`, onclick: () => this.pin(layer, unit)});
    this.watch(button, [layer, unit], () => this.unitInWords(layer, unit));
    return button;
  }

  /** Show a unit's map large, and its numbers, while the pointer or the focus is on it. */
  watch(button, what, words) {
    const enter = () => { this.hovered = what; this.detail(words()); this.drawOutput(); };
    const leave = () => { this.hovered = null; this.detail(""); this.drawOutput(); };
    button.addEventListener("mouseenter", enter);
    button.addEventListener("mouseleave", leave);
    button.addEventListener("focus", () => { enter(); if (what[0] !== "feature") button.setAttribute("aria-label", words()); });
    button.addEventListener("blur", leave);
  }

  toggleFeature(name) {
    const chosen = this.wanted("features");
    const features = chosen.includes(name) ? chosen.filter((other) => other !== name) : [...chosen, name];
    if (features.length) this.change({features});
    else this.detail("At least one feature is needed.");
  }

  pin(layer, unit) {
    const same = this.pinned && this.pinned[0] === layer && this.pinned[1] === unit;
    this.pinned = same ? null : [layer, unit];
    this.units.forEach((buttons, l) => buttons.forEach((button, u) =>
      button.setAttribute("aria-pressed", String(!same && l === layer && u === unit))));
    this.drawOutput();
  }

  /** Where a layer's weights begin among the parameters: W row by row, then b. Layer 0 is the first hidden one. */
  begin(layer) {
    let at = 0;
    for (let k = 0; k < layer; k++) at += (this.state.sizes[k] + 1) * this.state.sizes[k + 1];
    return at;
  }

  weight(layer, from, to) { return this.params[this.begin(layer) + from * this.state.sizes[layer + 1] + to]; }

  bias(layer, unit) { return this.params[this.begin(layer) + this.state.sizes[layer] * this.state.sizes[layer + 1] + unit]; }

  nameOf(layer, unit) {
    if (layer < 0) return FEATURE_NAMES[this.state.settings.features[unit]];
    return layer === this.state.sizes.length - 2 ? "the output" : `unit ${unit + 1} of layer ${layer + 1}`;
  }

  unitInWords(layer, unit) {
    const from = Array.from({length: this.state.sizes[layer]}, (_, i) =>
      `${layer === 0 ? this.nameOf(-1, i) : `unit ${i + 1}`} ${signed(this.weight(layer, i, unit))}`);
    return `Hidden layer ${layer + 1}, unit ${unit + 1}: bias ${signed(this.bias(layer, unit))}; weights from ${from.join(", ")}`;
  }

  buildEdges() {
    this.edgeList = [];
    const {sizes} = this.state;
    for (let layer = 0; layer + 1 < sizes.length; layer++)
      for (let from = 0; from < sizes[layer]; from++)
        for (let to = 0; to < sizes[layer + 1]; to++) {
          const path = h("path", {fill: "none"});
          path.edge = {layer, from, to};
          this.edgeList.push({layer, from, to, path, at: this.begin(layer) + from * sizes[layer + 1] + to});
        }
    this.edges.replaceChildren(...this.edgeList.map((edge) => edge.path));
    this.layEdges();
  }

  /** Lay each line from box to box, wherever the page has put them. The canvas is no larger than the network: that is cheaper. */
  layEdges() {
    if (!this.edgeList) return;
    const frame = this.stage.getBoundingClientRect();
    const box = (node) => {
      const r = node.getBoundingClientRect();
      return {left: r.left - frame.left, right: r.right - frame.left, top: r.top - frame.top, middle: (r.top + r.bottom) / 2 - frame.top,
        bottom: r.bottom - frame.top};
    };
    const used = this.featureButtons.filter((_, k) => this.state.settings.features.includes(this.options.features[k]));
    const layers = [used.map((b) => box(b.map)), ...this.units.map((layer) => layer.map(box))], last = layers.at(-1), output = box(this.mapCanvas);
    const below = output.left < last[0].right; // in a narrow page the output stands under the network
    const end = below ? {left: output.left + MARGIN + MAP / 2, middle: output.top - 22} : {left: output.left + MARGIN, middle: output.middle - MARGIN / 2};
    this.boxes = [...layers, [end]];
    const all = layers.flat();
    const x = Math.min(...all.map((b) => b.left)) - 10, y = Math.min(...all.map((b) => b.top), end.middle) - 10;
    this.scene = {x, y, width: Math.max(...all.map((b) => b.right + (below ? 30 : 0)), end.left) + 10 - x,
      height: Math.max(...all.map((b) => b.bottom), end.middle) + 14 - y};
    this.picture.style.transform = `translate(${x}px, ${y}px)`;
    for (const edge of this.edgeList) {
      const a = this.boxes[edge.layer][edge.from], b = this.boxes[edge.layer + 1][edge.to], middle = (a.right + b.left) / 2;
      const d = below && b === end ? `M${a.right + 1} ${a.middle}C${a.right + 30} ${a.middle} ${b.left} ${b.middle - 68} ${b.left} ${b.middle}`
        : `M${a.right + 1} ${a.middle}C${middle} ${a.middle} ${middle} ${b.middle} ${b.left - 2} ${b.middle}`;
      edge.path.setAttribute("d", d);
      edge.line = new Path2D(d);
    }
  }

  hoverEdge(target) {
    if (!target.edge) return;
    const {layer, from, to} = target.edge;
    this.detail(`Weight from ${this.nameOf(layer - 1, from)} to ${this.nameOf(layer, to)}: ${signed(this.weight(layer, from, to))}`);
  }

  detail(text) { this.detailLine.textContent = text || "Point at a unit or a line, or walk there with Tab, for its numbers."; }

  // --- Drawing ------------------------------------------------------------------------------------

  showSettings() {
    const {settings, is_learners: learners, task} = this.state;
    for (const [name, control] of Object.entries(this.controls)) {
      if (this.pending && name in this.pending) continue;
      const value = settings[name];
      if (control.set) control.set(value);
      else {
        const known = control.control.options;
        if (known && ![...known].some((option) => option.value === String(value))) control.control.append(h("option", {value}, value));
        control.control.value = String(value);
      }
    }
    this.controls.activation.control.disabled = learners;
    this.controls.activation.control.title = learners ? "In your code" : "";
    this.checkButton.hidden = !learners;
    this.taskChoice.control.value = String(task);
    this.question.textContent = task ? this.options.tasks[task - 1].question + (learners ? " (Your own network keeps its tanh units.)" : "")
      : learners ? "This network is trained by your own functions. If the loss climbs, ask what is wrong."
        : "Press Play. Then change something, and see whether you guessed right.";
    this.thumbnails.forEach((button, k) => {
      const name = this.options.data[k];
      button.setAttribute("aria-pressed", String(name === settings.data));
      button.disabled = learners && name.startsWith("reg-");
      button.title = button.disabled ? `${DATA_NAMES[name]}: not for your network, which ends in a sigmoid and classifies` : DATA_NAMES[name];
    });
    this.detail("");
  }

  theme() {
    if (!this.state) return;
    this.colours = colours(this.element);
    this.ringOfDataset();
    const size = this.featureMaps.length / this.options.features.length;
    this.featureButtons.forEach((button, k) => {
      sharp(button.map, UNIT - 4, UNIT - 4).drawImage(
        smallMap(this.featureMaps.subarray(k * size, (k + 1) * size), this.colours.ramp), 0, 0, UNIT - 4, UNIT - 4);
    });
    this.drawPoints();
    this.layEdges();
    this.drawFrame();
    if (this.seedsShown) this.drawHistogram(...this.seedsShown);
  }

  ringOfDataset() {
    const {plane} = this.options;
    this.thumbnails.forEach((button, k) => {
      const canvas = button.firstChild, side = 44, context = sharp(canvas, side, side);
      context.clearRect(0, 0, side, side);
      for (let i = 0; i < 120; i++) {
        const [x, y, value] = this.thumbnailPoints.subarray(3 * (120 * k + i), 3 * (120 * k + i) + 3);
        context.fillStyle = this.colourOf(value, k > 3);
        context.fillRect((x + plane) / (2 * plane) * side - 1.2, (plane - y) / (2 * plane) * side - 1.2, 2.4, 2.4);
      }
    });
  }

  colourOf(value, graded) {
    if (!graded) return value > 0 ? this.colours.blue : this.colours.orange;
    const ends = value > 0 ? this.colours.blue : this.colours.orange, share = Math.min(1, Math.abs(value));
    return `color-mix(in srgb, ${ends} ${Math.round(100 * share)}%, ${this.colours.line})`;
  }

  drawFrame() {
    if (!this.state || !this.colours) return;
    this.epochShown.textContent = this.state.epoch.toLocaleString("en");
    this.lossShown.forEach((shown, k) => { shown.textContent = this.state.loss[k] === null ? "not a number" : this.state.loss[k].toFixed(3); });
    this.drawNetwork();
    this.drawOutput();
    this.drawCurve();
    this.say(false);
    this.element.dataset.frames = Number(this.element.dataset.frames ?? 0) + 1; // how often it was drawn, for tests
  }

  /** Lines as wide as their weights are large, the maps of the units, and a small square for each bias. */
  drawNetwork() {
    if (!this.colours || !this.boxes) return;
    const {x, y, width, height} = this.scene, context = sharp(this.picture, width, height), {blue, orange, panel} = this.colours;
    context.translate(-x, -y);
    context.clearRect(x, y, width, height);
    for (const {line, at} of this.edgeList) {
      const value = this.params[at], size = Math.min(5, Math.abs(value));
      context.strokeStyle = value >= 0 ? blue : orange;
      context.lineWidth = 0.8 + 1.5 * size;
      context.globalAlpha = 0.25 + 0.65 * Math.min(1, size / 1.2);
      context.setLineDash(value >= 0 ? [] : [6, 4]);
      context.stroke(line);
    }
    context.setLineDash([]);
    this.units.forEach((buttons, layer) => buttons.forEach((_, unit) => {
      const {left, top} = this.boxes[layer + 1][unit], bias = this.bias(layer, unit);
      context.globalAlpha = 1;
      context.drawImage(smallMap(this.mapOf(layer, unit), this.colours.ramp), left + 2, top + 2, UNIT - 4, UNIT - 4);
      context.fillStyle = panel;
      context.fillRect(left - 6, top + UNIT - 5, 10, 10);
      context.globalAlpha = 0.35 + 0.65 * Math.min(1, Math.abs(bias));
      context.fillStyle = bias >= 0 ? blue : orange;
      context.fillRect(left - 5, top + UNIT - 4, 8, 8);
    }));
    context.globalAlpha = 1;
  }

  mapOf(layer, unit) {
    const {sizes} = this.state, size = this.featureMaps.length / this.options.features.length;
    let before = unit;
    for (let k = 0; k < layer; k++) before += sizes[k + 1];
    return this.maps.subarray(before * size, (before + 1) * size);
  }

  drawOutput() {
    if (!this.colours) return;
    const {sizes} = this.state, shown = this.hovered ?? this.pinned;
    let map, name;
    if (!shown) { map = this.mapOf(sizes.length - 2, 0); name = "What the network says"; }
    else if (shown[0] === "feature") {
      const size = this.featureMaps.length / this.options.features.length;
      map = this.featureMaps.subarray(shown[1] * size, (shown[1] + 1) * size);
      name = `Feature ${FEATURE_NAMES[this.options.features[shown[1]]]}`;
    } else { map = this.mapOf(...shown); name = `Layer ${shown[0] + 1}, unit ${shown[1] + 1}`; }
    const context = sharp(this.mapCanvas, MAP + MARGIN + 8, MAP + MARGIN);
    context.clearRect(0, 0, MAP + MARGIN + 8, MAP + MARGIN);
    context.imageSmoothingQuality = "high";
    context.drawImage(smallMap(map, this.colours.ramp), MARGIN, 0, MAP, MAP);
    context.drawImage(this.overlay, 0, 0, MAP + MARGIN + 8, MAP + MARGIN);
    if (this.mapName.textContent !== name) this.mapName.textContent = name;
  }

  drawPoints() {
    if (!this.colours) return;
    const {plane} = this.options, {n_train: nTrain, is_regression: graded} = this.state;
    const context = sharp(this.overlay, MAP + MARGIN + 8, MAP + MARGIN);
    context.clearRect(0, 0, MAP + MARGIN + 8, MAP + MARGIN);
    const x = (v) => MARGIN + (v + plane) / (2 * plane) * MAP, y = (v) => (plane - v) / (2 * plane) * MAP;
    context.strokeStyle = this.colours.line;
    context.strokeRect(MARGIN + 0.5, 0.5, MAP - 1, MAP - 1);
    context.fillStyle = this.colours.soft;
    context.font = "11px system-ui, sans-serif";
    for (const v of [-6, -3, 0, 3, 6]) {
      const text = String(v).replace("-", MINUS);
      context.textAlign = "center";
      context.fillText(text, x(v) + (v === 6 ? -3 : v === -6 ? 6 : 0), MAP + 14);
      context.textAlign = "right";
      if (v !== 0) context.fillText(text, MARGIN - 5, Math.min(MAP, Math.max(8, y(v) + 4))); // at 0 the lines come in
    }
    context.font = 'italic 13px Georgia, "Times New Roman", serif';
    context.textAlign = "center";
    context.fillText("x₁", x(4.5), MAP + 14);
    context.textAlign = "right";
    context.fillText("x₂", MARGIN - 5, y(4.5) + 4);
    const n = this.points.length / 3, last = this.showsTest ? n : nTrain, r = graded ? 2.2 : 2.8;
    for (let i = 0; i < last; i++) {
      const [px, py, value] = this.points.subarray(3 * i, 3 * i + 3);
      if (Math.abs(px) > plane || Math.abs(py) > plane) continue;
      const colour = this.colourOf(value, graded), hollow = i >= nTrain;
      context.beginPath();
      if (graded || value > 0) context.arc(x(px), y(py), r, 0, 7);
      else context.rect(x(px) - r, y(py) - r, 2 * r, 2 * r);
      context.lineWidth = hollow ? 1.4 : graded ? 0.5 : 0.8;
      context.fillStyle = hollow ? this.colours.rim : colour;
      context.strokeStyle = hollow ? colour : graded ? this.colours.ink : this.colours.rim;
      context.fill();
      context.stroke();
    }
  }

  drawCurve() {
    const width = MAP + MARGIN + 8, height = 84, left = 30, bottom = 16, context = sharp(this.curve, width, height);
    context.clearRect(0, 0, width, height);
    const n = this.losses[0].length;
    let top = 0.1;
    for (const row of this.losses) for (const value of row) if (Number.isFinite(value) && value > top) top = value;
    top *= 1.08;
    const x = (i) => left + (n > 1 ? i / (n - 1) : 0) * (width - left - 6), y = (v) => 4 + (1 - v / top) * (height - bottom - 4);
    context.strokeStyle = this.colours.line;
    context.lineWidth = 1;
    context.strokeRect(left + 0.5, 4.5, width - left - 6, height - bottom - 4);
    context.fillStyle = this.colours.soft;
    context.font = "11px system-ui, sans-serif";
    context.textAlign = "right";
    context.fillText(top >= 10 ? top.toFixed(0) : top.toFixed(2), left - 4, 13);
    context.fillText("0", left - 4, height - bottom + 1);
    context.fillText(`epoch ${Math.max(0, n - 1)}`, width - 6, height - 4);
    const step = Math.max(1, Math.floor(n / 500));
    [[this.colours.blue, []], [this.colours.orange, [5, 3]]].forEach(([colour, dash], k) => {
      context.strokeStyle = colour;
      context.setLineDash(dash);
      context.lineWidth = 1.8;
      context.beginPath();
      for (let i = 0; i < n; i = i + step < n || i === n - 1 ? i + step : n - 1) {
        const value = Number.isFinite(this.losses[k][i]) ? this.losses[k][i] : top;
        if (i === 0) context.moveTo(x(i), y(value)); else context.lineTo(x(i), y(value));
      }
      context.stroke();
    });
    context.setLineDash([]);
  }

  // --- In words -----------------------------------------------------------------------------------

  inWords() {
    const {epoch, loss, right, loss_name: name} = this.state;
    const number = (v) => (v === null ? "not a number" : v.toFixed(3));
    const share = right[1] === null ? "" : ` ${Math.round(100 * right[0])} % of the train and ${Math.round(100 * right[1])} % of the test points are on the right side.`;
    return `Epoch ${epoch}: ${name} ${number(loss[0])} on the train points, ${number(loss[1])} on the test points.${share}`;
  }

  say(now) {
    if (!now && this.playing && performance.now() - (this.said ?? 0) < 200) return;
    this.said = performance.now();
    const words = this.inWords();
    this.speaker.say((this.playing ? "Playing. " : "") + words, now);
    if (now || performance.now() - (this.described ?? 0) > 2000) {
      this.described = performance.now();
      const {settings} = this.state;
      this.mapCanvas.setAttribute("aria-label", `Output over the plane with the ${DATA_NAMES[settings.data].toLowerCase()} data. ${words}`);
      this.curve.setAttribute("aria-label", `Loss curves over ${this.losses[0].length - 1} epochs, from ${short(this.losses[0][0] ?? NaN)}. ${words}`);
    }
  }

  // --- 40 seeds -----------------------------------------------------------------------------------

  startSeeds() {
    this.pause();
    this.seeds = {stop: false};
    this.seedsButton.disabled = true;
    this.stopButton.disabled = false;
    for (const button of [this.playButton, this.stepButton]) button.disabled = true;
    this.stopButton.focus();
    this.ask({type: "seeds", action: "start", n_seeds: 40, n_epochs: Number(this.seedsEpochs.control.value)}, 60);
  }

  receiveSeeds(message, losses, mine) {
    this.progress.value = message.share;
    this.seedsShown = [losses, message];
    this.drawHistogram(losses, message);
    this.seedsText.textContent = this.seedsInWords(losses, message);
    if (!mine) return;
    if (message.problem) this.warn(message.problem);
    if (message.ended) {
      this.seeds = null;
      const focused = document.activeElement === this.stopButton;
      this.seedsButton.disabled = false;
      this.stopButton.disabled = true;
      for (const button of [this.playButton, this.stepButton]) button.disabled = false;
      if (focused) this.seedsButton.focus();
      this.speaker.speak(this.seedsText.textContent);
    } else if (!this.closed) {
      requestAnimationFrame(() => {
        if (!this.closed) this.connection.ask({type: "seeds", action: this.seeds?.stop ? "stop" : "go"}, 60);
      });
    }
  }

  seedsInWords(losses, message) {
    const n = losses.length, order = [...losses.keys()].sort((a, b) => losses[a] - losses[b]);
    if (!n) return `${Math.round(100 * message.share)} % done.`;
    const good = order.filter((k) => losses[k] <= message.good_loss).length;
    const far = message.share < 1 ? ` (${Math.round(100 * message.share)} % done)` : "";
    return `${good} of ${n} ${n === 1 ? "run ends" : "runs end"} with a test loss of ${message.good_loss} or lower${far}. ` +
      `Best: seed ${order[0]}, ${short(losses[order[0]])}; middle ${short(losses[order[Math.floor(n / 2)]])}; ` +
      `worst: seed ${order[n - 1]}, ${short(losses[order[n - 1]])}.`;
  }

  drawHistogram(losses, message) {
    this.histogram.hidden = false;
    const width = Math.max(300, this.seedsText.parentElement.clientWidth), height = 118, left = 30, bottom = 32;
    const context = sharp(this.histogram, width, height), {good_loss: good} = message;
    context.clearRect(0, 0, width, height);
    const finite = [...losses].filter(Number.isFinite);
    const nBins = 24, top = Math.max(3 * good, ...finite) * 1.001, counts = Array(nBins).fill(0);
    for (const value of losses) counts[Number.isFinite(value) ? Math.min(nBins - 1, Math.floor(value / top * nBins)) : nBins - 1] += 1;
    const most = Math.max(5, ...counts), bar = (width - left - 8) / nBins, floor = height - bottom;
    counts.forEach((count, k) => {
      const tall = count / most * (floor - 8), isGood = (k + 0.5) / nBins * top <= good;
      context.fillStyle = isGood ? this.colours.blue : this.colours.orange;
      context.fillRect(left + k * bar + 1, floor - tall, bar - 2, tall);
    });
    context.strokeStyle = context.fillStyle = this.colours.soft;
    context.lineWidth = 1;
    context.beginPath();
    context.moveTo(left, floor + 0.5);
    context.lineTo(width - 8, floor + 0.5);
    context.stroke();
    context.setLineDash([4, 3]);
    context.strokeStyle = this.colours.ink;
    const at = left + good / top * (width - left - 8);
    context.beginPath();
    context.moveTo(at, 2);
    context.lineTo(at, floor);
    context.stroke();
    context.setLineDash([]);
    context.font = "11px system-ui, sans-serif";
    context.textAlign = "left";
    context.fillText(`good: ${good} or lower`, at + 5, 11);
    context.textAlign = "center";
    for (let k = 0; k <= 4; k++) context.fillText((k / 4 * top).toFixed(2), left + k / 4 * (width - left - 8) - (k === 4 ? 8 : 0), floor + 14);
    context.fillText(`runs by their test loss at the end (${message.loss_name})`, left + (width - left) / 2, height - 4);
    context.textAlign = "right";
    context.fillText(String(most), left - 4, 12);
    context.fillText("0", left - 4, floor + 3);
    this.histogram.setAttribute("aria-label", `Histogram of test losses. ${this.seedsInWords(losses, message)}`);
  }
}
