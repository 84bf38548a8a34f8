"""Script blocks and functions: binding their parameters and running their parts."""
from standin.powershell import binder, nodes, values
from standin.powershell.binder import Binder, Parameter
from standin.powershell.records import ReturnFrom, error
from standin.powershell.scope import Scope, Variable
from standin.powershell.values import NetObject


# How deep calls may be inside of one another.
DEEPEST = 1000


class ScriptBlock(NetObject):
    """{ ... }"""

    net_type = 'System.Management.Automation.ScriptBlock'
    is_script_block = True

    def __init__(self, ast, interpreter, text='', closure=None):
        self.ast = ast
        self.interpreter = interpreter
        self.text = text
        self.closure = closure

    def net_text(self):
        return self.text

    def call_with(self, item):
        """Runs it with $_ in the scope of the caller; gives its output."""
        return self.interpreter.collect(lambda out: self.run_here(item, out))

    def run_here(self, item, out):
        """Runs it with $_ in the scope of the caller."""
        def run():
            try:
                body = self.ast.finish or self.ast.process
                if body:
                    self.interpreter.block(body, out)
            except ReturnFrom:
                pass
        self.interpreter._with_underscore(item, run)

    def call(self, arguments, this=None, out=None):
        """Runs it in a scope of its own; gives its output."""
        found = []
        call = FunctionCall(self.interpreter, self.ast, '', [('value', a) for a in arguments],
                            (out or found.append), False)
        if self.closure:
            call.presets = dict(self.closure)
        if this is not None:
            call.presets['this'] = this
        call.begin()
        call.process(None, False)
        call.end()
        return found[0] if len(found) == 1 else (found or None)

    def Invoke(self, *arguments):  # noqa: N802
        found = []
        self.call(list(arguments), out=found.append)
        return values.ArrayList(found)

    def InvokeReturnAsIs(self, *arguments):  # noqa: N802
        return self.call(list(arguments))

    def GetNewClosure(self):  # noqa: N802
        kept = {}
        scope = self.interpreter.scope
        while scope is not None and scope.parent is not None:
            for variable in scope.variables.values():
                kept.setdefault(variable.name, variable.value)
            scope = scope.parent
        return ScriptBlock(self.ast, self.interpreter, self.text, kept)

    @property
    def Ast(self):  # noqa: N802
        return values.PsObject({'Extent': values.PsObject({'Text': self.text})})


class ScriptFunction:
    """function name { ... }"""

    def __init__(self, name, ast, interpreter):
        self.name = name
        self.ast = ast
        self.interpreter = interpreter


def parameters_of(ast):
    """(parameters, whether the function is an advanced one)."""
    advanced = any(a.name.lower() == 'cmdletbinding' for a in ast.attributes)
    made = []
    for number, node in enumerate(ast.parameters):
        parameter = Parameter(node.name, position=number)
        parameter.default = node.default
        parameter.attributes = node.attributes
        kinds = [k for k in node.types]
        if kinds:
            parameter.kind = kinds[-1]
            parameter.switch = any(k.lower() in (
                'switch', 'system.management.automation.switchparameter') for k in kinds)
        if parameter.switch:
            parameter.position = None
            parameter.kind = ''
        for attribute in node.attributes:
            name = attribute.name.lower()
            if name == 'parameter':
                advanced = True
                _parameter_attribute(parameter, attribute)
            elif name == 'alias':
                parameter.aliases += tuple(p.value.lower() for p in attribute.positional)
        made.append(parameter)
    if any(p.explicit for p in made if hasattr(p, 'explicit')):
        for parameter in made:
            if not hasattr(parameter, 'explicit'):
                parameter.position = None
    return made, advanced


def _parameter_attribute(parameter, attribute):
    def flag(name):
        node = attribute.named.get(name)
        if node is None:
            return False
        if isinstance(node, nodes.Variable):
            return node.name.lower() == 'true'
        return bool(getattr(node, 'value', True))
    parameter.mandatory = parameter.mandatory or flag('mandatory')
    parameter.by_value = parameter.by_value or flag('valuefrompipeline')
    parameter.by_name = parameter.by_name or flag('valuefrompipelinebypropertyname')
    parameter.remaining = parameter.remaining or flag('valuefromremainingarguments')
    if 'position' in attribute.named:
        parameter.position = attribute.named['position'].value
        parameter.explicit = True


