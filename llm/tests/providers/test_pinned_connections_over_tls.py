"""Over TLS the number is pinned and the name is still proved: a certificate of another name is refused."""

from __future__ import annotations

import datetime as dt
import ssl
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from config.outgoing import pinned as transport
from llm.providers import base
from llm.providers.openai_compatible import OpenAICompatible


class Listing(BaseHTTPRequestHandler):
    """Lists one model."""

    def do_GET(self):
        body = b'{"data": [{"id": "there"}]}'
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_what):
        """Quiet."""


@pytest.fixture
def port(tmp_path, monkeypatch):
    """A server with a certificate of `model.example` that this machine trusts."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "model.example")])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("model.example")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    certificate, private = tmp_path / "certificate.pem", tmp_path / "key.pem"
    certificate.write_bytes(made.public_bytes(Encoding.PEM))
    private.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    server = HTTPServer(("127.0.0.1", 0), Listing)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, private)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port
    server.shutdown()
    server.server_close()


@pytest.fixture(autouse=True)
def _every_name_leads_here(monkeypatch):
    backend = transport.PinnedBackend
    monkeypatch.setattr(
        transport,
        "PinnedBackend",
        lambda *, allow_private, lookup: backend(allow_private=allow_private, lookup=lambda host, port: ["127.0.0.1"]),
    )


def models(host, port):
    client = OpenAICompatible(
        base_url=f"https://{host}:{port}/v1", model="m", timeout_seconds=5, pinned=True, allow_private=True
    )
    try:
        return client.models()
    finally:
        client.close()


def test_the_name_of_the_certificate_is_reached(port):
    assert models("model.example", port) == ("there",)


def test_another_name_at_the_same_number_is_not(port):
    with pytest.raises(base.Unavailable):
        models("other.example", port)
