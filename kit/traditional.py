"""Traditional Chinese as written in Taiwan, made from the Simplified that is kept by OpenCC and a list of words."""

import re
import tomllib
from functools import cache, lru_cache
from pathlib import Path
from threading import Lock

from opencc import OpenCC

WORDS = Path(__file__).with_name("trade_words.toml")
# a converter fills itself with its dictionaries at the first text it is given
_alone = Lock()


@cache
def words() -> dict[str, str]:
    """The words that are written otherwise than OpenCC does, Simplified → Traditional."""
    found: dict[str, str] = tomllib.loads(WORDS.read_text(encoding="utf-8"))["words"]
    return found


@lru_cache(maxsize=8192)
def traditional(text: str) -> str:
    """Write a Simplified text in Traditional characters and the words of Taiwan; what is no Chinese stays."""
    known = words()
    return "".join(known.get(part) or _convert("s2twp", part) for part in _splitter().split(text) if part)


@lru_cache(maxsize=8192)
def simplified(text: str) -> str:
    """Write what somebody typed in Traditional characters as it would stand in the content."""
    return _convert("tw2sp", text)


def _convert(way: str, text: str) -> str:
    with _alone:
        converted: str = _converter(way).convert(text)
    return converted


@cache
def _converter(way: str) -> OpenCC:
    return OpenCC(way)


@cache
def _splitter() -> re.Pattern[str]:
    longest_first = sorted(words(), key=len, reverse=True)
    return re.compile(f"({'|'.join(map(re.escape, longest_first))})")
