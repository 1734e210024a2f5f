#!/usr/bin/env python3
"""Holds JSON against docs/schema/ and the invariants of every report.

    validate_json.py FILE…                    by the file's own "schema" member: tmlint.report/1 → docs/schema/report.json;
                                              .jsonl files line by line
    validate_json.py --program PROGRAM PATH…  runs `check --preview` over each PATH: the report is valid, and the same
                                              bytes for one job, for two, and a second time; so are jsonl and export
"""
import json
import os
import sys

import tmlib


def check(data, where, cwd):
    name = str(data.get("schema", "report")).split("/")[0].split(".")[-1] if isinstance(data, dict) else "report"
    if isinstance(data, dict) and "type" in data:
        name = "jsonl"
    elif isinstance(data, dict) and "source_index" in data:
        name = "pair"
    found = tmlib.schema_errors(data, name)
    if found is None:
        print(f"skipped: no docs/schema/{name}.json or no python3-jsonschema: {where} is not validated")
        found = []
    if name == "report":
        found = found + tmlib.invariant_errors(data, cwd)
    for e in found[:20]:
        print(f"{where}: {e}")
    return not found


def with_program(program, paths):
    good = bad = 0
    for path in paths:
        outs = [tmlib.run(program, ["check", "--preview", "--fail-on", "never", "--format", "json", "--jobs", jobs, path], ".")
                for jobs in ("1", "2", "2")]
        status, out, err = outs[0]
        if any(o[0] < 0 or o[0] >= tmlib.CRASHED for o in outs):
            print(f"{path}: status {[o[0] for o in outs]}: {err.decode(errors='replace')[-2000:]}")
            bad += 1
            continue
        if any(o[:2] != outs[0][:2] for o in outs):
            print(f"{path}: the report differs between one job, two jobs and a second run")
            bad += 1
        else:
            good += 1
        try:
            ok = check(json.loads(out.decode("utf-8")), path, ".")
        except ValueError as e:
            print(f"{path}: {e} (status {status})")
            ok = False
        good, bad = good + ok, bad + (not ok)
        for args in (["check", "--preview", "--fail-on", "never", "--format", "jsonl"], ["export"]):
            status, out, err = tmlib.run(program, [*args, path], ".")
            try:
                ok = all([check(json.loads(line), f"{args[0]} {path}", ".") for line in out.decode("utf-8").splitlines()])
            except ValueError as e:
                print(f"{args[0]} {path}: {e} (status {status})")
                ok = False
            good, bad = good + ok, bad + (not ok)
    status, out, err = tmlib.run(program, ["rules", "--format", "json"], ".")
    ok = status == 0 and check(json.loads(out.decode("utf-8")), "rules", ".")
    return good + ok, bad + (not ok)


def main(args):
    good = bad = 0
    if args[0] == "--program":
        good, bad = with_program(args[1], args[2:])
    else:
        for path in args:
            with open(path, encoding="utf-8") as f:
                text = f.read()
            parts = text.splitlines() if path.endswith(".jsonl") else [text]
            ok = all([check(json.loads(p), path, os.path.dirname(path) or ".") for p in parts if p.strip()])
            good, bad = good + ok, bad + (not ok)
    print(f"{good} passed, {bad} failed")
    return 1 if bad else 0


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1:]))
