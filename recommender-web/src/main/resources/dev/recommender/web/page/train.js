// A training is requested: files, algorithm, options.

import {get, onceEach, post} from './api.js';
import {el, field, put, select} from './dom.js';
import {filesOf, lookAt, optionsFor, optionsOf, remember, remembered, told} from './files.js';
import {isCatalog} from './look.js';
import {parameterForm} from './parameters.js';
import {card, confirm, failure, head, lookLink, workLine} from './parts.js';
import {tuningForm} from './tuning.js';

const HOLD = ':hold-back';
const TUNE = ':tune';
const SHARE = 0.8;
const LACKING = 'So evaluated, the model is trained on about the earlier 80 % and lacks the newest events: good for measuring, not for answering. Its page then offers to train on all of it.';

export async function train({query, signal}) {
  const [{files}, {algorithms, default: usual}] = await Promise.all([get('files?limit=1000', {signal}), get('algorithms', {signal})]);
  if (files.length === 0) {
    return [head('Train'), el('section', {class: 'card empty'}, el('h2', {}, 'There is nothing to train on yet'),
      el('p', {}, 'Send a file of usage events first.'), el('a', {class: 'button primary', href: '#/data'}, 'Send a file'))];
  }
  const sources = fileFields(files.map((file) => file.name), query);
  const options = el('div');
  const details = el('details', {}, el('summary', {}, 'Options'), options);
  const budget = el('div');
  let form;
  const choose = (algorithm) => {
    form = parameterForm(algorithm);
    put(options, form.node);
    put(budget);
    details.hidden = false;
    sources.holdBack();
  };
  const tune = () => {
    form = tuningForm();
    put(budget, form.node);
    details.hidden = true;
    sources.holdNothingBack();
  };
  const description = el('input', {maxlength: '256', placeholder: 'What you would call it'});
  const faults = el('div');
  const button = el('button', {class: 'primary'}, 'Train');
  const sign = workLine();
  const keyOf = onceEach();
  let isBusy = false;
  const busy = (is) => {
    isBusy = is;
    button.setAttribute('aria-disabled', String(is));
    inputs.inert = is;
    inputs.setAttribute('aria-busy', String(is));
  };
  const submit = async (event) => {
    event.preventDefault();
    if (isBusy) {
      return;
    }
    busy(true);
    form.clear();
    put(faults);
    try {
      sources.keep();
      const request = {...await divided(sources.values(), sources.format(), sign.say, signal), ...form.request(), description: description.value.trim()};
      sign.say('Requesting the training');
      const {id} = await post('models', request, {signal, headers: {'Idempotency-Key': keyOf(request)}});
      location.hash = `#/models/${id}`;
    } catch (error) {
      busy(false);
      show(error, form, faults, sources);
    }
    sign.say();
    busy(false);
  };
  algorithms.sort((a, b) => (b.name === usual) - (a.name === usual));
  choose(algorithms[0]);
  const inputs = el('div', {class: 'stack'},
    card('Files', [sources.link], el('div', {class: 'form files'}, sources.nodes), sources.remarks),
    card('Algorithm', [], el('div', {class: 'stack'}, el('fieldset', {class: 'choices', 'aria-label': 'Algorithm'},
      algorithms.map((algorithm, i) => choice(algorithm, i === 0, () => choose(algorithm))),
      choice({name: TUNE, title: 'Find the best for me', summary: 'Tries algorithms and parameters on your data for as long as you say.'}, false, tune)),
    budget, details)),
    el('section', {class: 'card'}, field('Description', description)));
  return [head('Train', 'Files in, a model out. The defaults are a good start.'),
    el('form', {class: 'stack', onsubmit: submit}, inputs, faults, el('div', {class: 'line submit'}, button, sign.node))];
}

const choice = (algorithm, checked, chosen) => el('label', {class: 'choice'},
  el('span', {}, el('input', {type: 'radio', name: 'algorithm', value: algorithm.name, checked, onchange: chosen}), algorithm.title ?? algorithm.name), el('small', {}, algorithm.summary));

/** The files of a request, after the latest events were held back if that is wished. */
async function divided(paths, format, tell, signal) {
  const files = (options) => Object.keys(options).length > 0 && {files: filesOf(options)};
  const ofUsage = files(optionsFor('usage', format));
  if (paths.evaluation !== HOLD) {
    return {...paths, ...files(format)};
  }
  const stem = paths.usage.replace(/\.(csv|tsv|txt|jsonl|ndjson|json|dat|data)?(\.gz|\.zip)?$/i, '');
  const wanted = {usage: paths.usage, ...ofUsage, share: SHARE,
    training: `${stem}-earlier.csv`, evaluation: `${stem}-later.csv`};
  const divide = (request) => {
    tell(`Dividing ${paths.usage}, which takes a minute if it is long`);
    return post('split', request, {signal});
  };
  const split = await divide(wanted).catch((error) => {
    tell();
    return replaced(error, wanted, divide);
  });
  return {...paths, usage: split.training.file, evaluation: split.evaluation.file, ...files(optionsFor('catalog', format)),
    partOf: {usage: paths.usage, share: shareOf(split), ...(split.moment && {before: split.moment}), ...ofUsage}};
}

