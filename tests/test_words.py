"""Every code that is raised has words with just its facts, no words are left over, and they tell each kind of fact."""

import ast
import gettext as stdlib_gettext
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest
import translations
from test_architecture import MODULES

import commonhour.actions.notes.writing  # noqa: F401  - has an error of its own
from commonhour.core.finding import SEVERITIES
from commonhour.core.speech import upstream
from commonhour.core.speech.noticed import NAMES, across, brought, hub, pages
from commonhour.core.speech.noticed import WORDS as FINDINGS
from commonhour.core.speech.noticed import files as of_files
from commonhour.errors import Conflict, RefusedInput, Told
from commonhour.errors.telling import fault, tell, told
from commonhour.errors.words import WORDS, answers, desk, files, matching, outside, standing, times
from commonhour.formats.catalogue.keys import MEANINGS
from commonhour.formats.ical.values import BadValue
from commonhour.formats.page import secrets

OF_GATEWAYS = {"_refused", "_failed"}
OF_THE_ERROR = {"where", "permanent", "retry_after"}
OF_THE_FINDING = {"subject", "other", "also"}
PASSED_ON = {"error.code", "reason['code']", "code"}  # of another error, with all of its facts
# Where a code or a case is not written down, what it may be.
CODES = {"code": ("contradiction", "channel-name-differs")}
CASES = {
    "first.what": ("hour", "zone", "day", "rhythm"),
    "case": ("", "in-utc"),
    "meaning": MEANINGS,
    "_CASES[kind]": tuple(secrets._CASES.values()),
}
# What `dropped` has counted: its calls are looked at.
GATHERED = {"self.add('dropped-property', line, case, **named, times=self._drop_count[case, name])"}

Saying = tuple[str, str, set[str]]  # place, code, names of its facts


def kinds() -> set[str]:
    """Every error that is told."""
    found, waiting = {"fault"}, [Told]
    while waiting:
        waiting += (kind := waiting.pop()).__subclasses__()
        found.add(kind.__name__)
    return found | {BadValue.__name__}


def calls(*files: str) -> Iterator[tuple[Path, str, ast.Call, ast.AST]]:
    """(file, name, call, the function it stands in) of every call of a name or of something's method."""
    for path, tree in MODULES.items():
        if files and path.name not in files:
            continue
        for home in (n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef)):
            for node in (n for n in ast.walk(home) if isinstance(n, ast.Call) and n.args):
                name = getattr(node.func, "id", "") or f".{getattr(node.func, 'attr', '')}"
                yield path, name, node, home


def facts_of(node: ast.Call, home: ast.AST) -> set[str]:
    """The names a call gives values for, those of `**facts` included when they stand in the same function."""
    found: set[str] = set()
    for word in node.keywords:
        if word.arg:
            found.add(word.arg)
            continue
        of = ast.unparse(word.value)
        made = [
            n
            for n in ast.walk(home)
            if isinstance(n, ast.Assign | ast.AnnAssign) and isinstance(n.value, ast.Dict)
        ]
        rows = [n.value for n in made if of in map(ast.unparse, getattr(n, "targets", None) or [n.target])]
        assert rows, f"nobody can see what {of} holds"
        found |= {key.value for row in rows for key in row.keys if isinstance(key, ast.Constant)}
    return found


def errors() -> Iterator[Saying]:
    every = kinds()
    for path, name, node, home in calls():
        is_one = name in every or (path.parent.name == "gateways" and name in OF_GATEWAYS)
        code = node.args[0]
        if not is_one or ast.unparse(code) in PASSED_ON:
            continue
        assert isinstance(code, ast.Constant), f"{path.name}:{node.lineno} has no code that can be looked up"
        more = {"host"} if name == "_failed" else set()
        yield f"{path.name}:{node.lineno}", code.value, facts_of(node, home) - OF_THE_ERROR | more


def findings() -> Iterator[Saying]:
    for path, name, node, home in calls():
        place, code = f"{path.name}:{node.lineno}", node.args[0]
        if name == ".dropped":
            case = [word.value for word in node.keywords if word.arg == "case"] or node.args[2:]
            facts = {"times"} | ({"name"} if node.args[1:] else set())
            yield place, "/".join(["dropped-property", *(one.value for one in case)]), facts
        if name not in ("notice", ".find", ".add", ".once") or ast.unparse(node) in GATHERED:
            continue
        case = node.args[2] if len(node.args) > 2 else ast.Constant("")
        written = code.value if isinstance(code, ast.Constant) else ""
        if written in SEVERITIES or (
            ast.unparse(code) in CODES and isinstance(case, ast.Constant) and case.value
        ):
            for one in [written] if written else CODES[ast.unparse(code)]:
                for part in [case.value] if isinstance(case, ast.Constant) else CASES[ast.unparse(case)]:
                    yield place, f"{one}/{part}" if part else one, facts_of(node, home) - OF_THE_FINDING


def changes_there() -> Iterator[Saying]:
    for path, name, node, home in calls("upstream.py", "reported.py"):
        if name == "said":
            yield f"{path.name}:{node.lineno}", node.args[0].value, facts_of(node, home)


def places(*texts: str) -> set[str]:
    return {name for text in texts for _, name, _, _ in Formatter().parse(text) if name is not None}


@pytest.mark.parametrize(("said", "words"), [(errors, WORDS), (changes_there, upstream.WORDS)])
def test_every_code_has_words_with_its_facts(said, words):
    found = list(said())
    assert not [one for one in found if one[1] not in words or places(words[one[1]]) != one[2]]
    extra = words.keys() - {code for _, code, _ in found} - {"told"}
    assert not extra


def test_every_finding_has_words_with_its_facts():
    found = list(findings())
    for place, code, facts in found:
        words = FINDINGS[code]
        needed = places(words.message, words.suggestion, words.checked)
        of_many = places(words.many) | {"times"} if words.many else set()
        assert needed <= facts <= needed | of_many, place
    assert not FINDINGS.keys() - {code for _, code, _ in found}
    assert {code.partition("/")[0] for code in FINDINGS} == set(SEVERITIES)


def test_no_code_has_words_twice():
    rooms = (
        answers.WORDS,
        desk.WORDS,
        files.WORDS,
        matching.WORDS,
        outside.WORDS,
        standing.WORDS,
        times.WORDS,
    )
    assert len(WORDS) == sum(map(len, rooms))
    rooms = (across.WORDS, brought.WORDS, hub.WORDS, of_files.WORDS, pages.WORDS)
    assert len(FINDINGS) == sum(map(len, rooms))


def test_all_words_are_marked_for_translation():
    marked = {message.id for message in translations.marked(translations.sources())}
    told_as_they_are = {"{reason}", "https://{url}"}
    of_findings = {
        text for one in FINDINGS.values() for text in (one.message, one.suggestion, one.checked, one.many)
    }
    of_names = {name for names in NAMES.values() for name in names.values()}
    every = {*WORDS.values(), *upstream.WORDS.values(), *of_findings - {""}, *of_names}
    assert every - marked - {"{text}"} == told_as_they_are


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
