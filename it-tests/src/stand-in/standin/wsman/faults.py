"""Faults of the service, with the numbers that Windows gives them."""

_DETAIL = "http://schemas.dmtf.org/wbem/wsman/1/wsman/faultDetail/"


class Fault(Exception):
    """A SOAP fault: code, subcode, number of Windows, and the words."""

    def __init__(self, code, subcode, number, reason, message=None, detail=None):
        super().__init__(reason)
        self.code = code
        self.subcode = subcode
        self.number = number
        self.reason = reason
        self.message = message or reason
        self.detail = _DETAIL + detail if detail else None


def timed_out() -> Fault:
    """No output within the operation's time: ask again."""
    return Fault(
        "s:Receiver", "w:TimedOut", 2150858793,
        "The WS-Management service cannot complete the operation within the time specified in "
        "OperationTimeout.",
    )


def shell_not_found(shell_id: str) -> Fault:
    """A shell that never was, or is no more."""
    return Fault(
        "s:Sender", "w:InvalidSelectors", 2150858843,
        "The WS-Management service cannot process the request because the request contained "
        "invalid selectors for the resource.",
        f"The request for the Windows Remote Shell with ShellId {shell_id} failed because the shell "
        "was not found on the server. Possible causes are: the specified ShellId is incorrect or "
        "the shell no longer exists on the server. Provide the correct ShellId or create a new "
        "shell and retry the operation.",
        "UnexpectedSelectors",
    )


def command_not_found() -> Fault:
    """A command that never was, or was signalled to end."""
    return Fault("s:Sender", "w:InvalidParameter", 87, "The parameter is incorrect.")


def aborted() -> Fault:
    """The shell or the command went away under a request that waited for it."""
    return Fault(
        "s:Receiver", "w:InternalError", 995,
        "The I/O operation has been aborted because of either a thread exit or an application "
        "request.",
    )


def access_denied() -> Fault:
    """The account may log on, but may not do this."""
    return Fault("s:Sender", "w:AccessDenied", 5, "Access is denied.")


def too_many_shells(limit: int) -> Fault:
    """MaxShellsPerUser."""
    return Fault(
        "s:Receiver", "w:QuotaLimit", 2150859173,
        "The WS-Management service cannot process the request. The maximum number of concurrent "
        "shells for this user has been exceeded. Close existing shells or raise the quota for this "
        "user.",
        "The WS-Management service cannot process the request. This user is allowed a maximum "
        f"number of {limit} concurrent shells, which has been exceeded. Close existing shells or "
        "raise the quota for this user.",
    )


def too_many_processes(limit: int) -> Fault:
    """MaxProcessesPerShell."""
    return Fault(
        "s:Receiver", "w:QuotaLimit", 2150859241,
        "The WS-Management service cannot process the request. The maximum number of concurrent "
        f"commands per shell is {limit}, which has been exceeded.",
    )


def request_too_large(limit: int) -> Fault:
    """The request is over MaxEnvelopeSizekb."""
    return Fault(
        "s:Sender", "w:EncodingLimit", 2150858805,
        f"The request is larger than the {limit} bytes that this service takes.",
        detail="ServiceEnvelopeLimit",
    )


def envelope_size_refused(too_large: bool) -> Fault:
    """The client's MaxEnvelopeSize is over the service's own, or under what DSP0226 allows."""
    if too_large:
        return Fault(
            "s:Sender", "w:EncodingLimit", 2150858823,
            "The maximum envelope size in the request is too large. Change the maximum envelope "
            "size and try the request again.",
            detail="MaxEnvelopeSize",
        )
    return Fault(
        "s:Sender", "w:EncodingLimit", 2150858823,
        "The maximum envelope size in the request is too small.",
        detail="MinimumEnvelopeLimit",
    )


def resource_not_found(uri: str) -> Fault:
    """No plug-in for this resource URI."""
    return Fault(
        "s:Sender", "a:DestinationUnreachable", 2150858752,
        "The WS-Management service cannot process the request. The service cannot find the resource "
        f"identified by the resource URI and selectors. ({uri})",
        detail="InvalidResourceURI",
    )


def action_not_supported(action: str) -> Fault:
    """The resource has no such operation."""
    return Fault(
        "s:Sender", "a:ActionNotSupported", 2150858771,
        f"The WS-Management service cannot process the request. The action is not supported: {action}",
    )


def schema_violation(why: str) -> Fault:
    """The message is not what its schema says."""
    return Fault(
        "s:Sender", "w:SchemaValidationError", 2150858817,
        "The WS-Management service cannot process the request because the XML is invalid.",
        f"The WS-Management service cannot process the request because the XML is invalid. {why}",
    )


def file_name_too_long() -> Fault:
    """CreateProcess takes no command line of 32,768 characters."""
    return Fault("s:Receiver", "w:InternalError", 206, "The filename or extension is too long.")
