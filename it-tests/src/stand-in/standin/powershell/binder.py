"""Fitting arguments to parameters, for cmdlets and functions alike."""
from standin.powershell import conversion, values
from standin.powershell.records import PsError, error

BINDING = 'System.Management.Automation.ParameterBindingException'
# Common parameters: name, aliases, whether it is a switch.
COMMON = (
    ('ErrorAction', ('ea',), False), ('ErrorVariable', ('ev',), False),
    ('WarningAction', ('wa',), False), ('WarningVariable', ('wv',), False),
    ('InformationAction', ('infa',), False), ('InformationVariable', ('iv',), False),
    ('OutVariable', ('ov',), False), ('OutBuffer', ('ob',), False),
    ('PipelineVariable', ('pv',), False), ('Verbose', ('vb',), True), ('Debug', ('db',), True),
    ('WhatIf', ('wi',), True), ('Confirm', ('cf',), True),
)


class Parameter:
    """One parameter of a command."""

    def __init__(self, name, kind='', position=None, mandatory=False, switch=False, aliases=(),
                 by_value=False, by_name=False, remaining=False, default=None, attributes=()):
        self.name = name
        self.kind = kind
        self.position = position
        self.mandatory = mandatory
        self.switch = switch
        self.aliases = tuple(a.lower() for a in aliases)
        self.by_value = by_value
        self.by_name = by_name
        self.remaining = remaining
        self.default = default
        self.attributes = attributes

    @property
    def is_list(self):
        """Whether it takes many values."""
        return self.kind.endswith('[]')


COMMON_PARAMETERS = [Parameter(n, switch=s, aliases=a) for n, a, s in COMMON]


class Binder:
    """Fits the arguments of one call."""

    def __init__(self, command, parameters, common=True):
        self.command = command
        self.parameters = parameters
        self.all = parameters + (COMMON_PARAMETERS if common else [])

    def fail(self, message, error_id, target=None):
        """A ParameterBindingException."""
        return error(message, error_id + ',' + self.command, 'InvalidArgument', target, BINDING,
                     self.command)

    def find(self, name):
        """The parameter of a name, its alias, or a beginning of it."""
        lower = name.lower()
        for parameter in self.all:
            if parameter.name.lower() == lower or lower in parameter.aliases:
                return parameter
        found = [p for p in self.all if p.name.lower().startswith(lower)]
        own = [p for p in found if p in self.parameters]
        if len(own) == 1:
            return own[0]
        if len(found) == 1:
            return found[0]
        if found:
            raise self.fail("Parameter cannot be processed because the parameter name '%s' is "
                            "ambiguous. Possible matches include: %s." % (
                                name, ' '.join('-' + p.name for p in found)), 'AmbiguousParameter',
                            name)
        return None

    def bind(self, arguments, loose=False):
        """({lower name: value}, the arguments that are left). An argument is ('value', v) or
        ('named', name, value, has a colon)."""
        bound, rest = {}, []
        at = 0
        while at < len(arguments):
            argument = arguments[at]
            at += 1
            if argument[0] == 'value':
                rest.append(argument)
                continue
            _, name, value, colon = argument
            parameter = self.find(name)
            if parameter is None:
                if loose:
                    rest.append(('value', '-' + name))
                    if colon:
                        rest.append(('value', value))
                    continue
                raise self.fail("A parameter cannot be found that matches parameter name '%s'."
                                % name, 'NamedParameterNotFound', name)
            slot = parameter.name.lower()
            if slot in bound:
                raise self.fail("Cannot bind parameter because parameter '%s' is specified more "
                                "than once. To provide multiple values to parameters that can "
                                "accept multiple values, use the array syntax." % parameter.name,
                                'ParameterAlreadyBound', parameter.name)
            if parameter.switch:
                bound[slot] = values.truth(value) if colon else True
                continue
            if not colon:
                if at >= len(arguments) or arguments[at][0] != 'value':
                    raise self.fail("Missing an argument for parameter '%s'. Specify a parameter "
                                    "of type '%s' and try again." % (
                                        parameter.name, _kind_name(parameter)), 'MissingArgument')
                value = arguments[at][1]
                at += 1
            bound[slot] = self.convert(parameter, value)
        return self._positional(bound, rest, loose)

    def _positional(self, bound, rest, loose):
        places = sorted((p for p in self.parameters if p.position is not None),
                        key=lambda p: p.position)
        left = []
        places = [p for p in places if p.name.lower() not in bound]
        for argument in rest:
            if places and not places[0].remaining:
                parameter = places.pop(0)
                bound[parameter.name.lower()] = self.convert(parameter, argument[1])
            else:
                left.append(argument[1])
        collector = next((p for p in self.parameters if p.remaining
                          and p.name.lower() not in bound), None)
        if collector is not None and left:
            flat = []
            for item in left:
                flat += values.as_list(item)
            bound[collector.name.lower()] = flat
            left = []
        if left and not loose:
            shown = values.text(left[0])
            raise self.fail("A positional parameter cannot be found that accepts argument '%s'."
                            % shown, 'PositionalParameterNotFound')
        return bound, left

    def convert(self, parameter, value):
        """The value as the parameter's type."""
        if not parameter.kind:
            return value
        try:
            return convert(parameter.kind, value)
        except PsError as problem:
            message = problem.record.Exception.Message
            raise error(
                "Cannot process argument transformation on parameter '%s'. %s" % (
                    parameter.name, message),
                'ParameterArgumentTransformationError,' + self.command, 'InvalidData',
                kind='System.Management.Automation.ParameterBindingArgumentTransformationException',
                activity=self.command) from problem

    def missing(self, bound):
        """Names of mandatory parameters without a value."""
        return [p.name for p in self.parameters if p.mandatory and p.name.lower() not in bound]

    def check_mandatory(self, bound, pipeline=False):
        """Refuses a call that lacks a mandatory parameter: nobody is there to be asked."""
        names = [p.name for p in self.parameters
                 if p.mandatory and p.name.lower() not in bound
                 and not (pipeline and (p.by_value or p.by_name))]
        if names:
            raise error('Cannot process command because of one or more missing mandatory '
                        'parameters: %s.' % ' '.join(names),
                        'MissingMandatoryParameter,' + self.command, 'InvalidArgument',
                        kind=BINDING, activity=self.command)


def _kind_name(parameter):
    from standin.powershell import types
    return types.full_name(parameter.kind) or 'System.Object'


def convert(kind, value):
    """A value as a parameter's type; [string] of a list joins, [string[]] takes each."""
    lower = kind.lower()
    if lower in ('', 'object', 'psobject'):
        return value
    if lower == 'object[]':
        return values.as_list(value)
    if lower == 'string' and value is None:
        return ''
    if lower == 'string' and isinstance(value, list):
        raise error('Cannot convert value to type System.String.', 'CannotConvertArgumentNoMessage')
    if lower == 'string[]':
        return [values.text(v) for v in values.as_list(value)]
    return conversion.cast(value, kind)
