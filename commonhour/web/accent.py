"""The community's accent as colours that are readable, light and dark."""

import colorsys
from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse

from commonhour.web.public import public
from commonhour.web.reader import community_of


@public
def theme(request: HttpRequest) -> HttpResponse:
    """The community's accent as two colours that are readable: one on white, one on near black."""
    light, dark = readable(community_of(request).accent)
    text = f":root{{--accent:light-dark({light},{dark});--accent-ink:light-dark(#fff,#101214)}}\n"
    return HttpResponse(text, content_type="text/css")


def readable(accent: str) -> tuple[str, str]:
    """The accent darkened until 4.5:1 on white, and lightened until 7:1 on near black (WCAG 2.2 §1.4.3)."""
    hue, light, saturation = colorsys.rgb_to_hls(*(int(accent[n : n + 2], 16) / 255 for n in (1, 3, 5)))
    on_white = next(
        c for c in _steps(hue, light, saturation, -0.01) if contrast(c, "#ffffff") >= 5.2 or c == "#000000"
    )
    calm = min(saturation, 0.5)  # a full colour glares on black
    on_black = next(
        c for c in _steps(hue, light, calm, 0.01) if contrast(c, "#1c2024") >= 7 or c == "#ffffff"
    )
    return on_white, on_black


def _steps(hue: float, light: float, saturation: float, step: float) -> Iterator[str]:
    while 0 < light < 1:
        yield _hex(colorsys.hls_to_rgb(hue, light, saturation))
        light += step
    yield "#000000" if step < 0 else "#ffffff"


def _hex(rgb: tuple[float, ...]) -> str:
    return "#" + "".join(f"{round(part * 255):02x}" for part in rgb)


def contrast(one: str, other: str) -> float:
    """The WCAG contrast ratio of two colours."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
