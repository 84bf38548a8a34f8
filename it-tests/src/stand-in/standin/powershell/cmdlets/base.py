"""What a cmdlet is: a Python function with a table of parameters.

A table is a text of words: `[N]Name[=alias,alias][:type][?][!][<][.]` - N is the position, ? makes
a switch, ! is mandatory, < takes the pipeline's objects, . takes their property of that name, *
takes all arguments that are left. Example: '0Path:string[]!<. Force? Filter:string'.
"""
import re

from standin.powershell import members, values
from standin.powershell.binder import Binder, Parameter, convert
from standin.powershell.records import ErrorRecord, NetException, PsError, error

WORD = re.compile(r'(\d)?(\w+)(?:=([\w,]+))?(?::([\w\[\]]+))?([?!<.*]*)')


class Cmdlet:
    """A cmdlet's name, parameters and function."""

    def __init__(self, name, table, function, mode, core, class_name=None):
        self.name = name
        self.function = function
        self.mode = mode
        self.core = core
        self.class_name = class_name or 'Microsoft.PowerShell.Commands.%sCommand' % (
            name.replace('-', ''))
        self.table = table
        self._parameters = None

    @property
    def parameters(self):
        """Read from the table when first asked for."""
        if self._parameters is None:
            self._parameters = [_parameter(w) for w in self.table.split()]
        return self._parameters


def _parameter(word):
    position, name, aliases, kind, flags = WORD.fullmatch(word).groups()
    return Parameter(name, kind or '', int(position) if position else None, '!' in flags,
                     '?' in flags, (aliases or '').split(',') if aliases else (),
                     '<' in flags, '.' in flags, '*' in flags)


def cmdlet(name, table='', mode='each', core=False, class_name=None):
    """Declares a cmdlet. Modes: 'each' calls it for each object of the pipeline, 'all' once with
    all of them in `call.items`, 'stream' makes an object with begin, process and end of it."""
    def wrap(function):
        function.cmdlet = Cmdlet(name, table, function, mode, core, class_name)
        return function
    return wrap


