"""What two pieces of text have in common: folding, search tokens, likeness, numbers as people write them."""

import re
import unicodedata
from collections.abc import Set
from decimal import Decimal

_CJK = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_PIECE = re.compile(rf"[{_CJK}]+|[^\W{_CJK}]+")
_IS_CJK = re.compile(rf"[{_CJK}]")
_LIKE = str.maketrans({"。": ".", "、": ",", "“": '"', "”": '"', "‘": "'", "’": "'", "−": "-", "–": "-"})
_NUMBER = re.compile(r"[-+]?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d+)?")


def fold(text: str) -> str:
    """Make equal what people hold for the same: full and half width, letter case, spaces, quotes, dashes."""
    even = unicodedata.normalize("NFKC", text).translate(_LIKE).casefold()
    return " ".join(unicodedata.normalize("NFKC", even).split())


def squeeze(text: str) -> str:
    """Fold, and drop every space: for answers, where a space never makes the difference."""
    return fold(text).replace(" ", "")


def tokens(text: str) -> list[str]:
    """Cut text for search, in order: words and numbers whole, Chinese as pairs, a lone sign as itself."""
    found: list[str] = []
    for piece in _PIECE.findall(fold(text)):
        if not _IS_CJK.match(piece) or len(piece) == 1:
            found.append(piece)
        else:
            found.extend(grams(piece, 2))
    return found


def grams(text: str, length: int) -> list[str]:
    """List every run of so many characters, in order; a shorter text is its own only one."""
    if len(text) <= length:
        return [text] if text else []
    return [text[at : at + length] for at in range(len(text) - length + 1)]


def trigrams(text: str) -> frozenset[str]:
    """Give the runs of three characters, spaces and punctuation left out."""
    return frozenset(grams(letters(text), 3))


def letters(text: str) -> str:
    """Keep letters, digits and Chinese characters only, folded."""
    return "".join(_PIECE.findall(fold(text)))


def jaccard(one: Set[str], other: Set[str]) -> float:
    """Give the share that two sets have in common, 0 to 1; two empty sets have nothing in common."""
    either = len(one | other)
    return len(one & other) / either if either else 0.0


def common_runs(one: str, other: str, length: int) -> list[str]:
    """List the longest runs of characters that both texts contain, each at least so long."""
    shared = set(grams(one, length)) & set(grams(other, length)) if min(len(one), len(other)) >= length else set()
    found: list[str] = []
    at = 0
    while at + length <= len(one):
        if one[at : at + length] not in shared:
            at += 1
            continue
        end = at + length
        while end < len(one) and one[at : end + 1] in other:
            end += 1
        found.append(one[at:end])
        at = end - length + 1
    return found


def visible_length(text: str) -> int:
    """Count the characters a reader sees, without space and Markdown's marks."""
    return len(re.sub(r"[\s*`_~#>|]", "", text))


def number(text: str, unit: str = "") -> Decimal | None:
    """Read a number with full-width digits, thousands separators, a trailing unit ("１，４４６ 元").

    None where the text is no number.
    """
    even = squeeze(text)
    ending = squeeze(unit)
    if ending:
        even = even.removesuffix(ending)
    if not even or not _NUMBER.fullmatch(even) or not any(sign.isdigit() for sign in even):
        return None
    return Decimal(even.replace(",", ""))
