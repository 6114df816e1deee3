"""HashiCorp Vault (and OpenBao): one secret of a key-value engine of version 2, over its HTTP API.

The API: https://developer.hashicorp.com/vault/api-docs/secret/kv/kv-v2. Signing in is by a token, an AppRole, or the pod's account of
Kubernetes.
"""

from __future__ import annotations

import json
import socket
import ssl
import time
from collections.abc import Mapping
from http.client import HTTPException
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlsplit
from urllib.request import HTTPRedirectHandler, HTTPSHandler, OpenerDirector, ProxyHandler, Request, build_opener

import msgspec

from config.secret_sources.base import SourceFault, variables

SECONDS = 10.0  # for signing in and reading, tries included
TRIES = 3
PAUSE = 0.3
BYTES = 1024 * 1024
POD_TOKEN = "/var/run/secrets/kubernetes.io/serviceaccount/token"  # noqa: S105 - a path


class VaultSource(msgspec.Struct, frozen=True):
    """One secret. `path` is `mount/path/of/it`, or the API's own `mount/data/path` where the mount's name holds slashes."""

    path: str
    address: str
    token: str = ""
    role_id: str = ""
    secret_id: str = ""
    kubernetes_role: str = ""
    namespace: str = ""
    ca_file: str = ""
    pod_token: str = POD_TOKEN
    seconds: float = SECONDS

    def __repr__(self) -> str:
        return f"VaultSource({self.path!r})"

    def fetch(self) -> Mapping[str, str]:
        """The variables that the secret holds. Raises SourceFault."""
        wire = _Wire(self.address, self.namespace, self.ca_file, self.seconds)
        body = wire.ask("GET", self._api_path(), token=self.token or self._signed_in(wire))
        data = body.get("data")
        if not isinstance(data, dict) or "data" not in data or "metadata" not in data:
            raise SourceFault(
                "the engine there is not a key-value engine of version 2. Enable one: vault secrets enable -version=2 kv"
            )
        return variables(data["data"])

    def _api_path(self) -> str:
        path = self.path.strip("/")
        if "/data/" not in path:
            mount, slash, rest = path.partition("/")
            if not slash or not rest:
                raise SourceFault(
                    "the path is too short. Use SECRETS_FROM=vault:mount/path, such as vault:secret/mizan"
                )
            path = f"{mount}/data/{rest}"
        return f"/v1/{quote(path)}"

    def _signed_in(self, wire: _Wire) -> str:
        """A token from an AppRole or from the pod's account."""
        if self.role_id:
            body = wire.ask("POST", "/v1/auth/approle/login", {"role_id": self.role_id, "secret_id": self.secret_id})
        elif self.kubernetes_role:
            try:
                jwt = Path(self.pod_token).read_text("utf-8").strip()
            except (OSError, ValueError) as error:
                raise SourceFault("the token of the pod cannot be read. Mount the service account's token") from error
            body = wire.ask("POST", "/v1/auth/kubernetes/login", {"role": self.kubernetes_role, "jwt": jwt})
        else:
            raise SourceFault(
                "there is nothing to sign in with. Set VAULT_TOKEN, VAULT_ROLE_ID and VAULT_SECRET_ID, or VAULT_KUBERNETES_ROLE"
            )
        token = body.get("auth", {}).get("client_token") if isinstance(body.get("auth"), dict) else None
        if not isinstance(token, str) or not token:
            raise SourceFault("Vault signed in without giving a token. Check the method of signing in")
        return token


class _Stay(HTTPRedirectHandler):
    """A redirect would carry the token to another server."""

    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        return None


