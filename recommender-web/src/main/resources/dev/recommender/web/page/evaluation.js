// What an evaluation found, in figures and charts, beside what is popular; of two models side by side.

import {bars, curves, figure, legend} from './charts.js';
import {el} from './dom.js';
import {count, percent, score, whole, words} from './format.js';
import {card, noteText, pairs} from './parts.js';

/** What most want to see first; the others are a click away. */
const FIRST = ['ndcg', 'hit_rate', 'recall', 'precision', 'catalog_coverage'];
const NAMES = {ndcg: 'nDCG', map: 'MAP', map_at_k: 'MAP@k', mrr: 'MRR', rmse: 'RMSE', mae: 'MAE', r_precision: 'R-precision', r_squared: 'R²', rating_auc: 'Rating AUC'};
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

/** The charts of one evaluation, or of two: beside them popularity, unless it was measured by different events. */
export function evaluationCharts(evaluations, names = ['Model']) {
  const metrics = [...new Set(evaluations.flatMap((each) => each.scores.map((found) => found.metric)))];
  const byLength = metrics.filter((metric) => evaluations.every((each) => cut(each.scores, metric).length > 1));
  const others = byLength.filter((metric) => !FIRST.includes(metric));
  const single = metrics.filter((metric) => !byLength.includes(metric));
  const [{baseline}] = evaluations;
  const alike = evaluations.every((each) => JSON.stringify(values(each.baseline)) === JSON.stringify(values(baseline)));
  const shown = alike && baseline.length > 0;
  const kinds = ['', 'second'].slice(0, evaluations.length).concat('popular');
  const chart = (metric) => {
    const series = evaluations.map((each) => cut(each.scores, metric));
    const popular = shown ? cut(baseline, metric) : [];
    return figure(metricName(metric), ABOUT[metric] ?? 'By the length of the list.', curves(metricName(metric), popular.length > 0 ? [...series, popular] : series, {kinds}));
  };
  return el('div', {class: 'stack'},
    !alike && el('p', {class: 'note warn'}, 'What is popular reaches different figures in the two evaluations. So they were measured by different events, or with other rules of answers or another catalog, and the curves cannot be compared.'),
    legend(shown ? [...names, 'Popularity'] : names, kinds),
    el('div', {class: 'charts'}, FIRST.filter((metric) => byLength.includes(metric)).map(chart), percentiles(evaluations)),
    (others.length > 0 || single.length > 0) && el('details', {}, el('summary', {class: 'small'}, 'More metrics'), el('div', {class: 'stack'},
      el('div', {class: 'charts'}, others.map(chart)),
      single.length > 0 && pairs(single.map((metric) => [metricName(metric), evaluations.map((each) => value(each, metric)).join(' and ')])))));
}

const percentiles = (evaluations) => evaluations.every((each) => each.percentiles.length > 0) && figure('Popularity of what is recommended',
  'Parts of all recommendations, by the percentile of their items’ popularity.',
  bars('Popularity of what is recommended', evaluations[0].percentiles.map((bucket) => `${bucket.from}–${bucket.to}`), evaluations.map((each) => each.percentiles.map((bucket) => bucket.share)), (part) => percent(part)));

const cut = (scores, metric) => scores.filter((found) => found.metric === metric && found.cutoff !== undefined).map((found) => [found.cutoff, found.value]);

const values = (scores) => scores.map((found) => [found.metric, found.cutoff, found.value]);

const value = (evaluation, metric) => {
  const found = evaluation.scores.find((each) => each.metric === metric);
  return found === undefined ? '–' : found.value.toPrecision(4);
};

/** The card of a model's evaluation: how it stands beside popularity, what readers should know, then the charts. */
export function evaluationCard(evaluation) {
  const counts = evaluation.counts;
  const text = [counts.users !== undefined && `asked for ${count(counts.users, 'user')}`, counts.testEvents !== undefined && `tested with ${count(counts.testEvents, 'event')}`].filter(Boolean).join(', ');
  return card('Evaluation', [el('span', {class: 'soft small'}, text)],
    evaluation.scores.length === 0 ? el('p', {class: 'soft'}, 'Nothing could be measured; the notes say why.')
      : el('div', {class: 'stack'}, verdict(evaluation),
        evaluation.notes.map((note) => el('p', {class: 'note warn'}, noteText(note))),
        besidePopularity(evaluation), byLength(evaluation)),
    el('details', {}, el('summary', {class: 'small'}, 'What was counted'), pairs(Object.entries(counts).map(([name, number]) => [words(name), whole(number)]))));
}

/** The charts; on a narrow screen, where each takes much of it, they are a click away. */
const byLength = (evaluation) => (matchMedia('(max-width: 640px)').matches
  ? el('details', {}, el('summary', {class: 'small'}, 'Charts by the length of the list'), evaluationCharts([evaluation])) : evaluationCharts([evaluation]));

/** The longest lists that were measured. */
const longest = (scores) => Math.max(...scores.map((found) => found.cutoff ?? 0));

const at = (scores, metric, cutoff) => scores.find((found) => found.metric === metric && found.cutoff === cutoff);

/** The verdict, in the colour of what it says. */
function verdict({words: sentence, gains}) {
  const gain = at(gains, 'ndcg', longest(gains));
  const kind = gain?.low > 0 ? 'good' : gain?.high < 0 ? 'bad' : '';
  return sentence && el('p', {class: `note ${kind}`}, sentence);
}

/** The first metrics in figures, beside those of popularity, with intervals. */
function besidePopularity({scores, baseline, gains}) {
  const cutoff = longest(scores);
  const rows = FIRST.map((metric) => [metric, at(scores, metric, cutoff), at(baseline, metric, cutoff), at(gains, metric, cutoff)])
    .filter(([, model, popular]) => model && popular);
  return rows.length > 0 && el('div', {class: 'stack close'},
    el('div', {class: 'scroll'}, el('table', {class: 'measured'},
      el('thead', {}, el('tr', {}, ['By lists of ' + cutoff, 'Model', 'Popularity', 'Difference'].map((name, i) => el('th', {scope: 'col', class: i > 0 && 'end'}, name)))),
      el('tbody', {}, rows.map(([metric, ...figures]) => el('tr', {}, el('th', {scope: 'row'}, metricName(metric)), figures.map(measured)))))),
    el('p', {class: 'small soft'}, 'Popularity lists what most users took before the moment of each test. Below a figure stands where it would lie with other users like these, in 95 of 100 cases.'));
}

const measured = (found) => el('td', {class: 'end'}, found && [score(found.value),
  found.low !== undefined && el('div', {class: 'small soft'}, `${bound(found.low)} to ${bound(found.high)}`)]);

const bound = (number) => String(Number(number.toPrecision(3)));
