"""The configuration of the WinRM service, in state/wsman.json.

listeners: [{"Transport", "Port", "Address", "CertificateThumbprint"}]; config: {path below
WSMan:\\localhost: text}; started: when the service was last started, null while it is stopped.
"""
import time

from standin.windows import store

DEFAULTS = {
    'MaxEnvelopeSizekb': '500', 'MaxTimeoutms': '60000', 'MaxBatchItems': '32000',
    'MaxProviderRequests': '4294967295',
    'Client\\NetworkDelayms': '5000', 'Client\\AllowUnencrypted': 'false',
    'Client\\TrustedHosts': '', 'Client\\Auth\\Basic': 'true', 'Client\\Auth\\Digest': 'true',
    'Client\\Auth\\Kerberos': 'true', 'Client\\Auth\\Negotiate': 'true',
    'Client\\Auth\\Certificate': 'true', 'Client\\Auth\\CredSSP': 'false',
    'Service\\RootSDDL': 'O:NSG:BAD:P(A;;GA;;;BA)(A;;GR;;;IU)S:P(AU;FA;GA;;;WD)(AU;SA;GXGW;;;WD)',
    'Service\\MaxConcurrentOperationsPerUser': '1500', 'Service\\EnumerationTimeoutms': '240000',
    'Service\\MaxConnections': '300', 'Service\\MaxPacketRetrievalTimeSeconds': '120',
    'Service\\AllowUnencrypted': 'false', 'Service\\Auth\\Basic': 'false',
    'Service\\Auth\\Kerberos': 'true', 'Service\\Auth\\Negotiate': 'true',
    'Service\\Auth\\Certificate': 'false', 'Service\\Auth\\CredSSP': 'false',
    'Service\\Auth\\CbtHardeningLevel': 'Relaxed', 'Service\\DefaultPorts\\HTTP': '5985',
    'Service\\DefaultPorts\\HTTPS': '5986', 'Service\\IPv4Filter': '*',
    'Service\\IPv6Filter': '*', 'Service\\EnableCompatibilityHttpListener': 'false',
    'Service\\EnableCompatibilityHttpsListener': 'false', 'Service\\CertificateThumbprint': '',
    'Service\\AllowRemoteAccess': 'true', 'Shell\\AllowRemoteShellAccess': 'true',
    'Shell\\IdleTimeout': '7200000', 'Shell\\MaxConcurrentUsers': '2147483647',
    'Shell\\MaxShellRunTime': '2147483647', 'Shell\\MaxProcessesPerShell': '2147483647',
    'Shell\\MaxMemoryPerShellMB': '2147483647', 'Shell\\MaxShellsPerUser': '2147483647',
    'Plugin\\microsoft.powershell\\Quotas\\MaxMemoryPerShellMB': '2147483647',
}
NUMBERS = {k for k, v in DEFAULTS.items() if v.isdigit()}
FLAGS = {k for k, v in DEFAULTS.items() if v in ('true', 'false')}


def _fresh():
    return {'listeners': [], 'config': {}, 'started': None}


def state():
    """Everything."""
    return store.read('wsman', _fresh) or _fresh()


def setting(path):
    """(true path, value) of a setting; KeyError when there is none."""
    known = next((k for k in DEFAULTS if k.lower() == path.lower()), None)
    if known is None:
        raise KeyError(path)
    return known, state()['config'].get(known, DEFAULTS[known])


def set_value(path, value):
    """Changes a setting; ValueError for a value that it cannot have."""
    known, _ = setting(path)
    if known in FLAGS:
        if value.lower() not in ('true', 'false'):
            raise ValueError(value)
        value = value.lower()
    elif known in NUMBERS and not value.isdigit():
        raise ValueError(value)
    with store.changing('wsman', _fresh) as current:
        current['config'][known] = value


def add_listener(transport, address, thumbprint='', port=None, host=''):
    """Makes a listener; ValueError when there is one like it."""
    transport = transport.upper()
    with store.changing('wsman', _fresh) as current:
        for other in current['listeners']:
            if other['Transport'] == transport and other['Address'] == address:
                raise ValueError('exists')
        current['listeners'].append({
            'Transport': transport, 'Port': port or (5986 if transport == 'HTTPS' else 5985),
            'Address': address, 'CertificateThumbprint': thumbprint, 'Hostname': host,
            'Enabled': 'true', 'URLPrefix': 'wsman'})


def remove_listener(name):
    """Removes a listener by its name."""
    with store.changing('wsman', _fresh) as current:
        current['listeners'] = [l for l in current['listeners'] if listener_name(l) != name]


def listener_name(listener):
    """Listener_1084132640: a number made of what the listener is."""
    import zlib
    key = '%s/%s' % (listener['Transport'], listener['Address'])
    return 'Listener_%d' % (1000000000 + zlib.crc32(key.encode()) % 1000000000)


def service_started():
    """The service has just started."""
    with store.changing('wsman', _fresh) as current:
        current['started'] = time.time()


def service_stopped():
    """The service is stopped."""
    with store.changing('wsman', _fresh) as current:
        current['started'] = None
