// The page works without this; this makes it live.
const news = document.getElementById('news');
const search = document.getElementById('search');
const reply = document.getElementById('reply');

let refreshing;
let refreshAgain = false;

/** Takes the live parts from a fresh copy of the page, and leaves the rest, a half-written reply above all. */
async function refresh() {
  if (refreshing) {
    refreshAgain = true;
    return refreshing;
  }
  refreshing = (async () => {
    const response = await fetch(location.href);
    if (response.ok) replaceLiveParts(new DOMParser().parseFromString(await response.text(), 'text/html'));
  })().finally(() => {
    refreshing = undefined;
    if (refreshAgain) refresh();
    refreshAgain = false;
  });
  return refreshing;
}

function replaceLiveParts(fresh) {
  const focused = document.activeElement?.closest('[data-live] a')?.getAttribute('href');
  for (const part of document.querySelectorAll('[data-live]')) {
    const next = fresh.getElementById(part.id);
    if (!next || next.innerHTML === part.innerHTML) continue;
    part.replaceChildren(...next.childNodes);
    part.hidden = next.hidden;
  }
  if (focused) document.querySelector(`[data-live] a[href="${CSS.escape(focused)}"]`)?.focus();
}

const events = new EventSource('/dev/outbox/events');
events.onmessage = async ({ data }) => {
  const { Subject, isNew } = JSON.parse(data);
  await refresh();
  if (isNew) news.textContent = `New mail: ${Subject}`;
};
// What came while the connection was lost.
events.onopen = refresh;

let typing;
search.addEventListener('input', () => {
  clearTimeout(typing);
  typing = setTimeout(() => {
    const url = new URL(location.href);
    if (search.value) url.searchParams.set('q', search.value);
    else url.searchParams.delete('q');
    history.replaceState(null, '', url);
    refresh();
  }, 150);
});

reply?.addEventListener('submit', async (event) => {
  event.preventDefault();
  const result = document.getElementById('reply-result');
  const button = reply.querySelector('button');
  button.disabled = true;
  result.textContent = 'Sending…';
  try {
    const response = await fetch(reply.action, {
      method: 'POST',
      body: new FormData(reply),
      headers: { accept: 'application/json' },
    });
    const answer = response.ok ? await response.json() : { status: 0, message: await response.text() };
    result.textContent = answer.message;
    if (answer.status >= 200 && answer.status < 300) {
      reply.elements.text.value = '';
      reply.elements.files.value = '';
    }
  } catch {
    result.textContent = 'The outbox did not answer.';
  } finally {
    button.disabled = false;
  }
});
