"""The book *Mali and MINUSMA* for notebooks: ``from minusma import data, quiz, task, views``.

Tables and questions are read by the engine, ``sourcebook``; the views, the Council and the
claims lab are this book's own.
"""

from __future__ import annotations

from sourcebook.notebook import bind

_book = bind("minusma")
data, quiz, task = _book.data, _book.quiz, _book.task
classroom = _book.classroom.with_functions(dict.fromkeys(("council", "roles", "positions"), "minusma.council.panel"))
lab = _book.room(dict.fromkeys(("claims", "folded"), "minusma.claims"))
