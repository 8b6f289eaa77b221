// The service's addresses, below /api/v1 of the server that sent the page.

import {needKey, key} from './key.js';

const ROOT = new URL('../api/v1/', import.meta.url);

/** A refusal of the service, as problem details have it. */
export class Problem extends Error {
  constructor(status, body) {
    super(body.detail ?? `the server answered with status ${status}`);
    this.status = status;
    this.kind = (body.type ?? '').replace('urn:dev.recommender:problem:', '');
    this.errors = body.errors ?? [];
  }
}

/** An address whose values are encoded: at`models/${id}`. */
export const at = (parts, ...values) =>
  parts.reduce((path, part, i) => path + encodeURIComponent(values[i - 1] ?? '') + part);

/** The address of a file, whose folders stay folders. */
export const fileAt = (name) => `files/${name.split('/').map(encodeURIComponent).join('/')}`;

export const get = (path, options) => call('GET', path, options);
export const post = (path, body, options) => call('POST', path, {...options, body});
export const set = (path, body, options) => call('PUT', path, {...options, body});
export const remove = (path, options) => call('DELETE', path, options);

async function call(method, path, options = {}) {
  const answer = await send(method, path, options);
  return answer.status === 204 ? undefined : answer.json();
}

/** Sends a request, with the key if there is one, and asks for a key where one is needed. */
async function send(method, path, {body, headers, signal} = {}) {
  const isRaw = body instanceof Blob;
  for (;;) {
    const used = key();
    const all = new Headers(headers);
    if (used) {
      all.set('x-api-key', used);
    }
    if (body !== undefined && !isRaw) {
      all.set('Content-Type', 'application/json');
    }
    const answer = await reach(new URL(path, ROOT),
      {method, headers: all, signal, body: isRaw || body === undefined ? body : JSON.stringify(body)});
    if (answer.ok) {
      return answer;
    }
    const problem = new Problem(answer.status, await answer.json().catch(() => ({})));
    const isShort = answer.status === 403 && problem.kind === 'forbidden' && used;
    if (answer.status !== 401 && !isShort) {
      throw problem;
    }
    await needKey(used, isShort ? problem.message : undefined);
  }
}

async function reach(address, options) {
  try {
    return await fetch(address, options);
  } catch (error) {
    throw error.name === 'AbortError' ? error : new Problem(0, {detail: 'the server cannot be reached'});
  }
}

/** What a server sends as events, from one connection after the other until it ends the stream for good. */
export async function listen(path, signal, hear) {
  let last;
  while (!signal.aborted) {
    try {
      const answer = await send('GET', path, {signal, headers: last ? {'Last-Event-ID': last} : {}});
      if (answer.status === 204) {
        return;
      }
      await read(answer.body, (event) => {
        last = event.id ?? last;
        hear(event.event, JSON.parse(event.data));
      });
    } catch (error) {
      if (signal.aborted || error.status >= 400 && error.status < 500) {
        throw error;
      }
    }
    await pause(1000, signal);
  }
}

async function read(stream, hear) {
  const reader = stream.pipeThrough(new TextDecoderStream()).getReader();
  for (let rest = ''; ;) {
    const {done, value} = await reader.read();
    if (done) {
      return;
    }
    const blocks = (rest + value).split('\n\n');
    rest = blocks.pop();
    blocks.map(fields).filter((event) => event.data).forEach(hear);
  }
}

const fields = (block) => Object.fromEntries(block.split('\n')
  .map((line) => /^(\w+): (.*)$/.exec(line)).filter(Boolean).map(([, name, value]) => [name, value]));

/** Waits; ends early when the view does. */
export const pause = (millis, signal) => new Promise((done) => {
  const timer = setTimeout(done, millis);
  signal?.addEventListener('abort', () => { clearTimeout(timer); done(); }, {once: true});
});

/** Keys by which the server knows a request that it has seen: the same one for the same request, if that is sent again. */
export function onceEach() {
  let last = {};
  return (request) => {
    const text = JSON.stringify(request);
    last = last.text === text ? last : {text, key: drawn()};
    return last.key;
  };
}

const drawn = () => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
