"""The firewall: rules are kept by name."""
from standin.powershell import operators
from standin.powershell.cmdlets.base import cmdlet
from standin.powershell.values import PsObject, text
from standin.windows import firewall

NET = 'Microsoft.Management.Infrastructure.CimInstance#root/standardcimv2/MSFT_'
CIM_ERROR = 'Microsoft.PowerShell.Cmdletization.Cim.CimJobException'


FIREWALL_SHOWN = ('Name', 'DisplayName', 'Enabled', 'Direction', 'Action', 'Profile')


@cmdlet('New-NetFirewallRule', 'Name:string DisplayName:string! Direction:string Protocol:string '
        'LocalPort:string[] RemotePort RemoteAddress LocalAddress Action:string Profile:string '
        'Enabled:string Group:string Description Program Service InterfaceType EdgeTraversalPolicy')
def new_net_firewall_rule(call):
    """New-NetFirewallRule"""
    import uuid
    name = call.text('Name') or '{%s}' % str(uuid.uuid4()).upper()
    if not call.session.elevated:
        call.error('Access is denied. ', 'Windows System Error 5', 'PermissionDenied',
                   kind='Microsoft.Management.Infrastructure.CimException')
        return
    rule = {'Name': name, 'DisplayName': call.text('DisplayName'),
            'Enabled': call.text('Enabled') or 'True',
            'Direction': call.text('Direction') or 'Inbound',
            'Action': call.text('Action') or 'Allow', 'Profile': call.text('Profile') or 'Any',
            'Protocol': call.text('Protocol') or 'Any', 'DisplayGroup': call.text('Group') or '',
            'LocalPort': [text(p) for p in call.list('LocalPort')]}
    exists = False
    with firewall.changing() as rules:
        if name.lower() in (n.lower() for n in rules):
            exists = True
        else:
            rules[name] = rule
    if exists:
        call.error('Cannot create a file when that file already exists. ',
                   'Windows System Error 183', 'ResourceExists',
                   kind='Microsoft.Management.Infrastructure.CimException')
        return
    call.write_one(_rule(rule))


def _rule(rule):
    made = PsObject({k: rule.get(k) for k in FIREWALL_SHOWN + ('DisplayGroup',)},
                    NET + 'NetFirewallRule')
    made.view = list(FIREWALL_SHOWN)
    return made


RULE = '0Name=ID:string[] DisplayName:string[] DisplayGroup=Group:string[] Enabled Direction ' \
       'Action InputObject< PassThru? All? PolicyStore'


def _chosen(call):
    if isinstance(call.item, PsObject):
        return [call.item.get('Name')]
    rules = firewall.rules()
    found = []
    for parameter, field in (('Name', 'Name'), ('DisplayName', 'DisplayName'),
                             ('DisplayGroup', 'DisplayGroup')):
        for wanted in call.list(parameter):
            matcher = operators.wildcard(text(wanted))
            match = [n for n, r in rules.items() if matcher.match(r.get(field) or '')]
            if not match and '*' not in text(wanted):
                call.error("No MSFT_NetFirewallRule objects found with property '%s' equal to "
                           "'%s'.  Verify the value of the property and retry." % (
                               'InstanceID' if parameter == 'Name' else parameter, text(wanted)),
                           'CmdletizationQuery_NotFound_' + (
                               'InstanceID' if parameter == 'Name' else parameter),
                           'ObjectNotFound', text(wanted), CIM_ERROR)
            found += match
    if not any(call.has(p) for p in ('Name', 'DisplayName', 'DisplayGroup')):
        found = list(rules)
    return found


@cmdlet('Get-NetFirewallRule', RULE)
def get_net_firewall_rule(call):
    """Get-NetFirewallRule"""
    rules = firewall.rules()
    for name in _chosen(call):
        call.write_one(_rule(rules[name]))


@cmdlet('Remove-NetFirewallRule', RULE)
def remove_net_firewall_rule(call):
    """Remove-NetFirewallRule"""
    names = _chosen(call)
    with firewall.changing() as rules:
        for name in names:
            rules.pop(name, None)


def _set(call, **changes):
    names = _chosen(call)
    with firewall.changing() as rules:
        for name in names:
            rules[name].update(changes)


@cmdlet('Set-NetFirewallRule', RULE + ' NewDisplayName Profile:string RemoteAddress LocalPort')
def set_net_firewall_rule(call):
    """Set-NetFirewallRule"""
    changes = {p: call.text(p) for p in ('Enabled', 'Action', 'Direction', 'Profile')
               if call.has(p)}
    call.bound.pop('enabled', None)
    _set(call, **changes)


@cmdlet('Enable-NetFirewallRule', RULE)
def enable_net_firewall_rule(call):
    """Enable-NetFirewallRule"""
    _set(call, Enabled='True')


@cmdlet('Disable-NetFirewallRule', RULE)
def disable_net_firewall_rule(call):
    """Disable-NetFirewallRule"""
    _set(call, Enabled='False')


@cmdlet('Set-NetFirewallProfile', '0Name=Profile:string[] Enabled All? DefaultInboundAction '
        'DefaultOutboundAction InputObject<')
def set_net_firewall_profile(call):
    """Set-NetFirewallProfile"""


@cmdlet('Get-NetFirewallProfile', '0Name=Profile:string[] All?')
def get_net_firewall_profile(call):
    """Get-NetFirewallProfile"""
    for name in ('Domain', 'Private', 'Public'):
        call.write(PsObject({'Name': name, 'Enabled': True}))
