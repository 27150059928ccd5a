"""`flask serve`: prepares the database, then keeps the web server and the jobs running until told to stop."""

import ctypes
import errno
import multiprocessing
import os
import signal
import socket
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import segno
from click import echo
from flask import Flask
from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels
from granian.server import Server as Granian
from sqlalchemy.exc import OperationalError

from kit import demo, jobs, secret, setup
from kit.database import db
from kit.loading import FaultyContent
from kit.settings import Settings

STOP_WITHIN = 20.0
READY_WITHIN = 60.0
RESTART_AFTER = 5.0
FORK = multiprocessing.get_context("fork")
STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class CannotServe(Exception):
    """The server cannot start; the text says in one sentence what to do."""


class Child:
    """A process of ours in a group of its own, which ends when we do."""

    def __init__(self, name: str, run: Callable[[], object]) -> None:
        self.name = name
        self._run = run
        self.start()

    def start(self) -> None:
        """Start the process, again if need be; it has all modules already, so it is there at once."""
        self.started = time.monotonic()
        self.process = FORK.Process(target=self._begin, name=self.name)
        self.process.start()

    def _begin(self) -> None:
        os.setpgid(0, 0)
        for number in STOPPING:
            signal.signal(number, signal.SIG_DFL)
        if sys.platform == "linux":
            # a killed parent must not leave a server behind that holds the port; only Linux offers this
            ctypes.CDLL(None).prctl(1, signal.SIGTERM)
        self._run()

    @property
    def ended(self) -> bool:
        """True when the process is gone."""
        return not self.process.is_alive()

    def tell(self, number: int) -> None:
        """Send a signal to the process itself, which tells those below it."""
        if self.process.pid and not self.ended:
            os.kill(self.process.pid, number)

    def kill(self) -> None:
        """End the process and all below it at once."""
        if self.process.pid and not self.ended:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
        self.process.join()


def serve(app: Flask, now: datetime) -> int:
    """Serve until SIGINT or SIGTERM; gives the exit code. Raises CannotServe with what to do."""
    settings: Settings = app.config["SETTINGS"]
    check_key(settings)
    check_port(settings)
    check_disk(secret.folder(settings, Path(app.root_path)))
    _bring_up(settings, now)
    told = listen()
    children = _start(app, settings)
    try:
        if _ready(settings, children[0], told):
            echo(welcome(settings))
            return _watch(children, told)
        return 0 if told else 1
    finally:
        _stop(children, told[0] if told else signal.SIGTERM)


def check_key(settings: Settings) -> None:
    """Refuse to serve a real company without its own secret key."""
    if not settings.demo and not settings.secret_key:
        raise CannotServe("Set SECRET_KEY to a secret of your own, for example from `openssl rand -hex 32`.")


def check_port(settings: Settings) -> None:
    """Refuse an address that we cannot listen on."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
            probe.listen()
        except OSError as refused:
            raise CannotServe(_port_words(settings, refused.errno)) from None


def _port_words(settings: Settings, number: int | None) -> str:
    if number == errno.EADDRINUSE:
        return f"Port {settings.port} is taken: stop what uses it, or choose another one with PORT={settings.port + 1}."
    if number == errno.EACCES:
        return f"Port {settings.port} is reserved for the system: choose one above 1023, for example PORT=5000."
    return f"This machine has no address {settings.host}: set HOST to 127.0.0.1, or to 0.0.0.0 for the whole network."


def check_disk(folder: Path) -> None:
    """Refuse a folder in which the database could not be written."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / f".writable.{os.getpid()}"
        probe.touch()
        probe.unlink()
    except OSError:
        raise CannotServe(
            f"The folder {folder} cannot be written: make it writable, "
            "or name another place with DATABASE_URL=sqlite:////PATH/dianxue.db."
        ) from None


def _bring_up(settings: Settings, now: datetime) -> None:
    try:
        setup.bring_up(settings, now)
    except FaultyContent as refused:
        raise CannotServe(f"The shipped content has faults; `flask content check` lists them:\n{refused}") from None
    except OperationalError as refused:
        words = str(refused.orig).strip().splitlines()[0]
        raise CannotServe(f"The database cannot be used ({words}): check DATABASE_URL.") from None
    finally:
        db.session.remove()
        db.engine.dispose()


def listen() -> list[int]:
    """Collect the signals that ask us to stop."""
    told: list[int] = []
    for number in STOPPING:
        signal.signal(number, lambda given, _: told.append(given))
    return told


def _start(app: Flask, settings: Settings) -> tuple[Child, Child]:
    return Child("web server", lambda: _web(app, settings)), Child("jobs", lambda: jobs.run_until_stopped(listen()))


