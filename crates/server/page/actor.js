// An actor: what it is said to have done and suffered, with whom it deals, what it says.

import { get } from './api.js';
import { deeds } from './charts.js';
import { h } from './dom.js';
import { about, dot, empty, heading, link, panel, toActor, toIncident, toReport } from './parts.js';
import { counted, deed, stance, when } from './words.js';

const SHOWN = 12;

export async function view(filters, signal, id) {
  const ask = (path, parameters) => get(path, parameters, signal);
  const [told, events, statements] = await Promise.all([
    ask(`actors/${id}`), ask('events', { actor: id, limit: 60 }), ask('statements', { actor: id, limit: SHOWN }),
  ]);
  const { actor } = told;
  const namesakes = told.namesakes.length ? h('p', { class: 'quiet' }, 'Others of this name: ', told.namesakes.map((n, i) => [i ? '; ' : '', link(toActor(n.id), [n.office ?? n.kind, n.member_of].filter(Boolean).join(', '))])) : '';
  const seen = new Set();
  const once = events.items.filter((e) => { const key = e.incident ?? `${e.report}${e.event}`; return !seen.has(key) && seen.add(key); }).slice(0, SHOWN);
  return {
    title: actor.name,
    nodes: [
      heading(actor.name), h('p', { class: 'lead' }, about(actor)), namesakes,
      h('div', { class: 'two' },
        panel('What is said of it', {}, told.deeds.length ? deeds(told.deeds, (d) => deed({ type: d.type, mode: null })) : empty('Nothing is said to have been done by it or to it.')),
        panel('With whom', {}, told.partners.length ? h('ul', { class: 'plain' }, told.partners.map((p) => h('li', {}, link(toActor(p.id), p.name), h('span', { class: 'quiet' }, ` ${counted(p.events, 'event')}`)))) : empty('With nobody.'),
          actor.kind === 'state' && actor.country && h('p', {}, link('dyads', 'Dyads')))),
      panel('Incidents', {}, once.length ? h('ul', { class: 'plain' }, once.map((e) => h('li', {}, dot(e.quad), ' ', e.incident ? link(toIncident(e.incident), deed(e)) : link(toReport(e.report, e.event), deed(e)),
        ` ${[e.place, when(e.time ?? `${e.published}~`)].filter(Boolean).join(', ')}`, h('span', { class: 'quiet' }, ` ${e.actors.includes(actor.name) ? 'by' : 'towards'} it, `, (e.stance === 'deny' || e.polarity === 'negated') && h('strong', {}, 'said not to be so, '), `${e.sources.length ? `according to ${e.sources.join(', citing ')}` : 'in the report’s own words'}`)))) : empty('None.')),
      panel('Statements that it stands behind', {}, statements.items.length ? [h('ul', { class: 'claims' }, statements.items.map((s) => h('li', { class: 'claim' }, h('blockquote', {}, link(toReport(s.report, s.statement), s.words.replace(/\s+/g, ' '))),
        h('p', { class: 'said' }, `${s.sources.join(', citing ')} ${stance(s.stance)} — ${when(s.published)}`)))), h('p', { class: 'quiet' }, told.statements > statements.items.length ? `${counted(told.statements, 'statement')} in all` : '')] : empty('It is not quoted.')),
    ].filter(Boolean),
  };
}

