"""Passwords: how they are stored and what they may be."""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from kit.errors import Refused
from kit.text import squeeze

SHORTEST, LONGEST = 8, 200

# the library's own default takes 64 MiB and four lanes: thirty people signing in at once would need 2 GB
_HASHER = PasswordHasher(memory_cost=19456, time_cost=2, parallelism=1)
# checked when there is no such account, so that an unknown number takes as long as a wrong password
_NOBODYS = "$argon2id$v=19$m=19456,t=2,p=1$krMOt6LAqN3Omcigd8OOtg$fJl7monnZuI/7SBAD5YITLiahVqlgJpLAtOVBRFHA3I"


def hash_password(password: str) -> str:
    """Give what to store for a password; slow on purpose, so never inside writing()."""
    return _HASHER.hash(password)


def matches(stored: str, password: str) -> bool:
    """Tell whether a password is the stored one; an empty hash matches nothing and takes as long."""
    try:
        return _HASHER.verify(stored or _NOBODYS, password[:LONGEST]) and bool(stored)
    except (VerificationError, InvalidHashError):
        return False


def is_outdated(stored: str) -> bool:
    """Tell whether a stored hash was made with other parameters than today's."""
    return _HASHER.check_needs_rehash(stored)


def check_password(password: str, *own: str | None) -> None:
    """Refuse a password that is too short, too long, or the person's own number, phone or name."""
    if len(password) < SHORTEST:
        raise Refused("A password needs at least %(count)s characters.", count=SHORTEST)
    if len(password) > LONGEST:
        raise Refused("At most %(most)s characters.", most=LONGEST)
    if squeeze(password) in {squeeze(one) for one in own if one}:
        raise Refused("Choose something other than your number, phone or name.")
    if len(set(password)) < 3:
        raise Refused("Choose a password with more different characters.")