def _web(app: Flask, settings: Settings) -> None:
    """Run granian; its workers are forked with the application as it stands here."""
    multiprocessing.set_start_method("fork", force=True)
    server = Granian(
        "app:create_app",
        interface=Interfaces.WSGI,
        address=settings.host,
        port=settings.port,
        http=HTTPModes.http1,
        websockets=False,
        workers=settings.workers,
        blocking_threads=settings.threads,
        respawn_failed_workers=True,
        log_level=LogLevels.error,
    )

    def give_app(_target: str) -> Flask:
        # a new worker has its parent's handlers, which only note a signal: it would be lost in here
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_DFL)
        if server.interrupt_signal:
            raise SystemExit
        return app

    server.serve(target_loader=give_app)


def _ready(settings: Settings, web: Child, told: list[int]) -> bool:
    """Wait until the server answers; False when it ended or we are to stop."""
    deadline = time.monotonic() + READY_WITHIN
    while not told and not web.ended and time.monotonic() < deadline:
        if _answers(settings):
            return True
        time.sleep(0.05)
    return False


def _answers(settings: Settings) -> bool:
    connection = HTTPConnection(_own_host(settings), settings.port, timeout=5)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


def _own_host(settings: Settings) -> str:
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(settings.host, settings.host)


def _watch(children: tuple[Child, Child], told: list[int]) -> int:
    """Wait until we are to stop, or the web server is gone for good; the jobs are started again."""
    web, periodic = children
    while not told:
        if web.ended:
            echo(f"The web server ended by itself (code {web.process.exitcode}); start `flask serve` again.", err=True)
            return 1
        if periodic.ended and time.monotonic() - periodic.started > RESTART_AFTER:
            echo(f"The jobs ended by themselves (code {periodic.process.exitcode}); they are started again.", err=True)
            periodic.start()
        time.sleep(0.2)
    return 0


def _stop(children: Sequence[Child], number: int) -> None:
    """Let requests and jobs in hand be finished, for 20 seconds; then end everything."""
    deadline = time.monotonic() + STOP_WITHIN
    for child in children:
        child.tell(number)
    while not all(child.ended for child in children) and time.monotonic() < deadline:
        time.sleep(0.05)
    for child in children:
        child.kill()


def welcome(settings: Settings) -> str:
    """What is printed once the server answers: the address, on a network its QR code, the demo sign-ins."""
    address = reachable_address(settings)
    lines = ["", f"店学 is ready at {address}"]
    if not settings.loopback:
        lines += ["On a phone in the same network, scan:", "", _qr(address)]
    accounts = demo.sign_ins(db.session())
    db.session.remove()
    if accounts:
        lines += ["", "Sign-ins of the demo company:", *sign_in_table(accounts)]
        if not settings.loopback:
            lines.append(
                "Others can reach this server, so these passwords are random; `flask demo accounts` repeats them."
            )
    return "\n".join([*lines, "", "Ctrl-C ends it."])


def _qr(address: str) -> str:
    """Draw a QR code, two rows of it to a line; on a dark terminal what is drawn is its light part."""
    rows = [list(row) for row in segno.make(address, error="l").matrix_iter(border=2)]
    rows += [[0] * len(rows[0])] * (len(rows) % 2)
    signs = {(0, 0): "█", (0, 1): "▀", (1, 0): "▄", (1, 1): " "}
    pairs = zip(rows[::2], rows[1::2], strict=True)
    return "\n".join("".join(signs[cells] for cells in zip(upper, lower, strict=True)) for upper, lower in pairs)


def sign_in_table(accounts: Sequence[demo.DemoSignIn]) -> list[str]:
    """The demo sign-ins as lines of a table; names come last, since Chinese letters are wider."""
    rows = [("number", "password", "role", "position", "name")]
    rows += [(one.employee_no, one.password, one.permission_role, one.position, one.name) for one in accounts]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    return [
        "  " + "  ".join(cell.ljust(width) for cell, width in zip(row, [*widths, 0], strict=True)).rstrip()
        for row in rows
    ]


def reachable_address(settings: Settings) -> str:
    """The address under which others reach the server: PUBLIC_URL, else this machine's in its network."""
    if settings.public_url or settings.host not in {"0.0.0.0", "::"}:
        return settings.address
    return f"http://{lan_address()}:{settings.port}"


def lan_address() -> str:
    """This machine's address in its network; loopback when it has none."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            # nothing is sent: connecting only asks which way would be taken
            probe.connect(("192.0.2.1", 9))
            return str(probe.getsockname()[0])
        except OSError:
            return "127.0.0.1"
