/* What one part of the book keeps in this browser: {schema, [part]: {id: value}} under one key. A classic script in the built book, and the
   beginning of the module of a live widget. No dependency, nothing leaves the page.

   sound(id, value) gives the value as it may be used, or undefined. What cannot be read, the whole or one value, is set aside under another
   name before anything is written; where there is no room for that, nothing is written. */
const MinusmaKept = (KEY, SCHEMA, part, sound) => {
  /* Under a name that is free; false where there is no room. */
  function aside(raw) {
    const name = (n) => KEY + ":unread" + (n || "");
    try {
      let n = 0;
      for (let held; (held = localStorage.getItem(name(n))) !== null; n++) if (held === raw) return true;
      localStorage.setItem(name(n), raw);
      return true;
    } catch (e) { return false; }
  }

  let safe = true;
  function all() {
    const held = {};
    let raw = null, whole = true;
    try {
      raw = localStorage.getItem(KEY);
      const read = JSON.parse(raw || "null");
      whole = raw === null || (read.schema === SCHEMA && !!read[part] && typeof read[part] === "object");
      for (const [id, value] of Object.entries(whole && read ? read[part] : {})) {
        const good = sound(id, value);
        if (good === undefined) whole = false; else held[id] = good;
      }
    } catch (e) { whole = false; }
    safe = whole || raw === "" || (raw !== null && aside(raw));
    return held;
  }

  /* False where this browser keeps nothing. */
  function save(values) {
    if (!safe) return false;
    try {
      if (Object.keys(values).length) localStorage.setItem(KEY, JSON.stringify({ schema: SCHEMA, [part]: values }));
      else localStorage.removeItem(KEY);
      return true;
    } catch (e) { return false; }
  }

  /* Reads before it writes: another tab may have written since. */
  const change = (id, value) => {
    const values = all();
    if (value) values[id] = value; else delete values[id];
    return save(values);
  };
  return { all, change, clear: () => { all(); return save({}); } };
};
