/* What moves in a data view, for readers whose browser runs scripts: tables that sort, pictures that go step by step,
   chips that show one thing, a sheet that says what the nearest mark is. What is rarely wanted (explore.js: days of a
   slider, rows in another order, a picture to keep) is fetched when asked for. Everything is readable without it. Uses
   dom.js; no evaluation of text as code, no request but for that file of the book. */
(() => {
  "use strict";
  const { el, button, statusLine, fetched, later, upgrade } = SourcebookDom;
  const PHONE = "(max-width: 37rem)";
  // Pixels from a finger or a pointer to the mark that answers.
  const REACH = 24;
  const CITED = 'a[href*="#cite-"]';

  /* ---- tables ---- */
  const sortable = (table) => {
    if (table.dataset.sorts) return;
    table.dataset.sorts = "yes";
    const heads = [...table.tHead.rows[0].cells];
    heads.forEach((head, column) => {
      const sort = el("button", { type: "button", className: "mm-sort" }, ...head.childNodes);
      head.append(sort);
      sort.addEventListener("click", () => explorers().then((found) => {
        const down = head.getAttribute("aria-sort") === "ascending";
        found.sort(table.tBodies[0], column, down);
        heads.forEach((other) => other.removeAttribute("aria-sort"));
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
      // Without the script the rows stay as they are, and the next press tries again.
      }, () => {}));
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
      status.textContent = all ? "" : `${at + 1} of ${steps.length}`;
      // Not disabled: the key that led to the end must lead back.
      back.ariaDisabled = all || !at;
      forward.ariaDisabled = all || at === steps.length - 1;
      hide();
    };
    const whole = button("Show all", () => {
      all = !all;
      whole.textContent = all ? "One at a time" : "Show all";
      show(at);
    });
    const back = button("Back", () => show(at - 1));
    const forward = button("Forward", () => show(at + 1));
    const bar = el("div", { className: "mm-stepper" }, back, forward, whole, status);
    bar.addEventListener("keydown", ({ key }) => {
      if (key === "ArrowLeft" || key === "ArrowRight") show(at + (key === "ArrowLeft" ? -1 : 1));
    });
    list.before(bar);
    show(0);
  };

  /* ---- chips: one thing at a tap ---- */
  const say = (figure, status, words) =>
    (status.textContent = figure.dataset.says.replace(/\{(\w+)\}/g, (_, name) => words[name]));
  const chips = (figure) => {
    const rows = [...figure.querySelectorAll("tr[data-k]")];
    const groups = new Map(rows.map(({ dataset: { k, g } }) => [k, g]));
    const groupOf = ({ dataset: { k, g } }) => g ?? groups.get(k) ?? k;
    const keyed = [...figure.querySelectorAll("svg [data-k]"), ...rows];
    const counted = [...figure.querySelectorAll(".mm-wide .m-symbol [data-k]")];
    const status = statusLine({ className: "mm-status" });
    const names = [...new Set(counted.map(groupOf))];
    const all = button("All", () => show(""));
    const each = names.map((name) => button(name, () => show(name)));
    const show = (one) => {
      [all, ...each].forEach((chip, n) => chip.setAttribute("aria-pressed", String(one === (names[n - 1] ?? ""))));
      const off = (node) => one !== "" && names.includes(groupOf(node)) && groupOf(node) !== one;
      keyed.forEach((node) => node.classList.toggle("mm-off", off(node)));
      say(figure, status, { n: counted.filter((mark) => !off(mark)).length, all: counted.length });
    };
    const bar = el("div", { className: "mm-chips" }, all, ...each);
    bar.setAttribute("role", "group");
    bar.setAttribute("aria-label", figure.dataset.label);
    figure.querySelector("figcaption").after(bar, status);
    show("");
  };

  /* ---- the sheet: what the nearest mark is ---- */
  let sheet, lit, held, pictureOf;
  const hide = () => {
    lit?.classList.remove("mm-at");
    lit = held = undefined;
    if (sheet) sheet.hidden = true;
  };
  const copied = (node) => [...node.childNodes].map((child) => child.cloneNode(true));
  const line = (name, content) => el("p", {}, el("b", {}, `${name}: `), ...content);
  /* What the table says of a mark: its row or cell, or the first words of several, or else what the mark carries. */
  const told = (figure, mark) => {
    const tip = mark.querySelector("title")?.textContent;
    const rows = [...figure.querySelectorAll("tr[data-k]")].filter(({ dataset: { k } }) => k === mark.dataset.k);
    /* What the mark rests on: what its rows cite; else the only source there is; else a line that is asked for now. */
    const sources = (cell) => {
      const own = new Map(rows.flatMap((row) => [...row.querySelectorAll(CITED)]).map((link) => [link.href, link]));
      const links = [...own.values()].flatMap((link, n) => [n ? "; " : "", link.cloneNode(true)]);
      if (own.size) return line("Source", links);
      const whole = figure.querySelector(".mm-source");
      if (whole.querySelectorAll("a").length < 2) return el("p", {}, ...copied(whole));
      const cited = line("Source", ["see ", figure.querySelector(".mm-csv a").cloneNode(true)]);
      later(figure).then((found) => {
        const name = [cell, mark.dataset.k].find((one) => one in found)
          ?? Object.keys(found).find((words) => tip?.includes(words));
        if (!name || !cited.isConnected) return;
        cited.innerHTML = found[name];
        settle();
      // Without it the rows tell, and the next touch asks again.
      }, () => {});
      return cited;
    };
    const what = (...content) => el("p", { className: "mm-what" }, ...content);
    if (rows.length > 1 && !tip) {
      const both = ({ cells }) => [what(...copied(cells[0])), el("p", {}, ...copied(cells[1]))];
      return rows.flatMap(both).concat(sources());
    }
    const doubt = mark.closest("[class*=unsure], [class*=loose]") ? [el("p", {}, "Not sure, or not verified.")] : [];
    if (rows.length !== 1) return [what(tip ?? mark.dataset.k), ...doubt, sources()];
    const [row] = rows;
    const heads = [...row.closest("table").tHead.rows[0].cells].map(({ textContent }) => textContent);
    if (figure.dataset.cells) {
      const same = [...mark.parentNode.children].filter(({ dataset: { k } }) => k === mark.dataset.k);
      const at = heads.length - same.length + same.indexOf(mark);
      const name = `${row.cells[0].textContent}: ${heads[at]}`;
      return [what(...copied(row.cells[0])), line(heads[at], copied(row.cells[at])), sources(name)];
    }
    const cells = [...row.cells].map((cell, n) => [heads[n], cell])
      .filter(([, cell]) => !cell.dataset.note && !cell.querySelector(CITED) && cell.textContent.trim());
    const lines = (tip ? cells : cells.slice(1)).map(([head, cell]) => line(head, copied(cell)));
    return [what(...(tip ? [tip] : copied(cells[0][1]))), ...lines, sources()];
  };
  const away = new IntersectionObserver((seen) => seen.at(-1).isIntersecting || hide());
  /* The sheet where it hides nothing of its mark, however long it has become. */
  const settle = () => {
    // It was closed before its last words came.
    if (!lit) return;
    const phone = matchMedia(PHONE).matches;
    sheet.classList.toggle("mm-low", phone);
    sheet.style.left = sheet.style.top = "";
    const at = lit.getBoundingClientRect();
    const { top, width, height } = sheet.getBoundingClientRect();
    if (phone) {
      if (held) scrollBy(0, Math.max(0, at.bottom + 8 - top));
      return;
    }
    const room = document.documentElement.clientWidth - width - 8;
    const right = at.right + 14;
    sheet.style.left = `${scrollX + (right <= room ? right : Math.max(8, at.left - width - 14))}px`;
    sheet.style.top = `${scrollY + Math.max(8, Math.min(at.top - 12, innerHeight - height - 8))}px`;
  };
  const show = (figure, mark, hold) => {
    if (!sheet) {
      const words = el("div", {});
      words.setAttribute("role", "status");
      const named = { className: "mm-tip", hidden: true, "aria-label": "What the mark is" };
      sheet = el("aside", named, button("Close", hide), words);
      document.body.append(sheet);
    }
    if (mark !== lit) {
      lit?.classList.remove("mm-at");
      lit = mark;
      lit.classList.add("mm-at");
      sheet.hidden = false;
      sheet.lastChild.replaceChildren(...told(figure, mark));
      away.disconnect();
      away.observe(mark.ownerSVGElement);
    }
    held = hold;
    sheet.firstChild.hidden = !hold;
    settle();
  };
  // A whole line is no mark: its points are.
  const MARK = ":not(.m-line) > [data-k]:not(text, .mm-off)";
  const marksOf = (picture) => [...picture.querySelectorAll(MARK)]
    .map((mark) => [mark, mark.getBoundingClientRect()]).filter(([, box]) => box.width || box.height);
  const nearest = (picture, x, y) => {
    const near = marksOf(picture).map(([mark, box]) => {
      const edge = Math.hypot(Math.max(box.left - x, 0, x - box.right), Math.max(box.top - y, 0, y - box.bottom));
      return [edge, Math.hypot((box.left + box.right) / 2 - x, (box.top + box.bottom) / 2 - y), mark];
    });
    return near.filter(([edge]) => edge <= REACH).sort((a, b) => a[0] - b[0] || a[1] - b[1])[0]?.[2];
  };
  const answers = (figure, picture) => {
    if (!picture.querySelector(MARK)) return;
    const frame = el("div", { className: "mm-touch", tabIndex: 0 });
    frame.setAttribute("role", "group");
    frame.setAttribute("aria-label", "Marks of the picture: arrow keys lead from one to the next");
    picture.replaceWith(frame);
    frame.append(picture);
    frame.addEventListener("pointermove", (event) => {
      if (held || event.pointerType === "touch") return;
      const mark = nearest(picture, event.clientX, event.clientY);
      if (mark) show(figure, mark, false); else hide();
    });
    frame.addEventListener("pointerleave", () => held || hide());
    frame.addEventListener("click", (event) => {
      const mark = nearest(picture, event.clientX, event.clientY);
      if (mark) show(figure, mark, true); else hide();
      pictureOf = frame;
    });
    frame.addEventListener("keydown", (event) => {
      const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
      if (!by) return;
      event.preventDefault();
      const marks = marksOf(picture).sort(([, a], [, b]) => a.left - b.left || a.top - b.top).map(([mark]) => mark);
      // Parts of one row say the same: keys lead from row to row.
      const own = (node) => figure.dataset.cells || node.querySelector("title");
      const same = (a, b) => a === b || (a.dataset.k === b.dataset.k && !own(a));
      const order = marks.filter((mark, n) => marks.findIndex((other) => same(mark, other)) === n);
      const at = lit ? order.findIndex((mark) => same(mark, lit)) : -1;
      const to = at >= 0 ? at + by : by > 0 ? 0 : order.length - 1;
      show(figure, order[(to + order.length) % order.length], true);
      pictureOf = frame;
    });
  };
  document.addEventListener("keydown", ({ key }) => {
    if (key !== "Escape" || !lit) return;
    hide();
    pictureOf?.focus();
  });

  /* ---- what loads when a reader asks ---- */
  const address = document.currentScript.dataset.explore;
  const explorers = () => fetched(address, "SourcebookExplore");
  const MISSING = "This part of the book could not be read. The table below says it all; or try again.";

  const keeps = (figure) => {
    const status = statusLine({ className: "mm-status" });
    const save = button("Save the picture (SVG)", async () => {
      save.after(status);
      try {
        status.textContent = (await explorers()).save(figure);
      } catch {
        status.textContent = MISSING;
      }
    });
    save.className = "mm-explore";
    (figure.querySelector("details:has(.mm-csv)") ?? figure).append(save);
  };
  const explored = (figure) => {
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
        status.textContent = MISSING;
        return;
      }
      panel.append(status);
    });
  };

  /* A guess before a view shows: the script comes when the reader comes to the view from above. */
  const coming = new IntersectionObserver((seen) => seen.forEach(({ isIntersecting, boundingClientRect, target }) => {
    if (!isIntersecting || boundingClientRect.top < 0) return;
    coming.unobserve(target);
    target.classList.add("mm-guessing");
    // Without the script the view simply stands there.
    const show = () => target.classList.remove("mm-guessing");
    explorers().then((found) => found.guess(target), show);
  }));

  const start = (root) => {
    root.querySelectorAll(".mm-guess + .mm-view").forEach((figure) => coming.observe(figure));
    root.querySelectorAll(".mm-view details").forEach((fold) =>
      fold.addEventListener("toggle", () => fold.open && fold.querySelectorAll("table").forEach(sortable)));
    root.querySelectorAll(".mm-view > .mm-scroll table, .mm-view details[open] table").forEach(sortable);
    root.querySelectorAll(".mm-steps").forEach(stepped);
    root.querySelectorAll(".mm-view").forEach((figure) => {
      const pictures = figure.querySelectorAll(".mm-svg");
      pictures.forEach((picture) => answers(figure, picture));
      if (figure.dataset.explore === "filter") chips(figure); else if (figure.dataset.explore) explored(figure);
      if (pictures.length) keeps(figure);
    });
  };
  // For a view that comes into the page later.
  globalThis.SourcebookViews = start;
  upgrade("html", start);
})();
