// The page in a real browser: accessibility by the rules of axe-core, bytes and time to a useful picture, and how soon a new
// report's incident is on an open page.
//
//   cargo build --release --locked
//   cd bench/page && npm install && node measure.mjs [PROFILE|PROGRAM]
//
// Needs Chromium (Debian: apt-get install chromium). Writes one line a measure, as in docs/operating.md; status 1 where a floor is missed.

import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const given = process.argv[2] ?? 'release';
const PROGRAM = given.includes('/') ? given : join(ROOT, 'target', given, 'attache');
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const SCREENS = { desktop: { width: 1280, height: 900 }, phone: { width: 390, height: 844 } };
const RUNS = 7;
const FLOORS = { violations: 0, bytes: 300000, picture: 1500, arrival: 2000 };

const folder = mkdtempSync(join(tmpdir(), 'attache-page-'));
const ledger = join(folder, 'desk.db');
const middle = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];
let missed = false;

function told(name, value, floor, words) {
  missed ||= value > floor;
  console.log(`${name.padEnd(44)} ${words}${value > floor ? `   MISSES ${floor}` : ''}`);
}

function attache(...args) {
  const done = spawnSync(PROGRAM, args, { encoding: 'utf8' });
  if (done.status !== 0) throw new Error(`attache ${args.join(' ')}: ${done.stderr}`);
  return done.stdout;
}

async function served() {
  const server = spawn(PROGRAM, ['serve', '--ledger', ledger, '--listen', '127.0.0.1:0']);
  const address = await new Promise((resolve) => { server.stdout.once('data', (line) => resolve(String(line).trim())); });
  return { server, address };
}

/** Every view, with the state that a person would leave it in: details open, one claim chosen. */
async function views(address) {
  const first = async (path) => (await (await fetch(`${address}api/v1/${path}?limit=200`)).json()).items;
  const incidents = await first('incidents');
  const contested = incidents.find((i) => i.contested.length && i.reports.length > 1) ?? incidents[0];
  const [report] = await first('reports');
  const [actor] = await first('actors');
  const [agreement] = await first('agreements');
  const [dyad] = await first('dyads');
  await fetch(`${address}api/v1/decisions`, {
    method: 'POST', headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ kind: 'note', subject: contested.id, note: 'seen on a picture' }),
  });
  return {
    overview: '', incidents: 'incidents', incident: `incident/${contested.id}`, reports: 'reports', report: `report/${report.id}?claim=E1`,
    actors: 'actors', actor: `actor/${actor.id}`, alerts: 'alerts', agreements: 'agreements', agreement: `agreement/${agreement.id}`,
    dyads: 'dyads', dyad: `dyad/${dyad.from}/${dyad.to}`, search: 'search?q=convoy', 'search without hits': 'search?q=xyzzy',
    read: 'read', decisions: 'decisions', 'not there': 'incident/none', empty: 'incidents?place=Nowhere',
  };
}

async function accessibility(browser, address) {
  const all = await views(address);
  let count = 0;
  for (const [screen, viewport] of Object.entries(SCREENS)) {
    for (const colorScheme of ['light', 'dark']) {
      const context = await browser.newContext({ viewport, colorScheme, reducedMotion: 'reduce', bypassCSP: true });
      for (const [name, view] of Object.entries(all)) {
        const page = await context.newPage();
        await page.goto(`${address}?still#/${view}`);
        await page.waitForSelector('main h1, main .broken');
        await page.evaluate(() => { for (const d of document.querySelectorAll('details')) d.open = true; });
        if (name === 'read') {
          await page.fill('textarea', 'Rebels shelled the town of Gulu on Monday, the army said. Two soldiers were killed.');
          await page.click('main form button');
          await page.waitForSelector('.reading .claim');
        }
        await page.evaluate(AXE);
        const { violations } = await page.evaluate(() => globalThis.axe.run());
        for (const v of violations) {
          count += v.nodes.length;
          console.log(`  ${name}, ${screen}, ${colorScheme}: ${v.id} (${v.impact}): ${v.nodes.map((n) => `${n.target.join(' ')}`).slice(0, 4).join(' | ')}`);
        }
        await page.close();
      }
      await context.close();
    }
  }
  told('axe-core violations', count, FLOORS.violations, `${count} in ${Object.keys(all).length} views, light and dark, desktop and phone`);
}

