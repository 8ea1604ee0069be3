// Elements of the page, made without reading any text as HTML.

const SVG = "http://www.w3.org/2000/svg";

/** An element with these attributes and children; a child that is text stays text. */
export function element(name, attributes = {}, ...children) {
  return filled(document.createElement(name), attributes, children);
}

/** The same inside a drawing. */
export function drawn(name, attributes = {}, ...children) {
  return filled(document.createElementNS(SVG, name), attributes, children);
}

function filled(made, attributes, children) {
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

/** The element that the page has for this. */
export function placed(id) {
  return document.getElementById(id);
}
