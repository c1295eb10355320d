/* What a data view offers beyond the page's own script: days to go through, rows in another order, and the picture as a
   file. views.js fetches this file when a reader asks for it, and not before. Uses dom.js; no request, no evaluation
   of text as code. */
globalThis.SourcebookExplore = (() => {
  "use strict";
  const { el, button, download } = SourcebookDom;

  const step = (figure, panel, status) => {
    const keyed = [...figure.querySelectorAll("svg [data-k]")];
    const of = (node) => node.dataset.k.slice(0, 10);
    const counted = [...figure.querySelectorAll(".mm-wide .m-symbol [data-k]")];
    const days = [...new Set(counted.map(of))].sort();
    const before = new Date(Date.parse(days[0]) - 864e5).toISOString().slice(0, 10);
    const stops = [before, ...days];
    const STYLE = { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" };
    const named = (day) => new Date(`${day}T00:00Z`).toLocaleDateString("en-GB", STYLE);
    const slider = el("input", { type: "range", min: 0, max: stops.length - 1, step: 1, value: stops.length - 1 });
    const move = (by, text) => button(text, () => {
      slider.value = Number(slider.value) + by;
      update();
    });
    const update = () => {
      const day = stops[Number(slider.value)];
      keyed.forEach((node) => node.classList.toggle("mm-done", of(node) <= day));
      slider.setAttribute("aria-valuetext", named(day));
      const words = { day: named(day), n: counted.filter((mark) => of(mark) <= day).length, all: counted.length };
      status.textContent = figure.dataset.says.replace(/\{(\w+)\}/g, (_, name) => words[name]);
    };
    slider.addEventListener("input", update);
    panel.append(el("label", {}, `${figure.dataset.label} `, slider), move(-1, "Back"), move(1, "Forward"));
    slider.value = 0;
    update();
  };

  /* What the style sheet says of an element must go with the file. */
  const PAINTED = ["fill", "stroke", "stroke-width", "stroke-dasharray", "paint-order", "stroke-linejoin",
    "font-size", "font-weight", "font-style", "font-family", "text-anchor"];
  const SVG = "http://www.w3.org/2000/svg";
  /* A text as lines of so many letters. */
  const lines = (text, most) => text.split(/\s+/).reduce((made, word) => {
    const last = made.at(-1);
    if (last !== undefined && `${last} ${word}`.length <= most) made[made.length - 1] = `${last} ${word}`;
    else made.push(word);
    return made;
  }, []);

  /* The picture that is seen as an SVG file, with title, source and date in it; what was done, as a sentence. */
  const save = (figure) => {
    const seen = [...figure.querySelectorAll(".mm-svg")].find((svg) => svg.getBoundingClientRect().width > 0);
    const { width, height } = seen.viewBox.baseVal;
    const copy = seen.cloneNode(true);
    const originals = seen.querySelectorAll("*");
    copy.querySelectorAll("*").forEach((node, n) => {
      const style = getComputedStyle(originals[n]);
      PAINTED.forEach((name) => {
        const given = style.getPropertyValue(name);
        if (!given.includes("url(") || !node.hasAttribute(name)) node.setAttribute(name, given);
      });
      node.removeAttribute("class");
    });
    copy.removeAttribute("class");
    const ink = getComputedStyle(figure).color;
    const step = seen.closest("li")?.querySelector("p").textContent;
    const title = [figure.querySelector("figcaption").textContent, ...(step ? [step] : [])]
      .flatMap((text) => lines(text, width / 8));
    const day = new Date().toISOString().slice(0, 10);
    const from = `${figure.querySelector(".mm-source").textContent} From: ${document.title}. Saved ${day}.`;
    const source = lines(from, width / 6);
    const top = 20 * title.length + 8;
    const whole = top + height + 16 * source.length + 12;
    const text = (words, y, size, weight) => {
      const node = document.createElementNS(SVG, "text");
      const given = { x: 0, y, fill: ink, "font-size": size, "font-weight": weight, "font-family": "sans-serif" };
      Object.entries(given).forEach(([name, one]) => node.setAttribute(name, one));
      node.textContent = words;
      return node;
    };
    const paper = document.createElementNS(SVG, "rect");
    const size = { x: -8, y: -top - 8, width: width + 16, height: whole + 16 };
    Object.entries(size).forEach(([name, one]) => paper.setAttribute(name, one));
    paper.setAttribute("fill", getComputedStyle(document.body).backgroundColor);
    copy.prepend(paper);
    copy.append(...title.map((words, n) => text(words, 20 * n + 14 - top, 16, 700)),
      ...source.map((words, n) => text(words, height + 16 * n + 20, 12, 400)));
    copy.setAttribute("viewBox", Object.values(size).join(" "));
    copy.setAttribute("width", size.width);
    copy.setAttribute("height", size.height);
    const name = `${figure.dataset.view}.svg`;
    download(name, "image/svg+xml", new XMLSerializer().serializeToString(copy));
    return `${name} was saved, with its title, its source and today’s date.`;
  };

  /* The rows of a table by the cells of one column; where that is empty, a row stays below. */
  const value = (cell) => {
    const time = cell.querySelector("time");
    const text = (cell.dataset.sort ?? (time ? time.dateTime : cell.textContent)).trim();
    const number = text.replace(/[,\s]/g, "");
    return !time && number !== "" && !Number.isNaN(Number(number)) ? Number(number) : text;
  };
  const compare = (a, b) => {
    if (typeof a === "number" && typeof b === "number") return a - b;
    return String(a).localeCompare(String(b), "en", { numeric: true });
  };
  const sort = (body, column, down) => {
    const rows = [...body.rows].map((row) => [value(row.cells[column]), row]);
    const filled = rows.filter(([v]) => v !== "").sort(([a], [b]) => (down ? compare(b, a) : compare(a, b)));
    body.append(...filled.map(([, row]) => row), ...rows.filter(([v]) => v === "").map(([, row]) => row));
  };

  return { step, sort, save };
})();
