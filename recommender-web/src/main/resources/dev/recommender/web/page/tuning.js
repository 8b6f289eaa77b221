// Finding the best: for how long it is tried, and what was found.

import {bars, curves, figure} from './charts.js';
import {el, field, fresh, select} from './dom.js';
import {metricName} from './evaluation.js';
import {count, score, seconds} from './format.js';
import {card} from './parts.js';

const MINUTES = '5';
const NAMES = {best: 'Chosen', standard: 'Default', popularity: 'Popularity'};
const KINDS = {better: 'good', not_better: 'warn', worse: 'warn'};
const STATES = {measured: '', stopped_early: 'stopped early', refused: 'refused', too_large: 'too large', failed: 'failed'};

/** A form for the time that may be taken, as forms of parameters are. */
export function tuningForm() {
  const id = fresh('budget');
  const input = el('input', {id, type: 'number', min: '0.1', max: '1440', step: 'any', value: MINUTES, required: true, 'aria-describedby': `${id}-about ${id}-fault`});
  const fault = el('span', {class: 'fault', id: `${id}-fault`});
  const budget = el('div', {class: 'field budget'}, el('label', {for: id}, 'Minutes to try'), input,
    el('small', {id: `${id}-about`}, 'Algorithms and parameters are tried on a part of the events for so long. The best is checked on events that no trial saw, and then trained on all. So nothing need be held back to evaluate with, unless you want to compare its figures with those of other models. The first trial of each algorithm, the check and that training are not cut, so it may take longer.'), fault);
  const split = select({}, [['', 'by time'], ['latest-users', 'by latest users']], '');
  return {
    node: el('div', {class: 'form'}, budget, field('Split', split, 'By time, the latest events of all users choose and check. Where most of those users are new, little shows; then split by latest users, who are asked for with a part of their events.')),
    request: () => ({tuning: {budget: `${input.value.trim()}m`, ...(split.value && {split: split.value})}}),
    fault: (name, text) => {
      if (name === 'tuning.budget') {
        fault.textContent = text;
        budget.classList.add('wrong');
      }
      return name === 'tuning.budget';
    },
    clear: () => {
      fault.textContent = '';
      budget.classList.remove('wrong');
    },
  };
}

/** What of a tuning is going on, in words. The trial has not ended yet, and may never. */
export const trialText = ({trial, best}) => `trial ${trial} under way${best === undefined ? '' : `, best so far ${score(best)}`}`;

/** The card of what a tuning found. */
export function tuningCard(report) {
  const metric = `${metricName(report.metric)}@${report.cutoff}`;
  const all = report.trials.length + report.trialsLeftOut;
  const reached = Object.entries(report.check);
  return card('How it was found', [el('span', {class: 'soft small'}, `${count(all, 'trial')} in ${seconds(report.duration)}`)],
    el('div', {class: 'stack'},
      report.words && el('p', {class: `note ${KINDS[report.verdict] ?? ''}`}, report.words),
      el('div', {class: 'charts few'},
        reached.length > 0 && figure('On events that no trial saw', `${metric} of what was chosen, of the default, and of what most take.`,
          bars(metric, reached.map(([who]) => NAMES[who] ?? who), [reached.map(([, value]) => value)], undefined, {values: true})),
        best(report, metric)),
      el('details', {}, el('summary', {class: 'small'}, 'All that was tried'), trials(report, metric)),
      el('p', {class: 'small soft'}, `No more was tried because ${report.end}.`)));
}

/** The best so far, by trial. */
function best({trials: tried}, metric) {
  const points = [];
  for (const {number, state, value} of tried) {
    if (state === 'measured' && value !== undefined) {
      points.push([number, Math.max(value, points.at(-1)?.[1] ?? value)]);
    }
  }
  return points.length > 1 && figure('Best so far', `${metric} by trial, on the events that were chosen by.`, curves(metric, [points], {zero: false}));
}

const trials = ({trials: tried, trialsLeftOut, best: chosen}, metric) => [
  el('div', {class: 'scroll'}, el('table', {},
    el('thead', {}, el('tr', {}, el('th', {scope: 'col'}, 'Trial'), el('th', {scope: 'col'}, 'What'), el('th', {scope: 'col', class: 'end'}, metric), el('th', {scope: 'col', class: 'end'}, 'Time'))),
    el('tbody', {}, tried.map((trial) => el('tr', {},
      el('td', {}, String(trial.number)),
      el('td', {class: 'break'}, trial.candidate, trial.number === chosen && [' ', el('span', {class: 'chip accent'}, 'chosen')],
        STATES[trial.state] !== '' && el('div', {class: 'small soft'}, [STATES[trial.state] ?? trial.state, trial.reason].filter(Boolean).join(': '))),
      el('td', {class: 'end'}, trial.value === undefined ? '' : `${trial.state === 'measured' ? '' : '~'}${trial.value.toFixed(4)}`),
      el('td', {class: 'end soft'}, seconds(trial.duration))))))),
  trialsLeftOut > 0 && el('p', {class: 'small soft'}, `${count(trialsLeftOut, 'other trial')} ${trialsLeftOut === 1 ? 'is' : 'are'} left out here.`)];
