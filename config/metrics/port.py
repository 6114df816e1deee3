"""A worker's own door for metrics, where it shares no folder with web: METRICS_PORT, in the worker's main process."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import structlog

from config.metrics import exposition
from config.metrics.door import may_read

log = structlog.get_logger(__name__)


class _Door(BaseHTTPRequestHandler):
    timeout = 10
    server_version = "Mizan"
    sys_version = ""

    def do_GET(self) -> None:
        """The page for whoever may read it."""
        if self.path.partition("?")[0] != "/metrics" or not may_read(
            dict(self.headers.items()), self.client_address[0]
        ):
            self._answer(404, b"", "text/plain")
            return
        try:
            self._answer(200, exposition.page(standing=False), exposition.CONTENT_TYPE)
        except Exception:
            log.exception("metrics_failed")
            self._answer(500, b"", "text/plain")

    def _answer(self, status: int, body: bytes, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Scrapes are not news."""


def open_port(port: int, host: str = "0.0.0.0") -> ThreadingHTTPServer:  # noqa: S104 - Prometheus is another machine
    """Serve the metrics of this folder beside the worker's work, until the process ends. Raises OSError where the port is taken."""
    server = ThreadingHTTPServer((host, port), _Door)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True, name="metrics").start()
    log.info("metrics_port_open", port=server.server_port)
    return server
