"""HTML of notes: no word of it is lost, lines stay lines, and what was made to be slow or huge is neither."""

import pytest

from commonhour.formats.notes.hypertext import markdown_of


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        ("<html><head><title>Tab</title><body><p>All of it", "All of it\n"),
        ("<title>never closed <p>All of it", "<title>never closed <p>All of it\n"),
        ("<p>x<pre>one\n  two\n</pre>y", "x\n\none\n  two\n\ny\n"),
        ("<dl><dt>Ana<dd>chair<dt>Bo<dd>notes</dl>", "Ana\nchair\nBo\nnotes\n"),
        ("<header>Call</header><main>one<figure>two</figure></main>", "Call\n\none\n\ntwo\n"),
        ("<a href='http://[x'>y</a>", "y\n"),
        ("<a href='https://e.org/?a=1&amp;b=2'>y</a>", "[y](https://e.org/?a=1&b=2)\n"),
        ("<a href=https://e.org/a>one<a href=https://e.org/b>two</a></a>", "[one](https://e.org/a)[two](https://e.org/b)\n"),
        ('<p title="a > b">1 < 2 &lt; 3 <3', "1 < 2 < 3 <3\n"),
        ("<p>x<!-- <b>no --> y<?php no ?>", "x y\n"),
        ("<p>x <b unfinished", "x <b unfinished\n"),
        ("x<script>if (a<b) {}</script>y", "xy\n"),
        ("&#" + "9" * 5_000, "&#" + "9" * 5_000 + "\n"),
    ],
)  # fmt: skip
def test_hypertext_as_markdown(text, markdown):
    assert markdown_of(text) == markdown


@pytest.mark.parametrize(
    "part", ["<ul><li>x", "<a ", "<!--", "<a href=https://e.org>x", "<title>", "<b>", "</b>", '<a href="', "<pre>", "<"]
)  # fmt: skip
def test_what_is_repeated_makes_a_text_that_grows_with_it(part):
    """Each of these took a reader seconds or gigabytes."""
    made = [len(markdown_of(part * times)) for times in (1_000, 10_000)]
    assert made[1] <= 11 * max(made[0], 100)
