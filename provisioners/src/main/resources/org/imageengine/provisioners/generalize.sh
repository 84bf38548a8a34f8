# shellcheck shell=sh disable=SC2154
# Makes a guest ready to be the first boot of many VMs. Runs as root, in one process that outlives
# the build user: generalize.sh USER HOST_KEY, where HOST_KEY is the body of the public host key that
# the engine has pinned. Before this comes what puts the deprovision scripts into the directory $here.
user=$1
host_key=$2
override=/tmp/DeprovisioningScript.sh
export HOME=/root
cd /

say() { echo ">>> $*"; }

fail() {
  echo ">>> ERROR: $*" >&2
  exit 1
}

show() { sed 's/^/    | /' "$1"; }

# Customizers may have been quicker than the last stage of cloud-init.
turns=0
while [ -e /run/cloud-init/status.json ] && [ ! -e /run/cloud-init/result.json ] && [ "$turns" -lt 600 ]; do
  turns=$((turns + 1))
  sleep 0.1
done

build_host_name=
[ ! -f /etc/hostname ] || read -r build_host_name </etc/hostname

if [ -f "$override" ]; then
  say "Deprovisioning with the script a customizer has left, $override:"
  show "$override"
  chmod 0700 "$override"
  sh -c "$override" </dev/null
  code=$?
  [ "$code" -eq 0 ] || fail "$override exited with code $code."
  thorough=false
else
  if command -v waagent >/dev/null 2>&1 || [ -x /usr/sbin/waagent ]; then
    script=$here/deprovision-waagent.sh
    say "Deprovisioning with the Azure agent:"
  else
    script=$here/deprovision-cloud-init.sh
    say "Deprovisioning without the Azure agent, which this guest does not have:"
  fi
  show "$script"
  sh "$script" </dev/null
  code=$?
  [ "$code" -eq 0 ] || fail "The deprovision command exited with code $code."
  thorough=true
fi

# From here on: what the engine itself has put into the guest, whatever the deprovisioning did.
say "Removing the build user $user."
if getent passwd "$user" >/dev/null; then
  # -f, because this very session is the user's.
  userdel -f -r "$user" 2>/dev/null
fi
rm -rf "/home/${user:?}" "/var/mail/$user" "/var/spool/mail/$user" "/var/lib/sudo/lectured/$user"
for rules in /etc/sudoers.d/*; do
  if [ -f "$rules" ] && grep -qw "$user" "$rules"; then
    sed -i "/\\b$user\\b/d" "$rules"
    grep -q '^[^#]' "$rules" || rm -f "$rules"
  fi
done

say "Removing the build's host key and cloud-init state."
for public in /etc/ssh/ssh_host_*_key.pub; do
  if [ -f "$public" ] && grep -qF "$host_key" "$public"; then
    rm -f "$public" "${public%.pub}"
  fi
done
# What `cloud-init clean --logs` does, without the seconds that its start takes in a slow guest.
if [ -d /etc/cloud/clean.d ]; then
  run-parts /etc/cloud/clean.d 2>/dev/null
fi
if [ -d /var/lib/cloud ]; then
  find /var/lib/cloud -mindepth 1 -maxdepth 1 ! -name seed -exec rm -rf {} +
fi
for network in /etc/network/interfaces.d/50-cloud-init* /etc/netplan/50-cloud-init.yaml; do
  if [ -f "$network" ]; then
    rm -f "$network"
  fi
done
rm -f /tmp/script_*.sh /tmp/.image-engine-*.pid "$override" \
  /var/log/cloud-init.log /var/log/cloud-init-output.log

if [ "$thorough" = true ]; then
  say "Removing machine ID, host keys and logs of this VM."
  rm -rf /etc/ssh/ssh_host_*_key /etc/ssh/ssh_host_*_key.pub /var/lib/systemd/random-seed \
    /root/.bash_history /var/log/journal/*
  if [ -f /etc/machine-id ]; then
    : >/etc/machine-id
  fi
  if [ -f /var/lib/dbus/machine-id ] && [ ! -L /var/lib/dbus/machine-id ]; then
    rm -f /var/lib/dbus/machine-id
  fi
  if [ -n "$build_host_name" ] && [ -f /etc/hosts ]; then
    sed -i "/[[:space:]]$build_host_name\\([[:space:]]\\|\$\\)/d" /etc/hosts
  fi
  echo localhost >/etc/hostname
  for log in wtmp btmp lastlog auth.log syslog secure messages; do
    if [ -f "/var/log/$log" ]; then
      : >"/var/log/$log"
    fi
  done
fi

if getent passwd "$user" >/dev/null; then
  fail "The build user $user is still there."
fi
if [ -d "/home/$user" ]; then
  fail "The home directory of the build user $user is still there."
fi
rm -rf "$here" "$0"
sync
# What was deleted takes no room in the outputs. Not every guest and disk can do it.
if command -v fstrim >/dev/null 2>&1; then
  say "Trimming free space."
  fstrim -a 2>/dev/null || fstrim / 2>/dev/null || true
fi
say "Generalized."
