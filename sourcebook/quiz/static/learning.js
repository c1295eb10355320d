/* My progress by objective: bars, what to do next, a saved file read in again, and a fresh beginning on a shared
   computer. The frame with its links is HTML of the page, the questions are those of progress.js. Uses storage.js,
   dom.js, kept.js and quiz.js. */
(() => {
  "use strict";
  const { el, button, statusLine, download, upgrade } = SourcebookDom;
  const { kept, keptTasks, isCheck } = SourcebookQuiz;
  const storage = SourcebookStorage(document.documentElement.dataset);
  const LARGEST = 5e6; // characters; a file of all answers has some 50,000

  upgrade(".mm-learning", (root) => {
    const bank = JSON.parse(document.querySelector(".mm-progress > script").textContent);
    const own = bank.questions.filter(({ c }) => !(c in bank.forms));
    const goals = [...root.querySelectorAll(".mm-goal")].map((node) => {
      const asked = own.filter(({ o }) => o === node.dataset.goal).map(({ id, h }) => [id, h]);
      const bar = el("progress", { max: asked.length, value: 0 });
      const count = node.querySelector(".mm-goal-count"), text = el("span");
      count.append(bar, " ", text);
      return { node, asked, bar, text, name: node.querySelector("p").textContent };
    });
    const status = statusLine({ className: "mm-status" }), next = root.querySelector(".mm-next");
    const say = (text) => { status.textContent = text; };

    function draw() {
      const answers = kept.all();
      const state = goals.map((goal) => {
        const given = goal.asked.filter(([id, hash]) => answers[id]?.hash === hash && answers[id].tries > 0);
        const right = given.filter(([id]) => answers[id].score >= 1).length;
        goal.bar.value = right;
        goal.bar.setAttribute("aria-label", goal.name);
        goal.text.textContent = `${right} of ${goal.asked.length} right, ${given.length} answered`;
        return { ...goal, given: given.length, right, missed: given.length - right };
      });
      const begun = state.filter(({ given }) => given);
      /* A chapter opens by itself when its first answer is there; then the reader's own hand counts. */
      for (const { node } of begun) {
        const fold = node.closest("details");
        fold.open ||= !fold.dataset.begun;
        fold.dataset.begun = "yes";
      }
      const weak = begun.filter(({ missed }) => missed).sort((a, b) => b.missed / b.given - a.missed / a.given)[0];
      const open = state.find(({ given, asked }) => given < asked.length);
      const chosen = weak ?? (begun.length ? open : null);
      next.hidden = !chosen;
      if (!chosen) return;
      const link = chosen.node.querySelector(".mm-goal-links a")?.cloneNode(true);
      const why = weak ? `You missed ${weak.missed} of ${weak.given} questions on this` : "This is not finished yet";
      next.replaceChildren(el("b", { textContent: "What next? " }), `${why}: ${chosen.name.replace(/[.]?$/, ".")} `,
        ...(link ? ["Read ", link, "."] : []));
    }

    const isObject = (value) => value && typeof value === "object" && !Array.isArray(value);

    /* What a file holds that this page can take, or the reason why not. */
    function sound(text) {
      if (text.length > LARGEST) return "The file is too large to be one of My progress.";
      let file;
      try { file = JSON.parse(text.replace(/^\ufeff/, "")); } catch {
        return "The file is damaged, or no file of My progress: it cannot be read as JSON.";
      }
      if (!isObject(file) || typeof file.schema !== "string") {
        return "The file is none of My progress: it does not say what it is.";
      }
      if (!root.dataset.reads.split(" ").includes(file.schema)) {
        const what = file.schema.slice(0, 60);
        return /-responses\//.test(what)
          ? "This is the response file for the teacher. Take the one that “All I have (JSON)” saved."
          : `The file is of another book or of another kind: it says “${what}”.`;
      }
      return isObject(file.answers) ? file : "The file is damaged: it has no answers in it.";
    }

    function take(text) {
      const file = sound(text);
      if (typeof file === "string") {
        say(`${file} Nothing was changed.`);
        return;
      }
      const before = kept.all(), key = storage.key("answers");
      const raw = JSON.stringify({ schema: "sourcebook-answers/1", answers: file.answers });
      if (!kept.merge(raw)) {
        say("This browser keeps nothing, so the file cannot be read in.");
        return;
      }
      const tasks = isObject(file.tasks) ? file.tasks : {}, count = Object.keys(tasks).length;
      if (count) keptTasks.merge(JSON.stringify({ schema: "sourcebook-tasks/1", tasks }));
      for (const [name, value] of Object.entries(file.besides ?? {})) {
        const word = name.slice(name.lastIndexOf(":") + 1);
        const isFree = !["home", "answers"].includes(word) && storage.read(storage.key(word)) === null;
        if (typeof value !== "string" || !isFree) continue;
        try { storage.set(word, value); } catch { break; }
      }
      const after = kept.all(), changed = (id) => JSON.stringify(before[id]) !== JSON.stringify(after[id]);
      const taken = Object.keys(after).filter(changed).filter((id) => !isCheck(id)).length;
      const all = Object.keys(file.answers).filter((id) => !isCheck(id)).length;
      say(`Read in: ${taken} of ${all} answers. Of two answers to one question the later stays.`
        + (count ? ` Tasks in the file: ${count}.` : ""));
      draw();
      dispatchEvent(new StorageEvent("storage", { key }));
    }

    const input = el("input", { type: "file", accept: ".json,application/json", id: "mm-read-in" });
    input.addEventListener("change", async () => {
      if (input.files[0]) take(await input.files[0].text());
      input.value = "";
    });

    function putAway(save) {
      const own = storage.own(), others = own.filter(([, name]) => !["answers", "tasks"].includes(name));
      if (save) {
        const besides = Object.fromEntries(others.map(([key]) => [key, storage.read(key)]));
        const file = { schema: root.dataset.schema, answers: kept.all(), tasks: keptTasks.all(), besides };
        download("my-progress.json", "application/json", JSON.stringify(file, null, 1));
      }
      try {
        kept.clearFormer();
        for (const [key] of own) localStorage.removeItem(key);
        sessionStorage.clear();
      } catch { /* this browser keeps nothing */ }
      dispatchEvent(new StorageEvent("storage", { key: null }));
      draw();
      say(save ? "Saved as my-progress.json. Nothing of the reader before is here now." : "Begun afresh.");
    }

    let sure = false;
    const without = button("Begin afresh without a file", () => {
      if (sure) putAway(false);
      else say("This deletes what the last reader kept here. Press again to go on.");
      sure = !sure;
    });
    root.append(
      el("h3", { id: "read-in", textContent: "Go on from a saved file" }),
      el("p", {}, el("label", { htmlFor: "mm-read-in", textContent: "A saved file (my-progress.json)" }), " ", input),
      el("h3", { id: "afresh", textContent: "Not me? Begin afresh" }),
      el("p", { textContent: "On a shared computer: put away what the last reader kept, and begin with nothing." }),
      el("p", { className: "mm-q-buttons" }, button("Put it away in a file and begin afresh", () => putAway(true)), " ",
        without),
      status);
    kept.follow(draw);
    addEventListener("storage", draw);
    document.addEventListener("click", () => setTimeout(draw));
    draw();
  });
})();
