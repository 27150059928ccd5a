"""Points and percentages as int hundredths: read, shown, shared out, rounded half-up."""

from fractions import Fraction
from typing import TypeAlias

from kit.errors import Refused
from kit.text import number

Points: TypeAlias = int
"""Hundredths of a point: 250 is 2.5 points."""


def parse(text: str) -> Points:
    """Read points as people write them ("2", "２．５"); refuses negatives and more than two decimals."""
    found = number(text)
    if found is None or found < 0:
        raise Refused("Points are a number such as 2 or 2.5.")
    hundredths = found * 100
    if hundredths != hundredths.to_integral_value():
        raise Refused("Points have at most two decimals.")
    return int(hundredths)


def show(points: Points) -> str:
    """Write points without needless zeros: 250 → "2.5", 200 → "2"."""
    sign, hundredths = "-" if points < 0 else "", abs(points)
    whole, rest = divmod(hundredths, 100)
    return sign + (f"{whole}.{rest:02d}".rstrip("0") if rest else str(whole))


def half_up(value: Fraction) -> int:
    """Round to the nearest integer, halves upwards."""
    return (2 * value.numerator + value.denominator) // (2 * value.denominator)


def share(points: Points, fraction: Fraction) -> Points:
    """Give the part of the points that a fraction earns, rounded half-up to the hundredth."""
    return half_up(points * fraction)


def percent(points: Points, maximum: Points) -> int:
    """Give the share of the maximum in hundredths of a percent: 8,050 is 80.5 %.

    Raises ValueError where there is no maximum.
    """
    if maximum <= 0:
        raise ValueError("a percentage needs a maximum above zero")
    return half_up(Fraction(points * 10_000, maximum))
