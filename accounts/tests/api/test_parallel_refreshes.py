"""One of many refreshes at the same time wins; the others are told, and the family lives."""

from __future__ import annotations

import threading
from collections import Counter

import pytest
from django.db import connection

from accounts.models import TokenFamily
from accounts.tests.api.conftest import Door, code

pytestmark = pytest.mark.django_db(transaction=True)


def test_one_of_many_parallel_refreshes_wins(tokens):
    many, answers, start = 16, [], threading.Barrier(16)

    def refresh() -> None:
        start.wait(20)
        answers.append(Door().post("refresh", refresh=tokens["refresh"]))
        connection.close()

    threads = [threading.Thread(target=refresh) for _ in range(many)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    told = Counter(200 if answer.status_code == 200 else code(answer) for answer in answers)
    assert told == {200: 1, "token_rotated": many - 1}
    (winner,) = [answer.json() for answer in answers if answer.status_code == 200]
    assert TokenFamily.objects.get().revoked_at is None
    assert Door().post("refresh", refresh=winner["refresh"]).status_code == 200


def test_many_codes_of_one_half_way_token_let_in_once(alice):
    """Recovery codes are good once; so is what stands before them, whichever codes come at the same time."""
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    TOTP.activate(alice, generate_totp_secret())
    codes = RecoveryCodes.activate(alice).generate_codes()[:4]
    half = Door().login().json()["error"]["facts"]["mfa_token"]
    answers, start = [], threading.Barrier(4)

    def answer(with_code: str) -> None:
        start.wait(20)
        answers.append(Door().post("mfa", mfa_token=half, code=with_code).status_code)
        connection.close()

    threads = [threading.Thread(target=answer, args=[one]) for one in codes]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert Counter(answers) == {200: 1, 401: 3}
