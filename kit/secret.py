"""The server's secret key: the one that was set, or in demo mode one that is made once and kept."""

import os
import secrets
from pathlib import Path

from kit.settings import Settings, sqlite_file

FILE = "secret.key"


def secret_key(settings: Settings, root: Path) -> str:
    """Give the key that all processes on one database share; a passing one where nothing may be kept."""
    if settings.secret_key:
        return settings.secret_key
    passing = secrets.token_hex(32)
    return _kept(folder(settings, root) / FILE, passing) if settings.demo else passing


def folder(settings: Settings, root: Path) -> Path:
    """The folder of what this server keeps: that of its SQLite file, else var/."""
    file = sqlite_file(settings.database_url)
    return (root / file).parent if file else root / "var"


def _kept(file: Path, fresh: str) -> str:
    """Read the key from its file, where needed after putting a fresh one there; whoever is first wins."""
    try:
        if not file.exists():
            half = file.with_name(f"{file.name}.{os.getpid()}")
            with open(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as out:
                out.write(fresh)
            try:
                os.link(half, file)
            except FileExistsError:
                pass
            finally:
                half.unlink()
        return file.read_text().strip() or fresh
    except OSError:
        return fresh
