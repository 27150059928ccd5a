"""The questions point to lessons that exist, and are counted by position and fact."""

from kit.content import write_toml
from kit.rooms import Library, Source
from quiz.coverage import check, find_flaws, tally
from quiz.kinds import KINDS
from quiz.questions import Bank
from tests.quiz.samples import options, table
from tests.quiz.test_files import BANK

LESSON = "customer-service-process/bad-reviews-by-cause"
FILES = {
    "service/bank.toml": write_toml(BANK),
    "service/q.toml": write_toml(
        {
            "questions": [
                table("truefalse", id="one", facts=["F09", "F14"]),
                table("numeric", id="two", lesson="customer-service-role/nowhere"),
                table("fill", id="three", use="check"),
            ]
        }
    ),
}


def library(files: dict[str, str] = FILES) -> Library:
    return {kind.name: {source.key: source for source in kind.read(files)[0]} for kind in KINDS}


def test_a_lesson_that_is_not_there_is_a_fault() -> None:
    bank = library()["bank"]["service"]
    lessons = {LESSON: Source(LESSON, bank.struct, "x.md")}
    assert [str(fault) for fault in check({**library(), "lesson": lessons})] == [
        "service/q.toml: two: lesson: there is no lesson customer-service-role/nowhere"
    ]


def test_without_lessons_nothing_is_said_about_them() -> None:
    assert check(library()) == []


def test_questions_are_counted_by_position_and_fact() -> None:
    counted = tally(library())
    assert counted.counts == {"questions": {"customer-service": 2}, "check_questions": {"customer-service": 1}}
    assert counted.facts == {"F09": {"asked": 3}, "F14": {"asked": 1}}


def test_flaws_of_a_bank_stand_at_its_own_file() -> None:
    keys = [table("single", id=f"q{n}", stem=chr(0x4E00 + n) * 9, options=options("B")) for n in range(20)]
    found = find_flaws(library(FILES | {"service/b.toml": write_toml({"questions": keys})}))
    assert ("service/bank.toml", "service", "key-position") in [(flaw.file, flaw.id, flaw.flaw) for flaw in found]


def test_both_kinds_give_their_structs_back() -> None:
    assert [kind.name for kind in sorted(KINDS, key=lambda kind: kind.order)] == ["bank", "question"]
    assert KINDS[0].struct is Bank
