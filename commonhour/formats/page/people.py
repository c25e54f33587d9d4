"""People and their roles, in a labelled line ("Moderated by: A, B and C"), one to a bullet or in a cell."""

import datetime as dt
import re

from commonhour.core.draft import DraftPerson
from commonhour.formats.page.blocks import Line
from commonhour.formats.page.vocabulary import GROUP_WORD, NOT_YET, is_role_word, role_of, state_of
from commonhour.formats.words.months import MONTH_STEM

_SEPARATOR = re.compile(r"\s*(?:;|,\s*(?:and|&)\s|,(?![^(]*\))|\s+and\s+|\s+&\s+|\s+/\s+)\s*")
_WITH_ORGANISATION = re.compile(r"^([^()]+?)\s*\(([^()]*)\)\s*$")
_HANDLE = re.compile(r"\s*[(\[]?(?:GitHub:?\s*)?\*{0,2}(?<![\w.])@[\w-]+\*{0,2}[)\]]?")
_MAIL = re.compile(r"\s*<?[\w.+-]+@[\w-]+(?:\.[\w-]+)+>?")
_QUOTED = re.compile(r"\s*[\"“”'‘][^\"“”]{1,20}[\"“”'’](?=\s)")
_BY = re.compile(
    r"\b((?:co-?)?(?:moderated|chaired|led|hosted|facilitated|organi[sz]ed|coordinated|maintained) by|(?:co-?)?(?:moderators?|chairs?"
    r"|leads?|facilitators?|hosts?|organi[sz]ers?|maintainers?)\s*:)\s+([A-Z@].+)$", re.I
)  # fmt: skip
_NAME = re.compile(r"^[^\W\d_][\w.'’\-()@ ]*$")
_PARTICLE = re.compile(r"^(?:d[aeiou]|d[eo][lrns]|das|la|le|van|von|ter?n?|bin|ibn|al|el|y|e|af|zu[rm]?)$")
_DATE = rf"(?:(?:{MONTH_STEM})[a-z]*\.?,?\s+\d{{4}}|(?:[\dX]{{1,2}}[./-])?(?:\d{{4}}|XXXX)(?:-\d\d){{0,2}})"
_TERM = re.compile(
    rf"[\s:,(–—-]*\b(?:since\s+{_DATE}|{_DATE}\s*(?:-|–|—|to|until)\s*(?P<end>{_DATE}|current|present|now|today)?)\)?\W*$", re.I
)  # fmt: skip
_NAME_WORDS = 5
_NAME_LENGTH = 60


def is_person(name: str) -> bool:
    """True for what reads as a person's name or handle, and not as a task, a role or a group."""
    words = name.split()
    if not 0 < len(words) <= _NAME_WORDS or len(name) > _NAME_LENGTH or not _NAME.match(name.lstrip("@(")):
        return False
    is_prose = len(words) > 1 and any(w[:1].islower() and not _PARTICLE.match(w) for w in words)
    is_other = is_role_word(name) or GROUP_WORD.search(name) or (len(words) == 1 and state_of(name))
    return not (is_prose or is_other)


def people_in(lines: list[Line], text: str, role: str) -> list[DraftPerson]:
    """The people of a labelled line; [] when what is there does not read as names."""
    urls = {span.text.strip().strip("*"): span.url for line in lines for span in line.links}
    names = [part.strip(" .") for part in _SEPARATOR.split(text) if part.strip(" .")]
    people = [_person(name, role, urls) for name in names if not NOT_YET.match(name.partition("(")[0])]
    return [] if any(p is None for p in people) else [p for p in people if p]


def people_in_sentence(sentence: str, lines: list[Line]) -> list[DraftPerson]:
    """The people of "The group is chaired by A and B" or "Chairs: A, B"."""
    found = _BY.search(sentence)
    if not found:
        return []
    role = role_of(found.group(1))
    return people_in(lines, found.group(2).rstrip(" ."), role) if role else []


def _person(name: str, role: str, urls: dict[str, str]) -> DraftPerson | None:
    url = next((url for text, url in urls.items() if text and text in name), "")
    role = _in_brackets(name, role)
    name, organisation = _parted(name)
    return DraftPerson(name, role, organisation, url) if is_person(name) else None


def named_person(line: Line, role: str) -> DraftPerson | None:
    """The person a cell or bullet opens with: name, a link to a profile, organisation behind a comma or dash."""
    text = line.text
    for link in line.links:
        text = " ".join(text.replace(f"({link.text.strip()})", "").split()).replace(" ,", ",")
    role = _in_brackets(text, role)
    name, organisation = _parted(text)
    if not organisation:
        name, organisation = _split_name(name)
    name, organisation = (name, organisation) if organisation else _parted(name)
    if not is_person(name) or NOT_YET.match(name) or len(organisation.split()) > 8:
        return None
    return DraftPerson(name, role, organisation, next((span.url for span in line.links), ""))


def person_of_bullet(line: Line, role: str, today: dt.date | None = None) -> DraftPerson | None:
    """The person of a bullet under a role's heading; whose term is over by `today` is emeritus."""
    term = _TERM.search(line.text)
    person = named_person(_without_term(line), role)
    if person and term and today and _is_over(term["end"] or "", today):
        person.role = "emeritus"
    return person


def _without_term(line: Line) -> Line:
    spans = list(line.spans)
    if spans and not spans[-1].url:
        last = spans[-1]
        spans[-1] = type(last)(_TERM.sub("", last.text))
    return Line(line.number, spans)


def _is_over(end: str, today: dt.date) -> bool:
    year = re.search(r"\d{4}", end)
    month = re.search(r"\b(\d{1,2})[./-]\d{4}", end)
    last = (int(year[0]), int(month[1]) if month else 12) if year else None
    return last is not None and last < (today.year, today.month)


def _in_brackets(text: str, role: str) -> str:
    """The role with the small word behind the name: "Ada (acting)" is acting chair, "Bo (inactive)" emeritus."""
    found = re.search(r"\(([a-z]{4,14})\)\W*$", text)
    if not found:
        return role
    return "emeritus" if role_of(found[1]) == "emeritus" or state_of(found[1]) else f"{found[1]} {role}"


def _parted(text: str) -> tuple[str, str]:
    """A name without handle, and the organisation in brackets behind it; a word of small letters is none."""
    bare = _QUOTED.sub("", _HANDLE.sub("", _MAIL.sub("", text))).strip() or text.strip()
    found = _WITH_ORGANISATION.match(bare)
    if not found:
        return bare, ""
    name, organisation = found.group(1).strip(), found.group(2).strip()
    return name, organisation if not organisation.islower() or "." in organisation else ""


def _split_name(text: str) -> tuple[str, str]:
    found = re.search(r"\s*,\s+|\s+[-–—|]\s+", text)
    return (text[: found.start()].strip(), text[found.end() :].strip()) if found else (text, "")
