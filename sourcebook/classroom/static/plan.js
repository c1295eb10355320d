/* The plan of a lesson on the wall: what the class sees of it, a step at a time, by button or arrow key. Upgrades each
   .mm-plan that has such words. A classic script in the built book; uses dom.js. */
(() => {
  "use strict";
  const { el, button, upgrade } = SourcebookDom;
  const KEYS = { ArrowRight: 1, PageDown: 1, ArrowLeft: -1, PageUp: -1, Home: -Infinity, End: Infinity };

  function start(plan) {
    const steps = [...plan.querySelectorAll(".mm-board > li")];
    if (!steps.length) return;
    let at = 0;
    const when = el("p", { className: "mm-wall-when" }), words = el("p", { className: "mm-wall-words" });
    const back = button("Back", () => go(at - 1)), next = button("Next", () => go(at + 1));
    const close = button("Close", () => wall.close());
    const told = el("div", { role: "status" }, when, words);
    const wall = el("dialog", { className: "mm-wall", "aria-label": "The lesson on the wall" }, told,
      el("p", {}, back, " ", next, " ", close));

    function go(number) {
      at = Math.min(steps.length - 1, Math.max(0, number));
      when.textContent = `Minutes ${steps[at].dataset.when}, step ${at + 1} of ${steps.length}`;
      words.innerHTML = steps[at].innerHTML;
      [back.ariaDisabled, next.ariaDisabled] = [at === 0, at === steps.length - 1].map(String);
    }

    wall.addEventListener("keydown", (event) => {
      const by = KEYS[event.key];
      if (!by || event.ctrlKey || event.altKey || event.metaKey) return;
      event.preventDefault();
      go(at + by);
    });
    const open = button("Show the steps on the wall", () => {
      go(at);
      wall.showModal();
      next.focus();
    });
    plan.append(el("p", {}, open), wall);
  }

  upgrade(".mm-plan", start);
})();
