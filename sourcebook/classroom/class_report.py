"""The class report: what a folder of response files says about questions and objectives.

Answers are graded again from the bank.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable
from functools import cache, cached_property, partial
from html import escape
from pathlib import Path
from typing import Any

import pandas as pd

from sourcebook.book import Book, static_build
from sourcebook.classroom import EXAMPLE, bars, mistakes, report_tool, responses, sample_class, tables
from sourcebook.classroom.gain import SHOWS, Gain
from sourcebook.classroom.responses import Problem
from sourcebook.classroom.tasks_done import TasksDone
from sourcebook.errors import ReaderError
from sourcebook.quiz import bank, grade, hand_in_line, render, response_file
from sourcebook.quiz.response_file import Response, printable
from sourcebook.quiz.values import Resolve, lookup

HARD = 0.5  # below this share right, a question is one to teach again
FEW = 3  # with fewer answers nothing is said of a question
SOME = 2  # as many students with one mistake are worth a sentence
GAIN_TITLE = "Before and after, by the mean share right in each form"
MANY = 5  # as many answers are needed to doubt a question itself
LONGEST = 12  # bars in a chart
NAMED = 8  # sentences of one kind
#: The tables of a report and their headings.
TABLES = {
    "questions": "Question by question",
    "distractors": "Wrong answers, the most chosen first",
    "slips": "Mistakes that have a name, the most frequent first",
    "certainty": "Certain and wrong, or not known",
    "tasks": "Task by task",
    "objectives": "By objective",
    "gain": "Before and after",
    "gain_objectives": "Before and after, by objective",
    "students": "By code name",
    "problems": "Files left out or counted with a remark",
}
#: Words that explain a table of the report.
WORDS = {
    "questions": "Difficulty is the share of those who answered that had it fully right. Discrimination, from -1 to 1, "
    "compares those who did well elsewhere with those who did not: near zero or below, look at the question itself. "
    "Empty: too few answers, or all had the same.",
    "slips": "What a wrong number, word or order shows, and what the page said of it.",
    "tasks": "How many tried a task and had it right at last; the slip that most fell for, and what they heard. What "
    "was written nobody grades: read it in the response files.",
    "certainty": "Of those who said how sure they were. Certain and wrong: they will not look it up by themselves; ask "
    "why it seems right. Not known: a guess that was not fully right.",
    "gain": "Of students who handed in both forms. Above, below the pictures, stands what this shows, what not, and "
    "what those had right who handed in one form only.",
    "gain_objectives": "How many had the one question on it fully right in the form handed in first, and in the one "
    "handed in later.",
    "objectives": "Mean is the mean share right, parts of an answer counted.",
    "students": "To help, not to mark: see above.",
}
#: Tables in which answers to the forms of a check do not count.
WITHOUT_FORMS = ("questions", "distractors", "objectives", "students")
PROVES_NOT = (
    "A response file does not prove who answered, when, alone or with help, or with the book open: the book shows its "
    "answers to everyone. Use the report to teach, not to mark."
)


def report(
    book: Book, folder: Path | str, say: Callable[[str], None] = lambda _: None, joined: Iterable[str] = ()
) -> Report:
    """Read a folder of response files; an empty or missing folder gives a report that says so.

    ``say`` hears how far it is. ``joined``: code names whose files are one student's, on two computers.

    Instead of a folder, a text with hand-in lines, pasted between three quotation marks, is read.

    ``"example"``, where there is no folder of that name, is a made-up class. What is no
    name at all raises ``ReaderError``.
    """
    return Report(book, *read(book, folder, say, joined), remark=remark(folder))


def read(
    book: Book, folder: Path | str, say: Callable[[str], None] = lambda _: None, joined: Iterable[str] = ()
) -> tuple[list[Response], list[Problem]]:
    """What ``report`` reports on: one response a student, and what was left out or is in doubt."""
    if are_lines(book, folder):
        return responses.pasted(book, str(folder), joined)
    if remark(folder):
        with tempfile.TemporaryDirectory() as sample:
            sample_class.write(book, Path(sample))
            return responses.read(book, sample)
    return responses.read(book, folder, say, joined)


def are_lines(book: Book, folder: Path | str) -> bool:
    """Whether this is no folder but hand-in lines; what is neither raises ``ReaderError``."""
    if not isinstance(folder, str | Path):
        raise ReaderError(f'{folder!r} is no folder. Give its name in quotation marks, for instance "responses".')
    return isinstance(folder, str) and f"{book.identity.slug}.{hand_in_line.VERSION}." in folder


def remark(folder: Path | str) -> str:
    """What is said of the made-up class before all else; empty for a class of the teacher's."""
    made_up = str(folder) == EXAMPLE and not Path(folder).exists()
    return "A made-up class, to show what a report looks like." if made_up else ""


