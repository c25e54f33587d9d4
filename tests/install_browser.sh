#!/usr/bin/env bash
# The browser tests drive Debian's Chromium without its windows. As root it is installed when absent; else they skip and say so.
set -u
command -v chromium-headless-shell >/dev/null && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  echo "Installing Chromium for the browser tests …"
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq && apt-get install -qq -y chromium-headless-shell fonts-noto-cjk >/dev/null && exit 0
  apt-get install -qq -y chromium fonts-noto-cjk >/dev/null && exit 0
fi
command -v chromium >/dev/null && exit 0
echo "NO CHROMIUM HERE: the browser tests will be skipped. Install the package “chromium-headless-shell” to run them."
