"""Every code that is raised has words with just its facts, no words are left over, and they tell each kind of fact."""

import ast
import gettext as stdlib_gettext
from collections.abc import Iterator
from string import Formatter

import pytest
import translations
from test_architecture import MODULES

from commonhour.errors import Conflict, RefusedInput, Told
from commonhour.errors.telling import fault, tell, told
from commonhour.errors.words import WORDS
from commonhour.formats.ical.values import BadValue

OF_GATEWAYS = {"_refused", "_failed"}
OF_THE_ERROR = {"where", "permanent", "retry_after"}
PASSED_ON = {"error.code", "code"}  # of another error, with all of its facts


def kinds() -> set[str]:
    """Every error that is told."""
    found, waiting = {"fault"}, [Told]
    while waiting:
        waiting += (kind := waiting.pop()).__subclasses__()
        found.add(kind.__name__)
    return found | {BadValue.__name__}


def told_somewhere() -> Iterator[tuple[str, str, set[str]]]:
    """(place, code, names of its facts) of every error and fault in the code."""
    every = kinds()
    for path, tree in MODULES.items():
        names = every | OF_GATEWAYS if path.parent.name == "gateways" else every
        for node in (n for n in ast.walk(tree) if isinstance(n, ast.Call)):
            if not (isinstance(node.func, ast.Name) and node.func.id in names) or not node.args:
                continue
            place, code = f"{path.name}:{node.lineno}", node.args[0]
            if ast.unparse(code) in PASSED_ON:
                continue
            assert isinstance(code, ast.Constant), f"{place} has no code that can be looked up"
            facts = {word.arg or "**" for word in node.keywords} - OF_THE_ERROR
            if node.func.id == "_failed":
                facts |= {"host"}
            yield place, str(code.value), facts


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def test_every_code_has_words_with_its_facts():
    wrong = [
        (place, code, facts)
        for place, code, facts in told_somewhere()
        if code not in WORDS or places(WORDS[code]) != facts
    ]
    assert not wrong


def test_no_words_are_left_over():
    assert not WORDS.keys() - {code for _, code, _ in told_somewhere()} - {"told"}


def test_no_code_has_words_twice():
    from commonhour.errors.words import desk, files, outside, times

    assert len(WORDS) == sum(len(room.WORDS) for room in (desk, files, outside, times))


def test_all_words_are_marked_for_translation():
    marked = {message.id for message in translations.marked(translations.sources())}
    assert not set(WORDS.values()) - marked


@pytest.mark.parametrize(
    ("one", "sentence"),
    [
        (fault("file-too-large", bytes=12_000, most=10_000), "The file has 12,000 bytes; the limit is 10,000."),
        (fault("no-such-week", year=2027, week=53), "The year 2027 has no week 53."),
        (fault("ports-only", host="a.example", ports=["80", "443"], port=8080), "a.example is asked on ports 80 and 443 only, not on 8080."),
        (fault("no-clock-shows", hour=15, minute=5), "No clock shows 15:05; write the hour like 3pm or 15:00."),
        (fault("unknown-zone", zone="{zone}"), "“{zone}” is not a time zone this hub knows; use a name such as Europe/Madrid."),
        (told("As it was."), "As it was."),
        (told(""), ""),
        (fault("unknown-zone"), "“…” is not a time zone this hub knows; use a name such as Europe/Madrid."),
        ({"code": "of a later version", "facts": {}}, "of a later version"),
    ],
)  # fmt: skip
def test_facts_are_told_by_their_kind(one, sentence):
    assert tell(one) == sentence


def test_an_error_is_its_english_sentence_and_knows_where():
    error = RefusedInput("empty-file", where="a\n.ics")
    assert str(error) == error.sentence() == "a .ics: The file is empty."
    assert error.as_json() == {"code": "empty-file", "facts": {}, "where": "a\n.ics"}


def test_an_error_speaks_other_languages():
    with translations.po_path("es").with_suffix(".mo").open("rb") as file:
        spanish = stdlib_gettext.GNUTranslations(file).gettext
    error = Conflict("removed-meanwhile")
    assert error.sentence(spanish) == spanish("It was removed while you were writing.") != str(error)
    numbers = RefusedInput("file-too-large", bytes=12_000, most=10_000).sentence(number=lambda n: f"<{n}>")
    assert numbers == "The file has <12000> bytes; the limit is <10000>."
