#!/usr/bin/env python3
"""Runs literate rule cases, or the examples of every rule row, through the program.

    run_rule_cases.py PROGRAM FOLDER|FILE…      testdata/rule/<code>*.txt, the format is in testdata/README.md
    run_rule_cases.py --examples PROGRAM        what `tmlint explain --examples-json` prints

Many cases go through one run of the program, a file a case; cases of rules that learn from a whole run each get
their own run. Every report is also held against the schema and the invariants of tmlib.
"""
import glob
import json
import os
import re
import sys
import tempfile

import tmlib

LEVELS = {"error", "warning", "info"}
SIDES = {"source", "target", "page"}
# Rules that look at the whole run: other cases in it would be other pages of the same folder.
ALONE = re.compile(r"TM\d|RF\d|AN003|CO006|EN007|EN010|RU|IN")


class Bad(Exception):
    pass


class Case:
    def __init__(self, code, title, place):
        self.code, self.title, self.place = code, title, place
        self.locale = self.source_locale = None
        self.front, self.options, self.pairs, self.pages, self.want = [], [], [], [], []
        self.only, self.alone, self.fixed = code, bool(ALONE.match(code)), None
        self.reference = None  # today's source page: (name, bytes), with alone only
        self.got, self.problems = [], []

    def files(self):
        """The case's files, as (name, bytes)."""
        if self.pages:
            return self.pages
        title = [] if any(f.startswith("title:") for f in self.front) else ["title: x"]
        out = ["---"] + title + self.front
        if self.locale and not any(f.startswith("ms.contentlocale") for f in self.front):
            out.append(f"ms.contentlocale: {self.locale}")
        out += ["---", ""]
        for i, (shape, source, target) in enumerate(self.pairs):
            uid = f"c0de1-{101 + i}"
            pair = ""
            if target is not None:
                pair += f'<span data-ttu-id="{uid}">{target}</span>'
            if source is not None:
                pair += f'<span class="sxs-lookup"><span data-stu-id="{uid}">{source}</span></span>'
            out += [shape.replace("{}", pair), ""]
        return [("case.md", encode("\n".join(out)))]


def encode(text):
    r"""\u{200B} is a code point, \x{FF} a byte; all else stands for itself."""
    data = text.encode("utf-8", "surrogateescape")
    data = re.sub(rb"\\u\{([0-9A-Fa-f]+)\}", lambda m: chr(int(m[1], 16)).encode("utf-8"), data)
    return re.sub(rb"\\x\{([0-9A-Fa-f]{2})\}", lambda m: bytes([int(m[1], 16)]), data)


def parse_want(line, place):
    """=> EN001 error source suspect=source "marked" — every field after the code is optional."""
    want = {"quotes": [], "as": line}
    rest = line[2:].strip()
    rest, quotes = re.subn(r'"((?:[^"\\]|\\.)*)"',
                           lambda m: want["quotes"].append(encode(m[1].replace('\\"', '"').replace("\\\\", "\\"))) or "",
                           rest)
    words = rest.split()
    if not words or not re.fullmatch(r"[A-Z]{2}\d{3}|[a-z-]+", words[0]):
        raise Bad(f"{place}: an expectation begins with a code: {line}")
    want["code"] = words[0]
    for w in words[1:]:
        if w in LEVELS:
            want["severity"] = w
        elif w in SIDES:
            want["side"] = w
        elif w == "fix":
            want["fix"] = True
        elif re.fullmatch(r"(suspect|action|segment|path|line|column|related|message)=.+", w):
            k, v = w.split("=", 1)
            want[k] = v
        else:
            raise Bad(f"{place}: what is {w!r}?")
    return want


