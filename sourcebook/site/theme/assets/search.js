/* The search by section: a classic script, so that it also works from a folder. The index (searchindex.js) comes when
   something is asked. Uses dom.js. */
const SourcebookSearch = (() => {
  "use strict";
  const { el, distance } = SourcebookDom;
  const MOST = 40, AROUND = 25, TERM = 1, ROW = 2;
  /* Words that say nothing of what is looked for. */
  const EMPTY = new Set(("a about after all an and any are as at be been but by can come could did do does for from"
    + " had has have her his how i if in into is it its many me more most much my no not of on or our out she should so"
    + " some than that the their them then there they this to was we were what when where which who whom whose why will"
    + " with would you your").split(" "));
  /* Chapters, other pages of students, pages to look things up, teachers' pages; a row counts less than a section. */
  const WHO = [1, .8, .6, .35], KIND = [1, .9, .3];

  /* Without accents, capitals and the points of an abbreviation; words and numbers only. */
  function fold(text) {
    const plain = text.normalize("NFD").replace(/[\u0300-\u036f\u00ad\u200b-\u200f]/g, "").toLowerCase();
    return plain.replace(/(?<![\p{L}\p{N}])(?:\p{L}\.){2,}/gu, (short) => short.replaceAll(".", ""))
      .replace(/[\u2019']s(?![\p{L}\p{N}])/gu, "").replace(/(?<=\d),(?=\d{3})/g, "");
  }
  const words = (text) => fold(text).split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  const stem = (word) => (word.length > 4 ? word.replace(/(?:ies|y)$/, "i").replace(/(?:es|s|ed|d|ing|e)$/, "") : word);

  let index = null;

  /* Called by searchindex.js. */
  function take(found) {
    const places = new Map();
    const docs = found.sections.map(([page, anchor, heading, text, kind], n) => {
      const [address, title, who] = found.pages[page];
      const own = words(heading), all = words(text), named = words(title);
      const note = (list, weight) => {
        for (const word of list) {
          const held = places.get(word) ?? places.set(word, new Map()).get(word);
          held.set(n, (held.get(n) ?? 0) + weight);
        }
      };
      note(all, 1);
      note(own, anchor && kind !== ROW ? 8 : 4);
      note(named, 1);
      const id = kind === ROW ? words(anchor) : [];
      return { address, title, who, anchor, heading: heading || title, text, kind, own, all, id, size: all.length };
    });
    const average = docs.reduce((sum, { size }) => sum + size, 0) / docs.length;
    const stems = new Map();
    for (const word of places.keys()) stems.set(stem(word), [...(stems.get(stem(word)) ?? []), word]);
    const same = found.same.map((group) => group.map((name) => words(name)));
    index = { docs, places, average, stems, same, vocabulary: [...places.keys()].sort() };
  }

  /* The words of the book that a word of the query stands for, each with how well it fits. */
  function variants(word) {
    const found = new Map(), add = (other, fit) => {
      if (index.places.has(other)) found.set(other, Math.max(fit, found.get(other) ?? 0));
    };
    add(word, 1);
    if (word.length < 3 || /^\d+$/.test(word)) return found;
    for (const other of index.stems.get(stem(word)) ?? []) add(other, .8);
    if (word.length > 3) for (const other of index.vocabulary) if (other.startsWith(word)) add(other, .5);
    return found;
  }

  /* The nearest word of the book, where none fits: the most frequent of those with the fewest slips. */
  function nearest(word) {
    if (word.length < 4 || /\d/.test(word)) return "";
    let best = "", least = word.length > 6 ? 2.5 : 1.5;
    for (const other of index.vocabulary) {
      if (Math.abs(other.length - word.length) > 2 || other.length < 4) continue;
      const slips = distance([...word], [...other]) - Math.min(.9, index.places.get(other).size / 1000);
      if (slips < least) [best, least] = [other, slips];
    }
    return best;
  }

  /* How much each section has of one part of the query: a word, or a group of names that mean the same. */
  function scores(names) {
    const found = new Map(), { docs, places, average } = index;
    for (const [name, share] of names) {
      const own = new Map();
      name.forEach((word, n) => {
        const mine = new Map();
        for (const [other, fit] of variants(word)) {
          const held = places.get(other), rare = Math.log(1 + docs.length / (held.size + .5));
          for (const [doc, count] of held) {
            const often = count / (count + .6 + .9 * docs[doc].size / average);
            mine.set(doc, Math.max(mine.get(doc) ?? 0, fit * share * rare * often));
          }
        }
        for (const [doc, score] of mine) if (!n || own.has(doc)) own.set(doc, (own.get(doc) ?? 0) + score);
        for (const doc of own.keys()) if (!mine.has(doc)) own.delete(doc);
      });
      for (const [doc, score] of own) found.set(doc, Math.max(found.get(doc) ?? 0, score));
    }
    return found;
  }

  const isIn = (short, long) => {
    return long.some((_, n) => short.every((word, i) => word === long[n + i]));
  };
  const groupsWith = (asked) => index.same.filter((group) => group.some((name) => name.join(" ") === asked));

  /* {found: sections, best first; instead: [[asked, nearest word]]; shown: the words to mark}. */
  function find(query) {
    const all = words(query), instead = [];
    let left = all.some((word) => !EMPTY.has(word)) ? all.filter((word) => !EMPTY.has(word)) : all;
    /* A name of several words that has others (casques bleus) is one part of the query. */
    const parts = [];
    for (const group of index.same) {
      for (const name of group) {
        if (name.length > 1 && isIn(name, left)) {
          left = left.filter((word) => !name.includes(word));
          parts.push([[name, 1], ...group.filter((other) => other !== name).map((other) => [other, .8])]);
        }
      }
    }
    for (let word of left) {
      const groups = groupsWith(word);
      if (!groups.length && !variants(word).size) {
        const near = nearest(word);
        if (near) {
          instead.push([word, near]);
          word = near;
        }
      }
      const others = groupsWith(word).flat().filter((name) => name.join(" ") !== word);
      parts.push([[[word], 1], ...others.map((name) => [name, .8])]);
    }
    const each = parts.map(scores), total = new Map();
    for (const found of each) for (const [doc, score] of found) total.set(doc, (total.get(doc) ?? 0) + score);
    const has = (doc) => each.filter((found) => found.has(doc)).length;
    const most = Math.max(0, ...[...total.keys()].map(has));
    const asked = instead.length ? instead.map(([, near]) => near) : all;
    const ranked = [...total].filter(([doc]) => has(doc) === most).map(([doc, score]) => {
      const { own, all: text, kind, who, id } = index.docs[doc];
      const names = [asked, ...groupsWith(asked.join(" ")).flat()].map((name) => name.join(" "));
      /* The word itself, with its definition, stands above all. */
      const first = kind === TERM && names.includes(own.join(" ")) ? 1000 : 0;
      const together = asked.length > 1 && (isIn(asked, own) || isIn(asked, text)) ? 1.5 : 1;
      /* A row that bears the number is what is looked for. */
      const called = left.some((word) => /\d/.test(word)) && left.every((word) => id.includes(word));
      const counts = called ? 1 : KIND[kind];
      return [doc, first + score * together * WHO[who] * counts];
    });
    ranked.sort(([a, one], [b, other]) => other - one || a - b);
    const asking = parts.flatMap((names) => names.flatMap(([name]) => name));
    const shown = new Set(asking.flatMap((word) => [...variants(word).keys()]));
    return { found: ranked.slice(0, MOST).map(([doc]) => index.docs[doc]), count: ranked.length, instead, shown };
  }

  /* Some 25 words around the first word found, the words found marked. */
  function excerpt({ text }, shown) {
    const all = text.split(" "), hit = (word) => words(word).some((part) => shown.has(part));
    const at = Math.max(0, all.findIndex(hit)), from = Math.max(0, Math.min(at - 8, all.length - AROUND));
    const part = all.slice(from, from + AROUND);
    const nodes = part.flatMap((word) => [hit(word) ? el("mark", { textContent: word }) : word, " "]);
    return [from ? "… " : "", ...nodes, from + AROUND < all.length ? "…" : ""];
  }

  function item(section, shown, root) {
    const { address, anchor, heading, title, kind, text } = section;
    const hash = anchor ? `#${encodeURIComponent(anchor)}` : "";
    /* A row has no heading: its first words stand for one. */
    const name = kind === ROW ? `${text.split(" ").slice(0, 9).join(" ")} …` : heading;
    const link = el("a", { href: `${root}${address}${hash}`, textContent: name });
    const where = name === title ? "" : ` · ${title}`;
    return el("li", {}, link, el("span", { className: "where", textContent: where }),
      el("p", {}, ...excerpt(section, shown)));
  }

  function show(query, place, root) {
    const { found, count, instead, shown } = find(query);
    const said = instead.map(([word, near]) => `The book does not say “${word}”. The nearest word is “${near}”.`);
    const number = count === 1 ? "One place found" : `${count} places found`;
    const summary = count ? `${number}${count > MOST ? `, the best ${MOST} shown` : ""}.`
      : "Your search did not match any part of the book. Try one word, or another one.";
    const status = el("p", { className: "search-summary", textContent: [...said, summary].join(" ") });
    status.setAttribute("role", "status");
    place.replaceChildren(el("h2", { textContent: "Search results" }), status,
      el("ul", {}, ...found.map((section) => item(section, shown, root))));
  }

  function start() {
    const query = new URLSearchParams(location.search).get("q")?.trim();
    const place = document.getElementById("search-results");
    if (!query || !place) return;
    document.querySelector("#search-page-input").value = query;
    const root = document.documentElement.dataset.content_root;
    document.head.append(el("script", { src: `${root}searchindex.js`, onload: () => show(query, place, root) }));
  }
  addEventListener("DOMContentLoaded", start);

  return { take, find };
})();
