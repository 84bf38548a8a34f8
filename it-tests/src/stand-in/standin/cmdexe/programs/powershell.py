"""powershell.exe."""


def run(session, arguments, raw):
    """Hands over to the interpreter."""
    from standin.powershell.host import main
    return main(session, arguments, raw)
