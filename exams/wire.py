"""What the exam page sends: by its script as JSON, or as a plain form with all questions in it."""

from collections.abc import Mapping, Sequence
from typing import Annotated

from pydantic import Field, StringConstraints

from kit.content import Struct, parse
from kit.errors import Refused

LARGEST = 2**31 - 1
Device = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9-]{1,40}$")]
"""The random name that a tab gives itself."""


class SentAnswer(Struct):
    """One answer in a request of the script."""

    item: Annotated[int, Field(ge=1, le=LARGEST)]
    seq: Annotated[int, Field(ge=1, le=LARGEST)]
    seen: Annotated[int, Field(ge=0, le=LARGEST)]
    values: dict[str, tuple[str, ...]]


class SentAnswers(Struct):
    """What the script sends at once."""

    device: Device
    answers: tuple[SentAnswer, ...] = ()


def read_answers(data: object) -> SentAnswers:
    """Read a request of the script; raises Refused, naming what is wrong."""
    if not isinstance(data, Mapping):
        raise Refused("The server could not read what was sent. Go back and try again.")
    found = parse(SentAnswers, data, "request", "-")
    if isinstance(found, list):
        raise Refused("This was not understood: %(where)s %(why)s.", where=found[0].field, why=found[0].reason)
    return found


def values_of(form: Mapping[str, Sequence[str]], position: int) -> dict[str, list[str]]:
    """Give what a form of many questions says for one: its fields carry the position before a point."""
    prefix = f"{position}."
    return {name.removeprefix(prefix): list(sent) for name, sent in form.items() if name.startswith(prefix)}
