"""The search over 100,000 notes, on SQLite and on PostgreSQL: python bench/search.py (BENCH_NOTES=5000 for a look)

The notes are mixed from the paragraphs of the real ones beside the project, one in a hundred very long. Two clients ask 300 queries at once: words,
several words, phrases, beginnings of one word and of several, exclusions, filters, typing errors, Japanese. Beside it stands the bare query: the same
words, the database's own ranking, twenty rows. Wanted: 99 of 100 under 200 ms on both.
"""

import datetime as dt
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE.parent), str(HERE.parent / "tests")]
NOTES, QUERIES, CLIENTS = int(os.environ.get("BENCH_NOTES", "100000")), 300, 2
JAPANESE = [
    "会議の議事録を公開しました。",
    "次回の会議は火曜日です。",
    "予算案について話し合いました。",
    "新しい会議室を予約する。",
]
KINDS = (
    "word",
    "words",
    "phrase",
    "beginning",
    "beginnings",
    "without",
    "group",
    "since",
    "type",
    "typo",
    "japanese",
)


def paragraphs() -> list[str]:
    """Of real notes; invented ones where there are none."""
    files = sorted((HERE.parents[1] / "shared" / "data").glob("notes-*/**/*.md"))
    parts = [part.strip() for file in files for part in file.read_text("utf-8", "replace").split("\n\n")]
    found = [part for part in parts if 40 < len(part) < 1500]
    return found or [
        f"Budget of topic {n}: the release plan number {n * 7919 % 5003} was agreed." for n in range(5000)
    ]


def fill(dice: random.Random) -> None:
    from commonhour.models import Group, Notes, Series

    told, now = paragraphs(), dt.datetime(2026, 11, 23, 10, tzinfo=dt.UTC)
    groups = [Group.objects.create(slug=f"g{n}", name=f"Group {n}") for n in range(20)]
    series = [
        Series.objects.create(slug=f"s{n}", title=f"Call {n}", group=groups[n % 20]) for n in range(200)
    ]
    for start in range(0, NOTES, 1000):
        Notes.objects.bulk_create(
            Notes(
                series=series[n % 200], title=f"Call {n % 200}: {' '.join(dice.choice(told).split()[:4])}"[:200], stage="published",
                date=dt.date(2014, 1, 1) + dt.timedelta(days=n % 4700), begun_at=now, changed_at=now,
                text="\n\n".join([*dice.sample(told, 6 if n % 100 else 60), *([dice.choice(JAPANESE)] if n % 10 == 0 else [])]),
            ) for n in range(start, min(start + 1000, NOTES))
        )  # fmt: skip


def queries(dice: random.Random) -> list[str]:
    """Every kind as often; words as often as they are in the texts, so common ones are common."""
    told = [words for words in (part.split() for part in paragraphs()) if len(words) > 4]

    def words(count: int) -> list[str]:
        while True:
            part = dice.choice(told)
            start = dice.randrange(len(part) - count)
            found = [word.strip('*_#-:.,;()[]`"!?<>') for word in part[start : start + count]]
            if all(word.isalpha() and len(word) > 2 for word in found):
                return found

    def one(kind: str) -> str:
        first, second = words(1)[0], words(1)[0]
        return {
            "word": first, "words": f"{first} {second}", "phrase": f'"{" ".join(words(2))}"', "beginning": f"{first[:4]}*",
            "beginnings": " ".join(f"{word[:3]}*" for word in words(4)),
            "without": f"{first} -{second}", "group": f"{first} group:g{dice.randrange(20)}", "since": f"{first} after:2022-01",
            "type": f"{first} {second} type:notes", "typo": f"{first[:2]}q{first[2:]}", "japanese": dice.choice(["会議", "議事録", "予算", "会議室"]),
        }[kind]  # fmt: skip

    return [one(KINDS[n % len(KINDS)]) for n in range(QUERIES)]


