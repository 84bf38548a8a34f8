"""Local accounts and groups, in state/users.json (mode 0600; passwords as salted hashes)."""
import os
import secrets

from standin.windows import store

ADMINISTRATORS = 'Administrators'


def _hash(password, salt):
    import hashlib
    return hashlib.pbkdf2_hmac('sha256', password.encode('utf-8'), bytes.fromhex(salt), 2000).hex()


def _fresh():
    machine = '-'.join(str(secrets.randbelow(2**32)) for _ in range(3))
    def account(rid, enabled, description):
        return {'rid': rid, 'enabled': enabled, 'description': description, 'password': None,
                'expires': False, 'fullName': ''}
    return {
        'machineSid': 'S-1-5-21-' + machine,
        'nextRid': 1000,
        'users': {
            'Administrator': account(
                500, True, 'Built-in account for administering the computer/domain'),
            'Guest': account(
                501, False, 'Built-in account for guest access to the computer/domain'),
            'DefaultAccount': account(503, False, 'A user account managed by the system.'),
            'WDAGUtilityAccount': account(504, False, 'A user account managed and used by the '
                'system for Windows Defender Application Guard scenarios.'),
        },
        'groups': {
            'Administrators': ['Administrator'], 'Users': [], 'Guests': ['Guest'],
            'Remote Desktop Users': [], 'Remote Management Users': [], 'Backup Operators': [],
            'Power Users': [], 'Event Log Readers': [], 'Performance Log Users': [],
        },
    }


def _state():
    value = store.read('users')
    if value is None:
        with store.changing('users', _fresh, 0o600) as value:
            pass
    return value


def _find(table, name):
    short = name.rpartition('\\')[2].lower()
    return next((n for n in table if n.lower() == short), None)


def all_users():
    """Name and properties of each account."""
    return _state()['users']


def groups():
    """Name and members of each group."""
    return _state()['groups']


def user(name):
    """(true name, properties) of an account; KeyError when there is none."""
    table = all_users()
    found = _find(table, name)
    if found is None:
        raise KeyError(name)
    return found, table[found]


def exists(name):
    """Whether there is such an account."""
    return _find(all_users(), name) is not None


def create(name, password=None, groups=(), **properties):
    """Makes an account; an existing one of that name gets the password and groups."""
    with store.changing('users', _fresh, 0o600) as state:
        found = _find(state['users'], name)
        if found is None:
            found = name
            state['users'][name] = {'rid': state['nextRid'], 'enabled': True, 'description': '',
                                    'password': None, 'expires': False, 'fullName': ''}
            state['nextRid'] += 1
        account = state['users'][found]
        account.update(properties)
        if password is not None:
            _set(account, password)
        for group in groups:
            members = state['groups'].setdefault(_find(state['groups'], group) or group, [])
            if found not in members:
                members.append(found)
    return found


def _set(account, password):
    salt = secrets.token_hex(16)
    account['password'] = [salt, _hash(password, salt)]


def set_password(name, password):
    """Changes a password."""
    with store.changing('users', _fresh, 0o600) as state:
        _set(state['users'][_find(state['users'], name)], password)


def change(name, **properties):
    """Changes properties of an account; KeyError when there is none."""
    with store.changing('users', _fresh, 0o600) as state:
        state['users'][_find(state['users'], name)].update(properties)


def check(name, password):
    """Whether the password is that of an enabled account."""
    try:
        _, account = user(name)
    except KeyError:
        return False
    if not account['enabled'] or not account['password']:
        return False
    salt, expected = account['password']
    return secrets.compare_digest(_hash(password, salt), expected)


def remove(name):
    """Removes an account; KeyError when there is none."""
    with store.changing('users', _fresh, 0o600) as state:
        found = _find(state['users'], name)
        if found is None:
            raise KeyError(name)
        del state['users'][found]
        for members in state['groups'].values():
            if found in members:
                members.remove(found)


def members(group):
    """Names in a group; KeyError when there is no such group."""
    table = groups()
    return table[_find(table, group)]


def add_member(group, name):
    """Puts an account into a group; KeyError for either, ValueError when it is in it."""
    _change_member(group, name, True)


def remove_member(group, name):
    """Takes an account out of a group."""
    _change_member(group, name, False)


def _change_member(group, name, add):
    with store.changing('users', _fresh, 0o600) as state:
        table = state['groups'][_find(state['groups'], group)]
        found = _find(state['users'], name)
        if found is None:
            raise KeyError(name)
        if (found in table) == add:
            raise ValueError(found)
        if add:
            table.append(found)
        else:
            table.remove(found)


def add_group(name):
    """Makes a group."""
    with store.changing('users', _fresh, 0o600) as state:
        state['groups'].setdefault(name, [])


def is_administrator(name):
    """Whether the account is one, or is the system itself."""
    if name.rpartition('\\')[2].upper() in ('SYSTEM', 'LOCALSYSTEM'):
        return True
    found = _find(all_users(), name)
    return found in groups().get(ADMINISTRATORS, [])


def sid(name):
    """The security identifier of an account."""
    short = name.rpartition('\\')[2]
    fixed = {'system': 'S-1-5-18', 'localsystem': 'S-1-5-18', 'local service': 'S-1-5-19',
             'network service': 'S-1-5-20'}
    if short.lower() in fixed:
        return fixed[short.lower()]
    state = _state()
    found = _find(state['users'], short)
    rid = state['users'][found]['rid'] if found else 1099
    return '%s-%d' % (state['machineSid'], rid)


def new_machine_sid():
    """What specialize does after Sysprep: the accounts stay, the machine is another."""
    with store.changing('users', _fresh, 0o600) as state:
        state['machineSid'] = _fresh()['machineSid']


def make_profile(name):
    """The folder that a first logon makes."""
    from standin.windows import paths
    for folder in ('AppData\\Local\\Temp', 'AppData\\Roaming', 'Desktop', 'Documents', 'Downloads'):
        os.makedirs(paths.host('C:\\Users\\' + name.rpartition('\\')[2] + '\\' + folder),
                    exist_ok=True)
