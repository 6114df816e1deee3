"""The process in which the people of `scripts.drills.traffic` work: a thread each. It knows nothing of Django, as browsers do not.

Its first line of input is the plan; when its input ends, the work ends. It prints a line of JSON for everything that happened.
"""

from __future__ import annotations

import json
import random
import secrets
import sys
import threading
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from scripts.bench.files import bill
from scripts.drills.lines import WAIT, Connection, Line, Reply

FOLLOWED = 420.0  # seconds that anybody watches a job
ASKED_EVERY = 1.0  # as the page of a job does it
TOKEN_SECONDS = 420.0  # a program gets new tokens before the old ones end after ten minutes
LINES = (150, 600)
LANGUAGES = ("en", "en", "ru", "ar")
WORDS = ("Excavate", "Reinforced concrete", "tiles", "type 12", "location 140", "copper", "paint")
SETTINGS = tuple(f"/accounts/settings/{one}/" for one in ("profile", "appearance", "notifications", "members"))
ENDED = ("succeeded", "failed", "needs_input", "partial", "cancelled")


@dataclass
class Firm:
    """What its members know: bills as (id, lines, keys of some items)."""

    project: str
    bills: list[tuple[str, int, list[str]]] = field(default_factory=list)


class Person:
    """A browser and a program of one person, each with a connection."""

    def __init__(self, number: int, told: dict[str, Any], firm: Firm, plan: dict[str, Any], line: Line) -> None:
        self.number, self.told, self.firm, self.plan, self.line = number, told, firm, plan, line
        self.random = random.Random(plan["seed"] * 1000 + number)
        self.browser, self.program = (Connection(plan["url"], number, line) for _ in range(2))
        self.csrf, self.language = secrets.token_hex(16), LANGUAGES[number % len(LANGUAGES)]
        self.tokens_until = time.monotonic() + TOKEN_SECONDS * self.random.uniform(0.3, 1)
        names = {"session": told["session"], "csrf": self.csrf}
        self.cookie = "; ".join(f"__Host-{name}={value}" for name, value in names.items())
        self.cookie += (
            f"; sessionid={told['session']}; csrftoken={self.csrf}"  # where the server is not set up for https
        )

    # What is sent

    def page(self, name: str, path: str, htmx: bool = False) -> Reply:
        """Look at a page, or at a part of one as htmx asks for it."""
        reply = self.browser.ask("GET", path, None, self._of_browser({"HX-Request": "true"} if htmx else {}))
        self._told("page", name, reply)
        return reply

    def api(self, name: str, path: str) -> Reply:
        """A program reads. It gets new tokens when the old ones are at their end."""
        if time.monotonic() > self.tokens_until:
            self.renew()
        reply = self.program.ask("GET", path, None, self._of_program())
        self._told("api", name, reply)
        if reply.status == 401:
            self.renew()
        return reply

    def renew(self) -> None:
        """New tokens for the refresh token; where that is none any more, the password."""
        for name, body in (
            ("refresh", {"refresh": self.told["refresh"]}),
            ("login", {"email": self.told["email"], "password": self.plan["password"]}),
        ):
            words = json.dumps(body).encode()
            reply = self.program.ask("POST", f"/api/v1/auth/{name}/", words, {"Content-Type": "application/json"})
            self._told("api", name, reply)
            if reply.status == 200:
                self.told |= {one: reply.json()[one] for one in ("access", "refresh")}
                self.tokens_until = time.monotonic() + TOKEN_SECONDS
            if reply.status != 401:
                return

    def _of_browser(self, more: dict[str, str]) -> dict[str, str]:
        # urls of the same site: the referrer policy lets them be told, and https asks for them with forms
        own = {"Cookie": self.cookie, "Accept-Language": self.language, "Referer": self.plan["url"] + "/projects/"}
        return {**own, **more}

    def _of_program(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.told['access']}", "Accept": "application/json"}

    def _told(self, kind: str, name: str, reply: Reply) -> None:
        if not reply.error and "/accounts/login" in str(reply.headers.get("Location", "")):
            reply.error = "signed out"
        if not reply.error and reply.status >= 400:
            reply.error = f"{reply.status} {reply.json().get('error', {}).get('code', '')!s}".strip()
        self.line.say(
            "sample", reply.at, self.number, kind, name, reply.status, round(reply.seconds, 4), reply.error[:80]
        )

    # Errands

    def look(self) -> None:
        """One errand of a person at a screen or of a program."""
        only = self.plan["only"]
        errands = {
            self.lists: 18, self.read_bill: 22, self.search: 8, self.judge: 8, self.receipt: 5, self.settings: 4, self.ask_api: 35,
        }  # fmt: skip
        chosen = {
            one: weight for one, weight in errands.items() if not only or (one == self.ask_api) == (only == "api")
        }
        self.random.choices(list(chosen), list(chosen.values()))[0]()

    def lists(self) -> None:
        self.page("projects", "/projects/")
        if self.random.random() < 0.6:
            self.page("project", f"/projects/{self.firm.project}/")

    def read_bill(self) -> None:
        """Open a bill, scroll, look at a line."""
        boq, lines, keys = self.random.choice(self.firm.bills)
        self.page("bill", f"/boqs/{boq}/")
        for start in range(100, min(lines, 100 * self.random.randint(1, 4)), 100):
            self.pause(0.4)
            self.page("rows", f"/boqs/{boq}/rows/?start={start}&size=100", htmx=True)
        if keys and self.random.random() < 0.6:
            self.pause(0.8)
            self.page("item", f"/boqs/{boq}/items/{quote(self.random.choice(keys), safe='')}/", htmx=True)

    def search(self) -> None:
        boq, _lines, _keys = self.random.choice(self.firm.bills)
        word = quote(self.random.choice(WORDS))
        if self.random.random() < 0.5:
            self.page("find", f"/find/?q={word}", htmx=True)
        else:
            self.page("rows searched", f"/boqs/{boq}/rows/?start=0&size=100&q={word}", htmx=True)

    def judge(self) -> None:
        boq, _lines, _keys = self.random.choice(self.firm.bills)
        self.page("findings", f"/boqs/{boq}/findings/")
        if self.random.random() < 0.3:
            self.page("analyses", f"/boqs/{boq}/analyses/")

    def receipt(self) -> None:
        boq, _lines, _keys = self.random.choice(self.firm.bills)
        self.page("receipt", f"/boqs/{boq}/receipt/")
        self.pause(0.5)
        self.page("receipt rows", f"/boqs/{boq}/receipt/rows/", htmx=True)

    def settings(self) -> None:
        self.page("settings", self.random.choice(self.plan["settings"]))

    def ask_api(self) -> None:
        """A program takes lists, a bill with its totals, its items page by page, and looks for some."""
        boq, lines, _keys = self.random.choice(self.firm.bills)
        root = f"/api/v1/boqs/{boq}/"
        errand = self.random.choice(("lists", "totals", "items", "search", "findings"))
        if errand == "lists":
            self.api("projects", "/api/v1/projects/")
            self.api("boqs", "/api/v1/boqs/")
        elif errand == "totals":
            self.api("bill with totals", root)
            self.api("sections", f"{root}sections/")
        elif errand == "items":
            first = self.random.randint(1, max(1, lines // 100))
            for page in range(first, min(first + 2, lines // 100 + 1)):
                self.api("items", f"{root}items/?page={page}")
        elif errand == "search":
            self.api("items searched", f"{root}items/?search={quote(self.random.choice(WORDS))}")
        else:
            self.api("findings", f"{root}findings/")

    def upload(self, lines: int = 0) -> tuple[str, str]:
        """Send a bill and follow its job until it ends: (id of the bill, status). Half go by page, half by the API."""
        by_page = self.random.random() < 0.5
        lines = lines or self.random.randint(*LINES)
        data = bill(lines, f"Bill {secrets.token_hex(6)}")
        reply = self._send(data, f"bill-{secrets.token_hex(3)}.xlsx", by_page)
        self._told("upload", "by page" if by_page else "by API", reply)
        job = reply.headers.get("Location", "").partition("/jobs/")[2].partition("/")[0]
        if not by_page:
            job = reply.json().get("job", {}).get("id", "")
        if reply.error or not job:
            return "", reply.error
        facts = (job, self.number, lines, reply.at, time.time())
        self.line.say("job", *facts)
        boq, end = self._follow(job, by_page)
        self.line.say("job", *facts, time.time() if end else 0.0, end)
        return boq, end

    def _send(self, data: bytes, name: str, by_page: bool) -> Reply:
        line = secrets.token_hex(12)
        head = f'--{line}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
        body = head.encode() + data + f"\r\n--{line}--\r\n".encode()
        kind = {"Content-Type": f"multipart/form-data; boundary={line}"}
        if by_page:
            headers = self._of_browser({**kind, "X-CSRFToken": self.csrf})
            return self.browser.ask("POST", f"/projects/{self.firm.project}/uploads/", body, headers)
        if time.monotonic() > self.tokens_until:
            self.renew()
        headers = {**self._of_program(), **kind}
        return self.program.ask("POST", f"/api/v1/projects/{self.firm.project}/uploads/", body, headers)

    def _follow(self, job: str, by_page: bool) -> tuple[str, str]:
        """(id of the bill, status) once the job has ended; ("", "") when that was not seen."""
        if by_page:
            self.page("job", f"/jobs/{job}/")
        until = time.monotonic() + FOLLOWED
        while time.monotonic() < until:
            self.pause(ASKED_EVERY)
            if by_page:
                reply = self.page("progress", f"/jobs/{job}/", htmx=True)
                onward = str(reply.headers.get("HX-Redirect", ""))
                if onward.startswith("/boqs/"):
                    return onward.split("/")[2], "succeeded"
                if reply.status == 200 and (onward or reply.headers.get("HX-Retarget")):
                    return "", "needs_input" if onward else "failed"
            else:
                told = self.api("job", f"/api/v1/jobs/{job}/").json()
                if told.get("status") in ENDED:
                    return (told.get("result") or {}).get("boq", ""), told["status"]
        return "", ""

    def pause(self, seconds: float) -> None:
        """A moment within an errand; none for those who never stop to think."""
        if self.plan["think"][1] or seconds >= ASKED_EVERY:
            time.sleep(seconds)


def prepare(people: list[Person], faults: list[str]) -> None:
    """Each firm gets its bills by the first of its people, some firms at a time. What goes wrong is added to `faults`."""
    owners = iter([one for one in people if one.told["role"] == "owner"])
    lock = threading.Lock()

    def work() -> None:
        while not faults:
            with lock:
                owner = next(owners, None)
            if owner is None:
                return
            for number in range(owner.plan["bills"]):
                boq, end = owner.upload(LINES[0] + 200 * number)
                if not boq:
                    faults.append(f"a first bill ended as {end or 'nothing'}")
                    return
                reply = owner.api("items", f"/api/v1/boqs/{boq}/items/")
                keys = [one["key"] for one in reply.json().get("results", [])]
                owner.firm.bills.append((boq, LINES[0] + 200 * number, keys))

    threads = [threading.Thread(target=work, daemon=True) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def work(person: Person, over: threading.Event) -> None:
    """Errands with time to think, until it is over. Nobody begins at the same moment."""
    low, high = person.plan["think"]
    over.wait(person.random.uniform(0, high))
    share = person.plan["share"] if person.told["role"] != "viewer" else 0.0
    while not over.is_set():
        if person.random.random() < share:
            person.upload()
        else:
            person.look()
        over.wait(person.random.uniform(low, high))


def until_the_input_ends(over: threading.Event) -> None:
    """Whoever started us closes it, or is gone."""
    sys.stdin.read()
    over.set()


def main() -> int:
    """Read the plan, prepare, work until the input ends."""
    plan = json.loads(sys.stdin.readline())
    plan["settings"] = SETTINGS
    line, faults, firms = Line(), [], {}  # type: ignore[var-annotated]
    people = []
    for number, told in enumerate(plan["people"]):
        firm = firms.setdefault(told["firm"], Firm(told["project"]))
        people.append(Person(number, told, firm, plan, line))
    may = sum(one.told["role"] != "viewer" for one in people)
    plan["share"] = min(
        1.0, plan["uploads"] * len(people) / max(1, may)
    )  # viewers upload nothing, so that others do more
    prepare(people, faults)
    if faults:
        line.say("fault", faults[0], always=True)
        return 1
    over, line.told = threading.Event(), True
    threads = [threading.Thread(target=work, args=(one, over), daemon=True) for one in people]
    for thread in threads:
        thread.start()
    line.say("ready")
    threading.Thread(target=until_the_input_ends, args=(over,), daemon=True).start()
    over.wait(plan["most_seconds"])
    over.set()
    until = time.monotonic() + WAIT + 20
    for thread in threads:
        thread.join(max(0.1, until - time.monotonic()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
