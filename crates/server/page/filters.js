// Filters: fields whose values stand in the address, so that a view with its filters can be shared.

import { h } from './dom.js';
import { labelled } from './parts.js';
import { countries, types } from './words.js';

/** The address of a view with its filters. */
export function toHash(path, filters) {
  const given = Object.entries(filters).filter(([, value]) => value);
  const query = new URLSearchParams(given).toString();
  return `#/${path}${query ? `?${query}` : ''}`;
}

const input = (name, attributes, value) => h('input', { name, value: value ?? '', maxlength: 200, autocomplete: 'off', ...attributes });

const CONTROLS = {
  since: (v) => labelled('From', input('since', { type: 'date' }, v)),
  until: (v) => labelled('To', input('until', { type: 'date' }, v)),
  actors: (v) => labelled('Who', input('actors', { placeholder: 'names or ISO codes' }, v)),
  place: (v) => labelled('Where', input('place', { placeholder: 'a place or ISO code' }, v)),
  type: (v) => labelled('What', h('select', { name: 'type' }, h('option', { value: '' }, 'all deeds'),
    types().map((t) => h('option', { value: t.type, selected: t.type === v }, t.noun)))),
  name: (v) => labelled('Name', input('name', {}, v)),
  country: (v) => labelled('State', h('select', { name: 'country' }, h('option', { value: '' }, 'all'),
    countries().map(([code, name]) => h('option', { value: code, selected: code === v }, name)))),
  kind: (v) => labelled('Kind', h('select', { name: 'kind' }, h('option', { value: '' }, 'all'),
    ['state', 'organisation', 'armed-group', 'person', 'population', 'other'].map((k) => h('option', { value: k, selected: k === v }, k.replace('-', ' '))))),
  publisher: (v) => labelled('Publisher', input('publisher', {}, v)),
};

/** A form whose fields go into the address. */
export function filterBar(path, filters) {
  const set = Object.values(filters).some(Boolean);
  const form = h('form', { class: 'filters', 'aria-label': 'Filters' }, Object.entries(filters).map(([name, value]) => CONTROLS[name](value)),
    h('button', {}, 'Show'), set && h('a', { class: 'clear', href: `#/${path}` }, 'Clear'));
  form.addEventListener('submit', (e) => {
    e.preventDefault();
    location.hash = toHash(path, Object.fromEntries(new FormData(form)));
  });
  return form;
}
