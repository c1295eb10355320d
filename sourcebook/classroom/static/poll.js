/* Ask the class: a question for a show of hands, twice, with talk between, and what moved. Upgrades each .mm-ask. A
   classic script in the built book; uses dom.js and kept.js. Nothing leaves the page. Its rules and words are those of
   sourcebook/classroom/polls.py; both pass polls.json. */
const SourcebookPoll = (() => {
  "use strict";
  const { el, button, many, statusLine, download, downloadTable, deleteButton, upgrade, later } = SourcebookDom;
  const ROUNDS = ["first count", "second count"], MOST = 999, STEPS = 300, LISTED = 8;
  const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
  const OWN = { name: "own", title: "A question of your own", options: "agree\ndisagree\ndepends" };

  /* ---- what a count says: pure, the same as in Python ---------------------------------------------------------- */
  const total = (counts) => counts.reduce((sum, hands) => sum + hands, 0);
  const countsOf = (item, round = {}) => item.o.map((_, n) => round[n] ?? 0);
  /* Half goes to the even side, as in Python. */
  function percent(share) {
    const value = share * 100, below = Math.floor(value), rest = value - below;
    return `${rest > 0.5 || (rest === 0.5 && below % 2) ? below + 1 : below}%`;
  }
  const shareOf = (counts, n) => (total(counts) ? counts[n] / total(counts) : 0);

  /* An option, with the letter that a teacher calls out where it has one. */
  const named = (item, n) => (item.l ? `${LETTERS[item.d.indexOf(n)]}. ` : "") + item.o[n].replace(/\.$/, "");

  /* How the share of right answers changed between the counts; empty where that cannot be said. */
  function moved(item, rounds) {
    const counts = rounds.map((round) => countsOf(item, round));
    if (item.r === null || counts.length < 2 || !counts.every(total)) return "";
    const [first, second] = counts.map((count) => percent(shareOf(count, item.r)));
    return `The right answer went from ${first} to ${second} of the hands.`;
  }

  /* A row an option in the order shown: its name, and of each count its share, its words, whether it is the last. */
  function bars(item, rounds) {
    return item.d.map((n) => [named(item, n) + (n === item.r ? " (right)" : ""), rounds.map((round, place) => {
      const counts = countsOf(item, round), share = shareOf(counts, n);
      const words = `${counts[n]} hand${counts[n] === 1 ? "" : "s"} (${percent(share)})`;
      return [share, words, place === rounds.length - 1];
    })]);
  }

  /* A question that was typed has a new name each time: its words and options say which it is. */
  const askedIn = ({ question, item }) => (item ? JSON.stringify([item.prompt, item.options]) : question);

  /* The last poll of this question and class that was begun on the same day and is not revealed. */
  function openPoll(polls, asked) {
    const { hash, started, class: label = "" } = asked;
    const known = (poll) => askedIn(poll) === askedIn(asked) && poll.hash === hash && (poll.class ?? "") === label
      && poll.started.slice(0, 10) === started.slice(0, 10);
    return polls.findLast((poll) => known(poll) && !poll.revealed);
  }

  /* A row for each option and count of a poll; item is undefined where its question is gone or has changed. */
  function rows(poll, item) {
    const day = poll.started.slice(0, 10), time = poll.started.slice(11, 16);
    const asked = poll.item?.prompt ?? poll.question;
    return poll.rounds.flatMap((round, place) => Object.entries(round).map(([option, hands]) => {
      const isKnown = item && /^[0-9]+$/.test(option) && Number(option) < item.o.length;
      const text = isKnown ? item.o[option] : `option ${option} of an earlier version`;
      const right = isKnown && Number(option) === item.r;
      return [asked, day, time, poll.class ?? "", ROUNDS[place], text, hands, right];
    }));
  }
  const HEADS = ["question", "day", "time", "class", "round", "option", "hands", "right"];

  function isRound(round) {
    return !!round && typeof round === "object" && Object.values(round).every((n) => Number.isInteger(n) && n >= 0);
  }
  function isPoll(poll) {
    return !!poll && typeof poll === "object" && typeof poll.question === "string" && typeof poll.started === "string"
      && typeof poll.revealed === "boolean" && Array.isArray(poll.rounds) && [1, 2].includes(poll.rounds.length)
      && poll.rounds.every(isRound);
  }
  const idOf = (poll) => `${poll.started} ${poll.question}`;

  const escaped = (text) => el("p", { textContent: text }).innerHTML;
  /* A question that was typed travels with its poll. */
  function ownItem({ question, item }) {
    const sound = item && typeof item.prompt === "string" && Array.isArray(item.options)
      && item.options.every((text) => typeof text === "string");
    if (!sound) return undefined;
    const { prompt, options } = item;
    return { p: escaped(prompt), t: prompt, o: options, r: null, w: "", h: "own", d: options.map((_, n) => n) };
  }

  /* This moment on the clock of the class, as Python writes it. */
  function now() {
    const date = new Date();
    return new Date(date.getTime() - date.getTimezoneOffset() * 60000).toISOString().slice(0, 23);
  }

  /* ---- the page ------------------------------------------------------------------------------------------------ */
  const kept = SourcebookKept("class", "polls", (id, poll) => (isPoll(poll) && id === idOf(poll) ? poll : undefined));
  const storeOf = ({ all, change }) => ({
    all: () => Object.values(all()).sort((a, b) => (a.started < b.started ? -1 : 1)),
    put: (poll, gone) => change(idOf(poll), gone ? undefined : poll),
  });

  /* keeps: what keeps the polls, this browser or Python (live.js). */
  function start(root, keeps = kept) {
    const store = storeOf(keeps), word = Math.random().toString(36).slice(2);
    const config = JSON.parse(root.querySelector("script:not(.mm-later)").textContent);
    let bank = null, loading = null, poll = null, item = null, undo = [], failed = "";

    const itemOf = (held) => {
      const ofBank = bank && Object.hasOwn(bank, held.question) ? bank[held.question] : undefined;
      const found = ownItem(held) ?? ofBank;
      return found && found.h === (held.hash ?? "own") ? found : undefined;
    };
    /* Once, whoever asks for it, so that nothing that was chosen meanwhile is filled in anew. */
    function load() {
      loading ??= later(root).then((found) => {
        bank = found;
        fill();
        tell();
      }, (reason) => {
        loading = null;
        throw reason;
      });
      return loading;
    }

    /* ---- choose ---- */
    const label = el("input", { type: "text", maxLength: 40, placeholder: "for instance period 3" });
    const group = el("select"), question = el("select");
    const ownText = el("textarea", { rows: 2, maxLength: 300 });
    const ownOptions = el("textarea", { rows: 4, maxLength: 600 });
    ownOptions.value = OWN.options;
    const note = statusLine(), left = el("div"), early = el("div"), history = el("div");
    const say = (text) => { note.textContent = text; };
    const notLoaded = () => say("The questions did not load. Is the book whole? Please try again.");
    const choice = (value, textContent) => el("option", { value, textContent });
    group.append(...Object.entries(config.groups).map(([value, [title]]) => choice(value, title)),
      choice(OWN.name, OWN.title));
    const field = (textContent, node) => {
      node.id = `mm-ask-${word}-${textContent.replace(/[^a-z]+/gi, "-").toLowerCase()}`;
      return el("div", { className: "mm-ask-field" }, el("label", { htmlFor: node.id, textContent }), node);
    };
    const ofBank = field("Question", question);
    const ofOwn = el("div", { hidden: true }, field("Your question", ownText),
      field("Options, one a line", ownOptions));
    function fill() {
      const isOwn = group.value === OWN.name, ids = bank && !isOwn ? config.groups[group.value][1] : [];
      ofBank.hidden = isOwn;
      ofOwn.hidden = !isOwn;
      question.replaceChildren(...ids.map((value) => choice(value, `${bank[value].t} (${value})`)));
    }
    group.onchange = () => load().then(fill);

    function typed() {
      const prompt = ownText.value.trim(), options = ownOptions.value.split("\n").map((text) => text.trim());
      const named = [...new Set(options.filter(Boolean))].slice(0, 9);
      if (!prompt || named.length < 2) return null;
      return { question: `own-${now().replace(/\D/g, "")}`, hash: "own", item: { prompt, options: named } };
    }
    const fresh = (of) => {
      const { o } = itemOf(of);
      const more = label.value.trim() ? { class: label.value.trim() } : {};
      const rounds = [Object.fromEntries(o.map((_, n) => [n, 0]))];
      return { ...of, ...more, started: now(), rounds, revealed: false };
    };
    const ofBankNow = (name) => ({ question: name, hash: bank[name].h });
    function open(chosen) {
      const made = fresh(chosen), before = openPoll(store.all(), made);
      if (before) offer(before); else show(made);
    }
    const ask = button("Ask the class", () => load().then(() => {
      const chosen = group.value === OWN.name ? typed() : ofBankNow(question.value);
      say(chosen ? "" : "Write a question, and at least two options, one a line.");
      if (chosen) open(chosen);
    }, notLoaded));

    /* ---- one poll ---- */
    const head = el("p", { className: "mm-ask-head" }), prompt = el("h2", { className: "mm-ask-prompt" });
    const options = el("div", { className: "mm-ask-options" }), result = el("div", { className: "mm-ask-result" });
    const status = statusLine({ className: "mm-ask-status" }), warning = el("p", { role: "alert" });
    const tools = el("p", { className: "mm-ask-tools" });
    const stage = el("section", { className: "mm-ask-stage", hidden: true, tabIndex: -1, "aria-label": "The question" },
      head, prompt, status, warning, options, result, tools);

    /* A question that a notebook's cell asks does not take the focus from whoever runs the cells. */
    const focusOn = (node) => { if (!config.ask || root.contains(document.activeElement)) node.focus(); };
    const hands = (held) => total(Object.values(held.rounds.at(-1)));
    const time = (held) => held.started.slice(11, 16);
    const where = (held) => (held.talk ? "talk" : ROUNDS[held.rounds.length - 1]);
    function told(held) {
      const whose = held.class ? ` with ${held.class}` : "";
      return `Begun at ${time(held)}${whose}: ${where(held)}, ${many(hands(held), "hand")}.`;
    }

    /* A poll that was begun today and not revealed is never gone on with silently. */
    function offer(held) {
      show(held, true);
      result.replaceChildren(el("p", { textContent: told(held) }));
      tools.replaceChildren(button(`Go on from ${time(held)}`, () => show(held)), " ",
        button("Begin again", () => { begin(held); }), ...(config.ask ? [] : [" ", close]));
      focusOn(tools.firstChild);
    }
    function begin(held) {
      if (!hands(held) && held.rounds.length === 1) store.put(held, true);
      const { question: name, hash, item: own } = held;
      show(fresh({ question: name, hash, ...(own ? { item: own } : {}) }));
    }

    function show(held, waiting = false) {
      poll = held;
      item = itemOf(held);
      undo = [];
      stage.hidden = false;
      chooser.hidden = true;
      options.replaceChildren();
      draw(waiting);
      if (!waiting) focusOn(stage);
      stage.scrollIntoView?.({ block: "nearest" });
    }

    /* Another tab or cell may have counted in it meanwhile, or begun it before the first hand was counted here. */
    function renew() {
      const polls = store.all(), begun = openPoll(polls, poll);
      const later = begun && begun.started > poll.started ? begun : undefined;
      poll = polls.find((held) => idOf(held) === idOf(poll)) ?? later ?? poll;
    }
    function change(act) {
      renew();
      const before = JSON.stringify(poll);
      act(poll);
      if (JSON.stringify(poll) === before) return;
      undo = [...undo, before].slice(-STEPS);
      keep();
    }
    function keep() {
      const stored = store.put(poll);
      failed = stored ? "" : "The counts cannot be kept here. They stand on the screen: write them down.";
      draw();
    }
    const isCounting = () => poll && !stage.hidden && !poll.revealed && !poll.talk && !tools.dataset.waiting;
    const count = (n, value) => change((held) => {
      if (isCounting()) held.rounds.at(-1)[n] = Math.min(MOST, Math.max(0, Math.floor(value) || 0));
    });
    const add = (n, more) => count(n, (poll.rounds.at(-1)[n] ?? 0) + more);

    function optionRow(n, place) {
      const text = named(item, n);
      const input = el("input", { type: "number", min: 0, max: MOST, "aria-label": `Hands for: ${text}` });
      input.onchange = () => count(n, Number(input.value));
      input.onfocus = () => input.select();
      /* The number is in: keys count again. */
      input.onkeydown = ({ key }) => { if (key === "Enter") stage.focus(); };
      const adds = (words, by, says) =>
        Object.assign(button(words, () => add(n, by)), { ariaLabel: `${says}: ${text}` });
      const more = adds("+1", 1, "One more hand for"), less = adds("\u22121", -1, "One hand fewer for");
      const sign = el("kbd", { textContent: place < 9 ? String(place + 1) : "" });
      const row = el("div", { className: "mm-ask-option" }, sign, el("span", { textContent: text }),
        el("span", { className: "mm-ask-hands" }, more, " ", input, " ", less));
      row.dataset.n = n;
      return row;
    }

    function chart() {
      const node = (name, attributes) => {
        const made = document.createElementNS("http://www.w3.org/2000/svg", name);
        Object.entries(attributes).forEach(([key, value]) => made.setAttribute(key, value));
        return made;
      };
      const bar = ([share, words, filled]) => {
        const picture = node("svg", { viewBox: "0 0 100 8", preserveAspectRatio: "none", "aria-hidden": "true" });
        picture.append(node("rect", { x: 0.5, y: 0.5, height: 7, width: Math.max(1, Math.round(share * 99)),
          class: filled ? "is-last" : "is-first" }));
        return el("div", { className: "mm-ask-bar" }, picture, el("span", { textContent: words }));
      };
      const list = bars(item, poll.rounds).map(([name, drawn]) =>
        el("li", {}, el("b", { textContent: name }), ...drawn.map(bar)));
      const legend = el("p", { textContent: "Outline: first count. Filled: second count." });
      return [el("ul", { className: "mm-ask-bars" }, ...list), ...(poll.rounds.length > 1 ? [legend] : [])];
    }

    function closed() {
      const right = item.r === null ? [] : [el("b", { textContent: `Right: ${named(item, item.r)}. ` })];
      const why = el("p", {}, ...right, el("span", { innerHTML: item.w }));
      const shift = moved(item, poll.rounds);
      return [why, ...(shift ? [el("p", {}, el("b", { textContent: shift }))] : []), ...chart()];
    }

    const step = (text, act) => button(text, () => {
      change(act);
      stage.focus();
    });
    const zero = (held) => Object.fromEntries(Object.keys(held.rounds[0]).map((n) => [n, 0]));
    const talk = step("Talk with a neighbour", (held) => { held.talk = true; });
    const second = step("Second count", (held) => {
      delete held.talk;
      if (held.rounds.length === 1) held.rounds.push(zero(held));
    });
    const reveal = step("Reveal", (held) => {
      delete held.talk;
      held.revealed = true;
    });
    const back = button("Undo", () => {
      if (!undo.length) return;
      poll = JSON.parse(undo.pop());
      keep();
    });
    /* What was counted stays in the list. */
    const again = button("Begin again", () => begin(poll));
    const close = button("Another question", () => {
      if (document.fullscreenElement) document.exitFullscreen();
      stage.hidden = true;
      chooser.hidden = false;
      poll = null;
      tell();
      ask.focus();
    });
    const full = button("Full screen", () => {
      if (document.fullscreenElement) document.exitFullscreen(); else stage.requestFullscreen();
    });
    stage.addEventListener("fullscreenchange", () => {
      full.textContent = document.fullscreenElement ? "Leave full screen" : "Full screen";
    });

    function draw(waiting = false) {
      const put = (node, text) => { if (node.textContent !== text) node.textContent = text; };
      put(warning, failed || (keeps.notice?.() ?? ""));
      put(head, [poll.class, time(poll)].filter(Boolean).join(", "));
      if (prompt.innerHTML !== item.p) prompt.innerHTML = item.p;
      const now = poll.revealed ? "closed" : poll.talk ? "talk" : "count";
      stage.dataset.step = waiting ? "waiting" : now;
      const which = poll.revealed ? "closed" : ROUNDS[poll.rounds.length - 1];
      const counted = `${which[0].toUpperCase()}${which.slice(1)}: ${many(hands(poll), "hand")}`;
      put(status, waiting ? "" : now === "talk" ? "Talk with a neighbour. Then we count again." : counted);
      if (!options.firstChild) options.append(...item.d.map(optionRow));
      options.hidden = poll.revealed;
      for (const row of options.children) {
        const input = row.querySelector("input"), value = String(poll.rounds.at(-1)[row.dataset.n] ?? 0);
        row.querySelector(".mm-ask-hands").hidden = waiting || now === "talk";
        if (document.activeElement !== input || now !== "count") input.value = value;
      }
      if (waiting) {
        tools.dataset.waiting = "yes";
        return;
      }
      delete tools.dataset.waiting;
      result.replaceChildren(...(poll.revealed ? closed() : []));
      back.disabled = !undo.length;
      const after = poll.rounds.length === 1 ? [talk, second, reveal] : [reveal];
      const next = poll.revealed ? [] : poll.talk ? [second] : after;
      const last = [...(document.fullscreenEnabled ? [full] : []), ...(config.ask ? [] : [close])];
      const wanted = [...next, back, again, ...last];
      const isSame = tools.children.length === wanted.length && wanted.every((node, n) => tools.children[n] === node);
      if (!isSame) tools.replaceChildren(...wanted.flatMap((node) => [node, " "]));
    }

    /* 1 to 9 add a hand, with Shift they take one away; wherever the focus is, but in a field. */
    (keeps === kept ? document : root).addEventListener("keydown", (event) => {
      const digit = /^(?:Digit|Numpad)([1-9])$/.exec(event.code);
      if (!digit || event.ctrlKey || event.altKey || event.metaKey || !isCounting()) return;
      if (event.target.closest?.("input, select, textarea")) return;
      const n = item.d[digit[1] - 1];
      if (n === undefined) return;
      event.preventDefault();
      add(n, event.shiftKey ? -1 : 1);
    });

    /* ---- what the classes have answered ---- */
    function table() {
      const found = store.all().flatMap((held) => rows(held, itemOf(held)));
      const cells = (texts, tag) => el("tr", {}, ...texts.map((text) => el(tag, { textContent: String(text) })));
      const shown = found.map((row) => [...row.slice(0, 7), row[7] ? "yes" : ""]);
      const caption = "What the classes have answered so far";
      return el("div", { className: "mm-table", tabIndex: 0, role: "region", "aria-label": caption },
        el("table", {}, el("caption", { textContent: caption }), el("thead", {}, cells(HEADS, "th")),
          el("tbody", {}, ...shown.map((row) => cells(row, "td")))));
    }
    const saveTable = () => load().then(() => {
      const found = store.all().flatMap((held) => rows(held, itemOf(held)));
      const cells = found.map((row) => [...row.slice(0, 7), row[7] ? "True" : "False"]);
      downloadTable("class-history.csv", [HEADS, ...cells]);
    });
    function saveFile() {
      const text = JSON.stringify({ schema: config.schema, polls: store.all() }, null, 1);
      download("class-history.json", "application/json", text);
    }
    const chosen = el("input", { type: "file", accept: ".json,application/json", className: "mm-ask-file" });
    chosen.onchange = async () => {
      const [file] = chosen.files;
      chosen.value = "";
      if (!file) return;
      try {
        const found = JSON.parse((await file.text()).replace(/^\ufeff/, ""));
        if (!config.reads.includes(found.schema) || !found.polls.every(isPoll)) throw new TypeError("another file");
        const here = new Set(store.all().map(idOf)), more = found.polls.filter((held) => !here.has(idOf(held)));
        more.forEach((held) => store.put(held));
        tell();
        say(`Polls added: ${more.length}.`);
      } catch { say(`${file.name} is no history of polls of this book.`); }
    };
    const GONE = "Press again to delete all polls that this browser keeps.";
    const clear = deleteButton("Delete all polls", GONE, say, () => {
      keeps.clear();
      tell();
      say("Deleted.");
    });

    /* The newest of some polls, each with its words and one thing to do with it. */
    function listed(title, polls, text, act) {
      const rows = polls.filter(itemOf).slice(0, LISTED).map((held) => {
        const { t } = itemOf(held), words = el("span", {}, el("b", { textContent: t }), ` ${told(held)}`);
        return el("li", {}, words, Object.assign(button(text, () => act(held)), { ariaLabel: `${text}: ${t}` }));
      });
      return rows.length ? [el("p", { textContent: title }), el("ul", { className: "mm-ask-today" }, ...rows)] : [];
    }
    /* Of today, and of the class chosen or of all: what is open, and what may have been revealed too early. */
    function tellToday() {
      const today = now().slice(0, 10), whose = label.value.trim();
      const found = store.all().reverse()
        .filter((held) => held.started.startsWith(today) && (!whose || held.class === whose));
      const open = found.filter((held) => !held.revealed), closed = found.filter((held) => held.revealed);
      left.replaceChildren(...listed("Begun today and not revealed yet:", open, "Go on", (held) => show(held)));
      early.replaceChildren(...listed("Revealed today:", closed, "Take the reveal back", (held) => {
        show(held);
        change((shown) => { shown.revealed = false; });
      }));
      if (!bank && !open.every(itemOf)) load().catch(notLoaded);
    }
    function tell() {
      if (keeps.notice?.()) say(keeps.notice());
      tellToday();
      const polls = store.all();
      const row = (...nodes) => el("p", { className: "mm-ask-tools" }, ...nodes);
      const files = [button("As a table (CSV)", saveTable), " ", button("As a file, class-history.json", saveFile)];
      const textContent = `What the classes have answered: ${polls.length} poll${polls.length === 1 ? "" : "s"}`;
      const tools = row(...files, ...(keeps.clear ? [" ", clear] : []));
      const isOpen = history.querySelector("details")?.open ?? false;
      const before = el("details", { open: isOpen }, el("summary", { textContent }), early, bank ? table() : "", tools);
      before.ontoggle = () => { if (!bank) load(); };
      history.replaceChildren(...(polls.length ? [before] : []), row(field("Read a class-history.json", chosen)));
    }

    const chooser = el("div", { className: "mm-ask-chooser", hidden: Boolean(config.ask) }, left,
      field("Class (if you have several)", label), field("From", group), ofBank, ofOwn,
      el("p", { className: "mm-ask-tools" }, ask), note, history);
    [...root.children].filter((node) => !node.matches("script, [data-later]")).forEach((node) => node.remove());
    root.append(chooser, stage);
    /* What lies beside the page waits until somebody reaches for it; what is in it need not. */
    if (root.querySelector("script.mm-later")) load();
    ["pointerdown", "focusin"].forEach((name) => chooser.addEventListener(name, () => load(), { once: true }));
    label.value = config.label ?? store.all().at(-1)?.class ?? "";
    label.oninput = tellToday;
    fill();
    tell();
    if (config.ask) load().then(() => open(ofBankNow(config.ask)));
    keeps.follow(() => {
      if (!poll) tell();
      else if (!tools.dataset.waiting) {
        renew();
        draw();
      }
    });
  }

  if (document.currentScript) upgrade(".mm-ask", (root) => start(root));
  return { start, named, moved, bars, rows, openPoll };
})();
