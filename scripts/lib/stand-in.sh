# shellcheck shell=bash
# The stand-in for Windows: its image for it-tests, and its own tests. Needs common.sh.

# What its tests use; pywinrm is a client that is not ours.
# shellcheck disable=SC2034 # for those who source this file
STAND_IN_PACKAGES=(python3 python3-winrm openssl)

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
