"""Papers: read, written, checked against their banks, composed."""

from pathlib import Path
from random import Random
from typing import Any

import pytest

from exams.composing import compose
from exams.kinds import PAPER, check, find_flaws, read_papers, tally, write_papers
from exams.papers import Paper
from kit.content import digest
from kit.rooms import Library, Source
from quiz.drawing import candidate
from quiz.files import read_banks, read_questions
from tests.conftest import ROOT
from tests.exams.house import QUESTIONS, paper, question


def texts(folder: Path) -> dict[str, str]:
    return {str(file.relative_to(folder)): file.read_text() for file in folder.rglob("*.toml")}


@pytest.fixture(scope="module")
def shipped() -> Library:
    papers, faults = read_papers(texts(ROOT / "exams/content"))
    assert not faults
    files = texts(ROOT / "quiz/content")
    return {
        "paper": {one.key: one for one in papers},
        "bank": {one.key: one for one in read_banks(files)[0]},
        "question": {one.key: one for one in read_questions(files)[0]},
    }


def library(*papers: Paper, uses: dict[str, str] | None = None) -> Library:
    rows = [row | {"use": (uses or {}).get(row["id"], row.get("use", "open"))} for row in QUESTIONS]
    return {
        "paper": {one.id: Source(one.id, one, f"{one.id}.toml") for one in papers},
        "bank": {"shop": Source("shop", question(QUESTIONS[0]), "bank.toml")},
        "question": {f"shop/{row['id']}": Source(f"shop/{row['id']}", question(row), "q.toml") for row in rows},
    }


def test_the_shipped_papers_have_neither_faults_nor_flaws(shipped: Library) -> None:
    assert PAPER.check(shipped) == []
    assert PAPER.flaws(shipped) == []
    assert tally(shipped).counts["papers"]["customer-service"] == 4
    assert tally(shipped).counts["months"]["customer-service"] >= 1


def test_the_onboarding_paper_is_what_the_trade_sets(shipped: Library) -> None:
    found: Any = shipped["paper"]["customer-service-onboarding"].struct
    assert [(one.size, one.worth) for one in found.sections] == [(15, 200), (10, 300), (5, 200), (2, 1500)]
    assert (found.total, found.minutes, found.pass_percent, found.red_lines_must_pass) == (10_000, 40, 80, True)


def test_the_shipped_files_are_in_canonical_form(shipped: Library) -> None:
    written = write_papers([(key, one.struct) for key, one in shipped["paper"].items()])  # type: ignore[misc]
    assert written == texts(ROOT / "exams/content")


def test_export_then_load_is_identity() -> None:
    sources, faults = read_papers(write_papers([("onboarding", paper())]))
    assert not faults
    assert digest(sources[0].struct) == digest(paper())


def test_every_composition_of_the_onboarding_paper_is_whole(shipped: Library) -> None:
    found: Any = shipped["paper"]["customer-service-onboarding"].struct
    pool = [candidate(key, one.struct) for key, one in shipped["question"].items()]  # type: ignore[arg-type]
    for seed in range(20):
        places = compose(found, pool, Random(seed))
        assert len({place.key for place in places}) == found.size == 32
        assert sum(place.points for place in places) == 10_000


def test_a_paper_may_be_composed() -> None:
    assert check(library(paper())) == []
    assert find_flaws(library(paper())) == []


def test_a_draw_that_cannot_be_filled_is_a_fault() -> None:
    sections = [
        {
            "title": {"zh": "案例", "en": "Case"},
            "points": "50",
            "draws": [{"count": 2, "bank": "shop", "type": "short"}],
        }
    ]
    (fault,) = check(library(paper(sections=sections)))
    assert (fault.field, fault.reason) == ("sections[1].draws[1]", "can draw 1 of 2")


def test_unknown_banks_questions_and_questions_of_checks_are_faults() -> None:
    sections = [
        {"title": {"zh": "一", "en": "One"}, "points": "50", "questions": ["shop/late", "shop/none", "shop/late"]},
        {"title": {"zh": "二", "en": "Two"}, "points": "50", "draws": [{"count": 1, "bank": "nowhere"}]},
    ]
    reasons = [fault.reason for fault in check(library(paper(sections=sections), uses={"late": "check"}))]
    assert reasons == [
        "there is no bank nowhere",
        "shop/late is a question of a check",
        "there is no question shop/none",
        "shop/late is a question of a check",
        "shop/late is asked twice",
    ]


def test_a_makeup_shares_no_question_with_its_paper() -> None:
    again = paper(id="again", makeup_of="onboarding")
    (fault,) = check(library(paper(), again))
    assert fault.field == "makeup_of"
    assert "6 questions may come in onboarding as well" in fault.reason
    (fault,) = check(library(paper(id="again", makeup_of="gone")))
    assert fault.reason == "there is no paper gone"


def test_points_that_are_not_a_hundred_are_a_flaw() -> None:
    sections = [{"title": {"zh": "一", "en": "One"}, "points": "3", "questions": ["shop/late"]}]
    (flaw,) = find_flaws(library(paper(sections=sections)))
    assert flaw.flaw == "total"


@pytest.mark.parametrize("points", ["0", "-1", "1.234", "two"])
def test_points_are_positive_decimals(points: str) -> None:
    text = write_papers([("onboarding", paper())])["onboarding.toml"].replace('points = "14"', f'points = "{points}"')
    _, faults = read_papers({"onboarding.toml": text})
    assert [fault.field for fault in faults] == ["sections[1].points"]


def test_a_section_asks_something_and_a_file_is_named_by_its_paper() -> None:
    text = write_papers([("onboarding", paper())])["onboarding.toml"]
    assert read_papers({"other.toml": text})[1][0].field == "id"
    _, faults = read_papers(
        {
            "onboarding.toml": text.split("[[sections]]")[0]
            + '[[sections]]\ntitle = { zh = "一", en = "1" }\npoints = "1"\n'
        }
    )
    assert faults[0].reason == "section 1 asks nothing"
