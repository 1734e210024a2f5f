#!/usr/bin/env python3
"""The tests on data that is not in the repository: test_corpora.py PROGRAM [SANITIZED-PROGRAM]

Seeds: ../shared/seeds, scored by ../shared/tools/score_seeds.py. Corpora: the folder TMLINT_CORPORA, else
../shared/corpora/dev.tar.xz unpacked into a cache below ${TMPDIR:-/tmp}. What is not there is skipped, and said so.
"""
import collections
import hashlib
import json
import os
import re
import subprocess
import sys
import tempfile
import time

import tmlib

SHARED = os.path.join(tmlib.TOP, "..", "shared")
results = {"passed": 0, "failed": 0, "skipped": 0}


def test(name, problem):
    results["failed" if problem else "passed"] += 1
    print(f"{'FAILED' if problem else 'ok'}: {name}" + (f": {problem}" if problem else ""))


def skip(name, why):
    results["skipped"] += 1
    print(f"skipped: {name}: {why}")


def corpora():
    """The folder of the corpora, or None."""
    place = os.environ.get("TMLINT_CORPORA")
    if place:
        return place if os.path.isdir(place) else None
    archive = os.path.join(SHARED, "corpora", "dev.tar.xz")
    if not os.path.exists(archive):
        return None
    st = os.stat(archive)
    place = os.path.join(tempfile.gettempdir(), f"tmlint-corpora-{os.getuid()}-{st.st_size}")
    if not os.path.isdir(place):
        with tempfile.TemporaryDirectory(dir=tempfile.gettempdir()) as t:
            fresh = os.path.join(t, "c")
            os.mkdir(fresh)
            subprocess.run(["tar", "-xJf", os.path.abspath(archive), "-C", fresh], check=True)
            os.rename(fresh, place)
    return place


