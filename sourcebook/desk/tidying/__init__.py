"""``tidy``: mend in a file what is safe to mend, and name what is not.

Nothing is guessed, and nothing changes its meaning.
"""

from sourcebook.desk.tidying.files import SUFFIXES, sources, tidy_file
from sourcebook.desk.tidying.result import Tidied

__all__ = ["SUFFIXES", "Tidied", "sources", "tidy_file"]
