// One model: how its training goes or went, what was measured, and what can be done with it.

import {Problem, at, get, post, remove} from './api.js';
import {makeDefault} from './aliases.js';
import {el, put, say} from './dom.js';
import {evaluationCard} from './evaluation.js';
import {optionsFor} from './files.js';
import {bytes, count, date, modelName, moment, percent, seconds, whole, words} from './format.js';
import {orderButton} from './order.js';
import {figuresFrom, figuresNote, partNote} from './part.js';
import {isDefault, valueText} from './parameters.js';
import {card, confirm, failure, isCancelled, lines, lookLink, nameWindow, noteText, pairs, status, tiles} from './parts.js';
import {watch} from './progress.js';
import {tuningCard} from './tuning.js';

export async function model({rest, signal}) {
  const id = rest[0] ?? '';
  const box = el('div', {class: 'stack'});
  const again = async () => {
    try {
      const [found, {algorithms}, {aliases}] = await Promise.all([get(at`models/${id}`, {signal}), get('algorithms', {signal}), get('aliases', {signal})]);
      // What speaks for it is looked for before anything is drawn, so that nothing moves.
      const part = await figuresFrom(found, signal).catch(() => undefined);
      const wasHere = box.contains(document.activeElement);
      put(box, content(found, part, algorithms, aliases, signal, again));
      if (box.isConnected) {
        nameWindow();
      }
      if (wasHere) {
        document.getElementById('view').focus({preventScroll: true});
      }
    } catch (error) {
      if (!signal.aborted) {
        put(box, failure(error));
      }
    }
  };
  await again();
  return box;
}

function content(found, part, algorithms, aliases, signal, again) {
  const running = found.status === 'created' || found.status === 'in-progress';
  const {statistics} = found;
  const specs = (name) => algorithms.find((algorithm) => algorithm.name === name)?.parameters ?? [];
  const title = el('h1', {}, modelName(found));
  const past = el('div', {}, history(found));
  let chip = status(found);
  const stands = async (now) => {
    const next = status(now);
    chip.replaceWith(next);
    chip = next;
    const fresh = await get(at`models/${found.id}`, {signal}).catch(() => undefined);
    if (fresh && title.isConnected) {
      title.textContent = modelName(fresh);
      put(past, history(fresh));
      nameWindow();
    }
    return fresh;
  };
  return [
    top(found, aliases, running, again, title, chip),
    found.status === 'failed' && !isCancelled(found) && el('div', {class: 'note bad', role: 'alert'}, lines(found.message), wayOut(found)),
    partNote(found),
    figuresNote(part),
    statistics?.notes?.length > 0 && el('div', {class: 'note'}, el('h3', {}, 'Notes'), el('ul', {}, statistics.notes.map((note) => el('li', {}, noteText(note, layouts(statistics)))))),
    running && watch(found, signal, again, stands),
    statistics && figures(found),
    statistics?.tuning && tuningCard(statistics.tuning),
    statistics?.evaluation && evaluationCard(statistics.evaluation),
    el('div', {class: 'columns'}, el('div', {class: 'stack'}, statistics?.tuning && chosen(statistics, specs(statistics.algorithm)), requested(found.request, specs(found.request.algorithm))), el('div', {class: 'stack'}, files(statistics), past))];
}

/** What the files of a training were taken for. */
const layouts = ({usage, catalog}) => [usage, catalog].flatMap((report) => report?.files ?? []);

/** From a training that failed by wrong lines to the look into the file, read in the same way. */
function wayOut({message, request, statistics}) {
  const as = statistics?.usage?.errors?.length > 0 ? 'usage' : statistics?.catalog?.errors?.length > 0 || /^(the )?catalog/.test(message) ? 'catalog' : undefined;
  const options = Object.fromEntries(Object.entries(request.files ?? {}).map(([name, value]) => [name, String(value)]));
  return as && request[as] && el('div', {class: 'line'}, lookLink(request[as], as, optionsFor(as, options)));
}

/** Whether it alone answers by default, so that nothing is left to be made of it. */
const isTheDefault = (found, aliases) => aliases.some(({name, shares}) => name === 'default' && shares.length > 0 && shares.every(({model}) => model === found.id));

function top(found, aliases, running, again, title, chip) {
  const shares = found.aliases.map((alias) => el('span', {class: 'chip accent'}, alias.name));
  const completed = found.status === 'completed';
  return [el('div', {class: 'head'},
    el('div', {class: 'stack close'}, title,
      el('div', {class: 'line small soft'}, chip, shares, found.algorithm && el('span', {}, found.algorithm), el('span', {}, `requested ${date(found.created)}`), el('span', {class: 'mono break'}, found.id))),
    el('div', {class: 'line'},
      completed && el('a', {class: 'button primary', href: `#/try?model=${found.id}`}, 'Try'),
      completed && el('a', {class: 'button', href: `#/compare?left=${found.id}`}, 'Compare'),
      completed && !isTheDefault(found, aliases) && el('button', {type: 'button', onclick: () => makeDefault(found, again)}, 'Make default'),
      running && found.request.tuning && !found.finishing
        && el('button', {type: 'button', onclick: () => change(() => post(at`models/${found.id}/finish`), 'The search ends with the best so far', again)}, 'Finish now'),
      !running && found.request.usage && orderButton('Train again', () => found.request, 'The same training is requested, on the files as they are now', (message) => say(message, true)),
      running && el('button', {type: 'button', onclick: () => cancel(found, again)}, 'Cancel'),
      el('button', {type: 'button', class: 'quiet danger', onclick: () => drop(found)}, 'Delete')))];
}

