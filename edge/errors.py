"""The exception tree of the store.

```
MaitredError                 what went wrong, and what to do next
├── Retryable                trying again later may work
│   ├── CameraUnavailable    no answer, stalled, refused connection
│   ├── WorkerUnavailable    the eyes process is down or still starting
│   ├── StoreBusy            the journal cannot take more right now (disk nearly full, shutting down)
│   └── TooManyRequests      whoever asks must slow down
└── Fatal                    trying again changes nothing; a person or another input is needed
    ├── CredentialsRefused   the camera answered 401 or 403
    ├── BadSettings          maitred.toml or the environment is wrong
    ├── BadInput             a request, file or message that makes no sense
    ├── NotFound             no such table, camera, ...
    ├── Unauthenticated      nobody has said who asks
    ├── NotAllowed           who asks may not do this
    ├── Conflict             it contradicts what is already so
    ├── ClassifierUnusable   the bundle is broken, altered or of another shape
    └── JournalUnusable      the database is corrupt, from a newer version, or locked by another daemon
```

`calibration` and `models.bundle` know nobody in `edge`: they raise `CalibrationError` and `BundleError`, which are
mapped where the daemon calls them. `status` is the HTTP status that `edge.web` answers with.
"""

from __future__ import annotations

from typing import ClassVar


class MaitredError(Exception):
    """Anything maitred refuses or fails at.

    `message` says what happened and where; `hint` says what to do next (one sentence, may be empty).
    """

    status: ClassVar[int] = 500
    title: ClassVar[str] = "Something failed"

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(f"{message} {hint}".strip())
        self.message = message
        self.hint = hint


class Retryable(MaitredError):
    """Trying again later may work."""

    status = 503
    title = "Not available right now"


class Fatal(MaitredError):
    """Trying again changes nothing."""


class CameraUnavailable(Retryable):
    """The camera gives no usable picture."""

    title = "Camera unavailable"


class WorkerUnavailable(Retryable):
    """The vision worker is down or still starting."""

    title = "Vision is starting"


class StoreBusy(Retryable):
    """The journal cannot take this write now."""

    title = "Cannot save right now"


class TooManyRequests(Retryable):
    """Whoever asks must slow down. `retry_after_s`: how long until the next request is heard."""

    status = 429
    title = "Too many requests"

    def __init__(self, message: str, *, hint: str = "", retry_after_s: float = 1.0) -> None:
        super().__init__(message, hint=hint)
        self.retry_after_s = retry_after_s


class CredentialsRefused(Fatal):
    """The camera refused its user name or password."""

    status = 502
    title = "Camera refused the password"


class BadSettings(Fatal):
    """Settings cannot be used."""

    title = "Settings are wrong"


class BadInput(Fatal):
    """The input makes no sense; nothing was changed."""

    status = 422
    title = "Cannot be read"


class NotFound(Fatal):
    """There is no such thing."""

    status = 404
    title = "Not found"


class Unauthenticated(Fatal):
    """Nobody has said who asks."""

    status = 401
    title = "Sign in first"


class NotAllowed(Fatal):
    """Who asks may not do this."""

    status = 403
    title = "Not allowed"


class Conflict(Fatal):
    """It contradicts what is already so."""

    status = 409
    title = "Already changed"


class ClassifierUnusable(Fatal):
    """The bundle is broken, altered or of another shape."""

    title = "Classifier cannot be used"


class JournalUnusable(Fatal):
    """The database cannot be opened as it is."""

    title = "Database cannot be used"


__all__ = [
    "BadInput",
    "BadSettings",
    "CameraUnavailable",
    "ClassifierUnusable",
    "Conflict",
    "CredentialsRefused",
    "Fatal",
    "JournalUnusable",
    "MaitredError",
    "NotAllowed",
    "NotFound",
    "Retryable",
    "StoreBusy",
    "TooManyRequests",
    "Unauthenticated",
    "WorkerUnavailable",
]
