"""Proposals of other systems and our own: GitHub's issue forms, pretalx, Sessionize, and any table of talks."""

from commonhour.formats.proposals.ours import write_csv, write_json
from commonhour.formats.proposals.pretalx_xml import write_pretalx
from commonhour.formats.proposals.reading import is_like_proposals, read_proposals

__all__ = ["is_like_proposals", "read_proposals", "write_csv", "write_json", "write_pretalx"]
