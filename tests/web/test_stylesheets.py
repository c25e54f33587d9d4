"""The stylesheets have no rule for what no page has: every class, id and token they name is used somewhere."""

import re
from pathlib import Path

import pytest

import commonhour

ROOT = Path(commonhour.__file__).parent
SHEETS = sorted((ROOT / "static" / "css").glob("*.css"))
PLACES = re.compile(r"[tqlmin]\d+")  # where a box of the week stands
PAGES = [*ROOT.glob("templates/**/*.html"), *ROOT.glob("web/**/*.py"), *ROOT.glob("static/js/*.js"), *ROOT.glob("core/day_clocks.py")]  # fmt: skip


def selectors(sheet):
    css = re.sub(r"/\*.*?\*/|\"[^\"]*\"|url\([^)]*\)", "", sheet.read_text(), flags=re.DOTALL)
    return " ".join(re.findall(r"([^{};]*)\{", css))


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_each_class_and_id_is_on_some_page(sheet):
    text = "".join(page.read_text() for page in PAGES)
    words, beginnings = set(re.findall(r"[\w-]+", text)), tuple(set(re.findall(r"([a-z]+-)\{", text)))
    named = set(re.findall(r"[.#]([a-zA-Z][\w-]*)", selectors(sheet)))
    assert named
    unused = (name for name in named - words if not name.startswith(beginnings))
    assert sorted(name for name in unused if not PLACES.fullmatch(name)) == []


def test_each_token_is_used_and_none_is_missing():
    css = "".join(sheet.read_text() for sheet in SHEETS)
    made = set(re.findall(r"(--[\w-]+):", css))
    used = set(re.findall(r"var\((--[\w-]+)", css))
    assert (sorted(made - used), sorted(used - made)) == ([], [])
