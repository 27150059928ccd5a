"""What of a certificate is printed, and what of a name a stranger may see."""

from collections.abc import Mapping
from datetime import date


def masked(name: str) -> str:
    """A name with all but its first character hidden: 林晓雨 → 林＊＊."""
    return name[:1] + "＊" * (len(name) - 1)


def certificate_values(
    *,
    company: str,
    name: str,
    titles: Mapping[str, str],
    number: str,
    issued_on: date,
    valid_until: date | None,
    address: str,
    qr: str,
) -> dict[str, str]:
    """The places of the printed certificate, all as text."""
    return {
        "company": company,
        "name": name,
        "title_zh": titles["zh"],
        "title_en": titles["en"],
        "number": number,
        "issued": issued_on.isoformat(),
        "valid_until": valid_until.isoformat() if valid_until else "",
        "address": address,
        "qr": qr,
    }
