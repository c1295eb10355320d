"""``python -m minusma``: the same as the command ``minusma``."""

import sys

from minusma.cli import main

sys.exit(main())
