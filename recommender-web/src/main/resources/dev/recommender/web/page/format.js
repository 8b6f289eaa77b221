// Numbers, times and names for people.

const WHOLE = new Intl.NumberFormat('en', {maximumFractionDigits: 0});
const DATE = new Intl.DateTimeFormat('en', {dateStyle: 'medium', timeStyle: 'short'});
const MOMENT = new Intl.DateTimeFormat('en', {dateStyle: 'medium', timeStyle: 'medium'});
const DAY = new Intl.DateTimeFormat('en', {dateStyle: 'medium', timeZone: 'UTC'});

export const whole = (number) => WHOLE.format(number);
export const count = (number, one, many = `${one}s`) => `${whole(number)} ${number === 1 ? one : many}`;
export const percent = (part, digits = 0) => `${(100 * part).toFixed(digits)} %`;
export const date = (moment) => DATE.format(new Date(moment));
export const moment = (time) => MOMENT.format(new Date(time));
export const day = (moment) => DAY.format(new Date(moment));

/** A score in so many digits that two of a list can be told apart. */
export const score = (number) => number === 0 ? '0' : Math.abs(number) >= 1000 || Math.abs(number) < 0.0001
  ? number.toExponential(2) : String(Number(number.toPrecision(4)));

export function bytes(size) {
  const unit = size < 1 ? 0 : Math.min(4, Math.floor(Math.log(size) / Math.log(1000)));
  return unit === 0 ? `${size} bytes` : `${(size / 1000 ** unit).toPrecision(3)} ${['', 'kB', 'MB', 'GB', 'TB'][unit]}`;
}

export function seconds(time) {
  return time < 0.9995 ? `${Math.round(time * 1000)} ms` : time < 120 ? `${time.toPrecision(3)} s` : `${Math.round(time / 60)} min`;
}

/** A span of time in the largest units that it fills, as it is typed; any other text as it is. */
export function span(text) {
  const found = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?)?$/.exec(text);
  if (!found || found.slice(1).every((part) => part === undefined)) {
    return text;
  }
  const [days, hours, minutes, rest] = found.slice(1).map((part) => Number(part ?? 0));
  let left = ((days * 24 + hours) * 60 + minutes) * 60 + rest;
  const parts = [['d', 86400], ['h', 3600], ['m', 60]].map(([unit, size]) => {
    const fill = Math.floor(left / size);
    left -= fill * size;
    return fill > 0 ? `${fill}${unit}` : '';
  });
  return parts.join('') + (left > 0 || parts.every((part) => part === '') ? `${Number(left.toFixed(3))}s` : '');
}

/** How long ago something was. */
export function ago(moment) {
  const passed = (Date.now() - new Date(moment)) / 1000;
  return passed < 60 ? 'just now' : passed < 5400 ? `${Math.round(passed / 60)} min ago`
    : passed < 129600 ? `${Math.round(passed / 3600)} h ago` : day(moment);
}

/** What people call a model: what its requester called it, or how and when it was made. */
export const modelName = (model) => model.description || `${model.algorithm ?? (isTuning(model) ? 'tuning' : 'model')}, ${date(model.created)}`;

/** Whether its algorithm is being looked for, as far as that is known. */
const isTuning = ({request, trial, phase}) => request?.tuning !== undefined || trial !== undefined || phase?.startsWith('tuning: ');

/** The end of an id, which tells models apart. */
export const shortId = (id) => id.slice(-6);

/** A hue for a text, always the same. */
export function hue(text) {
  let hash = 7;
  for (const char of text) {
    hash = (hash * 31 + char.codePointAt(0)) % 100003;
  }
  return String((hash * 47) % 360);
}

/** The words of a name in camel case. */
export const words = (name) => {
  const text = name.replace(/([A-Z])/g, ' $1').toLowerCase();
  return text[0].toUpperCase() + text.slice(1);
};
