// A model that was trained on a part of its events: what it lacks, the same on all of them, and for which its figures speak.

import {at, get} from './api.js';
import {el, put} from './dom.js';
import {day, modelName, percent} from './format.js';
import {orderButton} from './order.js';

const LONGEST = 256;
const ALL = ', all events';
const NEWEST = 200;
const MOST = 20;

/** How much of its events a model was trained on. */
export const partWords = ({before, share}) => `${before ? 'the earlier ' : ''}${percent(share)}`;

/** What a model was trained on; nothing if that is not known. */
export const trainedOn = ({usage, partOf}) => (partOf ? `${partWords(partOf)} of ${partOf.usage}` : usage && `all of ${usage}`);

/** Whether its evaluation measured anything. */
export const hasFigures = ({statistics}) => statistics?.evaluation?.scores.length > 0;

/**
 * The model whose figures speak for one without its own that was trained on all events: the newest that was trained in the
 * same way on a part of them and evaluated with the rest. Undefined if there is none.
 */
export async function figuresFrom(model, signal) {
  if (model.status !== 'completed' || model.statistics?.evaluation || model.request.partOf || !model.request.usage) {
    return undefined;
  }
  const {models} = await get(`models?limit=${NEWEST}`, {signal});
  const parts = models.filter((each) => each.status === 'completed' && each.trainedShare !== undefined && each.algorithm === model.algorithm);
  const found = await Promise.all(parts.slice(0, MOST).map(({id}) => get(at`models/${id}`, {signal}).catch(() => undefined)));
  return found.find((part) => part && hasFigures(part) && trainingOf(wholeOf(part)) === trainingOf(model.request));
}

/** All of a request that a model depends on, as a text. */
const trainingOf = ({description: _name, evaluation: _rest, ...training}) => JSON.stringify(sorted(training));

const sorted = (value) => (value === null || typeof value !== 'object' || Array.isArray(value) ? value
  : Object.fromEntries(Object.keys(value).sort().map((name) => [name, sorted(value[name])])));

/** Whose figures speak for a model, and what they are in a sentence. */
export const figuresNote = (part) => part && el('div', {class: 'note stack close'},
  el('div', {}, 'It was trained on all events, so none were left to measure it with. The figures of ', el('a', {class: 'break', href: `#/models/${part.id}`}, modelName(part)),
    ` speak for it: the same training on ${trainedOn(part.request)}, evaluated with ${part.request.evaluation}.`),
  part.statistics.evaluation.words && el('div', {class: 'small'}, part.statistics.evaluation.words));

/** What a model lacks whose latest events were held back; nothing of any other. */
export function partNote(model) {
  const {partOf} = model.request;
  if (!partOf) {
    return false;
  }
  const isThere = model.status === 'completed';
  const done = isThere ? 'Trained' : 'To be trained';
  const what = partOf.before
    ? `${done} on ${partWords(partOf)} of ${partOf.usage}: the newest events are missing, those from ${day(partOf.before)} on. They were held back to evaluate it with.`
    : `${done} on ${partWords(partOf)} of ${partOf.usage}: the other events are missing. They were drawn, and held back to evaluate it with.`;
  const fault = el('div', {role: 'alert'});
  const button = orderButton('Train on all of it', () => wholeOf(model), 'The training on all events is requested', (message) => put(fault, message));
  return el('div', {class: 'note warn stack close'}, el('div', {}, what),
    isThere && el('div', {class: 'line'}, button, el('span', {class: 'small'}, 'The same training, with nothing held back. Once it is completed, make that model the default.')), fault);
}

/** The request of the same training on all events: of a tuning, with what it found. */
function wholeOf(model) {
  const {usage: _part, evaluation: _rest, partOf, files = {}, tuning, description = '', ...same} = model.request;
  const all = Object.fromEntries([...Object.entries(files).filter(([name]) => name.startsWith('catalog')), ...Object.entries(partOf.files ?? {})]);
  const found = tuning && {algorithm: model.statistics.algorithm, parameters: model.statistics.tuning.parameters};
  const name = description || (tuning ? modelName(model) : '');
  return {...same, ...found, usage: partOf.usage, ...(Object.keys(all).length > 0 && {files: all}),
    ...(name && name.length + ALL.length <= LONGEST && {description: name + ALL})};
}
