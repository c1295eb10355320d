/* A set by a link or a code: a teacher ticks questions, tasks and what else the book offers on one page, a class has
   them on another. Its code is told in sourcebook/quiz/question_set.py; both pass question_set.json. What the elements
   hold is told in sourcebook/classroom/sets.py. Upgrades each .mm-set. Uses dom.js, quiz.js and line.js; nothing is
   sent. */
const SourcebookSet = (() => {
  "use strict";
  const { el, button, statusLine, upgrade, fetched, later } = SourcebookDom;
  const { crc, toLetters, toBytes, printable } = SourcebookLine;
  const VERSION = 1, TITLE = 80, SEED = 12, QUESTIONS = "questions";
  const NEWER = "This code was made by a newer version of the book. Get the newest version.";
  const NONE_LEFT = "Nothing of what this code names stands in this book.";
  const utf8 = (text) => [...new TextEncoder().encode(text)];
  const fourBytes = (n) => [n >>> 24, (n >>> 16) & 255, (n >>> 8) & 255, n & 255];
  const hashOf = (id) => crc(utf8(`set ${id}`)) >>> 8;
  const sumOf = (slug, bytes) => crc([...utf8(slug), ...bytes]);
  const refuse = (text) => { throw new TypeError(text); };

  function textBytes(text, most) {
    const signs = [...printable(text)].slice(0, most);
    while (utf8(signs.join("")).length > 255) signs.pop();
    const bytes = utf8(signs.join(""));
    return [bytes.length, ...bytes];
  }

  /* The code of a set: {ids, title, check, sure, seed}. */
  function write(slug, { ids, title = "", check = false, sure = false, seed = "" }) {
    const hashes = ids.flatMap((id) => fourBytes(hashOf(id)).slice(1));
    const bytes = [VERSION, Number(check) + 2 * Number(sure), ...textBytes(title, TITLE), ...textBytes(seed, SEED),
      ...hashes];
    return toLetters([...bytes, ...fourBytes(sumOf(slug, bytes))]);
  }

  /* The set of a code, with "gone", how many of the things it names the book has no more; throws in words for a
     student. */
  function read(slug, code, known) {
    const letters = code.replace(/\s+/g, "");
    const damaged = `This code is not whole, or is for another book: ${letters.length} letters came. Copy it again, `
      + "from its first letter to its last.";
    let bytes = [];
    try { bytes = toBytes(letters); } catch { refuse(damaged); }
    const own = bytes.slice(0, -4);
    if (bytes.length < 8 || fourBytes(sumOf(slug, own)).some((byte, n) => byte !== bytes.at(n - 4))) refuse(damaged);
    if (own[0] > VERSION) refuse(NEWER);
    let place = 2;
    const [title, seed] = [TITLE, SEED].map((most) => {
      const end = place + 1 + own[place], text = new Uint8Array(own.slice(place + 1, end));
      place = end;
      try {
        const words = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(text);
        return [...words].length > most ? refuse(damaged) : printable(words);
      } catch { return refuse(damaged); }
    });
    if (!(place <= own.length)) refuse(damaged);
    const byHash = new Map(known.map((id) => [hashOf(id), id])), hashes = [];
    for (let n = place; n < own.length; n += 3) hashes.push(own[n] * 65536 + own[n + 1] * 256 + own[n + 2]);
    const ids = [...new Set(hashes.map((hash) => byHash.get(hash)).filter(Boolean))];
    if (!ids.length) refuse(NONE_LEFT);
    const [check, sure] = [1, 2].map((flag) => (own[1] & flag) > 0);
    return { ids, title, check, sure, seed, gone: hashes.length - ids.length };
  }

  const UNNAMED = "A set from your teacher";
  /* Ids by their kind, each kind where its first id stands. */
  function byKind(ids, kindOf) {
    const found = new Map();
    for (const id of ids) found.set(kindOf(id), [...(found.get(kindOf(id)) ?? []), id]);
    return [...found];
  }
  const paragraph = (textContent) => el("p", { textContent });
  const row = (...nodes) => el("p", { className: "mm-q-buttons" }, ...nodes.flatMap((node) => [node, " "]));
  const address = () => new URLSearchParams(location.hash.slice(1));
  const inAddress = () => address().get("set") ?? "";
  /* What quiz.js reads in the address: one order of options for all, and how sure. */
  const hashFor = (code, { seed, sure }) => `#set=${code}${seed ? `&seed=${encodeURIComponent(seed)}` : ""}`
    + (sure ? "&sure" : "");

  /* ---- the teacher's page -------------------------------------------------------------------------------------- */
  function make(root, { slug, page, groups }) {
    const nounOf = new Map(groups.flatMap(([, entries, noun]) => entries.map(([id]) => [id, noun])));
    const ids = [...nounOf.keys()], boxes = new Map(), ticked = [];
    const field = (label, node) => el("p", {}, el("label", {}, `${label}: `, node));
    const title = el("input", { type: "text", maxLength: TITLE });
    const seed = el("input", { type: "text", maxLength: SEED, placeholder: "for instance 7b" });
    const mode = el("select", {}, el("option", { value: "", textContent: "Practice: feedback at once" }),
      el("option", { value: "check", textContent: "Check yourself: answer all, hand in once" }));
    const order = el("select", {}, el("option", { value: "", textContent: "as in the book" }),
      el("option", { value: "ticked", textContent: "as I ticked them" }));
    const sure = el("input", { type: "checkbox" }), said = statusLine(), out = el("div");
    const link = el("input", { type: "text", readOnly: true, className: "mm-q-line" });
    const code = el("textarea", { readOnly: true, rows: 3, className: "mm-q-line" });
    const open = el("a", { textContent: "Open the set" });
    const copy = (node, what) => button(`Copy the ${what}`, () => {
      node.select();
      said.textContent = document.execCommand("copy") ? `The ${what} is copied.` : `Copy the ${what} from its box.`;
    });

    function tell() {
      const chosen = order.value ? ticked : ids.filter((id) => ticked.includes(id));
      const set = { ids: chosen, title: title.value, check: Boolean(mode.value), sure: sure.checked,
        seed: printable(seed.value) };
      const count = chosen.length, isServed = location.protocol.startsWith("http");
      const counts = byKind(chosen, (id) => nounOf.get(id)).map(([noun, { length }]) =>
        `${length} ${length === 1 ? noun.replace(/s$/, "") : noun}`);
      said.textContent = count ? `${counts.join(", ")} in the set.` : "Nothing is ticked yet.";
      out.hidden = !count;
      if (!count) return;
      code.value = write(slug, set);
      const way = new URL(page, location.href);
      way.hash = hashFor(code.value, set);
      open.href = link.value = way.href;
      linkField.hidden = !isServed;
    }
    const lists = groups.map(([name, entries, noun]) => {
      const items = entries.map(([id, text]) => {
        const box = el("input", { type: "checkbox", onchange: () => {
          if (box.checked) ticked.push(id); else ticked.splice(ticked.indexOf(id), 1);
          tell();
        } });
        boxes.set(id, box);
        return el("li", {}, el("label", {}, box, ` ${text} `, el("small", { textContent: id })));
      });
      return el("details", {}, el("summary", { textContent: `${name}: ${entries.length} ${noun}` }),
        el("ul", {}, ...items));
    });
    /* What #set=… in this page's address says is gone on with. */
    function takeOver() {
      if (!inAddress()) return;
      try {
        const set = read(slug, inAddress(), ids);
        ticked.splice(0, ticked.length, ...set.ids);
        boxes.forEach((box, id) => { box.checked = set.ids.includes(id); });
        [title.value, seed.value, mode.value] = [set.title, set.seed, set.check ? "check" : ""];
        [sure.checked, order.value] = [set.sure, "ticked"];
      } catch (reason) { said.textContent = reason.message; }
    }
    [title, seed, mode, order, sure].forEach((node) => node.addEventListener("input", tell));
    const linkField = el("div", {}, field("Link for the class", link), row(copy(link, "link")));
    out.append(linkField, field("Code, where no link leads", code), row(copy(code, "code")), el("p", {}, open,
      ": to look at it, and to print it. The answers stay out of the print."));
    const clear = button("Untick all", () => {
      ticked.splice(0);
      boxes.forEach((box) => { box.checked = false; });
      tell();
    });
    root.append(...lists, row(clear), field("Title", title), field("Kind", mode), field("Order", order),
      field("One order of options for the whole class: a word", seed),
      el("p", {}, el("label", {}, sure, " Ask how sure each answer is")), said, out);
    tell();
    takeOver();
    if (ticked.length) tell();
  }

  /* ---- the page of the class ----------------------------------------------------------------------------------- */
  async function questions(root, ids, { title, check }, code) {
    const { content } = el("template", { innerHTML: await fetched(root.dataset.later, "SourcebookQuestions") });
    const forms = [...content.querySelectorAll("form.mm-quiz")];
    const keys = forms.flatMap((form) => JSON.parse(form.querySelector("script").textContent));
    const form = el("form", { className: "mm-quiz", "aria-label": title || UNNAMED });
    const quiz = `set-${(crc(utf8(code)) >>> 0).toString(16).padStart(8, "0")}`;
    Object.assign(form.dataset, { mode: check ? "check" : "practice", quiz });
    form.append(el("script", { type: "application/json",
      textContent: JSON.stringify(ids.map((id) => keys.find((key) => key.id === id))) }));
    ids.forEach((id, n) => {
      const box = forms.map((one) => one.querySelector(`[data-q="${id}"]`)).find(Boolean).cloneNode(true);
      box.querySelector(".mm-q-n").textContent = ids.length > 1 ? `Question ${n + 1} of ${ids.length}.` : "Question.";
      form.append(box);
    });
    return form;
  }

  /* What lies beside the page: of all that belongs to one kind, what is in the set, in its order. */
  async function others(root, kind, ids) {
    const node = el("div", { innerHTML: await later(root.querySelector(`[data-kind="${kind}"]`)) });
    for (const one of node.querySelectorAll("[data-id]")) if (!ids.includes(one.dataset.id)) one.remove();
    for (const id of ids) for (const one of node.querySelectorAll(`[data-id="${id}"]`)) one.parentElement.append(one);
    globalThis.SourcebookCards?.(node);
    return node;
  }

  /* The styles and scripts that upgrade it, one after another. */
  async function bring(root, kind) {
    const { needs = "" } = root.querySelector(`[data-kind="${kind}"] [data-later]`).dataset;
    for (const address of needs.split(" ").filter(Boolean)) {
      if (/\.css(\?|$)/.test(address)) document.head.append(el("link", { rel: "stylesheet", href: address }));
      else await fetched(address);
    }
  }

  async function show(place, root, set, code, kinds) {
    const kindOf = (id) => Object.keys(kinds).find((kind) => kinds[kind].includes(id));
    const chosen = byKind(set.ids, kindOf), parts = [];
    for (const [kind, ids] of chosen) {
      const heading = `${kind[0].toUpperCase()}${kind.slice(1)}`;
      if (chosen.length > 1) parts.push(el("h3", { textContent: heading }));
      parts.push(await (kind === QUESTIONS ? questions(root, ids, set, code) : others(root, kind, ids)));
    }
    const gone = set.gone ? [paragraph(`What this set names and the book has no more: ${set.gone}.`)] : [];
    place.replaceChildren(el("h2", { textContent: set.title || UNNAMED }), ...gone, ...parts);
    place.querySelectorAll("form.mm-quiz").forEach((form) => SourcebookQuiz.start(form));
    for (const [kind] of chosen) if (kind !== QUESTIONS) await bring(root, kind);
  }

  function answer(root, { slug, kinds }) {
    const ids = Object.values(kinds).flat();
    const place = el("div"), note = statusLine(), box = el("textarea", { rows: 3, className: "mm-q-line" });
    const paste = el("div", {}, el("p", {}, el("label", {}, "Code from your teacher ", box)), row(button("Show the set",
      () => {
        try {
          const code = box.value.replace(/\s+/g, "");
          history.replaceState(null, "", hashFor(code, read(slug, code, ids)));
          location.reload();
        } catch (reason) { note.textContent = reason.message; }
      })));
    root.append(place, paste, note);
    const code = inAddress();
    if (!code) return;
    try {
      const set = read(slug, code, ids);
      show(place, root, set, code, kinds).catch(() => {
        note.textContent = "The set did not load. Is the book whole? Open the page again.";
      });
      paste.hidden = true;
    } catch (reason) { note.textContent = reason.message; }
  }

  function start(root) {
    const config = JSON.parse(root.querySelector("script").textContent);
    root.querySelectorAll(":scope > p").forEach((node) => node.remove());
    if (config.page) make(root, config); else answer(root, config);
    /* Another word for the order or the certainty is quiz.js's to load the page for. */
    const before = address(), isOther = (name) => address().has(name) && address().get(name) !== before.get(name);
    addEventListener("hashchange", () => {
      if (isOther("set") && !isOther("seed") && !isOther("sure")) location.reload();
    });
  }

  if (document.currentScript) upgrade(".mm-set", start);
  return { write, read };
})();
