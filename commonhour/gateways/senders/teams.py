"""Microsoft Teams: a workflow that posts what its webhook is sent, as an Adaptive Card."""

import datetime as dt
import json
from typing import Any

from commonhour.core.message import Button, Moment
from commonhour.errors.words.marked import marked as _
from commonhour.gateways.send import Request
from commonhour.gateways.senders.markup import Markup, lines
from commonhour.gateways.senders.service import Address, Field, Outgoing, Service
from commonhour.gateways.senders.slack import markdown_link

_MOST = 8_000  # a message has 28 KB, and each line its box around it


def _local(moment: Moment, otherwise: str) -> str:
    """Functions of the card: https://adaptivecards.io, "Text features"."""
    at = moment.start.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return f"{{{{DATE({at}, LONG)}}}} {{{{TIME({at})}}}}"


MARKUP = Markup(bold=lambda text: f"**{text}**", link=markdown_link, local=_local)


def _request(address: Address, out: Outgoing) -> Request:
    body = json.dumps({"type": "message", "attachments": [_attachment(out)]}).encode()
    return Request(address["url"], body, {"Content-Type": "application/json"})


def _attachment(out: Outgoing) -> dict[str, Any]:
    """What a message ends with is a button of the card."""
    texts = lines(out, MARKUP, _MOST)
    buttons = [one for one in out.message.blocks[-1:] if isinstance(one, Button)]
    shown = texts[: len(texts) - len(buttons)]
    card = {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json", "type": "AdaptiveCard", "version": "1.4",
        "body": [{"type": "TextBlock", "text": line, "wrap": True} for line in shown],
        "actions": [{"type": "Action.OpenUrl", "title": one.text, "url": one.url} for one in buttons],
    }  # fmt: skip
    return {"contentType": "application/vnd.microsoft.card.adaptive", "contentUrl": None, "content": card}


TEAMS = Service(
    "teams", "Microsoft Teams",
    _("In Teams: the channel’s menu › Workflows › “Post to a channel when a webhook request is received”."),
    (Field("url", _("Address of the workflow"), "web"),), _request,
)  # fmt: skip
