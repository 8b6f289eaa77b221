// Elements by functions. Texts become text nodes and nothing else: what users wrote is never read as markup.

const SVG = 'http://www.w3.org/2000/svg';
const PROPERTIES = new Set(['value', 'checked', 'selected', 'disabled', 'multiple', 'indeterminate']);

/** An element of HTML; on… is a listener, vars are properties of the style, children are nodes or texts. */
export const el = (tag, props, ...children) => fill(document.createElement(tag), props, children);

/** An element of SVG. */
export const svg = (tag, props, ...children) => fill(document.createElementNS(SVG, tag), props, children);

function fill(node, props, children) {
  for (const [name, value] of Object.entries(props ?? {})) {
    if (value === undefined || value === null || value === false) {
      continue;
    }
    if (typeof value === 'function') {
      node.addEventListener(name.slice(2), value);
    } else if (name === 'vars') {
      Object.entries(value).forEach(([property, text]) => node.style.setProperty(`--${property}`, text));
    } else if (PROPERTIES.has(name)) {
      node[name] = value;
    } else {
      node.setAttribute(name, value === true ? '' : value);
    }
  }
  node.append(...there(children));
  return node;
}

const there = (children) => children.flat(Infinity).filter((child) => child !== undefined && child !== null && child !== false);

/** Puts children in the place of all that a node has. */
export const put = (node, ...children) => node.replaceChildren(...there(children));

let ids = 0;

/** An id that no other element of the page has. */
export const fresh = (name) => `${name}-${++ids}`;

/** A label with its field, and a remark below it. */
export function field(label, control, remark) {
  control.id ||= fresh('field');
  const about = `${control.id}-about`;
  if (remark) {
    control.setAttribute('aria-describedby', about);
  }
  return el('div', {class: 'field'}, el('label', {for: control.id}, label), control, remark && el('small', {id: about}, remark));
}

/** A choice of one from a few. */
export const select = (props, options, chosen) => el('select', props,
  options.map(([value, text]) => el('option', {value, selected: value === chosen}, text)));

let timer;

/** Says something at the bottom of the window, and to those who listen. */
export function say(text, bad = false) {
  const said = document.getElementById('said');
  said.classList.toggle('bad', bad);
  said.textContent = text;
  clearTimeout(timer);
  timer = setTimeout(() => { said.textContent = ''; }, bad ? 9000 : 4500);
}
