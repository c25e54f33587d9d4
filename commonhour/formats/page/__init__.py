"""The meetings page of a community, in Markdown: read into a Draft, and written back repaired."""

from commonhour.formats.page.reader import read_page
from commonhour.formats.page.writer import write_page

__all__ = ["read_page", "write_page"]
