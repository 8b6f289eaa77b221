// Items as people know them: names and pictures, asked for once for each model.

import {at, get} from './api.js';
import {el} from './dom.js';
import {hue} from './format.js';

// So many the service takes in one request, and an address has to fit into 8,192 characters with all headers.
const MOST = 200;
const LONGEST = 4000;
const DIGITS = 3;
const known = new Map();
let settings;

/** What a model's catalog says of items, by id; those that it lacks have their id alone. */
export async function describe(model, ids, signal) {
  const ofModel = known.get(model) ?? known.set(model, new Map()).get(model);
  const asked = [...new Set(ids)].filter((id) => !ofModel.has(id));
  for (const part of parts(asked)) {
    const query = part.map(itemQuery).join('&');
    const {items} = await get(`${at`models/${model}/items`}?${query}`, {signal});
    part.forEach((id) => ofModel.set(id, {item: id, features: {}}));
    items.forEach((item) => ofModel.set(item.item, item));
  }
  return ofModel;
}

const itemQuery = (id) => at`item=${id}`;

/** Ids in as many lists as it takes requests to ask for them. */
function parts(ids) {
  const lists = [];
  let length = LONGEST;
  for (const id of ids) {
    const more = itemQuery(id).length + 1;
    if (length + more > LONGEST || lists.at(-1).length === MOST) {
      lists.push([]);
      length = 0;
    }
    lists.at(-1).push(id);
    length += more;
  }
  return lists;
}

/** From which sites pictures may be shown; asked for once. */
export async function loadSettings() {
  settings ??= await fetch(new URL('settings.json', import.meta.url)).then((answer) => answer.json()).catch(() => ({pictures: []}));
  return settings;
}

export const itemName = (item) => item.name ?? item.item;

/** An item's categories as a text: a bar stands between several. */
export const categories = (item) => (item.category ?? '').split('|').map((each) => each.trim()).filter(Boolean).join(', ');

/** An item's picture, or its initials on the colour of its category. */
export function tile(item, kind = '') {
  const box = el('span', {class: `tile ${kind}`, 'aria-hidden': 'true', vars: {hue: hue(item.category || itemName(item))}}, initials(item));
  const address = picture(item);
  if (address) {
    const image = el('img', {src: address, alt: '', loading: 'lazy', referrerpolicy: 'no-referrer', onload: () => box.replaceChildren(image)});
    // It takes the place of the initials once it is there.
    image.loading = 'eager';
  }
  return box;
}

/** The first letters of a name; of an id that is a number its end, by which such ids differ. */
export const initials = (item) => (/^\d+\D?$/.test(itemName(item)) ? itemName(item).slice(-DIGITS)
  : itemName(item).split(/[\s_-]+/).filter((word) => /^[\p{L}\p{N}]/u.test(word)).slice(0, 2).map((word) => [...word][0].toUpperCase()).join('') || '?');

function picture(item) {
  for (const feature of ['picture', 'image', 'thumbnail']) {
    const text = item.features?.[feature]?.[0];
    if (text && settings?.pictures.length > 0 && URL.canParse(text) && settings.pictures.includes(new URL(text).origin)) {
      return new URL(text).href;
    }
  }
  return undefined;
}
