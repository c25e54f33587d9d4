"""A program that is told, as Standard Webhooks have it: an id, a time, and a signature over both and the body
(https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md)."""

import base64
import datetime as dt
import hashlib
import hmac
import json
import secrets
from collections.abc import Iterator
from typing import Any

from commonhour.core.message import Bullets, Button, Facts, Heading, Line, Link, Message, Moment, Paragraph
from commonhour.errors.words.marked import marked as _
from commonhour.gateways.send import Request
from commonhour.gateways.senders.markup import lines
from commonhour.gateways.senders.matrix import TEXT
from commonhour.gateways.senders.service import Address, Field, Outgoing, Service

BOTH_VALID = dt.timedelta(days=1)  # so long the old secret signs beside the new one
_PREFIX = "whsec_"
_MOST = 16_000
TYPES = {"notice": "call.changed", "reminder": "call.reminder", "week": "week", "test": "test"}


def new_secret() -> str:
    return _PREFIX + base64.b64encode(secrets.token_bytes(32)).decode()


def rotated(address: Address, now: dt.datetime) -> dict[str, str]:
    """The address with a new secret, beside which the old one is good for a day."""
    until = (now + BOTH_VALID).isoformat()
    return {**address, "secret": new_secret(), "old_secret": address["secret"], "old_until": until}


def signature(secret: str, message_id: str, timestamp: int, body: bytes) -> str:
    key = base64.b64decode(secret.removeprefix(_PREFIX))
    signed = hmac.new(key, f"{message_id}.{timestamp}.".encode() + body, hashlib.sha256).digest()
    return f"v1,{base64.b64encode(signed).decode()}"


def _request(address: Address, out: Outgoing) -> Request:
    body = json.dumps(_payload(out), separators=(",", ":")).encode()
    timestamp = int(out.at.timestamp())
    signed = [signature(secret, out.id, timestamp, body) for secret in _secrets(address, out.at)]
    headers = {
        "Content-Type": "application/json", "webhook-id": out.id, "webhook-timestamp": str(timestamp),
        "webhook-signature": " ".join(signed),
    }  # fmt: skip
    return Request(address["url"], body, headers)


def _secrets(address: Address, at: dt.datetime) -> Iterator[str]:
    yield address["secret"]
    if address.get("old_secret") and at < dt.datetime.fromisoformat(address["old_until"]):
        yield address["old_secret"]


def _payload(out: Outgoing) -> dict[str, Any]:
    parts, (subject, *text) = list(_parts(out.message)), lines(out, TEXT, _MOST)
    found = {
        "subject": subject,
        "text": "\n".join(text),
        "moments": [_moment(one) for one in parts if isinstance(one, Moment)],
        "links": [{"text": one.text, "url": one.url} for one in parts if isinstance(one, Link | Button)],
    }
    return {"type": TYPES.get(out.kind, out.kind), "timestamp": out.since.isoformat(), "data": found}


def _parts(message: Message) -> Iterator[object]:
    for block in message.blocks:
        yield block
        yield from (part for line in _lines(block) for part in line)


def _lines(block: object) -> tuple[Line, ...]:
    if isinstance(block, Facts):
        return tuple(line for _, line in block.rows)
    if isinstance(block, Bullets):
        return block.lines
    return (
        (block.line,) if isinstance(block, Paragraph) else (block.text,) if isinstance(block, Heading) else ()
    )


def _moment(moment: Moment) -> dict[str, Any]:
    end = moment.end.isoformat() if moment.end else None
    return {"start": moment.start.isoformat(), "end": end, "tzid": moment.tzid, "all_day": moment.all_day}


WEBHOOK = Service(
    "webhook", _("A program (signed webhook)"), _("An address of yours that takes POST. Each message is signed as Standard Webhooks have it; the secret is shown once, when you have saved."),
    (Field("url", _("Address that is told"), "web"),), _request, makes=lambda: {"secret": new_secret()},
)  # fmt: skip
