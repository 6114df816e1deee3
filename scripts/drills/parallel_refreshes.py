"""Sends one refresh token fifty times at once: one wins, the others are told, the sign-in lives. Then an old one comes back, and it dies.

python -m scripts.drills.parallel_refreshes
python -m scripts.drills.parallel_refreshes --url https://mizan.example.com --account drill@example.com:secret
"""

from __future__ import annotations

import sys
import threading
import time
from collections import Counter

from scripts.drills.around import with_engines
from scripts.drills.knocking import (
    Account,
    Answer,
    Client,
    Drill,
    make_people,
    options,
    prepare_database,
    web,
)

MANY = 50
RACE_SECONDS = 10
API = "/api/v1/auth/"


def refresh(url: str, token: str) -> Answer:
    return Client(url).post(f"{API}refresh/", {"refresh": token})


def sign_in(url: str, account: Account) -> dict[str, str]:
    found: dict[str, str] = (
        Client(url).post(f"{API}login/", {"email": account.email, "password": account.password}).json
    )
    if "refresh" not in found:
        raise SystemExit(f"{account.email} could not sign in: {found}")
    return found


def at_once(url: str, token: str) -> list[Answer]:
    """The same refresh from fifty programs at the same moment."""
    answers: list[Answer] = []
    start = threading.Barrier(MANY)

    def one() -> None:
        start.wait(60)
        answers.append(refresh(url, token))

    threads = [threading.Thread(target=one) for _ in range(MANY)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    return answers


def run(url: str, account: Account) -> int:
    drill = Drill("parallel_refreshes")
    drill.tell(f"Refreshing at {url}")
    first = sign_in(url, account)
    answers = at_once(url, first["refresh"])
    told = dict(Counter("new tokens" if one.status == 200 else f"{one.status} {one.code}" for one in answers))
    drill.step(f"{MANY} refreshes at once", told, {"new tokens": 1, "401 token_rotated": MANY - 1})
    winners = [one.json for one in answers if one.status == 200]
    if winners:
        _the_family_lives_then_dies(drill, url, first, winners[0])
    _a_late_one(drill, url, account)
    return drill.verdict()


def _the_family_lives_then_dies(drill: Drill, url: str, first: dict[str, str], winner: dict[str, str]) -> None:
    newest = refresh(url, winner["refresh"])
    drill.step("the winner's token is good", newest.status, 200)
    access = newest.json.get("access", "")
    drill.step("the access token is good", me(url, access), 200)
    drill.step("the first token, two rotations old", refresh(url, first["refresh"]).code, "token_reused")
    drill.step(
        "the newest refresh token after that", refresh(url, newest.json.get("refresh", "")).code, "invalid_token"
    )
    drill.step("its access token after that", me(url, access), 401)


def _a_late_one(drill: Drill, url: str, account: Account) -> None:
    old = sign_in(url, account)
    new = refresh(url, old["refresh"]).json
    time.sleep(RACE_SECONDS + 1)
    drill.step(f"the last token but one, {RACE_SECONDS + 1} s late", refresh(url, old["refresh"]).code, "token_reused")
    drill.step("the newest after that", refresh(url, new.get("refresh", "")).code, "invalid_token")


def me(url: str, access: str) -> int:
    return Client(url).get(f"{API}me/", Authorization=f"Bearer {access}").status


def main() -> int:
    given = options(__doc__).parse_args()
    if given.url:
        if not given.account:
            raise SystemExit("give --account with --url")
        return run(given.url, given.account[0])
    with_engines("scripts.drills.parallel_refreshes")
    prepare_database()
    people = make_people(2)
    with web() as url:
        return run(url, people[0])


if __name__ == "__main__":
    sys.exit(main())
