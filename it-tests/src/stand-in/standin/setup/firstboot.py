"""The passes specialize and oobeSystem, and the first logon."""

import os
import secrets
import string

from standin.windows import paths, registry, users

from . import media, programs
from .answers import InvalidAnswers, each, password, text

STATE = registry.SETUP_STATE
WINLOGON = registry.NT + "\\Winlogon"
SETUP = "HKLM\\SYSTEM\\Setup"
GENERALIZED = "IMAGE_STATE_GENERALIZE_RESEAL_TO_OOBE"
SPECIALIZED = "IMAGE_STATE_SPECIALIZE_RESEAL_TO_OOBE"
COMPLETE = "IMAGE_STATE_COMPLETE"
SHELL_SETUP = "Microsoft-Windows-Shell-Setup"
PANTHER = "C:\\Windows\\Panther\\unattend.xml"


class Stuck(Exception):
    """Setup waits for a person, or shows an error after each start."""


def image_state() -> str:
    """How far this Windows has come."""
    return registry.value(STATE, "ImageState")


def pending() -> bool:
    """Whether this Windows has yet to be set up."""
    return image_state() != COMPLETE


def run(say) -> None:
    """From a generalized image to the end of the first logon; `say` is told how it goes."""
    try:
        if image_state() == GENERALIZED:
            specialize(say)
        if image_state() == SPECIALIZED:
            oobe(say)
    except InvalidAnswers as error:
        raise Stuck(str(error)) from error
    if image_state() != COMPLETE:
        raise Stuck(f"The computer restarted unexpectedly or encountered an unexpected error: {image_state()}")


def specialize(say) -> None:
    """A name, an identity, and the commands of this pass."""
    users.new_machine_sid()
    answers = media.find("specialize")
    name = "*"
    if answers:
        say(f"specialize with {answers.path}")
        answers.require("specialize")
        shell = answers.component("specialize", SHELL_SETUP)
        name = text(shell, "ComputerName", "*")
        _time_zone(text(shell, "TimeZone"))
    _computer_name(_random_name() if name == "*" else name)
    if answers:
        deployment = answers.component("specialize", "Microsoft-Windows-Deployment")
        commands = each(deployment, "RunSynchronous/RunSynchronousCommand")
        for command in sorted(commands, key=lambda command: int(text(command, "Order"))):
            line = text(command, "Path")
            code, said = programs.run(line, "SYSTEM")
            if code:
                # As Windows: the pass fails, and starts again with the next boot.
                raise Stuck(f"specialize: exit code {code} of {line}: {said.strip()}")
        _leave_copy(answers, "specialize")
    registry.set_value(STATE, "ImageState", SPECIALIZED, "REG_SZ")


def oobe(say) -> None:
    """Accounts, the end of Setup, and the first logon."""
    answers = media.find("oobeSystem")
    if answers is None:
        raise Stuck("OOBE waits for a person: there is no answer file with the pass oobeSystem")
    say(f"oobeSystem with {answers.path}")
    answers.require("oobeSystem")
    pages = list(_pages(answers))
    if pages:
        raise Stuck(f"OOBE waits for a person at: {', '.join(pages)}")
    shell = answers.component("oobeSystem", SHELL_SETUP)
    _time_zone(text(shell, "TimeZone"))
    _accounts(shell)
    _arrange_logon(shell)
    commands = each(shell, "FirstLogonCommands/SynchronousCommand")
    lines = [text(command, "CommandLine")
             for command in sorted(commands, key=lambda command: int(text(command, "Order")))]
    _leave_copy(answers, "specialize", "oobeSystem")
    registry.set_value(STATE, "ImageState", COMPLETE, "REG_SZ")
    for name in ("SystemSetupInProgress", "OOBEInProgress", "SetupType"):
        registry.set_value(SETUP, name, 0, "REG_DWORD")
    logon = auto_logon(say)
    if logon is None:
        if lines:
            say("nobody logs on, so FirstLogonCommands wait")
        return
    users.make_profile(logon)
    for line in lines:
        code, said = programs.run(line, logon)
        if code:
            say(f"FirstLogonCommands: exit code {code} of {line}: {said.strip()[-500:]}")


