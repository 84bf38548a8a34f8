"""An answer file: strictly read, one pass at a time."""

import xml.etree.ElementTree as ElementTree

from . import schema

MASKED = "*SENSITIVE*DATA*DELETED*"
_NS = f"{{{schema.NAMESPACE}}}"
ElementTree.register_namespace("", schema.NAMESPACE)
ElementTree.register_namespace("wcm", schema.WCM)


class InvalidAnswers(Exception):
    """The answer file cannot be used; the words are for whoever looks at the screen."""


class Answers:
    """The answer file at a path of the guest."""

    def __init__(self, path: str, data: bytes):
        self.path = path
        try:
            self._root = ElementTree.fromstring(data)
        except ElementTree.ParseError as error:
            raise InvalidAnswers(f"{path} is no well-formed XML: {error}") from error
        if self._root.tag != _NS + "unattend":
            raise InvalidAnswers(f"{path} has no element unattend of the namespace {schema.NAMESPACE}")

    def has_pass(self, name: str) -> bool:
        """Whether there are settings of a pass that has not been processed."""
        return any(settings.get("pass") == name and settings.get("wasPassProcessed") != "true"
                   for settings in self._root.findall(_NS + "settings"))

    def mistakes(self, name: str) -> list:
        """All that is wrong for a pass. Mistakes of the file's frame are those of each pass."""
        found = []
        seen = set()
        for settings in self._root:
            if schema.local(settings) not in ("settings", "servicing"):
                found.append(f"unattend has no element {schema.local(settings) or settings.tag}")
                continue
            current = settings.get("pass")
            if schema.local(settings) == "settings" and current not in schema.PASSES:
                found.append(f"there is no pass {current}")
            if current in seen:
                found.append(f"the pass {current} is there twice")
            seen.add(current)
            if current == name:
                for component in settings:
                    found.extend(_component_mistakes(component, current))
        return found

    def require(self, name: str) -> None:
        """Refuses a pass as Windows Setup does."""
        mistakes = self.mistakes(name)
        if mistakes:
            raise InvalidAnswers(
                f"Windows could not parse or process unattend answer file [{self.path}] for pass "
                f"[{name}]. The answer file is invalid: {'; '.join(mistakes)}")

    def component(self, pass_name: str, name: str):
        """A component in a pass; None when it is not there."""
        for settings in self._root.findall(_NS + "settings"):
            if settings.get("pass") == pass_name:
                for component in settings.findall(_NS + "component"):
                    if component.get("name") == name:
                        return component
        return None

    def processed(self, *passes: str) -> bytes:
        """The file as it is left behind: passes marked, passwords of processed passes gone."""
        copy = ElementTree.fromstring(ElementTree.tostring(self._root))
        for settings in copy.findall(_NS + "settings"):
            if settings.get("pass") in passes:
                settings.set("wasPassProcessed", "true")
                for secret in ("Password", "AdministratorPassword"):
                    for element in settings.iter(_NS + secret):
                        for child in list(element):
                            element.remove(child)
                        element.text = MASKED
        return ElementTree.tostring(copy, encoding="utf-8", xml_declaration=True)


def _component_mistakes(component, current):
    if schema.local(component) != "component":
        yield f"the pass {current} has no element {schema.local(component) or component.tag}"
        return
    name = component.get("name")
    for attribute, allowed in schema.COMPONENT_ATTRIBUTES.items():
        value = component.get(attribute)
        if value is None or (allowed and value not in allowed):
            yield f"component {name}: {attribute} is {value}"
    known = schema.COMPONENTS.get(name)
    if known is None or current not in schema.COMPONENT_PASSES[name]:
        yield f"there is no component {name} in the pass {current}"
        return
    yield from known.mistakes(component, name, current)


def text(element, path: str, default=None):
    """The text of a setting, by names with slashes."""
    if element is None:
        return default
    found = element.findtext("/".join(_NS + part for part in path.split("/")))
    return default if found is None else found


def each(element, path: str) -> list:
    """All elements of a path."""
    return [] if element is None else element.findall("/".join(_NS + part for part in path.split("/")))


def password(element) -> "str | None":
    """The password in an element; without PlainText it is encoded with the setting's name."""
    value = text(element, "Value")
    if value is None or text(element, "PlainText", "true") == "true":
        return value
    import base64
    decoded = base64.b64decode(value).decode("utf-16-le")
    return decoded.removesuffix(schema.local(element))
