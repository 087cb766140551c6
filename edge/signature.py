"""Who sends a webhook, to the box or from it, proves it by signing what is sent: HMAC-SHA256 over the time and body."""

from __future__ import annotations

import hashlib
import hmac
import re
from datetime import datetime, timedelta

from pydantic import SecretStr

from edge.errors import Unauthenticated

HEADER = "Maitred-Signature"
"""`t=<seconds since 1970>,v1=<hex HMAC-SHA256 of "<t>.<body>">`."""

WINDOW = timedelta(minutes=5)
"""How old, or how far ahead, a signature may be."""

_FORM = re.compile(r"t=([0-9]{1,12}),v1=([0-9a-f]{64})")


class BadSignature(Unauthenticated):
    """What was sent is not signed, or not by whom it should be."""

    title = "Signature refused"


def sign(secret: SecretStr, body: bytes, at: datetime) -> str:
    """The value of the header for a body sent at a time."""
    seconds = int(at.timestamp())
    return f"t={seconds},v1={_digest(secret, seconds, body)}"


def check(secret: SecretStr | None, header: str | None, body: bytes, now: datetime) -> None:
    """Raise `BadSignature` unless the body was signed with the secret within `WINDOW`."""
    if secret is None:
        raise BadSignature("This box takes no signed webhooks.", hint="Set `webhook_secret_file` in its `[pos]`.")
    found = _FORM.fullmatch(header or "")
    if found is None:
        raise BadSignature(
            f"The header {HEADER} is missing or not as it should be.", hint=f"Send {HEADER}: t=...,v1=..."
        )
    if abs(now.timestamp() - int(found[1])) > WINDOW.total_seconds():
        raise BadSignature("The signature is too old, or from the future.", hint="Set the sender's clock, sign anew.")
    if not hmac.compare_digest(found[2], _digest(secret, int(found[1]), body)):
        raise BadSignature("The signature does not fit.", hint="Check the secret, and sign the body byte by byte.")


def _digest(secret: SecretStr, seconds: int, body: bytes) -> str:
    return hmac.new(secret.get_secret_value().encode(), f"{seconds}.".encode() + body, hashlib.sha256).hexdigest()


__all__ = ["HEADER", "BadSignature", "check", "sign"]
