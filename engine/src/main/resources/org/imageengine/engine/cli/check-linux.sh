# What engine doctor --image runs in a Linux guest: does a shell run, and may we do what root may?
. /etc/os-release
echo "$PRETTY_NAME, kernel $(uname -r)"
test "$(sudo -n id -u)" = 0
echo "Logged in as $(id -un), who may use sudo"