class FunctionCall:
    """One call of a function, script block or script, as a stage of a pipeline."""

    def __init__(self, interpreter, ast, name, arguments, out, piped, scope=None, is_script=False):
        self.interpreter = interpreter
        self.ast = ast
        self.name = name
        self.out = out
        self.piped = piped
        self.same_scope = scope is not None
        self.scope = scope or Scope(interpreter.scope, is_script)
        self.arguments = arguments
        self.input = []
        self.presets = {}
        self.stopped = False
        self.bound = {}

    def begin(self):
        """Binds the parameters and runs the begin block."""
        self.parameters, advanced = parameters_of(self.ast)
        table = Binder(self.name, self.parameters, advanced)
        bound, rest = table.bind(self.arguments, loose=not advanced)
        table.check_mandatory(bound, self.piped)
        self.bound = bound
        for name, value in self.presets.items():
            self._local(name, value)
        if not self.same_scope or self.parameters:
            self._local('args', rest)
        shown = values.Hash()
        for parameter in self.parameters:
            if parameter.name.lower() in bound:
                value = bound[parameter.name.lower()]
                self._validate(parameter, value)
                self._local(parameter.name, value, parameter.kind)
                shown[parameter.name] = value
        self._local('PSBoundParameters', shown)
        self._common(bound)
        if advanced:
            self._local('PSCmdlet', PsCmdlet(self))
        self._inside(lambda: self._defaults(bound))
        if self.ast.begin:
            self._run(self.ast.begin)

    def _local(self, name, value, kind=None):
        self.scope.variables[name.lower()] = Variable(name, value, kind or None)

    def _common(self, bound):
        if 'erroraction' in bound:
            self._local('ErrorActionPreference', bound['erroraction'])
        if 'verbose' in bound:
            self._local('VerbosePreference', 'Continue' if bound['verbose'] else 'SilentlyContinue')
        if 'warningaction' in bound:
            self._local('WarningPreference', bound['warningaction'])

    def _defaults(self, bound):
        for parameter in self.parameters:
            if parameter.name.lower() in bound:
                continue
            if parameter.default is not None:
                value = self.interpreter.evaluate(parameter.default)
                if parameter.kind:
                    value = binder.convert(parameter.kind, value)
            elif parameter.switch:
                value = False
            else:
                value = _empty(parameter.kind)
            self._local(parameter.name, value, parameter.kind)

    def _validate(self, parameter, value):
        for attribute in parameter.attributes:
            kind = attribute.name.lower()
            if kind == 'validateset':
                allowed = [self.interpreter.evaluate(p) for p in attribute.positional]
                for one in values.as_list(value):
                    if values.text(one).lower() not in [values.text(a).lower() for a in allowed]:
                        self._invalid(parameter, 'The argument "%s" does not belong to the set '
                                      '"%s" specified by the ValidateSet attribute. Supply an '
                                      'argument that is in the set and then try the command again.'
                                      % (values.text(one), ','.join(map(values.text, allowed))))
            elif kind in ('validatenotnullorempty', 'validatenotnull'):
                empty = value is None or (kind.endswith('empty') and values.text(value) == '')
                if empty:
                    self._invalid(parameter, 'The argument is null or empty. Provide an argument '
                                  'that is not null or empty, and then try the command again.')
            elif kind == 'validaterange':
                low, high = [self.interpreter.evaluate(p) for p in attribute.positional]
                if not low <= value <= high:
                    self._invalid(parameter, 'The %s argument is %s than the %s allowed range of '
                                  '%s.' % (values.text(value), 'less' if value < low else 'greater',
                                           'minimum' if value < low else 'maximum',
                                           values.text(low if value < low else high)))
            elif kind == 'validatepattern':
                pattern = self.interpreter.evaluate(attribute.positional[0])
                if not self.interpreter.match(values.text(value), pattern, False, False):
                    self._invalid(parameter, 'The argument "%s" does not match the "%s" pattern. '
                                  'Supply an argument that matches "%s" and try the command again.'
                                  % (values.text(value), pattern, pattern))
            elif kind == 'validatescript':
                block = self.interpreter.evaluate(attribute.positional[0])
                if not values.truth(block.call_with(value)):
                    self._invalid(parameter, 'The "%s" validation script for the argument with '
                                  'value "%s" did not return a result of True.' % (
                                      block.text, values.text(value)))

    def _invalid(self, parameter, why):
        raise error("Cannot validate argument on parameter '%s'. %s" % (parameter.name, why),
                    'ParameterArgumentValidationError,' + self.name, 'InvalidData',
                    kind='System.Management.Automation.ParameterBindingValidationException',
                    activity=self.name)

    def process(self, item, given=True):
        """Takes one object from the pipeline; runs the process block."""
        if self.stopped:
            return
        if given:
            self._bind_input(item)
        if self.ast.process:
            if given:
                self._local('_', item)
            self._run(self.ast.process)
        elif given:
            self.input.append(item)

    def _bind_input(self, item):
        for parameter in self.parameters:
            if parameter.name.lower() in self.bound:
                continue
            if parameter.by_value:
                value = binder.convert(parameter.kind, item) if parameter.kind else item
                self._local(parameter.name, value, parameter.kind)
                return
            if parameter.by_name:
                from standin.powershell import members
                for name in (parameter.name,) + parameter.aliases:
                    found = members.lookup(item, name)
                    if found is not members.MISSING:
                        self._local(parameter.name, found, parameter.kind)
                        break

    def end(self):
        """Runs the end block."""
        if self.stopped:
            return
        if self.ast.finish:
            self._local('input', self.input)
            self._run(self.ast.finish)

    def _run(self, block):
        try:
            self._inside(lambda: self.interpreter.block(block, self.out))
        except ReturnFrom:
            pass

    def _inside(self, function):
        interpreter = self.interpreter
        saved = interpreter.scope
        if interpreter.depth >= DEEPEST:
            raise error('The script failed due to call depth overflow.', 'CallDepthOverflow',
                        'InvalidOperation', interpreter.depth)
        interpreter.scope = self.scope
        interpreter.depth += 1
        try:
            return function()
        finally:
            interpreter.scope = saved
            interpreter.depth -= 1


