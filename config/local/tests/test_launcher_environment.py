import socket
import time

import pytest

from config.env import read_environment
from config.local.environment import child_environment, local_settings, wait_for_outside
from config.local.faults import LauncherError
from config.local.keys import load_keys
from config.local.layout import Layout

DATABASE = "postgres://mizan:a-b_c@127.0.0.1:5544/mizan"
BROKER = "unix:///tmp/x/broker.sock"


@pytest.fixture
def given(tmp_path):
    layout = Layout(tmp_path / "data")
    layout.prepare()
    return {
        "layout": layout,
        "keys": load_keys(layout.keys_file),
        "database_url": DATABASE,
        "redis_url": BROKER,
    }


def test_what_the_launcher_exports_is_what_the_settings_read(given):
    environment = read_environment(child_environment({}, **given))
    assert environment.local
    assert not environment.debug
    assert environment.secret_key == given["keys"].secret_key
    assert environment.allowed_hosts == ("localhost", "127.0.0.1", "[::1]")
    assert environment.database["PASSWORD"] == "a-b_c"
    assert environment.database["PORT"] == 5544
    assert environment.redis_url == BROKER
    assert environment.data_dir == given["layout"].data


def test_a_person_s_own_choices_win(given):
    outer = {"SECRET_KEY": "s" * 40, "MIZAN_DEMO_PASSWORD": "chosen", "ALLOWED_HOSTS": "here", "LLM_MODEL": "m"}
    found = child_environment(outer, **given)
    assert {name: found[name] for name in outer} == outer


def test_an_env_file_adds_the_provider_but_never_a_server_s_addresses(tmp_path):
    (tmp_path / ".env").write_text(
        "# provider\nexport LLM_MODEL='a b'\nLLM_API_KEY=\"k=1\"\nLLM_CURRENCY=\nPORT=8010\nDATABASE_URL=postgres://db/x\nSECRET_KEY=x\n"
    )
    assert local_settings(tmp_path / ".env") == {"LLM_MODEL": "a b", "LLM_API_KEY": "k=1", "PORT": "8010"}
    assert local_settings(tmp_path / "none") == {}


def test_a_given_server_that_does_not_answer_is_named_without_its_password(monkeypatch):
    monkeypatch.setattr("config.local.environment.OUTSIDE_SECONDS", 0.2)
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        url = f"postgres://u:hidden@127.0.0.1:{closed.getsockname()[1]}/x"
        with pytest.raises(LauncherError, match="unset DATABASE_URL") as caught:
            wait_for_outside("DATABASE_URL", url, 5432, time.sleep)
    assert "hidden" not in str(caught.value)
