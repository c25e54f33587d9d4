"""A FeedReading: one of this hub's own feeds, read back by one reader and compared with the dates on the pages."""

from django.db import models

from commonhour.models.texts import PublicLine, PublicValues


class FeedReading(models.Model):
    """`path` is the feed's address here, `reader` the software that read it. `instants` were compared, and
    `differences` are sentences about those that were not the same; `error` is why it could not be read."""

    path = PublicLine(max_length=400)
    reader = PublicLine(max_length=100)
    at = models.DateTimeField()
    content_version = models.BigIntegerField(default=0)
    instants = models.IntegerField(default=0)
    differences = PublicValues(default=list, blank=True)
    error = PublicLine(max_length=500, blank=True)

    class Meta:
        ordering = ["path", "reader"]
        constraints = [models.UniqueConstraint(fields=["path", "reader"], name="feed_reading_once")]

    def __str__(self) -> str:
        return f"{self.path} by {self.reader}"

    @property
    def is_good(self) -> bool:
        return not (self.error or self.differences)
