/* What students handed in, read in a page: response files in any encoding, zips of a learning platform, hand-in lines.
   The rules and words are those of sourcebook/quiz/response_file.py, quiz/hand_in_line.py and classroom/responses.py.
   Uses quiz.js and line.js. Nothing is sent, and nothing is trusted: scores are computed anew. */
const SourcebookReading = (() => {
  "use strict";
  const { SURE } = SourcebookQuiz;
  const { printable } = SourcebookLine;
  const MOST_BYTES = 2e6, MOST_FILES = 5000, LONGEST_CODE = 60, LONGEST_ANSWER = 500, COPIED = 5;
  const LEFT_OUT = "left out", REMARK = "counted, but see why", AGAIN = "Ask for the file again.";
  const SPREADSHEET = "is a spreadsheet. Open it, save it as CSV, and read that file instead.";
  const OURS = ["README.txt", "desktop.ini", "Thumbs.db", "__MACOSX"];
  const OUTCOMES = ["open", "right", "slip", "wrong", "written"];
  const isObject = (value) => !!value && typeof value === "object" && !Array.isArray(value);
  const refuse = (reason) => { throw new TypeError(reason); };

  /* By which two code names are one: the same as response_file.folded. */
  const fold = (code) => code.toUpperCase().toLowerCase();

  /* ---- files and zips ------------------------------------------------------------------------------------------ */
  const isOurs = (name) => name.split("/").some((part) => part.startsWith(".") || OURS.includes(part));
  const tooLarge = (size) => `is too large for a response file (${(size / 1e6).toFixed(1)} MB). It was not opened.`;

  /* The encoding of a JSON text by its first bytes, as Python's json knows it. */
  function decode(bytes) {
    const [a, b, c, d] = bytes;
    if (a === 0xef && b === 0xbb && c === 0xbf) return new TextDecoder("utf-8").decode(bytes);
    if (a === 0xff && b === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
    if (a === 0xfe && b === 0xff) return new TextDecoder("utf-16be").decode(bytes);
    const isLong = bytes.length >= 4;
    if (isLong && a === 0 && b !== 0) return new TextDecoder("utf-16be").decode(bytes);
    if (isLong && a !== 0 && b === 0 && (c !== 0 || d !== 0)) return new TextDecoder("utf-16le").decode(bytes);
    return new TextDecoder("utf-8").decode(bytes);
  }

  async function inflate(bytes, size) {
    const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw")).getReader();
    const parts = [];
    for (let total = 0; ;) {
      const { done, value } = await reader.read();
      if (done) break;
      total += value.length;
      if (total > Math.max(size, MOST_BYTES)) refuse(tooLarge(total));
      parts.push(value);
    }
    return new Uint8Array(await new Blob(parts).arrayBuffer());
  }

  /* The files in a zip, by the list at its end. */
  async function unzip(name, bytes) {
    const unread = [{ name, error: "is a zip that cannot be read. Ask for the file again." }];
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const word = (at) => view.getUint16(at, true), long = (at) => view.getUint32(at, true);
    let end = bytes.length - 22;
    while (end >= 0 && long(end) !== 0x06054b50) end--;
    if (end < 0) return unread;
    const found = [];
    try {
      for (let n = 0, at = long(end + 16); n < word(end + 10); n++) {
        if (long(at) !== 0x02014b50) return unread;
        const [flags, method, packed, size] = [word(at + 8), word(at + 10), long(at + 20), long(at + 24)];
        const [names, extra, comment, local] = [word(at + 28), word(at + 30), word(at + 32), long(at + 42)];
        const raw = bytes.subarray(at + 46, at + 46 + names);
        const own = new TextDecoder(flags & 0x800 ? "utf-8" : "windows-1252").decode(raw);
        at += 46 + names + extra + comment;
        if (!own.endsWith("/")) found.push({ own, flags, method, packed, size, local });
      }
    } catch { return unread; }
    /* What an office program writes is a zip too. */
    if (found.some(({ own }) => ["[Content_Types].xml", "META-INF/manifest.xml"].includes(own))) {
      const isTable = found.some(({ own }) => own.startsWith("xl/")) || /\.ods$/i.test(name);
      return [{ name, error: isTable ? SPREADSHEET : "is not a response file." }];
    }
    const files = [];
    found.sort((a, b) => (a.own < b.own ? -1 : 1));
    for (const { own, flags, method, packed, size, local } of found.slice(0, MOST_FILES)) {
      if (isOurs(own)) continue;
      const file = { name: `${name}/${printable(own)}` };
      if (size > MOST_BYTES) files.push({ ...file, error: tooLarge(size) });
      else {
        try {
          if (flags & 1 || ![0, 8].includes(method)) refuse("locked");
          const start = local + 30 + word(local + 26) + word(local + 28), raw = bytes.subarray(start, start + packed);
          files.push({ ...file, text: decode(method ? await inflate(raw, size) : raw) });
        } catch {
          files.push({ ...file, error: "cannot be taken out of its zip: locked with a password, or damaged." });
        }
      }
    }
    return files;
  }

  /* What was chosen or pasted, as texts by their names, or why not. */
  async function open({ name, file, text }) {
    if (!file) return [{ name, text }];
    const shown = printable(name);
    if (isOurs(name)) return [];
    const start = new Uint8Array(await file.slice(0, 4).arrayBuffer());
    const isZip = start[0] === 0x50 && start[1] === 0x4b && [3, 5].includes(start[2]);
    if (!isZip && file.size > MOST_BYTES) return [{ name: shown, error: tooLarge(file.size) }];
    try {
      const bytes = new Uint8Array(await file.arrayBuffer());
      return isZip ? await unzip(shown, bytes) : [{ name: shown, text: decode(bytes) }];
    } catch { return [{ name: shown, error: "cannot be opened. Is it still where it was?" }]; }
  }

  const dropped = ({ files }) => [...files].map((file) => ({ name: file.name, file }));

  /* ---- a response file ----------------------------------------------------------------------------------------- */
  function isPlain(answer) {
    if (typeof answer === "string") return [...answer].length <= LONGEST_ANSWER;
    if (Array.isArray(answer)) return answer.length <= LONGEST_ANSWER && answer.every(Number.isInteger);
    return typeof answer === "number";
  }
  const isAnswer = (entry) => isObject(entry) && typeof entry.hash === "string" && "answer" in entry
    && isPlain(entry.answer);
  const isTask = (entry) => isObject(entry) && OUTCOMES.includes(entry["verdict"])
    && Number.isInteger(entry.tries ?? 0);

  function checkSchema(content, { reads, answers, newest }) {
    const schema = isObject(content) ? content.schema : null;
    if (typeof schema !== "string") refuse("is not a response file of this book.");
    if (reads.includes(schema)) return;
    if (answers.includes(schema)) {
      refuse("is a student's own copy of all answers. Ask for the file that “Response file for the teacher” "
        + "saves.");
    }
    const found = /^([a-z0-9-]+-responses)\/([0-9]{1,4})$/.exec(schema);
    if (!found) refuse("is not a response file of this book.");
    if (!reads.some((name) => name.split("/")[0] === found[1])) {
      refuse(`is a response file of another book (${schema}). Ask for the file that this book saves.`);
    }
    const which = `${schema}; this one reads up to ${newest}`;
    if (Number(found[2]) > 1) {
      refuse(`was made by a newer version of the book (${which}). Get the newest class kit.`);
    }
    refuse(`was made by an older version of the book (${which}). Ask the student to save it again.`);
  }

  function sound(entries, isSound) {
    const found = Object.entries(entries).filter(([, entry]) => isSound(entry));
    return [Object.fromEntries(found), Object.keys(entries).length - found.length];
  }

  function response(file, text, config) {
    if (!text) refuse(`is empty. ${AGAIN}`);
    let content;
    try { content = JSON.parse(text); } catch { refuse(`is damaged, or not a response file. ${AGAIN}`); }
    checkSchema(content, config);
    const code = typeof content.code === "string" ? printable(content.code.normalize("NFC")) : "";
    if (!code || [...code].length > LONGEST_CODE) {
      refuse("has no code name. Ask the student to choose one and save the file again.");
    }
    const parts = [content.answers, content.checks ?? {}, content.tasks ?? {}];
    if (!parts.every(isObject)) refuse(`has answers that cannot be read. ${AGAIN}`);
    if (!parts.some((part) => Object.keys(part).length)) refuse("has no answers in it.");
    let [answers, unread] = sound(parts[0], isAnswer);
    const read = [];
    for (const [name, check] of Object.entries(parts[1])) {
      if (!isObject(check) || !isObject(check.answers)) unread++;
      else {
        const [own, left] = sound(check.answers, isAnswer);
        read.push([name, { ...check, answers: own, handed_in: check.handed_in === true }]);
        unread += left;
      }
    }
    const checks = Object.fromEntries(read);
    const [tasks, left] = sound(parts[2], isTask);
    unread += left;
    if (![answers, checks, tasks].some((part) => Object.keys(part).length)) {
      refuse(`has answers that cannot be read. ${AGAIN}`);
    }
    const id = typeof content.id === "string" && /^[A-Za-z0-9-]{4,40}$/.test(content.id) ? content.id : "";
    const created = typeof content.created === "string" ? content.created : "";
    return { file, code, created, id, answers, checks, tasks, unread, lost: 0 };
  }

  /* ---- a hand-in line ------------------------------------------------------------------------------------------ */
  const { toBytes } = SourcebookLine, ASK = "Ask for the line again, or for the file.";

  /* Takes the values out of the large number again, in the order in which they were put in. */
  function unpacker(bytes) {
    let number = bytes.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
    function take(base) {
      const value = Number(number % BigInt(base));
      number /= BigInt(base);
      return value;
    }
    function often(model) {
      const total = BigInt(model.total), rest = number % total;
      let value = 0, left = Number(rest);
      while (left >= model.counts[value]) left -= model.counts[value++];
      const [start, size] = SourcebookLine.partOf(model, value).map(BigInt);
      number = (number / total) * size + rest - start;
      return value;
    }
    const list = (count, of) => Array.from({ length: count }, of);
    return { take, often, list, isEmpty: () => number === 1n };
  }

  const textOf = (bytes) => new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(new Uint8Array(bytes));
  /* How each kind of answer is taken; of "right" and of what is not carried there is nothing more. */
  const TAKE = {
    choice: ({ often }, { choice }) => often(choice),
    order({ take, often, list }, { length }) {
      const left = list(often(length) + 1, (_, n) => n);
      return list(left.length, () => left.splice(take(left.length), 1)[0]);
    },
    list({ take, often, list }, { length, highest }) {
      const count = often(length) + 1, base = often(highest) + 2;
      return list(count, () => take(base) - 1);
    },
    typed: ({ often, list }, { digits, sign }) =>
      list(often(digits) + 1, () => SourcebookLine.DIGITS[often(sign)]).join(""),
    text: ({ take, often, list }, { letter }) =>
      textOf(list(take(SourcebookLine.LONGEST_TEXT + 1), () => often(letter))),
    large: ({ take }) => take(65536),
    long: ({ take, list }) => list(take(64), () => take(256) - 1),
  };

  function isSound(letters, length) {
    if (letters.length !== length) return false;
    try {
      const bytes = toBytes(letters), sum = SourcebookLine.crc(bytes.slice(0, -4));
      return bytes.length >= 4 && bytes.slice(-4).reduce((total, byte) => total * 256 + byte, 0) === sum;
    } catch { return false; }
  }

  /* Every line of this book in a text; breaks, blanks and marks of a quotation in it are taken out. */
  function find(text, slug) {
    const starts = [...text.matchAll(new RegExp(`(?<![A-Za-z0-9-])${slug}\\.([0-9]{1,4})\\.([0-9]{1,5})\\.`, "g"))];
    return starts.map((start, n) => {
      const rest = text.slice(start.index + start[0].length, starts[n + 1]?.index ?? text.length);
      const length = Number(start[2]);
      let letters = /^[0-9A-Za-z]*/.exec(rest)[0];
      if (letters.length < length) {
        const joined = (rest.replace(/=\r?\n|[\r\n]+>+/g, "").match(/[0-9A-Za-z]/g) ?? []).slice(0, length).join("");
        if (isSound(joined, length)) letters = joined;
      }
      if (isSound(letters.slice(0, length), length)) letters = letters.slice(0, length);
      const where = `line ${text.slice(0, start.index).split("\n").length}`;
      return { where, version: Number(start[1]), length, letters };
    });
  }

  const codeIn = (bytes) => textOf(bytes.slice(1, bytes[0] + 1));
  function whose(letters) {
    try {
      const bytes = toBytes(letters.slice(0, Math.floor(letters.length / 43) * 43));
      return bytes.length > bytes[0] ? printable(codeIn(bytes)) : "";
    } catch { return ""; }
  }

  function lineResponse(file, { version, length, letters }, bank) {
    if (version !== SourcebookLine.VERSION) {
      refuse(`is a hand-in line of a newer version of the book (${version}; this one reads ${SourcebookLine.VERSION}). `
        + "Get the newest version.");
    }
    if (!isSound(letters, length)) {
      const code = whose(letters), said = code ? ` (the code name in it is “${code}”)` : "";
      if (letters.length < length) refuse(`was cut: ${letters.length} of ${length} letters came${said}. ${ASK}`);
      refuse(`was changed on its way${said}: its checksum does not fit. ${ASK}`);
    }
    try { return unfold(file, letters, bank); } catch { return refuse(`cannot be read. ${ASK}`); }
  }

  /* A right answer, as a reader may have given it. */
  const rightOf = ({ t, a }) => (t === "text" ? a[0] : a);

  function unfold(file, letters, bank) {
    const { shortHash, HASH_BITS, KINDS, SIGNS_OF_ID } = SourcebookLine, known = new Map(), quizzes = new Map();
    for (const [name, { h }] of Object.entries(bank.questions)) {
      known.set(shortHash(name, h), [...(known.get(shortHash(name, h)) ?? []), name]);
      quizzes.set(shortHash("check-", name), name);
    }
    for (const quiz of bank.quizzes) quizzes.set(shortHash("check-", quiz), quiz);
    const bytes = toBytes(letters).slice(0, -4), packed = unpacker(bytes.slice(bytes[0] + 1)), code = codeIn(bytes);
    const { take, often, list } = packed;
    const time = (seconds) => (seconds ? new Date(seconds * 1000).toISOString() : "");
    const other = (what, hash) => `${what} of another version ${hash.toString(16).padStart(4, "0")}`;
    const id = list(take(41), () => SIGNS_OF_ID[take(SIGNS_OF_ID.length)]).join("");
    const created = time(take(2 ** 32)), rated = take(2);
    const checks = list(take(64), () => {
      const hash = take(2 ** HASH_BITS);
      return [quizzes.get(hash) ?? other("check", hash),
        { handed_in: take(2) === 1, time: time(take(2 ** 32)), answers: {} }];
    });
    const answers = {}, models = SourcebookLine.models(checks.length);
    const count = take(4096), low = SourcebookLine.lowOf(count);
    let hash = 0, lost = 0;
    for (let n = 0; n < count; n++) {
      /* A line that nobody wrote could go on for hours. */
      while (often(models.more) && hash < 2 ** HASH_BITS) hash += 2 ** low;
      hash += take(2 ** low);
      if (hash >= 2 ** HASH_BITS) refuse("leads beyond the last short hash");
      const place = often(models.ofCheck), sure = rated ? often(models.sure) : 0, kind = KINDS[often(models.kind)];
      if (kind === "not carried") {
        lost++;
        continue;
      }
      const names = known.get(hash) ?? [], name = names.length === 1 ? names[0] : other("question", hash);
      const held = bank.questions[name], right = () => (held ? rightOf(held.k) : "right");
      const answer = kind === "right" ? right() : TAKE[kind](packed, models);
      const entry = { hash: held?.h ?? "", answer, ...(sure ? { sure: SURE[sure - 1] } : {}) };
      if (place % 2 || !place) answers[name] = entry;
      if (place) checks[Math.floor((place - 1) / 2)][1].answers[name] = entry;
    }
    if (!packed.isEmpty()) refuse("holds more than it says");
    const sorted = Object.fromEntries(Object.entries(answers).sort(([a], [b]) => (a < b ? -1 : 1)));
    return { file, code: printable(code), created, id, answers: sorted, checks: Object.fromEntries(checks), tasks: {},
      unread: 0, lost };
  }

  /* The rows of a table, with cells in quotation marks. */
  function rowsOf(text) {
    const head = text.split("\n", 1)[0], parts = [",", ";", "\t"].map((sign) => [sign, head.split(sign).length]);
    const [sign] = parts.sort((a, b) => b[1] - a[1])[0], rows = [[]];
    for (const [, quoted, bare, end] of text.matchAll(
      new RegExp(`(?:"((?:[^"]|"")*)"|([^${sign}\\r\\n]*))(${sign}|\\r?\\n|\\r|$)`, "g"))) {
      rows.at(-1).push(quoted === undefined ? bare : quoted.replaceAll('""', '"'));
      if (end && end !== sign) rows.push([]);
    }
    return rows;
  }

  /* A response or a problem for each line of a text, and for what may have been one. */
  function linesIn(name, text, { slug }, bank) {
    const at = (where) => (name ? `${name}, ${where}` : where), found = [], whole = [];
    for (const line of find(text, slug)) {
      try {
        found.push(lineResponse(at(line.where), line, bank));
        whole.push(line.letters);
      } catch (reason) {
        found.push([at(line.where), LEFT_OUT, reason.message]);
      }
    }
    if (found.length && /\.[ct]sv$/i.test(name)) {
      rowsOf(text).forEach((row, n) => {
        const said = row.filter((cell) => cell.trim()).map(printable);
        if (!n || !said.length || row.join(" ").includes(`${slug}.`)) return;
        const first = [...said[0]].slice(0, 40).join("");
        found.push([at(`row ${n + 1}`), LEFT_OUT, `has no hand-in line in it. It begins: ${first}`]);
      });
    } else if (found.length || !name) {
      /* Letters of a line that was read are no piece. */
      text.split("\n").forEach((line, n) => {
        const parts = line.includes(`${slug}.`) ? [] : line.match(/[0-9A-Za-z]{40,}/g) ?? [];
        if (parts.every((part) => whole.some((letters) => letters.includes(part)))) return;
        found.push([at(`line ${n + 1}`), LEFT_OUT,
          "looks like a piece of a hand-in line: its beginning is missing. Ask for the line again."]);
      });
    }
    return found;
  }

  /* ---- one a student ------------------------------------------------------------------------------------------- */
  function apart(found, problems, namesakes) {
    const first = new Map(), codes = new Set(found.map(({ code }) => fold(code)));
    return found.map((one) => {
      const other = first.get(fold(one.code));
      if (!other) {
        first.set(fold(one.code), one);
        return one;
      }
      let number = 2;
      while (codes.has(fold(`${one.code} (${number})`))) number++;
      const code = `${one.code} (${number})`;
      codes.add(fold(code));
      namesakes.push([one.code, other.file, one.file]);
      problems.push([one.file, REMARK, `has the code name of ${other.file}, and comes from another browser or `
        + "notebook: two students, or one who worked on two computers. Both are counted, this one as "
        + `“${code}”; ask who is who.`]);
      return { ...one, code };
    });
  }

  function copies(found, problems) {
    const first = new Map();
    for (const one of found) {
      const timed = Object.entries(one.answers).filter(([, { time }]) => typeof time === "string")
        .map(([name, { time, answer }]) => [name, time, answer]).sort();
      if (timed.length < COPIED) continue;
      const key = JSON.stringify(timed), other = first.get(key);
      if (!other) first.set(key, one);
      else {
        problems.push([one.file, REMARK, `holds the same answers, given at the same seconds, as ${other.file}. `
          + "Both are counted; ask who handed in what."]);
      }
    }
  }

  const inOrder = (value) => JSON.stringify(value, (_, one) =>
    (isObject(one) ? Object.fromEntries(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1))) : one));
  const isSame = (a, b) => ["answers", "checks", "tasks"].every((part) => inOrder(a[part]) === inOrder(b[part]));
  const isNewer = (a, b) => (a.created === b.created ? a.file > b.file : a.created > b.created);

  /* Both files of one student; of a question that is in both, the newer file counts, but a draft of a check never takes
     the place of one that was handed in. */
  function join(now, old) {
    const handedIn = (name) => Object.hasOwn(old.checks, name) && old.checks[name].handed_in;
    const newer = Object.entries(now.checks).filter(([name, check]) => check.handed_in || !handedIn(name));
    return { ...now, answers: { ...old.answers, ...now.answers }, tasks: { ...old.tasks, ...now.tasks },
      checks: { ...old.checks, ...Object.fromEntries(newer) }, unread: now.unread + old.unread };
  }

  /* Responses, one a student; problems as [file, what, why]; and files of one code name that may be one student's two
     computers, as [code, file, file]. files: as open gives them; joined: code names that the teacher said are one. */
  function read(files, config, bank, joined = []) {
    const oneStudent = new Set(joined.map(fold)), namesakes = [], problems = [], persons = new Map();
    const all = files.flatMap(({ name, text, error }) => {
      if (error) return [[name, LEFT_OUT, error]];
      try {
        if (name) return [response(name, text, config)];
      } catch (reason) {
        const lines = linesIn(name, text, config, bank);
        return lines.length ? lines : [[name, LEFT_OUT, reason.message]];
      }
      return linesIn(name, text, config, bank);
    });
    for (const one of all) {
      if (Array.isArray(one)) {
        problems.push(one);
        continue;
      }
      const id = oneStudent.has(fold(one.code)) ? "" : one.id;
      const person = JSON.stringify([fold(one.code), id]), other = persons.get(person);
      if (other) {
        const [now, old] = isNewer(one, other) ? [one, other] : [other, one];
        if (now.id !== old.id) {
          problems.push([old.file, REMARK, `is joined with ${now.file}: you said that they are one student.`]);
          persons.set(person, join(now, old));
          continue;
        }
        const why = isSame(now, old) ? "is a copy of" : "has the same code name as the newer";
        problems.push([old.file, LEFT_OUT, `${why} ${now.file}; only that one counts.`]);
        persons.set(person, now);
      } else persons.set(person, one);
    }
    const kept = apart([...persons.values()], problems, namesakes);
    for (const { file, unread, lost } of kept) {
      if (unread) problems.push([file, REMARK, `Answers left out because they cannot be read: ${unread}.`]);
      if (lost) {
        problems.push([file, REMARK, `Answers that a line cannot carry: ${lost}. Ask for the file to see them.`]);
      }
    }
    copies(kept, problems);
    return [kept, problems, namesakes];
  }

  return { open, dropped, read, fold };
})();
