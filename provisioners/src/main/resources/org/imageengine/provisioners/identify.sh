# shellcheck shell=sh disable=SC2154
# Gives a guest that was saved and started again a time, an entropy and an identity of its own. Runs
# as root: identify.sh USER SECONDS. Before this come the variables seed (letters and digits),
# machine_id, user_key, host_key and host_key_pub. What the shell can do itself it does: each program
# that is started costs a slow guest some hundredths of a second.
user=$1
now=$2
umask 077

fail() {
  echo "ERROR: $*" >&2
  exit 1
}

# The clock stands where it stood when the guest was saved.
date -u -s "@$now" >/dev/null || fail "the clock cannot be set"

# The kernel's random numbers would be those of every guest that was started from the same state.
# 0x5207 is RNDRESEEDCRNG: it takes what was written before into use at once.
printf '%s' "$seed" >/dev/urandom
if command -v perl >/dev/null 2>&1; then
  perl -e 'open(my $r, ">", "/dev/urandom"); ioctl($r, 0x5207, 0)' 2>/dev/null
elif command -v python3 >/dev/null 2>&1; then
  python3 -S -E -c 'import fcntl; fcntl.ioctl(open("/dev/urandom", "wb"), 0x5207)' 2>/dev/null
fi

if [ -s /etc/machine-id ] && [ ! -L /etc/machine-id ]; then
  echo "$machine_id" >/etc/machine-id
fi
if [ -f /var/lib/dbus/machine-id ] && [ ! -L /var/lib/dbus/machine-id ]; then
  cp /etc/machine-id /var/lib/dbus/machine-id
fi

case $user in
  *[!A-Za-z0-9_-]* | '') fail "not a user: $user" ;;
esac
eval "home=~$user"
# Into the files that are there, so that they keep owner and mode.
replace() {
  [ -f "$2" ] || fail "there is no $2"
  printf '%s\n' "$1" >"$2" || fail "$2 cannot be changed"
}
replace "$user_key" "$home/.ssh/authorized_keys"
replace "$host_key" /etc/ssh/ssh_host_ed25519_key
replace "$host_key_pub" /etc/ssh/ssh_host_ed25519_key.pub
# The connection that this comes over stays.
if [ -f /run/sshd.pid ] && read -r pid </run/sshd.pid; then
  kill -HUP "$pid"
elif [ -f /var/run/sshd.pid ] && read -r pid </var/run/sshd.pid; then
  kill -HUP "$pid"
else
  pkill -HUP -o -x sshd
fi
