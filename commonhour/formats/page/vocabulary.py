"""The plain words by which pages of every community name groups, calls, roles and facts. No community's own words."""

import functools
import re

_SURELY_GROUP = r"(?:working|special interest|interest|user) group|task ?force|(?:sub-?)?committee|chapter|council|board|sig|wg|guild"
_GROUP = rf"(?:{_SURELY_GROUP}|sub-?group|team|squad|circle|group)"
_MEETING = (
    r"meetings?|meet-?ups?|calls?|syncs?|stand-?ups?|webinars?|panels?|office hours?|hours|touch-?points?"
    r"|all[- ]hands|town ?halls?|round-?tables?|triages?|hangouts?|caf[eé]s?|clinics?|sessions?|workshops?"
    r"|discussions?|huddles?|gatherings?|briefings?|seminars?|talks?|forums?|check-?ins?|hackathons?|conversations?"
)
_STATES = (
    (
        "concluded",
        r"emeritus|concluded|archived?|retired|disbanded|dissolved|closed|former|past|inactive|completed",
    ),
    ("paused", r"paused?|on hold|hiatus|dormant|maintenance(?: phase| mode)?|sleeping|suspended"),
    ("forming", r"forming|proposed|in formation|incubating|starting up"),
)
_PLACES = (
    r"global|world-?wide|international|europe(?:an)?|eu|emea|apac|asia(?:[ -]pacific)?|amer|americas?|north america|na"
    r"|latin america|latam|south america|africa|middle east|oceania|australia|us|usa|uk|india|japan|china|nordics?|dach|anz"
)
GROUP_WORD = re.compile(rf"\b(?:{_GROUP}|sub-?project)s?\b", re.I)
MEETING_WORD = re.compile(rf"\b(?:{_MEETING})\b", re.I)
ONE_GROUP = re.compile(
    rf"\b(?:{_SURELY_GROUP}|sub-?project)\b", re.I
)  # a list of "Subprojects" lists no groups
SEVERAL = re.compile(
    rf"(?:^|\W)(?:{_GROUP}s|programmes|programs|(?:[\w-]+ ){{0,3}}(?:meetings|calls|syncs|events))\s*(?:\([^)]*\))?\W*$",
    re.I,
)
SEVERAL_GROUPS = re.compile(rf"\b{_GROUP}s\s*(?:\([^)]*\))?\W*$", re.I)
PLACE = re.compile(
    rf"(?<![\w-])(?:{_PLACES})(?![\w-])(?!/(?!Africa|America|Asia|Europe)(?-i:[A-Z])[a-z]+(?:_[A-Za-z]+)*\b)",
    re.I,
)
_PLACE_CASED = re.compile(r"^(?:na|us|eu|uk|anz)$", re.I)

FURNITURE = re.compile(
    r"\b(?:quick|links?|licen[cs]es?|licensing|legal|governance|resources?|projects?|contribut\w*|code of conduct|conduct"
    r"|getting started|get started|get involved|getting involved|how to|faqs?|questions?|support|help|join\w*|contacts?"
    r"|contact us|connect|get in touch|stay in touch|follow|social|communicat\w*|channels?|slack|mailing lists?|lists?|chat"
    r"|calendars?|about|overview|introduction|documentation|install\w*|usage|features?|credits?|acknowledg\w*|roadmap"
    r"|table of contents|contents|toc|references?|recordings?|archives?d?|notes|agendas?|minutes|news\w*|subscri\w*"
    r"|leadership|facilitating|attending|organi[sz]ing|hosting|after|before|during|time ?zones?|utc|etiquette|expectations"
    r"|community|security|badges?|sponsors?|repositories|stakeholders?|background|process\w*|proposing|propose|creating"
    r"|upcoming|dates|all meetings|membership|members|details)\b", re.I
)  # fmt: skip
BARE_CONTAINER = re.compile(
    r"^\W*(?:regular |community |our |public |upcoming |recurring |weekly |scheduled |all |current |active |open )*"
    r"(?:meetings?|calls?|meeting (?:schedule|times?|information|details)|schedule|events?)\W*$", re.I
)  # fmt: skip
MEETINGS_PAGE = re.compile(
    rf"\b(?:(?:{_SURELY_GROUP})s?|meetings?|calls|webinars?|meetups?|office hours|events|touch-?points?|syncs?)\b",
    re.I,
)

