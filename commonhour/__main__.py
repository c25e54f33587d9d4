"""`python -m commonhour` is the command `commonhour`."""

from commonhour.cli import main

main()
