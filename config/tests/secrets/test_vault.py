"""Secrets from HashiCorp Vault, against a server that speaks its key-value API of version 2."""

from __future__ import annotations

import json
import time

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.env import read_environment
from config.secret_sources import SourceFault
from config.secret_sources.vault import VaultSource
from config.tests.servers import Reply, serving

TOKEN, KEY = "hvs.planted-token", "a-secret-key-of-more-than-32-letters-planted"
STORED = {"SECRET_KEY": KEY, "LLM_API_KEY": "sk-planted-of-vault", "UNKNOWN_NAME": "x"}


def said(value, status=200):
    return Reply(status, json.dumps(value).encode(), {"Content-Type": "application/json"})


def kept(data):
    """What Vault answers for a secret."""
    metadata = {"created_time": "2026-11-22T08:00:00Z", "deletion_time": "", "destroyed": False, "version": 3}
    return {"request_id": "r", "lease_id": "", "renewable": False, "data": {"data": data, "metadata": metadata}}


class Vault:
    """Token, AppRole and Kubernetes; one secret at secret/mizan."""

    def __init__(self):
        self.fails, self.reply = [], None

    def __call__(self, asked):
        if self.fails:
            return self.fails.pop(0)
        if self.reply is not None:
            return self.reply
        if asked.path.startswith("/v1/auth/"):
            given = json.loads(asked.body)
            if given in ({"role_id": "r", "secret_id": "s-planted"}, {"role": "mizan", "jwt": "pod-planted"}):
                return said({"auth": {"client_token": TOKEN, "policies": ["mizan"], "lease_duration": 3600}})
            return said({"errors": ["invalid role or secret ID"]}, 400)
        if asked.headers.get("x-vault-token") != TOKEN:
            return said({"errors": ["permission denied"]}, 403)
        if asked.path != "/v1/secret/data/mizan":
            return said({"errors": []}, 404)
        return said(kept(STORED))


@pytest.fixture
def vault():
    played = Vault()
    with serving(played) as server:
        played.url, played.asked = server.url, server.asked
        yield played


def test_one_secret_gives_the_variables(vault):
    env = read_environment({"SECRETS_FROM": "vault:secret/mizan", "VAULT_ADDR": vault.url, "VAULT_TOKEN": TOKEN})
    assert (env.secret_key, env.llm.api_key) == (KEY, "sk-planted-of-vault")
    assert {KEY, "sk-planted-of-vault", TOKEN} <= set(env.secrets)
    assert len(vault.asked) == 1


def test_the_environment_and_its_files_win(vault, tmp_path):
    (tmp_path / "key").write_text("sk-of-a-file")
    (tmp_path / "token").write_text(f"{TOKEN}\n")
    given = {"SECRETS_FROM": "vault:secret/mizan", "VAULT_ADDR": vault.url, "VAULT_TOKEN_FILE": str(tmp_path / "token")}
    own = "a-secret-key-of-the-environment-itself"
    env = read_environment({**given, "SECRET_KEY": own, "LLM_API_KEY_FILE": str(tmp_path / "key")})
    assert (env.secret_key, env.llm.api_key) == (own, "sk-of-a-file")
    assert read_environment({**given, "SECRET_KEY": ""}).secret_key == KEY


def test_an_approle_signs_in(vault):
    env = read_environment(
        {
            "SECRETS_FROM": "vault:secret/mizan",
            "VAULT_ADDR": vault.url,
            "VAULT_ROLE_ID": "r",
            "VAULT_SECRET_ID": "s-planted",
        }
    )
    assert env.secret_key == KEY
    assert [one.path for one in vault.asked] == ["/v1/auth/approle/login", "/v1/secret/data/mizan"]


def test_a_pod_signs_in(vault, tmp_path):
    (tmp_path / "token").write_text("pod-planted\n")
    source = VaultSource(
        "secret/mizan", address=vault.url, kubernetes_role="mizan", pod_token=str(tmp_path / "token"), namespace="team"
    )
    assert source.fetch()["SECRET_KEY"] == KEY
    assert [one.headers["x-vault-namespace"] for one in vault.asked] == ["team", "team"]


