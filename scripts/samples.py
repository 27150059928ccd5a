"""Writes docs/samples: six open questions of each bank with key and explanations; `python -m scripts.samples`."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import assert_never

from quiz.files import read_banks, read_questions
from quiz.questions import (
    Bank,
    FillIn,
    MultipleChoice,
    Numeric,
    Option,
    Question,
    ShortAnswer,
    SingleChoice,
    TrueFalse,
)

ROOT = Path(__file__).resolve().parent.parent
CONTENT = ROOT / "quiz" / "content"
PLACE = ROOT / "docs" / "samples"
TYPES = {"single": "单选", "multiple": "多选", "truefalse": "判断", "fill": "填空", "numeric": "计算", "short": "案例"}
EACH = 6


def pages(files: Mapping[str, str]) -> dict[str, str]:
    """Give the page of each bank, by file name, from the banks' files."""
    questions: dict[str, list[Question]] = {}
    for source in read_questions(files)[0]:
        # the reader gives nothing but questions: a closed union has no class to ask for
        questions.setdefault(source.key.rpartition("/")[0], []).append(source.struct)  # type: ignore[arg-type]
    banks = {source.key: source.struct for source in read_banks(files)[0] if isinstance(source.struct, Bank)}
    # the bank of the shop's own goods is filled by each shop
    return {f"{key}.md": _page(bank, chosen(questions[key])) for key, bank in sorted(banks.items()) if key in questions}


def chosen(questions: Iterable[Question]) -> list[Question]:
    """Choose one open question of each type, one with a case before others, then more until there are six."""
    asked = sorted((one for one in questions if one.use == "open"), key=lambda one: (not _has_case(one), one.id))
    firsts = [next((one for one in asked if one.type == name), None) for name in TYPES]
    found = [one for one in firsts if one is not None]
    return (found + [one for one in asked if one not in found])[:EACH]


def _has_case(question: Question) -> bool:
    return any(line.startswith((">", "|")) for line in question.stem.splitlines())


def _page(bank: Bank, questions: Iterable[Question]) -> str:
    parts = [f"# {bank.title.zh} · {bank.title.en}", f"{bank.summary.zh}\n\n{bank.summary.en}"]
    for number, one in enumerate(questions, 1):
        parts += [f"## {number}. {TYPES[one.type]} · `{one.id}`", one.stem, _answered(one)]
    return "\n\n".join(parts) + "\n"


def _answered(question: Question) -> str:
    match question:
        case SingleChoice() | MultipleChoice():
            return "\n".join(map(_option, "ABCDEFGH", question.options))
        case TrueFalse():
            return f"**{'对' if question.answer else '错'}。** {question.explanation}"
        case FillIn():
            blanks = "；".join(" / ".join(blank.accepted) for blank in question.blanks)
            return f"**{blanks}**\n\n{question.explanation}"
        case Numeric():
            return f"**{question.answer} {question.unit}**\n\n{question.explanation}"
        case ShortAnswer():
            criteria = "\n".join(f"- {_line(one.text)}（{one.share}）" for one in question.criteria)
            return f"**参考答案**\n\n{question.sample}\n\n**评分点**\n\n{criteria}\n\n{question.explanation}"
        case _:
            assert_never(question)


def _option(letter: str, option: Option) -> str:
    sign = "✓" if option.correct else "✗"
    return f"- **{letter}.** {_line(option.text)} {sign}  \n  {_line(option.explanation)}"


def _line(text: str) -> str:
    return " ".join(text.split())


def files_of(folder: Path) -> dict[str, str]:
    """Give the text of every file of the banks, by its path below the folder."""
    return {file.relative_to(folder).as_posix(): file.read_text(encoding="utf-8") for file in folder.rglob("*.toml")}


def write() -> None:
    """Write the pages, and take away those of banks that are gone."""
    PLACE.mkdir(parents=True, exist_ok=True)
    made = pages(files_of(CONTENT))
    for old in PLACE.glob("*.md"):
        if old.name not in made:
            old.unlink()
    for name, text in made.items():
        (PLACE / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write()
