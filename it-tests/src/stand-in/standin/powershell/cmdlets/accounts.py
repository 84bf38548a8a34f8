"""Local accounts."""
from standin.powershell import operators, values
from standin.powershell.cmdlets.base import cmdlet
from standin.powershell.values import text
from standin.windows import users

L = 'Microsoft.PowerShell.Commands.'


def _sid(value):
    from standin.powershell.dotnet.security import SecurityIdentifier
    return SecurityIdentifier(value)


def _user(name, account):
    made = values.PsObject({
        'AccountExpires': None, 'Description': account['description'],
        'Enabled': account['enabled'], 'FullName': account['fullName'],
        'PasswordChangeableDate': None, 'PasswordExpires': None, 'UserMayChangePassword': True,
        'PasswordRequired': True, 'PasswordLastSet': None, 'LastLogon': None, 'Name': name,
        'SID': _sid(users.sid(name)), 'PrincipalSource': 'Local', 'ObjectClass': 'User'},
        L + 'LocalUser', name)
    made.view = ['Name', 'Enabled', 'Description']
    return made


def _missing(call, name):
    call.error('User %s was not found.' % name, 'UserNotFound', 'ObjectNotFound', name,
               L + 'UserNotFoundException')


@cmdlet('Get-LocalUser', '0Name:string[]<. SID:string[]')
def get_local_user(call):
    """Get-LocalUser"""
    table = users.all_users()
    for name in call.list('Name') or call.list('SID') or ['*']:
        name = text(name)
        if name.startswith('S-1-'):
            found = [n for n in table if users.sid(n) == name]
        else:
            matcher = operators.wildcard(name)
            found = [n for n in sorted(table, key=str.lower) if matcher.match(n)]
        if not found and '*' not in name:
            _missing(call, name)
        for one in found:
            call.write(_user(one, table[one]))


@cmdlet('New-LocalUser', '0Name:string! Password NoPassword? Description:string FullName:string '
        'AccountNeverExpires? PasswordNeverExpires? UserMayNotChangePassword? Disabled? '
        'AccountExpires')
def new_local_user(call):
    """New-LocalUser"""
    name = call.text('Name')
    if not _elevated(call):
        return
    if users.exists(name):
        call.error('User %s already exists.' % name, 'UserExists', 'ResourceExists', name,
                   L + 'UserExistsException')
        return
    password = call['Password']
    users.create(name, password.plain if password is not None else None,
                 description=call.text('Description') or '',
                 fullName=call.text('FullName') or '', enabled=not call.has('Disabled'))
    call.write(_user(*users.user(name)))


def _elevated(call):
    if call.session.elevated:
        return True
    call.error('Access denied.', 'AccessDenied', 'PermissionDenied', call.text('Name'),
               L + 'AccessDeniedException')
    return False


def _each(call, function):
    for name in call.list('Name', 'InputObject', 'SID'):
        name = text(name)
        if name.startswith('S-1-'):
            name = next((n for n in users.all_users() if users.sid(n) == name), name)
        if not users.exists(name):
            _missing(call, name)
            continue
        if _elevated(call):
            function(name)


@cmdlet('Remove-LocalUser', '0Name:string[]. InputObject< SID:string[]')
def remove_local_user(call):
    """Remove-LocalUser"""
    _each(call, users.remove)


@cmdlet('Set-LocalUser', '0Name:string[]. InputObject< SID:string[] Password Description:string '
        'FullName:string PasswordNeverExpires AccountNeverExpires? UserMayChangePassword '
        'AccountExpires')
def set_local_user(call):
    """Set-LocalUser"""
    def change(name):
        if call.has('Password'):
            users.set_password(name, call['Password'].plain)
        properties = {k: call.text(p) for k, p in (('description', 'Description'),
                                                   ('fullName', 'FullName')) if call.has(p)}
        if properties:
            users.change(name, **properties)
    _each(call, change)


