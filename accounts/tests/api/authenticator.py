"""A passkey of software: what a security key answers, made with a key pair of the test."""

from __future__ import annotations

import hashlib
import json
import struct
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2 import cbor
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import Aaguid, AttestedCredentialData, AuthenticatorData

HOST, ORIGIN = "testserver", "https://testserver"
PRESENT_AND_VERIFIED, WITH_CREDENTIAL = 0x05, 0x40


class SoftKey:
    """One credential."""

    def __init__(self, name: bytes = b"soft-key-of-tests") -> None:
        self.id = name
        self.key = ec.generate_private_key(ec.SECP256R1())

    def registration(self) -> dict[str, Any]:
        """What is kept of it when it was registered."""
        data = AttestedCredentialData.create(
            Aaguid(b"\0" * 16), self.id, ES256.from_cryptography_key(self.key.public_key())
        )
        whole = AuthenticatorData.create(
            hashlib.sha256(HOST.encode()).digest(), PRESENT_AND_VERIFIED | WITH_CREDENTIAL, 0, data
        )
        attestation = cbor.encode({"fmt": "none", "attStmt": {}, "authData": bytes(whole)})
        return self._wire({"attestationObject": websafe_encode(attestation)}, "webauthn.create", "AA")

    def answer(self, options: dict[str, Any], origin: str = ORIGIN) -> dict[str, Any]:
        """The credential that `navigator.credentials.get()` would give."""
        data = hashlib.sha256(HOST.encode()).digest() + struct.pack(">BI", PRESENT_AND_VERIFIED, 1)
        client = self._client("webauthn.get", options["publicKey"]["challenge"], origin)
        signature = self.key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        response = {"authenticatorData": websafe_encode(data), "signature": websafe_encode(signature)}
        return self._wire(response, client=client)

    def _wire(
        self, response: dict[str, str], kind: str = "", challenge: str = "", client: bytes = b""
    ) -> dict[str, Any]:
        client = client or self._client(kind, challenge, ORIGIN)
        return {
            "id": websafe_encode(self.id),
            "rawId": websafe_encode(self.id),
            "type": "public-key",
            "clientExtensionResults": {},
            "response": {**response, "clientDataJSON": websafe_encode(client)},
        }

    def _client(self, kind: str, challenge: str, origin: str) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": origin, "crossOrigin": False}).encode()
