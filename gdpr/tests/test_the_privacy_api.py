"""`/api/v1/privacy/`: the same for programs of a person, and closed to keys of an organization."""

from __future__ import annotations

import pytest

from gdpr.models import Consent, DataExport, ErasureRequest

pytestmark = pytest.mark.django_db
HOME = "/api/v1/privacy"


def test_what_is_accepted_and_what_waits(alice, api):
    client = api(alice)
    waiting = client.get(f"{HOME}/consents/").json()["pending"]
    assert [one["kind"] for one in waiting] == ["privacy", "terms"]
    answer = client.post(f"{HOME}/consents/", {"document": "terms", "version": "1"})
    assert (answer.status_code, [one["document"] for one in answer.json()["given"]]) == (201, ["terms"])
    assert client.post(f"{HOME}/consents/", {"document": "terms", "version": "9"}).status_code == 409
    assert client.post(f"{HOME}/consents/", {"document": "cookies", "version": "1"}).status_code == 400
    assert Consent.objects.get().how == "api"


def test_the_documents_are_public(api):
    found = [one["kind"] for one in api(None).get(f"{HOME}/documents/").json()]
    assert found == ["privacy", "terms", "subprocessors", "statistics"]


def test_an_export(alice, bob, api, work):
    made = api(alice).post(f"{HOME}/exports/")
    assert (made.status_code, made.json()["ready"]) == (202, False)
    assert api(alice).post(f"{HOME}/exports/").status_code == 409
    work()
    (one,) = api(alice).get(f"{HOME}/exports/").json()
    assert one["ready"]
    answer = api(alice).get(f"{HOME}/exports/{one['id']}/download/")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/zip")
    assert api(bob).get(f"{HOME}/exports/{one['id']}/download/").status_code == 404
    assert api(bob).get(f"{HOME}/exports/").json() == []
    assert DataExport.objects.get().downloads == 1


def test_an_erasure_is_asked_for_looked_at_and_called_off(alice, bob, firm, api):
    client = api(alice)
    assert client.get(f"{HOME}/erasure/").status_code == 404
    assert client.post(f"{HOME}/erasure/", {}).status_code == 400
    assert client.post(f"{HOME}/erasure/", {"successors": {str(firm.pk): "x"}}).status_code == 400
    made = client.post(f"{HOME}/erasure/", {"successors": {str(firm.pk): str(bob.pk)}})
    assert (made.status_code, made.json()["status"]) == (202, "waiting")
    assert client.post(f"{HOME}/erasure/", {"successors": {str(firm.pk): str(bob.pk)}}).status_code == 409
    assert client.get(f"{HOME}/erasure/").json()["id"] == made.json()["id"]
    assert client.delete(f"{HOME}/erasure/").status_code == 204
    assert ErasureRequest.objects.get().status == "cancelled"


@pytest.mark.parametrize(("method", "path"), [("post", "erasure/"), ("get", "exports/{id}/download/")])
def test_a_token_of_an_older_sign_in_is_not_enough(method, path, alice, api, work, monkeypatch):
    client = api(alice)
    client.post(f"{HOME}/exports/")
    work()
    monkeypatch.setattr("accounts.fresh.time.time", lambda: 4_000_000_000)
    answer = getattr(client, method)(f"{HOME}/{path.format(id=DataExport.objects.get().pk)}")
    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "sign_in_again")


def test_choices(alice, api):
    client = api(alice)
    assert client.get(f"{HOME}/choices/").json() == {"llm_opt_out": False, "restricted": False}
    assert client.patch(f"{HOME}/choices/", {"llm_opt_out": True, "restricted": True}).json() == {
        "llm_opt_out": True,
        "restricted": True,
    }


def test_requests(alice, bob, api):
    made = api(alice).post(f"{HOME}/requests/", {"kind": "objection", "text": "No statistics.", "answer": "forged"})
    assert (made.status_code, made.json()["answer"]) == (201, "")
    assert len(api(alice).get(f"{HOME}/requests/").json()) == 1
    assert api(bob).get(f"{HOME}/requests/").json() == []
    assert api(alice).post(f"{HOME}/requests/", {"kind": "objection", "text": "x" * 5_000}).status_code == 400


@pytest.mark.parametrize(("who", "status"), [("alice", 200), ("bob", 403), ("charlie", 404)])
def test_only_who_may_upload_keeps_a_file_back(who, status, boq, api, request):
    client = api(request.getfixturevalue(who))
    assert client.patch(f"{HOME}/uploads/{boq.upload_id}/", {"llm_opt_out": True}).status_code == status


@pytest.mark.parametrize("path", ["consents/", "exports/", "erasure/", "choices/", "requests/"])
def test_a_key_of_an_organization_is_no_person(path, alice, actor, client):
    from accounts.scopes import Scope
    from accounts.services.keys import create_key

    _key, plain = create_key(by=actor(alice), name="Nightly", scopes=[one.value for one in Scope])
    answer = client.get(f"{HOME}/{path}", headers={"authorization": f"Bearer {plain}"})
    assert answer.status_code == 403


@pytest.mark.parametrize("path", ["consents/", "exports/", "erasure/", "choices/", "requests/"])
def test_nobody_is_asked_to_sign_in(path, api):
    assert api(None).get(f"{HOME}/{path}").status_code == 401
