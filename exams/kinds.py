"""The kind of content this room ships: papers, checked against the banks they draw from."""

from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath
from random import Random
from typing import cast

from exams.composing import Missing, compose, may_ask
from exams.lasting import is_monthly, lasts
from exams.papers import Paper
from kit.content import parse, plain, read_toml, write_toml
from kit.errors import Fault
from kit.points import show
from kit.rooms import ContentKind, Flaw, Library, Source, Tally
from quiz.drawing import Candidate, Short, candidate
from quiz.questions import Question

FULL_MARKS = 100_00
MANY = 1_000


def read_papers(files: Mapping[str, str]) -> tuple[list[Source], list[Fault]]:
    """Read every paper: one file each, named by its id."""
    sources: list[Source] = []
    faults: list[Fault] = []
    for path in sorted(files):
        name = PurePosixPath(path)
        if len(name.parts) != 1 or name.suffix != ".toml":
            continue
        data = read_toml(files[path], path)
        paper = data if isinstance(data, list) else parse(Paper, data, path, name.stem)
        if isinstance(paper, list):
            faults += paper
        elif paper.id != name.stem:
            faults.append(Fault(path, paper.id, "id", f"is not the name of its file, {name.stem}"))
        else:
            sources.append(Source(paper.id, paper, path))
    return sources, faults


def write_papers(papers: Sequence[tuple[str, Paper]]) -> dict[str, str]:
    """Write each paper to its file."""
    return {f"{key}.toml": write_toml(plain(paper)) for key, paper in papers}


def check(library: Library) -> list[Fault]:
    """List what makes a paper impossible: draws that cannot be filled, questions missing, make-ups that overlap."""
    pool = _pool(library)
    papers = {key: (cast(Paper, one.struct), one.file) for key, one in library.get("paper", {}).items()}
    faults: list[Fault] = []
    for paper, file in papers.values():
        faults += _check_places(paper, file, library)
        faults += _check_questions(paper, file, pool)
        if paper.makeup_of is not None:
            first = papers.get(paper.makeup_of)
            faults += _check_makeup(paper, file, first[0] if first else None, pool)
    return faults


def _pool(library: Library) -> list[Candidate]:
    return [candidate(key, cast(Question, one.struct)) for key, one in library.get("question", {}).items()]


def _check_places(paper: Paper, file: str, library: Library) -> list[Fault]:
    banks, positions = library.get("bank", {}), library.get("position", {})
    faults = [
        Fault(file, paper.id, f"sections[{at}].draws[{number}].bank", f"there is no bank {draw.bank}")
        for at, section in enumerate(paper.sections, 1)
        for number, draw in enumerate(section.draws, 1)
        if draw.bank is not None and draw.bank not in banks
    ]
    for name in (paper.position, *paper.also_for):
        if positions and name != "common" and name not in positions:
            faults.append(Fault(file, paper.id, "position", f"there is no position {name}"))
    return faults


def _check_questions(paper: Paper, file: str, pool: Sequence[Candidate]) -> list[Fault]:
    known = {one.key: one for one in pool}
    faults: list[Fault] = []
    asked: set[str] = set()
    for at, section in enumerate(paper.sections, 1):
        for number, key in enumerate(section.questions, 1):
            where = f"sections[{at}].questions[{number}]"
            if key not in known:
                faults.append(Fault(file, paper.id, where, f"there is no question {key}"))
            elif known[key].use == "check":
                faults.append(Fault(file, paper.id, where, f"{key} is a question of a check"))
            if key in asked:
                faults.append(Fault(file, paper.id, where, f"{key} is asked twice"))
            asked.add(key)
    return faults or _check_draws(paper, file, pool)


def _check_draws(paper: Paper, file: str, pool: Sequence[Candidate]) -> list[Fault]:
    try:
        compose(paper, pool, Random(0))
    except Short as short:
        return [Fault(file, paper.id, _place_of(paper, short), f"can draw {short.found} of {short.wanted}")]
    except Missing as missing:
        return [Fault(file, paper.id, "sections", f"there is no question {missing.key}")]
    return []


def _place_of(paper: Paper, short: Short) -> str:
    return next(
        f"sections[{at}].draws[{number}]"
        for at, section in enumerate(paper.sections, 1)
        for number, draw in enumerate(section.draws, 1)
        if draw is short.cell
    )


def _check_makeup(paper: Paper, file: str, first: Paper | None, pool: Sequence[Candidate]) -> list[Fault]:
    if first is None:
        return [Fault(file, paper.id, "makeup_of", f"there is no paper {paper.makeup_of}")]
    shared = sorted(may_ask(paper, pool) & may_ask(first, pool))
    if shared:
        reason = f"{len(shared)} questions may come in {first.id} as well, {shared[0]} is one"
        return [Fault(file, paper.id, "makeup_of", reason)]
    if paper.total != first.total:
        reason = f"is worth {show(paper.total)}, {first.id} is worth {show(first.total)}"
        return [Fault(file, paper.id, "makeup_of", reason)]
    return []


def find_flaws(library: Library) -> list[Flaw]:
    """List the papers whose points do not add up to a hundred, as people expect."""
    return [
        Flaw(one.file, key, "total", f"adds up to {show(paper.total)} points, not to {show(FULL_MARKS)}")
        for key, one in library.get("paper", {}).items()
        if (paper := cast(Paper, one.struct)).total != FULL_MARKS
    ]


def tally(library: Library) -> Tally:
    """Count the papers of each position, and for how many months its monthly papers never ask twice."""
    counts: dict[str, int] = {}
    months: dict[str, int] = {}
    pool = _pool(library)
    for one in library.get("paper", {}).values():
        paper = cast(Paper, one.struct)
        counts[paper.position] = counts.get(paper.position, 0) + 1
        if is_monthly(paper):
            months[paper.position] = min(lasts(paper, pool), months.get(paper.position, MANY))
    return Tally(counts={"papers": counts, "months": months})


PAPER = ContentKind(
    name="paper",
    folder="exams/content",
    struct=Paper,
    read=read_papers,
    write=write_papers,
    order=40,
    check=check,
    flaws=find_flaws,
    tally=tally,
)
