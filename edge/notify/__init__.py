"""Word to the outside: chosen events to other systems by signed webhook, and messages to guests.

Events carry no names, phones or notes. A guest's phone is read at the moment a message is sent, and kept nowhere else.
"""

from edge.notify.delivery import Retries
from edge.notify.kinds import NEVER_SENT, chosen
from edge.notify.messages import GuestMessage, Messenger, WebhookMessenger
from edge.notify.notifier import Notifier
from edge.notify.paging import Guest, Pager
from edge.notify.post import HttpPost, NotTaken, Post
from edge.notify.webhook import Webhook

__all__ = [
    "NEVER_SENT",
    "Guest",
    "GuestMessage",
    "HttpPost",
    "Messenger",
    "NotTaken",
    "Notifier",
    "Pager",
    "Post",
    "Retries",
    "Webhook",
    "WebhookMessenger",
    "chosen",
]
