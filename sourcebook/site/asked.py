"""What the command ``build`` asks of the process that builds, which may be started by
someone else: two variables of the environment.
"""

from __future__ import annotations

import os

#: Add what only a public host wants.
PUBLISH = "SOURCEBOOK_PUBLISH"
#: Run every notebook in a real kernel.
KERNELS = "SOURCEBOOK_KERNELS"


def asked(name: str) -> bool:
    """Whether one of the two is asked for."""
    return os.environ.get(name, "") not in ("", "0")
