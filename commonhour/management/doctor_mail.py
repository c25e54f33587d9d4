"""What `doctor` looks at for mail: the server, the domain it writes in the name of, and what lies in the outbox."""

import datetime as dt

from commonhour.errors import GatewayError

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
        with connected(settings.MAIL_SERVER):
            return True, f"{where} answers and takes mail from {settings.MAIL_FROM}."
    except GatewayError as error:
        return False, f"{where}: {error.sentence()} Look at COMMONHOUR_MAIL_URL."


def domain() -> tuple[bool, str]:
    from django.conf import settings

    from commonhour.gateways.mail_domain import mail_domain

    name = settings.MAIL_FROM.rpartition("@")[2]
    if settings.MAIL_SERVER is None:
        return True, "not asked: no mail is sent."
    try:
        found = mail_domain(name)
    except GatewayError as error:
        return True, f"{name} was not looked up: {error.sentence()}"
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
            f"{name} lacks {' and '.join(missing)}. Without them many servers take our mail for spam.",
        )
    return True, f"{name} has SPF, a DKIM key and DMARC; From and envelope are the same domain."


def outbox() -> tuple[bool, str]:
    from commonhour import clock
    from commonhour.models import Delivery

    now = clock.now()
    failed = Delivery.objects.filter(state=Delivery.FAILED).count()
    stuck = Delivery.objects.due(now - _LONG).count()
    if stuck:
        return False, f"{stuck:,} messages are due for more than 15 minutes. Is a worker at work?"
    if failed:
        return False, f"{failed:,} messages failed. The desk says why, under “Messages”."
    return True, "nothing is stuck."
