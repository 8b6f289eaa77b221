// Two models side by side: the same question to both, and what was measured of them.

import {at, get, post} from './api.js';
import {answerList, remarks} from './answers.js';
import {el, field, put, select} from './dom.js';
import {evaluationCharts} from './evaluation.js';
import {count, modelName} from './format.js';
import {loadSettings} from './items.js';
import {figuresFrom, hasFigures, partWords, trainedOn} from './part.js';
import {card, failure, head, heldBack, naming, tellingNames} from './parts.js';
import {body, fieldsOf, questionForm, questionOf} from './question.js';

const SOME = 20;

export async function compare({query, signal}) {
  const [{models}] = await Promise.all([get('models?limit=200', {signal}), loadSettings()]);
  const completed = models.filter((model) => model.status === 'completed');
  if (completed.length < 2) {
    return [head('Compare'), el('section', {class: 'card empty'}, el('h2', {}, 'It takes two'),
      el('p', {}, completed.length === 0 ? 'No model is completed yet.' : 'There is one model so far. Train another, by another algorithm perhaps.'),
      el('a', {class: 'button primary', href: '#/train'}, 'Train a model'))];
  }
  const names = tellingNames(completed);
  const plain = naming(completed);
  const found = new Map();
  const detailsOf = (id) => {
    const details = found.get(id) ?? get(at`models/${id}`, {signal});
    found.set(id, details);
    details.catch(() => found.delete(id));
    return details;
  };
  const there = (id, otherwise) => (names.has(id) ? id : otherwise);
  let left = there(query.get('left'), completed[1].id);
  let right = there(query.get('right'), completed.find((model) => model.id !== left).id);
  let question = questionOf(query);
  const lists = el('div', {class: 'columns pair waiting', 'aria-live': 'polite'});
  const measured = el('div');

  let asked = 0;
  const run = async () => {
    const number = ++asked;
    const fields = fieldsOf(question);
    fields.set('left', left);
    fields.set('right', right);
    history.replaceState(null, '', `#/compare?${fields}`);
    lists.classList.add('fading');
    try {
      const pair = [left, right];
      const [details, cards] = await Promise.all([Promise.all(pair.map(detailsOf)), answersOf(pair, names, question, signal)]);
      if (number !== asked) {
        return; // A later question is on its way.
      }
      put(lists, otherEvents(details, plain), cards);
    } catch (error) {
      if (!signal.aborted && number === asked) {
        put(lists, failure(error));
      }
    }
    lists.classList.remove('fading');
  };
  const measure = async () => {
    const pair = [left, right];
    const evaluated = await evaluations(pair.map(detailsOf), plain, signal).catch((error) => !signal.aborted && failure(error));
    if (pair[0] === left && pair[1] === right) {
      put(measured, evaluated);
    }
  };
  const pick = (label, chosen, change) => {
    const lacks = el('span');
    const tell = () => { lacks.textContent = heldBack([completed.find((model) => model.id === input.value)]); };
    const input = select({onchange: () => { change(input.value); tell(); run(); measure(); }}, completed.map((model) => [model.id, names.get(model.id)]), chosen);
    tell();
    return field(label, input, lacks);
  };
  run();
  measure();
  return [head('Compare', 'The same question to two models.'),
    el('div', {class: 'sidebar'},
      el('aside', {class: 'card stack', 'aria-label': 'Question'}, pick('One', left, (id) => { left = id; }), pick('Other', right, (id) => { right = id; }),
        questionForm(question, () => left, signal, (changed) => { question = changed; run(); })),
      el('div', {class: 'stack'}, lists, measured))];
}

