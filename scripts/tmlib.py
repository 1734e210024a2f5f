"""What the Python test runners share: running the program, and what must hold for every report it makes."""
import json
import os
import shutil
import subprocess
import tempfile

TOP = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
# A sanitizer's report ends with a status of its own, not with 1, which is "findings".
os.environ["ASAN_OPTIONS"] = "exitcode=99:" + os.environ.get("ASAN_OPTIONS", "")
os.environ["UBSAN_OPTIONS"] = "exitcode=99:print_stacktrace=1:" + os.environ.get("UBSAN_OPTIONS", "")
CRASHED = 3  # from here on an exit status is an internal fault, a signal or a sanitizer's report


def run(program, args, cwd, stdin=None, timeout=120, env=None):
    """(status, stdout, stderr) as bytes; status is negative after a signal."""
    e = dict(os.environ, LC_ALL="C.UTF-8", TERM="dumb")
    e.update(env or {})
    p = subprocess.run([os.path.abspath(program), *args], cwd=cwd, input=stdin, env=e, timeout=timeout,
                       stdin=subprocess.DEVNULL if stdin is None else None,
                       stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    return p.returncode, p.stdout, p.stderr


def report(program, args, cwd, stdin=None, timeout=120):
    """A JSON report as a dict, and None; or None and why there is none."""
    status, out, err = run(program, args, cwd, stdin, timeout)
    if status < 0 or status >= CRASHED:
        return None, f"status {status}: {err.decode(errors='replace')[-2000:]}"
    try:
        return json.loads(out.decode("utf-8")), None
    except ValueError as e:
        return None, f"no JSON report (status {status}, {e}): {err.decode(errors='replace')[:1000]}"


_validators = {}


def schema_errors(data, name="report"):
    """Violations of docs/schema/<name>.json, at most five; None where the schema or jsonschema is not there."""
    if name not in _validators:
        path = os.path.join(TOP, "docs", "schema", name + ".json")
        try:
            import jsonschema
            with open(path, encoding="utf8") as f:
                schema = json.load(f)
            # Before 4.0 (Ubuntu 22.04) the library ends at draft 7; our schemas use no keyword that reads otherwise there.
            cls = getattr(jsonschema, "Draft202012Validator", jsonschema.Draft7Validator)
            cls.check_schema(schema)
            _validators[name] = cls(schema)
        except (ImportError, FileNotFoundError):
            _validators[name] = None
    v = _validators[name]
    if v is None:
        return None
    errors = []
    for e in v.iter_errors(data):
        errors.append(f"{name}.json: /{'/'.join(map(str, e.absolute_path))}: {e.message[:200]}")
        if len(errors) == 5:
            break
    return errors


def invariant_errors(rep, cwd):
    """What must hold for every finding: spans inside the file and ordered, marks inside their text, sums right."""
    errors, sizes, counts = [], {}, {"error": 0, "warning": 0, "info": 0}
    last = None
    for f in rep.get("findings", []):
        where = f"{f.get('path')}:{f.get('line')}: {f.get('code')}"
        path = os.path.join(cwd, f["path"])
        if path not in sizes:
            sizes[path] = os.path.getsize(path) if os.path.isfile(path) else None
        size = sizes[path]
        for side in ("source", "target"):
            x = f.get(side)
            if not x:
                continue
            if not 0 <= x["start"] <= x["end"] or (size is not None and x["end"] > size):
                errors.append(f"{where}: {side} {x['start']}..{x['end']} outside the file of {size} bytes")
            for a, b in x.get("marks", []):
                if not x["start"] <= a <= b <= x["end"]:
                    errors.append(f"{where}: mark {a}..{b} outside the {side} {x['start']}..{x['end']}")
        m = f.get("mark")
        if m and (not 0 <= m["start"] <= m["end"] or (size is not None and m["end"] > size)):
            errors.append(f"{where}: mark {m['start']}..{m['end']} outside the file of {size} bytes")
        for e in (f.get("fix") or {}).get("edits", []):
            if not 0 <= e["start"] <= e["end"] or (size is not None and e["end"] > size):
                errors.append(f"{where}: edit {e['start']}..{e['end']} outside the file of {size} bytes")
        if (f.get("line", 1), f.get("column", 1)) > (f.get("end_line", 1 << 60), f.get("end_column", 1 << 60)):
            errors.append(f"{where}: ends before it begins")
        if not f.get("suppressed") and not f.get("baselined"):
            counts[f["severity"]] = counts.get(f["severity"], 0) + 1
        if last and last > f["path"].encode():
            errors.append(f"{where}: paths out of byte order")
        last = f["path"].encode()
    s = rep.get("summary", {})
    for level in ("error", "warning", "info"):
        if level + "s" in s and s[level + "s"] != counts[level]:
            errors.append(f"summary says {s[level + 's']} {level}s, the findings are {counts[level]}")
    if s.get("files") is not None and s["files"] != len(rep.get("files", [])):
        errors.append(f"summary says {s['files']} files, listed are {len(rep.get('files', []))}")
    return errors


def report_errors(rep, cwd):
    return (schema_errors(rep) or []) + invariant_errors(rep, cwd)


def command(args, cwd=None, env=None):
    """(status, both outputs as text) of another program."""
    p = subprocess.run(args, cwd=cwd, env=env and dict(os.environ, **env), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=600)
    return p.returncode, p.stdout.decode("utf-8", "replace")


def packages(name, wanted):
    """The folder with the node_modules of the npm packages wanted, kept as NAME in a cache outside the tree ($TMLINT_CACHE, else
    ${TMPDIR:-/tmp}/tmlint-cache); or None and why not."""
    if not shutil.which("node") or not shutil.which("npm"):
        return None, "no node or npm"
    folder = os.path.join(os.environ.get("TMLINT_CACHE") or os.path.join(tempfile.gettempdir(), "tmlint-cache"), name)
    stamp = os.path.join(folder, "installed")
    want = "\n".join(wanted)
    if os.path.exists(stamp) and open(stamp, encoding="utf8").read() == want:
        return folder, None
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, "package.json"), "w", encoding="utf8") as f:
        f.write('{"name": "tmlint-%s", "private": true}\n' % name)
    try:
        status, out = command(["npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", *wanted], folder)
    except subprocess.TimeoutExpired:
        status, out = 1, "npm did not end"
    if status:
        return None, "npm can't install: " + (out.strip().splitlines() or ["?"])[-1]
    with open(stamp, "w", encoding="utf8") as f:
        f.write(want)
    return folder, None


class Tally:
    """Counts and says what passed, failed and was skipped."""

    def __init__(self):
        self.passed = self.failed = self.skipped = 0

    def say(self, what, wrong):
        if wrong is None:
            self.passed += 1
            print(f"ok: {what}")
        else:
            self.failed += 1
            print(f"FAILED: {what}: {wrong[:3000]}")

    def skip(self, what, why):
        self.skipped += 1
        print(f"skipped: {what}: {why}")

    def end(self):
        """Prints the line that scripts/tally.sh reads; the status to exit with."""
        tail = f", {self.skipped} skipped" if self.skipped else ""
        print(f"{self.passed} passed, {self.failed} failed{tail}")
        return 1 if self.failed else 0
