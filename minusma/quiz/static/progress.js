/* My progress: shows, saves and deletes all that this browser keeps for the book, and offers what to repeat. Uses quiz.js. */
(() => {
  const CODE = "minusma:code", THEME = "minusma:theme", DAYS = 14;
  const NAMES = { "minusma:lab": "your verdicts in the claims lab", "minusma:notes": "your notes on the arguments", [CODE]: "your code name", [THEME]: "light or dark pages" };
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
    const status = el("p"); status.setAttribute("role", "status");
    const known = new Map(bank.questions.map((q) => [q.id, q]));
    const templates = [...root.querySelector("template").content.querySelectorAll("form.mm-quiz")];
    const box = (id) => templates.map((t) => t.querySelector(`[data-q="${id}"]`)).find(Boolean);
    const old = (e) => !e.time || Date.now() - Date.parse(e.time) > DAYS * 864e5;

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
      const answers = load(), ids = Object.keys(answers).filter((id) => answers[id].tries > 0 && !checks(id));
      const now = ids.filter((id) => known.has(id) && known.get(id).h === answers[id].hash);
      const gone = ids.length - now.length;
      const missed = now.filter((id) => answers[id].score < 1), aged = now.filter((id) => answers[id].score >= 1 && old(answers[id]));
      place.replaceChildren();

      if (!ids.length) place.append(el("p", { textContent: "Nothing is kept yet. Answer a question in a chapter and come back." }));
      else {
        place.append(table("What you have answered", ["chapter", "answered", "score", "to repeat"], Object.entries(bank.chapters).map(([chapter, title]) => {
          const mine = now.filter((id) => known.get(id).c === chapter), points = mine.reduce((s, id) => s + answers[id].score, 0);
          return [title, `${mine.length} of ${bank.questions.filter((q) => q.c === chapter).length}`, String(Math.round(points * 10) / 10),
            String(mine.filter((id) => answers[id].score < 1).length)];
        })));
        if (gone) place.append(el("p", { textContent: `${gone} of your answers belong to questions that have changed since, or are no longer asked.` }));
        place.append(el("details", {}, el("summary", { textContent: `All ${ids.length} kept answers` }), table("Every answer that is kept",
          ["question", "your answer", "tries", "per cent right", "last answered"], ids.sort().map((id) => [known.has(id) ? known.get(id).p : id,
            words(id, answers[id].answer), String(answers[id].tries), String(Math.round(answers[id].score * 100)), answers[id].time.slice(0, 10)]))));
      }
      const open = Object.keys(answers).filter((id) => checks(id)).length, besides = others();
      if (open) place.append(el("p", { textContent: `Checks that you began or handed in: ${open}.` }));
      if (besides.length) place.append(el("details", {}, el("summary", { textContent: "What else is kept" }),
        table("What else is kept", ["what", "as it is kept"], besides.map((key) => [NAMES[key] || key, kept(key)]))));

      const again = [...missed, ...aged];
      place.append(el("h2", { id: "repeat", textContent: "Repeat" }));
      if (again.length) place.append(el("p", { textContent: `${missed.length} answers were not fully right; ${aged.length} are older than ${DAYS} days.` }),
        el("p", {}, button(`Repeat up to ten of them`, () => repeat(again.slice(0, 10)))));
      else place.append(el("p", { textContent: "Nothing to repeat now." }));
      const review = el("div", { className: "mm-progress-review" });
      place.append(review);

      const code = el("input", { type: "text", maxLength: 60, value: kept(CODE), autocomplete: "off", id: "mm-code" });
      code.onchange = () => store(CODE, code.value.trim());
      const named = () => code.value.trim();
      place.append(el("h2", { id: "save", textContent: "Save or hand in" }),
        el("p", { textContent: "The files go to your own computer. Nothing is sent. For your teacher choose a code name, not your own name." }),
        el("p", {}, Object.assign(el("label", { textContent: "Code name" }), { htmlFor: "mm-code" }), " ", code),
        el("p", { className: "mm-q-buttons" },
          button("Response file for the teacher", () => {
            if (!named()) { status.textContent = "Choose a code name first."; code.focus(); return; }
            store(CODE, named());
            const out = {};
            for (const id of ids) out[id] = { hash: answers[id].hash, answer: answers[id].answer, tries: answers[id].tries, score: answers[id].score, time: answers[id].time };
            file(`responses-${named().toLowerCase().replace(/[^a-z0-9]+/g, "-") || "student"}.json`, "application/json",
              JSON.stringify({ schema: "minusma-responses/1", book: bank.version, code: named(), created: new Date().toISOString(), answers: out }, null, 1));
            status.textContent = "The response file was saved.";
          }),
          button("All I have (JSON)", () => { file("my-progress.json", "application/json", JSON.stringify({ schema: "minusma-answers/1", answers: load(),
            besides: Object.fromEntries(others().map((key) => [key, kept(key)])) }, null, 1)); status.textContent = "Saved as my-progress.json."; }),
          button("All I have (CSV)", () => {
            const held = load();
            const lines = ["question,prompt,answer,in words,tries,score,time", ...ids.map((id) => [id, known.has(id) ? known.get(id).p : "", JSON.stringify(held[id].answer),
              words(id, held[id].answer), held[id].tries, held[id].score, held[id].time].map(cell).join(","))];
            file("my-progress.csv", "text/csv", lines.join("\n") + "\n");
            status.textContent = "Saved as my-progress.csv.";
          })));

      let sure = false;
      const clear = button("Delete all that is kept", () => {
        if (!sure) { sure = true; clear.textContent = "Really delete? Press again"; status.textContent = "Press again to delete all answers, verdicts and notes."; return; }
        [KEY, ...others().filter((key) => key !== THEME)].forEach((key) => store(key, ""));
        draw();
        status.textContent = "All that was kept is deleted.";
      });
      place.append(el("h2", { id: "delete", textContent: "Delete" }), el("p", { textContent: "This deletes your answers, the verdicts of the claims lab, your notes and your code name from this browser." }),
        el("p", { className: "mm-q-buttons" }, clear), status);

      function repeat(ids) {
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
        /* Asked afresh: an old answer is not shown, the new one replaces it, and its tries are added to those before. */
        const before = load(), check = {};
        start(form, {
          get: (id) => check[id],
          put: (id, e) => (checks(id) ? ((check[id] = e), true) : browser.put(id, e && { ...e, tries: e.tries + before[id].tries })),
        });
        form.querySelector("input, select").focus();
      }
    }
    draw();
  }

  const all = () => document.querySelectorAll(".mm-progress").forEach(page);
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", all); else all();
})();
