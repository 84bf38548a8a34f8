"""Built-in commands that work on files."""
import errno
import os
import shutil

from standin.cmdexe import words
from standin.windows import errors, paths, sharing
from standin.windows.session import write_bytes

SYNTAX = 'The syntax of the command is incorrect.\n'


def _problem(shell, error):
    code = errors.of_os_error(error)
    shell.session.err(errors.text(code) + '\n')
    return 1


def type_(shell, rest):
    """type FILE..."""
    names, _ = words.switches(rest)
    if not names:
        shell.session.err(SYNTAX)
        return 1
    for name in names:
        if name.lower() == 'nul':
            continue
        found = paths.glob(name, shell.session.cwd)
        if not found:
            folder = os.path.dirname(paths.host(name, shell.session.cwd))
            missing = errors.FILE_NOT_FOUND if os.path.isdir(folder) else errors.PATH_NOT_FOUND
            shell.session.err(errors.text(missing) + '\n')
            return 1
        for path in found:
            try:
                with open(paths.host(path), 'rb') as file:
                    while True:
                        piece = file.read(1 << 16)
                        if not piece:
                            break
                        if piece.startswith(b'\xff\xfe'):
                            piece = (piece + file.read()).decode('utf-16').encode(
                                shell.session.encoding, 'replace')
                        write_bytes(1, piece)
            except IsADirectoryError:
                shell.session.err('Access is denied.\n')
                return 1
            except OSError as problem:
                return _problem(shell, problem)
    return 0


def del_(shell, rest):
    """del [/f] [/q] [/s] FILE...: says what it cannot find, and succeeds all the same."""
    names, found = words.switches(rest)
    if not names:
        shell.session.err(SYNTAX)
        return 1
    code = 0
    for name in names:
        whole = paths.full(name, shell.session.cwd)
        targets = paths.glob(name, shell.session.cwd)
        if len(targets) == 1 and os.path.isdir(paths.host(targets[0])) and '*' not in name:
            targets = paths.glob(targets[0] + '\\*')
        targets = [t for t in targets if not os.path.isdir(paths.host(t))]
        if '/s' in found:
            targets += _below(whole)
        if not targets:
            if not os.path.isdir(os.path.dirname(paths.host(whole))):
                shell.session.err('The system cannot find the path specified.\n')
                code = 1
            else:
                shell.session.err('Could Not Find %s\n' % whole)
        for target in targets:
            try:
                if not os.access(paths.host(target), os.W_OK) and '/f' not in found:
                    raise PermissionError(13, 'read-only')
                if sharing.used(paths.host(target)):
                    raise OSError(errno.EBUSY, 'in use')
                os.remove(paths.host(target))
            except OSError as problem:
                shell.session.err('%s\n%s\n' % (
                    target, errors.text(errors.of_os_error(problem))))
    return code


def _below(whole):
    folder, _, name = whole.rpartition('\\')
    matcher = paths.pattern(name)
    found = []
    for here, folders, files in os.walk(paths.host(folder + '\\')):
        if here != paths.host(folder + '\\'):
            found += [paths.windows(os.path.join(here, f)) for f in files if matcher.match(f)]
    return found


def md(shell, rest):
    """md PATH...: with all folders above it."""
    names, _ = words.switches(rest)
    if not names:
        shell.session.err(SYNTAX)
        return 1
    code = 0
    for name in names:
        if not paths.valid_name(name):
            shell.session.err(errors.text(errors.INVALID_NAME) + '\n')
            code = 1
            continue
        if not paths.has_drive(paths.full(name, shell.session.cwd)):
            shell.session.err(errors.text(errors.PATH_NOT_FOUND) + '\n')
            code = 1
            continue
        try:
            os.makedirs(paths.host(name, shell.session.cwd))
        except FileExistsError:
            shell.session.err('A subdirectory or file %s already exists.\n' % name)
            code = 1
        except OSError as problem:
            code = _problem(shell, problem)
    return code


def rd(shell, rest):
    """rd [/s] [/q] PATH..."""
    names, found = words.switches(rest)
    if not names:
        shell.session.err(SYNTAX)
        return 1
    code = 0
    for name in names:
        folder = paths.host(name, shell.session.cwd)
        try:
            if os.path.isfile(folder):
                shell.session.err('The directory name is invalid.\n')
                code = errors.DIRECTORY
            elif sharing.used(folder):
                raise OSError(errno.EBUSY, 'in use')
            elif '/s' in found:
                shutil.rmtree(folder)
            else:
                os.rmdir(folder)
        except OSError as problem:
            code = errors.of_os_error(problem)
            shell.session.err(errors.text(code) + '\n')
    return code


def copy(shell, rest):
    """copy [/y] [/b] FILE[+FILE...] TARGET."""
    names, found = words.switches(rest.replace('+', ' + '))
    joined = '+' in names
    names = [n for n in names if n != '+']
    if not names:
        shell.session.err(SYNTAX)
        return 1
    target = names.pop() if len(names) > 1 else '.'
    sources = []
    for name in names:
        matches = paths.glob(name, shell.session.cwd)
        if len(matches) == 1 and os.path.isdir(paths.host(matches[0])):
            matches = paths.glob(matches[0] + '\\*')
        sources += [m for m in matches if os.path.isfile(paths.host(m))]
        if not matches:
            folder = os.path.dirname(paths.host(name, shell.session.cwd))
            shell.session.err(errors.text(2 if os.path.isdir(folder) else 3) + '\n')
            return 1
    where = paths.host(target, shell.session.cwd)
    count = 0
    try:
        if joined:
            data = b''
            for source in sources:
                with open(paths.host(source), 'rb') as file:
                    data += file.read()
            with open(where, 'wb') as file:
                file.write(data)
            count = 1
        else:
            for source in sources:
                if len(sources) > 1 or '*' in names[0]:
                    shell.session.out(source + '\n')
                _copy_one(paths.host(source), where)
                count += 1
    except shutil.SameFileError:
        shell.session.err('The file cannot be copied onto itself.\n')
    except OSError as problem:
        text = 'The system cannot find the path specified.' if isinstance(
            problem, FileNotFoundError) else errors.text(errors.of_os_error(problem))
        shell.session.err(text + '\n')
    shell.session.out('%9d file(s) copied.\n' % count)
    return 0 if count else 1


