"""Shows the mails of a local run in the terminal, so that somebody who signs up finds the link."""

from __future__ import annotations

from pathlib import Path


class MailWatch:
    """New files in the folder of mails since the last look."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.seen = set(self._files())

    def _files(self) -> list[Path]:
        try:
            return sorted(path for path in self.folder.iterdir() if path.suffix == ".txt" and path.name[0] != ".")
        except OSError:
            return []

    def news(self) -> list[str]:
        """A few lines for each new mail: to whom, what about, its links, and the file."""
        new = [path for path in self._files() if path not in self.seen]
        self.seen.update(new)
        return [told(path) for path in new]


def told(path: Path) -> str:
    """One mail in the words of the terminal."""
    try:
        lines = path.read_text("utf-8").splitlines()
    except OSError:
        return f"A mail: {path}"
    head = dict(line.split(": ", 1) for line in lines[:2] if ": " in line)
    links = [f"  {line}" for line in lines if line.startswith(("http://", "https://"))]
    return "\n".join([f"Mail to {head.get('To', '?')}: {head.get('Subject', '')}", *links, f"  ({path})"])
