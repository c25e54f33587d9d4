"""The links of checked files, asked once each and one after the other: which are dead, which moved for ever."""

import time
from urllib.parse import urlsplit

from commonhour.core.audit.claim import Passage
from commonhour.core.audit.link_health import health, link_finding
from commonhour.core.finding import Finding
from commonhour.errors import GatewayError
from commonhour.gateways.link_answer import LinkAnswer, ask_link
from commonhour.management.setting_up import say
from commonhour.reads.links import is_askable

MOST = 300
PAUSE = 1.0


def link_findings(links: list[tuple[str, Passage]]) -> list[Finding]:
    """Asks each address once, a pause between two of one host."""
    places: dict[str, list[Passage]] = {}
    for url, place in links:
        if is_askable(url):
            places.setdefault(url.partition("#")[0], []).append(place)
    if len(places) > MOST:
        say(f"Only the first {MOST} of {len(places)} links are asked.")
    last: dict[str, float] = {}
    found = []
    for url in list(places)[:MOST]:
        answer = _answer(url, last)
        found += [one for place in places[url] if (one := _finding(url, answer, place.where))]
    return found


def _answer(url: str, last: dict[str, float]) -> LinkAnswer:
    host = urlsplit(url).hostname or ""
    time.sleep(max(0.0, last.get(host, 0.0) + PAUSE - time.monotonic()) if host in last else 0.0)
    try:
        return ask_link(url)
    except GatewayError as error:
        return LinkAnswer(403, fault=error.as_json())
    finally:
        last[host] = time.monotonic()


def _finding(url: str, answer: LinkAnswer, where: str) -> Finding | None:
    found = health(answer.status, answer.moved_to, answer.fault, url=url, failures=0, is_new_day=True)
    return link_finding(found.state, url, answer.moved_to, found.fault, where)
