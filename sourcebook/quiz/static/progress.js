/* My progress: shows, saves and deletes all that this browser keeps for the book, and offers what to repeat. Uses quiz.js. */
(() => {
  const CODE = "minusma:code", DAYS = 14, MOST = 10;
  const NAMES = { "minusma:lab": "your verdicts in the claims lab", "minusma:notes": "your notes on the arguments", [CODE]: "your code name", "minusma:theme": "light or dark pages" };
  const { el, button, load, start, browser, KEY } = MinusmaQuiz;

  function store(key, value) { try { if (value) localStorage.setItem(key, value); else localStorage.removeItem(key); } catch (e) { /* keeps nothing */ } }
  function kept(key) { try { return localStorage.getItem(key) || ""; } catch (e) { return ""; } }
  /* All that this book keeps here besides the answers. */
  function others() { try { return Object.keys(localStorage).filter((k) => k.startsWith("minusma:") && k !== KEY).sort(); } catch (e) { return []; } }
  /* A spreadsheet takes a cell that begins so for a formula. */
  const cell = (v) => `"${String(v).replace(/^[=+\-@\t\r]/, "'$&").replace(/"/g, '""')}"`;
  const checks = (id) => id.startsWith("check-");

  function file(name, type, text) {
    const link = el("a", { href: URL.createObjectURL(new Blob([text], { type })), download: name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }

  function page(root) {
    const bank = JSON.parse(root.querySelector("script").textContent);
    const place = root.querySelector(".mm-progress-here");
    /* What is kept now, drawn anew after each answer; the questions to repeat, and what is done with it all, stay. */
    const overview = el("div"), review = el("div", { className: "mm-progress-review" }), tools = el("div");
    const status = el("p");
    status.setAttribute("role", "status");
    const say = (text) => { status.textContent = text; };
    const known = new Map(bank.questions.map((q) => [q.id, q]));
    const templates = [...root.querySelector("template").content.querySelectorAll("form.mm-quiz")];
    const box = (id) => templates.map((t) => t.querySelector(`[data-q="${id}"]`)).find(Boolean);
    const given = (answers) => Object.keys(answers).filter((id) => answers[id].tries > 0 && !checks(id)).sort();
    const current = (answers) => given(answers).filter((id) => known.has(id) && known.get(id).h === answers[id].hash);

    /* What to repeat: answers that were not fully right, and right ones of long ago, both with the longest ago first. A time that cannot be
       read is longest ago. */
    function due(answers) {
      const time = (id) => Date.parse(answers[id].time) || 0;
      const all = current(answers).sort((a, b) => time(a) - time(b)), right = (id) => answers[id].score >= 1;
      return [all.filter((id) => !right(id)), all.filter((id) => right(id) && Date.now() - time(id) > DAYS * 864e5)];
    }

    /* Some of both in turn, so that neither waits for the other. What was just repeated comes last the next time. They are asked in an order
       that mixes the chapters, and is the same each time. */
    function mixed(answers) {
      const [missed, aged] = due(answers), turns = [];
      for (let n = 0; n < MOST; n++) turns.push(missed[n], aged[n]);
      return turns.filter(Boolean).slice(0, MOST).sort((a, b) => (known.get(a).h < known.get(b).h ? -1 : 1));
    }

    /* An answer as the reader gave it, for the table; numbers of options become their words. */
    function words(id, answer) {
      const from = known.has(id) && box(id), list = [].concat(answer);
      if (!from || typeof answer === "string" || !list.every(Number.isInteger)) return typeof answer === "string" ? answer : JSON.stringify(answer);
      const text = (node) => (node ? node.textContent.trim() : "?");
      const selects = [...from.querySelectorAll(".mm-q-match select")];
      if (selects.length) return list.map((n, i) => `${text(from.querySelectorAll(".mm-q-item")[i])}: ${n < 0 ? "nothing" : text(selects[0].options[n + 1])}`).join("; ");
      return list.map((n) => text(from.querySelector(`li[data-i="${n}"] .mm-q-item`) || (from.querySelector(`input[value="${n}"]`) || {}).parentElement)).join("; ");
    }

    function table(caption, heads, rows) {
      const head = heads.map((t) => Object.assign(el("th", { textContent: t }), { scope: "col" }));
      const body = rows.map(([first, ...rest]) => el("tr", {}, Object.assign(el("th", { textContent: first }), { scope: "row" }), ...rest.map((t) => el("td", { textContent: t }))));
      const region = el("div", { className: "mm-table", tabIndex: 0 }, el("table", {}, el("caption", { textContent: caption }), el("thead", {}, el("tr", {}, ...head)), el("tbody", {}, ...body)));
      region.setAttribute("role", "region");
      region.setAttribute("aria-label", caption);
      return region;
    }

    function draw() {
      const answers = load(), ids = given(answers), now = current(answers), gone = ids.length - now.length;
      const unfolded = [...overview.querySelectorAll("details[open] > summary")].map((s) => s.dataset.name);
      const fold = (name, text, what) => {
        const summary = el("summary", { textContent: text });
        summary.dataset.name = name;
        return el("details", { open: unfolded.includes(name) }, summary, what);
      };
      overview.replaceChildren();

      if (!ids.length) overview.append(el("p", { textContent: "Nothing is kept yet. Answer a question in a chapter and come back." }));
      else {
        overview.append(table("What you have answered", ["chapter", "answered", "score", "to repeat"], Object.entries(bank.chapters).map(([chapter, title]) => {
          const mine = now.filter((id) => known.get(id).c === chapter), points = mine.reduce((s, id) => s + answers[id].score, 0);
          return [title, `${mine.length} of ${bank.questions.filter((q) => q.c === chapter).length}`, String(Math.round(points * 10) / 10),
            String(mine.filter((id) => answers[id].score < 1).length)];
        })));
        if (gone) overview.append(el("p", { textContent: `${gone} of your answers belong to questions that have changed since, or are no longer asked.` }));
        overview.append(fold("answers", `All ${ids.length} kept answers`, table("Every answer that is kept",
          ["question", "your answer", "tries", "per cent right", "last answered"], ids.map((id) => [known.has(id) ? known.get(id).p : id,
            words(id, answers[id].answer), String(answers[id].tries), String(Math.round(answers[id].score * 100)), answers[id].time.slice(0, 10)]))));
      }
      const open = Object.keys(answers).filter(checks).length, besides = others();
      if (open) overview.append(el("p", { textContent: `Checks that you began or handed in: ${open}.` }));
      if (besides.length) overview.append(fold("besides", "What else is kept",
        table("What else is kept", ["what", "as it is kept"], besides.map((key) => [NAMES[key] || key, kept(key)]))));

      const [missed, aged] = due(answers);
      overview.append(el("h2", { id: "repeat", textContent: "Repeat" }));
      if (missed.length + aged.length) overview.append(el("p", { textContent: `${missed.length} answers were not fully right; ${aged.length} are older than ${DAYS} days.` }),
        el("p", {}, button("Repeat up to ten of them", () => repeat(mixed(load())))));
      else overview.append(el("p", { textContent: "Nothing to repeat now." }));
    }

    function repeat(ids) {
      if (!ids.length) { draw(); return; }
      const form = el("form", { className: "mm-quiz" });
      form.dataset.mode = "practice";
      form.dataset.quiz = "repeat";
      form.setAttribute("aria-label", "Questions to repeat");
      const keys = [];
      ids.forEach((id, n) => {
        const copy = box(id).cloneNode(true);
        copy.querySelector(".mm-q-n").textContent = ids.length > 1 ? `Question ${n + 1} of ${ids.length}.` : "Question.";
        form.append(copy);
        keys.push(JSON.parse(box(id).closest("form").querySelector("script").textContent).find((k) => k.id === id));
      });
      const data = el("script", { type: "application/json", textContent: JSON.stringify(keys) });
      form.prepend(data);
      review.replaceChildren(form);
      /* Asked afresh: an old answer is not shown, the new one replaces it, and its tries are added to those before. To look at the answer is
         no try, and replaces nothing. */
      const before = load(), check = {};
      start(form, {
        get: (id) => check[id],
        put(id, e) {
          if (checks(id)) { check[id] = e; return true; }
          if (e && !e.tries) return true;
          const stored = browser.put(id, e && { ...e, tries: e.tries + (before[id]?.tries ?? 0) });
          draw();
          return stored;
        },
      });
      form.querySelector("input, select").focus();
    }

    const code = el("input", { type: "text", maxLength: 60, value: kept(CODE), autocomplete: "off", id: "mm-code" });
    const named = () => code.value.trim();
    code.onchange = () => store(CODE, named());
    const part = (id, title, text, ...rest) => [el("h2", { id, textContent: title }), el("p", { textContent: text }), ...rest];
    const row = (...buttons) => el("p", { className: "mm-q-buttons" }, ...buttons);

    function respond() {
      if (!named()) { say("Choose a code name first."); code.focus(); return; }
      store(CODE, named());
      const answers = load(), out = {};
      for (const id of given(answers)) {
        const { hash, answer, tries, score, time } = answers[id];
        out[id] = { hash, answer, tries, score, time };
      }
      file(`responses-${named().toLowerCase().replace(/[^a-z0-9]+/g, "-") || "student"}.json`, "application/json",
        JSON.stringify({ schema: "minusma-responses/1", book: bank.version, code: named(), created: new Date().toISOString(), answers: out }, null, 1));
      say("The response file was saved.");
    }

    function everything() {
      const besides = Object.fromEntries(others().map((key) => [key, kept(key)]));
      file("my-progress.json", "application/json", JSON.stringify({ schema: "minusma-answers/1", answers: load(), besides }, null, 1));
      say("Saved as my-progress.json.");
    }

    function sheet() {
      const answers = load();
      const lines = ["question,prompt,answer,in words,tries,score,time", ...given(answers).map((id) => {
        const { answer, tries, score, time } = answers[id];
        return [id, known.has(id) ? known.get(id).p : "", JSON.stringify(answer), words(id, answer), tries, score, time].map(cell).join(",");
      })];
      file("my-progress.csv", "text/csv", lines.join("\n") + "\n");
      say("Saved as my-progress.csv.");
    }

    const DELETE = "Delete all that is kept";
    let sure = false;
    const clear = button(DELETE, () => {
      if (!sure) { sure = true; clear.textContent = "Really delete? Press again"; say("Press again to delete all that this book keeps."); return; }
      [KEY, ...others()].forEach((key) => store(key, ""));
      code.value = "";
      review.replaceChildren();
      unsure();
      draw();
      say("All that was kept is deleted.");
    });
    const unsure = () => { sure = false; clear.textContent = DELETE; };
    clear.onblur = unsure;

    tools.append(
      ...part("save", "Save or hand in", "The files go to your own computer. Nothing is sent. For your teacher choose a code name, not your own name.",
        el("p", {}, Object.assign(el("label", { textContent: "Code name" }), { htmlFor: "mm-code" }), " ", code),
        row(button("Response file for the teacher", respond), button("All I have (JSON)", everything), button("All I have (CSV)", sheet))),
      ...part("delete", "Delete", "This deletes all that this book keeps in this browser: your answers, the verdicts of the claims lab, your notes, your code name, "
        + "and whether you chose light or dark pages.", row(clear)),
      status);
    place.replaceChildren(overview, review, tools);
    addEventListener("storage", draw);
    draw();
  }

  const all = () => document.querySelectorAll(".mm-progress").forEach(page);
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", all); else all();
})();
