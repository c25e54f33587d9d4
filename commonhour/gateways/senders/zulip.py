"""A channel of Zulip, written to by a bot."""

import base64
import datetime as dt
from urllib.parse import urlencode

from commonhour.core.message import Moment
from commonhour.errors.words.marked import marked as _
from commonhour.gateways.send import Request
from commonhour.gateways.senders.markup import Markup, lines
from commonhour.gateways.senders.service import Address, Field, Outgoing, Service
from commonhour.gateways.senders.slack import markdown_link

_MOST = 9_000  # of 10,000


def _local(moment: Moment, otherwise: str) -> str:
    return f"<time:{moment.start.astimezone(dt.UTC).strftime('%Y-%m-%dT%H:%M:%SZ')}>"


MARKUP = Markup(bold=lambda text: f"**{text}**", link=markdown_link, local=_local)


def _request(address: Address, out: Outgoing) -> Request:
    typed = {
        "type": "stream", "to": address["channel"], "topic": address["topic"],
        "content": "\n".join(lines(out, MARKUP, _MOST)),
    }  # fmt: skip
    key = base64.b64encode(f"{address['email']}:{address['key']}".encode()).decode()
    headers = {"Authorization": f"Basic {key}", "Content-Type": "application/x-www-form-urlencoded"}
    url = f"{address['site'].rstrip('/')}/api/v1/messages"
    return Request(url, urlencode(typed).encode(), headers)


ZULIP = Service(
    "zulip", "Zulip", _("In Zulip: Personal settings › Bots › Add a new bot, of the kind “Incoming webhook” or “Generic bot”."),
    (
        Field("site", _("Address of the Zulip server"), "web", _("Such as https://example.zulipchat.com.")),
        Field("email", _("E-mail address of the bot"), "mail"),
        Field("key", _("API key of the bot"), "secret"),
        Field("channel", _("Channel")),
        Field("topic", _("Topic")),
    ),
    _request,
)  # fmt: skip
