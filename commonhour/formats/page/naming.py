"""A group's heading taken apart: its own name, who leads it, its state, whether it is about the next call."""

import re
from dataclasses import dataclass

from commonhour.core.draft import DraftGroup
from commonhour.formats.page.facts import undecorated
from commonhour.formats.page.vocabulary import kind_of_group, region_of, state_of

_LED_BY = re.compile(
    r"\s*(?:[-–—,:|(\[]\s*)?\b(?:co-?)?(?:lead|led|hosted|run|organi[sz]ed|sponsored) by (?:the )?(.+?)[\])]?\s*$",
    re.I,
)
_STATE_BEHIND = re.compile(r"\s*(?:[-–—:|]\s*|[(\[])(?:in (?:a )?)?([^()\[\]–—]{3,40}?)[\])]?\s*$")
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


def group_name(heading: str) -> GroupName:
    """ "CHAOSS OSPO Metrics - Lead by CHAOSS" is CHAOSS OSPO Metrics, led by CHAOSS."""
    text, lead, state = undecorated(heading), "", "active"
    led = _LED_BY.search(text)
    if led and led.start():
        text, lead = text[: led.start()], led.group(1).strip()
    behind = _STATE_BEHIND.search(text)
    if behind and state_of(behind.group(1)) and len(behind.group(1).split()) <= 3 and behind.start():
        text, state = text[: behind.start()], state_of(behind.group(1))
    is_next = bool(_NEXT.match(text))
    return GroupName(_NEXT.sub("", text).strip(" -–—:") or undecorated(heading), lead, state, is_next)


def new_group(
    heading: str, space: str | None, context: str, state: str = "active"
) -> tuple[DraftGroup, bool]:
    """A group named by its heading, and whether the heading speaks of its next call only."""
    parts = group_name(heading)
    group = DraftGroup("", parts.name, space=space, lead_organisation=parts.lead, state=parts.state)
    if state != "active":
        group.state = state
    group.kind = "programme" if parts.is_next else kind_of_group(parts.name, context)
    group.region = region_of(parts.name)
    return group, parts.is_next