/** Which part of the events is left: where many have the same time, or none, it is not what was asked for. */
function shareOf({training, evaluation}) {
  const share = training.events / (training.events + evaluation.events);
  return share > 0 && share < 1 ? Number(share.toFixed(4)) : SHARE;
}

/** Divides again, over what is there, if that is wished. */
async function replaced(error, wanted, divide) {
  if (error.kind !== 'file-exists') {
    throw error;
  }
  if (await confirm('Replace the parts?', `${wanted.training} or ${wanted.evaluation} is there already, and is not what would be written now.`, 'Replace')) {
    return divide({...wanted, replace: true});
  }
  throw new Error('nothing was requested, as the files stay; choose something else to evaluate with');
}

/** Which files a training reads: as the address says, or as the names suggest. */
function fileFields(names, query) {
  const folders = [...new Set(names.filter((name) => name.includes('/')).map((name) => name.slice(0, name.lastIndexOf('/'))))];
  const isPart = (name) => /-(earlier|later)\.csv$/.test(name);
  const events = names.filter((name) => !isCatalog(name)).sort((a, b) => isPart(a) - isPart(b));
  const usage = select({}, [...names.map((name) => [name, name]), ...folders.map((name) => [name, `all of ${name}/`])], query.get('usage') ?? events[0] ?? names[0]);
  const link = el('a', {class: 'small', href: ''}, 'See how they are read');
  const near = (name) => name.startsWith(`${usage.value.split('/').slice(0, -1).join('/')}/`);
  const none = [['', 'none']];
  const files = names.map((name) => [name, name]);
  const catalog = select({}, [...none, ...files], query.get('catalog') ?? names.find((name) => isCatalog(name) && near(name)) ?? '');
  const evaluation = select({}, [['', 'nothing'], [HOLD, 'the latest fifth, held back'], ...files],
    query.get('evaluation') ?? events.find((name) => /eval|test/i.test(name) && near(name)) ?? HOLD);
  const given = optionsOf(query);
  const readAs = (as, name) => {
    const asked = name === query.get(as) ? optionsFor(as, given) : {};
    return name === '' ? {} : Object.keys(asked).length > 0 ? asked : remembered(name, as);
  };
  const format = () => ({...readAs('usage', usage.value), ...readAs('catalog', catalog.value)});
  const reading = el('p', {class: 'small soft note'});
  const own = el('p', {class: 'small soft note'}, 'The events are their own catalog: the first line of each item says what it is.');
  const lacking = el('p', {class: 'small note warn', role: 'status'});
  const aim = () => {
    link.hidden = !names.includes(usage.value);
    link.href = lookAt(usage.value, 'usage', readAs('usage', usage.value));
    reading.hidden = Object.keys(format()).length === 0;
    reading.textContent = `How they are read: ${told(format())}.`;
    own.hidden = usage.value !== catalog.value;
    lacking.textContent = evaluation.value === HOLD ? LACKING : '';
    lacking.hidden = evaluation.value !== HOLD;
  };
  [usage, catalog, evaluation].forEach((input) => input.addEventListener('change', aim));
  aim();
  let freed = false;
  return {
    holdNothingBack: () => {
      freed = evaluation.value === HOLD;
      evaluation.value = freed ? '' : evaluation.value;
      aim();
    },
    holdBack: () => {
      evaluation.value = freed && evaluation.value === '' ? HOLD : evaluation.value;
      freed = false;
      aim();
    },
    format,
    keep: () => [['usage', usage], ['catalog', catalog]].forEach(([as, {value}]) => value !== '' && remember(value, as, readAs(as, value))),
    look: (as) => {
      const file = {usage, catalog}[as]?.value;
      return file && lookLink(file, as, readAs(as, file));
    },
    link,
    remarks: el('div', {class: 'stack close below'}, reading, own, lacking),
    nodes: [field('Usage events', usage, 'Who took what, and when.'), field('Catalog', catalog, 'Names, categories and features. May be left out.'),
      field('Evaluate with', evaluation, 'Later events measure what the model would have recommended. What is held back is not trained on.')],
    values: () => Object.fromEntries([['usage', usage], ['catalog', catalog], ['evaluation', evaluation]].filter(([, input]) => input.value).map(([name, input]) => [name, input.value])),
  };
}

/** Puts each fault at the field that it is about, and the others below, with the way to a look into the file that is at fault. */
function show(error, form, faults, sources) {
  const others = (error.errors ?? []).filter((each) => !form.fault((each.field ?? '').replace(/^parameters\./, ''), each.detail));
  if (others.length > 0 || !error.errors?.length) {
    put(faults, failure(error, others.map((each) => sources.look(each.field)).find(Boolean)));
  } else {
    put(faults, failure(new Error('some options are not allowed; see above')));
    document.querySelector('details:not([hidden])')?.setAttribute('open', '');
    document.querySelector('.wrong input, .wrong select')?.focus();
  }
}
