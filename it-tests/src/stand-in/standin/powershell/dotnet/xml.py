"""System.Xml.XmlDocument, enough to read and change settings files."""
import xml.etree.ElementTree as tree

from standin.powershell import values
from standin.powershell.records import NetError
from standin.powershell.values import NetObject, Nothing, text


def _local(tag):
    return tag.rpartition('}')[2]


class XmlElement(NetObject):
    """An element: its attributes and children are its properties."""

    net_type = 'System.Xml.XmlElement'

    def __init__(self, node):
        self.node = node

    def net_get(self, lower):
        """element.child, element.attribute"""
        from standin.powershell.members import MISSING
        found = [e for e in self.node if _local(e.tag).lower() == lower]
        if found:
            out = [_simple(e) for e in found]
            return out[0] if len(out) == 1 else out
        for name, value in self.node.attrib.items():
            if _local(name).lower() == lower:
                return value
        if lower == '#text':
            return self.node.text
        return MISSING

    def net_set(self, lower, value):
        """element.child = text"""
        for child in self.node:
            if _local(child.tag).lower() == lower:
                child.text = text(value)
                return True
        for name in self.node.attrib:
            if _local(name).lower() == lower:
                self.node.set(name, text(value))
                return True
        return False

    LocalName = property(lambda self: _local(self.node.tag))
    InnerText = property(lambda self: ''.join(self.node.itertext()))
    OuterXml = property(lambda self: tree.tostring(self.node, encoding='unicode'))
    ChildNodes = property(lambda self: values.ArrayList(XmlElement(e) for e in self.node))

    def GetAttribute(self, name):  # noqa: N802
        return self.node.get(text(name), '')

    def SetAttribute(self, name, value):  # noqa: N802
        self.node.set(text(name), text(value))
        return Nothing

    def SelectSingleNode(self, path, *rest):  # noqa: N802
        found = self.node.find(text(path).replace('//', './/'))
        return None if found is None else XmlElement(found)

    def SelectNodes(self, path, *rest):  # noqa: N802
        return values.ArrayList(XmlElement(e) for e in self.node.findall(
            text(path).replace('//', './/')))

    def AppendChild(self, child):  # noqa: N802
        self.node.append(child.node)
        return child


def _simple(node):
    return XmlElement(node) if len(node) or node.attrib else node.text


class XmlDocument(XmlElement):
    """A document."""

    net_type = 'System.Xml.XmlDocument'

    def __init__(self, root=None):
        holder = tree.Element('document')
        if root is not None:
            holder.append(root)
        super().__init__(holder)

    @classmethod
    def New(cls):  # noqa: N802
        return cls()

    @classmethod
    def Parse(cls, content):  # noqa: N802
        try:
            return cls(tree.fromstring(text(content).lstrip('\ufeff')))
        except tree.ParseError as problem:
            raise NetError(str(problem), 'System.Xml.XmlException') from problem

    DocumentElement = property(lambda self: XmlElement(self.node[0]))

    def LoadXml(self, content):  # noqa: N802
        self.node = XmlDocument.Parse(content).node
        return Nothing

    def Load(self, path):  # noqa: N802
        from standin.powershell.dotnet.io import File
        return self.LoadXml(File.ReadAllText(path))

    def Save(self, path):  # noqa: N802
        from standin.powershell.dotnet.io import File
        return File.WriteAllText(path, tree.tostring(self.node[0], encoding='unicode'))

    def CreateElement(self, name, *rest):  # noqa: N802
        return XmlElement(tree.Element(text(name)))
