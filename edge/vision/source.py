"""Where a camera's pictures come from. Secrets are masked wherever a source could be printed."""

from __future__ import annotations

from typing import Literal
from urllib.parse import quote, unquote, urlsplit, urlunsplit

from pydantic import ConfigDict, Field, SecretStr, SerializationInfo, field_serializer, model_validator

from edge.events import Id, Value

SourceKind = Literal["rtsp", "mjpeg", "snapshot", "file"]

REVEAL = {"reveal": True}
"""Serialisation context that writes secrets in clear: only for the socket to the worker that needs them."""

MASK = "***"


class CameraSource(Value):
    """One camera's address and how to read it.

    `url` may carry credentials or tokens (they are taken out, or masked in print); `poll_s` is the pause between
    pictures of a `snapshot` camera; `loop` plays a `file` again and again; `verify_tls` false accepts the self-signed
    certificate of an https camera.
    """

    model_config = ConfigDict(hide_input_in_errors=True)

    camera: Id
    kind: SourceKind
    url: SecretStr
    username: str | None = Field(default=None, repr=False)
    password: SecretStr | None = None
    poll_s: float = Field(default=2.0, gt=0)
    loop: bool = False
    verify_tls: bool = True

    @model_validator(mode="before")
    @classmethod
    def _take_credentials_out_of_the_url(cls, data: object) -> object:
        if not isinstance(data, dict) or data.get("kind") == "file":
            return data
        url = data.get("url")
        parts = urlsplit(url.get_secret_value() if isinstance(url, SecretStr) else str(url))
        if parts.username is None:
            return data
        given = {"username": unquote(parts.username), "password": unquote(parts.password or "")}
        bare = urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))
        return data | {"url": bare} | {name: value for name, value in given.items() if value and not data.get(name)}

    @field_serializer("url", "username", "password", when_used="json")
    def _reveal_to_the_worker_only(self, value: SecretStr | str | None, info: SerializationInfo) -> str | None:
        if value is None:
            return None
        if not (info.context or {}).get("reveal"):
            return MASK
        return value.get_secret_value() if isinstance(value, SecretStr) else value

    @property
    def live(self) -> bool:
        """Whether it shows the present: all but files."""
        return self.kind != "file"

    @property
    def address(self) -> str:
        """The URL without credentials, as the network needs it. Its query may hold secrets: not for print."""
        return self.url.get_secret_value()

    @property
    def address_with_credentials(self) -> str:
        """The URL that libav logs in with. Never print it."""
        if self.username is None or not self.live:
            return self.address
        parts = urlsplit(self.address)
        password = f":{quote(self.password.get_secret_value(), safe='')}" if self.password else ""
        return urlunsplit(parts._replace(netloc=f"{quote(self.username, safe='')}{password}@{parts.netloc}"))

    @property
    def masked(self) -> str:
        """The address as people may see it: no credentials, no query."""
        if not self.live:
            return self.address
        parts = urlsplit(self.address)
        return urlunsplit(parts._replace(query=MASK if parts.query else "", fragment=""))


__all__ = ["REVEAL", "CameraSource", "SourceKind"]
