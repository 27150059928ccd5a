"""What of a certificate is printed, and what of a name a stranger may see."""

from collections.abc import Mapping
from datetime import date

from kit.points import show


def masked(name: str) -> str:
    """A name with all but its first character hidden: 林晓雨 → 林＊＊."""
    return name[:1] + "＊" * (len(name) - 1)


def certificate_values(
    *,
    company: str,
    name: str,
    employee_no: str,
    titles: Mapping[str, str],
    number: str,
    issued_on: date,
    valid_until: date | None,
    address: str,
    qr: str,
    points: int | None = None,
    max_points: int | None = None,
    pass_points: int | None = None,
) -> dict[str, str]:
    """The places of the printed certificate, all as text."""
    scored = {"score": points, "out_of": max_points, "pass_mark": pass_points}
    return {
        **{place: show(given) for place, given in scored.items() if given is not None},
        "company": company,
        "name": name,
        "employee_no": employee_no,
        "title_zh": titles["zh"],
        "title_en": titles["en"],
        "number": number,
        "issued": issued_on.isoformat(),
        "valid_until": valid_until.isoformat() if valid_until else "",
        "address": address,
        "qr": qr,
    }
