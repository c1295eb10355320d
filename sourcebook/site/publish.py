"""Whether a build adds what only a public host wants: ``build --publish`` says so to the process that builds."""

from __future__ import annotations

import os

PUBLISH = "SOURCEBOOK_PUBLISH"


def wanted() -> bool:
    """Whether this build is to be published."""
    return os.environ.get(PUBLISH, "") not in ("", "0")
