# What the client uses of this library is checked by its tests: the library has no types, or none that fit its releases.
from typing import Any

def __getattr__(name: str) -> Any: ...
