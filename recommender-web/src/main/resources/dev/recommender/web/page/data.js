// Files to train on: dropped, sent, looked into, deleted.

import {Problem, at, fileAt, get, remove} from './api.js';
import {el, put, say} from './dom.js';
import {dropped} from './drop.js';
import {forget} from './files.js';
import {ago, bytes, percent} from './format.js';
import {look, isCatalog} from './look.js';
import {confirm, failure, head, meter} from './parts.js';
import {folderName, send, storeName} from './upload.js';

const LIMIT = 500;

export async function data({rest, query, signal}) {
  if (rest.length > 0) {
    return look(rest.join('/'), query.get('as') ?? (isCatalog(rest.join('/')) ? 'catalog' : 'usage'), query, signal);
  }
  const list = el('section', {class: 'card flush', 'aria-label': 'Files'});
  const again = async () => {
    const page = await get(`files?limit=${LIMIT}`, {signal});
    put(list, page.files.length === 0 ? el('p', {class: 'empty'}, 'No files yet.') : el('ul', {class: 'rows'}, page.files.map((file) => row(file, again))),
      page.next && el('p', {class: 'empty'}, `The first ${LIMIT} files are shown.`));
  };
  await again();
  return [head('Data', 'Usage events say who took what, and when. A catalog gives items names, categories and features.'),
    el('div', {class: 'stack'}, dropZone(signal, again), list)];
}

/** Whether there is no such file yet, or it may be replaced. */
async function mayWrite(name, signal) {
  const {files} = await get(at`files?prefix=${name}&limit=1`, {signal});
  return files[0]?.name !== name || confirm(`Replace ${name}?`, 'There is a file of this name. Models that were trained on it stay as they are.', 'Replace');
}

function row(file, again) {
  const drop = async () => {
    if (await confirm(`Delete ${file.name}?`, 'Models that were trained on it stay as they are.', 'Delete')) {
      try {
        await remove(fileAt(file.name));
        forget(file.name);
        say(`${file.name} is deleted`);
      } catch (error) {
        say(error.message, true);
      }
      await again();
    }
  };
  return el('li', {class: 'open'},
    el('div', {class: 'grow'}, el('a', {class: 'name', href: `#/data/${file.name.split('/').map(encodeURIComponent).join('/')}`}, file.name),
      el('div', {class: 'small soft'}, `${bytes(file.size)}, ${ago(file.modified)}${isCatalog(file.name) ? ', a catalog by its name' : ''}`)),
    el('button', {type: 'button', class: 'quiet danger tiny above', 'aria-label': `Delete ${file.name}`, onclick: drop}, 'Delete'));
}

/** Whether the service takes no such file, so that to send it again is of no use. */
const isRefusal = (error) => error instanceof Problem && error.status >= 400 && error.status < 500 && error.status !== 408 && error.status !== 429;

function dropZone(signal, again) {
  const becomes = el('span', {class: 'small soft', role: 'status'});
  const folder = el('input', {value: 'data', maxlength: '200', spellcheck: 'false', oninput: () => {
    const name = folderName(folder.value);
    becomes.textContent = name === folder.value ? '' : name === '' ? 'none' : `as ${name}`;
  }});
  const picker = el('input', {type: 'file', multiple: true, hidden: true, 'aria-label': 'Files to send', onchange: () => { take([...picker.files].map((file) => ({file, folder: ''}))); picker.value = ''; }});
  const progress = el('ul', {class: 'rows', 'aria-live': 'polite'});
  const zone = el('div', {class: 'drop'},
    el('h2', {}, 'Drop CSV files here, or a folder of them'),
    el('p', {class: 'soft'}, 'Events with a user, an item and, if known, a time; or a catalog. Gzip and zip are fine.'),
    el('button', {type: 'button', class: 'primary', onclick: () => picker.click()}, 'Choose files'), picker,
    el('div', {class: 'line small soft'}, el('label', {for: 'folder'}, 'into the folder'), el('span', {class: 'folder'}, folder), becomes));
  folder.id = 'folder';
  zone.addEventListener('dragover', (event) => { event.preventDefault(); zone.classList.add('over'); });
  zone.addEventListener('dragleave', () => zone.classList.remove('over'));
  zone.addEventListener('drop', (event) => {
    event.preventDefault();
    zone.classList.remove('over');
    dropped(event.dataTransfer).then((files) => (files.length > 0 ? take(files) : say('There are no files in what was dropped', true)),
      (error) => say(`What was dropped cannot be read: ${error.message}`, true));
  });

  async function take(files) {
    const sent = [];
    for (const {file, folder: inner} of files) {
      const name = storeName(`${folder.value}/${inner}`, file.name);
      if (!await mayWrite(name, signal)) {
        continue;
      }
      const state = el('div', {class: 'grow stack close'}, el('b', {class: 'break'}, name), meter(0), el('small', {class: 'soft'}, '0 %'));
      progress.append(el('li', {}, state));
      try {
        await send(file, name, signal, (part) => {
          state.children[1].style.setProperty('--part', `${100 * part}%`);
          state.children[2].textContent = percent(part);
        });
        progress.lastChild.remove();
        sent.push(name);
      } catch (error) {
        put(state, el('b', {class: 'break'}, name), failure(error), !isRefusal(error) && el('small', {class: 'soft'}, 'Drop it again to go on where it stopped.'));
      }
    }
    if (sent.length > 0 && !signal.aborted) {
      say(sent.length === 1 ? `${sent[0]} has arrived` : `${sent.length} files have arrived`);
      if (sent.length === 1 && files.length === 1) {
        location.hash = `#/data/${sent[0]}`;
      } else {
        await again();
      }
    }
  }

  return el('div', {class: 'stack close'}, zone, progress);
}