@cmdlet('Enable-LocalUser', '0Name:string[]. InputObject< SID:string[]')
def enable_local_user(call):
    """Enable-LocalUser"""
    _each(call, lambda name: users.change(name, enabled=True))


@cmdlet('Disable-LocalUser', '0Name:string[]. InputObject< SID:string[]')
def disable_local_user(call):
    """Disable-LocalUser"""
    _each(call, lambda name: users.change(name, enabled=False))


def _group(call):
    name = call.text('Group') or call.text('Name')
    if call.has('SID') and not name:
        name = {'S-1-5-32-544': 'Administrators', 'S-1-5-32-545': 'Users', 'S-1-5-32-555':
                'Remote Desktop Users', 'S-1-5-32-580': 'Remote Management Users'}.get(
                    call.text('SID'))
    found = next((g for g in users.groups() if g.lower() == (name or '').lower()), None)
    if found is None:
        call.error('Group %s was not found.' % name, 'GroupNotFound', 'ObjectNotFound', name,
                   L + 'GroupNotFoundException')
    return found


@cmdlet('Add-LocalGroupMember', '0Group:string 1Member:object[]!< SID:string')
def add_local_group_member(call):
    """Add-LocalGroupMember"""
    group = _group(call)
    for member in call.list('Member') if group else []:
        name = text(member)
        try:
            users.add_member(group, name)
        except KeyError:
            call.error('Principal %s was not found.' % name, 'PrincipalNotFound',
                       'ObjectNotFound', name, L + 'PrincipalNotFoundException')
        except ValueError:
            call.error('%s is already a member of group %s.' % (name, group), 'MemberExists',
                       'ResourceExists', group, L + 'MemberExistsException')


@cmdlet('Remove-LocalGroupMember', '0Group:string 1Member:object[]!< SID:string')
def remove_local_group_member(call):
    """Remove-LocalGroupMember"""
    group = _group(call)
    for member in call.list('Member') if group else []:
        try:
            users.remove_member(group, text(member))
        except (KeyError, ValueError):
            call.error('Member %s was not found in group %s.' % (text(member), group),
                       'MemberNotFound', 'ObjectNotFound', text(member),
                       L + 'MemberNotFoundException')


@cmdlet('Get-LocalGroupMember', '0Group=Name:string 1Member:string SID:string')
def get_local_group_member(call):
    """Get-LocalGroupMember"""
    group = _group(call)
    for name in users.members(group) if group else []:
        made = values.PsObject({'ObjectClass': 'User', 'Name': call.session.env[
            'COMPUTERNAME'] + '\\' + name, 'PrincipalSource': 'Local',
            'SID': _sid(users.sid(name))}, L + 'LocalPrincipal', name)
        made.view = ['ObjectClass', 'Name', 'PrincipalSource']
        call.write(made)


@cmdlet('Get-LocalGroup', '0Name:string[]< SID:string')
def get_local_group(call):
    """Get-LocalGroup"""
    if call.has('SID'):
        group = _group(call)
        if group:
            call.write(values.PsObject({'Name': group, 'Description': ''}, L + 'LocalGroup',
                                       group))
        return
    for wanted in call.list('Name') or ['*']:
        found = [g for g in users.groups() if operators.wildcard(text(wanted)).match(g)]
        if not found and '*' not in text(wanted):
            call.error('Group %s was not found.' % text(wanted), 'GroupNotFound',
                       'ObjectNotFound', text(wanted), L + 'GroupNotFoundException')
        for group in found:
            call.write(values.PsObject({'Name': group, 'Description': ''}, L + 'LocalGroup',
                                       group))


@cmdlet('New-LocalGroup', '0Name:string! Description:string')
def new_local_group(call):
    """New-LocalGroup"""
    users.add_group(call.text('Name'))
    call.write(values.PsObject({'Name': call.text('Name'), 'Description': call.text(
        'Description') or ''}, L + 'LocalGroup', call.text('Name')))
