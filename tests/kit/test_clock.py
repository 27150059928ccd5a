"""Time is read in one place, aware, and can be moved by a file."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from kit import clock


@pytest.fixture
def offset(tmp_path: Path) -> Iterator[Path]:
    file = tmp_path / "clock"
    clock.shift_by(file)
    yield file
    clock.shift_by(None)


def test_now_is_aware_and_in_utc() -> None:
    assert clock.now().utcoffset() == timedelta()


def test_the_file_moves_the_clock_at_every_look(offset: Path) -> None:
    offset.write_text("86400")
    tomorrow = clock.now()
    offset.write_text("-86400")
    assert timedelta(days=2) - timedelta(minutes=1) < tomorrow - clock.now() < timedelta(days=2, minutes=1)


@pytest.mark.parametrize("content", ["", "soon"])
def test_an_unreadable_offset_moves_nothing(offset: Path, content: str) -> None:
    before = clock.now()
    offset.write_text(content)
    assert timedelta() <= clock.now() - before < timedelta(minutes=1)


def test_a_day_of_the_company_begins_in_its_zone() -> None:
    late = datetime(2026, 11, 2, 16, 30, tzinfo=UTC)
    assert clock.local_day(late, "Asia/Shanghai") == date(2026, 11, 3)
    assert clock.day_start(date(2026, 11, 3), "Asia/Shanghai") == datetime(2026, 11, 2, 16, tzinfo=UTC)
    assert clock.day_end(date(2026, 11, 3), "Asia/Shanghai") == datetime(2026, 11, 3, 16, tzinfo=UTC)
