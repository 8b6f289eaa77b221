// Files are sent in parts. What has arrived is not sent again, not even after the page was closed meanwhile.

import {Problem, at, get, onceEach, pause, post, set} from './api.js';
import {forget} from './files.js';

const PART = 8 << 20;
const TRIES = 4;

/** Sends a file, and reports how much of it has arrived. */
export async function send(file, name, signal, report) {
  const parts = Math.max(1, Math.ceil(file.size / PART));
  const {id, arrived} = await begin(file, name, signal);
  for (let number = 1; number <= parts; number++) {
    const part = file.slice((number - 1) * PART, number * PART);
    if (arrived.get(number) !== part.size) {
      await repeated(() => set(at`uploads/${id}/parts/${number}`, part, {signal}), signal);
    }
    report(file.size > 0 ? Math.min(1, number * PART / file.size) : 1);
  }
  const whole = {parts, bytes: file.size};
  const once = {'Idempotency-Key': onceEach()(whole)};
  const stored = await repeated(() => post(at`uploads/${id}/complete`, whole, {signal, headers: once}), signal);
  localStorage.removeItem(place(file, name));
  // Another file of the same name may be laid out in another way.
  forget(name);
  return stored;
}

/** Goes on with an upload of the same file, if there is one. */
async function begin(file, name, signal) {
  const known = localStorage.getItem(place(file, name));
  if (known) {
    try {
      const upload = await get(at`uploads/${known}`, {signal});
      return {id: known, arrived: new Map(upload.parts.map(({part, size}) => [part, size]))};
    } catch (error) {
      if (!(error instanceof Problem) || error.status !== 404) {
        throw error;
      }
    }
  }
  const {id} = await post('uploads', {file: name}, {signal});
  localStorage.setItem(place(file, name), id);
  return {id, arrived: new Map()};
}

const place = (file, name) => `recommender-upload ${name} ${file.size} ${file.lastModified}`;

/** Tries again what a server or the way to it has failed at. */
async function repeated(action, signal) {
  for (let tries = 1; ; tries++) {
    try {
      return await action();
    } catch (error) {
      const hopeless = !(error instanceof Problem) || error.status >= 400 && error.status < 500 && error.status !== 408 && error.status !== 429;
      if (hopeless || tries === TRIES || signal.aborted) {
        throw error;
      }
      await pause(500 * 2 ** tries, signal);
    }
  }
}

const segment = (text) => text.normalize('NFKD').replace(/\p{M}/gu, '').replace(/[^A-Za-z0-9_.=+-]+/g, '-').replace(/^[^A-Za-z0-9_]+|\.+$/g, '');

/** A name for a folder of the store, of the characters that a store takes; empty if nothing is left of it. */
export const folderName = (folder) => folder.split('/').map((part) => segment(part.trim())).filter(Boolean).join('/');

/** A name for a file in the store. */
export const storeName = (folder, name) => [folderName(folder), segment(name) || 'file'].filter(Boolean).join('/');
