# shellcheck shell=bash
# The grammar of PowerShell that tests parse our scripts with: what its lock file names, each package
# checked against its digest there. Needs common.sh.

# Prints the folder that holds node_modules, installing them first where they are missing.
ensure_powershell_check() {
  local lock=$1/it-tests/src/powershell-check cache kept
  cache=${XDG_CACHE_HOME:-$HOME/.cache}/image-engine
  kept=$cache/powershell-check-$(cat "$lock/package-lock.json" "$lock/package.json" "$lock/.npmrc" | sha256sum | cut -c1-16)
  if [ ! -d "$kept/node_modules/tree-sitter-powershell" ]; then
    step "Installing the grammar that PowerShell scripts are checked with"
    mkdir -p "$cache"
    # The conditions are spelt out: `set -e` does nothing on the left of `||`.
    (
      make_tmp_dir "$cache"
      cp "$lock/package.json" "$lock/package-lock.json" "$lock/.npmrc" "$TMP_DIR" \
        && cd "$TMP_DIR" \
        && run_quietly "$TMP_DIR/npm.log" \
          npm ci --ignore-scripts --legacy-peer-deps --no-audit --no-fund \
        && { mv -T "$TMP_DIR" "$kept" 2>/dev/null || [ -d "$kept/node_modules/tree-sitter-powershell" ]; }
    ) || die "npm could not install tree-sitter-powershell, see above" \
      "Check this machine's network and npm's registry."
  fi
  printf '%s\n' "$kept"
}
