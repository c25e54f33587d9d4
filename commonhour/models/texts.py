"""Columns of text that people may read: whatever writes them, no way into a call and no code is kept there."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.db import models

from commonhour.core.finding import with_texts
from commonhour.core.places.addresses import hide_addresses
from commonhour.core.places.doors import Stand
from commonhour.core.places.secrets import public

if TYPE_CHECKING:
    _Field = models.Field[Any, Any]
else:
    _Field = models.Field


class Guarded(_Field):
    """The guard is where every write of Django's comes by: save, update, bulk_create, bulk_update.

    `stands` says where the text stands, as `core/places/doors.py` needs it.
    """

    def __init__(self, *args: Any, stands: Stand = Stand.TEXT, **kwargs: Any) -> None:
        self.stands = stands
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        """For the database it is Django's own field."""
        name, _, args, kwargs = super().deconstruct()
        plain = next(one for one in type(self).__mro__ if one.__module__.startswith("django."))
        return name, f"django.db.models.{plain.__name__}", args, kwargs

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        """The row in hand is as the row that is kept."""
        clean = self.public(super().pre_save(model_instance, add))
        setattr(model_instance, self.attname, clean)
        return clean

    def get_db_prep_save(self, value: Any, connection: Any) -> Any:
        return super().get_db_prep_save(self.public(value), connection)

    def public(self, value: Any) -> Any:
        """The value as everybody may read it."""
        return self.clean_text(value) if isinstance(value, str) else value

    def clean_text(self, text: str) -> str:
        return public(text, self.stands)


class PublicText(Guarded, models.TextField):
    pass


class PublicLine(Guarded, models.CharField):
    def public(self, value: Any) -> Any:
        """A mark may be longer than what it stands for: no longer than the column."""
        clean = super().public(value)
        return clean if clean == value or not self.max_length else clean[: self.max_length]


class PublicLink(Guarded, models.CharField):
    """An address; one that is a way into a call is none that may be shown, and of others a token goes."""

    def public(self, value: Any) -> Any:
        clean = super().public(value)
        return "" if clean != value and "[" in clean else clean


class PublicValues(Guarded, models.JSONField):
    """JSON, in which every text is guarded."""

    def public(self, value: Any) -> Any:
        return with_texts(value, self.clean_text) if _may_hold_texts(value) else value


def _may_hold_texts(value: Any) -> bool:
    return isinstance(value, str | list | tuple | Mapping)


class Said(Guarded):
    """What was said in a meeting, whoever writes it down: nobody's e-mail address stands there either."""

    def clean_text(self, text: str) -> str:
        return hide_addresses(super().clean_text(text))[0]


class SaidText(Said, PublicText):
    pass


class SaidLine(Said, PublicLine):
    pass


class SaidValues(Said, PublicValues):
    pass
