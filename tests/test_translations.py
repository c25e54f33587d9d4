"""Every marked string is translated, the catalogues are compiled, and pages and sentences read right in each language."""

import datetime as dt
import gettext as stdlib_gettext
import html
import io
import re
from string import Formatter

import pytest
import translations
from babel.messages.catalog import Message
from cast import HOUR, make_community, make_group, make_series
from django.conf import settings as django_settings
from django.utils import translation
from django.utils.translation import gettext

from commonhour.actions.occurrence import cancel_occurrence, move_occurrence
from commonhour.core.foresight.hour_changes import change_sentence, hour_changes
from commonhour.core.rights import TERMINAL
from commonhour.core.schedule.schedule import Override, Schedule
from commonhour.core.speech.sentences import rule_sentence
from commonhour.models import Membership, Person
from commonhour.web.tags import exception_words
from commonhour.web.voice import words

LANGUAGES = pytest.mark.parametrize("language", translations.LANGUAGES)
_PERCENT = re.compile(r"%\(\w+\)[sd]|%[sd]")


@pytest.fixture(scope="module")
def template():
    return translations.marked(translations.sources())


def test_every_language_of_the_settings_has_a_catalogue():
    assert {"en", *translations.LANGUAGES} == {code for code, _ in django_settings.LANGUAGES}


def test_extraction_finds_every_kind_of_marked_string(tmp_path, monkeypatch):
    monkeypatch.setattr(translations, "ROOT", tmp_path)
    page = tmp_path / "page.html"
    page.write_text(
        """{% extends "x.html" %}{% block a %}
        <p title="{% translate 'One' %}">it's {{ a|default:_("Two") }} {# not this #}</p>
        {% blocktranslate count n=rows|length with name=b %}{{ n }} row of {{ name }}{% plural %}{{ n }} rows of {{ name }}{% endblocktranslate %}
        {% endblock %}"""
    )
    code = tmp_path / "code.py"
    code.write_text(
        'say(voice.gettext("{a} in {b}"))\nngettext("{n} day", "{n} days", 3)\nlater = _("Three")\n'
    )
    found = {message.id for message in translations.marked([page, code]) if message.id}
    assert found == {
        "One", "Two", "Three", "{a} in {b}", ("{n} day", "{n} days"),
        ("%(n)s row of %(name)s", "%(n)s rows of %(name)s"),
    }  # fmt: skip


@LANGUAGES
def test_every_marked_string_is_in_the_catalogue_and_no_other(language, template):
    found, kept = ({(m.id, m.context) for m in one} for one in (template, translations.catalogue(language)))
    assert not sorted(map(repr, found ^ kept)), "run python tests/translations.py"


@LANGUAGES
def test_every_string_is_translated(language):
    kept = translations.catalogue(language)
    assert not [m.id for m in kept if m.id and not translations.is_translated(m)]


@LANGUAGES
def test_every_string_has_one_text_for_each_plural_form(language):
    kept = translations.catalogue(language)
    assert kept.num_plurals == {"es": 2, "ja": 1}[language]
    plural = [m for m in kept if m.pluralizable]
    assert plural
    assert all(len(m.string) == kept.num_plurals for m in plural)


def placeholders(text: str) -> set[str]:
    percent = set(_PERCENT.findall(text))
    parts = Formatter().parse(text)
    return percent or {f"{name}:{kind}" if kind else name for _, name, kind, _ in parts if name is not None}


def wrong_placeholders(message: Message) -> list[str]:
    """Texts that ask for other values than the English does; "one" alone may leave the number out."""
    if not message.pluralizable:
        return [message.string] if placeholders(message.string) != placeholders(message.id) else []
    wanted = placeholders(message.id[1])
    return [
        text
        for number, text in enumerate(message.string)
        if placeholders(text) != wanted
        and not (number == 0 and placeholders(text) == placeholders(message.id[0]))
    ]


@LANGUAGES
def test_translations_keep_the_placeholders(language):
    kept = translations.catalogue(language)
    assert not [text for m in kept if m.id for text in wrong_placeholders(m)]


