// A look into a file: what its columns were taken for, what was understood, and which lines are wrong.

import {pause, post} from './api.js';
import {el, field, put, select} from './dom.js';
import {OPTIONS, filesOf, lookAt, optionsFor, optionsOf, remember, remembered} from './files.js';
import {count, day, whole} from './format.js';
import {BAR, card, failure, head, noteText, pairs, tiles, workplace} from './parts.js';

const DELIMITERS = [['', 'as found'], [',', 'comma'], [';', 'semicolon'], ['tab', 'tab'], ['|', 'bar'], ['::', '::']];
const HEADERS = [['', 'as found'], ['yes', 'there is one'], ['no', 'there is none']];
const USERLESS = 'files.skipRowsWithoutUser';
const BUSY = 1000;
const EXAMPLES = 3;
const SAYING = {name: 'the items’ names', category: 'their categories', feature: 'a feature'};

/** Whether a name sounds like a catalog's. */
export const isCatalog = (name) => /catalog|catalogue|item|product|movie|article/i.test(name.split('/').pop());

export function look(name, as, asked, signal) {
  const place = workplace();
  const given = optionsFor(as, optionsOf(asked));
  let format = Object.keys(given).length > 0 ? given : remembered(name, as);
  let number = 0;
  const again = async () => {
    const mine = ++number;
    const isLast = () => mine === number && !signal.aborted;
    const files = filesOf(format);
    place.begin(`Looking into ${name}`);
    try {
      const seen = await looked({[as]: name, ...(Object.keys(files).length > 0 && {files})}, isLast, signal);
      if (isLast()) {
        place.end(content(seen, as, () => { change({skipRowsWithoutUser: 'true'}); draw(); }));
      }
      // Another look, for which nobody who wants to see this one waits.
      const own = as === 'usage' && isLast() && await ownCatalog(name, seen, format, isLast, signal).catch(() => undefined);
      if (isLast()) {
        put(offer, own && ownNote(own));
        offer.hidden = !own;
      }
    } catch (error) {
      if (isLast()) {
        place.end(failure(error));
      }
    }
  };
  const query = () => {
    const fields = new URLSearchParams({[as]: name});
    Object.entries(format).filter(([, value]) => value !== '').forEach(([option, value]) => fields.set(option, value));
    return fields;
  };
  const train = el('a', {class: 'button primary', href: `#/train?${query()}`}, as === 'catalog' ? 'Train with it' : 'Train on it');
  const form = el('div');
  const offer = el('div', {role: 'status', hidden: true});
  const draw = () => put(form, options(as, format, change));
  const change = (changed) => {
    format = optionsFor(as, {...format, ...changed});
    remember(name, as, format);
    history.replaceState(null, '', lookAt(name, as));
    train.href = `#/train?${query()}`;
    anew.hidden = Object.keys(format).length === 0;
    again();
  };
  const anew = el('button', {type: 'button', class: 'quiet tiny', hidden: Object.keys(format).length === 0, onclick: () => {
    change(Object.fromEntries(Object.keys(format).map((option) => [option, ''])));
    draw();
    kind.focus();
  }}, 'As found again');
  const kind = select({'aria-label': 'Read it as', onchange: () => location.replace(lookAt(name, kind.value))}, [['usage', 'usage events'], ['catalog', 'catalog']], as);
  draw();
  again();
  return [head(name.split('/').pop(), name.includes('/') ? name : undefined, el('a', {class: 'button', href: '#/data'}, 'All files'), train),
    el('div', {class: 'sidebar results-first'}, el('aside', {class: 'card stack'}, el('div', {class: 'line spread'}, el('h2', {}, 'How it is read'), anew), field('As', kind), form), el('div', {class: 'stack'}, place.node, offer))];
}

/** A look, as soon as the server is free for one: it holds the ids of few files at the same time. */
async function looked(request, isLast, signal) {
  for (;;) {
    try {
      return await post('inspect', request, {signal});
    } catch (error) {
      if (error.kind !== 'overloaded' || !isLast()) {
        throw error;
      }
      await pause(BUSY, signal);
    }
  }
}

/** What a file of events says of its items in columns that events do not use: those columns, and how to train with it as its own catalog. */
async function ownCatalog(name, {layouts: [layout]}, format, isLast, signal) {
  const unused = layout?.header ? layout.columns.filter((column) => column.role === 'unused').map((column) => column.name) : [];
  if (unused.length === 0) {
    return undefined;
  }
  const {delimiter, charset} = format;
  const kept = remembered(name, 'catalog');
  const options = Object.keys(kept).length > 0 ? kept
    : optionsFor('catalog', {...(delimiter && {catalogDelimiter: delimiter}), ...(charset && {catalogCharset: charset})});
  const seen = await looked({catalog: name, ...(Object.keys(options).length > 0 && {files: filesOf(options)})}, isLast, signal);
  const columns = seen.layouts[0]?.columns ?? [];
  const called = (list, role) => list.find((column) => column.role === role)?.name;
  const told = columns.filter((column) => SAYING[column.role] && unused.includes(column.name));
  return !seen.refused && told.length > 0 && called(columns, 'id') === called(layout.columns, 'item')
    && {told: told.map((column) => `${column.name} as ${SAYING[column.role]}`).join(', '), href: `#/train?${new URLSearchParams({usage: name, catalog: name, ...format, ...options})}`};
}

