// A model that was trained on a part of its events: what it lacks, and the same on all of them.

import {onceEach, post} from './api.js';
import {el, put, say} from './dom.js';
import {day, modelName, percent} from './format.js';

const LONGEST = 256;
const ALL = ', all events';

/** What a model lacks whose latest events were held back; nothing of any other. */
export function partNote(model) {
  const {partOf} = model.request;
  if (!partOf) {
    return false;
  }
  const isThere = model.status === 'completed';
  const done = isThere ? 'Trained' : 'To be trained';
  const what = partOf.before
    ? `${done} on the earlier ${percent(partOf.share)} of ${partOf.usage}: the newest events are missing, those from ${day(partOf.before)} on. They were held back to evaluate it with.`
    : `${done} on ${percent(partOf.share)} of ${partOf.usage}: the other events are missing. They were drawn, and held back to evaluate it with.`;
  const fault = el('div', {role: 'alert'});
  const keyOf = onceEach();
  const button = el('button', {type: 'button', onclick: async () => {
    button.disabled = true;
    try {
      const request = wholeOf(model);
      const {id} = await post('models', request, {headers: {'Idempotency-Key': keyOf(request)}});
      say('The training on all events is requested');
      location.hash = `#/models/${id}`;
    } catch (error) {
      button.disabled = false;
      put(fault, error.message);
    }
  }}, 'Train on all of it');
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
