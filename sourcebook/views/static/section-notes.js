/* The reader's own notes to sections: room below each section of a story, a page of all notes, and a file of them. A
   page loads it when the reader asks for it. The notes stay in this browser. Uses dom.js and kept.js. */
const SourcebookSectionNotes = (() => {
  "use strict";
  const { el, button, statusLine, download, upgrade } = SourcebookDom;
  const LONGEST = 4000;
  const asked = document.currentScript?.dataset.asked;

  /* {text, title, page, time}; the id is the page and the section, such as book/history#hist-2012. */
  function sound(id, note) {
    if (!/^[\w/-]{1,80}#[\w-]{1,120}$/.test(id) || typeof note?.text !== "string") return undefined;
    const word = (value, most) => (typeof value === "string" ? value.slice(0, most) : "");
    const text = note.text.slice(0, LONGEST);
    return { text, title: word(note.title, 200), page: word(note.page, 200), time: word(note.time, 30) };
  }
  const kept = SourcebookKept("section-notes", "notes", sound);

  function beside(heading, page, title) {
    const section = heading.parentElement, id = `${page}#${section.id}`;
    const name = heading.getAttribute("aria-label") ?? heading.textContent;
    const text = el("textarea", { rows: 3, maxLength: LONGEST, "aria-label": `My note to: ${name}` });
    const status = statusLine({ className: "mm-status" });
    const summary = el("summary", { textContent: "My note" });
    const details = el("details", { className: "mm-section-note" }, summary, text, status);
    const show = () => {
      const note = kept.all()[id];
      if (document.activeElement !== text) text.value = note?.text ?? "";
      details.firstChild.textContent = note ? "My note (written)" : "My note";
    };
    text.addEventListener("input", () => {
      const note = { text: text.value, title: name, page: title, time: new Date().toISOString() };
      const stored = kept.change(id, text.value.trim() ? note : null);
      details.firstChild.textContent = text.value.trim() ? "My note (written)" : "My note";
      status.textContent = stored ? "Kept in this browser only. All notes stand on My progress."
        : "This browser keeps nothing, so your note is lost when you leave.";
    });
    section.append(details);
    show();
    kept.follow(show);
  }

  function story(article) {
    const title = article.querySelector("h1")?.getAttribute("aria-label") ?? document.title;
    const headings = article.querySelectorAll("section > section > h2");
    /* Of the section in view; the notes above it will move it. */
    const begun = [...headings].filter((heading) => heading.getBoundingClientRect().top < innerHeight / 4);
    for (const heading of headings) beside(heading, article.dataset.story, title);
    if (asked === undefined || !headings.length) return;
    /* The reader has just asked for a note. */
    const here = (begun.at(-1) ?? headings[0]).parentElement.lastElementChild;
    here.open = true;
    here.querySelector("textarea").focus();
  }

  const markdown = (notes, root) => notes.map(([id, { text, title, page }]) => {
    const [address, anchor] = id.split("#");
    const link = location.protocol.startsWith("http") ? new URL(`${root}${address}.html#${anchor}`, location.href).href
      : `${address}.html#${anchor}`;
    return `## ${page}: ${title}\n\n${link}\n\n${text.trim()}\n`;
  }).join("\n");

  function all(place) {
    const root = document.documentElement.dataset.content_root;
    const list = el("div"), status = statusLine({ className: "mm-status" });
    const sorted = () => Object.entries(kept.all()).sort(([a], [b]) => (a < b ? -1 : 1));
    const save = button("Save my notes (Markdown)", () => {
      download("my-notes.md", "text/markdown", `# My notes\n\n${markdown(sorted(), root)}`);
      status.textContent = "Saved as my-notes.md.";
    });
    function draw() {
      const notes = sorted();
      save.hidden = !notes.length;
      list.replaceChildren(...(notes.length ? notes.flatMap(([id, { text, title, page }]) => {
        const [address, anchor] = id.split("#");
        const link = el("a", { href: `${root}${address}.html#${anchor}`, textContent: `${page}: ${title}` });
        return [el("h3", {}, link), el("p", { className: "mm-note-text", textContent: text })];
      }) : [el("p", { textContent: "No notes yet. Below each section of a chapter there is room for one." })]));
    }
    place.replaceChildren(list, el("p", { className: "mm-q-buttons" }, save), status);
    kept.follow(draw);
    draw();
  }

  if (document.currentScript) {
    upgrade("article[data-story]", story);
    upgrade(".mm-all-notes", all);
  }
  return { sound, markdown };
})();