def _copy_one(source, where):
    if os.path.isdir(where):
        where = os.path.join(where, os.path.basename(source))
    shutil.copyfile(source, where)


def move(shell, rest):
    """move [/y] SOURCE TARGET."""
    names, _ = words.switches(rest)
    if len(names) < 2:
        shell.session.err(SYNTAX)
        return 1
    sources = paths.glob(names[0], shell.session.cwd)
    if not sources:
        shell.session.err('The system cannot find the file specified.\n')
        return 1
    where = paths.host(names[1], shell.session.cwd)
    for source in sources:
        here = paths.host(source)
        folder = os.path.isdir(here)
        try:
            target = os.path.join(where, os.path.basename(here)) if os.path.isdir(where) else where
            if not os.path.isdir(os.path.dirname(target)):
                raise FileNotFoundError(2, 'folder')
            if folder and os.path.isdir(target):
                raise PermissionError(13, 'exists')
            shutil.move(here, target)
        except FileNotFoundError:
            shell.session.err('The system cannot find the path specified.\n')
            return 1
        except OSError as problem:
            return _problem(shell, problem)
    shell.session.out('%9d %s moved.\n' % (len(sources), 'dir(s)' if folder else 'file(s)'))
    return 0


def ren(shell, rest):
    """ren FILE NAME."""
    names, _ = words.switches(rest)
    if len(names) != 2 or '\\' in names[1] or ':' in names[1]:
        shell.session.err(SYNTAX)
        return 1
    sources = paths.glob(names[0], shell.session.cwd)
    if not sources:
        shell.session.err('The system cannot find the file specified.\n')
        return 1
    for source in sources:
        here = paths.host(source)
        name = names[1]
        if name.startswith('*.'):
            name = os.path.basename(here).rpartition('.')[0] + name[1:]
        target = os.path.join(os.path.dirname(here), name)
        if os.path.exists(target) and target.lower() != here.lower():
            shell.session.err('A duplicate file name exists, or the file\ncannot be found.\n')
            return 1
        os.rename(here, target)
    return 0


def mklink(shell, rest):
    """mklink [/d|/j|/h] LINK TARGET."""
    names, found = words.switches(rest)
    link, target = (paths.host(n, shell.session.cwd) for n in names[:2])
    try:
        if '/h' in found:
            os.link(target, link)
        else:
            os.symlink(target, link)
    except FileExistsError:
        shell.session.err('Cannot create a file when that file already exists.\n')
        return 1
    sign = '<<===>>' if '/j' in found or '/d' not in found else '<<===>>'
    shell.session.out('symbolic link created for %s %s %s\n' % (names[0], sign, names[1]))
    return 0


def dir_(shell, rest):
    """dir [/b] [/s] [/a] PATH."""
    import time
    names, found = words.switches(rest)
    name = names[0] if names else '.'
    whole = paths.full(name, shell.session.cwd)
    is_folder = os.path.isdir(paths.host(whole))
    folder, pattern = (whole, '*') if is_folder else whole.rsplit('\\', 1)
    bare = '/b' in found
    only = next((s[2:].lstrip(':') for s in found if s.startswith('/a')), None)
    if not os.path.isdir(paths.host(folder + '\\')):
        missing = 'File Not Found' if bare else errors.text(errors.PATH_NOT_FOUND)
        shell.session.err(missing + '\n')
        return 1
    total = 0
    for here in _folders(folder, '/s' in found):
        entries = paths.glob(here.rstrip('\\') + '\\' + pattern)
        entries = [e for e in entries if _wanted(e, only)]
        if not entries:
            continue
        total += len(entries)
        if not bare:
            shell.session.out('\n Directory of %s\n\n' % here)
        for entry in entries:
            host = paths.host(entry)
            label = entry if '/s' in found and bare else entry.rpartition('\\')[2]
            if bare:
                shell.session.out(label + '\n')
            else:
                stamp = time.strftime('%m/%d/%Y  %I:%M %p', paths.stamp(host))
                size = '   <DIR>         ' if os.path.isdir(host) else '{:17,}'.format(
                    os.path.getsize(host))
                shell.session.out('%s %s %s\n' % (stamp, size, label))
        if not bare:
            files = [e for e in entries if os.path.isfile(paths.host(e))]
            size = sum(os.path.getsize(paths.host(e)) for e in files)
            shell.session.out('%16d File(s) %14s bytes\n' % (len(files), '{:,}'.format(size)))
    if not total:
        shell.session.err('File Not Found\n')
        return 1
    return 0


def _wanted(entry, only):
    if only is None or only == '':
        return True
    folder = os.path.isdir(paths.host(entry))
    if '-d' in only:
        return not folder
    return folder if 'd' in only else True


def _folders(folder, deep):
    yield folder
    if deep:
        for here, folders, _ in os.walk(paths.host(folder + '\\')):
            folders.sort(key=str.lower)
            for name in folders:
                yield paths.windows(os.path.join(here, name))
