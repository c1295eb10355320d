/* The questions in a learning platform: answers, score and status go to its SCORM 1.2 interface, and come back from it.
   A classic script of the package that `export` writes; uses dom.js and quiz.js. */
const SourcebookScorm = (() => {
  "use strict";
  /* What a platform keeps of a page between two visits, in characters. */
  const MOST = 4096;
  const letter = (n) => String.fromCharCode(97 + n);

  /* The platform's interface: in a frame around this page, or in the window that opened it. */
  function find() {
    for (const start of [window, window.opener]) {
      for (let at = start, n = 0; at && n < 12; n++) {
        try { if (at.API) return at.API; } catch { break; }
        if (at.parent === at) break;
        at = at.parent;
      }
    }
    return null;
  }

  const short = (key) => key.h.slice(0, 6);
  const bits = ({ shown, sure }) => (shown ? 1 : 0) + 2 * (sure || 0);
  const check = (answers, keys) => keys.filter((key) => Object.hasOwn(answers, key.id)).map((key) => {
    const [, answer, sure] = answers[key.id];
    return [short(key), answer, sure || 0];
  });

  /* What is kept, as one text: the word that decides the order of options, an entry a question ({hash: [answer, tries,
     bits]}), and the check. Where it is too long, the longest answers are left out; gives the text and their number. */
  function pack(word, entries, keys, record) {
    const kept = { w: word, a: {} };
    for (const key of keys) {
      const entry = entries[key.id];
      if (entry && entry.hash === key.h) kept.a[short(key)] = [entry.answer, entry.tries, bits(entry)];
    }
    const open = entries[record];
    if (open) kept.c = [open.tries, open.shown ? 1 : 0, open.mix || 0, check(open.answer, keys)];
    const answers = Object.values(kept.a).map((part) => [part, 0]);
    if (kept.c) answers.push(...kept.c[3].map((part) => [part, 1]));
    const size = ([part, place]) => JSON.stringify(part[place]).length;
    answers.sort((a, b) => size(b) - size(a));
    let left = 0;
    while (JSON.stringify(kept).length > MOST && left < answers.length) {
      const [part, place] = answers[left++];
      part[place] = null;
    }
    return [JSON.stringify(kept), left];
  }

  /* The entries of such a text. What is damaged or belongs to other questions is left out. */
  function unpack(text, keys, record) {
    const entries = {};
    let kept = null;
    try { kept = JSON.parse(text); } catch { /* nothing yet, or damaged */ }
    if (!kept || typeof kept !== "object") return { word: "", entries };
    const given = (list) => (Array.isArray(list) ? list : []);
    for (const key of keys) {
      const entry = given(kept.a?.[short(key)]);
      if (!Number.isInteger(entry[1])) continue;
      const sure = entry[2] >> 1;
      entries[key.id] = { hash: key.h, answer: entry[0], tries: entry[1], score: SourcebookQuiz.grade(key, entry[0]),
        time: "", shown: (entry[2] & 1) === 1, ...(sure ? { sure } : {}) };
    }
    const [tries, shown, mix, answers] = given(kept.c);
    if (Number.isInteger(tries)) {
      const drafts = {};
      for (const [hash, answer, sure] of given(answers).filter(Array.isArray)) {
        const key = keys.find((one) => short(one) === hash);
        if (key && answer !== null) drafts[key.id] = [key.h, answer, ...(sure ? [sure] : [])];
      }
      entries[record] = { hash: "check", answer: drafts, tries, score: 0, time: "", shown: shown === 1,
        ...(Number.isInteger(mix) ? { mix } : {}) };
    }
    return { word: typeof kept.w === "string" ? kept.w.slice(0, 40) : "", entries };
  }

  /* Score from 0 to 100 and whether all is done: of a check that was handed in, else of the answers so far. */
  function result(entries, keys, record) {
    const handed = entries[record]?.tries > 0 ? entries[record].answer : null;
    const score = (key) => (handed ? SourcebookQuiz.grade(key, handed[key.id]?.[1] ?? null)
      : entries[key.id]?.tries > 0 ? entries[key.id].score : 0);
    const points = keys.reduce((sum, key) => sum + score(key), 0);
    const done = handed || keys.every((key) => entries[key.id]?.tries > 0);
    return [Math.round((100 * points) / keys.length), done ? "completed" : "incomplete"];
  }

  /* An answer as SCORM 1.2 writes it: kind of interaction and response. */
  function response(key, answer) {
    if (key.t === "number") return ["numeric", String(SourcebookQuiz.parseNumber(answer) ?? "")];
    if (key.t === "text") return ["fill-in", String(answer).slice(0, 255)];
    if (key.t === "order") return ["sequencing", answer.map(letter).join(",")];
    if (key.t === "match") {
      return ["matching", answer.flatMap((side, n) => (side < 0 ? [] : [`${letter(n)}.${letter(side)}`])).join(",")];
    }
    return ["choice", [].concat(answer).map(letter).join(",")];
  }

  const two = (n) => String(Math.floor(n)).padStart(2, "0");
  const clock = (date) => [date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(":");
  const lasting = (seconds) => `${String(Math.floor(seconds / 3600)).padStart(4, "0")}:${two((seconds / 60) % 60)}:`
    + two(seconds % 60);

  function start(form) {
    const keys = JSON.parse(form.querySelector("script").textContent), record = `check-${form.dataset.quiz}`;
    const line = SourcebookDom.statusLine({ className: "mm-scorm" });
    const began = Date.now();
    const found = find(), api = found && found.LMSInitialize("") === "true" ? found : null;
    const { word, entries } = unpack(api ? api.LMSGetValue("cmi.suspend_data") : "", keys, record);
    let interactions = api ? Number(api.LMSGetValue("cmi.interactions._count")) || 0 : 0, over = !api;

    const say = (text) => { if (line.textContent !== text) line.textContent = text; };
    form.before(line);
    form.dataset.mix = word || Math.random().toString(36).slice(2, 10);
    if (form.dataset.mode === "check") form.dataset.only = "check";

    /* Says whether the platform took all of these. */
    const set = (values) => values.map(([name, value]) => api.LMSSetValue(`cmi.${name}`, String(value)) === "true")
      .every(Boolean);

    function interaction(key, { answer, score, tries }) {
      const [type, given] = response(key, answer), at = `interactions.${interactions++}`;
      const right = score >= 1 ? "correct" : score > 0 ? String(Math.round(score * 100) / 100) : "wrong";
      set([[`${at}.id`, `${key.id}.${tries}`], [`${at}.type`, type], [`${at}.time`, clock(new Date())],
        [`${at}.student_response`, given], [`${at}.result`, right], [`${at}.weighting`, 1]]);
    }

    function save() {
      const [text, left] = pack(form.dataset.mix, entries, keys, record);
      const [score, status] = result(entries, keys, record);
      const taken = set([["suspend_data", text], ["core.score.min", 0], ["core.score.max", 100],
        ["core.score.raw", score], ["core.lesson_status", status]]);
      const stored = api.LMSCommit("") === "true" && taken;
      if (!stored) say("This platform did not take the last answer. Tell your teacher; answers so far may be lost.");
      else if (left) say(`No room here for ${left} long answers: they count, but are gone next time.`);
      else say(`Kept by your learning platform: ${score} of 100 points, ${status}.`);
    }

    const store = {
      handIn: "",
      get: (id) => entries[id],
      put(id, entry) {
        const before = entries[id]?.tries || 0, key = keys.find((one) => one.id === id);
        if (entry) entries[id] = entry; else delete entries[id];
        if (over) return true;
        if (key && entry && entry.tries > before) interaction(key, entry);
        save();
        return true;
      },
    };
    if (api) save();
    else say("No learning platform was found around this page. You can answer, and nothing is kept or counted.");
    SourcebookQuiz.start(form, store);
    addEventListener("pagehide", () => {
      if (over) return;
      over = true;
      const [, status] = result(entries, keys, record);
      set([["core.session_time", lasting((Date.now() - began) / 1000)],
        ["core.exit", status === "completed" ? "" : "suspend"]]);
      api.LMSFinish("");
    });
    // Brought back as it was left, it would keep nothing: the session is over.
    addEventListener("pageshow", ({ persisted }) => { if (persisted) location.reload(); });
  }

  return { start, pack, unpack, result, response };
})();
SourcebookDom.upgrade("form.mm-quiz", SourcebookScorm.start);
