"""An ExternalRef: which of our rows an imported thing became, and what each field was when last imported."""

from django.db import models

from commonhour.models.texts import PublicValues


class ExternalRef(models.Model):
    """`origin` is where it came from ("page", "calendar"), `noun` and `object_id` our row, `key` its key there.
    `fields` is the third side of the three-way merge on importing again."""

    origin = models.CharField(max_length=200)
    noun = models.CharField(max_length=20)
    key = models.CharField(max_length=400)
    object_id = models.BigIntegerField()
    fields = PublicValues(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["origin", "noun", "key"], name="external_ref_once")]

    def __str__(self) -> str:
        return f"{self.origin} {self.noun} {self.key}"
