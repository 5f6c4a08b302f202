// Charts as SVG: days as bars, a curve with its bounds, a line in a row. Each has a table or words beside it for those who do not see it.

import { h, s } from './dom.js';
import { QUADS, counted, quad, when } from './words.js';

const DAY = 86400000;
const number = (day) => Date.parse(day) / DAY;

/** Bars of incidents over time, conflict above the line and cooperation below; a click chooses a stretch. */
export function timeline(days, pick, chosen) {
  const [width, height, base] = [900, 132, 82];
  if (!days.length) return h('p', { class: 'quiet' }, 'No day is told.');
  const first = number(days[0].day);
  const last = number(days.at(-1).day);
  const span = Math.max(last - first + 1, 1);
  const bins = Math.min(span, 90);
  const size = Math.ceil(span / bins);
  const bars = new Map();
  for (const { day, quad: name, incidents } of days) {
    const bin = Math.floor((number(day) - first) / size);
    const bar = bars.get(bin) ?? {};
    bar[name] = (bar[name] ?? 0) + incidents;
    bars.set(bin, bar);
  }
  const up = (bar) => (bar['material-conflict'] ?? 0) + (bar['verbal-conflict'] ?? 0);
  const down = (bar) => (bar['verbal-cooperation'] ?? 0) + (bar['material-cooperation'] ?? 0);
  const most = Math.max(1, ...[...bars.values()].map((b) => Math.max(up(b), down(b) * 1.9)));
  const scale = (base - 10) / most;
  const step = width / bins;
  const date = (n) => new Date(n * DAY).toISOString().slice(0, 10);
  const drawn = [...bars].map(([bin, bar]) => {
    const since = date(first + bin * size);
    const until = date(Math.min(first + (bin + 1) * size - 1, last));
    let above = base;
    let below = base;
    const rects = QUADS.filter(([name]) => bar[name]).map(([name]) => {
      const tall = Math.max(bar[name] * scale, 2);
      const conflict = name.endsWith('conflict');
      const y = conflict ? (above -= tall) : below;
      if (!conflict) below += tall;
      return s('rect', { class: `bar ${name}`, x: bin * step + 0.5, width: Math.max(step - 1, 2), y, height: Math.max(tall - 0.5, 1) });
    });
    const words = `${since === until ? when(since) : `${when(since)} – ${when(until)}`}: ${QUADS.filter(([n]) => bar[n]).map(([n]) => `${bar[n]} ${quad(n).toLowerCase()}`).join(', ')}`;
    const is = chosen && chosen.since === since && chosen.until === until;
    const choose = () => pick(is ? {} : { since, until });
    return s('g', { class: `bin${is ? ' chosen' : ''}`, tabindex: 0, role: 'button', 'aria-pressed': is ? 'true' : 'false', 'aria-label': words,
      onclick: choose, onkeydown: (e) => { if (e.key === 'Enter' || e.key === ' ') { e.preventDefault(); choose(); } } },
    s('title', {}, words), s('rect', { class: 'hit', x: bin * step, width: Math.max(step, 6), y: 0, height }), ...rects);
  });
  const labels = [0, 0.25, 0.5, 0.75, 1].map((at) => s('text', {
    class: 'axis', x: at * width, y: height + 14, 'text-anchor': at === 0 ? 'start' : at === 1 ? 'end' : 'middle',
  }, span < 5 && at % 1 ? '' : axis(date(first + Math.round(at * (span - 1))), span)));
  return h('figure', { class: 'chart' },
    s('svg', { viewBox: `0 0 ${width} ${height + 18}`, role: 'group', 'aria-label': 'Incidents over time' },
      s('line', { class: 'zero', x1: 0, x2: width, y1: base, y2: base }), ...drawn, ...labels),
    legend());
}

const axis = (day, span) => (span > 700 ? when(day.slice(0, 7)) : when(day));

export const legend = () => h('ul', { class: 'legend', 'aria-label': 'Colours' },
  QUADS.map(([name, words]) => h('li', {}, h('span', { class: `dot ${name}`, 'aria-hidden': 'true' }), words)));

/** A short line of a dyad's last days. */
export function spark(recent) {
  const [width, height] = [120, 30];
  // Before its first incident nothing is told, and the index is nought.
  const values = [...Array(Math.max(0, 60 - recent.length)).fill(0), ...recent];
  const most = Math.max(0.1, ...values);
  const x = (i) => (i / (values.length - 1)) * width;
  const y = (v) => height - 2 - (Math.max(v, 0) / most) * (height - 4);
  const points = values.map((v, i) => `${x(i).toFixed(1)},${y(v).toFixed(1)}`).join(' ');
  return s('svg', { class: 'spark', viewBox: `0 0 ${width} ${height}`, 'aria-hidden': 'true', preserveAspectRatio: 'none' },
    s('polygon', { class: 'under', points: `0,${height} ${points} ${width},${height}` }), s('polyline', { class: 'line', points }));
}

