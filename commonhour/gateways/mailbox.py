"""Where the community's mailbox is: COMMONHOUR_MAILBOX_URL, read."""

from dataclasses import dataclass
from urllib.parse import parse_qs, unquote, urlsplit


@dataclass(frozen=True, slots=True)
class Mailbox:
    """`security` is "tls" from the first byte, "starttls" or nothing is read, or "" for a server of one's own machine."""

    host: str
    port: int
    user: str
    password: str
    folder: str = "INBOX"
    security: str = "tls"


def mailbox(url: str) -> Mailbox:
    """imaps://user:password@host/INBOX, or imap://…?tls=required. Raises ValueError for anything else."""
    parts = urlsplit(url)
    asked = parse_qs(parts.query)
    if (
        parts.scheme not in ("imap", "imaps")
        or not parts.hostname
        or not parts.username
        or set(asked) - {"tls"}
    ):
        raise ValueError("imaps://USER:PASSWORD@HOST/INBOX is wanted")
    if asked.get("tls", ["required"]) != ["required"]:
        raise ValueError("tls can only be “required”")
    security = "tls" if parts.scheme == "imaps" else "starttls" if "tls" in asked else ""
    return Mailbox(
        parts.hostname, parts.port or (993 if security == "tls" else 143), unquote(parts.username), unquote(parts.password or ""),
        unquote(parts.path.strip("/")) or "INBOX", security,
    )  # fmt: skip
