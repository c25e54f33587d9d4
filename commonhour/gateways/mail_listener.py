"""Listens for mail (SMTP) at COMMONHOUR_SMTP_LISTEN: takes what is for the community's own addresses, and relays nothing."""

import asyncio
import logging
from collections.abc import Callable, Collection
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from commonhour.core.limits import MAIL_BYTES, MAIL_CONNECTIONS, MAIL_SECONDS

# Given a mail and the sender of its envelope, "" for none. True when it is kept, False to be asked again later.
Take = Callable[[bytes, str], bool]
_AT_ONCE = 2  # mails that are read at the same time
_LATER = "451 4.3.0 Try again later"


class _Handler:
    """What is said to each word of another server. Its greeting and who it says it is are of no account."""

    def __init__(self, own: Collection[str], take: Take) -> None:
        self.own, self.take = own, take
        self.pool = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="mail")

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        local, _, domain = address.strip("<>").lower().rpartition("@")
        if f"{local.split('+')[0]}@{domain}" not in self.own:
            return "550 5.1.1 No such address here"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_VRFY(self, server: SMTP, session: Session, envelope: Envelope, address: str) -> str:  # noqa: N802
        return "252 2.1.5 Send some mail"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        body = envelope.content if isinstance(envelope.content, bytes) else b""
        sender = (envelope.mail_from or "").strip("<>").lower()
        loop = asyncio.get_running_loop()
        is_kept = await loop.run_in_executor(self.pool, self.take, body, sender)
        return "250 2.0.0 OK" if is_kept else _LATER

    async def handle_exception(self, error: Exception) -> str:
        return _LATER


class _Counted(SMTP):
    """So many connections at a time; further ones are told to come again."""

    open_now = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        _Counted.open_now += 1
        super().connection_made(transport)
        if _Counted.open_now > MAIL_CONNECTIONS and isinstance(transport, asyncio.Transport):
            transport.write(b"421 4.7.0 Too many connections, try again later\r\n")
            transport.close()

    def connection_lost(self, error: Exception | None) -> None:
        _Counted.open_now -= 1
        super().connection_lost(error)


class _Listener(Controller):
    def factory(self) -> SMTP:
        return _Counted(self.handler, **self.SMTP_kwargs)


def listener(host: str, port: int, own: Collection[str], take: Take) -> Controller:
    """Not started yet. `own` are addresses in small letters."""
    for name in ("mail", "mail.log", "mail.debug"):  # they would write addresses into the log
        logging.getLogger(name).setLevel(logging.CRITICAL)
    told: dict[str, Any] = {"data_size_limit": MAIL_BYTES, "timeout": MAIL_SECONDS, "ident": "ready"}
    return _Listener(_Handler(own, take), hostname=host, port=port, **told)
