// A network in SVG, from what network_scene.py lays out. Read in front of the modules of the Stepper and the live network.

function part(tag, attributes, ...children) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/** Draw a scene: edges below, circles above, numbers on top. words: what a screen reader says for the picture.
    Nodes and edges with a key can be picked, one at a time: they are radio buttons, and picked is the key of the one. */
function drawNetwork({width, height, radius, nodes, edges}, words, picked = null) {
  const largest = Math.max(...edges.map(({weight}) => Math.abs(weight)).filter(Number.isFinite), 1e-9);
  const below = part("g", {}), circles = part("g", {}), numbers = part("g", {});
  const group = ({key, spoken}) => part("g", key ? {class: "nw-pick", "data-key": key, role: "radio", "aria-label": spoken,
    "aria-checked": key === picked, tabindex: key === picked ? 0 : -1} : {});
  const label = ({key}) => key ? {"data-for": key, "aria-hidden": "true"} : {};
  for (const edge of edges) {
    const {from: [x1, y1], to: [x2, y2], at: [x, y], weight, text, role} = edge;
    const ends = {x1, y1, x2, y2}, lines = group(edge);
    if (edge.key) lines.append(part("line", {...ends, class: "nw-hit"}));
    if (role) lines.append(part("line", {...ends, class: `nw-glow nw-${role}`}));
    lines.append(part("line", {...ends, class: weight < 0 ? "nw-negative" : "nw-positive",
      "stroke-width": (0.8 + 2.6 * Math.abs(weight) / largest).toFixed(2)}));
    below.append(lines);
    numbers.append(part("text", {x, y: y + 4, class: `nw-weight ${role ? "nw-strong" : ""}`, ...label(edge)}, text));
  }
  for (const node of nodes) {
    const {x, y, name, inside, below: lines, role} = node, circle = group(node);
    if (role === "result") circle.append(part("circle", {cx: x, cy: y, r: radius + 5, class: "nw-ring"}));
    circle.append(part("circle", {cx: x, cy: y, r: radius, class: `nw-node ${role ? `nw-${role}` : ""}`}));
    circles.append(circle);
    numbers.append(part("text", {x, y: y + 4.5, class: `nw-inside ${inside.length > 5 ? "nw-long" : ""}`, ...label(node)}, inside),
      part("text", {x, y: y - radius - 9, class: "nw-name", ...label(node)}, name),
      ...lines.map((line, k) => part("text", {x, y: y + radius + 17 + 14 * k, class: "nw-below", ...label(node)}, line)));
  }
  return part("svg", {viewBox: `0 0 ${width} ${height}`, role: picked ? "radiogroup" : "img", "aria-label": words, class: "nw-network",
    style: `max-width: ${Math.round(1.25 * width)}px`}, below, circles, numbers);
}

/** What the marks mean: names of the two roles, and what stands in the circles. */
function networkLegend(result, source, inside) {
  const circle = (role) => part("svg", {viewBox: "0 0 24 24", width: 20, height: 20, "aria-hidden": "true"},
    part("circle", {cx: 12, cy: 12, r: 8, class: `nw-node nw-${role}`}), ...(role === "result" ? [part("circle", {cx: 12, cy: 12, r: 11, class: "nw-ring"})] : []));
  const line = (sign) => part("svg", {viewBox: "0 0 30 8", width: 30, height: 8, "aria-hidden": "true"},
    part("line", {x1: 0, x2: 30, y1: 4, y2: 4, class: `nw-${sign}`, "stroke-width": 2.5}));
  return h("div", {class: "nw-legend"}, h("span", {}, circle("result"), result), h("span", {}, circle("source"), source),
    h("span", {}, line("positive"), "positive weight"), h("span", {}, line("negative"), "negative weight"), h("span", {}, inside));
}

/** Text with subscripts written as _{...}. */
function withSubscripts(text) {
  return text.split(/(_\{[^}]*\})/).filter(Boolean)
    .map((piece) => piece.startsWith("_{") ? h("sub", {}, piece.slice(2, -1)) : piece);
}
