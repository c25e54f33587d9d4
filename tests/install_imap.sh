#!/usr/bin/env bash
# The mailbox tests read mail from Debian's Dovecot. As root it is installed when absent; else they skip and say so.
set -u
[ -x /usr/sbin/dovecot ] && [ -e /usr/lib/dovecot/imap ] && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  echo "Installing Dovecot for the mailbox tests …"
  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends dovecot-imapd >/dev/null && exit 0
fi
echo "NO DOVECOT HERE: the mailbox tests will be skipped. Install the package “dovecot-imapd” to run them."
exit 0
