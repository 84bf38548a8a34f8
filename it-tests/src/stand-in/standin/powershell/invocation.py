"""Running commands: finding them, their arguments, pipelines, redirections."""
from standin.powershell import nodes, values
from standin.powershell.functions import FunctionCall, ScriptBlock, ScriptFunction
from standin.powershell.records import PsError, StopPipeline, error
from standin.powershell.values import Nothing


class Invocation:
    """Part of the interpreter."""

    def run_pipeline(self, node, out):
        """Runs a pipeline that has a command in it."""
        elements = node.elements
        stages = []
        last = len(elements) - 1
        files = []
        sink = out
        try:
            for number in range(last, -1, -1):
                element = elements[number]
                if element.redirections:
                    sink, sinks = self._redirected(element, sink, files)
                else:
                    sinks = None
                if number == 0 and isinstance(element, nodes.CommandExpression):
                    self._feed(element.expression, stages, sink, sinks, out)
                    return
                stage = self.make_stage(element, sink, number > 0, number == last and
                                        not element.redirections)
                if sinks:
                    stage = _Redirected(self, stage, sinks)
                stages.insert(0, stage)
                sink = stage.process
            self._drive(stages, None)
        finally:
            for file in files:
                file.close()

    def _feed(self, expression, stages, sink, sinks, out):
        if not stages:
            saved = self.sinks
            self.sinks = sinks or self.sinks
            try:
                value = self.evaluate(expression)
            finally:
                self.sinks = saved
            self.emit(value, sink)
            self.ok = True
            return

        def feed():
            value = self.evaluate(expression)
            if value is None and isinstance(expression, nodes.Paren) and not self._gives_null(
                    expression):
                return
            self.emit(value, sink)
        self._drive(stages, feed)

    def _drive(self, stages, feed):
        self.ok = True
        at = 0
        try:
            for stage in stages:
                stage.begin()
            if feed:
                feed()
            else:
                stages[0].process(None, False)
            while at < len(stages):
                stages[at].end()
                at += 1
        except StopPipeline as stop:
            owners = [i for i, s in enumerate(stages) if s is stop.owner
                      or getattr(s, 'stage', None) is stop.owner]
            if not owners:
                raise
            for stage in stages[owners[0]:]:
                stage.end()
        if any(getattr(s, 'failed', False) for s in stages):
            self.ok = False

    # -- stages

    def make_stage(self, node, out, piped, to_end):
        """What runs one command of a pipeline."""
        if isinstance(node, nodes.CommandExpression):
            raise error('Expressions are only allowed as the first element of a pipeline.',
                        'ExpressionsMustBeFirstInPipeline', 'ParserError')
        first = node.elements[0]
        target = self.evaluate(first)
        arguments = None
        if isinstance(target, ScriptBlock):
            arguments = self.arguments(node.elements[1:])
            call = FunctionCall(self, target.ast, '', arguments, out, piped,
                                self.scope if node.operator == '.' else None)
            if target.closure:
                call.presets = dict(target.closure)
            return call
        if isinstance(target, values.PsObject) and target.has('Name'):
            target = target.get('Name')
        name = values.text(target)
        if not name.strip():
            raise error("The expression after '&' in a pipeline element produced an object that "
                        "was not valid. It must result in a command name, a script block, or a "
                        "CommandInfo object.", 'BadExpression', 'InvalidOperation')
        try:
            return self._named_stage(node, name, out, piped, to_end)
        except PsError as problem:
            if problem.record.place is None:
                problem.record.place = node
            raise

    def _named_stage(self, node, name, out, piped, to_end):
        alias = self.find_alias(name)
        if alias:
            name = alias
        function = self.scope.function(name.rpartition(':')[2] if name.lower().startswith(
            ('global:', 'script:')) else name)
        if function is not None:
            return self._function_stage(node, function, out, piped)
        from standin.powershell import cmdlets
        found = cmdlets.find(name)
        if found is not None:
            self.progress_of_module(found)
            from standin.powershell.cmdlets.base import CmdletCall
            return CmdletCall(self, found, self.arguments(node.elements[1:]), out, piped, node)
        script = self.find_script(name)
        if script:
            return ScriptCall(self, script, self.arguments(node.elements[1:]), out, piped, node)
        from standin.powershell import native
        return native.stage(self, node, name, out, piped, to_end)

    def _function_stage(self, node, function, out, piped):
        if isinstance(function, ScriptFunction):
            call = FunctionCall(self, function.ast, function.name,
                                self.arguments(node.elements[1:]), out, piped,
                                self.scope if node.operator == '.' else None)
            call.presets['MyInvocation'] = self.my_invocation(node, function.name)
            return call
        return FunctionCall(self, function.ast, '', self.arguments(node.elements[1:]), out, piped)

    def my_invocation(self, node, name, path=None):
        """$MyInvocation."""
        command = values.PsObject({'Name': name, 'Path': path, 'Definition': path or name,
                                   'CommandType': 'ExternalScript' if path else 'Function',
                                   'Source': path or ''},
                                  'System.Management.Automation.ScriptInfo', name)
        line = node.source.place(node.start) if node is not None else (0, 0)
        return values.PsObject({
            'MyCommand': command, 'InvocationName': node.elements[0].text if node else name,
            'Line': node.source.line(line[0]) if node else '', 'ScriptLineNumber': line[0],
            'OffsetInLine': line[1], 'ScriptName': node.source.file if node else None,
            'PSCommandPath': node.source.file if node else None, 'BoundParameters': values.Hash(),
            'UnboundArguments': [], 'PSScriptRoot': '',
        }, 'System.Management.Automation.InvocationInfo')

    def arguments(self, elements):
        """('value', v) and ('named', name, value, colon) of a command's arguments."""
        found = []
        for element in elements:
            if isinstance(element, tuple):
                found.append(('value', element[1].value))
            elif isinstance(element, nodes.NamedArgument):
                value = self.evaluate(element.value) if element.value is not None else None
                found.append(('named', element.name, value, element.value is not None))
            elif isinstance(element, nodes.Variable) and element.splat:
                self._splat(element, found)
            else:
                value = self.evaluate(element)
                found.append(('value', None if value is Nothing else value))
        return found

    def _splat(self, element, found):
        value = self.get_variable(element)
        if isinstance(value, values.Hash):
            for key, item in value.pairs():
                found.append(('named', values.text(key), item, True))
        else:
            for item in values.as_list(value):
                found.append(('value', item))

    # -- redirections

    def _redirected(self, element, out, files):
        """(where output goes, where the other streams go)."""
        sinks = dict(self.sinks)
        sink = out
        for redirection in element.redirections:
            stream = redirection.stream
            if redirection.merge is not None:
                targets = ['2', '3', '4', '5', '6'] if stream == '*' else [stream]
                for number in targets:
                    if number == '1':
                        continue
                    # Bound now: a file for output given before stays the target.
                    sinks[int(number)] = sink
                continue
            writer = self._file_sink(self.evaluate(redirection.target), redirection.append, files)
            if stream in ('1', '*'):
                sink = writer
            if stream != '1':
                targets = range(2, 7) if stream == '*' else [int(stream)]
                for number in targets:
                    sinks[number] = writer
        return sink, sinks

    def _file_sink(self, target, append, files):
        if target is None:
            return _ignore
        from standin.powershell.formatting import FileSink
        sink = FileSink(self, values.text(target), append)
        files.append(sink)
        return sink.write


