"""The folder of a bank, read and written: bank.toml beside any number of files of questions."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any

from kit.content import digest, parse, plain, read_toml, write_toml
from kit.errors import Fault
from kit.rooms import Source
from quiz.questions import QUESTION, Bank, Question

BANK_FILE = "bank.toml"


def read_banks(files: Mapping[str, str]) -> tuple[list[Source], list[Fault]]:
    """Read every bank.toml: its key is the name of its folder."""
    sources: list[Source] = []
    faults: list[Fault] = []
    for path in sorted(files):
        folder, name = _split(path)
        if not folder or name != BANK_FILE:
            continue
        data = read_toml(files[path], path)
        bank = data if isinstance(data, list) else parse(Bank, data, path, folder)
        if isinstance(bank, list):
            faults += bank
        elif bank.id != folder:
            faults.append(Fault(path, bank.id, "id", f"is not the name of its folder, {folder}"))
        else:
            sources.append(Source(folder, bank, path))
    return sources, faults


def read_questions(files: Mapping[str, str]) -> tuple[list[Source], list[Fault]]:
    """Read the questions of every bank from its files, whatever their names; the key is "<bank>/<question>"."""
    sources: dict[str, Source] = {}
    faults: list[Fault] = []
    for path in sorted(files):
        folder, name = _split(path)
        if not folder or name == BANK_FILE:
            continue
        if f"{folder}/{BANK_FILE}" not in files:
            faults.append(Fault(path, "-", "-", f"stands in a folder without {BANK_FILE}"))
        found, wrong = _read_file(files[path], path)
        faults += wrong
        for question in found:
            key = f"{folder}/{question.id}"
            if key in sources:
                faults.append(Fault(path, question.id, "id", f"is already used in {sources[key].file}"))
            else:
                sources[key] = Source(key, question, path)
    return list(sources.values()), faults


def _split(path: str) -> tuple[str, str]:
    """Give folder and name of a file of a bank; nothing for any other file."""
    parts = PurePosixPath(path).parts
    return (parts[0], parts[1]) if len(parts) == 2 and path.endswith(".toml") else ("", "")


def _read_file(text: str, path: str) -> tuple[list[Question], list[Fault]]:
    data = read_toml(text, path)
    if isinstance(data, list):
        return [], data
    faults = [Fault(path, "-", name, "is unknown here") for name in data if name != "questions"]
    rows = data.get("questions", [])
    if not isinstance(rows, list):
        return [], [*faults, Fault(path, "-", "questions", "is a list: [[questions]]")]
    found: list[Question] = []
    for number, row in enumerate(rows, 1):
        question = parse_question(row, path, f"questions[{number}]")
        if isinstance(question, list):
            faults += question
        else:
            found.append(question)
    return found, faults


def parse_question(row: Any, path: str, unnamed: str) -> Question | list[Fault]:
    """Build one question from its table; or its faults, by its id or else as `unnamed`."""
    if not isinstance(row, dict):
        return [Fault(path, unnamed, "-", "is no table")]
    return parse(QUESTION, row, path, str(row.get("id", unnamed)))


def write_banks(banks: Sequence[tuple[str, Bank]]) -> dict[str, str]:
    """Write each bank to its folder."""
    return {f"{key}/{BANK_FILE}": write_toml(plain(bank)) for key, bank in banks}


def write_questions(questions: Sequence[tuple[str, Question]]) -> dict[str, str]:
    """Write the questions of checks to check.toml, the others to one file per type, by lesson and id."""
    files: dict[str, list[Question]] = defaultdict(list)
    for key, question in questions:
        bank = key.rpartition("/")[0]
        files[f"{bank}/{'check' if question.use == 'check' else question.type}.toml"].append(question)
    return {
        path: write_toml({"questions": [plain(one) for one in sorted(files[path], key=_place)]})
        for path in sorted(files)
    }


def _place(question: Question) -> tuple[str, str, str]:
    return (question.lesson or "", question.id, digest(question))
