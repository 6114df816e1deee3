"""The environment as it is looked up: a variable, else the file that NAME_FILE names, else what the source of secrets gave."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, MutableMapping
from pathlib import Path

FILE_BYTES = 64 * 1024


class Values(MutableMapping[str, str]):
    """Looked up by name; an empty variable counts as none. What is wrong with a file is added to `faults`, once for each name.

    A fault never shows the path: who mistakes NAME_FILE for NAME puts the secret itself there. `read` is what was looked up and found.
    """

    def __init__(self, given: Mapping[str, str], faults: list[str]) -> None:
        self._given = {name: value for name, value in given.items() if value != ""}
        self._faults = faults
        self._source: dict[str, str] = {}
        self._files: dict[str, str | None] = {}
        self.read: dict[str, str] = {}

    def add_source(self, variables: Mapping[str, str]) -> None:
        """Variables of a source of secrets; those of the environment and of files win over them."""
        self._source.update({name: value for name, value in variables.items() if value != ""})

    def __getitem__(self, name: str) -> str:
        file = self._of_file(name)
        value = self._given[name] if name in self._given else self._source[name] if file is None else file
        self.read[name] = value
        return value.replace("$", "\\$")  # django-environ takes a `$` at the front for the name of another variable

    def _of_file(self, name: str) -> str | None:
        """The text of NAME_FILE without its last line break; None when there is no such variable, or its file is no good."""
        if f"{name}_FILE" not in self._given:
            return None
        if name not in self._files:
            try:
                self._files[name] = self._checked(name)
            except (OSError, ValueError) as error:
                why = error.strerror if isinstance(error, OSError) else error
                self._faults.append(f"{name}_FILE: {why}. Give the path of a text file that this process may read.")
                self._files[name] = None
        return self._files[name]

    def _checked(self, name: str) -> str:
        if name in self._given:
            raise ValueError(f"{name} is set as well, and only one of them can count")
        with Path(self._given[f"{name}_FILE"]).open("rb") as file:
            data = file.read(FILE_BYTES + 1)
        if len(data) > FILE_BYTES:
            raise ValueError(f"the file is larger than {FILE_BYTES // 1024} KB")
        if b"\0" in data:
            raise ValueError("the file is no text")
        try:
            text = data.decode()
        except UnicodeDecodeError:
            raise ValueError("the file is no text in UTF-8") from None
        text = text.removesuffix("\n").removesuffix("\r")
        if not text:
            raise ValueError("the file is empty")
        return text

    def __setitem__(self, name: str, value: str) -> None:
        self._given[name] = value

    def __delitem__(self, name: str) -> None:
        del self._given[name]

    def __iter__(self) -> Iterator[str]:
        return iter({**self._source, **self._given})

    def __len__(self) -> int:
        return len({**self._source, **self._given})
