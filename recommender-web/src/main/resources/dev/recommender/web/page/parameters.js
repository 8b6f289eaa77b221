// A form for the parameters of an algorithm, made of what the service says of them.

import {el, fresh, select} from './dom.js';
import {span, words} from './format.js';

/** The form of an algorithm, and what of it differs from the defaults. */
export function parameterForm({name: algorithm, parameters}) {
  const fields = parameters.map((parameter) => parameterField(parameter));
  return {
    node: el('div', {class: 'form'}, fields.map((field) => field.node)),
    request: () => ({algorithm, parameters: Object.fromEntries(fields.filter((field) => field.text() !== '').map((field) => [field.name, field.value()]))}),
    fault: (name, text) => fields.find((field) => field.name === name)?.fault(text) ?? false,
    clear: () => fields.forEach((field) => field.fault('')),
  };
}

function parameterField(parameter) {
  const id = fresh('parameter');
  const control = controlOf(parameter);
  const fault = el('span', {class: 'fault', id: `${id}-fault`});
  const node = el('div', {class: 'field'}, el('label', {for: id}, words(parameter.name)), control,
    el('small', {id: `${id}-about`}, sentence(parameter.description), parameter.type !== 'flag' && !isChoice(parameter) && ` Allowed: ${parameter.allowed}.`), fault);
  control.id = id;
  control.setAttribute('aria-describedby', `${id}-about ${id}-fault`);
  return {
    name: parameter.name,
    node,
    text: () => control.value.trim(),
    value: () => valueOf(parameter, control.value.trim()),
    fault: (text) => {
      fault.textContent = text;
      node.classList.toggle('wrong', text !== '');
      control.setAttribute('aria-invalid', String(text !== ''));
      return true;
    },
  };
}

/** Whether it can be nothing but one of a few names. */
const isChoice = ({type, choices, allowed}) => type === 'text' && choices.length > 1 && !allowed.includes(' number');

function controlOf(parameter) {
  if (parameter.type === 'flag') {
    const words = {true: 'yes', false: 'no'};
    const other = parameter.default === 'true' ? 'false' : 'true';
    return select({}, [['', `${words[parameter.default]}, the default`], [other, words[other]]], '');
  }
  if (isChoice(parameter)) {
    return select({}, [['', `${parameter.default}, the default`], ...parameter.choices.filter((choice) => choice !== parameter.default).map((choice) => [choice, choice])], '');
  }
  return el('input', {placeholder: parameter.default, spellcheck: 'false', autocomplete: 'off', inputmode: parameter.type === 'whole' && parameter.choices.length === 0 ? 'numeric' : undefined});
}

/** A text as the JSON of its type; what is no value of the type is left to the service to refuse. */
function valueOf({type}, text) {
  if (type === 'flag') {
    return text === 'true';
  }
  if ((type === 'whole' || type === 'decimal') && text !== '' && Number.isFinite(Number(text))) {
    return Number(text);
  }
  if (type === 'weights') {
    const entries = text.split(',').map((part) => part.split('=').map((each) => each.trim()));
    return entries.every(([name, weight]) => name && Number.isFinite(Number(weight))) ? Object.fromEntries(entries.map(([name, weight]) => [name, Number(weight)])) : text;
  }
  return text;
}

/** A value of a parameter for people, as the default is written; without what is known of the parameter as well as it can be. */
export function valueText(spec, value) {
  if (value === null) {
    return spec?.choices[0] ?? 'none';
  }
  if (typeof value === 'object') {
    return Object.entries(value).map(([name, each]) => `${name}=${each}`).join(', ');
  }
  return typeof value === 'string' ? span(value) : String(value);
}

/** Whether a value is the one that a parameter has if none is given. */
export function isDefault(spec, value) {
  const plain = (text) => text.split(',').map((part) => part.trim().replace(/[\d.]+(?:[eE][-+]?\d+)?$/, (number) => String(Number(number)))).join(',');
  return plain(valueText(spec, value)) === plain(spec.default);
}

const sentence = (text) => `${text[0].toUpperCase()}${text.slice(1)}${text.endsWith('.') ? '' : '.'}`;
