import stat

import pytest

from config.local.faults import LauncherError
from config.local.keys import load_keys


def test_secrets_are_made_once_and_kept_for_their_owner_alone(tmp_path):
    first = load_keys(tmp_path / "keys.json")
    assert load_keys(tmp_path / "keys.json") == first
    assert stat.S_IMODE((tmp_path / "keys.json").stat().st_mode) == 0o600
    assert len(first.secret_key) >= 50


def test_two_data_folders_share_no_secret(tmp_path):
    one, other = load_keys(tmp_path / "one.json"), load_keys(tmp_path / "other.json")
    assert not set(vars(one).values()) & set(vars(other).values())


@pytest.mark.parametrize("text", ["", "{", "[]", '{"instance": "x"}'])
def test_a_damaged_file_is_never_replaced(tmp_path, text):
    path = tmp_path / "keys.json"
    path.write_text(text)
    with pytest.raises(LauncherError, match="is damaged"):
        load_keys(path)
    assert path.read_text() == text
