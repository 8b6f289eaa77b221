// What an evaluation found, in figures and charts; of two models side by side.

import {bars, curves, legend} from './charts.js';
import {el} from './dom.js';
import {count, percent, whole, words} from './format.js';
import {card, pairs} from './parts.js';

const NAMES = {ndcg: 'NDCG', map: 'MAP', mrr: 'MRR', rmse: 'RMSE', mae: 'MAE', auc: 'AUC'};
const ABOUT = {
  ndcg: 'How far up in the list what users took later stands.',
  precision: 'The part of the list that users took later.',
  recall: 'The part of what users took later that the list has.',
  hit_rate: 'The part of users of whose list they took something.',
  novelty: 'How rare what is recommended is.',
  coverage: 'The part of all items that is recommended to anyone.',
};

const metricName = (metric) => NAMES[metric] ?? words(metric.replaceAll('_', ' '));

/** The charts of one evaluation, or of two. */
export function evaluationCharts(evaluations, names = []) {
  const metrics = [...new Set(evaluations.flatMap((each) => each.scores.map((score) => score.metric)))];
  const byCutoff = metrics.filter((metric) => cut(evaluations[0], metric).length > 1);
  const single = metrics.filter((metric) => !byCutoff.includes(metric));
  return el('div', {class: 'stack'},
    names.length > 1 && legend(names),
    el('div', {class: 'charts'},
      byCutoff.map((metric) => figure(metricName(metric), ABOUT[metric], curves(metricName(metric), evaluations.map((each) => cut(each, metric))))),
      evaluations.every((each) => each.popularity.length > 0) && figure('Popularity of what is recommended', 'Parts of the lists by the popularity of their items; 0 to 10 are the least popular.',
        bars('Popularity', evaluations[0].popularity.map((bucket) => `${bucket.from}–${bucket.to}`), evaluations.map((each) => each.popularity.map((bucket) => bucket.share)), (part) => percent(part)))),
    single.length > 0 && pairs(single.map((metric) => [metricName(metric), evaluations.map((each) => value(each, metric)).join(' and ')])));
}

const figure = (title, about, chart) => el('figure', {class: 'figure'}, el('figcaption', {}, el('h3', {}, title), el('small', {class: 'soft'}, about ?? 'By the length of the list.')), chart);

const cut = (evaluation, metric) => evaluation.scores.filter((score) => score.metric === metric && score.cutoff !== undefined).map((score) => [score.cutoff, score.value]);

const value = (evaluation, metric) => {
  const found = evaluation.scores.find((score) => score.metric === metric);
  return found === undefined ? '–' : found.value.toPrecision(4);
};

/** The card of a model's evaluation. */
export function evaluationCard(evaluation) {
  const counts = evaluation.counts;
  const text = [counts.users !== undefined && `asked for ${count(counts.users, 'user')}`, counts.testEvents !== undefined && `tested with ${count(counts.testEvents, 'event')}`].filter(Boolean).join(', ');
  return card('Evaluation', [el('span', {class: 'soft small'}, text)],
    evaluation.scores.length === 0 ? el('p', {class: 'soft'}, 'Nothing could be measured; the notes say why.') : evaluationCharts([evaluation]),
    el('details', {}, el('summary', {class: 'small'}, 'What was counted'), pairs(Object.entries(counts).map(([name, number]) => [words(name), whole(number)]))));
}
