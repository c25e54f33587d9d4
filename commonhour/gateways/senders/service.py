"""A Service is one kind of place: its name, what its form asks for, and how a message becomes a request to it."""

import datetime as dt
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from commonhour.core.limits import SEND_SECONDS
from commonhour.core.message import Message
from commonhour.core.speech.words import Words
from commonhour.errors import GatewayError
from commonhour.gateways.send import Answer, Request, send

Address = Mapping[str, str]  # what was typed into the fields, by their names
_LATER = {408, 425, 429}
# What a body says that has no Retry-After: Discord and Zulip seconds, Matrix thousandths.
_WAITS = {"retry_after": 1, "retry-after": 1, "retry_after_ms": 1000}


@dataclass(frozen=True, slots=True)
class Field:
    """One field of the form; `label` and `hint` are marked for translation. Of `web`, only the host is ever shown."""

    name: str
    label: str
    kind: Literal["web", "text", "secret", "mail"] = "text"
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message on its way. `id` and `since` are the same at every try, `at` is when it is made; `kind` as in the outbox;
    `tzid` is whose zone stands in words beside the reader's own."""

    id: str
    kind: str
    message: Message
    at: dt.datetime
    since: dt.datetime
    tzid: str
    words: Words


@dataclass(frozen=True, slots=True)
class Service:
    """`hint` says where one gets what the form asks for. Without a `request` it goes by mail. `makes` is what is not
    asked for but made here."""

    kind: str
    name: str
    hint: str
    fields: tuple[Field, ...]
    request: Callable[[Address, Outgoing], Request] | None
    makes: Callable[[], dict[str, str]] = dict

    def shown(self, address: Address) -> str:
        """Of an address, what may be seen: never more than its host."""
        first = address.get(self.fields[0].name, "")
        if self.request is None:
            return f"…@{first.rpartition('@')[2]}"
        return f"{urlsplit(first).hostname or ''}/…"


def deliver(request: Request, seconds: float = SEND_SECONDS) -> None:
    """Returns when the other side has taken it. Raises GatewayError."""
    answer = send(request, seconds=seconds)
    if not 200 <= answer.status < 300:
        raise refusal(answer)


def refusal(answer: Answer) -> GatewayError:
    """What an answer that is no success means: for good, or until later."""
    status, host = answer.status, answer.host
    if status < 400:
        return GatewayError("place-leads-on", permanent=True, host=host)
    if status in (401, 403):
        return GatewayError("place-refuses", permanent=True, host=host, status=status)
    if status in (404, 410):
        return GatewayError("place-gone", permanent=True, host=host, status=status)
    wait = answer.retry_after if answer.retry_after is not None else _wait_in(answer.body)
    is_permanent = status < 500 and status not in _LATER
    return GatewayError("answer-status", permanent=is_permanent, retry_after=wait, host=host, status=status)


def _wait_in(body: bytes) -> int | None:
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        return None
    for name, unit in _WAITS.items():
        value = said.get(name) if isinstance(said, dict) else None
        if isinstance(value, int | float) and 0 <= value < 86_400 * unit:
            return int(value / unit) + 1
    return None
