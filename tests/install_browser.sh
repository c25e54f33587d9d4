#!/usr/bin/env bash
# The browser tests drive Debian's Chromium. As root it is installed when absent; else they skip and say so.
set -u
command -v chromium >/dev/null && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  echo "Installing Chromium for the browser tests …"
  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y chromium fonts-noto-cjk >/dev/null && exit 0
fi
echo "NO CHROMIUM HERE: the browser tests will be skipped. Install the package “chromium” to run them."
