"""Rules of the firewall, in state/firewall.json; a fresh Windows Server has some."""
from standin.windows import store


def _rule(name, label, group, ports, enabled):
    return {'Name': name, 'DisplayName': label, 'Enabled': enabled, 'Direction': 'Inbound',
            'Action': 'Allow', 'Profile': 'Any', 'Protocol': 'TCP', 'DisplayGroup': group,
            'LocalPort': ports}


def fresh():
    """What is there from the first day. None of them opens WinRM over HTTPS."""
    rules = (
        _rule('WINRM-HTTP-In-TCP', 'Windows Remote Management (HTTP-In)',
              'Windows Remote Management', ['5985'], 'True'),
        _rule('RemoteDesktop-UserMode-In-TCP', 'Remote Desktop - User Mode (TCP-In)',
              'Remote Desktop', ['3389'], 'False'),
        _rule('FPS-SMB-In-TCP', 'File and Printer Sharing (SMB-In)',
              'File and Printer Sharing', ['445'], 'False'),
    )
    return {r['Name']: r for r in rules}


def rules():
    """Every rule by its name."""
    value = store.read('firewall')
    return fresh() if value is None else value


def changing():
    """The rules, to be changed under their lock."""
    return store.changing('firewall', fresh)
