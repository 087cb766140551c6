"""The floor as it changes: server-sent events, and the same on a WebSocket."""

import random
from collections.abc import Callable
from functools import partial

from aiohttp import WSCloseCode, web
from pydantic import Field

from edge.errors import NotAllowed, TooManyRequests
from edge.web.access import peer_of, token_of
from edge.web.endpoint import Asked, Call, Nothing, endpoint
from edge.web.feed import Feed
from edge.web.messages import Cursor, LiveMessage, Message
from edge.web.roles import Role
from edge.web.streams import STREAMS

_MESSAGES = """
| message | when | data |
|---|---|---|
| `snapshot` | first, unless resumed | `FloorView` |
| the event's kind, as `table.state` (WebSocket: `event`) | each event, once, in order | `Envelope` |
| `now` | at most once a second | what changed without an event: `Now` |
| `resync` | the client was too slow; the stream ends | nothing: connect again without an id |
| a comment (WebSocket: `ping`) | every 4 s | nothing heard for 10 s means the box is gone |

Ids are `device:seq`. Send the last one back (`Last-Event-ID`, or `after`) to go on where it stopped; an id of another
device, or one that is pruned, gets a snapshot.
"""


class StreamQuery(Asked):
    """Where to go on."""

    after: str | None = Field(None, max_length=200, description="The last id seen: `device:seq`.")


Listen = Call[Nothing, StreamQuery, Nothing]


@endpoint(
    "GET", "/api/v1/stream", role=Role.VIEW, media="text/event-stream", raises=(TooManyRequests,), notes=_MESSAGES
)
async def read_stream(call: Listen) -> web.StreamResponse:
    """The floor, live, as server-sent events."""
    streams = call.request.app[STREAMS]
    with streams.one_more():
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream; charset=utf-8"})
        await response.prepare(call.request)
        await response.write(f"retry: {random.randint(1000, 3000)}\n\n".encode())  # noqa: S311 - spreads reconnects

        async def send(message: Message) -> None:
            await response.write(message.as_sse())

        await Feed(call.house, streams.pace, send, _welcome(call)).run(_cursor(call), streams.over.wait)
    return response


@endpoint(
    "GET",
    "/api/v1/live",
    role=Role.VIEW,
    status=101,
    answers=LiveMessage,
    raises=(TooManyRequests, NotAllowed),
    notes=_MESSAGES,
)
async def read_live(call: Listen) -> web.StreamResponse:
    """The floor, live, on a WebSocket.

    Each text is one `LiveMessage`. What a client sends is dropped.
    """
    socket = web.WebSocketResponse(timeout=2, heartbeat=20, max_msg_size=4096, compress=False)
    if not socket.can_prepare(call.request).ok:
        raise web.HTTPUpgradeRequired(headers={"Upgrade": "websocket"})
    streams = call.request.app[STREAMS]
    with streams.one_more():
        await socket.prepare(call.request)

        async def send(message: Message) -> None:
            await socket.send_str(message.as_json())

        feed = Feed(call.house, streams.pace, send, _welcome(call))
        await feed.run(_cursor(call), streams.over.wait, partial(_gone, socket))
        await socket.close(code=WSCloseCode.GOING_AWAY)
    return socket


async def _gone(socket: web.WebSocketResponse) -> None:
    """Ends when the client has left; whatever it says before is dropped."""
    async for _ in socket:
        pass


def _cursor(call: Listen) -> Cursor | None:
    return Cursor.parse(call.request.headers.get("Last-Event-ID") or call.query.after)


def _welcome(call: Listen) -> Callable[[], bool]:
    """Whether the client may still read: its token may be revoked while it listens."""
    token, peer, auth = token_of(call.request), peer_of(call.request), call.house.auth

    def welcome() -> bool:
        identity = auth.identify(token, peer)
        return identity is not None and identity.role.covers(Role.VIEW)

    return welcome


ENDPOINTS = (read_stream, read_live)

__all__ = ["ENDPOINTS"]
