/* The reader's own notes in a table: each cell with data-note gets a judgement and a text, kept in this browser only. A
   classic script in the built book; the same text is the module of the live widget. Uses dom.js and kept.js; nothing
   leaves the page. */
const SourcebookNotes = (() => {
  "use strict";
  const { el, button, statusLine, downloadTable, deleteButton } = SourcebookDom;
  const LONGEST = 2000;
  const STRENGTHS = ["strong", "some", "weak"];
  const ID = /^[a-z0-9]+(-[a-z0-9]+)*$/;

  const sound = (note) => ({
    strength: STRENGTHS.includes(note?.strength) ? note.strength : "",
    text: typeof note?.text === "string" ? note.text.slice(0, LONGEST) : "",
  });
  const empty = (note) => !note.strength && !note.text.trim();
  const soundEntry = (id, note) => (ID.test(id) && note && typeof note === "object" ? sound(note) : undefined);
  const words = (cell) => cell.textContent.replace(/\s+/g, " ").trim();

  function start(figure) {
    const cells = [...figure.querySelectorAll("td[data-note]")];
    if (!cells.length || figure.dataset.notes) return;
    figure.dataset.notes = "on";
    const ids = new Set(cells.map((cell) => cell.dataset.note));
    // In a live notebook the widget says which book it is of, in the built book the page.
    const { dataset } = figure.closest("[data-book]") ?? document.documentElement;
    const kept = SourcebookKept("notes", "notes", soundEntry, () => dataset);
    kept.know((id) => ids.has(id));
    const write = (id, note) => kept.change(id, empty(note) ? null : note);
    const before = kept.all();
    const status = statusLine({ className: "mm-status" });
    const say = (text) => { status.textContent = text; };
    const table = cells[0].closest("table");
    const heads = [...table.tHead.rows[0].cells];
    const fields = new Map();
    const written = () => [...fields.values()].filter((field) => !empty(field.note())).length;

    for (const cell of cells) {
      const id = cell.dataset.note;
      const about = [...cell.parentElement.cells].filter((c) => c !== cell).slice(0, 3).map(words).join(", ");
      const options = STRENGTHS.map((name) => new Option(name, name));
      const strength = el("select", { "aria-label": `How strong is it? ${about}` }, new Option("How strong?", ""),
        ...options);
      const text = el("textarea", { rows: 2, maxLength: LONGEST, "aria-label": `My note. ${about}` });
      // What is printed, and what a sort reads: the controls themselves show only a part on paper.
      const printed = el("p", { className: "mm-note-print" });
      const note = () => ({ strength: strength.value, text: text.value });
      const mirror = () => {
        const now = note();
        printed.textContent = [now.strength, now.text].filter(Boolean).join(": ");
        const rank = STRENGTHS.indexOf(now.strength) + 1 || 9;
        cell.dataset.sort = now.strength || now.text ? `${rank} ${now.text}` : "";
      };
      const show = (now) => {
        strength.value = now.strength;
        text.value = now.text;
        mirror();
      };
      const changed = () => {
        mirror();
        const stored = write(id, note());
        say(stored ? `${written()} of ${cells.length} rows have a note of yours, kept in this browser.`
          : "This browser keeps nothing, so your notes are lost when you leave. Save them as a file.");
      };
      strength.addEventListener("change", changed);
      text.addEventListener("input", changed);
      cell.append(strength, text, printed);
      fields.set(id, { note, show, row: cell.parentElement });
      show(before[id] || sound(null));
    }

    const save = button("Save my notes (CSV)", () => {
      const columns = heads.map((head, n) => [n, words(head)]).filter(([n]) => n !== cells[0].cellIndex);
      const rows = [...fields.values()].map(({ note, row }) => {
        const { strength, text } = note();
        return [...columns.map(([n]) => words(row.cells[n])), strength, text];
      });
      downloadTable("my-notes.csv", [[...columns.map(([, name]) => name), "How strong", "My note"], ...rows]);
      say("Your notes were saved as my-notes.csv, with the evidence beside them.");
    });
    const clear = deleteButton("Delete my notes", "Press again to delete the notes in this table.", say, () => {
      for (const [id, field] of fields) {
        field.show(sound(null));
        write(id, field.note());
      }
      say("Your notes in this table are deleted.");
    });
    const tools = el("div", { className: "mm-note-tools mm-panel" }, el("p", {}, save, clear), status);
    table.closest(".mm-scroll").before(tools);
    say(written() ? `${written()} of ${cells.length} rows have a note of yours.`
      : "Write beside each row. Your notes stay in this browser.");

    const unfollow = kept.follow(() => {
      // A notebook draws the table anew; the old one must not stay in memory.
      if (!figure.isConnected) return unfollow();
      const now = kept.all();
      for (const [id, field] of fields) {
        // What the reader is writing in this moment is not taken from under the hand.
        if (!field.row.contains(document.activeElement)) field.show(now[id] || sound(null));
      }
    });
  }

  return { start };
})();
if (document.currentScript) SourcebookDom.upgrade(".mm-view", SourcebookNotes.start);
