"""Messages: what is read from a request, and the envelope around an answer."""

import re
import uuid
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass, field
from xml.sax.saxutils import escape, quoteattr

from .faults import Fault, schema_violation

SOAP = "http://www.w3.org/2003/05/soap-envelope"
ADDRESSING = "http://schemas.xmlsoap.org/ws/2004/08/addressing"
TRANSFER = "http://schemas.xmlsoap.org/ws/2004/09/transfer"
EVENTING = "http://schemas.xmlsoap.org/ws/2004/08/eventing"
ENUMERATION = "http://schemas.xmlsoap.org/ws/2004/09/enumeration"
WSMAN = "http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd"
MICROSOFT = "http://schemas.microsoft.com/wbem/wsman/1/wsman.xsd"
SHELL = "http://schemas.microsoft.com/wbem/wsman/1/windows/shell"
IDENTITY = "http://schemas.dmtf.org/wbem/wsman/identity/1/wsmanidentity.xsd"
WSMAN_FAULT = "http://schemas.microsoft.com/wbem/wsman/1/wsmanfault"
FAULT_ACTION = "http://schemas.dmtf.org/wbem/wsman/1/wsman/fault"
ANONYMOUS = "http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous"
CMD_SHELL = SHELL + "/cmd"

# Header blocks that this service knows, whether it needs them or not.
_UNDERSTOOD = {
    f"{{{ADDRESSING}}}{name}" for name in ("To", "ReplyTo", "Action", "MessageID", "From", "FaultTo")
} | {
    f"{{{WSMAN}}}{name}"
    for name in ("ResourceURI", "SelectorSet", "OptionSet", "MaxEnvelopeSize", "OperationTimeout", "Locale")
} | {f"{{{MICROSOFT}}}{name}" for name in ("DataLocale", "SessionId", "OperationID", "SequenceId",
                                            "ActivityId", "CompressionType", "FreeHeader")}
_DURATION = re.compile(
    r"P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$"
)


@dataclass
class Request:
    """One request, with what matters of its header."""

    action: str
    message_id: str
    resource: str
    body: "ElementTree.Element | None"
    selectors: dict = field(default_factory=dict)
    options: dict = field(default_factory=dict)
    timeout: "float | None" = None
    max_envelope: "int | None" = None


def parse(data: bytes) -> "ElementTree.Element":
    """The envelope in a request."""
    try:
        root = ElementTree.fromstring(data)
    except ElementTree.ParseError as error:
        raise schema_violation(f"The XML is invalid: {error}.") from error
    if root.tag != f"{{{SOAP}}}Envelope":
        raise schema_violation("The root is not an Envelope of SOAP 1.2.")
    return root


def body_of(envelope) -> "ElementTree.Element | None":
    """The first element of the body; None in an empty one."""
    body = envelope.find(f"{{{SOAP}}}Body")
    if body is None:
        raise schema_violation("The envelope has no Body.")
    return body[0] if len(body) else None


def message_id_of(envelope) -> str:
    """For RelatesTo; empty where a request has none."""
    return (envelope.findtext(f"{{{SOAP}}}Header/{{{ADDRESSING}}}MessageID") or "").strip()


def read(envelope) -> Request:
    """Reads the header, refusing what DSP0226 tells a service to refuse."""
    header = envelope.find(f"{{{SOAP}}}Header")
    if header is None:
        raise schema_violation("The envelope has no Header.")
    for block in header:
        if block.get(f"{{{SOAP}}}mustUnderstand") in ("true", "1") and block.tag not in _UNDERSTOOD:
            raise Fault(
                "s:MustUnderstand", None, 2150858818,
                f"The WS-Management service does not understand the header {block.tag}.",
            )
    action = _required(header, "Action")
    message_id = _required(header, "MessageID")
    _required(header, "To")
    request = Request(
        action=action,
        message_id=message_id,
        resource=(header.findtext(f"{{{WSMAN}}}ResourceURI") or "").strip(),
        body=body_of(envelope),
    )
    for selector in header.findall(f"{{{WSMAN}}}SelectorSet/{{{WSMAN}}}Selector"):
        # Names of selectors are compared without regard to case.
        request.selectors[selector.get("Name", "").lower()] = (selector.text or "").strip()
    for option in header.findall(f"{{{WSMAN}}}OptionSet/{{{WSMAN}}}Option"):
        request.options[option.get("Name", "").upper()] = (option.text or "").strip()
    timeout = header.findtext(f"{{{WSMAN}}}OperationTimeout")
    if timeout is not None:
        request.timeout = seconds(timeout.strip())
        if request.timeout is None:
            raise Fault("s:Sender", "w:SchemaValidationError", 2150858881,
                        "The WS-Management service cannot process the request. "
                        "The OperationTimeout header is not a valid duration.")
    size = header.findtext(f"{{{WSMAN}}}MaxEnvelopeSize")
    if size is not None:
        if not size.strip().isdigit():
            raise schema_violation("MaxEnvelopeSize is not a number.")
        request.max_envelope = int(size)
    return request


