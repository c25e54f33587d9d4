"""A Channel: where a group, or the whole community, talks or keeps things."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from commonhour.models.group import Group
from commonhour.models.texts import PublicLine, PublicLink

KINDS = [
    ("chat", _("Chat")),
    ("list", _("Mailing list")),
    ("forum", _("Forum")),
    ("repo", _("Repository")),
    ("notes", _("Notes")),
    ("docs", _("Documents")),
    ("recordings", _("Recordings")),
    ("video", _("Video")),
    ("calendar", _("Calendar")),
    ("site", _("Site")),
    ("other", _("Elsewhere")),
]


class Channel(models.Model):
    """Without a group it belongs to the community. `url` may be "": a chat channel known by name only.

    `label` is what a page called the link, `name` the channel's own; people see and write one of them, the name first.
    """

    group = models.ForeignKey(Group, null=True, blank=True, on_delete=models.CASCADE, related_name="channels")
    kind = models.CharField(max_length=12, choices=KINDS)
    label = PublicLine(max_length=200, blank=True)
    name = PublicLine(max_length=200, blank=True)
    url = PublicLink(max_length=2000, blank=True)
    position = models.IntegerField(default=0)
    checked_at = models.DateTimeField(null=True, blank=True)
    fault = PublicLine(max_length=200, blank=True)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.name or self.label or self.url
