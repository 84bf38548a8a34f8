"""Microsoft.Update.*"""
import re

from standin.powershell import conversion
from standin.powershell.com import failure
from standin.powershell.values import ArrayList, NetObject, Nothing, text
from standin.windows import updates

COM = 'System.__ComObject'


def _refuse_remote():
    """The update service takes no tokens that came over the network."""
    from standin.powershell.interpreter import current
    session = current[0].session
    if session.remote and not session.is_system:
        raise failure(updates.ACCESS_DENIED, 'Access is denied.')
    if not session.elevated:
        raise failure(updates.ACCESS_DENIED, 'Access is denied.')


class Identity(NetObject):
    """IUpdateIdentity."""

    net_type = COM

    def __init__(self, update):
        self.UpdateID = update['id']
        self.RevisionNumber = 1


class Behavior(NetObject):
    """IInstallationBehavior."""

    net_type = COM

    def __init__(self, update):
        self.CanRequestUserInput = bool(update.get('asks'))
        self.Impact = 0
        self.RebootBehavior = 1 if update.get('restart') else 0
        self.RequiresNetworkConnectivity = False


class Update(NetObject):
    """IUpdate."""

    net_type = COM

    def __init__(self, update):
        self.update = update
        self.accepted = not update.get('eula')

    Title = property(lambda self: self.update['title'])
    Description = property(lambda self: self.update.get('description', self.update['title']))
    Identity = property(lambda self: Identity(self.update))
    MaxDownloadSize = property(lambda self: conversion.to(self.update.get('size', 0),
                                                          'System.Double'))
    MinDownloadSize = property(lambda self: 0.0)
    EulaAccepted = property(lambda self: self.accepted)
    EulaText = property(lambda self: 'MICROSOFT SOFTWARE LICENSE TERMS')
    IsDownloaded = property(lambda self: updates.downloaded(self.update['id']))
    IsInstalled = property(lambda self: self.update in updates.installed())
    IsHidden = property(lambda self: bool(self.update.get('hidden')))
    IsMandatory = property(lambda self: False)
    IsBeta = property(lambda self: False)
    RebootRequired = property(lambda self: updates.restart_required()
                              and bool(self.update.get('restart')))
    AutoSelectOnWebSites = property(lambda self: self.update.get('important', True))
    BrowseOnly = property(lambda self: bool(self.update.get('browseOnly')))
    InstallationBehavior = property(lambda self: Behavior(self.update))
    KBArticleIDs = property(lambda self: ArrayList(
        [str(self.update['kb'])] if self.update.get('kb') else []))
    MsrcSeverity = property(lambda self: self.update.get('severity', 'Critical'))
    Type = property(lambda self: 2 if self.update.get('driver') else 1)
    SupportUrl = property(lambda self: 'https://support.microsoft.com')
    Deadline = property(lambda self: None)
    CveIDs = property(lambda self: ArrayList())
    SecurityBulletinIDs = property(lambda self: ArrayList())

    @property
    def LastDeploymentChangeTime(self):  # noqa: N802
        from standin.powershell.dotnet.time import DateTime
        return DateTime.Parse(self.update.get('date', '2023-02-14'))

    @property
    def Categories(self):  # noqa: N802
        made = Category(self.update.get('category', 'Security Updates'))
        return ArrayList([made])

    @property
    def BundledUpdates(self):  # noqa: N802
        return Collection()

    def AcceptEula(self):  # noqa: N802
        self.accepted = True
        return Nothing


class Category(NetObject):
    """ICategory."""

    net_type = COM

    def __init__(self, name):
        self.Name = name
        self.CategoryID = ''


class Collection(NetObject):
    """IUpdateCollection."""

    net_type = COM

    def __init__(self, items=()):
        self.items = list(items)

    Count = property(lambda self: len(self.items))
    ReadOnly = property(lambda self: False)

    def Add(self, update):  # noqa: N802
        self.items.append(update)
        return len(self.items) - 1

    def Item(self, number):  # noqa: N802
        number = conversion.integer(number)
        if not 0 <= number < len(self.items):
            raise failure(-2145124345)  # WU_E_INVALIDINDEX
        return self.items[number]

    def Clear(self):  # noqa: N802
        self.items.clear()
        return Nothing

    def RemoveAt(self, number):  # noqa: N802
        del self.items[number]
        return Nothing

    def net_items(self):
        """The updates."""
        return self.items

    def net_item(self, number):
        """collection[number]"""
        return self.items[number]


class SystemInfo(NetObject):
    """ISystemInformation."""

    net_type = COM
    RebootRequired = property(lambda self: updates.restart_required())
    OemHardwareSupportLink = property(lambda self: '')


class SearchResult(NetObject):
    """ISearchResult."""

    net_type = COM

    def __init__(self, found):
        self.Updates = Collection(found)
        self.ResultCode = 2
        self.RootCategories = ArrayList()
        self.Warnings = ArrayList()


class Searcher(NetObject):
    """IUpdateSearcher."""

    net_type = COM

    def __init__(self):
        self.ServerSelection = 0
        self.Online = True
        self.ServiceID = ''
        self.IncludePotentiallySupersededUpdates = False
        self.CanAutomaticallyUpgradeService = False
        self.ClientApplicationID = ''

    def Search(self, criteria):  # noqa: N802
        wanted = _criteria(text(criteria))
        _search_fails()
        found = []
        for update in updates.offered() + updates.installed():
            facts = {
                'isinstalled': int(update in updates.installed()),
                'ishidden': int(bool(update.get('hidden'))),
                'browseonly': int(bool(update.get('browseOnly'))),
                'autoselectonwebsites': int(update.get('important', True)),
                'isassigned': 1, 'deploymentaction': 'installation',
                'type': 'driver' if update.get('driver') else 'software',
                'rebootrequired': 0, 'ispresent': int(update in updates.installed()),
            }
            if any(all(str(facts.get(n, v)).lower() == v for n, v in clause) for clause in wanted):
                found.append(Update(update))
        return SearchResult(found)

    def GetTotalHistoryCount(self):  # noqa: N802
        return len(updates.installed())

    def QueryHistory(self, start, count):  # noqa: N802
        return ArrayList(Update(u) for u in updates.installed())