def _chosen(question: Any, answer: Any, resolve: Resolve, plain: Callable[[str], str]) -> str:
    """An answer in words, for the table of wrong answers. ``answer`` may be anything a response file can hold."""

    def options() -> list[str]:
        return list(bank.CLAIM_ANSWERS) if question.type == "claim" else [plain(o.text) for o in question.options]

    def pick(texts: list[str], n: Any) -> str:
        if not isinstance(n, int) or not 0 <= n < len(texts):
            raise ValueError(n)
        return texts[n]

    try:
        if question.type in ("single", "claim"):
            return pick(options(), answer)
        if question.type in ("number", "text"):
            return printable(str(answer))[:60] or "nothing"
        if not isinstance(answer, list):
            raise ValueError(answer)
        if question.type == "multiple":
            return "; ".join(pick(options(), n) for n in sorted(set(answer))) or "none of them"
        if question.type == "order":
            return " → ".join(pick([plain(i) for i in question.items], n) for n in answer)
        sides = [plain(side) for side in render.choices(question)]
        right = render.key(question, resolve)["a"]
        wrong = [(p, n) for p, n, wanted in zip(question.pairs, answer, right, strict=True) if n != wanted]
        return "; ".join(f"{plain(pair.left)}: {'nothing' if n == -1 else pick(sides, n)}" for pair, n in wrong)
    except ValueError:
        return "an answer that cannot be read"


