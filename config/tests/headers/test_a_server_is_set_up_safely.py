"""With the environment of a server, `check --deploy` has nothing to say, and cookies are for this host over https alone."""

from __future__ import annotations

import json
import os
import subprocess
import sys

from cryptography.fernet import Fernet

from config.env import ROOT

SERVER = {
    "SECRET_KEY": "Zq8-a-long-random-key-of-a-server-with-many-letters-7Hn2Lw0pXe",
    "FIELD_ENCRYPTION_KEYS": Fernet.generate_key().decode(),
    "MIZAN_ERASURE_KEYS": "a-key-for-the-ledger-of-erasures-that-is-long-enough-7Hn2Lw0pXe",
    "ALLOWED_HOSTS": "mizan.example.com",
    "DATABASE_URL": "postgres://mizan:x@127.0.0.1:1/mizan",
    "REDIS_URL": "redis://127.0.0.1:1/0",
    "TRUSTED_PROXIES": "1",
    "SECURITY_CONTACT": "security@example.com",
    "OPERATOR_NAME": "Example Ltd",
    "OPERATOR_ADDRESS": "1 Example Street",
    "PRIVACY_CONTACT": "privacy@example.com",
    "EMAIL_URL": "smtp+tls://user:x@127.0.0.1:587",
}
ASKED = """
import json
from django.conf import settings as s
names = ("SESSION_COOKIE_NAME SESSION_COOKIE_SECURE SESSION_COOKIE_HTTPONLY SESSION_COOKIE_SAMESITE SESSION_COOKIE_DOMAIN "
    "SESSION_COOKIE_PATH CSRF_COOKIE_NAME CSRF_COOKIE_SECURE CSRF_COOKIE_HTTPONLY CSRF_COOKIE_DOMAIN LANGUAGE_COOKIE_NAME "
    "LANGUAGE_COOKIE_SECURE "
    "SECURE_SSL_REDIRECT SECURE_HSTS_SECONDS SECURE_HSTS_INCLUDE_SUBDOMAINS SECURE_HSTS_PRELOAD DEBUG CORS_ALLOW_CREDENTIALS "
    "CORS_ALLOWED_ORIGINS SECURE_PROXY_SSL_HEADER").split()
print(json.dumps({name: getattr(s, name) for name in names}))
"""


def run(*command: str) -> subprocess.CompletedProcess[str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
    return subprocess.run(
        [sys.executable, *command], cwd=ROOT, capture_output=True, text=True, check=False, timeout=180,
        env={**kept, **SERVER, "DJANGO_SETTINGS_MODULE": "config.settings", "MIZAN_DATA_DIR": str(ROOT / ".cache" / "server")},
    )  # fmt: skip


def test_check_deploy_is_clean():
    said = run("manage.py", "check", "--deploy", "--fail-level", "WARNING")
    assert (said.returncode, "no issues" in said.stdout) == (0, True), said.stdout + said.stderr


def test_cookies_and_transport():
    told = json.loads(run("-c", ASKED).stdout)
    assert (told["SESSION_COOKIE_NAME"], told["CSRF_COOKIE_NAME"], told["LANGUAGE_COOKIE_NAME"]) == (
        "__Host-session", "__Host-csrf", "__Host-language",
    )  # fmt: skip
    for name in (
        "SESSION_COOKIE_SECURE",
        "CSRF_COOKIE_SECURE",
        "LANGUAGE_COOKIE_SECURE",
        "SESSION_COOKIE_HTTPONLY",
        "CSRF_COOKIE_HTTPONLY",
    ):
        assert told[name] is True, name
    assert told["SESSION_COOKIE_DOMAIN"] is told["CSRF_COOKIE_DOMAIN"] is None  # what `__Host-` wants
    assert (told["SESSION_COOKIE_PATH"], told["SESSION_COOKIE_SAMESITE"]) == ("/", "Lax")
    assert told["SECURE_SSL_REDIRECT"] is True
    assert (told["SECURE_HSTS_SECONDS"], told["SECURE_HSTS_INCLUDE_SUBDOMAINS"], told["SECURE_HSTS_PRELOAD"]) == (
        31_536_000,
        True,
        True,
    )
    assert (told["DEBUG"], told["CORS_ALLOW_CREDENTIALS"], told["CORS_ALLOWED_ORIGINS"]) == (False, False, [])
    assert told["SECURE_PROXY_SSL_HEADER"] == ["HTTP_X_FORWARDED_PROTO", "https"]
