// Lists, with filters that stand in the address.

import { get } from './api.js';
import { row as agreementRow } from './agreement.js';
import { alertItem } from './alerts.js';
import { spark } from './charts.js';
import { decisionItem } from './deciding.js';
import { h } from './dom.js';
import { filterBar } from './filters.js';
import { about, dot, empty, heading, incidentCard, labelled, link, paged, toActor, toDyad, toIncident, toReport } from './parts.js';
import { countries, country, counted, deed, when } from './words.js';

const chosen = (filters, names) => Object.fromEntries(names.map((name) => [name, filters[name]]));

async function list({ title, path, names, draw, nothing, lead, kind, attributes }, filters, signal) {
  const asked = chosen(filters, names);
  const ask = (cursor) => get(path, { ...asked, cursor }, signal);
  const page = await ask();
  const rows = page.items.length ? paged(page, ask, draw, kind, attributes) : empty(nothing);
  return { title, nodes: [heading(title), lead ? h('p', { class: 'lead' }, lead) : '', names.length ? filterBar(path, asked) : '', rows].filter(Boolean) };
}

export const incidents = (filters, signal) => list({
  title: 'Incidents', path: 'incidents', names: ['since', 'until', 'actors', 'place', 'type'], draw: incidentCard,
  nothing: 'No incident is of this kind.',
}, filters, signal);

export const reports = (filters, signal) => list({
  title: 'Reports', path: 'reports', names: ['since', 'until', 'publisher'], draw: reportRow, nothing: 'No report is of this kind.',
}, filters, signal);

export const actors = (filters, signal) => list({
  title: 'Actors', path: 'actors', names: ['name', 'country', 'kind'], draw: actorRow, nothing: 'No actor is of this kind.',
}, filters, signal);

export const agreements = (filters, signal) => list({
  title: 'Agreements', path: 'agreements', names: ['name'], draw: agreementRow, nothing: 'No agreement is spoken of.',
}, filters, signal);

export const alerts = (filters, signal) => list({
  title: 'Alerts', path: 'alerts', names: ['since', 'actors'], draw: alertItem, attributes: { class: 'alerts' }, nothing: 'No rule has raised an alert.',
  lead: 'What rules found in the reports, each with what it rests on. An alert tells of claims, as all here does.',
}, filters, signal);

export const decisions = (filters, signal) => list({
  title: 'Decisions', path: 'decisions', names: [], draw: decisionItem, attributes: { class: 'plain' },
  nothing: 'Nobody has decided anything yet.', lead: 'What analysts decided. What was read is kept beside it, and each decision can be undone.',
}, filters, signal);

export function reportRow(r) {
  return h('li', { class: 'card' }, h('a', { class: 'cover', href: `#/${toReport(r.id)}` }, h('span', { class: 'name' }, r.title ?? r.id)),
    h('p', { class: 'facts' }, [r.publisher, r.published ? when(r.published) : 'undated'].filter(Boolean).join(' · ')),
    h('p', { class: 'said' }, `${counted(r.statements, 'statement')}, ${counted(r.events, 'event')}`),
    r.echo_of && h('span', { class: 'tag' }, `repeats ${r.echo_of}`),
    r.standing !== 'valid' && h('span', { class: 'tag contested' }, r.standing));
}

export function actorRow(a) {
  return h('li', { class: 'card' }, h('a', { class: 'cover', href: `#/${toActor(a.id)}` }, h('span', { class: 'name' }, a.name)),
    h('p', { class: 'facts' }, about(a)), h('p', { class: 'said' }, counted(a.events, 'event')));
}

export async function dyads(filters, signal) {
  const { items } = await get('dyads', {}, signal);
  const side = (name, words) => labelled(words, h('input', { name, required: true, maxlength: 100, autocomplete: 'off', placeholder: 'ISO code or name' }));
  const form = h('form', { class: 'filters', 'aria-label': 'Another dyad' }, side('from', 'Who acts'), side('to', 'Towards whom'), h('button', {}, 'Show'));
  form.addEventListener('submit', (e) => {
    e.preventDefault();
    const { from, to } = Object.fromEntries(new FormData(form));
    const code = (name) => countries().find(([, n]) => n.toLowerCase() === name.trim().toLowerCase())?.[0] ?? name.trim();
    location.hash = `#/${toDyad(code(from), code(to))}`;
  });
  const row = (d) => h('li', { class: 'card' }, h('a', { class: 'cover', href: `#/${toDyad(d.from, d.to)}` }, h('span', { class: 'name' }, `${country(d.from)} → ${country(d.to)}`)),
    h('p', { class: 'facts' }, `index ${d.last.index.toFixed(2)}, between ${d.last.low.toFixed(2)} and ${d.last.high.toFixed(2)}, on ${when(d.last.day)}`), spark(d.recent),
    h('ul', { class: 'why' }, d.why.map((i) => h('li', {}, dot(i.quad), link(toIncident(i.id), deed(i)), ` ${[i.place?.name, when(i.time)].filter(Boolean).join(', ')}`))));
  return {
    title: 'Dyads',
    nodes: [heading('Dyads'), h('p', { class: 'lead' }, 'Who is said to act towards whom, by the tension between them.'), form,
      items.length ? h('ul', { class: 'cards' }, items.map(row)) : empty('Between no two states is conflict told.')],
  };
}
