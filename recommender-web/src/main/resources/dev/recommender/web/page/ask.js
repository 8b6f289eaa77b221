// Try it: ask a model, and see what it recommends and why.

import {at, get, post} from './api.js';
import {answerList, alike, remarks} from './answers.js';
import {el, field, put, select} from './dom.js';
import {loadSettings} from './items.js';
import {failure, head, heldBack, tellingNames} from './parts.js';
import {body, fieldsOf, questionForm, questionOf} from './question.js';

export async function ask({query, signal}) {
  const [{models}, {aliases}] = await Promise.all([get('models?limit=200', {signal}), get('aliases', {signal}), loadSettings()]);
  const completed = models.filter((model) => model.status === 'completed');
  if (completed.length === 0) {
    return [head('Try'), none()];
  }
  const names = tellingNames(completed);
  const targets = [...aliases.filter((alias) => alias.shares.length > 0).map((alias) => [`alias ${alias.name}`, alias.name === 'default' ? 'The default' : `“${alias.name}”`]),
    ...completed.map((model) => [`model ${model.id}`, names.get(model.id)])];
  let target = query.has('model') ? `model ${query.get('model')}` : query.has('alias') ? `alias ${query.get('alias')}` : targets[0][0];
  if (!targets.some(([value]) => value === target)) {
    target = targets[0][0];
  }
  let question = questionOf(query);
  const results = el('section', {class: 'card waiting', 'aria-label': 'Recommendations', 'aria-live': 'polite'});
  const answering = () => (target.startsWith('model ') ? [target.slice(6)] : aliases.find((alias) => `alias ${alias.name}` === target).shares.map((share) => share.model));
  const modelOf = () => answering()[0];

  let asked = 0;
  const run = async () => {
    const number = ++asked;
    history.replaceState(null, '', `#/try?${fields()}`);
    results.classList.add('fading');
    try {
      const answer = await post(address(), body(question), {signal});
      const users = answer.unknownUser && await alike(answer, signal);
      const list = number === asked && await answerList(answer, signal, {onItem: (item) => { location.hash = `#/items/${answer.model}/${encodeURIComponent(item)}`; }});
      if (number !== asked) {
        return; // A later question is on its way.
      }
      put(results, el('div', {class: 'title'}, el('h2', {}, title(question)),
        target.startsWith('alias ') && el('span', {class: 'small soft'}, `by ${names.get(answer.model) ?? answer.model}`)), remarks(answer, users, (user) => { location.hash = `#/try?${fields({...question, user})}`; }), list);
    } catch (error) {
      if (!signal.aborted && number === asked) {
        put(results, failure(error));
      }
    }
    results.classList.remove('fading');
  };
  const address = () => (target.startsWith('model ') ? at`models/${target.slice(6)}/recommend` : at`aliases/${target.slice(6)}/recommend`);
  const fields = (asking = question) => {
    const all = fieldsOf(asking);
    all.set(...target.split(' '));
    return all;
  };
  const lacks = el('span');
  const tell = () => { lacks.textContent = heldBack(completed.filter((model) => answering().includes(model.id))); };
  const who = select({onchange: () => { target = who.value; tell(); run(); }}, targets, target);
  tell();
  const form = el('aside', {class: 'card stack', 'aria-label': 'Question'}, field('Ask', who, lacks),
    questionForm(question, modelOf, signal, (changed) => { question = changed; run(); }));
  run();
  return [head('Try', 'Type a user or pick items, and see what would be recommended.'), el('div', {class: 'sidebar'}, form, results)];
}

const title = ({user, items}) => (user ? `For ${user}${items.length > 0 ? ', just now' : ''}` : items.length > 0 ? 'For someone who took these' : 'For someone of whom nothing is known');

const none = () => el('section', {class: 'card empty'}, el('h2', {}, 'No model can answer yet'),
  el('p', {}, 'Train one first; it takes a file and a click.'), el('a', {class: 'button primary', href: '#/train'}, 'Train a model'));
