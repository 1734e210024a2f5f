"""What the benchmarks share: commands in turn, what each costs, medians. CPU is user + system time."""
import os
import statistics
import subprocess
import sys
import time

RUNS = int(os.environ.get("BENCH_RUNS", 5))


def once(command, env=None):
    """(CPU seconds, wall seconds, peak KiB) of one run; output is thrown away. Ends where it fails otherwise than by findings."""
    start = time.monotonic()
    p = subprocess.Popen(command, env=dict(os.environ, **(env or {})), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, use = os.wait4(p.pid, 0)
    p.returncode = 0
    if not os.WIFEXITED(status) or os.WEXITSTATUS(status) > 1:
        sys.exit(f"bench: {' '.join(command)[:200]}: status {status}")
    return use.ru_utime + use.ru_stime, time.monotonic() - start, use.ru_maxrss


def in_turn(commands, runs=RUNS):
    """Medians of the three by name; commands: (command, environment or None). One more round to warm up."""
    rows = {name: [] for name in commands}
    for k in range(runs + 1):
        for name, (command, env) in commands.items():
            got = once(command, env)
            if k:
                rows[name].append(got)
    return {name: tuple(statistics.median(x[i] for x in v) for i in range(3)) for name, v in rows.items()}
