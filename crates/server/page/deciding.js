// What an analyst decides: split, merge, correct, note, retract; each signed by the server and undone at will.
// Whoever may not decide is shown none of it.

import { get, post, remove } from './api.js';
import { may, mayUndo } from './client.js';
import { h } from './dom.js';
import { broken, labelled, panel } from './parts.js';
import { deed, when } from './words.js';

const bar = document.getElementById('done');

/** Says what was done, with a way back, and lets the view be drawn anew. */
function told(decision, undone) {
  const words = `${undone ? 'Undone' : 'Decided'}: ${[decision.kind, decision.words || decision.note].filter(Boolean).join(' – ')}`;
  const close = h('button', { type: 'button', class: 'plain-button', onclick: () => { bar.hidden = true; } }, 'Close');
  const back = undone ? close : undoButton(decision);
  bar.replaceChildren(h('p', { role: 'status' }, words), back, undone ? '' : close);
  bar.hidden = false;
  dispatchEvent(new Event('decided'));
  back.focus();
}

function undoButton(decision) {
  const button = h('button', { type: 'button', class: 'plain-button', 'aria-label': `Undo: ${decision.words || decision.note || decision.kind}` }, 'Undo');
  button.addEventListener('click', async () => {
    button.disabled = true;
    try {
      told(await remove(`decisions/${decision.id}`), true);
    } catch (problem) {
      button.after(broken(problem));
    }
  });
  return button;
}

/** A form that decides: `what` makes of its fields what is sent. */
function form(button, what, ...fields) {
  const problem = h('div');
  const send = h('button', {}, button);
  const node = h('form', { class: 'decide' }, fields, send, problem);
  node.addEventListener('submit', async (e) => {
    e.preventDefault();
    send.disabled = true;
    try {
      told(await post('decisions', what(new FormData(node))));
    } catch (error) {
      problem.replaceChildren(broken(error));
    }
    send.disabled = false;
  });
  return node;
}

const input = (name, attributes) => h('input', { name, maxlength: 2000, autocomplete: 'off', ...attributes });
const reason = () => labelled('Reason', input('note', { placeholder: 'why' }));
const fold = (words, ...children) => h('details', { class: 'fold' }, h('summary', {}, words), children);

/** Takes a note on an incident or a report. */
const noteOn = (subject) => fold('Write a note', form('Keep the note', (data) => ({ kind: 'note', subject, note: data.get('note') }),
  labelled('Note', h('textarea', { name: 'note', rows: 3, required: true, maxlength: 2000 }))));

/** A decision in a list, with its undoing. */
export const decisionItem = (d) => h('li', { class: d.undone ? 'undone' : null }, d.words || d.kind, d.note && ` “${d.note}”`,
  h('span', { class: 'quiet' }, ` ${d.by}, ${when(d.made.slice(0, 10))}${d.undone ? `, undone by ${d.undone_by}, ${when(d.undone.slice(0, 10))}` : ''}${d.found || d.undone ? '' : ', finds nothing any more'} `),
  mayUndo(d) && undoButton(d));

export function forIncident(incident) {
  if (!may()) return '';
  const { id, reports } = incident;
  const split = reports.length > 1 && fold('Split: some reports tell of another incident', form('Split off',
    (data) => ({ kind: 'split', incident: id, reports: data.getAll('report'), note: data.get('note') }),
    h('fieldset', {}, h('legend', {}, 'Reports of the other incident'), reports.map((r) => h('label', { class: 'choice' }, input('report', { type: 'checkbox', value: r }), ` ${r}`))), reason()));
  const near = h('datalist', { id: 'near' });
  const merge = fold('Merge: another incident is the same happening', form('Merge',
    (data) => ({ kind: 'merge', incident: id, other: data.get('other').trim(), note: data.get('note') }),
    labelled('The other incident', input('other', { list: 'near', required: true, placeholder: 'its id, or choose one that is near' })), near, reason()));
  merge.addEventListener('toggle', () => fill(near, incident), { once: true });
  return panel('Decide', { class: 'deciding' }, split, merge, noteOn(id));
}

/** Offers the incidents of the same state within a week. */
async function fill(list, incident) {
  const day = Date.parse(incident.time?.slice(0, 10) ?? '');
  const shifted = (days) => (Number.isNaN(day) ? undefined : new Date(day + days * 86400000).toISOString().slice(0, 10));
  const { items } = await get('incidents', { since: shifted(-7), until: shifted(7), place: incident.place?.country, limit: 100 }).catch(() => ({ items: [] }));
  list.replaceChildren(...items.filter((i) => i.id !== incident.id).map((i) => h('option', { value: i.id }, [deed(i), i.place?.name, when(i.time)].filter(Boolean).join(', '))));
}

const FIELDS = [
  ['killed', 'Killed', '4, 4..6, 4.. for at least, none'], ['wounded', 'Wounded', '4, 4..6, 4.. for at least, none'],
  ['actors', 'Who did it', 'names, apart by ;'], ['recipients', 'To whom', 'names, apart by ;'],
  ['place', 'Where', 'Goma, COD'], ['time', 'When', '2024-03-01'], ['kind', 'What', 'ASSAULT/aerial'],
];

/** What can be corrected in a claim; `event` is the same claim with who is said to have done it to whom. */
export function forClaim(claim, event) {
  if (!may()) return '';
  const send = (field, value) => (data) => ({ kind: 'correct', report: claim.report, event: claim.event, field, value: value ?? '', note: data.get('note') ?? '' });
  const not = (field, names) => (names ?? []).map((name) => form(`Not ${name}`, send(field, name)));
  const value = input('value', { required: true, placeholder: FIELDS[0][2] });
  const field = h('select', { name: 'field' }, FIELDS.map(([name, words]) => h('option', { value: name }, words)));
  field.addEventListener('change', () => { value.placeholder = FIELDS.find(([name]) => name === field.value)[2]; });
  const other = form('Correct', (data) => ({ kind: 'correct', report: claim.report, event: claim.event, field: data.get('field'), value: data.get('value'), note: data.get('note') }),
    h('div', { class: 'row' }, labelled('What the report says of', field), labelled('is', value), reason()));
  return fold('Correct the reading', h('p', { class: 'quiet' }, 'What the report says, not what is true.'),
    h('div', { class: 'row' }, not('not-actor', event?.actors), not('not-recipient', event?.recipients), form('It says no such thing', send('misread'))), other);
}

export function forReport(report) {
  if (!may()) return '';
  const stands = report.standing === 'valid';
  return panel('Decide', { class: 'deciding' },
    fold(stands ? 'Retract: the report is not to be counted' : 'Restore: the report stands', form(stands ? 'Retract' : 'Restore',
      (data) => ({ kind: stands ? 'retract' : 'restore', report: report.id, note: data.get('note') }), reason())),
    noteOn(report.id));
}
