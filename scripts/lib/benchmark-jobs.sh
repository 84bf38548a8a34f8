# shellcheck shell=bash
# The jobs that the engine and its peers build: the same customizers for all. Needs common.sh.

# bench_job_small FIRST LAST [SECONDS] – prints two short steps as a template has them; a mark in a
# step changes it. The first may take longer, to be worth a checkpoint.
bench_job_small() {
  jq -n --arg first "$1" --arg last "$2" --arg seconds "${3:-0}" '[
    { type: "Shell", name: "one", inline: ["echo \($first) | sudo tee /one", "sleep \($seconds)"] },
    { type: "Shell", name: "two", inline: ["echo \($last) | sudo tee /two"] }
  ]'
}

# bench_job_large FIRST MIDDLE LAST – five steps with about a minute of work: packages are
# installed from a local repository, files unpacked, a program compiled.
bench_job_large() {
  jq -n --arg repository "$BENCH_REPOSITORY" --arg first "$1" --arg middle "$2" --arg last "$3" '[
    { type: "File", name: "repository", sourceUri: $repository, destination: "/tmp/repository.tar" },
    { type: "Shell", name: "packages", inline: [
      "echo \($first) >/dev/null",
      "sudo mkdir /var/local/repository",
      "sudo tar -C /var/local/repository -xf /tmp/repository.tar",
      "rm /tmp/repository.tar",
      "echo deb [trusted=yes] file:/var/local/repository ./ | sudo tee /etc/apt/sources.list.d/local.list",
      "options=\"-o Dir::Etc::sourcelist=/etc/apt/sources.list.d/local.list -o Dir::Etc::sourceparts=-\"",
      "sudo apt-get -q $options update",
      "sudo DEBIAN_FRONTEND=noninteractive apt-get -q -y --no-install-recommends $options install gcc libc6-dev make"] },
    { type: "Shell", name: "files", inline: [
      "echo \($middle) | sudo tee /middle",
      "sudo mkdir -p /opt/files",
      "for package in /var/local/repository/*.deb; do sudo dpkg-deb -x \"$package\" /opt/files; done"] },
    { type: "Shell", name: "program", inline: [
      "mkdir -p /tmp/program",
      "cd /tmp/program",
      "for i in $(seq 12); do for j in $(seq 150); do echo \"int f${i}_$j(int a) { int s = a; for (int k = 0; k < a; k++) s = s * 31 + k % 7; return s; }\"; done >f$i.c; done",
      "echo \"int main(void) { return 0; }\" >main.c",
      "gcc -O2 -o program *.c",
      "sudo install program /usr/local/bin/"] },
    { type: "Shell", name: "settings", inline: [
      "echo \($last) | sudo tee /last",
      "sudo rm -rf /var/local/repository /etc/apt/sources.list.d/local.list /tmp/program"] }
  ]'
}

# Makes the local repository of the large job, of Debian's packages.
bench_repository() {
  local dir=$TMP_DIR/repository
  BENCH_REPOSITORY=$TMP_DIR/repository.tar
  step "Fetching the packages of the large job"
  mkdir -p "$dir"
  # Old lists may name versions that the mirror no longer has.
  apt_get update
  (cd "$dir" && apt-cache depends --recurse --no-recommends --no-suggests --no-conflicts \
    --no-breaks --no-replaces --no-enhances gcc libc6-dev make | grep '^[a-z0-9]' | grep -v ':' |
    sort -u | run_quietly "$TMP_DIR/download.log" xargs apt-get -o APT::Sandbox::User=root download &&
    dpkg-scanpackages -m . 2>/dev/null >Packages)
  tar -C "$dir" -cf "$BENCH_REPOSITORY" .
}

# bench_template NAME – a template with the customizers that come on standard input.
bench_template() {
  jq --arg name "$1" '{
    type: "Microsoft.VirtualMachineImages/imageTemplates", apiVersion: "2024-02-01",
    name: "bench", location: "local",
    properties: {
      source: { type: "PlatformImage", publisher: "Bench", offer: "mark", sku: "gen1", version: "latest" },
      vmProfile: { vmSize: "Standard_B2s" },
      customize: .,
      distribute: [ { type: "ManagedImage", runOutputName: "image", location: "local",
        imageId: "/subscriptions/s/resourceGroups/r/providers/Microsoft.Compute/images/\($name)" } ]
    }
  }' >"$TMP_DIR/$1.json"
}

# bench_packer_template NAME – the same for Packer, with the same settings of the disk as the
# engine's: it belongs to this build alone. It also deprovisions, as the engine does.
bench_packer_template() {
  jq --arg dir "$TMP_DIR/packer" --arg source "$BENCH_SOURCE" --arg accelerator "$BENCH_ACCEL" '{
    builders: [ {
      type: "qemu", disk_image: true, iso_url: $source, iso_checksum: "none", format: "qcow2",
      accelerator: $accelerator, headless: true, vm_name: "disk", output_directory: "\($dir)/out",
      memory: 4096, cpus: 2, skip_resize_disk: true, ssh_username: "packer",
      ssh_private_key_file: "\($dir)/key", ssh_timeout: "20m",
      shutdown_command: "sudo systemctl poweroff",
      qemuargs: [
        [ "-cpu", "max" ],
        [ "-drive", "file=\($dir)/out/disk,if=virtio,cache=unsafe,discard=unmap,format=qcow2" ],
        [ "-drive", "file=\($dir)/seed.img,if=virtio,format=raw,readonly=on" ] ]
    } ],
    provisioners: (map(if .type == "File"
        then { type: "file", source: .sourceUri, destination: .destination }
        else { type: "shell", inline: .inline } end)
      + [ { type: "shell", inline: ["sudo waagent -force -deprovision+user && sync"] } ])
  }' >"$TMP_DIR/packer/$1.json"
}
