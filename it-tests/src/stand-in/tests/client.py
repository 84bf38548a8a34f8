"""A small client of WS-Management, to see the messages themselves."""

import base64
import http.client
import ssl
import uuid
import xml.etree.ElementTree as ElementTree
from xml.sax.saxutils import escape

S = "{http://www.w3.org/2003/05/soap-envelope}"
A = "{http://schemas.xmlsoap.org/ws/2004/08/addressing}"
W = "{http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd}"
X = "{http://schemas.xmlsoap.org/ws/2004/09/transfer}"
RSP = "{http://schemas.microsoft.com/wbem/wsman/1/windows/shell}"
F = "{http://schemas.microsoft.com/wbem/wsman/1/wsmanfault}"
SHELL = "http://schemas.microsoft.com/wbem/wsman/1/windows/shell/"
TRANSFER = "http://schemas.xmlsoap.org/ws/2004/09/transfer/"
CMD = SHELL + "cmd"


class Answer:
    """Status, header and envelope of an answer."""

    def __init__(self, status, headers, body):
        self.status = status
        self.headers = headers
        self.body = body
        self.xml = ElementTree.fromstring(body) if body else None

    def fault(self):
        """Code, subcode and number of a fault."""
        fault = self.xml.find(f"{S}Body/{S}Fault")
        return (
            fault.findtext(f"{S}Code/{S}Value"),
            fault.findtext(f"{S}Code/{S}Subcode/{S}Value"),
            int(fault.find(f"{S}Detail/{F}WSManFault").get("Code")),
        )


