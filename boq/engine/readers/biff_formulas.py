"""The tokens of a BIFF8 formula written out as text, as far as bills use formulas; the rest becomes `?`."""

from __future__ import annotations

import struct

import msgspec

from boq.engine.model import column_letters

OPERATORS = {
    0x03: "+", 0x04: "-", 0x05: "*", 0x06: "/", 0x07: "^", 0x08: "&", 0x09: "<", 0x0A: "<=", 0x0B: "=",
    0x0C: ">=", 0x0D: ">", 0x0E: "<>", 0x0F: " ", 0x10: ",", 0x11: ":",
}  # fmt: skip
FUNCTIONS: dict[int, tuple[str, int]] = {  # number -> name and count of arguments (-1: told by the token)
    0: ("COUNT", -1), 1: ("IF", -1), 2: ("ISNA", 1), 3: ("ISERROR", 1), 4: ("SUM", -1), 5: ("AVERAGE", -1),
    6: ("MIN", -1), 7: ("MAX", -1), 8: ("ROW", -1), 9: ("COLUMN", -1), 10: ("NA", 0), 19: ("PI", 0), 20: ("SQRT", 1),
    24: ("ABS", 1), 25: ("INT", 1), 26: ("SIGN", 1), 27: ("ROUND", 2), 28: ("LOOKUP", -1), 29: ("INDEX", -1),
    30: ("REPT", 2), 31: ("MID", 3), 32: ("LEN", 1), 33: ("VALUE", 1), 34: ("TRUE", 0), 35: ("FALSE", 0),
    36: ("AND", -1), 37: ("OR", -1), 38: ("NOT", 1), 39: ("MOD", 2), 48: ("TEXT", 2), 64: ("MATCH", -1),
    65: ("DATE", 3), 78: ("OFFSET", -1), 82: ("SEARCH", -1), 100: ("CHOOSE", -1), 101: ("HLOOKUP", -1),
    102: ("VLOOKUP", -1), 111: ("CHAR", 1), 112: ("LOWER", 1), 113: ("UPPER", 1), 115: ("LEFT", -1), 116: ("RIGHT", -1),
    118: ("TRIM", 1), 119: ("REPLACE", 4), 120: ("SUBSTITUTE", -1), 124: ("FIND", -1), 129: ("ISBLANK", 1),
    128: ("ISNUMBER", 1), 148: ("INDIRECT", -1), 169: ("COUNTA", -1), 183: ("PRODUCT", -1), 197: ("TRUNC", -1),
    212: ("ROUNDUP", 2), 213: ("ROUNDDOWN", 2), 221: ("TODAY", 0), 228: ("SUMPRODUCT", -1), 336: ("CONCATENATE", -1),
    344: ("SUBTOTAL", -1), 345: ("SUMIF", 3), 346: ("COUNTIF", 2),
}  # fmt: skip
ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}
LOST = "?"
ROWS, COLUMNS = 0x10000, 0x100

Cell = tuple[int, int]


class Names(msgspec.Struct):
    """What formulas refer to by number: links to sheets (book, first, last), own books, sheet names."""

    sheets: list[str] = msgspec.field(default_factory=list)
    links: list[tuple[int, int, int]] = msgspec.field(default_factory=list)
    books: list[bool] = msgspec.field(default_factory=list)

    def sheet(self, link: int) -> str:
        """`Sheet1!`, quoted where needed; `?!` for other files."""
        if link < len(self.links):
            book, first, last = self.links[link]
            own = book < len(self.books) and self.books[book]
            if own and first < len(self.sheets) and last < len(self.sheets):
                name = self.sheets[first] if first == last else f"{self.sheets[first]}:{self.sheets[last]}"
                return f"{name}!" if name.isalnum() and not name[0].isdigit() else "'" + name.replace("'", "''") + "'!"
        return f"{LOST}!"


def formula_text(tokens: bytes, cell: Cell, shared: dict[Cell, bytes], names: Names) -> str:
    """The formula without its `=`; `?` when it holds what is not written out here."""
    if len(tokens) >= 5 and tokens[0] == 0x01:
        home = struct.unpack_from("<HH", tokens, 1)
        tokens = shared.get((home[0], home[1]), b"")
    try:
        return _Writer(tokens, cell, names).run()
    except (struct.error, IndexError):
        return LOST


