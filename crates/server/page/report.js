// A report: its text with layers that one can turn on, beside what was read in it. The same for a text that somebody pastes.

import { get, post } from './api.js';
import { forReport } from './deciding.js';
import { h, tell } from './dom.js';
import { broken, dot, empty, heading, labelled, link, panel, toActor, toIncident, toReport } from './parts.js';
import { choose, marked, reveal } from './text.js';
import { country, count, counted, deed, joints, names, stance, when } from './words.js';

const LAYERS = [
  ['events', 'Events'], ['statements', 'Who says it'], ['actors', 'Actors'], ['places', 'Places'], ['times', 'Times'], ['agreements', 'Agreements'],
];

export async function view(filters, signal, id) {
  const kept = await get(`reports/${encodeURIComponent(id)}`, {}, signal);
  const { report } = kept;
  const title = report.title ?? report.id;
  const about = [report.publisher, report.published ? when(report.published) : 'undated', report.version > 1 && `version ${report.version}`, report.language !== 'en' && `in ${report.language}`];
  const tags = [
    report.standing !== 'valid' && h('span', { class: 'tag contested' }, report.standing),
    report.echo_of && h('span', { class: 'tag' }, 'repeats ', link(toReport(report.echo_of), report.echo_of)),
  ];
  const source = /^https?:/.test(report.url ?? '') ? h('a', { href: report.url, rel: 'noreferrer noopener' }, 'where it is from') : null;
  return {
    title,
    nodes: [heading(title, tags), h('p', { class: 'lead' }, about.filter(Boolean).join(' · '), source && [' · ', source]),
      report.echoes.length ? h('p', { class: 'quiet' }, 'Repeated by ', report.echoes.map((e, i) => [i ? ', ' : '', link(toReport(e), e)])) : '',
      reading(normal(kept), filters.claim), forReport(report)].filter(Boolean),
  };
}

/** The same shape for what the ledger keeps and for what has just been read. */
function normal(reading) {
  const byId = (list) => new Map(list.map((x) => [x.id, x]));
  const [actors, places, times] = [byId(reading.actors), byId(reading.places), byId(reading.times)];
  const statements = reading.statements.map((s) => ({
    ...s, sources: s.sources.map((l) => ({ ...l, name: l.name ?? actors.get(l.actor)?.name ?? '' })),
  }));
  const events = reading.events.map((e) => ({
    ...e, place: places.get(e.place)?.name ?? e.place, time: times.get(e.time)?.value ?? e.time,
    doers: e.actors.map((a) => actors.get(a)?.name), targets: e.recipients.map((a) => actors.get(a)?.name),
  }));
  return { ...reading, statements, events, said: byId(statements) };
}

function reading(told, chosen) {
  const { text } = told.report;
  let on = new Set(['events']);
  if (chosen?.startsWith('S')) on.add('statements');
  const box = h('div', { class: 'text-box' });
  const claims = h('ol', { class: 'claims chooser' }, told.events.map((e) => claim(told, e)));
  let now = chosen;
  const draw = () => {
    box.replaceChildren(marked(text, marks(told, on), now));
  };
  const pick = (id, bring) => {
    now = id;
    choose(box, id);
    for (const item of claims.children) item.classList.toggle('chosen', item.dataset.id === id);
    if (bring) reveal(box, id);
  };
  const toggles = h('fieldset', { class: 'layers' }, h('legend', {}, 'Layers'), LAYERS.filter(([name]) => told[name].length).map(([name, words]) => h('label', { class: `layer on-${name}` },
    h('input', { type: 'checkbox', checked: on.has(name), onchange: (e) => { on = new Set(on); if (e.target.checked) on.add(name); else on.delete(name); draw(); } }),
    ` ${words} `, h('small', {}, told[name].length))));
  claims.addEventListener('click', (e) => {
    const item = e.target.closest('li[data-id]');
    if (item && !e.target.closest('a')) pick(item.dataset.id, true);
  });
  claims.addEventListener('mouseover', (e) => { const item = e.target.closest('li[data-id]'); if (item) choose(box, item.dataset.id); });
  claims.addEventListener('mouseleave', () => choose(box, now));
  box.addEventListener('click', (e) => {
    const ids = e.target.closest('mark[data-ids]')?.dataset.ids.split(' ').filter((id) => id.startsWith('E')) ?? [];
    if (!ids.length) return;
    pick(ids[(ids.indexOf(now) + 1) % ids.length]);
    [...claims.children].find((c) => c.dataset.id === now)?.scrollIntoView({ block: 'nearest' });
  });
  draw();
  if (chosen) requestAnimationFrame(() => pick(chosen, true));
  return h('div', { class: 'reading' },
    panel('Text', { class: 'words' }, toggles, box),
    panel(counted(told.events.length, 'claim'), { class: 'read' }, told.events.length ? claims : empty('Nothing was read in this text that bears on conflict or diplomacy.'), people(told)));
}

