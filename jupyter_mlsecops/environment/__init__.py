"""What the kernels of this machine have installed, read from files. No interpreter is ever started: that would run what
a package put into its start-up files.
"""

from __future__ import annotations

from .hubcache import HubCache
from .kernels import Kernels
from .packages import of_folder

__all__ = ["HubCache", "Kernels", "of_folder"]
