"""Scopes of variables and functions."""


class Variable:
    """A variable: its name as first written, its value, and the type it was bound to."""

    __slots__ = ('name', 'value', 'kind', 'options')

    def __init__(self, name, value, kind=None, options=''):
        self.name = name
        self.value = value
        self.kind = kind
        self.options = options


class Scope:
    """Variables, functions and aliases; what is not here is looked for in the parent."""

    def __init__(self, parent=None, is_script=False):
        self.parent = parent
        self.is_script = is_script
        self.variables = {}
        self.functions = {}
        self.aliases = {}

    def find(self, name):
        """The variable, from here up; None when there is none."""
        lower = name.lower()
        scope = self
        while scope is not None:
            found = scope.variables.get(lower)
            if found is not None and (scope is self or 'private' not in found.options):
                return found
            scope = scope.parent
        return None

    def set(self, name, value):
        """Sets a variable in this scope."""
        found = self.variables.get(name.lower())
        if found is None:
            self.variables[name.lower()] = Variable(name, value)
            return
        if found.options and ('readonly' in found.options or 'constant' in found.options):
            from standin.powershell.records import error
            raise error('Cannot overwrite variable %s because it is read-only or constant.' % name,
                        'VariableNotWritable', 'WriteError', name,
                        'System.Management.Automation.SessionStateUnauthorizedAccessException')
        if found.kind:
            from standin.powershell import conversion
            value = conversion.cast(value, found.kind)
        found.value = value

    def function(self, name):
        """The function of a name, from here up."""
        return self._up('functions', name)

    def alias(self, name):
        """The alias of a name, from here up."""
        return self._up('aliases', name)

    def _up(self, table, name):
        lower = name.lower()
        scope = self
        while scope is not None:
            found = getattr(scope, table).get(lower)
            if found is not None:
                return found
            scope = scope.parent
        return None

    def script(self):
        """The nearest scope of a script, or the global one."""
        scope = self
        while not scope.is_script and scope.parent is not None:
            scope = scope.parent
        return scope

    def top(self):
        """The global scope."""
        scope = self
        while scope.parent is not None:
            scope = scope.parent
        return scope
