"""The operations of the shell resource: Create, Get, Command, Receive, Send, Signal, Delete."""

import base64
import binascii

from . import soap
from .command import CTRL_C_EXIT
from .faults import (Fault, access_denied, action_not_supported, envelope_size_refused,
                     resource_not_found, schema_violation, timed_out)
from .shells import Shell, Shells

TRANSFER = soap.TRANSFER + "/"
SHELL = soap.SHELL + "/"
MIN_ENVELOPE = 8192
DEFAULT_ENVELOPE = 153_600


def _tag(name: str) -> str:
    return f"{{{soap.SHELL}}}{name}"


class Operations:
    """Answers requests of users who have been let in."""

    def __init__(self, settings, shells: Shells):
        self._settings = settings
        self._shells = shells
        self._actions = {
            TRANSFER + "Create": self._create,
            TRANSFER + "Get": self._get,
            TRANSFER + "Delete": self._delete,
            SHELL + "Command": self._command,
            SHELL + "Receive": self._receive,
            SHELL + "Send": self._send,
            SHELL + "Signal": self._signal,
        }

    def answer(self, request: soap.Request, user: str, client: str, host: str) -> bytes:
        """The envelope of the answer; raises Fault."""
        self._check(request, user)
        operation = self._actions.get(request.action)
        if operation is None:
            raise action_not_supported(request.action)
        action, body = operation(request, user, client, host)
        return soap.response(action, request.message_id, body)

    def _check(self, request: soap.Request, user: str) -> None:
        # Windows takes a resource URI in any case.
        if request.resource.lower() != soap.CMD_SHELL:
            raise resource_not_found(request.resource)
        if not self._settings().may_manage(user):
            raise access_denied()
        limit = self._settings().limits.max_envelope_kb * 1024
        if request.max_envelope is not None:
            if request.max_envelope > limit:
                raise envelope_size_refused(True)
            if request.max_envelope < MIN_ENVELOPE:
                raise envelope_size_refused(False)

    def _timeout(self, request: soap.Request) -> float:
        most = self._settings().limits.max_timeout_ms / 1000
        return min(most, 60.0 if request.timeout is None else request.timeout)

    def _find(self, request: soap.Request, user: str) -> Shell:
        shell_id = request.selectors.get("shellid")
        if not shell_id:
            raise Fault("s:Sender", "w:InvalidSelectors", 2150858813,
                        "The WS-Management service cannot process the request because the request "
                        "contained invalid selectors for the resource.",
                        detail="InsufficientSelectors")
        return self._shells.find(shell_id, user)

    @staticmethod
    def _body(request: soap.Request, name: str):
        if request.body is None or request.body.tag != _tag(name):
            raise schema_violation(f"The body has no rsp:{name}.")
        return request.body

    def _create(self, request, user, client, host):
        wanted = self._body(request, "Shell")
        outputs = (wanted.findtext(_tag("OutputStreams")) or "stdout stderr").split()
        inputs = (wanted.findtext(_tag("InputStreams")) or "stdin").split()
        if not set(outputs) <= {"stdout", "stderr"} or not set(inputs) <= {"stdin"}:
            raise Fault("s:Sender", "w:InvalidParameter", 87, "The parameter is incorrect.")
        idle = self._settings().limits.idle_timeout_ms / 1000
        for name in ("IdleTimeout", "IdleTimeOut"):
            asked = wanted.findtext(_tag(name))
            if asked is not None:
                idle = soap.seconds(asked.strip())
                if idle is None:
                    raise schema_violation("IdleTimeout is not a duration.")
        environment = {
            variable.get("Name", ""): variable.text or ""
            for variable in wanted.findall(f"{_tag('Environment')}/{_tag('Variable')}")
        }
        shell = self._shells.create(Shell(
            owner=user, client=client, input_streams=inputs, output_streams=outputs,
            options=dict(request.options), environment=environment,
            folder=(wanted.findtext(_tag("WorkingDirectory")) or "").strip() or None,
            idle=idle, shell_id=wanted.get("ShellId"),
        ))
        body = (
            "<x:ResourceCreated>"
            f"<a:Address>https://{soap.text(host)}/wsman</a:Address>"
            f"<a:ReferenceParameters><w:ResourceURI>{soap.CMD_SHELL}</w:ResourceURI>"
            f'<w:SelectorSet><w:Selector Name="ShellId">{soap.text(shell.id)}</w:Selector></w:SelectorSet>'
            "</a:ReferenceParameters></x:ResourceCreated>" + self._describe(shell)
        )
        return TRANSFER + "CreateResponse", body

    def _get(self, request, user, client, host):
        return TRANSFER + "GetResponse", self._describe(self._find(request, user))

    @staticmethod
    def _describe(shell: Shell) -> str:
        import time
        now = time.monotonic()
        folder = f"<rsp:WorkingDirectory>{soap.text(shell.folder)}</rsp:WorkingDirectory>" if shell.folder else ""
        return (
            f'<rsp:Shell xmlns:rsp="{soap.SHELL}">'
            f"<rsp:ShellId>{soap.text(shell.id)}</rsp:ShellId>"
            f"<rsp:ResourceUri>{soap.CMD_SHELL}</rsp:ResourceUri>"
            f"<rsp:Owner>{soap.text(shell.owner)}</rsp:Owner>"
            f"<rsp:ClientIP>{soap.text(shell.client)}</rsp:ClientIP>{folder}"
            f"<rsp:IdleTimeOut>{soap.duration(shell.idle)}</rsp:IdleTimeOut>"
            f"<rsp:InputStreams>{' '.join(shell.input_streams)}</rsp:InputStreams>"
            f"<rsp:OutputStreams>{' '.join(shell.output_streams)}</rsp:OutputStreams>"
            f"<rsp:ShellRunTime>{soap.age(now - shell.created)}</rsp:ShellRunTime>"
            f"<rsp:ShellInactivity>{soap.age(now - shell.used)}</rsp:ShellInactivity>"
            "</rsp:Shell>"
        )

    def _delete(self, request, user, client, host):
        self._shells.delete(self._find(request, user))
        return TRANSFER + "DeleteResponse", ""

    def _command(self, request, user, client, host):
        shell = self._find(request, user)
        line = self._body(request, "CommandLine")
        command = line.findtext(_tag("Command"))
        if not command:
            raise schema_violation("rsp:CommandLine has no rsp:Command.")
        # One blank between them; who wants quotation marks writes them.
        parts = [command] + [argument.text or "" for argument in line.findall(_tag("Arguments"))]
        skip = request.options.get("WINRS_SKIP_CMD_SHELL", "FALSE").upper() in ("TRUE", "1")
        started = self._shells.start(shell, " ".join(parts), skip, line.get("CommandId"))
        return (SHELL + "CommandResponse",
                f"<rsp:CommandResponse><rsp:CommandId>{soap.text(started.id)}</rsp:CommandId>"
                "</rsp:CommandResponse>")

    def _receive(self, request, user, client, host):
        shell = self._find(request, user)
        desired = self._body(request, "Receive").find(_tag("DesiredStream"))
        if desired is None:
            raise schema_violation("rsp:Receive has no rsp:DesiredStream.")
        command = self._shells.command(shell, desired.get("CommandId", ""))
        names = (desired.text or "").split() or shell.output_streams
        if not set(names) <= set(shell.output_streams):
            raise Fault("s:Sender", "w:InvalidParameter", 87, "The parameter is incorrect.")
        # Base64 makes four bytes of three; the envelope itself wants some room, too.
        room = ((request.max_envelope or DEFAULT_ENVELOPE) - 3000) * 3 // 4
        fetched = self._shells.receive(shell, command, names, self._timeout(request), room)
        if fetched is None:
            raise timed_out()
        parts, finished = fetched
        identity = f"CommandId={soap.attribute(command.id)}"
        body = ""
        for name, data, ended in parts:
            end = ' End="true"' if ended else ""
            body += (f'<rsp:Stream Name="{name}" {identity}{end}>'
                     f"{base64.b64encode(data).decode()}</rsp:Stream>")
        if finished:
            body += (f'<rsp:CommandState {identity} State="{SHELL}CommandState/Done">'
                     f"<rsp:ExitCode>{command.exit_code}</rsp:ExitCode></rsp:CommandState>")
        else:
            body += f'<rsp:CommandState {identity} State="{SHELL}CommandState/Running"></rsp:CommandState>'
        return SHELL + "ReceiveResponse", f"<rsp:ReceiveResponse>{body}</rsp:ReceiveResponse>"

    def _send(self, request, user, client, host):
        shell = self._find(request, user)
        for stream in self._body(request, "Send").findall(_tag("Stream")):
            if stream.get("Name") not in shell.input_streams:
                raise Fault("s:Sender", "w:InvalidParameter", 87, "The parameter is incorrect.")
            command = self._shells.command(shell, stream.get("CommandId", ""))
            try:
                data = base64.b64decode((stream.text or "").encode(), validate=False)
            except (binascii.Error, UnicodeEncodeError) as error:
                raise schema_violation("rsp:Stream is not base64.") from error
            command.send(data, stream.get("End", "false").lower() in ("true", "1"))
        return SHELL + "SendResponse", "<rsp:SendResponse></rsp:SendResponse>"

    def _signal(self, request, user, client, host):
        shell = self._find(request, user)
        signal = self._body(request, "Signal")
        code = (signal.findtext(_tag("Code")) or "").strip().lower()
        name = code.rpartition("/")[2]
        if name not in ("terminate", "ctrl_c", "ctrl_break") or not code.startswith(SHELL + "signal/"):
            raise Fault("s:Sender", "w:InvalidParameter", 87, "The parameter is incorrect.")
        command_id = signal.get("CommandId")
        if command_id:
            command = self._shells.command(shell, command_id)
            if name == "terminate":
                self._shells.forget(shell, command)
            else:
                command.stop(CTRL_C_EXIT)
        else:
            for command in list(shell.commands.values()):
                command.stop(CTRL_C_EXIT)
        return SHELL + "SignalResponse", "<rsp:SignalResponse/>"
