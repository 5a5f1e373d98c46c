"""Control groups with the share of a CPU that Lambda gives a function of 128 MB."""
import os
from contextlib import ExitStack, contextmanager
from pathlib import Path

CPU = Path("/sys/fs/cgroup/cpu")  # version 1 of control groups
PERIOD_US = 20_000
QUOTA_US = 1_446  # of 1769 MB for one CPU, 128 MB are 7.2 %


@contextmanager
def shares_of_128_mb(count: int):
    """The folders of so many groups; none where this machine does not let us make them."""
    folders = [CPU / f"oraxx-coldstart-{os.getpid()}-{number}" for number in range(count)]
    with ExitStack() as made:
        try:
            for folder in folders:
                folder.mkdir()
                made.callback(folder.rmdir)
                (folder / "cpu.cfs_period_us").write_text(str(PERIOD_US))
                (folder / "cpu.cfs_quota_us").write_text(str(QUOTA_US))
        except OSError:
            folders = []
        yield folders
