"""How rooms hear of each other: frozen events, told to subscribers inside the same transaction."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

Subscriber = Callable[[Any, Any], None]
Subscribers = Mapping[type, Sequence[Subscriber]]


class Carrier(Protocol):
    """Whatever carries the subscribers along: a database session."""

    @property
    def info(self) -> dict[Any, Any]: ...


def publish(session: Carrier, event: object) -> None:
    """Tell an event to every subscriber of its type, in the order of the rooms."""
    subscribers: Subscribers = session.info.get("subscribers", {})
    for subscriber in subscribers.get(type(event), ()):
        subscriber(session, event)
