// Which view is shown, by the part of the address after #.

import {el, put} from './dom.js';
import {showKey} from './key.js';
import {failure, nameWindow} from './parts.js';
import {overview} from './overview.js';
import {model} from './model.js';
import {data} from './data.js';
import {train} from './train.js';
import {ask} from './ask.js';
import {compare} from './compare.js';
import {neighborhood} from './neighborhood.js';

/** A view of one thing, or of all where none is named. */
const one = (view, all) => (place) => (place.rest.some((name) => name !== '') ? view(place) : all(place));
const VIEWS = {'': overview, models: one(model, overview), data, train, try: ask, compare, items: one(neighborhood, ask)};
const TABS = {models: '#/', items: '#/try'};
let shown = new AbortController();

async function show() {
  const [path, query] = location.hash.replace(/^#\/?/, '').split('?');
  const [name, ...rest] = path.split('/');
  shown.abort();
  const controller = shown = new AbortController();
  const view = document.getElementById('view');
  mark(name);
  view.setAttribute('aria-busy', 'true');
  let content;
  try {
    const place = {rest: rest.map(decodeURIComponent), query: new URLSearchParams(query), signal: controller.signal};
    content = await (Object.hasOwn(VIEWS, name) ? VIEWS[name] : missing)(place);
  } catch (error) {
    content = failure(error instanceof URIError ? new Error('the address is broken: a percent sign has no two digits after it') : error);
  }
  if (!controller.signal.aborted) {
    put(view, content);
    view.setAttribute('aria-busy', 'false');
    nameWindow();
  }
}

function mark(name) {
  const tab = TABS[name] ?? `#/${name}`;
  document.querySelectorAll('nav a').forEach((link) => {
    if (link.getAttribute('href') === tab) {
      link.setAttribute('aria-current', 'page');
      link.scrollIntoView({block: 'nearest', inline: 'nearest'});
    } else {
      link.removeAttribute('aria-current');
    }
  });
}

const missing = () => el('div', {class: 'card empty'}, el('h2', {}, 'There is nothing here'), el('a', {href: '#/'}, 'To the models'));

/** A question is of the view that asked it. */
const closeDialogs = () => document.querySelectorAll('dialog[open]:not([data-stays])').forEach((dialog) => dialog.close());

document.querySelector('.skip').addEventListener('click', (event) => {
  event.preventDefault();
  document.getElementById('view').focus();
});
window.addEventListener('hashchange', (event) => {
  closeDialogs();
  const view = (address) => new URL(address).hash.split('?')[0];
  if (view(event.oldURL) !== view(event.newURL)) {
    window.scrollTo(0, 0);
    document.getElementById('view').focus({preventScroll: true});
  }
  show();
});
showKey();
show();
