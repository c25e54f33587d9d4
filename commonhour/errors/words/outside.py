"""What went wrong with another server, or with a calendar that is read from there."""

from commonhour.errors.words.marked import marked as _

WORDS = {
    "mail-address-refused": _("The mail server does not take this address ({status:d}): {says}"),
    "mail-refused": _("The mail server does not take this mail ({status:d}): {says}"),
    "mail-address-unwritable": _("The mail server cannot write to an address with such letters."),
    "mail-server-away": _("The mail server does not answer: {why}"),
    "mail-server-login": _("The mail server does not accept the name or the password ({status:d})."),
    "mail-server-tls": _("The mail server does not encrypt as it must: {why}"),
    "mail-folder": _("The mail could not be kept in the data folder: {why}"),
    "message-went": _("This message went already, or is taken back."),
    "nothing-to-tell": _("Everything is as it was before, so there was nothing left to tell."),
    "too-late-to-tell": _("It would have come too late."),
    "place-leads-on": _("{host} answers with another address. Enter the one that it leads to."),
    "place-refuses": _(
        "{host} does not take messages from this hub any more ({status:d}). Enter a fresh address or token."
    ),
    "place-gone": _("{host} does not know this address any more ({status:d}). Enter a fresh one."),
    "place-unknown": _("This hub does not know the service “{kind}” any more."),
    "message-not-made": _("The message could not be made; the log of this hub says why."),
    "place-changed": _("Somebody changed this place in the meantime."),
    "place-stopped-already": _("This place is not told any more. Press “Try again” first."),
    "place-told-already": _("This place is told already."),
    "place-without-secret": _("Messages to this place are not signed."),
    "no-such-place": _("There is no such place any more."),
    "place-stopped": _("The place it was for is not told any more."),
    "address-not-encrypted": _("The address at {host} must begin with https://."),
    "sealed-with-another-key": _(
        "This was sealed with another secret key. Put that back, or enter it again."
    ),
    "answer-unfinished": _("{host} did not finish its answer."),
    "page-gone": _("{host} answers that there is no such page ({status:d})."),
    "robots-turned-away": _("{host} turns such questions away ({status:d})."),
    "answers-status": _("{host} answers with status {status:d}."),
    "ports-only": _("{host} is asked on ports {ports:and} only, not on {port:d}."),
    "redirect-unreadable": _("{host} redirects to an address that cannot be read."),
    "address-unreadable": _("This is an address that cannot be read."),
    "not-taken-over": _("The calendar could not be taken over; the log of this hub says why."),
    "emptied-calendar": _("The calendar is suddenly empty. Its calls are kept until it says so again."),
    "calendar-address-length": _("The address of a calendar has from one to {most} characters."),
    "secret-calendar-address": _(
        "This is a secret address: whoever reads it sees the private calendar. Publish the calendar and take its public address."
    ),
    "host-not-public": _("{host} is not on the public internet, so it is not fetched."),
    "own-calendar": _("This is a calendar of this hub itself; its calls are here already."),
    "no-known-calendar": _(
        "This is not the address of a calendar that is known here. Take its .ics or webcal address, or the page of a public Google, Outlook, Teamup, Tockify or Nextcloud calendar."
    ),
    "calendar-shown-already": _("The calendar “{name}” is shown already."),
    "calendar-address-unknown": _("Nobody knows where this calendar can be read; add its .ics address."),
    "calendar-shown": _("The calendar “{name}” is shown; stop it instead."),
    "calendar-not-shown": _("The calendar “{name}” is not shown."),
    "adopt-before-change": _("This call belongs to an outside calendar; adopt it before you change it."),
    "call-ours-already": _("“{title}” belongs to this hub already."),
    "call-not-from-outside": _("“{title}” did not come from an outside calendar."),
    "calendar-not-shown-at-present": _("The calendar “{name}” is not shown at present; show it first."),
    "uid-taken": _("“{title}” cannot be adopted: its UID is that of “{other}” here."),
    "call-has-group": _("“{title}” already belongs to {group}."),
    "call-without-group": _("“{title}” belongs to no group."),
    "rule-too-long": _("its rule or its UID is longer than this hub keeps."),
    "year-9999": _("it has a date in the year 9999, the last that calendars know."),
    "redirect-circle": _("{host} redirects in a circle."),
    "redirects-too-many": _("{host} redirects more than {most} times."),
    "answer-too-slow": _("{host} took longer than {seconds:g} seconds."),
    "connection-broken-off": _("{host} broke off the connection."),
    "answer-no-http": _("{host} did not finish its answer or did not speak HTTP."),
    "answer-status": _("{host} answered with status {status:d}."),
    "answer-packed": _("{host} packs its answer in a way that was not asked for."),
    "answer-damaged": _("The answer of {host} is damaged and cannot be unpacked."),
    "answer-too-large": _("The answer of {host} is larger than {most} MiB."),
    "answer-cut-short": _("The answer of {host} was cut short."),
    "no-trusted-encryption": _("{host} offers no encryption or certificate that can be trusted."),
    "host-unreachable": _("{host} cannot be reached."),
    "name-without-address": _("The name {host} leads to no address."),
    "name-unknown": _("The name {host} is not known."),
    "address-too-long": _("An address may have at most {most} KiB."),
    "address-scheme": _("Only addresses that begin with https://, http:// or webcal:// are fetched."),
    "address-without-host": _("This address names no host that can be asked."),
    "address-with-password": _(
        "The address at {host} carries a user name or password; these are never sent."
    ),
}
