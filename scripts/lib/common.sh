# shellcheck shell=bash
# What every script here needs: messages, failing with advice, temporary files, the recorded time.
# Sourced, never run.

# Users' PATH on Debian has no sbin, where mke2fs, sfdisk and libvirtd live.
case ":$PATH:" in
  *:/usr/sbin:*) ;;
  *) PATH="$PATH:/usr/local/sbin:/usr/sbin:/sbin" ;;
esac

# Messages go to standard error, so that a script's standard output stays its result.
say() { printf '%s\n' "$*" >&2; }

# One line for what happens now.
step() { printf '==> %s\n' "$*" >&2; }

warn() { printf 'warning: %s\n' "$*" >&2; }

# die MESSAGE [ADVICE...] – the first line says what is wrong, the others what to do.
die() {
  printf 'error: %s\n' "$1" >&2
  shift
  [ $# -eq 0 ] || printf '       %s\n' "$@" >&2
  exit 1
}

# A wrong command line, by the same exit code as the engine's own.
usage_error() {
  printf 'error: %s\n       See %s --help.\n' "$1" "${0##*/}" >&2
  exit 2
}

is_root() { [ "$(id -u)" = 0 ]; }

# Prints the comment block at the head of a script, which is its help.
print_help() {
  sed -n '2,/^[^#]/{ s/^# \{0,1\}//; t print; d; :print p; }' "$1"
}

# Where the engine keeps its state; the same rule as in the engine itself.
engine_home() {
  if [ -n "${ENGINE_HOME:-}" ]; then
    printf '%s\n' "$ENGINE_HOME"
  elif is_root; then
    printf '/var/lib/engine\n'
  else
    printf '%s/engine\n' "${XDG_DATA_HOME:-$HOME/.local/share}"
  fi
}

# One folder for everything temporary, gone on any exit. TMP_DIR is its name.
make_tmp_dir() {
  TMP_DIR=$(mktemp -d "${1:-${TMPDIR:-/tmp}}/.engine.XXXXXXXX")
  trap remove_tmp_dir EXIT
  # Without these, a signal would end the shell before the EXIT trap in some shells' reading of it.
  trap 'exit 129' HUP
  trap 'exit 130' INT
  trap 'exit 143' TERM
}

remove_tmp_dir() {
  rm -rf --one-file-system -- "$TMP_DIR"
}

# run_quietly LOG COMMAND... – output only if it fails.
run_quietly() {
  local log=$1 status=0
  shift
  "$@" >"$log" 2>&1 || status=$?
  if [ "$status" != 0 ]; then
    cat -- "$log" >&2
    return "$status"
  fi
}

# Seconds since START (as from now_ms), with one decimal.
now_ms() { date +%s%3N; }
seconds_since() {
  local ms=$(($(now_ms) - $1))
  printf '%d.%d' $((ms / 1000)) $((ms % 1000 / 100))
}
