"""sysprep.exe."""
from standin.windows import sysprep

KNOWN = {'generalize', 'oobe', 'audit', 'quit', 'shutdown', 'reboot', 'quiet', 'unattend', 'mode'}


def run(session, arguments, raw):
    """sysprep /generalize /oobe /quiet /quit|/shutdown|/reboot [/mode:vm] [/unattend:FILE]"""
    options = [a.lstrip('/-').lower().partition(':')[0] for a in arguments]
    if not session.elevated:
        sysprep.log('Error', 'ValidatePrivileges:User does not have required privileges to '
                             'sysprep machine')
        return 1
    unknown = [o for o in options if o not in KNOWN]
    if unknown:
        sysprep.log('Error', 'ParseCommands:Found unsupported command line option \'%s\''
                    % unknown[0])
        return 1
    return sysprep.run(options)
