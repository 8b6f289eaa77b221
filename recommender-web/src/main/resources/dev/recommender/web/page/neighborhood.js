// An item's neighbourhood as a graph: what is similar to it, and what is similar to that.

import {at, get} from './api.js';
import {el, svg} from './dom.js';
import {hue, score} from './format.js';
import {categories, initials, itemName, loadSettings, tile} from './items.js';
import {head, meter} from './parts.js';

const WIDE = {width: 760, height: 660, radii: [34, 24, 12], rings: [0, 170, 286], stretch: 1.16, letters: 22, far: 20};
const NARROW = {width: 400, height: 470, radii: [30, 22, 9], rings: [0, 125, 205], stretch: 0.9, letters: 14, far: 10};
const ROOM = 15;
const LETTER = 6.6;
const CAPITAL = 8.6;
const WIDE_LETTER = 13;
const MARGIN = 6;

export async function neighborhood({rest, signal}) {
  const [model, item] = rest;
  const [found] = await Promise.all([get(at`models/${model}/neighborhood?item=${item}&count=7`, {signal}), loadSettings()]);
  const center = found.nodes[0];
  const go = (id) => { location.hash = `#/items/${model}/${encodeURIComponent(id)}`; };
  const first = found.links.filter((link) => link.from === center.item);
  const names = new Map(found.nodes.map((node) => [node.item, node]));
  const lead = [center.name && center.name !== center.item ? center.item : undefined, categories(center)].filter(Boolean).join(', ');
  return [head(itemName(center), lead || undefined, el('a', {class: 'button', href: `#/try?model=${model}&item=${encodeURIComponent(item)}`}, 'Ask with this item')),
    first.length === 0 ? el('section', {class: 'card empty'}, el('h2', {}, 'Nothing is similar to it'), el('p', {}, 'The model has no neighbours of this item: it may be too rare, or unknown.'))
      : el('div', {class: 'beside'},
        el('section', {class: 'card'}, el('div', {class: 'title'}, el('h2', {}, 'Most similar')), list(first, names, go)),
        el('section', {class: 'card'}, graph(found, go)))];
}

function list(links, names, go) {
  const best = links[0].score;
  return el('ol', {class: 'answers bare'}, links.map((link) => el('li', {}, tile(names.get(link.to), 'small'),
    el('div', {}, el('button', {type: 'button', class: 'text title', onclick: () => go(link.to)}, itemName(names.get(link.to))), el('div', {class: 'small soft break'}, categories(names.get(link.to)))),
    el('div', {class: 'score'}, score(link.score), meter(link.score / best)))));
}

/** The nodes on rings around the item, each as near as it can be to those that it is linked to. */
function graph(found, go) {
  const size = matchMedia('(max-width: 640px)').matches ? NARROW : WIDE;
  const places = arrange(found, size);
  const best = Math.max(...found.links.map((link) => link.score));
  const seen = new Set();
  const links = found.links.filter(({from, to}) => {
    const pair = [from, to].sort().join('\n');
    return !seen.has(pair) && seen.add(pair);
  });
  const near = found.nodes.filter((node) => node.distance < 2);
  const taken = [...found.nodes.map((node) => circle(places.get(node.item), size.radii[node.distance])),
    ...near.map((node) => box(node, places.get(node.item), size))];
  // There is not always room for the names of all that is far; those that have room are shown.
  const named = new Set(near);
  found.nodes.filter((node) => node.distance === 2).forEach((node) => {
    const own = box(node, places.get(node.item), size);
    if (!taken.some((other) => meet(own, other))) {
      named.add(node);
      taken.push(own);
    }
  });
  return svg('svg', {class: 'graph', viewBox: `0 0 ${size.width} ${size.height}`, role: 'group', 'aria-label': 'Graph of similar items; each can be chosen'},
    links.map(({from, to, score: weight}) => svg('line', {class: `link ${from === found.nodes[0].item ? 'first' : ''}`, 'stroke-width': 0.8 + 4 * weight / best, 'stroke-opacity': 0.25 + 0.6 * weight / best,
      x1: places.get(from).x, y1: places.get(from).y, x2: places.get(to).x, y2: places.get(to).y}, svg('title', {}, `${score(weight)}`))),
    [...found.nodes].reverse().map((node) => drawNode(node, places.get(node.item), size, named.has(node), go)));
}

