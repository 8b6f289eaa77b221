// A look into a file: what its columns were taken for, what was understood, and which lines are wrong.

import {post} from './api.js';
import {el, field, put, select} from './dom.js';
import {count, day, whole} from './format.js';
import {card, failure, head, pairs, tiles} from './parts.js';

const DELIMITERS = [['', 'as found'], [',', 'comma'], [';', 'semicolon'], ['tab', 'tab'], ['|', 'bar'], ['::', '::']];
const HEADERS = [['', 'as found'], ['yes', 'there is one'], ['no', 'there is none']];

/** Whether a name sounds like a catalog's. */
export const isCatalog = (name) => /catalog|catalogue|item|product|movie|article/i.test(name.split('/').pop());

export function look(name, as, signal) {
  const found = el('div', {class: 'stack waiting'});
  let format = {};
  const again = async () => {
    found.classList.add('fading');
    try {
      const files = Object.fromEntries(Object.entries(format).filter(([, value]) => value !== ''));
      put(found, content(await post('inspect', {[as]: name, ...(Object.keys(files).length > 0 && {files})}, {signal}), as));
    } catch (error) {
      if (!signal.aborted) {
        put(found, failure(error));
      }
    }
    found.classList.remove('fading');
  };
  again();
  const query = () => {
    const fields = new URLSearchParams({[as]: name});
    Object.entries(format).filter(([, value]) => value !== '').forEach(([option, value]) => fields.set(option, value));
    return fields;
  };
  const train = el('a', {class: 'button primary', href: `#/train?${query()}`}, as === 'catalog' ? 'Train with it' : 'Train on it');
  const form = options(as, (changed) => {
    format = {...format, ...changed};
    train.href = `#/train?${query()}`;
    again();
  });
  const address = `#/data/${name.split('/').map(encodeURIComponent).join('/')}`;
  const kind = select({'aria-label': 'Read it as', onchange: () => location.replace(`${address}?as=${kind.value}`)}, [['usage', 'usage events'], ['catalog', 'catalog']], as);
  return [head(name.split('/').pop(), name.includes('/') ? name : undefined, el('a', {class: 'button', href: '#/data'}, 'All files'), train),
    el('div', {class: 'sidebar results-first'}, el('aside', {class: 'card stack'}, el('h2', {}, 'How it is read'), field('As', kind), form), found)];
}

function options(as, change) {
  const prefix = as === 'catalog' ? (name) => `catalog${name[0].toUpperCase()}${name.slice(1)}` : (name) => name;
  const text = (option, label, remark, placeholder) => {
    const input = el('input', {placeholder, spellcheck: 'false', onchange: () => change({[prefix(option)]: input.value.trim()})});
    return field(label, input, remark);
  };
  const choice = (option, label, choices) => {
    const input = select({onchange: () => change({[prefix(option)]: input.value})}, choices, '');
    return field(label, input);
  };
  const example = as === 'catalog' ? 'id=sku,name=title,feature=genre' : 'user=uid,item=sku,time=at';
  return el('div', {class: 'stack'},
    text('columns', 'Columns', 'Which column of the header is what; as found, if empty.', example),
    choice('delimiter', 'Delimiter', DELIMITERS),
    as === 'usage' && choice('header', 'Header', HEADERS),
    as === 'usage' && text('timeFormat', 'Times', 'A pattern, such as dd.MM.yyyy HH:mm.', 'as found'),
    text('charset', 'Charset', 'Of files without a byte order mark.', 'UTF-8'));
}

function content(seen, as) {
  const layout = seen.layouts[0];
  const isUsage = as === 'usage';
  return [
    seen.refused && el('div', {class: 'note bad', role: 'alert'}, `A training would refuse this: ${seen.refused}`),
    !seen.whole && el('div', {class: 'note warn'}, 'The file is long; only its start was looked into.'),
    tiles(['Lines', whole(seen.lines)], ['Accepted', whole(seen.accepted)], ['Rejected', whole(seen.rejected)],
      seen.leftOut > 0 ? ['Left out', whole(seen.leftOut)] : ['', undefined],
      isUsage ? ['Users', whole(seen.users)] : ['', undefined], ['Items', whole(seen.items)]),
    layout && card('What it was taken for', [el('span', {class: 'soft small'}, manner(layout))], columns(layout, seen, isUsage)),
    wrong(seen)];
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

function wrong(seen) {
  const problems = [...seen.errors, ...seen.warnings];
  if (problems.length === 0) {
    return seen.lines > 0 && el('div', {class: 'note good'}, 'Every line that was read can be used.');
  }
  return card('What is wrong', [el('span', {class: 'soft small'}, seen.rejected > 0 ? `${count(seen.rejected, 'line')} rejected` : `${count(seen.leftOut, 'line')} left out`)],
    el('ul', {}, problems.map((problem) => el('li', {}, `${count(problem.count, 'line')}: ${reason(problem.reason)}. `, el('span', {class: 'soft'}, `Remedy: ${problem.remedy}.`)))),
    el('div', {class: 'scroll'}, el('table', {},
      el('thead', {}, el('tr', {}, ['Line', 'Reason', 'What it says'].map((name) => el('th', {scope: 'col'}, name)))),
      el('tbody', {}, seen.faults.map((fault) => el('tr', {}, el('td', {}, whole(fault.line)), el('td', {}, reason(fault.reason)), el('td', {}, fault.detail)))))),
    seen.faults.length < seen.rejected + seen.leftOut && el('p', {class: 'small soft'}, `The first ${seen.faults.length} are shown.`));
}

const reason = (name) => name.toLowerCase().replaceAll('_', ' ');
