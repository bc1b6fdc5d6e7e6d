"""What the drivers and the system report when storage fails, as one clear sentence."""

import errno
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from music.errors import StorageUnavailable

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_FORBIDDEN = (errno.EACCES, errno.EPERM, errno.EROFS)


def file_fault(error: OSError, path: Path) -> StorageUnavailable:
    """The sentence for a system error at `path`, in the data folder."""
    if error.errno in _FULL:
        return StorageUnavailable(
            f"The disk is full, so {path} cannot be written; free some space, or lower CADENZA_DISK_QUOTA_MB."
        )
    if error.errno in _FORBIDDEN:
        return StorageUnavailable(
            f"{path} cannot be written; make its folder writable, "
            "or set CADENZA_DATA_DIR to a folder that is."
        )
    if error.errno in (errno.ENOTDIR, errno.EEXIST, errno.EISDIR):
        return StorageUnavailable(
            f"{path} cannot be used, because a file stands where a folder should be, or the other way round; "
            "move it away, or set CADENZA_DATA_DIR to another folder."
        )
    return StorageUnavailable(
        f"{path} cannot be used ({error.strerror or error}); check that disk, "
        "or set CADENZA_DATA_DIR to another folder."
    )


# SQLite result codes by the start of their name (https://www.sqlite.org/rescode.html)
_SQLITE = {
    "SQLITE_FULL": "has no room left: the disk is full; free some space and try again",
    "SQLITE_READONLY": "cannot be written; make the file and its folder writable, "
    "or set CADENZA_DATA_DIR to a folder that is",
    "SQLITE_CANTOPEN": "cannot be opened; make its folder writable, "
    "or set CADENZA_DATA_DIR to a folder that is",
    "SQLITE_PERM": "may not be opened; make the file and its folder writable",
    "SQLITE_BUSY": "is locked by another program; stop that program, or wait and try again",
    "SQLITE_LOCKED": "is locked by another part of the program; wait and try again",
    "SQLITE_NOTADB": "is not a database, or is damaged; restore a backup with 'cadenza restore FILE', "
    "or move the file away to start afresh",
    "SQLITE_CORRUPT": "is damaged; restore a backup with 'cadenza restore FILE', "
    "or move the file away to start afresh",
    "SQLITE_IOERR": "could not be read or written; check the disk it lies on",
}

# PostgreSQL SQLSTATEs (PostgreSQL manual, appendix A) by their start, longest first
_POSTGRES = {
    "28": "refused the user name or the password; correct CADENZA_DATABASE_URL",
    "3D000": "does not exist; create it with createdb, or correct CADENZA_DATABASE_URL",
    "42501": "gave its user too few rights; grant it all on that database, or use the owner's name",
    "25006": "is read-only; point CADENZA_DATABASE_URL at the primary server",
    "53100": "has no room left: the server's disk is full; free some space there and try again",
    "53300": "accepts no more connections; raise max_connections there, or stop other programs",
    "53": "is out of memory or another resource; try again when its server has room",
    "55P03": "is locked by another program; wait and try again",
    "57P": "is starting or shutting down; wait and try again",
    "08": "broke the connection; check that its server is running and try again",
    "XX": "reports damage; its server's log says what, and a backup would be the way back",
}


def database_fault(error: DBAPIError, name: str) -> StorageUnavailable | None:
    """The sentence for a driver's error of the database called `name`, or None if the error is our own."""
    driver = getattr(error.orig, "driver_exception", error.orig)
    code = str(getattr(driver, "sqlite_errorname", ""))
    for start, sentence in _SQLITE.items():
        if code == start or code.startswith(start + "_"):
            return StorageUnavailable(f"The database {name} {sentence}.")
    state = str(getattr(driver, "sqlstate", None) or "")
    for start in sorted(_POSTGRES, key=len, reverse=True):
        if state.startswith(start):
            return StorageUnavailable(f"The PostgreSQL database {name} {_POSTGRES[start]}.")
    if error.connection_invalidated:
        return StorageUnavailable(
            f"The connection to the database {name} broke; check its server, try again."
        )
    return None


def unreachable(error: OSError, name: str) -> StorageUnavailable:
    """The sentence for a server that does not answer."""
    reason = "no answer in time" if isinstance(error, TimeoutError) else (error.strerror or str(error))
    return StorageUnavailable(
        f"The PostgreSQL database {name} cannot be reached ({reason}); start its server, "
        "or correct CADENZA_DATABASE_URL."
    )
