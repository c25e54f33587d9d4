"""An Unnamed: somebody who asked not to be named as a speaker, known again by nothing but a digest of the name."""

from django.db import models
from django.utils.crypto import salted_hmac

from commonhour.core.speakers import speaker_key


class Unnamed(models.Model):
    digest = models.CharField(max_length=64, unique=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"unnamed {self.pk}"

    @staticmethod
    def digest_of(name: str) -> str:
        return salted_hmac("unnamed speaker", speaker_key(name), algorithm="sha256").hexdigest()

    @classmethod
    def is_one(cls, name: str) -> bool:
        return cls.objects.filter(digest=cls.digest_of(name)).exists()