class PsCmdlet(NetObject):
    """$PSCmdlet"""

    net_type = 'System.Management.Automation.PSScriptCmdlet'

    def __init__(self, call):
        self.call = call
        self.ParameterSetName = '__AllParameterSets'

    @property
    def MyInvocation(self):  # noqa: N802
        found = self.call.scope.variables.get('myinvocation')
        return found.value if found else self.call.presets.get('MyInvocation')

    def ShouldProcess(self, *arguments):  # noqa: N802
        return not values.truth(self.call.bound.get('whatif'))

    def ShouldContinue(self, *arguments):  # noqa: N802
        return True

    def WriteObject(self, value, enumerate_=False):  # noqa: N802
        if enumerate_:
            self.call.interpreter.emit(value, self.call.out)
        else:
            self.call.out(value)
        return values.Nothing

    def WriteError(self, record):  # noqa: N802
        self.call.interpreter.note_error(record)
        self.call.interpreter.report(record)
        return values.Nothing

    def WriteVerbose(self, text):  # noqa: N802
        self.call.interpreter.message(4, 'VerbosePreference', values.text(text), '')
        return values.Nothing

    def WriteWarning(self, text):  # noqa: N802
        self.call.interpreter.message(3, 'WarningPreference', values.text(text), '')
        return values.Nothing

    def ThrowTerminatingError(self, record):  # noqa: N802
        from standin.powershell.records import PsError
        raise PsError(record)

    def GetVariableValue(self, name, default=None):  # noqa: N802
        found = self.call.interpreter.scope.find(values.text(name))
        return found.value if found else default


def _empty(kind):
    lower = kind.lower()
    if lower in ('int', 'int32', 'long', 'int64', 'byte', 'uint32', 'double', 'uint64'):
        return 0.0 if lower == 'double' else 0
    if lower == 'bool':
        return False
    if lower == 'string':
        return ''
    return None
