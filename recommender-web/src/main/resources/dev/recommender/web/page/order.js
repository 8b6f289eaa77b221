// A button that requests a training, and shows it.

import {onceEach, post} from './api.js';
import {el, say} from './dom.js';

/**
 * A button; a request whose reply was lost is not made twice by another click.
 *
 * @param request what is requested
 * @param text what is said once it is
 * @param failed is given what went wrong
 */
export function orderButton(label, request, text, failed) {
  const keyOf = onceEach();
  const button = el('button', {type: 'button', onclick: async () => {
    button.disabled = true;
    try {
      const wanted = request();
      const {id} = await post('models', wanted, {headers: {'Idempotency-Key': keyOf(wanted)}});
      say(text);
      location.hash = `#/models/${id}`;
    } catch (error) {
      button.disabled = false;
      failed(error.message);
    }
  }}, label);
  return button;
}
