"""The forms of messages against the examples of [MS-WSMV] 4.7 and DSP0226, and their schema.

Names, namespaces, order and attributes are compared, not words and IDs.
"""

from tests.client import A, CMD, RSP, S, SHELL, TRANSFER, W, X
from tests.service import ServiceTest

WSMID = "{http://schemas.dmtf.org/wbem/wsman/identity/1/wsmanidentity.xsd}"
ANONYMOUS = "http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


def form(element):
    """Tag, sorted attribute names, and the forms of the children."""
    return (element.tag, sorted(element.attrib), [form(child) for child in element])


def leaf(tag, *attributes):
    """The form of an element without children."""
    return (tag, sorted(attributes), [])


class MessagesTest(ServiceTest):
    """One test for each example."""

    def check(self, answer, action, body):
        """Checks the envelope, its header and the form of its body."""
        envelope = answer.xml
        self.assertEqual("application/soap+xml;charset=UTF-8", answer.headers["Content-Type"])
        self.assertEqual(S + "Envelope", envelope.tag)
        self.assertEqual("en-US", envelope.get(LANGUAGE))
        header, content = list(envelope)
        self.assertEqual((S + "Header", S + "Body"), (header.tag, content.tag))
        self.assertEqual([A + "Action", A + "MessageID", A + "To", A + "RelatesTo"],
                         [block.tag for block in header])
        self.assertEqual(action, header.findtext(A + "Action"))
        self.assertRegex(header.findtext(A + "MessageID"), r"^uuid:[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}$")
        self.assertEqual(ANONYMOUS, header.findtext(A + "To"))
        self.assertEqual(self.client.last_message_id, header.findtext(A + "RelatesTo"))
        self.assertEqual(body, [form(child) for child in content])

    def test_create(self):
        answer = self.client.create_answer("<rsp:WorkingDirectory>C:\\</rsp:WorkingDirectory>")
        self.check(answer, TRANSFER + "CreateResponse", [
            (X + "ResourceCreated", [], [
                leaf(A + "Address"),
                (A + "ReferenceParameters", [], [
                    leaf(W + "ResourceURI"),
                    (W + "SelectorSet", [], [leaf(W + "Selector", "Name")]),
                ]),
            ]),
            # The order of the schema in [MS-WSMV] 2.2.4.37.
            (RSP + "Shell", [], [leaf(RSP + name) for name in (
                "ShellId", "ResourceUri", "Owner", "ClientIP", "WorkingDirectory", "IdleTimeOut",
                "InputStreams", "OutputStreams", "ShellRunTime", "ShellInactivity")]),
        ])
        created = answer.xml.find(f"{S}Body/{X}ResourceCreated")
        selector = created.find(f"{A}ReferenceParameters/{W}SelectorSet/{W}Selector")
        shell = answer.xml.find(f"{S}Body/{RSP}Shell")
        self.assertEqual(("ShellId", shell.findtext(RSP + "ShellId")), (selector.get("Name"), selector.text))
        self.assertEqual(CMD, created.findtext(f"{A}ReferenceParameters/{W}ResourceURI"))
        self.assertEqual(f"https://127.0.0.1:{self.port}/wsman", created.findtext(A + "Address"))
        self.assertEqual(
            ("builder", "127.0.0.1", "PT7200.000S", "stdin", "stdout stderr", "P0DT0H0M0S"),
            tuple(shell.findtext(RSP + name) for name in (
                "Owner", "ClientIP", "IdleTimeOut", "InputStreams", "OutputStreams", "ShellRunTime")))

    def test_get(self):
        shell = self.client.create()
        answer = self.client.call(TRANSFER + "Get", "", selectors={"ShellId": shell})
        self.check(answer, TRANSFER + "GetResponse", [
            (RSP + "Shell", [], [leaf(RSP + name) for name in (
                "ShellId", "ResourceUri", "Owner", "ClientIP", "IdleTimeOut", "InputStreams",
                "OutputStreams", "ShellRunTime", "ShellInactivity")])])

    def test_command(self):
        shell = self.client.create()
        answer = self.client.call(
            SHELL + "Command", "<rsp:CommandLine><rsp:Command>echo</rsp:Command></rsp:CommandLine>",
            selectors={"ShellId": shell})
        self.check(answer, SHELL + "CommandResponse",
                   [(RSP + "CommandResponse", [], [leaf(RSP + "CommandId")])])

    def test_receive(self):
        shell = self.client.create()
        command = self.client.command(shell, "fail 3 text")
        self.service.shells.find(shell, "builder").commands[command]._process.wait(10)
        while True:
            answer = self.client.receive(shell, command)
            parts = list(answer.xml.find(f"{S}Body/{RSP}ReceiveResponse"))
            if parts[-1].get("State").endswith("/Done"):
                break
        self.assertEqual(SHELL + "CommandState/Done", parts[-1].get("State"))
        self.assertEqual("3", parts[-1].findtext(RSP + "ExitCode"))
        self.assertEqual({command}, {part.get("CommandId") for part in parts})
        ends = [(part.get("Name"), part.text) for part in parts if part.get("End") == "true"]
        self.assertEqual([("stdout", None), ("stderr", None)], ends)
        data = [leaf(RSP + "Stream", "Name", "CommandId")] * (len(parts) - 3)
        self.check(answer, SHELL + "ReceiveResponse", [
            (RSP + "ReceiveResponse", [], data + [
                leaf(RSP + "Stream", "Name", "CommandId", "End"),
                leaf(RSP + "Stream", "Name", "CommandId", "End"),
                (RSP + "CommandState", ["CommandId", "State"], [leaf(RSP + "ExitCode")]),
            ])])

    def test_send(self):
        shell = self.client.create()
        command = self.client.command(shell, "cat")
        self.check(self.client.send(shell, command, b"y\r\n"), SHELL + "SendResponse",
                   [leaf(RSP + "SendResponse")])

    def test_signal(self):
        shell = self.client.create()
        command = self.client.command(shell, "sleep 60")
        self.check(self.client.signal(shell, command, "ctrl_c"), SHELL + "SignalResponse",
                   [leaf(RSP + "SignalResponse")])

    def test_delete(self):
        self.check(self.client.delete(self.client.create()), TRANSFER + "DeleteResponse", [])

    def test_fault(self):
        answer = self.client.delete("00000000-0000-4000-8000-000000000000")
        fault_of = "{http://schemas.microsoft.com/wbem/wsman/1/wsmanfault}"
        self.check(answer, "http://schemas.dmtf.org/wbem/wsman/1/wsman/fault", [
            (S + "Fault", [], [
                (S + "Code", [], [leaf(S + "Value"), (S + "Subcode", [], [leaf(S + "Value")])]),
                (S + "Reason", [], [leaf(S + "Text", LANGUAGE)]),
                (S + "Detail", [], [
                    leaf(W + "FaultDetail"),
                    (fault_of + "WSManFault", ["Code", "Machine"], [leaf(fault_of + "Message")]),
                ]),
            ])])
        machine = answer.xml.find(f".//{fault_of}WSManFault").get("Machine")
        self.assertEqual("STANDIN-1", machine)
        # The prefix in the text of the subcode is one that the envelope declares.
        self.assertIn(b'xmlns:w="http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd"', answer.body)

    def test_identify(self):
        data = self.client.envelope("", "<wsmid:Identify/>")
        for headers, version in (({"Authorization": None, "WSMANIDENTIFY": "unauthenticated"}, "OS: 0.0.0 SP: 0.0 Stack: 3.0"),
                                 ({}, "OS: 10.0.20348 SP: 0.0 Stack: 3.0")):
            answer = self.client.post(data, headers)
            self.assertEqual(200, answer.status)
            self.assertEqual(
                [(WSMID + "IdentifyResponse", [], [
                    leaf(WSMID + "ProtocolVersion"), leaf(WSMID + "ProductVendor"), leaf(WSMID + "ProductVersion")])],
                [form(child) for child in answer.xml.find(S + "Body")])
            self.assertEqual(version, answer.xml.findtext(f".//{WSMID}ProductVersion"))
        self.assertEqual(401, self.client.post(data, {"Authorization": None}).status)