def bare(text: str) -> float:
    """Milliseconds of the database's own search for the same words."""
    from django.db import connection

    from commonhour.core.search.query import read_query
    from commonhour.models.search import _postgres, _sqlite

    began = time.perf_counter()
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            asked = _sqlite(read_query(text), [], "")
            cursor.execute("SELECT rowid FROM commonhour_searchwords WHERE commonhour_searchwords MATCH %s ORDER BY rank LIMIT 20", [asked])  # fmt: skip
        else:
            asked = _postgres(read_query(text), [], "")
            cursor.execute(
                "SELECT id FROM commonhour_searchdocument, (SELECT %s::tsquery AS q) AS asked WHERE vector @@ q ORDER BY ts_rank(vector, q) DESC LIMIT 20", [asked],
            )  # fmt: skip
        cursor.fetchall()
    return (time.perf_counter() - began) * 1e3


def client(number: int) -> None:
    """A process of its own, as the hub's are: prints the milliseconds of its share of the queries."""
    import django

    django.setup()
    from commonhour.reads.search import search_page

    today, asked = dt.date(2026, 11, 23), queries(random.Random(12))
    search_page("warm", today)
    timed = []
    for text in asked[number::CLIENTS]:
        began = time.perf_counter()
        total = search_page(text, today).total
        timed.append((text, total, (time.perf_counter() - began) * 1e3))
    print(json.dumps([(text, total, took, bare(text)) for text, total, took in timed]))


def size() -> int:
    """Bytes of what the search keeps: documents, words, index."""
    from django.db import connection

    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            return int(
                Path(connection.settings_dict["NAME"].removeprefix("file://").split("?")[0]).stat().st_size
            )
        cursor.execute("SELECT pg_total_relation_size('commonhour_searchdocument') + pg_total_relation_size('commonhour_searchword')")  # fmt: skip
        return int(cursor.fetchone()[0])


def measure() -> None:
    import django

    django.setup()
    from commonhour.actions.search.index import rebuild
    from commonhour.management.setting_up import prepare

    prepare(static=False)
    fill(random.Random(11))
    before = size()
    began = time.perf_counter()
    count = rebuild()
    seconds = time.perf_counter() - began
    print(f"{count:,} documents indexed in {seconds:.0f} s, {(size() - before) / 1e6:,.0f} MB", flush=True)
    from django.db import connection

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    if os.environ.get("BENCH_KEEP"):
        print(os.environ["COMMONHOUR_DATA"], flush=True)
    tell(asked_by_all())


def asked_by_all() -> list[tuple[str, int, float, float]]:
    def run(number: int) -> list[tuple[str, int, float, float]]:
        done = subprocess.run(
            [sys.executable, __file__, f"client={number}"], capture_output=True, text=True, check=True
        )
        return [tuple(one) for one in json.loads(done.stdout)]

    with ThreadPoolExecutor(CLIENTS) as pool:
        return [one for part in pool.map(run, range(CLIENTS)) for one in part]


def tell(rows: list[tuple[str, int, float, float]]) -> None:
    took, theirs = sorted(row[2] for row in rows), sorted(row[3] for row in rows)
    middle, late = len(rows) // 2, len(rows) * 99 // 100
    print(f"{len(rows)} queries, {CLIENTS} clients: median {took[middle]:.0f} ms, 99 of 100 in {took[late]:.0f} ms (wanted < 200), longest {took[-1]:.0f} ms")  # fmt: skip
    print(f"the bare query: median {theirs[middle]:.0f} ms, 99 of 100 in {theirs[late]:.0f} ms; ratio of all {sum(took) / sum(theirs):.2f}")  # fmt: skip
    for text, total, ours, bare_ms in sorted(rows, key=lambda row: -row[2])[:5]:
        print(f"  {ours:>6.0f} ms, bare {bare_ms:>5.0f} ms: {text} ({total:,} found)")


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "commonhour.settings"
    os.environ["COMMONHOUR_LOG_LEVEL"] = "ERROR"
    if len(sys.argv) > 1 and sys.argv[1].startswith("client="):
        client(int(sys.argv[1].removeprefix("client=")))
    elif len(sys.argv) > 1:
        measure()
    else:
        from run_on_postgres import postgres

        print("SQLite", flush=True)
        run_on("")
        with postgres() as url:
            run_on(url)


def run_on(url: str) -> None:
    folder = tempfile.mkdtemp(prefix="commonhour-search-")
    environment = {**os.environ, "COMMONHOUR_DATA": folder, "COMMONHOUR_DATABASE_URL": url}
    subprocess.run([sys.executable, __file__, "measure"], env=environment, check=True)


if __name__ == "__main__":
    main()
