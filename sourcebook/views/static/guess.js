/* A guess before a view shows: the reader sets a number, then sees the answer, how far off it was and why that is
   common. Skip is always there. Part of the file explore.js, which views.js fetches when such a view comes near; uses
   dom.js and kept.js. Guesses stay in this browser. */
(() => {
  "use strict";
  const { el, button } = SourcebookDom;
  const sound = (id, guess) => (guess && (guess.value === null || Number.isFinite(guess.value))
    ? { value: guess.value, time: String(guess.time).slice(0, 30) } : undefined);
  const kept = SourcebookKept("guesses", "guesses", sound);

  const number = (value) => value.toLocaleString("en-GB", { maximumFractionDigits: 1 });
  const TIMES = 1.75;
  /* How far off a guess is, as a sentence. What lies within half a step could not be set better. */
  const off = (guess, answer, step, unit) => {
    if (Math.abs(guess - answer) <= step / 2) return "That is right.";
    const far = `${number(Math.abs(guess - answer))} ${unit} too ${guess > answer ? "high" : "low"}`;
    const [ratio, of] = guess > answer ? [guess / answer, "as much as it is"] : [answer / guess, "of it"];
    if (!(guess > 0 && answer > 0 && ratio >= TIMES)) return `You were ${far}.`;
    const times = Math.round(ratio);
    const many = times === 2 ? "about twice" : `about ${times} times`;
    const few = times > 10 ? "less than a tenth"
      : `about ${["half", "a third", "a quarter"][times - 2] ?? `one part in ${times}`}`;
    return `You were ${far}: ${guess > answer ? many : few} ${of}.`;
  };

  const start = (figure) => {
    const place = figure.previousElementSibling;
    const { id, answer, low, high, step, unit } = JSON.parse(place.dataset.guess);
    const [asks, why] = place.content.cloneNode(true).children;
    const box = el("div", { className: "mm-guess-box" });
    box.setAttribute("role", "group");
    box.setAttribute("aria-label", "Guess first");
    const keep = (value) => kept.change(id, { value, time: new Date().toISOString() });
    const named = (value) => `${number(value)} ${unit}`;
    const bar = (who, value) => {
      const length = el("span", { className: "mm-guess-bar" });
      length.style.width = `${(100 * (value - low)) / (high - low)}%`;
      return el("p", { className: "mm-guess-one" }, el("b", { textContent: who }), ` ${named(value)}`, length);
    };

    function ask() {
      const slider = el("input", { type: "range", min: low, max: high, step, value: (low + high) / 2 });
      const said = el("output", { className: "mm-guess-said", textContent: "?" });
      const done = button("That is my guess", () => {
        keep(Number(slider.value));
        told(Number(slider.value)).focus();
      });
      done.className = "mm-guess-done";
      done.disabled = true;
      asks.id = `${figure.id}-guess`;
      slider.setAttribute("aria-labelledby", asks.id);
      slider.setAttribute("aria-valuetext", "not set yet; arrow keys set it");
      const set = () => {
        said.textContent = named(Number(slider.value));
        slider.setAttribute("aria-valuetext", said.textContent);
        done.disabled = false;
      };
      slider.addEventListener("input", set);
      // Where the thumb stands already a tap changes nothing, and is a guess all the same.
      slider.addEventListener("pointerup", set);
      const ends = el("p", { className: "mm-guess-ends" }, el("span", { textContent: number(low) }),
        el("span", { textContent: number(high) }));
      const skip = button("Skip: show it", () => {
        keep(null);
        skipped();
        const title = figure.querySelector("figcaption");
        title.tabIndex = -1;
        title.focus({ preventScroll: true });
        figure.scrollIntoView({ block: "nearest" });
      });
      box.replaceChildren(el("p", { className: "mm-guess-head", textContent: "Guess first" }), asks, said, slider, ends,
        el("p", { className: "mm-q-buttons" }, done, " ", skip));
      figure.classList.add("mm-guessing");
      return slider;
    }
    const again = (name) => el("p", {}, button(name, () => ask().focus()));
    function told(guess) {
      const result = el("p", { className: "mm-guess-off", tabIndex: -1, textContent: off(guess, answer, step, unit) });
      box.replaceChildren(asks, bar("You:", guess), bar("Answer:", answer), result, why, again("Guess again"));
      figure.classList.remove("mm-guessing");
      return result;
    }
    function skipped() {
      box.replaceChildren(again("Guess after all"));
      figure.classList.remove("mm-guessing");
    }

    const isAsked = () => location.hash === `#${figure.id}`; // somebody was led to the picture itself
    addEventListener("hashchange", () => isAsked() && figure.classList.contains("mm-guessing") && skipped());
    const guess = kept.all()[id];
    if (guess && guess.value !== null) told(guess.value);
    else if (guess || isAsked()) skipped();
    else ask();
    place.after(box);
  };
  Object.assign(globalThis.SourcebookExplore, { guess: start, off });
})();
