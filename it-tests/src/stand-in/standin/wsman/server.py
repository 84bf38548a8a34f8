"""HTTPS: authentication, sizes, connections; the rest is soap's and operations' business."""

import base64
import binascii
import email.utils
import hashlib
import http.server
import os
import socket
import ssl
import struct
import threading

from . import jobs, soap
from .faults import Fault, request_too_large
from .operations import Operations
from .shells import Shells

PRODUCT = "OS: 10.0.20348 SP: 0.0 Stack: 3.0"
UNKNOWN_PRODUCT = "OS: 0.0.0 SP: 0.0 Stack: 3.0"
# http.sys ends an idle connection after two minutes.
CONNECTION_IDLE = 120
_SOAP_TYPE = "application/soap+xml"


class Service(http.server.ThreadingHTTPServer):
    """One listener, with the shells behind it."""

    daemon_threads = True
    block_on_close = False
    allow_reuse_address = True
    request_queue_size = 64

    def __init__(self, root, settings, misbehaviour):
        self.settings = settings
        self.misbehaviour = misbehaviour
        self.shells = Shells(root, settings, misbehaviour)
        self.operations = Operations(settings, self.shells)
        self._known = {}
        self._connections = set()
        self._connections_lock = threading.Lock()
        now = settings()
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._context.minimum_version = ssl.TLSVersion.TLSv1_2
        self._context.load_cert_chain(now.certificate, now.key)
        super().__init__((now.host, now.port), Handler)
        jobs.warm_up()

    def get_request(self):
        """The handshake happens in the connection's own thread."""
        connection, address = super().get_request()
        connection.settimeout(CONNECTION_IDLE)
        secured = self._context.wrap_socket(connection, server_side=True,
                                            do_handshake_on_connect=False)
        with self._connections_lock:
            self._connections.add(secured)
        return secured, address

    def verify_request(self, request, client_address):
        """Ends a connection that the firewall would not have let in."""
        return self.settings().reachable()

    def shutdown_request(self, request):
        """Forgets a connection that has ended."""
        with self._connections_lock:
            self._connections.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request, client_address):
        """Connections break; that is nobody's concern here."""

    def service_actions(self):
        """Now and then, from the accepting thread."""
        self.shells.reap()

    def stop(self):
        """The service ends: no listener, no connection, no shell. Not from a request's thread."""
        self.shutdown()
        self.server_close()
        self.shells.delete_all()
        with self._connections_lock:
            connections = list(self._connections)
        for connection in connections:
            drop(connection)

    def authenticate(self, header: "str | None") -> "str | None":
        """The user of an Authorization header, if it holds."""
        if not header or not self.settings().basic:
            return None
        scheme, _, value = header.partition(" ")
        if scheme.lower() != "basic":
            return None
        try:
            user, colon, password = base64.b64decode(value.strip(), validate=True).decode().partition(":")
        except (binascii.Error, UnicodeDecodeError):
            return None
        if not colon:
            return None
        # Checking a password is made slow on purpose; once is enough while the accounts stay.
        key = hashlib.sha256(header.encode() + repr(self.settings().accounts_stamp()).encode()).digest()
        if key not in self._known:
            self._known[key] = self.settings().check(user, password)
        return self._known[key]


def drop(connection) -> None:
    """Ends a connection of another thread, which wakes up if it reads."""
    try:
        socket.socket.shutdown(connection, socket.SHUT_RDWR)
    except OSError:
        pass
    connection.close()