def _required(header, name: str) -> str:
    text = (header.findtext(f"{{{ADDRESSING}}}{name}") or "").strip()
    if not text:
        raise Fault(
            "s:Sender", "a:MessageInformationHeaderRequired", 2150858769,
            f"The WS-Management service cannot process the request because the header a:{name} is missing.",
        )
    return text


def seconds(duration: str) -> "float | None":
    """An xs:duration without years and months, as seconds; None for anything else."""
    match = _DURATION.match(duration)
    if not match or not any(match.groups()):
        return None
    days, hours, minutes, rest = (float(group or 0) for group in match.groups())
    return ((days * 24 + hours) * 60 + minutes) * 60 + rest


def duration(value: float) -> str:
    """As Windows writes the timeouts of a shell."""
    return f"PT{value:.3f}S"


def age(value: float) -> str:
    """As Windows writes how long a shell has run."""
    whole = int(value)
    return f"P{whole // 86400}DT{whole // 3600 % 24}H{whole // 60 % 60}M{whole % 60}S"


def attribute(value: str) -> str:
    """A quoted attribute value."""
    return quoteattr(value)


def text(value: str) -> str:
    """Character data."""
    return escape(value)


def response(action: str, relates_to: str, body: str) -> bytes:
    """The envelope of a good answer; the declarations are those of Windows, used or not."""
    namespaces = (("s", SOAP), ("a", ADDRESSING), ("x", TRANSFER), ("w", WSMAN), ("rsp", SHELL),
                  ("p", MICROSOFT))
    return _envelope(namespaces, action, relates_to, body)


def identify_response(product_version: str) -> bytes:
    """Without any header, as DSP0226 has it."""
    return (
        f'<s:Envelope xmlns:s="{SOAP}"><s:Header/><s:Body>'
        f'<wsmid:IdentifyResponse xmlns:wsmid="{IDENTITY}">'
        f"<wsmid:ProtocolVersion>{WSMAN}</wsmid:ProtocolVersion>"
        "<wsmid:ProductVendor>Microsoft Corporation</wsmid:ProductVendor>"
        f"<wsmid:ProductVersion>{text(product_version)}</wsmid:ProductVersion>"
        "</wsmid:IdentifyResponse></s:Body></s:Envelope>"
    ).encode()


def fault_response(fault: Fault, relates_to: str, machine: str) -> bytes:
    """A SOAP fault with the detail that Windows adds."""
    subcode = ""
    if fault.subcode:
        subcode = f"<s:Subcode><s:Value>{fault.subcode}</s:Value></s:Subcode>"
    detail = f"<w:FaultDetail>{text(fault.detail)}</w:FaultDetail>" if fault.detail else ""
    body = (
        f"<s:Fault><s:Code><s:Value>{fault.code}</s:Value>{subcode}</s:Code>"
        f'<s:Reason><s:Text xml:lang="en-US">{text(fault.reason)} </s:Text></s:Reason>'
        f'<s:Detail>{detail}<f:WSManFault xmlns:f="{WSMAN_FAULT}" Code="{fault.number}" '
        f"Machine={attribute(machine)}><f:Message>{text(fault.message)} </f:Message></f:WSManFault>"
        "</s:Detail></s:Fault>"
    )
    namespaces = (("s", SOAP), ("a", ADDRESSING), ("x", TRANSFER), ("e", EVENTING),
                  ("n", ENUMERATION), ("w", WSMAN), ("p", MICROSOFT))
    return _envelope(namespaces, FAULT_ACTION, relates_to, body)


def _envelope(namespaces, action: str, relates_to: str, body: str) -> bytes:
    declared = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in namespaces)
    relates = f"<a:RelatesTo>{text(relates_to)}</a:RelatesTo>" if relates_to else ""
    return (
        f'<s:Envelope xml:lang="en-US" {declared}><s:Header><a:Action>{action}</a:Action>'
        f"<a:MessageID>uuid:{str(uuid.uuid4()).upper()}</a:MessageID><a:To>{ANONYMOUS}</a:To>"
        f"{relates}</s:Header><s:Body>{body}</s:Body></s:Envelope>"
    ).encode()
