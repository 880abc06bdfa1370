"""Published flaws of packages: OSV records in one SQLite file, looked up without a network."""

from .database import Database, UnreadableDatabase
from .known import Known

__all__ = ["Database", "Known", "UnreadableDatabase"]
