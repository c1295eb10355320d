/* The hand-in line: a response file as one line of text. Its form is told in sourcebook/quiz/hand_in_line.py; both pass
   hand_in_line.json. Uses quiz.js. */
const SourcebookLine = (() => {
  "use strict";
  const { SURE } = SourcebookQuiz;
  const VERSION = 1, HASH_BITS = 18, DIGITS = "0123456789., -%'", LONGEST_TEXT = 60;
  const LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  const BLOCK = [0, 2, 3, 5, 6, 7, 9, 10, 11];
  const utf8 = (text) => [...new TextEncoder().encode(text)];
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
  const widthOf = (count) => (count > 1 ? 32 - Math.clz32(count - 1) : 0);

  /* ---- bits and letters ---------------------------------------------------------------------------------------- */
  function writer() {
    let text = "";
    const put = (value, width) => { if (width) text += Number(value).toString(2).padStart(width, "0"); };
    const putBytes = (bytes) => {
      put(bytes.length, 8);
      bytes.forEach((byte) => put(byte, 8));
    };
    const ones = (count) => { text += "1".repeat(count); };
    const bytes = () => (text.match(/.{1,8}/g) ?? []).map((byte) => parseInt(byte.padEnd(8, "0"), 2));
    return { put, putBytes, ones, bytes };
  }

  function toLetters(bytes) {
    let letters = "";
    for (let start = 0; start < bytes.length; start += 8) {
      const block = bytes.slice(start, start + 8);
      let number = block.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n), own = "";
      for (let n = 0; n < BLOCK[block.length]; n++) {
        own = LETTERS[Number(number % 62n)] + own;
        number /= 62n;
      }
      letters += own;
    }
    return letters;
  }

  /* ---- writing ------------------------------------------------------------------------------------------------- */
  /* What kind of answer this is, and its parts as [value, bits]. */
  function partsOf(answer) {
    if (typeof answer === "string") {
      const signs = [...answer], bytes = utf8(answer);
      if (signs.length && signs.length <= 16 && signs.every((sign) => DIGITS.includes(sign))) {
        return [1, [[signs.length - 1, 4], ...signs.map((sign) => [DIGITS.indexOf(sign), 4])]];
      }
      if (bytes.length <= LONGEST_TEXT) return [3, [[bytes.length, 6], ...bytes.map((byte) => [byte, 8])]];
    } else if (Array.isArray(answer)) {
      if (answer.length && answer.length <= 8 && answer.every((n) => isWhole(n, -1, 6))) {
        return [2, [[answer.length - 1, 3], ...answer.map((n) => [n + 1, 3])]];
      }
      if (answer.length < 64 && answer.every((n) => isWhole(n, -1, 254))) {
        return [5, [[answer.length, 6], ...answer.map((n) => [n + 1, 8])]];
      }
    } else if (isWhole(answer, 0, 7)) return [0, [[answer, 3]]];
    else if (isWhole(answer, 0, 65535)) return [4, [[answer, 16]]];
    return [6, []];
  }

  const seconds = (time) => Math.min(Math.max(0, Math.floor(Date.parse(time) / 1000) || 0), 2 ** 32 - 1);

  function entriesOf({ answers, checks }, names) {
    const said = (name, { hash, answer, sure }) => [shortHash(name, hash), SURE.indexOf(sure) + 1, answer];
    const plain = Object.fromEntries(Object.entries(answers).map(([name, entry]) => [name, said(name, entry)]));
    const found = [];
    names.forEach((quiz, n) => {
      for (const [name, entry] of Object.entries(checks[quiz].answers)) {
        const own = said(name, entry), both = JSON.stringify(plain[name]) === JSON.stringify(own);
        if (both) delete plain[name];
        found.push([own[0], n + 1, both, own[1], own[2]]);
      }
    });
    for (const [hash, sure, answer] of Object.values(plain)) found.push([hash, 0, true, sure, answer]);
    return found.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  }

  /* The line of a student; content as in a response file: code, id, created, answers, checks. */
  function write(slug, { code, id, created, answers, checks = {} }) {
    const names = Object.keys(checks).sort().slice(0, 63);
    const entries = entriesOf({ answers, checks }, names).slice(0, 4095);
    const rated = entries.some(([, , , sure]) => sure > 0), bits = writer();
    bits.putBytes(utf8(code.normalize("NFC")).slice(0, 255));
    bits.putBytes(utf8(id.replace(/[^\0-\x7f]/g, "")).slice(0, 255));
    bits.put(seconds(created), 32);
    bits.put(rated, 1);
    bits.put(names.length, 6);
    for (const quiz of names) {
      bits.put(shortHash("check-", quiz), HASH_BITS);
      bits.put(checks[quiz].handed_in, 1);
      bits.put(seconds(checks[quiz].time), 32);
    }
    bits.put(entries.length, 12);
    let low = HASH_BITS - 1, before = 0;
    while (low && entries.length * 2 ** low > 2 ** HASH_BITS) low--;
    bits.put(low, 5);
    for (const [hash, place, both, sure, answer] of entries) {
      const step = hash - before, [kind, parts] = partsOf(answer);
      before = hash;
      bits.ones(step >>> low);
      bits.put(0, 1);
      bits.put(step & (2 ** low - 1), low);
      if (names.length) {
        bits.put(place > 0, 1);
        if (place) {
          bits.put(place - 1, widthOf(names.length));
          bits.put(both, 1);
        }
      }
      if (rated) bits.put(sure, 2);
      bits.ones(kind);
      if (kind < 6) bits.put(0, 1);
      parts.forEach(([value, width]) => bits.put(value, width));
    }
    const whole = bits.bytes(), sum = crc(whole);
    const letters = toLetters([...whole, sum >>> 24, (sum >>> 16) & 255, (sum >>> 8) & 255, sum & 255]);
    return `${slug}.${VERSION}.${letters.length}.${letters}`;
  }

  return { write, shortHash, crc, VERSION, HASH_BITS };
})();
