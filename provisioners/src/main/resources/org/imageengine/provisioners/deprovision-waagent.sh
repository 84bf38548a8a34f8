# The reference's command, but that the agent is looked for, not started to see whether it is there:
# each start takes seconds in a slow guest.
WAAGENT=/usr/sbin/waagent
if command -v waagent >/dev/null 2>&1; then
  WAAGENT=waagent
fi
$WAAGENT -force -deprovision+user && export HISTSIZE=0 && sync
