// Parts that several views share.

import {el, put} from './dom.js';
import {lookAt} from './files.js';
import {modelName, percent, shortId} from './format.js';

/** The head of a view. */
export const head = (title, lead, ...actions) => el('div', {class: 'head'},
  el('div', {}, el('h1', {}, title), lead && el('p', {class: 'lead'}, lead)), el('div', {class: 'line'}, actions));

/** A card with a title. */
export const card = (title, actions, ...content) => el('section', {class: 'card'},
  el('div', {class: 'title'}, el('h2', {}, title), el('div', {class: 'line'}, actions)), content);

/** What went wrong, with what to do about each rule that was broken, and perhaps with a way out. */
export const failure = (error, way) => el('div', {class: 'note bad', role: 'alert'}, lines(sentence(error.message)),
  error.errors?.length > 1 && el('ul', {}, error.errors.map((each) => el('li', {}, each.detail))), way && el('div', {class: 'line'}, way));

/** The way to a look into a file, read in this way. */
export const lookLink = (file, as, options) => el('a', {class: 'button tiny break', href: lookAt(file, as, options)}, `See how ${file} is read, and which lines are wrong`);

/** The lines of a text below each other; those that count wrong lines of a file in words. */
export const lines = (text) => text.split('\n').filter((line) => line.trim() !== '').map((line) => el('div', {}, inWords(line)));

/** A remedy is for who asks by a request, and stands in the look into the file as it is done here. */
const inWords = (line) => line.replace(/^\s*(?:error|warning): ([A-Z_]+) in ([\d,]+ lines?), (.*?)(?:; remedy: .*)?$/,
  (_, reason, many, first) => `${many}: ${reason.toLowerCase().replaceAll('_', ' ')}, ${first}`);

/** How a note names a separator; in the fields of the page it stands without quotes. */
export const BAR = 'as in "|"';

/**
 * A note as a sentence. A column or a file with whose name it begins keeps that name, after a word that says what it is.
 *
 * @param layouts what the files that it may be about were taken for
 */
export function noteText(note, layouts = []) {
  const isOf = ({file, columns}) => columns.some(({name}) => name !== '' && (note.startsWith(`${name} of ${file}`) || note.startsWith(`${name}, `) && note.includes(` of ${file}`)));
  const isMany = / of .+ are not used/.test(note);
  const text = note.replace(BAR, 'which is |');
  const start = layouts.some(isOf) ? `${isMany ? 'The columns' : 'The column'} ${text}`
    : layouts.some(({file}) => note.startsWith(`${file} `)) ? `The file ${text}` : sentence(text);
  return start.endsWith('.') ? start : `${start}.`;
}

const sentence = (text) => text.slice(0, 1).toUpperCase() + text.slice(1);

const STATUS = {created: ['', 'waiting'], 'in-progress': ['busy', 'training'], completed: ['good', 'completed'], failed: ['bad', 'failed']};

/** Whether someone gave its training up, so that it has failed without a fault. */
export const isCancelled = (model) => model.status === 'failed' && model.message === 'cancelled';

export function status(model) {
  const [kind, text] = isCancelled(model) ? ['', 'cancelled'] : STATUS[model.status] ?? ['', model.status];
  return el('span', {class: `chip ${kind}`}, text);
}

/** How much is done; without a number, that something is being done. */
export const meter = (part, kind = '') => el('div',
  {class: `meter ${kind} ${part === undefined ? 'open' : ''}`, vars: {part: `${100 * (part ?? 0)}%`}}, el('i'));

/** Changes how much is done. */
export function fillMeter(node, part) {
  node.classList.toggle('open', part === undefined);
  node.style.setProperty('--part', `${100 * (part ?? 0)}%`);
}

const TONES = 8;

/** A smaller part of a bar has no room for its number. */
const LEAST = 0.07;

/**
 * Colours of models, as classes, in their order: as many as there are stay apart for those who see few colours, and as many
 * again are striped.
 */
export const tones = (ids) => new Map([...new Set(ids)].map((id, i) => [id, `tone-${i % TONES}${i % (2 * TONES) >= TONES ? ' striped' : ''}`]));

