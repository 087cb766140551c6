"""Sections about servers that the box tells things: of events, and of guests to be called."""

from __future__ import annotations

from pathlib import Path
from typing import Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, field_validator, model_validator

from edge.errors import BadSettings
from edge.notify import Webhook, chosen
from edge.settings.section import Wiring


class Signed(Wiring):
    """Base of what is sent to somebody's server, signed with a secret that both know."""

    url: str = Field(
        min_length=1, repr=False, description="Where it is posted to. Never shown in full: a path may be a secret."
    )
    secret_env: str | None = Field(None, description="Environment variable that holds the signing secret.")
    secret_file: Path | None = Field(None, description="File that holds it, readable by maitred alone.")
    secret: SecretStr | None = Field(None, exclude=True, description="Filled in from the environment or file.")

    @model_validator(mode="before")
    @classmethod
    def _file_holds_no_secret(cls, data: object) -> object:
        if isinstance(data, dict) and isinstance(data.get("secret"), str):
            raise ValueError("a secret never stands in this file; use `secret_env` or `secret_file`")
        return data

    @model_validator(mode="after")
    def _one_secret(self) -> Self:
        if bool(self.secret_env) == bool(self.secret_file):
            raise ValueError("give `secret_env` or `secret_file`, and not both")
        return self

    @field_validator("url")
    @classmethod
    def _is_web_address(cls, url: str) -> str:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.port == 0:
            raise ValueError("the URL must begin with https:// (or http://) and name a host")
        if parts.username or parts.password:
            raise ValueError("the URL carries a user name or password; what is sent is signed instead")
        return url


class WebhookWiring(Signed):
    """A server that is told of events, in order and signed. Names, phones and notes are in none of them."""

    kinds: tuple[str, ...] = Field(
        min_length=1, description="Kinds of events, as `table.state` or `visit.*`; see the reference of events."
    )

    @field_validator("kinds")
    @classmethod
    def _kinds_may_go_out(cls, kinds: tuple[str, ...]) -> tuple[str, ...]:
        try:
            chosen(kinds)
        except BadSettings as error:
            raise ValueError(f"{error.message} {error.hint}") from None
        return kinds

    def webhook(self) -> Webhook:
        """What is needed to deliver to it, its secret included."""
        return Webhook(self.url, self.secret or SecretStr(""), chosen(self.kinds))


class MessagesWiring(Signed):
    """A server that texts guests' phones when their table is ready. Without this section nothing is sent."""

    language: Literal["en", "es"] = Field("en", description="Language of the messages.")

    @field_validator("url")
    @classmethod
    def _phones_travel_sealed(cls, url: str) -> str:
        parts = urlsplit(url)
        if parts.scheme != "https" and parts.hostname not in ("localhost", "127.0.0.1", "::1"):
            raise ValueError("messages carry phone numbers: the URL must begin with https:// (http only to this box)")
        return url


__all__ = ["MessagesWiring", "Signed", "WebhookWiring"]