const ownNote = (own) => el('div', {class: 'note stack close'}, el('div', {}, `The file can be its own catalog, with ${own.told}. The first line of each item counts.`),
  el('div', {class: 'line'}, el('a', {class: 'button tiny', href: own.href}, 'Train with it as its own catalog')));

/** The options of a file, as a form that has what is set. */
function options(as, set, change) {
  const prefix = as === 'catalog' ? (name) => `catalog${name[0].toUpperCase()}${name.slice(1)}` : (name) => name;
  const text = (option, remark, placeholder, props = {}) => {
    const input = el('input', {value: set[prefix(option)] ?? '', placeholder, spellcheck: 'false', ...props, onchange: () => change({[prefix(option)]: input.value.trim()})});
    return field(OPTIONS[option] ?? OPTIONS[prefix(option)], input, remark);
  };
  const choice = (option, choices) => {
    const input = select({onchange: () => change({[prefix(option)]: input.value})}, choices, set[prefix(option)] ?? '');
    return field(OPTIONS[option], input);
  };
  const userless = el('input', {type: 'checkbox', checked: set.skipRowsWithoutUser === 'true', onchange: () => change({skipRowsWithoutUser: userless.checked ? 'true' : ''})});
  const example = as === 'catalog' ? 'id=sku,name=title,feature=genre' : 'user=uid,item=sku,time=at';
  return el('div', {class: 'stack'},
    text('columns', 'Which column of the header is what; as found, if empty.', example),
    as === 'catalog' && text('valueSeparator', 'Between the values of a feature, such as |.', 'none'),
    choice('delimiter', DELIMITERS),
    as === 'usage' && choice('header', HEADERS),
    as === 'usage' && text('timeFormat', 'A pattern, such as dd.MM.yyyy HH:mm.', 'as found'),
    text('charset', 'Of files without a byte order mark.', 'UTF-8'),
    text('maxErrors', 'With more, a training refuses the file.', '100, or a tenth of a file', {inputmode: 'numeric', maxlength: '9'}),
    as === 'usage' && el('label', {class: 'check'}, userless, OPTIONS.skipRowsWithoutUser));
}

function content(seen, as, leaveOut) {
  const layout = seen.layouts[0];
  const isUsage = as === 'usage';
  return [
    seen.refused && el('div', {class: 'note bad', role: 'alert'}, el('div', {}, `A training would refuse this: ${inPage(seen.refused)}.`),
      isMostlyUserless(seen) && el('div', {class: 'line'}, el('span', {}, 'Lines without a user teach nothing of anyone. '), el('button', {type: 'button', class: 'tiny', onclick: leaveOut}, 'Leave them out'))),
    !seen.whole && el('div', {class: 'note warn'}, 'The file is long; only its start was looked into.'),
    tiles(['Lines', whole(seen.lines)], ['Accepted', whole(seen.accepted)], ['Rejected', whole(seen.rejected)],
      seen.leftOut > 0 ? ['Left out', whole(seen.leftOut)] : ['', undefined],
      isUsage ? ['Users', whole(seen.users)] : ['', undefined], ['Items', whole(seen.items)]),
    seen.refused && seen.lines > 0 && el('p', {class: 'small soft'}, 'These figures are of the lines that were read until there were too many wrong ones.'),
    seen.notes.length > 0 && el('div', {class: 'note warn'}, seen.notes.map((note) => el('div', {}, noteText(withValue(inPage(note), seen), seen.layouts)))),
    layout && card('What it was taken for', [el('span', {class: 'soft small'}, manner(layout))], columns(layout, seen, isUsage)),
    wrong(seen, leaveOut)];
}

function manner(layout) {
  const names = {'': 'JSON lines', ',': 'comma', ';': 'semicolon', '\t': 'tab'};
  return [layout.charset, names[layout.delimiter] ?? `delimiter ${layout.delimiter}`, layout.delimiter && (layout.header ? 'header' : 'no header'),
    layout.linesSkipped > 0 && `${count(layout.linesSkipped, 'line')} at the start skipped`].filter(Boolean).join(', ');
}

