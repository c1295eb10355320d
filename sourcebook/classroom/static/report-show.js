/* Draws a class report: what report.js makes of files that a page has read, and what Python makes of a folder in a live
   notebook, whose front end this is. Its data are told in sourcebook/classroom/report_shown.py. Uses dom.js. */
const SourcebookReportShown = (() => {
  "use strict";
  const { el, button, downloadTable } = SourcebookDom;
  const paragraph = (textContent) => el("p", { textContent });
  const tools = (...nodes) => el("p", { className: "mm-report-tools" }, ...nodes);

  function table(caption, [heads, ...rows]) {
    const row = (texts, tag) => el("tr", {}, ...texts.map((textContent) => el(tag, { textContent })));
    return el("div", { className: "mm-table", tabIndex: 0, role: "region", "aria-label": caption }, el("table", {},
      el("thead", {}, row(heads, "th")), el("tbody", {}, ...rows.map((texts) => row(texts, "td")))));
  }

  function chart([title, rows]) {
    const bar = ([share, words, filled]) => el("div", { className: "mm-report-bar" },
      Object.assign(el("meter", { min: 0, max: 1, value: share }), { className: filled ? "is-last" : "is-first",
        ariaLabel: words }), el("span", { textContent: words }));
    const list = rows.map(([name, bars]) => el("li", {}, el("span", { textContent: name }), ...bars.map(bar)));
    return [el("p", {}, el("b", { textContent: title })), el("ul", { className: "mm-report-bars" }, ...list)];
  }

  /* Two files of one code name are two students until the teacher says that they are one. */
  function oneOrTwo(asked, joined, join) {
    const items = [
      ...asked.map(([code, one, other]) => el("li", {}, `“${code}”: ${one} and ${other}. `,
        button(`“${code}” is one student: join`, () => join([...joined, code])))),
      ...joined.map((code) => el("li", {}, `“${code}” counts as one student. `,
        button(`“${code}” is two students: part`, () => join(joined.filter((other) => other !== code))))),
    ];
    return items.length
      ? [paragraph("One code name, two computers. One student, or two?"), el("ul", {}, ...items)] : [];
  }

  /* The report in this element. headings and explained are those of the tables, by name; join hears the code names that
     count as one student. */
  function draw(result, shown, { tables: headings, words: explained, proves }, joined, join) {
    const one = ([name, heading]) => {
      const texts = shown.tables[name];
      return [el("h3", { textContent: heading }), ...(explained[name] ? [paragraph(explained[name])] : []),
        ...(texts.length
          ? [table(heading, texts),
            tools(button(`${heading}: as CSV`, () => downloadTable(`${name}.csv`, texts)))]
          : [paragraph("None.")]),
        ...(shown.notes[name] ? [paragraph(shown.notes[name])] : [])];
    };
    result.replaceChildren(paragraph(shown.summary), paragraph(proves), ...oneOrTwo(shown.asked, joined, join),
      el("h3", { textContent: "What to teach again" }),
      el("ul", {}, ...shown.advice.map((textContent) => el("li", { textContent }))), ...shown.charts.flatMap(chart),
      ...shown.words.map(paragraph), ...Object.entries(headings).flatMap(one));
  }

  /* In a live notebook: store keeps "shown", made by Python, and "joined", the code names that count as one student. */
  function start(root, store) {
    const config = JSON.parse(root.querySelector("script").textContent);
    const warning = el("p", { role: "alert" }), result = el("div", { className: "mm-report-result" });
    const show = () => {
      const { shown, joined } = store.all();
      warning.textContent = store.notice();
      draw(result, shown, config, joined, (codes) => store.change("joined", codes));
    };
    root.append(warning, result);
    store.follow(show);
    show();
  }

  return { draw, start };
})();