function drawNode(node, {x, y}, size, isNamed, go) {
  const radius = size.radii[node.distance];
  const choose = () => go(node.item);
  return svg('g', {class: `node ${['center', 'near', 'far'][node.distance]}`, vars: {hue: hue(node.category || itemName(node))}, tabindex: 0, role: 'link', 'aria-label': itemName(node),
    onclick: choose, onkeydown: (event) => { if (event.key === 'Enter' || event.key === ' ') { event.preventDefault(); choose(); } }},
  svg('circle', {cx: x, cy: y, r: radius}), node.distance < 2 && svg('text', {class: 'initials', x, y: y + 5}, initials(node)),
  isNamed && label(node, {x, y}, size), svg('title', {}, itemName(node)));
}

const circle = ({x, y}, radius) => ({left: x - radius, right: x + radius, top: y - radius, bottom: y + radius});

const meet = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

/** The start of a name below a node. */
const label = (node, place, size) => svg('text', {x: middle(node, place, size).x, y: place.y + size.radii[node.distance] + ROOM}, shortened(node, size));

function shortened(node, size) {
  const most = LETTER * (node.distance < 2 ? size.letters : size.far);
  const name = itemName(node);
  if (width(name) <= most) {
    return name;
  }
  const letters = [...name];
  while (width(`${letters.join('')}…`) > most) {
    letters.pop();
  }
  return `${letters.join('').trimEnd()}…`;
}

const width = (text) => [...text].reduce((sum, letter) => sum + (letter.codePointAt(0) >= 0x1100 && letter !== '…' ? WIDE_LETTER : /\p{Lu}/u.test(letter) ? CAPITAL : LETTER), 0);

/** Where the middle of a name is, moved so far that it stays inside. */
function middle(node, {x}, size) {
  const half = width(shortened(node, size)) / 2;
  return {half, x: Math.max(half + MARGIN, Math.min(size.width - half - MARGIN, x))};
}

/** Where a name stands. */
function box(node, place, size) {
  const {half, x} = middle(node, place, size);
  const bottom = place.y + size.radii[node.distance] + ROOM + 3;
  return {left: x - half, right: x + half, top: bottom - ROOM, bottom};
}

function arrange(found, {width, height, rings: radii, stretch}) {
  const places = new Map();
  const rings = [0, 1, 2].map((distance) => found.nodes.filter((node) => node.distance === distance));
  const angles = new Map();
  rings[1].forEach((node, i) => angles.set(node.item, 2 * Math.PI * i / rings[1].length - Math.PI / 2));
  const wished = rings[2].map((node) => ({node, angle: mean(found.links.filter((link) => link.to === node.item).map((link) => angles.get(link.from)))}))
    .sort((a, b) => a.angle - b.angle);
  wished.forEach(({node}, i) => angles.set(node.item, 2 * Math.PI * i / wished.length + (wished[0]?.angle ?? 0)));
  found.nodes.forEach((node) => {
    const angle = angles.get(node.item) ?? 0;
    places.set(node.item, {x: width / 2 + stretch * radii[node.distance] * Math.cos(angle), y: height / 2 - 8 + radii[node.distance] * Math.sin(angle)});
  });
  return places;
}

/** The mean direction of angles. */
function mean(angles) {
  const known = angles.filter((angle) => angle !== undefined);
  return Math.atan2(known.reduce((sum, angle) => sum + Math.sin(angle), 0), known.reduce((sum, angle) => sum + Math.cos(angle), 0));
}
