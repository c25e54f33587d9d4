"""The hues of groups: all of them differ, and their marks and words can be seen on every ground (WCAG 2.2 §1.4.3, §1.4.11)."""

import math
import re
from pathlib import Path

import pytest

import commonhour
from commonhour.core.hues import HUES

CSS = (Path(commonhour.__file__).parent / "static" / "css" / "hub.css").read_text()
ANGLES = {int(n): int(angle) for n, angle in re.findall(r"\.hue-(\d+) \{ --h: (\d+); \}", CSS)}
NUMBER = r"(\.?\d*\.?\d+)"


def pair(name):
    """The two colours of a token as (lightness, chroma): light side, dark side."""
    found = re.search(
        rf"--{name}: light-dark\(oklch\({NUMBER} {NUMBER} var\(--h\)\), oklch\({NUMBER} {NUMBER} var\(--h\)\)\)",
        CSS,
    )
    one, two, three, four = map(float, found.groups())
    return (one, two), (three, four)


def plain(name):
    return re.search(rf"--{name}: light-dark\(#(\w{{6}}), #(\w{{6}})\)", CSS).groups()


def linear(lightness, chroma, angle):
    """OKLCH as linear sRGB (Ottosson 2020)."""
    a, b = chroma * math.cos(math.radians(angle)), chroma * math.sin(math.radians(angle))
    long, medium, short = (
        (lightness + x * a + y * b) ** 3
        for x, y in (
            (0.3963377774, 0.2158037573),
            (-0.1055613458, -0.0638541728),
            (-0.0894841775, -1.2914855480),
        )
    )
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )


def of_hex(text):
    parts = (int(text[n : n + 2], 16) / 255 for n in (0, 2, 4))
    return tuple(part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)


def contrast(one, other):
    bright, dim = sorted((0.2126 * r + 0.7152 * g + 0.0722 * b for r, g, b in (one, other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def test_there_are_as_many_as_groups_are_given():
    assert set(ANGLES) == set(range(HUES))
    assert len(set(ANGLES.values())) == HUES


@pytest.mark.parametrize("side", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("hue", range(HUES))
def test_marks_and_words_are_seen(hue, side):
    mark, tint = (linear(*pair(name)[side], ANGLES[hue]) for name in ("mark", "tint"))
    for colour in (mark, tint):
        assert all(-0.0005 <= part <= 1.0005 for part in colour), "outside of what every screen shows"
    for ground in ("paper", "card"):
        assert contrast(mark, of_hex(plain(ground)[side])) >= 4.5
    assert contrast(mark, tint) >= 3
    for words in ("ink", "quiet"):
        assert contrast(of_hex(plain(words)[side]), tint) >= 4.5


@pytest.mark.parametrize("name", ["mark", "tint"])
def test_what_is_of_no_group_is_grey_and_as_light_as_the_others(name):
    rule = re.search(r"\.hue--1 \{(.*?)\}", CSS)[1]
    greys = re.search(rf"--{name}: light-dark\(oklch\({NUMBER} 0 0\), oklch\({NUMBER} 0 0\)\)", rule).groups()
    assert [float(grey) for grey in greys] == [side[0] for side in pair(name)]