def _criteria(criteria):
    """[[(name, value)]]: alternatives of conditions; 0x80240032 for anything else."""
    out = []
    for alternative in re.split(r'\s+or\s+', criteria.strip().strip('()'), flags=re.IGNORECASE):
        clause = []
        for part in re.split(r'\s+and\s+', alternative.strip(' ()'), flags=re.IGNORECASE):
            match = re.fullmatch(r"\(?\s*(\w+)\s*(=|!=|contains)\s*'?([^']*?)'?\s*\)?", part.strip(),
                                 re.IGNORECASE)
            if not match or match.group(1).lower() not in (
                    'type', 'deploymentaction', 'isassigned', 'browseonly', 'autoselectonwebsites',
                    'updateid', 'revisionnumber', 'categoryids', 'isinstalled', 'ishidden',
                    'ispresent', 'rebootrequired'):
                raise failure(-2145124302)  # WU_E_INVALID_CRITERIA
            clause.append((match.group(1).lower(), match.group(3).lower()))
        out.append(clause)
    return out


def _search_fails():
    """Searches that were told to fail, with an HRESULT; counts down."""
    from standin.windows import misbehave, store
    told = misbehave.on('searchFails') or 0
    used = store.read('update-search-failed', 0) or 0
    if used < int(told):
        store.write('update-search-failed', used + 1)
        raise failure(-2145107924)  # 0x8024402C, name not resolved


class Downloader(NetObject):
    """IUpdateDownloader."""

    net_type = COM

    def __init__(self):
        self.Updates = Collection()
        self.Priority = 2
        self.IsForced = False
        self.ClientApplicationID = ''

    def Download(self):  # noqa: N802
        if not self.Updates.items:
            raise failure(-2145124316)  # WU_E_NO_UPDATE
        results = []
        for update in self.Updates.items:
            if not update.accepted:
                results.append((4, -2145124317))  # WU_E_EULAS_DECLINED
            elif update.update.get('downloadFails'):
                results.append((4, -2145107952))
            else:
                updates.download(update.update['id'])
                results.append((2, 0))
        return Result(results, False)


class Result(NetObject):
    """IDownloadResult, IInstallationResult."""

    net_type = COM

    def __init__(self, results, restart):
        self.results = results
        good = [r for r in results if r[0] == 2]
        self.ResultCode = 2 if len(good) == len(results) else (3 if good else 4)
        self.HResult = next((h for _, h in results if h), 0)
        self.RebootRequired = restart

    def GetUpdateResult(self, number):  # noqa: N802
        code, hresult = self.results[conversion.integer(number)]
        return One(code, hresult, self.RebootRequired)


class One(NetObject):
    """IUpdateInstallationResult."""

    net_type = COM

    def __init__(self, code, hresult, restart):
        self.ResultCode = code
        self.HResult = hresult
        self.RebootRequired = restart and code == 2


class Installer(NetObject):
    """IUpdateInstaller."""

    net_type = COM

    def __init__(self):
        self.Updates = Collection()
        self.IsForced = False
        self.AllowSourcePrompts = False
        self.ForceQuiet = True
        self.ClientApplicationID = ''

    IsBusy = property(lambda self: False)
    RebootRequiredBeforeInstallation = property(lambda self: updates.restart_required())

    def Install(self):  # noqa: N802
        if not self.Updates.items:
            raise failure(-2145124316)
        if updates.take_busy():
            raise failure(updates.BUSY)
        results, restart = [], False
        for update in self.Updates.items:
            if not update.accepted:
                results.append((4, -2145124317))
            elif not updates.downloaded(update.update['id']):
                results.append((4, -2145124313))
            else:
                code, hresult, due = updates.install(update.update)
                results.append((code, hresult))
                restart = restart or due
        return Result(results, restart)

    def RunWizard(self, *rest):  # noqa: N802
        return self.Install()


class Session(NetObject):
    """IUpdateSession."""

    net_type = COM

    def __init__(self):
        self.ClientApplicationID = ''
        self.ReadOnly = False
        self.UserLocale = 1033
        self.WebProxy = None

    def CreateUpdateSearcher(self):  # noqa: N802
        return Searcher()

    def CreateUpdateDownloader(self):  # noqa: N802
        _refuse_remote()
        return Downloader()

    def CreateUpdateInstaller(self):  # noqa: N802
        _refuse_remote()
        return Installer()

    def CreateUpdateServiceManager(self):  # noqa: N802
        return ServiceManager()

    def QueryHistory(self, *rest):  # noqa: N802
        return Searcher().QueryHistory(0, 0)


class ServiceManager(NetObject):
    """IUpdateServiceManager."""

    net_type = COM
    Services = property(lambda self: ArrayList())

    def __init__(self):
        self.ClientApplicationID = ''

    def AddService2(self, identity, flags, cab):  # noqa: N802
        return Nothing


class AutoUpdate(NetObject):
    """IAutomaticUpdates."""

    net_type = COM
    ServiceEnabled = property(lambda self: True)

    def Pause(self):  # noqa: N802
        return Nothing

    Resume = DetectNow = Pause
