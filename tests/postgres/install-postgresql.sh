#!/bin/sh
# The tests of `publish` need a PostgreSQL server with PostGIS. Take the one that is there, else install it by the system's packages.
set -e
if ls /usr/share/postgresql/*/extension/postgis.control >/dev/null 2>&1; then exit 0; fi
echo "No PostgreSQL with PostGIS found: installing it with apt-get."
if [ "$(id -u)" = 0 ]; then sudo=""; else sudo="sudo"; fi
$sudo apt-get update -qq
$sudo apt-get install -y -qq --no-install-recommends postgresql postgresql-postgis >/dev/null
