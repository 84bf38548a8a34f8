"""What the service is told: address, certificate, accounts, limits."""

import hmac
import os
import platform
from dataclasses import dataclass, field


@dataclass
class Limits:
    """Quotas with the defaults of WinRM 3.0."""

    max_envelope_kb: int = 500
    max_timeout_ms: int = 60_000
    max_shells_per_user: int = 30
    max_processes_per_shell: int = 25
    idle_timeout_ms: int = 7_200_000


@dataclass
class Settings:
    """One state of the configuration. Accounts are asked for by `check` and `may_manage`."""

    port: int
    certificate: str
    key: str
    host: str = "127.0.0.1"
    basic: bool = True
    machine: str = field(default_factory=lambda: platform.node().upper()[:15] or "STAND-IN")
    limits: Limits = field(default_factory=Limits)

    def check(self, user: str, password: str) -> "str | None":
        """The account's own spelling if it may log on, None if not."""
        raise NotImplementedError

    def may_manage(self, user: str) -> bool:
        """Whether the account is an administrator over the network, too."""
        return True

    def reachable(self) -> bool:
        """Whether the firewall lets new connections in."""
        return True

    def accounts_stamp(self):
        """Changes whenever the accounts do."""
        return 0


@dataclass
class OneUser(Settings):
    """For tests without a VM: one administrator, from the command line."""

    user: str = ""
    password: str = ""

    def check(self, user, password):
        """Names are compared without case, as Windows does; a leading .\\ or machine name goes."""
        name = user.rpartition("\\")[2]
        same = name.lower() == self.user.lower()
        if hmac.compare_digest(password.encode(), self.password.encode()) and same:
            return self.user
        return None


def limits_from(values: dict) -> Limits:
    """Limits with those of a WSMan: configuration that are there."""
    limits = Limits()
    names = {
        "MaxEnvelopeSizekb": "max_envelope_kb",
        "MaxTimeoutms": "max_timeout_ms",
        "MaxShellsPerUser": "max_shells_per_user",
        "MaxProcessesPerShell": "max_processes_per_shell",
        "IdleTimeout": "idle_timeout_ms",
    }
    for name, attribute in names.items():
        if str(values.get(name, "")).isdigit():
            setattr(limits, attribute, int(values[name]))
    return limits


def read_secret(path: str) -> str:
    """The first line of a file; the file must be its owner's alone to read."""
    if os.stat(path).st_mode & 0o077:
        raise SystemExit(f"{path} can be read by others; make it mode 0600")
    with open(path, encoding="utf-8") as file:
        return file.readline().rstrip("\r\n")
