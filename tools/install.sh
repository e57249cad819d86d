#!/bin/sh
# Installs one hashed requirement file and then Segue itself (editable) into a virtual environment.
# uv does it in seconds where it is on the PATH; pip does the same everywhere else. Both compile what they install.
set -eu
venv=$1 requirements=$2

if command -v uv >/dev/null; then
  install="uv pip install --quiet --compile-bytecode --python $venv/bin/python"
else
  install="$venv/bin/python -m pip install --quiet --disable-pip-version-check"
fi
echo "Installing $requirements ..."
$install --require-hashes -r "$requirements"
$install --no-deps --no-build-isolation -e .
