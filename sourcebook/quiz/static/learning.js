/* My progress by chapter: what was read, what was answered by objective, what to do next; a saved file read in again,
   and a fresh beginning on a shared computer. The frame with its links is HTML of the page, the questions are those of
   progress.js. Uses storage.js, dom.js, kept.js, quiz.js and besides.js. */
(() => {
  "use strict";
  const { el, button, many, statusLine, download, upgrade } = SourcebookDom;
  const { kept, keptTasks, isCheck } = SourcebookQuiz;
  const { others, stories, takeOver, deleteAll } = SourcebookBesides;
  const storage = SourcebookStorage(document.documentElement.dataset);
  const LARGEST = 5e6; // characters; a file of all answers has some 50,000

  upgrade(".mm-learning", (root) => {
    const bank = JSON.parse(document.querySelector(".mm-progress > script").textContent);
    const own = bank.questions.filter(({ c }) => !(c in bank.forms));
    const isGiven = (answers) => ([id, hash]) => answers[id]?.hash === hash && answers[id].tries > 0;
    const isRight = (answers) => ([id]) => answers[id].score >= 1;
    /* A bar with its words, at the end of a line. */
    const bar = (name, max, place) => {
      const node = el("progress", { max, value: 0, "aria-label": name }), text = el("span");
      place.append(text, " ", node);
      return (value, words) => {
        node.value = value;
        text.textContent = words;
      };
    };
    const chapters = [...root.querySelectorAll(".mm-learnt")].map((node) => {
      const title = node.querySelector("h3").textContent, head = (fold) => fold.querySelector("summary > span");
      const goals = [...node.querySelectorAll(".mm-goal")].map((goal) => {
        const asked = own.filter(({ o }) => o === goal.dataset.goal).map(({ id, h }) => [id, h]);
        const name = goal.querySelector("p").textContent;
        return { node: goal, asked, name, set: bar(name, asked.length, goal.querySelector(".mm-goal-count")) };
      });
      const sections = [...node.querySelectorAll("[data-section]")], [read, asked] = [".mm-read", ".mm-goals"]
        .map((name) => node.querySelector(name));
      if (read) head(read).replaceChildren();
      head(asked).replaceChildren();
      return {
        node, title, goals, sections, story: node.querySelector("h3 a"),
        setRead: read && bar(`Sections read: ${title}`, sections.length, head(read)),
        setAsked: bar(`Right answers: ${title}`, goals.reduce((sum, goal) => sum + goal.asked.length, 0), head(asked)),
      };
    });
    const status = statusLine({ className: "mm-status" }), next = root.querySelector(".mm-next");
    const begin = [...next.childNodes];
    const say = (text) => { status.textContent = text; };

    function drawChapter({ node, goals, sections, setRead, setAsked }, answers, read) {
      const { read: ids = [], at, time = "" } = read[node.dataset.page] ?? {};
      const left = sections.filter(({ dataset }) => !ids.includes(dataset.section));
      for (const item of sections) {
        item.querySelector(".tick")?.remove();
        if (!left.includes(item)) item.append(el("span", { className: "tick", textContent: " ✓ read" }));
      }
      const done = sections.length - left.length;
      setRead?.(done, `${done} of ${many(sections.length, "section")} read`);
      const state = goals.map((goal) => {
        const given = goal.asked.filter(isGiven(answers)), wrong = given.filter((q) => !isRight(answers)(q));
        const right = given.length - wrong.length, open = goal.asked.filter((q) => !given.includes(q));
        goal.set(right, `${right} of ${goal.asked.length} right, ${given.length} answered`);
        return { ...goal, given: given.length, right, wrong, open, missed: wrong.length };
      });
      const sum = (name) => state.reduce((all, goal) => all + goal[name], 0);
      const all = goals.reduce((count, { asked }) => count + asked.length, 0), given = sum("given");
      setAsked(sum("right"), `${given} of ${many(all, "question")} answered, ${sum("right")} right`);
      const on = left.find(({ dataset }) => dataset.section === at) ?? left[0];
      return { state, on, time, begun: done > 0 || given > 0 };
    }

    /* What to do next, at most one line of each kind: read on, read again, repeat. */
    function advice(drawn) {
      const lines = [], begun = drawn.filter((chapter) => chapter.begun);
      const line = (what, ...rest) => lines.push(el("p", {}, el("b", { textContent: `${what} ` }), ...rest));
      const copy = (item) => [...item.cloneNode(true).childNodes];
      const last = drawn.filter(({ on, time }) => on && time).sort((a, b) => (a.time < b.time ? 1 : -1))[0];
      const unread = last ?? (begun.length ? drawn.find(({ on }) => on) : undefined);
      if (unread) line("Read on:", `${unread.title.split(":")[0]}, `, ...copy(unread.on), ".");
      const goals = drawn.flatMap(({ state }) => state);
      const weak = goals.filter(({ missed }) => missed).sort((a, b) => b.missed / b.given - a.missed / a.given)[0];
      /* The section that teaches most of these questions. */
      function link(goal, questions) {
        const taught = (node) => questions.filter(([id]) => node.dataset.teaches.split(" ").includes(id)).length;
        const [best] = [...goal.node.querySelectorAll(".mm-goal-links a")].sort((a, b) => taught(b) - taught(a));
        return best && taught(best) ? best.cloneNode(true) : null;
      }
      if (weak) {
        const taught = link(weak, weak.wrong);
        line("Read again:", ...(taught ? [taught, ". "] : []),
          `You missed ${weak.missed} of ${many(weak.given, "question")} on this: ${weak.name.replace(/[.]?$/, ".")}`);
        line("Repeat:", el("a", { href: "#repeat", textContent: "what you missed" }), ".");
      }
      const open = begun.flatMap(({ state }) => state).find((goal) => goal.open.length && link(goal, goal.open));
      if (!weak && open) line("Answer:", link(open, open.open), `. This is not finished yet: ${open.name}`);
      if (begun.length && !lines.length) line("All read and all right.", "Come back in two weeks and repeat.");
      return lines;
    }

    function draw() {
      const answers = kept.all(), read = stories(storage.read(storage.key("read")));
      const lines = advice(chapters.map((chapter) => ({ ...chapter, ...drawChapter(chapter, answers, read) })));
      if (lines.length) next.replaceChildren(el("h3", { textContent: "What next?" }), ...lines);
      else next.replaceChildren(...begin);
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
      const word = (name) => name.slice(name.lastIndexOf(":") + 1);
      takeOver(Object.entries(file.besides ?? {}).map(([name, value]) => [word(name), value]));
      const after = kept.all(), changed = (id) => JSON.stringify(before[id]) !== JSON.stringify(after[id]);
      const taken = Object.keys(after).filter(changed).filter((id) => !isCheck(id)).length;
      const all = Object.keys(file.answers).filter((id) => !isCheck(id)).length;
      say(`Read in: ${taken} of ${many(all, "answer")}. Of two answers to one question the later stays.`
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
      if (save) {
        const besides = Object.fromEntries(others().map(([key]) => [key, storage.read(key)]));
        const file = { schema: root.dataset.schema, answers: kept.all(), tasks: keptTasks.all(), besides };
        download("my-progress.json", "application/json", JSON.stringify(file, null, 1));
      }
      deleteAll();
      say(save ? "Saved as my-progress.json. Nothing of the reader before is here now." : "Begun afresh.");
    }

    let sure = false;
    const without = button("Begin afresh without a file", () => {
      if (sure) putAway(false);
      else say("This deletes what the last reader kept here. Press again to go on.");
      sure = !sure;
    });
    /* With the other files, where the page has a place for them. */
    (document.querySelector(".mm-progress-files > details") ?? root).append(
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
