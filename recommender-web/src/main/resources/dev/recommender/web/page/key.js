// The key, where the server wants one. It is kept until the tab is closed, and nowhere else.

import {el, field} from './dom.js';

const PLACE = 'recommender-key';
let asking;

export const key = () => sessionStorage.getItem(PLACE);

/** Asks for a key, once for all requests that wait for one; says why the one that was used does not do, if that is known. */
export function needKey(used, why) {
  if (key() !== used) {
    return Promise.resolve();
  }
  asking ??= ask(used, why).finally(() => { asking = undefined; });
  return asking;
}

/** Shows the button that forgets the key. */
export function showKey() {
  const button = document.getElementById('key');
  button.hidden = !key();
  button.textContent = 'Forget key';
  button.onclick = () => {
    sessionStorage.removeItem(PLACE);
    location.reload();
  };
}

function ask(used, known) {
  return new Promise((done) => {
    const input = el('input', {type: 'password', autocomplete: 'off', required: true, spellcheck: 'false'});
    const why = used ? el('p', {class: 'note bad'}, known ? `${known.slice(0, 1).toUpperCase()}${known.slice(1)}.` : 'This key is wrong, or was revoked. Try another.')
      : el('p', {class: 'soft'}, 'This server answers those who have a key.');
    const dialog = el('dialog', {'aria-labelledby': 'key-title', 'data-stays': true},
      el('form', {method: 'dialog', class: 'stack'},
        el('div', {}, el('h2', {id: 'key-title'}, 'Key needed'), why),
        field('Key', input, 'Kept until this tab is closed. Most of this page needs one of administration.'),
        el('div', {class: 'actions'}, el('button', {class: 'primary'}, 'Use the key'))));
    dialog.addEventListener('cancel', (event) => event.preventDefault());
    dialog.addEventListener('close', () => {
      sessionStorage.setItem(PLACE, input.value.trim());
      dialog.remove();
      showKey();
      done();
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}