@pytest.mark.parametrize(
    ("reply", "word"),
    [
        (said({"errors": ["permission denied"]}, 403), r"refused the token \(403\).*`read` on secret/data/mizan"),
        (said({"errors": []}, 404), r"no secret at secret/data/mizan \(404\)"),
        (said({"errors": ["Vault is sealed"]}, 503), "sealed"),
        (said({"errors": ["internal planted"]}, 500), "answered 500"),
        (Reply(307, b"", {"Location": "http://127.0.0.1:1/v1/secret/data/mizan"}), "another server"),
        (said({"data": {"SECRET_KEY": KEY}}), "not a key-value engine of version 2"),
        (said(kept({})), "holds no variables"),
        (said(kept(None)), "holds no variables"),
        (said(kept({"SECRET_KEY": {"planted": KEY}})), "SECRET_KEY is not a text"),
        (said(kept({"planted name": "x"})), "no variable's name"),
        (Reply(200, b"<html>planted</html>"), "not Vault's"),
        (Reply(200, b"[" * 2_000_000), "larger than 1 MB"),
        (Reply(200, b"["), "not Vault's"),
    ],
)
def test_each_fault_has_its_mend_and_shows_no_secret(vault, reply, word):
    vault.reply = reply
    with pytest.raises(ImproperlyConfigured, match=f"SECRETS_FROM: .*{word}") as told:
        read_environment({"SECRETS_FROM": "vault:secret/mizan", "VAULT_ADDR": vault.url, "VAULT_TOKEN": TOKEN})
    assert "planted" not in str(told.value)
    assert told.value.__cause__ is None


def test_a_wrong_role_is_told_without_its_secret(vault):
    source = VaultSource("secret/mizan", address=vault.url, role_id="r", secret_id="wrong-planted")
    with pytest.raises(SourceFault, match="Check the role and its secret") as told:
        source.fetch()
    assert "planted" not in f"{told.value}{source!r}"


def test_a_busy_server_is_asked_again(vault):
    vault.fails = [said({"errors": []}, 500), said({"errors": []}, 429)]
    assert VaultSource("secret/mizan", address=vault.url, token=TOKEN).fetch()["SECRET_KEY"] == KEY
    assert len(vault.asked) == 3


@pytest.mark.parametrize("slow", [Reply(200, b'{"data": {}}' * 50, slowly=0.1), Reply(200, b" " * 50, slowly=5)])
def test_a_slow_answer_ends_within_the_limit(vault, slow):
    vault.reply = slow
    began = time.monotonic()
    with pytest.raises(SourceFault, match="does not answer"):
        VaultSource("secret/mizan", address=vault.url, token=TOKEN, seconds=0.6).fetch()
    assert time.monotonic() - began < 3


def test_nobody_there_is_told():
    with pytest.raises(SourceFault, match=r"does not answer.*Check VAULT_ADDR"):
        VaultSource("secret/mizan", address="http://127.0.0.1:1", token=TOKEN, seconds=2).fetch()


@pytest.mark.parametrize(
    ("address", "word"),
    [
        ("http://vault.example:8200", "plain text"),
        ("ftp://127.0.0.1", "no address"),
        ("http://user:planted@127.0.0.1", "no address"),
        ("http://[::1", "cannot be read"),
        ("https://127.0.0.1/v1/secret", "no address"),
    ],
)
def test_the_token_goes_only_to_a_safe_address(address, word):
    with pytest.raises(SourceFault, match=word) as told:
        VaultSource("secret/mizan", address=address, token=TOKEN).fetch()
    assert "planted" not in str(told.value)


@pytest.mark.parametrize(
    ("given", "word"),
    [
        ({"SECRETS_FROM": "consul:x"}, "SECRETS_FROM: unknown"),
        ({"SECRETS_FROM": "vault:"}, "SECRETS_FROM: unknown"),
        ({"SECRETS_FROM": "vault:mizan", "VAULT_TOKEN": TOKEN}, "path is too short"),
        ({"SECRETS_FROM": "vault:secret/mizan"}, "nothing to sign in with"),
    ],
)
def test_what_is_missing_is_told(given, word, vault):
    with pytest.raises(ImproperlyConfigured, match=word):
        read_environment({"VAULT_ADDR": vault.url, **given})


def test_a_mount_with_slashes_is_given_as_the_api_has_it(vault):
    with pytest.raises(SourceFault, match="no secret at team/kv/data/mizan"):
        VaultSource("team/kv/data/mizan", address=vault.url, token=TOKEN).fetch()
