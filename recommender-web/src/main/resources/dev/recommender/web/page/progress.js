// A training as it happens: its phases, and the loss of an algorithm that learns by iterations.

import {at, listen} from './api.js';
import {curves} from './charts.js';
import {el, put} from './dom.js';
import {percent} from './format.js';
import {card, meter} from './parts.js';

/** Watches a training; calls back when it has ended. */
export function watch(model, signal, ended) {
  const phases = [];
  const losses = [];
  const list = el('ul', {class: 'phases', 'aria-live': 'polite'});
  const chart = el('div', {class: 'loss'});
  const box = card('Training', [], el('div', {class: 'columns'}, list, el('div', {class: 'stack close'}, chart)));

  function hear(now) {
    const name = now.phase ?? (now.status === 'created' ? 'waiting for a worker' : undefined);
    const last = phases.at(-1);
    if (name && last?.name !== name) {
      phases.push({name, part: now.fraction});
    } else if (last) {
      last.part = now.fraction ?? last.part;
    }
    if (now.loss !== undefined && now.iteration !== losses.at(-1)?.[0]) {
      losses.push([now.iteration, now.loss]);
    }
    put(list, phases.map((phase, i) => row(phase, i === phases.length - 1)));
    put(chart, losses.length > 1 ? [el('h3', {}, 'Loss by iteration'), curves('Loss', [losses], {zero: false})]
      : losses.length === 1 && el('p', {class: 'soft'}, `Iteration ${losses[0][0]}, loss ${losses[0][1]}`));
  }

  hear(model);
  listen(at`models/${model.id}/events`, signal, (event, now) => {
    if (event === 'deleted') {
      location.hash = '#/';
    } else if (now.status === 'completed' || now.status === 'failed') {
      ended();
    } else {
      hear(now);
    }
  }).catch(() => {});
  return box;
}

const row = (phase, now) => el('li', {class: now ? 'now' : ''}, el('span', {class: 'mark', 'aria-hidden': 'true'}, now ? '•' : '✓'),
  el('span', {}, phase.name), el('small', {class: 'soft figures'}, now && phase.part !== undefined ? percent(phase.part) : ''),
  meter(now ? phase.part : 1));
