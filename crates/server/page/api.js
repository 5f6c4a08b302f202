// Questions to the server. Where it wants a token, one is asked for and kept as long as the tab is open.

const KEPT = 'attache-token';

export class Problem extends Error {
  constructor(status, title, detail) {
    super(title);
    this.status = status;
    this.detail = detail;
  }
}

export function keepToken(token) {
  // What no token has, as a break of the line that came along, could not be sent.
  sessionStorage.setItem(KEPT, token.replace(/[^\x21-\x7e]/g, ''));
}

/** What the ledger was when it was asked last. */
let state = '';

function signed() {
  const token = sessionStorage.getItem(KEPT);
  return token ? { authorization: `Bearer ${token}` } : {};
}

/** What early.js asked for before this script was here, once. */
function early(path, options) {
  const answer = options.method ? undefined : globalThis.early?.get(path);
  globalThis.early?.delete(path);
  return answer;
}

async function answer(path, options) {
  const headers = { accept: 'application/json', ...signed(), ...options.headers };
  let response;
  try {
    response = await (early(path, options) ?? fetch(path, { ...options, headers }));
  } catch (error) {
    if (error.name === 'AbortError') throw error;
    throw new Problem(0, 'The server does not answer', 'Is it still running? Then try again.');
  }
  state = response.headers.get('ledger-state') ?? state;
  const body = await response.json().catch(() => null);
  if (!response.ok || body === null) {
    throw new Problem(response.status, body?.title ?? 'No answer', body?.detail ?? `The server answered with status ${response.status}.`);
  }
  return body;
}

/** The address of a question with its parameters, those without a value left out. */
export function address(path, parameters = {}) {
  const given = Object.entries(parameters).filter(([, value]) => value !== undefined && value !== null && value !== '');
  const query = new URLSearchParams(given).toString();
  return query ? `${path}?${query}` : path;
}

export function ask(path, parameters, signal) {
  return answer(address(`/api/v1/${path}`, parameters), { signal });
}

let before = null;

/** What answers wait for: the words that they are drawn with. Questions are sent meanwhile. */
export function first(promise) {
  before = promise;
}

export async function get(path, parameters, signal) {
  const [body] = await Promise.all([ask(path, parameters, signal), before]);
  return body;
}

export function post(path, body, signal) {
  return answer(`/api/v1/${path}`, { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' }, signal });
}

export function remove(path) {
  return answer(`/api/v1/${path}`, { method: 'DELETE' });
}

/** Calls `changed` whenever the ledger has changed. An EventSource could send no token; so the stream is read by hand. */
export async function follow(changed) {
  let last = state;
  for (let wait = 500; ; wait = Math.min(wait * 2, 60000)) {
    try {
      const response = await fetch('/api/v1/changes', { headers: { ...signed(), ...(last && { 'last-event-id': last }) } });
      if (response.ok) {
        wait = 500;
        last = await heard(response.body.pipeThrough(new TextDecoderStream()).getReader(), last, changed);
      }
    } catch {
      // The server is away; it is asked again, less and less often.
    }
    await new Promise((again) => { setTimeout(again, wait); });
  }
}

/** Reads events until the stream ends; the id of the last. */
async function heard(reader, last, changed) {
  let rest = '';
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return last;
    const events = (rest + value).split('\n\n');
    rest = events.pop();
    for (const event of events) {
      last = /^id: (.*)$/m.exec(event)?.[1] ?? last;
      if (/^event: changed$/m.test(event)) changed();
    }
  }
}

export function asset(path, signal) {
  return answer(`/assets/${path}`, { signal });
}
