"""``python -m minusma``: the same as the command ``minusma``."""

import sys

from sourcebook.cli import main

sys.exit(main())
