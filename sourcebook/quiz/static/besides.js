/* What a browser keeps besides answers and tasks: taken over from a saved file or from another folder, and deleted as
   a whole. Uses storage.js, quiz.js and kept.js' shape: {schema, [field]: {id: value}}. */
const SourcebookBesides = (() => {
  "use strict";
  const { kept } = SourcebookQuiz;
  const APART = ["home", "answers", "tasks"];
  const storage = () => SourcebookStorage(document.documentElement.dataset);
  const isObject = (value) => !!value && typeof value === "object" && !Array.isArray(value);

  function parsed(raw) {
    try {
      const found = JSON.parse(raw);
      return isObject(found) ? found : null;
    } catch { return null; }
  }

  /* What was read of each page, as book.js keeps it; nothing where that cannot be read. */
  function stories(raw) {
    const found = parsed(raw)?.read;
    return Object.fromEntries(Object.entries(isObject(found) ? found : {}).filter(([, entry]) => isObject(entry))
      .map(([page, entry]) => [page, { ...entry, read: [].concat(entry.read ?? []), time: String(entry.time ?? "") }]));
  }

  /* Where the reader stopped is where it was later. */
  function bothRead(own, raw) {
    const here = new Map(Object.entries(stories(own)));
    for (const [page, entry] of Object.entries(stories(raw))) {
      const mine = here.get(page) ?? { read: [], time: "" };
      const read = [...new Set([...mine.read, ...entry.read])];
      here.set(page, { ...(mine.time > entry.time ? mine : entry), read });
    }
    return JSON.stringify({ schema: "sourcebook-read/1", read: Object.fromEntries(here) });
  }

  /* The part of a collection that holds its entries, by its name: of {schema, [field]: {…}} the field. */
  const fieldOf = (found) => Object.keys(found).find((name) => name !== "former" && isObject(found[name]));

  /* Entries of both; of two with one id the later stays, or the one that was here. What an earlier version wrote is
     written as this one writes it. */
  function both(word, own, raw) {
    const found = parsed(raw), mine = own === null ? {} : parsed(own);
    const isCollection = typeof found?.schema === "string" && found.schema.endsWith(`-${word}/1`);
    const field = isCollection ? fieldOf(found) : undefined;
    if (word === "drafts" && found && mine) return JSON.stringify({ ...found, ...mine });
    if (!field || !mine || (own !== null && !isObject(mine[field]))) return own ?? raw;
    const values = { ...found[field], ...mine[field] };
    for (const [id, value] of Object.entries(found[field])) if (value?.time > values[id]?.time) values[id] = value;
    return JSON.stringify({ ...mine, schema: `sourcebook-${word}/1`, [field]: values });
  }

  /* Of this book's own, and of an earlier version what this one has not copied yet: each as [key, word]. */
  function others() {
    const { own, formers } = storage(), copied = new Set(own().map(([, word]) => word));
    return [...own(), ...formers().filter(([, word]) => !copied.has(word))]
      .filter(([, word]) => word !== "answers" && word !== "tasks");
  }

  return {
    stories, others,
    /* pairs: of each thing its word and what a file or another folder has of it. */
    takeOver(pairs) {
      const { read, key, set } = storage();
      for (const [word, raw] of pairs) {
        if (typeof raw !== "string" || APART.includes(word)) continue;
        const own = read(key(word)), value = word === "read" ? bothRead(own, raw) : both(word, own, raw);
        try { if (value !== own) set(word, value); } catch { return; /* this browser keeps nothing */ }
      }
    },
    /* All that this book keeps here, of this version and of earlier ones: nobody who comes after finds any of it.
       Former answers that are of another book stay. */
    deleteAll() {
      const { own, formers, key } = storage();
      try {
        kept.clearFormer();
        const former = formers().filter(([, name]) => name !== "answers");
        for (const [name] of [...own(), ...former]) localStorage.removeItem(name);
        for (const name of Object.keys(sessionStorage)) if (name.startsWith(key(""))) sessionStorage.removeItem(name);
      } catch { /* this browser keeps nothing */ }
      dispatchEvent(new StorageEvent("storage", { key: null }));
    },
  };
})();
