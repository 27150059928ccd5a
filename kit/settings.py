"""Answers what the operator set: every setting, read once from the environment and checked by type."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

TRUE, FALSE = {"1", "true", "yes", "on"}, {"0", "false", "no", "off", ""}


class WrongSetting(Exception):
    """A setting's value cannot be used; the text names the setting and what is allowed."""


@dataclass(frozen=True)
class Settings:
    """The settings of one process, documented one by one in docs/settings.md."""

    database_url: str = "sqlite:///var/dianxue.db"
    secret_key: str = ""
    demo: bool = True
    host: str = "127.0.0.1"
    port: int = 5000
    public_url: str = ""
    workers: int = 2
    threads: int = 8
    zone: str = "Asia/Shanghai"
    log_level: str = "INFO"
    test_mode: bool = False
    clock_file: str = ""

    @property
    def secure_cookies(self) -> bool:
        """True when people reach the server over https."""
        return self.public_url.startswith("https://")

    @property
    def loopback(self) -> bool:
        """True when only this machine can reach the server."""
        return self.host in {"127.0.0.1", "localhost", "::1"}

    @property
    def address(self) -> str:
        """The address to print and to put into links that leave the house."""
        return self.public_url or f"http://{'127.0.0.1' if self.loopback else self.host}:{self.port}"


def _flag(value: str) -> bool:
    if value.lower() not in TRUE | FALSE:
        raise ValueError("1 or 0")
    return value.lower() in TRUE


def _between(low: int, high: int) -> Callable[[str], int]:
    def read(value: str) -> int:
        if not value.isdigit() or not low <= int(value) <= high:
            raise ValueError(f"a whole number from {low} to {high}")
        return int(value)

    return read


def _one_of(*allowed: str) -> Callable[[str], str]:
    def read(value: str) -> str:
        if value.upper() not in allowed:
            raise ValueError("one of " + ", ".join(allowed))
        return value.upper()

    return read


def _database(value: str) -> str:
    if value.startswith(("postgresql://", "postgres://")):
        return "postgresql+psycopg://" + value.split("://", 1)[1]
    if not value.startswith(("sqlite:///", "postgresql+psycopg://")):
        raise ValueError("sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME")
    return value


def _address(value: str) -> str:
    if value and not value.startswith(("http://", "https://")):
        raise ValueError("an address beginning with http:// or https://")
    return value.rstrip("/")


def _zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (KeyError, ValueError, OSError):
        raise ValueError("a time zone such as Asia/Shanghai") from None
    return value


def _secret(value: str) -> str:
    if value and len(value) < 32:
        raise ValueError("at least 32 characters, for example from `openssl rand -hex 32`")
    return value


READERS: Mapping[str, Callable[[str], Any]] = {
    "database_url": _database,
    "secret_key": _secret,
    "demo": _flag,
    "host": str,
    "port": _between(1, 65535),
    "public_url": _address,
    "workers": _between(1, 64),
    "threads": _between(1, 64),
    "zone": _zone,
    "log_level": _one_of("DEBUG", "INFO", "WARNING", "ERROR"),
    "test_mode": _flag,
    "clock_file": str,
}
# these names are common property of every twelve-factor host; the rest carries our own prefix
PLAIN = {"database_url", "secret_key", "host", "port", "public_url"}


def variable(field: str) -> str:
    """The environment variable that a setting is read from."""
    return field.upper() if field in PLAIN else "DIANXUE_" + field.upper()


def read_settings(environ: Mapping[str, str]) -> Settings:
    """Read all settings; raises WrongSetting naming every wrong one and what it may be."""
    values: dict[str, Any] = {}
    wrong: list[str] = []
    for field in fields(Settings):
        name = variable(field.name)
        if name in environ:
            try:
                values[field.name] = READERS[field.name](environ[name].strip())
            except ValueError as fault:
                wrong.append(f"{name}={environ[name]!r} cannot be used: it must be {fault}.")
    if values.get("clock_file") and not values.get("test_mode"):
        wrong.append("DIANXUE_CLOCK_FILE works only together with DIANXUE_TEST_MODE=1.")
    if wrong:
        raise WrongSetting("\n".join(wrong))
    return Settings(**values)


def sqlite_file(database_url: str) -> Path | None:
    """The file of an SQLite database, None for any other engine."""
    return Path(database_url.removeprefix("sqlite:///")) if database_url.startswith("sqlite") else None
