"""Downloads."""
from standin.powershell import values
from standin.powershell.cmdlets.base import cmdlet
from standin.powershell.records import NetError
from standin.powershell.values import PsObject, text

PARAMETERS = '0Uri:string! Method:string OutFile:string UseBasicParsing? Headers Body ' \
             'ContentType:string TimeoutSec:int UserAgent Credential InFile:string PassThru? ' \
             'UseDefaultCredentials? MaximumRedirection Proxy WebSession SessionVariable ' \
             'DisableKeepAlive? SkipCertificateCheck? Certificate TransferEncoding'


def _open(call):
    from standin.powershell.dotnet.net import open_url
    headers = {text(k): text(v) for k, v in (
        call['Headers'].pairs() if call['Headers'] is not None else [])}
    data = None
    if call.has('InFile'):
        from standin.powershell.dotnet.io import File
        data = bytes(File._read(call.text('InFile')))
    elif call['Body'] is not None:
        body = call['Body']
        if isinstance(body, values.Hash):
            from urllib.parse import urlencode
            data = urlencode([(text(k), text(v)) for k, v in body.pairs()]).encode()
        else:
            data = bytes(body) if isinstance(body, bytearray) else text(body).encode('utf-8')
    if call.has('ContentType'):
        headers['Content-Type'] = call.text('ContentType')
    url = call.text('Uri')
    if '://' not in url:
        url = 'http://' + url
    try:
        # 0 means for ever, which is the default.
        return open_url(url, headers, data, (call.text('Method') or (
            'POST' if data else 'GET')).upper(), call['TimeoutSec'] or 3600)
    except NetError as problem:
        exception = problem.exception
        raise call.stop(exception.Message, 'WebCmdletWebResponseException', 'InvalidOperation',
                        None, exception.net_type, exception.HResult) from problem


def _save(call, answer):
    import shutil
    from standin.powershell.dotnet.io import host
    with open(host(call.text('OutFile')), 'wb') as file:
        shutil.copyfileobj(answer, file)


@cmdlet('Invoke-WebRequest', PARAMETERS)
def invoke_web_request(call):
    """Invoke-WebRequest"""
    with _open(call) as answer:
        if call.has('OutFile'):
            _save(call, answer)
            return
        data = answer.read()
        headers = values.Hash(list(answer.headers.items()))
        kind = answer.headers.get('Content-Type', '')
        content = data.decode('utf-8', 'replace') if 'text' in kind or 'json' in kind or \
            'xml' in kind else bytearray(data)
        made = PsObject({'StatusCode': answer.status, 'StatusDescription': answer.reason,
                         'Content': content, 'RawContentLength': len(data), 'Headers': headers},
                        'Microsoft.PowerShell.Commands.BasicHtmlWebResponseObject')
        call.write_one(made)


@cmdlet('Invoke-RestMethod', PARAMETERS)
def invoke_rest_method(call):
    """Invoke-RestMethod"""
    import json
    with _open(call) as answer:
        if call.has('OutFile'):
            _save(call, answer)
            return
        content = answer.read().decode('utf-8', 'replace')
    try:
        call.write(json.loads(content, object_pairs_hook=lambda pairs: PsObject(pairs)))
    except ValueError:
        call.write(content)


@cmdlet('Start-BitsTransfer', '0Source:string! 1Destination:string! DisplayName Priority '
        'TransferType Description RetryInterval Asynchronous?')
def start_bits_transfer(call):
    """Start-BitsTransfer"""
    from standin.powershell.dotnet.net import WebClient
    try:
        WebClient().DownloadFile(call.text('Source'), call.text('Destination'))
    except NetError as problem:
        call.error(problem.exception.Message, 'StartBitsTransferCOMException', 'InvalidOperation')
