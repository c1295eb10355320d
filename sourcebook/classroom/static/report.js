/* The class report on a page: numbers and words of sourcebook/classroom/class_report.py, of what report-read.js reads.
   A test sets both beside one another on a class of thirty. Uses dom.js, quiz.js, report-read.js and report-show.js. */
(() => {
  "use strict";
  const { el, button, many, statusLine, upgrade, later } = SourcebookDom;
  const { grade, readable, slips, SURE } = SourcebookQuiz;
  const { printable } = SourcebookLine;
  const HARD = 0.5, FEW = 3, SOME = 2, MANY = 5, NAMED = 8, LONGEST = 12, ALL = "in all";
  const SHARES = ["difficulty", "mean", "before", "after"], REMARK = "counted, but see why", LEFT_OUT = "left out";
  const WITHOUT_FORMS = ["questions", "distractors", "objectives", "students"];

  /* ---- numbers as Python has them ------------------------------------------------------------------------------ */
  function halfEven(value) {
    const below = Math.floor(value), rest = value - below;
    return rest > 0.5 || (rest === 0.5 && below % 2) ? below + 1 : below;
  }
  /* Two decimals: of a number that is halfway between two, the even one. */
  const rounded = (value) =>
    (Number.isInteger(value * 8) ? halfEven(value * 100) / 100 : Number(value.toFixed(2)));
  const near = (value, places) => halfEven(value * 10 ** places) / 10 ** places;
  const percent = (share) => `${halfEven(share * 100)}%`;
  /* Adds up without losing what is small. */
  function sum(values) {
    let total = 0, lost = 0;
    for (const value of values) {
      const next = total + value;
      lost += Math.abs(total) >= Math.abs(value) ? (total - next) + value : (value - next) + total;
      total = next;
    }
    return total + lost;
  }
  const mean = (values) => sum(values) / values.length;
  function correlation(a, b) {
    const [x, y] = [a, b].map((list) => { const middle = mean(list); return list.map((n) => n - middle); });
    const dot = (p, q) => sum(p.map((n, i) => n * q[i]));
    return dot(x, y) / Math.sqrt(dot(x, x) * dot(y, y));
  }
  const quoted = (text) => (text.startsWith("“") && text.endsWith("”") ? text : `“${text}”`);
  /* By these, one after another; a minus before a name turns the order round, and what is missing comes last. */
  const by = (...names) => (a, b) => {
    for (const name of names) {
      const down = name.startsWith("-"), key = down ? name.slice(1) : name, [x, y] = [a[key], b[key]];
      if (x === y) continue;
      if (x === null) return 1;
      if (y === null) return -1;
      return (x < y) === down ? 1 : -1;
    }
    return 0;
  };
  const grouped = (list, key) => {
    const groups = new Map();
    for (const one of list) groups.set(one[key], [...(groups.get(one[key]) ?? []), one]);
    return groups;
  };

  /* An answer in words, for the table of wrong answers. */
  function chosen({ k: key, c: choices, l: lefts, r: sides }, answer) {
    const pick = (texts, n) => {
      if (!Number.isInteger(n) || n < 0 || n >= texts.length) throw new RangeError("no such option");
      return texts[n];
    };
    try {
      if (key.t === "single" || key.t === "claim") return pick(choices, answer);
      if (key.t === "number" || key.t === "text") {
        return [...printable(String(answer))].slice(0, 60).join("") || "nothing";
      }
      if (!Array.isArray(answer)) throw new RangeError("no list");
      if (key.t === "multiple") {
        const texts = [...new Set(answer)].sort((a, b) => a - b).map((n) => pick(choices, n));
        return texts.join("; ") || "none of them";
      }
      if (key.t === "order") return answer.map((n) => pick(choices, n)).join(" → ");
      if (answer.length !== key.a.length) throw new RangeError("another length");
      return answer.map((n, i) => [n, i]).filter(([n, i]) => n !== key.a[i])
        .map(([n, i]) => `${lefts[i]}: ${n === -1 ? "nothing" : pick(sides, n)}`).join("; ");
    } catch { return "an answer that cannot be read"; }
  }

  /* ---- the report ---------------------------------------------------------------------------------------------- */
  /* What report-show.js draws. found, problems ([file, what, why]) and namesakes as report-read.js gives them; shows:
     what a gain shows, and what not. */
  function make(bank, shows, [found, problemsBefore, namesakes]) {
    const problems = [...problemsBefore], scores = [], known = bank.questions;
    for (const response of found) {
      const note = (why) => problems.push([response.file, REMARK, why]);
      let changed = 0, gone = 0, unread = 0, other = 0;
      for (const [name, { hash, answer, sure }] of Object.entries(response.answers)) {
        const asked = Object.hasOwn(known, name) ? known[name] : null;
        if (!hash) other++;
        else if (!asked) gone++;
        else if (hash !== asked.h) changed++;
        else if (!readable(asked.k, answer)) unread++;
        else {
          scores.push({ student: response.code, question: name, answer, score: grade(asked.k, answer),
            sure: SURE.indexOf(sure) + 1, form: asked.f });
        }
      }
      if (changed) note(`Answers left out because their questions have changed since: ${changed}.`);
      if (unread) note(`Answers left out because they cannot be read as a number or a word: ${unread}.`);
      if (gone) note(`Answers left out because this book does not ask their questions: ${gone}.`);
      if (other) {
        note("Answers left out because their questions have changed since, or this book does not ask them: "
          + `${other}.`);
      }
      const drafts = Object.values(response.checks).filter((check) => !check.handed_in)
        .reduce((count, check) => count + Object.keys(check.answers).length, 0);
      if (drafts) {
        note(`Answers of a check that was begun and not handed in: ${drafts}. They are drafts, not counted.`);
      }
    }
    const done = new Map(), setTask = (name) => Object.hasOwn(bank.tasks, name);
    for (const { file, tasks } of found) {
      const [sound, left] = [[], []];
      for (const [name, entry] of Object.entries(tasks)) {
        (setTask(name) && entry.hash === bank.tasks[name].h ? sound : left).push([name, entry]);
      }
      for (const [name, entry] of sound) done.set(name, [...(done.get(name) ?? []), entry]);
      if (left.length) {
        problems.push([file, REMARK, "Tasks left out because they have changed since, or this book does not set them: "
          + `${left.length}.`]);
      }
    }
    const codes = found.map((response) => response.code), own = scores.filter(({ form }) => !form);
    const ofForms = scores.filter(({ form }) => form);
    const byQuestion = grouped(own, "question"), ofStudent = grouped(own, "student");

    const questions = [...byQuestion].map(([question, rows]) => {
      const pairs = rows.map((row) => [row.score,
        ofStudent.get(row.student).filter((one) => one.question !== question).map((one) => one.score)]);
      const both = pairs.filter(([, rest]) => rest.length).map(([score, rest]) => [score, near(mean(rest), 9)]);
      const varied = [0, 1].every((side) => new Set(both.map((pair) => pair[side])).size > 1);
      return { question, prompt: known[question].p, answered: rows.length, unanswered: codes.length - rows.length,
        difficulty: rounded(mean(rows.map((row) => (row.score >= 1 ? 1 : 0)))),
        discrimination: varied && both.length >= FEW
          ? rounded(correlation(both.map(([a]) => a), both.map(([, b]) => b))) : null };
    }).sort(by("difficulty", "question"));

    const count = (rows, names) => {
      const counts = new Map();
      for (const row of rows) {
        const key = JSON.stringify(names.map((name) => row[name]));
        counts.set(key, (counts.get(key) ?? 0) + 1);
      }
      return [...counts].map(([key, students]) =>
        ({ ...Object.fromEntries(JSON.parse(key).map((text, n) => [names[n], text])), students }));
    };
    const wrong = own.filter(({ score }) => score < 1)
      .map(({ question, answer }) => ({ question, answer: chosen(known[question], answer) }));
    const distractors = count(wrong, ["question", "answer"]).sort(by("-students", "question", "answer"));
    const slipped = scores.filter(({ score }) => score < 1).flatMap(({ question, answer }) =>
      slips(known[question].k, answer).map((n) =>
        ({ question, mistake: known[question].m[n][0], says: known[question].m[n][1] })));
    const named = count(slipped, ["question", "mistake", "says"]).sort(by("-students", "question", "mistake"));

    const certainty = [...grouped(scores.filter(({ sure }) => sure), "question")].map(([question, rows]) => {
      const told = (sure, isRight) => rows.filter((row) => row.sure === sure && (row.score >= 1) === isRight).length;
      return { question, prompt: known[question].p, told: rows.length, certain_wrong: told(3, false),
        not_known: told(1, false), guessed_right: told(1, true), certain_right: told(3, true) };
    }).sort(by("-certain_wrong", "-not_known", "question"));

    const objectives = [...grouped(own.map((row) => ({ ...row, objective: known[row.question].o })), "objective")]
      .map(([objective, rows]) => ({ objective, text: bank.objectives[objective], answers: rows.length,
        mean: near(mean(rows.map((row) => row.score)), 2) })).sort(by("mean", "objective"));
    const students = codes.map((student) => {
      const rows = ofStudent.get(student) ?? [];
      const inForms = ofForms.filter((row) => row.student === student).length;
      return { student, answered: rows.length, mean: rows.length ? near(mean(rows.map((row) => row.score)), 2) : null,
        ...(ofForms.length ? { in_forms: inForms } : {}) };
    }).sort(by("mean", "student"));

    /* A row a task that somebody tried, as in classroom/tasks_done.py. */
    const ofTask = ([task, { p, k, s }]) => {
      const entries = done.get(task), says = new Map(s);
      const ended = (how) => entries.filter((entry) => entry.verdict === how).length;
      const most = count(entries.filter(({ slip }) => says.has(slip)), ["slip"]).sort(by("-students", "slip"))[0];
      const { slip, students: fell } = most ?? { slip: "", students: 0 };
      return { task, prompt: p, kind: k, tried: entries.length, right: ended("right"), written: ended("written"), slip,
        students: fell, says: says.get(slip) ?? "" };
    };
    const tasks = Object.entries(bank.tasks).filter(([name]) => done.has(name)).map(ofTask);

    /* ---- before and after ---- */
    const pairs = new Map(), oneOnly = [], unordered = [];
    for (const { code, checks } of found) {
      const isForm = (quiz) => Object.hasOwn(bank.forms, quiz);
      const taken = Object.entries(checks).filter(([quiz, check]) => isForm(quiz) && check.handed_in)
        .map(([quiz, check]) => {
          const got = {};
          for (const id of bank.forms[quiz].q) {
            const entry = check.answers[id], asked = known[id];
            if (!entry) got[asked.o] = 0;
            else if (entry.hash === asked.h) got[asked.o] = grade(asked.k, entry.answer);
          }
          return { form: bank.forms[quiz].f, time: typeof check.time === "string" ? check.time : "", got };
        }).filter(({ got }) => Object.keys(got).length).sort(by("time"));
      if (taken.length === 1) oneOnly.push(taken[0]);
      else if (taken.length === 2) {
        if (taken[0].time && taken[0].time !== taken[1].time) pairs.set(code, taken); else unordered.push(code);
      }
    }
    const goals = Object.keys(bank.objectives);
    const gainRow = (part, list, ids) => {
      const means = list.map((pair) => pair.map(({ got }) => ids.filter((id) => id in got).map((id) => got[id])))
        .filter((pair) => pair.every((points) => points.length)).map((pair) => pair.map(mean));
      if (!means.length) return { part, students: 0, before: null, after: null, gain: null, rose: 0, sank: 0 };
      const [before, after] = [0, 1].map((side) => mean(means.map((pair) => pair[side])));
      const went = means.map(([one, other]) => near(other - one, 9));
      return { part, students: means.length, before: rounded(before), after: rounded(after),
        gain: rounded(near(after - before, 9)), rose: went.filter((n) => n > 0).length,
        sank: went.filter((n) => n < 0).length };
    };
    const every = [...pairs.values()];
    const letters = [...new Set(Object.values(bank.forms).map(({ f }) => f))].sort();
    const gain = every.length ? [gainRow(ALL, every, goals),
      ...Object.entries(bank.chapters).map(([title, ids]) => gainRow(title, every, ids)),
      ...letters.map((letter) =>
        gainRow(`began with form ${letter}`, every.filter(([first]) => first.form === letter), goals))] : [];
    const gainObjectives = goals.map((objective) => {
      const both = every.filter((pair) => pair.every(({ got }) => objective in got));
      const [before, after] = [0, 1].map((side) => both.filter((pair) => pair[side].got[objective] >= 1).length);
      return { objective, text: bank.objectives[objective], before, after, students: both.length };
    }).filter((row) => row.students);
    /* What those had right who handed in this form and no other, in all and by chapter. */
    const alone = (letter) => {
      const forms = oneOnly.filter(({ form }) => form === letter);
      const told = Object.entries({ [ALL]: goals, ...bank.chapters }).flatMap(([part, ids]) => {
        const means = forms.map(({ got }) => ids.filter((id) => id in got).map((id) => got[id]))
          .filter((points) => points.length).map(mean);
        return means.length ? [`${part} ${percent(rounded(mean(means)))}`] : [];
      });
      return `Right on average in form ${letter}, ${many(forms.length, "student")}: ${told.join("; ")}.`;
    };
    const gainWords = [
      ...(pairs.size ? [`${many(pairs.size, "student")} handed in both forms.`] : []),
      ...(oneOnly.length
        ? [`${many(oneOnly.length, "student")} handed in one form only: no gain is counted for them.`] : []),
      ...[...new Set(oneOnly.map(({ form }) => form))].sort().map(alone),
      ...(unordered.length
        ? [`Of ${unordered.join(", ")} the file does not say which form came first: left out here.`] : []),
    ];

    /* ---- what to teach again ---- */
    function sentences() {
      if (!scores.length && !pairs.size && !tasks.length) return ["There are no answers to report on yet."];
      const said = objectives.filter((row) => row.mean < HARD && row.answers >= FEW)
        .map((row) => `Teach again: ${row.text} (${row.objective}; ${percent(row.mean)} right on average.)`);
      const hard = questions.filter((row) => row.difficulty < HARD && row.answered >= FEW);
      for (const row of hard.slice(0, NAMED)) {
        const top = distractors.find(({ question }) => question === row.question);
        const other = top && top.students > 1
          ? ` The most frequent other answer: ${quoted(top.answer)} (${top.students} of ${row.answered}).` : "";
        said.push(`Ask again (${row.question}): ${quoted(row.prompt)} ${percent(row.difficulty)} of `
          + `${row.answered} had it fully right.${other}`);
      }
      if (hard.length > NAMED) {
        const rest = hard.slice(NAMED).map(({ question }) => question).join(", ");
        said.push(`Fewer than half had these questions fully right, too: ${rest}.`);
      }
      for (const row of questions.filter((one) => one.unanswered > one.answered && one.answered >= FEW)) {
        said.push(`Find out why most left it out (${row.question}): ${quoted(row.prompt)} ${row.unanswered} of `
          + `${codes.length} did not answer.`);
      }
      for (const row of questions.filter((one) => one.discrimination < 0 && one.answered >= MANY)) {
        said.push(`Look at the question itself (${row.question}): those who did well elsewhere missed it more often. `
          + "Talk it through with the class.");
      }
      for (const row of certainty.filter((one) => one.certain_wrong >= SOME).slice(0, NAMED)) {
        said.push(`Certain and wrong (${row.question}): ${quoted(row.prompt)} ${row.certain_wrong} of ${row.told} who `
          + "said how sure they were. Let the class say why it seems right before you say what is.");
      }
      for (const row of certainty.filter((one) => one.not_known >= SOME && one.certain_wrong < SOME).slice(0, NAMED)) {
        said.push(`Not known, and they knew it (${row.question}): ${quoted(row.prompt)} ${row.not_known} of `
          + `${row.told} guessed. Explain it anew.`);
      }
      for (const row of named.filter((one) => one.students >= SOME).slice(0, NAMED)) {
        said.push(`${row.students} made the same mistake (${row.question}): ${row.mistake}. ${row.says}`);
      }
      for (const row of tasks.filter((one) => one.students >= SOME).slice(0, NAMED)) {
        said.push(`${row.students} of ${row.tried} stopped at one slip of the task ${row.task} (${row.slip}): `
          + row.says);
      }
      if (gain.length && gain[0].students >= FEW) {
        said.push(`Before and after, ${many(gain[0].students, "student")}: ${percent(gain[0].before)}, then `
          + `${percent(gain[0].after)} right on average. The report says what that shows and what not.`);
      }
      if (said.length) return said;
      if (!own.length) return ["There are no answers to questions of a chapter yet."];
      if (questions.every((row) => row.answered < FEW)) {
        return [`Too few answers to say what to teach again: a question needs at least ${FEW}.`];
      }
      return ["Nothing stands out: every question was answered fully right by at least half of those who tried it."];
    }

    function summary() {
      const left = problems.filter(([, what]) => what === LEFT_OUT).length;
      const noted = new Set(problems.filter(([, what]) => what === REMARK).map(([file]) => file)).size;
      return `${many(codes.length, "response file")} read, with ${many(scores.length, "answer")} to `
        + `${many(new Set(scores.map(({ question }) => question)).size, "question")}.`
        + (left ? ` Left out: ${left}.` : "") + (noted ? ` Counted with a remark: ${noted}.` : "")
        + (left || noted ? " The last table says why." : "");
    }

    function note(name) {
      const where = name === "students" ? "Not in answered and mean, but in in_forms" : "Not counted here";
      const letters = [...new Set(ofForms.map(({ form }) => form))].sort().join(" or ");
      return `${where}: ${many(ofForms.length, "answer")} to questions of a check before or after reading `
        + `(form ${letters}). “Before and after” tells of the forms that were handed in.`;
    }
    const notes = Object.fromEntries(ofForms.length ? WITHOUT_FORMS.map((name) => [name, note(name)]) : []);
    const listed = problems.map(([file, what, why]) => ({ file, what, why }));
    const tables = texts({ questions, distractors, slips: named, certainty, tasks, objectives, gain,
      gain_objectives: gainObjectives, students, problems: listed });
    const charts = [
      ["The hardest questions, by the share of students who had them fully right",
        questions.slice(0, LONGEST).map((row) => [`${row.prompt} (${row.question})`,
          [[row.difficulty, `${percent(row.difficulty)} of ${row.answered}`, true]]])],
      ["The objectives, by the mean share right", objectives.map((row) => [`${row.text} (${row.objective})`,
        [[row.mean, `${percent(row.mean)} in ${many(row.answers, "answer")}`, true]]])],
      ["Before and after, by the mean share right in each form", gain.filter((row) => row.students).map((row) =>
        [`${row.part} (${many(row.students, "student")})`, [[row.before, `${percent(row.before)} before`, false],
          [row.after, `${percent(row.after)} after`, true]]])],
    ].filter(([, rows]) => rows.length);
    const words = [...gainWords, ...(pairs.size ? shows : [])];
    return { summary: summary(), advice: sentences(), charts, words, tables, notes, asked: namesakes };
  }

  /* A cell as a teacher reads it. */
  function cell(value, column, isCount) {
    if (value === null || value === undefined) return "";
    if (typeof value !== "number" || isCount) return String(value);
    if (column === "gain") return `${value < 0 ? "" : "+"}${halfEven(100 * value)} points`;
    if (SHARES.includes(column)) return percent(value);
    return column === "discrimination" ? value.toFixed(2) : String(value);
  }
  /* Tables in words, by name: heads, then rows; nothing where there are none. */
  const texts = (tables) => Object.fromEntries(Object.entries(tables).map(([name, rows]) => [name,
    rows.length ? [Object.keys(rows[0]), ...rows.map((row) => Object.entries(row).map(([column, value]) =>
      cell(value, column, name === "gain_objectives")))] : []]));

  /* ---- the page ------------------------------------------------------------------------------------------------ */
  function start(root) {
    const config = JSON.parse(root.querySelector("script:not(.mm-later)").textContent);
    const status = statusLine(), result = el("div", { className: "mm-report-result" });
    const paragraph = (textContent) => el("p", { textContent });
    let bank = null, files = [], joined = [];
    const load = async () => { bank ??= await later(root); };

    /* What was chosen before stays: a class hands in by several ways. */
    async function add(more) {
      if (!more.length) return;
      status.textContent = "Reading …";
      try { await load(); } catch {
        status.textContent = "The questions did not load. Is the book whole? Please try again.";
        return;
      }
      const read = [];
      for (const one of more) read.push(...await SourcebookReading.open(one));
      files = [...files, ...read];
      status.textContent = "";
      count();
    }

    function count() {
      const shown = make(bank, config.shows, SourcebookReading.read(files, config, bank, joined));
      SourcebookReportShown.draw(result, shown, config, joined, (codes) => {
        joined = codes;
        count();
      });
      result.append(el("p", { className: "mm-report-tools" }, button("Print", () => print())));
    }

    const lines = el("textarea", { rows: 4, id: "mm-report-lines" });
    const picker = (id, text, more) => {
      const input = el("input", { type: "file", multiple: true, id, ...more });
      input.onchange = async () => {
        await add([...input.files].map((file) => ({ name: file.webkitRelativePath || file.name, file })));
        input.value = "";
      };
      return el("p", {}, el("label", { htmlFor: id, textContent: text }), " ", input);
    };
    const folder = picker("mm-report-folder", "Choose a folder", {});
    folder.querySelector("input").webkitdirectory = true;
    const place = el("div", { className: "mm-report-place" },
      paragraph("Choose or drop response files, the zip of your learning platform, or a table (CSV) with hand-in "
        + "lines. Nothing leaves this computer, and nothing is kept."),
      picker("mm-report-files", "Choose files", {}), folder,
      el("p", {}, el("label", { htmlFor: lines.id, textContent: "Or paste hand-in lines" }), lines),
      el("p", { className: "mm-report-tools" }, button("Read the lines", () => {
        const text = lines.value;
        lines.value = "";
        return add(text.trim() ? [{ name: "", text }] : []);
      }), " ", button("Clear the report", () => {
        files = joined = [];
        result.replaceChildren();
        status.textContent = "Cleared.";
      })), status);
    place.addEventListener("dragover", (event) => event.preventDefault());
    place.addEventListener("drop", (event) => {
      event.preventDefault();
      add(SourcebookReading.dropped(event.dataTransfer));
    });
    root.append(place, result);
  }

  upgrade(".mm-report", start);
})();
