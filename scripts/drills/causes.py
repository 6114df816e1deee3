"""Real causes of alerts: each is there while its block lasts, or until it is written anew."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import shutil
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

DISK_BYTES = 64 * 1024 * 1024


def certificate(path: Path, days: float) -> None:
    """A self-made certificate that ends in so many days."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.serialization import Encoding
    from cryptography.x509.oid import NameOID

    key, name = (
        ec.generate_private_key(ec.SECP256R1()),
        x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")]),
    )
    now = dt.datetime.now(dt.UTC)
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    builder = builder.serial_number(x509.random_serial_number())
    builder = builder.not_valid_before(now - dt.timedelta(days=60)).not_valid_after(now + dt.timedelta(days=days))
    new = path.with_suffix(".new")
    new.write_bytes(builder.sign(key, hashes.SHA256()).public_bytes(Encoding.PEM))
    new.replace(path)


def backups(data: Path, *, hours: float) -> None:
    """The dates of a backup of so many hours ago, as the backup itself writes them."""
    from scripts.operations.status import note_failure, note_success

    when = dt.datetime.now(dt.UTC) - dt.timedelta(hours=hours)
    folder = data / "backups"
    note_success(folder, "base", last_backup=when, last_verified=when, last_wal=when)
    if hours > 1:
        note_failure(folder, "base", "the store is away")


@contextlib.contextmanager
def connections(most: int) -> Iterator[None]:
    """So many connections to the database that stay open, and are given back."""
    import psycopg

    with contextlib.ExitStack() as stack:
        for _ in range(most):
            with contextlib.suppress(psycopg.OperationalError):
                stack.enter_context(psycopg.connect(os.environ["DATABASE_URL"], autocommit=True))
        yield


@contextlib.contextmanager
def bad_release() -> Iterator[None]:
    """A migration that the running release does not know: pages of projects fail at once."""
    import psycopg

    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as link:
        link.execute("ALTER TABLE projects_project RENAME COLUMN name TO title")
        try:
            yield
        finally:
            link.execute("ALTER TABLE projects_project RENAME COLUMN title TO name")


@contextlib.contextmanager
def locked() -> Iterator[None]:
    """Somebody holds the table of projects for most of each two seconds, as a careless migration does."""
    import psycopg

    over = threading.Event()

    def hold() -> None:
        with psycopg.connect(os.environ["DATABASE_URL"]) as link:
            while not over.is_set():
                with link.transaction():
                    link.execute("LOCK TABLE projects_project IN ACCESS EXCLUSIVE MODE")
                    over.wait(1.6)
                over.wait(0.4)

    holding = threading.Thread(target=hold, daemon=True)
    holding.start()
    try:
        yield
    finally:
        over.set()
        holding.join(10)


def fill(disk: Path) -> Path:
    """Leave three hundredths of the disk free."""
    path = disk / "full"
    usage = shutil.disk_usage(disk)
    with path.open("wb") as file:
        file.write(b"\0" * max(0, usage.free - int(usage.total * 0.03)))
    return path


@contextlib.contextmanager
def small_disk(place: Path) -> Iterator[None]:
    """A disk of its own that can be filled. Raises RuntimeError where it cannot be mounted."""
    place.mkdir()
    words = ["mount", "-t", "tmpfs", "-o", f"size={DISK_BYTES},mode=0777", "mizan-drill", str(place)]
    if subprocess.run(words, capture_output=True, check=False).returncode:
        raise RuntimeError("a small disk cannot be mounted here: run as root on Linux")
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", str(place)], check=False)
