"""The shape of `maitred.toml`. Every field's description is what the reference page and `maitred check` say of it."""

from __future__ import annotations

from datetime import time
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from pydantic import AfterValidator, Field, SecretStr, model_validator

from edge.events import Id
from edge.settings.receivers import MessagesWiring, WebhookWiring
from edge.settings.section import Wiring
from edge.vision import BeliefSettings, CameraSource, SourceKind
from models.bundle import embedded

EMBEDDED = "embedded"
"""The name of the bundle that ships."""

PROVIDERS = {
    "cpu": ("CPUExecutionProvider",),
    "cuda": ("CUDAExecutionProvider", "CPUExecutionProvider"),
    "tensorrt": ("TensorrtExecutionProvider", "CUDAExecutionProvider", "CPUExecutionProvider"),
    "openvino": ("OpenVINOExecutionProvider", "CPUExecutionProvider"),
}
"""ONNX Runtime's names, in order of preference; what one cannot take falls to the next."""


def _known_zone(name: str) -> str:
    if name not in available_timezones():
        raise ValueError(f"{name!r} is no IANA time zone; write one like 'Europe/Rome' or 'America/New_York'")
    return name


SCHEMES: dict[SourceKind, tuple[str, ...]] = {
    "rtsp": ("rtsp", "rtsps"),
    "mjpeg": ("http", "https"),
    "snapshot": ("http", "https"),
}
"""How the URL of a camera in the network begins, by its kind."""


class StoreWiring(Wiring):
    """Which restaurant this box serves."""

    name: str = Field("My restaurant", min_length=1, max_length=60, description="Shown at the top of every page.")
    timezone: Annotated[str, AfterValidator(_known_zone)] = Field("UTC", description="IANA zone of clocks on screens.")
    day_starts: time = Field(time(4, 0), description="When a business day starts, local time.")
    currency: str = Field("USD", pattern=r"^[A-Z]{3}$", description="ISO 4217 code of all money in this store.")
    state_dir: Path = Field(Path("/var/lib/maitred"), description="Folder of the database, tokens and control socket.")


class WebWiring(Wiring):
    """Where tablets find the box."""

    host: str = Field("0.0.0.0", description="Address to listen on; 127.0.0.1 keeps it on this box.")  # noqa: S104 - auth is always on
    port: int = Field(8080, ge=0, le=65535, description="Port of pages and API; 0 picks a free one.")
    tls: Literal["auto", "own", "files", "off"] = Field(
        "auto",
        description=(
            "`own`: a certificate authority of this store, made at the first start; `files`: the two files below; "
            "`auto`: `own`, unless `host` is this box only, which browsers trust anyway."
        ),
    )
    tls_port: int = Field(8443, ge=0, le=65535, description="Port of pages and API with TLS; 0 picks a free one.")
    tls_certificate: Path | None = Field(None, description="Certificate chain (PEM), read anew when it changes.")
    tls_key: Path | None = Field(None, description="The certificate's key (PEM), readable by maitred alone.")
    names: tuple[Annotated[str, Field(pattern=r"^[A-Za-z0-9.:-]{1,253}$")], ...] = Field(
        (), description="Further names and addresses tablets may find the box at, for its own certificate."
    )

    @model_validator(mode="after")
    def _files_are_named(self) -> WebWiring:
        if self.tls == "files" and not (self.tls_certificate and self.tls_key):
            raise ValueError('`tls = "files"` needs `tls_certificate` and `tls_key`')
        return self

    @property
    def secured_by(self) -> Literal["own", "files"] | None:
        """Whose certificate the box shows; None without TLS."""
        if self.tls == "auto":
            return None if self.host == "localhost" or self.host == "::1" or self.host.startswith("127.") else "own"
        return None if self.tls == "off" else self.tls


class GuestWiring(Wiring):
    """Where waiting guests see their place in the queue on their own phones."""

    host: str = Field("0.0.0.0", description="Address to listen on for guests.")  # noqa: S104 - it shows no more than a place
    port: int | None = Field(None, ge=0, le=65535, description="Port of the guests' page; without it there is none.")
    url: Annotated[str, Field(pattern=r"^https?://[^/?#\s]+$")] | None = Field(
        None,
        description="How phones reach that port, as `https://wait.example.com`; without it the box's address.",
    )


class ModelWiring(Wiring):
    """Which classifier looks at the tables."""

    bundle: str = Field(EMBEDDED, description="Folder of a bundle, or `embedded` for the one that ships.")
    provider: Literal["auto", "cpu", "cuda", "tensorrt", "openvino"] = Field(
        "auto", description="Execution provider; `auto` takes the fastest that works."
    )
    threads: int = Field(0, ge=0, le=64, description="Threads of the classifier; 0 means all cores but one.")

    @property
    def folder(self) -> Path:
        """The folder of the bundle."""
        return embedded() if self.bundle == EMBEDDED else Path(self.bundle)

    @property
    def providers(self) -> tuple[str, ...] | None:
        """Execution providers in order of preference; None leaves the choice to the bundle."""
        return PROVIDERS.get(self.provider)


