"""Certificates."""
from standin.powershell import providers
from standin.powershell.cmdlets.base import cmdlet
from standin.powershell.providers.certificates import Certificate
from standin.windows import certificates


def _place(call, default='LocalMachine\\My'):
    where = call.text('CertStoreLocation')
    if where is None:
        return default
    _, inner = providers.find(call.interpreter, where)
    return inner


def _data(call, path):
    from standin.powershell.dotnet.io import File
    return bytes(File._read(path))


@cmdlet('Import-PfxCertificate', '0FilePath=FullName:string!<. 1CertStoreLocation:string '
        'Password Exportable? ProtectPrivateKey')
def import_pfx_certificate(call):
    """Import-PfxCertificate"""
    import os
    from standin.powershell.dotnet.io import host
    path = call.text('FilePath')
    if not os.path.isfile(host(path)):
        raise call.stop('The PFX file could not be found.', 'System.IO.FileNotFoundException',
                        'NotSpecified', kind='System.IO.FileNotFoundException')
    secret = call['Password'].plain if call['Password'] is not None else ''
    place = _place(call)
    if place.lower().startswith('localmachine') and not call.session.elevated:
        raise call.stop('Access is denied.', 'System.ComponentModel.Win32Exception',
                        kind='System.ComponentModel.Win32Exception')
    try:
        facts = certificates.read(_data(call, path), secret)
    except certificates.WrongPassword:
        raise call.stop('The PFX file you are trying to import requires either a different '
                        'password or membership in an Active Directory principal to which it is '
                        'protected.', 'System.ComponentModel.Win32Exception', 'NotSpecified',
                        kind='System.ComponentModel.Win32Exception',
                        hresult=-2147024810) from None
    except ValueError:
        raise call.stop('Cannot find the requested object.',
                        'System.ComponentModel.Win32Exception', 'NotSpecified',
                        kind='System.ComponentModel.Win32Exception') from None
    certificates.add(place, facts)
    call.write_one(Certificate(facts, place))


@cmdlet('Import-Certificate', '0FilePath=FullName:string!<. 1CertStoreLocation:string')
def import_certificate(call):
    """Import-Certificate"""
    facts = certificates.read(_data(call, call.text('FilePath')))
    certificates.add(_place(call), facts)
    call.write_one(Certificate(facts, _place(call)))


@cmdlet('New-SelfSignedCertificate', 'DnsName:string[] Subject:string CertStoreLocation:string '
        'NotAfter KeyExportPolicy KeyLength FriendlyName KeyUsage Type KeyAlgorithm Provider '
        'HashAlgorithm TextExtension KeySpec')
def new_self_signed_certificate(call):
    """New-SelfSignedCertificate: made by the openssl program."""
    import subprocess
    import tempfile
    name = call.list('DnsName')[0] if call.has('DnsName') else (call.text('Subject') or '')
    name = str(name).partition('CN=')[2] or str(name)
    with tempfile.TemporaryDirectory() as place:
        subprocess.run(['openssl', 'req', '-x509', '-newkey', 'ec', '-pkeyopt',
                        'ec_paramgen_curve:P-256', '-nodes', '-days', '365', '-subj', '/CN=' + name,
                        '-keyout', place + '/k', '-out', place + '/c'], check=True,
                       capture_output=True)
        with open(place + '/c', encoding='ascii') as one, open(
                place + '/k', encoding='ascii') as two:
            facts = certificates.describe(one.read() + two.read())
    certificates.add(_place(call), facts)
    call.write_one(Certificate(facts, _place(call)))
