"""certutil.exe: base64 and hashes."""
import os

from standin.windows import errors, paths


def run(session, arguments, raw):
    """certutil [-f] -decode|-encode IN OUT, -hashfile FILE [ALGORITHM]."""
    options = [a.lower().lstrip('-/') for a in arguments if a[:1] in '-/']
    names = [a for a in arguments if a[:1] not in '-/']
    try:
        if 'decode' in options:
            return _decode(session, names, 'f' in options)
        if 'encode' in options:
            return _encode(session, names, 'f' in options)
        if 'hashfile' in options:
            return _hash(session, names)
        if 'urlcache' in options:
            return _download(session, names)
        if 'addstore' in options or 'delstore' in options:
            session.out('CertUtil: -%s command completed successfully.\n' % options[0])
            return 0
    except OSError as problem:
        return _failed(session, options, errors.of_os_error(problem))
    session.out('CertUtil: Unknown arg: %s\n' % ' '.join(arguments))
    return _signed(0x80070057)


def _signed(code):
    return code - 2**32


def _failed(session, options, code):
    verb = next((o for o in options if o in ('decode', 'encode', 'hashfile')), 'command')
    name = {2: 'ERROR_FILE_NOT_FOUND', 3: 'ERROR_PATH_NOT_FOUND', 80: 'ERROR_FILE_EXISTS',
            5: 'ERROR_ACCESS_DENIED', 13: 'ERROR_INVALID_DATA'}.get(code, 'ERROR')
    text = 'The data is invalid.' if code == 13 else errors.text(code)
    short = 'DecodeFile' if verb == 'decode' else 'EncodeToFile'
    session.out('%s returned %s 0x8007%04x (WIN32: %d %s)\n' % (short, text, code, code, name))
    session.out('CertUtil: -%s command FAILED: 0x8007%04x (WIN32: %d %s)\n' % (
        verb, code, code, name))
    session.out('CertUtil: %s\n' % text)
    return _signed(0x80070000 + code)


def _decode(session, names, force):
    import base64
    import binascii
    source, target = (paths.host(n, session.cwd) for n in names[:2])
    with open(source, 'rb') as file:
        data = file.read()
    if os.path.exists(target) and not force:
        return _failed(session, ['decode'], 80)
    if not os.path.isdir(os.path.dirname(target)):
        return _failed(session, ['decode'], 3)
    lines = [l.strip() for l in data.splitlines()]
    body = b''.join(l for l in lines if not l.startswith(b'-----'))
    try:
        plain = base64.b64decode(body, validate=True)
    except binascii.Error:
        return _failed(session, ['decode'], 13)
    if not body:
        return _failed(session, ['decode'], 13)
    with open(target, 'wb') as file:
        file.write(plain)
    session.out('Input Length = %d\nOutput Length = %d\n' % (len(data), len(plain)))
    session.out('CertUtil: -decode command completed successfully.\n')
    return 0


def _encode(session, names, force):
    import base64
    source, target = (paths.host(n, session.cwd) for n in names[:2])
    with open(source, 'rb') as file:
        data = file.read()
    if os.path.exists(target) and not force:
        return _failed(session, ['encode'], 80)
    text = base64.b64encode(data)
    lines = [text[i:i + 64] for i in range(0, len(text), 64)]
    out = b'\r\n'.join([b'-----BEGIN CERTIFICATE-----'] + lines
                       + [b'-----END CERTIFICATE-----', b''])
    with open(target, 'wb') as file:
        file.write(out)
    session.out('Input Length = %d\nOutput Length = %d\n' % (len(data), len(out)))
    session.out('CertUtil: -encode command completed successfully.\n')
    return 0


def _hash(session, names):
    import hashlib
    algorithm = names[1] if len(names) > 1 else 'SHA1'
    with open(paths.host(names[0], session.cwd), 'rb') as file:
        digest = hashlib.new(algorithm.lower())
        while True:
            piece = file.read(1 << 20)
            if not piece:
                break
            digest.update(piece)
    session.out('%s hash of %s:\n%s\n' % (algorithm.upper(), names[0], digest.hexdigest()))
    session.out('CertUtil: -hashfile command completed successfully.\n')
    return 0


def _download(session, names):
    import shutil
    import urllib.request
    with urllib.request.urlopen(names[0], timeout=100) as answer:
        with open(paths.host(names[1], session.cwd), 'wb') as file:
            shutil.copyfileobj(answer, file)
    session.out('****  Online  ****\nCertUtil: -URLCache command completed successfully.\n')
    return 0
