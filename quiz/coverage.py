"""What the questions refer to and cover: lessons that must exist, flaws bank by bank, positions and facts asked."""

from collections import Counter, defaultdict
from collections.abc import Iterator

from kit.errors import Fault
from kit.rooms import Flaw, Library, Source, Tally
from quiz import flaws
from quiz.questions import Bank, Header, Question


def check(library: Library) -> list[Fault]:
    """List the questions that name a lesson or a company rule there is not; only where those were read at all."""
    lessons, rules = library.get("lesson"), library.get("rule")
    faults: list[Fault] = []
    for source, question in _questions(library):
        if lessons is not None and question.lesson is not None and question.lesson not in lessons:
            faults.append(Fault(source.file, question.id, "lesson", f"there is no lesson {question.lesson}"))
        for rule in question.rules:
            if rules is not None and rule not in rules:
                faults.append(Fault(source.file, question.id, "rules", f"there is no rule {rule}"))
    return faults


def find_flaws(library: Library) -> list[Flaw]:
    """List the flaws of every bank."""
    banks: dict[str, list[flaws.Item]] = defaultdict(list)
    for source, question in _questions(library):
        banks[source.key.rpartition("/")[0]].append(flaws.Item(source.file, source.key, question))
    known = library.get("bank", {})
    return [
        flaw
        for bank, items in sorted(banks.items())
        for flaw in flaws.of_bank(bank, known[bank].file if bank in known else bank, items)
    ]


def tally(library: Library) -> Tally:
    """Count questions by position and by fact; those of checks are counted apart."""
    counts: dict[str, Counter[str]] = {"questions": Counter(), "check_questions": Counter()}
    asked: Counter[str] = Counter()
    positions = {
        key: source.struct.position
        for key, source in library.get("bank", {}).items()
        if isinstance(source.struct, Bank)
    }
    for source, question in _questions(library):
        position = positions.get(source.key.rpartition("/")[0], "common")
        counts["check_questions" if question.use == "check" else "questions"][position] += 1
        asked.update(question.facts)
    return Tally(counts, {fact: {"asked": number} for fact, number in sorted(asked.items())})


def _questions(library: Library) -> Iterator[tuple[Source, Question]]:
    for source in library.get("question", {}).values():
        if isinstance(source.struct, Header):
            yield source, source.struct  # type: ignore[misc]  # Header is the base of that closed union alone
