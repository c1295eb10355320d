/* What moves in a data view, for readers whose browser runs scripts: tables that sort, and a button that fetches the
   rest (explore.js). Everything is readable without it. Uses dom.js; no evaluation of text as code, no request but for
   that file of the book. */
(() => {
  "use strict";
  const { el, statusLine } = SourcebookDom;

  /* ---- tables ---- */
  const value = (cell) => {
    const time = cell.querySelector("time");
    const text = (cell.dataset.sort ?? (time ? time.dateTime : cell.textContent)).trim();
    const number = text.replace(/[,\s]/g, "");
    return !time && number !== "" && !Number.isNaN(Number(number)) ? Number(number) : text;
  };
  const compare = (a, b) => {
    if (a === "" || b === "") return a === b ? 0 : a === "" ? 1 : -1;
    if (typeof a === "number" && typeof b === "number") return a - b;
    return String(a).localeCompare(String(b), "en", { numeric: true });
  };
  const sortable = (table) => {
    if (table.dataset.sorts) return;
    table.dataset.sorts = "yes";
    const heads = [...table.tHead.rows[0].cells];
    heads.forEach((head, column) => {
      const button = el("button", { type: "button", className: "mm-sort" }, ...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const down = head.getAttribute("aria-sort") === "ascending";
        heads.forEach((other) => other.removeAttribute("aria-sort"));
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        const body = table.tBodies[0];
        const rows = [...body.rows].map((row) => [value(row.cells[column]), row]);
        const filled = rows.filter(([v]) => v !== "").sort(([a], [b]) => (down ? compare(b, a) : compare(a, b)));
        body.append(...filled.map(([, row]) => row), ...rows.filter(([v]) => v === "").map(([, row]) => row));
      });
    });
  };

  /* ---- what loads when a reader asks ---- */
  const address = document.currentScript.dataset.explore;
  let fetched;
  const explorers = () =>
    (fetched ??= new Promise((resolve, reject) => {
      const script = el("script", { src: address });
      script.addEventListener("load", () => resolve(globalThis.SourcebookExplore));
      script.addEventListener("error", () => {
        fetched = undefined;
        script.remove();
        reject();
      });
      document.head.append(script);
    }));

  const start = () => {
    document.querySelectorAll(".mm-view details").forEach((fold) =>
      fold.addEventListener("toggle", () => fold.open && fold.querySelectorAll("table").forEach(sortable)));
    document.querySelectorAll(".mm-view > .mm-scroll table, .mm-view details[open] table").forEach(sortable);
    document.querySelectorAll(".mm-view[data-explore]").forEach((figure) => {
      const button = el("button", { type: "button", className: "mm-explore", "aria-expanded": "false" }, "Explore");
      const panel = el("div", { className: "mm-panel", hidden: true });
      const status = statusLine({ className: "mm-status" });
      figure.querySelector("figcaption").after(button, panel);
      button.addEventListener("click", async () => {
        panel.hidden = !panel.hidden;
        button.setAttribute("aria-expanded", String(!panel.hidden));
        if (panel.dataset.filled) return;
        panel.dataset.filled = "yes";
        panel.append(status);
        try {
          (await explorers())[figure.dataset.explore](figure, panel, status);
        } catch {
          delete panel.dataset.filled;
          status.textContent = "This part of the book could not be read. "
            + "The table below says it all; or close this and try again.";
          return;
        }
        panel.append(status);
        // A finger has no pointer to rest on a mark: a tap says what the mark is. The table says it to everyone.
        figure.addEventListener("click", (event) => {
          const tip = event.target.closest("svg [data-k]")?.querySelector("title");
          if (tip) status.textContent = tip.textContent;
        });
      });
    });
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start); else start();
})();
