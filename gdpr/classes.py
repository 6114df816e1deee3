"""The words in which `gdpr.sources` says what each field of each model is, and what becomes of it when a person is erased."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import StrEnum
from typing import Any
from uuid import UUID

import msgspec
from django.apps import apps
from django.db.models import Field, Model, Q, QuerySet


class Person(msgspec.Struct, frozen=True):
    """A person as the database knows them: their id, every email of theirs in lower case, the main one, their name, and the network
    addresses that they came from.
    """

    id: UUID
    emails: tuple[str, ...] = ()
    name: str = ""
    email: str = ""
    addresses: tuple[str, ...] = ()


class Class(StrEnum):
    """What a field is. Every field of every model is exactly one of these."""

    PERSONAL = "personal"  # about the person: exported, and deleted with its row
    HIDDEN = "hidden"  # about the person, deleted with its row, but a secret or its hash: never exported
    LINK = "link"  # says who did something to a thing of an organization: emptied, the thing stays
    KEPT = "kept"  # leads to the person and stays, for the reason that `Source.kept` gives
    ORGANIZATION = "organization"  # belongs to an organization: goes only with it
    PLAIN = "plain"  # not personal: ids, codes, counts, settings


Find = Callable[[Person], QuerySet[Any]]


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """One model. The texts hold names of fields, parted by blanks.

    `owner` are paths to a user's id and `address` paths to an email: rows found by them are the person's own and are deleted. `find` takes
    their place where no path leads to the person. `told` are fields that an export tells of rows found by `link`, `kept` or `tells`.
    """

    model: str
    what: str
    owner: tuple[str, ...] = ()
    address: tuple[str, ...] = ()
    find: Find | None = None
    tells: Find | None = None
    personal: str = ""
    hidden: str = ""
    link: str = ""
    kept: dict[str, str] = {}
    organization: str = ""
    plain: str = ""
    told: str = ""

    @property
    def fields(self) -> dict[str, Class]:
        """The class of every field that is named; a field that is named twice counts as the later."""
        return dict(self.named())

    def named(self) -> Iterator[tuple[str, Class]]:
        """(field, class) as they were written down."""
        for one in (Class.PERSONAL, Class.HIDDEN, Class.LINK, Class.ORGANIZATION, Class.PLAIN):
            yield from ((name, one) for name in getattr(self, one.value).split())
        yield from ((name, Class.KEPT) for name in self.kept)

    @property
    def table(self) -> type[Model]:
        """The model itself."""
        return apps.get_model(self.model)

    @property
    def deletes(self) -> bool:
        """True when erasing a person removes rows."""
        return bool(self.owner or self.address or self.find)

    def own(self, person: Person) -> QuerySet[Any]:
        """The rows that are the person's own."""
        if self.find is not None:
            return self.find(person)
        manager: QuerySet[Any] = self.table._base_manager.all()
        wanted = Q(pk__in=[])
        for path in self.owner:
            wanted |= Q(**{path: person.id})
        for path in self.address:
            for email in person.emails:
                wanted |= Q(**{f"{path}__iexact": email})
        return manager.filter(wanted)

    def touched(self, person: Person) -> QuerySet[Any]:
        """The rows of organizations, or of the records that are kept, which say that the person did something."""
        if self.tells is not None:
            return self.tells(person)
        wanted = Q(pk__in=[])
        for name in (*self.link.split(), *self.kept):
            wanted |= Q(**{name: person.id})
        manager: QuerySet[Any] = self.table._base_manager.all()
        return manager.filter(wanted)

    def exported(self) -> tuple[str, ...]:
        """What an export holds of the person's own rows: everything but what is hidden."""
        return tuple(name for name, one in self.fields.items() if one is not Class.HIDDEN)


def fields_of(model: type[Model]) -> list[str]:
    """Every field that a registry entry has to name: columns, files, JSON, relations to one and to many."""
    named: list[Field[Any, Any]] = [*model._meta.concrete_fields, *model._meta.many_to_many]
    return [field.name for field in named]
