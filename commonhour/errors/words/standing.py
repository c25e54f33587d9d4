"""What the hub itself stands on and lacks: its database, its disk, its secret key, its zone data. And what to do."""

from commonhour.errors.words.marked import marked as _

WORDS = {
    "database-locked": _(
        "Another program has been writing to the hub’s database for {seconds} seconds, so nothing was changed. Try again in a moment."
    ),
    "database-full": _(
        "The disk of the hub’s database is full, so nothing was changed. Make room, then try again."
    ),
    "database-read-only": _(
        "The hub’s database can only be read just now, so nothing was changed. Make its file and folder writable for the hub, then try again."
    ),
    "database-io": _(
        "The disk of the hub’s database does not read or write as it should, so nothing was changed. Look after the disk, then try again."
    ),
    "database-damaged": _(
        "The hub’s database is damaged. Stop the hub and bring back the last backup with “commonhour restore FILE”; the damaged files are kept aside."
    ),
    "database-missing": _(
        "The hub’s database cannot be opened. Look whether its folder is there and may be read, or bring back a backup with “commonhour restore FILE”."
    ),
    "database-away": _(
        "The hub’s database does not answer. Look whether its server runs and lets the hub in, then try again."
    ),
    "database-gone": _(
        "The folder {folder} belongs to a hub ({traces}), but its database is missing or empty; nothing was begun anew. Bring back a backup with “commonhour restore FILE”. For a new hub choose another folder with COMMONHOUR_DATA, or empty this one."
    ),
    "key-gone": _(
        "The secret key is missing: {path}. Without it the join links in the database cannot be read. Put it back from a backup, or set COMMONHOUR_SECRET_KEY; to go on with a new key and enter the join links again, write one into that file."
    ),
    "key-empty": _(
        "The secret key is empty: {path}. Put it back from a backup. If there is none, write any long random text into it and enter the join links again."
    ),
    "key-unreadable": _(
        "The secret key cannot be read: {path} ({problem}). Let the user of the hub own it, with mode 0600."
    ),
    "folder-unusable": _(
        "{path}: {problem}. The hub has to be able to write there; COMMONHOUR_DATA names its folder."
    ),
    "zone-data-missing": _(
        "The time zone data are missing: the package “tzdata” is not installed or not whole. “make setup”, or “pip install --force-reinstall tzdata”, brings it back."
    ),
    "backup-exists": _("It is there already. Choose another name, or say --overwrite."),
    "backup-no-folder": _("There is no such folder."),
    "backup-of-damaged": _(
        "The hub’s database is damaged ({problem}), so no backup of it was made. Bring back an earlier one with “commonhour restore FILE”."
    ),
    "backup-of-postgres": _(
        'This hub keeps its data in PostgreSQL, which has its own tools. Back up with pg_dump --format=custom --file=FILE "$COMMONHOUR_DATABASE_URL"; bring back with pg_restore --clean --if-exists --no-owner --dbname="$COMMONHOUR_DATABASE_URL" FILE. Keep the secret key as well.'
    ),
    "backup-broken": _("This is no backup of a hub, or not the whole of one. Nothing was changed."),
    "backup-damaged": _("The database in it cannot be used: {problem}. Nothing was changed."),
    "backup-newer": _(
        "It was made by a newer version of Common Hour, which knows “{migration}”. Install that version first. Nothing was changed."
    ),
    "restore-runs": _("A backup is being restored into {folder} just now. Try again when that is done."),
    "hub-runs": _("A hub is running on {folder}. Stop it, then restore."),
}
