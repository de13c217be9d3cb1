// Shared by all widgets: read in front of each widget's own module, so these are plain functions, not exports.

const SVG = "http://www.w3.org/2000/svg";

/** Make an element: h("button", {class: "x", onclick: f, "aria-label": "..."}, "text", child). */
function h(tag, attributes = {}, ...children) {
  const element = ["svg", "path", "g", "rect", "line", "text"].includes(tag)
    ? document.createElementNS(SVG, tag) : document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

/** The widget's outermost element. Keys typed in it are its own, not JupyterLab's shortcuts. */
function root(model, ...children) {
  const element = h("section", {class: "nn-widget", "aria-label": model.get("title")}, ...children);
  // JupyterLab looks for this mark from the focused element upwards, and its shortcuts match that very element first.
  element.addEventListener("focusin", (event) => event.target.setAttribute("data-lm-suppress-shortcuts", "true"));
  return element;
}

let nextId = 0;

/** A labelled choice. options: [[value, text], ...]. Has .value, .disabled by way of .control. */
function choice(label, options, onchange, attributes = {}) {
  const id = `nn-${++nextId}-${Date.now()}`;
  const control = h("select", {id, onchange: () => onchange(control.value), ...attributes},
    ...options.map(([value, text]) => h("option", {value}, text)));
  return {control, element: h("div", {class: "nn-field"}, h("label", {for: id}, label), control)};
}

/** A labelled slider that shows its value; show(value) gives the text. */
function slider(label, min, max, step, show, oninput) {
  const id = `nn-${++nextId}-${Date.now()}`;
  const shown = h("output", {for: id});
  const control = h("input", {id, type: "range", min, max, step, oninput: () => { update(); oninput(Number(control.value)); }});
  const update = () => { shown.textContent = show(Number(control.value)); control.setAttribute("aria-valuetext", shown.textContent); };
  const set = (value) => { control.value = value; update(); };
  return {control, set, element: h("div", {class: "nn-field"}, h("label", {for: id}, label + " ", shown), control)};
}

/** A labelled number. */
function numberField(label, min, max, onchange) {
  const id = `nn-${++nextId}-${Date.now()}`;
  const control = h("input", {id, type: "number", min, max, step: 1, onchange: () => onchange(Number(control.value))});
  return {control, element: h("div", {class: "nn-field"}, h("label", {for: id}, label), control)};
}

/** A labelled box to tick. */
function tick(label, checked, onchange) {
  const control = h("input", {type: "checkbox", onchange: () => onchange(control.checked)});
  control.checked = checked;
  return {control, element: h("label", {class: "nn-check"}, control, label)};
}

/** A line of text that screen readers speak: at once when asked to, otherwise at most every few seconds. */
function speaker() {
  const shown = h("p", {class: "nn-status", "aria-hidden": "true"});
  const spoken = h("p", {class: "nn-hidden", role: "status", "aria-live": "polite"});
  let last = 0;
  const speak = (text) => { last = performance.now(); spoken.textContent = text; };
  return {
    element: h("div", {}, shown, spoken),
    speak, // without showing it
    say(text, now = true) {
      if (shown.textContent !== text) shown.textContent = text;
      if (now || performance.now() - last > 5000) speak(text);
    },
  };
}

/** The kernel's side: at most one question of a kind under way; onsilence after too long without an answer. */
function connection(model, onmessage, onsilence) {
  const view = `${Math.random()}`.slice(2);
  let waiting = null;
  const receive = (message, buffers) => {
    const mine = message.to === view;
    if (mine) { clearTimeout(waiting); waiting = null; }
    onmessage(message, buffers ?? [], mine);
  };
  model.on("msg:custom", receive);
  return {
    get busy() { return waiting !== null; },
    ask(content, seconds = 8) {
      clearTimeout(waiting);
      waiting = setTimeout(onsilence, seconds * 1000);
      model.send({...content, view});
    },
    close() { clearTimeout(waiting); waiting = null; model.off("msg:custom", receive); },
  };
}

const SILENCE = "No answer from Python. It may be busy with another cell. If the kernel was restarted, or you opened this " +
  "notebook anew, run this cell again.";

/** Bytes of a message as an array of another type (they may start anywhere, so they are copied). */
function asArray(Type, buffer) {
  const bytes = new Uint8Array(buffer.buffer ?? buffer, buffer.byteOffset ?? 0, buffer.byteLength);
  return new Type(bytes.slice().buffer);
}

/** The theme's colours, read from the style sheet: {blue, orange, ink, ..., ramp: 256 colours from -1 to +1}. */
function colours(element) {
  const style = getComputedStyle(element);
  const read = (name) => style.getPropertyValue(`--nn-${name}`).trim();
  const names = ["blue", "orange", "green", "pink", "ink", "soft", "line", "panel", "well", "rim"];
  const found = Object.fromEntries(names.map((name) => [name, read(name)]));
  const stops = [0, 1, 2, 3, 4].map((k) => rgb(read(`ramp-${k}`)));
  found.ramp = Array.from({length: 256}, (_, i) => {
    const at = (i / 255) * 4, k = Math.min(3, Math.floor(at));
    return stops[k].map((value, c) => Math.round(value + (at - k) * (stops[k + 1][c] - value)));
  });
  return found;
}

function rgb(hex) {
  return [1, 3, 5].map((k) => parseInt(hex.slice(k, k + 2), 16));
}

/** Call back when JupyterLab's theme has changed, once the page is laid out again; returns a function that ends it. */
function onTheme(callback) {
  let waiting = 0;
  const later = () => {
    cancelAnimationFrame(waiting);
    waiting = requestAnimationFrame(callback);
  };
  const observer = new MutationObserver(later);
  observer.observe(document.body, {attributes: true, attributeFilter: ["data-jp-theme-light", "data-jp-theme-name", "class"]});
  return () => {
    observer.disconnect();
    cancelAnimationFrame(waiting);
  };
}

/** Make a canvas as sharp as the screen; returns its context, to be drawn on in CSS pixels. */
function sharp(canvas, width, height) {
  const ratio = window.devicePixelRatio || 1;
  if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
    canvas.style.width = `${width}px`;
    canvas.style.height = `${height}px`;
  }
  const context = canvas.getContext("2d");
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  return context;
}

/** A map (Int8Array, rows from the top, -127 to 127) as a small canvas to be drawn elsewhere at once: it is reused. */
function smallMap(map, ramp) {
  const size = Math.round(Math.sqrt(map.length));
  const kept = smallMap.kept ??= {};
  if (kept.size !== size) {
    const canvas = h("canvas", {width: size, height: size});
    const context = canvas.getContext("2d", {willReadFrequently: true});
    const image = context.createImageData(size, size);
    Object.assign(kept, {size, canvas, context, image, pixels: new Uint32Array(image.data.buffer)});
  }
  const packed = ramp.packed ??= Uint32Array.from(ramp, ([r, g, b]) => ((255 << 24) | (b << 16) | (g << 8) | r) >>> 0);
  for (let i = 0; i < map.length; i++) kept.pixels[i] = packed[map[i] + 128];
  kept.context.putImageData(kept.image, 0, 0);
  return kept.canvas;
}

/** A number in few characters. */
function short(value) {
  if (!Number.isFinite(value)) return "not a number";
  if (value === 0) return "0";
  return Math.abs(value) >= 1000 || Math.abs(value) < 0.001 ? value.toExponential(1) : value.toFixed(Math.abs(value) < 10 ? 3 : 1);
}

function signed(value) {
  return Number.isFinite(value) ? value.toFixed(2).replace("-", "−") : "not a number";
}