class _Writer:
    """A stack machine that writes instead of calculating."""

    def __init__(self, tokens: bytes, cell: Cell, names: Names) -> None:
        self.tokens, self.cell, self.names = tokens, cell, names
        self.at = 0
        self.stack: list[str] = []

    def run(self) -> str:
        """All tokens."""
        while self.at < len(self.tokens):
            token = self.tokens[self.at]
            self.at += 1
            if not self.step(token):
                return LOST
        return self.stack[-1] if len(self.stack) == 1 else LOST

    def take(self, layout: str) -> tuple[int, ...]:
        """Numbers that follow the token."""
        values = struct.unpack_from("<" + layout, self.tokens, self.at)
        self.at += struct.calcsize("<" + layout)
        return values

    def step(self, token: int) -> bool:
        """One token; False when it is not known."""
        if token in OPERATORS:
            right = self.stack.pop()
            self.stack[-1] += OPERATORS[token] + right
            return True
        kind = token if token < 0x20 else 0x20 | (token & 0x1F)
        match kind:
            case 0x12:
                self.stack[-1] = "+" + self.stack[-1]
            case 0x13:
                self.stack[-1] = "-" + self.stack[-1]
            case 0x14:
                self.stack[-1] += "%"
            case 0x15:
                self.stack[-1] = f"({self.stack[-1]})"
            case 0x16:
                self.stack.append("")
            case 0x17:
                self.stack.append(self.text())
            case 0x19:
                self.attribute()
            case 0x1C:
                self.stack.append(ERRORS.get(self.take("B")[0], "#VALUE!"))
            case 0x1D:
                self.stack.append("TRUE" if self.take("B")[0] else "FALSE")
            case 0x1E:
                self.stack.append(str(self.take("H")[0]))
            case 0x1F:
                self.stack.append(f"{self.take('d')[0]:.15g}")
            case 0x21:
                name, count = FUNCTIONS.get(self.take("H")[0], (LOST, -1))
                if count < 0:
                    return False
                self.call(name, count)
            case 0x22:
                count, number = self.take("BH")
                self.call(FUNCTIONS.get(number & 0x7FFF, (f"{LOST}{number & 0x7FFF}", -1))[0], count & 0x7F)
            case _:
                return self.reference(kind)
        return True

    def reference(self, kind: int) -> bool:
        """A token that refers to cells."""
        match kind:
            case 0x24:
                self.stack.append(self.point(*self.take("HH")))
            case 0x2C:
                self.stack.append(self.relative(*self.take("HH")))
            case 0x25 | 0x2D:
                top, bottom, left, right = self.take("HHHH")
                point = self.point if kind == 0x25 else self.relative
                self.stack.append(f"{point(top, left)}:{point(bottom, right)}")
            case 0x3A:
                link, row, column = self.take("HHH")
                self.stack.append(self.names.sheet(link) + self.point(row, column))
            case 0x3B:
                link, top, bottom, left, right = self.take("HHHHH")
                self.stack.append(f"{self.names.sheet(link)}{self.point(top, left)}:{self.point(bottom, right)}")
            case 0x2A | 0x2B | 0x3C | 0x3D:
                self.take({0x2A: "HH", 0x2B: "HHHH", 0x3C: "HHH", 0x3D: "HHHHH"}[kind])
                self.stack.append("#REF!")
            case _:
                return False
        return True

    def call(self, name: str, count: int) -> None:
        """A function with the last `count` values."""
        arguments = self.stack[len(self.stack) - count :] if count else []
        if len(arguments) < count:
            raise IndexError
        del self.stack[len(self.stack) - count :]
        self.stack.append(f"{name}({','.join(arguments)})")

    def attribute(self) -> None:
        """Spaces and jumps say nothing; one attribute is a SUM of one value."""
        flags, size = self.take("BH")
        if flags & 0x10:
            self.call("SUM", 1)
        elif flags & 0x04:
            self.at += 2 * (size + 1)

    def text(self) -> str:
        """A text in quotes."""
        count, wide = self.take("BB")
        size = count * (2 if wide & 1 else 1)
        raw = self.tokens[self.at : self.at + size]
        self.at += size
        value = raw.decode("utf-16-le" if wide & 1 else "latin-1", "replace")
        return '"' + value.replace('"', '""') + '"'

    def point(self, row: int, column: int) -> str:
        """An address as written: the two high bits of the column say which part moves."""
        dollar_column = "" if column & 0x4000 else "$"
        dollar_row = "" if column & 0x8000 else "$"
        return f"{dollar_column}{column_letters((column & 0xFF) + 1)}{dollar_row}{row + 1}"

    def relative(self, row: int, column: int) -> str:
        """An address of a shared formula: the parts that move are counted from the cell itself."""
        if column & 0x8000:
            row = (self.cell[0] + row) % ROWS
        low = column & 0xFF
        if column & 0x4000:
            low = (self.cell[1] + low) % COLUMNS
        return self.point(row, (column & 0xC000) | low)
