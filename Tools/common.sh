# What the scripts of this folder share; sourced, never run. It goes to the root of the package.
# Exit codes are the project's: 64 usage, 69 something the machine lacks.
set -eu

swift_least=6.3
swift_home=https://www.swift.org/install/linux/
debian_packages="libssl-dev libsqlite3-dev"

cd "$(dirname "${BASH_SOURCE[0]}")/.."

# say LINE: a line for people, on standard error.
say() { printf '%s\n' "$*" >&2; }

# Prints the first comment of the script and ends with 64.
usage() {
  sed -n '2,/^[^#]/s/^# \{0,1\}//p' "Tools/$(basename "$0")" >&2
  exit 64
}

# Ends with 69 and says what to do unless Swift is there and new enough.
need_swift() {
  local found
  found=$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9.]*\).*/\1/p')
  if [ -z "$found" ]; then
    say "error: Swift is not installed, or not on the PATH"
    say "hint: install Swift $swift_least or later from $swift_home, then run this again"
    exit 69
  fi
  if [ "$(printf '%s\n' "$swift_least" "$found" | sort -V | head -n 1)" != "$swift_least" ]; then
    say "error: Swift $found is too old, $swift_least or later is needed"
    say "hint: install it from $swift_home, then run this again"
    exit 69
  fi
}

# Installs those of the Debian packages that are missing; ends with 69 where it cannot.
need_packages() {
  if ! command -v dpkg >/dev/null || ! command -v apt-get >/dev/null; then
    if pkg-config --exists openssl sqlite3 2>/dev/null; then return 0; fi
    say "error: the headers of OpenSSL 3 and SQLite 3 are missing, and this is not a Debian machine"
    say "hint: install what Debian calls $debian_packages (and pkg-config), then run this again"
    exit 69
  fi
  local package missing=""
  for package in $debian_packages; do
    dpkg -s "$package" 2>/dev/null | grep -q '^Status: install ok installed' ||
      missing="$missing $package"
  done
  if [ -n "$missing" ]; then install_packages $missing; fi
}

# install_packages PACKAGE…: by apt-get, as root or through sudo; with fresh lists if the first try
# fails.
install_packages() {
  local as_root=""
  if [ "$(id -u)" != 0 ]; then
    command -v sudo >/dev/null || {
      say "error: missing packages: $*"
      say "hint: as root: apt-get install $*"
      exit 69
    }
    as_root=sudo
  fi
  say "installing: $*"
  local get="$as_root env DEBIAN_FRONTEND=noninteractive apt-get"
  $get install -y --no-install-recommends "$@" >/dev/null 2>&1 ||
    { $get update && $get install -y --no-install-recommends "$@"; } >&2 || {
    say "error: could not install: $*"
    say "hint: as root: apt-get update && apt-get install $*"
    exit 69
  }
}

# What every script that compiles needs first.
need_machine() {
  need_swift
  need_packages
}

# steps_begin NAME: from here on `step` tells each step and its time; the last line is the verdict.
steps_begin() {
  steps_name=$1 step_name=start steps_from=$SECONDS
  trap 'steps_end $?' EXIT
}

# step NAME COMMAND…: runs the command; it ends the script if it fails.
step() {
  local from=$SECONDS
  step_name=$1
  shift
  printf '\n== %s\n' "$step_name"
  "$@"
  printf '== %s: ok, %d s\n' "$step_name" $((SECONDS - from))
}

steps_end() {
  local verdict="PASSED: $steps_name"
  if [ "$1" != 0 ]; then verdict="FAILED: $steps_name at \"$step_name\" (exit $1)"; fi
  printf '\n%s, %d s in all\n' "$verdict" $((SECONDS - steps_from))
}
