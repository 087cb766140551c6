"""gst-rtsp-server as the RTSP server that nobody here wrote.

Runs with Debian's own Python, which has the GObject bindings: `python3 gst.py STREAM RATE PORT` serves a bare H.264
stream in a loop and prints its address.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

DEBIAN_PYTHON = Path("/usr/bin/python3")
START_S = 15.0
PROBE = "import gi; gi.require_version('GstRtspServer', '1.0'); from gi.repository import GstRtspServer"


def missing() -> str | None:
    """Why it cannot run here; None if it can."""
    if not DEBIAN_PYTHON.exists():
        return f"{DEBIAN_PYTHON} is not there"
    found = subprocess.run([DEBIAN_PYTHON, "-c", PROBE], capture_output=True, timeout=START_S, check=False)
    return None if found.returncode == 0 else "gir1.2-gst-rtsp-server-1.0 and python3-gi are not installed"


@contextmanager
def gst_server(video: Path, *, port: int = 0) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """Serve `video` in a loop: the address, and the process, to be killed by who wants to."""
    with TemporaryDirectory() as folder:
        stream = Path(folder) / "stream.h264"
        rate = _bare_stream(video, stream)
        command = [str(DEBIAN_PYTHON), str(Path(__file__).resolve()), str(stream), rate, str(port)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
            try:
                assert server.stdout is not None
                url = server.stdout.readline().strip()
                if not url:
                    raise RuntimeError("gst-rtsp-server did not start")
                yield url, server
            finally:
                server.kill()


def _bare_stream(video: Path, path: Path) -> str:
    """Take the H.264 stream out of an MP4, so that it can be repeated without end; its frame rate."""
    import av

    with av.open(str(video)) as source, av.open(str(path), "w", format="h264") as target:
        stream = source.streams.video[0]
        copy = target.add_stream_from_template(stream)
        for packet in source.demux(stream):
            if packet.size:
                packet.stream = copy
                target.mux(packet)
        rate = stream.average_rate
        assert rate is not None
        return f"{rate.numerator}/{rate.denominator}"


def _serve(stream: Path, rate: str, port: int) -> None:
    """In Debian's Python: serve until killed."""
    import gi  # type: ignore[import-not-found]  # Debian has it, our environment does not

    gi.require_version("Gst", "1.0")
    gi.require_version("GstRtspServer", "1.0")
    from gi.repository import GLib, Gst, GstRtspServer  # type: ignore[import-not-found]

    class Loop(GstRtspServer.RTSPMediaFactory):  # type: ignore[misc]
        """The stream again and again."""

        def do_create_element(self, url):  # type: ignore[no-untyped-def]
            caps = f"video/x-h264,stream-format=byte-stream,framerate={rate}"
            return Gst.parse_launch(
                f'( multifilesrc location="{stream}" loop=true caps="{caps}" ! h264parse config-interval=-1 '
                "! identity sync=true ! rtph264pay name=pay0 pt=96 )"
            )

    Gst.init(None)
    server = GstRtspServer.RTSPServer()
    server.set_address("127.0.0.1")
    server.set_service(str(port))
    factory = Loop()
    factory.set_shared(True)
    server.get_mount_points().add_factory("/stream", factory)
    server.attach(None)
    sys.stdout.write(f"rtsp://127.0.0.1:{server.get_bound_port()}/stream\n")
    sys.stdout.flush()
    GLib.MainLoop().run()


if __name__ == "__main__":
    _serve(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
