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
  sessionStorage.setItem(KEPT, token.trim());
}

async function answer(path, options) {
  const headers = { accept: 'application/json', ...options.headers };
  const token = sessionStorage.getItem(KEPT);
  if (token) headers.authorization = `Bearer ${token}`;
  let response;
  try {
    response = await fetch(path, { ...options, headers });
  } catch (error) {
    if (error.name === 'AbortError') throw error;
    throw new Problem(0, 'The server does not answer', 'Is it still running? Then try again.');
  }
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

export function get(path, parameters, signal) {
  return answer(address(`/api/v1/${path}`, parameters), { signal });
}

export function post(path, body, signal) {
  return answer(`/api/v1/${path}`, { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' }, signal });
}

export function asset(path, signal) {
  return answer(`/assets/${path}`, { signal });
}
