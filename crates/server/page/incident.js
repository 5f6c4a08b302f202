// One incident: accounts side by side, contested fields marked, each claim with its words.

import { get } from './api.js';
import { decisionItem, forClaim, forIncident } from './deciding.js';
import { h } from './dom.js';
import { by, claimParts, contest, dot, heading, link, panel, place, toReport } from './parts.js';
import { count, counted, deed, names, quad, stance, when } from './words.js';

const FIELDS = [
  ['actors', 'Who did it', (a) => (a.actors.length ? names(a.actors, 6) : null)],
  ['recipients', 'To whom', (a) => (a.recipients.length ? names(a.recipients, 6) : null)],
  ['place', 'Where', (a) => a.place],
  ['time', 'When', (a) => a.time && when(a.time)],
  ['killed', 'Killed', (a) => a.killed && count(a.killed)],
  ['wounded', 'Wounded', (a) => a.wounded && count(a.wounded)],
  ['polarity', 'Whether it happened', (a) => (a.stance === 'deny' ? 'denied' : 'affirmed')],
];

export async function view(filters, signal, id) {
  const [{ incident, claims, why }, events] = await Promise.all([
    get(`incidents/${encodeURIComponent(id)}`, {}, signal), get('events', { incident: id, limit: 200 }, signal),
  ]);
  const title = [deed(incident), incident.place?.name].filter(Boolean).join(', ');
  const facts = h('dl', { class: 'facts-table' }, fact('What', [dot(incident.quad), ` ${deed(incident)} `, h('span', { class: 'quiet' }, `${incident.type}${incident.mode ? ` / ${incident.mode}` : ''}, ${quad(incident.quad).toLowerCase()}`)]),
    fact('Where', place(incident.place) ?? 'not told'), fact('When', when(incident.time)),
    incident.killed && fact('Killed', count(incident.killed)), incident.wounded && fact('Wounded', count(incident.wounded)),
    fact('Reports', counted(incident.reports.length, 'report') + (incident.reports.length > 1 ? `, ${incident.independent} independent of each other` : '')));
  return {
    title,
    nodes: [
      heading(title, contest(incident)), facts,
      panel(incident.accounts.length > 1 ? 'Accounts, side by side' : 'Account', { class: 'accounts' }, accounts(incident)),
      panel('Claims and their words', {}, byReport(claims, events.items)),
      incident.decisions?.length ? panel('What analysts decided', {}, h('ul', { class: 'plain' }, incident.decisions.map(decisionItem))) : '',
      forIncident(incident),
      why.length ? panel('Why these reports are taken together', {}, h('ul', { class: 'plain' }, why.map((w) => h('li', {}, link(toReport(w.report), w.report), ' with ', link(toReport(w.with), w.with), `: ${w.score.toFixed(1)} `,
        h('span', { class: 'quiet' }, w.reasons.map(([of, what, weight]) => `${of} ${what} ${weight > 0 ? '+' : ''}${weight.toFixed(1)}`).join('; ')))))) : '',
    ].filter(Boolean),
  };
}

const fact = (name, ...value) => [h('dt', {}, name), h('dd', {}, value)];

function accounts(incident) {
  const list = incident.accounts;
  const told = FIELDS.filter(([, , of]) => list.some(of));
  const since = (name) => incident.disputes.find((d) => d.field === name)?.since;
  const rows = told.map(([name, words, of]) => {
    const contested = incident.contested.includes(name);
    const agreed = incident.agreed.includes(name);
    return h('tr', { class: contested ? 'contested' : null }, h('th', { scope: 'row' }, words,
      contested && h('span', { class: 'tag contested' }, `contested${since(name) ? ` since ${when(since(name))}` : ''}`),
      agreed && h('span', { class: 'tag agreed' }, 'agreed')),
    list.map((a) => h('td', {}, of(a) ?? h('span', { class: 'quiet', 'aria-label': 'not told' }, '–'))));
  });
  return h('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'Accounts' }, h('table', { class: 'accounts-table' },
    h('caption', { class: 'unseen' }, 'What each source says'),
    h('thead', {}, h('tr', {}, h('td', {}), list.map((a) => h('th', { scope: 'col' }, h('span', { class: 'who' }, by(a)), h('span', { class: 'quiet' }, a.stance === 'deny' ? stance('deny') : '', a.since ? ` ${when(a.since)}` : ''))))),
    h('tbody', {}, rows),
    h('tfoot', {}, h('tr', {}, h('th', { scope: 'row' }, 'In'), list.map((a) => h('td', {}, a.reports.map((r, i) => [i ? ', ' : '', link(toReport(r), r)])))))));
}

function byReport(claims, events) {
  const event = (c) => events.find((e) => e.report === c.report && e.event === c.event);
  const reports = [...new Set(claims.map((c) => c.report))];
  return h('div', {}, reports.map((report) => {
    const own = claims.filter((c) => c.report === report);
    const [{ publisher, published }] = own;
    return h('section', { class: 'from' }, h('h3', {}, link(toReport(report), [publisher, published && when(published)].filter(Boolean).join(', ') || report), h('span', { class: 'quiet' }, ` ${report}`)),
      h('ul', { class: 'claims' }, own.map((c) => h('li', { class: 'claim' }, claimParts(c, false), forClaim(c, event(c))))));
  }));
}

