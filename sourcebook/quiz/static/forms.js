/* A check in two parallel forms, one before reading and one after: half of the readers begin with the second. Which
   form a reader began with is kept with the first answer, so that the later page asks the other one. A link with
   #form=A or #form=B says which form the page shows. Uses storage.js, dom.js and quiz.js. */
(() => {
  "use strict";
  const { browser, start, know } = SourcebookQuiz;
  const storage = SourcebookStorage(document.documentElement.dataset);
  const asked = () => (new URLSearchParams(location.hash.slice(1)).get("form") ?? "").toUpperCase();

  function choose(host) {
    const here = host.querySelector("form"), there = host.querySelector("template").content.querySelector("form");
    const letters = [here, there].map((form) => form.dataset.form), { when } = host.dataset;
    const other = (letter) => letters.find((one) => one !== letter);
    const opened = asked(), kept = storage.word("form");
    let first = letters.includes(kept) ? kept : letters[Math.floor(Math.random() * 2)];
    if (letters.includes(opened)) first = when === "before" ? opened : other(opened);
    const shown = when === "before" ? first : other(first);
    if (shown === there.dataset.form) {
      here.replaceWith(there);
      start(there);
    }
    const keep = () => {
      // Another tab may have begun with the other form meanwhile: that is the first one then.
      const now = storage.word("form");
      if (now !== first && (!letters.includes(now) || letters.includes(opened))) storage.setWord("form", first);
    };
    host.addEventListener("input", keep);
    host.addEventListener("click", (event) => event.target.closest("button") && keep());
    addEventListener("hashchange", () => {
      if (letters.includes(asked()) && asked() !== shown) location.reload();
    });
  }

  /* A check of an earlier version that this reader began or handed in is kept, and shown elsewhere. */
  function tell(note) {
    know(note.dataset.asked.split(" "));
    note.hidden = !browser.get(`check-${note.dataset.earlier}`);
  }

  SourcebookDom.upgrade(".mm-forms", choose);
  SourcebookDom.upgrade("[data-earlier]", tell);
})();
