"""The words of the page's language, for sentences that the floors below make or name by a code."""

from collections.abc import Iterable, Mapping
from typing import Any

from babel import Locale, numbers
from django.utils.translation import get_language, gettext

from commonhour.core.finding import Finding
from commonhour.core.speech import findings, upstream
from commonhour.core.speech.words import BabelWords, Voice
from commonhour.errors import Told
from commonhour.errors.telling import Fault, tell


def words() -> BabelWords:
    """Babel's words for the language in force."""
    return BabelWords(get_language() or "en", gettext)


def locale() -> Locale:
    return words().locale


def in_a_sentence(what: Told | Fault) -> str:
    """The sentence of a refusal or a fault."""
    return tell(what.as_json() if isinstance(what, Told) else what, gettext, number)


def message(finding: Finding) -> str:
    return findings.message(finding, Voice(gettext, words()), number)


def suggestion(finding: Finding) -> str:
    return findings.suggestion(finding, Voice(gettext, words()), number)


def changes_there(said: Iterable[Mapping[str, Any]]) -> str:
    """What an outside calendar changed."""
    return upstream.changes_there(said, Voice(gettext, words()))


def number(value: int) -> str:
    return numbers.format_decimal(value, locale=locale())
