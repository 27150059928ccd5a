"""The record as a table for taking away: one row an entry."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Protocol
from zoneinfo import ZoneInfo

Cell = str | int | Decimal | None

HEADS = {
    "zh": ["序号", "时间", "类别", "内容", "得分", "满分", "及格线", "结果", "评分人", "评语", "校验值"],
    "en": ["No.", "When", "Kind", "What", "Score", "Of", "Pass mark", "Result", "Marked by", "Note", "Hash"],
}
KINDS = {
    "zh": {"exam": "考试", "check": "小测", "mentor": "带教确认", "path": "学习路径", "certificate": "证书"},
    "en": {"exam": "Exam", "check": "Check", "mentor": "Mentor", "path": "Path", "certificate": "Certificate"},
}
RESULTS = {"zh": {True: "通过", False: "未通过"}, "en": {True: "passed", False: "not passed"}}


class Line(Protocol):
    """What of an entry is shown."""

    @property
    def seq(self) -> int: ...
    @property
    def at(self) -> datetime: ...
    @property
    def kind(self) -> str: ...
    @property
    def titles(self) -> dict[str, str]: ...
    @property
    def points(self) -> int | None: ...
    @property
    def max_points(self) -> int | None: ...
    @property
    def pass_points(self) -> int | None: ...
    @property
    def passed(self) -> bool | None: ...
    @property
    def judged_by(self) -> tuple[int, ...]: ...
    @property
    def note(self) -> str: ...
    @property
    def hash(self) -> str: ...


def rows(entries: Iterable[Line], names: Mapping[int, str], language: str, zone: str) -> list[Sequence[Cell]]:
    """Give the head and one row for each entry, in Chinese for any zh…, else in English."""
    tongue = "zh" if language.startswith("zh") else "en"
    return [HEADS[tongue], *(_row(entry, names, tongue, zone) for entry in entries)]


def _row(entry: Line, names: Mapping[int, str], tongue: str, zone: str) -> list[Cell]:
    return [
        entry.seq,
        entry.at.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M"),
        KINDS[tongue].get(entry.kind, entry.kind),
        entry.titles[tongue],
        *(
            None if points is None else Decimal(points) / 100
            for points in (entry.points, entry.max_points, entry.pass_points)
        ),
        "" if entry.passed is None else RESULTS[tongue][entry.passed],
        "、".join(names.get(judge, str(judge)) for judge in entry.judged_by),
        entry.note,
        entry.hash[:12],
    ]
