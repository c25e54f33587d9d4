"""The pages whose names come nearest to an address that leads nowhere."""

import difflib

from commonhour.models import Group, Series


def nearest(path: str, limit: int = 4) -> list[tuple[str, str]]:
    """(name, path) of the groups and series most like the last words of `path`, best first."""
    wanted = path.strip("/").split("/")[-1].split(".")[0].casefold()
    if not wanted:
        return []
    pages = {slug: (name, f"/groups/{slug}/") for slug, name in Group.objects.values_list("slug", "name")}
    pages |= {
        slug: (title, f"/meetings/{slug}/") for slug, title in Series.objects.values_list("slug", "title")
    }
    close = difflib.get_close_matches(wanted, pages, n=limit, cutoff=0.5)
    return [pages[slug] for slug in close]