/** Tension day by day: bounds as an area, index and baseline as lines, days with incidents as ticks. */
export function curve(days, label) {
  const [width, height, left, bottom] = [900, 260, 40, 24];
  const top = Math.max(0.1, ...days.map((d) => d.high));
  const least = Math.min(0, ...days.map((d) => d.low));
  const x = (i) => left + ((width - left - 6) * i) / Math.max(days.length - 1, 1);
  const y = (v) => 8 + (height - bottom - 16) * (1 - (v - least) / (top - least));
  const points = (value) => days.map((d, i) => `${x(i).toFixed(1)},${y(value(d)).toFixed(1)}`);
  const area = [...points((d) => d.high), ...points((d) => d.low).reverse()].join(' ');
  const baseline = days.map((d, i) => [d.baseline, i]).filter(([b]) => b !== null).map(([b, i]) => `${x(i).toFixed(1)},${y(b).toFixed(1)}`).join(' ');
  const ticks = days.flatMap((d, i) => (d.incidents.length
    ? [s('line', { class: 'tick', x1: x(i), x2: x(i), y1: height - bottom, y2: height - bottom - 4 - 3 * Math.min(d.incidents.length, 4) })] : []));
  const rule = (v) => [s('line', { class: 'rule', x1: left, x2: width - 6, y1: y(v), y2: y(v) }), s('text', { class: 'axis', x: left - 6, y: y(v) + 4, 'text-anchor': 'end' }, v.toFixed(1))];
  const dates = [0, 0.5, 1].map((at) => s('text', { class: 'axis', x: x(at * (days.length - 1)), y: height - 4, 'text-anchor': ['start', 'middle', 'end'][at * 2] },
    when(days[Math.round(at * (days.length - 1))].day)));
  const cross = s('line', { class: 'cross', y1: 8, y2: height - bottom, x1: x(days.length - 1), x2: x(days.length - 1) });
  const readout = h('figcaption', { class: 'readout' }, describe(days.at(-1)));
  const svg = s('svg', { viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': label, tabindex: 0 },
    ...[0, top / 2, top].flatMap(rule), least < 0 ? rule(least) : [], s('polygon', { class: 'bounds', points: area }),
    baseline ? s('polyline', { class: 'baseline', points: baseline }) : '', s('polyline', { class: 'index', points: points((d) => d.index).join(' ') }), ...ticks, ...dates, cross);
  let at = days.length - 1;
  const show = (i) => {
    at = Math.max(0, Math.min(days.length - 1, i));
    cross.setAttribute('x1', x(at));
    cross.setAttribute('x2', x(at));
    readout.textContent = describe(days[at]);
  };
  svg.addEventListener('pointermove', (e) => {
    const box = svg.getBoundingClientRect();
    show(Math.round(((((e.clientX - box.left) / box.width) * width - left) / (width - left - 6)) * (days.length - 1)));
  });
  svg.addEventListener('keydown', (e) => {
    const step = { ArrowLeft: -1, ArrowRight: 1, PageUp: -30, PageDown: 30 }[e.key];
    if (step) { e.preventDefault(); show(at + step); }
  });
  return h('figure', { class: 'chart tension' }, svg, readout, h('ul', { class: 'legend' },
    h('li', {}, h('span', { class: 'key index' }), 'index'), h('li', {}, h('span', { class: 'key bounds' }), 'between what several bear out and all that is told'),
    h('li', {}, h('span', { class: 'key baseline' }), 'baseline of its own past')));
}

function describe(day) {
  const baseline = day.baseline === null ? 'no baseline yet' : `baseline ${day.baseline.toFixed(2)}`;
  return `${when(day.day)}: index ${day.index.toFixed(2)} (${day.low.toFixed(2)} to ${day.high.toFixed(2)}), ${baseline}${day.incidents.length ? `, ${counted(day.incidents.length, 'incident')}` : ''}`;
}

/** Bars of what was done and what was suffered, by type. */
export function deeds(rows, called) {
  const most = Math.max(1, ...rows.map((r) => Math.max(r.done, r.suffered)));
  const bar = (n, name, side) => h('td', { class: `bar ${side}` }, s('svg', { viewBox: '0 0 100 12', preserveAspectRatio: 'none', 'aria-hidden': 'true' },
    s('rect', { class: `bar ${name}`, x: side === 'done' ? 100 - (n / most) * 100 : 0, y: 1, width: (n / most) * 100, height: 10 })), h('span', {}, n || '–'));
  return h('table', { class: 'deeds' },
    h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, 'said to have done'), h('th', { scope: 'col' }, 'deed'), h('th', { scope: 'col' }, 'said to have been done to it'))),
    h('tbody', {}, rows.map((r) => h('tr', {}, bar(r.done, r.quad, 'done'), h('th', { scope: 'row' }, called(r)), bar(r.suffered, r.quad, 'suffered')))));
}
