"""HTTP, faults, quotas and misbehaviour of the service."""

import http.client
import json
import time

from tests.client import SHELL, TRANSFER, Client
from tests.service import ServiceTest


class ServiceBehaviourTest(ServiceTest):
    """Everything that is not a command."""

    def test_asks_for_basic_authentication(self):
        answer = self.client.post(b"", {"Authorization": None})
        self.assertEqual(401, answer.status)
        self.assertEqual(["Negotiate", 'Basic realm="WSMAN"'], answer.headers.get_all("WWW-Authenticate"))
        self.assertEqual("0", answer.headers["Content-Length"])
        self.assertEqual("Microsoft-HTTPAPI/2.0", answer.headers["Server"])

    def test_offers_no_basic_authentication_unless_told_to(self):
        self.settings.basic = False
        answer = self.client.create_answer()
        self.assertEqual(401, answer.status)
        self.assertEqual(["Negotiate"], answer.headers.get_all("WWW-Authenticate"))

    def test_wrong_password_and_wrong_user(self):
        self.assertEqual(401, self.new_client("builder", "secret-12345").create_answer().status)
        self.assertEqual(401, self.new_client("other", "Secret-12345").create_answer().status)
        self.assertEqual(200, self.new_client(".\\BUILDER", "Secret-12345").create_answer().status)

    def test_one_connection_serves_many_requests(self):
        self.client.create()
        first = self.client.connection.sock
        self.client.post(b"", {"Authorization": None})
        self.client.create()
        self.assertIs(first, self.client.connection.sock)

    def test_chunked_requests(self):
        data = self.client.envelope(TRANSFER + "Create", "<rsp:Shell/>")
        parts = iter([data[:100], data[100:]])
        self.assertEqual(200, self.client.post(parts).status)

    def test_other_paths_methods_and_types(self):
        self.assertEqual(404, self.client.post(b"", path="/other").status)
        self.assertEqual(415, self.client.post(b"<a/>", {"Content-Type": "text/xml"}).status)
        self.client.connection.request("GET", "/wsman", headers={"Authorization": "Basic eDp5"})
        response = self.client.connection.getresponse()
        self.assertEqual((405, b""), (response.status, response.read()))

    def test_utf_16(self):
        data = self.client.envelope(TRANSFER + "Create", "<rsp:Shell/>").decode().encode("utf-16")
        answer = self.client.post(data, {"Content-Type": "application/soap+xml;charset=UTF-16"})
        self.assertEqual(200, answer.status)

    def test_faults(self):
        shell = self.client.create()
        dead = "00000000-0000-4000-8000-000000000000"
        cases = {
            "a dead shell": (self.client.delete(dead), ("s:Sender", "w:InvalidSelectors", 2150858843)),
            "no selector": (self.client.call(TRANSFER + "Delete", ""),
                            ("s:Sender", "w:InvalidSelectors", 2150858813)),
            "unknown action": (self.client.call(SHELL + "Dance", "", selectors={"ShellId": shell}),
                               ("s:Sender", "a:ActionNotSupported", 2150858771)),
            "unknown resource": (self.client.call(TRANSFER + "Get", "", resource="http://example.org/x"),
                                 ("s:Sender", "a:DestinationUnreachable", 2150858752)),
            "no XML": (self.client.post(b"<s:Envelope"), ("s:Sender", "w:SchemaValidationError", 2150858817)),
            "unknown header": (self.client.call(TRANSFER + "Create", "<rsp:Shell/>",
                                                extra='<x:New xmlns:x="urn:x" s:mustUnderstand="true"/>'),
                               ("s:MustUnderstand", None, 2150858818)),
            "envelope too small": (self.client.create_answer(size="8191"),
                                   ("s:Sender", "w:EncodingLimit", 2150858823)),
            "envelope too large": (self.client.create_answer(size="512001"),
                                   ("s:Sender", "w:EncodingLimit", 2150858823)),
            "unknown signal": (self.client.signal(shell, dead, "hup"),
                               ("s:Sender", "w:InvalidParameter", 87)),
        }
        for name, (answer, fault) in cases.items():
            with self.subTest(name):
                self.assertEqual(500, answer.status)
                self.assertEqual(fault, answer.fault())

    def test_a_request_over_the_limit(self):
        shell = self.client.create()
        command = self.client.command(shell, "cat")
        self.assertEqual(200, self.client.send(shell, command, b"x" * 300_000, end=False).status)
        answer = self.client.send(shell, command, b"x" * 400_000)
        self.assertEqual(("s:Sender", "w:EncodingLimit", 2150858805), answer.fault())

    def test_users_without_rights_over_the_network(self):
        self.settings.may_manage = lambda user: False
        self.assertEqual(("s:Sender", "w:AccessDenied", 5), self.client.create_answer().fault())

    def test_too_many_shells(self):
        self.settings.limits.max_shells_per_user = 2
        first = self.client.create()
        self.client.create()
        answer = self.client.create_answer()
        self.assertEqual(("s:Receiver", "w:QuotaLimit", 2150859173), answer.fault())
        self.client.delete(first)
        self.client.create()

    def test_too_many_commands(self):
        self.settings.limits.max_processes_per_shell = 1
        shell = self.client.create()
        self.client.command(shell, "sleep 60")
        answer = self.client.call(SHELL + "Command", "<rsp:CommandLine><rsp:Command>echo</rsp:Command></rsp:CommandLine>",
                                  selectors={"ShellId": shell})
        self.assertEqual(("s:Receiver", "w:QuotaLimit", 2150859241), answer.fault())


class MisbehaviourTest(ServiceTest):
    """Told to misbehave."""

    def left(self):
        """The wishes that are left."""
        with open(self.wishes, encoding="utf-8") as file:
            return json.load(file)

    def test_server_errors(self):
        self.wish(http500=2)
        self.assertEqual([500, 500, 200], [self.client.create_answer().status for _ in range(3)])
        self.assertEqual({"http500": 0}, self.left())

    def test_resets(self):
        self.wish(reset=1)
        # Which error depends on how far the client has come.
        with self.assertRaises((OSError, http.client.HTTPException)):
            self.client.create()
        self.assertEqual(200, Client(self.port).create_answer().status)

    def test_unauthorized_though_the_password_is_right(self):
        self.wish(unauthorized=1)
        self.assertEqual(401, self.client.post(b"", {"Authorization": None}).status)
        self.assertEqual([401, 200], [self.client.create_answer().status for _ in range(2)])

    def test_a_silent_command(self):
        self.wish(silentSeconds=1)
        shell = self.client.create()
        started = time.monotonic()
        command = self.client.command(shell, "echo at last")
        self.assertEqual(2150858793, self.client.receive(shell, command, timeout="PT0.2S").fault()[2])
        self.assertEqual(b"at last\r\n", self.client.outcome(shell, command)[0])
        self.assertGreater(time.monotonic() - started, 0.9)

    def test_what_is_no_json_is_no_wish(self):
        with open(self.wishes, "w", encoding="utf-8") as file:
            file.write('{"http500": ')
        self.client.create()
