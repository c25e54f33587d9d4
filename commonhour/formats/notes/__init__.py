"""Notes of meetings, in every form in which communities keep them: read into core/notes/brought.py, and written as files."""

from commonhour.formats.notes.folder import SUFFIXES, Held, read_notes_files

__all__ = ["SUFFIXES", "Held", "read_notes_files"]
