# shellcheck shell=bash
# What this machine must have: Debian packages, and a libvirt that answers. Needs common.sh.

# All of what building, running and testing use. Recommended packages are not installed, so what
# is only recommended by another but needed here (the QEMU driver of libvirt) is named too.
HOST_PACKAGES=(
  # virtual machines
  qemu-system-x86 qemu-utils ovmf libvirt-daemon-system libvirt-daemon-driver-qemu libvirt-clients
  # TPMs of Windows guests
  swtpm swtpm-tools
  # states of guests, compressed
  lzop
  # make-source-image; the keyring is for Ubuntu
  mmdebstrap debian-archive-keyring e2fsprogs dosfstools mtools fdisk
  # the rest
  openssh-client ca-certificates
)
# Where no systemd runs: see start_libvirtd.
[ -d /run/systemd/system ] || HOST_PACKAGES+=(tini)
# Without root, mmdebstrap maps user ids.
is_root || HOST_PACKAGES+=(uidmap)

# The Java that would be used: JAVA_HOME's, else the one on the PATH. Prints its major version.
java_major() {
  local java=${JAVA_HOME:+$JAVA_HOME/bin/java} version
  java=${java:-$(command -v java)} || return 1
  # Only a JDK can compile.
  [ -x "$(dirname -- "$(readlink -f -- "$java")")/javac" ] || return 1
  # Reading the release file instead of starting a Java saves half of this script's time.
  version=$(sed -n 's/^JAVA_VERSION="\(.*\)"$/\1/p' \
    "$(dirname -- "$(readlink -f -- "$java")")/../release" 2>/dev/null)
  [ -n "$version" ] || version=$("$java" -version 2>&1 | sed -n 's/.* version "\([^"]*\)".*/\1/p')
  version=${version#1.}
  printf '%s\n' "${version%%[!0-9]*}"
}

# Prints the packages still to be installed, one a line.
missing_packages() {
  local installed package major
  installed=" $(dpkg-query -W -f '${db:Status-Abbrev}${Package} ' "${HOST_PACKAGES[@]}" 2>/dev/null || true)"
  for package in "${HOST_PACKAGES[@]}"; do
    case $installed in
      *"ii $package "*) ;;
      *) printf '%s\n' "$package" ;;
    esac
  done
  command -v mvn >/dev/null || printf 'maven\n'
  major=$(java_major) || major=0
  if [ "${major:-0}" -lt 17 ]; then
    # Releases after Debian 12 have a newer JDK only.
    if ! apt_lists_present \
      || apt-cache policy openjdk-17-jdk-headless 2>/dev/null | grep -q 'Candidate: [0-9]'; then
      printf 'openjdk-17-jdk-headless\n'
    else
      printf 'default-jdk-headless\n'
    fi
  fi
}

apt_lists_present() {
  compgen -G '/var/lib/apt/lists/*_Packages*' >/dev/null
}

# as_root COMMAND... – through sudo for users.
as_root() {
  if is_root; then "$@"; else sudo -- "$@"; fi
}

