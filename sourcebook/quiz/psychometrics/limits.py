"""What a bank keeps to. ``book/quizzes/README.md`` tells authors the same."""

from __future__ import annotations

#: Share of single choices whose key is the longest option, at most.
LONGEST_KEYS = 0.35
#: Length of keys by that of the other options, as a mean over the choices, at most.
KEY_LENGTH = 1.4
#: Share of the statements that each of the three answers has, at least.
CLAIM_ANSWER = 0.2
#: Share of wrong options with a word that allows no exception, at most.
ABSOLUTE_OPTIONS = 0.05
#: From this difficulty on a question has so many hints.
HINTS_FROM, HINTS = 2, 2
#: A hint is at least so long as this share of the one before it: what helps more takes more words.
HINT_GROWTH = 0.8
#: Share of questions that ask for more than recall, at least, by the codes of either reading.
ABOVE_RECALL = 0.5
#: What a blind strategy scores by what chance scores, over a chapter, at most.
BLIND_IN_A_CHAPTER = 1.15
#: By how many questions a blind strategy is better than chance, over a form, at most.
BLIND_IN_A_FORM = 1.0
#: A share of fewer than so many questions says nothing: it is shown, and not held to a limit.
ENOUGH = 10
