"""Every alert is made to fire by its real cause, and to clear: real Prometheus and Alertmanager, our own rules, a real application.

python -m scripts.drills.alerts            engines that are thrown away; as root on Linux (a small disk is mounted to be filled)
python -m scripts.drills.alerts --times 60

Needs Debian's packages prometheus and prometheus-alertmanager. Windows and waits of the rules are `--times` shorter (120), twelve seconds
at least; shares, amounts, and the ages of backups and certificates are as they are. Dates of backups are written by the backup's own
functions, because nobody waits 36 hours. An alert that Alertmanager holds back because of another has to fire in Prometheus all the same.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from scripts.drills.around import UNTRIED, log_to, step, verdict, with_engines
from scripts.drills.causes import backups, bad_release, certificate, connections, fill, locked, small_disk
from scripts.drills.watched import Application, Hook, People, Provider, Traffic
from scripts.drills.watching import Board, Heard, checked, missing, receiving, serving, shortened, watching

MENDED = {
    "MizanCertificateEnds", "MizanBackupMissing", "MizanBackupUnverified", "MizanBackupFailed", "MizanLogNotArchived", "MizanDiskFull",
    "MizanLlmSpendingFast", "MizanProviderResting", "MizanDatabaseConnections", "MizanQueueOld", "MizanWebhooksLate", "MizanTargetDown",
}  # fmt: skip
OF_THE_MONTH = {
    "MizanLlmSpending",
    "MizanLlmOrganizationAtLimit",
}  # what is spent is spent: they clear when more is allowed
HELD_BACK = {
    "MizanErrors",
    "MizanBudgetBurns",
    "MizanBudgetBurnsSlowly",
}  # Alertmanager may hold them back: another says it


def causes(app: Application, people: People, board: Board) -> None:
    """All causes, in four rounds; each is mended at the end of its round."""
    _round_of_state(app, people, board)
    _round_of_certificate_and_speed(app, board)
    backups(app.data, hours=0)
    _round_of_errors(board)
    backups(app.data, hours=0)
    _round_of_web(app, board)


def _round_of_state(app: Application, people: People, board: Board) -> None:
    step(
        "the certificate ends in 10 days, the backup is 40 hours old and failed, the disk is full, the month's money is spent,"
    )
    step("the provider answers 500, connections are kept open, the worker hangs while files and events come")
    people.ask_model(1)
    Provider.broken = True
    people.ask_model(5)
    app.hang_worker(True)
    people.upload_broken(8)
    people.tell_webhooks()
    backups(app.data, hours=40)
    certificate(app.certificate, 10)
    full = fill(app.data)
    with connections(45):
        board.until(fire=MENDED | OF_THE_MONTH)
    step("all of it is mended; the files that waited turn out to be broken")
    full.unlink()
    backups(app.data, hours=0)
    certificate(app.certificate, 60)
    Provider.broken = False
    from llm import shared

    shared.succeeded("env")  # its next answer says so; nothing is asked of it here any more
    app.hang_worker(False)
    board.until(fire={"MizanJobsFail"}, clear=MENDED | {"MizanJobsFail"})


def _round_of_certificate_and_speed(app: Application, board: Board) -> None:
    backups(app.data, hours=0)
    step("the certificate ends in 2 days; a careless migration holds the table of projects")
    certificate(app.certificate, 2)
    with locked():
        board.until(fire={"MizanCertificateEndsSoon", "MizanSlow"})
    step("the certificate is removed")
    app.certificate.unlink()
    board.until(fire={"MizanSourceDown"})
    certificate(app.certificate, 60)
    board.until(clear={"MizanCertificateEndsSoon", "MizanSlow", "MizanSourceDown"})


def _round_of_errors(board: Board) -> None:
    step("a migration that the running release does not know")
    burns = {"MizanErrors", "MizanBudgetBurnsFast", "MizanBudgetBurns", "MizanBudgetBurnsSlowly"}
    with bad_release():
        board.until(fire=burns)
    step("it is taken back; the long windows take their time")
    board.until(clear=burns)


def _round_of_web(app: Application, board: Board) -> None:
    step("web is killed")
    assert app.web is not None
    os.killpg(app.web.pid, signal.SIGKILL)
    app.web.wait()
    board.until(fire={"MizanDown"})
    step("web is started again, with more money for models")
    app.start_web(METRICS_LLM_MONTHLY="100", LLM_MONTHLY_BUDGET="100")
    board.until(clear={"MizanDown", "MizanLlmSpending", "MizanLlmOrganizationAtLimit"})


def alerts() -> list[str]:
    """The names of all alerts of the rules."""
    import yaml

    from scripts.drills.watching import MONITORING

    whole = yaml.safe_load(shortened((MONITORING / "prometheus" / "rules" / "alerts.yml").read_text("utf-8"), 1))
    return [rule["alert"] for group in whole["groups"] for rule in group["rules"]]


def faults_of(board: Board, heard: Heard) -> list[str]:
    """What an alert did not do, and the table of what all did."""
    found = []
    print(f"\n{'alert':<30}{'fired':>8}{'cleared':>9}{'sent':>8}{'over':>8}   seconds of the drill")
    for name in alerts():
        figures = (board.fired.get(name), board.cleared.get(name), heard.fired.get(name), heard.over.get(name))
        print(
            f"{name:<30}"
            + "".join(
                f"{'-' if one is None else round(one):>{width}}"
                for one, width in zip(figures, (8, 9, 8, 8), strict=True)
            )
        )
        if figures[0] is None:
            found.append(f"{name} did not fire")
        elif figures[1] is None:
            found.append(f"{name} did not clear")
        elif figures[2] is None and name not in HELD_BACK:
            found.append(f"{name} was not sent by Alertmanager")
        elif figures[2] is not None and figures[3] is None:
            found.append(f"that {name} is over was not sent")
    print(f"\n{heard.sent} notifications of Alertmanager\n")
    return found


def drill(folder: Path, times: int) -> list[str]:
    """The whole drill in a folder of its own."""
    heard = Heard()
    with contextlib.ExitStack() as stack:
        provider, hook = stack.enter_context(serving(Provider)), stack.enter_context(serving(Hook))
        app = Application(folder, provider)
        stack.enter_context(small_disk(app.data))
        stack.callback(app.close)
        os.environ.update(app.environment)
        log_to(folder / "drill.log")
        step("the database is prepared, web and worker start")
        subprocess.run(
            [sys.executable, "manage.py", "migrate", "--no-input", "-v", "0"], env=app.environment, check=True
        )
        import django

        django.setup()
        certificate(app.certificate, 60)
        backups(app.data, hours=0)
        people = People(hook)
        app.start_web()
        app.start_worker()
        traffic = Traffic(app.web_port, people.cookie)
        stack.callback(traffic.over.set)
        targets = {"mizan-web": app.web_port, "mizan-worker": app.worker_port}
        port = stack.enter_context(receiving(heard))
        watch = stack.enter_context(watching(folder / "watching", targets, app.token, port, times))
        board = Board(watch, heard)
        step("everything works: nothing may fire")
        time.sleep(25)
        board.look()
        if board.fired:
            return [f"{name} fires while everything works" for name in sorted(board.fired)]
        causes(app, people, board)
        time.sleep(10)  # for the last notification
        board.look()
        return faults_of(board, heard)


def main() -> int:
    """Exit status 0 when every alert fired and cleared, 1 when not, 2 when it could not be tried."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=120, help="how many times shorter windows and waits are")
    parser.add_argument("--keep", action="store_true", help="keep the folder with logs")
    options = parser.parse_args()
    if gone := missing():
        print(f"Not installed: {', '.join(gone)} (Debian: prometheus, prometheus-alertmanager).")
        return UNTRIED
    if not os.environ.get("DATABASE_URL"):  # once, before the engines start
        step("the files are checked and the rules tested by promtool and amtool")
        if found := checked():
            return verdict(found)
    with_engines("scripts.drills.alerts")
    folder = Path(tempfile.mkdtemp(prefix="mizan-alerts-"))
    began = time.monotonic()
    try:
        found = drill(folder, options.times)
    finally:
        if not options.keep:
            shutil.rmtree(folder, ignore_errors=True)
    print(f"{time.monotonic() - began:.0f} s with windows {options.times} times shorter")
    return verdict(found)


if __name__ == "__main__":
    sys.exit(main())
