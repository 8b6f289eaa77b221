// What to ask: a user, items, and how many answers. Kept in the address, so that a question can be sent to others.

import {at, get} from './api.js';
import {combo} from './combo.js';
import {el, field, fresh, put, select} from './dom.js';
import {categories, describe, itemName, tile} from './items.js';

/** The question that an address holds. */
export const questionOf = (query) => ({
  user: query.get('user') ?? '',
  items: query.getAll('item'),
  count: Math.min(100, Math.max(1, Number(query.get('count')) || 10)),
});

/** A question as the service takes it. */
export function body({user, items, count}) {
  const seeded = items.length > 0;
  return {...(user && {user}), ...(seeded && {seeds: items}), count, ...((user || seeded) && {explain: true})};
}

/** A question as fields of an address. */
export function fieldsOf({user, items, count}) {
  const fields = new URLSearchParams();
  if (user) {
    fields.set('user', user);
  }
  items.forEach((item) => fields.append('item', item));
  if (count !== 10) {
    fields.set('count', String(count));
  }
  return fields;
}

/** The fields of a question, whose names and suggestions are those of a model. */
export function questionForm(question, model, signal, change) {
  let now = {...question};
  const picked = el('ul', {class: 'picked', 'aria-label': 'Items that were picked'});
  const update = (part) => {
    now = {...now, ...part};
    drawPicked();
    change(now);
  };
  const user = combo({
    props: {value: now.user, placeholder: 'A user’s id', maxlength: '450'},
    find: async (prefix) => (await get(at`models/${model()}/users?prefix=${prefix}&count=8`, {signal})).users,
    draw: (id) => el('span', {}, id),
    choose: (id) => { update({user: id}); return id; },
    enter: (text) => { update({user: text}); return text; },
    free: true,
  });
  user.input.addEventListener('change', () => user.input.value.trim() !== now.user && update({user: user.input.value.trim()}));
  const add = (id) => { update({items: [...new Set([...now.items, id])]}); return ''; };
  const item = combo({
    props: {placeholder: 'Part of a name, or an id', maxlength: '450'},
    find: async (text) => (await get(at`models/${model()}/search?text=${text}&count=8`, {signal})).items,
    draw: (found) => [tile(found, 'small'), el('span', {class: 'grow'}, itemName(found), found.category && el('small', {class: 'soft'}, ` ${categories(found)}`))],
    choose: (found) => add(found.item),
    enter: (text, found) => {
      const named = found.find((each) => each.item === text) ?? found.find((each) => itemName(each).toLowerCase() === text.toLowerCase())
        ?? (found.length === 1 ? found[0] : undefined);
      return text === '' ? '' : named && add(named.item);
    },
  });

  async function drawPicked() {
    const items = now.items;
    const known = items.length > 0 ? await describe(model(), items, signal).catch(() => new Map()) : new Map();
    put(picked, items.map((id) => {
      const name = itemName(known.get(id) ?? {item: id});
      return el('li', {}, name, el('button', {type: 'button', 'aria-label': `Without ${name}`,
        onclick: () => update({items: now.items.filter((each) => each !== id)})}, '×'));
    }));
  }

  const surprise = async () => {
    const {users} = await get(at`models/${model()}/users?count=100`, {signal});
    if (users.length > 0) {
      user.input.value = users[Math.floor(Math.random() * users.length)];
      update({user: user.input.value});
    }
  };
  drawPicked();
  const count = select({onchange: () => update({count: Number(count.value)})}, [5, 10, 20, 50, 100].map((n) => [String(n), String(n)]), String(now.count));
  return el('div', {class: 'stack'},
    wrapped('User', user, el('button', {type: 'button', class: 'quiet tiny', onclick: surprise}, 'Any user')),
    wrapped('Items just taken', item), picked,
    field('How many', count));
}

/** A field whose suggestions hang below it. */
function wrapped(label, box, action) {
  box.input.id = fresh('field');
  return el('div', {class: 'field'}, el('div', {class: 'line spread'}, el('label', {for: box.input.id}, label), action), box.node);
}
