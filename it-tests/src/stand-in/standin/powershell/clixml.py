"""CLIXML: what powershell.exe puts on a redirected stderr when its command came encoded."""

HEADER = '#< CLIXML\r\n'
OPEN = '<Objs Version="1.1.0.1" xmlns="http://schemas.microsoft.com/powershell/2004/04">'


class Writer:
    """Collects records; everything is one document, written at the end as the real one does."""

    def __init__(self):
        self.parts = []
        self.progress_count = 0

    def progress(self, activity, status=' ', kind='Completed', percent=-1):
        """A progress record."""
        number = self.progress_count
        self.progress_count += 1
        names = ('<TN RefId="0"><T>System.Management.Automation.PSCustomObject</T>'
                 '<T>System.Object</T></TN>') if number == 0 else '<TNRef RefId="0" />'
        self.parts.append(
            '<Obj S="progress" RefId="%d">%s<MS><I64 N="SourceId">1</I64><PR N="Record"><AV>%s'
            '</AV><AI>0</AI><Nil /><PI>-1</PI><PC>%d</PC><T>%s</T><SR>-1</SR><SD>%s</SD></PR>'
            '</MS></Obj>' % (number, names, escape(activity), percent, kind, escape(status)))

    def line(self, stream, text):
        """A line of a stream: Error, Warning, Verbose."""
        end = '_x000D__x000A_'
        self.parts.append('<S S="%s">%s%s</S>' % (stream, escape(text), end))

    def document(self):
        """The whole, '' when there is nothing in it."""
        if not self.parts:
            return ''
        return HEADER + OPEN + ''.join(self.parts) + '</Objs>'


def escape(text):
    """XML, with control characters as _xHHHH_."""
    import re
    text = re.sub(r'_x([0-9A-Fa-f]{4})_', r'_x005F_x\1_', text)
    text = re.sub(r'[\x00-\x1f]', lambda m: '_x%04X_' % ord(m.group()), text)
    return text.replace('&', '&amp;').replace('<', '&lt;').replace('>', '&gt;').replace(
        '"', '&quot;')
