// What an evaluation found, in figures and charts; of two models side by side.

import {bars, curves, figure, legend} from './charts.js';
import {el} from './dom.js';
import {count, percent, whole, words} from './format.js';
import {card, pairs} from './parts.js';

/** What most want to see first; the others are a click away. */
const FIRST = ['ndcg', 'hit_rate', 'recall', 'precision', 'catalog_coverage'];
const NAMES = {ndcg: 'NDCG', map: 'MAP', map_at_k: 'MAP@k', mrr: 'MRR', rmse: 'RMSE', mae: 'MAE', r_precision: 'R-precision', r_squared: 'R²', rating_auc: 'Rating AUC'};
const ABOUT = {
  ndcg: 'How far up in the list what users took later stands.',
  hit_rate: 'The part of users whose list has something that they took later.',
  recall: 'How much of what users took later the list has.',
  precision: 'The part of the list that users took later.',
  catalog_coverage: 'The part of all items that anyone gets recommended.',
  mrr: 'One divided by the place of the first item that was taken later.',
  novelty: 'How rare what is recommended is, in bits.',
  diversity: 'How little the items of a list resemble each other.',
  unexpectedness: 'How little they resemble what the user took before.',
  serendipity: 'The same, of items that were taken later.',
};

/** A metric's name for people. */
export const metricName = (metric) => NAMES[metric] ?? words(metric.replaceAll('_', ' '));

/** The charts of one evaluation, or of two. */
export function evaluationCharts(evaluations, names = []) {
  const metrics = [...new Set(evaluations.flatMap((each) => each.scores.map((score) => score.metric)))];
  const byLength = metrics.filter((metric) => evaluations.every((each) => cut(each, metric).length > 1));
  const others = byLength.filter((metric) => !FIRST.includes(metric));
  const single = metrics.filter((metric) => !byLength.includes(metric));
  const chart = (metric) => figure(metricName(metric), ABOUT[metric] ?? 'By the length of the list.', curves(metricName(metric), evaluations.map((each) => cut(each, metric))));
  return el('div', {class: 'stack'},
    names.length > 1 && legend(names),
    el('div', {class: 'charts'}, FIRST.filter((metric) => byLength.includes(metric)).map(chart), popularity(evaluations)),
    (others.length > 0 || single.length > 0) && el('details', {}, el('summary', {class: 'small'}, 'More metrics'), el('div', {class: 'stack'},
      el('div', {class: 'charts'}, others.map(chart)),
      single.length > 0 && pairs(single.map((metric) => [metricName(metric), evaluations.map((each) => value(each, metric)).join(' and ')])))));
}

const popularity = (evaluations) => evaluations.every((each) => each.popularity.length > 0) && figure('Popularity',
  'Parts of all recommendations, by the percentile of their items’ popularity.',
  bars('Popularity', evaluations[0].popularity.map((bucket) => `${bucket.from}–${bucket.to}`), evaluations.map((each) => each.popularity.map((bucket) => bucket.share)), (part) => percent(part)));

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
