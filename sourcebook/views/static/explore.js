/* What a data view offers after "Explore": marks that can be filtered by a word or followed day by day. views.js
   fetches this file when a reader presses the button, and not before. Uses dom.js; no request, no evaluation of text as
   code. */
globalThis.SourcebookExplore = (() => {
  "use strict";
  const { el, button } = SourcebookDom;

  const marks = (figure) => [...figure.querySelectorAll("svg [data-k]")];
  const points = (figure) => [...figure.querySelectorAll(".mm-wide .m-symbol [data-k]")];
  const say = (figure, status, words) =>
    (status.textContent = figure.dataset.says.replace(/\{(\w+)\}/g, (_, name) => words[name]));

  const filter = (figure, panel, status) => {
    const keyed = [...marks(figure), ...figure.querySelectorAll("tr[data-k]")];
    const counted = points(figure);
    const themes = [...new Set(counted.map((mark) => mark.dataset.k))];
    const boxes = themes.map((theme) => el("input", { type: "checkbox", value: theme, checked: true }));
    const update = () => {
      const on = new Set(boxes.filter((box) => box.checked).map((box) => box.value));
      const isOff = ({ dataset: { k } }) => themes.includes(k) && !on.has(k);
      keyed.forEach((node) => node.classList.toggle("mm-off", isOff(node)));
      say(figure, status, { n: counted.filter((mark) => on.has(mark.dataset.k)).length, all: counted.length });
    };
    const all = button("All or none", () => {
      const every = boxes.every((box) => box.checked);
      boxes.forEach((box) => (box.checked = !every));
      update();
    });
    const labels = boxes.map((box, n) => el("label", {}, box, ` ${themes[n]}`));
    panel.append(el("fieldset", {}, el("legend", {}, figure.dataset.label), ...labels, all));
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
      const n = counted.filter((mark) => of(mark) <= day).length;
      say(figure, status, { day: named(day), n, all: counted.length });
    };
    slider.addEventListener("input", update);
    panel.append(el("label", {}, `${figure.dataset.label} `, slider), move(-1, "Back"), move(1, "Forward"));
    slider.value = 0;
    update();
  };

  // Each fills a figure's panel with its controls; status is the live region that says what they did.
  return { filter, step };
})();
