#!/usr/bin/env python3
"""Runs testdata/cli/<case>/: run_cli_cases.py [--accept] PROGRAM [CASE-FOLDER-OR-PARENT…]

cmd        shell lines (POSIX sh), run in a temporary copy of in/ with `tmlint` on PATH
in/        files, optional
expected   stdout and stderr together, normalised: DIR for the temporary folder, VERSION, TIME for durations
status     the exit status, optional (0)
skip       shell lines, optional: where they succeed the case is skipped (say why in a comment)
--accept rewrites expected and status.
"""
import os
import re
import shutil
import subprocess
import sys
import tempfile

import tmlib

TIME = re.compile(rb"(?<![\w.,])\d+(?:\.\d+)?(?: ?(?:ms|\xc2\xb5s|s)\b| seconds?\b)")


def version():
    with open(os.path.join(tmlib.TOP, "Makefile"), encoding="utf8") as f:
        return re.search(r"^VERSION := (\S+)", f.read(), re.M)[1].encode()


def normalise(out, folder):
    out = out.replace(os.path.realpath(folder).encode(), b"DIR").replace(folder.encode(), b"DIR")
    out = out.replace(version(), b"VERSION")
    return TIME.sub(b"TIME", out)


def shell(lines, cwd, env):
    p = subprocess.run(["sh", "-c", lines], cwd=cwd, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                       stderr=subprocess.STDOUT, timeout=120)
    return p.returncode, p.stdout


def read(path, default):
    try:
        with open(path, "rb") as f:
            return f.read()
    except FileNotFoundError:
        return default


def run(case, program, accept):
    """'' when it passed, None when skipped, else what is wrong."""
    with tempfile.TemporaryDirectory(prefix="tmlint-cli-") as temp:
        work, tools = os.path.join(temp, "w"), os.path.join(temp, "bin")
        if os.path.isdir(os.path.join(case, "in")):
            shutil.copytree(os.path.join(case, "in"), work, symlinks=True)
        else:
            os.mkdir(work)
        os.mkdir(tools)
        os.symlink(os.path.abspath(program), os.path.join(tools, "tmlint"))
        keep = {k: v for k, v in os.environ.items() if k.endswith("SAN_OPTIONS")}
        env = {"PATH": tools + os.pathsep + os.environ["PATH"], "HOME": temp, "TMPDIR": temp, "LC_ALL": "C.UTF-8",
               "TERM": "dumb", "TOP": tmlib.TOP, "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CEILING_DIRECTORIES": temp, **keep}
        gate = read(os.path.join(case, "skip"), None)
        if gate is not None and shell(gate.decode(), work, env)[0] == 0:
            return None
        status, out = shell(read(os.path.join(case, "cmd"), b"").decode(), work, env)
        out = normalise(out, work)
    want, want_status = read(os.path.join(case, "expected"), b""), int(read(os.path.join(case, "status"), b"0"))
    if accept and status not in (3, 99) and status < 128:
        with open(os.path.join(case, "expected"), "wb") as f:
            f.write(out)
        if status or os.path.exists(os.path.join(case, "status")):
            with open(os.path.join(case, "status"), "w", encoding="utf8") as f:
                f.write(f"{status}\n")
        return ""
    wrong = [] if status == want_status else [f"status {status}, expected {want_status}"]
    if out != want:
        import difflib
        wrong += difflib.unified_diff(want.decode(errors="backslashreplace").splitlines(),
                                      out.decode(errors="backslashreplace").splitlines(), "expected", "got", lineterm="")
    return "\n".join(f"    {w}" for w in wrong)


def main(args):
    accept = "--accept" in args
    program, *paths = [a for a in args if a != "--accept"]
    cases = []
    for p in paths or [os.path.join(tmlib.TOP, "testdata", "cli")]:
        if os.path.exists(os.path.join(p, "cmd")):
            cases.append(p)
        elif os.path.isdir(p):
            cases += sorted(os.path.join(p, d) for d in os.listdir(p) if os.path.exists(os.path.join(p, d, "cmd")))
    passed = failed = skipped = 0
    for case in cases:
        try:
            wrong = run(case, program, accept)
        except subprocess.TimeoutExpired:
            wrong = "    did not end within 120 s"
        if wrong is None:
            skipped += 1
            print(f"skipped: {os.path.basename(case)} (see {os.path.relpath(case)}/skip)")
        elif wrong:
            failed += 1
            print(f"{os.path.relpath(case)}\n{wrong}")
        else:
            passed += 1
    print(f"{passed} passed, {failed} failed" + (f", {skipped} skipped" if skipped else ""))
    return 1 if failed else 0


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1:]))
