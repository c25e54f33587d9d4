"""The headers of a mail as plain text on one line. One that cannot be read is none: its reader may fall on anything."""

import re
import unicodedata
from email.message import EmailMessage
from email.utils import getaddresses

_MOST = 500  # characters of one that are kept
_ADDRESS = re.compile(r"[^\s@<>,;:\"'()\[\]\\]{1,64}@(?:[\w-]{1,63}\.){1,8}[\w-]{2,63}")
_NEWLINE = re.compile(r"\r\n?|[\v\f\x1c-\x1e\x85\u2028\u2029]")
# Letters that turn others round, and those nobody sees.
_UNSEEN = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def header(mail: EmailMessage, name: str) -> str:
    """The first of that name, decoded; "" when there is none."""
    return next(iter(headers(mail, name)), "")


def headers(mail: EmailMessage, name: str) -> list[str]:
    try:
        return [" ".join(clean(str(one)).split())[:_MOST] for one in mail.get_all(name) or ()]
    except Exception:
        return []


def addresses(mail: EmailMessage, name: str) -> list[tuple[str, str]]:
    """(name, address) of each, the address in small letters."""
    try:
        values = mail.get_all(name) or ()
        found = [(one.display_name, one.addr_spec) for value in values for one in value.addresses]
    except Exception:
        found = getaddresses(headers(mail, name)[:1])
    tidy = [(" ".join(clean(said).split())[:100], address.lower()) for said, address in found]
    return [(said, address) for said, address in tidy if is_address(address)]


def is_address(text: str) -> bool:
    return len(text) <= 254 and _ADDRESS.fullmatch(text) is not None


def clean(text: str) -> str:
    """Without what is no letter: control characters, halves of characters, letters that nobody sees."""
    lines = _UNSEEN.sub("", _NEWLINE.sub("\n", text)).split("\n")
    return "\n".join("".join(letter if _is_seen(letter) else " " for letter in line) for line in lines)


def _is_seen(letter: str) -> bool:
    return letter.isprintable() or unicodedata.category(letter) == "Zs"
