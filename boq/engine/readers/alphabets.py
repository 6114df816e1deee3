"""Which alphabet the bytes of an exchange file are written in, whatever the file says of itself."""

from __future__ import annotations

from boq.engine.readers.encoding import SCRIPTS, sample, score

CHARSETS = {
    "ANSI": "cp1252",
    "850": "cp850",
    "437": "cp437",
    "OEM": "cp850",
    "ASCII": "cp850",
    "UTF8": "utf-8",
    "UTF-8": "utf-8",
    "UNICODE": "utf-8",
}
NAMES = {"cp1252": "ANSI", "cp850": "850", "cp437": "437", "utf-8": "UTF-8", "cp866": "866", "cp1251": "1251"}
BY_CODE = {script.encoding: script for script in SCRIPTS}
CLEARLY = 0.3  # how much better another alphabet must read before what the file says is not believed


def alphabet(data: bytes, said: str = "", among: tuple[str, ...] = ("cp1252", "cp850")) -> str:
    """The encoding: UTF-8 when the bytes are valid as such, else what was said, unless another of `among` reads clearly better."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        return "utf-8"
    part = sample(data)
    worth = {code: score(part, BY_CODE[code]) for code in among}
    best = max(worth, key=worth.__getitem__)
    if not said or said == "utf-8":
        return best
    if said == "cp437":
        return "cp437" if worth.get("cp1252", 0.0) < worth.get("cp850", 0.0) + CLEARLY else "cp1252"
    return best if worth[best] > worth.get(said, 0.0) + CLEARLY else said