/** Which models share an alias, as a bar; each has its name and its tone. */
export function shareBar(shares) {
  const all = shares.reduce((sum, share) => sum + share.weight, 0);
  return el('div', {class: 'shares', role: 'img', 'aria-label': shares.map((share) => `${share.name}: ${percent(share.weight / all)}`).join(', ')},
    shares.map((share) => el('i', {class: share.tone, vars: {weight: String(share.weight)}}, share.weight / all < LEAST ? '' : percent(share.weight / all))));
}

/** A model's name, with the end of its id if another has the same name. */
export function naming(models) {
  const names = models.map(modelName);
  return new Map(models.map((model, i) => [model.id, names.indexOf(names[i]) === names.lastIndexOf(names[i])
    ? names[i] : `${names[i]} (${shortId(model.id)})`]));
}

/** How many of its events a model was trained on, if others were held back; undefined of any other. */
export const shareText = ({trainedShare}) => (trainedShare === undefined ? undefined : `on ${percent(trainedShare)} of the events`);

/** What is said below a choice of models, as a long name has no room there for what they lack. */
export const heldBack = (models) => {
  const part = models.find((model) => shareText(model));
  return part ? `Trained ${shareText(part)}.` : '';
};

/** Names of models to choose by, which say what a model lacks. */
export function tellingNames(models) {
  const names = naming(models);
  return new Map(models.map((model) => [model.id, shareText(model) ? `${names.get(model.id)} (${shareText(model)})` : names.get(model.id)]));
}

/** Figures side by side; those that are not there are left out. */
export const tiles = (...figures) => el('dl', {class: 'tiles'}, figures.filter(([, value]) => value !== undefined)
  .map(([name, value]) => el('div', {}, el('dt', {}, name), el('dd', {}, value))));

/** Names and values below each other. */
export const pairs = (entries) => el('dl', {class: 'pairs'}, entries.map(([name, value]) => [el('dt', {}, name), el('dd', {}, value)]));

/** What is being done, and for how long; as it is not known how much is left, the bar only moves. */
function work(text) {
  const begun = Date.now();
  const passed = el('small', {class: 'soft figures', 'aria-hidden': 'true'});
  const node = el('div', {class: 'work'}, el('div', {class: 'line spread'}, el('span', {class: 'grow break'}, text), passed), meter());
  let wasShown = false;
  const timer = setInterval(() => {
    passed.textContent = `${Math.round((Date.now() - begun) / 1000)} s`;
    if (wasShown && !node.isConnected) {
      clearInterval(timer); // The view was left.
    }
    wasShown = node.isConnected;
  }, 1000);
  return {node, end: () => clearInterval(timer)};
}

/** A place that says what is being done, above what was there before, which is dimmed and stays where it is. */
export function workplace() {
  const sign = el('div', {class: 'sign', role: 'status'});
  const body = el('div', {class: 'stack waiting'});
  let now;
  return {
    node: el('div', {class: 'workplace'}, sign, body),
    begin: (text) => {
      now?.end();
      now = work(text);
      put(sign, now.node);
      body.setAttribute('aria-busy', 'true');
      body.inert = true;
    },
    end: (...content) => {
      now?.end();
      put(sign);
      put(body, content);
      body.removeAttribute('aria-busy');
      body.inert = false;
    },
  };
}

/** A line that says what is being done; the place for it is there before. */
export function workLine() {
  const node = el('div', {class: 'grow workline', role: 'status'});
  let now;
  return {
    node,
    say: (text) => {
      now?.end();
      now = text ? work(text) : undefined;
      put(node, now?.node);
    },
  };
}

/** Names the window after the view that is shown. */
export function nameWindow() {
  const heading = document.querySelector('#view h1') ?? document.querySelector('#view h2');
  document.title = heading ? `${heading.textContent} · Recommender` : 'Recommender';
}

/** Asks before something that others notice; it is dangerous if it cannot be taken back. */
export function confirm(title, text, doing, {kind = 'danger', keep = 'Keep'} = {}) {
  return new Promise((done) => {
    const dialog = el('dialog', {'aria-labelledby': 'confirm-title', onclose: () => {
      dialog.remove();
      done(dialog.returnValue === 'yes');
    }}, el('form', {method: 'dialog'}, el('h2', {id: 'confirm-title'}, title), el('p', {class: 'soft'}, text),
      el('div', {class: 'actions'}, el('button', {value: 'no'}, keep), el('button', {value: 'yes', class: `${kind} primary`}, doing))));
    document.body.append(dialog);
    dialog.showModal();
  });
}