class Report:
    """Statistics over responses. Every table is a data frame; ``_repr_html_`` sums up in sentences and charts.

    What was answered in the forms of a check, before and after reading, stands in the tables of slips, certainty and
    gain; the others are about the questions of the chapters.
    """

    def __init__(self, book: Book, found: list[Response], problems: list[Problem], remark: str = "") -> None:
        self.book = book
        self._resolve = lookup(book)
        self._remark = remark
        self._known = bank.every(book)
        self._take(found, problems)

    def _take(self, found: list[Response], problems: list[Problem]) -> None:
        """Report on these, and no longer on others."""
        # What was worked out of others is worked out anew.
        for kind in type(self).__mro__:
            for name, part in vars(kind).items():
                if isinstance(part, cached_property):
                    vars(self).pop(name, None)
        self._problems = list(problems)
        asked = response_file.asked(self.book)
        rows = []
        for response in found:
            changed = gone = unread = other = 0
            for name, entry in response.answers.items():
                if not entry["hash"]:
                    other += 1
                elif name not in asked:
                    gone += 1
                elif entry["hash"] != asked[name].hash:
                    changed += 1
                elif not grade.readable(asked[name].key, entry["answer"]):
                    unread += 1
                else:
                    share = grade.grade(asked[name].key, entry["answer"])
                    sure = response_file.sure(entry)
                    rows.append((response.code, name, entry["answer"], share, sure, asked[name].form))
            if changed:
                self._note(response, f"Answers left out because their questions have changed since: {changed}.")
            if unread:
                self._note(response, f"Answers left out because they cannot be read as a number or a word: {unread}.")
            if gone:
                self._note(response, f"Answers left out because this book does not ask their questions: {gone}.")
            if other:
                reason = "because their questions have changed since, or this book does not ask them"
                self._note(response, f"Answers left out {reason}: {other}.")
            if drafts := sum(len(check["answers"]) for check in response.checks.values() if not check["handed_in"]):
                self._note(
                    response,
                    f"Answers of a check that was begun and not handed in: {drafts}. They are drafts, not counted.",
                )
        self.codes = [response.code for response in found]
        columns = ["student", "question", "answer", "score", "sure", "form"]
        self.scores = pd.DataFrame(rows, columns=columns).astype({"score": "float64", "sure": "int64"})
        #: Answers to the questions of chapters.
        self._own = self.scores[self.scores["form"] == ""]
        self._of_forms = self.scores[self.scores["form"] != ""]
        self._gain = Gain(self.book, found, asked)
        self._tasks = TasksDone(self.book, found)
        for file, count in self._tasks.left_out.items():
            reason = f"Tasks left out because they have changed since, or this book does not set them: {count}."
            self._problems.append(Problem(file, reason, responses.REMARK))

    def _note(self, response: Response, reason: str) -> None:
        self._problems.append(Problem(response.file, reason, responses.REMARK))

    @property
    def responses(self) -> int:
        """How many response files were read, one a code name."""
        return len(self.codes)

    @cached_property
    def _questions(self) -> pd.DataFrame:
        columns = ["prompt", "answered", "unanswered", "difficulty", "discrimination"]
        if self._own.empty:
            return pd.DataFrame(columns=columns).rename_axis("question")
        table = self._own.pivot(index="student", columns="question", values="score")
        rows = {}
        for name in table.columns:
            own = table[name].dropna()
            # Rounded, so that means that are the same in truth are the same here.
            rest = table.drop(columns=name).loc[own.index].mean(axis=1).round(9)
            both = rest.notna()
            varied = own[both].nunique() > 1 and rest[both].nunique() > 1
            rows[name] = {
                "prompt": report_tool.plain(self._known[name].prompt, self._resolve),
                "answered": len(own),
                "unanswered": self.responses - len(own),
                "difficulty": round(float((own >= 1).mean()), 2),
                "discrimination": round(float(own[both].corr(rest[both])), 2) if varied and both.sum() >= FEW else None,
            }
        frame = pd.DataFrame.from_dict(rows, orient="index", columns=columns).rename_axis("question")
        frame["discrimination"] = frame["discrimination"].astype("float64")
        return frame.sort_values(["difficulty", "question"])

    def questions(self) -> pd.DataFrame:
        """A row a question that somebody answered: ``answered``, ``unanswered``,
        ``difficulty`` (share fully right), ``discrimination``.

        Discrimination is the correlation between the score of the question and the mean of the student's other scores,
        from -1 to 1; missing where fewer than three answered or all had the same.
        """
        return self._questions.copy()

    @cached_property
    def _distractors(self) -> pd.DataFrame:
        wrong = self._own[self._own["score"] < 1]
        # The same few texts for every student: each is looked up in the tables once.
        resolve = self._resolve
        plain = cache(partial(report_tool.plain, resolve=resolve))
        texts = [
            _chosen(self._known[q], a, resolve, plain) for q, a in zip(wrong["question"], wrong["answer"], strict=True)
        ]
        table = pd.DataFrame({"question": list(wrong["question"]), "answer": texts}, dtype="str")
        counted = table.value_counts().rename("students").reset_index()
        return counted.sort_values(["students", "question", "answer"], ascending=[False, True, True], ignore_index=True)

    def distractors(self) -> pd.DataFrame:
        """Wrong answers by question, the most chosen first: ``question``, ``answer``, ``students``."""
        return self._distractors.copy()

    @cached_property
    def _slips(self) -> pd.DataFrame:
        return mistakes.slips(
            self.scores, self._known, self._resolve, partial(report_tool.plain, resolve=self._resolve)
        )

    def slips(self) -> pd.DataFrame:
        """Mistakes with a name that students fell for, the most frequent first:
        ``question``, ``mistake``, ``says``, ``students``.
        """
        return self._slips.copy()

    def tasks(self) -> pd.DataFrame:
        """A row a task that somebody tried: ``tried``, ``right``, ``written``, and the most frequent ``slip``."""
        return self._tasks.table()

    @cached_property
    def _certainty(self) -> pd.DataFrame:
        return mistakes.certainty(self.scores, lambda name: report_tool.plain(self._known[name].prompt, self._resolve))

    def certainty(self) -> pd.DataFrame:
        """A row a question of which somebody said how sure they were: ``told``,
        ``certain_wrong``, ``not_known``, and what was right.
        """
        return self._certainty.copy()

    def gain(self) -> pd.DataFrame:
        """Before and after, for all and by chapter: ``students``, ``before``, ``after``,
        ``gain``, and how many ``rose`` and ``sank``.
        """
        return self._gain.table()

    def gain_objectives(self) -> pd.DataFrame:
        """How many had the question on an objective right ``before`` and ``after``, of how many ``students``."""
        return self._gain.objectives()

    def objectives(self) -> pd.DataFrame:
        """A row an objective: what it is, answers, and the mean share right."""
        texts = {o.id: o.text for chapter in bank.names(self.book) for o in bank.load(self.book, chapter).objectives}
        by = self._own.groupby(self._own["question"].map(lambda name: self._known[name].objective))["score"]
        table = pd.DataFrame({"answers": by.size(), "mean": by.mean().round(2)}).rename_axis("objective")
        table.insert(0, "text", [texts[name] for name in table.index])
        return table.sort_values(["mean", "objective"])

    def students(self) -> pd.DataFrame:
        """A row a code name: answers given, mean share right (missing where no answer counts), and answers in the forms
        of a check, where there are any.
        """
        by = self._own.groupby("student")["score"]
        table = (
            pd.DataFrame({"answered": by.size(), "mean": by.mean().round(2)}).reindex(self.codes).rename_axis("student")
        )
        table["answered"] = table["answered"].fillna(0).astype("int64")
        if not self._of_forms.empty:
            table["in_forms"] = self._of_forms.groupby("student").size().reindex(table.index, fill_value=0)
        return table.sort_values(["mean", "student"])

    def problems(self) -> pd.DataFrame:
        """Files, or parts of files, that were left out or are in doubt, and why."""
        rows = [(p.file, p.what, p.reason) for p in self._problems]
        return pd.DataFrame(rows, columns=["file", "what", "why"])

    def table(self, name: str) -> tables.Shown:
        """One of the tables, set to be read; an unknown name raises ``ReaderError``."""
        if name not in TABLES:
            raise ReaderError(f"there is no table {name!r}. There are: {', '.join(TABLES)}.")
        return tables.Shown(getattr(self, name)(), TABLES[name], self.note(name))

    def note(self, name: str) -> str:
        """What stands below a table: how many answers do not count in it; empty where there are none."""
        if name not in WITHOUT_FORMS or self._of_forms.empty:
            return ""
        forms = " or ".join(sorted(self._of_forms["form"].unique()))
        where = "Not in answered and mean, but in in_forms" if name == "students" else "Not counted here"
        return (
            f"{where}: {_many(len(self._of_forms), 'answer')} to questions of a check before or after reading "
            f"(form {forms}). “{TABLES['gain']}” tells of the forms that were handed in."
        )

    def advice(self) -> Advice:
        """What to teach again, in plain words."""
        return Advice(self._sentences())

    def _sentences(self) -> list[str]:
        if self.scores.empty and not self._gain.pairs and self._tasks.table().empty:
            return ["There are no answers to report on yet."]
        found = []
        goals = self.objectives()
        for name, row in goals[(goals["mean"] < HARD) & (goals["answers"] >= FEW)].iterrows():
            found.append(f"Teach again: {row['text']} ({name}; {row['mean']:.0%} right on average.)")
        asked, wrong = self._questions, self._distractors
        hard = asked[(asked["difficulty"] < HARD) & (asked["answered"] >= FEW)]
        for name, row in hard.head(NAMED).iterrows():
            top = wrong[wrong["question"] == name].head(1)
            chosen = ""
            if len(top) and top["students"].iloc[0] > 1:
                chosen = (
                    f" The most frequent other answer: {_quoted(top['answer'].iloc[0])} ({top['students'].iloc[0]} of "
                    f"{row['answered']})."
                )
            found.append(
                f"Ask again ({name}): {_quoted(row['prompt'])} {row['difficulty']:.0%} of {row['answered']} had it "
                f"fully right.{chosen}"
            )
        if len(hard) > NAMED:
            found.append(f"Fewer than half had these questions fully right, too: {', '.join(hard.index[NAMED:])}.")
        for name, row in asked[(asked["unanswered"] > asked["answered"]) & (asked["answered"] >= FEW)].iterrows():
            found.append(
                f"Find out why most left it out ({name}): {_quoted(row['prompt'])} {row['unanswered']} of "
                f"{self.responses} did not answer."
            )
        for name in asked[(asked["discrimination"] < 0) & (asked["answered"] >= MANY)].index:
            found.append(
                f"Look at the question itself ({name}): those who did well elsewhere missed it more often. Talk it "
                "through with the class."
            )
        found += self._said_of_mistakes()
        if found:
            return found
        if self._own.empty:
            return ["There are no answers to questions of a chapter yet."]
        if (asked["answered"] < FEW).all():
            return [f"Too few answers to say what to teach again: a question needs at least {FEW}."]
        return ["Nothing stands out: every question was answered fully right by at least half of those who tried it."]

    def _said_of_mistakes(self) -> list[str]:
        """What is taken for certain and is wrong, what is not known, which slips many fell
        for, and what the forms show.
        """
        sure, found = self._certainty, []
        for row in _rows(sure[sure["certain_wrong"] >= SOME].head(NAMED)):
            found.append(
                f"Certain and wrong ({row['question']}): {_quoted(row['prompt'])} {row['certain_wrong']} of "
                f"{row['told']} who said how sure they were. Let the class say why it seems right before you say what "
                "is."
            )
        for row in _rows(sure[(sure["not_known"] >= SOME) & (sure["certain_wrong"] < SOME)].head(NAMED)):
            found.append(
                f"Not known, and they knew it ({row['question']}): {_quoted(row['prompt'])} {row['not_known']} of "
                f"{row['told']} guessed. Explain it anew."
            )
        for row in _rows(self._slips[self._slips["students"] >= SOME].head(NAMED)):
            found.append(
                f"{row['students']} made the same mistake ({row['question']}): {row['mistake']}. {row['says']}"
            )
        done = self._tasks.table()
        for row in _rows(done[done["students"] >= SOME].head(NAMED)):
            found.append(
                f"{row['students']} of {row['tried']} stopped at one slip of the task {row['task']} ({row['slip']}): "
                f"{row['says']}"
            )
        for row in _rows(self.gain().head(1)):
            if row["students"] < FEW:
                continue
            found.append(
                f"Before and after, {_many(row['students'], 'student')}: {row['before']:.0%}, then {row['after']:.0%} "
                "right on average. The report says what that shows and what not."
            )
        return found

    def summary(self) -> str:
        """How many files were read and left out, in a sentence or two of plain text."""
        left = sum(p.what == responses.LEFT_OUT for p in self._problems)
        noted = len({p.file for p in self._problems if p.what == responses.REMARK})
        text = f"{self._remark} ".lstrip()
        text += f"{_many(self.responses, 'response file')} read, with {_many(len(self.scores), 'answer')} "
        text += f"to {_many(self.scores['question'].nunique(), 'question')}."
        if left:
            text += f" Left out: {left}."
        if noted:
            text += f" Counted with a remark: {noted}."
        if [p.what for p in self._problems] == [responses.NO_FOLDER]:
            return f"{self._problems[0].file}: {self._problems[0].reason}"
        return text + (" The last table says why." if left or noted else "")

    def charts(self) -> str:
        """The hardest questions, every objective, and before and after as bars, as HTML."""
        found = self.chart_rows()
        drawn = "".join(f"<p><b>{title}</b></p>{bars.draw(rows)}" for title, rows in found.items())
        words = "".join(f"<p>{escape(text)}</p>" for text in self.gain_words())
        title = "<p><b>Before and after</b></p>" if words and GAIN_TITLE not in found else ""
        return drawn + title + words

    def chart_rows(self) -> dict[str, list[tuple[str, list[bars.Bar]]]]:
        """The charts by their titles: of each row its label and its bars. One without rows is left out."""
        goals = self.objectives()
        found = {
            "The hardest questions, by the share of students who had them fully right": [
                (
                    f"{row['prompt']} ({name})",
                    [bars.Bar(row["difficulty"], f"{row['difficulty']:.0%} of {row['answered']}")],
                )
                for name, row in self._questions.head(LONGEST).iterrows()
            ],
            "The objectives, by the mean share right": [
                (
                    f"{row['text']} ({name})",
                    [bars.Bar(row["mean"], f"{row['mean']:.0%} in {_many(row['answers'], 'answer')}")],
                )
                for name, row in goals.iterrows()
            ],
            GAIN_TITLE: [
                (
                    f"{row['part']} ({_many(row['students'], 'student')})",
                    [
                        bars.Bar(row["before"], f"{row['before']:.0%} before", filled=False),
                        bars.Bar(row["after"], f"{row['after']:.0%} after"),
                    ],
                )
                for row in _rows(self.gain())
                if row["students"]
            ],
        }
        return {title: rows for title, rows in found.items() if rows}

    def gain_words(self) -> list[str]:
        """Who is in the two forms, and what they show; empty where nobody handed in a form."""
        return [*self._gain.words(), *(SHOWS if self._gain.pairs else ())]

    def _repr_html_(self) -> str:
        tool = report_tool.html(self.book, TABLES, WORDS, PROVES_NOT) if static_build() else ""
        return tool + self.html()

    def namesakes(self) -> list[tuple[str, str, str]]:
        """Code names that came from two computers, each with its two files: one student, or two?"""
        return [problem.namesake for problem in self._problems if problem.namesake]

    def html(self) -> str:
        """What was read, in sentences and charts."""
        again = "Answers were graded again from the question bank; scores in the files were not looked at."
        return f"<p>{escape(self.summary())}</p><p>{again} {PROVES_NOT}</p>{self.charts()}"

    def __repr__(self) -> str:
        return f"<class report: {self.summary()}>"


def _quoted(text: str) -> str:
    """In quotation marks, once: the prompt of a claim has its own."""
    return text if text.startswith("“") and text.endswith("”") else f"“{text}”"


def _rows(table: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a table with their index, by column."""
    return [{str(column): value for column, value in row.items()} for row in table.reset_index().to_dict("records")]


def _many(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


class Advice:
    """Sentences for the teacher, shown as a list."""

    def __init__(self, sentences: list[str]) -> None:
        self.sentences = sentences

    def _repr_html_(self) -> str:
        return "<ul>" + "".join(f"<li>{escape(s)}</li>" for s in self.sentences) + "</ul>"

    def __repr__(self) -> str:
        return "\n".join(self.sentences)
