// Asks for what the first look needs while the rest of the page is still on its way; api.js takes the answers from here.
(() => {
  const token = sessionStorage.getItem('attache-token');
  const ask = (path, priority) => {
    const answer = fetch(path, { priority, headers: token ? { authorization: `Bearer ${token}` } : {} });
    // Whoever takes it is told what went wrong.
    answer.catch(() => {});
    return [path, answer];
  };
  const early = [ask('/api/v1/vocabulary', 'high'), ask('/api/v1/client', 'high')];
  if (/^#?\/?$/.test(location.hash)) early.unshift(ask('/api/v1/overview', 'high'), ask('/assets/world.json', 'low'));
  globalThis.early = new Map(early);
})();
