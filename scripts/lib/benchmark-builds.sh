# shellcheck shell=bash
# Times builds of the same job by the engine and by its peers, in turns. Needs common.sh, host.sh and
# build.sh; $root is the checkout.

# Both peers are Debian's own; virt-customize boots a kernel of the host.
BENCHMARK_PACKAGES=(packer guestfs-tools linux-image-cloud-amd64)

# benchmark_builds ROUNDS SOURCE – in $TMP_DIR. Prints a table.
benchmark_builds() {
  local rounds=$1 source=$2 round
  BENCH_SOURCE=$source
  BENCH_ACCEL=tcg
  [ "$(uname -m)" = x86_64 ] || die "the peers are set up for x86_64 only"
  export ENGINE_HOME=$TMP_DIR/home ENGINE_CACHE_STEP_THRESHOLD=${ENGINE_CACHE_STEP_THRESHOLD:-2s}
  mkdir -p "$ENGINE_HOME" "$TMP_DIR/times"
  "$DIST/bin/engine" image import "$source" --as Bench:mark:gen1:1.0.0 --generation V1 >/dev/null
  # The same accelerator for all; the doctor says which it is.
  if "$DIST/bin/engine" doctor 2>/dev/null | grep -q "^ok  *Accelerator"; then BENCH_ACCEL=kvm; fi
  bench_packer_files
  for round in $(seq "$rounds"); do
    step "Round $round of $rounds"
    bench_time packer bench_packer
    bench_time virt-customize bench_virt_customize
    bench_engine_template cold "cold $round" "last"
    bench_time cold bench_engine cold --no-cache
    # What the warm builds start from; not timed.
    if [ "$round" = 1 ]; then
      bench_engine_template first "first" "last"
      bench_engine first --warm-boot
    fi
    bench_engine_template warm "warm $round" "last"
    bench_time warm bench_engine warm
    bench_engine_template same "warm $round" "last"
    bench_time same bench_engine same
    bench_engine_template last "slow" "last $round" 3
    [ "$round" != 1 ] || bench_engine last
    bench_engine_template last "slow" "changed $round" 3
    bench_time last bench_engine last
  done
  bench_table
}

# bench_time NAME COMMAND... – adds its seconds to those of NAME.
bench_time() {
  local name=$1 start
  shift
  sync
  start=$(now_ms)
  "$@"
  echo $(($(now_ms) - start)) >>"$TMP_DIR/times/$name"
  say "    $name: $(seconds_since "$start") s"
}

# bench_engine_template NAME FIRST SECOND [SECONDS] – two short steps; the first may take longer.
bench_engine_template() {
  cat >"$TMP_DIR/$1.json" <<JSON
{
  "type": "Microsoft.VirtualMachineImages/imageTemplates", "apiVersion": "2024-02-01",
  "name": "bench", "location": "local",
  "properties": {
    "source": { "type": "PlatformImage", "publisher": "Bench", "offer": "mark", "sku": "gen1", "version": "latest" },
    "vmProfile": { "vmSize": "Standard_B2s" },
    "customize": [
      { "type": "Shell", "name": "one", "inline": [ "echo '$2' | sudo tee /one", "sleep ${4:-0}" ] },
      { "type": "Shell", "name": "two", "inline": [ "echo '$3' | sudo tee /two" ] }
    ],
    "distribute": [ { "type": "ManagedImage", "runOutputName": "image", "location": "local",
      "imageId": "/subscriptions/s/resourceGroups/r/providers/Microsoft.Compute/images/$1" } ]
  }
}
JSON
}

bench_engine() {
  local name=$1
  shift
  run_quietly "$TMP_DIR/engine.log" "$DIST/bin/engine" run "$TMP_DIR/$name.json" "$@"
}

bench_packer_files() {
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
  # The same disk settings as the engine's: the disk belongs to this build alone.
  cat >"$dir/build.json" <<JSON
{
  "builders": [ {
    "type": "qemu", "disk_image": true, "iso_url": "$BENCH_SOURCE", "iso_checksum": "none",
    "format": "qcow2", "accelerator": "$BENCH_ACCEL", "headless": true, "vm_name": "disk",
    "output_directory": "$dir/out", "memory": 4096, "cpus": 2, "skip_resize_disk": true,
    "ssh_username": "packer", "ssh_private_key_file": "$dir/key", "ssh_timeout": "20m",
    "shutdown_command": "sudo systemctl poweroff",
    "qemuargs": [
      [ "-cpu", "max" ],
      [ "-drive", "file=$dir/out/disk,if=virtio,cache=unsafe,discard=unmap,format=qcow2" ],
      [ "-drive", "file=$dir/seed.img,if=virtio,format=raw,readonly=on" ] ]
  } ],
  "provisioners": [
    { "type": "shell", "inline": [ "echo one | sudo tee /one" ] },
    { "type": "shell", "inline": [ "echo two | sudo tee /two" ] },
    { "type": "shell", "inline": [ "sudo waagent -force -deprovision+user && sync" ] } ]
}
JSON
}

bench_packer() {
  local dir=$TMP_DIR/packer
  rm -rf "$dir/out"
  (cd "$dir" && PACKER_CACHE_DIR=$dir/cache CHECKPOINT_DISABLE=1 \
    run_quietly "$TMP_DIR/packer.log" packer build -color=false build.json)
}

bench_virt_customize() {
  local settings=
  [ "$BENCH_ACCEL" = kvm ] || settings=force_tcg
  cp "$BENCH_SOURCE" "$TMP_DIR/customized.qcow2"
  LIBGUESTFS_BACKEND=direct LIBGUESTFS_BACKEND_SETTINGS=$settings \
    run_quietly "$TMP_DIR/virt.log" virt-customize -a "$TMP_DIR/customized.qcow2" \
    --run-command 'echo one >/one' --run-command 'echo two >/two'
}

bench_median() { sort -n "$TMP_DIR/times/$1" | awk '{ all[NR] = $1 } END { printf "%.1f", all[int((NR + 1) / 2)] / 1000 }'; }

bench_row() {
  local seconds
  seconds=$(bench_median "$2")
  awk -v t="$seconds" -v p="$(bench_median packer)" -v v="$(bench_median virt-customize)" -v n="$1" \
    'BEGIN { printf "| %s | %.1f s | %.2f | %.2f |\n", n, t, t / p, t / v }'
}

bench_table() {
  printf '| small job | time | to packer | to virt-customize |\n|---|---|---|---|\n'
  bench_row "packer, qemu builder" packer
  bench_row "virt-customize (no boot, no deprovision)" virt-customize
  bench_row "engine, cold" cold
  bench_row "engine, warm boot" warm
  bench_row "engine, last step changed" last
  bench_row "engine, nothing changed" same
}
