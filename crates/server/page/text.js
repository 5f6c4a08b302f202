// A report's text with its layers: offsets are in characters (Unicode scalar values), as the API counts them.

import { h } from './dom.js';

/**
 * Paragraphs of `text`, cut wherever a mark begins or ends.
 * marks: [{span: [start, end], layer, ids: [..], title}]; a piece that several marks cover carries them all.
 */
export function marked(text, marks, chosen) {
  const chars = Array.from(text);
  const cuts = new Set([0, chars.length]);
  for (const { span } of marks) {
    cuts.add(Math.min(span[0], chars.length));
    cuts.add(Math.min(span[1], chars.length));
  }
  chars.forEach((c, i) => { if (c === '\n') { cuts.add(i); cuts.add(i + 1); } });
  const at = [...cuts].sort((a, b) => a - b);
  const coming = [...marks].sort((a, b) => a.span[0] - b.span[0]);
  let next = 0;
  let open = [];
  const paragraphs = [h('p')];
  for (let i = 0; i + 1 < at.length; i += 1) {
    const [begin, end] = [at[i], at[i + 1]];
    open = open.filter((m) => m.span[1] > begin);
    while (next < coming.length && coming[next].span[0] <= begin) open.push(coming[next++]);
    open = open.filter((m) => m.span[1] > begin);
    const words = chars.slice(begin, end).join('');
    if (words === '\n') {
      if (paragraphs.at(-1).childNodes.length) paragraphs.push(h('p'));
      continue;
    }
    paragraphs.at(-1).append(open.length ? piece(words, open, chosen) : words);
  }
  return h('div', { class: 'text', lang: 'en' }, paragraphs.filter((p) => p.childNodes.length));
}

function piece(words, open, chosen) {
  const layers = [...new Set(open.map((m) => m.layer))];
  const ids = open.flatMap((m) => m.ids ?? []);
  const title = [...new Set(open.map((m) => m.title).filter(Boolean))].join('; ');
  return h('mark', {
    class: layers.map((l) => `on-${l}`).join(' ') + (chosen && ids.includes(chosen) ? ' chosen' : ''),
    'data-ids': ids.join(' ') || null,
    title: title || null,
  }, words);
}

/** Lights up the pieces of `id` in `root`. */
export function choose(root, id) {
  for (const piece of root.querySelectorAll('mark[data-ids]')) {
    piece.classList.toggle('chosen', Boolean(id) && piece.dataset.ids.split(' ').includes(id));
  }
}

/** Brings the first piece of `id` into view. */
export function reveal(root, id) {
  const piece = [...root.querySelectorAll('mark[data-ids]')].find((m) => m.dataset.ids.split(' ').includes(id));
  const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
  piece?.scrollIntoView({ block: 'center', behavior: calm ? 'auto' : 'smooth' });
}
