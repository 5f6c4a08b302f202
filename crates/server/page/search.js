// Search: reports by words, those sought marked.

import { get } from './api.js';
import { h } from './dom.js';
import { empty, heading, link, paged, toIncident, toReport } from './parts.js';
import { counted, when } from './words.js';

export async function view(filters, signal) {
  const words = filters.q ?? '';
  document.getElementById('find-words').value = words;
  const ask = (cursor) => get('search', { q: words, cursor }, signal);
  const page = await ask();
  const { items } = page;
  const title = `Search: ${words}`;
  return {
    title,
    nodes: [heading(title), h('p', { class: 'lead' }, items.length ? `${page.next ? 'More than ' : ''}${counted(items.length, 'report')}, the best first.` : ''),
      items.length ? paged(page, ask, hit) : empty('No report has these words.', h('p', {}, 'All of them have to be in it. “…” holds words that follow each other, ', h('code', {}, 'word*'), ' a beginning.'))],
  };
}

function hit(found) {
  return h('li', { class: 'card' }, h('a', { class: 'cover', href: `#/${toReport(found.report)}` }, h('span', { class: 'name' }, found.title ?? found.report)),
    h('p', { class: 'facts' }, [found.publisher, found.published && when(found.published)].filter(Boolean).join(' · ')),
    h('p', {}, snippet(found.snippet)),
    found.incidents.length ? h('p', { class: 'said' }, 'tells of ', found.incidents.slice(0, 5).map((id, i) => [i ? ', ' : '', link(toIncident(id), id)])) : '');
}

/** Words between [ and ] are those sought. */
const snippet = (text) => text.split(/(\[[^\]]*\])/).map((piece) => (/^\[.*\]$/s.test(piece) ? h('mark', { class: 'sought' }, piece.slice(1, -1)) : piece));
