"""The server's key for receipts: an Ed25519 pair, made once and kept in the data folder, so that anyone can check a receipt.

`keys/receipts/signing.pem` is the private key, readable by the server alone. To change it, move it away; public keys (PEM) of former
ones are still accepted from `keys/receipts/retired/`.
"""

from __future__ import annotations

import base64
import binascii
import os
import tempfile
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)
from django.conf import settings

from boq.engine.canonical import canonical

ALGORITHM = "Ed25519"
FORM = "RFC 8785"
KEY_ID = 16  # hexadecimal digits


def sign(document: dict[str, Any]) -> dict[str, Any]:
    """The document with its signature under `signature`, which covers the canonical bytes of all else."""
    body = {name: value for name, value in document.items() if name != "signature"}
    key = _private_key()
    public = key.public_key()
    value = base64.b64encode(key.sign(canonical(body))).decode()
    return {**body, "signature": {"algorithm": ALGORITHM, "form": FORM, "key": key_id(public), "value": value}}


def verify(document: dict[str, Any]) -> str:
    """ "" when the signature is this server's and the document unchanged; else a code: `unsigned`, `foreign_key`, `changed`."""
    signature = document.get("signature")
    if not isinstance(signature, dict) or signature.get("algorithm") != ALGORITHM:
        return "unsigned"
    known = {key_id(key): key for key in _public_keys()}
    key = known.get(str(signature.get("key")))
    if key is None:
        return "foreign_key"
    body = {name: value for name, value in document.items() if name != "signature"}
    try:
        key.verify(base64.b64decode(str(signature.get("value")), validate=True), canonical(body))
    except (InvalidSignature, ValueError, binascii.Error, RecursionError):
        return "changed"
    return ""


def public_pem() -> str:
    """The public key in PEM, as `openssl` reads it."""
    return _pem(_private_key().public_key())


def current_key_id() -> str:
    """The first digits of the SHA-256 of the public key's DER form."""
    return key_id(_private_key().public_key())


def key_id(key: Ed25519PublicKey) -> str:
    """How a receipt names the key that signed it."""
    return sha256(key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).hexdigest()[:KEY_ID]


def _pem(key: Ed25519PublicKey) -> str:
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def _folder() -> Path:
    return Path(settings.DATA_DIR) / "keys" / "receipts"


def _private_key() -> Ed25519PrivateKey:
    path = _folder() / "signing.pem"
    if not path.exists():
        _make(path)
    key = load_pem_private_key(path.read_bytes(), None)
    if not isinstance(key, Ed25519PrivateKey):
        raise TypeError(f"{path} holds no Ed25519 key. Move it away, and a new one is made.")
    return key


def _make(path: Path) -> None:
    """Write a new key whole or not at all; of several processes that try at once one wins."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    pem = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    handle, name = tempfile.mkstemp(dir=path.parent)  # readable by its owner alone
    with os.fdopen(handle, "wb") as file:
        file.write(pem)
        file.flush()
        os.fsync(file.fileno())
    with suppress(FileExistsError):
        os.link(name, path)
    Path(name).unlink()


def _public_keys() -> list[Ed25519PublicKey]:
    found = [_private_key().public_key()]
    for path in sorted((_folder() / "retired").glob("*.pem")):
        key = load_pem_public_key(path.read_bytes())
        if isinstance(key, Ed25519PublicKey):
            found.append(key)
    return found
