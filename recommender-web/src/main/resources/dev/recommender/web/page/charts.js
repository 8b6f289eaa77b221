// Charts in SVG, drawn by elements alone.

import {el, svg} from './dom.js';

const WIDTH = 280;
const HEIGHT = 150;
const EDGE = {left: 40, right: 14, top: 16, bottom: 24};
const KINDS = ['', 'second'];
/** About how wide a letter of an axis is, and how far its texts are apart at least. */
const LETTER = 6.4;
const GAP = 8;

/**
 * Curves over the same axis.
 *
 * @param series lists of points, each of x and y; each is drawn in a way of its own
 * @param options how y is written, whether the axis of y starts at 0, and which class each of the series has
 */
export function curves(label, series, {text = short, zero = true, kinds = KINDS} = {}) {
  const points = series.flat();
  const [left, right] = reach(points.map(([x]) => x));
  const top = Math.max(...points.map(([, y]) => y));
  const bottom = zero ? 0 : Math.min(...points.map(([, y]) => y));
  const ticks = steps(bottom, top);
  const high = ticks.at(-1);
  const low = ticks[0];
  const x = (value) => EDGE.left + (right > left ? (value - left) / (right - left) : 0.5) * (WIDTH - EDGE.left - EDGE.right);
  const y = (value) => HEIGHT - EDGE.bottom - (high > low ? (value - low) / (high - low) : 0.5) * (HEIGHT - EDGE.top - EDGE.bottom);
  const marks = [...new Set(points.map(([value]) => value))].sort((a, b) => a - b);
  const labels = axis(ticks, text);
  return svg('svg', {class: 'chart', viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: 'img', 'aria-label': `${label}: ${series.map((each) => each.map(([, value]) => text(value)).join(', ')).join('; ')}`},
    ticks.map((tick, i) => [svg('line', {class: 'grid', x1: EDGE.left, x2: WIDTH - EDGE.right, y1: y(tick), y2: y(tick)}),
      svg('text', {x: EDGE.left - 6, y: y(tick) + 4, 'text-anchor': 'end'}, labels[i])]),
    apart(marks, x).map((mark) => svg('text', {x: x(mark), y: HEIGHT - 6, 'text-anchor': 'middle'}, String(mark))),
    series.map((each, i) => [
      svg('polyline', {class: `curve ${kinds[i]}`, points: each.map(([a, b]) => `${x(a)},${y(b)}`).join(' ')}),
      each.length <= 12 && each.map(([a, b]) => svg('circle', {class: `point ${kinds[i]}`, cx: x(a), cy: y(b), r: 3.6}, svg('title', {}, `${a}: ${text(b)}`)))]));
}

/** Bars beside each other, in groups of as many as there are series; those of one can have their values above them. */
export function bars(label, names, series, text = short, {values = false} = {}) {
  const ticks = steps(0, Math.max(...series.flat(), 0));
  const y = (value) => HEIGHT - EDGE.bottom - value / (ticks.at(-1) || 1) * (HEIGHT - EDGE.top - EDGE.bottom);
  const step = (WIDTH - EDGE.left - EDGE.right) / names.length;
  const width = Math.min(34, step * 0.7 / series.length);
  return svg('svg', {class: 'chart', viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: 'img', 'aria-label': `${label}: ${names.map((name, i) => `${name} ${series.map((each) => text(each[i])).join(' and ')}`).join(', ')}`},
    ticks.map((tick) => [svg('line', {class: 'grid', x1: EDGE.left, x2: WIDTH - EDGE.right, y1: y(tick), y2: y(tick)}),
      svg('text', {x: EDGE.left - 6, y: y(tick) + 4, 'text-anchor': 'end'}, text(tick))]),
    names.map((name, i) => [
      series.map((each, k) => svg('rect', {class: `bar ${KINDS[k]}`, rx: 3, x: EDGE.left + (i + 0.5) * step + (k - series.length / 2) * width + 1,
        y: y(each[i]), width: width - 2, height: Math.max(0, y(0) - y(each[i]))}, svg('title', {}, `${name}: ${text(each[i])}`))),
      values && svg('text', {class: 'value', x: EDGE.left + (i + 0.5) * step, y: y(series[0][i]) - 5, 'text-anchor': 'middle'}, text(series[0][i])),
      svg('text', {x: EDGE.left + (i + 0.5) * step, y: HEIGHT - 6, 'text-anchor': 'middle'}, name)]));
}

/** Those marks of an axis, the first and the last among them, whose texts do not run into each other. */
function apart(marks, place) {
  const reaches = (mark) => LETTER * String(mark).length / 2;
  const last = marks.at(-1);
  const shown = [];
  for (const mark of marks) {
    const clear = (other) => Math.abs(place(mark) - place(other)) >= reaches(mark) + reaches(other) + GAP;
    if (mark === last || shown.every(clear) && clear(last)) {
      shown.push(mark);
    }
  }
  return shown;
}

export const legend = (names, kinds = KINDS) => el('div', {class: 'legend'}, names.map((name, i) => el('span', {class: kinds[i]}, name)));

/** A chart with its title, and a sentence on what it shows. */
export const figure = (title, about, chart) => el('figure', {class: 'figure'}, el('figcaption', {}, el('h3', {}, title), el('small', {class: 'soft'}, about)), chart);

const reach = (values) => [Math.min(...values), Math.max(...values)];

/** Round numbers from at most the one to at least the other. */
function steps(from, to) {
  const span = to - from || Math.abs(to) || 1;
  const power = 10 ** Math.floor(Math.log10(span / 3));
  const step = [1, 2, 5, 10].map((each) => each * power).find((each) => span / each <= 4);
  const first = Math.floor(from / step + 1e-9);
  const last = Math.max(first + 1, Math.ceil(to / step - 1e-9));
  return Array.from({length: last - first + 1}, (_, i) => Number(((first + i) * step).toPrecision(12)));
}

/** The texts of an axis: as many digits as it takes to tell its marks apart. */
function axis(ticks, text) {
  for (let digits = 3; text === short && digits < 12; digits++) {
    const labels = ticks.map((tick) => short(tick, digits));
    if (new Set(labels).size === labels.length) {
      return labels;
    }
  }
  return ticks.map((tick) => text(tick));
}

/** A number in a few digits; a large one in thousands, millions and so on. */
function short(value, digits = 3) {
  return Math.abs(value) >= 1e4 ? new Intl.NumberFormat('en', {notation: 'compact', maximumSignificantDigits: digits}).format(value)
    : Number(value.toPrecision(digits)).toString();
}
