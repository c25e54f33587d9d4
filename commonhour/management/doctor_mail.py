"""What `doctor` looks at for mail: the server, the domain it writes in the name of, and what lies in the outbox."""

import datetime as dt
import socket

from commonhour.errors import GatewayError
from commonhour.errors.telling import tell

_LONG = dt.timedelta(minutes=15)


def server() -> tuple[bool, str]:
    from django.conf import settings

    from commonhour.gateways.mail import connected

    if settings.MAIL_SERVER is None:
        return (
            True,
            f"none is set, so mails are kept in {settings.MAIL_FOLDER}. COMMONHOUR_MAIL_URL sets one.",
        )
    where = f"{settings.MAIL_SERVER.host}:{settings.MAIL_SERVER.port}"
    try:
        with connected(settings.MAIL_SERVER) as out:
            out.ask(settings.MAIL_FROM)
    except GatewayError as error:
        of_sender = " and COMMONHOUR_MAIL_FROM" if error.code == "mail-sender-refused" else ""
        return False, f"{where}: {_ended(error.sentence())} Look at COMMONHOUR_MAIL_URL{of_sender}."
    return True, f"{where} answers and takes mail from {settings.MAIL_FROM}."


def domain() -> tuple[bool, str]:
    from django.conf import settings

    from commonhour.gateways.mail_domain import mail_domain

    name = settings.MAIL_FROM.rpartition("@")[2]
    if settings.MAIL_SERVER is None:
        return True, "not asked: no mail is sent."
    if name.rpartition(".")[2].isdigit() or "." not in name:
        return False, f"no other server knows {name}. Set COMMONHOUR_MAIL_FROM to an address of your domain."
    try:
        found = mail_domain(name)
    except GatewayError as error:
        return True, f"{name} was not looked up: {_ended(error.sentence())}"
    missing = [
        advice
        for is_there, advice in (
            (found.spf, f"an SPF record (TXT of {name}, such as “v=spf1 include:… -all”)"),
            (found.has_dkim, f"a DKIM key (below _domainkey.{name}; the mail server’s manual has it)"),
            (found.dmarc, f"a DMARC record (TXT of _dmarc.{name}, such as “v=DMARC1; p=quarantine”)"),
        )
        if not is_there
    ]
    if missing:
        return (
            False,
            f"{name} lacks {'; '.join(missing)}. Without them many servers take our mail for spam.",
        )
    return True, f"{name} has SPF, a DKIM key and DMARC; From and envelope are the same domain."


def mailbox() -> tuple[bool, str]:
    from django.conf import settings

    from commonhour.gateways.imap import opened

    if settings.MAILBOX is None and settings.SMTP_LISTEN is None:
        return True, "no mail is taken in. COMMONHOUR_MAILBOX_URL or COMMONHOUR_SMTP_LISTEN sets how."
    if not settings.MAILBOX_ADDRESSES:
        return (
            False,
            "nobody is told where to write to. Set COMMONHOUR_MAILBOX_ADDRESS to the address that mail comes in for.",
        )
    said = []
    if settings.MAILBOX:
        where = f"{settings.MAILBOX.host}:{settings.MAILBOX.port}"
        try:
            with opened(settings.MAILBOX) as box:
                said.append(f"{where} has {len(box.unread(1_000)):,} to read")
        except GatewayError as error:
            return False, f"{where}: {_ended(error.sentence())} Look at COMMONHOUR_MAILBOX_URL."
    if settings.SMTP_LISTEN:
        where = "{}:{}".format(*settings.SMTP_LISTEN)
        try:
            socket.create_connection(settings.SMTP_LISTEN, timeout=5).close()
        except OSError as error:
            return (
                False,
                f"nothing listens at {where} ({error.strerror or error}). Start “commonhour serve” or “commonhour mail-in”.",
            )
        said.append(f"{where} listens")
    return True, f"{', '.join(said)}."


def outbox() -> tuple[bool, str]:
    from commonhour import clock
    from commonhour.models import Delivery

    now = clock.now()
    failed = Delivery.objects.filter(state=Delivery.FAILED).count()
    stuck = Delivery.objects.due(now - _LONG).count()
    if stuck:
        refused = (
            Delivery.objects.filter(state=Delivery.WAITING).exclude(fault={}).order_by("-due_at").first()
        )
        why = _ended(tell(refused.fault)) if refused else "Is a worker at work?"
        return False, f"{stuck:,} due for more than 15 minutes. {why}"
    if failed:
        return False, f"{failed:,} failed. The desk says why, under “Messages”."
    return True, "nothing is stuck."


def _ended(sentence: str) -> str:
    """It may end with what another machine said."""
    return f"{sentence.rstrip('.')}."
