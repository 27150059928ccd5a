"""What differs between two versions, as a trainer reads it."""

from courses.comparing import Difference, Piece, compare
from courses.lessons import Lesson
from tests.courses.content import lesson, text

OLD = lesson("a", 1, "差评", "Reviews", "第一行\n\n首次响应 10 秒。\n\n三\n\n四\n\n五\n\n六")


def differ(**changes: object) -> dict[str, Difference]:
    new = Lesson.model_validate(OLD.model_copy(update=changes))
    return {one.field: one for one in compare(OLD, new)}


def test_the_same_twice_differs_in_nothing() -> None:
    assert differ() == {}


def test_only_fields_that_changed_are_shown() -> None:
    assert set(differ(title=text("差评先找原因", "Reviews"), minutes=12)) == {"title_zh", "minutes"}


def test_a_changed_number_is_marked_within_its_line() -> None:
    lines = differ(body=OLD.body.replace("10 秒", "8 秒"))["body"].lines
    changed = [line for line in lines if line.changed]
    assert [piece for piece in changed[0].pieces if piece.kind != "same"] == [
        Piece("removed", "10"),
        Piece("added", "8"),
    ]


def test_a_line_that_came_or_went_stands_alone() -> None:
    came = [line for line in differ(body=OLD.body + "\n\n全新的一段")["body"].lines if line.changed]
    assert Piece("added", "全新的一段") in [piece for line in came for piece in line.pieces]
    went = [line for line in differ(body=OLD.body.replace("\n\n六", ""))["body"].lines if line.changed]
    assert Piece("removed", "六") in [piece for line in went for piece in line.pieces]


def test_long_runs_without_a_change_are_left_out_and_counted() -> None:
    lines = differ(body=OLD.body.replace("10", "8"))["body"].lines
    assert sum(line.skipped for line in lines) + sum(not line.skipped for line in lines) == 11
    assert lines[-1].skipped > 3


def test_a_rewritten_line_is_shown_as_one_gone_and_one_come() -> None:
    lines = differ(body="完全不同的开头\n\n" + OLD.body.partition("\n\n")[2])["body"].lines
    assert [line.pieces[0].kind for line in lines if line.changed] == ["removed", "added"]
