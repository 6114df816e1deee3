"""The page of questions: asked, watched, stopped, read again; the same queries by hand; who sees what."""

from __future__ import annotations

import pytest
from django.urls import reverse

from boq.models import Conversation, Turn
from boq.services import conversations

pytestmark = pytest.mark.django_db


def test_asking_goes_to_the_conversation_and_shows_the_answer_with_its_query(says, bill, pages, alice, work):
    says([("find_items", {"limit": 3})], "The first three are shown.")
    boq = bill(5)
    page = pages(alice)
    reply = page.post(reverse("boq:ask", args=[boq.pk]), {"question": "Which items are there?"})
    talk = Conversation.objects.get()
    assert reply.url == reverse("boq:conversation", args=[talk.pk])
    coming = page.get(reply.url).content.decode()
    assert 'hx-trigger="every 500ms"' in coming
    work()
    shown = page.get(reply.url).content.decode()
    assert "The first three are shown." in shown
    assert "every 500ms" not in shown
    assert f"{reverse('boq:detail', args=[boq.pk])}?item=k0" in shown


def test_what_has_come_is_shown_before_the_end(says, bill, pages, alice, actor):
    from boq.pipelines.answer_question import _heard

    boq = bill(5)
    turn = conversations.ask(by=actor(alice), project=boq.project, boq=boq, question="How much?")
    _heard(turn)("The first sentence.", ())
    shown = pages(alice).get(reverse("boq:turn", args=[turn.pk])).content.decode()
    assert "The first sentence." in shown
    assert reverse("boq:stop-turn", args=[turn.pk]) in shown


def test_stopping_from_the_page(says, bill, pages, alice, actor):
    boq = bill(5)
    turn = conversations.ask(by=actor(alice), project=boq.project, boq=boq, question="How much?")
    pages(alice).post(reverse("boq:stop-turn", args=[turn.pk]))
    turn.refresh_from_db()
    assert turn.status == "stopped"
    assert "Stopped here." in pages(alice).get(reverse("boq:turn", args=[turn.pk])).content.decode()


def test_a_project_is_asked_over_all_its_bills(says, bill, pages, alice, work):
    says([("bills", {})], "Two bills.")
    first, second = bill(5), bill(7)
    reply = pages(alice).post(reverse("boq:ask-project", args=[first.project_id]), {"question": "Which bills?"})
    work()
    turn = Turn.objects.get()
    assert len(turn.given[0]["rows"]) == 2
    assert str(second.pk) in str(turn.given)
    assert "Two bills." in pages(alice).get(reply.url).content.decode()


def test_the_api_lists_the_conversations_on_a_project_apart_from_those_on_its_bills(
    says, bill, actor, api, alice, charlie
):
    boq = bill(5)
    conversations.ask(by=actor(alice), project=boq.project, question="On all bills?")
    conversations.ask(by=actor(alice), project=boq.project, boq=boq, question="On this bill?")
    url = f"/api/v1/projects/{boq.project_id}/conversations/"
    assert [one["title"] for one in api(alice).get(url).json()["results"]] == ["On all bills?"]
    assert api(charlie).get(url).status_code == 404


def test_two_bills_are_compared(says, bill, actor, alice, work):
    first, second = bill(5), bill(6)
    second.items.filter(key="k2").update(quantity=99)
    says([("compare", {"bill": str(first.pk), "other": str(second.pk)})], "One line changed, one came.")
    conversations.ask(by=actor(alice), project=first.project, question="What changed?")
    work()
    turn = Turn.objects.get()
    facts = dict(turn.given[0]["facts"])
    assert (facts["in both"], facts["changed"], facts["only in the second"]) == (5, 1, 1)
    assert facts["difference of totals"] == "25"


def test_without_a_provider_the_same_queries_are_made_by_hand(offline, bill, pages, alice):
    boq = bill(20)
    page = pages(alice).get(reverse("boq:ask", args=[boq.pk]), {"by": "unit"}).content.decode()
    assert "There is no language model to ask" in page
    assert "m3" in page
    items = pages(alice).get(reverse("boq:ask", args=[boq.pk]), {"text": "trenches"}).content.decode()
    assert "Excavate trenches" in items
    wrong = pages(alice).get(reverse("boq:ask", args=[boq.pk]), {"section": "nowhere"}).content.decode()
    assert "nowhere" in wrong


def test_viewers_read_and_do_not_ask(says, bill, asked, pages, bob, charlie):
    says("There is nothing to say.")
    turn = asked(bill(5))
    url = reverse("boq:conversation", args=[turn.conversation_id])
    page = pages(bob).get(url)
    assert page.status_code == 200
    assert 'name="question" rows' not in page.content.decode()
    assert pages(bob).post(url, {"question": "More?"}).status_code == 403
    assert pages(charlie).get(url).status_code == 404


@pytest.mark.parametrize(("who", "status"), [("bob", 403), ("charlie", 404)])
def test_only_those_who_may_ask_may_stop_and_forget(who, status, says, bill, actor, alice, pages, api, request):
    boq, other = bill(5), request.getfixturevalue(who)
    turn = conversations.ask(by=actor(alice), project=boq.project, boq=boq, question="How much?")
    for name, pk in (("stop-turn", turn.pk), ("forget-conversation", turn.conversation_id)):
        assert pages(other).post(reverse(f"boq:{name}", args=[pk])).status_code == status
    for path in (f"turns/{turn.pk}", f"conversations/{turn.conversation_id}"):
        assert api(other).delete(f"/api/v1/{path}/").status_code == status
    turn.refresh_from_db()
    assert turn.status == "asked"


def test_the_api_asks_answers_goes_on_and_forgets(says, bill, api, alice, bob, charlie, work):
    says([("sum_amounts", {})], "It is 500 USD.")
    boq = bill(20)
    url = f"/api/v1/boqs/{boq.pk}/conversations/"
    assert api(bob).post(url, {"question": "How much?"}).status_code == 403
    assert api(charlie).post(url, {"question": "How much?"}).status_code == 404
    assert api(alice).post(url, {}).status_code == 400
    turn = api(alice).post(url, {"question": "How much?"}).json()
    assert turn["status"] == "asked"
    work()
    answered = api(alice).get(f"/api/v1/turns/{turn['id']}/").json()
    assert (answered["status"], answered["answer"]) == ("answered", "It is 500 USD.")
    talk = f"/api/v1/conversations/{turn['conversation']}/"
    assert api(alice).post(talk, {"question": "And now?"}).status_code == 202
    work()
    assert api(alice).get(talk).json()["count"] == 2
    assert api(alice).delete(talk).status_code == 204
    assert api(alice).get(talk).status_code == 404
