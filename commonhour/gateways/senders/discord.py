"""Discord's webhooks of a channel."""

import json

import httpx

from commonhour.core.message import Moment
from commonhour.errors.words.marked import marked as _
from commonhour.gateways.send import Request
from commonhour.gateways.senders.markup import Markup, lines
from commonhour.gateways.senders.service import Address, Field, Outgoing, Service

_MOST = 2_000
_NO_PREVIEWS = 1 << 2  # the flag SUPPRESS_EMBEDS


def _local(moment: Moment, otherwise: str) -> str:
    return f"<t:{int(moment.start.timestamp())}:F>"


MARKUP = Markup(
    bold=lambda text: f"**{text}**", link=lambda text, url: f"[{text}](<{url.replace('>', '%3E')}>)", local=_local
)  # fmt: skip


def _request(address: Address, out: Outgoing) -> Request:
    """`wait`: the answer comes when the message stands in the channel, and not before."""
    payload = {
        "content": "\n".join(lines(out, MARKUP, _MOST)),
        "allowed_mentions": {"parse": []},
        "flags": _NO_PREVIEWS,
    }
    try:
        url = str(httpx.URL(address["url"]).copy_set_param("wait", "true"))
    except httpx.InvalidURL:
        url = address["url"]  # `send` says what is wrong with it
    return Request(url, json.dumps(payload).encode(), {"Content-Type": "application/json"})


DISCORD = Service(
    "discord", "Discord", _("In Discord: Edit Channel › Integrations › Webhooks › New Webhook › Copy Webhook URL."),
    (Field("url", _("Address of the webhook"), "web"),), _request,
)  # fmt: skip
