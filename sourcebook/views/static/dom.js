/* What the scripts of the book share: elements, files to save, buttons that ask twice, cells of a CSV file. A classic
   script in the built book, and the beginning of the module of a live widget. */
const SourcebookDom = (() => {
  "use strict";

  /* An element. What is no property of it, such as aria-label, becomes an attribute. */
  function el(tag, properties = {}, ...children) {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(properties)) {
      if (name in node) node[name] = value; else node.setAttribute(name, value);
    }
    node.append(...children);
    return node;
  }

  const button = (text, onclick) => el("button", { type: "button", textContent: text, onclick });

  /* A number with its word: 1 answer, 2 answers. */
  const many = (count, noun) => `${count} ${noun}${count === 1 ? "" : "s"}`;

  /* A line that a screen reader reads aloud when it changes. */
  function statusLine(properties) {
    const node = el("p", properties);
    node.setAttribute("role", "status");
    return node;
  }

  /* Hands a file to the browser. Nothing is sent anywhere. */
  function download(name, type, text) {
    const link = el("a", { href: URL.createObjectURL(new Blob([text], { type })), download: name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }

  /* A spreadsheet might take a cell that begins so for a formula: the rule of sourcebook/text/spreadsheet_cell.py. Both
     pass spreadsheet_cell.json. */
  const FORMULA = /^[\s\x1c-\x1f\x85]*[=+\-@|＝＋－＠\t\r]/;
  const harmless = (text) => (FORMULA.test(text) ? `'${text}` : text);
  const cell = (value) => `"${harmless(String(value)).replaceAll('"', '""')}"`;

  /* Rows as a CSV file. The mark at its beginning tells spreadsheets that it is UTF-8. */
  const downloadTable = (name, rows) =>
    download(name, "text/csv", `\ufeff${rows.map((row) => `${row.map(cell).join(",")}\r\n`).join("")}`);

  /* A button that acts when it is pressed a second time, and forgets the first press when the reader leaves it. */
  function deleteButton(text, warning, say, act) {
    let sure = false;
    const node = button(text, () => {
      if (!sure) {
        sure = true;
        node.textContent = "Really delete? Press again";
        say(warning);
        return;
      }
      node.onblur();
      act();
    });
    node.onblur = () => {
      sure = false;
      node.textContent = text;
    };
    return node;
  }

  /* How many slips lie between two lists of letters: a letter more, less or other, or two neighbours swapped. */
  function distance(a, b) {
    let last, before = [], row = Array.from({ length: b.length + 1 }, (_, i) => i);
    for (let i = 1; i <= a.length; i++) {
      [last, before, row] = [before, row, [i]];
      for (let j = 1; j <= b.length; j++) {
        row[j] = Math.min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
        const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
        if (swapped) row[j] = Math.min(row[j], last[j - 2] + 1);
      }
    }
    return row[b.length];
  }

  /* Calls start for each element of the page; for classic scripts, which may run before the page is there. */
  function upgrade(selector, start) {
    const all = () => document.querySelectorAll(selector).forEach((node) => start(node));
    if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", all); else all();
  }

  /* The global that a script file sets, which is loaded once, when a reader asks for it: a page opened from a folder
     may load no other kind of file. What failed may be asked for again. */
  const asked = {};
  const fetched = (src, name = "SourcebookLater") => (asked[src] ??= new Promise((resolve, reject) => {
    const script = el("script", { src, onload: () => resolve(globalThis[name]), onerror: () => {
      delete asked[src];
      script.remove();
      reject(new Error(src));
    } });
    document.head.append(script);
  }));

  /* What a part of the page asks for only when it is wanted: beside the page as a script file, or in it where nobody
     took it out. */
  async function later(root) {
    const inside = root.querySelector("script.mm-later");
    return inside ? JSON.parse(inside.textContent) : fetched(root.querySelector("[data-later]").dataset.later);
  }

  return {
    el, button, many, statusLine, download, downloadTable, harmless, deleteButton, distance, upgrade, fetched, later,
  };
})();
