// How things are called. What deeds and states are called comes from the server's knowledge; the same words for every party.

import { ask } from './api.js';

let known = { types: new Map(), countries: new Map() };

export async function learn() {
  const { types, countries } = await ask('vocabulary');
  known = {
    types: new Map(types.map((t) => [`${t.type} ${t.mode ?? ''}`, t])),
    countries: new Map(Object.entries(countries)),
  };
}

/** What a deed is called: "Air strike". */
export function deed({ type, mode }) {
  return known.types.get(`${type} ${mode ?? ''}`)?.noun ?? known.types.get(`${type} `)?.noun ?? type;
}

/** The words before those who did it and before those to whom it was done. */
export function joints({ type, mode }) {
  const { by, to } = known.types.get(`${type} ${mode ?? ''}`) ?? known.types.get(`${type} `) ?? { by: 'by', to: 'against' };
  return { by, to };
}

export const types = () => [...known.types.values()].filter((t) => t.mode === null);

/** A state's name, or what stands for it. */
export const country = (code) => known.countries.get(code) ?? code;

export const countries = () => [...known.countries].sort((a, b) => a[1].localeCompare(b[1]));

export const QUADS = [
  ['material-conflict', 'Conflict in deed'],
  ['verbal-conflict', 'Conflict in word'],
  ['verbal-cooperation', 'Cooperation in word'],
  ['material-cooperation', 'Cooperation in deed'],
];
export const quad = (name) => QUADS.find(([key]) => key === name)?.[1] ?? name;

const FIELDS = {
  actors: 'who did it',
  recipients: 'to whom',
  place: 'where',
  time: 'when',
  killed: 'how many were killed',
  wounded: 'how many were wounded',
  polarity: 'whether it happened',
};
export const field = (name) => FIELDS[name] ?? name;

/** "4", "at least 4", "20 to 30". */
export function count([low, high]) {
  if (high === null) return `at least ${low}`;
  return low === high ? `${low}` : `${low} to ${high}`;
}

export const counted = (n, one, many = `${one}s`) => `${String(n).replace(/\B(?=(\d{3})+$)/g, ',')} ${n === 1 ? one : many}`;

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

function day(value) {
  const [, year, month, date] = /^([0-9X]{4})(?:-(\d\d))?(?:-(\d\d))?/.exec(value) ?? [];
  if (!year) return value;
  return [date && String(Number(date)), month && MONTHS[Number(month) - 1], year].filter(Boolean).join(' ');
}

/** A value of EDTF in words: "1–30 Jun 2020", "reported 29 Oct 2024". */
export function when(value) {
  if (!value) return 'day not told';
  if (value.includes('/')) return value.split('/').map((part) => (part && part !== '..' ? day(part) : '…')).join(' – ');
  return value.endsWith('~') && value.length === 11 ? `reported ${day(value)}` : day(value) + (value.endsWith('~') ? ' (about)' : '');
}

/** Names: "A", "A and B", "A, B and 3 more". */
export function names(list, most = 4) {
  if (list.length > most) return `${list.slice(0, most - 1).join(', ')} and ${list.length - most + 1} more`;
  return list.length < 2 ? (list[0] ?? '') : `${list.slice(0, -1).join(', ')} and ${list.at(-1)}`;
}

const STANCES = {
  assert: 'says', deny: 'denies', accuse: 'accuses', demand: 'demands', promise: 'promises', threaten: 'threatens',
  concern: 'voices concern', decline: 'declines to comment',
};
export const stance = (name) => STANCES[name] ?? name;

/** A chain of sources, the outermost first; narration where it is empty. */
export function chain(sources) {
  if (!sources.length) return 'the report itself';
  return sources.join(', citing ');
}
