"""A web address in its parts, without the exceptions that odd hosts and ports raise elsewhere."""

import functools
import re
from dataclasses import dataclass
from urllib.parse import urlsplit

# What stands in a text where a secret was.
JOIN_MARK, PASSCODE_MARK = "[join link]", "[passcode]"

_SCHEMELESS = re.compile(r"^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,24}(?:[/?#:]\S*)?$", re.I)
_FILE_ENDINGS = re.compile(
    r"^[^/]*\.(md|markdown|html?|adoc|rst|txt|pdf|png|jpe?g|svg|ya?ml|json|ics|toml|py|go)(?:[?#]|$)", re.I
)
_LONGEST_HOST = 253  # RFC 1035; longer ones are only there to slow patterns down


@dataclass(frozen=True, slots=True)
class Link:
    """`host` without "www." and without the dot that may end it; `tail` is all that stands behind it."""

    scheme: str
    host: str
    path: str
    query: str
    fragment: str

    @property
    def tail(self) -> str:
        query, fragment = self.query and f"?{self.query}", self.fragment and f"#{self.fragment}"
        return f"{self.path}{query}{fragment}"


# One address is looked at several times in a row.
@functools.lru_cache(maxsize=1024)
def split(url: str) -> Link | None:
    """The parts of a web or calendar address (also one that begins with `//`); None for anything else."""
    url = url.strip()
    try:
        parts = urlsplit(f"https:{url}" if url.startswith("//") else url)
        host = (parts.hostname or "").lower().rstrip(".").removeprefix("www.")
    except ValueError:
        return None
    if parts.scheme.lower() not in ("http", "https", "webcal") or not 0 < len(host) <= _LONGEST_HOST:
        return None
    return Link(parts.scheme.lower(), host, parts.path, parts.query, parts.fragment)


def host_is(host: str, names: tuple[str, ...]) -> bool:
    """A name with a dot at its end is a first label ("lists."), any other one a domain with its subdomains."""
    for name in names:
        if name.endswith("."):
            if f".{name}" in f".{host}":
                return True
        elif host == name or host.endswith(f".{name}"):
            return True
    return False


def is_absolute(url: str) -> bool:
    """True for a link that says where it leads by itself: a scheme, or a host behind `//`."""
    return bool(re.match(r"^(?:[a-z][a-z0-9+.-]*:|//)", url, re.I))


def with_scheme(url: str) -> str:
    """`example.org/room`, as people write addresses, with https:// in front."""
    return url if re.match(r"[a-z][a-z0-9+.-]*://|//", url, re.I) else f"https://{url}"


def is_schemeless_host(url: str) -> bool:
    """True for `worldtimebuddy.com`, and False for a path such as `charter.md`."""
    if is_absolute(url) or url.startswith(("/", "#", ".", "?")):
        return False
    return bool(_SCHEMELESS.match(url)) and not _FILE_ENDINGS.match(url)
