/* What one part of the book keeps in this browser: {schema, [field]: {id: value}} under one key of storage.js. A
   classic script in the built book, and the beginning of the module of a live widget. No dependency, nothing leaves
   the page.

   sound(id, value) gives the value as it may be used, or undefined. What cannot be read, the whole or one value, is
   set aside under another name before anything is written; where there is no room for that, nothing is written.

   What an earlier version kept is copied as soon as this page knows the id (know). "former" remembers each value as
   it was copied: one that was deleted since does not come back, and one that a tab of the earlier version has
   changed since is copied again. Every change begins with that look, so a changed former value is later than ours;
   where both have a time, it decides. */
const SourcebookKept = (name, field, sound, dataset = () => document.documentElement.dataset) => {
  const storage = () => SourcebookStorage(dataset());
  const isObject = (value) => !!value && typeof value === "object" && !Array.isArray(value);
  const knows = [];
  let safe = true, former = {};

  /* Under a name that is free; false where there is no room. */
  function setAside(raw) {
    const { read, key, set } = storage();
    try {
      for (let n = 0; ; n++) {
        const free = `${name}:unread${n || ""}`, found = read(key(free));
        if (found === null) set(free, raw);
        if (found === null || found === raw) return true;
      }
    } catch { return false; }
  }

  function parse(raw, schema) {
    const values = {};
    let whole = true, marks = {};
    try {
      const found = JSON.parse(raw);
      whole = found.schema === schema && isObject(found[field]);
      if (isObject(found.former)) marks = found.former;
      for (const [id, value] of Object.entries(whole ? found[field] : {})) {
        const good = sound(id, value);
        if (good === undefined) whole = false; else values[id] = good;
      }
    } catch { whole = false; }
    return { values, whole, marks };
  }

  const isKnown = (id, value) => knows.some((known) => known(id, value));
  const isLater = (values, id, value) => Object.hasOwn(values, id) && values[id].time > value.time;

  /* Copies what an earlier version kept, or changed since; says whether there was anything. */
  function copyFormer(values) {
    let copied = false;
    for (const key of storage().formerKeys(name)) {
      const raw = storage().read(key);
      const found = raw ? parse(raw, `${key.split(":")[0]}-${name}/1`).values : {};
      for (const [id, value] of Object.entries(found)) {
        const mark = JSON.stringify(value);
        if (former[id] === mark || !isKnown(id, value)) continue;
        former[id] = mark;
        copied = true;
        if (!isLater(values, id, value)) values[id] = value;
      }
    }
    return copied;
  }

  /* False where this browser keeps nothing. */
  function save(values) {
    if (!safe) return false;
    const marks = Object.keys(former).length ? { former } : {};
    try {
      if (Object.keys({ ...values, ...marks }).length) {
        storage().set(name, JSON.stringify({ schema: `sourcebook-${name}/1`, [field]: values, ...marks }));
      } else storage().remove(name);
      return true;
    } catch { return false; }
  }

  function all() {
    const { read, key } = storage(), raw = read(key(name));
    const own = raw === null ? { values: {}, whole: true, marks: {} } : parse(raw, `sourcebook-${name}/1`);
    safe = own.whole || raw === "" || setAside(raw);
    former = own.marks;
    if (copyFormer(own.values)) save(own.values);
    return own.values;
  }

  /* Reads before it writes: another tab may have written since. */
  function change(id, value) {
    const values = all();
    if (value) values[id] = value; else delete values[id];
    return save(values);
  }

  return {
    all, change,
    clear: () => { all(); return save({}); },
    /* known(id, value) says whether what an earlier version kept under this id is this book's. */
    know: (known) => { knows.push(known); },
    /* Calls draw when another tab has written, of this version or of an earlier one. Gives the way to end it. */
    follow(draw) {
      const heard = ({ key }) => {
        if (key === null || [storage().key(name), ...storage().formerKeys(name)].includes(key)) draw();
      };
      addEventListener("storage", heard);
      return () => removeEventListener("storage", heard);
    },
    /* Adds what a book of the same short name kept in another folder: the entries that this book knows. */
    merge(raw) {
      const values = all();
      for (const [id, value] of Object.entries(parse(raw, `sourcebook-${name}/1`).values)) {
        if (isKnown(id, value) && !isLater(values, id, value)) values[id] = value;
      }
      return save(values);
    },
    /* Takes the entries that this book knows out of what earlier versions kept; nobody else's. */
    clearFormer() {
      for (const key of storage().formerKeys(name)) {
        const raw = storage().read(key);
        if (raw === null) continue;
        let left = {};
        try {
          const found = JSON.parse(raw);
          left = Object.fromEntries(Object.entries(found[field]).filter((entry) => !isKnown(...entry)));
          if (Object.keys(left).length) localStorage.setItem(key, JSON.stringify({ ...found, [field]: left }));
        } catch { left = {}; }
        if (!Object.keys(left).length) localStorage.removeItem(key);
      }
    },
  };
};
