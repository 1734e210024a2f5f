#!/usr/bin/env python3
"""Runs the two files of docs/cluster.md, as they stand there, by Slurm itself: check_slurm.py PROGRAM

A cluster of one node is started in a temporary folder (slurmctld, slurmd, munged; as root), the audit of
testdata/cli/memory submitted, and one shard requeued while it runs, as where its node is lost. The joined report must be
that of one run, byte for byte. Where Slurm is not installed or does not start, that is said and skipped.
"""
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time

import tmlib
from tmlib import Tally, command

CONF = """ClusterName=tmlint
SlurmctldHost={host}
AuthType=auth/munge
AuthInfo=socket={top}/munge/socket
SlurmUser=root
SlurmdUser=root
SlurmctldPort=26817
SlurmdPort=26818
StateSaveLocation={top}/state
SlurmdSpoolDir={top}/spool
SlurmctldPidFile={top}/slurmctld.pid
SlurmdPidFile={top}/slurmd.pid
SlurmctldLogFile={top}/slurmctld.log
SlurmdLogFile={top}/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SchedulerType=sched/backfill
SchedulerParameters=bf_interval=1,sched_interval=1,sched_min_interval=0,batch_sched_delay=0,default_queue_depth=1000
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
ReturnToService=2
NodeName={host} NodeAddr=127.0.0.1 CPUs=2 State=UNKNOWN
PartitionName=all Nodes=ALL Default=YES MaxTime=INFINITE State=UP
"""
# In place of the program: shard 3 of the check waits at its first try, so that it can be requeued.
SLOW = """#!/bin/sh
if [ "$SLURM_ARRAY_TASK_ID $1" = "3 check" ] && [ "${{SLURM_RESTART_COUNT:-0}}" = 0 ]; then echo "$SLURM_JOB_ID" >"{top}/slow"; sleep 300; fi
exec {program} "$@"
"""


def start(top):
    """The daemons, as long as they run; None and why not."""
    host = os.uname().nodename.split(".")[0]
    for name in ("munge", "state", "spool"):
        os.mkdir(os.path.join(top, name), 0o700)
    os.chmod(top, 0o755)
    os.chmod(os.path.join(top, "munge"), 0o711)
    with open(os.path.join(top, "munge", "key"), "wb") as f:
        f.write(os.urandom(1024))
    os.chmod(f.name, 0o400)
    conf = os.path.join(top, "slurm.conf")
    with open(conf, "w", encoding="utf8") as f:
        f.write(CONF.format(host=host, top=top))
    m = os.path.join(top, "munge")
    daemons = [["munged", "--foreground", "--force", f"--socket={m}/socket", f"--key-file={m}/key", f"--pid-file={m}/pid",
                f"--log-file={m}/log", f"--seed-file={m}/seed"],
               ["slurmctld", "-D", "-f", conf], ["slurmd", "-D", "-f", conf, "-N", host]]
    running = []
    for d in daemons:
        with open(os.path.join(top, "log"), "ab") as log:
            running.append(subprocess.Popen(d, stdout=log, stderr=log, stdin=subprocess.DEVNULL))
        time.sleep(1)
    for _ in range(30):
        status, out = command(["sinfo", "-h", "-o", "%T"], env={"SLURM_CONF": conf})
        if status == 0 and out.strip() == "idle":
            return running, conf, None
        if any(p.poll() is not None for p in running):
            break
        time.sleep(.5)
    stop(running)
    with open(os.path.join(top, "log"), encoding="utf8", errors="replace") as f:
        return [], conf, "a cluster does not start here: " + " ".join(f.read().split())[-200:]


def stop(running):
    for p in reversed(running):
        p.terminate()
        try:
            p.wait(10)
        except subprocess.TimeoutExpired:
            p.kill()


def audit(t, program, top, conf):
    with open(os.path.join(tmlib.TOP, "docs", "cluster.md"), encoding="utf8") as f:
        docs = f.read()
    here = os.path.join(top, "audit")
    shutil.copytree(os.path.join(tmlib.TOP, "testdata", "cli", "memory", "in"), here)
    for name in ("shard.sbatch", "audit.sh"):
        text = re.search(rf"^`{re.escape(name)}`:\n\n```sh\n(.*?)^```$", docs, re.M | re.S).group(1)
        with open(os.path.join(here, name), "w", encoding="utf8") as f:
            f.write(text)
    tools = os.path.join(top, "bin")
    os.mkdir(tools)
    with open(os.path.join(tools, "tmlint"), "w", encoding="utf8") as f:
        f.write(SLOW.format(program=os.path.abspath(program), top=top))
    os.chmod(f.name, 0o755)
    env = dict(os.environ, SLURM_CONF=conf, PATH=tools + ":" + os.environ["PATH"])
    p = subprocess.Popen(["sh", "audit.sh"], cwd=here, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    slow, requeued, end = os.path.join(top, "slow"), None, time.time() + 400
    while p.poll() is None and time.time() < end:
        if requeued is None and os.path.exists(slow):
            time.sleep(.3)
            with open(slow, encoding="utf8") as f:
                requeued = command(["scontrol", "requeue", f.read().strip()], env=env)
        time.sleep(.2)
    if p.poll() is None:
        p.kill()
        t.say("slurm: the audit", "did not end in 400 s: " + command(["squeue"], env=env)[1])
        return
    out = p.stdout.read().decode(errors="replace")
    t.say("slurm: the audit", None if p.returncode == 0 else f"status {p.returncode}: {out}")
    t.say("slurm: a shard was requeued while it ran", None if requeued and requeued[0] == 0 else str(requeued))
    tmlib.run(program, ["check", "--fail-on", "never", "-qf", "json=one.json", "ko"], here)
    same = command(["cmp", "all.json", "one.json"], here)
    t.say("slurm: the joined report is that of one run", None if same[0] == 0 else same[1])


def main(program):
    t = Tally()
    missing = [x for x in ("munged", "slurmctld", "slurmd", "sbatch", "scontrol", "sinfo") if not shutil.which(x, path=os.environ["PATH"] + ":/usr/sbin")]
    if missing or os.geteuid():
        t.skip("slurm", "not root" if not missing else "no " + missing[0])
        return t.end()
    os.environ["PATH"] += ":/usr/sbin"
    with tempfile.TemporaryDirectory(prefix="tmlint-slurm-") as top:
        running, conf, why = start(top)
        try:
            if why:
                t.skip("slurm", why)
            else:
                audit(t, program, top, conf)
        finally:
            stop(running)
    return t.end()


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1]))