async function change(action, text, after) {
  try {
    await action();
    say(text);
  } catch (error) {
    say(error.message, true);
  }
  await after();
}

async function cancel(found, again) {
  if (await confirm(`Cancel ${modelName(found)}?`, 'What it has done so far is lost, and no model is made.', 'Cancel the training', {keep: 'Go on training'})) {
    await change(() => post(at`models/${found.id}/cancel`), 'The training is cancelled', again);
  }
}

async function drop(found) {
  const text = found.aliases.length > 0 ? `It answers as ${found.aliases.map((alias) => `“${alias.name}”`).join(' and ')}, and no other model takes its place by itself. It cannot be brought back.` : 'It cannot be brought back.';
  if (await confirm(`Delete ${modelName(found)}?`, text, 'Delete')) {
    await change(async () => {
      const address = at`models/${found.id}`;
      // That it answers was said; if it does so since then, the service says it.
      await remove(found.aliases.length > 0 ? `${address}?force=true` : address).catch((error) => {
        if (!(error instanceof Problem) || error.status !== 404) {
          throw error;
        }
      });
      location.hash = '#/';
    }, 'The model is deleted', async () => {});
  }
}

function figures(found) {
  const {users, items, events, counts, durations, tuning} = found.statistics;
  return users !== undefined && tiles(['Users', whole(users)], ['Items', whole(items)], ['Events', whole(events)],
    ['Pairs', counts?.pairs === undefined ? undefined : whole(counts.pairs)],
    ['File', found.bytes === undefined ? undefined : bytes(found.bytes)], 
    ['Tuning', tuning && seconds(tuning.duration)], [tuning ? 'Last training' : 'Training', duration(durations)]);
}

const duration = (phases) => {
  const all = Object.values(phases ?? {});
  return all.length > 0 ? seconds(all.reduce((sum, each) => sum + each, 0)) : undefined;
};

const chosen = ({algorithm, tuning}, specs) => withUsual('What was chosen', [['Algorithm', algorithm]], tuning.parameters, specs);

const specOf = (name, specs) => specs.find((spec) => spec.name === name);

const options = (entries, specs) => entries.map(([name, value]) => [words(name), valueText(specOf(name, specs), value)]);

/** A card of pairs and parameters, of which those that are as they are by default stand apart. */
function withUsual(title, entries, parameters, specs) {
  const all = Object.entries(parameters ?? {});
  const isUsual = ([name, value]) => specOf(name, specs) !== undefined && isDefault(specOf(name, specs), value);
  const usual = all.filter(isUsual);
  return card(title, [], pairs([...entries, ...options(all.filter((entry) => !isUsual(entry)), specs)]),
    usual.length > 0 && el('details', {class: 'apart'}, el('summary', {class: 'small'}, `${count(usual.length, 'parameter')} by default`), pairs(options(usual, specs))));
}

function requested(request, specs) {
  const plan = Object.entries(request.tuning ?? {}).map(([name, value]) => [`Tuning: ${words(name).toLowerCase()}`, Array.isArray(value) ? value.join(', ') : String(value)]);
  const paths = ['usage', 'catalog', 'evaluation', 'algorithm'].filter((name) => request[name]).map((name) => [words(name), request[name]]);
  const part = request.partOf && [['Part of', `${request.partOf.usage}, ${percent(request.partOf.share)}`]];
  return withUsual('What was requested', [...paths, ...part ?? [], ...Object.entries(request.files ?? {}).map(([name, value]) => [words(name), String(value)]), ...plan],
    request.parameters, specs);
}

function files(statistics) {
  const read = [['Usage events', statistics?.usage], ['Catalog', statistics?.catalog], ['Evaluation', statistics?.evaluation?.events]].filter(([, report]) => report?.lines !== undefined);
  return read.length > 0 && card('What was read', [], el('div', {class: 'stack'}, read.map(([name, report]) => el('div', {class: 'stack close'},
    el('h3', {}, name), el('p', {class: 'small soft'}, `${count(report.lines, 'line')}, ${whole(report.accepted)} accepted`),
    problems(report.errors), problems(report.warnings)))));
}

const problems = (list) => list?.length > 0 && el('ul', {class: 'small'}, list.map((each) => el('li', {class: 'break'},
  `${count(each.count, 'line')}: ${(each.reason ?? '').toLowerCase().replaceAll('_', ' ')}, first ${each.file}:${each.line} ${each.detail ?? ''}`)));

const history = (found) => card('History', [], el('div', {class: 'scroll'}, el('table', {}, el('tbody', {}, found.changes.filter((each) => each.what !== 'message').map((each) => el('tr', {},
  el('td', {class: 'soft'}, moment(each.when)), el('td', {}, each.status === 'failed' && isCancelled(found) ? 'cancelled' : each.what), el('td', {class: 'soft'}, each.by)))))));
