/* My progress: shows, saves and deletes all that this browser keeps for the book, and offers what to repeat. Uses
   storage.js, dom.js, kept.js, quiz.js, responses.js, besides.js and line.js. */
(() => {
  "use strict";
  const DAYS = 14, MOST = 10;
  const { el, button, many, statusLine, download, downloadTable, deleteButton, fetched } = SourcebookDom;
  const { kept, keptTasks, browser, isCheck, formerWords, grade } = SourcebookQuiz;
  const { contents, fileName, newId } = SourcebookResponses;
  const { others, takeOver, deleteAll } = SourcebookBesides;
  const load = kept.all;
  const { dataset } = document.documentElement;
  const storage = SourcebookStorage(dataset);

  function page(root) {
    const bank = JSON.parse(root.querySelector("script").textContent);
    const place = root.querySelector(".mm-progress-here");
    /* What is kept now, drawn anew after each answer; the questions to repeat, and what is done with it all, stay. */
    const overview = el("div"), review = el("div", { className: "mm-progress-review" });
    const inFile = el("div");
    const status = statusLine();
    /* What is said stands below the button that was pressed. */
    const say = (text) => {
      document.activeElement?.closest?.(".mm-q-buttons")?.after(status);
      status.textContent = text;
    };
    const known = new Map(bank.questions.map((q) => [q.id, q]));
    /* The questions in full lie in a script beside the page, which is fetched when a reader asks for them. */
    let forms = [], keys = [];
    const box = (id) => forms.map((form) => form.querySelector(`[data-q="${id}"]`)).find(Boolean);
    const keyOf = (id) => keys.find((key) => key.id === id) ?? bank.keys[id];
    async function whole() {
      if (forms.length) return;
      const innerHTML = await fetched(bank.later, "SourcebookQuestions");
      forms = [...el("template", { innerHTML }).content.querySelectorAll("form.mm-quiz")];
      keys = forms.flatMap((form) => JSON.parse(form.querySelector("script").textContent));
    }
    /* What to do with the questions in full. */
    const withQuestions = (act) => () =>
      whole().then(act, () => say("The questions could not be read. Is the book whole? Please try again."));
    const isForm = (id) => known.get(id)?.c in bank.forms;
    /* What a table says of a name that a reader's file may have brought. */
    const ofName = (table, name) => (Object.hasOwn(table, name) ? table[name] : undefined);
    const prompt = (id) => known.get(id)?.p ?? ofName(bank.gone, id) ?? id;
    const isGiven = (answers) => (id) => answers[id].tries > 0 && !isCheck(id);
    const given = (answers) => Object.keys(answers).filter(isGiven(answers)).sort();
    const isCurrent = (id, entry) => known.has(id) && known.get(id).h === entry.hash;
    const current = (answers) => given(answers).filter((id) => isCurrent(id, answers[id]));
    SourcebookQuiz.know([...known.keys(), ...Object.keys(bank.gone)]);

    /* What is kept besides the answers, in words. */
    const names = {
      code: "your code name",
      form: "with which form of the check you began",
      theme: "light or dark pages",
      read: "which sections you have read, and where you stopped",
      "section-notes": "your notes to sections",
      drafts: "answers that you have not checked yet",
      guesses: "what you guessed before a chart showed",
      home: "the folder of this book",
      mix: "a word that decides the order of options",
      class: "counts of hands of your classes",
      id: "random letters that tell you from others with your code name",
      made: "that you have opened how a picture was made",
      ...bank.kept,
    };

    /* What to repeat: answers that were not fully right, and right ones of long ago, both with the longest ago first. A
       time that cannot be read is longest ago. A check before or after reading is not for practice. */
    function due(answers) {
      const time = (id) => Date.parse(answers[id].time) || 0;
      const all = current(answers).filter((id) => !isForm(id)).sort((a, b) => time(a) - time(b));
      const isRight = (id) => answers[id].score >= 1;
      const isOld = (id) => Date.now() - time(id) > DAYS * 864e5;
      return [all.filter((id) => !isRight(id)), all.filter((id) => isRight(id) && isOld(id))];
    }

    /* Some of both in turn, so that neither waits for the other. What was just repeated comes last the next time. They
       are asked in an order that mixes the chapters, and is the same each time. */
    function mixed(answers) {
      const [missed, old] = due(answers), turns = [];
      for (let n = 0; n < MOST; n++) turns.push(missed[n], old[n]);
      return turns.filter(Boolean).slice(0, MOST).sort((a, b) => (known.get(a).h < known.get(b).h ? -1 : 1));
    }

    /* An answer as the reader gave it, for the table; numbers of options become their words. */
    function words(id, { answer, hash }) {
      const form = known.has(id) && box(id), list = [].concat(answer);
      const plain = typeof answer === "string" ? answer : JSON.stringify(answer);
      if (!form || typeof answer === "string" || !list.every(Number.isInteger)) return plain;
      if (known.get(id).h !== hash) return formerWords(keyOf(id), hash, answer) || plain;
      const text = (node) => (node ? node.textContent.trim() : "?");
      const selects = [...form.querySelectorAll(".mm-q-match select")];
      if (selects.length) {
        const items = form.querySelectorAll(".mm-q-item"), { options } = selects[0];
        return list.map((n, i) => `${text(items[i])}: ${n < 0 ? "nothing" : text(options[n + 1])}`).join("; ");
      }
      const item = (n) => form.querySelector(`li[data-i="${n}"] .mm-q-item`);
      const option = (n) => form.querySelector(`input[value="${n}"]`)?.parentElement;
      return list.map((n) => text(item(n) || option(n))).join("; ");
    }

    function table(caption, heads, rows) {
      const head = heads.map((textContent) => el("th", { textContent, scope: "col" }));
      const body = rows.map(([first, ...rest]) => el("tr", {}, el("th", { textContent: first, scope: "row" }),
        ...rest.map((textContent) => el("td", { textContent }))));
      return el("div", { className: "mm-table", tabIndex: 0, role: "region", "aria-label": caption },
        el("table", {}, el("caption", { textContent: caption }), el("thead", {}, el("tr", {}, ...head)),
          el("tbody", {}, ...body)));
    }

    /* What was unfolded stays so when the page is drawn anew. */
    let unfolded = [];
    function fold(name, text, content) {
      const summary = el("summary", { textContent: text });
      summary.dataset.name = name;
      return el("details", { open: unfolded.includes(name) }, summary, content);
    }

    const paragraph = (textContent) => el("p", { textContent });
    const row = (...buttons) => el("p", { className: "mm-q-buttons" }, ...buttons);

    function chapterRows(answers) {
      return Object.entries(bank.chapters).filter(([chapter]) => !(chapter in bank.forms)).map(([chapter, title]) => {
        const mine = current(answers).filter((id) => known.get(id).c === chapter);
        const points = mine.reduce((sum, id) => sum + answers[id].score, 0);
        const asked = bank.questions.filter((q) => q.c === chapter).length;
        const missed = mine.filter((id) => answers[id].score < 1).length;
        return [title, `${mine.length} of ${asked}`, String(Math.round(points * 10) / 10), String(missed)];
      });
    }

    const DONE = { right: "right", slip: "not right yet", wrong: "not right yet", written: "written", open: "begun" };
    function tasksDone() {
      const tasks = Object.entries(keptTasks.all()).sort(([a], [b]) => a.localeCompare(b, "en", { numeric: true }));
      if (!tasks.length) return [];
      const rows = tasks.map(([id, { verdict, tries, text, value }]) =>
        [id, DONE[verdict], String(tries), text ?? value ?? ""]);
      const heads = ["task", "how it stands", "tries", "answer"];
      return [fold("tasks", `Tasks: ${tasks.length}`, table("Tasks", heads, rows))];
    }

    /* Where a reader said how sure they were: what they took for certain and is wrong is another thing than what they
       do not know. */
    function sureness(answers) {
      const told = current(answers).filter((id) => answers[id].sure);
      if (!told.length) return [];
      const count = (sure, isRight) =>
        told.filter((id) => answers[id].sure === sure && (answers[id].score >= 1) === isRight);
      const rows = ["a guess", "fairly sure", "certain"].map((name, n) =>
        [name, String(count(n + 1, true).length), String(count(n + 1, false).length)]);
      const wrong = count(3, false), unknown = count(1, false).length;
      const list = wrong.length ? [paragraph("Certain and wrong. Look at these first:"),
        el("ul", {}, ...wrong.map((id) => el("li", { textContent: prompt(id) })))] : [];
      return [table("How sure you were", ["how sure", "right", "not fully right"], rows), ...list,
        ...(unknown ? [paragraph(`Not known, and you said so: ${unknown}.`)] : [])];
    }

    /* The two forms of a check, the one handed in first before the other: scores by objective, of the questions that
       are still asked as they were. What was left out counts as not right. */
    function taken(answers) {
      return Object.keys(bank.forms).map((quiz) => [quiz, answers[`check-${quiz}`]])
        .filter(([, check]) => check && check.tries > 0 && check.time)
        .sort(([, one], [, other]) => (one.time < other.time ? -1 : 1))
        .map(([quiz, { answer: given }]) => {
          const asked = bank.questions.filter(({ c }) => c === quiz);
          const of = (q) => (Array.isArray(given?.[q.id]) ? given[q.id] : [q.h, null]);
          const same = asked.map((q) => [q, ...of(q)]).filter(([q, hash]) => hash === q.h);
          return Object.fromEntries(same.map(([q, , a]) => [q.o, grade(keyOf(q.id), a)]));
        });
    }

    const PARTLY = "An answer that is partly right counts in part.";
    function gain(answers) {
      const found = taken(answers), tenth = (points) => Math.round(points * 10) / 10;
      const number = (points) => String(tenth(points));
      if (!found.length) return [];
      const heading = el("h2", { id: "gain", textContent: "Before and after" });
      if (found.length < 2) {
        const scores = Object.values(found[0]);
        const points = `${number(scores.reduce((a, b) => a + b, 0))} of ${scores.length} points.`;
        const more = "You have handed in one of the two checks. The other one will show what has changed.";
        return [heading, paragraph(`${more} So far: ${points} ${PARTLY}`)];
      }
      const [before, after] = found, goals = Object.keys(bank.goals).filter((id) => id in before && id in after);
      const sum = (scores, ids) => ids.reduce((points, id) => points + scores[id], 0);
      const counted = (name, ids) => {
        const was = tenth(sum(before, ids)), is = tenth(sum(after, ids)), more = number(is - was);
        const points = (got) => `${got} of ${ids.length}`;
        return [name, points(was), points(is), is > was ? `+${more}` : more];
      };
      const chapters = Object.keys(bank.chapters).map((chapter) =>
        [bank.chapters[chapter], goals.filter((id) => bank.goals[id][0] === chapter)]).filter(([, ids]) => ids.length);
      const said = (score) => (score >= 1 ? "right" : score > 0 ? "partly right" : "not right");
      const each = goals.map((id) => [bank.goals[id][1], said(before[id]), said(after[id])]);
      return [heading,
        table("What you had right", ["part", "before", "after", "gain"],
          [counted("in all", goals), ...chapters.map(([name, ids]) => counted(name, ids))]),
        fold("goals", "By objective", table("By objective", ["objective", "before", "after"], each)),
        paragraph("Before is the check that you handed in first. The other one asks other questions on the same "
          + "things, about as hard by two readings of them, which is a judgement. It shows that you had more or fewer "
          + `right, not why; in one question chance weighs as much as what you know. ${PARTLY}`)];
    }

    /* Sets of questions that an earlier version asked as a check: what was handed in is shown, what was begun goes
       on. */
    function earlier(answers) {
      const sets = Object.entries(bank.sets).filter(([name]) => answers[`check-${name}`]);
      const rows = sets.map(([name]) => {
        const state = answers[`check-${name}`].tries > 0 ? "handed in" : "begun";
        return row(button(`Show “${bank.checks[name]}” (${state})`, withQuestions(() => showSet(name))));
      });
      return rows.length ? [el("h2", { id: "earlier", textContent: "Checks of an earlier version" }), ...rows] : [];
    }

    function showSet(name) {
      const ids = bank.sets[name].filter(known.has, known);
      const form = gather(ids, bank.checks[name], { mode: "check", quiz: name });
      SourcebookQuiz.start(form, {
        get: browser.get,
        put(id, entry) {
          const stored = browser.put(id, entry);
          if (!isCheck(id)) draw();
          return stored;
        },
      });
      form.scrollIntoView();
    }

    function answerRow(id, entry) {
      const percent = String(Math.round(entry.score * 100));
      return [prompt(id), words(id, entry), String(entry.tries), percent, entry.time.slice(0, 10)];
    }

    function draw() {
      const answers = load(), ids = given(answers), gone = ids.length - current(answers).length;
      unfolded = [...overview.querySelectorAll("details[open] > summary")].map((summary) => summary.dataset.name);
      overview.replaceChildren();
      inFile.replaceChildren(...inside());

      if (!ids.length) overview.append(paragraph("Nothing is kept yet. Answer a question in a chapter and come back."));
      else {
        const heads = ["chapter", "answered", "score", "to repeat"];
        overview.append(table("What you have answered", heads, chapterRows(answers)));
        if (gone) {
          overview.append(paragraph(
            `To questions that have changed since, or are no longer asked: ${many(gone, "answer")}.`));
        }
        const every = fold("answers", many(ids.length, "kept answer"), forms.length
          ? table("Every answer that is kept", ["question", "your answer", "tries", "per cent right", "last answered"],
            ids.map((id) => answerRow(id, answers[id])))
          : paragraph("…"));
        if (!forms.length) every.addEventListener("toggle", withQuestions(draw), { once: true });
        overview.append(every);
      }
      overview.append(...tasksDone(), ...sureness(answers), ...gain(answers));
      const checks = Object.keys(answers).filter(isCheck).length, besides = others();
      if (checks) overview.append(paragraph(`Checks that you began or handed in: ${checks}.`), ...earlier(answers));
      if (besides.length) {
        overview.append(fold("besides", "What else is kept", table("What else is kept", ["what", "as it is kept"],
          besides.map(([key, name]) => [ofName(names, name) || key, storage.read(key)]))));
      }

      const [missed, old] = due(answers);
      overview.append(el("h2", { id: "repeat", textContent: "Repeat" }));
      if (!missed.length && !old.length) overview.append(paragraph("Nothing to repeat now."));
      else {
        overview.append(
          paragraph(`Not fully right: ${many(missed.length, "answer")}; older than ${DAYS} days: ${old.length}.`),
          el("p", {}, button("Repeat up to ten of them", withQuestions(() => repeat(mixed(load()))))));
      }
      for (const part of [overview, inFile]) globalThis.SourcebookCards?.(part);
    }

    /* A round that is under way survives a detour to a page and back; it is kept for this tab alone. */
    const round = {
      key: storage.key("round"),
      get() {
        try { return JSON.parse(sessionStorage.getItem(round.key)); } catch { return null; }
      },
      set(value) {
        try {
          if (value) sessionStorage.setItem(round.key, JSON.stringify(value));
          else sessionStorage.removeItem(round.key);
        } catch { /* this browser keeps nothing */ }
      },
    };

    /* A form of these questions, in the page. */
    function gather(ids, name, data) {
      const form = el("form", { className: "mm-quiz", "aria-label": name });
      Object.assign(form.dataset, data);
      ids.forEach((id, n) => {
        const copy = box(id).cloneNode(true);
        const label = ids.length > 1 ? `Question ${n + 1} of ${ids.length}.` : "Question.";
        copy.querySelector(".mm-q-n").textContent = label;
        form.append(copy);
      });
      form.prepend(el("script", { type: "application/json", textContent: JSON.stringify(ids.map(keyOf)) }));
      review.replaceChildren(form);
      return form;
    }

    function repeat(ids, open = null) {
      if (!ids.length) {
        draw();
        return;
      }
      const mix = open?.mix ?? Math.random().toString(36).slice(2);
      const form = gather(ids, "Questions to repeat", { mode: "practice", quiz: "repeat", mix });
      /* Asked afresh: an old answer is not shown, the new one replaces it, and its tries are added to those before. To
         look at the answer is no try, and replaces nothing. */
      const now = load(), check = { ...open?.done };
      const before = open?.before ?? Object.fromEntries(ids.map((id) => [id, now[id]?.tries ?? 0]));
      const keepRound = () => round.set(ids.every((id) => check[id]) ? null : { ids, mix, before, done: check });
      keepRound();
      SourcebookQuiz.start(form, {
        get: (id) => check[id],
        put(id, entry) {
          if (isCheck(id)) {
            check[id] = entry;
            return true;
          }
          if (entry && !entry.tries) return true;
          check[id] = entry;
          keepRound();
          const stored = browser.put(id, entry && { ...entry, tries: entry.tries + before[id] });
          draw();
          return stored;
        },
      });
      if (!open) form.querySelector("input, select").focus();
    }

    const code = el("input",
      { type: "text", maxLength: 60, value: storage.word("code"), autocomplete: "off", id: "mm-code" });
    /* What a name shows: a name of nothing but blanks and invisible signs is none. */
    const visible = () => code.value.replace(/[\p{C}\p{Z}\u3164\u115f\u1160]+/gu, " ").trim();
    code.onchange = () => storage.setWord("code", visible());

    /* The same in each file of this browser. */
    function ownId() {
      if (!storage.word("id")) storage.setWord("id", newId());
      return storage.word("id") || newId();
    }

    /* What a teacher gets of what is kept now. */
    function toHandIn() {
      const asked = Object.fromEntries(bank.questions.map(({ id, h, c }) =>
        [id, { hash: h, key: keyOf(id), form: bank.forms[c] }]));
      const { answers, checks } = contents(load(), asked, bank.forms);
      const drafts = Object.values(checks).filter((check) => !check.handed_in)
        .reduce((sum, check) => sum + Object.keys(check.answers).length, 0);
      return { answers, checks, drafts, asked };
    }

    const NONE = "There are no answers in this browser yet. Did you answer in another browser or a private window?";
    const DRAFTS = "drafts: not handed in yet";

    /* This page has no task on it, and keeps what every page of the book wrote. */
    keptTasks.know(() => true);
    function tasksKept() {
      const tasks = keptTasks.all();
      return Object.keys(tasks).length ? { tasks } : {};
    }

    /* The same in words, before anything is saved. A check is told by the chapter of its first question. */
    function inside() {
      const { answers, checks, drafts } = toHandIn(), ids = Object.keys(answers), { tasks } = tasksKept();
      if (!ids.length && !drafts && !tasks) return [paragraph(NONE)];
      const title = (id) => bank.chapters[known.get(id)?.c] ?? "questions of another version";
      const rows = new Map();
      for (const id of ids) rows.set(title(id), (rows.get(title(id)) ?? 0) + 1);
      const told = [...rows].map(([name, count]) => [name, many(count, "answer")]);
      for (const [quiz, check] of Object.entries(checks)) {
        const own = Object.keys(check.answers), listed = ofName(bank.checks, quiz);
        const name = listed ?? (own.length ? title(own[0]) : quiz), isSet = !listed && quiz.startsWith("set-");
        const what = check.handed_in ? `handed in, ${check.time.slice(0, 10)}` : DRAFTS;
        told.push([isSet ? "A set from your teacher" : `${name}: a check`, `${many(own.length, "answer")}, ${what}`]);
      }
      if (tasks) told.push(["Tasks", many(Object.keys(tasks).length, "task")]);
      return [table("What goes to your teacher", ["part", "what is in it"], told)];
    }

    /* Everything of a response file, or nothing, with the reason said: no answers, no name. */
    function handingIn() {
      const { answers, checks, drafts, asked } = toHandIn(), name = visible(), tasks = tasksKept();
      if (!Object.keys(answers).length && !drafts && !tasks.tasks) {
        say(NONE);
        return null;
      }
      if (!name) {
        say(code.value ? "This code name shows nothing on a screen. Choose one that can be read."
          : "Choose a code name first.");
        code.focus();
        return null;
      }
      storage.setWord("code", name);
      const created = new Date().toISOString();
      const file = { schema: bank.schemas.responses, book: bank.version, code: name, id: ownId(), created, answers };
      if (Object.keys(checks).length) file.checks = checks;
      Object.assign(file, tasks);
      return [file, drafts ? ` ${drafts} of its answers are ${DRAFTS}.` : "", asked];
    }

    function respond() {
      const [file, more] = handingIn() ?? [];
      if (!file) return;
      download(fileName(file.code), "application/json", JSON.stringify(file, null, 1));
      say(`The response file was saved. Give it to your teacher: nothing was sent.${more}`);
    }

    const line = el("textarea", { readOnly: true, rows: 4, className: "mm-q-line", "aria-label": "Hand-in line" });
    line.onfocus = () => line.select();
    function lineUp() {
      const [file, more, asked] = handingIn() ?? [];
      if (!file) return;
      const { answers, checks, tasks } = file;
      if (!Object.keys(answers).length && !checks) {
        say("A line carries answers to questions, and there are none yet. Save the file: your tasks are in it.");
        return;
      }
      line.value = SourcebookLine.write(dataset.book, file, asked);
      shown.hidden = false;
      line.focus();
      /* Works from a folder of files too, where the newer way may be closed. */
      const copied = document.execCommand("copy");
      shown.after(status);
      status.textContent = `${copied ? "Copied" : "Copy this line"}: one line of ${line.value.length} letters. Paste `
        + `it into the box, form or e-mail that your teacher names; nothing was sent.${more}`
        + (tasks ? " Tasks are too long for a line: for them save the file." : "");
    }
    const shown = el("p", { hidden: true }, line);

    function saveAll() {
      const besides = Object.fromEntries(others().map(([key]) => [key, storage.read(key)]));
      const file = { schema: bank.schemas.answers, answers: load(), ...tasksKept(), besides };
      download("my-progress.json", "application/json", JSON.stringify(file, null, 1));
      say("Saved as my-progress.json.");
    }

    function saveTable() {
      const answers = load();
      const rows = given(answers).map((id) => {
        const { answer, tries, score, time } = answers[id];
        return [id, known.get(id)?.p ?? "", JSON.stringify(answer), words(id, answers[id]), tries, score, time];
      });
      const heads = ["question", "prompt", "answer", "in words", "tries", "score", "time"];
      downloadTable("my-progress.csv", [heads, ...rows]);
      say("Saved as my-progress.csv.");
    }

    /* A book of the same short name in another folder of this site may be this one under a former address. */
    function copyFrom(base) {
      const there = storage.in(base).map(([key, name]) => [name, storage.read(key)]);
      for (const [name, raw] of there) {
        if (name === "answers") kept.merge(raw);
        else if (name === "tasks") keptTasks.merge(raw);
      }
      takeOver(there);
      code.value = storage.word("code");
      draw();
      say("Copied. What is kept for the other folder stays there too.");
    }

    function otherFolders() {
      const folder = (base) => base.split("@")[1] ?? storage.read(`${base}:home`);
      return storage.others().flatMap((base) => [
        paragraph(`A book of this name in the folder ${folder(base)} of this web site keeps answers too. `
          + "If it is this book at a former address, you can copy them here. Nothing there is deleted."),
        el("p", { className: "mm-q-buttons" }, button(`Copy the answers from ${folder(base)}`, () => copyFrom(base))),
      ]);
    }

    const WARNING = "Press again to delete all that this book keeps.";
    const clear = deleteButton("Delete all that is kept", WARNING, say, () => {
      deleteAll();
      say("All that was kept is deleted.");
    });

    /* What is done with it all stands where the page has a place for it, below a heading of its own: for a teacher
       plainly, the rest in a fold, which an address in it opens. */
    const files = document.querySelector(".mm-progress-files"), rest = files?.querySelector("details");
    const part = (id, title, text, ...rest) =>
      [el(files ? "h3" : "h2", { id, textContent: title }), paragraph(text), ...rest];
    function unfold() {
      const asked = document.getElementById(location.hash.slice(1));
      if (!asked || !rest.contains(asked)) return;
      rest.open = true;
      asked.scrollIntoView();
    }
    const deleted = ["your answers", ...Object.values(names)].join(", ");
    const hand = part("save", "Save for your teacher",
      "Nothing is sent. Save the file, or copy the line, and put it where your teacher collects work. Choose a code "
      + "name, not your own name.",
      inFile,
      el("p", {}, el("label", { textContent: "Code name", htmlFor: "mm-code" }), " ", code),
      row(button("Response file for the teacher", respond), button("Hand-in line, to copy", lineUp)),
      shown);
    const copy = part("copy", "Save for yourself", "All that is kept, as a file on your own computer.",
      row(button("All I have (JSON)", saveAll), button("All I have (CSV)", withQuestions(saveTable))),
      ...otherFolders());
    const last = part("delete", "Delete", `This deletes all that this book keeps in this browser: ${deleted}. `
      + (dataset.former ? "What an earlier version of this book kept goes too." : ""), row(clear));
    place.replaceChildren(overview, review);
    if (files) {
      files.prepend(...hand);
      files.append(status);
      rest.firstElementChild.after(...copy);
      rest.append(...last);
      rest.hidden = false;
      addEventListener("hashchange", unfold);
      unfold();
    } else place.append(...hand, ...copy, ...last, status);
    addEventListener("storage", ({ key, isTrusted }) => {
      if (key === null) {
        // All is deleted: nothing of it stays on the page. What is asked while another tab deletes can be answered.
        code.value = "";
        line.value = "";
        shown.hidden = true;
        if (!isTrusted) review.replaceChildren();
      }
      code.value ||= storage.word("code");
      draw();
    });
    draw();
    const open = round.get();
    if (Array.isArray(open?.ids) && open.ids.length && open.ids.every((id) => known.has(id))) {
      withQuestions(() => repeat(open.ids, open))();
    }
  }

  SourcebookDom.upgrade(".mm-progress", page);
})();
