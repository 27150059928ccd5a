"""What a check needs from its machine: fails where CI is set, else skips and is summed up at the end."""

import os
from pathlib import Path

import pytest

MISSING: list[str] = []
CHROMIUM = Path("/usr/bin/chromium")


def needs(condition: bool, what: str) -> None:
    """Go on only when the machine has what the check needs."""
    if condition:
        return
    if os.environ.get("CI"):
        pytest.fail(f"this check could not run: it needs {what}")
    MISSING.append(what)
    pytest.skip(f"needs {what}")
