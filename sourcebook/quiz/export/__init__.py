"""The question bank for other systems: Moodle, Canvas, any that read QTI 2.1 or GIFT, and spreadsheets.

``item`` makes each question flat and final (facts filled in), one module a format writes items, ``losses`` says what a
format cannot hold, ``files`` puts everything into a folder.
"""

from sourcebook.quiz.export.files import FORMATS, write

__all__ = ["FORMATS", "write"]
