"""What the stand-in was told to do wrong: state/misbehave.json and C:\\standin\\misbehave.json."""
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
