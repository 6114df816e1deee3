"""Making, changing, switching, testing and deleting webhooks, on pages and through the API. A secret is shown once."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from rest_framework.test import APIClient

from accounts.access import Role
from accounts.models import AuditEntry, Membership
from accounts.services.keys import create_key
from config.tests.servers import Reply
from webhooks import services
from webhooks.models import Delivery, Endpoint

pytestmark = pytest.mark.django_db
LIST = "/api/v1/webhooks/"
NEW = {"name": "ERP", "url": "http://127.0.0.1:8069/hook", "kinds": ["import.succeeded"]}


def code(answer):
    return answer.json()["error"]["code"]


def test_the_api_shows_a_secret_once_and_keeps_it_encrypted(api, alice):
    made = api(alice).post(LIST, NEW)
    assert made.status_code == 201
    secret = made.json()["secret"]
    assert secret.startswith("whsec_")
    one = f"{LIST}{made.json()['id']}/"
    for address in (LIST, one, f"{one}deliveries/"):
        assert "whsec_" not in api(alice).get(address).content.decode()
    assert Endpoint.objects.get().secret.reveal() == secret
    assert secret not in Endpoint.objects.get().secret.token
    rotated = api(alice).post(f"{one}secret/", {"overlap_hours": 2}).json()
    assert rotated["secret"] not in ("", secret)
    assert rotated["previous_ends_at"]
    assert Endpoint.objects.get().previous_secret.reveal() == secret


def test_without_an_overlap_the_old_secret_is_forgotten(hook, alice, actor):
    from datetime import timedelta

    endpoint, _ = services.rotate_secret(by=actor(alice), endpoint=hook(), overlap=timedelta(0))
    assert not endpoint.previous_secret
    assert endpoint.previous_ends_at is None


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"url": "https://169.254.169.254/latest"}, "webhook.private_address"),
        ({"url": "https://0xa9.0xfe.0xa9.0xfe/"}, "webhook.private_address"),
        ({"url": "file:///etc/passwd"}, "webhook.bad_address"),
        ({"url": "https://a:b@example.com/"}, "webhook.bad_address"),
        ({"url": "https://example.com/\r\nHost: evil"}, "webhook.bad_address"),
        ({"url": "http://93.184.216.34/"}, "webhook.https_only"),
        ({"url": "https://93.184.216.34:22/"}, "webhook.bad_port"),
        ({"kinds": ["everything"]}, "invalid_input"),
        ({"name": ""}, "invalid_input"),
        ({"name": "\u0000"}, "bad_text"),
    ],
)
def test_what_makes_no_sense_is_refused_with_its_code(api, alice, change, why):
    refused = api(alice).post(LIST, {**NEW, **change})
    assert (refused.status_code, code(refused)) == (400, why)
    assert not Endpoint.objects.exists()


def test_the_form_says_it_at_its_field(fresh, alice):
    page = fresh(alice).post(reverse("webhooks:new"), {"name": "ERP", "url": "https://169.254.169.254/"})
    assert page.status_code == 400
    assert "private network" in page.context["form"].errors["url"][0]


def test_changing_and_switching(api, alice, hook, receiver):
    endpoint = hook()
    one = f"{LIST}{endpoint.pk}/"
    Endpoint.objects.update(failures=5)
    changed = (
        api(alice).patch(one, {"url": f"{receiver.url}/other", "kinds": ["export.succeeded", "import.failed"]}).json()
    )
    assert changed["kinds"] == ["import.failed", "export.succeeded"]  # in the order of the registry
    assert changed["failures"] == 0
    services.send_test(by=services_actor(alice), endpoint=endpoint)
    assert api(alice).patch(one, {"enabled": False}).json()["disabled_reason"] == "by_hand"
    assert Delivery.objects.get().status == "given_up"
    assert code(api(alice).post(f"{one}test/")) == "webhook.off"
    assert api(alice).patch(one, {"enabled": True}).json()["disabled_reason"] == ""
    assert api(alice).delete(one).status_code == 204
    trail = list(
        AuditEntry.objects.filter(action__startswith="webhook.").order_by("created_at").values_list("action", flat=True)
    )
    assert trail == [f"webhook.{what}" for what in ("created", "changed", "tested", "disabled", "enabled", "deleted")]


def services_actor(user):
    from accounts.services import actor_for

    return actor_for(user)


def test_a_test_is_sent_and_can_be_sent_again(api, alice, hook, receiver, round_of_work, answers):
    answers[:] = [Reply(500, b"no"), Reply(204, b"")]
    one = f"{LIST}{hook().pk}/"
    sent = api(alice).post(f"{one}test/")
    assert sent.status_code == 202
    round_of_work()
    address = f"{one}deliveries/{sent.json()['id']}/"
    told = api(alice).get(address).json()
    assert (told["status"], told["attempts"][0]["reply"]) == ("failed", "no")
    assert api(alice).post(f"{address}redeliver/").status_code == 202
    assert round_of_work() == 1  # at once, whatever its pause and rest were
    told = api(alice).get(address).json()
    assert (told["status"], told["tries"], len(told["attempts"])) == ("succeeded", 2, 2)
    api(alice).post(f"{address}redeliver/")
    round_of_work()
    assert len({asked.headers["webhook-id"] for asked in receiver.asked}) == 1
    listed = api(alice).get(f"{one}deliveries/?status=succeeded").json()
    assert (listed["count"], listed["results"][0]["kind"]) == (1, "webhook.test")


def test_nobody_makes_the_server_knock_as_often_as_they_like(api, alice, hook, monkeypatch):
    monkeypatch.setattr(services, "BY_HAND_A_MINUTE", 3)
    one = f"{LIST}{hook().pk}/test/"
    said = [api(alice).post(one).status_code for _ in range(services.BY_HAND_A_MINUTE + 1)]
    assert said == [202] * services.BY_HAND_A_MINUTE + [429]


def test_there_are_only_so_many(api, alice, hook, monkeypatch):
    monkeypatch.setattr(services, "MOST_ENDPOINTS", 1)
    hook()
    assert code(api(alice).post(LIST, NEW)) == "webhook.too_many"


@pytest.mark.parametrize("act", ["make", "rotate", "lead elsewhere"])
def test_who_takes_events_elsewhere_has_proved_of_late_who_they_are(api, pages, alice, hook, monkeypatch, act):
    endpoint = hook()
    one = f"{LIST}{endpoint.pk}/"
    method, url, page = {
        "make": ("post", LIST, reverse("webhooks:new")),
        "rotate": ("post", f"{one}secret/", reverse("webhooks:secret", args=[endpoint.pk])),
        "lead elsewhere": ("patch", one, reverse("webhooks:change", args=[endpoint.pk])),
    }[act]
    monkeypatch.setattr("allauth.account.app_settings.AppSettings.REAUTHENTICATION_TIMEOUT", 0)
    assert code(getattr(api(alice), method)(url, NEW)) == "sign_in_again"
    sent_away = pages(alice).post(page, {"name": "ERP", "url": NEW["url"], "overlap": "24"})
    assert (sent_away.status_code, "reauthenticate" in sent_away["Location"]) == (302, True)
    assert Endpoint.objects.get().url == endpoint.url
    assert api(alice).patch(one, {"name": "Planner", "url": endpoint.url}).status_code == 200  # the same address


def test_who_was_demoted_while_they_waited_makes_none(alice, bob, firm):
    from accounts.errors import Forbidden
    from accounts.services import actor_for

    Membership.objects.filter(user=bob).update(role=Role.ADMIN)
    stale = actor_for(bob, firm.pk)
    Membership.objects.filter(user=bob).update(role=Role.VIEWER)
    with pytest.raises(Forbidden):
        services.create_endpoint(by=stale, name="ERP", url=NEW["url"])


def test_a_key_makes_one_with_its_scope_alone(alice, actor):
    def program(scope):
        client = APIClient()
        client.credentials(HTTP_AUTHORIZATION=f"Bearer {create_key(by=actor(alice), name='k', scopes=[scope])[1]}")
        return client

    assert program("webhooks:write").post(LIST, NEW).status_code == 201
    assert program("webhooks:read").get(LIST).json()[0]["name"] == "ERP"
    assert program("webhooks:read").post(LIST, NEW).status_code == 403
    assert Endpoint.objects.get().created_by is None


@pytest.mark.parametrize(("role", "status"), [(Role.ADMIN, 200), (Role.ESTIMATOR, 403), (Role.VIEWER, 403)])
def test_the_role_decides(api, pages, alice, bob, hook, role, status):
    Membership.objects.filter(user=bob).update(role=role)
    assert api(bob).get(f"{LIST}{hook().pk}/").status_code == status
    assert ("Webhooks" in pages(bob).get("/accounts/settings/profile/").content.decode()) == (status == 200)


def test_an_outsider_does_not_learn_of_it(api, pages, charlie, hook, alice, actor):
    endpoint = hook()
    sent = services.send_test(by=actor(alice), endpoint=endpoint)
    for address in (f"{LIST}{endpoint.pk}/", f"{LIST}{endpoint.pk}/deliveries/{sent.pk}/"):
        assert api(charlie).get(address).status_code == 404
    assert pages(charlie).get(reverse("webhooks:delivery", args=[endpoint.pk, sent.pk])).status_code == 404
    other, _ = services.create_endpoint(by=actor(alice), name="Other", url=NEW["url"])
    assert api(alice).get(f"{LIST}{other.pk}/deliveries/{sent.pk}/").status_code == 404


def test_the_pages_from_making_to_deleting(fresh, alice, receiver, round_of_work, answers):
    browser = fresh(alice)
    assert "No webhooks yet" in browser.get(reverse("webhooks:list")).content.decode()
    values = {"name": "ERP", "url": f"{receiver.url}/hook?token=of-theirs", "kinds": ["import.succeeded"]}
    shown = browser.post(reverse("webhooks:new"), values)
    assert shown.status_code == 201
    assert "no-store" in shown["Cache-Control"]
    secret = re.search(r"whsec_[A-Za-z0-9+/=]+", shown.content.decode()).group()
    endpoint = Endpoint.objects.get()
    listed = browser.get(reverse("webhooks:list")).content.decode()
    assert "127.0.0.1" in listed
    assert "of-theirs" not in listed
    page = reverse("webhooks:endpoint", args=[endpoint.pk])
    act = reverse("webhooks:act", args=[endpoint.pk])
    answers[:] = [Reply(500, b"<b>no</b>")]
    assert browser.post(act, {"do": "test"}).status_code == 302
    assert 'hx-trigger="every 2s"' in browser.get(page).content.decode()
    round_of_work()
    told = browser.get(page, headers={"HX-Request": "true"}).content.decode()
    assert "<h1" not in told
    assert "failed, is tried again" in told
    sent = Delivery.objects.get()
    one = browser.get(reverse("webhooks:delivery", args=[endpoint.pk, sent.pk])).content.decode()
    assert "&lt;b&gt;no&lt;/b&gt;" in one
    assert secret not in one + told
    assert browser.post(reverse("webhooks:delivery", args=[endpoint.pk, sent.pk])).status_code == 302
    assert browser.post(reverse("webhooks:secret", args=[endpoint.pk]), {"overlap": "0"}).status_code == 201
    change = reverse("webhooks:change", args=[endpoint.pk])
    assert browser.post(change, {**values, "name": "Planner", "kinds": []}).status_code == 302
    assert Endpoint.objects.get().name == "Planner"
    for what in ("off", "on"):
        browser.post(act, {"do": what})
        assert Endpoint.objects.get().enabled == (what == "on")
    assert browser.post(act, {"do": "nonsense"}).status_code == 400
    browser.post(act, {"do": "delete"})
    assert not Endpoint.objects.exists()
