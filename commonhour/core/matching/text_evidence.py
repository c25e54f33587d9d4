"""What a call's links, channels, categories and description say about whose it is."""

import re
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from commonhour.core.matching.naming import Weight, fold, words
from commonhour.core.matching.roster import Name, Roster
from commonhour.core.matching.title_naming import naming
from commonhour.errors.telling import Fault, fault

_URL = re.compile(r"\bhttps?://[^\s<>\"'\\|)\]]+", re.IGNORECASE)
_HASHED = re.compile(r"(?<![\w/&])#([\w][\w.-]*\w)")
_BARE_CHANNEL = re.compile(r"(?<![\w/#-])((?:wg|sig|tag|ug|team|project)-[\w.-]*\w)")
_TAILS = re.compile(r"/(?:edit|view|preview|copy|messages|topics|archive|mobilebasic)$")
_FORGES = ("github.com", "gitlab.com", "codeberg.org", "bitbucket.org")
# A group mentioned behind one of these is talked about, not meeting.
_ABOUT_WORDS = (
    "report reports reporting update updates guest presentation presentations presented presenting presents hosted "
    "joint with together also see related unlike not than by demo talk talks news survey results feedback from vs "
    "overlap overlaps similar"
)
_ABOUT = frozenset(_ABOUT_WORDS.split())
_ABOUT_WINDOW = 4


@dataclass(frozen=True, slots=True)
class Pointer:
    """One group that something in the text points to, and how."""

    group: str
    reason: Fault


def pointers(title: str, text: str, url: str, roster: Roster) -> list[Pointer]:
    """The groups whose own link or channel appears, each once. What several groups share points to none."""
    found = [_by_link(link, roster) for link in [*_URL.findall(text), url] if link]
    found += [_by_channel(name, roster) for name in _channel_names(f"{title} {text}")]
    return list({pointer.group: pointer for pointer in reversed(found) if pointer}.values())


def by_category(categories: tuple[str, ...], roster: Roster) -> list[Pointer]:
    """The groups a category is called by in full, and by nothing else."""
    found: dict[str, Pointer] = {}
    for category in categories:
        named = naming(category, roster)
        if named.group and named.is_full:
            reason = fault("category-names", category=category, group=roster.title_of(named.group))
            found.setdefault(named.group, Pointer(named.group, reason))
    return list(found.values())


def by_description(text: str, roster: Roster) -> list[Pointer]:
    """The groups the description names as those who meet: whole names, word for word."""
    all_words = [word for word in words(text) if word.weight is not Weight.STOP or word.text in _ABOUT]
    texts = [word.text for word in all_words]
    found: dict[str, tuple[Name, int]] = {}
    for name in sorted(roster.names, key=lambda name: -len(name.order)):
        place = _place_of(name, texts)
        is_inside = any(name.need < other.need for other, _ in found.values())
        if place is not None and not is_inside and _is_subject(name, texts, place):
            found.setdefault(name.group, (name, place))
    return [Pointer(slug, fault("description-names", group=roster.title_of(slug))) for slug in found]


def _place_of(name: Name, texts: list[str]) -> int | None:
    width = len(name.order)
    return next((n for n in range(len(texts) - width + 1) if tuple(texts[n : n + width]) == name.order), None)


def _is_subject(name: Name, texts: list[str], place: int) -> bool:
    """A short name counts only next to "working group" or the like; no name counts behind "report from"."""
    before = texts[max(0, place - _ABOUT_WINDOW) : place]
    after = texts[place + len(name.order) : place + len(name.order) + 1]
    if set(before) & _ABOUT:
        return False
    kinds = {"wg", "sig", "group", "team", "committee", "chapter", "taskforce", "tag", "subgroup"}
    return len(name.order) > 1 or bool(kinds & {*before[-1:], *after})


def _by_link(link: str, roster: Roster) -> Pointer | None:
    """The group with the longest own link that this one is or begins with."""
    wanted = link_key(link)
    holders: dict[str, set[str]] = {}
    for group in roster.known.values():
        for url in group.urls:
            key = link_key(url)
            if _is_own_place(key) and (wanted == key or wanted.startswith(key + "/")):
                holders.setdefault(key, set()).add(group.slug)
    longest = max(holders, key=len, default="")
    if len(holders.get(longest, ())) != 1:
        return None
    slug = next(iter(holders[longest]))
    host = longest.partition("/")[0]
    return Pointer(slug, fault("links-to", group=roster.title_of(slug), host=host))


def link_key(url: str) -> str:
    """A link without what does not change where it leads: scheme, www, fragment, the editor's tail."""
    try:
        parts = urlsplit(unquote(url.strip().rstrip(".,;:!?*_")))
    except ValueError:
        return ""  # no address at all: it leads nowhere
    host = parts.netloc.casefold().removeprefix("www.")
    path = re.sub(r"/u/\d+/", "/", parts.path).rstrip("/").removesuffix(".git")
    path = _TAILS.sub("", path)
    if host in _FORGES:
        path = path.casefold()
    query = f"?{parts.query}" if parts.query and not host.endswith(".google.com") else ""
    return f"{host}{path}{query}"


def _is_own_place(key: str) -> bool:
    """False for a bare host or a whole organisation, which cannot be one group's."""
    host, _, path = key.partition("/")
    depth = len([part for part in path.split("/") if part])
    return depth >= (2 if host in _FORGES else 1)


def _channel_names(text: str) -> list[str]:
    return [*_HASHED.findall(text), *_BARE_CHANNEL.findall(fold(text))]


def _by_channel(name: str, roster: Roster) -> Pointer | None:
    wanted = channel_key(name)
    slugs = {group.slug for group in roster.known.values() if wanted in map(channel_key, group.chats)}
    if len(slugs) != 1:
        return None
    slug = slugs.pop()
    return Pointer(slug, fault("names-channel", channel=wanted, group=roster.title_of(slug)))


def channel_key(name: str) -> str:
    return fold(name).strip().lstrip("#").rstrip(".,;:")
