/* What a data view offers after "Explore": marks that can be filtered by a word or followed day by day. views.js fetches this file when
   a reader presses the button, and not before. No dependency, no request, no evaluation of text as code. */
globalThis.MinusmaExplore = (() => {
  "use strict";
  const make = (tag, attributes = {}, ...children) => {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
    node.append(...children);
    return node;
  };

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

  // Each fills a figure's panel with its controls; status is the live region that says what they did.
  return { filter, step };
})();
