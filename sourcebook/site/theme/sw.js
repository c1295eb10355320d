/* The offline copy. A version of the book is taken whole: every file is checked against its sum, and a version with a file
   missing or different is dropped. Pages come from the version that is in use until the reader asks for the newer one. A style
   or script is asked for with the sum of its content (?v=): a page of another version gets the file that it was made with, or
   none. So a page and its scripts always belong together. */
"use strict";
const NAME = `minusma ${registration.scope} `;
const CACHE = NAME + "VERSION";
const WHOLE = "the-version-is-whole"; // put last: a version whose taking was cut short is taken again
const FILES = { FILES: "" };

const take = async (cache, [path, sum]) => {
  const answer = await fetch(path, { cache: "no-cache", integrity: `sha256-${sum}` });
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  // Some hosts lead page.html to page; a browser refuses to open a page from an answer that was led elsewhere.
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

addEventListener("install", (event) => event.waitUntil((async () => {
  const cache = await caches.open(CACHE);
  if (await cache.match(WHOLE)) return;
  try {
    for (const group = Object.entries(FILES); group.length;) await Promise.all(group.splice(0, 6).map((file) => take(cache, file)));
    await cache.put(WHOLE, new Response());
  } catch (error) {
    await caches.delete(CACHE);
    throw error;
  }
})()));

addEventListener("activate", (event) => event.waitUntil((async () => {
  for (const name of await caches.keys()) if (name.startsWith(NAME) && name !== CACHE) await caches.delete(name);
  await clients.claim();
})()));

addEventListener("message", (event) => { if (event.data === "use the newer version") skipWaiting(); });

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
