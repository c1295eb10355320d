/* What moves in a data view, for readers whose browser runs scripts: tables that sort, marks that can be filtered by a word
   or followed day by day. Everything is readable without it. No dependency, no request, no evaluation of text as code. */
(() => {
  "use strict";
  const make = (tag, attributes = {}, ...children) => {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
    node.append(...children);
    return node;
  };

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
      const button = make("button", { type: "button", class: "mm-sort" });
      button.append(...head.childNodes);
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

  /* ---- what a view offers after "Explore" ---- */
  const marks = (figure) => [...figure.querySelectorAll("svg [data-k]")];
  const points = (figure) => [...figure.querySelectorAll(".mm-wide .m-symbol [data-k]")];
  const say = (figure, status, words) =>
    (status.textContent = figure.dataset.says.replace(/\{(\w+)\}/g, (_, name) => words[name]));

  const filter = (figure, panel, status) => {
    const keyed = [...marks(figure), ...figure.querySelectorAll("tr[data-k]")];
    const counted = points(figure);
    const themes = [...new Set(counted.map((mark) => mark.dataset.k))];
    const boxes = themes.map((theme) => {
      const box = make("input", { type: "checkbox", value: theme });
      box.checked = true;
      return box;
    });
    const update = () => {
      const on = new Set(boxes.filter((box) => box.checked).map((box) => box.value));
      keyed.forEach((node) => node.classList.toggle("mm-off", themes.includes(node.dataset.k) && !on.has(node.dataset.k)));
      say(figure, status, { n: counted.filter((mark) => on.has(mark.dataset.k)).length, all: counted.length });
    };
    const all = make("button", { type: "button" }, "All or none");
    all.addEventListener("click", () => {
      const every = boxes.every((box) => box.checked);
      boxes.forEach((box) => (box.checked = !every));
      update();
    });
    const labels = boxes.map((box, n) => make("label", {}, box, ` ${themes[n]}`));
    panel.append(make("fieldset", {}, make("legend", {}, figure.dataset.label), ...labels, all));
    panel.addEventListener("change", update);
    update();
  };

  const step = (figure, panel, status) => {
    const keyed = marks(figure);
    const of = (node) => node.dataset.k.slice(0, 10);
    const counted = points(figure);
    const days = [...new Set(counted.map(of))].sort();
    const before = new Date(Date.parse(days[0]) - 864e5).toISOString().slice(0, 10);
    const stops = [before, ...days];
    const named = (day) =>
      new Date(`${day}T00:00Z`).toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
    const slider = make("input", { type: "range", min: 0, max: stops.length - 1, step: 1, value: stops.length - 1 });
    const move = (by, text) => {
      const button = make("button", { type: "button" }, text);
      button.addEventListener("click", () => {
        slider.value = Number(slider.value) + by;
        update();
      });
      return button;
    };
    const update = () => {
      const day = stops[Number(slider.value)];
      keyed.forEach((node) => node.classList.toggle("mm-done", of(node) <= day));
      slider.setAttribute("aria-valuetext", named(day));
      say(figure, status, { day: named(day), n: counted.filter((mark) => of(mark) <= day).length, all: counted.length });
    };
    slider.addEventListener("input", update);
    panel.append(make("label", {}, `${figure.dataset.label} `, slider), move(-1, "Back"), move(1, "Forward"));
    slider.value = 0;
    update();
  };

  const kinds = { filter, step };
  const start = () => {
    document.querySelectorAll(".mm-view details").forEach((fold) =>
      fold.addEventListener("toggle", () => fold.open && fold.querySelectorAll("table").forEach(sortable)));
    document.querySelectorAll(".mm-view > .mm-scroll table, .mm-view details[open] table").forEach(sortable);
    document.querySelectorAll(".mm-view[data-explore]").forEach((figure) => {
      const button = make("button", { type: "button", class: "mm-explore", "aria-expanded": "false" }, "Explore");
      const panel = make("div", { class: "mm-panel" });
      const status = make("p", { role: "status", class: "mm-status" });
      panel.hidden = true;
      figure.querySelector("figcaption").after(button, panel);
      button.addEventListener("click", () => {
        panel.hidden = !panel.hidden;
        button.setAttribute("aria-expanded", String(!panel.hidden));
        if (panel.childElementCount) return;
        panel.append(status);
        kinds[figure.dataset.explore](figure, panel, status);
        panel.append(status);
        // A finger has no pointer to rest on a mark: a tap says what the mark is. The table says it to everyone.
        figure.addEventListener("click", (event) => {
          const tip = event.target.closest("svg [data-k]")?.querySelector("title");
          if (tip) status.textContent = tip.textContent;
        });
      });
    });
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
