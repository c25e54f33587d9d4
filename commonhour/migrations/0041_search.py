"""The tables of the search, and the full-text index of the database at hand, which follows them by itself: on SQLite by
triggers (not while all of it is made anew; a migration that makes the table anew has to make them too), on PostgreSQL as a column that is generated."""

from django.db import migrations, models

SQLITE = [
    """CREATE VIRTUAL TABLE commonhour_searchwords USING fts5(
        words, content='commonhour_searchdocument', content_rowid='id', tokenize="ascii tokenchars '_'")""",
    """CREATE TRIGGER commonhour_search_new AFTER INSERT ON commonhour_searchdocument
        WHEN NOT EXISTS (SELECT 1 FROM commonhour_searchstate WHERE version < 0) BEGIN
        INSERT INTO commonhour_searchwords(rowid, words) VALUES (new.id, new.words); END""",
    """CREATE TRIGGER commonhour_search_gone AFTER DELETE ON commonhour_searchdocument
        WHEN NOT EXISTS (SELECT 1 FROM commonhour_searchstate WHERE version < 0) BEGIN
        INSERT INTO commonhour_searchwords(commonhour_searchwords, rowid, words) VALUES ('delete', old.id, old.words); END""",
    """CREATE TRIGGER commonhour_search_other AFTER UPDATE OF words ON commonhour_searchdocument
        WHEN NOT EXISTS (SELECT 1 FROM commonhour_searchstate WHERE version < 0) BEGIN
        INSERT INTO commonhour_searchwords(commonhour_searchwords, rowid, words) VALUES ('delete', old.id, old.words);
        INSERT INTO commonhour_searchwords(rowid, words) VALUES (new.id, new.words); END""",
]
# The words are as they are to be found: none of PostgreSQL's own parsers reads them once more.
POSTGRESQL = [
    """CREATE FUNCTION commonhour_vector(words text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
        SELECT coalesce(string_agg(word || ':' || least(place, 16383), ' ')::tsvector, ''::tsvector)
        FROM unnest(string_to_array(words, ' ')) WITH ORDINALITY AS one(word, place) WHERE word <> '' $$""",
    """ALTER TABLE commonhour_searchdocument ADD COLUMN vector tsvector
        GENERATED ALWAYS AS (commonhour_vector(words)) STORED""",
    # Out of the way and ready to be looked into: what is counted reads the rest of the row only.
    "ALTER TABLE commonhour_searchdocument ALTER COLUMN vector SET STORAGE EXTERNAL",
    "ALTER TABLE commonhour_searchdocument SET (toast_tuple_target = 256)",
    "CREATE INDEX commonhour_search_vector ON commonhour_searchdocument USING gin (vector)",
]


def make_index(apps, schema_editor):
    statements = SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL
    for statement in statements:
        schema_editor.execute(statement, params=None)


def drop_index(apps, schema_editor):
    """The column and the triggers go with the table."""
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TABLE commonhour_searchwords", params=None)
    else:
        schema_editor.execute("ALTER TABLE commonhour_searchdocument DROP COLUMN vector", params=None)
        schema_editor.execute("DROP FUNCTION commonhour_vector(text)", params=None)


class Migration(migrations.Migration):

    dependencies = [
        ('commonhour', '0040_ledgers'),
    ]

    operations = [
        migrations.CreateModel(
            name='SearchState',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.IntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name='SearchDocument',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('noun', models.CharField(max_length=10)),
                ('object_id', models.BigIntegerField()),
                ('series', models.BigIntegerField(null=True)),
                ('notes', models.BigIntegerField(null=True)),
                ('date', models.DateField(null=True)),
                ('title', models.CharField(max_length=300)),
                ('body', models.TextField(blank=True)),
                ('path', models.CharField(max_length=300)),
                ('words', models.TextField()),
            ],
            options={
                'indexes': [models.Index(fields=['notes'], name='commonhour__notes_67fd3f_idx'), models.Index(fields=['series'], name='commonhour__series_fead12_idx')],
                'constraints': [models.UniqueConstraint(fields=('noun', 'object_id'), name='search_document_once')],
            },
        ),
        migrations.CreateModel(
            name='SearchWord',
            fields=[
                ('word', models.CharField(max_length=30, primary_key=True, serialize=False)),
                ('initial', models.CharField(max_length=1)),
                ('length', models.PositiveSmallIntegerField()),
                ('documents', models.IntegerField()),
            ],
            options={
                'indexes': [models.Index(fields=['initial', 'length'], name='commonhour__initial_72bd78_idx')],
            },
        ),
        migrations.RunPython(make_index, drop_index, elidable=False),
    ]