class Client:
    """Sends one message after the other on one connection."""

    def __init__(self, port, user="builder", password="Secret-12345"):
        context = ssl.create_default_context()
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        self.connection = http.client.HTTPSConnection("127.0.0.1", port, timeout=30, context=context)
        self.authorization = "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()
        self.last_message_id = None

    def close(self):
        """Ends the connection."""
        self.connection.close()

    def post(self, data, headers=None, path="/wsman"):
        """Any bytes, with any header."""
        with_these = {"Content-Type": "application/soap+xml;charset=UTF-8",
                      "Authorization": self.authorization}
        with_these.update(headers or {})
        self.connection.request("POST", path, data,
                                {k: v for k, v in with_these.items() if v is not None})
        response = self.connection.getresponse()
        return Answer(response.status, response.headers, response.read())

    def envelope(self, action, body, selectors=None, options=None, timeout="PT60S", size="153600",
                 resource=CMD, extra=""):
        """A message as clients send it."""
        self.last_message_id = "uuid:" + str(uuid.uuid4()).upper()
        chosen = "".join(f'<w:Selector Name="{n}">{v}</w:Selector>' for n, v in (selectors or {}).items())
        set_of = f"<w:SelectorSet>{chosen}</w:SelectorSet>" if chosen else ""
        given = "".join(f'<w:Option Name="{n}">{v}</w:Option>' for n, v in (options or {}).items())
        option_set = f"<w:OptionSet>{given}</w:OptionSet>" if given else ""
        limit = f'<w:MaxEnvelopeSize s:mustUnderstand="true">{size}</w:MaxEnvelopeSize>' if size else ""
        return (
            f'<s:Envelope xmlns:s="{S[1:-1]}" xmlns:a="{A[1:-1]}" xmlns:w="{W[1:-1]}" '
            f'xmlns:rsp="{RSP[1:-1]}" xmlns:wsmid="http://schemas.dmtf.org/wbem/wsman/identity/1/wsmanidentity.xsd">'
            f"<s:Header><a:To>https://127.0.0.1:5986/wsman</a:To>"
            f'<w:ResourceURI s:mustUnderstand="true">{resource}</w:ResourceURI>'
            '<a:ReplyTo><a:Address s:mustUnderstand="true">'
            "http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous</a:Address></a:ReplyTo>"
            f'<a:Action s:mustUnderstand="true">{action}</a:Action>{limit}'
            f"<a:MessageID>{self.last_message_id}</a:MessageID>"
            f'<w:Locale xml:lang="en-US" s:mustUnderstand="false"/>{option_set}{set_of}'
            f"<w:OperationTimeout>{timeout}</w:OperationTimeout>{extra}</s:Header><s:Body>{body}</s:Body></s:Envelope>"
        ).encode()

    def call(self, action, body, **header):
        """One operation."""
        return self.post(self.envelope(action, body, **header))

    def create(self, inner="", options=None):
        """A new shell; gives its ID."""
        answer = self.create_answer(inner, options)
        assert answer.status == 200, answer.body
        return answer.xml.findtext(f"{S}Body/{RSP}Shell/{RSP}ShellId")

    def create_answer(self, inner="", options=None, **header):
        """The answer to a request for a shell."""
        body = ("<rsp:Shell>" + inner + "<rsp:InputStreams>stdin</rsp:InputStreams>"
                "<rsp:OutputStreams>stdout stderr</rsp:OutputStreams></rsp:Shell>")
        return self.call(TRANSFER + "Create", body,
                         options=options or {"WINRS_NOPROFILE": "FALSE", "WINRS_CODEPAGE": "65001"}, **header)

    def command(self, shell, line, arguments=(), options=None):
        """Starts a command; gives its ID."""
        body = f"<rsp:CommandLine><rsp:Command>{escape(line)}</rsp:Command>"
        body += "".join(f"<rsp:Arguments>{escape(argument)}</rsp:Arguments>" for argument in arguments)
        answer = self.call(SHELL + "Command", body + "</rsp:CommandLine>", selectors={"ShellId": shell},
                           options=options or {"WINRS_CONSOLEMODE_STDIN": "TRUE", "WINRS_SKIP_CMD_SHELL": "FALSE"})
        assert answer.status == 200, answer.body
        return answer.xml.findtext(f"{S}Body/{RSP}CommandResponse/{RSP}CommandId")

    def receive(self, shell, command, timeout="PT60S", size="153600"):
        """One Receive."""
        return self.call(
            SHELL + "Receive",
            f'<rsp:Receive><rsp:DesiredStream CommandId="{command}">stdout stderr</rsp:DesiredStream></rsp:Receive>',
            selectors={"ShellId": shell}, timeout=timeout, size=size)

    def signal(self, shell, command, name="terminate"):
        """One Signal."""
        return self.call(
            SHELL + "Signal",
            f'<rsp:Signal CommandId="{command}"><rsp:Code>{SHELL}signal/{name}</rsp:Code></rsp:Signal>',
            selectors={"ShellId": shell})

    def send(self, shell, command, data, end=True):
        """Standard input."""
        return self.call(
            SHELL + "Send",
            f'<rsp:Send><rsp:Stream Name="stdin" CommandId="{command}" End="{str(end).lower()}">'
            f"{base64.b64encode(data).decode()}</rsp:Stream></rsp:Send>", selectors={"ShellId": shell})

    def delete(self, shell):
        """Ends a shell."""
        return self.call(TRANSFER + "Delete", "", selectors={"ShellId": shell})

    def outcome(self, shell, command, **header):
        """Receives to the end: standard output, standard error, exit code."""
        streams = {"stdout": b"", "stderr": b""}
        while True:
            answer = self.receive(shell, command, **header)
            assert answer.status == 200, answer.body
            body = answer.xml.find(f"{S}Body/{RSP}ReceiveResponse")
            for stream in body.findall(f"{RSP}Stream"):
                streams[stream.get("Name")] += base64.b64decode(stream.text or "")
            state = body.find(f"{RSP}CommandState")
            if state.get("State").endswith("/Done"):
                return streams["stdout"], streams["stderr"], int(state.findtext(f"{RSP}ExitCode"))

    def run(self, line, **rest):
        """A shell, a command and its outcome."""
        shell = self.create()
        try:
            return self.outcome(shell, self.command(shell, line, **rest))
        finally:
            self.delete(shell)
