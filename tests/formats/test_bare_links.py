"""Addresses that stand bare in a text are links one can read."""

import pytest

from commonhour.formats.markdown_html import html_of, inline_html_of

LINK = '<a href="{}" rel="nofollow noopener">{}</a>'


@pytest.mark.parametrize(
    ("typed", "url", "words"),
    [
        ("See https://wiki.example.org/minutes.", "https://wiki.example.org/minutes", "wiki.example.org/minutes"),
        ("<https://www.example.org/>", "https://www.example.org/", "example.org"),
        ("[https://example.org/a](https://example.org/a)", "https://example.org/a", "example.org/a"),
        ("(https://example.org/x_y_z)", "https://example.org/x_y_z", "example.org/x_y_z"),
        (f"https://docs.example.org/d/{'long' * 20}/edit?tab=0", f"https://docs.example.org/d/{'long' * 20}/edit?tab=0",
         "docs.example.org/…"),
        ("[the notes](https://example.org/notes)", "https://example.org/notes", "the notes"),
    ],
)  # fmt: skip
def test_a_bare_address_is_a_link_with_readable_words(typed, url, words):
    assert LINK.format(url, words) in html_of(typed)
    assert LINK.format(url, words) in inline_html_of(typed)


def test_addresses_in_code_stay_as_they_are():
    assert html_of("`https://example.org/a`") == "<p><code>https://example.org/a</code></p>\n"


def test_a_bare_address_cannot_leave_its_attribute():
    assert "<script" not in html_of('https://example.org/"><script>alert(1)</script>')
