#!/bin/bash
# Turns a fresh Debian tree into a generalized cloud guest. Run by make-source-image as a hook of
# mmdebstrap, as (possibly mapped) root: $1 is the tree, ROOT_UUID the file system it will be on,
# EFI_UUID the EFI system partition, PUBLIC_SOURCES the apt sources to leave if not empty, CUSTOMIZE
# the folder that makes another guest of it if not empty.
set -euo pipefail
root=$1
: "${ROOT_UUID:?}" "${EFI_UUID:?}" "${PUBLIC_SOURCES=}" "${CUSTOMIZE=}"

# Only what can hold the root disk (virtio, Hyper-V, NVMe): a small initramfs is read and unpacked
# faster, which counts most under software emulation.
INITRD_MODULES="virtio_pci virtio_blk virtio_scsi sd_mod hv_vmbus hv_storvsc nvme ext4"
# Everything visible on the serial console and on the screen.
KERNEL_OPTIONS="console=tty0 console=ttyS0,115200 net.ifnames=0"
if [ -n "$CUSTOMIZE" ]; then
  # shellcheck source=/dev/null
  . "$CUSTOMIZE/image.conf"
fi

put() { # PATH, text on standard input
  install -d "$root${1%/*}"
  cat >"$root$1"
  chmod 0644 "$root$1"
}

# --- Names and file systems
echo debian >"$root/etc/hostname"
put /etc/hosts <<'END'
127.0.0.1 localhost
127.0.1.1 debian
::1 localhost ip6-localhost ip6-loopback
END
# libnss-myhostname resolves whatever name cloud-init gives the guest: without it every sudo waits.

put /etc/fstab <<END
UUID=$ROOT_UUID / ext4 errors=remount-ro,discard 0 1
UUID=$EFI_UUID /boot/efi vfat umask=0077,nofail,noauto,x-systemd.automount,x-systemd.idle-timeout=60 0 0
END
install -d "$root/boot/efi"

# --- Boot: straight to the kernel
put /etc/default/grub.d/50-image.cfg <<END
GRUB_TIMEOUT=0
GRUB_RECORDFAIL_TIMEOUT=0
GRUB_DISABLE_OS_PROBER=true
GRUB_DISABLE_SUBMENU=y
GRUB_TERMINAL=console
GRUB_CMDLINE_LINUX_DEFAULT=""
GRUB_CMDLINE_LINUX="$KERNEL_OPTIONS"
END

put /etc/initramfs-tools/conf.d/image <<'END'
MODULES=list
COMPRESS=lz4
FSTYPE=ext4
END
# shellcheck disable=SC2086 # one word, one line
printf '%s\n' $INITRD_MODULES \
  >>"$root/etc/initramfs-tools/modules"
chroot "$root" update-initramfs -u -k all

# update-grub in the guest makes the real configuration once a kernel is upgraded there; this first
# one has the same entry, since grub-probe finds no device for a tree.
install -d "$root/boot/grub"
put /boot/grub/grub.cfg <<END
search --no-floppy --fs-uuid --set=root $ROOT_UUID
linux /vmlinuz root=UUID=$ROOT_UUID ro $KERNEL_OPTIONS
initrd /initrd.img
boot
END

# The BIOS loader: boot.img for the first sector, core.img for the BIOS boot partition. It finds
# its modules and configuration by the partition number make-source-image gives the root (1).
cp -r "$root/usr/lib/grub/i386-pc" "$root/boot/grub/"
chroot "$root" grub-mkimage -O i386-pc -p '(,gpt1)/boot/grub' -o /boot/grub/i386-pc/core.img \
  biosdisk part_gpt ext2 search search_fs_uuid normal linux configfile

cloud_guest() {
  # --- cloud-init: a seed disk, Azure, or nothing; told apart without asking the network
  put /etc/cloud/cloud.cfg.d/90-image.cfg <<'END'
# ds-identify tells these apart by disk label and DMI strings alone, so none of them delays boot.
datasource_list: [NoCloud, Azure, None]
# The one locale that needs no generating; cloud-init's own default would be an error without it.
locale: C.UTF-8
# RSA keys take seconds to make under software emulation, and no current client needs them.
ssh_genkeytypes: [ed25519, ecdsa]
system_info:
  network:
    renderers: [networkd]
END
  # With no seed at all the guest must still grow its disk and make its host keys.
  put /etc/cloud/ds-identify.cfg <<'END'
policy: search,found=all,maybe=all,notfound=enabled
END

  # --- The Azure agent works where Azure is; elsewhere it would search the network for its server.
  # `waagent -deprovision` needs no running service.
  put /etc/systemd/system/walinuxagent.service.d/image.conf <<'END'
[Unit]
ConditionVirtualization=microsoft
END
  if [ -f "$root/etc/waagent.conf" ]; then
    sed -i 's/^#\? *Provisioning\.Agent=.*/Provisioning.Agent=cloud-init/; s/^#\? *ResourceDisk\.Format=.*/ResourceDisk.Format=n/' \
      "$root/etc/waagent.conf"
  fi

  # --- Nothing periodic may compete with a build in a freshly booted guest.
  chroot "$root" systemctl --quiet disable \
    apt-daily.timer apt-daily-upgrade.timer dpkg-db-backup.timer e2scrub_all.timer e2scrub_reap.service
  chroot "$root" systemctl --quiet enable systemd-networkd.service systemd-resolved.service ssh.service
  # Neighbours' names are of no use to a server, and answering for them opens ports.
  put /etc/systemd/resolved.conf.d/image.conf <<'END'
[Resolve]
LLMNR=no
MulticastDNS=no
END
  rm -f "$root"/etc/ssh/ssh_host_*
}
[ -n "$CUSTOMIZE" ] || cloud_guest

# A pressed power button ends the guest at once, whatever is running in it.
put /etc/systemd/logind.conf.d/image.conf <<'END'
[Login]
HandlePowerKey=poweroff
PowerKeyIgnoreInhibited=yes
END
put /etc/systemd/system.conf.d/image.conf <<'END'
[Manager]
DefaultTimeoutStopSec=20s
END

# --- Generalize
passwd --root "$root" --quiet --lock root 2>/dev/null || chroot "$root" passwd --quiet --lock root
: >"$root/etc/machine-id"
rm -f "$root/var/lib/dbus/machine-id" "$root/var/lib/systemd/random-seed" \
  "$root/etc/apt/apt.conf.d/99mmdebstrap"
if [ -n "$PUBLIC_SOURCES" ]; then
  rm -f "$root"/etc/apt/sources.list.d/*
  printf '%s\n' "$PUBLIC_SOURCES" >"$root/etc/apt/sources.list"
fi
rm -rf "$root"/var/log/*.log "$root"/var/log/apt/* "$root"/var/cache/debconf/*-old
if [ -n "$CUSTOMIZE" ]; then
  "$CUSTOMIZE/customize" "$root"
fi