/** The columns with their roles, above the first records as they were understood. */
function columns(layout, seen, isUsage) {
  const used = layout.columns.filter((column) => column.role !== 'unused');
  const unused = layout.columns.filter((column) => column.role === 'unused');
  const rows = isUsage ? seen.events : seen.entries;
  const shown = isUsage ? used : [...used.filter((column) => column.role !== 'feature'),
    ...(rows.some((row) => Object.keys(row.features).length > 0) ? [{role: 'features', name: '', format: ''}] : [])];
  return [
    el('div', {class: 'scroll'}, el('table', {},
      el('thead', {}, el('tr', {}, shown.map((column) => el('th', {scope: 'col'}, el('span', {class: 'role'}, column.role), column.name, column.format && el('small', {}, ` (${column.format})`))))),
      el('tbody', {}, rows.map((row) => el('tr', {}, shown.map((column) => el('td', {}, value(row, column.role)))))))),
    unused.length > 0 && el('p', {class: 'small soft'}, `Not used: ${unused.map((column) => column.name).join(', ')}`),
    isUsage && pairs([
      ['Times', layout.firstTime ? `${day(layout.firstTime)} to ${day(layout.lastTime)}` : 'none'],
      layout.firstTime && layout.blankTimes > 0 ? ['Events without a time', whole(layout.blankTimes)] : undefined,
      Object.keys(layout.types).length > 0 ? ['Types', Object.entries(layout.types).map(([type, number]) => `${type} ${whole(number)}`).join(', ')] : undefined,
    ].filter(Boolean))];
}

function value(row, role) {
  if (role === 'features') {
    return Object.entries(row.features).map(([name, values]) => `${name}: ${values.join(', ')}`).join('; ');
  }
  const text = role === 'id' ? row.item : row[role];
  return role === 'time' && text ? text.replace('T', ' ').replace(/(:00)?(\.000)?Z$/, '') : text ?? '';
}

/** Whether most of the rejected lines name no user. */
const isMostlyUserless = (seen) => seen.faults.filter((each) => each.remedy.includes(USERLESS)).reduce((sum, {count: lines}) => sum + lines, 0) * 2 > seen.rejected;

function wrong(seen, leaveOut) {
  const kinds = kindsOf(seen);
  if (kinds.length === 0) {
    return seen.lines > 0 && el('div', {class: 'note good'}, 'Every line that was read can be used.');
  }
  const rest = [seen.rejected > 0 && `${count(seen.rejected, 'line')} rejected`, seen.leftOut > 0 && `${count(seen.leftOut, 'line')} left out`];
  return card(seen.rejected > 0 ? 'What is wrong' : 'What is left out', [el('span', {class: 'soft small'}, rest.filter(Boolean).join(', '))],
    el('ul', {class: 'plain'}, kinds.map((kind) => el('li', {}, `${count(kind.count, 'line')}: ${reason(kind.reason)}. `,
      el('span', {class: 'soft'}, `Remedy: ${inPage(kind.remedy)}. `),
      !seen.refused && kind.remedy.includes(USERLESS) && el('button', {type: 'button', class: 'tiny', onclick: leaveOut}, 'Leave them out')))),
    el('div', {class: 'scroll'}, el('table', {},
      el('thead', {}, el('tr', {}, el('th', {scope: 'col', class: 'end'}, 'How many'), ['Reason', 'What it says, and where'].map((name) => el('th', {scope: 'col'}, name)))),
      el('tbody', {}, kinds.map((kind) => el('tr', {}, el('td', {class: 'end'}, whole(kind.count)), el('td', {}, reason(kind.reason)), el('td', {class: 'break'}, examples(kind))))))));
}

/** What is wrong, by its reason: how many lines it is all in all, and what some of them say. */
function kindsOf({errors, warnings, faults}) {
  const kinds = new Map();
  [...errors, ...warnings].forEach((problem) => {
    const kind = kinds.get(problem.reason) ?? {...problem, count: 0, faults: faults.filter((fault) => fault.reason === problem.reason)};
    kinds.set(problem.reason, {...kind, count: kind.count + problem.count, remedy: [kind, ...kind.faults].find((each) => each.remedy.includes(USERLESS))?.remedy ?? kind.remedy});
  });
  return [...kinds.values()];
}

/** The first of a kind; lines that say the same stand together. */
function examples({count: all, faults}) {
  const shown = faults.slice(0, EXAMPLES);
  const left = all - shown.reduce((sum, fault) => sum + fault.count, 0);
  return [shown.map((fault) => el('div', {}, fault.detail, el('span', {class: 'soft'}, `, ${where(fault)}`))),
    shown.length > 0 && left > 0 && el('div', {class: 'soft'}, `${count(left, 'more line')} for the same reason`)];
}

const reason = (name) => name.toLowerCase().replaceAll('_', ' ');

const where = ({lines, count: all}) => `${all === 1 ? 'line' : 'lines'} ${lines.map(whole).join('; ')}${all > lines.length ? ' …' : ''}`;

/** A note with a value of the file that has the bar of which it speaks. */
function withValue(note, {entries}) {
  const value = entries.flatMap(({category, features}) => [category, ...Object.values(features).flat()]).find((text) => text?.includes('|'));
  return value ? note.replace(BAR, () => `which is the | of “${value}”`) : note;
}

/** A remedy in the words of the page: the options of a request are fields here. */
const inPage = (text) => text.replace(` by ${USERLESS}`, '').replace(/ by files\.(\w+)/g, (_, option) => ` by “${OPTIONS[option.replace(/^catalog(.)/, (_all, first) => first.toLowerCase())] ?? OPTIONS[option] ?? option}”`);
