"""CLIXML: what powershell.exe puts on a redirected stderr when its command came encoded."""

HEADER = '#< CLIXML\r\n'
OPEN = '<Objs Version="1.1.0.1" xmlns="http://schemas.microsoft.com/powershell/2004/04">'


class Writer:
    """Writes records as they come; all together they are one document, closed at the end."""

    def __init__(self, emit):
        self.emit = emit
        self.begun = False
        self.progress_count = 0

    def _part(self, text):
        if not self.begun:
            self.begun = True
            self.emit(HEADER + OPEN)
        self.emit(text)

    def progress(self, activity, status=' ', kind='Completed', percent=-1):
        """A progress record."""
        number = self.progress_count
        self.progress_count += 1
        names = ('<TN RefId="0"><T>System.Management.Automation.PSCustomObject</T>'
                 '<T>System.Object</T></TN>') if number == 0 else '<TNRef RefId="0" />'
        self._part(
            '<Obj S="progress" RefId="%d">%s<MS><I64 N="SourceId">1</I64><PR N="Record"><AV>%s'
            '</AV><AI>0</AI><Nil /><PI>-1</PI><PC>%d</PC><T>%s</T><SR>-1</SR><SD>%s</SD></PR>'
            '</MS></Obj>' % (number, names, escape(activity), percent, kind, escape(status)))

    def line(self, stream, text):
        """A line of a stream: Error, Warning, Verbose."""
        end = '_x000D__x000A_'
        self._part('<S S="%s">%s%s</S>' % (stream, escape(text), end))

    def close(self):
        """The end of the document, if there is one."""
        if self.begun:
            self.emit('</Objs>')


def escape(text):
    """XML, with control characters as _xHHHH_."""
    import re
    text = re.sub(r'_x([0-9A-Fa-f]{4})_', r'_x005F_x\1_', text)
    text = re.sub(r'[\x00-\x1f]', lambda m: '_x%04X_' % ord(m.group()), text)
    return text.replace('&', '&amp;').replace('<', '&lt;').replace('>', '&gt;').replace(
        '"', '&quot;')