@LANGUAGES
def test_flags_name_the_kind_of_placeholder(language):
    for message in translations.catalogue(language):
        text = message.id if isinstance(message.id, str) else message.id[-1]
        if message.id and placeholders(text):
            assert "python-format" in message.flags or "python-brace-format" in message.flags, text


@LANGUAGES
def test_compiled_catalogue_is_what_its_text_compiles_to(language):
    path = translations.po_path(language)
    fresh = io.BytesIO(translations.mo_bytes(translations.catalogue(language)))
    with path.with_suffix(".mo").open("rb") as file:
        is_same = spoken(file) == spoken(fresh)
    assert is_same, "run python tests/translations.py"  # to show how they differ takes an hour


def spoken(file) -> dict[object, str]:
    """What a compiled catalogue says, without its header."""
    found = stdlib_gettext.GNUTranslations(file)._catalog
    return {key: text for key, text in found.items() if key != ""}


@LANGUAGES
def test_running_it_again_changes_nothing(language, template):
    found = translations.updated(language, template)
    is_same = translations.po_bytes(found) == translations.po_path(language).read_bytes()
    assert is_same, "run python tests/translations.py"  # to show how they differ takes an hour


ENGLISH = [
    "Skip to the content",
    "Times are shown for",
    "All times on this page are for",
    "The next two weeks",
    "Take part",
    "Coming up",
    "Your calendar will show these meetings",
    "How soon will changes show?",
    "Type it the way it was written to you",
    "You sign in with a one-time link",
]
PAGES = {
    "/": ("Las próximas dos semanas", "今後2週間"),
    "/groups/metrics/": ("Cuándo se reúne", "開催日時"),
    "/meetings/metrics-call/": ("Próximamente", "今後の予定"),
    "/meetings/metrics-call/2026-12-03/": ("Cancelada", "中止"),
    "/calendar/": ("Calendario", "カレンダー"),
    "/calendar/2026-12/": ("diciembre de 2026", "2026年12月"),
    "/calendar/week/2026-W48/": ("Semana 48,", "第48週"),
    "/subscribe/": ("Suscribirse a Open Offices", "Open Officesを購読"),
    "/convert/": ("Escríbela tal como te la enviaron", "届いたとおりに入力してください"),
    "/convert/?q=3pm+PT+Thursday": ("PT se ha entendido como hora de", "PTはロサンゼルス時間と解釈しました"),
    "/desk/sign-in/": ("Aquí no hay contraseñas", "パスワードはありません"),
    "/nowhere/": ("Esa página no existe", "そのページはありません"),
}  # fmt: skip


@pytest.fixture
def hub(db, now):
    make_community()
    group = make_group(kind="working-group")
    Membership.objects.create(group=group, person=Person.objects.create(name="Ana"), role="moderator")
    series = make_series(group=group)
    first, second = series.occurrences.order_by("start")[:2]
    move_occurrence(first, now=now, actor=TERMINAL, dtstart="20261127T160000", tzid=None, reason="")
    cancel_occurrence(second, now=now, actor=TERMINAL, reason="")
    return series


@LANGUAGES
@pytest.mark.parametrize("path", PAGES)
def test_page_speaks_the_language_of_its_url(hub, client, path, language):
    answer = client.get(f"{path}{'&' if '?' in path else '?'}lang={language}&tz=America/New_York")
    page = html.unescape(answer.content.decode())
    assert f'<html lang="{language}"' in page
    assert PAGES[path][translations.LANGUAGES.index(language)] in page
    assert not [text for text in ENGLISH if text in page]


@pytest.mark.parametrize(
    "path", ["/", "/meetings/metrics-call/", "/calendar/", "/subscribe/", "/convert/", "/desk/sign-in/"]
)
def test_those_sentences_are_what_the_english_pages_say(hub, client, path):
    page = html.unescape(client.get(path).content.decode())
    assert [text for text in ENGLISH if text in page]


@LANGUAGES
def test_community_s_own_language_is_the_one_without_a_choice(hub, client, language):
    make_community(language=language)
    page = client.get("/").content.decode()
    assert f'<html lang="{language}"' in page
    assert "Skip to the content" not in page
    assert "Skip to the content" in client.get("/?lang=en").content.decode()


