# shellcheck shell=bash
# The stand-in for Windows: its image for it-tests, and its own tests. Needs common.sh.

# Prints the image, making it first where it is missing or its recipe has changed.
ensure_stand_in_image() {
  local image=${XDG_CACHE_HOME:-$HOME/.cache}/image-engine/windows-stand-in.qcow2
  "$1/scripts/make-stand-in-image" --output "$image" >&2 || return
  printf '%s\n' "$image"
}

# Runs the tests of its programs, with the Python that the guest has too: Debian's own.
run_stand_in_tests() {
  "$1/it-tests/src/stand-in/run-tests"
}