class _Redirected:
    """A stage whose errors and warnings go elsewhere, while those of its neighbours do not."""

    def __init__(self, interpreter, stage, sinks):
        self.interpreter = interpreter
        self.stage = stage
        self.sinks = sinks
        self.outer = interpreter.sinks
        inner_out = stage.out

        def out(value):
            saved, interpreter.sinks = interpreter.sinks, self.outer
            try:
                inner_out(value)
            finally:
                interpreter.sinks = saved
        stage.out = out
        stage.sinks = sinks

    @property
    def failed(self):
        """Whether the stage had an error."""
        return getattr(self.stage, 'failed', False)

    def _inside(self, function, *arguments):
        saved, self.interpreter.sinks = self.interpreter.sinks, self.sinks
        try:
            function(*arguments)
        except PsError as problem:
            # A statement-ending error of the command itself is told in its own stream.
            interpreter = self.interpreter
            record = problem.record
            if record.thrown or interpreter.try_depth or interpreter.preference(
                    'ErrorActionPreference') == 'stop':
                raise
            interpreter.note_error(record)
            if record.place is None:
                record.place = getattr(self.stage, 'node', None)
            interpreter.report(record)
            self.stage.failed = True
        finally:
            self.interpreter.sinks = saved

    def begin(self):
        """See the stage."""
        self._inside(self.stage.begin)

    def process(self, item, given=True):
        """See the stage."""
        self._inside(self.stage.process, item, given)

    def end(self):
        """See the stage."""
        self._inside(self.stage.end)


class ScriptCall:
    """A .ps1 file as a command."""

    def __init__(self, interpreter, path, arguments, out, piped, node):
        self.interpreter = interpreter
        self.path = path
        self.out = out
        self.node = node
        self.failed = False
        ast = interpreter.load_script(path)
        scope = interpreter.scope if node is not None and node.operator == '.' else None
        self.call = FunctionCall(interpreter, ast, path.rpartition('\\')[2], arguments, self._out,
                                 piped, scope, True)
        self.dotted = scope is not None
        self.call.presets.update(interpreter.script_variables(path, node))

    def _out(self, value):
        self.out(value)

    def _run(self, function, *arguments):
        from standin.powershell.records import ExitScript, ReturnFrom
        saved = None
        if self.dotted:
            names = ('psscriptroot', 'pscommandpath', 'myinvocation')
            saved = {n: self.call.scope.variables.get(n) for n in names}
        try:
            function(*arguments)
        except ReturnFrom:
            pass
        except ExitScript as end:
            self.interpreter.last_exit_code = end.code
            self.failed = end.code != 0
            self.call.stopped = True
        finally:
            if saved and function == self.call.end:
                for name, variable in self.saved.items():
                    if variable is not None:
                        self.call.scope.variables[name] = variable
                    else:
                        self.call.scope.variables.pop(name, None)

    def begin(self):
        """Binds the parameters."""
        if self.dotted:
            names = ('psscriptroot', 'pscommandpath', 'myinvocation')
            self.saved = {n: self.call.scope.variables.get(n) for n in names}
        self._run(self.call.begin)

    def process(self, item, given=True):
        """See FunctionCall."""
        self._run(self.call.process, item, given)

    def end(self):
        """See FunctionCall."""
        self._run(self.call.end)


def _ignore(value):
    """> $null"""
