/* Questions: upgrades each form.mm-quiz wherever it stands. A classic script in the built book, the module of the live
   widget in Jupyter. Uses dom.js and kept.js; nothing leaves the page. Grading follows sourcebook/quiz/grade.py; both
   pass sourcebook/quiz/vectors.json. */
const SourcebookQuiz = (() => {
  const { el, button, statusLine, distance } = SourcebookDom;

  /* ---- grading ------------------------------------------------------------------------------------------------- */
  const INVISIBLE = /[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]/g;
  /* 10² is no 102. */
  const RAISED = /[\u00b2\u00b3\u00b9\u2070-\u209c]/;
  const MARKS = /[\u0300-\u036f]/g;
  /* Where the digits of other scripts begin. */
  const ZEROS = [0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xe50, 0xed0,
    0xf20, 0x1040, 0x17e0, 0x1810, 0x1e950];
  const SIGNS = { "\u066a": "%", "\u066b": ".", "\u066c": ",", "\u2019": "'" };
  for (const zero of ZEROS) for (let n = 0; n < 10; n++) SIGNS[String.fromCodePoint(zero + n)] = String(n);
  const ABOUT = new RegExp("^(?:(?:about|around|approximately|approx|roughly|circa|ca|c|some|environ|autour de|"
    + "a peu pres|pres de)(?![a-z])\\.? ?|[~\u2248\u223c=] ?)+");
  const NUMBER = /^([+-]?) ?([0-9][0-9 '.,]*|[.,][0-9]+)(%? ?(?:[a-z][a-z .'-]*)?)$/;
  const words = (text) => text.split(/[ .'%-]/).filter(Boolean);
  const counted = (text, first, step = 1) => words(text).map((word, n) => [word, first + step * n]);
  const SMALL = new Map([
    ...counted("zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen", 0),
    ...counted("sixteen seventeen eighteen nineteen twenty", 16),
    ...counted("thirty forty fifty sixty seventy eighty ninety", 30, 10),
    ...counted("zero un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize", 0),
    ...counted("vingt trente quarante cinquante soixante", 20, 10), ["une", 1], ["vingts", 20]]);
  const HUNDRED = new Set(["hundred", "cent", "cents"]);
  const powers = (...lists) => lists.flatMap((list, n) => words(list).map((word) => [word, 1000 ** (n + 1)]));
  const LARGE = new Map(powers("thousand thousands mille millier milliers", "million millions",
    "billion billions milliard milliards", "trillion trillions"));
  const SCALES = new Map([["hundred", 100], ...LARGE, ...powers("k", "m mn mio", "b bn md mds mrd", "tn")]);
  /* After a number these change it, and how is not known here. */
  const CHANGES = new Set(words("dozen dozens douzaine douzaines lakh lakhs crore crores hundreds score scores times "
    + "fois x mil mm t g half halves third thirds quarter quarters tenths hundredths thousandths millionths demi tiers "
    + "quart or to ou minus moins plus less more point virgule comma squared cubed"));

  /* Does what follows a number leave it as it is? */
  function unchanged(list) {
    const rest = /^p(er|our) cent$/.test(list.slice(0, 2).join(" ")) ? list.slice(2) : list;
    return !rest.some((word) => CHANGES.has(word) || SCALES.has(word) || HUNDRED.has(word)
      || (SMALL.has(word) && SMALL.get(word) !== 1));
  }

  function inWords(text) {
    let list = words(text);
    const sign = /^(minus|moins)$/.test(list[0]) ? -1 : 1;
    if (sign < 0) list = list.slice(1);
    if (list[0] === "zero") return unchanged(list.slice(1)) ? 0 : null;
    let total = 0, current = 0, last = 1e15, place = 0;
    for (; place < list.length; place++) {
      const word = list[place], after = list[place + 1], joins = LARGE.has(after) || HUNDRED.has(after);
      if (/^an?$/.test(word) && !place && joins) continue;
      if (/^(and|et)$/.test(word) && place && (SMALL.has(after) || joins)) continue;
      if (/^une?$/.test(word) && !place && after && !joins) return null;
      const small = SMALL.get(word), rest = current % 100;
      if (small !== undefined) {
        const fits = !rest || (small < 10 && rest >= 20 && rest % 10 === 0)
          || ((rest === 60 || rest === 80) && small >= 10 && small < 20);
        if (word.startsWith("vingt") && rest === 4) current += 76;
        else if (small && fits) current += small;
        else return null;
      } else if (HUNDRED.has(word)) {
        if (current > 99) return null;
        current = (current || 1) * 100;
      } else if (LARGE.has(word)) {
        if (LARGE.get(word) >= last) return null;
        last = LARGE.get(word);
        total += (current || 1) * last;
        current = 0;
      } else break;
    }
    const value = total + current;
    return value && unchanged(list.slice(place)) ? sign * value : null;
  }

  function inDigits(text) {
    let digits = text.replace(/[ ']/g, "");
    const commas = digits.split(",").length - 1, points = digits.split(".").length - 1;
    if (commas && points) {
      const [decimal, other] = digits.lastIndexOf(",") > digits.lastIndexOf(".") ? [",", "."] : [".", ","];
      if (digits.split(decimal).length > 2) return null;
      digits = digits.replaceAll(other, "").replace(decimal, ".");
    } else if (commas) {
      if (/^[1-9][0-9]{0,2}(,[0-9]{3})+$/.test(digits)) digits = digits.replaceAll(",", "");
      else if (commas === 1) digits = digits.replace(",", ".");
      else return null;
    } else if (points > 1) {
      if (!/^[1-9][0-9]{0,2}(\.[0-9]{3})+$/.test(digits)) return null;
      digits = digits.replaceAll(".", "");
    }
    return /^[0-9]*\.?[0-9]*$/.test(digits) && /[0-9]/.test(digits) ? parseFloat(digits) : null;
  }

  function parseNumber(text) {
    if (typeof text === "number") return Math.abs(text) < 1e300 ? text : null;
    if (typeof text !== "string" || [...text].length > 60 || RAISED.test(text)) return null;
    const signs = text.replace(INVISIBLE, "").replace(/[\u2010-\u2015\u2212\ufe63]/g, "-").normalize("NFKD");
    const plain = Array.from(signs, (sign) => SIGNS[sign] ?? sign).join("").replace(MARKS, "").toLowerCase()
      .replace(MARKS, "").replace(/us\$|[$€£]/g, "").replace(/\s+/g, " ").trim().replace(ABOUT, "");
    const found = NUMBER.exec(plain);
    if (!found) return /^[a-z][a-z .'-]*%?$/.test(plain) ? inWords(plain) : null;
    let value = inDigits(found[2]), list = words(found[3]);
    if (value === null) return null;
    const scale = SCALES.get(list[0]);
    if (scale) {
      const more = scale === 100 && SCALES.get(list[1]);
      value *= scale;
      if (more) value *= more;
      list = list.slice(more ? 2 : 1);
    }
    return unchanged(list) ? (found[1] === "-" ? -1 : 1) * value : null;
  }

  function plainText(text) {
    text = text.replace(INVISIBLE, "");
    for (let i = 0; i < 2; i++) text = text.normalize("NFKD").replace(MARKS, "").toLowerCase();
    return text.replace(/[^\p{L}\p{M}\p{N}]+/gu, " ").trim().replace(/^(?:the|an|a|la|le|les|l) (?=.)/, "");
  }

  function fits(answer, forms) {
    if (typeof answer !== "string" || [...answer].length > 200) return false;
    const given = plainText(answer);
    return given !== "" && forms.some((form) => {
      const wanted = [...plainText(form)], slips = wanted.length >= 10 ? 2 : wanted.length >= 5 ? 1 : 0;
      return distance([...given], wanted) <= slips;
    });
  }

  /* The number of an answer. A unit that would be read as a part of it ("3 times", "5 m" for metres) is none there. */
  function numberOf({ u: unit }, answer) {
    const ends = unit && typeof answer === "string" && answer.slice(-unit.length).toLowerCase() === unit;
    const before = ends ? answer.slice(0, -unit.length) : answer;
    return parseNumber(ends && /[A-Za-z]$/.test(before) ? answer : before);
  }

  const isInt = (n) => Number.isInteger(n);
  const ints = (a) => (Array.isArray(a) && a.every(isInt) ? a : null);

  function grade(key, answer) {
    const right = key.a;
    if (key.t === "single" || key.t === "claim") return isInt(answer) && answer === right ? 1 : 0;
    if (key.t === "multiple") {
      const chosen = ints(answer);
      if (!chosen || !chosen.length || new Set(chosen).size !== chosen.length) return 0;
      if (chosen.some((c) => c < 0 || c >= key.n)) return 0;
      const good = chosen.filter((c) => right.includes(c)).length;
      return Math.max(0, (2 * good - chosen.length) / right.length);
    }
    if (key.t === "number") {
      const value = numberOf(key, answer);
      return value !== null && Math.abs(value - right) <= key.tol + 1e-9 ? 1 : 0;
    }
    if (key.t === "text") return fits(answer, right) ? 1 : 0;
    const given = ints(answer);
    if (!given || given.length !== right.length) return 0;
    if (key.t === "order" && [...given].sort((a, b) => a - b).some((g, i) => g !== i)) return 0;
    return given.filter((g, i) => g === right[i]).length / right.length;
  }

  /* What is no answer at all is not graded. */
  function readable(key, answer) {
    if (key.t === "number") return numberOf(key, answer) !== null;
    if (key.t === "text") return typeof answer === "string" && [...answer].length <= 200 && plainText(answer) !== "";
    return answer !== null;
  }

  /* The places in key.s of the named slips that a wrong answer shows. */
  function slips(key, answer) {
    if (!key.s || grade(key, answer) === 1) return [];
    const where = (test) => key.s.map((slip, n) => (test(slip) ? n : -1)).filter((n) => n >= 0);
    if (key.t === "number") {
      const value = numberOf(key, answer);
      return value === null ? [] : where(([slip, room]) => Math.abs(value - slip) <= room + 1e-9).slice(0, 1);
    }
    if (key.t === "text") return where((forms) => fits(answer, forms)).slice(0, 1);
    const given = ints(answer);
    if (!given || given.length !== key.a.length) return [];
    if (key.t === "match") return where(([left, right]) => given[left] === right);
    if (!key.a.every((n) => given.includes(n))) return [];
    return where(([earlier, later]) => given.indexOf(earlier) > given.indexOf(later));
  }

  /* ---- what is kept -------------------------------------------------------------------------------------------- */
  /* An entry is {hash, answer, tries, score, time, shown}, with "sure" (1 guess, 2 fairly sure, 3 certain) where that
     was asked. A check that is not handed in yet, or that was, is kept as "check-…", its answer being
     {id: [hash, answer, sure]}; "shown" says that the reader left it for practice, "mix" orders its options. */
  function soundEntry(id, entry) {
    if (!/^[a-z0-9-]{3,110}$/.test(id) || !entry || typeof entry !== "object" || Array.isArray(entry)) return undefined;
    if (typeof entry.hash !== "string" || !("answer" in entry)) return undefined;
    return {
      hash: entry.hash,
      answer: entry.answer,
      tries: Math.max(0, Math.floor(Number(entry.tries)) || 0),
      score: Math.min(1, Math.max(0, Number(entry.score) || 0)),
      time: typeof entry.time === "string" ? entry.time : "",
      shown: entry.shown === true,
      ...([1, 2, 3].includes(entry.sure) ? { sure: entry.sure } : {}),
      ...(isInt(entry.mix) ? { mix: entry.mix } : {}),
    };
  }
  const isCheck = (id) => id.startsWith("check-");
  const kept = SourcebookKept("answers", "answers", soundEntry);
  /* Of a task: {hash, tries, verdict, time}, with slip, value and text where there is one to tell. */
  function soundTask(id, entry) {
    if (!/^[a-z0-9-]{3,110}$/.test(id) || !entry || typeof entry.hash !== "string") return undefined;
    if (!["open", "right", "slip", "wrong", "written"].includes(entry.verdict)) return undefined;
    const text = (value) => (typeof value === "string" ? value.slice(0, 500) : "");
    const { hash, verdict, value } = entry, tries = Math.max(0, Math.floor(Number(entry.tries)) || 0);
    return {
      hash, tries, verdict, time: text(entry.time),
      ...(entry.slip ? { slip: text(entry.slip) } : {}),
      ...(typeof value === "string" || Number.isFinite(value) ? { value } : {}),
      ...(entry.text ? { text: text(entry.text) } : {}),
    };
  }
  const keptTasks = SourcebookKept("tasks", "tasks", soundTask);
  const browser = {
    get: (id) => kept.all()[id],
    put(id, entry) {
      if (entry) keepMix();
      return kept.change(id, entry);
    },
  };

  /* ---- the order of options ------------------------------------------------------------------------------------ */
  /* Another for each reader and attempt. A class that came by a link with #seed=… has one order for all. The word
     that decides is kept with the first answer, so that an attempt keeps its order. */
  const ownMix = Math.random().toString(36).slice(2, 10);
  /* As the page was opened: a link to a section takes what the address says away. */
  const inAddress = () => new URLSearchParams(location.hash.slice(1));
  const opened = inAddress();
  const asked = (name) => opened.get(name);
  addEventListener("hashchange", () => {
    const now = inAddress();
    if (["seed", "sure"].some((name) => now.has(name) && now.get(name) !== asked(name))) location.reload();
  });
  const storage = () => SourcebookStorage(document.documentElement.dataset);
  function mixWord() {
    const seed = asked("seed");
    return seed ? `class ${seed.slice(0, 40)}` : storage().word("mix") || ownMix;
  }
  function keepMix() {
    const word = mixWord();
    if (storage().word("mix") !== word) storage().setWord("mix", word);
  }

  /* What is written in practice and not checked yet, as {id: [hash, answer, sure]}: it survives a reload. */
  const drafts = {
    all() {
      try { return JSON.parse(storage().read(storage().key("drafts"))) ?? {}; } catch { return {}; }
    },
    put(entries) {
      const left = Object.entries({ ...drafts.all(), ...entries }).filter(([, draft]) => draft);
      storage().setWord("drafts", left.length ? JSON.stringify(Object.fromEntries(left)) : "");
    },
  };

  /* 0 to count - 1 in an order that follows from the text alone. */
  function shuffled(count, text) {
    let state = 0x811c9dc5;
    for (const sign of text) state = Math.imul(state ^ sign.codePointAt(0), 0x01000193);
    const next = () => {
      state = (state + 0x6d2b79f5) | 0;
      let mixed = Math.imul(state ^ (state >>> 15), state | 1);
      mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
      return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
    };
    const order = Array.from({ length: count }, (_, n) => n);
    for (let n = count - 1; n > 0; n--) {
      const other = Math.floor(next() * (n + 1));
      [order[n], order[other]] = [order[other], order[n]];
    }
    return order;
  }

  /* What earlier versions kept is this book's where the question is one of these; a check, where one of its questions
     is. */
  function know(ids) {
    const known = new Set(ids);
    kept.know((id, entry) => (isCheck(id) ? Object.keys(entry.answer ?? {}) : [id]).some((asked) => known.has(asked)));
  }

  /* ---- an answer to a question that has changed since ---------------------------------------------------------- */
  /* key.w says what the question was: {hash: {y: why it changed, o: [options], s: [right sides]}}. */
  const WHY = {
    figure: "The figure was corrected since you answered this question.",
    key: "What counts as right was corrected since you answered this question.",
    wording: "This question has been worded anew since you answered it.",
  };
  const OTHER = "This question has changed since you answered it.";

  /* An answer in the words of the question as it was asked then; empty where they are not known. */
  function formerWords(key, hash, answer) {
    const list = [].concat(answer);
    if (key.t === "number" || key.t === "text") return typeof answer === "string" ? answer.slice(0, 60) : "";
    const { o: options, s: sides } = (key.w || {})[hash] || {};
    if (!options || !list.length || !list.every(Number.isInteger)) return "";
    if (sides) return options.map((item, n) => `${item}: ${sides[list[n]] ?? "nothing"}`).join("; ");
    return list.map((n) => options[n] ?? "?").join("; ");
  }

  /* What a reader is told whose answer no longer counts. The answer itself stays where it is kept. */
  function changeNotes(key, hash, answer, corrections) {
    const why = ((key.w || {})[hash] || {}).y, words = formerWords(key, hash, answer);
    const said = [el("p", {}, `${WHY[why] || OTHER} Please answer it again.`)];
    if (corrections && (why === "figure" || why === "key")) {
      said[0].append(" ", el("a", { href: corrections, textContent: "What was corrected" }));
    }
    if (words) said.push(el("p", { textContent: `You answered: ${words}` }));
    return said;
  }

  /* ---- one question -------------------------------------------------------------------------------------------- */
  const put = (node, text) => { if (node.textContent !== text) node.textContent = text; };
  const choice = (key) => key.t === "single" || key.t === "claim" || key.t === "multiple";
  const items = (box) => [...box.querySelectorAll(":is(.mm-q-options, .mm-q-order, .mm-q-match) > li")];

  function readAnswer({ box, key, touched }) {
    if (choice(key)) {
      const chosen = [...box.querySelectorAll("input:checked")].map((i) => Number(i.value)).sort((a, b) => a - b);
      return chosen.length ? (key.t === "multiple" ? chosen : chosen[0]) : null;
    }
    if (key.t === "number" || key.t === "text") return box.querySelector("input").value.trim() || null;
    if (key.t === "order") return touched ? items(box).map((li) => Number(li.dataset.i)) : null;
    const sides = [...box.querySelectorAll("select")].map((s) => Number(s.value));
    return sides.some((v) => v >= 0) ? sides : null;
  }

  /* Shows an answer; whatever it cannot be (an old or damaged store may hold anything) leaves the question empty. */
  function writeAnswer(part, answer) {
    const { box, key } = part;
    if (choice(key)) {
      const chosen = [].concat(answer);
      box.querySelectorAll("input").forEach((i) => { i.checked = chosen.includes(Number(i.value)); });
    } else if (key.t === "number" || key.t === "text") {
      box.querySelector("input").value = typeof answer === "string" ? answer.slice(0, 60) : "";
    } else if (key.t === "order") {
      const whole = ints(answer) && answer.length === key.a.length && new Set(answer).size === answer.length
        && answer.every((n) => key.a.includes(n));
      part.touched = !!whole;
      const all = items(box), wanted = whole ? answer : part.mixed;
      box.querySelector("ol").append(...wanted.map((n) => all.find((li) => Number(li.dataset.i) === n)));
      places(box);
    } else {
      box.querySelectorAll("select").forEach((s, i) => {
        const side = Array.isArray(answer) && isInt(answer[i]) ? answer[i] : -1;
        s.value = side >= 0 && side < s.options.length - 1 ? String(side) : "-1";
      });
    }
  }

  /* After a move every place box says where its item stands now. */
  function places(box) {
    const all = items(box);
    all.forEach((li, i) => {
      li.querySelector("select").value = String(i + 1);
      const [up, down] = li.querySelectorAll("button");
      up.disabled = i === 0;
      down.disabled = i === all.length - 1;
    });
  }

  function prepareOrder(part, moved) {
    const list = part.box.querySelector("ol");
    part.mixed = items(part.box).map((li) => Number(li.dataset.i));
    for (const li of list.children) {
      const name = li.querySelector(".mm-q-item").textContent;
      const select = li.querySelector("select");
      select.querySelector('option[value=""]').remove();
      select.setAttribute("aria-label", "Place of: " + name);
      const place = () => [...list.children].indexOf(li);
      const move = (to, focus) => {
        const kids = [...list.children].filter((x) => x !== li);
        kids.splice(to, 0, li);
        list.append(...kids);
        places(part.box);
        part.touched = true;
        (focus.disabled ? select : focus).focus();
        moved(`${name}: now place ${to + 1} of ${list.children.length}.`);
      };
      const up = button("Up", () => move(place() - 1, up));
      const down = button("Down", () => move(place() + 1, down));
      up.setAttribute("aria-label", "Up: " + name);
      down.setAttribute("aria-label", "Down: " + name);
      select.onchange = () => move(Number(select.value) - 1, select);
      li.append(el("span", { className: "mm-q-moves" }, up, " ", down));
    }
    places(part.box);
  }

  /* What is said of a graded answer: a word on the whole, and the feedback on each choice. HTML in key.f comes from the
     page, never from a store. */
  function reply(part, answer, score) {
    const { key, box } = part, right = [].concat(key.a);
    const said = [el("b", { textContent: score >= 1 ? "Right." : score > 0 ? "Partly right." : "Not right." }), " "];
    const feedback = (i) => el("span", { innerHTML: key.f[i] }), named = slips(key, answer);
    if (key.t === "multiple") {
      const missing = right.filter((i) => !answer.includes(i)).length;
      if (missing) said.push(`${missing} more would fit.`);
      const words = (i) => box.querySelector(`input[value="${i}"]`).parentElement.textContent.trim();
      const each = answer.map((i) => el("li", {}, el("i", { textContent: words(i) }), ": ", feedback(i)));
      return [el("p", {}, ...said), el("ul", {}, ...each)];
    }
    if (choice(key)) said.push(feedback(answer));
    else if (key.t === "order" || key.t === "match") {
      const placed = answer.filter((a, i) => a === right[i]).length;
      said.push(`${placed} of ${right.length} in the right place.`);
    } else if (score < 1 && !named.length) said.push(feedback(0));
    const more = key.t === "match" ? [] : named.map((n) => el("span", { innerHTML: key.e[n] }));
    if (more.length && key.t !== "order") said.push(...more);
    return [el("p", {}, ...said), ...(key.t === "order" ? more.map((node) => el("p", {}, node)) : [])];
  }

  /* Beside each choice or item of a graded answer: is it right? Said in words and by the shape of a line, not by colour
     alone. */
  function mark({ key, box }, answer) {
    items(box).forEach((li, n) => {
      const i = choice(key) ? Number(li.querySelector("input").value) : n;
      if (choice(key) ? ![].concat(answer).includes(i) : answer[i] < 0) return;
      const fits = choice(key) ? [].concat(key.a).includes(i) : answer[i] === key.a[i];
      const className = `mm-q-mark ${fits ? "is-right" : "is-wrong"}`;
      li.append(el("span", { className, textContent: fits ? "Right." : "Not right." }));
      const why = fits || choice(key) ? "" : beside(key, answer, n);
      if (why) li.append(el("span", { className: "mm-q-why", innerHTML: why }));
    });
  }

  /* What is said beside a misplaced item or a wrong pair. */
  function beside(key, answer, n) {
    if (key.t === "order") return key.f[answer[n]];
    const slip = (key.s || []).findIndex(([left, right]) => left === n && right === answer[n]);
    return slip >= 0 ? key.e[slip] : key.f[n];
  }

  /* The options of a choice in the order of this attempt. What has a natural order keeps it. */
  function arrange({ box, key }, word, attempt) {
    if ((key.t !== "single" && key.t !== "multiple") || key.o) return;
    const all = items(box), number = (li) => Number(li.querySelector("input").value);
    const sorted = [...all].sort((a, b) => number(a) - number(b));
    const text = word.startsWith("class ") ? `${word} ${key.id}` : `${word} ${key.id} ${attempt}`;
    all[0].parentElement.append(...shuffled(all.length, text).map((n) => sorted[n]));
  }

  /* The picture or table of a question, where it stands on this page: a copy that opens in place. */
  function viewInPlace(box) {
    const link = box.querySelector(".mm-q-view a"), figure = link && document.getElementById(link.hash.slice(1));
    if (!figure) return;
    const summary = el("summary", { textContent: "Show the picture or table" });
    const details = el("details", { className: "mm-q-view" }, summary);
    details.addEventListener("toggle", () => {
      if (details.querySelector("figure")) return;
      const copy = figure.cloneNode(true), name = copy.querySelector("figcaption")?.textContent ?? "";
      copy.classList.remove("mm-guessing");
      copy.querySelectorAll("button, details, .mm-panel, .mm-status, script").forEach((part) => part.remove());
      for (const node of [copy, ...copy.querySelectorAll("[id]")]) node.removeAttribute("id");
      copy.querySelectorAll("svg[role=img]").forEach((svg) => {
        svg.removeAttribute("aria-labelledby");
        svg.removeAttribute("aria-describedby");
        svg.setAttribute("aria-label", name);
      });
      details.append(copy);
    });
    link.closest(".mm-q-view").replaceWith(details);
  }

  /* What stands at the end of a set: how much was right, what is strong, what to read again, and where to go on. */
  function endCard(parts, scores) {
    const right = parts.filter((_, n) => scores[n] >= 1).length;
    const place = ({ box }) => box.querySelector(".mm-q-back a");
    const named = (chosen) => {
      const found = new Map();
      for (const part of chosen) {
        const link = place(part), span = link?.querySelector("span");
        if (span) found.set(span.textContent, [link.href, span.dataset.minutes]);
      }
      return [...found];
    };
    const again = named(parts.filter((_, n) => scores[n] < 1));
    const isAgain = ([name]) => again.some(([other]) => other === name);
    const strong = named(parts.filter((_, n) => scores[n] >= 1)).filter((one) => !isAgain(one));
    const nodes = [el("b", { textContent: `${right} of ${parts.length} right.` }), " "];
    if (strong.length) nodes.push(`Strong: ${strong.map(([name]) => name).slice(0, 3).join("; ")}. `);
    if (again.length) nodes.push("Read again: ");
    again.slice(0, 3).forEach(([name, [href, minutes]], n) => {
      nodes.push(n ? "; " : "", el("a", { href, textContent: name }), minutes ? ` (${minutes} min)` : "");
    });
    if (again.length) nodes.push(". ");
    const next = document.querySelector(".prev-next .next");
    if (next) {
      const name = next.textContent.replace(/^\s*Next\s*/, "").trim();
      nodes.push("Next: ", el("a", { href: next.href, textContent: name }), ".");
    }
    return nodes;
  }

  const UNREADABLE = {
    number: "I cannot read this as a number. Write digits, for example 1,840.",
    text: "I cannot read this as a word or a name. Write it with letters.",
  };
  const SURE = ["guess", "fairly sure", "certain"];

  /* Handing in ends here: what is sent to nobody must be saved or copied. A store that sends says so itself. */
  function whereTo({ handIn }) {
    const { progress, content_root: root } = document.documentElement.dataset;
    const said = "Nothing was sent to your teacher. ", textContent = "Save for your teacher";
    if (handIn !== undefined) return [handIn];
    return [said, progress ? el("a", { href: `${root}${progress}.html#save`, textContent }) : ""];
  }

  /* ---- a form -------------------------------------------------------------------------------------------------- */
  /* store: {get(id), put(id, entry)}: this browser, or the live widget, which sends each answer to Python. Gives a
     function to call when the store was changed by someone else. */
  function start(form, store = browser) {
    if (form.dataset.ready) return;
    form.dataset.ready = "yes";
    const keys = JSON.parse(form.querySelector("script").textContent);
    const record = "check-" + form.dataset.quiz;
    const summary = statusLine({ className: "mm-q-progress", tabIndex: -1 });
    const next = el("p", { hidden: true }, ...whereTo(store));
    const end = el("p", { className: "mm-q-end", hidden: true });
    const onTheWay = "way" in form.dataset;
    const parts = [];
    let checking = false, handed = false, sure = false, mix = 0;

    know(keys.map((key) => key.id));

    const now = () => new Date().toISOString();
    const written = () => parts.filter((p) => readAnswer(p) !== null);
    const answered = () => written().filter((p) => readable(p.key, readAnswer(p)));
    const word = () => form.dataset.mix || mixWord();
    const tried = () => parts.reduce((sum, p) => sum + (p.entry ? p.entry.tries : 0), 0);

    function tell() {
      const done = parts.filter((p) => (checking ? p.checked : p.entry && p.entry.tries > 0));
      const points = done.reduce((sum, p) => sum + (checking ? p.checked : p.entry).score, 0);
      put(summary, checking && !handed ? `${answered().length} of ${keys.length} answered`
        : `${done.length} of ${keys.length} answered; score ${Math.round(points * 10) / 10}`);
      const whole = keys.length > 2 && (checking ? handed : done.length === keys.length);
      const score = (p) => (checking ? p.checked : p.entry)?.score ?? 0;
      if (whole) end.replaceChildren(...endCard(parts, parts.map(score)));
      end.hidden = !whole;
    }

    function prepare(key) {
      const box = form.querySelector(`[data-q="${key.id}"]`);
      viewInPlace(box);
      const details = box.querySelector(".mm-q-answer");
      const said = el("div", { className: "mm-q-said" });
      said.setAttribute("role", "status");
      const part = { key, box, entry: null, checked: null, hints: 0, touched: false };
      const note = (...nodes) => said.replaceChildren(...nodes);
      const unreadable = () => note(el("p", { textContent: UNREADABLE[key.t] }));
      const lay = (attempt) => arrange(part, word(), attempt);
      /* One tap before the answer is checked, where the address asks for it. */
      const taps = SURE.map((text, n) => button(text, () => {
        setSure(part.sure === n + 1 ? 0 : n + 1);
        changed(part);
      }));
      const sureness = el("p", { className: "mm-q-sure" }, el("span", { textContent: "How sure?" }), ...taps);
      sureness.setAttribute("role", "group");
      sureness.setAttribute("aria-label", "How sure?");
      function setSure(n) {
        part.sure = n;
        taps.forEach((tap, i) => tap.setAttribute("aria-pressed", String(i + 1 === n)));
      }
      setSure(0);
      const LOST = "This browser keeps nothing, so your answer is lost when you leave.";
      const lost = () => said.append(el("p", { textContent: LOST }));

      /* open: to be answered; otherwise it shows a graded answer, or that there is none. */
      function phase(open) {
        part.open = open;
        box.querySelectorAll(".mm-q-mark, .mm-q-why").forEach((m) => m.remove());
        delete box.dataset.state;
        box.querySelectorAll("input, select").forEach((i) => { i.disabled = !open; });
        box.querySelectorAll(".mm-q-moves").forEach((m) => { m.hidden = !open; });
        check.hidden = hint.hidden = checking || !open;
        sureness.hidden = !open || asked("sure") === null;
        retry.hidden = checking || open;
        details.hidden = open && (checking || !(part.entry && part.entry.shown));
        details.open = false;
        reveal.hidden = checking || !details.hidden;
      }

      function show(entry, before) {
        phase(false);
        writeAnswer(part, entry.answer);
        if (entry.answer === null) {
          note(el("p", { textContent: "Not answered." }));
          return;
        }
        if (entry.sure) setSure(entry.sure);
        const sound = readAnswer(part), score = grade(key, sound);
        box.dataset.state = score >= 1 ? "right" : score > 0 ? "part" : "wrong";
        if (sound !== null) {
          mark(part, sound);
          note(...reply(part, sound, score));
        }
        if (entry.sure) said.append(el("p", { textContent: `You were: ${SURE[entry.sure - 1]}.` }));
        if (before) said.append(el("p", { textContent: "Your answer from before." }));
      }

      function ask(answer, sure = 0) {
        phase(true);
        writeAnswer(part, answer);
        setSure(sure);
        note();
      }

      function grades(time) {
        const answer = readAnswer(part), old = fresh(store.get(key.id)) || part.entry;
        const tries = (old ? old.tries : 0) + 1, shown = !!(old && old.shown);
        part.entry = { hash: key.h, answer, tries, score: grade(key, answer), time, shown };
        if (part.sure) part.entry.sure = part.sure;
        const stored = store.put(key.id, part.entry);
        if (store === browser) drafts.put({ [key.id]: null });
        show(part.entry, false);
        if (part.entry.score >= 1 || tries >= 2) explain();
        if (!stored) lost();
      }

      const check = button("Check", () => {
        if (readAnswer(part) === null) {
          const missing = key.t === "order" ? "Move an item first." : "Choose or write an answer first.";
          note(el("p", { textContent: missing }));
          return;
        }
        if (!readable(key, readAnswer(part))) {
          unreadable();
          box.querySelector("input").focus();
          return;
        }
        grades(now());
        retry.focus();
        tell();
      });
      const retry = button("Try again", () => {
        lay(part.entry.tries);
        ask(part.entry.answer);
        (box.querySelector("input:checked") || box.querySelector("input, select")).focus();
      });
      const hint = button(`Hint (${key.i.length})`, () => {
        const n = part.hints++ % key.i.length;
        const which = el("b", { textContent: `Hint ${n + 1} of ${key.i.length}.` });
        note(el("p", {}, which, " ", el("span", { innerHTML: key.i[n] })));
      });
      const reveal = button("Show answer", () => {
        part.entry = { ...(part.entry || { hash: key.h, answer: null, tries: 0, score: 0, time: now() }), shown: true };
        store.put(key.id, part.entry);
        details.hidden = false;
        details.open = true;
        reveal.hidden = true;
        details.querySelector("summary").focus();
      });

      if (key.t === "order") {
        prepareOrder(part, (text) => {
          note(el("p", { textContent: text }));
          changed(part);
        });
      }
      const explain = () => { details.open = true; };
      details.before(sureness, el("p", { className: "mm-q-buttons" }, check, " ", retry, " ", hint, " ", reveal), said);
      const fresh = (entry) => entry && entry.hash === key.h && entry;
      /* Take what the store holds; says whether it is something else than before. */
      function renew() {
        const stored = store.get(key.id), before = JSON.stringify(part.entry);
        part.entry = fresh(stored) ? { ...stored, score: grade(key, stored.answer) } : null;
        part.stale = stored && !part.entry ? stored : null;
        return JSON.stringify(part.entry) !== before;
      }
      renew();
      return Object.assign(part, { show, ask, grades, note, check, renew, lay, unreadable, explain });
    }

    const noteChange = (p, hash, answer) => p.note(...changeNotes(p.key, hash, answer, form.dataset.corrections));
    const draft = (p) => [p.key.h, readAnswer(p), ...(p.sure ? [p.sure] : [])];
    /* The same read again: the answer and how sure; whatever else is kept leaves the question empty. */
    const drafted = (p, kept) => {
      const answer = Array.isArray(kept) && kept[0] === p.key.h ? kept[1] ?? null : null;
      return [answer, answer !== null && SURE[kept[2] - 1] ? kept[2] : 0];
    };
    const draftsOf = (which) => Object.fromEntries(which.map((p) => [p.key.id, draft(p)]));
    const keepCheck = (answer, tries, score) =>
      store.put(record, { hash: "check", answer, tries, score, time: now(), shown: false, mix });
    const keptCheck = () => {
      const entry = store.get(record);
      return entry && entry.answer && typeof entry.answer === "object" ? entry : null;
    };

    /* Another tab may work on the same questions: one is written at a time, and what was handed in stays so. */
    function changed(p) {
      const { id } = p.key, mine = readAnswer(p) === null ? null : draft(p);
      if (checking && !handed) {
        const before = keptCheck();
        if (before?.tries > 0) {
          draw();
          return;
        }
        const { [id]: _, ...others } = before?.answer ?? draftsOf(written());
        keepCheck(mine ? { ...others, [id]: mine } : others, 0, 0);
      }
      if (!checking && store === browser && p.open) drafts.put({ [id]: mine });
      sure = false;
      tell();
    }

    function practise(p) {
      p.lay(p.entry ? Math.max(0, p.entry.tries - 1) : 0);
      if (p.entry && p.entry.tries > 0) {
        p.show(p.entry, true);
        return;
      }
      p.ask(...drafted(p, store === browser ? drafts.all()[p.key.id] : null));
      if (p.stale) noteChange(p, p.stale.hash, p.stale.answer);
    }

    function draw() {
      const check = checking && keptCheck();
      handed = !!check && check.tries > 0;
      mix = check ? check.mix || 0 : tried();
      for (const p of parts) {
        if (checking) {
          p.lay(mix);
          const mine = check && Object.hasOwn(check.answer, p.key.id) ? check.answer[p.key.id] : null;
          const [answer, sure] = drafted(p, mine);
          if (handed) p.show({ answer, sure }, false); else p.ask(answer, sure);
          const shown = readAnswer(p);
          p.checked = handed && shown !== null ? { score: grade(p.key, shown) } : null;
          if (Array.isArray(mine) && answer === null) noteChange(p, ...mine);
        } else practise(p);
      }
      form.dataset.mode = checking ? "check" : "practice";
      handIn.hidden = !checking || handed;
      next.hidden = !checking || !handed;
      again.hidden = checking ? !handed : !parts.some((p) => p.entry && p.entry.tries > 0);
      tell();
    }

    const handIn = button("Hand in", () => {
      if (keptCheck()) draw();
      if (handed) return;
      const given = answered(), open = keys.length - given.length;
      if (open && !sure) {
        sure = true;
        for (const p of written()) if (!given.includes(p)) p.unreadable();
        put(summary, `${open} without an answer, and not handed in yet. Press “Hand in” again to hand in anyway.`);
        return;
      }
      sure = false;
      const time = now();
      const score = given.reduce((sum, p) => sum + grade(p.key, readAnswer(p)), 0) / keys.length;
      const answers = draftsOf(given);
      const stored = keepCheck(answers, 1, score) && keptCheck();
      for (const p of given) p.grades(time);
      if (stored) draw();
      else {
        /* Nothing is kept here: show the review from what is on the page. */
        handed = true;
        for (const p of parts) {
          p.checked = answers[p.key.id] ? p.entry : null;
          if (!p.checked) p.show({ answer: null }, false);
        }
        handIn.hidden = true;
        again.hidden = next.hidden = false;
        tell();
      }
      for (const p of parts) p.explain();
      summary.focus();
    });
    const again = button("Start again", () => {
      if (!sure) {
        sure = true;
        const what = checking ? "what you handed in" : "your answers to these questions";
        put(summary, `${summary.textContent} This deletes ${what}. Press “Start again” again to go on.`);
        return;
      }
      if (checking) store.put(record, null);
      else {
        for (const p of parts) {
          p.entry = p.stale = null;
          store.put(p.key.id, null);
        }
      }
      sure = false;
      draw();
      parts[0].box.querySelector("input, select").focus();
    });

    /* The other way of working; a check that is under way waits, and the next visit begins with what was chosen
       last. */
    function choose(check) {
      checking = check;
      const open = keptCheck();
      if (open && open.tries === 0) store.put(record, { ...open, shown: !check });
      draw();
    }

    /* The store was changed elsewhere: shows what it holds now, and leaves alone what is being answered here. */
    function follow() {
      const renewed = parts.filter((p) => p.renew());
      if (checking) {
        draw();
        return;
      }
      renewed.forEach(practise);
      tell();
    }

    parts.push(...keys.map(prepare));
    const open = keptCheck();
    checking = open && open.tries === 0 ? !open.shown : form.dataset.mode === "check";
    if (keys.length > 1 && !form.dataset.only && !onTheWay) {
      const name = "mode-" + Math.random().toString(36).slice(2);
      const radio = (check, text) => {
        const input = el("input", { type: "radio", name, checked: checking === check, onchange: () => choose(check) });
        return el("label", {}, input, ` ${text}`);
      };
      form.prepend(el("fieldset", { className: "mm-q-mode" }, el("legend", { textContent: "How do you want to work?" }),
        radio(false, "Practice: feedback at once"), radio(true, "Check yourself: answer all, hand in once")));
    }
    if ((keys.length > 1 && !onTheWay) || checking) {
      form.append(el("p", { className: "mm-q-buttons" }, handIn, " ", again), summary, next, end);
    }
    form.addEventListener("input", ({ target }) => {
      const part = parts.find((p) => p.box.contains(target));
      if (part) changed(part);
    });
    form.addEventListener("submit", (event) => event.preventDefault());
    /* Enter in a text field checks that one question; arrow keys never do. */
    form.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || !event.target.matches("input[type=text]")) return;
      event.preventDefault();
      if (!checking) parts.find((p) => p.box.contains(event.target)).check.click();
    });
    draw();
    if (store === browser) kept.follow(follow);
    return follow;
  }

  return { start, grade, readable, slips, reply, beside, shuffled, parseNumber, plainText, formerWords, know, kept,
    keptTasks, browser, isCheck, SURE };
})();
/* data-hosted: another script of the page begins the forms, with a store of its own. */
if (document.currentScript && !("hosted" in document.currentScript.dataset)) {
  SourcebookDom.upgrade("form.mm-quiz", SourcebookQuiz.start);
}
