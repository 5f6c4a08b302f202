// An agreement: between whom, and who is said to have broken it.

import { get } from './api.js';
import { h } from './dom.js';
import { dot, empty, heading, link, panel, toIncident, toReport } from './parts.js';
import { counted, deed, names, when } from './words.js';

export async function view(filters, signal, id) {
  const [told, events] = await Promise.all([get(`agreements/${id}`, {}, signal), get('events', { agreement: id, limit: 100 }, signal)]);
  const { agreement, sides, reports } = told;
  const fact = (name, ...value) => [h('dt', {}, name), h('dd', {}, value)];
  return {
    title: agreement.name,
    nodes: [
      heading(agreement.name), h('dl', { class: 'facts-table' }, fact('Kind', agreement.kind), agreement.date && fact('Date', when(agreement.date)),
        fact('Parties', agreement.parties.length ? names(agreement.parties, 8) : 'not told'), agreement.mediators.length > 0 && fact('Mediators', names(agreement.mediators, 8)),
        fact('Spoken of in', reports.map((r, i) => [i ? ', ' : '', link(toReport(r), r)]))),
      panel('Alleged violations, by side', {}, sides.length ? h('table', { class: 'rows' }, h('thead', {}, h('tr', {}, ['Said to have broken it', 'Claims', 'Of them denied'].map((w) => h('th', { scope: 'col' }, w)))),
        h('tbody', {}, sides.map((s) => h('tr', {}, h('th', { scope: 'row' }, s.side ?? 'nobody is named'), h('td', { class: 'number' }, s.claims), h('td', { class: 'number' }, s.denied))))) : empty('Nobody is said to have broken it.')),
      panel('The claims', {}, events.items.length ? h('ul', { class: 'claims' }, events.items.map(claim)) : empty('None.')),
    ],
  };
}

function claim(e) {
  return h('li', { class: 'claim' }, h('blockquote', {}, link(toReport(e.report, e.event), e.words.replace(/\s+/g, ' '))),
    h('p', { class: 'said' }, dot(e.quad), ' ', e.incident ? link(toIncident(e.incident), deed(e)) : deed(e), e.polarity === 'negated' && h('span', { class: 'tag contested' }, 'said not to be so'),
      ` · ${e.sources.length ? e.sources.join(', citing ') : 'the report itself'}${e.published ? ` — ${when(e.published)}` : ''}`));
}

export function row(g) {
  return h('li', { class: 'card' }, h('a', { class: 'cover', href: `#/agreement/${g.id}` }, h('span', { class: 'name' }, g.name)),
    h('p', { class: 'facts' }, [g.kind, g.date && when(g.date)].filter(Boolean).join(' · ')), g.parties.length > 0 && h('p', {}, names(g.parties)),
    h('p', { class: 'said' }, `${counted(g.reports, 'report')}, ${counted(g.violations, 'alleged violation')}`));
}
