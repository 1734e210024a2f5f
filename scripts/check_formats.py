#!/usr/bin/env python3
"""Holds every report format against programs and schemas that are not ours: check_formats.py PROGRAM [PATH…]

Runs `check --preview` over PATH (testdata/cli/format-csv/in without one) with every format and lets read it:
    sarif       @microsoft/sarif-multitool (validate), and the JSON Schema of SARIF 2.1.0 that comes with it
    rdjsonl     @umbrelladocs/rdformat-validator, strict; and every suggestion, applied, is what the JSON fix makes
    github      @actions/core: its own issueCommand writes the same bytes
    gitlab      codeclimate-types, by the TypeScript compiler
    junit       xmllint, junit2json
    checkstyle  xmllint, xml2js
    csv         Python's csv module, strict
    json, jsonl docs/schema (python3-jsonschema)
The npm packages go into a cache outside the tree ($TMLINT_CACHE, else ${TMPDIR:-/tmp}/tmlint-cache). What can't be
had (no node, no registry) is skipped, and said.
"""
import collections
import csv
import io
import json
import os
import shutil
import sys
import tempfile

import tmlib
from tmlib import Tally, command, packages

PACKAGES = ["@microsoft/sarif-multitool-linux@5.7.0", "@umbrelladocs/rdformat-validator@1.0.1", "@actions/core@1.11.1",
            "codeclimate-types@0.3.1", "typescript@5.4.5", "junit2json@4.0.0", "xml2js@0.6.2"]
FORMATS = ["json", "jsonl", "csv", "sarif", "github", "gitlab", "junit", "checkstyle", "rdjsonl"]
NODE = {
    "github": """
const fs = require("fs"), core = require("@actions/core/lib/command");
const decode = s => s.replace(/%0D/g, "\\r").replace(/%0A/g, "\\n").replace(/%3A/g, ":").replace(/%2C/g, ",").replace(/%25/g, "%");
const lines = fs.readFileSync(process.argv[2], "utf8").split("\\n");
if (lines.pop() !== "") throw "no newline at the end";
let out = "";
process.stdout.write = s => { out += s; return true; };
for (const line of lines) {
  const m = /^::(error|warning|notice) ([^:]*)::(.*)$/.exec(line);
  if (!m) throw "no annotation: " + line;
  const props = {};
  for (const p of m[2].split(",")) props[p.slice(0, p.indexOf("="))] = decode(p.slice(p.indexOf("=") + 1));
  core.issueCommand(m[1], props, m[3].replace(/%0D/g, "\\r").replace(/%0A/g, "\\n").replace(/%25/g, "%"));
}
if (out !== lines.map(l => l + "\\n").join("")) throw "@actions/core writes other bytes:\\n" + out;
console.error(lines.length + " annotations");
""",
    "junit": """
const fs = require("fs");
(async () => {
  const { parse } = await import("junit2json");
  const r = await parse(fs.readFileSync(process.argv[2], "utf8"));
  let tests = 0, failures = 0;
  for (const s of r.testsuite) {
    if (s.tests !== s.testcase.length) throw s.name + ": tests=" + s.tests + ", but there are " + s.testcase.length;
    const failed = s.testcase.filter(c => c.failure).length;
    if (s.failures !== failed) throw s.name + ": failures=" + s.failures + ", but there are " + failed;
    tests += s.tests; failures += failed;
  }
  if (r.tests !== tests || r.failures !== failures) throw "the sums of testsuites are wrong";
  console.error(tests + " tests, " + failures + " failures");
})().catch(e => { console.error(e); process.exit(1); });
""",
    "checkstyle": """
const fs = require("fs"), xml2js = require("xml2js");
xml2js.parseString(fs.readFileSync(process.argv[2], "utf8"), { strict: true }, (err, r) => {
  if (err) throw err;
  let n = 0;
  for (const f of r.checkstyle.file || [])
    for (const e of f.error) {
      if (!f.$.name || !(e.$.line > 0) || !e.$.message || !/^(info|warning|error)$/.test(e.$.severity)) throw JSON.stringify(e);
      n++;
    }
  console.error(n + " errors");
});
""",
}


def by_status(status, out):
    return None if status == 0 else f"status {status}: {out.strip()}"


def sarif(t, path, npm):
    tool = os.path.join(npm, "node_modules/@microsoft/sarif-multitool-linux/Sarif.Multitool")
    with open(os.path.join(os.path.dirname(tool), "sarif-2.1.0.json"), encoding="utf-8-sig") as f:
        schema = json.load(f)
    try:
        import jsonschema
        v = jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())
        with open(path, encoding="utf8") as f:
            found = [f"{list(e.absolute_path)}: {e.message[:200]}" for e in v.iter_errors(json.load(f))]
        t.say("sarif by its JSON Schema", "\n".join(found[:10]) or None)
    except (ImportError, AttributeError):
        t.skip("sarif by its JSON Schema", "no python3-jsonschema of this decade")
    os.chmod(tool, 0o755)
    status, out = command([tool, "validate", path, "--level", "Error;Warning"])
    # SARIF2005 is advice to give a home page on the web; a build that has one says so with DOCS_URL.
    lines = [x for x in out.splitlines() if (": error " in x or ": warning " in x) and "SARIF2005" not in x]
    if status and not lines and "SARIF2005" not in out:
        lines = [out]
    t.say("sarif by Microsoft's multitool", "\n".join(lines[:10]) or None)


