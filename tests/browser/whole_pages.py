"""Playwright waits before it clicks, but not before it counts: a click returns when the next page begins to arrive."""

from functools import wraps

AT_ONCE = {
    "Page": ("content", "evaluate", "title"),
    "Locator": ("all", "all_inner_texts", "all_text_contents", "count", "is_checked", "is_hidden", "is_visible"),
}  # fmt: skip


def read_whole_pages(api):
    """From now on whatever is read at once is read from a page that is there to its end."""
    for kind, names in AT_ONCE.items():
        for name in names:
            of = getattr(api, kind)
            setattr(of, name, _when_there(getattr(of, name)))


def _when_there(read):
    @wraps(read)
    def whole(of, *args, **options):
        getattr(of, "page", of).wait_for_load_state()
        return read(of, *args, **options)

    return whole
