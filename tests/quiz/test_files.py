"""A bank's folder is read whatever its files are called, and written in one form that reads back the same."""

from hypothesis import given
from hypothesis import strategies as st

from kit.content import Struct, digest, write_toml
from kit.rooms import Source
from quiz.files import read_banks, read_questions, write_banks, write_questions
from quiz.questions import Bank, Question
from tests.quiz.samples import questions, table

BANK = {
    "id": "service",
    "title": {"zh": "客服题库", "en": "Customer service"},
    "summary": {"zh": "客服", "en": "Service"},
    "position": "customer-service",
    "also_for": ["sales"],
}
FILES = {
    "service/bank.toml": write_toml(BANK),
    "service/any-name.toml": write_toml({"questions": [table("single", id="one"), table("fill", id="two")]}),
    "service/check-role.toml": write_toml({"questions": [table("truefalse", id="three", use="check")]}),
}


def digests(sources: list[Source]) -> dict[str, str]:
    return {source.key: digest(source.struct) for source in sources}


def faults(files: dict[str, str]) -> list[str]:
    return [str(fault) for fault in read_questions(FILES | files)[1] + read_banks(FILES | files)[1]]


def test_a_folder_is_a_bank_and_its_questions() -> None:
    banks, questions = read_banks(FILES)[0], read_questions(FILES)[0]
    assert [bank.key for bank in banks] == ["service"]
    assert [(one.key, one.file) for one in questions] == [
        ("service/one", "service/any-name.toml"),
        ("service/two", "service/any-name.toml"),
        ("service/three", "service/check-role.toml"),
    ]
    assert faults({}) == []


def test_other_files_are_left_alone() -> None:
    assert faults({"README.md": "#", "service/picture.svg": "<svg>", "service/old/x.toml": "?", "x.toml": "?"}) == []


def test_questions_are_written_by_type_and_checks_apart() -> None:
    found = [(one.key, one.struct) for one in read_questions(FILES)[0]]
    written = write_questions(found)  # type: ignore[arg-type]  # the reader of questions reads questions
    assert list(written) == ["service/check.toml", "service/fill.toml", "service/single.toml"]


@given(st.lists(questions(), max_size=6, unique_by=lambda question: question.id))
def test_what_is_written_reads_back_the_same(many: list[Question]) -> None:
    keyed = [(f"service/{one.id}", one) for one in many]
    written = write_questions(keyed)
    found, wrong = read_questions(written | {"service/bank.toml": ""})
    assert wrong == []
    assert digests(found) == {key: digest(one) for key, one in keyed}
    again = [(one.key, one.struct) for one in found]
    assert write_questions(again) == written  # type: ignore[arg-type]  # the same


def test_a_bank_reads_back_the_same() -> None:
    found: Struct = read_banks(FILES)[0][0].struct
    assert isinstance(found, Bank)
    assert digests(read_banks(write_banks([("service", found)]))[0]) == {"service": digest(found)}


def test_a_fault_names_file_question_and_field() -> None:
    bad = write_toml({"questions": [table("single", id="bad", difficulty="tricky"), {"type": "fill"}]})
    found = faults({"service/bad.toml": bad})
    assert found[0].startswith("service/bad.toml: bad: difficulty: ")
    assert found[1].startswith("service/bad.toml: questions[2]: ")


def test_all_faults_of_all_files_are_listed() -> None:
    found = faults(
        {"service/a.toml": "not toml", "service/b.toml": "questions = 3\nfoo = 1", "service/c.toml": "questions = [1]"}
    )
    assert [fault.split(": ", 1)[0] for fault in found] == [
        "service/a.toml",
        "service/b.toml",
        "service/b.toml",
        "service/c.toml",
    ]


def test_an_id_is_used_once_in_a_bank() -> None:
    again = write_toml({"questions": [table("numeric", id="one")]})
    assert faults({"service/zz.toml": again}) == ["service/zz.toml: one: id: is already used in service/any-name.toml"]


def test_questions_without_a_bank_are_a_fault() -> None:
    lonely = write_toml({"questions": [table("numeric")]})
    assert faults({"lonely/q.toml": lonely}) == ["lonely/q.toml: -: -: stands in a folder without bank.toml"]


def test_a_bank_is_called_as_its_folder() -> None:
    assert faults({"other/bank.toml": write_toml(BANK)}) == [
        "other/bank.toml: service: id: is not the name of its folder, other"
    ]
    assert faults({"other/bank.toml": "id ="}) != []
    assert faults({"other/bank.toml": write_toml(BANK | {"id": "other", "title": {"zh": "题库"}})}) == [
        "other/bank.toml: other: title.en: Field required"
    ]
