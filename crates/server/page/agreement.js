// An agreement over all reports: between whom, and what is said to be done about it by whom.

import { get } from './api.js';
import { h } from './dom.js';
import { empty, heading, link, panel, toIncident, toReport } from './parts.js';
import { chain, counted, names, when } from './words.js';

const KINDS = {
  violation: 'said to have broken it', compliance: 'said to keep it', withdrawal: 'said to leave it', extension: 'said to extend it',
  conclusion: 'said to have been made', end: 'said to have ended',
};

export async function view(filters, signal, id) {
  const agreement = await get(`agreements/${encodeURIComponent(id)}`, {}, signal);
  const fact = (name, ...value) => [h('dt', {}, name), h('dd', {}, value)];
  const { reports, claims = [] } = agreement;
  const since = agreement.last_violation && `${when(agreement.last_violation)}${agreement.days_since === null ? '' : `, ${counted(agreement.days_since, 'day')} before ${when(agreement.as_of)}`}`;
  return {
    title: agreement.name,
    nodes: [
      heading(agreement.name), h('dl', { class: 'facts-table' }, fact('Kind', agreement.kind), agreement.date && fact('Date', when(agreement.date)),
        fact('Parties', agreement.parties.length ? names(agreement.parties, 8) : 'not told'), agreement.mediators.length > 0 && fact('Mediators', names(agreement.mediators, 8)),
        since && fact('Last alleged violation', since),
        fact('Spoken of in', reports.map((r, i) => [i ? ', ' : '', link(toReport(r), r)]))),
      panel('Alleged violations, by side', {}, sides(agreement.violations, 'Said to have broken it', 'Nobody is said to have broken it.'),
        agreement.denials > 0 && h('p', { class: 'quiet' }, `${counted(agreement.denials, 'claim')} that it was not broken.`)),
      [['compliance', 'Said to keep it'], ['withdrawals', 'Said to leave it'], ['extensions', 'Said to extend it']]
        .filter(([of]) => agreement[of].length).map(([of, words]) => panel(words, {}, sides(agreement[of], words))),
      panel('The claims', {}, claims.length ? h('ul', { class: 'claims' }, claims.map(claim)) : empty('None.')),
    ].flat(),
  };
}

function sides(list, words, nothing) {
  if (!list.length) return empty(nothing);
  return h('table', { class: 'rows' }, h('thead', {}, h('tr', {}, [words, 'Claims', 'Reports'].map((w) => h('th', { scope: 'col' }, w)))),
    h('tbody', {}, list.map((s) => h('tr', {}, h('th', { scope: 'row' }, s.side || 'nobody is named'), h('td', { class: 'number' }, s.claims), h('td', { class: 'number' }, s.reports)))));
}

function claim(c) {
  const what = `${c.sides.length ? `${names(c.sides)} ` : ''}${KINDS[c.kind] ?? c.kind}`;
  return h('li', { class: 'claim' }, h('blockquote', {}, link(toReport(c.report), c.words.replace(/\s+/g, ' '))),
    h('p', { class: 'said' }, c.incident ? link(toIncident(c.incident), what) : what, c.modality !== 'actual' && h('span', { class: 'tag' }, c.modality),
      c.polarity === 'negated' && h('span', { class: 'tag contested' }, 'said not to be so'),
      ` · ${chain(c.sources)}${c.day ? ` — ${when(c.day)}` : ''}`,
      c.echo_of && [', repeats ', link(toReport(c.echo_of), c.echo_of)]));
}

export function row(g) {
  const violations = g.violations.reduce((n, s) => n + s.claims, 0);
  return h('li', { class: 'card' }, h('a', { class: 'cover', href: `#/agreement/${encodeURIComponent(g.id)}` }, h('span', { class: 'name' }, g.name)),
    h('p', { class: 'facts' }, [g.kind, g.date && when(g.date)].filter(Boolean).join(' · ')), g.parties.length > 0 && h('p', {}, names(g.parties)),
    h('p', { class: 'said' }, `${counted(g.reports.length, 'report')}, ${counted(violations, 'alleged violation')}`));
}
