#!/bin/sh
# Makes the virtual environment named by the argument with a Python that is new enough, or says what is missing.
set -eu
venv=$1
enough='import sys; sys.exit(sys.version_info < (3, 11))'

for python in ${PYTHON:-python3 python3.13 python3.12 python3.11}; do
  if "$python" -c "$enough" 2>/dev/null; then break; fi
  python=
done
if [ -z "$python" ]; then
  echo "Segue needs Python 3.11 or newer, and none was found on the PATH. On Debian 12: apt-get install python3 python3-venv" >&2
  exit 1
fi

make_venv() {
  rm -rf "$venv"
  "$python" -m venv "$venv" >/dev/null 2>&1 && return
  # Half an environment would pass for a whole one next time.
  rm -rf "$venv"
  return 1
}

make_venv && exit
# Debian packs venv on its own; root may fetch it, anybody else is told.
if [ "$(id -u)" = 0 ] && [ -f /etc/debian_version ] && command -v apt-get >/dev/null; then
  echo "Installing python3-venv with apt-get ..."
  if apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y python3-venv >/dev/null; then
    make_venv && exit
  fi
fi
echo "\"$python -m venv\" does not work here. On Debian: apt-get install python3-venv" >&2
exit 1
