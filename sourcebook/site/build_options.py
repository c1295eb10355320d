"""Options that the command ``build`` hands to the building process, as variables of the environment.

That process may be started by another program, so arguments would not reach it.
"""

from __future__ import annotations

import os

#: Add what only a public host wants.
PUBLISH = "SOURCEBOOK_PUBLISH"
#: Run every notebook in a real kernel.
KERNELS = "SOURCEBOOK_KERNELS"


def requested(name: str) -> bool:
    """Whether this option is set."""
    return os.environ.get(name, "") not in ("", "0")