def reset(connection) -> None:
    """Ends a connection of this thread with a reset."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    # Files over the socket keep it open beyond its close().
    os.close(connection.detach())


class Handler(http.server.BaseHTTPRequestHandler):
    """One connection."""

    protocol_version = "HTTP/1.1"
    # Head and body are written one after the other, and neither may wait for the other's receipt.
    disable_nagle_algorithm = True
    # And both go out together.
    wbufsize = -1
    server: Service

    def setup(self):
        """Finishes the handshake first."""
        self.request.do_handshake()
        super().setup()

    def version_string(self):
        """As http.sys calls itself."""
        return "Microsoft-HTTPAPI/2.0"

    def log_message(self, format, *args):
        """Says nothing: requests carry secrets."""

    def do_GET(self):
        """Only POST is for WS-Management."""
        self._empty(405 if self._is_wsman() else 404, {"Allow": "POST"})

    def do_POST(self):
        """One message."""
        misbehaviour = self.server.misbehaviour
        limit = self.server.settings().limits.max_envelope_kb * 1024
        if misbehaviour.take("reset"):
            self.close_connection = True
            reset(self.connection)
            return
        data = self._read(limit)
        if misbehaviour.take("http500"):
            self._empty(500)
            return
        if not self._is_wsman():
            self._empty(404)
            return
        unauthenticated = self.headers.get("WSMANIDENTIFY", "").lower() == "unauthenticated"
        user = self.server.authenticate(self.headers.get("Authorization"))
        if user and misbehaviour.take("unauthorized"):
            user = None
        if user is None and not unauthenticated:
            self._unauthorized()
            return
        media, _, parameters = self.headers.get("Content-Type", "").partition(";")
        charset = parameters.lower().replace('"', "").partition("charset=")[2].strip() or "utf-8"
        if media.strip().lower() != _SOAP_TYPE or charset not in ("utf-8", "utf-16"):
            self._empty(415)
            return
        relates_to = ""
        try:
            if data is None:
                raise request_too_large(limit)
            envelope = soap.parse(data)
            relates_to = soap.message_id_of(envelope)
            body = soap.body_of(envelope)
            if body is not None and body.tag == f"{{{soap.IDENTITY}}}Identify":
                self._answer(200, soap.identify_response(PRODUCT if user else UNKNOWN_PRODUCT))
                return
            if user is None:
                self._unauthorized()
                return
            request = soap.read(envelope)
            host = self.headers.get("Host", "localhost")
            answer = self.server.operations.answer(request, user, self.client_address[0], host)
            self._answer(200, answer)
        except Fault as fault:
            machine = self.server.settings().machine
            # As Windows: a fault of access is one of HTTP, too.
            self._answer(500, soap.fault_response(fault, relates_to, machine))

    def _is_wsman(self) -> bool:
        return self.path.partition("?")[0].lower().rstrip("/") == "/wsman"

    def _read(self, limit: int) -> "bytes | None":
        """The body; None if it is over the limit, and then it is read to its end all the same."""
        if "chunked" in self.headers.get("Transfer-Encoding", "").lower():
            parts = self._chunks()
        else:
            parts = self._counted(int(self.headers.get("Content-Length") or 0))
        kept, size = [], 0
        for part in parts:
            size += len(part)
            if size <= limit:
                kept.append(part)
        return b"".join(kept) if size <= limit else None

    def _counted(self, left: int):
        while left > 0:
            part = self.rfile.read(min(left, 65536))
            if not part:
                raise ConnectionError("the request ended early")
            left -= len(part)
            yield part

    def _chunks(self):
        while True:
            size = int(self.rfile.readline().partition(b";")[0], 16)
            if size == 0:
                while self.rfile.readline().strip():
                    pass
                return
            yield from self._counted(size)
            self.rfile.readline()

    def _unauthorized(self):
        offered = [("WWW-Authenticate", "Negotiate")]
        if self.server.settings().basic:
            offered.append(("WWW-Authenticate", 'Basic realm="WSMAN"'))
        self._empty(401, offered)

    def _empty(self, status: int, headers=()):
        self._answer(status, b"", headers)

    def _answer(self, status: int, body: bytes, headers=()):
        self.send_response_only(status)
        if body:
            self.send_header("Content-Type", "application/soap+xml;charset=UTF-8")
        self.send_header("Server", self.version_string())
        for name, value in dict(headers).items() if isinstance(headers, dict) else headers:
            self.send_header(name, value)
        self.send_header("Date", email.utils.formatdate(usegmt=True))
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