class CameraWiring(Wiring):
    """One camera. User name and password never stand in the URL: they come from the environment or a file."""

    id: Id = Field(description="Short name, for example `cam-east`.")
    url: str = Field(min_length=1, description="rtsp://, http(s):// or the path of a video file.")
    kind: SourceKind | None = Field(None, description="How to read it; found from the URL where it is clear.")
    username: str | None = Field(None, description="User name at the camera.")
    password_env: str | None = Field(None, description="Environment variable that holds the password.")
    password_file: Path | None = Field(None, description="File that holds the password, readable by maitred alone.")
    poll_s: float = Field(2.0, ge=0.2, le=60, description="Seconds between pictures of a `snapshot` camera.")
    loop: bool = Field(False, description="Play a `file` again and again.")
    verify_tls: bool = Field(True, description="Whether an https camera must show a certificate that somebody trusts.")
    calibration: Path | None = Field(None, description="Calibration file, imported when its content changes.")
    password: SecretStr | None = Field(None, exclude=True, description="Filled in from the environment or file.")

    @model_validator(mode="before")
    @classmethod
    def _file_holds_no_password(cls, data: object) -> object:
        if isinstance(data, dict) and isinstance(data.get("password"), str):
            raise ValueError("a password never stands in this file; use `password_env` or `password_file`")
        return data

    @model_validator(mode="after")
    def _url_carries_no_secret(self) -> CameraWiring:
        parts = urlsplit(self.url)
        if parts.username or parts.password:
            raise ValueError(
                "the URL carries a user name or password; move them to `username` and `password_env` or `password_file`"
            )
        if self.password_env and self.password_file:
            raise ValueError("give `password_env` or `password_file`, not both")
        if parts.scheme in ("http", "https") and self.kind is None:
            raise ValueError('an http camera needs `kind = "mjpeg"` or `kind = "snapshot"`')
        return self

    @model_validator(mode="after")
    def _url_fits_its_kind(self) -> CameraWiring:
        parts = urlsplit(self.url)
        if self.source_kind == "file":
            if "://" in self.url and parts.scheme != "file":
                raise ValueError(f"nothing here reads {parts.scheme}:// addresses; use rtsp://, http(s):// or a file")
            return self
        schemes = SCHEMES[self.source_kind]
        if parts.scheme not in schemes:
            raise ValueError(f"a camera of kind `{self.source_kind}` needs a URL that begins with {schemes[0]}://")
        if not parts.hostname or parts.port == 0:  # asking for the port checks it
            raise ValueError("the URL names no host, or no port that can be")
        return self

    @property
    def source_kind(self) -> SourceKind:
        """The kind, found from the URL where the settings leave it out."""
        if self.kind:
            return self.kind
        return "rtsp" if urlsplit(self.url).scheme in ("rtsp", "rtsps") else "file"

    def source(self) -> CameraSource:
        """What the eyes need to open this camera, its secret included."""
        return CameraSource(
            camera=self.id,
            kind=self.source_kind,
            url=SecretStr(self.url),
            username=self.username,
            password=self.password,
            poll_s=self.poll_s,
            loop=self.loop,
            verify_tls=self.verify_tls,
        )


class PosWiring(Wiring):
    """What the point of sale needs to tell of payments. Without a secret, none is taken."""

    webhook_secret_env: str | None = Field(None, description="Environment variable that holds the signing secret.")
    webhook_secret_file: Path | None = Field(None, description="File that holds it, readable by maitred alone.")
    webhook_secret: SecretStr | None = Field(None, exclude=True, description="Filled in from the environment or file.")

    @model_validator(mode="before")
    @classmethod
    def _file_holds_no_secret(cls, data: object) -> object:
        if isinstance(data, dict) and isinstance(data.get("webhook_secret"), str):
            raise ValueError("a secret never stands in this file; use `webhook_secret_env` or `webhook_secret_file`")
        return data

    @model_validator(mode="after")
    def _one_secret(self) -> PosWiring:
        if self.webhook_secret_env and self.webhook_secret_file:
            raise ValueError("give `webhook_secret_env` or `webhook_secret_file`, not both")
        return self


class VisionTuning(Wiring):
    """How often to look. The defaults suit a dining room."""

    heartbeat_s: float = Field(45.0, ge=5, le=600, description="Classify an unchanged table anyway this often.")
    sample_interval_s: float = Field(0.5, ge=0.1, le=10, description="Seconds between frames where all are decoded.")


class Settings(Wiring):
    """All of `maitred.toml`."""

    store: StoreWiring = StoreWiring()
    web: WebWiring = WebWiring()
    guest: GuestWiring = GuestWiring()
    model: ModelWiring = ModelWiring()
    vision: VisionTuning = VisionTuning()
    belief: BeliefSettings = BeliefSettings()
    pos: PosWiring = PosWiring()
    messages: MessagesWiring | None = None
    webhooks: tuple[WebhookWiring, ...] = ()
    cameras: tuple[CameraWiring, ...] = ()

    @property
    def secrets(self) -> tuple[str, ...]:
        """All that must be in no log: passwords, signing secrets, and where webhooks live."""
        receivers = (*self.webhooks, *((self.messages,) if self.messages else ()))
        held = [self.pos.webhook_secret, *(one.password for one in self.cameras), *(one.secret for one in receivers)]
        return (*(one.get_secret_value() for one in held if one), *(one.url for one in receivers))

    @model_validator(mode="after")
    def _cameras_have_own_names(self) -> Settings:
        seen: set[str] = set()
        for camera in self.cameras:
            if camera.id in seen:
                raise ValueError(f"two cameras are called {camera.id!r}; every camera needs its own id")
            seen.add(camera.id)
        return self

    @model_validator(mode="after")
    def _webhooks_go_different_ways(self) -> Settings:
        if len({hook.url for hook in self.webhooks}) < len(self.webhooks):
            raise ValueError("two webhooks have the same URL; name all kinds of events in one of them")
        return self


__all__ = [
    "CameraWiring",
    "GuestWiring",
    "ModelWiring",
    "PosWiring",
    "Settings",
    "StoreWiring",
    "VisionTuning",
    "WebWiring",
]
