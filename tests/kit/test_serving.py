"""The one start command, in a real process: ready, reachable, ended without dropping anybody, plain about obstacles."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path

import pytest

from kit import serving
from kit.settings import Settings
from tests.conftest import ROOT

READY = 60.0


class Server:
    """`flask serve` on a database and a port of its own."""

    def __init__(self, folder: Path, **more: str) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]
        self.output = folder / "output.txt"
        self.env = environment(folder, PORT=str(self.port), **more)

    def start(self) -> float:
        """Start, wait until it says that it is ready, and give the seconds that took."""
        begun = time.monotonic()
        with self.output.open("wb") as out:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "flask", "serve"], cwd=ROOT, env=self.env, stdout=out, stderr=out
            )
        while "is ready at" not in self.said():
            assert self.process.poll() is None, self.said()
            assert time.monotonic() - begun < READY, self.said()
            time.sleep(0.05)
        return time.monotonic() - begun

    def said(self) -> str:
        """What it printed so far."""
        return self.output.read_text()

    def get(self, path: str) -> tuple[int, str]:
        """Fetch a page."""
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=10)) as connection:
            connection.request("GET", path)
            answer = connection.getresponse()
            return answer.status, answer.read().decode()

    def stop(self, number: int = signal.SIGTERM) -> int:
        """Ask it to end and give its exit code."""
        self.process.send_signal(number)
        return self.process.wait(30)


def environment(folder: Path, **more: str) -> dict[str, str]:
    """The environment of a command on a database in a folder."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("DIANXUE_") and key != "SECRET_KEY"}
    return kept | {"DATABASE_URL": f"sqlite:///{folder}/house/house.db", "HOST": "127.0.0.1"} | more


def flask(env: dict[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    """Run a command to its end."""
    return subprocess.run(
        [sys.executable, "-m", "flask", *words],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a demo company made once, to copy."""
    folder = tmp_path_factory.mktemp("company")
    assert flask(environment(folder), "demo", "create").returncode == 0
    return folder / "house"


@pytest.fixture
def folder(company: Path, tmp_path: Path) -> Path:
    """A folder with a demo company of one's own."""
    shutil.copytree(company, tmp_path / "house")
    return tmp_path


@pytest.fixture
def server(folder: Path) -> Iterator[Server]:
    """A server that is ended whatever happens."""
    yield from _ended(Server(folder))


@pytest.fixture
def fresh_server(tmp_path: Path) -> Iterator[Server]:
    """A server on a database that does not exist yet."""
    yield from _ended(Server(tmp_path))


def _ended(server: Server) -> Iterator[Server]:
    yield server
    if hasattr(server, "process") and server.process.poll() is None:
        server.stop(signal.SIGTERM)


def test_from_nothing_to_a_sign_in_page_and_a_second_start_under_five_seconds(fresh_server: Server) -> None:
    fresh_server.start()
    assert fresh_server.get("/healthz")[0] == 200
    status, page = fresh_server.get("/sign-in")
    assert status == 200
    assert all(f'name="{field}"' in page for field in ("employee_no", "password", "csrf_token"))
    assert fresh_server.stop() == 0
    assert fresh_server.start() < 5
    assert fresh_server.stop(signal.SIGINT) == 0


def test_the_demo_sign_ins_are_printed_and_listed(server: Server) -> None:
    server.start()
    listed = flask(server.env, "demo", "accounts", "--json")
    accounts = json.loads(listed.stdout)
    roles = {"employee", "mentor", "manager", "trainer", "payroll", "administrator"}
    assert roles <= {account["permission_role"] for account in accounts}
    assert all({"position", "employee_no", "password"} <= set(account) for account in accounts)
    assert all(account["employee_no"] in server.said() for account in accounts)


def test_a_request_in_flight_is_answered_before_the_end(server: Server) -> None:
    server.start()
    with closing(HTTPConnection("127.0.0.1", server.port, timeout=15)) as connection:
        body = b"employee_no=nobody&password=nothing"
        connection.putrequest("POST", "/sign-in")
        connection.putheader("Content-Type", "application/x-www-form-urlencoded")
        connection.putheader("Content-Length", str(len(body)))
        connection.endheaders(body[:10])
        time.sleep(0.3)
        server.process.send_signal(signal.SIGTERM)
        time.sleep(2.5)
        connection.send(body[10:])
        assert connection.getresponse().status == 400
    assert server.process.wait(20) == 0


def test_the_port_is_free_after_the_parent_was_killed(server: Server) -> None:
    server.start()
    server.process.kill()
    server.process.wait(5)
    deadline = time.monotonic() + 15
    settings = Settings(port=server.port)
    while time.monotonic() < deadline:
        try:
            return serving.check_port(settings)
        except serving.CannotServe:
            time.sleep(0.2)
    return serving.check_port(settings)


def _children(process: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{process}/task/{process}/children").read_text().split()]


def test_it_ends_when_the_web_server_is_gone(server: Server) -> None:
    server.start()
    web = next(child for child in _children(server.process.pid) if _children(child))
    os.killpg(web, signal.SIGKILL)
    assert server.process.wait(25) == 1
    assert "start `flask serve` again" in server.said()


def _one_sentence(done: subprocess.CompletedProcess[str]) -> str:
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    return done.stderr


def test_a_taken_port_is_said_in_one_sentence(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert f"Port {port} is taken" in _one_sentence(flask(environment(tmp_path, PORT=str(port)), "serve"))


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("PORT", "http", "PORT='http' cannot be used"),
        ("HOST", "203.0.113.9", "no address 203.0.113.9"),
        ("DATABASE_URL", "sqlite:////proc/nowhere/house.db", "cannot be written"),
        ("DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none", "check DATABASE_URL"),
        ("DIANXUE_DEMO", "0", "Set SECRET_KEY"),
    ],
)
def test_an_obstacle_is_said_in_one_sentence(tmp_path: Path, name: str, value: str, said: str) -> None:
    assert said in _one_sentence(flask(environment(tmp_path, PORT="5999") | {name: value}, "serve"))


def test_the_demo_company_moves_into_an_empty_database_alone(folder: Path) -> None:
    assert "in use already" in _one_sentence(flask(environment(folder), "demo", "create"))


def test_without_a_demo_company_there_are_no_sign_ins(tmp_path: Path) -> None:
    env = environment(tmp_path)
    assert flask(env, "db", "upgrade").returncode == 0
    listed = flask(env, "demo", "accounts", "--json")
    assert (listed.returncode, json.loads(listed.stdout)) == (1, [])


def test_opened_to_a_network_the_known_passwords_are_replaced(folder: Path) -> None:
    env = environment(folder)
    server = Server(folder, HOST="0.0.0.0")
    server.start()
    assert server.stop() == 0
    passwords = [account["password"] for account in json.loads(flask(env, "demo", "accounts", "--json").stdout)]
    assert "dianxue-demo" not in passwords
    assert all(password in server.said() for password in passwords)
    assert "these passwords are random" in server.said()
    assert "▀" in server.said()


@pytest.mark.parametrize("command", ["serve", "jobs", "demo create", "demo accounts"])
def test_every_command_explains_itself(tmp_path: Path, command: str) -> None:
    done = flask(environment(tmp_path), *command.split(), "--help")
    assert done.returncode == 0
    assert "Usage:" in done.stdout
    shutil.rmtree(tmp_path / "house", ignore_errors=True)
