// A dyad: the curve with its baseline and bounds, and the incidents under it.

import { get } from './api.js';
import { curve } from './charts.js';
import { h } from './dom.js';
import { dot, empty, heading, link, panel, toDyad, toIncident } from './parts.js';
import { country, deed, when } from './words.js';

const NEWEST = 40;

export async function view(filters, signal, from, to) {
  const dyad = await get('tension', { from, to, since: filters.since, until: filters.until }, signal);
  const title = `${country(from)} towards ${country(to)}`;
  const turn = link(toDyad(to, from), `The other way: ${country(to)} towards ${country(from)}`);
  if (!dyad.days.length) return { title, nodes: [heading(title), h('p', {}, turn), empty('Nothing is told of the one acting towards the other.')] };
  const days = trimmed(dyad.days);
  const told = dyad.days.filter((d) => d.incidents.length).slice(-NEWEST).reverse();
  const ids = told.flatMap((d) => d.incidents).slice(0, NEWEST);
  const incidents = await Promise.all(ids.map((id) => get(`incidents/${encodeURIComponent(id)}`, {}, signal).then((s) => s.incident)));
  return {
    title,
    nodes: [
      heading(title), h('p', { class: 'lead' }, 'Above nought for what is said to be done against, below for what is said to be done for. It halves in a week. ', turn),
      panel('Tension, day by day', {}, curve(days, `Tension of ${title}`)),
      panel('Incidents under the curve', {}, h('table', { class: 'rows' }, h('thead', {}, h('tr', {}, ['Day', 'What', 'Where', 'Index that day'].map((w) => h('th', { scope: 'col' }, w)))),
        h('tbody', {}, incidents.map((i) => h('tr', {}, h('td', {}, when(i.time)), h('td', {}, dot(i.quad), ' ', link(toIncident(i.id), deed(i))), h('td', {}, i.place?.name ?? '–'),
          h('td', { class: 'number' }, told.find((d) => d.incidents.includes(i.id))?.index.toFixed(2))))))),
    ],
  };
}

/** Without the days at the end on which nothing is left of the index. */
function trimmed(days) {
  let end = days.length;
  while (end > 30 && Math.abs(days[end - 1].index) < 0.005 && days[end - 1].high < 0.005) end -= 1;
  return days.slice(0, Math.min(days.length, end + 14));
}
