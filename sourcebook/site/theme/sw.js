/* The offline copy. A version of the book is taken whole: every file is checked against its sum, and a version with
   a file missing or different is dropped. Pages come from the version that is in use until the reader asks for the
   newer one. A style or script is asked for with the sum of its content (?v=): a page of another version gets the
   file that it was made with, or none. So a page and its scripts always belong together.

   A cache is named by the book's short name, the folder it is served from (the scope) and the version. */
"use strict";
const nameOf = (book) => `${book} ${registration.scope} `;
const NAME = nameOf("sourcebook SLUG");
const FORMER = ["FORMER"].map(nameOf); // caches of earlier versions of this book
const CACHE = `${NAME}VERSION`;
const WHOLE = "the-version-is-whole"; // put last: a version whose taking was cut short is taken again
const FILES = { FILES: "" };

const take = async (cache, [path, sum]) => {
  const answer = await fetch(path, { cache: "no-cache", integrity: `sha256-${sum}` });
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  // Some hosts redirect page.html to page, and a browser refuses to open a page from a redirected response.
  await cache.put(path, answer.redirected ? new Response(answer.body, { headers: answer.headers }) : answer);
};

// CRC-32 as Sphinx counts it: without carriage returns.
const sumOf = async (answer) => {
  let sum = -1;
  for (const byte of new Uint8Array(await answer.clone().arrayBuffer())) {
    if (byte === 13) continue;
    sum ^= byte;
    for (let bit = 0; bit < 8; bit++) sum = sum & 1 ? (sum >>> 1) ^ 0xedb88320 : sum >>> 1;
  }
  return (~sum >>> 0).toString(16).padStart(8, "0");
};

const takeWhole = async () => {
  const cache = await caches.open(CACHE);
  if (await cache.match(WHOLE)) return;
  try {
    for (const files = Object.entries(FILES); files.length;) {
      await Promise.all(files.splice(0, 6).map((file) => take(cache, file)));
    }
    await cache.put(WHOLE, new Response());
  } catch (error) {
    await caches.delete(CACHE);
    throw error;
  }
};
// Two pages may ask at once.
let taking = null;
const copy = () => (taking ??= takeWhole().finally(() => { taking = null; }));

addEventListener("install", (event) => event.waitUntil(copy()));

addEventListener("activate", (event) => event.waitUntil((async () => {
  const isOld = (name) => [NAME, ...FORMER].some((beginning) => name.startsWith(beginning)) && name !== CACHE;
  for (const name of await caches.keys()) if (isOld(name)) await caches.delete(name);
  await clients.claim();
})()));

addEventListener("message", (event) => {
  if (event.data === "use the newer version") skipWaiting();
  if (event.data !== "is the copy whole?") return;
  // No answer where the copy cannot be taken: the server may have a newer version by now, or be out of reach.
  event.waitUntil(copy().then(() => event.source.postMessage("the copy is whole"), () => {}));
});

addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || !url.href.startsWith(registration.scope)) return;
  event.respondWith((async () => {
    const cache = await caches.open(CACHE);
    const path = url.href.slice(registration.scope.length).split(/[?#]/)[0];
    const sum = path.startsWith("_static/") && url.searchParams.get("v");
    for (const name of [path, `${path}.html`, `${path.replace(/\/?$/, "/")}index.html`.replace(/^\//, "")]) {
      const kept = name && name in FILES && await cache.match(name);
      if (kept && (!sum || await sumOf(kept) === sum)) return kept;
    }
    const answer = await fetch(event.request);
    return !sum || await sumOf(answer) === sum ? answer : Response.error();
  })());
});
