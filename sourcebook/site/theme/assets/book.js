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
    if (!dialog.showModal) return; // the link to the search page stays
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
      for (const [section, link] of links) {
        if (section === now) link.setAttribute("aria-current", "true"); else link.removeAttribute("aria-current");
      }
    }, { rootMargin: "-15% 0px -75% 0px" });
    for (const section of links.keys()) observer.observe(section);
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
      if (!before) return; // the first copy of the book has been taken; it changes nothing here
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
    } catch { /* without an offline copy the book works as before */ }
  };

  try { followVersion(); } catch { /* a frame without rights of its own may not even ask for workers */ }
  // Reading comes first: the copy waits until the page has long been there.
  addEventListener("load", () => setTimeout(offlineCopy, 5000));
  addEventListener("DOMContentLoaded", () => {
    themeButton();
    searchDialog();
    printButton();
    sideMenus();
    codeFolds();
    readingPlace();
  });
})();
