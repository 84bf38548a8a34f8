# shellcheck shell=bash
# Times builds of the same jobs by the engine and by its peers, in turns. Needs common.sh, host.sh,
# build.sh and benchmark-jobs.sh; $root is the checkout.

# Both peers are Debian's own; virt-customize boots a kernel of the host.
BENCHMARK_PACKAGES=(packer guestfs-tools linux-image-cloud-amd64 jq dpkg-dev)

# benchmark_builds ROUNDS SOURCE JOB... – in $TMP_DIR. Prints the machine and a table for each job.
benchmark_builds() {
  local rounds=$1 job
  BENCH_SOURCE=$2
  shift 2
  BENCH_ACCEL=tcg
  BENCH_NAME=untimed
  [ "$(uname -m)" = x86_64 ] || die "the peers are set up for x86_64 only"
  export ENGINE_HOME=$TMP_DIR/home
  mkdir -p "$ENGINE_HOME" "$TMP_DIR/times"
  "$DIST/bin/engine" image import "$BENCH_SOURCE" --as Bench:mark:gen1:1.0.0 --generation V1 \
    >/dev/null
  # The same accelerator for all; the doctor says which it is.
  if "$DIST/bin/engine" doctor 2>/dev/null | grep -q "^ok  *Accelerator"; then BENCH_ACCEL=kvm; fi
  bench_packer_seed
  for job in "$@"; do
    bench_times_of "$job" "$rounds"
  done
  bench_machine "$rounds"
  for job in "$@"; do
    bench_table "$job"
  done
}

# bench_machine ROUNDS – what the figures are true of.
bench_machine() {
  printf 'Median of %s rounds on %s: %s CPUs (%s), %s GiB, %s, QEMU %s, libvirt %s, Packer %s, Java %s; %s.\n' \
    "$1" "$(date -u +%Y-%m-%d)" "$(nproc)" \
    "$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1)" \
    "$(awk '/^MemTotal/ { printf "%.0f", $2 / 1048576 }' /proc/meminfo)" \
    "$(sed -n 's/^PRETTY_NAME="\(.*\)"/\1/p' /etc/os-release)" \
    "$(qemu-img --version | sed -n 's/.*version \([0-9.]*\).*/\1/p')" \
    "$(virsh --version)" "$(CHECKPOINT_DISABLE=1 packer version | sed -n 's/^Packer v//p')" \
    "$(java_major)" "$([ "$BENCH_ACCEL" = kvm ] && echo KVM || echo 'software emulation')"
}

# bench_times_of JOB ROUNDS
bench_times_of() {
  local job=$1 rounds=$2 round
  BENCH_JOB=$job
  [ "$job" = small ] || bench_repository
  bench_job_for_peers "$job" | bench_packer_template "$job"
  # cloud-init may still be at work when Packer's first step begins; the engine waits for it.
  [ "$job" != small ] || bench_job_for_peers small \
    | jq '[{ type: "Shell", inline: ["cloud-init status --wait >/dev/null"] }] + .' \
    | bench_packer_template small-waits
  for round in $(seq "$rounds"); do
    step "The $job job, round $round of $rounds"
    bench_time packer bench_packer "$job"
    bench_round_"$job" "$round"
  done
}

bench_job_for_peers() {
  case $1 in
    small) bench_job_small one two ;;
    large) bench_job_large one two three ;;
  esac
}

# What is not timed makes what the next one starts from.
bench_round_small() {
  local round=$1
  bench_time packer-waits bench_packer small-waits
  bench_time virt-customize bench_virt_customize
  bench_job_small "cold $round" last | bench_template small
  bench_time cold bench_engine small --no-cache
  if [ "$round" = 1 ]; then
    bench_job_small first last | bench_template small
    bench_engine small --warm-boot
  fi
  bench_job_small "warm $round" last | bench_template small
  bench_time warm bench_engine small
  bench_time same bench_engine small
  bench_job_small slow "last $round" 3 | bench_template small
  [ "$round" != 1 ] || bench_engine small
  bench_job_small slow "changed $round" 3 | bench_template small
  bench_time last bench_engine small
}

bench_round_large() {
  local round=$1
  bench_job_large "cold $round" middle last | bench_template large
  bench_time cold bench_engine large --no-cache
  bench_job_large "warm $round" middle last | bench_template large
  bench_time warm bench_engine large --warm-boot
  bench_job_large "warm $round" middle "last $round" | bench_template large
  bench_time last bench_engine large
  bench_time same bench_engine large
  bench_job_large "warm $round" "middle $round" last | bench_template large
  bench_time middle bench_engine large
}

# bench_time NAME COMMAND... – adds its seconds to those of NAME in this job.
bench_time() {
  local name=$1 start
  shift
  sync
  BENCH_NAME=$name
  start=$(now_ms)
  "$@"
  BENCH_NAME=untimed
  echo $(($(now_ms) - start)) >>"$TMP_DIR/times/$BENCH_JOB-$name"
  say "    $name: $(seconds_since "$start") s"
}

