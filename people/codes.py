"""One-time codes: 128 bits in letters and digits that are not mistaken for one another."""

import hashlib

BYTES = 16
_SIGNS = "0123456789abcdefghjkmnpqrstvwxyz"
_LENGTH = 26
_LIKE = str.maketrans({"o": "0", "i": "1", "l": "1"})


def write_code(random: bytes) -> str:
    """Write 16 random bytes as a code of 26 signs."""
    number = int.from_bytes(random, "big")
    return "".join(_SIGNS[(number >> 5 * place) & 31] for place in reversed(range(_LENGTH)))


def read_code(typed: str) -> str:
    """Give the code that was meant by what was typed: case, spaces and dashes do not matter, nor o for 0."""
    return "".join(sign for sign in typed.lower() if sign.isalnum()).translate(_LIKE)[:64]


def shown(code: str) -> str:
    """Write a code in groups, for paper."""
    return " ".join(code[at : at + 5] for at in range(0, len(code), 5))


def digest(code: str) -> str:
    """What is stored of a code."""
    return hashlib.sha256(code.encode()).hexdigest()