# Installs what is missing; says nothing when nothing is.
ensure_packages() {
  local missing
  if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
    die "this is no Debian or Ubuntu machine" \
      "Install by hand what these packages hold: JDK 17, Maven, ${HOST_PACKAGES[*]}"
  fi
  mapfile -t missing < <(missing_packages)
  [ ${#missing[@]} -gt 0 ] || return 0

  if ! is_root && ! command -v sudo >/dev/null; then
    die "packages are missing, and installing them needs root or sudo" \
      "Ask for: apt-get install --no-install-recommends ${missing[*]}"
  fi
  step "Installing Debian packages: ${missing[*]}"
  # A private umask must not make system files unreadable to others.
  (
    umask 022
    # Old package lists may name files the mirror no longer has.
    { apt_lists_present && apt_install "${missing[@]}"; } \
      || { apt_get update && apt_install "${missing[@]}"; }
  ) || die "packages could not be installed, see above" \
    "Check this machine's apt sources (/etc/apt) and its network, then run this again."

  mapfile -t missing < <(missing_packages)
  case " ${missing[*]} " in
    *jdk*) die "java is still older than 17: ${JAVA_HOME:-$(command -v java || printf 'none')}" \
      "Unset JAVA_HOME, or choose the new one with: update-alternatives --config java" ;;
  esac
}

apt_get() {
  local log status=0
  log=$(mktemp)
  run_quietly "$log" as_root env DEBIAN_FRONTEND=noninteractive \
    apt-get -q -o DPkg::Lock::Timeout=120 "$@" </dev/null || status=$?
  # A mirror that cannot be reached is a warning only to `apt-get update`, and the cause of what
  # fails next.
  [ "$1" != update ] || [ "$status" != 0 ] || grep '^W:' "$log" >&2 || true
  rm -f "$log"
  return "$status"
}

apt_install() {
  apt_get -y -o Dpkg::Use-Pty=0 --no-install-recommends install "$@"
}

# --- libvirt

# The same choice as the engine's.
libvirt_uri() {
  if is_root; then printf 'qemu:///system\n'; else printf 'qemu:///session\n'; fi
}

libvirt_answers() {
  timeout 10 virsh -q -c "$(libvirt_uri)" uri >"${1:-/dev/null}" 2>&1 </dev/null
}

process_runs() {
  grep -qsx -- "$1" /proc/[0-9]*/comm
}

# Gives /dev/kvm the group and mode that udev would, where no udev runs. libvirt sees that KVM is
# there; if its own user could not open it, it would probe QEMU anew at every start of a VM, which
# takes a minute.
share_kvm() {
  [ ! -d /run/systemd/system ] && [ -c /dev/kvm ] && getent group kvm >/dev/null || return 0
  if [ "$(stat -c '%G %a' /dev/kvm)" = "root 600" ]; then
    say "giving /dev/kvm to the group kvm, as udev would"
    chgrp kvm /dev/kvm && chmod 0660 /dev/kvm
  fi
}

# The TPMs of a libvirt that was started before swtpm was installed are made by root, those of the
# next one by the user of swtpm's directory, who could not open what root has left in it.
share_tpm_authority() {
  local directory=/var/lib/swtpm-localca owner
  [ -d "$directory" ] || return 0
  owner=$(stat -c '%U' "$directory")
  if [ -n "$(find "$directory" -mindepth 1 ! -user "$owner" -print -quit)" ]; then
    say "giving the keys in $directory to $owner, as whom libvirt makes TPMs"
    chown -R --reference="$directory" "$directory"
  fi
}

# Under a parent that takes leave of dead processes at once. libvirt waits for a QEMU that has ended
# until that is done, and the first process of a container or a small VM may take seconds to.
start_libvirtd() {
  setsid -f tini -s -- libvirtd </dev/null >>/var/log/libvirt/libvirtd.log 2>&1
}

# For root, starts the system's libvirt if it does not run. A user's own is started by its client.
ensure_libvirt() {
  local answer deadline
  is_root || return 0
  share_kvm
  share_tpm_authority
  # Without virtlogd libvirt answers, but no domain with a serial log can start.
  if libvirt_answers && { [ -d /run/systemd/system ] || process_runs virtlogd; }; then
    return 0
  fi
  step "Starting libvirt"
  if [ -d /run/systemd/system ]; then
    systemctl start libvirtd.service \
      || die "libvirtd could not be started, see above" "More is said by: journalctl -u libvirtd"
  else
    (
      umask 022
      cd /
      process_runs virtlogd || virtlogd -d </dev/null
      process_runs libvirtd || start_libvirtd
    ) || die "libvirt's daemons could not be started, see above"
  fi
  answer=$(mktemp)
  deadline=$((SECONDS + 20))
  until libvirt_answers "$answer"; do
    if [ "$SECONDS" -ge "$deadline" ]; then
      tail -n 20 /var/log/libvirt/libvirtd.log >&2 2>/dev/null || true
      cat "$answer" >&2
      rm -f "$answer"
      die "libvirt does not answer at $(libvirt_uri) after 20 s" \
        "The log above is the end of /var/log/libvirt/libvirtd.log and what virsh said."
    fi
    sleep 0.2
  done
  rm -f "$answer"
}