def parse(path):
    """The cases of one file."""
    m = re.match(r"[A-Z]{2}\d{3}", os.path.basename(path))
    if not m:
        raise Bad(f"{path}: the name does not begin with a rule's code")
    code, cases, case, defaults, page, shape, pending = m[0], [], None, [], None, "{}", {}

    told = set()  # keys, by case

    def close(n):
        nonlocal pending, shape
        if pending:
            case.pairs.append((shape, pending.get("S"), pending.get("T")))
        pending, shape = {}, "{}"

    def directive(c, key, value, place):
        if key in ("locale", "source-locale") and (c.pairs or pending):
            raise Bad(f"{place}: {key} stands before the pairs of its case: a case is one page, in two languages")
        if key == "locale":
            c.locale = value
        elif key == "source-locale":
            c.source_locale = value
        elif key == "options":
            c.options = value.split()
        elif key == "only":
            c.only = value
        elif key == "alone":
            c.alone = value == "yes"
        elif key == "front":
            c.front.append(value)
        else:
            raise Bad(f"{place}: unknown line {key!r}")

    with open(path, encoding="utf-8") as f:
        lines = f.read().split("\n")
    for n, line in enumerate(lines, 1):
        place = f"{path}:{n}"
        if page is not None:
            if line == ">>>":
                name, held = page
                made = encode("\n".join(held) + "\n")
                if name.startswith("reference "):
                    case.reference = (name[10:].strip(), made)
                else:
                    case.pages.append((name, made))
                page = None
            else:
                page[1].append(line)
            continue
        if line.startswith("# "):
            if case:
                close(n)
            case = Case(code, line[2:].strip(), place)
            for d in defaults:
                directive(case, *d, place)
            cases.append(case)
        elif not line.strip() or line.startswith("//"):
            continue
        elif line.startswith("<<<"):
            close(n)
            page = (line[3:].strip() or "case.md", [])
        elif case and line.startswith("=>"):
            close(n)
            case.want.append(parse_want(line, place))
        elif case and re.match(r"[STP]:", line):
            key, value = line[0], line[3:] if line[2:3] == " " else line[2:]
            if key == "P":
                close(n)
                shape = value
                if value.count("{}") != 1:
                    raise Bad(f"{place}: P: holds {{}} once, where the pair stands")
            else:
                if key in pending or len(pending) == 2:
                    close(n)
                pending[key] = value
        else:
            m = re.fullmatch(r"([a-z-]+): *(.*)", line)
            if not m:
                raise Bad(f"{place}: what is {line!r}?")
            if m[1] != "front" and (case.place if case else "", m[1]) in told:
                raise Bad(f"{place}: {m[1]} a second time: a case is one page, in two languages")
            told.add((case.place if case else "", m[1]))
            if case:
                directive(case, m[1], m[2], place)
            else:
                defaults.append((m[1], m[2]))
    if page is not None:
        raise Bad(f"{path}: <<< without >>>")
    if case:
        close(len(lines))
    for c in cases:
        if not c.pairs and not c.pages:
            raise Bad(f"{c.place}: neither S:, T: nor a page")
    return cases


def examples(program):
    """The examples of every row as cases: a bad one fires once, at its mark; a good one is silent."""
    status, out, err = tmlib.run(program, ["explain", "--examples-json"], ".")
    if status:
        raise Bad(f"explain --examples-json: status {status}: {err.decode(errors='replace')[:500]}")
    cases = []
    for row in json.loads(out.decode("utf-8")):
        if row.get("status") == "removed":
            continue
        for kind in ("bad", "good"):
            for i, x in enumerate(row.get(kind) or []):
                c = Case(row["code"], f"{row.get('rule', '')}: {kind} example {i + 1}", f"{row['code']} {kind} {i + 1}")
                c.locale = x.get("locale") or row.get("locale") or "de-DE"
                c.options = list(x.get("options") or row.get("options") or [])
                if x.get("page") is not None:
                    c.pages = [(x.get("path") or "case.md", x["page"].encode("utf-8", "surrogateescape"))]
                    if x.get("reference") is not None:
                        c.reference = ("today.md", x["reference"].encode("utf-8", "surrogateescape"))
                else:
                    c.pairs = [("{}", x.get("source"), x.get("target"))]
                if kind == "bad":
                    want = {"code": row["code"], "quotes": [], "as": f"=> {row['code']} {x.get('mark') or ''}"}
                    if x.get("mark"):
                        want["quotes"].append(encode(x["mark"]))
                    for k in ("side", "suspect", "severity"):
                        if x.get(k):
                            want[k] = x[k]
                    c.want.append(want)
                    c.fixed = x.get("fixed")
                cases.append(c)
    return cases


def marked(f, data):
    """The texts that a finding marks, as bytes."""
    spans = [(m["start"], m["end"]) for m in [f.get("mark")] if m]
    for side in ("source", "target"):
        spans += [tuple(m) for m in (f.get(side) or {}).get("marks", [])]
    return [data[a:b] for a, b in spans]


def fits(want, f, texts):
    if want["code"] not in (f["code"], f["rule"]):
        return False
    for k in ("severity", "side", "suspect", "action", "path"):
        if k in want and want[k] != f.get(k):
            return False
    if "segment" in want and not (f.get("segment") or "").endswith(want["segment"]):
        return False
    for k in ("line", "column"):
        if k in want and int(want[k]) != f.get(k):
            return False
    if "related" in want and int(want["related"]) != len(f.get("related") or []):
        return False
    if "message" in want and want["message"] not in f["message"]:
        return False
    if want.get("fix") and not f.get("fix"):
        return False
    return all(q in texts for q in want["quotes"])


def show(f, texts):
    out = f"{f['code']} {f['severity']} {f.get('side')} suspect={f.get('suspect')} segment={f.get('segment')} line={f['line']}"
    for t in dict.fromkeys(texts):
        out += ' "' + t.decode("utf-8", "backslashreplace") + '"'
    return out + "  // " + f["message"]