GOALS = re.compile(
    r"^(?:[\w-]+ ){0,2}(?:goals?|objectives?|aims|deliverables?|okrs?)(?: (?:for|in) \d{4})?$", re.I
)
STATE_LABEL = re.compile(r"^(?:status|state|phase)$", re.I)
REGION_LABEL = re.compile(r"^(?:regions?|area)$", re.I)
LEAD_LABEL = re.compile(r"^(?:lead(?:ing)? organi[sz]ation|led by|lead by|partner organi[sz]ation)$", re.I)
WHEN = re.compile(
    r"^(?:when|times?(?: \(\w+\))?|dates?|days?(?: and time)?|schedule|cadence|frequency|meets|next (?:meeting|call|session|date)"
    r"|(?:regular |community |public |weekly |monthly |bi-?weekly )*(?:meetings?|calls?|sync)(?: times?| dates?| days?| calendar"
    r"| schedule| cadence| info)?|date (?:and|&) time|how often|occurrence|recurrence|rhythm|repeats|(?:first|start(?:s|ing)?)(?: (?:meeting|call|session|date|on))?|since|beginning)$", re.I
)  # fmt: skip
NAMED_CALL = re.compile(r"^(?!next\b)(?:[\w&/-]+ ){1,5}(?:meetings?|calls?|syncs?)(?: \([^)]*\))?$", re.I)
NOT_YET = re.compile(
    r"^\W*(?:tbd|tba|tbc|n/?a|none|nobody|vacant|to be (?:determined|decided|announced|confirmed)|-|–|—)?\W*$",
    re.I,
)
KNOWN_CHANNEL = re.compile(
    r"^(?:(?:our |main |public |general |community |the )*(?:communication |communications )?(?:channels?|slack|slack channel|chat"
    r"|zulip|matrix|discord|irc|mailing lists?|email list|lists?|forum|discussions?|e-?mail|notes|meeting notes(?: archive)?"
    r"|meeting minutes|minutes|agendas?|notes (?:and|&) agenda|repo|repos|repository|repositories|working repos?|github"
    r"|github repository|github repo|source code|code|docs|documents?|documentation|document folder|folder|drive|recordings?"
    r"|meeting recordings|videos?|youtube|playlist|calendar|website|site|home ?page|charter|charter / mission|roadmap|links?"
    r"|zoom|join|video call|meeting link|location|where|vc|join link|zoom link|passcode)"
    r"|(?:community |regular )*meeting (?:vc|link))$", re.I
)  # fmt: skip
FIRST_LABEL = re.compile(r"^(?:first|start|since|beginning)", re.I)
SCOPE = re.compile(
    r"^(?:scope|mission|purpose|description|about|charter|theme|topic|focus|summary|responsibilit(?:y|ies))$",
    re.I,
)
CALL_FOR_PROPOSALS = re.compile(
    r"\b(?:cfps?|call for (?:proposals|papers|speakers|talks|topics)|(?:submit|propose|suggest|give) a (?:talk|topic|session|proposal|cfp)"
    r"|speaker (?:form|sign-?up)|talk proposals?)\b", re.I
)  # fmt: skip

_ROLES = (
    (
        "emeritus",
        r"emerit(?:us|i|a)|(?:former|past)(?= (?:[\w-]+ ){0,2}(?:co-?)?(?:leads?|chairs?|moderat|organi|maintain|member|host|facilitat))",
    ),
    ("moderator", r"moderat\w+"),
    ("chair", r"(?:co-?)?chair(?:s|ed|person|people|man|woman)?(?:\(s\))?"),
    ("tech lead", r"tech(?:nical)? leads?|tls?"),
    ("liaison", r"liaisons?"),
    ("organizer", r"(?:co-?)?organi[sz](?:ers?|ed)"),
    ("facilitator", r"facilitat(?:ors?|ed)"),
    ("host", r"(?:co-?)?host(?:s|ed)?"),
    ("note-taker", r"note-?takers?|scribes?"),
    ("coordinator", r"co-?ordinat(?:ors?|ed)"),
    ("maintainer", r"maintain(?:ers?|ed)"),
    ("secretary", r"secretar(?:y|ies)"),
    ("lead", r"(?:co-?)?(?:lead(?:s|ers?)?|led)(?:\(s\))?"),
    ("owner", r"owners?"),
    ("sponsor", r"sponsors?"),
    ("member", r"members|participants"),
)
_ROLE_PATTERNS = [(role, re.compile(rf"\b(?:{pattern})\b", re.I)) for role, pattern in _ROLES]
_STATE_PATTERNS = [(state, re.compile(rf"\b(?:{pattern})\b", re.I)) for state, pattern in _STATES]


_DUTY = re.compile(
    r"\b(?:responsibilit\w+|dut(?:y|ies)|tasks?|becoming|eligib\w+|elections?|expectations?|process)\b", re.I
)


