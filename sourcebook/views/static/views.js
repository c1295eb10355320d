/* What moves in a data view, for readers whose browser runs scripts: tables that sort, and a button that fetches the
   rest (explore.js). Everything is readable without it. Uses dom.js; no evaluation of text as code, no request but for
   that file of the book. */
(() => {
  "use strict";
  const { el, button, statusLine } = SourcebookDom;

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
      const sort = el("button", { type: "button", className: "mm-sort" }, ...head.childNodes);
      head.append(sort);
      sort.addEventListener("click", () => {
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

  /* ---- pictures that go step by step: one at a time ---- */
  const stepped = (list) => {
    const steps = [...list.children];
    const status = statusLine({ className: "mm-status" });
    let at = 0;
    let all = false;
    const show = (to) => {
      at = Math.min(Math.max(to, 0), steps.length - 1);
      steps.forEach((step, n) => step.classList.toggle("mm-off", !all && n !== at));
      status.textContent = all ? "" : `${at + 1} of ${steps.length}: ${steps[at].querySelector("b").textContent}`;
    };
    const whole = button("Show all", () => {
      all = !all;
      whole.textContent = all ? "One at a time" : "Show all";
      show(at);
    });
    const bar = el("div", { className: "mm-stepper" },
      button("Back", () => show(at - 1)), button("Forward", () => show(at + 1)), whole, status);
    bar.addEventListener("keydown", ({ key }) => {
      if (key === "ArrowLeft" || key === "ArrowRight") show(at + (key === "ArrowLeft" ? -1 : 1));
    });
    list.before(bar);
    show(0);
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
    document.querySelectorAll(".mm-steps").forEach(stepped);
    document.querySelectorAll(".mm-view[data-explore]").forEach((figure) => {
      const opens = el("button", { type: "button", className: "mm-explore", "aria-expanded": "false" }, "Explore");
      const panel = el("div", { className: "mm-panel", hidden: true });
      const status = statusLine({ className: "mm-status" });
      figure.querySelector("figcaption").after(opens, panel);
      opens.addEventListener("click", async () => {
        panel.hidden = !panel.hidden;
        opens.setAttribute("aria-expanded", String(!panel.hidden));
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
