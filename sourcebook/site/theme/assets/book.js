/* The shell of a page: colours, search dialog, print, what is on this page, offline copy. Loaded in the head,
   before the page is drawn, so that the chosen colours do not flash. Everything else here waits until the page is
   there. The built file begins with storage.js. */
(() => {
  "use strict";
  const root = document.documentElement;
  const storage = SourcebookStorage(root.dataset);
  const MODES = { auto: "Automatic", light: "Light", dark: "Dark" };
  const darkSystem = matchMedia("(prefers-color-scheme: dark)");


  const setTheme = (mode) => {
    root.dataset.mode = mode;
    root.dataset.theme = mode === "auto" ? (darkSystem.matches ? "dark" : "light") : mode;
  };
  // A browser may forbid storage (private windows, some school set-ups): the choice then lasts for the page.
  const stored = () => storage.word("theme");
  const sound = (mode) => (Object.hasOwn(MODES, mode) ? mode : "auto");
  setTheme(sound(stored()));
  darkSystem.addEventListener("change", () => setTheme(root.dataset.mode));

  const themeButton = () => {
    const button = document.querySelector(".theme-switch-button");
    const name = () => {
      button.querySelector(".label").textContent = MODES[root.dataset.mode];
      button.setAttribute("aria-label", `${MODES[root.dataset.mode]} colours, change`);
    };
    name();
    // Another tab, or all tabs, where the key is empty.
    addEventListener("storage", (event) => {
      if (event.key !== storage.key("theme") && event.key !== null) return;
      setTheme(sound(stored()));
      name();
    });
    button.hidden = false;
    button.addEventListener("click", () => {
      const modes = Object.keys(MODES);
      const next = modes[(modes.indexOf(root.dataset.mode) + 1) % modes.length];
      setTheme(next);
      storage.setWord("theme", next === "auto" ? "" : next);
      name();
    });
  };

  const searchDialog = () => {
    const dialog = document.getElementById("search-dialog");
    const opener = document.querySelector(".search-button");
    // The link to the search page stays.
    if (!dialog.showModal) return;
    const open = () => {
      if (!dialog.open) dialog.showModal();
      dialog.querySelector("input").select();
    };
    opener.querySelector("kbd").hidden = matchMedia("(pointer: coarse)").matches;
    opener.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      open();
    });
    addEventListener("keydown", (event) => {
      if (event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey) {
        event.preventDefault();
        open();
      }
    });
    dialog.querySelector(".close").addEventListener("click", () => dialog.close());
    dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
  };

  // The address of a citation is where the reader is, with the section where the address names one.
  const citing = () => {
    const box = document.getElementById("cite");
    if (!box) return;
    const where = box.querySelector(".cite-where"), texts = [...box.querySelectorAll(".cite-text")];
    const plain = texts.map((node) => node.textContent);
    box.addEventListener("toggle", () => {
      const { origin, pathname, hash, protocol } = location;
      const here = protocol.startsWith("http") ? origin + pathname : "opened from a copy of the book";
      const section = /^#[\w-]+$/.test(hash) && document.getElementById(hash.slice(1))?.closest("section")
        ?.querySelector("h2, h3")?.getAttribute("aria-label");
      texts.forEach((node, n) => {
        const text = plain[n].replace("{address}", here);
        node.textContent = section ? text.replace(/(https?:[^\s},]+?)([.}]?)$/, `$1${hash}$2`) : text;
      });
      where.textContent = section ? `The address leads to the section “${section}”.` : "";
      where.hidden = !section;
    });
  };

  // Room for notes below each section: when it is asked for, and at once where there are notes already.
  const notesButton = () => {
    const button = document.querySelector(".notes-button");
    if (!button) return;
    button.hidden = false;
    const load = (asked) => {
      button.hidden = true;
      const script = document.createElement("script");
      script.src = button.dataset.script;
      if (asked) script.dataset.asked = "";
      document.head.append(script);
    };
    button.addEventListener("click", load);
    if (storage.read(storage.key("section-notes")) !== null) load();
  };

  // On paper sources stand at the end, as notes by section.
  const endNotes = () => {
    const article = document.querySelector(".bd-article");
    let notes = null;
    addEventListener("beforeprint", () => {
      const lists = [...article.querySelectorAll(".mm-sources")];
      if (!lists.length) return;
      notes = document.createElement("section");
      notes.className = "print-notes";
      const title = document.createElement("h2");
      title.textContent = "Sources, by section";
      notes.append(title);
      for (const list of lists) {
        const heading = document.createElement("h3");
        heading.textContent = list.closest("section")?.querySelector("h2, h3")?.getAttribute("aria-label") ?? "";
        notes.append(heading, list.querySelector("ul").cloneNode(true));
      }
      article.append(notes);
    });
    addEventListener("afterprint", () => notes?.remove());
  };

  const printButton = () => {
    const button = document.querySelector(".print-button");
    if (!button) return;
    button.hidden = false;
    button.addEventListener("click", () => print());
  };

  // Whoever has opened the code of one picture finds it open on the next page too.
  const codeFolds = () => {
    for (const fold of document.querySelectorAll(".mm-made")) {
      fold.open = storage.word("made") === "open";
      fold.addEventListener("toggle", () => storage.setWord("made", fold.open ? "open" : ""));
    }
  };

  // A narrow screen shows contents as an overlay: following a link within the page closes it.
  const sideMenus = () => {
    for (const menu of document.querySelectorAll(".bd-container > [popover]")) {
      menu.addEventListener("click", (event) => {
        const link = event.target.closest("a[href^='#']");
        if (link && menu.matches(":popover-open")) menu.hidePopover();
      });
    }
    const here = document.querySelector(".bd-sidebar-primary a.current:last-of-type");
    const bar = document.querySelector(".bd-sidebar-primary");
    if (here && bar.scrollHeight > bar.clientHeight) bar.scrollTop = here.offsetTop - bar.clientHeight / 3;
  };

  // What was read, of the pages that are read from beginning to end: {page: {of, read: [ids], at, name, time}}, with
  // the place to go on.
  const reading = (() => {
    const story = () => document.querySelector("article[data-story]");
    const parse = (name) => { try { return JSON.parse(storage.read(storage.key(name))) ?? {}; } catch { return {}; } };
    const all = () => {
      const found = Object.entries(parse("read").read ?? {});
      return Object.fromEntries(found.filter(([, entry]) => Array.isArray(entry?.read)));
    };
    let timer, current, sections;
    function write(page, entry) {
      try {
        storage.set("read", JSON.stringify({ schema: "sourcebook-read/1", read: { ...all(), [page]: entry } }));
      // This browser keeps nothing.
      } catch { }
    }
    const answers = () => {
      const given = Object.entries(parse("answers").answers ?? {});
      return given.filter(([, entry]) => entry?.tries > 0).map(([id]) => id);
    };
    return {
      /* A section is before the reader's eyes. It is read when it was there for a quarter of the time that its words
         take, at 180 a minute, within bounds. */
      at(section, links) {
        if (!story() || section === current) return;
        [current, sections] = [section, links];
        clearTimeout(timer);
        const words = section.innerText.split(/\s+/).length;
        timer = setTimeout(reading.note, Math.min(20, Math.max(4, words / 12)) * 1000, section.id);
        reading.note();
      },
      /* Writes down what is read by now: this section, and those with an answered question. The place to go on is the
         first unread one after the one that was read last. */
      note(id) {
        if (!current) return;
        const page = story().dataset.story, entry = all()[page], given = answers(), every = [...sections.keys()];
        const isAnswered = ({ dataset }) => given.includes(dataset.q);
        const answered = every.filter((one) => [...one.querySelectorAll("[data-q]")].some(isAnswered));
        const read = [...new Set([].concat(entry?.read ?? [], answered.map((one) => one.id), id ?? []))];
        const from = every.findIndex(({ id }) => id === read.at(-1)) + 1, rest = [...every.slice(from), ...every];
        const at = (from && rest.find((one) => !read.includes(one.id))) || current;
        const name = sections.get(at).textContent.replace(/ short way$/, "");
        write(page, { ...entry, read, of: every.length, at: at.id, name, time: new Date().toISOString() });
        reading.show();
      },
      /* Ticks in the contents, a line at the end of the page, the door and the cards of the front page. */
      show() {
        const read = all(), answered = answers(), here = root.dataset.content_root;
        const whole = ({ of: all, read: done }) => all > 0 && done?.length >= all - 1;
        for (const link of document.querySelectorAll(".bd-sidebar-primary a, .mm-card-ways a")) {
          const path = link.href.startsWith("#") ? "" : new URL(link.href).pathname;
          const page = Object.keys(read).find((name) => path.endsWith(`/${name}.html`));
          const tick = link.querySelector(".tick");
          if (!page || !whole(read[page]) || tick) continue;
          const node = document.createElement("span");
          Object.assign(node, { className: "tick", textContent: " (read)" });
          link.append(node);
        }
        const end = document.querySelector(".page-done"), page = story()?.dataset.story;
        if (end && page && read[page]) {
          const asked = [...document.querySelectorAll("article [data-q]")].map(({ dataset }) => dataset.q);
          const done = asked.filter((id) => answered.includes(id)).length;
          end.textContent = `On this page you have read ${read[page].read.length} of ${read[page].of} sections`
            + `${asked.length ? `, and answered ${done} of ${asked.length} questions` : ""}.`;
          end.hidden = false;
        }
        for (const card of document.querySelectorAll(".mm-card")) {
          const { page: name, prefix, total } = card.dataset, entry = read[name];
          const done = answered.filter((id) => id.startsWith(prefix)).length;
          const line = card.querySelector(".mm-card-done");
          if (!done && !entry?.read.length) continue;
          const said = entry ? [whole(entry) ? "story read" : `${entry.read.length} of ${entry.of} sections read`] : [];
          if (done) said.push(`${Math.min(done, total)} of ${total} questions answered`);
          line.textContent = said.join(", ");
          line.hidden = false;
        }
        const door = document.querySelector(".mm-start a");
        const places = Object.entries(read).filter(([, { at, time }]) => at && time);
        const [last] = places.sort(([, one], [, other]) => (one.time < other.time ? 1 : -1));
        if (door && last) {
          const [name, { at, name: title }] = last, label = document.createElement("b");
          label.textContent = "Continue:";
          // Many chapters have a section of this name.
          const chapter = [...document.querySelectorAll(".bd-sidebar-primary a")]
            .find(({ href }) => href.endsWith(`/${name}.html`))?.firstChild.textContent.split(":")[0];
          door.replaceChildren(label, ` ${chapter ? `${chapter}, ` : ""}${title}`);
          door.href = `${here}${name}.html#${at}`;
        }
      },
    };
  })();

  // Mark in "On this page" the section that is being read.
  const readingPlace = () => {
    const links = new Map();
    for (const link of document.querySelectorAll(".bd-sidebar-secondary a[href^='#']")) {
      const section = document.getElementById(decodeURIComponent(link.hash.slice(1)));
      if (section) links.set(section, link);
    }
    if (!links.size || !("IntersectionObserver" in window)) return;
    const seen = new Set();
    const observer = new IntersectionObserver((entries) => {
      for (const entry of entries) {
        if (entry.isIntersecting) seen.add(entry.target); else seen.delete(entry.target);
      }
      const now = [...links.keys()].filter((section) => seen.has(section)).pop();
      if (now) reading.at(now, links);
      for (const [section, link] of links) {
        if (section === now) link.setAttribute("aria-current", "true"); else link.removeAttribute("aria-current");
      }
    }, { rootMargin: "-15% 0px -75% 0px" });
    for (const section of links.keys()) observer.observe(section);
  };

  // A question that has moved to another page: a script that knows all questions leads there.
  const movedQuestion = () => {
    const { hash } = location;
    if (!/^#q-[a-z0-9-]+$/.test(hash) || document.getElementById(hash.slice(1))) return;
    const script = document.createElement("script");
    script.src = `${root.dataset.content_root}_static/question-places.js`;
    script.addEventListener("load", () => {
      const page = SourcebookQuestionPlaces[hash.slice(3)];
      if (page) location.replace(root.dataset.content_root + page + hash);
    });
    document.head.append(script);
  };

  const offer = (text, label, act) => {
    const note = document.querySelector(".offline-note");
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = label;
    button.addEventListener("click", act);
    note.textContent = `${text} `;
    note.append(button);
  };

  // Another tab has put a newer version into use. What this page may still ask for belongs to that one, so the page is
  // loaded again; not while an answer is under the reader's hand, which the page might not have kept yet.
  const followVersion = () => {
    const workers = navigator.serviceWorker;
    let controlled = workers?.controller, written = false;
    const noteWriting = (event) => { written ||= !!event.target.closest?.("main form"); };
    for (const kind of ["input", "click"]) addEventListener(kind, noteWriting);
    workers?.addEventListener("controllerchange", () => {
      const before = controlled;
      controlled = workers.controller;
      // The first copy of the book has been taken; it changes nothing here.
      if (!before) return;
      if (!written) return location.reload();
      const text = "A newer version of this book is in use. Check your answer, then";
      offer(text, "load this page again", () => location.reload());
    });
  };

  // Keep a copy of the whole book for days without internet: only over http(s), not for readers who save data, and
  // not at the address of `make serve`, whose author wants to see the last build.
  const offlineCopy = async () => {
    const workers = navigator.serviceWorker;
    if (!workers || !location.protocol.startsWith("http") || navigator.connection?.saveData) return;
    if (location.host === "127.0.0.1:8000") return (await workers.getRegistration())?.unregister();
    const note = document.querySelector(".offline-note");
    const SAVED = "This book is saved on this device and opens without the internet.";
    // A browser may have thrown the copy away and kept the worker: only the worker's word that the copy is whole
    // counts, and asking for it has the copy taken again.
    workers.addEventListener("message", ({ data }) => {
      // What the note offers by a button is more urgent.
      if (data === "the copy is whole" && !note.querySelector("button")) note.textContent = SAVED;
    });
    workers.startMessages();
    const ask = (registration) => registration.active.postMessage("is the copy whole?");
    const newer = (worker) => offer("A newer version of this book is here.", "Use it", () => {
      worker.addEventListener("statechange", () => { if (worker.state === "activated") location.reload(); });
      worker.postMessage("use the newer version");
    });
    try {
      const registration = await workers.register(root.dataset.content_root + "sw.js");
      if (registration.active) ask(registration);
      if (registration.waiting) newer(registration.waiting);
      registration.addEventListener("updatefound", () => {
        const worker = registration.installing;
        worker.addEventListener("statechange", () => {
          if (worker.state === "installed" && registration.active) newer(worker);
          if (worker.state === "activated" && !registration.waiting) ask(registration);
        });
      });
    // Without an offline copy the book works as before.
    } catch { }
  };

  // A frame without rights of its own may not even ask for workers.
  try { followVersion(); } catch { }
  // Reading comes first: the copy waits until the page has long been there.
  addEventListener("load", () => setTimeout(offlineCopy, 5000));
  // A table too wide for a phone is shown there as cards; each cell then says what stands at its column's head.
  const phone = matchMedia("(max-width: 35rem)");
  const cards = (root = document) => {
    for (const frame of root.querySelectorAll(".mm-stacks, .mm-table:not(.mm-stack)")) {
      const head = frame.querySelector("thead tr"), isWide = phone.matches && frame.scrollWidth > frame.clientWidth;
      if (!head || !(isWide || frame.matches(".mm-stacks"))) continue;
      for (const { cells } of frame.querySelectorAll("tbody tr")) {
        for (let n = 1; n < cells.length; n++) cells[n].dataset.label = head.cells[n]?.textContent.trim() ?? "";
      }
      frame.classList.remove("mm-stacks");
      frame.classList.add("mm-stack");
    }
  };
  phone.addEventListener("change", () => cards());
  globalThis.SourcebookCards = cards;

  addEventListener("DOMContentLoaded", () => {
    // After what tasks add: the other way round the browser counts the page as one that jumps.
    requestAnimationFrame(() => cards());
    themeButton();
    searchDialog();
    printButton();
    citing();
    notesButton();
    endNotes();
    sideMenus();
    codeFolds();
    readingPlace();
    movedQuestion();
    reading.show();
  });
  // An answer is kept by the time that the click is over.
  for (const kind of ["change", "click"]) document.addEventListener(kind, () => setTimeout(reading.note));
  addEventListener("hashchange", movedQuestion);
})();