async function answersOf(ids, names, question, signal) {
  const answers = await Promise.all(ids.map((id) => post(at`models/${id}/recommend`, body(question), {signal})));
  const items = answers.map((answer) => answer.items.map((each) => each.item));
  const common = items[0].filter((id) => items[1].includes(id)).length;
  const strangers = common === 0 && items.every((list) => list.length > 0) && await differ(ids, items, signal);
  const cards = await Promise.all(answers.map(async (answer, i) => el('section', {class: 'card'},
    el('div', {class: 'title'}, el('h2', {class: 'break'}, names.get(answer.model)), el('span', {class: 'small soft'}, `${count(common, 'item')} in common`)),
    remarks(answer), await answerList(answer, signal, {others: items[1 - i], kind: i === 0 ? 'first' : 'second',
      onItem: (item) => { location.hash = `#/items/${answer.model}/${encodeURIComponent(item)}`; }}))));
  return [strangers && el('p', {class: 'note warn whole'}, strangers), ...cards];
}

/** What to say if a model knows nothing of what another recommends. */
async function differ(ids, items, signal) {
  const known = await Promise.all(ids.map(async (id, i) => {
    const others = items[1 - i].slice(0, SOME);
    const {unknownItems} = await post(at`models/${id}/recommend`, {seeds: others, count: 1}, {signal});
    return others.length - (unknownItems?.length ?? 0);
  }));
  return known.every((count) => count === 0) && 'The data of these models differ: neither knows any item that the other recommends. So their figures cannot be compared either.';
}

/** What to say if two models were trained on different events. */
function otherEvents(pair, names) {
  const [one, other] = pair.map(({request}) => trainedOn(request));
  return one && other && one !== other && el('div', {class: 'note whole'},
    `They were trained on different events, which may be why they differ: ${pair.map((model, i) => `${names.get(model.id)} on ${[one, other][i]}`).join(', ')}.`);
}

async function evaluations(details, names, signal) {
  const found = await Promise.all(details);
  const measured = await Promise.all(found.map((model) => (hasFigures(model) ? model : figuresFrom(model, signal))));
  if (measured.every((each) => each !== undefined)) {
    return card('What was measured', [], el('div', {class: 'stack close'}, borrowed(found, measured, names), charts(found, measured, names)));
  }
  const without = found.filter((_, i) => measured[i] === undefined);
  return card('What was measured', [], el('div', {class: 'stack close'}, el('p', {class: 'soft'}, 'Figures stand here side by side where both models were evaluated with the same later events.'),
    el('ul', {class: 'plain'}, without.map((model) => el('li', {}, el('a', {class: 'break', href: `#/models/${model.id}`}, names.get(model.id)), `: ${why(model)}`)))));
}

/** The figures of both models; where they are those of a third, or the same, that is said. */
function charts(found, measured, names) {
  const figures = (model, i) => (model.id === measured[i].id ? names.get(model.id)
    : `${names.get(model.id)}: figures of ${names.get(measured[i].id) ?? modelName(measured[i])}, trained on ${partWords(measured[i].request.partOf)}`);
  const isOne = measured[0].id === measured[1].id;
  const shown = isOne ? measured.slice(1) : measured;
  return evaluationCharts(shown.map(({statistics}) => statistics.evaluation), isOne ? [names.get(measured[0].id) ?? modelName(measured[0])] : found.map(figures));
}

/** Which models have no figures of their own, and whose stand for them. */
const borrowed = (found, measured, names) => found.map((model, i) => model.id !== measured[i].id && el('div', {class: 'note'},
  `${names.get(model.id)} was trained on all events, so none were left to measure it with. The figures of `,
  el('a', {class: 'break', href: `#/models/${measured[i].id}`}, names.get(measured[i].id) ?? modelName(measured[i])),
  `, trained in the same way on ${partWords(measured[i].request.partOf)}, stand for it.`));

/** Why there are no figures of a model, and where there are some. */
const why = ({statistics, request}) => (statistics?.evaluation ? 'its evaluation could not measure anything; the notes on its page say why.'
  : statistics?.tuning && !request?.partOf ? 'it was found by a tuning and trained on all events. What was chosen was checked before that, on events that no trial saw; the figures are on its page. For figures here, find the best with events held back.'
    : request?.usage === undefined ? 'it was trained elsewhere.'
      : 'no evaluation was requested. Train it with “Evaluate with” for figures.');
