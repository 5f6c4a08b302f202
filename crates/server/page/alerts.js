// Alerts: what rules found, each with its reasons and what they rest on.

import { h } from './dom.js';
import { empty, link, toDyad, toIncident, toReport } from './parts.js';
import { count, country, counted, deed, names, when } from './words.js';

const isCode = (side) => /^[A-Z]{3}$/.test(side ?? '');

function sides({ from, to, agreement }) {
  const words = [from, to].filter(Boolean).map(country).join(' → ');
  if (isCode(from) && isCode(to)) return link(toDyad(from, to), words);
  return [words, agreement && (words ? ` and ${agreement}` : agreement)].filter(Boolean).join('');
}

function numbers({ value, threshold, baseline, quiet_days: quiet }) {
  const known = [value !== undefined && value !== null && `${value.toFixed(1)}, raised from ${threshold?.toFixed(1)} on`,
    baseline !== undefined && baseline !== null && `baseline ${baseline.toFixed(1)}`, quiet && `none in ${counted(quiet, 'day')} before`];
  return known.filter(Boolean).join('; ');
}

const cause = (c) => h('li', {}, c.incident ? link(toIncident(c.incident), deed(c)) : deed(c),
  ` ${[c.place, c.day && when(c.day), c.killed && `${count(c.killed)} killed`].filter(Boolean).join(', ')}`,
  h('span', { class: 'quiet' }, `, according to ${c.by.length ? names(c.by) : 'reports in their own words'}`),
  c.denied && h('span', { class: 'tag contested' }, 'denied by a source'),
  c.claims.slice(0, 3).map((claim) => [' ', link(toReport(claim.report, claim.event), claim.report)]));

/** One alert in a list. */
export const alertItem = (a) => h('li', { class: a.withdrawn ? 'alert withdrawn' : 'alert' }, a.reasons.map((r) => h('div', {},
  h('p', {}, h('strong', {}, r.rule), ' ', sides(r), h('span', { class: 'quiet' }, ` ${when(r.day)} ${numbers(r) && `(${numbers(r)})`}`),
    a.withdrawn && h('span', { class: 'tag contested' }, 'withdrawn: its cause was taken back')),
  h('ul', { class: 'why' }, r.because.slice(0, 3).map(cause)))));

export const alertList = (alerts) => (alerts.length ? h('ul', { class: 'alerts' }, alerts.map(alertItem)) : empty('No rule has raised an alert.'));
