// Which models answer: make one the default, split the users among several, take it back.

import {at, get, post, remove, set} from './api.js';
import {el, put, say} from './dom.js';
import {date, modelName, percent} from './format.js';
import {partWords, trainedOn} from './part.js';
import {confirm, failure, shareBar} from './parts.js';

/** Gives all users of the default to one model; asks first if it lacks events and takes the place of one that does not. */
export async function makeDefault(model, after) {
  const {partOf} = model.request;
  const better = partOf && await wholeDefault().catch(() => undefined);
  if (better && !await confirm(`Make ${modelName(model)} the default?`,
    `It was trained on ${partWords(partOf)} of ${partOf.usage} and lacks ${partOf.before ? 'the newest events' : 'the others'}. ${modelName(better)}, which answers by default now, was trained on ${trainedOn(better.request)}. To answer with what was evaluated here, train on all of it first.`,
    'Make default', {kind: '', keep: 'Leave it'})) {
    return;
  }
  await done(() => set('aliases/default', {shares: [{model: model.id, weight: 1}]}), `${modelName(model)} answers by default now`, after);
}

/** A model that answers by default and was trained on all of its events; undefined if there is none. */
async function wholeDefault() {
  const {aliases} = await get('aliases');
  const {shares} = aliases.find(({name}) => name === 'default') ?? {shares: []};
  // One that was deleted meanwhile is not there any more.
  const found = await Promise.all(shares.map((share) => get(at`models/${share.model}`).catch(() => undefined)));
  return found.find((model) => model?.request.usage && !model.request.partOf);
}

/** Takes an alias back to the revision that was there before, if that is wished. */
export async function rollBack({name, earlier}, looks, after) {
  const all = earlier.shares.reduce((sum, share) => sum + share.weight, 0);
  const was = earlier.shares.map((share) => `${looks(share.model).name}, ${percent(share.weight / all)}`).join('; ');
  const text = `It is to be again what it was from ${date(earlier.when)} on: ${was}. What it is now stays among its revisions.`;
  if (await confirm(`Roll “${name}” back?`, text, 'Roll back', {kind: '', keep: 'Leave it'})) {
    await done(() => post(at`aliases/${name}/roll-back`, {revision: earlier.number}), `“${name}” is what it was before`, after);
  }
}

export async function deleteAlias(name, after) {
  if (await confirm(`Remove “${name}”?`, 'Who asks by this name gets no answer any more. The models stay.', 'Remove')) {
    await done(() => remove(at`aliases/${name}`), `“${name}” is removed`, after);
  }
}

async function done(change, text, after) {
  try {
    await change();
    say(text);
    await after();
  } catch (error) {
    say(error.message, true);
  }
}

/** Lets someone weigh the models of an alias. */
export function splitUsers(alias, models, looks, after) {
  const weights = new Map(models.map((model) => [model.id, alias.shares.find((share) => share.model === model.id)?.weight ?? 0]));
  const bar = el('div');
  const parts = new Map();
  const fault = el('div');
  const shares = () => [...weights].filter(([, weight]) => weight > 0).map(([model, weight]) => ({model, weight, ...looks(model)}));
  const draw = () => {
    const all = shares().reduce((sum, share) => sum + share.weight, 0);
    put(bar, shares().length > 0 && shareBar(shares()));
    parts.forEach((part, model) => { part.textContent = all > 0 ? percent(weights.get(model) / all) : ''; });
  };
  const rows = models.map((model) => {
    const part = el('span', {class: 'soft figures'});
    parts.set(model.id, part);
    const input = el('input', {type: 'number', min: '0', max: '1000000', step: '1', value: String(weights.get(model.id)), 'aria-label': `Weight of ${looks(model.id).name}`,
      oninput: () => { weights.set(model.id, Math.max(0, Math.round(Number(input.value) || 0))); put(fault); draw(); }});
    return [el('span', {class: 'line'}, el('i', {class: `dot ${looks(model.id).tone}`}), el('span', {class: 'grow break'}, looks(model.id).name)), input, part];
  });
  const save = async (event) => {
    event.preventDefault();
    if (shares().length === 0) {
      put(fault, el('div', {class: 'note bad', role: 'alert'}, 'Give at least one model a weight above 0.'));
      return;
    }
    try {
      await set(at`aliases/${alias.name}`, {shares: shares().map(({model, weight}) => ({model, weight}))});
      dialog.close();
      say('The users are split');
      await after();
    } catch (error) {
      put(fault, failure(error));
    }
  };
  const dialog = el('dialog', {'aria-labelledby': 'split-title', onclose: () => dialog.remove()},
    el('form', {class: 'stack', onsubmit: save},
      el('div', {}, el('h2', {id: 'split-title'}, 'Split users'),
        el('p', {class: 'soft'}, 'Each user gets one of the models, always the same, by these weights.')),
      bar, el('div', {class: 'weights'}, rows), fault,
      el('div', {class: 'actions'}, el('button', {type: 'button', onclick: () => dialog.close()}, 'Cancel'), el('button', {class: 'primary'}, 'Split'))));
  draw();
  document.body.append(dialog);
  dialog.showModal();
}
