#!/bin/sh
# The browser tests need a chromium. Take the one that is there, else install it by the system's packages.
set -e
for name in chromium chromium-browser google-chrome google-chrome-stable; do
    if command -v "$name" >/dev/null 2>&1; then exit 0; fi
done
[ -n "${CHROMIUM:-}" ] && exit 0
echo "No chromium found: installing it with apt-get."
if [ "$(id -u)" = 0 ]; then sudo=""; else sudo="sudo"; fi
$sudo apt-get update -qq
$sudo apt-get install -y -qq chromium >/dev/null
