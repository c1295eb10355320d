/* My progress: shows, saves and deletes all that this browser keeps for the book, and offers what to repeat. Uses quiz.js. */
(() => {
  const OTHERS = ["minusma:lab", "minusma:notes", "minusma:notes:unread"], CODE = "minusma:code", DAYS = 14;
  const { el, button, load, save, start, browser } = MinusmaQuiz;

  function store(key, value) { try { if (value) localStorage.setItem(key, value); else localStorage.removeItem(key); } catch (e) { /* keeps nothing */ } }
  function kept(key) { try { return localStorage.getItem(key) || ""; } catch (e) { return ""; } }

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
    const old = (e) => !e.time || Date.now() - Date.parse(e.time) > DAYS * 864e5;

    function draw() {
      const answers = load(), ids = Object.keys(answers).filter((id) => answers[id].tries > 0);
      const now = ids.filter((id) => known.has(id) && known.get(id).h === answers[id].hash);
      const gone = ids.length - now.length;
      const missed = now.filter((id) => answers[id].score < 1), aged = now.filter((id) => answers[id].score >= 1 && old(answers[id]));
      place.replaceChildren();

      if (!ids.length) place.append(el("p", { textContent: "Nothing is kept yet. Answer a question in a chapter and come back." }));
      else {
        const body = el("tbody");
        for (const [chapter, title] of Object.entries(bank.chapters)) {
          const all = bank.questions.filter((q) => q.c === chapter), mine = now.filter((id) => known.get(id).c === chapter);
          const points = mine.reduce((s, id) => s + answers[id].score, 0);
          body.append(el("tr", {}, Object.assign(el("th", { textContent: title }), { scope: "row" }), el("td", { textContent: `${mine.length} of ${all.length}` }),
            el("td", { textContent: String(Math.round(points * 10) / 10) }), el("td", { textContent: String(mine.filter((id) => answers[id].score < 1).length) })));
        }
        const head = ["chapter", "answered", "score", "to repeat"].map((t) => Object.assign(el("th", { textContent: t }), { scope: "col" }));
        place.append(el("table", {}, el("caption", { textContent: "What you have answered" }), el("thead", {}, el("tr", {}, ...head)), body));
        if (gone) place.append(el("p", { textContent: `${gone} of your answers belong to questions that have changed since, or are no longer asked.` }));
        const rows = ids.sort().map((id) => el("tr", {}, Object.assign(el("th", { textContent: known.has(id) ? known.get(id).p : id }), { scope: "row" }),
          el("td", { textContent: String(answers[id].tries) }), el("td", { textContent: String(Math.round(answers[id].score * 100)) }), el("td", { textContent: answers[id].time.slice(0, 10) })));
        const heads = ["question", "tries", "per cent right", "last answered"].map((t) => Object.assign(el("th", { textContent: t }), { scope: "col" }));
        const scroll = el("div", { className: "mm-table", tabIndex: 0 }, el("table", {}, el("caption", { textContent: "Every answer that is kept" }), el("thead", {}, el("tr", {}, ...heads)), el("tbody", {}, ...rows)));
        scroll.setAttribute("role", "region");
        scroll.setAttribute("aria-label", "Every answer that is kept");
        place.append(el("details", {}, el("summary", { textContent: `All ${ids.length} kept answers` }), scroll));
      }

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
          button("All I have (JSON)", () => { file("my-progress.json", "application/json", JSON.stringify({ schema: "minusma-answers/1", answers: load() }, null, 1)); status.textContent = "Saved as my-progress.json."; }),
          button("All I have (CSV)", () => {
            const cell = (v) => `"${String(v).replace(/"/g, '""')}"`;
            const lines = ["question,answer,tries,score,time", ...Object.entries(load()).map(([id, e]) => [id, JSON.stringify(e.answer), e.tries, e.score, e.time].map(cell).join(","))];
            file("my-progress.csv", "text/csv", lines.join("\n") + "\n");
            status.textContent = "Saved as my-progress.csv.";
          })));

      let sure = false;
      const clear = button("Delete all that is kept", () => {
        if (!sure) { sure = true; clear.textContent = "Really delete? Press again"; status.textContent = "Press again to delete all answers, verdicts and notes."; return; }
        save({});
        [CODE, ...OTHERS].forEach((key) => store(key, ""));
        draw();
        status.textContent = "All that was kept is deleted.";
      });
      place.append(el("h2", { id: "delete", textContent: "Delete" }), el("p", { textContent: "This deletes your answers, the verdicts of the claims lab, your notes and your code name from this browser." }),
        el("p", { className: "mm-q-buttons" }, clear), status);

      function repeat(ids) {
        const templates = [...root.querySelector("template").content.querySelectorAll("form.mm-quiz")];
        const form = el("form", { className: "mm-quiz" });
        form.dataset.mode = "practice";
        form.setAttribute("aria-label", "Questions to repeat");
        const keys = [];
        for (const id of ids)
          for (const t of templates) {
            const box = t.querySelector(`[data-q="${id}"]`);
            if (!box) continue;
            const copy = box.cloneNode(true);
            copy.querySelector(".mm-q-n").textContent = `Question ${keys.length + 1}.`;
            form.append(copy);
            keys.push(JSON.parse(t.querySelector("script").textContent).find((k) => k.id === id));
          }
        const data = el("script", { type: "application/json", textContent: JSON.stringify(keys) });
        form.prepend(data);
        review.replaceChildren(form);
        /* Asked afresh: an old answer is not shown, the new one replaces it. */
        start(form, { get: () => undefined, put: browser.put });
        form.querySelector("input, select").focus();
      }
    }
    draw();
  }

  const all = () => document.querySelectorAll(".mm-progress").forEach(page);
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", all); else all();
})();
