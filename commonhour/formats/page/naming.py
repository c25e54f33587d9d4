"""A group's heading taken apart: its own name, who leads it, its state, whether it is about the next call."""

import re
from dataclasses import dataclass

from commonhour.core.draft import DraftGroup
from commonhour.formats.page.vocabulary import GROUP_WORD, kind_of_group, region_of, state_of
from commonhour.formats.page.wording import undecorated
from commonhour.formats.words.sentence import read_when

_LED_BY = re.compile(
    r"\s*(?:[-–—,:|(\[]\s*)?\b(?:co-?)?(?:lead|led|hosted|run|organi[sz]ed|sponsored) by (?:the )?(.+?)[\])]?\s*$",
    re.I,
)
_STATE_BEHIND = re.compile(r"\s*(?:[-–—:|]\s*|[(\[])(?:in (?:a )?)?([^()\[\]–—]{3,40}?)[\])]?\s*$")
_RHYTHM = re.compile(r"\s*\(([^()]*)\)\W*$")
_NEXT = re.compile(r"^(?:our |the )?next\s+", re.I)
PART_OF = re.compile(
    r"\s*[-–—(,]?\s*\bpart of (?:the )?((?:[\w&'.-]+ ){0,6}?(?:chapter|programme|program|group|committee|council|board|sig|wg))\b\)?",
    re.I,
)


@dataclass(slots=True)
class GroupName:
    name: str
    lead: str = ""
    state: str = "active"
    is_next: bool = False
    rhythm: str = ""


def group_name(heading: str) -> GroupName:
    """ "Rope Metrics - Lead by Harbour" is Rope Metrics, led by Harbour."""
    text, lead, state = re.sub(r"^\d{1,2}[.)]\s+", "", undecorated(heading)), "", "active"
    led = _LED_BY.search(text)
    if led and led.start():
        text, lead = text[: led.start()], led.group(1).strip()
    behind = _STATE_BEHIND.search(text)
    if behind and state_of(behind.group(1)) and len(behind.group(1).split()) <= 3 and behind.start():
        text, state = text[: behind.start()], state_of(behind.group(1))
    often = _RHYTHM.search(text)
    rhythm = often[1] if often and often.start() and read_when(often[1]).cadence.kind else ""
    text = text[: often.start()] if often and rhythm else text
    rhythm = rhythm or (text if read_when(text).cadence.kind else "")
    is_next = bool(_NEXT.match(text))
    return GroupName(_NEXT.sub("", text).strip(" -–—:") or undecorated(heading), lead, state, is_next, rhythm)


def new_group(
    heading: str, space: str | None, context: str, state: str = "active"
) -> tuple[DraftGroup, GroupName]:
    """A group named by its heading, and what else the heading says."""
    parts = group_name(heading)
    parts.name = one_of(parts.name) if GROUP_WORD.search(one_of(parts.name)) else parts.name
    group = DraftGroup("", parts.name, space=space, lead_organisation=parts.lead, state=parts.state)
    if state != "active":
        group.state = state
    group.kind = "programme" if parts.is_next else kind_of_group(parts.name, context)
    group.region = region_of(parts.name)
    return group, parts


def one_of(title: str) -> str:
    """The group or call a page is called after: "SIG Docs Meetings" is SIG Docs."""
    return (
        re.sub(
            r"\s+(?:meetings|calls|syncs|meeting (?:notes|minutes|info\w*|schedule))\W*$",
            "",
            title,
            flags=re.I,
        )
        or title
    )
