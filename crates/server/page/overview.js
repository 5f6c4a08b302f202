// Overview: where, when, how tense, what is new.

import { alertList } from './alerts.js';
import { get } from './api.js';
import { spark, timeline } from './charts.js';
import { h } from './dom.js';
import { filterBar, toHash } from './filters.js';
import { map, outlines } from './map.js';
import { dot, empty, heading, incidentList, link, panel, toDyad, toIncident } from './parts.js';
import { country, counted, deed, when } from './words.js';

const PARAMETERS = ['since', 'until', 'actors', 'place', 'type'];

export async function view(filters, signal) {
  const asked = Object.fromEntries(PARAMETERS.map((p) => [p, filters[p]]));
  outlines();
  const told = await get('overview', asked, signal);
  const { status } = told;
  if (!status.reports) return { title: 'Overview', nodes: [heading('Overview'), first()] };
  const [begin, end] = status.published;
  const go = (more) => { location.hash = toHash('', { ...asked, ...more }); };
  const lead = h('p', { class: 'lead' },
    `${counted(status.reports, 'report')}${begin ? `, published ${when(begin)} to ${when(end)}` : ''}. `,
    `${counted(status.events, 'claim')} of ${counted(status.incidents, 'incident')}, `,
    h('strong', {}, `${status.contested} contested`), '.');
  const picked = { since: filters.since, until: filters.until };
  const days = timeline(told.days, ({ since, until }) => go({ since, until }), picked);
  return {
    title: 'Overview',
    nodes: [
      heading('Overview'), lead, filterBar('', asked),
      h('div', { class: 'overview' },
        panel('Where', { class: 'where' }, told.points.length ? map(told.points) : empty('No incident of these has a point on the map.')),
        panel('Most tense, and why', { class: 'dyads' }, dyads(told.dyads)),
        panel('Alerts', { class: 'alerts-panel' }, alertList(told.alerts), told.alerts.length ? h('p', {}, link('alerts', 'All alerts')) : ''),
        panel('When', { class: 'when' }, days),
        panel('Newest incidents', { class: 'newest' }, told.newest.length ? incidentList(told.newest) : empty('No incident is of this kind.'),
          told.newest.length ? h('p', {}, link(toHash('incidents', asked).slice(2), 'All incidents')) : '')),
    ],
  };
}

function dyads(list) {
  if (!list.length) return empty('Between no two states is conflict told.');
  return h('ol', { class: 'tense' }, list.map((d) => h('li', {},
    h('a', { class: 'cover', href: `#/${toDyad(d.from, d.to)}` }, country(d.from), h('span', { class: 'arrow', 'aria-label': 'towards' }, ' → '), country(d.to)),
    h('span', { class: 'figure', title: 'Index, and what it is between' }, d.last.index.toFixed(2), h('small', {}, ` ${d.last.low.toFixed(1)}–${d.last.high.toFixed(1)}`)),
    spark(d.recent),
    h('p', { class: 'quiet' }, `on ${when(d.last.day)}`),
    h('ul', { class: 'why' }, d.why.map((i) => h('li', {}, dot(i.quad), link(toIncident(i.id), deed(i)), ` ${[i.place?.name, when(i.time)].filter(Boolean).join(', ')}`))))));
}

const first = () => empty('No report is in this ledger yet.', h('pre', {}, 'attache add reports.jsonl'), h('p', {}, 'adds some; ', link('read', 'read a text'), ' shows what would be read in one.'));

