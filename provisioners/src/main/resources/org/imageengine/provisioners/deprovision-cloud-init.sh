# shellcheck shell=sh
# For guests without the Azure agent: the same result with what every distribution has.
rm -f /root/.bash_history /home/*/.bash_history
rm -f /var/lib/dhcp/*.leases /var/lib/dhclient/*.lease* /var/lib/NetworkManager/*.lease
rm -f /etc/udev/rules.d/70-persistent-net.rules
if command -v cloud-init >/dev/null 2>&1; then
  cloud-init clean --logs --seed
fi
sync
