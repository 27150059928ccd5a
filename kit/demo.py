"""The sign-ins of the demo company: which there are, with passwords fit for who can reach the server."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from kit import events
from kit.database import Base, Key
from kit.settings import Settings

KNOWN_PASSWORD = "dianxue-demo"
# without signs that are read as one another
_SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"


class DemoSignIn(Base):
    """How to sign in as somebody of the demo company; no real company has a row here."""

    __tablename__ = "demo_sign_in"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    employee_no: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(100))
    permission_role: Mapped[str] = mapped_column(String(20))
    position: Mapped[str] = mapped_column(String(80))
    password: Mapped[str] = mapped_column(String(80))

    def plain(self) -> dict[str, str]:
        """The sign-in as plain data, for JSON."""
        names = ("permission_role", "position", "employee_no", "name", "password")
        return {name: getattr(self, name) for name in names}


@dataclass(frozen=True)
class DemoPasswordChanged:
    """Somebody of the demo company is to sign in with another password from now on."""

    employee_no: str
    password: str


def new_password(settings: Settings) -> str:
    """The well-known password where only this machine reaches the server, else a random one."""
    if settings.loopback:
        return KNOWN_PASSWORD
    return "-".join("".join(secrets.choice(_SIGNS) for _ in range(5)) for _ in range(2))


def sign_ins(session: Session) -> Sequence[DemoSignIn]:
    """All demo sign-ins, in the order in which they were created."""
    return session.scalars(select(DemoSignIn).order_by(DemoSignIn.id)).all()


def replace_known_passwords(session: Session, settings: Settings) -> None:
    """Give everybody who still has the well-known password a random one."""
    for sign_in in session.scalars(select(DemoSignIn).where(DemoSignIn.password == KNOWN_PASSWORD)):
        sign_in.password = new_password(settings)
        events.publish(session, DemoPasswordChanged(sign_in.employee_no, sign_in.password))
