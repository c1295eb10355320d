// While an author watches: loads the page again after each build, at the same place, and shows over it what stands in
// the way of the next.
"use strict";
(() => {
  const script = document.currentScript, mine = Number(script.dataset.builds);
  const KEY = "sourcebook-watch:" + location.pathname;
  let panel = null;

  // The place is kept relative to the heading above it: a paragraph added further up does not move what the author
  // looks at.
  const headings = () =>
    [...document.querySelectorAll("main [id], article [id]")].filter((one) => one.getClientRects().length);
  const leave = () => {
    const above = headings().filter((one) => one.getBoundingClientRect().top <= 1).pop();
    const place = { y: scrollY, id: above ? above.id : "", top: above ? above.getBoundingClientRect().top : 0 };
    try { sessionStorage.setItem(KEY, JSON.stringify(place)); } catch { /* then the page begins at its top */ }
    location.reload();
  };
  const back = () => {
    let place = null;
    try {
      place = JSON.parse(sessionStorage.getItem(KEY));
      sessionStorage.removeItem(KEY);
    } catch { /* a page that was never left */ }
    if (!place) return;
    if ("scrollRestoration" in history) history.scrollRestoration = "manual";
    const above = place.id && document.getElementById(place.id);
    scrollTo({ top: above ? scrollY + above.getBoundingClientRect().top - place.top : place.y, behavior: "instant" });
    document.documentElement.dataset.watchPlace = "kept";
  };

  const show = (message) => {
    if (!message) { panel?.remove(); panel = null; return; }
    if (!panel) {
      panel = document.createElement("section");
      panel.className = "sourcebook-watch";
      panel.setAttribute("role", "alert");
      document.body.append(panel);
    }
    const title = document.createElement("h2"), list = document.createElement("ul");
    title.textContent = "This page shows the last build that worked. To mend:";
    for (const line of message.split("\n")) list.appendChild(document.createElement("li")).textContent = line;
    panel.replaceChildren(title, list);
  };

  const listen = () => {
    const events = new EventSource(new URL("events", script.src));
    events.onmessage = (event) => {
      const state = JSON.parse(event.data);
      document.documentElement.dataset.watch = state.busy ? "busy" : state.message ? "fault" : "ready";
      show(state.message);
      // A server that was started again counts from the beginning.
      if (!state.busy && !state.message && state.builds !== mine) leave();
    };
  };

  navigator.serviceWorker?.getRegistrations().then((all) => all.forEach((one) => one.unregister()), () => {});
  addEventListener("load", () => { back(); listen(); });
})();
