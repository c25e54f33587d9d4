"""A whole folder as one Draft: each of its files read by its kind, and what they say joined."""

import datetime as dt
import posixpath
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath

from commonhour.actions.recognise import KINDS, read_any, recognise
from commonhour.core.draft import Draft, DraftCommunity, Unplaced
from commonhour.core.finding import Finding, notice
from commonhour.core.joining import joined
from commonhour.core.limits import FOLDER_BYTES
from commonhour.errors import RefusedInput, TooLarge, UserError
from commonhour.errors.telling import fault
from commonhour.formats.catalogue.includes import Read

# What a file is refused with that is in order and holds no meetings: a table of zones, a configuration.
_SILENT = {
    "unknown-file", "empty-file", "binary-file", "web-page-handed-in", "no-events-nor-includes", "no-events-nor-include",
    "no-sigs", "no-project", "no-named-meeting", "no-mapping",
}  # fmt: skip
_INDEXES = ("readme", "index", "_index")


@dataclass(slots=True)
class Folder:
    """`names` are its files, as findings name them; `read` gives the bytes of one and raises RefusedInput, `beside`
    what reads the files that one includes; `seen` is told of each file that was looked at."""

    where: str
    names: Sequence[str]
    read: Read
    beside: Callable[[str], Read | None]
    seen: Callable[[], object] = lambda: None
    findings: list[Finding] = field(default_factory=list)


def read_folder(folder: Folder, *, kind: str = "", now: dt.datetime) -> Draft:
    """What the files of one kind say, as one import. The kind is the one given, else that of most of them.

    A file that cannot be read is a finding, as is one of another kind. Raises RefusedInput when none can be read.
    """
    kinds = _kinds(folder)
    chosen = kind or _commonest(kinds.values())
    drafts: dict[str, Draft] = {}
    included: set[str] = set()
    for name, its_kind in kinds.items():
        folder.seen()
        if its_kind != chosen and (its_kind or not kind):
            _leave_out(folder, name, its_kind)
        elif posixpath.normpath(name) not in included:
            draft = _draft(folder, name, chosen, included, now)
            drafts |= {name: draft} if draft else {}
    # A file may come before the one that includes it.
    kept = {name: one for name, one in drafts.items() if posixpath.normpath(name) not in included}
    if not kept:
        raise _nothing(folder)
    whole = joined([*kept.values()], _community(folder, kept))
    whole.findings = _told_once(whole.findings)
    for finding in folder.findings:
        whole.note(finding)
    return whole


def _told_once(findings: Iterable[Finding]) -> list[Finding]:
    """Files of one kind have the same keys: what those were taken for is told of the first."""
    told: dict[object, Finding] = {}
    for one in findings:
        told.setdefault((one.case, *one.facts["keys"]) if one.code == "read-as" else one, one)
    return [*told.values()]


def _kinds(folder: Folder) -> dict[str, str]:
    """The kind of each file, "" when it is none we know. Raises TooLarge for a folder that is too large as a whole."""
    kinds, size = {}, 0
    for name in folder.names:
        try:
            body = folder.read(name)
            kinds[name] = recognise(name, body)
        except UserError as error:
            if error.code != "unknown-file":
                _refuse(folder, name, error)
                continue
            kinds[name] = ""
        size += len(body)
        if size > FOLDER_BYTES:
            raise TooLarge("folder-too-large", most=FOLDER_BYTES, where=folder.where)
    return kinds


def _commonest(kinds: Iterable[str]) -> str:
    """The kind of most files; of two, the one that is tried first."""
    counts, order = Counter(filter(None, kinds)), [kind.name for kind in KINDS]
    return max(counts, key=lambda kind: (counts[kind], -order.index(kind)), default="")


def _draft(folder: Folder, name: str, kind: str, included: set[str], now: dt.datetime) -> Draft | None:
    """What one file says; None, with a finding, when it says nothing. What it includes goes to `included`."""
    beside, here = folder.beside(name), set[str]()

    def read(path: str) -> bytes:
        here.add(posixpath.normpath(posixpath.join(posixpath.dirname(name), path)))
        return beside(path) if beside else b""

    try:
        draft = read_any(name, folder.read(name), kind=kind, now=now, read=read if beside else None)
    except UserError as error:
        _refuse(folder, name, error)
        return None
    included |= here
    if draft.groups or draft.series or draft.sources or draft.sessions:
        return draft
    folder.findings += [one for one in draft.findings if one.code != "no-time"]
    _leave_out(folder, name)
    return None


def _leave_out(folder: Folder, name: str, other_kind: str = "") -> None:
    place = f"{name}:1"
    folder.findings.append(
        notice("dropped-property", place, "other-kind", name=other_kind)
        if other_kind
        else notice("dropped-property", place, "no-meetings")
    )


def _refuse(folder: Folder, name: str, error: UserError) -> None:
    if error.code in _SILENT:
        _leave_out(folder, name)
        return
    where = str(error.as_json().get("where", name))
    place = where if re.search(r":\d+$", where) else f"{name}:1"
    folder.findings.append(notice("refused-input", place, reason=fault(error.code, **error.facts)))


def _nothing(folder: Folder) -> RefusedInput:
    """With the reason of the first file that was refused: it may be the only one."""
    refused = [one for one in folder.findings if one.code == "refused-input"]
    reasons = [one.facts["reason"] | {"where": one.where} for one in refused]
    if reasons:
        return RefusedInput("folder-refused", reason=reasons[0], where=folder.where)
    return RefusedInput("folder-without-meetings", where=folder.where)


def _community(folder: Folder, drafts: Mapping[str, Draft]) -> DraftCommunity:
    """A page that stands for the whole folder names the community; any other one names only what it is about."""
    first, *_ = drafts.values()
    if first.kind != "page":
        return first.community
    indexes = [name for name in drafts if _is_index(folder.where, name)]
    for name, draft in drafts.items():
        if name not in indexes[:1]:
            _keep_words(draft, name)
    return drafts[indexes[0]].community if indexes else DraftCommunity()


def _is_index(folder: str, name: str) -> bool:
    path = PurePath(name)
    return path.parent == PurePath(folder) and path.stem.lower() in _INDEXES


def _keep_words(draft: Draft, name: str) -> None:
    """The words of a page's head belong to its one group, or are listed."""
    about, named = draft.community, {one.name for one in draft.groups} | {one.title for one in draft.series}
    if len(draft.groups) == 1 and not draft.groups[0].description:
        draft.groups[0].description, about.description = about.description, ""
    texts = ("" if about.title in named else about.title, about.description, about.contact_email)
    draft.unplaced += [Unplaced(f"{name}:1", text) for text in texts if text]
