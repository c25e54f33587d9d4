"""The limits of what may come in, in one place (see docs/reference/limits.md)."""

PUBLIC_BODY_BYTES = 2 * 1024 * 1024
STAFF_BODY_BYTES = 10 * 1024 * 1024
IN_A_REQUEST_BYTES = 64 * 1024  # an upload that is read while its owner waits; the worker reads a bigger one
PROPOSALS = 5_000  # rows or issues of one file of proposals
PROPOSAL_COLUMNS = 300  # of such a table, and keys of one proposal
FOLDER_FILES = 5_000
FOLDER_BYTES = 100 * 1024 * 1024  # all files of an imported folder together
LINE_BYTES = 64 * 1024  # one unfolded content line
PAGE_MARKS = 200_000  # brackets, images, backticks, emphasis and the like of one page
NESTING = 4  # VCALENDAR > VTIMEZONE > STANDARD is three
COMPONENTS = 5_000
COUNT = 10_000
TIMES_A_DAY = 96  # BYHOUR times BYMINUTE times BYSECOND of one rule
EXTRA_DATES = 2_000  # RDATE and EXDATE of one component together
DATES = 600_000  # that all calls of one document, calendar or source make in two years
OCCURRENCES = 1_500  # materialised for one schedule
DATES_OF_A_BREAK = 2_000  # called off in one step
REMOVED_AT_ONCE = 200  # series taken out in one step because an import brought them
EXPANDED = 200_000  # instances made in one expansion
WALKED = 1_000_000  # instances BYSETPOS chooses from in one expansion
EXPANDED_DAYS = 300_000  # days between DTSTART and the end of the window
ODD_HOURS = 500  # dates of one schedule that a feed writes out on their own because clocks change in them
FETCH_SECONDS = 15  # one fetch in all: names, connections, every hop and the body
FETCH_BYTES = 5 * 1024 * 1024  # a fetched body, as sent and after inflation
FETCH_HOPS = 5  # redirects followed in one fetch
FETCH_URL_BYTES = 8 * 1024  # an address that is fetched or redirected to
SEND_SECONDS = 10  # a message to a chat or a program in all: name, connection and the answer
SEND_ANSWER_BYTES = 8 * 1024  # that are read of an answer which is no success
PLACES_AT_ONCE = 16  # chats and programs that one worker talks to at the same time
SLOW_PLACES_AT_ONCE = 4  # of them, those that did not answer the last time
FETCH_HTTP_PORT = 80
FETCH_HTTPS_PORT = 443
SERVER_THREADS = 8  # requests that one server process works on at once
SLOW_BODIES = 6  # of them, those that may wait for a body that is still on its way: two are always free
SLOW_BODIES_PER_ADDRESS = 2  # of these, from one address of the internet
BODY_PIECE_SECONDS = 10  # the next 64 KiB of a body, or its end, must be there
BODY_SECONDS = 60  # a whole body
PICTURES_AT_ONCE = (
    20  # of dates, drawn by one server process one after the other; each is a tenth of a second
)
PICTURES_A_MINUTE = 60  # that it may draw in the long run: a tenth of one processor, whoever asks
LOCK_SECONDS = 5  # a write waits so long for another program's write, and is then refused with a 503
RETRY_SECONDS = 10  # the Retry-After of that 503
INTEGRITY_SECONDS = 10  # `serve` looks for damage in its database before it begins, at most for so long
HEAD_SECONDS = 10  # the head of a request; also how long a connection may wait for its next one
STILL_SECONDS = 60  # a connection on which nothing comes and nothing can be sent
CONNECTIONS = 4_096  # to one server process
CONNECTIONS_PER_ADDRESS = 64  # of them, from one address of the internet; more are cut while they stand still
CONFIRMATIONS_PER_ADDRESS = 3  # mails that ask whether an address wants to be subscribed, on one day (UTC)
CONFIRMATIONS_PER_NETWORK = 30  # asked for from one IPv4 address or IPv6 /64, on one day
CONFIRMATIONS_A_DAY = 1_000  # by all together
SUBSCRIPTIONS = 50  # of one address
SUBMISSIONS_PER_ADDRESS = 5  # meetings sent in with one address, on one day (UTC)
SUBMISSIONS_PER_NETWORK = 20  # from one IPv4 address or IPv6 /64, on one day
SUBMISSIONS_A_DAY = 200  # by all together
WISHES_A_DAY = 10  # of changes, by who sent in one meeting, on one day (UTC)
CALENDAR_LINKS_PER_NETWORK = (
    10  # calendars that are fetched to fill in a form, for one network on one day (UTC)
)
CALENDAR_LINKS_A_DAY = 200  # by all together
CALENDAR_LINKS_AT_ONCE = 2  # by one server process
CALENDAR_LINK_SECONDS = 8
MAIL_BYTES = 5 * 1024 * 1024  # of a mail that comes in; of a larger one only the head is read
MAIL_LINES = 100_000  # of it
MAIL_HEAD_BYTES = 64 * 1024  # its headers together
MAIL_HEADER_CHARACTERS = 2_000  # that are read of one header
MAIL_NESTING = 8  # parts within parts
MAIL_PARTS = 200  # lines that may begin a part
MAIL_TEXT_BYTES = 64 * 1024  # that are read of its text
MAIL_TEXT_CHARACTERS = 10_000  # that are kept of it
MAIL_CALENDAR_BYTES = 256 * 1024  # of an invitation in it
MAIL_CONNECTIONS = 50  # to the listener for mail
MAIL_SECONDS = 60  # a mail on its way to the listener, and what it waits for the next word of a sender
MAILS_A_TURN = 50  # read from the mailbox before other duties have theirs
LETTERS_A_DAY = 2_000  # mails taken in on one day (UTC)
MAILED_PER_ADDRESS = 5  # meetings taken from mails of one address, on one day
MAILED_A_DAY = 100  # of them, by all together; each is answered with one mail
PROPOSALS_PER_ADDRESS = 5  # mails that ask an address whether it proposed a talk, on one day (UTC)
PROPOSALS_PER_NETWORK = 20  # talks proposed from one IPv4 address or IPv6 /64, on one day
PROPOSALS_A_DAY = 500  # by all together: many wait for the last day
SPEAKERS_PER_ADDRESS = 3  # mails that ask an address whether it speaks in somebody's talk, on one day
SPEAKERS_PER_PROPOSER = 25  # of them, on behalf of one address
SUPPORTS_PER_ADDRESS = 10  # mails that ask an address whether it would like to hear a talk, on one day
SUPPORTS_PER_NETWORK = 30  # asked for from one network, on one day
SUPPORTS_A_DAY = 2_000  # by all together
REPLIES_PER_ADDRESS = 5  # mails that ask an address whether an answer is theirs, on one day (UTC)
REPLIES_PER_NETWORK = 30  # answers from one IPv4 address or IPv6 /64, on one day
REPLIES_A_DAY = 1_000  # by all together, before their address is proved
ROOM = 100_000  # places of a room, and people counted at one date
DOOR_LINKS_PER_ADDRESS = 5  # mails with a link to the door of a call, on one day (UTC)
DOOR_LINKS_PER_NETWORK = 30  # asked for from one IPv4 address or IPv6 /64, on one day
DOOR_LINKS_A_DAY = 1_000  # by all together
ROOMS_PER_NETWORK = (
    50  # links that are compared with the rooms of other calls, from one IPv4 address or IPv6 /64, on one day
)
NOTES_CHARACTERS = 200_000  # of the notes of one date
DECISIONS_OF_NOTES = 500  # that are kept as decisions; further ones stay text
ACTIONS_OF_NOTES = 500  # that are kept as actions; further ones stay text
AGENDA_PER_ADDRESS = (
    5  # mails that ask an address whether it proposed something for an agenda, on one day (UTC)
)
AGENDA_PER_NETWORK = 20  # proposed from one IPv4 address or IPv6 /64, on one day
AGENDA_A_DAY = 500  # by all together, before their address is proved
