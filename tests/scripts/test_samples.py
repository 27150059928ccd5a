"""The pages of sample questions: six of each bank, from the open ones alone."""

from quiz.files import read_banks, read_questions
from scripts.samples import CONTENT, EACH, PLACE, chosen, files_of, pages
from tests.quiz.samples import multiple, single, truefalse

FILES = files_of(CONTENT)


def test_questions_of_exams_and_checks_are_never_chosen() -> None:
    kept = [single(id="a", use="exam"), single(id="b", use="check"), single(id="c", use="open")]
    assert [one.id for one in chosen(kept)] == ["c"]


def test_one_of_each_type_comes_first_and_one_with_a_case_before_others() -> None:
    plain = [single(id=f"s{at}", use="open") for at in range(9)]
    case = single(id="z", use="open", stem="> 买家：多久发货？\n\n怎么回？")
    found = chosen([*plain, case, multiple(id="m", use="open"), truefalse(id="t", use="open")])
    assert [one.id for one in found] == ["z", "m", "t", "s0", "s1", "s2"]


def test_every_bank_has_its_page_of_six() -> None:
    made = pages(FILES)
    asked = {one.key.rpartition("/")[0] for one in read_questions(FILES)[0]}
    assert set(made) == {f"{bank.key}.md" for bank in read_banks(FILES)[0] if bank.key in asked}
    assert {text.count("\n## ") for text in made.values()} == {EACH}


def test_what_lies_in_docs_gives_away_no_question_of_an_exam() -> None:
    lying = {file.name: file.read_text(encoding="utf-8") for file in PLACE.glob("*.md")}
    assert set(lying) == set(pages(FILES))
    secret = [one for one in read_questions(FILES)[0] if getattr(one.struct, "use", "") == "exam"]
    assert secret
    told = [one.key for one in secret for text in lying.values() if f"· `{one.key.rpartition('/')[2]}`" in text]
    assert told == []
