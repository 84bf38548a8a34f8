# shellcheck shell=bash
# The emulator of Azure Storage that tests talk to: what its lock file names, each package checked
# against its digest there. Needs common.sh and host.sh.

# Prints the program, installing it first where it is missing.
ensure_azurite() {
  local lock=$1/distributors/src/test/azurite cache kept
  cache=${XDG_CACHE_HOME:-$HOME/.cache}/image-engine
  kept=$cache/azurite-$(sha256sum "$lock/package-lock.json" | cut -c1-16)
  if [ ! -x "$kept/node_modules/.bin/azurite-blob" ]; then
    step "Installing Azurite for tests of Azure Storage"
    mkdir -p "$cache"
    # The conditions are spelt out: `set -e` does nothing on the left of `||`.
    (
      make_tmp_dir "$cache"
      cp "$lock/package.json" "$lock/package-lock.json" "$TMP_DIR" \
        && cd "$TMP_DIR" \
        && run_quietly "$TMP_DIR/npm.log" \
          npm ci --ignore-scripts --omit=optional --no-audit --no-fund \
        && { mv -T "$TMP_DIR" "$kept" 2>/dev/null || [ -x "$kept/node_modules/.bin/azurite-blob" ]; }
    ) || die "npm could not install Azurite, see above" "Check this machine's network and npm's registry."
  fi
  printf '%s\n' "$kept/node_modules/.bin/azurite-blob"
}
