"""Certificate stores: state/certificates.json says where each is, and state/certificates/ has
THUMBPRINT.pem with certificate and private key (mode 0600)."""
import hashlib
import os
import ssl

from standin.windows import store


class WrongPassword(Exception):
    """The password does not open the file."""


def folder():
    """Where the PEM files are."""
    return os.path.join(store.folder(), 'certificates')


def read(data, password=''):
    """What is in a PFX file, or a certificate in PEM or DER: {'pem', 'thumbprint', ...}."""
    if b'-----BEGIN' in data:
        return describe(data.decode('ascii', 'replace'))
    try:
        return describe(ssl.DER_cert_to_PEM_cert(data))
    except (ssl.SSLError, ValueError):
        return describe(_open_pfx(data, password))


def _open_pfx(data, password):
    """PEM of a PFX; the openssl program knows the old algorithms that Windows wants."""
    import subprocess
    import tempfile
    with tempfile.TemporaryDirectory() as place:
        source, secret = os.path.join(place, 'in.pfx'), os.path.join(place, 'password')
        for path, content in ((source, data), (secret, password.encode('utf-8') + b'\n')):
            with open(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600), 'wb') as file:
                file.write(content)
        said = ''
        for options in (['-legacy'], []):
            done = subprocess.run(
                ['openssl', 'pkcs12', *options, '-in', source, '-nodes', '-passin',
                 'file:' + secret], capture_output=True, text=True, check=False)
            if done.returncode == 0:
                return done.stdout
            said += done.stderr
    if 'invalid password' in said.lower() or 'mac verify' in said.lower():
        raise WrongPassword()
    raise ValueError('no PKCS #12 file')


def blocks(pem):
    """The PEM blocks of a text."""
    import re
    return re.findall(r'-----BEGIN [^-]+-----.*?-----END [^-]+-----\n?', pem, re.DOTALL)


def describe(pem):
    """What a certificate says of itself."""
    found = blocks(pem)
    certificate = next(b for b in found if 'BEGIN CERTIFICATE' in b)
    der = ssl.PEM_cert_to_DER_cert(certificate)
    facts = _decoded(certificate)
    return {
        'thumbprint': hashlib.sha1(der).hexdigest().upper(),
        'subject': _name(facts.get('subject', ())), 'issuer': _name(facts.get('issuer', ())),
        'notBefore': _seconds(facts.get('notBefore')), 'notAfter': _seconds(facts.get('notAfter')),
        'serial': facts.get('serialNumber', ''), 'hasKey': any('PRIVATE KEY' in b for b in found),
        'dns': [v for k, v in facts.get('subjectAltName', ()) if k == 'DNS'],
        'pem': ''.join(b if b.endswith('\n') else b + '\n' for b in found),
    }


def _decoded(certificate):
    import tempfile
    with tempfile.NamedTemporaryFile('w', suffix='.pem') as file:
        file.write(certificate)
        file.flush()
        return ssl._ssl._test_decode_cert(file.name)


def _name(parts):
    short = {'commonName': 'CN', 'organizationName': 'O', 'organizationalUnitName': 'OU',
             'countryName': 'C', 'localityName': 'L', 'stateOrProvinceName': 'S'}
    return ', '.join('%s=%s' % (short.get(k, k), v) for part in reversed(parts) for k, v in part)


def _seconds(stamp):
    return ssl.cert_time_to_seconds(stamp) if stamp else 0


def table():
    """{place: {thumbprint: facts}}; a place is LocalMachine\\My and its like."""
    return store.read('certificates', {}) or {}


def add(place, facts):
    """Puts a certificate into a store."""
    os.makedirs(folder(), exist_ok=True)
    path = pem_path(facts['thumbprint'])
    aside = path + '.%d.tmp' % os.getpid()
    with open(os.open(aside, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), 'w',
              encoding='ascii') as file:
        file.write(facts['pem'])
    os.replace(aside, path)
    kept = {k: v for k, v in facts.items() if k != 'pem'}
    with store.changing('certificates', dict) as places:
        found = next((p for p in places if p.lower() == place.lower()), place)
        places.setdefault(found, {})[facts['thumbprint']] = kept


def pem_path(thumbprint):
    """The file with certificate and key."""
    return os.path.join(folder(), thumbprint.upper() + '.pem')


def remove(place, thumbprint):
    """Takes a certificate out of a store; its file goes with the last store it is in."""
    with store.changing('certificates', dict) as places:
        for name, content in places.items():
            if name.lower() == place.lower():
                content.pop(thumbprint.upper(), None)
        still = any(thumbprint.upper() in c for c in places.values())
    if not still and os.path.exists(pem_path(thumbprint)):
        os.remove(pem_path(thumbprint))
