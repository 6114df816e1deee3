// The service worker: this server first, what was kept when it does not answer. What may be kept is said by headers (website/keeping.py).
const SHELL = "mizan-shell-1";
const STATIC = "mizan-static-1";
const PUBLIC = "mizan-public-1";
const READER = "mizan-reader-";
const OFFLINE = "/offline/";
const LOOKS = self.LOOKS || []; // what the page for no connection needs: the server writes the addresses above this text
const DAYS = 7;
const MOST = 300;

addEventListener("install", (event) => {
  const fresh = (address) => new Request(address, { cache: "reload", credentials: "omit" });
  event.waitUntil(caches.open(SHELL).then((cache) => cache.addAll([OFFLINE, ...LOOKS].map(fresh))));
  skipWaiting();
});

addEventListener("activate", (event) => {
  const known = (name) => [SHELL, STATIC, PUBLIC].includes(name) || name.startsWith(READER);
  event.waitUntil(caches.keys().then((names) => Promise.all(names.filter((name) => !known(name)).map((name) => caches.delete(name)))).then(() => clients.claim()));
});

addEventListener("fetch", (event) => {
  const request = event.request;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (url.pathname.startsWith("/static/")) event.respondWith(asset(event));
  else if (request.mode === "navigate" || request.headers.get("HX-Request") || wantsRows(url)) event.respondWith(page(event));
});

function wantsRows(url) {
  return /^\/boqs\/[^/]+\/(rows|sections|items)\//.test(url.pathname);
}

async function asset(event) {
  try {
    const answer = await fetch(event.request);
    if (answer.ok && answer.type === "basic") event.waitUntil(put(STATIC, event.request, answer.clone()));
    return answer;
  } catch (error) {
    const kept = (await caches.match(event.request, { cacheName: STATIC })) || (await caches.match(event.request, { cacheName: SHELL }));
    if (kept) return kept;
    throw error;
  }
}

async function page(event) {
  try {
    const answer = await fetch(event.request);
    event.waitUntil(look(event.request, answer.clone()));
    return answer;
  } catch (error) {
    const kept = await found(event.request);
    if (kept) return kept;
    if (event.request.mode !== "navigate") throw error;
    return (await caches.match(OFFLINE, { cacheName: SHELL })) || Response.error();
  }
}

// Whose pages may stay is said by each page: another person's, or nobody's, ends what was kept before.
async function look(request, answer) {
  if (answer.type !== "basic") return;
  const reader = answer.headers.get("X-Offline-Reader");
  const keep = answer.headers.get("X-Offline-Keep");
  if (request.mode === "navigate" || reader) await leave(reader ? READER + reader : "");
  if (!answer.ok) return;
  if (keep === "everybody") await put(PUBLIC, request, answer);
  else if (keep === "reader" && reader) await put(READER + reader, request, answer);
}

async function leave(own) {
  for (const name of await caches.keys()) if (name.startsWith(READER) && name !== own) await caches.delete(name);
}

async function put(name, request, answer) {
  const cache = await caches.open(name);
  await cache.put(key(request), answer);
  const all = await cache.keys();
  await Promise.all(all.slice(0, Math.max(0, all.length - MOST)).map((old) => cache.delete(old)));
}

// A part of a page and the whole page have one address: each is kept under a name of its own.
function key(request) {
  if (!request.headers.get("HX-Request")) return request.url.split("#")[0];
  const url = new URL(request.url);
  url.searchParams.set("offline-part", "1");
  return url.href;
}

async function found(request) {
  for (const name of await caches.keys()) {
    if (name === SHELL || name === STATIC) continue;
    const cache = await caches.open(name);
    const kept = await cache.match(key(request), { ignoreVary: true });
    if (!kept) continue;
    if (Date.now() - Date.parse(kept.headers.get("Date") || 0) < DAYS * 86400000) return kept;
    await cache.delete(key(request));
  }
  return undefined;
}
