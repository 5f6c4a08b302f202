// Parts that several views share.

import { between, h } from './dom.js';
import { chain, country, count, counted, deed, field, names, quad, stance, when } from './words.js';

export const link = (to, ...words) => h('a', { href: `#/${to}` }, ...words);
export const toIncident = (id) => `incident/${encodeURIComponent(id)}`;
export const toReport = (id, claim) => `report/${encodeURIComponent(id)}${claim ? `?claim=${encodeURIComponent(claim)}` : ''}`;
export const toActor = (id) => `actor/${id}`;
export const toDyad = (from, to) => `dyad/${encodeURIComponent(from)}/${encodeURIComponent(to)}`;

/** What an actor is, each thing once. */
export const about = (a) => [...new Set([a.office, a.kind.replace('-', ' '), a.member_of, a.country && country(a.country)])]
  .filter((words) => words && words !== a.name).join(' · ');

/** A mark for a quad class: shape and colour, so that neither is needed alone. */
export const dot = (name) => h('span', { class: `dot ${name}`, role: 'img', 'aria-label': quad(name), title: quad(name) });

export function place(where) {
  if (!where) return null;
  const name = where.country && country(where.country) !== where.name ? `${where.name}, ${country(where.country)}` : where.name;
  return where.disputed ? [name, ' ', h('span', { class: 'tag disputed', title: where.disputed }, 'disputed')] : name;
}

export const toll = ({ killed, wounded }) => [killed && `${count(killed)} killed`, wounded && `${count(wounded)} wounded`].filter(Boolean);

export const isDenied = (incident) => incident.accounts.some((a) => a.stance === 'deny');

export function contest(incident) {
  const fields = incident.contested.filter((f) => f !== 'polarity').map(field);
  const tags = [];
  if (fields.length) tags.push(h('span', { class: 'tag contested' }, `contested: ${fields.join(', ')}`));
  if (isDenied(incident) || incident.contested.includes('polarity')) tags.push(h('span', { class: 'tag contested' }, 'denied by a source'));
  return tags;
}

/** An account's names: who makes it. */
export const by = (account) => (account.by.length ? names(account.by) : 'Reports, in their own words');

/** What an account says of who did it to whom. */
export function parties(account) {
  const { actors, recipients } = account;
  if (actors.length && recipients.length) return `${names(actors)} → ${names(recipients)}`;
  if (actors.length) return `by ${names(actors)}`;
  return recipients.length ? `against ${names(recipients)}` : null;
}

/** An incident in a list. */
export function incidentCard(incident) {
  const where = place(incident.place);
  const first = incident.accounts.find(parties);
  const facts = between([where, when(incident.time), ...toll(incident)].filter(Boolean), ' · ');
  const sources = incident.accounts.map((a) => (a.by.length ? names(a.by, 2) : 'reports')).slice(0, 4);
  const more = incident.accounts.length - sources.length;
  return h('li', { class: 'card' },
    h('a', { class: 'cover', href: `#/${toIncident(incident.id)}` }, dot(incident.quad), h('span', { class: 'name' }, deed(incident))),
    h('p', { class: 'facts' }, facts),
    first && h('p', { class: 'parties' }, parties(first)),
    h('p', { class: 'said' }, 'according to ', sources.join(' · '), more > 0 && ` and ${more} more`, ' — ',
      counted(incident.reports.length, 'report'),
      incident.independent < incident.reports.length && `, ${incident.independent} independent`),
    contest(incident));
}

export const incidentList = (incidents) => h('ul', { class: 'cards' }, incidents.map(incidentCard));

/** A list that is told page by page. */
export function paged(first, more, draw, kind = 'ul', attributes = { class: 'cards' }) {
  const list = h(kind, attributes, first.items.map(draw));
  const button = h('button', { type: 'button', class: 'more' }, 'More');
  let next = first.next;
  button.addEventListener('click', async () => {
    button.disabled = true;
    try {
      const page = await more(next);
      const at = list.children.length;
      list.append(...page.items.map(draw));
      list.children[at]?.querySelector('a')?.focus();
      next = page.next;
      button.hidden = !next;
    } catch (problem) {
      button.after(broken(problem));
    }
    button.disabled = false;
  });
  button.hidden = !next;
  return h('div', {}, list, button);
}

export const heading = (title, ...aside) => h('div', { class: 'heading' }, h('h1', { tabindex: -1 }, title), ...aside);

export const panel = (title, attributes, ...children) =>
  h('section', { ...attributes, class: `panel ${attributes?.class ?? ''}` }, h('h2', {}, title), ...children);

export const empty = (words, ...more) => h('div', { class: 'empty' }, h('p', {}, words), ...more);

export const loading = () => h('div', { class: 'loading', role: 'status' }, h('span', { class: 'spinner', 'aria-hidden': 'true' }), 'Loading …');

export function broken(problem, again) {
  return h('div', { class: 'broken', role: 'alert' }, h(again ? 'h1' : 'p', {}, problem.message || 'Something broke'), h('p', {}, problem.detail ?? ''),
    again && h('button', { type: 'button', onclick: again }, 'Try again'));
}

/** One claim with its words, leading to where they stand. */
export function claimParts(claim, showReport = true) {
  const words = claim.words.replace(/\s+/g, ' ').trim();
  return [
    h('blockquote', {}, link(toReport(claim.report, claim.event), words)),
    h('p', { class: 'said' }, claim.polarity === 'negated' && h('span', { class: 'tag contested' }, 'said not to be so'), ' ',
      chain(claim.sources),
      showReport && [' — ', [claim.publisher, claim.published && when(claim.published)].filter(Boolean).join(', ') || claim.report],
      claim.echo_of && [', repeats ', link(toReport(claim.echo_of), claim.echo_of)]),
  ];
}

/** A date field and such, with its label. */
export const labelled = (words, control) => h('label', { class: 'field' }, h('span', {}, words), control);

export { stance };
