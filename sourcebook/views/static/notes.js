/* The reader's own notes in a table: each cell with data-note gets a judgement and a text, kept in this browser only. A classic
   script in the built book; the same text is the module of the live widget. Uses kept.js; nothing leaves the page. */
const MinusmaNotes = (() => {
  "use strict";
  const KEY = "minusma:notes", LONGEST = 2000;
  const STRENGTHS = ["strong", "some", "weak"];
  const ID = /^[a-z0-9]+(-[a-z0-9]+)*$/;

  const sound = (note) => ({
    strength: STRENGTHS.includes(note?.strength) ? note.strength : "",
    text: typeof note?.text === "string" ? note.text.slice(0, LONGEST) : "",
  });
  const empty = (note) => !note.strength && !note.text.trim();

  const kept = MinusmaKept(KEY, "minusma-notes/1", "notes", (id, note) => (ID.test(id) && note && typeof note === "object" ? sound(note) : undefined));
  const write = (id, note) => kept.change(id, empty(note) ? null : note);

  const make = (tag, properties = {}, ...children) => {
    const node = Object.assign(document.createElement(tag), properties);
    node.append(...children);
    return node;
  };
  /* A spreadsheet takes a cell that begins so for a formula. */
  const quoted = (text) => `"${(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
  const words = (cell) => cell.textContent.replace(/\s+/g, " ").trim();

  function start(figure) {
    const cells = [...figure.querySelectorAll("td[data-note]")];
    if (!cells.length || figure.dataset.notes) return;
    figure.dataset.notes = "on";
    const held = kept.all();
    const status = make("p", { className: "mm-status" });
    status.setAttribute("role", "status");
    const say = (text) => { status.textContent = text; };
    const table = cells[0].closest("table");
    const heads = [...table.tHead.rows[0].cells];
    const fields = new Map();
    const written = () => [...fields.values()].filter((f) => !empty(f.note())).length;

    for (const cell of cells) {
      const id = cell.dataset.note;
      const about = [...cell.parentElement.cells].filter((c) => c !== cell).slice(0, 3).map(words).join(", ");
      const strength = make("select", {}, new Option("How strong?", ""), ...STRENGTHS.map((s) => new Option(s, s)));
      const text = make("textarea", { rows: 2, maxLength: LONGEST });
      // What is printed, and what a sort reads: the controls themselves show only a part on paper.
      const printed = make("p", { className: "mm-note-print" });
      strength.setAttribute("aria-label", `How strong is it? ${about}`);
      text.setAttribute("aria-label", `My note. ${about}`);
      const note = () => ({ strength: strength.value, text: text.value });
      const show = (n) => {
        strength.value = n.strength;
        text.value = n.text;
        mirror();
      };
      const mirror = () => {
        const n = note();
        printed.textContent = [n.strength, n.text].filter(Boolean).join(": ");
        cell.dataset.sort = n.strength ? `${STRENGTHS.indexOf(n.strength) + 1} ${n.text}` : n.text && `9 ${n.text}`;
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
      show(held[id] || sound(null));
    }

    const save = make("button", { type: "button" }, "Save my notes (CSV)");
    save.addEventListener("click", () => {
      const columns = heads.map((head, n) => [n, words(head)]).filter(([n]) => n !== cells[0].cellIndex);
      const lines = [[...columns.map(([, name]) => name), "How strong", "My note"].map(quoted).join(",")];
      for (const { note, row } of fields.values()) {
        const { strength, text } = note();
        lines.push([...columns.map(([n]) => words(row.cells[n])), strength, text].map(quoted).join(","));
      }
      const blob = new Blob([`\ufeff${lines.join("\r\n")}\r\n`], { type: "text/csv" });
      const link = make("a", { href: URL.createObjectURL(blob), download: "my-notes.csv" });
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 1000);
      say("Your notes were saved as my-notes.csv, with the evidence beside them.");
    });
    const clear = make("button", { type: "button" }, "Delete my notes");
    let sure = false;
    const unsure = () => { sure = false; clear.textContent = "Delete my notes"; };
    clear.addEventListener("blur", unsure);
    clear.addEventListener("click", () => {
      if (!sure) {
        sure = true;
        clear.textContent = "Really delete? Press again";
        say("Press again to delete the notes in this table.");
        return;
      }
      unsure();
      for (const [id, field] of fields) {
        field.show(sound(null));
        write(id, field.note());
      }
      say("Your notes in this table are deleted.");
    });
    const tools = make("div", { className: "mm-note-tools mm-panel" }, make("p", {}, save, clear), status);
    table.closest(".mm-scroll").before(tools);
    say(written() ? `${written()} of ${cells.length} rows have a note of yours.` : "Write beside each row. Your notes stay in this browser.");

    const follow = (event) => {
      // A notebook draws the table anew; the old one must not stay in memory.
      if (!figure.isConnected) return window.removeEventListener("storage", follow);
      if (event.key !== KEY && event.key !== null) return;
      const now = kept.all();
      for (const [id, field] of fields) {
        // What the reader is writing in this moment is not taken from under the hand.
        if (!field.row.contains(document.activeElement)) field.show(now[id] || sound(null));
      }
    };
    window.addEventListener("storage", follow);
  }

  return { start };
})();
if (typeof document !== "undefined" && document.currentScript) {
  const all = () => document.querySelectorAll(".mm-view").forEach((figure) => MinusmaNotes.start(figure));
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", all); else all();
}
