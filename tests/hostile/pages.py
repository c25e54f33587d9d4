"""Hostile pages: Markdown that costs the square of its length, front matter, shortcodes and HTML that never close."""

from collections.abc import Iterator

from commonhour.core import limits
from tests.hostile.shape import Hostile, page

_WG = "# Meetings\n\n## Contributor Space\n\n### Metrics Working Group\n\n"


def nesting() -> Iterator[Hostile]:
    yield page("deep-quotes", ">" * 20_000 + " a\n", "20,000 quotes in each other")
    yield page("quotes-on-lines", "".join(">" * n + " a\n" for n in range(1, 300)), "quotes that grow")
    yield page("deep-lists", "".join("  " * n + "* a\n" for n in range(400)), "400 lists in each other")
    yield page("lists-in-one-line", "- " * 20_000 + "a\n", "a list in a list in one line")
    yield page("numbers-in-one-line", "1. " * 15_000 + "a\n", "the same with numbers")
    yield page("deep-brackets", "[" * 30_000 + "a" + "]" * 30_000 + "\n", "60,000 brackets")
    yield page("open-brackets", "[a](" * 15_000 + "\n", "links that never close")
    yield page("open-images", "![" * 30_000 + "\n", "images that never close")
    yield page("emphasis", "*a _b " * 10_000 + "\n", "emphasis that never ends")
    yield page("stars", "*" * 60_000 + "a" + "*" * 4_000 + "\n", "a line of stars")
    yield page("stars-and-lines", "*a **b " * 5_000 + "c* d** " * 3_000 + "\n", "strong in weak in strong")
    yield page(
        "backticks", "".join("e" + "`" * n for n in range(340)) + "\n", "code of every width that never ends"
    )
    yield page("angles", "<" * 60_000 + "\n", "60,000 tags that never begin")
    yield page("comments", "<!--" * 15_000 + "\n", "comments that never end")
    yield page("declarations", "<!A " * 15_000 + "<?" * 2_000 + "\n", "declarations that never end")
    yield page("entities", "&" * 60_000 + "\n", "entities that are none")
    yield page("references", "[a]: u\n" * 20_000 + "[a]\n" * 20_000, "one reference 20,000 times")
    yield page(
        "many-references",
        "".join(f"[{n}]: /u{n}\n" for n in range(20_000)) + "[1]" * 9_000 + "\n",
        "20,000 references",
    )
    yield page(
        "headings", "".join("#" * (1 + n % 6) + f" Group {n}\n" for n in range(10_000)), "10,000 headings"
    )
    yield page("setext", "a\n" * 20_000 + "===\n", "a heading of 20,000 lines")
    yield page("long-table", "|a|b|\n|---|---|\n" + "|c|d|\n" * 20_000, "a table of 20,000 rows")
    yield page(
        "wide-table",
        "|" + "a|" * 15_000 + "\n|" + "---|" * 15_000 + "\n|" + "b|" * 15_000 + "\n",
        "a table of 15,000 columns",
    )
    yield page(
        "table-of-one-row",
        "|" + "a|" * 600 + "\n|" + "---|" * 600 + "\n" + "x\n" * 5_000,
        "a few bytes, three million cells",
    )
    yield page("html-tables", "<table><tr><td>" * 3_000 + "\n", "tables in tables that never close")
    yield page("html-deep", "<div><ul><li>" * 5_000 + "a\n", "15,000 elements in each other")
    yield page("html-attributes", "<div " + "a=1 " * 15_000 + ">\n", "15,000 attributes")
    yield page("fences", "```\n~~~\n" * 10_000, "code that is never closed")
    yield page("tabs", "\t* a\n" * 20_000, "20,000 tabs")
    yield page("blank", "a\n" + "\n" * 900_000, "a megabyte of blank lines")
    yield page("spaces", (" " * 60_000 + "x\n") * 20, "a megabyte of spaces")


