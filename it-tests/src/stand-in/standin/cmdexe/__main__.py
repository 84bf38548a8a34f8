"""python3 -m standin.cmdexe 'COMMAND LINE': what `cmd.exe /c` does with it."""
import os
import sys


def main():
    """Runs the one argument; the true exit code goes to the file named by STANDIN_EXITCODE."""
    from standin.cmdexe.programs import command
    from standin.cmdexe.shell import Shell
    from standin.windows import layout, processes, session
    line = sys.argv[1] if len(sys.argv) > 1 else ''
    exit_file = os.environ.pop('STANDIN_EXITCODE', None)
    direct = os.environ.pop('STANDIN_SKIP_CMD_SHELL', None) == '1'
    layout.ensure()
    here = session.Session()
    processes.note('cmd.exe', 'cmd.exe /c ' + line, here.user, remote=here.remote)
    code = 1
    try:
        code = Shell(here).run_direct(line) if direct else command.run(here, [], '/c ' + line)
    finally:
        processes.forget()
        if exit_file:
            with open(exit_file + '.tmp', 'w', encoding='ascii') as file:
                file.write(str(code & 0xFFFFFFFF))
            os.replace(exit_file + '.tmp', exit_file)
    sys.stdout.flush()
    os._exit(code & 0xFF)


main()
