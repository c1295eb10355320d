/* A filter beside the letters of the glossary: it shows the words whose name or definition has what is typed. */
(() => {
  "use strict";
  const { el, statusLine, upgrade } = SourcebookDom;
  const fold = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase();

  upgrade(".mm-letters", (nav) => {
    const entries = [...document.querySelectorAll("dl.glossary > dt")].map((term) => {
      const own = [term, term.nextElementSibling];
      return { own, text: fold(own.map((node) => node.textContent).join(" ")) };
    });
    const input = el("input", { type: "search", autocomplete: "off", id: "glossary-filter" });
    const label = el("label", { htmlFor: "glossary-filter", textContent: "Show words with" });
    const status = statusLine({ className: "mm-status" });
    input.addEventListener("input", () => {
      const asked = fold(input.value.trim());
      let count = 0;
      for (const { own, text } of entries) {
        const fits = text.includes(asked);
        count += fits;
        own.forEach((node) => { node.hidden = !fits; });
      }
      status.textContent = asked ? `${count} of ${entries.length} words` : "";
    });
    // A word that the filter hides cannot be led to.
    const led = () => {
      const asked = document.getElementById(decodeURIComponent(location.hash.slice(1)));
      if (!asked?.closest("dt")?.hidden) return;
      input.value = "";
      input.dispatchEvent(new Event("input"));
      asked.scrollIntoView();
    };
    addEventListener("hashchange", led);
    nav.before(el("p", { className: "mm-filter" }, label, " ", input), status);
  });
})();
