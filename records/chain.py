"""The chain of the assessment record: canonical payloads, each hashed onto the one before."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

GENESIS = "0" * 64


@dataclass(frozen=True, slots=True)
class Link:
    """One stored entry, as far as the chain is concerned."""

    seq: int
    payload: str
    prev_hash: str
    hash: str


def moment_text(moment: datetime) -> str:
    """A moment as it stands in payloads: UTC with microseconds."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def payload_text(payload: Mapping[str, object]) -> str:
    """A payload in its one form: sorted keys, integers and strings only; raises TypeError otherwise."""
    _only_plain(payload)
    return json.dumps(payload, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def _only_plain(value: object) -> None:
    match value:
        case None | bool() | int() | str():
            return
        case Mapping():
            for inner in value.values():
                _only_plain(inner)
        case list() | tuple():
            for inner in value:
                _only_plain(inner)
        case _:
            raise TypeError(f"a payload holds integers and strings, not {type(value).__name__}")


def link_hash(seq: int, payload: str, prev_hash: str) -> str:
    """SHA-256, in hex, over the previous hash, the number and the stored text of the payload."""
    return hashlib.sha256(f"{prev_hash}\n{seq}\n{payload}".encode()).hexdigest()


def note_digest(salt: str, text: str) -> str:
    """What the chain holds of an erasable text: its digest, salted so that it cannot be guessed back."""
    return hashlib.sha256(f"{salt}\n{text}".encode()).hexdigest()


def first_broken(links: Iterable[Link]) -> int | None:
    """The number of the first entry that is missing, changed or out of order; None when all hold."""
    prev_hash, expected = GENESIS, 1
    for link in links:
        if link.seq != expected:
            return expected
        if link.prev_hash != prev_hash or link.hash != link_hash(link.seq, link.payload, link.prev_hash):
            return link.seq
        prev_hash, expected = link.hash, expected + 1
    return None
