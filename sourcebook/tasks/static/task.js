/* Tasks: upgrades each form.mm-task. Uses dom.js, kept.js and quiz.js; nothing leaves the page. What is said of a value
   follows sourcebook/tasks/reply.py: a test goes through all tasks in both. */
const SourcebookTasks = (() => {
  "use strict";
  const { el, button } = SourcebookDom;
  const { grade, readable, slips, keptTasks: kept } = SourcebookQuiz;
  /* So many letters are an answer that samples may be shown for. */
  const ENOUGH = 20;
  const LOST = "This browser keeps nothing, so your answer is lost when you leave.";
  const SAID = {
    open: "Not tried yet. Choose or write an answer first.",
    number: "I cannot read this as a number. Write digits, for example 1,840.",
    text: "I cannot read this as a word or a name. Write it with letters.",
    right: "Right.",
    wrong: "Not yet. Read once more what is asked for, and look at the rows again. A hint helps, too.",
    written: "Kept. Now compare it with the samples. Nobody grades a sentence.",
    short: "Write a sentence first. Then the samples open.",
  };

  /* As reply.of_asked: the kind, and of a slip its place. */
  function reply(key, answer) {
    if (answer === null || !readable(key, answer)) return ["open", -1];
    if (grade(key, answer) === 1) return ["right", -1];
    const place = key.t === "single" ? key.s.indexOf(answer) : slips(key, answer)[0] ?? -1;
    return place >= 0 ? ["slip", place] : ["wrong", -1];
  }

  /* ---- rows that sort and filter ------------------------------------------------------------------------------- */
  const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const value = (row, place) => row.cells[place].textContent.trim();
  const number = (text) => (/^[-+]?[\d,.]+$/.test(text) ? Number(text.replaceAll(",", "")) : NaN);
  function compare(one, other) {
    const [a, b] = [number(one), number(other)];
    return Number.isNaN(a) || Number.isNaN(b) ? one.localeCompare(other) : a - b;
  }

  function prepareRows(table, say) {
    const body = table.tBodies[0], rows = [...body.rows];
    if (rows.length < 3) return;
    [...table.tHead.rows[0].cells].forEach((head, place) => {
      const name = head.textContent;
      const sort = button(name, () => {
        const down = head.getAttribute("aria-sort") === "ascending";
        for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        rows.sort((a, b) => (down ? -1 : 1) * compare(value(a, place), value(b, place)));
        body.append(...rows);
        say(`Sorted by ${name}, ${down ? "the last" : "the first"} on top.`);
      });
      head.replaceChildren(sort);
    });
    const texts = [...rows[0].cells].map((cell) => cell.textContent.trim());
    const example = texts.find((text) => text && Number.isNaN(number(text))) ?? texts[0];
    const filter = el("input", { type: "search", className: "mm-task-filter", autocomplete: "off",
      placeholder: `for example ${example}` });
    filter.addEventListener("input", (event) => {
      event.stopPropagation();
      const wanted = fold(filter.value.trim());
      for (const row of rows) row.hidden = !fold(row.textContent).includes(wanted);
      say(`${rows.filter((row) => !row.hidden).length} of ${rows.length} rows.`);
    });
    table.parentElement.before(el("p", {}, el("label", {}, "Show rows with ", filter)));
  }

  /* ---- a form -------------------------------------------------------------------------------------------------- */
  function start(form) {
    if (form.dataset.ready) return;
    form.dataset.ready = "yes";
    const key = JSON.parse(form.querySelector("script").textContent), thinking = key.t === "thinking";
    const box = form.querySelector("fieldset"), answer = form.querySelector(".mm-q-answer");
    const field = form.querySelector("textarea, input[type=text]");
    const said = el("div", { className: "mm-q-said" });
    said.setAttribute("role", "status");
    let hints = 0;
    kept.know((id) => id === key.id);

    const paragraph = (innerHTML) => el("p", { innerHTML });
    const say = (...parts) => said.replaceChildren(...parts.filter(Boolean).map(paragraph));
    const stored = () => {
      const entry = kept.all()[key.id];
      return entry && entry.hash === key.h ? entry : null;
    };
    const keep = (entry) => {
      const before = stored();
      const tries = (before ? before.tries : 0) + (entry.verdict === "written" ? 0 : 1);
      const whole = { hash: key.h, tries: Math.max(1, tries), time: new Date().toISOString(), ...entry };
      if (!kept.change(key.id, whole)) said.append(paragraph(LOST));
    };
    const show = (kind, place) => {
      box.dataset.state = { right: "right", slip: "wrong", wrong: "wrong" }[kind] ?? "";
      say(kind === "slip" ? key.e[place] : SAID[kind]);
    };
    const chosen = () => form.querySelector("input[type=radio]:checked");
    const given = () => {
      if (key.t !== "single") return field.value.trim() || null;
      return chosen() ? Number(chosen().value) : null;
    };

    function check() {
      if (thinking) {
        const text = field.value.trim();
        if (text.length < ENOUGH) {
          say(SAID.short);
          return;
        }
        say(SAID.written);
        keep({ verdict: "written", text });
        answer.hidden = false;
        answer.open = true;
        return;
      }
      const [kind, place] = reply(key, given());
      if (kind === "open") {
        box.dataset.state = "";
        say(given() === null ? SAID.open : SAID[key.t]);
        return;
      }
      show(kind, place);
      keep({ verdict: kind, value: given(), ...(kind === "slip" ? { slip: key.n[place] } : {}) });
      if (kind === "right") answer.open = true;
    }

    const hint = button(`Hint (${key.i.length})`, () => {
      const n = hints++ % key.i.length;
      say(`<b>Hint ${n + 1} of ${key.i.length}.</b> ${key.i[n]}`);
    });
    answer.before(el("p", { className: "mm-q-buttons" }, button("Check", check), " ", hint), said);
    if (form.querySelector(".mm-task-rows table")) prepareRows(form.querySelector(".mm-task-rows table"), say);

    function draw() {
      const entry = stored();
      if (thinking) answer.hidden = !(entry && entry.text);
      if (!entry) return;
      if (thinking) field.value = entry.text ?? "";
      else if (key.t === "single") {
        const radio = form.querySelector(`input[type=radio][value="${Number(entry.value)}"]`);
        if (radio) radio.checked = true;
      } else field.value = entry.value ?? "";
      if (!thinking) show(...reply(key, given()));
      said.append(paragraph("Your answer from before."));
    }

    /* What is being written is kept when the field is left, too. */
    if (thinking) {
      field.addEventListener("change", () => {
        const text = field.value.trim();
        if (text) keep({ verdict: "written", text });
        else {
          kept.change(key.id, null);
          say();
        }
      });
    }
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.target !== field || thinking) return;
      event.preventDefault();
      check();
    });
    draw();
  }

  return { start, reply };
})();
if (document.currentScript) SourcebookDom.upgrade("form.mm-task", SourcebookTasks.start);