# The same few labels stand on a page again and again. Kept by each process for itself.
kept = functools.lru_cache(maxsize=4_000)


@kept
def role_of(label: str) -> str:
    """The role a label or heading names ("Moderators & Chairs" is moderator), or ""."""
    if len(label.split()) > 6 or _DUTY.search(label):
        return ""
    if len(label.split()) > 2 and re.match(r"members|participants", label, re.I):
        return ""
    found = [(m.start(), role) for role, pattern in _ROLE_PATTERNS if (m := pattern.search(label))]
    if any(role == "emeritus" for _, role in found) and len(found) > 1:
        return "emeritus"
    found = [pair for pair in found if not (pair[1] == "lead" and any(r == "tech lead" for _, r in found))]
    return min(found)[1] if found else ""


_LABEL_WORD = re.compile(
    r"by|and|of|in|to|the|on|at|or|for|with|is|are|part|next|past|strategic|duration|artifacts?|folder|company|profile|organi[sz]ation"
    r"|affiliation|employer|mission|scope|vc|tags?|further|content|current|past|works?|useful|related|important|other|virtual|online|regular|public|recurring|weekly|monthly|mechanics|logistics|locations?|information|info|invites?|topics?|titles?|talks?|dates?|days?|regions?|speakers?|presenters?|guests?|recordings?"
    r"|chat|meets|when|where|who|what|how|time|times|status|state|phase|lead|led|leads|moderated|repos?|repository|prefixes|charter|agenda"
    r"|minutes|purpose|description|names?|roles?|items?|values?|details|aims|goals?|objectives?|deliverables?|okrs?|cadence|schedule"
    r"|frequency|cfps?|webinars?|recurring|video|videos|zoom|website|site|home|archive|source|code|document|documents", re.I
)  # fmt: skip


@kept
def is_label_word(word: str) -> bool:
    """True for a word that names a fact, a role, a kind of group or of call, or joins such words; "" counts as one."""
    patterns = (
        _LABEL_WORD,
        FURNITURE,
        MEETING_WORD,
        GROUP_WORD,
        *(p for _, p in _ROLE_PATTERNS + _STATE_PATTERNS),
    )
    return not word or any(pattern.fullmatch(word) for pattern in patterns)


def is_role_word(text: str) -> bool:
    """True when the text is only the name of a role ("Chairs"), and no person's name."""
    return bool(text) and all(
        any(p.fullmatch(w) for _, p in _ROLE_PATTERNS) or w.lower() in ("and", "&") for w in text.split()
    )


@kept
def state_of(text: str) -> str:
    """The state of a group its heading or status names, or ""."""
    return next((state for state, pattern in _STATE_PATTERNS if pattern.search(text)), "")


def region_of(*texts: str) -> str:
    """The region the first text that names one speaks of: "global", "Europe", "APAC & EMEA"; or ""."""
    for text in texts:
        found = [
            m.group()
            for m in PLACE.finditer(text)
            if not _PLACE_CASED.match(m.group()) or m.group().isupper()
        ]
        if found:
            return " & ".join(dict.fromkeys(_region_name(place) for place in found))
    return ""


def is_place(name: str) -> bool:
    """True for what names only regions, "Europe + Asia": an edition of what stands above."""
    return not re.search(r"[^\W\d_]", re.sub(r"\band\b", "", PLACE.sub("", name)))


def _region_name(place: str) -> str:
    low = place.lower()
    if low in ("global", "worldwide", "world-wide", "international"):
        return "global"
    if low == "european":
        return "Europe"
    return (
        place.upper()
        if len(low) <= 5
        and low in ("eu", "emea", "apac", "amer", "na", "latam", "us", "usa", "uk", "dach", "anz")
        else place.title()
    )


def kind_of_group(name: str, context: str) -> str:
    """The kind (one of `core.draft.GROUP_KINDS`) of a group, by its own name and then by what stands round it."""
    for text in (name, context):
        if re.search(r"\b(?:working groups?|special interest|task ?forces?|sigs?|wgs?)\b", text, re.I):
            return "working-group"
        if re.search(r"\bchapters\b" if text is context else r"\bchapters?\b", text, re.I):
            return "chapter"
        if re.search(r"\b(?:committees?|boards?|councils?|steering)\b", text, re.I) and text is name:
            return "committee"
        if re.search(r"\b(?:committees|boards|councils)\b", text, re.I):
            return "committee"
        if MEETING_WORD.search(text):
            return "programme"
    return "working-group"
