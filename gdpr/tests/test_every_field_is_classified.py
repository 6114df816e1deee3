"""Nothing about a person is kept that nobody thought of: every field of every model stands in the registry."""

from __future__ import annotations

from collections import Counter

import pytest
from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models

from accounts.models import User
from gdpr.classes import Class, fields_of
from gdpr.sources import SOURCES

BY_MODEL = {source.model: source for source in SOURCES}
MODELS = [model for model in apps.get_models() if model._meta.managed and not model._meta.proxy]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_every_field_of_every_model_is_classified(model):
    label = model._meta.label
    assert label in BY_MODEL, (
        f"Nobody has said what {label} holds of people. Add a Source for it to its app's module in gdpr/sources/, whose __init__ explains "
        f"the classes; its fields are: {' '.join(fields_of(model))}"
    )
    missing = [name for name in fields_of(model) if name not in BY_MODEL[label].fields]
    assert not missing, (
        f"Nobody has said what {label}.{missing[0]} is: name {missing} in the Source of {label} in gdpr/sources/, "
        "whose __init__ explains the classes (usually `plain`, or `organization` for what a firm wrote)."
    )


def test_a_field_that_nobody_classified_is_seen():
    known = BY_MODEL["accounts.User"].fields
    assert "name" in known
    assert "shoe_size" not in known
    assert fields_of(User)[-2:] == ["groups", "user_permissions"]


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.model)
def test_the_registry_names_only_what_is_there_and_each_once(source):
    model = apps.get_model(source.model)
    twice = [name for name, count in Counter(name for name, _ in source.named()).items() if count > 1]
    assert not twice
    assert set(source.fields) <= set(fields_of(model))
    assert set(source.told.split()) <= set(source.fields)


def test_no_model_stands_in_the_registry_twice():
    assert len(BY_MODEL) == len(SOURCES)


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.model)
def test_what_is_personal_can_be_found(source):
    classes = set(source.fields.values())
    if classes & {Class.PERSONAL, Class.HIDDEN}:
        assert source.deletes
    if source.deletes:
        assert Class.PERSONAL in classes


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_whatever_points_to_a_person_is_not_called_plain(model):
    fields = BY_MODEL[model._meta.label].fields
    pointing = [field for field in model._meta.concrete_fields if field.related_model is User]
    assert all(fields[field.name] in (Class.PERSONAL, Class.LINK, Class.KEPT) for field in pointing)
    assert all(field.null for field in pointing if fields[field.name] is Class.LINK), (
        "a link that is emptied must be nullable"
    )


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_fields_named_like_personal_data_are_not_called_plain(model):
    """What holds an address of mail or of the network, or the name of a program that a person uses."""
    telling = {"email", "ip", "address", "user_agent", "phone"}
    fields = BY_MODEL[model._meta.label].fields
    found = {name for name in fields if name in telling}
    kinds = (models.EmailField, models.GenericIPAddressField)
    found |= {field.name for field in model._meta.concrete_fields if isinstance(field, kinds)}
    assert all(fields[name] in (Class.PERSONAL, Class.ORGANIZATION) for name in found)


def test_every_path_to_a_person_exists():
    for source in SOURCES:
        for path in (*source.owner, *source.address):
            try:
                source.table._base_manager.filter(**{f"{path}__isnull": False})
            except FieldDoesNotExist:
                pytest.fail(f"{source.model}: {path}")