class CmdletCall:
    """One call of a cmdlet, as a stage of a pipeline; what its function gets."""

    def __init__(self, interpreter, command, arguments, out, piped, node):
        self.interpreter = interpreter
        self.session = interpreter.session
        self.command = command
        self.raw = arguments
        self.out = out
        self.piped = piped
        self.node = node
        self.items = []
        self.failed = False
        self.bound = {}
        self.item = None
        self.worker = None

    # -- the parameters

    def __getitem__(self, name):
        return self.bound.get(name.lower())

    def has(self, name):
        """Whether a parameter was given."""
        return name.lower() in self.bound

    def text(self, name, default=None):
        """A parameter as text."""
        value = self.bound.get(name.lower())
        return default if value is None else values.text(value)

    def list(self, *names):
        """The first of these parameters that was given, as a list."""
        for name in names:
            if name.lower() in self.bound:
                return values.as_list(self.bound[name.lower()])
        return []

    # -- the stage

    def begin(self):
        """Binds what was given."""
        self._inside(self._begin)

    def _begin(self):
        table = Binder(self.command.name, self.command.parameters)
        self.fixed, _ = table.bind(self.raw)
        table.check_mandatory(self.fixed, self.piped)
        self.bound = dict(self.fixed)
        if self.command.mode == 'stream':
            self.worker = self.command.function(self)
            if hasattr(self.worker, 'begin'):
                self.worker.begin()

    def process(self, item, given=True):
        """Takes an object of the pipeline, or runs once when there is none."""
        if given:
            self._take(item)
        elif self.command.mode == 'each':
            self._inside(lambda: self.command.function(self))
        elif self.command.mode == 'stream' and hasattr(self.worker, 'alone'):
            self._inside(self.worker.alone)

    def _take(self, item):
        self.item = item
        if self.command.mode == 'all':
            self.items.append(item)
            return
        if self.command.mode == 'stream':
            self._inside(lambda: self.worker.process(item))
            return
        try:
            self._bind_item(item)
        except PsError as problem:
            self._failure(problem)
            return
        self._inside(lambda: self.command.function(self))

    def _bind_item(self, item):
        self.bound = dict(self.fixed)
        taken = False
        for parameter in self.command.parameters:
            slot = parameter.name.lower()
            if slot in self.fixed:
                continue
            if parameter.by_name and not isinstance(item, str):
                for name in (parameter.name,) + parameter.aliases:
                    found = members.lookup(item, name)
                    if found is not members.MISSING and found is not None:
                        self.bound[slot] = convert(parameter.kind, found)
                        taken = True
                        break
        if not taken:
            for parameter in self.command.parameters:
                if parameter.by_value and parameter.name.lower() not in self.fixed:
                    self.bound[parameter.name.lower()] = convert(parameter.kind, item)
                    return
            if not any(p.by_value or p.by_name for p in self.command.parameters) and \
                    self.command.table:
                raise error('The input object cannot be bound to any parameters for the command '
                            'either because the command does not take pipeline input or the input '
                            'and its properties do not match any of the parameters that take '
                            'pipeline input.', 'InputObjectNotBound,' + self.command.name,
                            'InvalidArgument', item,
                            'System.Management.Automation.ParameterBindingException')

    def end(self):
        """The pipeline has no more."""
        if self.command.mode == 'all':
            self._inside(lambda: self.command.function(self))
        elif self.command.mode == 'stream' and hasattr(self.worker, 'end'):
            self._inside(self.worker.end)

    def _inside(self, function):
        try:
            function()
        except PsError as problem:
            record = problem.record
            if record.place is None:
                record.place = self.node
            if not record.activity and record.prefix is None:
                record.activity = self.command.name
                if record.FullyQualifiedErrorId and ',' not in record.FullyQualifiedErrorId:
                    record.FullyQualifiedErrorId += ',' + self.command.class_name
            raise
        except OSError as problem:
            from standin.powershell.dotnet.io import io_error
            self.error(io_error(problem).exception.Message, 'IOError', 'WriteError',
                       kind=io_error(problem).exception.net_type)

    def _failure(self, problem):
        self.write_error(problem.record)

    # -- what a cmdlet does

    def write(self, value):
        """Sends a value down the pipeline, lists member by member."""
        self.interpreter.emit(value, self.out)

    def write_one(self, value):
        """Sends a value as it is."""
        self.out(value)

    def action(self):
        """What is to be done about errors."""
        given = self.bound.get('erroraction')
        if given is None:
            given = getattr(self, 'fixed', {}).get('erroraction')
        if given is not None:
            number = {0: 'silentlycontinue', 1: 'stop', 2: 'continue', 4: 'ignore'}
            text = values.text(given).lower()
            return number.get(given, text) if isinstance(given, int) else text
        return self.interpreter.preference('ErrorActionPreference')

    def error(self, message, error_id='', category='NotSpecified', target=None,
              kind='System.Exception', hresult=None, inner=None):
        """Tells an error that does not end the cmdlet."""
        self.write_error(ErrorRecord(NetException(message, kind, hresult, inner), error_id,
                                     category, target))

    def write_error(self, record):
        """Tells an error that does not end the cmdlet, as -ErrorAction says."""
        record.activity = record.activity or self.command.name
        if record.FullyQualifiedErrorId and ',' not in record.FullyQualifiedErrorId:
            record.FullyQualifiedErrorId += ',' + self.command.class_name
        if record.place is None:
            record.place = self.node
        action = self.action()
        self.failed = True
        variable = self.fixed.get('errorvariable')
        if variable is not None:
            name = values.text(variable).lstrip('+')
            old = self.interpreter.scope.find(name)
            kept = old.value if values.text(variable).startswith('+') and old else []
            self.interpreter.scope.set(name, values.ArrayList(list(kept) + [record]))
        if action == 'ignore':
            return
        if action == 'stop':
            record.thrown = True
            raise PsError(record)
        self.interpreter.note_error(record)
        if action != 'silentlycontinue':
            self.interpreter.report(record)

    def stop(self, message, error_id='', category='NotSpecified', target=None,
             kind='System.Exception', hresult=None, inner=None):
        """The error that ends the cmdlet: raise it."""
        return error(message, error_id + ',' + self.command.class_name, category, target, kind,
                     self.command.name, hresult, inner)

    def warning(self, text):
        """Tells a warning."""
        self.interpreter.message(3, 'WarningPreference', text, 'WARNING: ',
                                 self.text('WarningAction'))

    def verbose(self, text):
        """Tells a detail."""
        action = 'continue' if values.truth(self['Verbose']) else None
        self.interpreter.message(4, 'VerbosePreference', text, 'VERBOSE: ', action)
