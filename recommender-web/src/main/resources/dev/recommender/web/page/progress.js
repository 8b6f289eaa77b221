// A training as it happens: its phases, the loss of an algorithm that learns by iterations, and the trials of a tuning.

import {at, listen} from './api.js';
import {curves} from './charts.js';
import {el, put} from './dom.js';
import {percent, score} from './format.js';
import {card, fillMeter, meter} from './parts.js';
import {trialText} from './tuning.js';

/** Watches a training; calls back when its status is another one, and when it has ended. */
export function watch(model, signal, ended, stands) {
  const losses = [];
  const bests = [];
  // Who listens hears of a new phase, and not of every percent.
  const list = el('ul', {class: 'phases', 'aria-live': 'polite', 'aria-relevant': 'additions'});
  const chart = el('div', {class: 'loss'});
  const asked = el('p', {class: 'note', role: 'status', hidden: true});
  const box = card('Training', [], el('div', {class: 'stack'}, asked, el('div', {class: 'columns'}, list, el('div', {class: 'stack close'}, chart))));
  let phase;
  let {status, finishing} = model;

  function hear(now) {
    const isTuning = now.trial !== undefined || now.phase?.startsWith('tuning: ');
    const name = isTuning ? 'finding the best' : now.phase ?? (now.status === 'created' ? 'waiting for a worker' : undefined);
    if (name && phase?.name !== name) {
      phase?.end();
      phase = row(name);
      list.append(phase.node);
    }
    tell(asked, finishing ? finishText(now) : '');
    phase?.update(now.fraction, isTuning ? [now.trial !== undefined && !finishing && trialText(now), now.phase?.replace('tuning: ', '')].filter(Boolean).join(': ') : '');
    add(losses, now.iteration, now.loss);
    add(bests, now.trial, now.best);
    put(chart, bests.length > 1 ? [el('h3', {}, 'Best so far, by trial'), curves('Best so far', [bests], {zero: false})]
      : losses.length > 1 ? [el('h3', {}, 'Loss by iteration'), curves('Loss', [losses], {zero: false})]
        : losses.length === 1 && el('p', {class: 'soft'}, `Iteration ${losses[0][0]}, loss ${losses[0][1]}`));
  }

  hear(model);
  listen(at`models/${model.id}/events`, signal, (event, now) => {
    if (event === 'deleted') {
      location.hash = '#/';
    } else if (now.status === 'completed' || now.status === 'failed') {
      ended();
    } else {
      if (now.status && now.status !== status) {
        ({status} = now);
        // A wish to finish is lost with the attempt that it was for.
        stands(now).then((fresh) => { finishing = fresh ? fresh.finishing : finishing; tell(asked, finishing ? finishText(now) : ''); });
      }
      hear(now);
    }
  }).catch(() => {});
  return box;
}

/** What becomes of a tuning that was asked to go on with the best so far. */
const finishText = ({status, best}) => `Asked to finish: ${status === 'created' ? 'once a worker has begun, the first trial is taken'
  : best === undefined ? 'the first trial is still to end, as there is nothing to take before that'
    : `no other trial begins, and the best so far, with ${score(best)}, is taken`}. What is taken is checked on events that no trial saw, and then trained on all events.`;

/** Says something, once. */
function tell(node, text) {
  node.hidden = text === '';
  if (node.textContent !== text) {
    node.textContent = text;
  }
}

/** Adds a point, if it is known and new. */
function add(points, x, y) {
  if (x !== undefined && y !== undefined && x !== points.at(-1)?.[0]) {
    points.push([x, y]);
  }
}

/** A phase, which is drawn once and changed after that. */
function row(name) {
  const mark = el('span', {class: 'mark', 'aria-hidden': 'true'}, '•');
  const part = el('small', {class: 'soft figures', 'aria-hidden': 'true'});
  const detail = el('small', {class: 'soft detail break', 'aria-hidden': 'true'});
  const bar = meter();
  bar.setAttribute('role', 'progressbar');
  bar.setAttribute('aria-label', name);
  const node = el('li', {class: 'now'}, mark, el('span', {}, name), part, bar, detail);
  const update = (fraction, text = '') => {
    fillMeter(bar, fraction);
    part.textContent = fraction === undefined ? '' : percent(fraction);
    detail.textContent = text;
    if (fraction !== undefined) {
      bar.setAttribute('aria-valuenow', String(Math.round(100 * fraction)));
    }
  };
  const end = () => {
    update(1);
    node.className = '';
    mark.textContent = '✓';
    part.textContent = '';
  };
  return {name, node, update, end};
}
