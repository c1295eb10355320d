"""The class report: what a folder of response files says about questions and objectives. Answers are graded again from the bank."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import Any

import pandas as pd

from minusma.classroom import responses
from minusma.classroom.responses import Problem, Response
from minusma.quiz import bank, grade, markdown, render

HARD = 0.5  # below this share right, a question is one to teach again
FEW = 3  # with fewer answers nothing is said of a question


def report(folder: Path | str) -> Report:
    """Read a folder of response files; an empty or missing folder gives a report that says so."""
    return Report(*responses.read(folder))


def _words(question: Any, answer: Any) -> str:
    """An answer in words, for the table of wrong answers."""
    try:
        if question.type == "single":
            return markdown.plain(render.filled(question.options[answer].text))
        if question.type == "claim":
            return bank.CLAIM_ANSWERS[answer]
        if question.type == "multiple":
            return "; ".join(markdown.plain(render.filled(question.options[n].text)) for n in answer) or "none"
        if question.type in ("number", "text"):
            return str(answer)[:60]
    except (IndexError, TypeError):
        return "an answer that cannot be read"
    return "another order" if question.type == "order" else "another match"


class Report:
    """Statistics over responses. Every table is a data frame; ``_repr_html_`` sums up in a sentence and a chart."""

    def __init__(self, found: list[Response], problems: list[Problem]) -> None:
        self._problems = list(problems)
        known = {q.id: q for chapter in bank.names() for q in bank.load(chapter).questions}
        self._known = known
        keys = {i: render.key(q) for i, q in known.items()}
        hashes = {i: bank.content_hash(q) for i, q in known.items()}
        rows = []
        for response in found:
            changed = gone = 0
            for name, entry in response.answers.items():
                if name not in known:
                    gone += 1
                elif entry.get("hash") != hashes[name]:
                    changed += 1
                else:
                    share = grade.grade(keys[name], entry["answer"])
                    rows.append({"student": response.code, "question": name, "answer": entry["answer"], "score": share})
            if changed:
                self._problems.append(Problem(response.file, f"{changed} answers belong to questions that have changed since; they are left out."))
            if gone:
                self._problems.append(Problem(response.file, f"{gone} answers belong to questions that this book does not ask; they are left out."))
        self.responses = len(found)
        self.scores = pd.DataFrame(rows, columns=["student", "question", "answer", "score"]).astype({"score": "float64"})

    def questions(self) -> pd.DataFrame:
        """A row a question: ``answered``, ``unanswered``, ``difficulty`` (share fully right) and ``discrimination``.

        Discrimination is the correlation between the score of the question and the mean of the student's other scores, from -1 to 1;
        missing where fewer than three answered or all had the same.
        """
        if self.scores.empty:
            return pd.DataFrame(columns=["prompt", "answered", "unanswered", "difficulty", "discrimination"])
        table = self.scores.pivot_table(index="student", columns="question", values="score", aggfunc="first")
        rows = {}
        for name in table.columns:
            own = table[name].dropna()
            rest = table.drop(columns=name).loc[own.index].mean(axis=1)
            both = rest.notna()
            varied = own[both].nunique() > 1 and rest[both].nunique() > 1
            rows[name] = {
                "prompt": markdown.plain(render.filled(self._known[name].prompt))[:80],
                "answered": len(own),
                "unanswered": self.responses - len(own),
                "difficulty": round(float((own >= 1).mean()), 2),
                "discrimination": round(float(own[both].corr(rest[both])), 2) if varied and both.sum() >= FEW else None,
            }
        return pd.DataFrame.from_dict(rows, orient="index").rename_axis("question").sort_values("difficulty")

    def distractors(self) -> pd.DataFrame:
        """Wrong answers by question, the most chosen first: ``question``, ``answer``, ``students``."""
        wrong = self.scores[self.scores["score"] < 1]
        texts = [_words(self._known[r["question"]], r["answer"]) for _, r in wrong.iterrows()]
        table = pd.DataFrame({"question": list(wrong["question"]), "answer": texts})
        return table.value_counts().rename("students").reset_index().sort_values(["students", "question"], ascending=[False, True], ignore_index=True)

    def objectives(self) -> pd.DataFrame:
        """A row an objective: what it is, answers, and the mean share right."""
        texts = {o.id: o.text for chapter in bank.names() for o in bank.load(chapter).objectives}
        if self.scores.empty:
            return pd.DataFrame(columns=["text", "answers", "mean"])
        by = self.scores.assign(objective=[self._known[q].objective for q in self.scores["question"]]).groupby("objective")["score"]
        return pd.DataFrame({"text": pd.Series(texts), "answers": by.size(), "mean": by.mean().round(2)}).dropna().sort_values("mean")

    def students(self) -> pd.DataFrame:
        """A row a code name: answers given, mean share right."""
        by = self.scores.groupby("student")["score"]
        return pd.DataFrame({"answered": by.size(), "mean": by.mean().round(2)}).sort_values("mean")

    def problems(self) -> pd.DataFrame:
        """Files, or parts of files, that were left out, and why."""
        return pd.DataFrame([(p.file, p.reason) for p in self._problems], columns=["file", "reason"])

    def advice(self) -> Advice:
        """What to teach again, in plain words."""
        return Advice(self._sentences())

    def _sentences(self) -> list[str]:
        if self.scores.empty:
            return ["There are no answers to report on yet."]
        found = []
        goals = self.objectives()
        for name, row in goals[(goals["mean"] < HARD) & (goals["answers"] >= FEW)].iterrows():
            found.append(f"Teach again: {row['text']} ({name}; {row['mean']:.0%} right on average.)")
        asked = self.questions()
        wrong = self.distractors()
        for name, row in asked[(asked["difficulty"] < HARD) & (asked["answered"] >= FEW)].iterrows():
            top = wrong[wrong["question"] == name].head(1)
            chosen = f" Most chosen instead: “{top['answer'].iloc[0]}” ({top['students'].iloc[0]})." if len(top) else ""
            found.append(f"{name}: {row['difficulty']:.0%} had it right. “{row['prompt']}”.{chosen}")
        weak = asked[(asked["discrimination"] < 0) & (asked["answered"] >= 5)]
        for name in weak.index:
            found.append(f"{name}: those who did well elsewhere missed it more often. Look at the question before you blame the class.")
        return found or ["Nothing stands out: every question was answered well by at least half of the class."]

    def _repr_html_(self) -> str:
        asked = self.questions()
        files = "file was" if self.responses == 1 else "files were"
        head = f"<p>{self.responses} response {files} read, with {len(self.scores)} answers to {len(asked)} questions. "
        head += f"{len(self._problems)} notes on files stand in <code>report.problems()</code>.</p>" if self._problems else "</p>"
        head += "<p>Answers are graded again from the question bank. A file does not prove who answered, or with what help.</p>"
        if asked.empty:
            return head
        bars, y = [], 4
        for name, row in asked.head(12).iterrows():
            bars.append(f'<text x="0" y="{y + 11}" font-size="12" fill="currentColor">{escape(str(name))}</text>')
            bars.append(f'<rect x="230" y="{y + 1}" width="{200 * row["difficulty"] + 1:.0f}" height="12" fill="currentColor"/>')
            end = 236 + 200 * row["difficulty"]
            bars.append(f'<text x="{end:.0f}" y="{y + 12}" font-size="12" fill="currentColor">{row["difficulty"]:.0%}</text>')
            y += 20
        words = "; ".join(f"{n}: {r['difficulty']:.0%} right" for n, r in asked.head(12).iterrows())
        chart = f'<svg role="img" aria-label="{escape(words)}" viewBox="0 0 480 {y}" width="480">{"".join(bars)}</svg>'
        return f"{head}<p><b>The hardest questions, by share right</b></p>{chart}"


class Advice:
    """Sentences for the teacher, shown as a list."""

    def __init__(self, sentences: list[str]) -> None:
        self.sentences = sentences

    def _repr_html_(self) -> str:
        return "<ul>" + "".join(f"<li>{escape(s)}</li>" for s in self.sentences) + "</ul>"

    def __repr__(self) -> str:
        return "\n".join(self.sentences)
