"""Who walks, in which look, and the bill of their language."""

from __future__ import annotations

from collections.abc import Iterator
from pprint import pformat
from typing import Any

import pytest
from django.conf import settings as django_settings

from config.tests.walk.test_pages_in_every_look import SIZES
from llm.testing.own_model import give_own_model
from llm.testing.plugin import played, provider_process
from website.samples import DEMO_SAMPLES, DemoSample
from website.tests.journeys.stations import PATIENCE, SHOTS, Walk, already_walked

__all__ = ["played", "provider_process"]
LOCALES = {"en": "en-GB", "ar": "ar", "ru": "ru-RU"}  # what a browser in that country says, and shows in its own fields
WALKED = already_walked()
ARRIVED: set[str] = set()
PROJECTS = {"en": "Villa on plot 17", "ar": "مدرسة الحي الشرقي", "ru": "Склад на Полевой"}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """A common run leaves out the ways that wait for the proof; a proof leaves out what it has walked already on this very tree."""
    walked = WALKED.read_text("utf-8").split("\n") if WALKED and WALKED.exists() else []
    later = [
        item
        for item in items
        if getattr(getattr(item, "function", None), "for_the_proof", False) or item.nodeid in walked
    ]
    if later:
        config.hook.pytest_deselected(items=later)
        items[:] = [item for item in items if item not in later]


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Note which walks arrived and had nothing wrong, so that an interrupted proof goes on where it stopped."""
    if not WALKED or "website/tests/journeys/" not in report.nodeid or not report.passed:
        return
    if report.when == "call":
        ARRIVED.add(report.nodeid)
    elif report.when == "teardown" and report.nodeid in ARRIVED:
        WALKED.parent.mkdir(parents=True, exist_ok=True)
        with WALKED.open("a", encoding="utf-8") as walked:
            walked.write(f"{report.nodeid}\n")


@pytest.fixture
def window(chromium: Any, live_server: Any, look: Any) -> Iterator[Any]:
    """Opens browsers that nobody has used, in the look of the walk."""
    language, theme, size = look
    made = []

    def new() -> Any:
        context = chromium.new_context(
            base_url=live_server.url,
            color_scheme=theme,
            viewport=SIZES[size],
            service_workers="block",
            locale=LOCALES[language],
        )
        made.append(context)
        context.set_default_timeout(PATIENCE * 1000)
        context.add_cookies([{"name": django_settings.LANGUAGE_COOKIE_NAME, "value": language, "url": live_server.url}])
        return context.new_page()

    yield new
    for context in made:
        context.close()


@pytest.fixture
def walk(
    window: Any, look: Any, live_server: Any, request: pytest.FixtureRequest, transactional_db: None
) -> Iterator[Walk]:
    """The walk of a test; what it finds wrong fails the test at its end, so that all of it is told at once."""
    journey = request.path.stem.removeprefix("test_")
    made = Walk(window(), journey, look, live_server.url)
    yield made
    if made.faults:
        with (SHOTS / "faults.txt").open(
            "a", encoding="utf-8"
        ) as told:  # a walk of all looks takes long: nobody waits for its end to mend
            told.write(f"{request.node.nodeid}\n{pformat(made.faults, width=140)}\n\n")
    assert made.faults == {}


@pytest.fixture
def sample(look: Any) -> DemoSample:
    """A priced bill in the language of the walk."""
    return next(one for one in DEMO_SAMPLES if one.language == look[0])


@pytest.fixture
def at_work(walk: Walk, alice: Any, fresh: Any, look: Any) -> Walk:
    """Alice, who has signed in a moment ago."""
    type(alice).objects.filter(pk=alice.pk).update(language=look[0])
    alice.refresh_from_db()
    walk.sign_in(fresh(alice))
    return walk


@pytest.fixture
def bill(at_work: Walk, sample: DemoSample, project: Any, upload: Any, work: Any) -> Any:
    """The bill of the walk's language, read into alice's project."""
    from boq.models import Boq

    type(project).objects.filter(pk=project.pk).update(name=PROJECTS[sample.language], currency=sample.currency)
    project.refresh_from_db()
    upload(sample.make(), sample.name)
    work()
    return Boq.objects.get()


@pytest.fixture
def model(alice: Any, actor: Any, played: Any, settings: Any) -> Any:
    """A language model of alice's firm, whose part a server on this machine plays."""
    give_own_model(by=actor(alice), played=played, settings=settings)
    return played