function claim(told, e) {
  const said = told.said.get(e.statement);
  const { by, to } = joints(e);
  const who = [e.doers.length && `${by} ${names(e.doers)}`, e.targets.length && `${to} ${names(e.targets)}`].filter(Boolean).join(' ') || 'by whom is not said';
  const tallies = ['killed', 'wounded', 'detained', 'displaced'].filter((f) => e[f]).map((f) => `${count(e[f])} ${f}`);
  const source = said?.sources.length ? `${said.sources.map((l) => l.name).join(', citing ')} ${stance(said.stance)}` : 'the report itself';
  return h('li', { 'data-id': e.id, class: 'claim' },
    h('button', { type: 'button', class: 'pick' }, dot(e.quad), ' ', h('strong', {}, deed(e)), e.modality !== 'actual' && h('span', { class: 'tag' }, e.modality), e.polarity === 'negated' && h('span', { class: 'tag contested' }, 'said not to be so')),
    h('p', {}, [who, e.place, e.time && when(e.time), ...tallies].filter(Boolean).join(' · ')),
    h('p', { class: 'said' }, source, e.incident && [' · ', link(toIncident(e.incident), 'incident')], ` · ${Math.round(e.confidence * 100)} % sure of the reading`));
}

const toAgreement = (g) => (g.agreement ? link(`agreement/${g.agreement}`, g.name) : g.name);

function people(told) {
  const known = told.actors.filter((a) => a.kind !== 'other' && a.kind !== 'population');
  if (!known.length && !told.places.length && !told.agreements.length) return '';
  return h('div', { class: 'named' }, told.agreements.length ? [h('h3', {}, 'Agreements'), h('ul', { class: 'plain' }, told.agreements.map((g) => h('li', {}, toAgreement(g))))] : '', known.length ? [h('h3', {}, 'People and organisations'), h('ul', { class: 'plain' }, known.map((a) => h('li', {}, a.actor ? link(toActor(a.actor), a.name) : a.name,
    h('span', { class: 'quiet' }, ` ${[a.office, a.country && country(a.country)].filter((x) => x && x !== a.name).join(', ')}`))))] : '',
  told.places.length ? [h('h3', {}, 'Places'), h('ul', { class: 'plain' }, told.places.map((p) => h('li', {}, p.name, h('span', { class: 'quiet' }, ` ${[p.precision, p.country && country(p.country)].filter((x) => x && x !== p.name).join(', ')}`),
    p.disputed && [' ', h('span', { class: 'tag disputed', title: p.disputed }, 'disputed')])))] : '');
}

function marks(told, on) {
  const out = [];
  const mentions = (layer, list, title) => { if (on.has(layer)) for (const x of list) for (const span of x.mentions) out.push({ span, layer, ids: [x.id], title: title(x) }); };
  if (on.has('statements')) for (const s of told.statements) if (s.sources.length) out.push({ span: s.span, layer: 'statements', ids: [s.id], title: `${s.sources.map((l) => l.name).join(', citing ')} ${stance(s.stance)}` });
  if (on.has('events')) for (const e of told.events) out.push({ span: e.span, layer: 'events', ids: [e.id], title: deed(e) });
  mentions('actors', told.actors, (a) => [a.name, a.country && country(a.country)].filter(Boolean).join(', '));
  mentions('places', told.places, (p) => [p.name, p.country && country(p.country), p.precision].filter(Boolean).join(', '));
  mentions('times', told.times, (t) => t.value);
  mentions('agreements', told.agreements, (g) => g.name);
  return out;
}

/** Paste a text and see it read. */
export async function read() {
  const area = h('textarea', { name: 'text', rows: 12, required: true, maxlength: 200000, lang: 'en', placeholder: 'A news report in English' });
  const published = h('input', { type: 'date', name: 'published' });
  const out = h('div', { 'aria-live': 'polite' });
  const button = h('button', {}, 'Read it');
  const form = h('form', { class: 'paste' }, labelled('Text', area), h('div', { class: 'row' }, labelled('Published on', published), button),
    h('p', { class: 'quiet' }, '“On Friday” is counted from the day of publication. The text is read on this server and not kept.'));
  form.addEventListener('submit', async (e) => {
    e.preventDefault();
    button.disabled = true;
    try {
      const told = normal(await post('read', { text: area.value, published: published.value || null }));
      out.replaceChildren(reading(told));
      tell(`${counted(told.events.length, 'claim')} read`);
      out.scrollIntoView({ block: 'start' });
    } catch (problem) {
      out.replaceChildren(broken(problem));
    }
    button.disabled = false;
  });
  return { title: 'Read a text', nodes: [heading('Read a text'), h('p', { class: 'lead' }, 'Paste a report and see who is said to have done what to whom, and who says so.'), form, out] };
}
