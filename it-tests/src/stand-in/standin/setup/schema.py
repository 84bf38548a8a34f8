"""What an answer file may say: the part of Microsoft's unattend reference that matters here.

A setting is a Text, a Group of settings, or a Series of like elements, each with wcm:action="add".
A component or setting that is not here is refused, as Windows refuses what it does not know.
"""

import re

NAMESPACE = "urn:schemas-microsoft-com:unattend"
WCM = "http://schemas.microsoft.com/WMIConfig/2002/State"
PASSES = ("windowsPE", "offlineServicing", "generalize", "specialize", "auditSystem", "auditUser",
          "oobeSystem")
MICROSOFT_KEY = "31bf3856ad364e35"
# Attributes of a component and what they may be.
COMPONENT_ATTRIBUTES = {
    "name": None,
    "processorArchitecture": ("amd64",),
    "publicKeyToken": (MICROSOFT_KEY,),
    "language": ("neutral",),
    "versionScope": ("nonSxS",),
}


class Text:
    """A value without elements in it."""

    def __init__(self, pattern=".*", longest=4096, passes=None):
        self.pattern = re.compile(pattern, re.DOTALL)
        self.longest = longest
        self.passes = passes

    def mistakes(self, element, where):
        """What is wrong with the element."""
        if len(element):
            yield f"{where} takes text, not elements"
            return
        value = element.text or ""
        if len(value) > self.longest:
            yield f"{where} is longer than {self.longest} characters"
        elif not self.pattern.fullmatch(value):
            # The value may be a secret.
            yield f"{where} has a value that is not allowed"


class Group:
    """Settings below a name; each at most once, in any order."""

    def __init__(self, settings, required=(), passes=None, action=False):
        self.settings = settings
        self.required = required
        self.passes = passes
        self.action = action

    def mistakes(self, element, where, current=None):
        """What is wrong with the element and below it."""
        if (element.text or "").strip():
            yield f"{where} takes elements, not text"
        action = element.get(f"{{{WCM}}}action")
        if self.action and action != "add":
            yield f'{where} wants wcm:action="add"'
        seen = set()
        for child in element:
            name = local(child)
            setting = self.settings.get(name)
            if name is None or setting is None:
                yield f"{where} has no setting {name or child.tag}"
                continue
            if name in seen:
                yield f"{where} has {name} twice"
            seen.add(name)
            if setting.passes and current and current not in setting.passes:
                yield f"{where}/{name} does not belong into the pass {current}"
            yield from setting.mistakes(child, f"{where}/{name}")
        for name in self.required:
            if name not in seen:
                yield f"{where} wants {name}"


class Series:
    """Any number of like elements; their Order, where they have one, differs."""

    def __init__(self, name, item, passes=None):
        self.name = name
        self.item = item
        self.passes = passes

    def mistakes(self, element, where):
        """What is wrong with the elements."""
        orders = []
        for child in element:
            if local(child) != self.name:
                yield f"{where} has no setting {local(child) or child.tag}"
                continue
            yield from self.item.mistakes(child, f"{where}/{self.name}")
            orders.append(child.findtext(f"{{{NAMESPACE}}}Order"))
        if len(set(orders)) < len([order for order in orders if order]):
            yield f"{where} has an Order twice"


def local(element):
    """The name of an element of the answer file; None for one of another namespace."""
    prefix = f"{{{NAMESPACE}}}"
    return element.tag[len(prefix):] if element.tag.startswith(prefix) else None


BOOL = Text("true|false")
ORDER = Text("[1-9][0-9]{0,2}")
PASSWORD = Group({"Value": Text(longest=256), "PlainText": BOOL}, required=("Value",))
LOCALE = Text("[a-zA-Z]{2,3}(-[A-Za-z0-9]{2,8})*|[0-9a-fA-F]{4}:[0-9a-fA-F]{8}([;,].*)?")
_RUN_PATH = Text(".+", longest=259)

COMPONENTS = {
    "Microsoft-Windows-Shell-Setup": Group({
        "ComputerName": Text(r"\*|(?![0-9]+$)[^\s{|}~\[\\\]^':;<=>?@!\"#$%`()+/.,*&]{1,15}",
                             passes=("specialize", "offlineServicing")),
        "TimeZone": Text(".+", longest=256, passes=("specialize", "oobeSystem", "auditSystem")),
        "ProductKey": Text("[A-Z0-9]{5}(-[A-Z0-9]{5}){4}", passes=("specialize",)),
        "RegisteredOwner": Text(passes=("specialize", "oobeSystem")),
        "RegisteredOrganization": Text(passes=("specialize", "oobeSystem")),
        "CopyProfile": Text("true|false", passes=("specialize",)),
        "OOBE": Group({
            "HideEULAPage": BOOL, "HideLocalAccountScreen": BOOL, "HideOEMRegistrationScreen": BOOL,
            "HideOnlineAccountScreens": BOOL, "HideWirelessSetupInOOBE": BOOL,
            "NetworkLocation": Text("Home|Work|Other"), "ProtectYourPC": Text("[123]"),
            "SkipMachineOOBE": BOOL, "SkipUserOOBE": BOOL, "UnattendEnableRetailDemo": BOOL,
        }, passes=("oobeSystem",)),
        "UserAccounts": Group({
            "AdministratorPassword": PASSWORD,
            "LocalAccounts": Series("LocalAccount", Group({
                "Name": Text(r"[^/\\\[\]:|<>+=;,?*%@\"]{1,20}"), "Group": Text(".+"),
                "DisplayName": Text(longest=256), "Description": Text(longest=256),
                "Password": PASSWORD,
            }, required=("Name",), action=True)),
        }, passes=("oobeSystem", "auditSystem")),
        "AutoLogon": Group({
            "Enabled": BOOL, "LogonCount": Text("[0-9]{1,9}"), "Username": Text(".+", longest=256),
            "Domain": Text(".+"), "Password": PASSWORD,
        }, required=("Username",), passes=("oobeSystem", "auditSystem", "specialize")),
        "FirstLogonCommands": Series("SynchronousCommand", Group({
            "Order": ORDER, "CommandLine": Text(".+", longest=1024),
            "Description": Text(longest=256), "RequiresUserInput": BOOL,
        }, required=("Order", "CommandLine"), action=True), passes=("oobeSystem",)),
    }),
    "Microsoft-Windows-Deployment": Group({
        "RunSynchronous": Series("RunSynchronousCommand", Group({
            "Order": ORDER, "Path": _RUN_PATH, "Description": Text(longest=256),
            "WillReboot": Text("Always|Never|OnRequest"),
        }, required=("Order", "Path"), action=True), passes=("specialize", "auditUser")),
        "RunAsynchronous": Series("RunAsynchronousCommand", Group({
            "Order": ORDER, "Path": _RUN_PATH, "Description": Text(longest=256),
        }, required=("Order", "Path"), action=True), passes=("specialize", "auditUser")),
    }),
    "Microsoft-Windows-International-Core": Group({
        "InputLocale": LOCALE, "SystemLocale": LOCALE, "UILanguage": LOCALE,
        "UILanguageFallback": LOCALE, "UserLocale": LOCALE,
    }),
}
# Where a component may stand at all.
COMPONENT_PASSES = {
    "Microsoft-Windows-Shell-Setup": ("offlineServicing", "specialize", "auditSystem", "oobeSystem"),
    "Microsoft-Windows-Deployment": ("specialize", "auditSystem", "auditUser", "oobeSystem"),
    "Microsoft-Windows-International-Core": ("specialize", "oobeSystem"),
}
