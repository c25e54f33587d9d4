"""What the domain of our mails says in the DNS about who may write in its name: SPF, DKIM and DMARC."""

from dataclasses import dataclass

import dns.exception
import dns.resolver

from commonhour.errors import GatewayError

_SECONDS = 4.0


@dataclass(frozen=True, slots=True)
class MailDomain:
    """`spf` (RFC 7208) and `dmarc` (RFC 7489) are the records, "" for none. `has_dkim` says that some key is published
    (RFC 6376); which one the mail server signs with, only a mail can tell."""

    spf: str
    dmarc: str
    has_dkim: bool


def mail_domain(domain: str, resolver: dns.resolver.Resolver | None = None) -> MailDomain:
    """Raises GatewayError when the DNS does not answer."""
    try:
        asked = resolver or dns.resolver.Resolver()
        return MailDomain(
            spf=_record(asked, domain, "v=spf1"),
            dmarc=next(
                filter(None, (_record(asked, f"_dmarc.{one}", "v=DMARC1") for one in _above(domain))), ""
            ),
            has_dkim=_is_there(asked, f"_domainkey.{domain}"),
        )
    except dns.exception.DNSException as error:
        raise GatewayError("dns-away", permanent=False, why=type(error).__name__) from error


def _above(domain: str) -> list[str]:
    """The domain and those above it that could speak for it, but no top level."""
    labels = domain.split(".")
    return [".".join(labels[n:]) for n in range(max(1, len(labels) - 1))]


def _record(asked: dns.resolver.Resolver, name: str, begins: str) -> str:
    try:
        answer = asked.resolve(name, "TXT", lifetime=_SECONDS)
    except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
        return ""
    texts = (b"".join(row.strings).decode("ascii", "replace") for row in answer)
    return next((text for text in texts if text.lower().startswith(begins.lower())), "")


def _is_there(asked: dns.resolver.Resolver, name: str) -> bool:
    """A name with anything below it exists, also when it has no record of its own (RFC 8020)."""
    try:
        asked.resolve(name, "TXT", lifetime=_SECONDS)
    except dns.resolver.NXDOMAIN:
        return False
    except dns.resolver.NoAnswer:
        return True
    return True
