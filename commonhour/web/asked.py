"""What of a request decides its answer: the parameters that are known here, the hub's own names, the encodings."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.conf import settings
from django.http.request import split_domain_port, validate_host

# Every parameter of a public address. Others are taken away before a view or a kept answer sees them, so that they make
# neither another page nor another kept answer. docs/reference names each.
PARAMETERS = frozenset(
    {
        "add", "after", "at", "before", "cancelled", "cities", "compact", "date", "due", "from", "group", "has",
        "lang", "limit", "outside", "owner", "page", "q", "repeat", "rrule", "saved", "series", "sort", "space", "spoken", "state", "tag", "theme", "time", "topic", "tz", "weeks",
        "when", "year", "zone",
    }
)  # fmt: skip
# What people type is seldom typed twice: it would only push other answers from the shelf.
TYPED = frozenset({"q", "topic", "at", "date", "time", "cities", "add", "when"})
# A watch asks by whatever name or address it knows.
_FOR_WATCHES = ("/healthz", "/readyz", "/metrics")
_ENCODINGS = ("br", "gzip", "identity")  # those we like best come first
_LONGEST_LIST, _LONGEST_NAME, _LONGEST_QUERY = 200, 255, 8_000


def known_query(raw: str) -> str:
    """The known parameters that say something, in one order. What is longer than any of ours is left to Django."""
    if not raw or len(raw) > _LONGEST_QUERY:
        return raw
    # WSGI hands bytes over as Latin-1 (PEP 3333).
    text = raw.encode("latin-1", "replace").decode("utf-8", "replace")
    pairs = [(name, value) for name, value in parse_qsl(text, errors="replace") if name in PARAMETERS]
    return urlencode(sorted(pairs, key=lambda pair: pair[0]))


def host_of(environ: Mapping[str, Any]) -> str:
    """The Host of a request; the address it came to where it names none, as HTTP/1.0 may."""
    return str(environ.get("HTTP_HOST") or environ.get("SERVER_NAME", ""))


def is_for_us(host: str, path: str) -> bool:
    """Whether a request with this Host is meant for this hub, so that no other name can be made to show it."""
    return path in _FOR_WATCHES or _is_own(host[: _LONGEST_NAME + 1])


@lru_cache(256)
def _is_own(host: str) -> bool:
    name, _ = split_domain_port(host) if len(host) <= _LONGEST_NAME else ("", "")
    return bool(name) and validate_host(name, settings.ALLOWED_HOSTS)


def encodings(accepted: str) -> tuple[str, ...]:
    """Those of ours that an Accept-Encoding takes, the one liked best first (RFC 9110 §12.5.3)."""
    return _encodings(accepted[:_LONGEST_LIST])


@lru_cache(256)
def _encodings(accepted: str) -> tuple[str, ...]:
    weights = dict(_weighted(part) for part in accepted.lower().split(","))
    others = weights.get("*", 0.0)
    # Without a word about it, plain bytes are always taken, though after anything that was asked for.
    plain = others if "*" in weights else 0.0001
    found = {name: weights.get(name, plain if name == "identity" else others) for name in _ENCODINGS}
    return tuple(sorted((name for name in _ENCODINGS if found[name] > 0), key=lambda name: -found[name]))


def _weighted(part: str) -> tuple[str, float]:
    name, _, parameter = part.partition(";")
    key, _, value = parameter.partition("=")
    try:
        return name.strip(), float(value) if key.strip() == "q" else 1.0
    except ValueError:
        return name.strip(), 0.0