def edited(text, edits):
    for e in reversed(edits):
        text = text[:e["start"]] + e["text"].encode() + text[e["end"]:]
    return text


def offset(lines, position):
    return sum(len(x) + 1 for x in lines[:position["line"] - 1]) + position["column"] - 1


def suggestions(diagnostics, report, cwd):
    """Every suggestion of rdjsonl does what the fix of a finding at its place does."""
    fixes, texts, n = collections.defaultdict(list), {}, 0
    for f in report["findings"]:
        if f["fix"]:
            fixes[f["path"], f["line"]].append(f["fix"]["edits"])
    for d in diagnostics:
        path = d["location"]["path"]
        for s in d.get("suggestions", []):
            if path not in texts:
                with open(os.path.join(cwd, path), "rb") as f:
                    texts[path] = f.read()
            text = texts[path]
            lines = text.split(b"\n")
            a, b = offset(lines, s["range"]["start"]), offset(lines, s["range"]["end"])
            out = text[:a] + s["text"].encode() + text[b:]
            if not any(edited(text, e) == out for e in fixes[path, d["location"]["range"]["start"]["line"]]):
                return f"{path}: a suggestion that is no fix: {s}"
            n += 1
    if not n and any(f["fix"] for f in report["findings"]):
        return "fixes, but no suggestion"
    return None


def rows(path, report):
    with open(path, "rb") as f:
        data = f.read()
    if not data.startswith(b"\xef\xbb\xbf"):
        return "no byte order mark"
    got = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True))
    if len(got) != len(report["findings"]):
        return f"{len(got)} rows for {len(report['findings'])} findings"
    for row, f in zip(got, report["findings"]):
        if None in row or None in row.values():
            return f"a row of another width: {row}"
        if (row["code"], int(row["line"]), row["fingerprint"]) != (f["code"], f["line"], f["fingerprint"]):
            return f"{row} is not {f}"
        for cell in row.values():
            if cell[:1] in ("=", "+", "-", "@", "\t", "\r"):
                return f"a formula: {cell!r}"
    return None


def main(program, paths):
    t = Tally()
    if paths:
        cwd = os.getcwd()
    else:
        cwd, paths = os.path.join(tmlib.TOP, "testdata", "cli", "format-csv", "in"), ["ko"]
    npm, why = packages("formats", PACKAGES)
    with tempfile.TemporaryDirectory(prefix="tmlint-formats-") as temp:
        at = {f: os.path.join(temp, "report." + f) for f in FORMATS}
        args = ["check", "--preview", "--fail-on", "never"]
        for f in FORMATS:
            args += ["--format", f"{f}={at[f]}"]
        status, out, err = tmlib.run(program, args + paths, cwd)
        if status or out:
            print(f"status {status}: {(out + err).decode(errors='replace')}")
            print("0 passed, 1 failed")
            return 1
        with open(at["json"], encoding="utf8") as f:
            report = json.load(f)
        with open(at["rdjsonl"], encoding="utf8") as f:
            diagnostics = [json.loads(line) for line in f]
        errors = tmlib.schema_errors(report)
        if errors is None:
            t.skip("json by docs/schema", "no python3-jsonschema")
        else:
            t.say("json by docs/schema", "\n".join(errors) or None)
        t.say("csv by Python's csv module", rows(at["csv"], report))
        t.say("rdjsonl: suggestions are the fixes", suggestions(diagnostics, report, cwd))
        for f in ("junit", "checkstyle"):
            if shutil.which("xmllint"):
                t.say(f"{f} by xmllint", by_status(*command(["xmllint", "--noout", "--nonet", at[f]])))
            else:
                t.skip(f"{f} by xmllint", "no libxml2-utils")
        if not npm:
            for f in ("sarif", "rdjsonl", "github", "gitlab", "junit", "checkstyle"):
                t.skip(f"{f} by programs from npm", why)
        else:
            sarif(t, at["sarif"], npm)
            whole = os.path.join(temp, "report.rdjson")
            with open(whole, "w", encoding="utf8") as f:
                json.dump({"source": {"name": "tmlint"}, "diagnostics": diagnostics}, f)
            t.say("rdjsonl by rdformat-validator",
                  by_status(*command([os.path.join(npm, "node_modules/.bin/rdformat-validator"), "--strict", "--no-extra-fields", whole])))
            for f, js in NODE.items():
                script = os.path.join(temp, f + ".cjs")
                with open(script, "w", encoding="utf8") as out:
                    out.write(js)
                # packages are looked up from the script's folder
                if not os.path.exists(os.path.join(temp, "node_modules")):
                    os.symlink(os.path.join(npm, "node_modules"), os.path.join(temp, "node_modules"))
                t.say(f"{f} by {'@actions/core' if f == 'github' else 'junit2json' if f == 'junit' else 'xml2js'}",
                      by_status(*command(["node", script, at[f]])))
            with open(at["gitlab"], encoding="utf8") as f:
                issues = f.read()
            ts = os.path.join(temp, "gitlab.ts")
            with open(ts, "w", encoding="utf8") as f:
                f.write('import { Issue } from "codeclimate-types";\n'
                        'type Row = Issue & { fingerprint: string, severity: string, location: { path: string } };\n'
                        f"export const report: Row[] = {issues};\n")
            t.say("gitlab by codeclimate-types", by_status(*command(
                [os.path.join(npm, "node_modules/.bin/tsc"), "--noEmit", "--strict", "--skipLibCheck", ts])))
    return t.end()


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1], sys.argv[2:]))