def seeds(program):
    score = os.path.join(SHARED, "tools", "score_seeds.py")
    if not os.path.exists(score):
        skip("seeds", "no ../shared/seeds")
        return
    p = subprocess.run([sys.executable, score, os.path.abspath(program), os.path.join(SHARED, "seeds")],
                       stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    out = p.stdout.decode(errors="replace").strip()
    test("seeds: " + (out.splitlines() or ["?"])[-1], out if p.returncode else None)


def lint(program, folder, out, jobs, *options):
    began = time.time()
    status, _, err = tmlib.run(program, ["check", "--fail-on", "never", "--jobs", jobs, "--format", "json=" + out, "--quiet",
                                         *options, "."], folder, timeout=900)
    err = err.decode(errors="replace")[-3000:]
    return (f"status {status}: {err}" if status else None), time.time() - began


def pages(folder):
    return sorted(os.path.relpath(os.path.join(d, f), folder) for d, _, fs in os.walk(folder) for f in fs)


def whole(program, folder):
    """Every page is in the report, its pairs are all there, and jobs do not change a byte."""
    with tempfile.TemporaryDirectory(prefix="tmlint-corpora-") as t:
        outs, why = [os.path.join(t, n) for n in ("1", "2")], None
        for jobs, out in zip("12", outs):
            why, took = lint(program, folder, out, jobs, "--preview")
            test(f"corpora: sxs, {jobs} job{'s' if jobs == '2' else ''} in {took:.1f} s", why)
            if why:
                return
        digest = [hashlib.sha256(open(o, "rb").read()).hexdigest() for o in outs]
        test("corpora: one job and two give the same bytes", None if digest[0] == digest[1] else "they differ")
        with open(outs[0], encoding="utf-8") as f:
            rep = json.load(f)
    on_disk = pages(folder)
    listed = {f["path"][2:] if f["path"].startswith("./") else f["path"]: f for f in rep["files"]}
    lost = [p for p in on_disk if p not in listed]
    test(f"corpora: {len(on_disk)} files in the report", f"{len(lost)} are not, the first is {lost[0]}" if lost else None)
    # An independent count of pairs: every opener of the lookup, in either form of the quote.
    differ = []
    for p in on_disk:
        with open(os.path.join(folder, p), "rb") as f:
            data = f.read()
        n = sum(data.count(b"<span class=" + q + b"sxs-lookup" + q + b">") for q in (b'"', b"&quot;", b'\\"'))
        if p in listed and listed[p]["segments"] != n:
            differ.append(f"{p}: {listed[p]['segments']} segments, {n} lookups")
    total = sum(f["segments"] for f in listed.values())
    test(f"corpora: {total} pairs, {len(differ)} pages count otherwise than their lookups",
         "; ".join(differ[:8]) if len(differ) > len(on_disk) / 200 else None)
    broken = tmlib.invariant_errors(rep, folder)
    test(f"corpora: {len(rep['findings'])} findings keep the invariants", "; ".join(broken[:8]) if broken else None)
    part = dict(rep, findings=rep["findings"][::max(1, len(rep["findings"]) // 1500)], files=rep["files"][:300])
    errors = tmlib.schema_errors(part)
    if errors is None:
        skip("corpora: the schema", "no docs/schema/report.json or no python3-jsonschema")
    else:
        test("corpora: the report is valid by docs/schema/report.json", "; ".join(errors) or None)


def unwrapped(page, pairs):
    """The published page: target spans unwrapped, source spans dropped. Pairs as `tmlint export` tells them, by place."""
    out, at = [], 0
    for p in pairs:
        t, s = p["target"], p["source"]
        if not t or not s:
            return None
        start = page.rfind(b"<span data-ttu-id=", 0, t["start"])
        end = s["end"] + len(b"</span></span>")
        if start < at or page[s["end"]:end] != b"</span></span>":
            return None  # a pair inside another, or damage: not what this shows
        out += [page[at:start], page[t["start"]:t["end"]]]
        at = end
    return b"".join(out + [page[at:]])


def plain(text):
    """For pages that differ in more than their spans: escapes, anchors, front matter and line ends aside."""
    text = re.sub(rb"\A---\r?\n.*?\n---\r?\n", b"", text.replace(b"\\*", b"*").replace(b"\\_", b"_"), flags=re.S)
    return re.sub(rb'<a name="[^"]*"></a>', b"", text).replace(b"\r\n", b"\n").strip()


def twins(program, folder):
    """Every side-by-side page with a published twin reproduces it (94 % byte for byte is the least)."""
    same = alike = 0
    other = []
    for locale in sorted(os.listdir(os.path.join(folder, "plain"))):
        status, out, err = tmlib.run(program, ["export", "--format", "jsonl", os.path.join("sxs", locale)], folder, timeout=300)
        pairs = collections.defaultdict(list)
        for line in out.decode("utf8").splitlines():
            p = json.loads(line)
            pairs[p["target_path"]].append(p)
        for path in sorted(pairs):
            twin = os.path.join(folder, "plain", os.path.relpath(path, "sxs"))
            if not os.path.exists(twin):
                continue
            with open(os.path.join(folder, path), "rb") as f, open(twin, "rb") as g:
                got, want = unwrapped(f.read(), pairs[path]), g.read()
            if got == want:
                same += 1
            elif got is not None and plain(got) == plain(want):
                alike += 1
            else:
                other.append(path)
    total = same + alike + len(other)
    if not total:
        skip("corpora: published twins", "no plain/ here")
        return
    test(f"corpora: of {total} pages with a published twin {same} reproduce it byte for byte, {alike} but for escapes, anchors or front matter, "
         f"{len(other)} not", None if same >= 0.94 * total and len(other) <= 0.01 * total else "; ".join(other[:5]))


def exchanged(program, folder):
    """Pages as TMX and XLIFF and back: the same pairs, the same findings."""
    p = subprocess.run([sys.executable, "-B", os.path.join(tmlib.TOP, "scripts", "check_tmx.py"), program, folder, "12"], capture_output=True, text=True)
    test("corpora: a sample as TMX and XLIFF has the same pairs and findings", (p.stdout + p.stderr)[-2000:] if p.returncode else None)


def main(program, sanitized):
    seeds(program)
    place = corpora()
    if not place:
        skip("corpora", "neither TMLINT_CORPORA nor ../shared/corpora/dev.tar.xz")
    else:
        sxs = os.path.join(place, "sxs")
        whole(program, sxs)
        if os.path.isdir(os.path.join(place, "plain")):
            twins(program, place)
        for name, exe in (("", program), (", sanitizers", sanitized)):
            if exe and os.path.isdir(os.path.join(place, "damaged")):
                with tempfile.TemporaryDirectory() as t:
                    why, took = lint(exe, os.path.join(place, "damaged"), os.path.join(t, "o"), "2", "--preview")
                test(f"corpora: damaged{name} in {took:.1f} s", why)
        exchanged(program, sxs)
        if sanitized:
            with tempfile.TemporaryDirectory() as t:
                why, took = lint(sanitized, sxs, os.path.join(t, "o"), "2", "--preview")
            test(f"corpora: sxs, sanitizers, in {took:.1f} s", why)
    r = results
    print(f"{r['passed']} passed, {r['failed']} failed" + (f", {r['skipped']} skipped" if r["skipped"] else ""))
    return 1 if r["failed"] else 0


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else None))
