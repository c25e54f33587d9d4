"""A proposal put together from headings and their texts: what is known goes into its fields, the rest among the answers."""

import re
from collections.abc import Iterable

from commonhour.core.proposed import Proposed, Speaking, fitted
from commonhour.formats.proposals.vocabulary import (
    OURS,
    field_of,
    field_of_speaker,
    instant,
    level_of,
    links_in,
    state_of,
)

Said = Iterable[tuple[str, str]]
_TEXTS = ("title", "abstract", "takeaway", "topic", "spoken", "format")
_INSTANTS = ("created_at", "submitted_at", "held_at")
_ADDRESS = re.compile(r"[^@\s<>,;]{1,64}@[^@\s<>,;]{1,180}\.[^@\s<>,;.]{2,}")
_BETWEEN = re.compile(r"\s*[;\n]\s*|\s*,\s+(?=\S+\s+\S)|\s+&\s+|\s+and\s+(?=[^\W\d_])")


def gathered(said: Said, *, key: str = "") -> Proposed:
    """Of one proposal; the first text of a field counts, and every other one is an answer."""
    one = Proposed(key)
    speaking: dict[str, str] = {}
    for head, text in said:
        if not text.strip():
            continue
        if not (
            _put(one, field_of(head), text.strip()) or _speak(speaking, field_of_speaker(head), text.strip())
        ):
            tell(one, head, text.strip())
    one.speakers = _speakers(speaking, one)
    return one


def finished(one: Proposed) -> Proposed:
    """With a title, whatever there is; nothing longer than the tables hold."""
    one.title = (
        one.title or one.abstract.partition("\n")[0][:200] or (one.speakers[0].name if one.speakers else "")
    )
    one.title = one.title or f"Proposal {one.key}".strip()
    one.title = " ".join(one.title.split())
    return fitted(one)


def tell(one: Proposed, head: str, text: str) -> None:
    """As an answer, also where the same was asked before."""
    name, number = head.strip()[:300] or "Text", 2
    while one.answers.get(name, text) != text:
        name, number = f"{head.strip()[:300]} ({number})", number + 1
    one.answers[name] = text


def speaker(said: Said, one: Proposed) -> Speaking:
    """One speaker of a proposal; what is known of none of their fields is an answer."""
    speaking: dict[str, str] = {}
    rest = [(head, text) for head, text in said if text.strip()]
    rest = [(head, text) for head, text in rest if not _speak(speaking, field_of_speaker(head), text.strip())]
    (found,) = _speakers(speaking, one, is_one=True) or [Speaking()]
    for head, text in rest:
        tell(one, f"{found.name}: {head}" if found.name else head, text.strip())
    return found


def _put(one: Proposed, name: str, text: str) -> bool:
    if name in _TEXTS and not getattr(one, name):
        setattr(one, name, text)
    elif name in _INSTANTS and not getattr(one, name) and instant(text):
        setattr(one, name, instant(text))
    elif name == "key" and not one.key:
        one.key = text[:200]
    elif name == "level" and level_of(text):
        one.level = level_of(text)
    elif name in ("recording", "slides") and not getattr(one, name) and _is_address(text):
        setattr(one, name, text)
    else:
        return (name == "state" and _put_state(one, text)) or (name == "links" and _put_links(one, text))
    return True


def _put_state(one: Proposed, text: str) -> bool:
    """A word that is none of ours is kept as it was, too."""
    one.state = state_of(text) or one.state
    return text in OURS


def _put_links(one: Proposed, text: str) -> bool:
    found, rest = links_in(text)
    one.links += [link for link in found if link not in one.links]
    return bool(found) and not rest


def _is_address(text: str) -> bool:
    return text.lower().startswith(("https://", "http://")) and " " not in text and len(text) <= 2_000


def _speak(speaking: dict[str, str], name: str, text: str) -> bool:
    if not name or speaking.get(name, text) != text:
        return False
    speaking[name] = text
    return True


def _with_owner(said: dict[str, str], one: Proposed, whole: str) -> str:
    """Whoever sent it in speaks, where nobody else does."""
    owner, email = said.get("owner", ""), said.get("owner_email", "")
    if not whole or whole == owner:
        said.setdefault("email", email)
        return whole or owner
    if owner:
        tell(one, "Owner", owner)
    if email and email != said.get("email"):
        one.apart["Owner’s e-mail"] = email
    return whole


def _speakers(said: dict[str, str], one: Proposed, *, is_one: bool = False) -> list[Speaking]:
    """Several names in one cell are several speakers; what is said beside them is of the first."""
    if not said:
        return []
    whole = " ".join(filter(None, [said.get("first"), said.get("last")])) or said.get("name", "")
    if said.get("name") not in (None, whole) and ("first" in said or "last" in said):
        tell(one, "Name", said["name"])
    whole = _with_owner(said, one, whole)
    names = [whole] if is_one else [name for name in _BETWEEN.split(whole) if name.strip()] or [""]
    emails = _ADDRESS.findall(said.get("email", ""))
    found = [Speaking(name=name.strip()) for name in names]
    for speaking, email in zip(found, emails, strict=False):
        speaking.email = email.casefold()[:254]
    if len(emails) > len(found) or (said.get("email") and not emails):
        tell(
            one,
            "E-mail, not understood",
            _ADDRESS.sub("", said["email"]).strip(" ,;") or "more than there are speakers",
        )
        found += [Speaking(email=email.casefold()[:254]) for email in emails[len(found) :]]
    for name in ("organisation", "bio", "pronouns", "picture", "tzid"):
        if name in said:
            setattr(found[0], name, said[name])
    return found
