/* The response file, made of what this browser keeps. Its form is told in sourcebook/quiz/response_file.py; both pass
   response_file.json. Uses quiz.js. */
const SourcebookResponses = (() => {
  "use strict";
  const { isCheck, readable, SURE } = SourcebookQuiz;

  const certainty = (place) => (SURE[place - 1] ? { sure: SURE[place - 1] } : {});
  const ofForm = (letter) => (letter ? { form: letter } : {});

  /* "answers" and "checks" of a file. asked: {id: {hash, key, form}}, the questions of today; forms: the letters of the
     quizzes that are forms. What is no answer at all stays out. */
  function contents(entries, asked, forms) {
    const answers = {}, checks = {};
    const isAnswer = (id, hash, answer) => asked[id]?.hash !== hash || readable(asked[id].key, answer);
    for (const name of Object.keys(entries).sort()) {
      const { hash, answer, tries, score, time, sure } = entries[name];
      if (!isCheck(name)) {
        if (tries < 1 || !isAnswer(name, hash, answer)) continue;
        answers[name] = { hash, answer, tries, score, time, ...certainty(sure), ...ofForm(asked[name]?.form) };
      } else if (answer && typeof answer === "object") {
        const quiz = name.slice("check-".length), own = {};
        for (const [id, draft] of Object.entries(answer).sort(([a], [b]) => (a < b ? -1 : 1))) {
          if (!Array.isArray(draft) || draft.length < 2 || !isAnswer(id, ...draft)) continue;
          own[id] = { hash: draft[0], answer: draft[1], ...certainty(draft[2]) };
        }
        if (!tries && !Object.keys(own).length) continue;
        const form = Object.hasOwn(forms, quiz) ? forms[quiz] : "";
        checks[quiz] = { handed_in: tries > 0, time, ...ofForm(form), answers: own };
      }
    }
    return { answers, checks };
  }

  /* Ten letters and digits that nobody else has: two students with one code name stay two. */
  function newId() {
    const letters = "abcdefghijkmnpqrstuvwxyz23456789";
    return Array.from(crypto.getRandomValues(new Uint8Array(10)), (n) => letters[n % letters.length]).join("");
  }

  /* Letters and digits of any script; of a code name without any, the numbers of its signs. */
  function fileName(code) {
    const letters = code.normalize("NFC").toLowerCase().split(/[^\p{L}\p{M}\p{N}]+/u).filter(Boolean).join("-");
    return `responses-${letters || [...code].map((sign) => sign.codePointAt(0)).join("-")}.json`;
  }

  return { contents, newId, fileName };
})();
