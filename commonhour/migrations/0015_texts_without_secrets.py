"""What was written before every column was guarded: ways into calls and codes leave the texts that people read."""

from django.db import migrations, models

from commonhour.core.finding import with_texts
from commonhour.core.places.doors import Stand
from commonhour.core.places.secrets import guard

# Addresses, of which the whole goes when it is a way into a call.
_LINKS = {"url", "feed_url", "recording", "location"}
# Of the application's tables, those whose texts nobody but the program or the owner reads, and what is sealed.
_OTHERS = {"jointarget", "keptrows", "signinlink", "importdraft", "workerlane", "oldpath"}
_FORMED = {"slug", "uid", "key", "digest", "etag", "modified", "rdates", "exdates", "rrule", "email", "contact_email", "password",
           "origin", "noun", "field", "kind", "tzid", "dtstart", "recurrence_id", "first_recurrence_id", "status", "state"}  # fmt: skip


def take_secrets_out(apps, schema_editor):
    for table in apps.get_app_config("commonhour").get_models():
        if table._meta.model_name not in _OTHERS:
            _clean(table, [one.attname for one in table._meta.concrete_fields if _is_text(one)])


def _is_text(field):
    is_kind = isinstance(field, models.CharField | models.TextField | models.JSONField)
    return is_kind and not field.choices and field.name not in _FORMED


def _clean(table, names):
    for pk, *values in table.objects.values_list("pk", *names).iterator(chunk_size=500) if names else ():
        clean = {
            name: better
            for name, value in zip(names, values, strict=True)
            if value and (better := _public(table, name, value, pk)) != value
        }
        if clean:
            table.objects.filter(pk=pk).update(**clean)


def _public(table, name, value, pk):
    is_page = table._meta.model_name == "series" and name == "url"
    clean = with_texts(value, lambda text: guard(text, Stand.PAGE if is_page else Stand.TEXT)[0])
    if name in _LINKS:
        return _alone(table, name, "" if clean != value and "[" in clean else clean, pk)
    limit = table._meta.get_field(name).max_length
    return clean[:limit] if isinstance(clean, str) and limit else clean


def _alone(table, name, url, pk):
    """Two addresses may be one without their secrets, where there can be only one."""
    is_taken = table._meta.get_field(name).unique and table.objects.filter(**{name: url}).exclude(pk=pk).exists()
    return f"{url}#{pk}" if is_taken else url


class Migration(migrations.Migration):
    dependencies = [("commonhour", "0014_edited_in_the_desk")]
    operations = [migrations.RunPython(take_secrets_out, migrations.RunPython.noop, elidable=True)]
