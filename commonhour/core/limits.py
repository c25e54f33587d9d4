"""The limits of what may come in, in one place (see docs/reference/limits.md)."""

PUBLIC_BODY_BYTES = 2 * 1024 * 1024
STAFF_BODY_BYTES = 10 * 1024 * 1024
FOLDER_FILES = 5_000
FOLDER_BYTES = 100 * 1024 * 1024  # all files of an imported folder together
LINE_BYTES = 64 * 1024  # one unfolded content line
NESTING = 4  # VCALENDAR > VTIMEZONE > STANDARD is three
COMPONENTS = 5_000
COUNT = 10_000
TIMES_A_DAY = 96  # BYHOUR times BYMINUTE times BYSECOND of one rule
EXTRA_DATES = 2_000  # RDATE and EXDATE of one component together
DATES = 600_000  # that all calls of one document, calendar or source make in two years
OCCURRENCES = 1_500  # materialised for one schedule
EXPANDED = 200_000  # instances made in one expansion
WALKED = 1_000_000  # instances BYSETPOS chooses from in one expansion
EXPANDED_DAYS = 300_000  # days between DTSTART and the end of the window
ODD_HOURS = 500  # dates of one schedule that a feed writes out on their own because clocks change in them
FETCH_SECONDS = 15  # one fetch in all: names, connections, every hop and the body
FETCH_BYTES = 5 * 1024 * 1024  # a fetched body, as sent and after inflation
FETCH_HOPS = 5  # redirects followed in one fetch
FETCH_URL_BYTES = 8 * 1024  # an address that is fetched or redirected to
FETCH_HTTP_PORT = 80
FETCH_HTTPS_PORT = 443
SERVER_THREADS = 3  # requests that one server process works on at once
SLOW_BODIES = 2  # of them, those that may wait for a body that is still on its way: one is always free
BODY_PIECE_SECONDS = 10  # the next 64 KiB of a body, or its end, must be there
BODY_SECONDS = 60  # a whole body
