// The page: which view an address means, and what stands while it loads or where it fails. Addresses are #/view/…?filters, and can be shared.

import { Problem, first, follow, keepToken } from './api.js';
import { learnRole } from './client.js';
import { h, tell } from './dom.js';
import { broken, labelled, loading } from './parts.js';
import { learn } from './words.js';
import * as overview from './overview.js';

// What the first look does not need is loaded when it is asked for.
const [lists, report] = [() => import('./lists.js'), () => import('./report.js')];

const VIEWS = [
  [/^$/, () => overview, 'view'],
  [/^incidents$/, lists, 'incidents'],
  [/^incident\/([^/]+)$/, () => import('./incident.js'), 'view'],
  [/^reports$/, lists, 'reports'],
  [/^report\/([^/]+)$/, report, 'view'],
  [/^actors$/, lists, 'actors'],
  [/^actor\/(\d+)$/, () => import('./actor.js'), 'view'],
  [/^agreements$/, lists, 'agreements'],
  [/^agreement\/([^/]+)$/, () => import('./agreement.js'), 'view'],
  [/^alerts$/, lists, 'alerts'],
  [/^dyads$/, lists, 'dyads'],
  [/^dyad\/([^/]+)\/([^/]+)$/, () => import('./dyad.js'), 'view'],
  [/^decisions$/, lists, 'decisions'],
  [/^search$/, () => import('./search.js'), 'view'],
  [/^read$/, report, 'read'],
];

const main = document.getElementById('main');
let asked = new AbortController();
let learnt;

/** The view and filters of the address. */
function here() {
  const [path, query = ''] = location.hash.replace(/^#\/?/, '').split('?');
  return { path, filters: Object.fromEntries(new URLSearchParams(query)) };
}

async function show() {
  asked.abort();
  asked = new AbortController();
  const { signal } = asked;
  const { path, filters } = here();
  mark(path);
  const waiting = setTimeout(() => main.replaceChildren(loading()), 400);
  try {
    first(learnt ??= Promise.all([learn(), learnRole()]).catch((e) => { learnt = undefined; throw e; }));
    const [{ title, nodes }] = await Promise.all([found(path, filters, signal), learnt]);
    if (signal.aborted) return;
    document.title = title ? `${title} – Attaché` : 'Attaché';
    main.replaceChildren(...nodes);
    main.dataset.ready = path || 'overview';
    tell(title);
  } catch (problem) {
    if (problem.name === 'AbortError' || signal.aborted) return;
    document.title = 'Attaché';
    main.replaceChildren(problem.status === 401 ? wanted(problem) : broken(problem, show));
    if (!(problem instanceof Problem)) console.error(problem);
  } finally {
    clearTimeout(waiting);
  }
  if (moved) {
    scrollTo(0, 0);
    main.querySelector('h1')?.focus({ preventScroll: true });
  }
}

async function found(path, filters, signal) {
  for (const [pattern, load, name] of VIEWS) {
    const match = pattern.exec(path);
    if (match) return (await load())[name](filters, signal, ...match.slice(1).map(decodeURIComponent));
  }
  throw new Problem(404, 'Nothing is here', 'The address may be of another version of this page.');
}

function mark(path) {
  const view = path.split('/')[0];
  for (const a of document.querySelectorAll('.top nav a')) {
    const to = a.getAttribute('href').replace(/^#\//, '');
    const is = to === view || (to && to === `${view}s`);
    if (is) a.setAttribute('aria-current', 'page');
    else a.removeAttribute('aria-current');
  }
}

/** A token is needed: ask for it. */
function wanted(problem) {
  const input = h('input', { type: 'password', autocomplete: 'off', required: true });
  const form = h('form', { class: 'row' }, labelled('Token', input), h('button', {}, 'Go on'));
  form.addEventListener('submit', (e) => { e.preventDefault(); keepToken(input.value); show(); });
  return h('div', { class: 'broken' }, h('h1', {}, problem.message), h('p', {}, 'This server answers only those who have a token. It is kept as long as this tab is open.'), form);
}

/** When something was last decided here: that word is no news. */
let decided = 0;
addEventListener('decided', () => { decided = Date.now(); show(); });

/** Word of new reports: shown at once to whoever only looks, offered to whoever is at work. */
function listen() {
  let touched = 0;
  for (const deed of ['pointerdown', 'keydown', 'wheel']) addEventListener(deed, () => { touched = Date.now(); }, { passive: true });
  const news = document.getElementById('news');
  news.addEventListener('click', () => { news.hidden = true; show(); });
  follow(() => {
    if (Date.now() - decided < 3000) return;
    if (here().path === '' && Date.now() - touched > 60000) show();
    else news.hidden = false;
  });
}

let moved = false;
window.addEventListener('hashchange', () => { moved = true; show(); });
document.getElementById('find').addEventListener('submit', (e) => {
  e.preventDefault();
  const words = document.getElementById('find-words').value.trim();
  if (words) location.hash = `#/search?q=${encodeURIComponent(words)}`;
});
document.querySelector('[data-skip]').addEventListener('click', (e) => { e.preventDefault(); main.focus(); });
document.addEventListener('keydown', (e) => {
  const writes = e.target.closest?.('input, textarea, select');
  if (e.key === '/' && !writes && !e.ctrlKey && !e.metaKey && !e.altKey) {
    e.preventDefault();
    document.getElementById('find-words').focus();
  }
});
// With ?still the page stays as it is: for a picture, a print, a slow line.
const still = new URLSearchParams(location.search).has('still');
show().then(() => still || listen());
