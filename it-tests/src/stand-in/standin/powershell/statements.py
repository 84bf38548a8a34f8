"""Running statements."""
from standin.powershell import conversion, members, nodes, operators, values
from standin.powershell.records import (BreakLoop, ContinueLoop, ErrorRecord, ExitScript,
                                        NetException, PsError, ReturnFrom)
from standin.powershell.values import Nothing, truth


class Statements:
    """Part of the interpreter. `out` takes each value that goes down the pipeline."""

    def block(self, block, out):
        """Runs statements one after the other."""
        for statement in block.statements:
            try:
                RUN[type(statement)](self, statement, out)
            except PsError as problem:
                if block.traps and self._trapped(block, problem, out):
                    continue
                self.terminated(problem, statement)

    def terminated(self, problem, statement):
        """A statement was ended by an error: goes on up, or is told and done with."""
        record = problem.record
        if record.place is None:
            record.place = statement
        self.note_error(record)
        self.ok = False
        if self.try_depth:
            raise problem
        preference = self.preference('ErrorActionPreference')
        if record.thrown and preference not in ('silentlycontinue', 'ignore'):
            raise problem
        if preference == 'stop':
            record.thrown = True
            raise problem
        if preference not in ('silentlycontinue', 'ignore'):
            self.report(record)

    def _trapped(self, block, problem, out):
        for trap in block.traps:
            if trap.kind and not self._catches([trap.kind], problem.record):
                continue
            self.note_error(problem.record)
            try:
                self._with_underscore(problem.record, lambda: self.block(trap.body, out))
            except ContinueLoop:
                return True
            except BreakLoop:
                return False
            self.report(problem.record)
            return True
        return False

    def _with_underscore(self, value, function):
        scope = self.scope
        old = scope.variables.get('_')
        from standin.powershell.scope import Variable
        scope.variables['_'] = Variable('_', value)
        try:
            return function()
        finally:
            if old is None:
                scope.variables.pop('_', None)
            else:
                scope.variables['_'] = old

    def pipeline(self, node, out):
        """A pipeline as a statement."""
        elements = node.elements
        if len(elements) == 1 and isinstance(elements[0], nodes.CommandExpression) \
                and not elements[0].redirections:
            expression = elements[0].expression
            value = self.evaluate(expression)
            self.ok = True
            if isinstance(expression, nodes.Step) or value is Nothing:
                return
            if isinstance(expression, nodes.Paren) and not isinstance(
                    expression.statement, nodes.Assign) and value is None and not \
                    self._gives_null(expression):
                return
            self.emit(value, out)
            return
        self.run_pipeline(node, out)

    @staticmethod
    def _gives_null(expression):
        """(expression) may give $null; (command) that gave nothing gives nothing."""
        inner = expression.statement
        return isinstance(inner, nodes.Pipeline) and isinstance(
            inner.elements[0], nodes.CommandExpression)

    @staticmethod
    def emit(value, out):
        """Sends a value down the pipeline, a collection member by member."""
        if value is Nothing:
            return
        if isinstance(value, list) or values.is_collection(value):
            for item in values.elements(value):
                out(item)
        else:
            out(value)

    def value_of(self, node):
        """What a statement gives when it stands for a value."""
        if isinstance(node, nodes.Pipeline) and len(node.elements) == 1:
            element = node.elements[0]
            if isinstance(element, nodes.CommandExpression) and not element.redirections:
                value = self.evaluate(element.expression)
                self.ok = True
                return None if value is Nothing else value
        if isinstance(node, nodes.Assign):
            return self.assign(node, None)
        return self.collect(lambda out: RUN[type(node)](self, node, out))

    @staticmethod
    def collect(function):
        """The output of a function: $null, the one value, or a list."""
        found = []
        function(found.append)
        if not found:
            return None
        return found[0] if len(found) == 1 else found

    # -- assignment

    def assign(self, node, out):
        """target = value"""
        value = self.value_of(node.value)
        self.assign_to(node.target, value, node.operator)
        return value

    def assign_to(self, target, value, operator=None, kind=None):
        """Puts a value into a variable, property, element or list of them."""
        if isinstance(target, nodes.Cast):
            value = self.apply_operator(target.operand, operator, value)
            value = self.cast(value, target.kind)
            self.assign_to(target.operand, value, kind=target.kind)
            return
        if isinstance(target, nodes.ArrayLiteral):
            items = values.as_list(value)
            for index, one in enumerate(target.items):
                last = index == len(target.items) - 1
                rest = items[index:] if last and len(items) > len(target.items) else (
                    items[index] if index < len(items) else None)
                self.assign_to(one, rest)
            return
        value = self.apply_operator(target, operator, value)
        if isinstance(target, nodes.Variable):
            self.set_variable(target, value, kind)
        elif isinstance(target, nodes.Member):
            owner = self.evaluate(target.target)
            name = self.member_name(target.name)
            if target.static:
                self._assign_static(owner, name, value)
            else:
                members.assign(owner, name, value)
        else:
            self._assign_index(self.evaluate(target.target), self.evaluate(target.index), value)

    def apply_operator(self, target, operator, value):
        """target + value, for +=."""
        if not operator:
            return value
        return operators.binary(operator, self.evaluate(target), value)

    @staticmethod
    def _assign_static(owner, name, value):
        from standin.powershell import types
        found = types.implementation(owner.name)
        setter = getattr(found, 'set_' + name.lower(), None) if found else None
        if setter:
            members.run(setter, name, [value])

    @staticmethod
    def _assign_index(owner, index, value):
        if isinstance(owner, values.Hash):
            owner[index] = value
        elif isinstance(owner, (list, bytearray)):
            at = conversion.integer(index)
            try:
                owner[at] = conversion.integer(value, 'System.Byte') if isinstance(
                    owner, bytearray) else value
            except IndexError:
                raise _error('Index was outside the bounds of the array.',
                             'System.IndexOutOfRangeException') from None
        elif hasattr(owner, 'net_set_item'):
            owner.net_set_item(index, value)
        elif owner is None:
            raise _error('Cannot index into a null array.', error_id='NullArray')
        else:
            raise _error('Unable to index into an object of type %s.' % values.type_name(owner),
                         error_id='CannotIndex')

    # -- control flow

    def if_(self, node, out):
        """if"""
        for condition, body in node.clauses:
            if truth(self.value_of(condition)):
                self.block(body, out)
                return
        if node.otherwise:
            self.block(node.otherwise, out)

    def _turn(self, body, label, out):
        """One turn of a loop; False when the loop is over."""
        try:
            self.block(body, out)
        except ContinueLoop as jump:
            if jump.label and (label or '').lower() != jump.label.lower():
                raise
        except BreakLoop as jump:
            if jump.label and (label or '').lower() != jump.label.lower():
                raise
            return False
        return True

    def while_(self, node, out):
        """while"""
        while truth(self.value_of(node.condition)):
            if not self._turn(node.body, node.label, out):
                return

    def do(self, node, out):
        """do ... while, do ... until"""
        while True:
            if not self._turn(node.body, node.label, out):
                return
            if truth(self.value_of(node.condition)) == node.until:
                return

    def for_(self, node, out):
        """for"""
        ignore = _ignore
        if node.first:
            RUN[type(node.first)](self, node.first, ignore)
        while node.condition is None or truth(self.value_of(node.condition)):
            if not self._turn(node.body, node.label, out):
                return
            if node.step:
                RUN[type(node.step)](self, node.step, ignore)

    def foreach(self, node, out):
        """foreach"""
        subject = self.value_of(node.subject)
        for item in values.as_list(subject):
            self.set_variable(node.variable, item)
            if not self._turn(node.body, node.label, out):
                return

    def switch(self, node, out):
        """switch"""
        if node.file is not None:
            from standin.powershell.providers import filesystem
            subject = filesystem.lines(self, values.text(self.evaluate(node.file)))
        else:
            subject = values.as_list(self.value_of(node.subject)) or [None]
        for item in subject:
            if not self._switch_one(node, item, out):
                return

    def _switch_one(self, node, item, out):
        def run():
            matched = False
            for test, body in node.clauses:
                if self._switch_matches(node.options, test, item):
                    matched = True
                    self.block(body, out)
            if not matched and node.default:
                self.block(node.default, out)
        try:
            self._with_underscore(item, run)
        except ContinueLoop as jump:
            if jump.label and (node.label or '').lower() != jump.label.lower():
                raise
        except BreakLoop as jump:
            if jump.label and (node.label or '').lower() != jump.label.lower():
                raise
            return False
        return True

    def _switch_matches(self, options, test, item):
        value = self.evaluate(test)
        case = 'casesensitive' in options
        if getattr(value, 'is_script_block', False):
            return truth(value.call_with(item))
        if 'regex' in options:
            return self.match(values.text(item), values.text(value), case)
        if 'wildcard' in options:
            return bool(operators.wildcard(values.text(value), not case).match(values.text(item)))
        return operators.equal(item, value, case)

    def function(self, node, out):
        """function"""
        from standin.powershell.functions import ScriptFunction
        scope, _, name = node.name.rpartition(':')
        target = self.scope_named(scope.lower()) if scope else self.scope
        target.functions[name.lower()] = ScriptFunction(name, node.body, self)

    def return_(self, node, out):
        """return"""
        if node.value is not None:
            RUN[type(node.value)](self, node.value, out)
        raise ReturnFrom()

    def break_(self, node, out):
        """break"""
        raise BreakLoop(node.label)

    def continue_(self, node, out):
        """continue"""
        raise ContinueLoop(node.label)

    def throw(self, node, out):
        """throw"""
        value = self.value_of(node.value) if node.value is not None else None
        if node.value is None:
            current = self.scope.find('_')
            if current is not None and isinstance(current.value, ErrorRecord):
                current.value.thrown = True
                raise PsError(current.value)
            value = 'ScriptHalted'
        if isinstance(value, ErrorRecord):
            record = value
        elif isinstance(value, NetException):
            record = ErrorRecord(value, value.Message, 'OperationStopped')
        else:
            text = values.text(value)
            record = ErrorRecord(NetException(text), text, 'OperationStopped', value)
        record.thrown = True
        record.place = node
        record.prefix = ''
        raise PsError(record)

    def exit_(self, node, out):
        """exit"""
        code = self.value_of(node.value) if node.value is not None else 0
        try:
            code = conversion.integer(code, 'System.Int64')
        except PsError:
            code = 0
        raise ExitScript(int(code))

    def try_(self, node, out):
        """try"""
        try:
            self._try(node, out)
        finally:
            if node.last:
                self.block(node.last, out)

    def _try(self, node, out):
        if not node.catches:
            self.block(node.body, out)
            return
        depth = self.try_depth
        state = self.scope, self.sinks
        self.try_depth = depth + 1
        try:
            self.block(node.body, out)
        except PsError as problem:
            self.scope, self.sinks = state
            self.try_depth = depth
            record = problem.record
            if record.place is None:
                record.place = node
            self.note_error(record)
            for kinds, body in node.catches:
                if not kinds or self._catches(kinds, record):
                    record.thrown = False
                    self._with_underscore(record, lambda: self.block(body, out))
                    return
            raise
        finally:
            self.try_depth = depth

    @staticmethod
    def _catches(kinds, record):
        exception = record.Exception
        for _ in range(2):
            for kind in kinds:
                from standin.powershell import types
                full = types.full_name(kind) or kind
                if operators.descends(exception, full):
                    return True
            # The exception that a method threw is found inside of the one around it.
            exception = exception.InnerException
            if exception is None:
                return False
        return False


def _ignore(value):
    """Nobody wants it."""


def _error(message, kind=None, error_id='RuntimeException'):
    from standin.powershell.records import RUNTIME, error
    return error(message, error_id, 'InvalidOperation', kind=kind or RUNTIME)


def _trap(self, node, out):
    """trap: taken by the block."""


RUN = {
    nodes.Pipeline: Statements.pipeline, nodes.Assign: Statements.assign,
    nodes.If: Statements.if_, nodes.While: Statements.while_, nodes.DoLoop: Statements.do,
    nodes.For: Statements.for_, nodes.ForEach: Statements.foreach,
    nodes.Switch: Statements.switch, nodes.Function: Statements.function,
    nodes.Return: Statements.return_, nodes.Break: Statements.break_,
    nodes.Continue: Statements.continue_, nodes.Throw: Statements.throw,
    nodes.Exit: Statements.exit_, nodes.Try: Statements.try_, nodes.Trap: _trap,
}
