"""How much memory a process of its own took, for scripts that tests run.

Linux counts into a process's `ru_maxrss` what its parent held when it was forked; its `VmHWM` begins anew.
"""

from __future__ import annotations

PEAK = """
import resource, sys
from pathlib import Path

def peak_mb():
    status = Path("/proc/self/status")
    if status.exists():
        return next(int(line.split()[1]) for line in status.open() if line.startswith("VmHWM")) // 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // (2**20 if sys.platform == "darwin" else 1024)
"""
"""Python source that defines `peak_mb()`: the most memory that the process ever held, in MiB."""
