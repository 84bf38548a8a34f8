# shellcheck shell=sh
# Waits until cloud-init has done what it does at a first boot: await-cloud-init.sh ready|quiet [ROOT].
# ready: but for a last stage that has nothing to do, which takes a slow guest many seconds to start
# and to end. quiet: for all of it. Exit code 97: the guest has no cloud-init. ROOT is for tests.
wanted=$1
root=${2-}
run=$root/run/cloud-init
settings=$root/etc/cloud
command -v cloud-init >/dev/null || exit 97

# Whether a stage is over, and no stage so far has complained.
over() {
  tr -d ' \n' <"$run/status.json" 2>/dev/null |
    grep -qE "\"$1\":\{\"errors\":\[\],(\"recoverable_errors\":\{\},)?\"finished\":[0-9]" &&
    ! tr -d ' \n' <"$run/status.json" | grep -q '"errors":\[[^]]'
}

# Whether the image asks the last stage for anything. What is said in cloud.cfg alone decides it:
# the seed of the build asks for nothing there.
last_stage_is_idle() {
  [ -z "$(find "$settings" ! -readable 2>/dev/null | head -n 1)" ] || return 1
  modules=$(sed -n '/^cloud_final_modules:/,/^[^[:space:]#-]*:[[:space:]]*$/s/^[[:space:]]*-[[:space:]]*//p' \
    "$settings/cloud.cfg" 2>/dev/null | tr -d "[],'\"" | sed 's/ .*//' | tr - _)
  [ -n "$modules" ] || return 1
  for module in $modules; do
    case $module in
      package_update_upgrade_install | write_files_deferred | fan | landscape | lxd | ubuntu_drivers | \
        puppet | chef | ansible | mcollective | salt_minion | reset_rmc | refresh_rmc_and_interface | \
        rightscale_userdata | scripts_vendor | scripts_per_once | scripts_per_boot | \
        scripts_per_instance | scripts_user | ssh_authkey_fingerprints | keys_to_console | \
        install_hotplug | phone_home | final_message | power_state_change) ;;
      # Something that is not known here, and may do anything.
      *) return 1 ;;
    esac
  done
  ! grep -rqE '^[[:space:]]*(cloud_final_modules|packages|package_update|package_upgrade|snap|fan|landscape|lxd|drivers|ubuntu_advantage|puppet|chef|ansible|mcollective|salt_minion|runcmd|write_files|vendor_data2?|phone_home|power_state|include)[[:space:]]*:' \
    "$settings/cloud.cfg.d" 2>/dev/null &&
    ! grep -qE '^(packages|package_update|package_upgrade|snap|fan|landscape|lxd|drivers|ubuntu_advantage|puppet|chef|ansible|mcollective|salt_minion|runcmd|write_files|phone_home|power_state)[[:space:]]*:' \
      "$settings/cloud.cfg" &&
    [ -z "$(find "$root/var/lib/cloud/scripts" -type f 2>/dev/null | head -n 1)" ]
}

may_go_ahead=
if [ "$wanted" = ready ] && last_stage_is_idle; then
  may_go_ahead=1
fi
turn=0
while [ ! -e "$run/result.json" ]; do
  if [ -n "$may_go_ahead" ] && over modules-config; then
    exit 0
  fi
  turn=$((turn + 1))
  # Looking for files costs nothing, where starting cloud-init to ask it takes seconds in a slow
  # guest, and while it is still at work. Now and then it is asked all the same: it may have failed,
  # or be turned off.
  if [ $((turn % 75)) -eq 0 ]; then
    case $(cloud-init status 2>&1) in
      *running* | *"not run"*) ;;
      *) break ;;
    esac
  fi
  sleep 0.2
done
if [ -e "$run/result.json" ] && tr -d ' \n' <"$run/result.json" | grep -q '"errors":\[\]'; then
  exit 0
fi
said=$(cloud-init status --long 2>&1)
code=$?
[ $code -eq 0 ] || echo "$said" | tr -d '\r' | grep -v '^\.*$'
exit $code
