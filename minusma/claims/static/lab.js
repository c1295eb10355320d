/* The claims lab: keeps two verdicts a claim in this browser, shows ours only after the second, and fills the table at the end.
   A classic script in the built book; the same text is the module of the live widget. Uses kept.js; nothing leaves the page. */
const MinusmaLab = (() => {
  const KEY = "minusma:lab";

  /* A claim is kept as {first, second}. */
  const kept = MinusmaKept(KEY, "minusma-lab/1", "claims", (id, v) => /^c\d\d$/.test(id) && v && typeof v.first === "string" && typeof v.second === "string"
    ? { first: v.first, second: v.second } : undefined);

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
    follow(draw) { window.addEventListener("storage", (event) => { if (event.key === KEY || event.key === null) draw(); }); },
  };

  const el = (tag, props = {}, ...kids) => { const e = Object.assign(document.createElement(tag), props); e.append(...kids); return e; };

  /* store: {all(), put(id, name, verdict), clear(), follow(draw)}: this browser, or the live widget, which sends each verdict to Python. */
  function start(root, store = browser) {
    if (root.dataset.ready) return;
    root.dataset.ready = "yes";
    const verdicts = [...root.querySelectorAll(".mm-verdicts dt")].map((d) => d.textContent);
    let claims = {};
    const sections = [...root.querySelectorAll(".mm-claim")];
    const rows = [...root.querySelectorAll(".mm-lab-table tbody tr")];
    const status = el("p", { className: "mm-status" });
    status.setAttribute("role", "status");

    /* Only verdicts of this page are shown: an old or damaged store may hold any. */
    const sound = (all) => Object.fromEntries(Object.entries(all).map(([id, v]) =>
      [id, { first: verdicts.includes(v.first) ? v.first : "", second: verdicts.includes(v.second) ? v.second : "" }]));
    const shown = () => sections.filter((s) => !s.hidden);
    const say = (text) => { status.textContent = text; };

    function progress() {
      const done = shown().filter((s) => claims[s.dataset.id] && claims[s.dataset.id].second).length;
      const same = shown().filter((s) => claims[s.dataset.id] && claims[s.dataset.id].second === s.dataset.verdict).length;
      return `${done} of ${shown().length} judged twice; ${same} as we judged.`;
    }

    /* Our verdict, once the reader has given the second. */
    const ours = (id) => (claims[id] && claims[id].second ? sections.find((s) => s.dataset.id === id).dataset.verdict : "");

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
      const lines = ["claim,first,second,ours"];
      for (const s of shown()) {
        const v = claims[s.dataset.id] || {};
        lines.push([s.dataset.id, v.first || "", v.second || "", ours(s.dataset.id)].join(","));
      }
      const link = el("a", { href: URL.createObjectURL(new Blob([lines.join("\n") + "\n"], { type: "text/csv" })), download: "my-verdicts.csv" });
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 1000);
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
        say(verdict + progress() + (stored ? "" : " This browser keeps nothing, so your verdicts are lost when you leave."));
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
    const sets = el("fieldset", {}, el("legend", { textContent: "Which claims?" }), radio("lesson", `${count} for one lesson`), radio("all", `all ${sections.length}`));
    const save = el("button", { type: "button", textContent: "Save my table (CSV)", onclick: csv });
    let sure = false;
    const clear = el("button", { type: "button", textContent: "Delete my verdicts" });
    clear.onclick = () => {
      if (!sure) { sure = true; clear.textContent = "Really delete? Press again"; say("Press again to delete your verdicts."); return; }
      clear.onblur();
      store.clear();
      claims = {};
      draw();
      say("Your verdicts are deleted.");
    };
    clear.onblur = () => { sure = false; clear.textContent = "Delete my verdicts"; };
    root.querySelector(".mm-lab-tools").append(sets, el("p", {}, save, " ", clear), status);
    claims = sound(store.all());
    store.follow(() => { claims = sound(store.all()); draw(); });
    choose(root.dataset.set);
  }

  return { start, changed };
})();
if (typeof document !== "undefined" && document.currentScript) {
  const all = () => document.querySelectorAll(".mm-lab").forEach((root) => MinusmaLab.start(root));
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", all); else all();
}
