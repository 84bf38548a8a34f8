"""The interpreter: variables, streams, errors, and the parts that run the tree."""
import os

from standin.powershell import nodes, values
from standin.powershell.evaluation import Evaluation
from standin.powershell.invocation import Invocation
from standin.powershell.parser import parse
from standin.powershell.records import ErrorRecord, NetException, PsError, error
from standin.powershell.scanner import ParseError
from standin.powershell.scope import Scope
from standin.powershell.statements import Statements

CONSTANTS = {'true': True, 'false': False, 'null': None}
PREFERENCES = {
    'ErrorActionPreference': 'Continue', 'WarningPreference': 'Continue',
    'VerbosePreference': 'SilentlyContinue', 'DebugPreference': 'SilentlyContinue',
    'InformationPreference': 'SilentlyContinue', 'ProgressPreference': 'Continue',
    'ConfirmPreference': 'High', 'WhatIfPreference': False, 'OFS': None,
    'MaximumHistoryCount': 4096, 'OutputEncoding': None, 'PSDefaultParameterValues': None,
}
ERRORS, WARNINGS, VERBOSE, DEBUG, INFORMATION = 2, 3, 4, 5, 6
current = [None]


class Interpreter(Statements, Evaluation, Invocation):
    """One runspace."""

    def __init__(self, session, host):
        self.session = session
        self.host = host
        self.scope = Scope(is_script=True)
        self.sinks = {}
        self.errors = values.ArrayList()
        self.ok = True
        self.last_exit_code = None
        self.try_depth = 0
        self.depth = 0
        self.announced = False
        self.locations = []
        self.location_drive = None
        for name, value in PREFERENCES.items():
            if value is not None:
                self.scope.set(name, value)
        current[0] = self

    # -- variables

    def get_variable(self, node):
        """The value of a variable's node."""
        name, scope = node.name, node.scope
        lower = name.lower()
        if scope is None:
            if lower in CONSTANTS:
                return CONSTANTS[lower]
            found = self.scope.find(lower)
            if found is not None:
                return found.value
            return self._automatic(lower)
        if scope in ('global', 'script', 'local', 'private'):
            where = self.scope_named(scope)
            found = where.variables.get(lower)
            if found is not None:
                return found.value
            if scope == 'script' and lower not in ('lastexitcode',):
                return None
            return self._automatic(lower)
        if scope == 'env':
            return self.session.env.get(name)
        if scope == 'using':
            found = self.scope.find(lower)
            return found.value if found else None
        if scope == 'variable':
            found = self.scope.find(lower)
            return found.value if found else self._automatic(lower)
        if scope == 'function':
            function = self.scope.function(name)
            from standin.powershell.functions import ScriptBlock
            return ScriptBlock(function.ast, self) if function else None
        from standin.powershell import providers
        return providers.content(self, scope + ':' + name)

    def scope_named(self, name):
        """global:, script:, local: or private: from here."""
        if name == 'global':
            return self.scope.top()
        if name == 'script':
            return self.scope.script()
        return self.scope

    def _automatic(self, lower):
        if lower == '?':
            return self.ok
        if lower == 'lastexitcode':
            return self.last_exit_code
        if lower == 'error':
            return self.errors
        if lower == 'psitem':
            found = self.scope.find('_')
            return found.value if found else None
        if lower == 'pid':
            return os.getpid()
        if lower == 'pwd':
            from standin.powershell import providers
            return providers.location_object(self)
        if lower == 'home':
            return self.session.env.get('USERPROFILE')
        from standin.powershell import automatic
        return automatic.find(self, lower)

    def set_variable(self, node, value, kind=None):
        """Assigns to a variable's node."""
        name, scope = node.name, node.scope
        if value is values.Nothing:
            value = None
        if scope is None:
            lower = name.lower()
            if lower in CONSTANTS or lower in ('?', 'pid', 'home', 'host', 'psversiontable'):
                if lower == 'null':
                    return
                raise error('Cannot overwrite variable %s because it is read-only or constant.'
                            % name, 'VariableNotWritable', 'WriteError', name,
                            'System.Management.Automation.SessionStateUnauthorizedAccess'
                            'Exception')
            if lower == 'lastexitcode':
                self.last_exit_code = value
                return
            self.scope.set(name, value)
            if kind:
                self.scope.variables[lower].kind = kind
            return
        if scope in ('global', 'script', 'local', 'private'):
            if name.lower() == 'lastexitcode':
                self.last_exit_code = value
                return
            where = self.scope_named(scope)
            where.set(name, value)
            if kind:
                where.variables[name.lower()].kind = kind
        elif scope == 'env':
            if value is None or values.text(value) == '':
                self.session.env.pop(name, None)
            else:
                self.session.env[name] = values.text(value)
        elif scope == 'variable':
            self.scope.set(name, value)
        elif scope == 'function':
            from standin.powershell.functions import ScriptFunction
            self.scope.functions[name.lower()] = ScriptFunction(name, value.ast, self)
        else:
            from standin.powershell import providers
            providers.set_content(self, scope + ':' + name, value)

    def preference(self, name):
        """The value of a preference variable, in lower case."""
        found = self.scope.find(name)
        value = found.value if found is not None else PREFERENCES.get(name)
        return values.text(value).lower()

    # -- streams

    def write_stream(self, number, item):
        """Sends something to the stream of errors, warnings and so on."""
        sink = self.sinks.get(number)
        if sink is not None:
            sink(item)
        else:
            self.host.stream(number, item)

    def report(self, record):
        """Tells an error to whoever takes errors."""
        self.write_stream(ERRORS, record)

    def note_error(self, record):
        """Puts an error at the head of $Error, once."""
        if not any(record is other for other in self.errors[:3]):
            self.errors.insert(0, record)
            del self.errors[256:]

    def message(self, number, preference, text, prefix, action=None):
        """A warning, verbose or debug message, as its preference says."""
        action = (action or self.preference(preference)).lower()
        if action in ('silentlycontinue', 'ignore'):
            return
        kind = {3: 'WarningRecord', 4: 'VerboseRecord', 5: 'DebugRecord'}[number]
        self.write_stream(number, values.PsObject(
            {'Message': text}, 'System.Management.Automation.' + kind, text))
        if action == 'stop':
            raise self.stopped(ErrorRecord(NetException(
                'The running command stopped because the preference variable "%s" or common '
                'parameter is set to Stop: %s' % (preference, text)), 'ActionPreferenceStop'))

    @staticmethod
    def stopped(record):
        """A record that ends the script."""
        record.thrown = True
        return PsError(record)

    def progress_of_module(self, cmdlet):
        """The first cmdlet of a module shows the bar of its loading, as it does there."""
        if not self.announced and not cmdlet.core:
            self.announced = True
            if self.preference('ProgressPreference') == 'continue':
                self.host.progress('Preparing modules for first use.')

    # -- scripts

    def find_alias(self, name):
        """What a name is an alias of."""
        found = self.scope.alias(name)
        if found:
            return found
        from standin.powershell.cmdlets import ALIASES
        return ALIASES.get(name.lower())

    def find_script(self, name):
        """The Windows path of a .ps1 file, None when the name is none."""
        from standin.windows import paths
        name = name.replace('/', '\\')
        if name.startswith('~\\'):
            name = self.session.env.get('USERPROFILE', '') + name[1:]
        lower = name.lower()
        if '\\' in name or name[1:2] == ':':
            tries = [name] if lower.endswith('.ps1') else [name + '.ps1']
            for candidate in tries:
                if os.path.isfile(paths.host(candidate, self.session.cwd)):
                    return paths.true_case(candidate, self.session.cwd)
            return None
        file = name if lower.endswith('.ps1') else name + '.ps1'
        for folder in self.session.env.get('Path', '').split(';'):
            if folder and os.path.isfile(paths.host(folder + '\\' + file)):
                return paths.true_case(folder + '\\' + file)
        return None

    def load_script(self, path):
        """The tree of a file; a ParseException when it cannot be read."""
        from standin.powershell.providers.filesystem import read_text
        self.check_policy(path)
        return self.parse(read_text(path), path)

    def parse(self, text, path=None):
        """The tree of a text; a ParseException when it cannot be read."""
        try:
            return parse(text, path)
        except ParseError as problem:
            raise parse_error(problem) from problem

    def check_policy(self, path):
        """Scripts may be forbidden."""
        policy = self.host.execution_policy(self.session)
        if policy in ('restricted', 'allsigned'):
            words = ('cannot be loaded because running scripts is disabled on this system. For '
                     'more information, see about_Execution_Policies at '
                     'https:/go.microsoft.com/fwlink/?LinkID=135170.')
            if policy == 'allsigned':
                words = 'cannot be loaded. The file %s is not digitally signed.' % path
            raise error('File %s %s' % (path, words), 'UnauthorizedAccess', 'SecurityError',
                        kind='System.Management.Automation.PSSecurityException')

    def script_variables(self, path, node):
        """The automatic variables of a script file."""
        name = path.rpartition('\\')[2]
        folder = path.rpartition('\\')[0]
        return {'PSScriptRoot': folder + '\\' if len(folder) == 2 else folder, 'PSCommandPath': path,
                'MyInvocation': self.my_invocation(node, name, path)}

    def run_text(self, text, out, path=None):
        """Runs a text in the current scope."""
        ast = self.parse(text, path)
        for part in (ast.begin, ast.process, ast.finish):
            if part:
                self.block(part, out)


def parse_error(problem):
    """A ParseException for what the parser found."""
    from standin.powershell.records import error as make
    made = make(problem.message, problem.error_id, 'ParserError',
                kind='System.Management.Automation.ParseException')
    made.record.thrown = True
    place = nodes.Node()
    place.source = problem.source
    place.start = min(problem.offset, max(0, len(problem.source.text) - 1))
    place.end = place.start + 1
    made.record.place = place
    made.record.prefix = ''
    made.record.parser = True
    return made