def _pages(answers):
    """The pages of OOBE that are shown although they should not be."""
    locale = answers.component("oobeSystem", "Microsoft-Windows-International-Core")
    if not all(text(locale, name) for name in ("InputLocale", "SystemLocale", "UILanguage", "UserLocale")):
        yield "region and keyboard"
    shell = answers.component("oobeSystem", SHELL_SETUP)
    if text(shell, "OOBE/HideEULAPage") != "true":
        yield "licence terms"
    if text(shell, "OOBE/ProtectYourPC") is None:
        yield "privacy settings"
    accounts = each(shell, "UserAccounts/LocalAccounts/LocalAccount")
    built_in = each(shell, "UserAccounts/AdministratorPassword")
    # This is a Windows Server; others would be content with an account.
    if not built_in or not _complex("Administrator", password(built_in[0])):
        yield "password of the administrator"
    for account in accounts:
        secret = each(account, "Password")
        if not _complex(text(account, "Name"), password(secret[0]) if secret else ""):
            yield "password of " + text(account, "Name")


def _complex(name: str, secret: str) -> bool:
    """The policy of a Windows Server: three kinds of characters, and not the account's name."""
    kinds = sum(any(character in kind for character in secret) for kind in (
        string.ascii_lowercase, string.ascii_uppercase, string.digits, string.punctuation))
    return kinds >= 3 and (len(name) < 3 or name.lower() not in secret.lower())


def _accounts(shell) -> None:
    for account in each(shell, "UserAccounts/LocalAccounts/LocalAccount"):
        groups = [group.strip() for group in text(account, "Group", "Users").split(";")]
        users.create(text(account, "Name"), password(each(account, "Password")[0]), groups)
    for secret in each(shell, "UserAccounts/AdministratorPassword"):
        users.create("Administrator", password(secret))


def _arrange_logon(shell) -> None:
    """Writes what the answer file says of an automatic logon, as Windows does."""
    if text(shell, "AutoLogon/Enabled", "false") != "true":
        return
    secret = each(shell, "AutoLogon/Password")
    values = {
        "AutoAdminLogon": "1",
        "DefaultUserName": text(shell, "AutoLogon/Username"),
        "DefaultPassword": password(secret[0]) if secret else "",
    }
    for name, value in values.items():
        registry.set_value(WINLOGON, name, value, "REG_SZ")
    # One more than was asked for: the first logon is not counted.
    registry.set_value(WINLOGON, "AutoLogonCount", int(text(shell, "AutoLogon/LogonCount", "1")) + 1, "REG_DWORD")


def auto_logon(say) -> "str | None":
    """Logs on at the console, as long as the registry says so; the account that did."""
    values = registry.values(WINLOGON)
    if str(values.get("AutoAdminLogon")) != "1":
        return None
    name = values.get("DefaultUserName", "")
    secret = values.get("DefaultPassword", "")
    left = int(values.get("AutoLogonCount", 1)) - 1
    if left <= 0:
        registry.set_value(WINLOGON, "AutoAdminLogon", "0", "REG_SZ")
        for value in ("DefaultPassword", "AutoLogonCount"):
            if value in values:
                registry.remove_value(WINLOGON, value)
    else:
        registry.set_value(WINLOGON, "AutoLogonCount", left, "REG_DWORD")
    if not users.check(name, secret):
        return None
    say(f"{name} logs on")
    return users.user(name)[0]


def _leave_copy(answers, *passes: str) -> None:
    file = paths.host(PANTHER)
    os.makedirs(os.path.dirname(file), exist_ok=True)
    with open(os.open(file, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "wb") as stream:
        stream.write(answers.processed(*passes))


def _computer_name(name: str) -> None:
    control = "HKLM\\SYSTEM\\CurrentControlSet\\Control\\ComputerName\\"
    for key in ("ComputerName", "ActiveComputerName"):
        registry.set_value(control + key, "ComputerName", name.upper(), "REG_SZ")
    registry.set_value("HKLM\\SYSTEM\\CurrentControlSet\\Services\\Tcpip\\Parameters", "Hostname", name, "REG_SZ")


def _random_name() -> str:
    alphabet = string.ascii_uppercase + string.digits
    return "WIN-" + "".join(secrets.choice(alphabet) for _ in range(11))


def _time_zone(name: "str | None") -> None:
    if name:
        registry.set_value("HKLM\\SYSTEM\\CurrentControlSet\\Control\\TimeZoneInformation",
                           "TimeZoneKeyName", name, "REG_SZ")