def over_limits() -> Iterator[Hostile]:
    yield page(
        "one-line-of-ten-megabytes",
        "x" * (limits.STAFF_BODY_BYTES - 1),
        "ten megabytes in one line",
        "64 KiB",
    )
    yield page(
        "over-ten-megabytes",
        "a b\n" * (limits.STAFF_BODY_BYTES // 4 + 1),
        "over ten megabytes",
        "the limit is 10,485,760",
    )
    yield page("line-at-the-limit", _WG + "x" * limits.LINE_BYTES + "\n", "a line right at the limit")
    yield page("line-over-the-limit", _WG + "x" * (limits.LINE_BYTES + 1) + "\n", "a line over it", "64 KiB")
    yield page(
        "words-over-a-megabyte",
        _WG + "meets weekly on Monday at 10:00 CET\n" * 30_000,
        "a million words about time",
    )
    yield page("five-thousand-groups", "# Meetings\n\n## Groups\n\n" + "".join(
        f"### Working Group {n}\n\n* Meets: Tuesdays 16:00 CET\n* Slack: [#wg-{n}](https://x.slack.com/{n})\n\n" for n in range(5_000)
    ), "5,000 groups")  # fmt: skip
    yield page(
        "thousands-of-links",
        _WG + "".join(f"* [Link {n}](https://example.org/{n})\n" for n in range(8_000)),
        "8,000 links",
    )
    yield page(
        "links-in-one-line", _WG + "[a](https://a.example/) " * 2_600 + "\n", "2,600 links in one line"
    )
    yield page("same-group", "### Metrics Working Group\n\n* Goal: a\n\n" * 3_000, "one group 3,000 times")
    yield page(
        "people",
        _WG + "* Moderated by: " + ", ".join(f"Ana {n}" for n in range(6_000)) + "\n",
        "6,000 moderators",
    )
    yield page(
        "goals", _WG + "".join(f"* Goal: thing {n} in 20{n % 100:02d}\n" for n in range(6_000)), "6,000 goals"
    )


def frames() -> Iterator[Hostile]:
    """Front matter, shortcodes and HTML round or in the page."""
    yield page("front-matter-open", "---\ntitle: x\n" * 2_000, "front matter that is never closed")
    yield page("front-matter-bomb", "---\na: &a [x,x]\n" + "".join(f"{chr(97 + n)}x: &{chr(98 + n)} [*{chr(97 + n)},*{chr(97 + n)}]\n"
               for n in range(20)) + "---\n# M\n", "aliases that double twenty times")  # fmt: skip
    yield page(
        "front-matter-python",
        '---\ntitle: !!python/object/apply:os.system ["id"]\n---\n# M\n',
        "front matter that would run",
    )
    yield page(
        "front-matter-toml", "+++\n" + "a" + ".a" * 20_000 + " = 1\n+++\n# M\n", "a TOML name of 20,000 parts"
    )
    yield page("front-matter-toml-deep", "+++\na = " + "[" * 20_000 + "\n+++\n# M\n", "20,000 TOML lists")
    yield page(
        "front-matter-quotes", '---\ntitle: "' + "\\" * 60_000 + '"\n---\n# M\n', "a title of backslashes"
    )
    yield page(
        "front-matter-giant-int", "+++\na = " + "9" * 6_000 + "\n+++\n# M\n", "a number of 6,000 digits"
    )
    yield page(
        "front-matter-blank-keys", "---\n" + "a" + " " * 60_000 + "\n---\n# M\n", "a key and 60,000 blanks"
    )
    yield page("shortcode-open", "{{< card " * 7_000 + "\n", "shortcodes that never close")
    yield page("shortcode-quotes", '{{< card title="' + 'a" b="' * 8_000 + "\n", "a shortcode of quotes")
    yield page("shortcode-closed-late", '{{< a "' * 6_000 + ">}}\n", "6,000 shortcodes, one end")
    yield page("shortcode-backticks", "{{< a `" * 6_000 + "\n", "the same with backticks")
    yield page("shortcode-blanks", "{{<" + " " * 60_000 + "x\n", "a shortcode of blanks")
    yield page(
        "shortcode-lines", '{{< wg-card\n  title="a"\n' * 8_000, "shortcodes over many lines that never close"
    )
    yield page("shortcode-refs", "](" + "{{< ref " * 7_000 + "\n", "references that never close")
    yield page("liquid-open", "{% " * 20_000 + "\n", "Liquid tags that never close")
    yield page("liquid-lines", "{% if x\n" * 20_000, "the same over lines")
    yield page(
        "forged-places",
        "<!--shortcode:999999--> <!--shortcode:0-->\n<!-- common-hour: x -->\n",
        "a place of a shortcode that is not there",
    )
    yield page(
        "forged-joins",
        "common-hour-join:99 [x](common-hour-join:7) <common-hour-join:0>\n"
        + _WG
        + "* a common-hour-join:5\n",
        "a join that is not there",
    )
    yield page(
        "forged-join-giant", "[x](common-hour-join:" + "9" * 5_000 + ")\n", "a join's number of 5,000 digits"
    )
    yield page("scripts", _WG + "<script>alert(1)</script>\n\n<iframe src='javascript:alert(1)'></iframe>\n\n"
               "* Slack: [x](javascript:alert(1)) [y](data:text/html;base64,PHN2Zz4=) <img src=x onerror=alert(1)>\n"
               "* <svg/onload=alert(1)>\n", "HTML that would run")  # fmt: skip
    yield page(
        "ours-broken",
        "<!-- common-hour: page 1 -->\n<!-- common-hour: group\n# x\n<!-- common-hour: series [[[ -->\n",
        "our own marks, broken",
    )
    yield Hostile("page-of-nuls.md", "page", b"\0" * 50_000, "NULs only", "binary")
    yield Hostile("page-of-bytes.md", "page", bytes(range(1, 256)) * 200, "every byte there is", "binary")
    yield Hostile("page-latin-1.md", "page", "# Caf\xe9 meetings\n".encode("latin-1"), "Latin-1")
    yield Hostile("page-utf-16.md", "page", "# Meetings\n\n* a\n".encode("utf-16"), "UTF-16")
    yield Hostile("page-surrogates.md", "page", b"# \xed\xa0\x80\n", "half a character")
    yield Hostile("page-empty.md", "page", b" \n\t\n", "nothing", "empty")
    yield Hostile("page-html.md", "page", b"<!-- -->" * 5_000 + b"<html><body>", "HTML behind comments", "")
    yield Hostile("page-comments-open.md", "page", b"<!-- --> " * 7_000 + b"x", "comments before nothing", "")
    yield page("page-controls", "# a\x07\x1b[31m\n", "control characters", "binary")


def clocks() -> Iterator[Hostile]:
    """Lines that our own patterns for times, links, secrets and names must not be caught by."""
    for name, text in {
        "hours": "10:00-" * 10_000, "days": "Mondays and " * 5_000, "nth": "first second third last " * 2_500, "zones": "CET/CEST/" * 6_000,
        "dates": "12/11/10/" * 7_000, "months": "January, " * 7_000, "every": "every other every second " * 2_400, "am-pm": "9 am " * 12_000,
        "spaces": "Meets:" + " " * 60_000 + "x", "colons": ":" * 60_000, "dashes": "- " * 30_000, "en-dashes": "–" * 20_000, "pipes": "|" * 60_000,
        "urls": "https://" * 8_000, "joins": "https://zoom.us/j/1?pwd=x" * 2_500, "labels": "Passcode " * 7_000, "codes": "passcode: `*_\"" * 4_500,
        "pins": "pin is " * 9_000, "mails": "a@b." * 16_000, "hashes": "#a" * 30_000, "parens": "(" * 60_000, "quotes": '"' * 60_000,
        "mojibake": "Ã©â€™" * 9_000, "emoji": "👩‍👩‍👧" * 3_500, "digits": "1" * 60_000, "letters-digits": "a1" * 30_000, "commas": "a, " * 20_000,
        "ands": "a and " * 10_000, "tel": "tel:+1,," * 8_000, "slashes": "/" * 60_000, "underscores": "a_" * 30_000, "dots": "a. " * 20_000,
        "host": "https://" + "a." * 30_000 + "jit.si/x", "path": "https://bbb." + "a" * 60_000, "percent": "https://a.example/" + "%25" * 20_000,
    }.items():  # fmt: skip
        yield page(f"clock-{name}", f"{_WG}* Meets: {text}\n", f"a call's line of {name}")
        yield page(
            f"heading-{name}",
            f"# Meetings\n\n## {text[:20_000]} Working Group\n\n{text[:20_000]}\n",
            f"a heading and a paragraph of {name}",
        )
