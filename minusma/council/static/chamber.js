/* The Council votes: fifteen seats, the count under the rule of minusma/council/voting.py, the votes before it, and the
   record when asked for. A classic script in the built book, and the front end of the live widget; uses dom.js and
   kept.js. Nothing leaves the page. */
const CouncilChamber = (() => {
  "use strict";
  const { el, button, statusLine, deleteButton, upgrade } = SourcebookDom;
  const CHOICES = { "": "not yet", yes: "yes", no: "no", abstain: "abstains", absent: "absent" };
  const MOST = 60;
  const listing = (words) =>
    (words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`);

  /* The same sentences as voting.count; tests set both beside one another. votes: {member: choice}. */
  function count(votes, permanent, needed) {
    const cast = (choice) => Object.keys(votes).filter((member) => votes[member] === choice);
    const [yes, no, abstain] = ["yes", "no", "abstain"].map((choice) => cast(choice).length);
    const isPermanent = (member) => permanent.includes(member);
    const vetoes = cast("no").filter(isPermanent), silent = cast("abstain").filter(isPermanent), away = cast("absent");
    let why = `It has ${yes} votes in favour`;
    if (yes < needed) {
      why += `; ${needed} are needed.`;
      if (vetoes.length) why += ` Besides, ${listing(vetoes)} voted against, which alone would stop it.`;
    } else if (vetoes.length) {
      why += `, but ${listing(vetoes)}, with a permanent seat, voted against. One such vote stops a draft: a veto.`;
    } else {
      why += `, at least ${needed}, and no permanent member voted against.`;
      if (silent.length) why += ` ${listing(silent)} abstained; that is not a veto.`;
    }
    if (away.length) why += ` ${listing(away)} took no part in the vote; that is neither a vote in favour nor a veto.`;
    return { passes: yes >= needed && !vetoes.length, tally: `${yes}-${no}-${abstain}`, vetoes, why };
  }

  /* Roles for a class, one a student: the same as voting.sharing. spoken: members whose position is known. */
  function roles(members, spoken, students) {
    const seats = [...members].sort((a, b) => spoken.includes(b) - spoken.includes(a));
    if (students < seats.length) {
      const shared = seats.slice(0, students).map((member) => [member]);
      seats.slice(students).reverse().forEach((member, n) => shared.at(-1 - (n % students)).push(member));
      return shared.map((own) => own.join(" and "));
    }
    const shared = Array.from({ length: students }, (_, n) => seats[n % seats.length]);
    const mates = ["", " (with a partner)", " (with two partners)"];
    return shared.map((member) => member + mates[shared.filter((other) => other === member).length - 1]);
  }

  const isText = (value) => typeof value === "string" && value.length <= 200;

  /* A session is kept as {subject, votes: {member: choice}, past: [[subject, result, time]]}. */
  function sound(id, session) {
    if (!session || !Array.isArray(session.past)) return undefined;
    if (typeof session.votes !== "object" || !session.votes) return undefined;
    const isChoice = (vote) => Object.hasOwn(CHOICES, vote);
    if (!isText(session.subject) || !Object.values(session.votes).every(isChoice)) return undefined;
    const past = session.past.filter((row) => Array.isArray(row) && row.length === 3 && row.every(isText));
    return { subject: session.subject, votes: session.votes, past };
  }
  const browser = SourcebookKept("council", "sessions", sound);

  /* kept: what keeps the sessions, this browser or Python (live.js). */
  function start(root, kept = browser) {
    const { year, needed, seats, spoken } = JSON.parse(root.querySelector("script").textContent);
    const id = String(year), word = Math.random().toString(36).slice(2), members = seats.map(([member]) => member);
    const permanent = seats.filter(([, seat]) => seat === "permanent").map(([member]) => member);
    const empty = () => ({ subject: "The draft", votes: {}, past: [] });
    let session = empty();

    const subject = el("input", { type: "text", maxLength: 80, id: `council-${id}-${word}-subject` });
    const result = statusLine({ className: "mm-chamber-result" }), why = el("p", { className: "mm-chamber-why" });
    const note = statusLine({ className: "mm-chamber-note" }), past = el("ol");
    const before = el("details", {}, el("summary", { textContent: "Votes before this one" }), past);

    function keep() {
      const stored = kept.change(id, session);
      const lost = "This browser keeps nothing: the votes are gone when you leave the page.";
      note.textContent = stored ? (kept.notice?.() ?? "") : lost;
    }

    const boxes = members.map((member, n) => {
      const name = `council-${id}-${word}-${n}`;
      const choices = Object.entries(CHOICES).map(([value, text]) => {
        const radio = el("input", { type: "radio", name, value, onchange: () => {
          session.votes = { ...session.votes, [member]: value };
          keep();
          show();
        } });
        return el("label", {}, radio, el("span", { textContent: text }));
      });
      const seat = permanent.includes(member) ? el("small", { textContent: " permanent" }) : "";
      return el("fieldset", {}, el("legend", {}, member, seat), ...choices);
    });

    /* What the class has voted so far, by member in the order of the seats. */
    const cast = () => Object.fromEntries(members.filter((m) => session.votes[m]).map((m) => [m, session.votes[m]]));

    function show() {
      const votes = cast(), left = members.length - Object.keys(votes).length;
      const { passes, tally, why: reason } = count(votes, permanent, needed);
      root.dataset.result = left ? "open" : passes ? "passes" : "fails";
      const text = left ? `${tally}, ${left} still to vote` : `${passes ? "Passes" : "Does not pass"}: ${tally}`;
      if (result.textContent !== text) result.textContent = text;
      why.textContent = left ? "In favour, against, abstaining." : reason;
      next.disabled = left > 0;
    }

    /* Everything as it is kept. */
    function draw() {
      session = kept.all()[id] || empty();
      if (document.activeElement !== subject) subject.value = session.subject;
      members.forEach((member, n) => {
        for (const radio of boxes[n].querySelectorAll("input")) {
          radio.checked = radio.value === (session.votes[member] || "");
        }
      });
      past.replaceChildren(...session.past.map(([what, outcome, time]) =>
        el("li", { textContent: `${what}: ${outcome} (${time})` })));
      before.hidden = !session.past.length;
      if (kept.notice?.()) note.textContent = kept.notice();
      show();
    }

    subject.onchange = () => {
      session.subject = subject.value.trim() || "The draft";
      keep();
      draw();
    };
    const next = button("Write it down, next vote", () => {
      const time = new Date().toTimeString().slice(0, 5);
      const row = [session.subject, result.textContent, time];
      session = { subject: session.subject, votes: {}, past: [...session.past, row].slice(-MOST) };
      keep();
      draw();
      before.open = true;
      subject.focus();
      subject.select();
    });
    const students = el("input", { type: "number", min: 5, max: 31, id: `council-${id}-${word}-students` });
    const played = el("ol"), asked = statusLine();
    students.oninput = () => {
      const count = Number(students.value), fits = Number.isInteger(count) && count >= 5 && count <= 31;
      const more = count > 31 ? " Split a larger class into two Councils." : "";
      asked.textContent = fits || !students.value ? "" : `The simulation is made for 5 to 31.${more}`;
      played.replaceChildren(...(fits ? roles(members, spoken, count) : []).map((textContent) =>
        el("li", { textContent })));
    };
    const who = el("details", {}, el("summary", { textContent: "Who plays whom" }),
      el("p", {}, el("label", { htmlFor: students.id, textContent: "Students (5 to 31): " }), students), asked, played);
    const again = button("All seats to not yet", () => {
      session.votes = {};
      keep();
      draw();
    });
    const clear = deleteButton("Delete all votes", "This deletes the votes of this session, also those before.",
      (text) => { note.textContent = text; }, () => {
        note.textContent = kept.change(id, undefined) ? "Deleted." : "";
        draw();
      });
    const tools = [next, again, clear];
    if (document.fullscreenEnabled) {
      const full = button("Full screen", () => {
        if (document.fullscreenElement) document.exitFullscreen(); else root.requestFullscreen();
      });
      root.addEventListener("fullscreenchange", () => {
        full.textContent = document.fullscreenElement ? "Leave full screen" : "Full screen";
      });
      tools.push(full);
    }

    root.prepend(
      el("div", { className: "mm-chamber-head" }, result, why),
      el("p", { className: "mm-chamber-tools" }, el("label", {}, "What is voted on ", subject), ...tools),
      note, el("div", { className: "mm-chamber-seats" }, ...boxes), before, who);
    draw();
    kept.follow(draw);
  }

  if (document.currentScript) {
    upgrade(".mm-chamber", (root) => start(root));
    // The session of another year, which a reader chose.
    addEventListener("sourcebook-shown", ({ target }) => {
      target.parentElement.querySelectorAll(".mm-chamber:not(:has(.mm-chamber-head))").forEach((root) => start(root));
    });
  }
  return { count, roles, start };
})();
