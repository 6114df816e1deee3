"""Adding, changing, ordering and switching providers: what may be done, by whom, and what it leaves in the audit trail."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.errors import Conflict, Forbidden, Invalid, MizanError, NotFound
from accounts.models import AuditEntry
from llm import shared
from llm.models import LlmKey, LlmProvider
from llm.services import budgets, destinations, providers, states, trying

pytestmark = pytest.mark.django_db


def test_a_new_provider_is_off_until_its_terms_are_recorded(add, alice, actor, terms):
    row = add(terms=False)
    assert not row.enabled
    with pytest.raises(Conflict) as told:
        providers.switch_provider(by=actor(alice), provider=row, enabled=True)
    assert told.value.code == "provider.terms_missing"
    row = providers.record_terms(by=actor(alice), provider=row, **terms)
    assert providers.switch_provider(by=actor(alice), provider=row, enabled=True).enabled


def test_the_database_itself_refuses_a_provider_without_terms(add):
    row = add(terms=False)
    with pytest.raises(IntegrityError), transaction.atomic():
        LlmProvider.objects.filter(pk=row.pk).update(enabled=True)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"terms_place": ""}, "provider.terms_incomplete"),
        ({"terms_place": "  "}, "provider.terms_incomplete"),
        ({"terms_training": ""}, "provider.terms_incomplete"),
        ({"terms_days": None}, "provider.days_missing"),
        ({"terms_days": 0}, "invalid_input"),
        ({"terms_training": "perhaps"}, "invalid_input"),
        ({"terms_url": "javascript:alert(1)"}, "invalid_input"),
    ],
)
def test_terms_are_whole_or_not_recorded(add, alice, actor, terms, change, code):
    row = add(terms=False)
    with pytest.raises(Invalid) as told:
        providers.record_terms(by=actor(alice), provider=row, **(terms | change))
    assert told.value.code == code
    assert not LlmProvider.objects.get(pk=row.pk).has_terms


def test_days_are_kept_only_where_texts_are_kept_for_days(add, alice, actor, terms):
    row = providers.record_terms(by=actor(alice), provider=add(), **(terms | {"terms_retention": "none"}))
    assert row.terms_days is None


def test_a_provider_that_wants_a_key_is_not_switched_on_without(add, alice, actor):
    row = add(preset="novita", on=False)
    with pytest.raises(Conflict) as told:
        providers.switch_provider(by=actor(alice), provider=row, enabled=True)
    assert told.value.code == "provider.key_missing"


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"base_url": "ftp://example.com"}, "provider.bad_address"),
        ({"base_url": "https://me:secret@example.com/v1"}, "provider.bad_address"),
        ({"base_url": ""}, "invalid_input"),
        ({"name": " "}, "invalid_input"),
        ({"model": "m" * 200}, "invalid_input"),
        ({"currency": "dollars"}, "invalid_input"),
        ({"currency": "us$"}, "invalid_input"),
        ({"input_price": -1}, "invalid_input"),
        ({"input_price": "1e99"}, "invalid_input"),
        ({"timeout_seconds": 0}, "invalid_input"),
        ({"timeout_seconds": 601}, "invalid_input"),
        ({"max_parallel": 33}, "invalid_input"),
        ({"requests_per_minute": 0}, "invalid_input"),
        ({"enabled": True}, "invalid_input"),
        ({"organization_id": "x"}, "invalid_input"),
    ],
)
def test_what_makes_no_sense_is_refused(add, values, code):
    with pytest.raises(Invalid) as told:
        add(terms=False, **values)
    assert told.value.code == code
    assert not LlmProvider.objects.exists()


def test_a_private_address_is_refused_where_the_operator_does_not_allow_it(add, settings, operators_model):
    operators_model(base_url="", allow_private=False)
    with pytest.raises(Invalid) as told:
        add(base_url="http://169.254.169.254/v1")
    assert told.value.code == "provider.private_address"


def test_at_another_server_keys_and_terms_are_forgotten(add, alice, actor):
    row = add(keys=("sk-a",))
    moved = providers.change_provider(by=actor(alice), provider=row, base_url="https://collector.example/v1")
    assert (moved.enabled, moved.has_terms, moved.terms_place) == (False, False, "")
    assert not LlmKey.objects.exists()


def test_at_another_path_of_the_same_server_they_stay(add, alice, actor, played):
    row = add(keys=("sk-a",))
    changed = providers.change_provider(
        by=actor(alice), provider=row, base_url=f"{played.address}/openai/v1/", model="n"
    )
    assert (changed.enabled, changed.base_url, changed.keys.count()) == (True, f"{played.address}/openai/v1", 1)


@pytest.mark.parametrize("secret", ["", "   ", "two words", "ключ", "a\nb", "a\x00b", "k" * 1_001])
def test_what_can_be_no_key_is_refused(add, alice, actor, secret):
    with pytest.raises(Invalid) as told:
        providers.add_key(by=actor(alice), provider=add(), secret=secret)
    assert told.value.code == "provider.bad_key"


def test_there_is_an_end_to_providers_and_keys(add, alice, actor, monkeypatch):
    monkeypatch.setattr(providers, "MOST_PROVIDERS", 2)
    monkeypatch.setattr(providers, "MOST_KEYS", 1)
    row = add(keys=("sk-a",))
    with pytest.raises(Conflict):
        providers.add_key(by=actor(alice), provider=row, secret="sk-b")
    add()
    with pytest.raises(Conflict):
        add()


def test_a_key_switched_on_rests_no_longer(add, alice, actor):
    key = add(keys=("sk-a",)).keys.get()
    shared.rest_key(str(key.pk), "llm.unauthorized", 100)
    providers.switch_key(by=actor(alice), key=key, active=True)
    assert shared.key_rest(str(key.pk)) == ("", 0.0)


def test_how_a_provider_stands_is_told(add, alice, actor):
    add("terms", terms=False)
    add("key", preset="novita", on=False)
    add("off", on=False)
    ready = add("ready")
    tired = add("tired", keys=("sk-a",))
    shared.rest_key(str(tired.keys.get().pk), "llm.out-of-credit", 100)
    expected = ["terms_missing", "key_missing", "off", "ready", "resting"]
    assert [one.state for one in states.states(actor(alice))] == expected
    for _ in range(5):
        shared.failed(str(ready.pk))
    assert states.states(actor(alice))[3].state == "resting"


CHANGES = {
    "add": lambda by, row, key: providers.add_provider(
        by=by, name="x", preset="other", base_url="https://x.example", model="m"
    ),
    "change": lambda by, row, key: providers.change_provider(by=by, provider=row, model="n"),
    "terms": lambda by, row, key: providers.record_terms(
        by=by, provider=row, terms_place="x", terms_retention="none", terms_training="no"
    ),
    "switch": lambda by, row, key: providers.switch_provider(by=by, provider=row, enabled=False),
    "move": lambda by, row, key: providers.move_provider(by=by, provider=row, up=False),
    "add key": lambda by, row, key: providers.add_key(by=by, provider=row, secret="sk-x"),
    "switch key": lambda by, row, key: providers.switch_key(by=by, key=key, active=False),
    "try": lambda by, row, key: trying.try_provider(by=by, provider=row),
    "delete key": lambda by, row, key: providers.delete_key(by=by, key=key),
    "delete": lambda by, row, key: providers.delete_provider(by=by, provider=row),
    "opt out": lambda by, row, key: providers.set_opt_out(by=by, opted_out=True),
    "environment": lambda by, row, key: providers.set_use_environment(by=by, use=False),
    "budget": lambda by, row, key: budgets.set_budget(by=by, monthly_cost=None, currency="USD", monthly_tokens=1),
}


@pytest.mark.parametrize("change", CHANGES)
def test_every_change_is_audited_and_shows_no_secret(add, alice, actor, change):
    row = add(keys=("sk-planted-1",))
    add("second")
    before = AuditEntry.objects.count()
    CHANGES[change](actor(alice), row, row.keys.get())
    assert AuditEntry.objects.count() == before + 1
    assert AuditEntry.objects.filter(actor_id=alice.pk).latest("pk").action
    assert "sk-" not in str(list(AuditEntry.objects.values_list("facts", flat=True)))


@pytest.mark.parametrize("change", CHANGES)
def test_a_member_without_the_role_may_not(add, bob, actor, change):
    row = add(keys=("sk-a",))
    before = AuditEntry.objects.count()
    with pytest.raises(Forbidden):
        CHANGES[change](actor(bob), row, row.keys.get())
    assert AuditEntry.objects.count() == before


@pytest.mark.parametrize(
    "change", [name for name in CHANGES if name not in ("add", "opt out", "environment", "budget")]
)
def test_an_outsider_does_not_learn_that_it_exists(add, charlie, actor, change):
    row = add(keys=("sk-a",))
    with pytest.raises(NotFound):
        CHANGES[change](actor(charlie), row, row.keys.get())


def test_deleting_a_key_of_another_provider_is_not_found(add, alice, actor):
    one, other = add("one", keys=("sk-a",)), add("other", keys=("sk-b",))
    with pytest.raises(NotFound):
        providers.key_of(one, actor(alice), other.keys.get().pk)


def test_every_member_may_know_where_texts_go(add, operators_model, firm):
    add("Own")
    operators_model()
    found = destinations.destinations_of(firm.pk)
    own, environment = found.destinations
    assert (own.place, own.retention_words, own.training_words, own.terms) == (
        "Germany",
        "kept for 30 days",
        "not used for training",
        "recorded",
    )
    assert (environment.operators, environment.terms, environment.place) == (True, "not_recorded", "")


def test_opted_out_texts_go_nowhere(add, alice, actor, firm):
    add()
    providers.set_opt_out(by=actor(alice), opted_out=True)
    assert destinations.destinations_of(firm.pk) == destinations.Destinations(True, ())


def test_two_providers_cannot_stand_in_one_place(firm):
    rows = [LlmProvider(organization=firm, name="x", preset="other", model="m", position=7) for _ in range(2)]
    LlmProvider.objects.bulk_create(rows)
    with pytest.raises(IntegrityError):
        connection.check_constraints()


def test_every_refusal_has_words():
    from config.error_words import MESSAGES

    codes = {
        "provider.bad_address", "provider.private_address", "provider.terms_missing", "provider.terms_incomplete",
        "provider.days_missing", "provider.key_missing", "provider.bad_key", "provider.too_many", "provider.too_many_keys",
        "llm.opted_out", "llm.bad-address", "secret.unreadable",
    }  # fmt: skip
    assert codes <= set(MESSAGES)
    assert issubclass(Conflict, MizanError)


def test_what_somebody_removed_meanwhile_is_not_there(add, alice, actor, terms):
    row, by = add(keys=("sk-a",)), actor(alice)
    key = row.keys.get()
    providers.delete_provider(by=by, provider=LlmProvider.objects.get(pk=row.pk))
    changes = [
        lambda: providers.change_provider(by=by, provider=row, name="New"),
        lambda: providers.record_terms(by=by, provider=row, **terms),
        lambda: providers.switch_provider(by=by, provider=row, enabled=False),
        lambda: providers.add_key(by=by, provider=row, secret="sk-b"),
        lambda: providers.switch_key(by=by, key=key, active=False),
    ]
    for change in changes:
        with pytest.raises(NotFound):
            change()
