"""A clock for pages: set to a moment, it runs on from there."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kit import clock

SetClock = Callable[[datetime], None]


@pytest.fixture
def set_clock(tmp_path: Path) -> Iterator[SetClock]:
    """Set the server's clock to a moment."""
    file = tmp_path / "clock"

    def put(moment: datetime) -> None:
        clock.shift_by(None)
        file.write_text(str((moment - clock.now().astimezone(UTC)).total_seconds()))
        clock.shift_by(file)

    yield put
    clock.shift_by(None)
