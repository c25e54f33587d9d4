"""Keep the catalogues in step with the marked strings: `python tests/translations.py`. Needs no gettext tools."""

import io
import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "commonhour"
LOCALE = PACKAGE / "locale"
LANGUAGES = ("es", "ja")
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "npgettext": ((1, "c"), 2, 3),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
}
# Nobody keeps these lines up to date, so they would say something wrong.
_UNSAID = (b'"POT-', b'"PO-', b'"Report-', b'"Last-', b'"Language-Team', b'"Generated-')


def sources() -> Iterator[Path]:
    yield from sorted(path for path in PACKAGE.rglob("*.py") if "migrations" not in path.parts)
    yield from sorted(path for path in (PACKAGE / "templates").rglob("*") if path.is_file())


def marked(paths: Iterable[Path]) -> Catalog:
    """Every marked string of these files, without its translation."""
    found = Catalog(charset="utf-8")
    for path in paths:
        for _, messages, _, context in extract("python", _as_python(path), KEYWORDS):
            found.add(messages, None, [(path.relative_to(ROOT).as_posix(), 0)], context=context)
    return found


def _as_python(path: Path) -> io.BytesIO:
    text = path.read_text("utf-8")
    if path.suffix != ".py":
        # What stands before a tag has become XXX; indented, it would not be Python's.
        text = "\n".join(line.lstrip() for line in templatize(text).splitlines())
    return io.BytesIO(text.encode())


def po_path(language: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def catalogue(language: str) -> Catalog:
    """A language's translations as they are kept; an empty catalogue for a new language."""
    path = po_path(language)
    if not path.exists():
        return Catalog(locale=language, charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale=language)


def updated(language: str, template: Catalog) -> Catalog:
    """The kept translations of the strings that are still marked, and the new strings without one."""
    kept = catalogue(language)
    fresh = Catalog(
        locale=language, header_comment="# Translations of Common Hour.", project="Common Hour",
        version="1", charset="utf-8", fuzzy=False,
    )  # fmt: skip
    for message in template:
        if not message.id:
            continue
        old = kept.get(message.id, message.context)
        string, flags = (old.string, old.flags & {"fuzzy"}) if old else (None, set[str]())
        fresh.add(
            message.id, string, message.locations, message.flags | flags,
            user_comments=old.user_comments if old else (), context=message.context,
        )  # fmt: skip
    return fresh


def po_bytes(found: Catalog) -> bytes:
    buffer = io.BytesIO()
    write_po(buffer, found, width=100, include_lineno=False)
    lines = buffer.getvalue().splitlines(keepends=True)
    return b"".join(line for line in lines if not line.startswith(_UNSAID))


def mo_bytes(found: Catalog) -> bytes:
    buffer = io.BytesIO()
    write_mo(buffer, found)
    return buffer.getvalue()


def is_translated(message: Message) -> bool:
    strings = message.string if isinstance(message.string, tuple | list) else [message.string]
    return not message.fuzzy and all(strings)


def main() -> int:
    """Write both files of every language; 1 when something waits for a translation."""
    template, waiting = marked(sources()), 0
    for language in LANGUAGES:
        found = updated(language, template)
        path = po_path(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(po_bytes(found))
        path.with_suffix(".mo").write_bytes(mo_bytes(found))
        open_ones = [message for message in found if message.id and not is_translated(message)]
        waiting += len(open_ones)
        print(f"{os.path.relpath(path)}: {len(found)} messages, {len(open_ones)} to translate")
    return 1 if waiting else 0


if __name__ == "__main__":
    sys.exit(main())
