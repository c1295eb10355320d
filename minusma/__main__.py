"""``python -m minusma``: the same as the command ``minusma``."""

from __future__ import annotations

import sys

from sourcebook.cli import main

sys.exit(main())
