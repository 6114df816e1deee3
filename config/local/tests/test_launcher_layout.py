import os
import stat
import tempfile
from pathlib import Path

import pytest

from config.local.faults import LauncherError
from config.local.layout import Layout, data_folder, socket_path


def test_the_data_folder_is_closed_to_listing_and_secrets_to_reading(tmp_path):
    layout = Layout(tmp_path / "data")
    layout.prepare()
    assert stat.S_IMODE(layout.data.stat().st_mode) == (0o711 if os.geteuid() == 0 else 0o700)
    for folder in (layout.run, layout.logs, layout.files):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_an_existing_folder_keeps_its_mode(tmp_path):
    (tmp_path / "data").mkdir(mode=0o750)
    (tmp_path / "data").chmod(0o750)
    Layout(tmp_path / "data").prepare()
    assert stat.S_IMODE((tmp_path / "data").stat().st_mode) == 0o750


def test_a_data_folder_that_is_a_file_is_refused_with_the_next_step(tmp_path):
    (tmp_path / "data").write_text("")
    with pytest.raises(LauncherError, match="MIZAN_DATA_DIR"):
        Layout(tmp_path / "data").prepare()


@pytest.mark.parametrize("name", ["d" * 120, "with blanks", "данные", "50%"])
def test_a_socket_that_would_not_fit_or_parse_lies_in_a_private_short_folder(tmp_path, name):
    layout = Layout(tmp_path / name)
    path = socket_path(layout, "broker.sock")
    assert path != layout.run / "broker.sock"
    assert len(os.fsencode(path)) <= 100
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert socket_path(layout, "broker.sock") == path
    path.parent.rmdir()


@pytest.fixture
def short():
    """A folder with so short a name that a socket fits into it, however deep tests keep their files."""
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        yield Path(folder).resolve()


def test_a_foreign_folder_in_the_way_is_not_used(tmp_path, short, monkeypatch):
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(short))
    layout = Layout(tmp_path / ("d" * 120))
    path = socket_path(layout, "broker.sock")
    assert path.parent.parent == short
    path.parent.chmod(0o777)  # as if somebody else had made it
    other = socket_path(layout, "broker.sock")
    assert other.parent != path.parent
    other.parent.rmdir()


def test_the_data_folder_is_the_given_one_or_lies_in_the_project(tmp_path):
    assert data_folder({"MIZAN_DATA_DIR": str(tmp_path)}) == tmp_path.resolve()
    assert data_folder({}).name == ".data"
