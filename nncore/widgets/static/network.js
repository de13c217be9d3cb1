// A network in SVG, from what network_scene.py lays out. Read in front of the modules of the Stepper and the live network.

function part(tag, attributes, ...children) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/** Draw a scene: edges below, circles above, numbers on top. words: what a screen reader says for the picture. */
function drawNetwork({width, height, radius, nodes, edges}, words) {
  const largest = Math.max(...edges.map(({weight}) => Math.abs(weight)).filter(Number.isFinite), 1e-9);
  const below = part("g", {}), circles = part("g", {}), numbers = part("g", {});
  for (const {from: [x1, y1], to: [x2, y2], at: [x, y], weight, text, role} of edges) {
    const ends = {x1, y1, x2, y2};
    if (role) below.append(part("line", {...ends, class: `nw-glow nw-${role}`}));
    below.append(part("line", {...ends, class: weight < 0 ? "nw-negative" : "nw-positive",
      "stroke-width": (0.8 + 2.6 * Math.abs(weight) / largest).toFixed(2)}));
    numbers.append(part("text", {x, y: y + 4, class: `nw-weight ${role ? "nw-strong" : ""}`}, text));
  }
  for (const {x, y, name, inside, below: lines, role} of nodes) {
    if (role === "result") circles.append(part("circle", {cx: x, cy: y, r: radius + 5, class: "nw-ring"}));
    circles.append(part("circle", {cx: x, cy: y, r: radius, class: `nw-node ${role ? `nw-${role}` : ""}`}));
    numbers.append(part("text", {x, y: y + 4.5, class: "nw-inside"}, inside),
      part("text", {x, y: y - radius - 9, class: "nw-name"}, name),
      ...lines.map((line, k) => part("text", {x, y: y + radius + 17 + 14 * k, class: "nw-below"}, line)));
  }
  return part("svg", {viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": words, class: "nw-network",
    style: `max-width: ${Math.round(1.25 * width)}px`}, below, circles, numbers);
}

/** Text with subscripts written as _{...}. */
function withSubscripts(text) {
  return text.split(/(_\{[^}]*\})/).filter(Boolean)
    .map((piece) => piece.startsWith("_{") ? h("sub", {}, piece.slice(2, -1)) : piece);
}
