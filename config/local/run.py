"""`make run`: engines, database, web, worker and beat, watched until they are told to stop."""

from __future__ import annotations

import http.client
import os
import signal
import time
from collections.abc import Mapping

from config.local import apps
from config.local.children import Child, clear_left_overs, tail
from config.local.engines import Engines
from config.local.environment import child_environment, local_settings
from config.local.faults import LauncherError, StopRequestedError
from config.local.keys import Keys, load_keys
from config.local.layout import ROOT, Layout, data_folder
from config.local.lock import DataLock
from config.local.mails import MailWatch
from config.local.ports import HOST, require_free, wanted_port
from config.local.postgres import forsaken_homes

DEMO_EMAIL = "demo@mizan.local"
READY_SECONDS = 180.0
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
OURS = ("prepare", "web", "worker", "beat")


def run() -> int:
    """Run Mizan until Ctrl-C or a termination signal; 0 after a clean stop."""
    outer = {**local_settings(ROOT / ".env"), **os.environ}
    port = wanted_port(outer)
    layout = Layout(data_folder(outer))
    layout.prepare()
    with DataLock(layout.lock_file) as lock:
        lock.note(address=address(port))
        if found := clear_left_overs(layout, OURS):
            say(f"Mizan had been killed; ended what it left running: {', '.join(found)}.")
        require_free(port)
        return Supervisor(layout, load_keys(layout.keys_file), outer, port).run()


def address(port: int) -> str:
    return f"http://{HOST}:{port}"


def say(text: str) -> None:
    """Tell the terminal, which may have been closed: that is no reason to stop."""
    try:
        print(text, flush=True)
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


class Supervisor:
    """Starts everything in order, restarts what dies, stops everything in order."""

    def __init__(self, layout: Layout, keys: Keys, outer: Mapping[str, str], port: int) -> None:
        self.layout, self.keys, self.outer, self.port = layout, keys, outer, port
        self.engines: Engines | None = None
        self.apps: list[Child] = []
        self.stop_requests = 0
        self.ready = False
        self.mails = MailWatch(layout.data / "mails")

    def run(self) -> int:
        for number in STOP_SIGNALS:
            signal.signal(number, self._on_signal)
        began = time.monotonic()
        try:
            self._start(began)
            while True:
                self.pause(0.25)
                self._tend()
        except StopRequestedError:
            say("\nStopping Mizan …")
            return 0
        finally:
            self._stop()
            if self.stop_requests:
                say("Mizan has stopped. Your data is kept; `make run` starts it again.")

    def _on_signal(self, number: int, frame: object) -> None:
        self.stop_requests += 1
        if self.stop_requests == 2:
            for child in self.apps:
                child.grace = 0.0

    def pause(self, seconds: float) -> None:
        """Wait; raises StopRequestedError when it is time to stop."""
        if self.stop_requests:
            raise StopRequestedError
        time.sleep(seconds)
        if self.stop_requests:
            raise StopRequestedError

    def _start(self, began: float) -> None:
        say(f"Starting Mizan (data: {self.layout.data}) …")
        self.engines = Engines(self.layout, self.keys, self.outer, pause=self.pause)
        self.engines.start()
        say("  " + ", ".join(f"{what}: {which}" for what, which in self.engines.described()))
        environment = child_environment(
            self.outer,
            layout=self.layout,
            keys=self.keys,
            database_url=self.engines.database_url,
            redis_url=self.engines.redis_url,
        )
        for home in forsaken_homes():
            say(f"  {home} holds the database of a data folder that is gone; remove it when it is not needed.")
        apps.load(environment)
        prepare, web, *background = apps.app_children(self.layout, self.port)
        self.apps = [web]
        web.start()
        self._prepare(prepare)
        for child in background:
            self.apps.append(child)
            child.start()
        self._wait_until_ready(began)
        self._greet(environment["MIZAN_DEMO_PASSWORD"])

    def _prepare(self, child: Child) -> None:
        """Migrations and demo. A failure ends the run with the end of its log."""
        child.start()
        try:
            while (status := child.poll()) is None:
                self.pause(0.02)
                self._tend()
        finally:
            child.stop()
        if status:
            raise LauncherError(f"The database could not be prepared; {child.log} ends:\n{tail(child.log)}")

    def _wait_until_ready(self, began: float) -> None:
        while (answer := readiness(self.port)) != "":
            if time.monotonic() - began > READY_SECONDS:
                log = self.layout.log("web")
                raise LauncherError(f"Mizan does not get ready ({answer}); {log} ends:\n{tail(log)}")
            self.pause(0.05)
            self._tend()

    def _greet(self, password: str) -> None:
        say(
            f"\n  Sign in as  {DEMO_EMAIL}\n"
            f"  Password    {password}\n"
            "  Try         open the demo project, look at its receipt and findings, then drop a bill of your own\n"
            "              on it (spreadsheet, PDF, GAEB, BC3, docx) and watch it being read.\n"
            f"  API         {address(self.port)}/api/v1/   logs: {self.layout.logs}\n"
            "  Stop        Ctrl-C\n"
        )
        say(f"Mizan is ready: {address(self.port)}")

    def _tend(self) -> None:
        """Start again what has died. Raises LauncherError when one keeps failing."""
        for mail in self.mails.news():
            say(mail)
        now = time.monotonic()
        for child in self._watched():
            if child.restart_at is not None:
                if now >= child.restart_at:
                    child.restart()
            elif (status := child.poll()) is not None:
                if not child.plan_restart(now):
                    raise LauncherError(
                        f"{child.name} keeps ending ({_why(status)}), so Mizan stops. "
                        f"Its log {child.log} ends:\n{tail(child.log)}"
                    )
                say(f"{child.name} ended ({_why(status)}); starting it again. Log: {child.log}")

    def _watched(self) -> list[Child]:
        servers = (self.engines.postgres, self.engines.broker) if self.engines else ()
        return [*(server.child for server in servers if server and server.child), *self.apps]

    def _stop(self) -> None:
        """Web first, then worker and beat together, then the engines they need."""
        web, background = self.apps[:1], self.apps[1:]
        for child in web:
            child.stop()
        for child in background:
            child.ask_to_stop()
        for child in background:
            child.stop()
        if self.engines:
            self.engines.stop()


def _why(status: int) -> str:
    return f"killed by {signal.Signals(-status).name}" if status < 0 else f"exit status {status}"


def readiness(port: int) -> str:
    """Empty when `/health/ready` answers 200, else what it answered instead."""
    connection = http.client.HTTPConnection(HOST, port, timeout=10)
    try:
        connection.request("GET", "/health/ready")
        reply = connection.getresponse()
        body = reply.read(300).decode("utf-8", "replace")
        return "" if reply.status == 200 else f"/health/ready answers {reply.status} {body}"
    except (OSError, http.client.HTTPException) as error:
        return f"/health/ready: {error}"
    finally:
        connection.close()
