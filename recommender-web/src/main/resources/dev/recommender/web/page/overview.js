// The models there are, and which of them answer.

import {at, get, pause} from './api.js';
import {el, put} from './dom.js';
import {ago, bytes, percent} from './format.js';
import {card, head, isCancelled, meter, naming, shareBar, shareText, status, tellingNames, tones} from './parts.js';
import {deleteAlias, rollBack, splitUsers} from './aliases.js';
import {trialText} from './tuning.js';

const LIMIT = 100;

export async function overview({signal}) {
  const box = el('div', {class: 'stack wide'});
  const again = async () => put(box, content(await get(at`models?limit=${LIMIT}`, {signal}), await get('aliases', {signal}), again));
  await again();
  watch(box, signal, again);
  return box;
}

/** Looks again while something is being trained, unless someone is at it. */
async function watch(box, signal, again) {
  while (!signal.aborted) {
    await pause(1500, signal);
    if (!signal.aborted && box.querySelector('[data-running]') && !document.querySelector('dialog') && !box.contains(document.activeElement)) {
      await again().catch(() => {});
    }
  }
}

function content(page, aliases, again) {
  if (page.models.length === 0) {
    return [head('Models'), first()];
  }
  const looks = looksOf(page.models, aliases.aliases);
  return [
    head('Models', undefined, el('a', {class: 'button primary', href: '#/train'}, 'Train a model')),
    answering(page.models, aliases.aliases, looks, again),
    el('section', {class: 'card flush', 'aria-label': 'All models'}, el('ul', {class: 'rows'}, page.models.map((model) => row(model, looks(model.id))))),
    page.next && el('p', {class: 'soft'}, `The newest ${LIMIT} models are shown.`)];
}

/** The name, alone and with what the model lacks, and the tone of a model by its id: those that answer come first, and a new model changes no tone of older ones. */
function looksOf(models, aliases) {
  const names = naming(models);
  const telling = tellingNames(models);
  const colours = tones([...aliases.flatMap((alias) => alias.shares.map((share) => share.model)), ...models.map((model) => model.id).reverse()]);
  return (id) => ({short: names.get(id) ?? id, name: telling.get(id) ?? id, tone: colours.get(id)});
}

const first = () => el('section', {class: 'card empty'},
  el('h2', {}, 'From a CSV to recommendations'),
  el('p', {}, 'All it takes is a file that says who took what, one line for each event.'),
  el('ol', {class: 'steps'},
    el('li', {}, el('b', {}, 'Drop a file'), 'See what its columns were taken for, and which lines are wrong.'),
    el('li', {}, el('b', {}, 'Train'), 'Take the default, choose an algorithm, or have the best found; watch it learn.'),
    el('li', {}, el('b', {}, 'Try'), 'Ask for a user or for items, and see why.')),
  el('a', {class: 'button primary', href: '#/data'}, 'Begin with a file'));

function answering(models, aliases, looks, again) {
  const completed = models.filter((model) => model.status === 'completed');
  if (aliases.length === 0) {
    return card('Answering', [], el('p', {class: 'soft'}, 'No model answers yet. The first to be completed becomes the default.'));
  }
  return aliases.map((alias) => {
    const shares = alias.shares.map((share) => ({...share, ...looks(share.model)}));
    const isThere = shares.length > 0;
    return card(alias.name === 'default' ? 'Answering by default' : `Answering as “${alias.name}”`, [
      isThere && el('a', {class: 'button quiet', href: `#/try?alias=${alias.name}`}, 'Try'),
      alias.earlier && el('button', {type: 'button', class: 'quiet', onclick: () => rollBack(alias, looks, again)}, 'Roll back'),
      alias.name !== 'default' && el('button', {type: 'button', class: 'quiet', onclick: () => deleteAlias(alias.name, again)}, 'Remove'),
      completed.length > 0 && el('button', {type: 'button', onclick: () => splitUsers(alias, completed, looks, again)}, isThere ? 'Split users' : 'Choose models')],
    isThere ? el('div', {class: 'stack close'}, shareBar(shares), el('div', {class: 'line small entries'}, legend(shares)), lacking(shares, models)) : silent(alias));
  });
}

/** What is said of models that answer and were trained on a part of their events. */
const lacking = (shares, models) => shares.filter(({model}) => models.find(({id}) => id === model)?.trainedShare !== undefined)
  .map(({model, short}) => el('p', {class: 'note warn'}, `${short} was trained on a part of the events, as others were held back to evaluate it. `,
    el('a', {href: `#/models/${model}`}, 'Its page says what it lacks, and trains on all of it.')));

/** What is said of an alias without a model. */
const silent = (alias) => el('p', {class: 'note warn'}, 'No model answers: those that did were deleted, and who asks gets a failure. ',
  `${alias.earlier ? 'Choose another, or roll back' : 'Choose another'}${alias.name === 'default' ? '.' : ', or remove the name.'}`);

function legend(shares) {
  const all = shares.reduce((sum, share) => sum + share.weight, 0);
  return shares.map((share) => el('a', {class: 'line break', href: `#/models/${share.model}`},
    el('i', {class: `dot ${share.tone}`}), `${share.short}, ${percent(share.weight / all)}`));
}

function row(model, {short, tone}) {
  const running = model.status === 'created' || model.status === 'in-progress';
  return el('li', {class: 'open', 'data-running': running},
    el('i', {class: `dot ${tone}`}),
    el('div', {class: 'grow stack close'},
      el('div', {class: 'line'}, el('a', {class: 'name', href: `#/models/${model.id}`}, short), status(model),
        model.aliases.map((alias) => el('span', {class: 'chip accent'}, alias.name)),
        shareText(model) && el('span', {class: 'chip warn'}, shareText(model))),
      running ? el('div', {class: 'line'}, el('div', {class: 'grow'}, meter(model.status === 'created' ? 0 : model.fraction)),
        el('small', {class: 'soft'}, model.trial !== undefined ? trialText(model) : shortened(model.phase ?? 'waiting for a worker')))
        : el('small', {class: 'soft break'}, model.status === 'failed' ? !isCancelled(model) && shortened(model.message)
          : [model.algorithm, bytes(model.bytes ?? 0)].filter(Boolean).join(', '))),
    el('div', {class: 'end'}, ago(model.created)));
}

const shortened = (text) => text.length > 180 ? `${text.slice(0, 180)}…` : text;
