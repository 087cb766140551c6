"""HTTP cameras: MJPEG streams and snapshots, with logins, validators and faults."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Literal

import cv2

from tests.rtsp.auth import Login
from tests.rtsp.video import Scene

Fault = Literal["none", "html", "stall", "truncate", "same", "status 404", "status 503", "still"]
BOUNDARY = "frame"


@dataclass
class Webcam:
    """One HTTP camera on the loopback: `/stream` is MJPEG, `/picture` a snapshot. Faults may be set at any time."""

    login: Login | None = None
    fault: Fault = "none"
    lengths: bool = True
    fps: float = 20.0
    scene: Scene = field(default_factory=Scene)
    tick: int = 0
    requests: int = 0
    denials: int = 0
    not_modified: int = 0
    port: int = 0
    closing: threading.Event = field(default_factory=threading.Event)

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}/{path}"

    def jpeg(self) -> bytes:
        """The present picture, its tick burnt in."""
        picture = self.scene.paint(self.tick / self.scene.fps)[..., ::-1]
        data = cv2.imencode(".jpg", picture)[1].tobytes()
        return data[: len(data) // 2] if self.fault == "truncate" else data


@contextlib.contextmanager
def serving(webcam: Webcam) -> Iterator[Webcam]:
    """Serve it from threads of its own."""
    handler = type("Handler", (_Handler,), {"webcam": webcam})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        webcam.port = server.server_port
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield webcam
        finally:
            webcam.closing.set()
            server.shutdown()
            thread.join()


class _Handler(BaseHTTPRequestHandler):
    webcam: Webcam

    def do_GET(self) -> None:
        webcam = self.webcam
        webcam.requests += 1
        headers = {name.lower(): value for name, value in self.headers.items()}
        if webcam.login and not webcam.login.accepts("GET", headers):
            webcam.denials += 1
            self._answer(401, "text/plain", b"", {"WWW-Authenticate": webcam.login.challenge})
        elif webcam.fault.startswith("status"):
            self._answer(int(webcam.fault.split()[1]), "text/plain", b"")
        elif webcam.fault == "html":
            self._answer(200, "text/html; charset=utf-8", b"<html>Please log in</html>")
        elif self.path == "/stream":
            with contextlib.suppress(ConnectionError):
                self._stream()
        else:
            self._picture()

    def _picture(self) -> None:
        webcam = self.webcam
        tag = f'"{webcam.tick}"'
        if self.headers.get("If-None-Match") == tag:
            webcam.not_modified += 1
            self._answer(304, "image/jpeg", b"", {"ETag": tag})
            return
        self._answer(200, "image/jpeg", webcam.jpeg(), {"ETag": tag})

    def _answer(self, status: int, kind: str, body: bytes, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(body)), **(headers or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def _stream(self) -> None:
        webcam = self.webcam
        self.send_response(200)
        self.send_header("Content-Type", f"multipart/x-mixed-replace; boundary={BOUNDARY}")
        self.end_headers()
        while not webcam.closing.wait(1 / webcam.fps):
            if webcam.fault == "stall":
                continue
            webcam.tick += webcam.fault != "same"
            jpeg = webcam.jpeg()
            length = f"Content-Length: {len(jpeg)}\r\n" if webcam.lengths else ""
            head = f"--{BOUNDARY}\r\nContent-Type: image/jpeg\r\n{length}\r\n"
            self.wfile.write(head.encode() + jpeg + b"\r\n")

    def log_message(self, *args: object) -> None:
        """Quiet."""


__all__ = ["Webcam", "serving"]
