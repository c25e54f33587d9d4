#!/usr/bin/env bash
# The feed tests read our feeds with software that is not ours: ical.js (npm) and Debian's libical3. What is absent is
# installed where that is possible; else its tests are skipped and say so.
set -u
cd "$(dirname "$0")/readers"

has_libical() { ldconfig -p 2>/dev/null | grep -q 'libical\.so\.3'; }
has_icaljs() { [ -f node_modules/ical.js/package.json ] && [ node_modules/.package-lock.json -nt package-lock.json ]; }

if ! has_libical && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  echo "Installing libical3 for the feed tests …"
  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y libical3 >/dev/null
fi
has_libical || echo "NO LIBICAL HERE: its feed tests will be skipped. Install the package “libical3” to run them."

if ! has_icaljs && command -v node >/dev/null && command -v npm >/dev/null; then
  echo "Installing ical.js for the feed tests …"
  npm ci --silent --no-audit --no-fund
fi
has_icaljs || echo "NO ICAL.JS HERE: its feed tests will be skipped. Install node and npm to run them."
exit 0
