import socket

import pytest

from config.local.faults import LauncherError
from config.local.ports import HOST, any_free, require_free, wanted_port


def test_a_taken_port_names_the_port_and_another_to_take():
    with socket.socket() as other:
        other.bind((HOST, 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(LauncherError, match=f"Port {port} is taken") as caught:
            require_free(port)
    assert "PORT=" in str(caught.value)


def test_a_free_port_is_accepted():
    require_free(any_free())


def test_the_port_is_8000_unless_the_environment_says_otherwise():
    assert wanted_port({}) == 8000
    assert wanted_port({"PORT": " 8123 "}) == 8123


@pytest.mark.parametrize("text", ["eight", "0", "65536", "-1", "80.5", "٨٠٠٠"])
def test_a_port_that_is_none_is_refused_with_an_example(text):
    with pytest.raises(LauncherError, match="such as PORT=8000"):
        wanted_port({"PORT": text})
