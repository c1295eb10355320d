/* The claims lab: keeps two verdicts a claim in this browser, shows ours only after the second, and fills the table at the end.
   A classic script in the built book; the same text is the module of the live widget. No dependency, nothing leaves the page. */
const MinusmaLab = (() => {
  const KEY = "minusma:lab", SCHEMA = "minusma-lab/1";

  function read(verdicts) {
    const clean = {};
    try {
      const held = JSON.parse(localStorage.getItem(KEY) || "{}");
      if (held.schema === SCHEMA && held.claims && typeof held.claims === "object")
        for (const [id, v] of Object.entries(held.claims))
          if (/^c\d\d$/.test(id) && v && typeof v === "object")
            clean[id] = { first: verdicts.includes(v.first) ? v.first : "", second: verdicts.includes(v.second) ? v.second : "" };
    } catch (e) { /* damaged or forbidden storage: start with nothing */ }
    return clean;
  }

  function write(claims) {
    try {
      if (Object.keys(claims).length) localStorage.setItem(KEY, JSON.stringify({ schema: SCHEMA, claims }));
      else localStorage.removeItem(KEY);
      return true;
    } catch (e) { return false; }
  }

  const el = (tag, props = {}, ...kids) => { const e = Object.assign(document.createElement(tag), props); e.append(...kids); return e; };

  /* kept: {id: {first, second}} to start from (a widget gives its own), or null to use this browser's storage. */
  function start(root, kept = null, changed = () => {}) {
    if (root.dataset.ready) return;
    root.dataset.ready = "yes";
    const verdicts = [...root.querySelectorAll(".mm-verdicts dt")].map((d) => d.textContent);
    const claims = kept || read(verdicts);
    const sections = [...root.querySelectorAll(".mm-claim")];
    const rows = [...root.querySelectorAll(".mm-lab-table tbody tr")];
    const status = el("p", { className: "mm-status" });
    status.setAttribute("role", "status");

    const shown = () => sections.filter((s) => !s.hidden);
    const say = (text) => { status.textContent = text; };

    function progress() {
      const done = shown().filter((s) => claims[s.dataset.id] && claims[s.dataset.id].second).length;
      const same = shown().filter((s) => claims[s.dataset.id] && claims[s.dataset.id].second === s.dataset.verdict).length;
      return `${done} of ${shown().length} judged twice; ${same} as we judged.`;
    }

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
        lines.push([s.dataset.id, v.first || "", v.second || "", s.dataset.verdict].join(","));
      }
      const link = el("a", { href: URL.createObjectURL(new Blob([lines.join("\n") + "\n"], { type: "text/csv" })), download: "my-verdicts.csv" });
      link.click();
      URL.revokeObjectURL(link.href);
      say("Your table was saved as my-verdicts.csv.");
    }

    root.addEventListener("change", (event) => {
      const select = event.target.closest("select[name]");
      const section = event.target.closest(".mm-claim");
      if (select && section) {
        const v = (claims[section.dataset.id] = claims[section.dataset.id] || { first: "", second: "" });
        v[select.name] = select.value;
        if (!v.first && !v.second) delete claims[section.dataset.id];
        const stored = kept ? true : write(claims);
        draw();
        changed(claims);
        const ours = select.name === "second" && select.value ? `Our verdict: ${section.dataset.verdict}. ` : "";
        say(ours + progress() + (stored ? "" : " This browser keeps nothing, so your verdicts are lost when you leave."));
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
      sure = false;
      clear.textContent = "Delete my verdicts";
      for (const id of Object.keys(claims)) delete claims[id];
      if (!kept) write(claims);
      draw();
      changed(claims);
      say("Your verdicts are deleted.");
    };
    clear.onblur = () => { sure = false; clear.textContent = "Delete my verdicts"; };
    root.querySelector(".mm-lab-tools").append(sets, el("p", {}, save, " ", clear), status);
    choose(root.dataset.set);
  }

  return { start };
})();
if (typeof document !== "undefined" && document.currentScript) {
  const all = () => document.querySelectorAll(".mm-lab").forEach((root) => MinusmaLab.start(root));
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", all); else all();
}
