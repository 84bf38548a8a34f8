"""set /a."""
import re


def assign(shell, text):
    """Evaluates the expressions, which are separated by commas; assigns where there is an =."""
    value = 0
    try:
        for part in text.split(','):
            match = re.match(r'\s*([A-Za-z_]\w*)\s*(<<|>>|[-+*/%&|^]?)=(?!=)(.*)', part, re.DOTALL)
            if match:
                name, operator, right = match.groups()
                value = _evaluate(shell, right)
                if operator:
                    value = _evaluate(shell, '%d%s(%d)' % (_number(shell, name), operator, value))
                shell.session.env[name] = str(value)
            else:
                value = _evaluate(shell, part)
    except ZeroDivisionError:
        shell.session.err('Divide by zero error.\n')
        return 1073750993
    except (ValueError, SyntaxError):
        shell.session.err('Missing operand.\n')
        return 1073750988
    if not shell.batch:
        shell.session.out(str(value))
    return None


def _number(shell, name):
    try:
        return int(shell.variable(name) or '0', 0)
    except ValueError:
        return 0


def _evaluate(shell, text):
    tokens = re.findall(r'0[xX][0-9A-Fa-f]+|\d+|[A-Za-z_]\w*|<<|>>|[-+*/%&|^~!()]', text)
    python = ''
    for token in tokens:
        if token[0].isalpha() or token[0] == '_':
            python += str(_number(shell, token))
        elif token == '/':
            python += '//'
        elif token == '!':
            python += ' not '
        elif token[0] == '0' and len(token) > 1 and token[1] not in 'xX':
            python += str(int(token, 8))
        else:
            python += token
        python += ' '
    # Only numbers and operators are left in it.
    value = int(eval(python, {'__builtins__': {}}))  # pylint: disable=eval-used
    return (value + 2**31) % 2**32 - 2**31
