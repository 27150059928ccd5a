"""A running company for a story: the real server on a database of its own, with a clock that the story moves."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent.parent
SECRET = "a-key-for-the-journeys-and-nothing-else"


def free_port() -> int:
    """A port that nobody listens on at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def flask(database: Path, *words: str) -> str:
    """Run a flask command on a database and give what it prints."""
    done = subprocess.run(
        [sys.executable, "-m", "flask", *words],
        cwd=ROOT,
        env=environment(database),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"flask {' '.join(words)}: {done.stderr or done.stdout}")
    return done.stdout


def environment(database: Path, **more: str) -> dict[str, str]:
    """The environment of every process of one house."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("DIANXUE_")}
    return kept | {
        "DATABASE_URL": f"sqlite:///{database}",
        "SECRET_KEY": SECRET,
        "DIANXUE_TEST_MODE": "1",
        "DIANXUE_CLOCK_FILE": str(database.with_suffix(".clock")),
        **more,
    }


@dataclass
class House:
    """A server process with its database; `accounts` are the demo sign-ins by permission role."""

    database: Path
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None
    accounts: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    @property
    def url(self) -> str:
        """Where the house is."""
        return f"http://127.0.0.1:{self.port}"

    def open(self) -> None:
        """Start the server and wait until it is ready."""
        with self.database.with_suffix(".log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "flask", "serve"],
                cwd=ROOT,
                env=environment(self.database, PORT=str(self.port)),
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        deadline = time.monotonic() + 60
        while not self.is_ready():
            if time.monotonic() > deadline or self.process.poll() is not None:
                raise RuntimeError(self.database.with_suffix(".log").read_text())
            time.sleep(0.1)

    def is_ready(self) -> bool:
        """True when /healthz says so."""
        try:
            with urllib.request.urlopen(f"{self.url}/healthz", timeout=2) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    def close(self) -> None:
        """Stop the server as Ctrl-C would."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(25)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait()

    def move_clock(self, by: timedelta) -> None:
        """Let time pass for all processes of the house."""
        file = self.database.with_suffix(".clock")
        gone = float(file.read_text() or 0) if file.exists() else 0.0
        file.write_text(str(gone + by.total_seconds()))


def new_house(template: Path, folder: Path) -> House:
    """A house on a copy of the demo company."""
    database = Path(shutil.copy(template, folder / "house.db"))
    listed = json.loads(flask(database, "demo", "accounts", "--json"))
    accounts: dict[str, dict[str, Any]] = {}
    for account in listed:
        accounts.setdefault(account["permission_role"], account)
    return House(database, accounts=accounts)
