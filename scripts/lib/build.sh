# shellcheck shell=bash
# Builds the distribution folder, engine/target/dist. Needs common.sh; $root is the checkout.

# shellcheck disable=SC2154 # root is set by who sources this
DIST=$root/engine/target/dist

# True if there is no distribution, or something it is made of is newer.
dist_is_stale() {
  [ -x "$DIST/bin/engine" ] && [ -f "$DIST/.built" ] || return 0
  [ -n "$(find "$root"/{pom.xml,conf,scripts/dist} \
    "$root"/{hypervisor,provisioners,distributors,engine}/{pom.xml,src/main} \
    -newer "$DIST/.built" -print -quit)" ]
}

# Builds if needed. One build at a time; the second to come finds it done.
ensure_dist() {
  local log status=0 started
  dist_is_stale || return 0
  mkdir -p "$root/target"
  exec 9>"$root/target/.build.lock"
  flock 9
  if dist_is_stale; then
    command -v mvn >/dev/null || die "Maven is not installed" "Run scripts/setup-host first."
    step "Building the engine"
    started=$(mktemp "$root/target/.built.XXXXXX")
    log=$(mktemp)
    (cd -- "$root" && run_quietly "$log" \
      mvn -q -B --no-transfer-progress -Dstyle.color=never -DskipTests -pl engine -am package) \
      9>&- || status=$?
    rm -f "$log"
    if [ "$status" != 0 ]; then
      rm -f "$started"
      die "the build failed, see above"
    fi
    [ -x "$DIST/bin/engine" ] || die "the build made no $DIST/bin/engine"
    make_cds_archive "$DIST"
    # As old as the start of the build: what was edited meanwhile makes the next one.
    mv -f "$started" "$DIST/.built"
  fi
  exec 9>&-
}

# Class-data sharing: the classes of a first run, laid out for the next ones to map. It only saves
# time, so its failure is no error. The archive holds the jars' paths: make it where they will stay.
make_cds_archive() {
  local jsa=$1/lib/engine.jsa home
  rm -f "$jsa"
  home=$(mktemp -d)
  ENGINE_HOME=$home ENGINE_JAVA_OPTS="${ENGINE_JAVA_OPTS:-} -Xlog:disable" ENGINE_CDS_DUMP=$jsa.part \
    "$1/bin/engine" plan "$1/conf/examples/hello-linux.json" >/dev/null 2>&1 </dev/null || true
  rm -rf "$home"
  if [ -f "$jsa.part" ]; then
    mv -f "$jsa.part" "$jsa"
  fi
}
