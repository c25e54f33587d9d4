"""Safe HTML is safe between tags, not between the quotes of an attribute: none is ever written there."""

import importlib
import inspect
import re
from pathlib import Path

import pytest
from cast import make_manager
from django.conf import settings
from django.template.base import Lexer, TokenType, VariableNode
from django.utils import translation
from django.utils.safestring import SafeData, SafeString
from django.utils.translation import gettext

from commonhour.web.kept import shelf
from tests.hostile.user_text import DESK, PAGES, TEXTS, make_full_hub, write_everywhere

TEMPLATES = Path(__file__).parents[2] / "commonhour" / "templates"
# Django's filters whose answer is HTML.
HTML_FILTERS = {"safe", "safeseq", "linebreaks", "linebreaksbr", "urlize", "urlizetrunc", "linenumbers",
                "unordered_list", "json_script"}  # fmt: skip
TAGS = importlib.import_module("commonhour.web.tags")


def in_tags(path):
    """The tokens of a template that stand inside a tag, so in an attribute's value."""
    before = ""
    for token in Lexer(path.read_text(encoding="utf-8")).tokenize():
        if token.token_type == TokenType.TEXT:
            before += token.contents
        elif token.token_type != TokenType.COMMENT and before.rfind("<") > before.rfind(">"):
            yield token


def every_template():
    return sorted(TEMPLATES.rglob("*.html"))


def is_html(name):
    """Whether our filter or tag of this name gives safe HTML, by its annotation."""
    found = getattr(TAGS, name, None)
    return found is not None and inspect.get_annotations(inspect.unwrap(found)).get("return") is SafeString


@pytest.mark.parametrize("path", every_template(), ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_no_filter_or_tag_of_an_attribute_gives_html(path):
    for token in in_tags(path):
        if token.token_type == TokenType.VAR:
            names = re.findall(r"\|\s*(\w+)", token.contents)
            assert not [name for name in names if name in HTML_FILTERS or is_html(name)], token.contents
        else:
            assert not is_html(token.split_contents()[0]), token.contents


def test_the_scan_sees_attributes_and_nothing_else(tmp_path):
    path = tmp_path / "page.html"
    path.write_text(
        '<a {% if x %}href="{{ one }}"{% endif %} title="a {% to two %}">{{ three }}</a>{{ four }}'
    )
    found = [token.contents for token in in_tags(path)]
    assert found == ["if x", "one", "endif", "to two"]


def test_html_filters_of_ours_are_known_by_their_annotation():
    assert is_html("markdown")
    assert is_html("when")
    assert not is_html("to")


@pytest.mark.django_db
def test_while_pages_are_rendered_no_safe_text_reaches_an_attribute(now, client, monkeypatch):
    """What a context holds cannot be seen in a template: every variable of an attribute is looked at as it is."""
    spots = {
        (str(path), token.lineno, token.contents) for path in every_template() for token in in_tags(path)
    }
    # What a template itself passes to one that it includes is safe text, and ours.
    literals = {one for path in every_template() for one in re.findall(r'\w="([^"]*)"', path.read_text())}
    seen, plain = [], VariableNode.render

    def render(self, context):
        if (self.origin.name, self.token.lineno, self.token.contents) in spots:
            value = self.filter_expression.resolve(context)
            seen.append((self.token.contents, isinstance(value, SafeData) and value not in literals))
        return plain(self, context)

    monkeypatch.setattr(VariableNode, "render", render)
    make_full_hub()
    client.force_login(make_manager())
    for text in ("words", TEXTS[0]):
        write_everywhere(text)
        shelf.clear()
        for path in [*PAGES, *DESK]:
            client.get(path)
    assert len(seen) > 500
    assert not {contents for contents, is_safe in seen if is_safe}


@pytest.mark.parametrize("language", [code for code, _ in settings.LANGUAGES])
def test_no_translation_of_an_attribute_ends_it(language):
    """A literal of a template is safe text, and so is its translation."""
    literal = re.compile(r"""\btranslate (?:'([^']*)'|"([^"]*)")|_\((?:'([^']*)'|"([^"]*)")\)""")
    found = {
        next(filter(None, match.groups()))
        for path in every_template()
        for token in in_tags(path)
        for match in literal.finditer(token.contents)
    }
    assert len(found) > 5
    with translation.override(language):
        assert not [text for text in found if set('"<>') & set(gettext(text))]
