"""Guesses at every door: after five wrong tries the sixth is refused even when it is right, whatever headers claim about the address.

    python -m scripts.drills.brute_force
    python -m scripts.drills.brute_force --url https://mizan.example.com --account drill@example.com:secret --account …

Each door takes an account of its own, because all doors of one account share one budget. With --url as many doors are tried as accounts
are given; the page of signing in comes first, and one with an authenticator app is kept for the second factor. The accounts stay closed to
strangers for 15 minutes.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

from scripts.drills.around import with_engines
from scripts.drills.knocking import (
    Account,
    Client,
    Drill,
    make_people,
    options,
    prepare_database,
    web,
)

TRIES = 5
WRONG = "not-the-password-at-all"
LOGIN, API = "/accounts/login/", "/api/v1/auth/"
Try = Callable[[int, bool], int]


def forged(number: int) -> dict[str, str]:
    """Headers with which a program claims to come from somewhere else each time."""
    address = f"198.51.100.{number + 1}"
    return {"X_Forwarded_For": address, "X_Real_IP": address, "Forwarded": f"for={address}"}


def guess(drill: Drill, door: str, wrong: int, one_try: Try) -> None:
    """Five wrong secrets, then the right one. `one_try` gives the status of its answer."""
    drill.step(f"{door}: five wrong tries", [one_try(number, False) for number in range(TRIES)], [wrong] * TRIES)
    drill.step(f"{door}: the right secret as the sixth", one_try(TRIES, True), 429)


def page(drill: Drill, url: str, account: Account) -> None:
    def one_try(number: int, right: bool) -> int:
        form = {"login": account.email, "password": account.password if right else WRONG}
        return Client(url).submit(LOGIN, form, **forged(number)).status

    owner = Client(url)
    drill.step(
        "page: the owner signs in",
        owner.submit(LOGIN, {"login": account.email, "password": account.password}).status,
        302,
    )
    owner.submit("/accounts/logout/", {})
    guess(drill, "page", 200, one_try)
    form = {"login": account.email, "password": account.password}
    drill.step("page: the owner's own browser gets in meanwhile", owner.submit(LOGIN, form).status, 302)


def api(drill: Drill, url: str, account: Account) -> None:
    def one_try(number: int, right: bool) -> int:
        body = {"email": account.email, "password": account.password if right else WRONG}
        return Client(url).post(f"{API}login/", body, **forged(number)).status

    guess(drill, "API", 401, one_try)


def admin(drill: Drill, url: str, account: Account) -> None:
    form = {"username": account.email, "password": account.password}
    answers = [Client(url).submit("/admin/login/", form, LOGIN, **forged(number)) for number in range(TRIES + 1)]
    drill.step(
        "admin: no door of its own",
        {(one.status, one.headers.get("Location", "").split("?")[0]) for one in answers},
        {(302, LOGIN)},
    )


def second_factor(drill: Drill, url: str, account: Account) -> None:
    half = Client(url).post(f"{API}login/", {"email": account.email, "password": account.password})
    token = half.json["error"]["facts"].get("mfa_token", "")
    drill.step("second factor: the password alone", (half.status, half.code), (401, "mfa_required"))

    def one_try(number: int, right: bool) -> int:
        code = account.code() if right else f"{(int(account.code()) + number + 1) % 1_000_000:06}"
        return Client(url).post(f"{API}mfa/", {"mfa_token": token, "code": code}, **forged(number)).status

    guess(drill, "second factor", 401, one_try)


def reset_links(drill: Drill, url: str, account: Account) -> None:
    client = Client(url)
    signed_in = client.post(f"{API}login/", {"email": account.email, "password": account.password}).json
    person = client.get(f"{API}me/", Authorization=f"Bearer {signed_in['access']}").json["id"].replace("-", "")

    def one_try(number: int, right: bool) -> int:
        body = {"key": f"{person}-cx{number}-{'0' * 32}", "password": "granite-window-eleven"}
        return Client(url).post(f"{API}password-reset/confirm/", body, **forged(number)).status

    drill.step("links of mails: five guessed", [one_try(number, False) for number in range(TRIES)], [400] * TRIES)
    drill.step("links of mails: the sixth", one_try(TRIES, False), 429)


def reset_mails(drill: Drill, url: str, account: Account) -> None:
    answers = [
        Client(url).post(f"{API}password-reset/", {"email": account.email}, **forged(number)).status
        for number in range(TRIES + 1)
    ]
    drill.step("mails for a new password: asked for six times", answers, [202] * TRIES + [429])


DOORS = (page, api, reset_links, reset_mails, admin)


def run(url: str, accounts: list[Account]) -> int:
    drill = Drill("brute_force")
    drill.tell(f"Guessing at {url}")
    plain = [one for one in accounts if not one.totp]
    for door, account in zip(DOORS, plain, strict=False):
        door(drill, url, account)
    for door in DOORS[len(plain) :]:
        drill.tell(f"  not tried for want of an account: {door.__name__}")
    with_app = next((one for one in accounts if one.totp), None)
    if with_app is not None:
        second_factor(drill, url, with_app)
    else:
        drill.tell("  not tried for want of an account with an authenticator app: second_factor")
    return drill.verdict()


def main() -> int:
    given = options(__doc__).parse_args()
    if given.url:
        if not given.account:
            raise SystemExit("give --account at least once with --url")
        return run(given.url, given.account)
    with_engines("scripts.drills.brute_force")
    prepare_database()
    people = make_people(len(DOORS) + 1)
    with web() as url:
        return run(url, people)


if __name__ == "__main__":
    sys.exit(main())
