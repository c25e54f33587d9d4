"""A Space: a part of the community that groups gather under, such as "Learning Space"."""

from django.db import models

from commonhour.models.texts import PublicLine, PublicText


class Space(models.Model):
    slug = models.SlugField(max_length=64, unique=True, allow_unicode=True)
    name = PublicLine(max_length=200)
    description = PublicText(blank=True)
    position = models.IntegerField(default=0)
    version = models.IntegerField(default=1)

    class Meta:
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return self.name
