"""Issue certificates and check them from outside by a token that the database knows only hashed."""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from records.deeds import Deed
from records.models import Certificate
from records.service.entering import enter


@dataclass(frozen=True)
class Score:
    """What was reached, out of what, and what was needed: points in hundredths."""

    points: int
    max_points: int
    pass_points: int


def issue(
    session: Session,
    employee_id: int,
    subject: str,
    titles: Mapping[str, str],
    day: date,
    valid_days: int | None,
    secret: str,
    now: datetime,
    score: Score | None = None,
) -> Certificate:
    """Give a certificate for what was passed (`exam:…`, `path:…`) and enter it; an earlier one stays."""
    issued = session.scalar(select(func.count(Certificate.id))) or 0
    number = f"DX{day:%Y%m%d}-{issued + 1:05d}"
    entry = enter(
        session,
        Deed(
            employee_id=employee_id,
            kind="certificate",
            subject=f"certificate:{subject}",
            at=now,
            titles=titles,
            points=score.points if score else None,
            max_points=score.max_points if score else None,
            pass_points=score.pass_points if score else None,
            passed=True,
            details={"number": number},
        ),
        now,
    )
    certificate = Certificate(
        number=number,
        employee_id=employee_id,
        entry_seq=entry.seq,
        subject=subject,
        title=dict(titles),
        issued_on=day,
        valid_until=day + timedelta(days=valid_days) if valid_days else None,
        token_hash=hash_token(token(number, secret)),
    )
    session.add(certificate)
    session.flush()
    return certificate


def token(number: str, secret: str) -> str:
    """The 128-bit token of a certificate's public address, made anew from the server's key when it is shown."""
    return hmac.new(secret.encode(), f"certificate:{number}".encode(), hashlib.sha256).hexdigest()[:32]


def hash_token(value: str) -> str:
    """What the database keeps of a token."""
    return hashlib.sha256(value.encode()).hexdigest()


def by_token(session: Session, value: str) -> Certificate | None:
    """Find the certificate that a public address names."""
    return session.scalar(select(Certificate).where(Certificate.token_hash == hash_token(value)))


def certificates_of(session: Session, employee_id: int) -> list[Certificate]:
    """Give a person's certificates, the newest first."""
    mine = select(Certificate).where(Certificate.employee_id == employee_id)
    return list(session.scalars(mine.order_by(Certificate.id.desc())))
