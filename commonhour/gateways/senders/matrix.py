"""A room of Matrix, through the client-server API: the same message once more is the same event."""

import json
from html import escape
from urllib.parse import quote

from commonhour.errors.words.marked import marked as _
from commonhour.gateways.send import Request
from commonhour.gateways.senders.markup import Markup, lines
from commonhour.gateways.senders.service import Address, Field, Outgoing, Service

_MOST = 16_000  # an event has 64 KB, with both texts
HTML = Markup(
    bold=lambda text: f"<strong>{text}</strong>", link=lambda text, url: f'<a href="{escape(url)}">{text}</a>',
    plain=lambda text: escape(text, quote=False),
)  # fmt: skip
TEXT = Markup(bold=lambda text: text, link=lambda text, url: f"{text}: {url}")


def _request(address: Address, out: Outgoing) -> Request:
    """`m.notice` is what programs say, and answered by none; `m.mentions` empty names nobody."""
    content = {
        "msgtype": "m.notice", "body": "\n".join(lines(out, TEXT, _MOST)), "format": "org.matrix.custom.html",
        "formatted_body": "<br>".join(lines(out, HTML, _MOST)), "m.mentions": {},
    }  # fmt: skip
    room = quote(address["room"], safe="")
    url = f"{address['homeserver'].rstrip('/')}/_matrix/client/v3/rooms/{room}/send/m.room.message/{out.id}"
    headers = {"Authorization": f"Bearer {address['token']}", "Content-Type": "application/json"}
    return Request(url, json.dumps(content).encode(), headers, "PUT")


MATRIX = Service(
    "matrix", "Matrix", _("An account of its own for the hub, invited into the room and in it. In Element: All settings › Help & About › Access Token, and Room settings › Advanced › Internal room ID."),
    (
        Field("homeserver", _("Address of the homeserver"), "web", _("Such as https://matrix.org.")),
        Field("room", _("Internal room ID"), hint=_("It begins with an exclamation mark.")),
        Field("token", _("Access token"), "secret"),
    ),
    _request,
)  # fmt: skip
