"""A page as it is on each screen, loaded once: what axe finds there, and what makes it scroll sideways."""

from importlib.resources import files

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SCREENS = {
    "phone": {"width": 320},
    "phone, dark": {"width": 320, "color_scheme": "dark"},
    "desk, dark": {"width": 1280, "color_scheme": "dark"},
    "desk": {"width": 1280},
    "forced colours": {"width": 1280, "forced_colors": "active"},
    "text of 200 %": {"width": 1280, "text": "200%"},
}


def violations(page, without=()):
    """What axe finds; it is told not to describe whatever is in order, which takes it longer than the finding."""
    if not page.evaluate("Boolean(window.axe)"):
        page.evaluate(AXE)
    options = {"runOnly": RULES, "resultTypes": ["violations"], "selectors": False,
               "rules": {rule: {"enabled": False} for rule in without}}  # fmt: skip
    found = page.evaluate("options => axe.run(document, options)", options)["violations"]
    return [(rule["id"], node["html"][:160]) for rule in found for node in rule["nodes"]]


def content_width(page):
    """In px."""
    return page.evaluate("document.documentElement.scrollWidth")


def wider_than_the_window(page):
    """What makes the page scroll sideways."""
    by = content_width(page) - page.evaluate("innerWidth")
    across = page.evaluate(
        "[...document.querySelectorAll('body *')].filter(one => one.getBoundingClientRect().right > innerWidth)"
        ".map(one => one.outerHTML.slice(0, 80))"
    )
    return [(f"{by} px too wide", *across[:5])] if by > 0 else []


def show(page, *, width, text="", **media):
    """The page that is open, as it is on another screen."""
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(**({"color_scheme": "light", "forced_colors": "none"} | media))
    page.evaluate("size => document.documentElement.style.fontSize = size", text)


def faults(page):
    """What is wrong with the page that is open, on every screen."""
    found = []
    for name, screen in SCREENS.items():
        show(page, **screen)
        # Forced colours are the reader's; axe reads those that they replace.
        by_axe = violations(page, ["color-contrast"] if "forced_colors" in screen else [])
        found += [(page.url, name, *fault) for fault in [*by_axe, *wider_than_the_window(page)]]
    return found


def faults_on(page, base, paths):
    """The same on a page after the other, as lines to read."""
    found = []
    for path in paths:
        page.goto(base + path)
        found += faults(page)
    return "\n".join(map(str, found))