/** When the map has its outlines and points and the newest incidents stand below. */
const WATCH = `new MutationObserver((_, watching) => {
  if (!document.querySelector('path.land[d]') || !document.querySelector('.points a') || !document.querySelector('.cards .card')) return;
  watching.disconnect();
  requestAnimationFrame(() => requestAnimationFrame(() => { globalThis.useful = performance.now(); }));
}).observe(document, { childList: true, subtree: true, attributes: true });`;

async function picture(browser, address) {
  const [times, bytes] = [[], []];
  for (let run = 0; run < RUNS; run += 1) {
    const context = await browser.newContext({ viewport: SCREENS.desktop });
    const page = await context.newPage();
    const devtools = await context.newCDPSession(page);
    let sum = 0;
    devtools.on('Network.loadingFinished', (e) => { sum += e.encodedDataLength; });
    await devtools.send('Network.enable');
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: 4 });
    await page.addInitScript(WATCH);
    await page.goto(address);
    await page.waitForFunction(() => globalThis.useful);
    times.push(await page.evaluate(() => globalThis.useful));
    bytes.push(sum);
    await context.close();
  }
  told('overview, bytes over the wire', middle(bytes), FLOORS.bytes, `${Math.round(middle(bytes) / 1000)} kB`);
  told('overview, useful picture, processor 4x slowed', middle(times), FLOORS.picture, `${Math.round(middle(times))} ms (${times.map(Math.round).join(', ')})`);
}

/** Where, and what the report says; so far from each other that none is taken for a copy of another. */
const NEWS = [
  ['Gulu', 'Rebels shelled the town of Gulu on Monday, the Ugandan army said. A market burnt down.'],
  ['Goma', 'Gunmen killed four traders at the edge of Goma early yesterday, residents told reporters.'],
  ['Kharkiv', 'Drones struck a power station in Kharkiv, officials announced; three engineers were wounded.'],
  ['Mosul', 'A bomb exploded beside a police post in Mosul this morning and killed a guard.'],
  ['Kandahar', 'Protesters threw stones at the gates of the governor in Kandahar. Police arrested twelve of them.'],
  ['Mogadishu', 'Mortars hit the port of Mogadishu overnight, according to the mayor, who blamed militants.'],
  ['Tripoli', 'Militias clashed in Tripoli, Libya, for a second day, a hospital there reporting nine dead.'],
];

async function arrival(browser, address) {
  const times = [];
  const page = await browser.newPage({ viewport: SCREENS.desktop });
  await page.goto(address);
  await page.waitForSelector('.cards .card');
  for (let run = 0; run < RUNS; run += 1) {
    const [place, text] = NEWS[run];
    const file = join(folder, `${run}.jsonl`);
    writeFileSync(file, `${JSON.stringify({ id: `new-${run}`, published: `2031-05-${run + 10}`, text })}\n`);
    await page.evaluate((words) => {
      globalThis.seen = new Promise((seen) => {
        new MutationObserver((_, watching) => {
          if (![...document.querySelectorAll('.newest .card')].some((card) => card.textContent.includes(words))) return;
          watching.disconnect();
          requestAnimationFrame(() => seen(Date.now()));
        }).observe(document, { childList: true, subtree: true });
      });
    }, place);
    const written = () => statSync(`${ledger}-wal`).mtimeMs;
    const before = written();
    const adding = spawn(PROGRAM, ['add', '--ledger', ledger, '--input', 'jsonl', file]);
    let begun;
    const look = setInterval(() => { if (!begun && written() !== before) begun = written(); }, 1);
    const ended = new Promise((resolve) => { adding.on('exit', resolve); });
    times.push((await page.evaluate(() => globalThis.seen)) - (begun ?? written()));
    clearInterval(look);
    await ended;
  }
  await page.close();
  told('report in the ledger to incident on the page', middle(times), FLOORS.arrival, `${Math.round(middle(times))} ms (${times.map(Math.round).join(', ')})`);
}

attache('add', '--ledger', ledger, '--input', 'jsonl', join(ROOT, 'examples', 'reports.jsonl'));
const { server, address } = await served();
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] });
try {
  await accessibility(browser, address);
  await picture(browser, address);
  await arrival(browser, address);
} finally {
  await browser.close();
  server.kill('SIGTERM');
  rmSync(folder, { recursive: true });
}
process.exitCode = missed ? 1 : 0;
