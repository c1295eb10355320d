"""``python -m sourcebook``: the same as the command ``sourcebook``."""

import sys

from sourcebook.cli import main

sys.exit(main())
