"""People and their roles, in a labelled line ("Moderated by: A, B and C") or one to a bullet."""

import re

from commonhour.core.draft import DraftPerson
from commonhour.formats.page.blocks import Line
from commonhour.formats.page.vocabulary import NOT_YET, is_role_word, role_of

_SEPARATOR = re.compile(r"\s*(?:;|,\s*(?:and|&)\s|,(?![^(]*\))|\s+and\s+|\s+&\s+|\s+/\s+)\s*")
_WITH_ORGANISATION = re.compile(r"^([^()]+?)\s*\(([^()]*)\)\s*$")
_HANDLE = re.compile(r"^@[\w-]+$")
_BY = re.compile(
    r"\b((?:co-?)?(?:moderated|chaired|led|hosted|facilitated|organi[sz]ed|coordinated|maintained) by|(?:co-?)?(?:moderators?|chairs?"
    r"|leads?|facilitators?|hosts?|organi[sz]ers?|maintainers?)\s*:)\s+([A-Z@].+)$", re.I
)  # fmt: skip
_NAME = re.compile(r"^[^\W\d_][\w.'’\-()@ ]*$")


def people_in(lines: list[Line], text: str, role: str) -> list[DraftPerson]:
    """The people of a labelled line; [] when what is there does not read as names."""
    urls = {span.text.strip().strip("*"): span.url for line in lines for span in line.links}
    names = [part.strip(" .") for part in _SEPARATOR.split(text) if part.strip(" .")]
    people = [_person(name, role, urls) for name in names if not NOT_YET.match(name)]
    return [] if any(p is None for p in people) else [p for p in people if p]


def people_in_sentence(sentence: str, lines: list[Line]) -> list[DraftPerson]:
    """The people of "The group is chaired by A and B" or "Chairs: A, B"."""
    found = _BY.search(sentence)
    if not found:
        return []
    role = role_of(found.group(1))
    return people_in(lines, found.group(2).rstrip(" ."), role) if role else []


def _person(name: str, role: str, urls: dict[str, str]) -> DraftPerson | None:
    found = _WITH_ORGANISATION.match(name)
    organisation = ""
    url = next((url for text, url in urls.items() if text and text in name), "")
    if found and not _HANDLE.match(found.group(2).strip()):
        name, organisation = found.group(1), found.group(2).strip()
    elif found:
        name = found.group(1)
    words = name.split()
    is_plain_prose = len(words) > 1 and words[0][:1].islower() and not name.startswith("@")
    is_name = (
        _NAME.match(name.lstrip("@"))
        and len(words) <= 5
        and "/" not in name
        and not is_role_word(name)
        and not is_plain_prose
    )
    return DraftPerson(name.strip(), role, organisation, url) if is_name else None


def person_of_bullet(line: Line, role: str) -> DraftPerson | None:
    """The person of a bullet under a role's heading: name, a link to a profile, organisation behind a comma or dash."""
    url = next((span.url for span in line.links), "")
    text = line.text
    for link in line.links:
        text = " ".join(text.replace(f"({link.text.strip()})", "").split()).replace(" ,", ",")
    name, _, organisation = (part.strip() for part in _split_name(text))
    name = re.sub(r"\s*\(@[\w-]+\)$", "", name)
    if not organisation:
        found = _WITH_ORGANISATION.match(name)
        if found:
            name, organisation = found.group(1), found.group(2)
    has_shape = (
        0 < len(name.split()) <= 5
        and len(name) <= 60
        and _NAME.match(name.lstrip("@("))
        and "://" not in name
    )
    if not has_shape or is_role_word(name) or NOT_YET.match(name) or len(organisation.split()) > 8:
        return None
    return DraftPerson(name, role, organisation, url)


def _split_name(text: str) -> tuple[str, str, str]:
    found = re.search(r"\s*,\s+|\s+[-–—|]\s+", text)
    return (text[: found.start()], "", text[found.end() :]) if found else (text, "", "")
