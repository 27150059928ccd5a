"""How things are refused: faults of content, and refusals that a person reads.

A refusal carries its English message id and the values apart, so that the edge (page, command, API) can
translate it. The classes are keywords of the message extraction, as `_()` is.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing wrong in a piece of content, with the path to it."""

    file: str
    id: str
    field: str
    reason: str

    def __str__(self) -> str:
        return f"{self.file}: {self.id}: {self.field}: {self.reason}"


class Refused(Exception):
    """What was asked for cannot be done, and this is why."""

    status = 400

    def __init__(self, message: str, **values: object) -> None:
        super().__init__(message)
        self.message = message
        self.values = values

    def __str__(self) -> str:
        return self.message % self.values if self.values else self.message


class NotAllowed(Refused):
    """The person may not do this."""

    status = 403


class NotFound(Refused):
    """There is no such thing, or none that this person may see."""

    status = 404


class Conflict(Refused):
    """Somebody or something else was first."""

    status = 409


class TooLate(Conflict):
    """The time for this is over."""


class FieldErrors(Refused):
    """Several fields of one form are refused; `fields` says why, by field name."""

    def __init__(self, fields: Mapping[str, Refused]) -> None:
        super().__init__("Please look at the marked fields.")
        self.fields = dict(fields)
