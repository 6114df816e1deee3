"""NAME_FILE holds the value of NAME, as Docker and Kubernetes mount secrets."""

from __future__ import annotations

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.env import read_environment

KEY = "a-secret-key-of-more-than-32-letters-planted"


@pytest.fixture
def file(tmp_path):
    def write(data, name="secret"):
        path = tmp_path / name
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
        return str(path)

    return write


@pytest.mark.parametrize("end", ["", "\n", "\r\n"])
def test_a_file_stands_for_its_variable_without_its_last_line_break(file, end):
    assert read_environment({"SECRET_KEY_FILE": file(KEY + end)}).secret_key == KEY


def test_any_variable_may_come_from_a_file(file):
    env = read_environment(
        {
            "DATABASE_URL_FILE": file("postgres://mizan:p%40ss@db:5432/mizan\n", "db"),
            "MIZAN_UPLOAD_MB_FILE": file("7", "mb"),
            "ALLOWED_HOSTS_FILE": file("a.example,b.example\n", "hosts"),
            "LLM_API_KEY_FILE": file("sk-planted", "key"),
        }
    )
    assert (env.database["PASSWORD"], env.upload_bytes) == ("p@ss", 7 * 1024 * 1024)
    assert (env.allowed_hosts, env.llm.api_key) == (("a.example", "b.example"), "sk-planted")


def test_both_is_a_fault_and_an_empty_variable_is_none(file):
    path = file(KEY)
    assert read_environment({"SECRET_KEY": "", "SECRET_KEY_FILE": path}).secret_key == KEY
    with pytest.raises(ImproperlyConfigured, match="SECRET_KEY_FILE: SECRET_KEY is set as well"):
        read_environment({"SECRET_KEY": KEY, "SECRET_KEY_FILE": path})


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "empty"),
        (b"\n", "empty"),
        (b"a\0b" * 20, "no text"),
        (b"\xff\xfe" * 20, "no text in UTF-8"),
        (b"x" * 70_000, "larger than 64 KB"),
    ],
)
def test_a_file_that_is_no_good_is_told_with_its_mend(file, data, word):
    with pytest.raises(ImproperlyConfigured, match=f"SECRET_KEY_FILE: the file is {word}.*Give the path"):
        read_environment({"SECRET_KEY_FILE": file(data)})


def test_a_file_that_is_not_there_is_told_once_and_its_name_is_not_shown(tmp_path):
    with pytest.raises(ImproperlyConfigured) as told:
        read_environment({"SECRET_KEY_FILE": str(tmp_path / "planted-instead-of-a-path"), "LLM_API_KEY_FILE": "/"})
    assert str(told.value).count("SECRET_KEY_FILE") == 1
    assert "LLM_API_KEY_FILE: Is a directory" in str(told.value)
    assert "planted" not in str(told.value)


def test_files_of_variables_that_mizan_does_not_have_are_left_alone():
    assert read_environment({"SSL_CERT_FILE": "/nowhere", "SECRET_KEY": KEY}).secret_key == KEY


def test_a_value_may_hold_dollars():
    for value in ("$ecret-key-of-more-than-32-letters-", "a$b\\$c" * 8):
        assert read_environment({"SECRET_KEY": value}).secret_key == value


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "mysql://mizan:planted@db/mizan"),
        ("DATABASE_URL", "planted"),
        ("EMAIL_URL", "planted://user:planted@host:abc"),
        ("REDIS_URL", "planted://:planted@x"),
        ("FIELD_ENCRYPTION_KEYS", "planted"),
        ("SECRET_KEY", "planted"),
    ],
)
def test_no_fault_quotes_a_secret(name, value, recwarn):
    with pytest.raises(ImproperlyConfigured) as told:
        read_environment({name: value})
    assert name in str(told.value)
    assert "nted" not in str(told.value)
    assert not recwarn.list


def test_the_secrets_of_the_environment_are_known_by_their_own_texts():
    env = read_environment(
        {
            "SECRET_KEY": KEY,
            "DATABASE_URL": "postgres://mizan:db%2Fplanted@db/mizan",
            "REDIS_URL": "redis://:redis-planted@r:6379/0",
            "EMAIL_URL": "smtp+tls://u:mail-planted@m:587",
            "SENTRY_DSN": "https://sentryplanted@s.example/1",
            "LLM_API_KEY": "llm-planted",
            "MIZAN_ERASURE_KEYS": "first-planted, second-planted",
            "AWS_SECRET_ACCESS_KEY": "aws-planted",
        }
    )
    for text in (
        KEY, "db%2Fplanted", "db/planted", "redis-planted", "mail-planted", "sentryplanted", "llm-planted", "first-planted",
        "second-planted", "aws-planted",
    ):  # fmt: skip
        assert text in env.secrets
    assert "planted" not in repr(env)


def test_a_password_with_signs_of_addresses_is_known_whole():
    assert "pl@nted/pl:nted" in read_environment({"DATABASE_URL": "postgres://mizan:pl@nted/pl:nted@db/mizan"}).secrets
