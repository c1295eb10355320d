/* The hand-in line: a response file as one line of text. Its form is told in sourcebook/quiz/hand_in_line.py; both pass
   hand_in_line.json. Uses quiz.js. */
const SourcebookLine = (() => {
  "use strict";
  const { SURE, grade } = SourcebookQuiz;
  const VERSION = 1, HASH_BITS = 16, MOST = 600, DIGITS = "0123456789., -%'", LONGEST_TEXT = 60;
  const LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz", SIGNS_OF_ID = `${LETTERS}-`;
  /* How many letters so many bytes take, up to a whole block. */
  const BLOCK = Array.from({ length: 33 }, (_, size) => {
    let letters = 0;
    while (62n ** BigInt(letters) < 256n ** BigInt(size)) letters++;
    return letters;
  });
  const KINDS = ["right", "choice", "order", "list", "typed", "text", "large", "long", "not carried"];
  const RIGHT = Symbol("right"), NOT_CARRIED = Symbol("not carried");
  const utf8 = (text) => [...new TextEncoder().encode(text)];
  /* Text that every screen shows. */
  const printable = (text) => text.toWellFormed().replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, " ").trim().split(/\s+/)
    .join(" ");
  const isWhole = (n, least, most) => Number.isInteger(n) && n >= least && n <= most;

  function crc(bytes) {
    let sum = -1;
    for (const byte of bytes) {
      sum ^= byte;
      for (let n = 0; n < 8; n++) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
    }
    return ~sum >>> 0;
  }
  const shortHash = (...words) => crc(utf8(words.join(" "))) >>> (32 - HASH_BITS);

  /* ---- one large number, and its letters ----------------------------------------------------------------------- */
  const often = (counts) => ({ counts, total: counts.reduce((sum, count) => sum + count, 0) });
  const evenly = (length) => often(Array(length).fill(1));

  /* Where the part of a value begins, and how long it is; from now on it came once more. */
  function partOf(model, value) {
    const start = model.counts.slice(0, value).reduce((sum, count) => sum + count, 0), size = model.counts[value]++;
    model.total++;
    return [start, size];
  }

  /* What is learned of a line while it is packed; who unpacks it learns the same. */
  const models = (checks) => ({ ofCheck: evenly(2 * checks + 1), more: evenly(2), sure: evenly(4), kind: evenly(9),
    choice: evenly(8), length: evenly(8), highest: evenly(7), digits: evenly(16), sign: evenly(16),
    letter: often(Array.from({ length: 256 }, (_, n) => (/[a-z ]/.test(String.fromCharCode(n)) ? 16 : 1))) });

  function packer() {
    const parts = [];
    const put = (value, base) => { parts.push([value, 1, base]); };
    function putOften(value, model) {
      const { total } = model;
      parts.push([...partOf(model, value), total]);
    }
    function bytes() {
      let number = 1n;
      for (const part of parts.reverse()) {
        const [start, size, total] = part.map(BigInt);
        number = (number / size) * total + start + (number % size);
      }
      const digits = number.toString(16), whole = digits.padStart(digits.length + (digits.length % 2), "0");
      return whole.match(/../g).map((byte) => parseInt(byte, 16));
    }
    return { put, putOften, bytes };
  }

  function toLetters(bytes) {
    let letters = "";
    for (let start = 0; start < bytes.length; start += 32) {
      const block = bytes.slice(start, start + 32);
      let number = block.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n), own = "";
      for (let n = 0; n < BLOCK[block.length]; n++) {
        own = LETTERS[Number(number % 62n)] + own;
        number /= 62n;
      }
      letters += own;
    }
    return letters;
  }

  /* Throws for letters that are no bytes; of a line that was cut, gives as much as is whole. */
  function toBytes(letters) {
    const content = [];
    for (let start = 0; start < letters.length; start += 43) {
      const block = letters.slice(start, start + 43), size = BLOCK.indexOf(block.length);
      if (size < 0) throw new TypeError("cut");
      let number = 0n;
      for (const letter of block) number = number * 62n + BigInt(LETTERS.indexOf(letter));
      if (number >= 256n ** BigInt(size)) throw new TypeError("changed");
      for (let n = size - 1; n >= 0; n--) content.push(Number((number >> BigInt(8 * n)) & 255n));
    }
    return content;
  }

  /* ---- writing ------------------------------------------------------------------------------------------------- */
  /* What an answer is for a line. */
  function kindOf(answer) {
    if (answer === RIGHT) return "right";
    if (typeof answer === "string") {
      const signs = [...answer];
      if (signs.length && signs.length <= 16 && signs.every((sign) => DIGITS.includes(sign))) return "typed";
      return utf8(answer).length <= LONGEST_TEXT ? "text" : "not carried";
    }
    if (Array.isArray(answer)) {
      if (answer.length && answer.length <= 8 && answer.every((n) => isWhole(n, -1, 6))) {
        return [...answer].sort((a, b) => a - b).every((n, place) => n === place) ? "order" : "list";
      }
      return answer.length < 64 && answer.every((n) => isWhole(n, -1, 254)) ? "long" : "not carried";
    }
    if (isWhole(answer, 0, 7)) return "choice";
    return isWhole(answer, 0, 65535) ? "large" : "not carried";
  }

  const PUT = {
    choice({ putOften }, { choice }, answer) { putOften(answer, choice); },
    order({ put, putOften }, { length }, answer) {
      const left = answer.map((_, n) => n);
      putOften(answer.length - 1, length);
      for (const n of answer) {
        put(left.indexOf(n), left.length);
        left.splice(left.indexOf(n), 1);
      }
    },
    list({ put, putOften }, { length, highest }, answer) {
      const most = Math.max(0, ...answer);
      putOften(answer.length - 1, length);
      putOften(most, highest);
      answer.forEach((n) => put(n + 1, most + 2));
    },
    typed({ putOften }, { digits, sign }, answer) {
      putOften(answer.length - 1, digits);
      for (const one of answer) putOften(DIGITS.indexOf(one), sign);
    },
    text({ put, putOften }, { letter }, answer) {
      const bytes = utf8(answer);
      put(bytes.length, LONGEST_TEXT + 1);
      bytes.forEach((byte) => putOften(byte, letter));
    },
    large({ put }, _, answer) { put(answer, 65536); },
    long({ put }, _, answer) {
      put(answer.length, 64);
      answer.forEach((n) => put(n + 1, 256));
    },
  };

  const seconds = (time) => Math.min(Math.max(0, Math.floor(Date.parse(time) / 1000) || 0), 2 ** 32 - 1);

  /* Of each answer its short hash, its place (0 where it stands in no check, else twice the number of the check,
     from 1, less one where it is an answer too), how sure, and the answer. */
  function entriesOf({ answers, checks }, names, asked) {
    function said(name, { hash, answer, sure }) {
      const now = asked[name], isRight = now?.hash === hash && grade(now.key, answer) === 1;
      return [shortHash(name, hash), SURE.indexOf(sure) + 1, isRight ? RIGHT : answer];
    }
    const isSame = (one, other) => !!one && one[0] === other[0] && one[1] === other[1]
      && (one[2] === other[2] || (Array.isArray(one[2]) && JSON.stringify(one[2]) === JSON.stringify(other[2])));
    const plain = Object.fromEntries(Object.entries(answers).map(([name, entry]) => [name, said(name, entry)]));
    const found = [];
    names.forEach((quiz, n) => {
      for (const [name, entry] of Object.entries(checks[quiz].answers)) {
        const own = said(name, entry), both = isSame(plain[name], own);
        if (both) delete plain[name];
        found.push({ hash: own[0], place: 2 * n + 2 - both, sure: own[1], answer: own[2] });
      }
    });
    for (const [hash, sure, answer] of Object.values(plain)) found.push({ hash, place: 0, sure, answer });
    return found.sort((a, b) => a.hash - b.hash || a.place - b.place);
  }

  /* How many of the lower bits of a step are all as likely. */
  function lowOf(count) {
    let low = HASH_BITS - 1;
    while (low && count * 2 ** low > 2 ** HASH_BITS) low--;
    return low;
  }

  /* The same without the longest of what was typed: texts, then numbers. */
  function shorter(entries) {
    const of = (kind) => entries.filter(({ answer }) => kindOf(answer) === kind);
    const typed = of("text").length ? of("text") : of("typed");
    if (!typed.length) return null;
    const longest = typed.reduce((a, b) => ([...b.answer].length > [...a.answer].length ? b : a));
    return entries.map((entry) => (entry === longest ? { ...entry, answer: NOT_CARRIED } : entry));
  }

  function lineOf(slug, { code, id, created, checks = {} }, names, entries) {
    const pack = packer(), { put, putOften } = pack, own = models(names.length);
    const random = [...id].map((sign) => SIGNS_OF_ID.indexOf(sign)).filter((n) => n >= 0).slice(0, 40);
    const rated = entries.some(({ sure }) => sure > 0), low = lowOf(entries.length);
    put(random.length, 41);
    random.forEach((sign) => put(sign, SIGNS_OF_ID.length));
    put(seconds(created), 2 ** 32);
    put(Number(rated), 2);
    put(names.length, 64);
    for (const quiz of names) {
      put(shortHash("check-", quiz), 2 ** HASH_BITS);
      put(Number(Boolean(checks[quiz].handed_in)), 2);
      put(seconds(checks[quiz].time), 2 ** 32);
    }
    put(entries.length, 4096);
    let before = 0;
    for (const { hash, place, sure, answer } of entries) {
      const high = (hash - before) >>> low, kind = kindOf(answer);
      for (let n = 0; n <= high; n++) putOften(Number(n < high), own.more);
      put((hash - before) & (2 ** low - 1), 2 ** low);
      before = hash;
      putOften(place, own.ofCheck);
      if (rated) putOften(sure, own.sure);
      putOften(KINDS.indexOf(kind), own.kind);
      PUT[kind]?.(pack, own, answer);
    }
    const name = utf8(code.normalize("NFC")).slice(0, 255), whole = [name.length, ...name, ...pack.bytes()];
    const sum = crc(whole);
    const letters = toLetters([...whole, sum >>> 24, (sum >>> 16) & 255, (sum >>> 8) & 255, sum & 255]);
    return `${slug}.${VERSION}.${letters.length}.${letters}`;
  }

  /* The line of a student; content as in a response file: code, id, created, answers, checks. asked: {id: {hash, key}},
     the questions of today. */
  function write(slug, content, asked) {
    const names = Object.keys(content.checks ?? {}).sort().slice(0, 63);
    let entries = entriesOf(content, names, asked).slice(0, 4095), line = lineOf(slug, content, names, entries);
    while (line.length > MOST) {
      const fewer = shorter(entries);
      if (!fewer) break;
      entries = fewer;
      line = lineOf(slug, content, names, entries);
    }
    return line;
  }

  return { write, shortHash, crc, toLetters, toBytes, models, partOf, lowOf, VERSION, HASH_BITS, KINDS, SIGNS_OF_ID,
    DIGITS, LONGEST_TEXT, printable };
})();