# bench_engine TEMPLATE OPTION... – and what is read off it besides its time.
bench_engine() {
  local name=$1 start pid status=0 run
  shift
  start=$(now_ms)
  "$DIST/bin/engine" run "$TMP_DIR/$name.json" "$@" >"$TMP_DIR/engine.log" 2>&1 &
  pid=$!
  bench_watch_memory "$pid" &
  wait "$pid" || status=$?
  BENCH_WALL_MS=$(($(now_ms) - start))
  if [ "$status" != 0 ]; then
    cat -- "$TMP_DIR/engine.log" >&2
    return "$status"
  fi
  run=$(ls -td "$ENGINE_HOME"/runs/*/ | head -n 1)
  # What is neither guest, QEMU nor disk: all but the phases that are.
  jq --argjson wall "$BENCH_WALL_MS" '$wall - ([.phases[] | select(.name != "Preparing") | .seconds] | add) * 1000 | round' \
    "$run/run.json" >>"$TMP_DIR/times/$BENCH_JOB-own-$BENCH_NAME"
  sed -n 's/.*stood still for \([0-9]*\) ms.*/\1/p' "$run/customization.log" >>"$TMP_DIR/times/$BENCH_JOB-pause"
}

# bench_watch_memory PID – notes the most that a process has had in memory, when it is gone.
bench_watch_memory() {
  local seen peak=0
  while seen=$(sed -n 's/^VmHWM:[^0-9]*\([0-9]*\) kB/\1/p' "/proc/$1/status" 2>/dev/null) && [ -n "$seen" ]; do
    peak=$seen
    sleep 0.2
  done
  echo "$peak" >>"$TMP_DIR/times/$BENCH_JOB-memory"
}

bench_packer_seed() {
  local dir=$TMP_DIR/packer
  mkdir -p "$dir/seed"
  ssh-keygen -q -t ed25519 -N '' -f "$dir/key"
  printf 'instance-id: bench\nlocal-hostname: bench\n' >"$dir/seed/meta-data"
  cat >"$dir/seed/user-data" <<SEED
#cloud-config
users:
  - name: packer
    sudo: "ALL=(ALL) NOPASSWD:ALL"
    shell: /bin/bash
    ssh_authorized_keys: [ "$(cat "$dir/key.pub")" ]
SEED
  truncate -s 1M "$dir/seed.img"
  mkfs.vfat -n CIDATA "$dir/seed.img" >/dev/null
  mcopy -i "$dir/seed.img" "$dir/seed/meta-data" "$dir/seed/user-data" ::
}

bench_packer() {
  local dir=$TMP_DIR/packer
  rm -rf "$dir/out"
  (cd "$dir" && PACKER_CACHE_DIR=$dir/cache CHECKPOINT_DISABLE=1 \
    run_quietly "$TMP_DIR/packer.log" packer build -color=false "$1.json")
}

bench_virt_customize() {
  local settings=
  [ "$BENCH_ACCEL" = kvm ] || settings=force_tcg
  cp "$BENCH_SOURCE" "$TMP_DIR/customized.qcow2"
  LIBGUESTFS_BACKEND=direct LIBGUESTFS_BACKEND_SETTINGS=$settings \
    run_quietly "$TMP_DIR/virt.log" virt-customize -a "$TMP_DIR/customized.qcow2" \
    --run-command 'echo one >/one' --run-command 'echo two >/two'
}

# The median of NAME in seconds.
bench_median() { bench_of median "$1" | awk '{ printf "%.1f", $1 / 1000 }'; }

# bench_row WORDS NAME – nothing if the job has no such build.
bench_row() {
  local seconds
  [ -e "$TMP_DIR/times/$BENCH_JOB-$2" ] || return 0
  seconds=$(bench_median "$2")
  awk -v t="$seconds" -v p="$(bench_median packer)" -v n="$1" \
    'BEGIN { printf "| %s | %.1f s | %.2f |\n", n, t, t / p }'
}

bench_table() {
  BENCH_JOB=$1
  printf '\n| %s job | time | to packer |\n|---|---|---|\n' "$1"
  bench_row "packer, qemu builder" packer
  bench_row "packer that waits for cloud-init too" packer-waits
  bench_row "virt-customize (no boot, no deprovision)" virt-customize
  bench_row "engine, cold" cold
  bench_row "engine, warm boot" warm
  bench_row "engine, last step changed" last
  bench_row "engine, middle step changed" middle
  bench_row "engine, nothing changed" same
  printf '\nPause of the guest for a checkpoint: %s ms in the median, %s at the most.\n' \
    "$(bench_of median pause)" "$(bench_of most pause)"
  printf 'Time of a cold build that is neither guest, QEMU nor disk: %s ms in the median, %s %% of it.\n' \
    "$(bench_of median own-cold)" \
    "$(awk -v own="$(bench_of median own-cold)" -v all="$(bench_of median cold)" \
      'BEGIN { printf "%.1f", 100 * own / all }')"
  printf 'Memory of the engine: %s KiB at the most.\n' "$(bench_of most memory)"
}

# bench_of median|most NAME
bench_of() {
  sort -n "$TMP_DIR/times/$BENCH_JOB-$2" |
    awk -v which="$1" '{ all[NR] = $1 } END { print which == "most" ? all[NR] : all[int((NR + 1) / 2)] }'
}
