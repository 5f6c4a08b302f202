// Elements without markup: whatever a report says is put in as text, and never as HTML.

const SVG = 'http://www.w3.org/2000/svg';

function filled(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? '' : String(value));
  }
  element.append(...children.flat(Infinity).filter((c) => c !== null && c !== undefined && c !== false && c !== ''));
  return element;
}

/** An HTML element: h('p', {class: 'x'}, 'words', child, …). */
export const h = (name, attributes, ...children) => filled(document.createElement(name), attributes, children);

/** An SVG element. */
export const s = (name, attributes, ...children) => filled(document.createElementNS(SVG, name), attributes, children);

/** The same words said to a screen reader. */
export function tell(words) {
  document.getElementById('told').textContent = words;
}

/** A list of things with something between them. */
export function between(list, separator) {
  return list.flatMap((item, i) => (i ? [separator, item] : [item]));
}
