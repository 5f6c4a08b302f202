// The map: outlines of Natural Earth in the Equal Earth projection, incidents as circles. No area is filled by whose it is.

import { asset } from './api.js';
import { h, s } from './dom.js';
import { count, deed, when } from './words.js';
import { toIncident } from './parts.js';

const [A1, A2, A3, A4] = [1.340264, -0.081106, 0.000893, 0.003796];
const ROOT = Math.sqrt(3) / 2;
const SIZE = 1000 / (2 * 2.70663);

/** Degrees to the map's own units: 1000 wide. */
export function project(lon, lat) {
  const p = Math.asin(ROOT * Math.sin((lat * Math.PI) / 180));
  const p2 = p * p;
  const p6 = p2 * p2 * p2;
  const x = (lon * Math.PI / 180 * Math.cos(p)) / (ROOT * (A1 + 3 * A2 * p2 + p6 * (7 * A3 + 9 * A4 * p2)));
  const y = p * (A1 + A2 * p2 + p6 * (A3 + A4 * p2));
  return [500 + x * SIZE, 250 - y * SIZE];
}

let world;
/** Paths of land and borders as bake.py projected them, and how many of the map's units one of theirs is. */
export const outlines = () => (world ??= asset('world.json').catch(() => { world = undefined; return null; }));

const WHOLE = { x: 0, y: 8, width: 1000, height: 440 };
const RATIO = WHOLE.width / WHOLE.height;

/** A map of points, fitted to them; `open` is called with an incident's id. */
export function map(points) {
  const land = s('path', { class: 'land' });
  const borders = s('path', { class: 'border' });
  const disputed = s('path', { class: 'border disputed' });
  const ground = s('g', {}, land, borders, disputed);
  const dots = s('g', { class: 'points' });
  const svg = s('svg', { class: 'map', preserveAspectRatio: 'xMidYMid slice', role: 'group', 'aria-label': 'Map of incidents' }, ground, dots);
  const drawn = groups(points).map((group) => mark(group));
  dots.append(...drawn.map((d) => d.node));
  let view = fitted(points);
  const show = (next) => {
    const width = Math.min(Math.max(next.width, 14), WHOLE.width);
    const height = width / RATIO;
    const x = Math.min(Math.max(next.x + (next.width - width) / 2, -60), WHOLE.width + 60 - width);
    const y = Math.min(Math.max(next.y + (next.height - height) / 2, -20), 520 - height);
    view = { x, y, width, height };
    svg.setAttribute('viewBox', `${x} ${y} ${width} ${height}`);
    for (const d of drawn) d.scale(width / WHOLE.width);
  };
  const zoom = (by, at = { x: view.x + view.width / 2, y: view.y + view.height / 2 }) => show({
    x: at.x - (at.x - view.x) * by, y: at.y - (at.y - view.y) * by, width: view.width * by, height: view.height * by,
  });
  show(view);
  outlines().then((o) => {
    if (!o) return;
    ground.setAttribute('transform', `scale(${o.unit})`);
    for (const [line, d] of [[land, o.land], [borders, o.borders], [disputed, o.disputed]]) line.setAttribute('d', d);
  });
  moved(svg, () => view, show, zoom);
  const button = (words, label, act) => h('button', { type: 'button', 'aria-label': label, title: label, onclick: act }, words);
  return h('div', { class: 'map-box' }, svg, h('div', { class: 'map-tools', role: 'group', 'aria-label': 'Map' },
    button('+', 'Nearer', () => zoom(0.6)), button('−', 'Farther', () => zoom(1 / 0.6)),
    button('◎', 'All incidents', () => show(fitted(points))), button('◯', 'The world', () => show(WHOLE))),
  h('p', { class: 'map-note' }, h('span', { class: 'key disputed-line', 'aria-hidden': 'true' }), 'disputed border or line of control'));
}

/** Incidents at one point stand together. */
function groups(points) {
  const at = new Map();
  for (const p of points) {
    const key = `${p.lat},${p.lon}`;
    at.set(key, [...(at.get(key) ?? []), p]);
  }
  return [...at.values()].sort((a, b) => b.length - a.length);
}

const WIDE = new Set(['country', 'region', 'admin1']);

function mark(group) {
  const [first] = group;
  const [x, y] = project(first.lon, first.lat);
  const worst = ['material-conflict', 'verbal-conflict', 'material-cooperation', 'verbal-cooperation'].find((q) => group.some((p) => p.quad === q));
  const size = 5 + Math.min(7, 2.4 * Math.log2(group.length + Math.max(0, ...group.map((p) => Math.log10(1 + (p.killed?.[0] ?? 0)) * 2))));
  const several = group.length > 1 ? `${group.length} incidents, ` : '';
  const words = `${several}${first.place}: ${group.map((p) => `${deed(p)}, ${when(p.time)}${p.killed ? `, ${count(p.killed)} killed` : ''}${p.contested ? ', contested' : ''}`).join('; ')}`;
  const circle = s('circle', { cx: 0, cy: 0, r: size, class: `point ${worst}${WIDE.has(first.precision) ? ' wide' : ''}` });
  const label = group.length > 1 ? s('text', { class: 'number', y: 3.5, 'text-anchor': 'middle' }, group.length) : '';
  const to = group.length > 1 ? `incidents?place=${encodeURIComponent(first.place)}` : toIncident(first.id);
  const ring = group.some((p) => p.contested) ? s('circle', { r: size + 2.6, class: 'ring' }) : '';
  const node = s('a', { href: `#/${to}`, 'aria-label': words }, s('title', {}, words), ring, circle, label);
  return { node, scale: (by) => node.setAttribute('transform', `translate(${x} ${y}) scale(${Math.max(by, 0.02) * 1.05})`) };
}

function fitted(points) {
  if (!points.length) return WHOLE;
  const all = points.map((p) => project(p.lon, p.lat));
  const xs = all.map((p) => p[0]);
  const ys = all.map((p) => p[1]);
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const width = Math.max((right - left) * 1.16 + 30, ((bottom - top) * 1.2 + 24) * RATIO);
  const height = width / RATIO;
  return { x: (left + right) / 2 - width / 2, y: (top + bottom) / 2 - height / 2, width, height };
}

/** Dragging, the wheel with Ctrl, and keys. */
function moved(svg, view, show, zoom) {
  const unit = () => view().width / svg.getBoundingClientRect().width;
  let from = null;
  svg.addEventListener('pointerdown', (e) => { if (e.button === 0) from = { x: e.clientX, y: e.clientY, view: view(), far: false }; });
  svg.addEventListener('pointermove', (e) => {
    if (!from) return;
    const [dx, dy] = [e.clientX - from.x, e.clientY - from.y];
    if (!from.far && Math.hypot(dx, dy) > 4) {
      from.far = true;
      svg.setPointerCapture(e.pointerId);
    }
    if (from.far) show({ ...from.view, x: from.view.x - dx * unit(), y: from.view.y - dy * unit() });
  });
  for (const end of ['pointerup', 'pointercancel']) svg.addEventListener(end, () => { setTimeout(() => { from = null; }); });
  svg.addEventListener('click', (e) => { if (from?.far) e.preventDefault(); }, true);
  svg.addEventListener('dragstart', (e) => e.preventDefault());
  svg.addEventListener('wheel', (e) => {
    if (!e.ctrlKey && !e.metaKey) return;
    e.preventDefault();
    const box = svg.getBoundingClientRect();
    zoom(e.deltaY > 0 ? 1.25 : 0.8, { x: view().x + (e.clientX - box.left) * unit(), y: view().y + (e.clientY - box.top) * unit() });
  }, { passive: false });
}
