"""An OldPath: where a page was before, so that its address works for ever."""

from django.db import models


class OldPath(models.Model):
    """`noun` is "group", "series", "occurrence", "session" or "page" (the meetings page itself)."""

    path = models.CharField(max_length=300, unique=True)
    noun = models.CharField(max_length=20)
    object_id = models.BigIntegerField(null=True)

    def __str__(self) -> str:
        return self.path
