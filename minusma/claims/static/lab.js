/* The claims lab: keeps two verdicts a claim in this browser, shows ours only after the second, and fills the table at
   the end. A classic script in the built book; the same text is the module of the live widget. Uses dom.js and kept.js;
   nothing leaves the page. */
const ClaimsLab = (() => {
  const { el, button, statusLine, downloadTable, deleteButton } = SourcebookDom;

  /* A claim is kept as {first, second}. */
  function soundEntry(id, entry) {
    const isEntry = /^c\d\d$/.test(id) && entry && typeof entry.first === "string" && typeof entry.second === "string";
    return isEntry ? { first: entry.first, second: entry.second } : undefined;
  }
  const kept = SourcebookKept("lab", "claims", soundEntry);

  /* The claims with one verdict changed; a claim without any is left out. */
  function changed(claims, id, name, verdict) {
    const all = { ...claims, [id]: { first: "", second: "", ...claims[id], [name]: verdict } };
    if (!all[id].first && !all[id].second) delete all[id];
    return all;
  }

  const browser = {
    all: kept.all,
    put: (id, name, verdict) => kept.change(id, changed(kept.all(), id, name, verdict)[id]),
    clear: kept.clear,
    follow: kept.follow,
  };

  /* store: {all(), put(id, name, verdict), clear(), follow(draw)}: this browser, or the live widget, which sends each
     verdict to Python. */
  function start(root, store = browser) {
    if (root.dataset.ready) return;
    root.dataset.ready = "yes";
    const verdicts = [...root.querySelectorAll(".mm-verdicts dt")].map((d) => d.textContent);
    let claims = {};
    const sections = [...root.querySelectorAll(".mm-claim")];
    const rows = [...root.querySelectorAll(".mm-lab-table tbody tr")];
    const status = statusLine({ className: "mm-status" });
    const ids = new Set(sections.map((section) => section.dataset.id));
    kept.know((id) => ids.has(id));

    /* Only verdicts of this page are shown: an old or damaged store may hold any. */
    const known = (verdict) => (verdicts.includes(verdict) ? verdict : "");
    const sound = (all) => Object.fromEntries(Object.entries(all).map(([id, entry]) =>
      [id, { first: known(entry.first), second: known(entry.second) }]));
    const shown = () => sections.filter((s) => !s.hidden);
    const say = (text) => { status.textContent = text; };

    function progress() {
      const done = shown().filter((s) => claims[s.dataset.id]?.second);
      const same = done.filter((s) => claims[s.dataset.id].second === s.dataset.verdict);
      return `${done.length} of ${shown().length} judged twice; ${same.length} as we judged.`;
    }

    /* Our verdict, once the reader has given the second. */
    const ours = (id) => (claims[id]?.second ? sections.find((s) => s.dataset.id === id).dataset.verdict : "");

    function draw() {
      for (const s of sections) {
        const v = claims[s.dataset.id] || {};
        for (const name of ["first", "second"]) s.querySelector(`select[name=${name}]`).value = v[name] || "";
        s.querySelector(".mm-ours").hidden = !v.second;
      }
      for (const r of rows) {
        const v = claims[r.dataset.id] || {};
        r.cells[1].textContent = v.first || "";
        r.cells[2].textContent = v.second || "";
        r.cells[3].textContent = ours(r.dataset.id);
        r.hidden = root.dataset.set === "lesson" && r.dataset.lesson !== "yes";
      }
    }

    function choose(set) {
      root.dataset.set = set;
      for (const s of sections) s.hidden = set === "lesson" && s.dataset.lesson !== "yes";
      for (const p of root.querySelectorAll(".mm-lab-part")) p.hidden = !p.querySelector(".mm-claim:not([hidden])");
      draw();
    }

    function csv() {
      const row = (id) => [id, claims[id]?.first || "", claims[id]?.second || "", ours(id)];
      const rows = shown().map((section) => row(section.dataset.id));
      downloadTable("my-verdicts.csv", [["claim", "first", "second", "ours"], ...rows]);
      say("Your table was saved as my-verdicts.csv.");
    }

    root.addEventListener("change", (event) => {
      const select = event.target.closest("select[name]");
      const section = event.target.closest(".mm-claim");
      if (select && section) {
        const id = section.dataset.id;
        const stored = store.put(id, select.name, select.value);
        claims = stored ? sound(store.all()) : changed(claims, id, select.name, select.value);
        draw();
        const verdict = select.name === "second" && select.value ? `Our verdict: ${section.dataset.verdict}. ` : "";
        const lost = stored ? "" : " This browser keeps nothing, so your verdicts are lost when you leave.";
        say(verdict + progress() + lost);
      } else if (event.target.name === `${root.id}-set`) {
        choose(event.target.value);
        say(`${shown().length} claims are shown. ` + progress());
      }
    });

    const radio = (value, text) => {
      const input = el("input", { type: "radio", name: `${root.id}-set`, value, checked: root.dataset.set === value });
      return el("label", {}, input, " " + text);
    };
    const count = sections.filter((s) => s.dataset.lesson === "yes").length;
    const sets = el("fieldset", {}, el("legend", { textContent: "Which claims?" }),
      radio("lesson", `${count} for one lesson`), radio("all", `all ${sections.length}`));
    const save = button("Save my table (CSV)", csv);
    const clear = deleteButton("Delete my verdicts", "Press again to delete your verdicts.", say, () => {
      store.clear();
      claims = {};
      draw();
      say("Your verdicts are deleted.");
    });
    /* A teacher's set shows some, and deletes no verdict on the others. */
    const isSome = root.dataset.set === "some";
    const tools = isSome ? [el("p", {}, save)] : [sets, el("p", {}, save, " ", clear)];
    root.querySelector(".mm-lab-tools").append(...tools, status);
    claims = sound(store.all());
    store.follow(() => {
      claims = sound(store.all());
      draw();
    });
    choose(root.dataset.set);
  }

  return { start, changed };
})();
if (document.currentScript) SourcebookDom.upgrade(".mm-lab", (root) => ClaimsLab.start(root));