class _Wire:
    """Requests to one Vault within one limit of time. The proxy of the environment is not used, redirects are not followed."""

    def __init__(self, address: str, namespace: str, ca_file: str, seconds: float) -> None:
        self._address = _checked(address)
        self._namespace = namespace
        self._until = time.monotonic() + seconds
        self._opener = _opener(ca_file)

    def ask(self, method: str, path: str, body: Mapping[str, str] | None = None, *, token: str = "") -> dict[str, Any]:
        """The JSON object of the answer; a server that is away or busy is asked again. Raises SourceFault."""
        for attempt in range(1, TRIES + 1):
            try:
                return self._once(method, path, body, token)
            except HTTPError as error:
                error.close()
                if error.code not in (429, 500, 502, 504) or attempt == TRIES:
                    raise SourceFault(_told(error.code, path)) from None
            except (URLError, OSError, HTTPException) as error:
                if attempt == TRIES or self._left() <= PAUSE:
                    raise SourceFault(
                        f"Vault does not answer ({_plain(error)}). Check VAULT_ADDR, and that Vault runs"
                    ) from None
            time.sleep(min(PAUSE, max(0.0, self._left())))
        raise AssertionError("the last try answers or raises")

    def _once(self, method: str, path: str, body: Mapping[str, str] | None, token: str) -> dict[str, Any]:
        headers = {"X-Vault-Request": "true", "Accept": "application/json"}
        headers |= {"X-Vault-Token": token} if token else {}
        headers |= {"X-Vault-Namespace": self._namespace} if self._namespace else {}
        data = json.dumps(body).encode() if body is not None else None
        request = Request(self._address + path, data=data, headers=headers, method=method)  # noqa: S310 - checked above
        with self._opener.open(request, timeout=max(0.05, self._left())) as answer:
            held = b""
            while chunk := answer.read1(65536):
                held += chunk
                if self._left() <= 0:
                    raise TimeoutError("no answer in time")
                if len(held) > BYTES:
                    raise SourceFault("the answer is larger than 1 MB. Check VAULT_ADDR")
        try:
            parsed = json.loads(held)
        except ValueError:
            parsed = None
        if not isinstance(parsed, dict):
            raise SourceFault("the answer is not Vault's. Check VAULT_ADDR")
        return parsed

    def _left(self) -> float:
        return self._until - time.monotonic()


def _opener(ca_file: str) -> OpenerDirector:
    try:
        context = ssl.create_default_context(cafile=ca_file or None)
    except (OSError, ValueError) as error:
        raise SourceFault("VAULT_CACERT cannot be read. Give the path of a PEM file") from error
    return build_opener(ProxyHandler({}), _Stay(), HTTPSHandler(context=context))


def _checked(address: str) -> str:
    """The address without its last slash: https, or http on this machine. Raises SourceFault."""
    try:
        parts = urlsplit(address)
        host, plain = parts.hostname or "", f"{parts.scheme}://{parts.netloc}"
        _ = parts.port
    except ValueError:
        raise SourceFault("VAULT_ADDR cannot be read. Use https://host:8200") from None
    if parts.scheme not in ("http", "https") or not host or "@" in parts.netloc or parts.path.strip("/") or parts.query:
        raise SourceFault("VAULT_ADDR is no address of a Vault. Use https://host:8200")
    if parts.scheme == "http" and not _is_this_machine(host):
        raise SourceFault("VAULT_ADDR sends the token in plain text. Use https, or http to an agent on this machine")
    return plain


def _is_this_machine(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _told(status: int, path: str) -> str:
    """What a status means and what mends it."""
    login = "/auth/" in path
    if 300 <= status < 400:
        return "Vault sends us to another server, which is not followed. Set VAULT_ADDR to the active one"
    words = {
        400: "Vault refused the request (400). Check the role and its secret",
        403: "Vault refused the token (403). Renew it, and give its policy `read` on " + path.removeprefix("/v1/"),
        404: "there is no secret at "
        + path.removeprefix("/v1/")
        + " (404). Check SECRETS_FROM; the last version may have been deleted",
        429: "Vault is busy (429). Try again in a moment",
        503: "Vault is sealed or in maintenance (503). Unseal it",
    }
    if login and status in (403, 404):
        return f"Vault refused to sign in ({status}). Check that the method is enabled, and the role and its secret"
    return words.get(status, f"Vault answered {status}. See its log")


def _plain(error: BaseException) -> str:
    """The kind of a fault of the wire, without its text."""
    reason = error.reason if isinstance(error, URLError) else error
    if isinstance(reason, ssl.SSLError):
        return (
            "its certificate is not trusted: see VAULT_CACERT"
            if isinstance(reason, ssl.SSLCertVerificationError)
            else "TLS failed"
        )
    if isinstance(reason, TimeoutError):
        return "no answer in time"
    if isinstance(reason, socket.gaierror):
        return "the host is not known"
    return (reason.strerror or type(reason).__name__) if isinstance(reason, OSError) else type(reason).__name__
