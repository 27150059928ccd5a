"""All processes on one database share one key, which nobody else can read."""

from pathlib import Path

import pytest

from kit import secret
from kit.settings import Settings


def _settings(folder: Path, **more: str | bool) -> Settings:
    return Settings(database_url=f"sqlite:///{folder}/a.db", **more)  # type: ignore[arg-type]


def test_the_key_that_was_set_is_used_and_not_kept(tmp_path: Path) -> None:
    assert secret.secret_key(_settings(tmp_path, secret_key="k" * 32), tmp_path) == "k" * 32
    assert list(tmp_path.iterdir()) == []


def test_in_demo_mode_a_key_is_made_once(tmp_path: Path) -> None:
    key = secret.secret_key(_settings(tmp_path), tmp_path)
    assert len(key) >= 32
    assert secret.secret_key(_settings(tmp_path), tmp_path) == key


def test_only_its_owner_reads_the_key(tmp_path: Path) -> None:
    secret.secret_key(_settings(tmp_path), tmp_path)
    assert [(file.name, file.stat().st_mode & 0o777) for file in tmp_path.iterdir()] == [("secret.key", 0o600)]


def test_a_real_company_keeps_no_key_on_disk(tmp_path: Path) -> None:
    secret.secret_key(_settings(tmp_path, demo=False), tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("url", ["postgresql+psycopg://h/n"])
def test_without_a_database_file_the_key_lies_in_var(tmp_path: Path, url: str) -> None:
    assert secret.folder(Settings(database_url=url), tmp_path) == tmp_path / "var"


def test_where_nothing_can_be_kept_the_key_passes() -> None:
    nowhere = Path("/proc/nowhere")
    assert secret.secret_key(_settings(nowhere), nowhere) != secret.secret_key(_settings(nowhere), nowhere)
