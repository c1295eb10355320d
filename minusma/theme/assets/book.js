/* The shell of a page: colours, search dialog, print, what is on this page, offline copy. Loaded in the head, before the page is
   drawn, so that the chosen colours do not flash. Everything else here waits until the page is there. */
(() => {
  "use strict";
  const root = document.documentElement;
  const KEY = "minusma:theme";
  const MODES = { auto: "Automatic", light: "Light", dark: "Dark" };
  const darkSystem = matchMedia("(prefers-color-scheme: dark)");

  // A browser may forbid storage (private windows, some school set-ups): the choice then lasts for the page.
  const stored = () => { try { return localStorage.getItem(KEY); } catch { return null; } };
  const store = (mode) => { try { mode === "auto" ? localStorage.removeItem(KEY) : localStorage.setItem(KEY, mode); } catch { /* as above */ } };

  const setTheme = (mode) => {
    root.dataset.mode = mode;
    root.dataset.theme = mode === "auto" ? (darkSystem.matches ? "dark" : "light") : mode;
  };
  setTheme(stored() in MODES ? stored() : "auto");
  darkSystem.addEventListener("change", () => setTheme(root.dataset.mode));
  addEventListener("storage", (event) => { if (event.key === KEY) setTheme(event.newValue in MODES ? event.newValue : "auto"); });

  const themeButton = () => {
    const button = document.querySelector(".theme-switch-button");
    const name = () => {
      button.querySelector(".label").textContent = MODES[root.dataset.mode];
      button.setAttribute("aria-label", `${MODES[root.dataset.mode]} colours, change`);
    };
    name();
    button.hidden = false;
    button.addEventListener("click", () => {
      const modes = Object.keys(MODES);
      const next = modes[(modes.indexOf(root.dataset.mode) + 1) % modes.length];
      setTheme(next);
      store(next);
      name();
    });
  };

  const searchDialog = () => {
    const dialog = document.getElementById("search-dialog");
    const opener = document.querySelector(".search-button");
    if (!dialog.showModal) return; // the link to the search page stays
    const open = () => { if (!dialog.open) dialog.showModal(); dialog.querySelector("input").select(); };
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
      for (const entry of entries) entry.isIntersecting ? seen.add(entry.target) : seen.delete(entry.target);
      const now = [...links.keys()].filter((section) => seen.has(section)).pop();
      for (const [section, link] of links) section === now ? link.setAttribute("aria-current", "true") : link.removeAttribute("aria-current");
    }, { rootMargin: "-15% 0px -75% 0px" });
    for (const section of links.keys()) observer.observe(section);
  };

  // Keep a copy of the whole book for days without internet: only over http(s), and not for readers who save data.
  const offlineCopy = async () => {
    if (!navigator.serviceWorker || !location.protocol.startsWith("http") || navigator.connection?.saveData) return;
    const note = document.querySelector(".offline-note");
    const kept = () => { note.textContent = "This book is saved on this device and opens without the internet."; };
    const newer = (worker) => {
      note.textContent = "A newer version of this book is here. ";
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = "Use it";
      button.addEventListener("click", () => {
        navigator.serviceWorker.addEventListener("controllerchange", () => location.reload());
        worker.postMessage("use the newer version");
      });
      note.append(button);
    };
    try {
      const registration = await navigator.serviceWorker.register(root.dataset.content_root + "sw.js");
      if (registration.active) kept();
      if (registration.waiting) newer(registration.waiting);
      registration.addEventListener("updatefound", () => {
        const worker = registration.installing;
        worker.addEventListener("statechange", () => {
          if (worker.state === "installed" && registration.active) newer(worker);
          if (worker.state === "activated" && !registration.waiting) kept();
        });
      });
    } catch { /* without an offline copy the book works as before */ }
  };

  // Reading comes first: the copy waits until the page has long been there.
  addEventListener("load", () => setTimeout(offlineCopy, 5000));
  addEventListener("DOMContentLoaded", () => {
    themeButton();
    searchDialog();
    printButton();
    sideMenus();
    readingPlace();
  });
})();
