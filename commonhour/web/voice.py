"""The words of the page's language, for sentences the core makes."""

from babel import Locale
from django.utils.translation import get_language, gettext

from commonhour.core.speech.words import BabelWords


def words() -> BabelWords:
    """Babel's words for the language in force."""
    return BabelWords(get_language() or "en", gettext)


def locale() -> Locale:
    return words().locale
