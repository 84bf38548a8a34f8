"""What the stand-in was told to do wrong: state/misbehave.json and C:\\standin\\misbehave.json.

What the emulated Windows looks at; the WS-Management server has more:
  taskNeverEnds        a scheduled task runs for ever, without having begun its actions
  onBatteries          tasks that do not start on batteries stay queued
  updateNeverInstalls  [KB or id, ...]: these fail with 0x80240022, again and again
  updateBusy           so many installations find another one running (0x80240016)
  searchFails          so many searches for updates fail (0x8024402C)
  tiWorkerSeconds      TiWorker.exe is at work for so long after a start
  sysprepSeconds       how long Sysprep takes (3)
  sysprepStuck         Sysprep goes on for ever
  sysprepUndeployable  Sysprep fails, and leaves the image undeployable
  sysprepNoState       Sysprep succeeds, but the state stays undeployable
"""
import os

from standin.windows import paths, store


def told():
    """Everything it was told, the file on drive C: before the one in the state."""
    import json
    value = dict(store.read('misbehave', {}) or {})
    named = os.environ.get('STANDIN_MISBEHAVE')
    for file in (named, paths.host('C:\\standin\\misbehave.json')):
        try:
            if file:
                with open(file, encoding='utf-8-sig') as stream:
                    value.update(json.load(stream))
        except (OSError, ValueError):
            continue
    return value


def on(name):
    """The value of one misbehaviour, None when it was not asked for."""
    return told().get(name)
