"""Who may call what: the permission roles and the rules that rooms give to their endpoints."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class Role(StrEnum):
    """The permission roles; one person may have several."""

    EMPLOYEE = "employee"
    MENTOR = "mentor"
    MANAGER = "manager"
    TRAINER = "trainer"
    PAYROLL = "payroll"
    ADMINISTRATOR = "administrator"


class Actor(Protocol):
    """Whoever sends a request."""

    @property
    def is_authenticated(self) -> bool: ...
    @property
    def roles(self) -> Collection[Role]: ...


@dataclass(frozen=True)
class Rule:
    """What an endpoint asks of whoever calls it; what concerns one object is asked in the use-case."""

    name: str
    allows: Callable[[Actor], bool]


PUBLIC = Rule("public", lambda actor: True)
SIGNED_IN = Rule("signed in", lambda actor: actor.is_authenticated)


def any_of(*roles: Role) -> Rule:
    """Allow those who have at least one of the roles."""
    wanted = frozenset(roles)
    name = " or ".join(sorted(wanted))
    return Rule(name, lambda actor: actor.is_authenticated and bool(wanted & frozenset(actor.roles)))
