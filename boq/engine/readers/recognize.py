"""Text in pictures: a helper process that runs `tesseract`, where that is installed, for a reading that may start no process itself.

The helper is started before the reading is confined and ends with it. It takes pictures (four bytes of length, PNG) and answers each with
tesseract's table of words (four bytes of length, TSV; nothing when the program failed).
"""

from __future__ import annotations

import contextlib
import os
import resource
import shutil
import struct
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import IO

import msgspec

PROGRAM = "tesseract"
BOOT = "import sys; sys.path.insert(0, {root!r}); from boq.engine.readers.recognize import serve; serve(sys.argv[1])"
ROOT = Path(__file__).resolve().parents[3]
LENGTH = struct.Struct(">I")
LANGUAGES = ("eng", "ara", "rus", "deu")
SECONDS = 25  # for one page
PROCESSOR_SECONDS = 120
MEMORY = 2 * 2**30
DOTS = 200  # an inch
WORD_LEVEL = "5"
COLUMNS = 12


class Found(msgspec.Struct, frozen=True):
    """A word of a picture in its pixels; `line` names the line that it stands in, `sure` is 0 to 100."""

    text: str
    left: int
    top: int
    width: int
    height: int
    line: str
    sure: int


class Helper:
    """The running helper."""

    def __init__(self, program: str) -> None:
        command = [sys.executable, "-I", "-X", "utf8", "-c", BOOT.format(root=str(ROOT)), program]
        self.process = subprocess.Popen(  # noqa: S603
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd="/"
        )

    def words(self, png: bytes) -> list[Found]:
        """The words of a picture, none when the program failed or the helper is gone."""
        asks, answers = self.process.stdin, self.process.stdout
        if asks is None or answers is None:
            return []
        try:
            asks.write(LENGTH.pack(len(png)) + png)
            asks.flush()
            return words_of(take(answers))
        except (BrokenPipeError, EOFError):
            return []

    def close(self) -> None:
        """Let the helper end."""
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                pipe.close()
        self.process.kill()
        self.process.wait()


_running: list[Helper] = []


def prepare(path: Path, program: str | None = None) -> None:
    """Start the helper for a PDF file where the program is installed."""
    program = program or shutil.which(PROGRAM, path=os.defpath)
    if program and not _running:
        with contextlib.suppress(OSError), path.open("rb") as file:
            if b"%PDF-" in file.read(1024):
                _running.append(Helper(program))


def helper() -> Helper | None:
    """The helper of this process, None where there is none."""
    return _running[0] if _running else None


def dismiss() -> None:
    """End the helper."""
    while _running:
        _running.pop().close()


def words_of(table: bytes) -> list[Found]:
    """The words of tesseract's table."""
    found = []
    for line in table.decode("utf-8", "replace").splitlines():
        cells = line.split("\t")
        if len(cells) < COLUMNS or cells[0] != WORD_LEVEL or not cells[11].strip():
            continue
        try:
            left, top, width, height = (int(cell) for cell in cells[6:10])
            sure = max(0, min(100, int(float(cells[10]))))
        except ValueError:
            continue
        found.append(Found(cells[11].strip(), left, top, width, height, "-".join(cells[1:5]), sure))
    return found


def take(pipe: IO[bytes]) -> bytes:
    """One message. EOFError when the other side is gone."""
    head = pipe.read(LENGTH.size)
    if len(head) < LENGTH.size:
        raise EOFError
    body = pipe.read(LENGTH.unpack(head)[0])
    if len(body) < LENGTH.unpack(head)[0]:
        raise EOFError
    return body


def serve(program: str) -> None:
    """The helper's whole life: one picture after another until the reading ends."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (PROCESSOR_SECONDS, PROCESSOR_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    command = [program, "stdin", "stdout", "--dpi", str(DOTS), "--psm", "6", "-l", languages(program), "tsv"]
    while True:
        try:
            picture = take(sys.stdin.buffer)
        except EOFError:
            return
        answer = run(command, picture)
        sys.stdout.buffer.write(LENGTH.pack(len(answer)) + answer)
        sys.stdout.buffer.flush()


def languages(program: str) -> str:
    """Those of our languages that are installed."""
    installed = run([program, "--list-langs"], b"").decode("utf-8", "replace").split()
    return "+".join(name for name in LANGUAGES if name in installed) or "eng"


def run(command: Sequence[str], stdin: bytes) -> bytes:
    """The program's answer, empty when it fails or takes too long."""
    env = {"LANG": "C.UTF-8", "OMP_THREAD_LIMIT": "1", "PATH": os.defpath}
    try:
        done = subprocess.run(command, input=stdin, capture_output=True, timeout=SECONDS, env=env, check=False)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired):
        return b""
    return done.stdout if done.returncode == 0 else b""
