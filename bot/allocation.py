"""How this process takes memory from the system and gives it back (glibc; elsewhere nothing is done).

What a program that runs for months holds on to is mostly not its objects, but what lies free between them. By
itself glibc keeps up to eight heaps a core, one beside the other for threads that come and go, and keeps
pieces of up to 32 MB for later once one as large was freed.
"""

import ctypes
import resource

# malloc.h
_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD, _M_ARENA_MAX = -1, -3, -8
#: heaps; most allocations happen under Python's lock, so hardly two threads want one at once
_ARENAS = 2
#: a larger piece is mapped by itself and gone when it is freed. Arrays of the networks are smaller: mapped
#: anew for each pass, embedding would take half as long again
_MAPPED_FROM = 4 << 20
#: so much may stay free at the end of a heap until `give_back_free_memory`
_FREE_AT_END = 32 << 20


def hold_few_heaps() -> None:
    """To be called before there are threads."""
    if (mallopt := getattr(ctypes.CDLL(None), "mallopt", None)) is not None:
        mallopt(_M_ARENA_MAX, _ARENAS)
        mallopt(_M_MMAP_THRESHOLD, _MAPPED_FROM)
        mallopt(_M_TRIM_THRESHOLD, _FREE_AT_END)


def give_back_free_memory() -> None:
    """Returns to the system what is free between what is in use. 20 ms, while other threads go on."""
    if (trim := getattr(ctypes.CDLL(None), "malloc_trim", None)) is not None:
        trim(0)


def resident_mb() -> float:
    """Memory of this process that is in RAM, in MB; 0 where /proc is missing."""
    try:
        with open("/proc/self/statm") as file:
            return int(file.read().split()[1]) * resource.getpagesize() / 1e6
    except (OSError, ValueError, IndexError):
        return 0.0