def compare(case, findings, folder):
    """Every expectation takes one finding; what is left on either side is a problem."""
    data, left = {}, []
    for f in findings:
        if f.get("suppressed"):
            continue
        if case.only != "*" and f["code"] not in case.only.split(","):
            continue
        if f["path"] not in data:
            with open(os.path.join(folder, f["path"]), "rb") as h:
                data[f["path"]] = h.read()
        left.append((f, marked(f, data[f["path"]])))
    problems = []
    for want in sorted(case.want, key=lambda w: -len(w)):  # the most demanding first
        hit = next((x for x in left if fits(want, *x)), None)
        if hit:
            left.remove(hit)
        else:
            problems.append("not found:  " + want["as"])
    return problems + ["unexpected: " + show(*x) for x in left]


def lint(program, batch, root, options):
    """Runs one batch: writes the files, runs, hands each case its findings (paths relative to its folder)."""
    codes, by_dir = set(), {}
    for i, c in enumerate(batch):
        c.dir = f"c{i:05d}"
        by_dir[c.dir] = c
        for name, data in c.files():
            path = os.path.join(root, c.dir, name)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "wb") as f:
                f.write(data)
        codes.update([] if c.only == "*" else c.only.split(","))
        if c.reference:  # such a case is a run of its own
            os.makedirs(os.path.join(root, "today"), exist_ok=True)
            with open(os.path.join(root, "today", c.reference[0]), "wb") as f:
                f.write(c.reference[1])
            options = options + ["--reference", os.path.join("today", c.reference[0])]
    args = ["check", "--format", "json", "--preview", "--fail-on", "never"]
    if codes and not any(c.only == "*" for c in batch):
        args += ["--select", ",".join(sorted(codes))]
    paths = sorted(by_dir) if len(batch) < 500 else ["."]
    rep, why = tmlib.report(program, args + options + paths, root)
    if rep is None:
        for c in batch:
            c.problems.append(why)
        return
    general = tmlib.report_errors(rep, root)
    for f in rep["findings"]:
        path = f["path"][2:] if f["path"].startswith("./") else f["path"]
        head, _, tail = path.partition("/")
        if head in by_dir:
            by_dir[head].got.append(dict(f, path=tail))
    for c in batch:
        c.problems += compare(c, c.got, os.path.join(root, c.dir))
        if general and not c.problems:
            here = [g for g in general if f"{c.dir}/" in g or "/" not in g.split(":")[0]]
            c.problems += [f"the report: {g}" for g in here[:3]]


def fix(program, batch, root, options):
    """With its edits made, the text is what the example says, and the rule is silent."""
    codes = ",".join(sorted({c.code for c in batch}))
    for c in batch:
        edits = sorted({(e["start"], e["end"], e["text"]) for f in c.got if f["code"] == c.code and f.get("fix")
                        for e in f["fix"]["edits"]}, reverse=True)
        path = os.path.join(root, c.dir, c.files()[0][0])
        with open(path, "rb") as f:
            data = f.read()
        for start, end, text in edits:
            data = data[:start] + text.encode("utf-8") + data[end:]
        with open(path, "wb") as f:
            f.write(data)
        if not edits:
            c.problems.append("the finding has no fix")
        elif encode(c.fixed) not in data:
            c.problems.append(f"after the fix: {c.fixed!r} is not in {data.decode('utf-8', 'replace')!r}")
    args = ["check", "--preview", "--fail-on", "never", "--select", codes, *options, "--format", "json"]
    rep, why = tmlib.report(program, args + sorted(c.dir for c in batch), root)
    for c in batch:
        if rep is None:
            c.problems.append(why)
        elif any(f["path"].startswith(c.dir + "/") and f["code"] == c.code for f in rep["findings"]):
            c.problems.append("fires again after the fix")


def main(args):
    from_rows = args[:1] == ["--examples"]
    program, *paths = args[1:] if from_rows else args
    try:
        if from_rows:
            cases = examples(program)
        else:
            files = [g for p in paths for g in (sorted(glob.glob(os.path.join(p, "*.txt"))) if os.path.isdir(p) else [p])]
            cases = [c for f in files for c in parse(f)]
    except (Bad, OSError, ValueError) as e:
        print(e)
        print("0 passed, 1 failed")
        return 1
    groups = {}
    for i, c in enumerate(cases):
        options = list(c.options)
        if c.source_locale:
            options += ["--source-language", c.source_locale]
        if c.pages and c.locale:
            options += ["--target-language", c.locale]
        # One group a rule: cases of rules that are off by default are then selected alone, too.
        groups.setdefault((tuple(options), c.only, i if c.alone else -1), []).append(c)
    for (options, _, _), batch in groups.items():
        with tempfile.TemporaryDirectory(prefix="tmlint-rule-") as root:
            lint(program, batch, root, list(options))
            mend = [c for c in batch if c.fixed is not None and not c.problems]
            if mend:
                fix(program, mend, root, list(options))
    failed = 0
    for c in cases:
        if c.problems:
            failed += 1
            print(f"{c.place}: {c.title}")
            for p in c.problems:
                print(f"    {p}")
            if failed <= 40 and not c.pages:
                for _, s, t in c.pairs:
                    print(f"    S: {s}\n    T: {t}")
    print(f"{len(cases) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1:]))
