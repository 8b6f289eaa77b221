// A text field that suggests: by the arrow keys, Enter and Escape, or by the mouse.

import {el, fresh, put} from './dom.js';

const WAIT = 160;

/**
 * A field with suggestions.
 *
 * @param find gives suggestions for a text, as a promise of a list; if that fails, the list says so
 * @param draw gives the nodes of a suggestion
 * @param choose is called with the suggestion that is taken; what it returns is put into the field
 * @param enter is called with a text that was entered and the suggestions for it; what it returns is put into the field, and
 *     without that they are shown
 * @param free whether any text may be entered, so that nobody waits for suggestions; there are none for enter then
 */
export function combo({props, find, draw, choose, enter, free = false}) {
  const id = fresh('list');
  const list = el('ul', {id, role: 'listbox', hidden: true, 'aria-label': 'Suggestions'});
  const input = el('input', {...props, role: 'combobox', autocomplete: 'off', spellcheck: 'false', 'aria-expanded': 'false',
    'aria-controls': id, 'aria-autocomplete': 'list', oninput: () => later(), onfocus: () => later(), onkeydown: (event) => press(event), onblur: () => hide()});
  let found = [];
  let active = -1;
  let asked = 0;
  let timer;

  function later() {
    clearTimeout(timer);
    timer = setTimeout(look, WAIT);
  }

  async function look() {
    const number = ++asked;
    let suggestions = [];
    try {
      suggestions = await find(input.value.trim());
    } catch (error) {
      failed(number, error);
      return;
    }
    if (number !== asked || document.activeElement !== input) {
      return;
    }
    suggest(suggestions);
  }

  function suggest(suggestions) {
    found = suggestions;
    mark(-1);
    put(list, found.length === 0 && el('li', {class: 'soft', role: 'presentation'}, 'Nothing found'), found.map((each, i) => el('li',
      {id: `${id}-${i}`, role: 'option', onpointerdown: (event) => { event.preventDefault(); take(i); }}, draw(each))));
    show(true);
  }

  /** What is typed is taken as it is, if it may be; for that the suggestions must be those for all of it. */
  async function settle() {
    const number = ++asked;
    const text = input.value.trim();
    clearTimeout(timer);
    let suggestions = [];
    try {
      suggestions = free ? [] : await find(text);
    } catch (error) {
      failed(number, error);
      return;
    }
    // What was typed since then is another text.
    if (number !== asked || input.value.trim() !== text) {
      return;
    }
    const rest = enter(text, suggestions);
    if (rest !== undefined) {
      input.value = rest;
      hide();
    } else if (document.activeElement === input) {
      suggest(suggestions);
      if (found.length > 0) {
        mark(0);
      }
    }
  }

  /** That it is not known what there is differs from that there is nothing. */
  function failed(number, error) {
    if (number === asked && document.activeElement === input) {
      found = [];
      mark(-1);
      put(list, el('li', {class: 'soft', role: 'presentation'}, `Nothing can be suggested: ${error.message}`));
      show(true);
    }
  }

  function show(open) {
    list.hidden = !open;
    input.setAttribute('aria-expanded', String(open));
  }

  function hide() {
    asked++;
    clearTimeout(timer);
    show(false);
  }

  function mark(at) {
    active = at;
    [...list.children].forEach((option, i) => option.setAttribute('aria-selected', String(i === at)));
    if (at >= 0) {
      input.setAttribute('aria-activedescendant', `${id}-${at}`);
      list.children[at].scrollIntoView({block: 'nearest'});
    } else {
      input.removeAttribute('aria-activedescendant');
    }
  }

  function take(at) {
    input.value = choose(found[at]) ?? '';
    hide();
  }

  function press(event) {
    const open = !list.hidden && found.length > 0;
    if (open && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
      const step = event.key === 'ArrowDown' ? 1 : -1;
      mark((active + step + found.length + (active < 0 && step < 0 ? 1 : 0)) % found.length);
      event.preventDefault();
    } else if (!open && event.key === 'ArrowDown') {
      look();
    } else if (event.key === 'Enter') {
      event.preventDefault();
      if (open && active >= 0) {
        take(active);
      } else {
        settle();
      }
    } else if (event.key === 'Escape' && open) {
      hide();
      event.preventDefault();
    }
  }

  return {node: el('div', {class: 'combo'}, input, list), input};
}
