"""System.Net."""
import socket

from standin.powershell import values
from standin.powershell.members import StaticProperty
from standin.powershell.records import NetError
from standin.powershell.values import NetObject, Nothing, text

WEB = 'System.Net.WebException'


def open_url(url, headers=None, data=None, method=None, limit=100):
    """Opens an address; a NetError with .NET's words when it cannot."""
    import urllib.error
    import urllib.request
    request = urllib.request.Request(text(url), data, headers or {}, method=method)
    # No proxy of this machine's: the emulated Windows has none.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        return opener.open(request, timeout=limit)
    except urllib.error.HTTPError as problem:
        made = NetError('The remote server returned an error: (%d) %s.' % (
            problem.code, problem.reason), WEB)
        made.exception.Response = values.PsObject({
            'StatusCode': values.EnumValue('System.Net.HttpStatusCode', problem.reason.replace(
                ' ', ''), problem.code), 'StatusDescription': problem.reason})
        raise made from problem
    except urllib.error.URLError as problem:
        if isinstance(problem.reason, socket.timeout):
            raise NetError('The operation has timed out', WEB) from problem
        if isinstance(problem.reason, socket.gaierror):
            raise NetError("The remote name could not be resolved: '%s'" % (
                request.host.partition(':')[0]), WEB) from problem
        raise NetError('Unable to connect to the remote server', WEB) from problem
    except (socket.timeout, TimeoutError) as problem:
        raise NetError('The operation has timed out', WEB) from problem
    except ValueError as problem:
        raise NetError('Invalid URI: The format of the URI could not be determined.',
                       'System.UriFormatException') from problem


class WebClient(NetObject):
    """System.Net.WebClient."""

    net_type = 'System.Net.WebClient'

    def __init__(self):
        self.Proxy = None
        self.Headers = Headers()
        self.Encoding = None
        self.Credentials = None
        self.UseDefaultCredentials = False

    @classmethod
    def New(cls):  # noqa: N802
        return cls()

    def DownloadFile(self, url, path):  # noqa: N802
        import http.client
        import os
        from standin.powershell.dotnet import io
        target = io.host(path)
        if not os.path.isdir(os.path.dirname(target)):
            inner = io.io_error(FileNotFoundError(2, 'folder', target), io.full(path)).exception
            raise NetError('An exception occurred during a WebClient request.', WEB, inner=inner)
        try:
            with open_url(url, self.Headers.table) as answer, open(target, 'wb') as file:
                while True:
                    piece = answer.read(1 << 16)
                    if not piece:
                        break
                    file.write(piece)
        except (http.client.HTTPException, ConnectionError) as problem:
            raise NetError('The underlying connection was closed: The connection was closed '
                           'unexpectedly.', WEB) from problem
        return Nothing

    def DownloadString(self, url):  # noqa: N802
        with open_url(url, self.Headers.table) as answer:
            data = answer.read()
        return data.decode(getattr(self.Encoding, 'codec', None) or 'utf-8', 'replace')

    def DownloadData(self, url):  # noqa: N802
        with open_url(url, self.Headers.table) as answer:
            return bytearray(answer.read())

    def UploadString(self, url, *rest):  # noqa: N802
        with open_url(url, self.Headers.table, text(rest[-1]).encode('utf-8'),
                      text(rest[0]) if len(rest) > 1 else 'POST') as answer:
            return answer.read().decode('utf-8', 'replace')

    def Dispose(self):  # noqa: N802
        return Nothing


class Headers(NetObject):
    """System.Net.WebHeaderCollection."""

    net_type = 'System.Net.WebHeaderCollection'

    def __init__(self):
        self.table = {}

    def Add(self, name, value=None):  # noqa: N802
        if value is None:
            name, _, value = text(name).partition(':')
        self.table[text(name)] = text(value).strip()
        return Nothing

    Set = Add

    def net_set_item(self, name, value):
        """headers[name] = value"""
        self.table[text(name)] = text(value)

    def net_item(self, name):
        """headers[name]"""
        return self.table.get(text(name))


class ServicePointManager(NetObject):
    """System.Net.ServicePointManager."""

    SecurityProtocol = StaticProperty(lambda: values.EnumValue(
        'System.Net.SecurityProtocolType', 'Tls12', 3072))
    ServerCertificateValidationCallback = None
    Expect100Continue = True
    DefaultConnectionLimit = 2


class Dns(NetObject):
    """System.Net.Dns."""

    @staticmethod
    def GetHostName():  # noqa: N802
        from standin.powershell.interpreter import current
        return current[0].session.env['COMPUTERNAME']

    @staticmethod
    def GetHostAddresses(name):  # noqa: N802
        try:
            return [IpAddress(a[4][0]) for a in socket.getaddrinfo(text(name), None)]
        except socket.gaierror:
            raise NetError('No such host is known', 'System.Net.Sockets.SocketException') from None


class IpAddress(NetObject):
    """System.Net.IPAddress."""

    net_type = 'System.Net.IPAddress'

    def __init__(self, value):
        self.IPAddressToString = value

    @classmethod
    def Parse(cls, value):  # noqa: N802
        return cls(text(value))

    def net_text(self):
        return self.IPAddressToString


class WebRequest(NetObject):
    """System.Net.WebRequest."""

    net_type = 'System.Net.HttpWebRequest'

    def __init__(self, url):
        self.url = url
        self.Method = 'GET'
        self.Timeout = 100000
        self.Proxy = None
        self.Headers = Headers()
        self.UserAgent = ''
        self.ContentType = ''

    @classmethod
    def Create(cls, url):  # noqa: N802
        return cls(text(url))

    CreateHttp = Create

    def GetResponse(self):  # noqa: N802
        answer = open_url(self.url, self.Headers.table, method=text(self.Method),
                          limit=self.Timeout / 1000)
        from standin.powershell.dotnet.streams import Stream
        stream = Stream()
        stream.file = answer
        made = values.PsObject({'StatusCode': values.EnumValue(
            'System.Net.HttpStatusCode', answer.reason, answer.status),
            'ContentLength': answer.length, 'StatusDescription': answer.reason})
        made.method('GetResponseStream', lambda: stream)
        made.method('Close', lambda: Nothing)
        made.method('Dispose', lambda: Nothing)
        return made


class TcpClient(NetObject):
    """System.Net.Sockets.TcpClient."""

    net_type = 'System.Net.Sockets.TcpClient'

    def __init__(self):
        self.socket = None

    @classmethod
    def New(cls, host=None, port=None):  # noqa: N802
        made = cls()
        if host is not None:
            made.Connect(host, port)
        return made

    Connected = property(lambda self: self.socket is not None)

    def Connect(self, host, port):  # noqa: N802
        try:
            self.socket = socket.create_connection((text(host), int(port)), 20)
        except OSError as problem:
            raise NetError('No connection could be made because the target machine actively '
                           'refused it %s:%s' % (text(host), text(port)),
                           'System.Net.Sockets.SocketException') from problem
        return Nothing

    def Close(self):  # noqa: N802
        if self.socket:
            self.socket.close()
            self.socket = None
        return Nothing

    Dispose = Close


class NetworkCredential(NetObject):
    """System.Net.NetworkCredential."""

    net_type = 'System.Net.NetworkCredential'

    def __init__(self, user, password):
        self.UserName = user
        self.Password = password
        self.Domain = ''

    @classmethod
    def New(cls, user='', password='', *rest):  # noqa: N802
        plain = password.plain if isinstance(password, values.Secure) else text(password)
        return cls(text(user), plain)
