"""Collections."""
from standin.powershell import values
from standin.powershell.values import ArrayList, GenericList, Hash, NetObject, Nothing


class NewArrayList(NetObject):
    """The constructor of ArrayList."""

    @staticmethod
    def New(items=None, *rest):  # noqa: N802
        made = ArrayList(values.as_list(items) if not isinstance(items, int) else [])
        return made

    @staticmethod
    def Adapter(items):  # noqa: N802
        return ArrayList(items)


class NewGenericList(NetObject):
    """Constructors of List[T] and Collection[T]."""

    @staticmethod
    def New(items=None, *rest):  # noqa: N802
        return GenericList(values.as_list(items) if not isinstance(items, int) else [])


class NewHashtable(NetObject):
    """The constructor of Hashtable."""

    @staticmethod
    def New(items=None, *rest):  # noqa: N802
        return Hash(items.pairs() if isinstance(items, Hash) else ())


class NewOrdered(NetObject):
    """The constructor of OrderedDictionary."""

    @staticmethod
    def New(*rest):  # noqa: N802
        return Hash(ordered=True)


class NewDictionary(NetObject):
    """The constructor of Dictionary."""

    @staticmethod
    def New(*rest):  # noqa: N802
        return Hash(net_type='System.Collections.Generic.Dictionary`2')


class _Collection(NetObject):
    def __init__(self, items=()):
        self.items = list(items)

    @classmethod
    def New(cls, items=(), *rest):  # noqa: N802
        made = cls()
        if not isinstance(items, int):
            for item in values.as_list(items):
                made._put(item)
        return made

    def _put(self, item):
        self.items.append(item)

    def net_items(self):
        """The members."""
        return self.items

    Count = property(lambda self: len(self.items))

    def Contains(self, item):  # noqa: N802
        return item in self.items

    def Clear(self):  # noqa: N802
        self.items.clear()
        return Nothing

    def ToArray(self):  # noqa: N802
        return list(self.items)


class HashSet(_Collection):
    """HashSet[T]."""

    net_type = 'System.Collections.Generic.HashSet`1'

    def _put(self, item):
        if item not in self.items:
            self.items.append(item)

    def Add(self, item):  # noqa: N802
        if item in self.items:
            return False
        self.items.append(item)
        return True

    def Remove(self, item):  # noqa: N802
        if item not in self.items:
            return False
        self.items.remove(item)
        return True


class Queue(_Collection):
    """Queue."""

    net_type = 'System.Collections.Queue'

    def Enqueue(self, item):  # noqa: N802
        self.items.append(item)
        return Nothing

    def Dequeue(self):  # noqa: N802
        return self.items.pop(0)

    def Peek(self):  # noqa: N802
        return self.items[0]


class Stack(_Collection):
    """Stack."""

    net_type = 'System.Collections.Stack'

    def Push(self, item):  # noqa: N802
        self.items.insert(0, item)
        return Nothing

    def Pop(self):  # noqa: N802
        return self.items.pop(0)

    def Peek(self):  # noqa: N802
        return self.items[0]