@pytest.mark.parametrize(
    ("language", "role"), [("en", "moderator"), ("es", "moderación"), ("ja", "モデレーター")]
)
def test_known_roles_are_translated(hub, client, language, role):
    assert (
        f'Ana <span class="quiet">{role}' in client.get(f"/groups/metrics/?lang={language}").content.decode()
    )


@pytest.mark.parametrize(
    ("dtstart", "rrule", "spanish", "japanese"),
    [
        ("20261126T160000", "FREQ=WEEKLY", "Cada jueves a las 16:00 hora de Madrid, 60 min",
         "毎週木曜日 マドリード時間 16:00、60分"),
        ("20261124T160000", "FREQ=WEEKLY;INTERVAL=2",
         "Cada dos semanas, el martes a las 16:00 hora de Madrid, 60 min, contando desde el 24 de noviembre de 2026",
         "隔週火曜日 マドリード時間 16:00、60分（2026年11月24日から数えて）"),
        ("20261112T160000", "FREQ=MONTHLY;BYDAY=2TH", "Cada mes, el segundo jueves a las 16:00 hora de Madrid, 60 min",
         "毎月第2木曜日 マドリード時間 16:00、60分"),
        ("20261130T160000", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
         "Cada mes, el último día laborable a las 16:00 hora de Madrid, 60 min", "毎月最終平日 マドリード時間 16:00、60分"),
        ("20261112T160000", "FREQ=YEARLY", "Cada año, el 12 de noviembre a las 16:00 hora de Madrid, 60 min",
         "毎年11月12日 マドリード時間 16:00、60分"),
        ("20261112T160000", "", "El 12 de noviembre de 2026 a las 16:00 hora de Madrid, 60 min",
         "2026年11月12日 マドリード時間 16:00、60分"),
    ],
)  # fmt: skip
def test_rules_read_right(dtstart, rrule, spanish, japanese):
    schedule = Schedule(dtstart, "Europe/Madrid", HOUR, rrule)
    for language, sentence in (("es", spanish), ("ja", japanese)):
        with translation.override(language):
            assert rule_sentence(schedule, gettext, words()) == sentence


@pytest.mark.parametrize(
    ("override", "spanish", "japanese"),
    [
        (Override("20261126T160000", status="CANCELLED"), "jue, 26 nov 2026: cancelada", "2026年11月26日(木)は中止です"),
        (Override("20261126T160000", dtstart="20261127T170000"),
         "jue, 26 nov 2026: reprogramada para vie, 27 nov 2026, 17:00",
         "2026年11月26日(木)は2026年11月27日(金) 17:00に変更されました"),
    ],
)  # fmt: skip
def test_exceptions_read_right(override, spanish, japanese):
    for language, sentence in (("es", spanish), ("ja", japanese)):
        with translation.override(language):
            assert exception_words(override) == sentence


def test_moved_and_cancelled_dates_are_named_in_lists(hub, client):
    spanish = client.get("/meetings/metrics-call/?lang=es").content.decode()
    japanese = client.get("/meetings/metrics-call/?lang=ja").content.decode()
    assert all(badge in spanish for badge in ("↷ Reprogramada", "✕ Cancelada"))
    assert all(badge in japanese for badge in ("↷ 日時変更", "✕ 中止"))


def test_clock_changes_read_right():
    schedule = Schedule("20261126T160000", "Europe/Madrid", HOUR, "FREQ=WEEKLY")
    year = (dt.datetime(2026, 12, 1, tzinfo=dt.UTC), dt.datetime(2027, 6, 1, tzinfo=dt.UTC))
    change = hour_changes(schedule, "America/New_York", *year)[0]
    with translation.override("es"):
        spanish = change_sentence(change, gettext, words())
    with translation.override("ja"):
        japanese = change_sentence(change, gettext, words())
    assert spanish == "Del 14 al 27 de marzo de 2027, esta reunión es una hora más tarde para ti"
    assert japanese == "2027年3月14日から2027年3月27日まで、このミーティングはあなたの時刻で1時間遅くなります"
