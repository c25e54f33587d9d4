"""Links of a talk with what they are called, as {"label", "url"}: typed an address a line, and shown where they lead somewhere."""

from collections.abc import Iterable

Link = dict[str, str]


def shown_links(links: Iterable[Link]) -> list[tuple[str, str]]:
    """Label and address of each; what was a way into a call, or came from elsewhere in another shape, leads nowhere."""
    rows = [
        (str(one.get("label") or ""), str(one.get("url") or "")) for one in links if isinstance(one, dict)
    ]
    return [(label, url) for label, url in rows if url.lower().startswith(("https://", "http://"))]


def named_links(urls: Iterable[str], known: Iterable[Link]) -> list[Link]:
    """Addresses that were typed, each once; one that is known keeps its label."""
    labels = {url: label for label, url in shown_links(known)}
    return [{"label": labels.get(url, ""), "url": url} for url in dict.fromkeys(urls)]
