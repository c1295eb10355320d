/* Questions: upgrades each form.mm-quiz wherever it stands. A classic script in the built book, the module of the live widget in Jupyter.
   No dependency; nothing leaves the page. Grading follows minusma/quiz/grade.py; both pass minusma/quiz/vectors.json. */
const MinusmaQuiz = (() => {
  const KEY = "minusma:answers", SCHEMA = "minusma-answers/1";

  /* ---- grading ---------------------------------------------------------------------------------------------------------- */
  const UNITS = { thousand: 1e3, million: 1e6, billion: 1e9 };
  const NUMBER = /^([+-]?) ?([0-9][0-9 '.,]*|[.,][0-9]+) ?(thousand|million|billion)?(?: ?%| ?[a-z][a-z .]*)?$/;

  function parseNumber(text) {
    if (typeof text === "number") return Math.abs(text) < 1e300 ? text : null;
    if (typeof text !== "string" || [...text].length > 60) return null;
    const plain = text.normalize("NFKC").replace(/[\u2010-\u2015\u2212\ufe63]/g, "-").replace(/\u2019/g, "'").toLowerCase()
      .replace(/us\$|[$€£]/g, "").replace(/\s+/g, " ").trim();
    const found = NUMBER.exec(plain);
    if (!found) return null;
    let digits = found[2].replace(/[ ']/g, "");
    const commas = digits.split(",").length - 1, points = digits.split(".").length - 1;
    if (commas && points) {
      const [decimal, other] = digits.lastIndexOf(",") > digits.lastIndexOf(".") ? [",", "."] : [".", ","];
      if (digits.split(decimal).length > 2) return null;
      digits = digits.replaceAll(other, "").replace(decimal, ".");
    } else if (commas) {
      if (/^[0-9]{1,3}(,[0-9]{3})+$/.test(digits)) digits = digits.replaceAll(",", "");
      else if (commas === 1) digits = digits.replace(",", ".");
      else return null;
    } else if (points > 1) {
      if (!/^[0-9]{1,3}(\.[0-9]{3})+$/.test(digits)) return null;
      digits = digits.replaceAll(".", "");
    }
    if (!/^[0-9]*\.?[0-9]*$/.test(digits) || !/[0-9]/.test(digits)) return null;
    return (found[1] === "-" ? -1 : 1) * parseFloat(digits) * (UNITS[found[3]] || 1);
  }

  function plainText(text) {
    for (let i = 0; i < 2; i++) text = text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
    return text.replace(/[^a-z0-9]+/g, " ").trim().replace(/^(?:the|an|a|la|le|les|l) (?=.)/, "");
  }

  function distance(a, b) {
    const row = Array.from({ length: b.length + 1 }, (_, i) => i);
    for (let i = 1; i <= a.length; i++) {
      let last = row[0];
      row[0] = i;
      for (let j = 1; j <= b.length; j++) {
        const up = row[j];
        row[j] = Math.min(row[j] + 1, row[j - 1] + 1, last + (a[i - 1] === b[j - 1] ? 0 : 1));
        last = up;
      }
    }
    return row[b.length];
  }

  const isInt = (n) => Number.isInteger(n);
  const ints = (a) => (Array.isArray(a) && a.every(isInt) ? a : null);

  function grade(key, answer) {
    const right = key.a;
    if (key.t === "single" || key.t === "claim") return isInt(answer) && answer === right ? 1 : 0;
    if (key.t === "multiple") {
      const chosen = ints(answer);
      if (!chosen || !chosen.length || new Set(chosen).size !== chosen.length || chosen.some((c) => c < 0 || c >= key.n)) return 0;
      const good = chosen.filter((c) => right.includes(c)).length;
      return Math.max(0, (2 * good - chosen.length) / right.length);
    }
    if (key.t === "number") {
      const value = parseNumber(answer);
      return value !== null && Math.abs(value - right) <= key.tol + 1e-9 ? 1 : 0;
    }
    if (key.t === "text") {
      if (typeof answer !== "string" || [...answer].length > 200) return 0;
      const given = plainText(answer);
      return given && right.some((form) => {
        const wanted = plainText(form), slips = wanted.length >= 10 ? 2 : wanted.length >= 5 ? 1 : 0;
        return given === wanted || distance(given, wanted) <= slips;
      }) ? 1 : 0;
    }
    const given = ints(answer);
    if (!given || given.length !== right.length) return 0;
    if (key.t === "order" && [...given].sort((a, b) => a - b).some((g, i) => g !== i)) return 0;
    return given.filter((g, i) => g === right[i]).length / right.length;
  }

  /* ---- what is kept ----------------------------------------------------------------------------------------------------- */
  const soundEntry = (e) => e && typeof e === "object" && !Array.isArray(e) && typeof e.hash === "string" && "answer" in e;

  /* Everything kept in this browser, {id: {hash, answer, tries, score, time, shown}}; damaged or foreign parts are left out. */
  function load() {
    const clean = {};
    try {
      const held = JSON.parse(localStorage.getItem(KEY) || "{}");
      if (held && held.schema === SCHEMA && held.answers && typeof held.answers === "object")
        for (const [id, e] of Object.entries(held.answers))
          if (/^[a-z0-9-]{3,80}$/.test(id) && soundEntry(e))
            clean[id] = { hash: e.hash, answer: e.answer, tries: Number(e.tries) || 0, score: Math.min(1, Math.max(0, Number(e.score) || 0)),
              time: typeof e.time === "string" ? e.time : "", shown: e.shown === true };
    } catch (e) { /* damaged or forbidden: as if empty */ }
    return clean;
  }

  function save(answers) {
    try {
      if (Object.keys(answers).length) localStorage.setItem(KEY, JSON.stringify({ schema: SCHEMA, answers }));
      else localStorage.removeItem(KEY);
      return true;
    } catch (e) { return false; }
  }

  const browser = {
    get: (id) => load()[id],
    put(id, entry) {
      const all = load();
      if (entry) all[id] = entry; else delete all[id];
      return save(all);
    },
  };

  /* ---- a form ----------------------------------------------------------------------------------------------------------- */
  const el = (tag, props = {}, ...kids) => { const e = Object.assign(document.createElement(tag), props); e.append(...kids); return e; };
  const button = (text, onclick) => el("button", { type: "button", textContent: text, onclick });

  function readAnswer(box, key) {
    const all = (css) => [...box.querySelectorAll(css)];
    if (key.t === "single" || key.t === "claim") { const c = box.querySelector("input:checked"); return c ? Number(c.value) : null; }
    if (key.t === "multiple") { const c = all("input:checked").map((i) => Number(i.value)); return c.length ? c : null; }
    if (key.t === "number" || key.t === "text") return box.querySelector("input").value.trim() || null;
    if (key.t === "order") return all(".mm-q-order > li").map((li) => Number(li.dataset.i));
    const m = all("select").map((s) => Number(s.value));
    return m.some((v) => v >= 0) ? m : null;
  }

  function writeAnswer(box, key, answer) {
    const all = (css) => [...box.querySelectorAll(css)];
    if (key.t === "single" || key.t === "claim") all("input").forEach((i) => { i.checked = Number(i.value) === answer; });
    else if (key.t === "multiple") all("input").forEach((i) => { i.checked = Array.isArray(answer) && answer.includes(Number(i.value)); });
    else if (key.t === "number" || key.t === "text") box.querySelector("input").value = typeof answer === "string" ? answer.slice(0, 60) : "";
    else if (key.t === "order") {
      const list = box.querySelector("ol");
      if (ints(answer) && grade(key, answer) >= 0 && answer.length === key.a.length && new Set(answer).size === answer.length)
        for (const n of answer) { const li = all(".mm-q-order > li").find((x) => Number(x.dataset.i) === n); if (li) list.append(li); }
      places(list);
    } else all("select").forEach((s, i) => { const v = Array.isArray(answer) ? answer[i] : -1; s.value = s.querySelector(`option[value="${Number(v)}"]`) ? String(Number(v)) : "-1"; });
  }

  /* After a move every place box says where its item stands now. */
  function places(list) {
    [...list.children].forEach((li, i) => {
      li.querySelector("select").value = String(i + 1);
      const [up, down] = li.querySelectorAll("button");
      if (up) { up.disabled = i === 0; down.disabled = i === list.children.length - 1; }
    });
  }

  function prepareOrder(box, moved) {
    const list = box.querySelector("ol");
    for (const li of list.children) {
      const name = li.querySelector(".mm-q-item").textContent;
      const select = li.querySelector("select");
      select.querySelector('option[value=""]').remove();
      select.setAttribute("aria-label", "Place of: " + name);
      const place = () => [...list.children].indexOf(li);
      const move = (to, focus) => {
        const kids = [...list.children].filter((x) => x !== li);
        kids.splice(to, 0, li);
        list.append(...kids);
        places(list);
        (focus.disabled ? select : focus).focus();
        moved(`${name}: now place ${to + 1} of ${list.children.length}.`);
      };
      const up = button("Up", () => move(place() - 1, up)), down = button("Down", () => move(place() + 1, down));
      up.setAttribute("aria-label", "Up: " + name);
      down.setAttribute("aria-label", "Down: " + name);
      select.onchange = () => move(Number(select.value) - 1, select);
      li.append(el("span", { className: "mm-q-moves" }, up, " ", down));
    }
    places(list);
  }

  const verdict = (s) => (s >= 1 ? "Right." : s > 0 ? "Partly right." : "Not right.");

  /* store: {get(id), put(id, entry)}; changed(id, entry) is told of each answer (the widget sends it to Python). */
  function start(form, store = browser, changed = () => {}) {
    if (form.dataset.ready) return;
    form.dataset.ready = "yes";
    const keys = JSON.parse(form.querySelector("script").textContent);
    let mode = form.dataset.mode === "check" ? "check" : "practice", handed = false;
    const summary = el("p", { className: "mm-q-progress" });
    summary.setAttribute("role", "status");
    const parts = [];

    function tell() {
      const done = parts.filter((p) => p.entry && p.entry.tries > 0);
      const points = done.reduce((sum, p) => sum + p.entry.score, 0);
      const rounded = Math.round(points * 10) / 10;
      summary.textContent = mode === "check" && !handed
        ? `${parts.filter((p) => readAnswer(p.box, p.key) !== null && (p.key.t !== "order" || p.touched)).length} of ${keys.length} answered`
        : `${done.length} of ${keys.length} answered; score ${rounded}`;
    }

    for (const key of keys) {
      const box = form.querySelector(`[data-q="${key.id}"]`);
      const said = el("div", { className: "mm-q-said" });
      said.setAttribute("role", "status");
      const details = box.querySelector("details");
      const part = { key, box, entry: null, hints: 0, touched: false };
      parts.push(part);

      const speak = (html) => { said.innerHTML = html; };
      const note = (text) => { said.textContent = text; };
      const stored = (ok) => { if (!ok) said.append(el("p", { textContent: "This browser keeps nothing, so your answer is lost when you leave." })); };

      const lock = (on) => box.querySelectorAll("input, select, .mm-q-moves button").forEach((i) => { i.disabled = on; });

      function marks(answer) {
        box.querySelectorAll(".mm-q-mark").forEach((m) => m.remove());
        if (!["single", "multiple", "claim"].includes(key.t)) return;
        const right = [].concat(key.a), chosen = [].concat(answer);
        box.querySelectorAll(".mm-q-options > li").forEach((li) => {
          const i = Number(li.querySelector("input").value);
          if (chosen.includes(i)) li.append(el("p", { className: "mm-q-mark " + (right.includes(i) ? "is-right" : "is-wrong"),
            innerHTML: `<b>${right.includes(i) ? "Right." : "Not right."}</b> ` + key.f[i] }));
        });
      }

      function show(entry, again) {
        part.entry = entry;
        writeAnswer(box, key, entry.answer);
        marks(entry.answer);
        box.dataset.state = entry.score >= 1 ? "right" : entry.score > 0 ? "part" : "wrong";
        const extra = (key.t === "number" || key.t === "text") && entry.score < 1 ? " " + key.f[0] : "";
        const share = entry.score > 0 && entry.score < 1 ? ` ${Math.round(entry.score * 100)} per cent of it.` : "";
        speak(`<p><b>${verdict(entry.score)}</b>${share}${extra}${again ? " (your answer from before)" : ""}</p>`);
        lock(true);
        check.hidden = true;
        retry.hidden = false;
        details.hidden = false;
      }

      function submit(time) {
        const answer = readAnswer(box, key);
        if (answer === null) { note("Choose or write an answer first."); return; }
        const score = grade(key, answer), old = part.entry;
        const entry = { hash: key.h, answer, tries: ((old && old.tries) || 0) + 1, score, time: time || new Date().toISOString(), shown: !!(old && old.shown) };
        const ok = store.put(key.id, entry);
        show(entry, false);
        stored(ok);
        changed(key.id, entry);
        tell();
      }

      function reset() {
        box.querySelectorAll(".mm-q-mark").forEach((m) => m.remove());
        delete box.dataset.state;
        lock(false);
        check.hidden = mode === "check";
        retry.hidden = true;
        details.hidden = mode === "check" ? true : !part.shown;
        details.open = false;
      }

      const check = button("Check", () => { submit(); retry.focus(); });
      const retry = button("Try again", () => {
        reset();
        note("");
        const first = box.querySelector("input:checked, input, select");
        if (first) first.focus();
      });
      const hint = button(`Hint (${key.i.length})`, () => {
        const n = part.hints++ % key.i.length;
        speak(`<p><b>Hint ${n + 1} of ${key.i.length}.</b> ${key.i[n]}</p>`);
      });
      const reveal = button("Show answer", () => {
        part.shown = true;
        details.hidden = false;
        details.open = true;
        details.querySelector("summary").focus();
        const held = part.entry || { hash: key.h, answer: null, tries: 0, score: 0, time: new Date().toISOString() };
        part.entry = { ...held, shown: true };
        store.put(key.id, part.entry);
        changed(key.id, part.entry);
      });
      Object.assign(part, { show, submit, reset, note, check, hint, reveal, details });

      if (key.t === "order") prepareOrder(box, (text) => { part.touched = true; note(text); tell(); });
      box.addEventListener("input", tell);
      details.before(el("p", { className: "mm-q-buttons" }, check, " ", retry, " ", hint, " ", reveal), said);
      reset();
      const held = store.get(key.id);
      if (held && held.hash === key.h) {
        part.shown = held.shown;
        if (held.tries > 0) show(held, true); else part.entry = held;
      } else if (held) note("This question has changed since you answered it. Please answer again.");
    }

    const handIn = button("Hand in", () => {
      const open = parts.filter((p) => readAnswer(p.box, p.key) === null);
      if (open.length && handIn.dataset.sure !== "yes") {
        handIn.dataset.sure = "yes";
        summary.textContent = `${open.length} without an answer. Press “Hand in” again to hand in anyway.`;
        return;
      }
      const time = new Date().toISOString();
      handed = true;
      for (const p of parts) {
        if (readAnswer(p.box, p.key) === null) p.note("Not answered."); else p.submit(time);
        p.details.hidden = false;
      }
      handIn.hidden = true;
      again.hidden = false;
      tell();
      summary.focus();
    });
    const again = button("Start again", () => {
      for (const p of parts) { p.entry = null; p.shown = false; p.touched = false; writeAnswer(p.box, p.key, null); p.reset(); p.note(""); store.put(p.key.id, null); changed(p.key.id, null); }
      handIn.dataset.sure = "";
      handed = false;
      setMode(mode);
      parts[0].box.querySelector("input, select").focus();
    });
    summary.tabIndex = -1;

    function setMode(next) {
      mode = next;
      form.dataset.mode = mode;
      const checking = mode === "check", done = parts.some((p) => p.entry && p.entry.tries);
      handed = handed || done;
      for (const p of parts) {
        p.hint.hidden = p.reveal.hidden = checking;
        if (!p.entry || !p.entry.tries) p.reset();
      }
      handIn.hidden = !checking || done;
      again.hidden = !done && !checking;
      tell();
    }

    if (keys.length > 1) {
      const name = "mode-" + keys[0].id + "-" + Math.random().toString(36).slice(2, 7);
      const radio = (value, text) => el("label", {}, el("input", { type: "radio", name, value, checked: mode === value, onchange: () => setMode(value) }), " " + text);
      form.prepend(el("fieldset", { className: "mm-q-mode" }, el("legend", { textContent: "How do you want to work?" }),
        radio("practice", "Practice: feedback at once"), radio("check", "Check yourself: answer all, hand in once")));
      form.append(el("p", { className: "mm-q-buttons" }, handIn, " ", again), summary);
    }
    form.addEventListener("submit", (event) => event.preventDefault());
    /* Enter in a text field checks that one question; arrow keys never do. */
    form.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || !event.target.matches("input[type=text]")) return;
      event.preventDefault();
      const part = parts.find((p) => p.box.contains(event.target));
      if (part && mode === "practice") part.check.click();
    });
    setMode(mode);
  }

  return { start, grade, parseNumber, plainText, load, save, browser, el, button, KEY, SCHEMA };
})();
if (typeof document !== "undefined" && document.currentScript) {
  const all = () => document.querySelectorAll("form.mm-quiz").forEach((form) => MinusmaQuiz.start(form));
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", all); else all();
}
