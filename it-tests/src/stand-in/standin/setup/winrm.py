"""The WinRM service as the emulated Windows has it configured.

Read from state/wsman.json, which the WSMan: drive of the emulated PowerShell writes:

  listeners   [{"Transport": "HTTPS", "Port": 5986, "Address": "*", "CertificateThumbprint": "…"}]
  config      {"Service\\Auth\\Basic": "true", "MaxTimeoutms": "7200000", …}: what was set, by its path
              below WSMan:\\localhost; the rest has its default
  started     when the service was last started, in seconds since the epoch; null while it is stopped

and from state/certificates/THUMBPRINT.pem (mode 0600): certificate and private key, in PEM.
"""

import os
from dataclasses import dataclass

from standin.windows import registry, session, store, users
from standin.wsman.settings import Settings, limits_from

POLICIES = "HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Policies\\System"
_PARTS = ("wsman", "users", "registry")
_known = {}


@dataclass
class WindowsSettings(Settings):
    """Accounts of the emulated Windows."""

    def check(self, user, password):
        """Local accounts alone."""
        if not users.check(user, password):
            return None
        return users.user(user)[0]

    def may_manage(self, user):
        """Over the network a local administrator is none, unless a policy says otherwise."""
        if not users.is_administrator(user):
            return False
        built_in = users.sid(user).endswith("-500")
        return built_in or registry.values(POLICIES).get("LocalAccountTokenFilterPolicy") == 1

    def reachable(self):
        """The firewall is on, and without a rule nothing comes in."""
        return any(_lets_in(rule, self.port) for rule in (store.read("firewall", {}) or {}).values())

    def accounts_stamp(self):
        """The accounts change with their file."""
        return _stamp("users")


def _lets_in(rule: dict, port: int) -> bool:
    wanted = {"Enabled": "true", "Direction": "inbound", "Action": "allow"}
    if any(str(rule.get(name, "")).lower() != value for name, value in wanted.items()):
        return False
    ports = [str(entry).lower() for entry in rule.get("LocalPort") or ["any"]]
    return str(rule.get("Protocol", "Any")).lower() in ("tcp", "any") and (
        "any" in ports or str(port) in ports)


def start_mark():
    """Differs from start to start of the service; None while nothing listens for HTTPS."""
    state = _state()
    listener = _https(state)
    if not state.get("started") or listener is None or not os.path.exists(_pem(listener)):
        return None
    return state["started"], listener["Port"], listener["CertificateThumbprint"]


def settings() -> WindowsSettings:
    """The settings as they are now."""
    stamps = tuple(_stamp(part) for part in _PARTS)
    if _known.get("stamps") != stamps:
        state = _state()
        listener = _https(state)
        if listener is None:
            # Just being replaced; the service goes when it is noticed.
            return _known["settings"]
        values = {path.rpartition("\\")[2]: value for path, value in state.get("config", {}).items()}
        basic = state.get("config", {}).get("Service\\Auth\\Basic", "false")
        _known["settings"] = WindowsSettings(
            host="0.0.0.0", port=int(listener["Port"]), certificate=_pem(listener), key=_pem(listener),
            basic=str(basic).lower() == "true", machine=session.computer_name(), limits=limits_from(values))
        _known["stamps"] = stamps
    return _known["settings"]


def _state() -> dict:
    # Asked for many times a second.
    stamp = _stamp("wsman")
    if _known.get("wsman") != stamp or stamp is None:
        _known["state"] = store.read("wsman", {}) or {}
        _known["wsman"] = stamp
    return _known["state"]


def _https(state) -> "dict | None":
    for listener in state.get("listeners", []):
        if str(listener.get("Transport", "")).upper() == "HTTPS" and listener.get("CertificateThumbprint"):
            return listener
    return None


def _pem(listener) -> str:
    return os.path.join(store.folder(), "certificates", listener["CertificateThumbprint"].upper() + ".pem")


def _stamp(part: str):
    try:
        status = os.stat(store.path(part))
    except OSError:
        return None
    return status.st_ino, status.st_mtime_ns, status.st_size
