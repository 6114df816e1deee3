"""The environment is parsed once, typed, and all its faults are told together."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from decimal import Decimal

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import variables
from config.env import ROOT, read_environment
from config.rooms import all_code, code_of

# Read by docker-compose.yml, the image and the launcher, not by the application.
BESIDE = {
    "PORT", "FLOWER_BASIC_AUTH", "MIZAN_VERSION", "MIZAN_BLUE", "MIZAN_GREEN", "COMPOSE_PROFILES", "HTTP_PORT", "HTTPS_PORT",
    "NGINX_PROXIES", "TLS_FOLDER", "SECRETS_FOLDER", "BACKUP_FOLDER", "BACKUP_HOUR", "METRICS_KEEP", "WEB_WORKERS", "WEB_THREADS",
    "WORKER_PROCESSES", "WEB_CPUS", "WEB_MEMORY", "WORKER_CPUS", "WORKER_MEMORY", "POSTGRES_CPUS", "POSTGRES_MEMORY", "POSTGRES_PORT",
    "REDIS_PORT",
}  # fmt: skip


def test_nothing_set_is_enough_for_commands_but_not_to_serve():
    env = read_environment({})
    assert env.upload_bytes == 100 * 1024 * 1024
    assert not env.llm.configured
    with pytest.raises(ImproperlyConfigured, match="SECRET_KEY: missing"):
        env.require_secret_key()


def test_every_fault_is_told_with_its_mend_at_once():
    wrong = {
        "SECRET_KEY": "short",
        "DATABASE_URL": "mysql://localhost/x",
        "REDIS_URL": "http://localhost",
        "MIZAN_UPLOAD_MB": "-1",
        "LOG_FORMAT": "xml",
        "LLM_INPUT_PRICE_PER_MILLION": "cheap",
        "TRUSTED_PROXIES": "many",
    }
    with pytest.raises(ImproperlyConfigured) as told:
        read_environment(wrong)
    lines = str(told.value).splitlines()[1:]
    assert sorted(line[2:].partition(":")[0] for line in lines) == sorted(wrong)


def test_check_tells_all_that_is_wrong_at_once_and_how_to_mend_it():
    """The variables and what Django's own checks find, in one answer and without a traceback."""
    wrong = {
        "SECRET_KEY": "short",
        "DATABASE_URL": "mysql://localhost/x",
        "LOG_FORMAT": "xml",
        "DATABASE_REPLICA_URL": "nowhere",
        "STRIPE_SECRET_KEY": "sk_test_1",
        "PATH": os.environ["PATH"],
    }
    ran = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=ROOT,
        env=wrong,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert ran.returncode == 1
    assert "Traceback" not in ran.stderr
    for name in ("SECRET_KEY", "DATABASE_URL", "LOG_FORMAT", "DATABASE_REPLICA_URL"):
        assert f"(mizan.E002) {name}: " in ran.stderr, ran.stderr
    assert "HINT: Use one of json, text." in ran.stderr


def test_fewer_than_no_proxies_are_not_believed():
    with pytest.raises(ImproperlyConfigured, match="TRUSTED_PROXIES"):
        read_environment({"TRUSTED_PROXIES": "-1"})


def test_values_get_their_types():
    env = read_environment(
        {
            "LLM_BASE_URL": "http://localhost:11434/v1",
            "LLM_MODEL": "m",
            "LLM_INPUT_PRICE_PER_MILLION": "0.60",
            "ALLOWED_HOSTS": "a.example,b.example",
            "MIZAN_READ_MEMORY_MB": "512",
        }
    )
    assert env.llm.configured
    assert env.llm.input_price_per_million == Decimal("0.60")
    assert env.allowed_hosts == ("a.example", "b.example")
    assert env.read_memory_bytes == 512 * 1024 * 1024


def test_the_table_of_variables_lists_exactly_what_is_read():
    code = "".join(path.read_text("utf-8") for path in code_of("config"))
    read = set(re.findall(r'(?:env\.\w+\(|env, faults, |faults\.take\(\s*)"([A-Z][A-Z0-9_]+)"', code))
    assert set(variables.shown()) == read | BESIDE


def test_the_example_is_written_from_that_table():
    written = (ROOT / ".env.example").read_text("utf-8")
    assert written == variables.example(), "write it anew: manage.py write_env_example"


def test_what_the_example_shows_is_what_holds_where_nothing_is_said():
    """But for the address of the database, whose password is an example."""
    said = {name: value for name, value in variables.shown().items() if value and name not in {*BESIDE, "DATABASE_URL"}}
    assert read_environment(said) == read_environment({})


def test_only_one_module_of_the_application_reads_the_environment():
    allowed = {"config/env.py", "config/wsgi.py", "config/celery.py", "manage.py", "boq/pipelines/sandbox.py"}
    allowed.add("config/api_samples.py")  # writes examples whose readers keep their token in the environment
    readers = {
        str(path.relative_to(ROOT))
        for path in all_code(without=("tests", "testing", "local"))
        if re.search(r"\bos\.(environ|getenv)\b", path.read_text("utf-8"))
    }
    assert readers <= allowed


def test_keys_of_fields_are_checked_and_may_be_several():
    good = "A" * 43 + "="
    env = read_environment({"FIELD_ENCRYPTION_KEYS": f"{good}, {good}"})
    assert env.field_encryption_keys == (good, good)
    assert read_environment({"FIELD_ENCRYPTION_KEYS": ""}).field_encryption_keys == ()
    with pytest.raises(ImproperlyConfigured, match="FIELD_ENCRYPTION_KEYS: number 2 is not a key"):
        read_environment({"FIELD_ENCRYPTION_KEYS": f"{good},short"})


@pytest.mark.parametrize(
    ("values", "allowed"),
    [
        ({}, False),
        ({"MIZAN_LOCAL": "1"}, True),
        ({"LLM_ALLOW_PRIVATE": "1"}, True),
        ({"MIZAN_LOCAL": "1", "LLM_ALLOW_PRIVATE": "0"}, False),
    ],
)
def test_private_networks_are_open_to_providers_only_where_that_is_said(values, allowed):
    assert read_environment(values).llm.allow_private is allowed


def test_the_place_of_the_operators_model_is_first_or_last():
    assert read_environment({}).llm.place == "last"
    with pytest.raises(ImproperlyConfigured, match="LLM_PLACE"):
        read_environment({"LLM_PLACE": "middle"})


def test_printing_the_environment_shows_no_secret():
    planted = {"SECRET_KEY": "planted-" * 6, "LLM_API_KEY": "planted-key", "FIELD_ENCRYPTION_KEYS": "A" * 43 + "="}
    shown = repr(read_environment(planted))
    assert "planted" not in shown
    assert "AAAA" not in shown
