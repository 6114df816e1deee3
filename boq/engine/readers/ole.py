"""OLE compound files: the names of the streams inside and the bytes of one, never more than the file itself holds."""

from __future__ import annotations

import struct

from boq.engine.errors import EngineError

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LAST_SECTOR = 0xFFFFFFFA
ENTRY_BYTES = 128
STREAM = 2


class CompoundFile:
    """A compound file's directory. EngineError `corrupt` where its chains lead nowhere or in circles."""

    def __init__(self, data: bytes) -> None:
        if len(data) < 512:
            raise EngineError("corrupt", part="OLE header")
        self.data = data
        shift, small_shift = struct.unpack_from("<HH", data, 30)
        if shift not in (9, 12) or small_shift != 6:
            raise EngineError("corrupt", part="OLE header")
        self.sector = 1 << shift
        self.table = self.read_table()
        directory = self.chain(struct.unpack_from("<I", data, 48)[0], self.table)
        self.entries: dict[str, tuple[int, int]] = {}
        self.root = (0, 0)
        for offset in range(0, len(directory) - ENTRY_BYTES + 1, ENTRY_BYTES):
            self.add_entry(directory, offset)

    def add_entry(self, directory: bytes, offset: int) -> None:
        """Keep a stream's first sector and size."""
        length, kind = struct.unpack_from("<HB", directory, offset + 64)
        start, size = struct.unpack_from("<II", directory, offset + 116)
        name = directory[offset : offset + max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
        if kind == STREAM:
            self.entries.setdefault(name, (start, size))
        elif kind == 5:
            self.root = (start, size)

    def read_table(self) -> list[int]:
        """The sector allocation table: the sectors named in the header, then those of the chain behind it."""
        sectors = list(struct.unpack_from("<109I", self.data, 76))
        following = struct.unpack_from("<I", self.data, 68)[0]
        for _ in range(len(self.data) // self.sector + 1):
            if following >= LAST_SECTOR:
                break
            block = self.at(following)
            if len(block) < self.sector:
                break
            names = struct.unpack(f"<{self.sector // 4}I", block)
            sectors.extend(names[:-1])
            following = names[-1]
        table: list[int] = []
        for sector in sectors[: len(self.data) // self.sector + 1]:
            if sector < LAST_SECTOR:
                block = self.at(sector)
                table.extend(struct.unpack_from(f"<{len(block) // 4}I", block))
        return table

    def at(self, sector: int) -> bytes:
        """One sector; shorter at the file's end."""
        start = (sector + 1) * self.sector
        return self.data[start : start + self.sector]

    def chain(self, start: int, table: list[int]) -> bytes:
        """All sectors from `start` on."""
        parts: list[bytes] = []
        sector = start
        for _ in range(len(table) + 1):
            if sector >= LAST_SECTOR:
                return b"".join(parts)
            if sector >= len(table):
                break
            parts.append(self.at(sector))
            sector = table[sector]
        raise EngineError("corrupt", part="OLE chain")

    def stream(self, name: str) -> bytes | None:
        """The bytes of a stream, None when there is none of that name."""
        if name not in self.entries:
            return None
        start, size = self.entries[name]
        if size >= struct.unpack_from("<I", self.data, 56)[0]:
            return self.chain(start, self.table)[:size]
        small = self.chain(struct.unpack_from("<I", self.data, 60)[0], self.table)
        table = list(struct.unpack_from(f"<{len(small) // 4}I", small))
        room = self.chain(*self.root[:1], self.table)
        parts: list[bytes] = []
        sector = start
        for _ in range(len(table) + 1):
            if sector >= LAST_SECTOR or sector >= len(table):
                break
            parts.append(room[sector * 64 : sector * 64 + 64])
            sector = table[sector]
        return b"".join(parts)[:size]
