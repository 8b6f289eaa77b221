// A list of recommendations: items, scores, and why.

import {at, get} from './api.js';
import {el} from './dom.js';
import {score} from './format.js';
import {categories, describe, itemName, tile} from './items.js';
import {meter} from './parts.js';

const SOURCES = {content: 'by its features', popularity: 'popular'};
const REASONS = 3;
const ALIKE = 3;

/** The ids that an answer speaks of. */
export const idsOf = (answer) => answer.items.flatMap((each) => [each.item, ...(each.because ?? []).slice(0, REASONS).map((why) => why.seed)]);

/** An answer as a list; others are the ids that another answer has, if it stands beside one. */
export async function answerList(answer, signal, {others, onItem, kind = ''} = {}) {
  const known = await describe(answer.model, idsOf(answer), signal);
  if (answer.items.length === 0) {
    return el('p', {class: 'soft'}, 'Nothing to recommend: the model knows nothing that fits.');
  }
  const best = Math.max(...answer.items.map((each) => each.score));
  return el('ol', {class: `answers ${kind ? 'bare' : ''}`}, answer.items.map((each) => row(each, known, {best, others, onItem, kind})));
}

function row(each, known, {best, others, onItem, kind}) {
  const item = known.get(each.item);
  return el('li', {},
    tile(item, kind ? 'small' : ''),
    el('div', {}, el('button', {type: 'button', class: 'text title', title: 'Show what is similar', onclick: () => onItem(each.item)}, itemName(item)),
      el('div', {class: 'line small soft'}, item.name && item.name !== item.item && el('span', {class: 'break'}, item.item), item.category && el('span', {class: 'break'}, categories(item)),
        SOURCES[each.source] && el('span', {class: 'chip'}, SOURCES[each.source]), others && place(each.item, others))),
    el('div', {class: 'score'}, each.source === 'popularity' ? '' : [score(each.score), meter(best > 0 ? Math.max(0, each.score / best) : 0, kind)]),
    each.because?.length > 0 && el('div', {class: 'why'}, 'because of ', reasons(each.because, known, kind ? 2 : REASONS)));
}

function reasons(because, known, most) {
  const first = because.slice(0, most).map((why) => `${itemName(known.get(why.seed))} (${score(why.score)})`);
  return first.join(', ') + (because.length > most ? `, and ${because.length - most} more` : '');
}

function place(id, others) {
  const at = others.indexOf(id);
  return at >= 0 ? el('span', {class: 'both'}, `also there, place ${at + 1}`) : el('span', {}, 'only here');
}

/** Some users of a model whose ids are like one that it does not know, the nearest first; the nearest alone if they cannot be asked for. */
export const alike = ({model, unknownUser, nearUser}, signal) => {
  const nearest = nearUser ? [nearUser] : [];
  return get(at`models/${model}/users?prefix=${unknownUser}&count=${ALIKE}`, {signal})
    .then(({users}) => [...new Set([...nearest, ...users])].slice(0, ALIKE), () => nearest);
};

/** The items that may have been meant. */
const known = (nearItems = {}) => (Object.keys(nearItems).length > 0 ? ` It knows ${Object.values(nearItems).map((id) => `“${id}”`).join(', ')}.` : '');

/** What the model did not know of a question, and the users who may have been meant. */
export function remarks(answer, users = [], ask = undefined) {
  const texts = [
    answer.unknownUser && `The model knows nothing of the user “${answer.unknownUser}”.${answer.nearUser && !users.includes(answer.nearUser) ? ` It knows “${answer.nearUser}”.` : ''}`,
    answer.unknownItems?.length > 0 && `The model does not know ${answer.unknownItems.map((id) => `“${id}”`).join(', ')}.${known(answer.nearItems)}`,
    ...(answer.unmatched ?? [])].filter(Boolean);
  return texts.length > 0 && el('div', {class: 'note warn'}, texts.map((text) => el('div', {}, text)),
    users.length > 0 && el('div', {class: 'line'}, 'There is', users.map((user) => el('button', {type: 'button', class: 'tiny break', onclick: () => ask(user)}, user))));
}
