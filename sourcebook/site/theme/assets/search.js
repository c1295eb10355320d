/* What Sphinx's search lacks for this book. It stands before searchtools.js, which finds its own switch here. */
"use strict";

// Found words are shown by the browser itself, through the address of the result (#:~:text=), not by rewriting the
// page.
const SPHINX_HIGHLIGHT_ENABLED = false;

addEventListener("DOMContentLoaded", () => {
  const query = new URLSearchParams(location.search).get("q");
  if (!query || !query.trim()) return;

  // Sphinx leaves numbers out of a query, although they are in its index: years would not be found.
  const parse = Search._parseQuery;
  Search._parseQuery = (text) => {
    const parsed = parse(text);
    for (const word of splitQuery(text)) if (/^\d+$/.test(word)) parsed[1].add(word);
    return parsed;
  };

  // The index is large. It comes only now that something is asked.
  Search.loadIndex(document.documentElement.dataset.content_root + "searchindex.js");
  Search.status.setAttribute("role", "status");

  const word = encodeURIComponent(splitQuery(query)[0] || "");
  document.getElementById("search-results").addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (link && word && !link.hash) link.hash = `:~:text=${word}`;
  });
});
