/* A line of a notebook that a reader may change: a chip for each choice, above what the cell shows. What the others
   give was worked out by the build; it lies in a script file beside the page, which is fetched at the first tap. Uses
   dom.js; book.js and views.js, where they are there, start the tables and the views in a result. Who else starts
   something listens to "sourcebook-shown", whose target stands before the result. */
(() => {
  "use strict";
  const { el, button, statusLine, upgrade, later } = SourcebookDom;

  upgrade(".mm-choices", (root) => {
    const { name, values, own } = root.dataset;
    const named = JSON.parse(values), shell = root.closest(".output");
    const first = [...shell.parentElement.children].filter((node) => node !== shell);
    const status = statusLine({ className: "mm-status" });
    const results = {};
    let now = Number(own), rest;
    const content = (n) => (results[n] ??= n === Number(own) ? first : [...rest[n].children]);
    const show = async (n) => {
      const isNew = !results[n];
      const code = `${name} = ${JSON.stringify(named[n])}`;
      try {
        rest ??= el("template", { innerHTML: await later(root) }).content.children;
      } catch {
        status.textContent = "The other results could not be read. Please try again.";
        return;
      }
      content(now).forEach((node) => node.remove());
      shell.after(...content(n));
      if (isNew && n !== Number(own)) {
        globalThis.SourcebookCards?.(shell.parentElement);
        globalThis.SourcebookViews?.(shell.parentElement);
        // Scripts of the book's own begin what is theirs.
        shell.dispatchEvent(new CustomEvent("sourcebook-shown", { bubbles: true }));
      }
      now = n;
      chips.forEach((chip, at) => chip.setAttribute("aria-pressed", String(at === n)));
      status.textContent = `Now with ${code}.`;
    };
    const chips = named.map((value, n) => button(String(value), () => show(n)));
    chips[now].setAttribute("aria-pressed", "true");
    const bar = el("div", { className: "mm-chips", role: "group", "aria-label": `Choices of ${name}` }, ...chips);
    root.append(bar, status);
  });
})();
