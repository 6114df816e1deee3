"""Copies are packed and sealed before they leave the machine: zlib, then AES-256-GCM in frames, so that nothing is held in memory.

A sealed file is `MZB1`, 8 bytes that name the key, 16 bytes of salt, then frames: four bytes of length (the highest bit marks the last
frame) and the ciphertext. Each file has a key of its own (HKDF of the key file and the salt); the nonce is the frame's number and the
mark of the last, and the file's name in the store is authenticated with every frame. So a copy that was cut off, changed, put
together from others or given another's name does not open.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import io
import os
import struct
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from scripts.operations.faults import OperationFault, SettingsFault

MAGIC = b"MZB1"
PREFIX = "mizan-backup-key-1:"
BLOCK = 1024 * 1024
LAST = 0x80000000
TAG = 16


class NotGenuine(OperationFault):
    """A copy that is damaged, cut off, or sealed with a key that is not here."""


@dataclass(frozen=True)
class Sealed:
    """What went into a sealed file."""

    sha256: str
    size: int


def new_key() -> str:
    """A fresh key as it stands in its file."""
    return PREFIX + base64.b64encode(os.urandom(32)).decode() + "\n"


def read_key(path: Path) -> bytes:
    """The key in a file. Raises SettingsFault; the message never quotes the file."""
    try:
        text = path.read_text("ascii").strip()
        key = base64.b64decode(text.removeprefix(PREFIX), validate=True)
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else "it holds no key"
        raise SettingsFault(
            f"The key file {path} cannot be used: {why}. Make one with: backup make-key {path}"
        ) from None
    if len(key) != 32 or not text.startswith(PREFIX):
        raise SettingsFault(f"The key file {path} holds no key. Make one with: backup make-key {path}")
    return key


class Sealer:
    """Seals with the first key, opens with any."""

    def __init__(self, keys: Sequence[bytes]) -> None:
        self.key = keys[0]
        self._known = {_name_of(key): key for key in keys}

    def seal(self, source: BinaryIO, target: BinaryIO, name: str) -> Sealed:
        """Pack and seal `source` into `target` under the name that it will have in the store."""
        salt, digest, size = os.urandom(16), hashlib.sha256(), 0
        frames = _Frames(target, AESGCM(_derived(self.key, salt)), name)
        target.write(MAGIC + _name_of(self.key) + salt)
        packer = zlib.compressobj(1)
        while block := source.read(BLOCK):
            digest.update(block)
            size += len(block)
            frames.add(packer.compress(block))
        frames.finish(packer.flush())
        return Sealed(digest.hexdigest(), size)

    def open(self, source: BinaryIO, name: str) -> Iterator[bytes]:
        """The plain bytes in pieces. Raises NotGenuine at the first piece that is not what was sealed under this name."""
        head = _exactly(source, len(MAGIC) + 8 + 16)
        if len(head) < 28 or head[:4] != MAGIC:
            raise NotGenuine(f"{name} is no sealed copy.")
        key = self._known.get(head[4:12])
        if key is None:
            raise NotGenuine(f"{name} was sealed with another key. Name that key's file in old_key_files.")
        cipher, unpacker = AESGCM(_derived(key, head[12:])), zlib.decompressobj()
        for number, (frame, last) in enumerate(_frames_of(source, name)):
            try:
                packed = cipher.decrypt(_nonce(number, last), frame, name.encode())
            except InvalidTag:
                raise NotGenuine(f"{name} is damaged or was changed.") from None
            if plain := unpacker.decompress(packed):
                yield plain
        if rest := unpacker.flush():
            yield rest

    def stream(self, source: BinaryIO, name: str) -> io.BufferedReader:
        """The plain bytes as a file that can be read once, from its beginning."""
        return io.BufferedReader(_Pieces(self.open(source, name)), BLOCK)

    def addresses(self, sha256: str) -> list[str]:
        """The names of a content in the store, by each key: keyed, so that names do not tell whether a known file is there."""
        said = b"mizan.backup.address:" + sha256.encode()
        return [hmac.new(key, said, hashlib.sha256).hexdigest() for key in self._known.values()]


class _Frames:
    """Collects packed bytes and writes them as sealed frames."""

    def __init__(self, target: BinaryIO, cipher: AESGCM, name: str) -> None:
        self.target, self.cipher, self.name = target, cipher, name.encode()
        self.number, self.waiting = 0, bytearray()

    def add(self, packed: bytes) -> None:
        self.waiting += packed
        while len(self.waiting) > BLOCK:  # a rest always stays, to be the last frame
            self._write(bytes(self.waiting[:BLOCK]), last=False)
            del self.waiting[:BLOCK]

    def finish(self, packed: bytes) -> None:
        self.add(packed)
        self._write(bytes(self.waiting), last=True)

    def _write(self, packed: bytes, *, last: bool) -> None:
        sealed = self.cipher.encrypt(_nonce(self.number, last), packed, self.name)
        self.target.write(struct.pack(">I", len(sealed) | (LAST if last else 0)) + sealed)
        self.number += 1


class _Pieces(io.RawIOBase):
    """An iterator of bytes as a raw file."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces, self._rest = pieces, b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        while not self._rest:
            piece = next(self._pieces, None)
            if piece is None:
                return 0
            self._rest = piece
        taken = self._rest[: len(buffer)]
        buffer[: len(taken)] = taken
        self._rest = self._rest[len(taken) :]
        return len(taken)


def _frames_of(source: BinaryIO, name: str) -> Iterator[tuple[bytes, bool]]:
    while True:
        head = _exactly(source, 4)
        if len(head) < 4:
            raise NotGenuine(f"{name} is cut off.")
        stated = struct.unpack(">I", head)[0]
        last, length = bool(stated & LAST), stated & ~LAST
        if not TAG <= length <= BLOCK + TAG:
            raise NotGenuine(f"{name} is damaged or was changed.")
        frame = _exactly(source, length)
        if len(frame) < length:
            raise NotGenuine(f"{name} is cut off.")
        yield frame, last
        if last:
            if source.read(1):
                raise NotGenuine(f"{name} goes on after its end.")
            return


def _exactly(source: BinaryIO, length: int) -> bytes:
    """So many bytes, fewer at the end alone: a network gives them as they come."""
    found = b""
    while len(found) < length and (block := source.read(length - len(found))):
        found += block
    return found


def _nonce(number: int, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])


def _derived(key: bytes, salt: bytes) -> bytes:
    """HKDF with SHA-256 (RFC 5869), one block; the library's own takes as long to import as everything else here."""
    secret = hmac.new(salt, key, hashlib.sha256).digest()
    return hmac.new(secret, b"mizan.backup.file\x01", hashlib.sha256).digest()


def _name_of(key: bytes) -> bytes:
    return hmac.new(key, b"mizan.backup.name", hashlib.sha256).digest()[:8]
