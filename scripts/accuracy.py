#!/usr/bin/env python3
"""How much the program finds, and how much of what it says is right:
accuracy.py PROGRAM [--pages=N] [--per-kind=N] [--only=WORDS] [--write=FILE] [--floor] [--own]

Recall: defects of the kinds in plant.py are planted in clean real pages, one a page, with a fixed seed; a defect counts as
found when a rule of its kind reports it at its pair. Collateral findings are errors and warnings that the planted page
has, the page before it had not, that no rule of the kind made, and that stand elsewhere than at the damaged pair.
Precision: docs/accuracy/judged.tsv holds findings that people have read on the corpora (code, path, segment, marked text, verdict,
note). They are replayed: a finding that is still raised counts with its verdict, one that is no longer raised is told.
Wilson intervals at 95 %.

Languages that the corpora do not have are planted on pages of our own (testdata/pages) and reported apart; --own: these alone.

Pages: the corpora (TMLINT_CORPORA, else ../shared/corpora), else testdata/demo and what else testdata has; precision needs
the corpora. The rules of the memory (TM001, TM002, TM005, TM010) are left out of recall: planted copies of one page would disagree by design.
"""
import collections
import glob
import json
import math
import os
import random
import re
import subprocess
import sys
import tempfile

import plant
import plant_page
import plant_text
import test_corpora
import tmlib

PAIR = plant_page.PAIR
SEED = 20251125
OPTIONS = ["check", "--format", "json", "--fail-on", "never", "--preview", "--ignore", "TM001,TM002,TM005,TM010"]
HEADING_KIND = ("heading of another page", ("AN001",), "error", plant.heading_exchanged)


def all_kinds():
    """(name, codes, severity) of every kind."""
    rows = (plant.PAIR_KINDS + plant_text.PAIR_KINDS + plant_page.PAIR_KINDS + plant.MARKUP_KINDS + plant_page.MARKUP_KINDS +
            [HEADING_KIND] + plant.PAGE_KINDS + plant_page.PAGE_KINDS + plant_page.FILE_KINDS + plant_page.REFERENCE_KINDS)
    return [row[:3] for row in rows]


PREFACE = """# Accuracy

How much tmlint finds, and how much of what it says is right, measured on real pages. This page is written by
`make accuracy-docs`; `make accuracy` prints the same figures. How each is made, and where it is weak:

- **Recall** comes from planted defects: `scripts/plant*.py` have one row a kind, `scripts/accuracy.py` plants them with a fixed
  seed, one a page, in pairs that had no finding. Each stable rule of error or warning severity has a kind, or a reason why
  not (`scripts/plant_page.py`; `scripts/test_plant.py` asks). Planted defects are plainer than real ones, so real recall is lower.
- **Precision** comes from findings that were read one by one: `docs/accuracy/judged.tsv`, where each row has the verdict and
  why. The reader had not written the rules and drew the sample anew, by rule and locale, after the rules were done; false alarms
  that the reading found were then mended, and a finding that is no longer raised does not count (column *gone*): so the
  figures are for the rules as they were when read or better, but the pages are those that the rules were made on. Other locales and
  other publishers will show lower figures.
- Rows marked "(author)" (MK006, MK007, MK016), and those of AN002, EN004 and a part of EN006, are the rule authors' own readings. Rules
  of info severity that are not in the table below were read by nobody but their authors.
- Planters leave out places where the defect would be right or common in a language (repeated words in Vietnamese, closing signs in
  Thai, …): recall there is not measured. On the corpora's pages all formulas are broken already: MK017 is planted on our own
  pages alone.
- A rule with few findings proves little; its interval says how little. Rules without a finding here are proved by their cases
  (`testdata/rule`) and by planted defects alone.

"""


OWN = """### Greek and Hebrew on our own pages, reported apart

The corpora have no Greek and no Hebrew. The same kinds are planted in a few clean pages that the authors wrote (`testdata/pages`):
few pages and plain ones, so these figures are not added to the others."""


def wilson(good, n):
    if not n:
        return 0.0, 0.0, 1.0
    z, p = 1.96, good / n
    mid, half = p + z * z / (2 * n), z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    return p, (mid - half) / (1 + z * z / n), (mid + half) / (1 + z * z / n)


def loud(report):
    return [f for f in report["findings"] if f["severity"] in ("error", "warning")]


def read_pages(folder, rng, pages):
    """{locale: [(name, text)]}"""
    out = {}
    for locale in sorted(os.listdir(folder)):
        names = sorted(glob.glob(os.path.join(glob.escape(os.path.join(folder, locale)), "**", "*.md"), recursive=True))
        rng.shuffle(names)
        chosen = []
        for name in names:
            if len(chosen) == pages:
                break
            if os.path.getsize(name) < 200_000:
                with open(name, encoding="utf8", errors="strict", newline="") as f:
                    text = f.read()
                if PAIR.search(text):
                    chosen.append((os.path.relpath(name, folder), text))
        if chosen:
            out[locale] = chosen
    return out


class Planter:
    def __init__(self, folder, per_kind, rng, times=1):
        self.folder, self.per_kind, self.rng, self.times = folder, per_kind, rng, times
        self.planted = []  # (kind, codes, severity, locale, file, id, key of the clean page)

    def write(self, kind, locale, number, text, suffix=".md", folder=None):
        name = os.path.join(locale, f"{kind.replace(' ', '-')}-{number}{suffix}")
        folder = folder or self.folder
        os.makedirs(os.path.join(folder, locale), exist_ok=True)
        with open(os.path.join(folder, name), "wb") as f:
            f.write(text if isinstance(text, bytes) else text.encode("utf8"))
        return name

    def plant(self, kinds, locale, pages, noisy, change, suffix=".md", beside=None):
        """`change` gives (text, id), with `beside`, a folder, (text, text of the page of the same name there, id)."""
        for kind, codes, severity, planter in kinds:
            done, made = 0, set()
            order = list(pages) * self.times  # few pages are asked more than once: for other places
            self.rng.shuffle(order)
            for name, text in order:
                if done == self.per_kind:
                    break
                got = change(planter, locale, name, text, noisy)
                if got and got[:-1] not in made:
                    made.add(got[:-1])
                    number = f"{locale}-{done}" if beside else done  # one page of today for each
                    file = self.write(kind, locale, number, got[0], suffix)
                    if beside:
                        self.write(kind, locale, number, got[1], suffix, beside)
                    ident = got[-1]
                    self.planted.append((kind, codes, severity, locale, file, ident, name))
                    done += 1


def context_of(text, m):
    line = text[text.rfind("\n", 0, m.start()) + 1 : m.start()].lstrip()
    heading = line.startswith("#")
    return heading, "TABLE" if line.startswith("|") else "" if line else "LINE"


def main():
    args = [a for a in sys.argv[1:] if not a.startswith("--")]
    value = lambda name, default: next((a.split("=", 1)[1] for a in sys.argv if a.startswith(name + "=")), default)
    program, floor = args[0], "--floor" in sys.argv
    per_kind, pages, write = int(value("--per-kind", 4)), int(value("--pages", 120)), value("--write", None)
    rng = random.Random(SEED)
    corpora = test_corpora.corpora()
    folder = os.path.join(corpora, "sxs") if corpora else os.path.join(tmlib.TOP, "testdata", "demo")
    lines = []
    say = lambda s="": (lines.append(s), print(s))
    clean = read_pages(folder, rng, pages)
    if not clean:
        sys.exit(f"accuracy: no pages in {folder}")
    own = read_pages(os.path.join(tmlib.TOP, "testdata", "pages"), random.Random(SEED), pages)
    if "--own" in sys.argv:
        recall(program, own, per_kind, random.Random(SEED), say, OWN)
        return 0
    recall_ok = recall(program, clean, per_kind, rng, say)
    recall(program, {k: v for k, v in own.items() if k not in clean}, per_kind, random.Random(SEED), say, OWN)
    precision_ok = precision(program, corpora, say)
    say()
    elsewhere(program, say)
    if write:
        with open(write, "w", encoding="utf8") as f:
            f.write(PREFACE + "\n".join(lines) + "\n")
    return 1 if floor and not (recall_ok and precision_ok) else 0


def baseline(program, clean):
    """Findings of the clean pages: {(locale, name): {(code, segment)}}"""
    noisy = collections.defaultdict(set)
    with tempfile.TemporaryDirectory() as t:
        index = {}
        for locale, pages in clean.items():
            for i, (name, text) in enumerate(pages):
                path = os.path.join(locale, f"{i}.md")
                os.makedirs(os.path.join(t, locale), exist_ok=True)
                with open(os.path.join(t, path), "w", encoding="utf8", newline="") as f:
                    f.write(text)
                index[path] = (locale, name)
        report, why = tmlib.report(program, [*OPTIONS, "."], t, timeout=600)
        if why:
            sys.exit("accuracy: " + why)
        for f in loud(report):
            noisy[index[f["path"]]].add((f["code"], f.get("segment")))
    return noisy


def recall(program, clean, per_kind, rng, say, title="## Recall: planted defects"):
    only = next((a[len("--only="):] for a in sys.argv if a.startswith("--only=")), "")
    noisy = baseline(program, clean)
    headings = sorted({m.group("source") for pages in clean.values() for _, text in pages for m in PAIR.finditer(text)
                       if context_of(text, m)[0] and 12 < len(m.group("source")) < 80 and re.fullmatch(r"[\w ,.\-]+", m.group("source"))})

    def eligible(locale, name, text):
        found = list(PAIR.finditer(text))
        rng.shuffle(found)
        bad = {s for _, s in noisy[(locale, name)]}
        return [m for m in found if m.group("ttu") not in bad and m.group("ttu") == m.group("stu") and "<span" not in m.group(0)[6:m.start("lookup") - m.start()]]

    def in_pair(planter, locale, name, text, _):
        for m in eligible(locale, name, text):
            heading, context = context_of(text, m)
            p = plant.Pair(m.group("ttu"), m.group("target"), m.group("source"), locale, heading, context)
            got = planter(p, rng)
            if got and got != (p.target, p.source):
                a, b = m.start("target"), m.end("target")
                c, d = m.start("source"), m.end("source")
                return text[:a] + got[0] + text[b:c] + got[1] + text[d:], m.group("ttu")
        return None

    def in_markup(planter, locale, name, text, _):
        for m in eligible(locale, name, text):
            got = planter(text, m, rng)
            if got:
                return got if isinstance(got, tuple) else (got, m.group("ttu"))
        return None

    def in_heading(planter, locale, name, text, _):
        for m in eligible(locale, name, text):
            if context_of(text, m)[0]:
                got = planter(text, m, rng, headings)
                if got:
                    return got, m.group("ttu")
        return None

    def in_page(planter, locale, name, text, _):
        got = planter(text, rng, locale)
        return got if isinstance(got, tuple) else (got, None) if got else None

    def in_file(fmt):
        def change(planter, locale, name, text, _):
            p = subprocess.run([os.path.abspath(program), "export", "-q", "--format", fmt, "--stdin-filename", "page.md", "-"],
                               input=text.encode("utf8"), stdout=subprocess.PIPE, check=True)
            return planter(p.stdout.decode("utf8"), rng)
        return change

    def since(planter, locale, name, text, _):
        page = PAIR.sub(lambda m: m.group("source"), text)
        return planter(text, page, rng)

    with tempfile.TemporaryDirectory() as t:
        p = Planter(t, per_kind, rng, 1 if len(min(clean.values(), key=len)) > per_kind else 4)
        for locale, pages in clean.items():
            add = lambda kinds, change, *more: p.plant([k for k in kinds if only in k[0]], locale, pages, noisy, change, *more)
            add(plant.PAIR_KINDS + plant_text.PAIR_KINDS + plant_page.PAIR_KINDS, in_pair)
            add(plant.MARKUP_KINDS + plant_page.MARKUP_KINDS, in_markup)
            add([HEADING_KIND], in_heading)
            add(plant.PAGE_KINDS + plant_page.PAGE_KINDS, in_page)
            for kind, codes, severity, fmt, planter in plant_page.FILE_KINDS:
                add([(kind, codes, severity, planter)], in_file(fmt), ".xlf")
        report, why = tmlib.report(program, [*OPTIONS, "."], t, timeout=900)
        if why:
            sys.exit("accuracy: " + why)
    planted, findings = p.planted, report["findings"]
    with tempfile.TemporaryDirectory() as t:
        now, then = os.path.join(t, "now"), os.path.join(t, "then")
        os.makedirs(now)
        os.makedirs(then)
        p = Planter(then, per_kind, rng, p.times)
        for locale, pages in clean.items():
            p.plant([k for k in plant_page.REFERENCE_KINDS if only in k[0]], locale, pages, noisy, since, ".md", now)
        if p.planted:
            report, why = tmlib.report(program, [*OPTIONS, "--select", "RF", "--reference", now, "."], then, timeout=900)
            if why:
                sys.exit("accuracy: " + why)
            planted += p.planted
            findings += report["findings"]
    return tell_recall(planted, findings, noisy, say, title)


def tell_recall(planted, findings, noisy, say, title):
    by_file = collections.defaultdict(list)
    for f in findings:
        by_file[f["path"]].append(f)
    kinds, locales = collections.OrderedDict(), sorted({x[3] for x in planted})
    collateral, beside, missed = [], [], []
    page_kinds = {k[0] for k in plant.PAGE_KINDS + plant_page.PAGE_KINDS + plant_page.FILE_KINDS + plant_page.REFERENCE_KINDS}
    for kind, codes, severity, locale, file, ident, name in planted:
        row = kinds.setdefault(kind, {"severity": severity, "codes": codes, "by": collections.defaultdict(lambda: [0, 0])})
        here = lambda f: ident is None or f.get("segment") in (ident, None) or any(r.get("segment") == ident for r in f.get("related") or [])
        hits = [f for f in by_file[file] if f["code"] in codes and here(f) and (severity == "info" or f["severity"] != "info")]
        row["by"][locale][1] += 1
        row["by"][locale][0] += bool(hits)
        if not hits:
            missed.append((kind, file, ident))
        for f in by_file[file]:
            if f["severity"] == "info":
                continue
            if (f["code"], f.get("segment")) not in noisy[(locale, name)] and f["code"] not in codes and f["code"] != "SX004":
                # at the damaged pair itself, other rules rightly see the damage too
                own = kind in page_kinds or ident is not None and f.get("segment") == ident
                (beside if own else collateral).append((kind, file, f["code"], f.get("segment"), f["message"]))
    say(title)
    say()
    say(f"{len(planted)} defects of {len(kinds)} kinds, one a page, in pages of {len(locales)} locales. Found / planted.")
    say()
    say("| kind | severity | rules | " + " | ".join(x.split("-")[0] if x not in ("zh-CN", "zh-TW") else x for x in locales) + " | all | recall |")
    say("|---|---|---|" + "---|" * (len(locales) + 2))
    totals = collections.defaultdict(lambda: [0, 0])
    for kind, row in kinds.items():
        good, n = (sum(v[i] for v in row["by"].values()) for i in (0, 1))
        totals[row["severity"]][0] += good
        totals[row["severity"]][1] += n
        cells = [f"{row['by'][x][0]}/{row['by'][x][1]}" if row["by"][x][1] else "" for x in locales]
        say(f"| {kind} | {row['severity']} | {' '.join(row['codes'])} | " + " | ".join(cells) + f" | {good}/{n} | {100 * good / n:.0f} % |")
    say()
    ok = True
    for severity, least in (("error", 0.97), ("warning", 0.90)):
        good, n = totals[severity]
        if not n:
            continue
        p, lo, hi = wilson(good, n)
        ok &= p >= least
        say(f"{severity} kinds: {good} of {n} found, {100 * p:.1f} % [{100 * lo:.1f}, {100 * hi:.1f}]")
    say(f"collateral findings (at pairs without a defect): {len(collateral)} on {len(planted)} planted pages; "
        f"by other rules at the damaged pair: {len(beside)}")
    say()
    if os.environ.get("TMLINT_ACCURACY_LOG"):
        with open(os.environ["TMLINT_ACCURACY_LOG"], "a", encoding="utf8") as f:
            for row in missed:
                print("missed", *row, sep="\t", file=f)
            for row in collateral:
                print("collateral", *row, sep="\t", file=f)
            for row in beside:
                print("beside", *row, sep="\t", file=f)
    return ok


def precision(program, corpora, say):
    path = os.path.join(tmlib.TOP, "docs", "accuracy", "judged.tsv")
    if not corpora or not os.path.exists(path):
        say("Precision: skipped, " + ("no docs/accuracy/judged.tsv" if corpora else "no corpora here"))
        return True
    raised, severity, counts = set(), {}, collections.Counter()
    parts = [os.path.join("sxs", p) for p in sorted(os.listdir(os.path.join(corpora, "sxs")))] + ["damaged"]
    for part in parts:
        report, why = tmlib.report(program, ["check", "--format", "json", "--fail-on", "never", "--preview", part], corpora, timeout=900)
        part = os.path.basename(part)
        if why:
            sys.exit("accuracy: " + why)
        for f in report["findings"]:
            raised.add((f["code"], f["path"], f.get("segment") or "-"))
            severity.setdefault(f["code"], f["severity"])
            if f["severity"] != "info":
                severity[f["code"]] = f["severity"]
            counts[(f["code"], part)] += 1
    rules = collections.defaultdict(lambda: [0, 0, 0])
    by_locale = collections.defaultdict(lambda: [0, 0])
    with open(path, encoding="utf8") as f:
        for line in f:
            if line.startswith("#") or not line.strip():
                continue
            code, where, segment, mark, verdict, note = (line.rstrip("\n").split("\t") + [""])[:6]
            row = rules[code]
            if (code, where, segment) not in raised:
                row[2] += 1
                continue
            row[0] += verdict == "1"
            row[1] += 1
            by_locale[(code, where.split("/")[1] if where.startswith("sxs/") else where.split("/")[0])][verdict == "1"] += 1
    say("## Precision: judged findings, replayed")
    say()
    say("Judged findings that are still raised; *gone*: judged, and no longer raised. Findings: on all of the dev corpora, preview rules included.")
    say()
    say("| rule | severity | findings | judged | right | precision | 95 % | gone |")
    say("|---|---|---|---|---|---|---|---|")
    pooled, ok = collections.defaultdict(lambda: [0, 0]), True
    total = collections.Counter()
    for (code, _), n in counts.items():
        total[code] += n
    for code in sorted(set(rules) | set(total)):
        good, n, gone = rules[code]
        s = severity.get(code, "-")
        pooled[s][0] += good
        pooled[s][1] += n
        p, lo, hi = wilson(good, n)
        cells = f"{100 * p:.1f} % | [{100 * lo:.1f}, {100 * hi:.1f}]" if n else "- | -"
        say(f"| {code} | {s} | {total[code]} | {n} | {good} | {cells} | {gone or ''} |")
    say()
    for s, least in (("error", 0.98), ("warning", 0.90)):
        good, n = pooled[s]
        p, lo, hi = wilson(good, n)
        ok &= p >= least or not n
        say(f"{s} rules, pooled: {good} of {n} right, {100 * p:.1f} % [{100 * lo:.1f}, {100 * hi:.1f}]")
    say()
    agreement(say)
    say("### By rule and locale (right / judged)")
    say()
    for code in sorted(rules):
        cells = [f"{loc} {v[1]}/{v[0] + v[1]}" for (c, loc), v in sorted(by_locale.items()) if c == code]
        if cells:
            say(f"- {code}: " + ", ".join(cells))
    say()
    say("### Findings by rule and locale")
    say()
    parts = sorted({p for _, p in counts})
    say("| rule | " + " | ".join(parts) + " |")
    say("|---|" + "---|" * len(parts))
    for code in sorted(total):
        say(f"| {code} | " + " | ".join(str(counts[(code, p)] or "") for p in parts) + " |")
    load(program, corpora, counts, parts, say)
    return ok


def agreement(say):
    """What two readers said of the same findings: docs/accuracy/second.tsv against judged.tsv."""
    def rows(name):
        with open(os.path.join(tmlib.TOP, "docs", "accuracy", name), encoding="utf8") as f:
            for line in f:
                if not line.startswith("#") and line.strip():
                    cells = line.rstrip("\n").split("\t")
                    yield tuple(cells[:4]), cells[4] == "1"
    if not os.path.exists(os.path.join(tmlib.TOP, "docs", "accuracy", "second.tsv")):
        return
    first = dict(rows("judged.tsv"))
    both = [(first[k], v) for k, v in rows("second.tsv") if k in first]
    same = sum(a == b for a, b in both)
    say(f"Read twice, by another reader who did not see the first verdict (`docs/accuracy/second.tsv`): {len(both)} of "
        f"{len(first)} findings, both say the same of {same} ({100 * same / max(1, len(both)):.1f} %).")
    yes = [sum(v[i] for v in both) / max(1, len(both)) for i in (0, 1)]
    chance = yes[0] * yes[1] + (1 - yes[0]) * (1 - yes[1])
    if both and chance < 1:
        say(f"Cohen's kappa: {(same / len(both) - chance) / (1 - chance):.2f}.")
    elif both:
        say("Cohen's kappa is not defined: both readers gave one verdict only.")
    say()


def elsewhere(program, say):
    """Findings read on pages that no rule was made on: docs/accuracy/other.tsv, replayed where TMLINT_OTHER has the pages."""
    rows = []
    with open(os.path.join(tmlib.TOP, "docs", "accuracy", "other.tsv"), encoding="utf8") as f:
        for line in f:
            if not line.startswith("#") and line.strip():
                code, severity, page, number, verdict = line.rstrip("\n").split("\t")[:5]
                rows.append((severity, verdict == "1", (code, page, int(number))))
    say("### On pages of another project")
    say()
    say("`python3 scripts/other_pages.py FOLDER` makes side-by-side pages of the help that another project's volunteers translate into "
        "locales that the development corpora lack. It is not documentation of the kind the rules were made on (people there localize "
        "examples, folder names and links), and it was read once, with the question whether a gate should stop it. "
        "`TMLINT_OTHER=FOLDER make accuracy` replays it.")
    say()
    folder, now, found = os.environ.get("TMLINT_OTHER"), {}, ""
    if folder:
        report, why = tmlib.report(program, ["check", "--format", "json", "--fail-on", "never", "sxs"], folder, timeout=900)
        if why:
            sys.exit("accuracy: " + why)
        for f in report["findings"]:
            now.setdefault((f["code"], f["path"][len("sxs/") :], f.get("line")), []).append(f["severity"])
        found = report["summary"]
    say("| | right when read | of them raised today | false when read | of them raised today |")
    say("|---|---|---|---|---|")
    for level in ("error", "warning"):
        mine = [(right, level in now.get(key, [])) for severity, right, key in rows if severity == level]
        cells = []
        for verdict in (True, False):
            some = [raised for right, raised in mine if right == verdict]
            cells += [str(len(some)), str(sum(some)) if folder else "not replayed"]
        say(f"| {level}s | " + " | ".join(cells) + " |")
    say()
    if found:
        say(f"All of them: {found['files']} pages, {found['segments']} pairs, {found['errors']} errors, {found['warnings']} warnings.")
    else:
        say("Not replayed: TMLINT_OTHER does not name the pages.")
    say()


SHOWN = re.compile(rb"^(?:\S.*?):\d+:\d+ (?:error|warning) ")


def load(program, corpora, counts, parts, say):
    """What a reviewer of the default run meets: findings a page, and the lines of text after causes were told once."""
    say()
    say("### A reviewer's load")
    say()
    say("The default run (stable rules, warnings and errors): findings, findings a page, and how many the text shows, where a "
        "cause and an idiom are told once with their places.")
    say()
    say("| pages of | pages | findings | a page | shown | shown a page |")
    say("|---|---|---|---|---|---|")
    for part in parts:
        folder = part if part == "damaged" else os.path.join("sxs", part)
        p = subprocess.run([os.path.abspath(program), "check", "--no-color", "--fail-on", "never", "--format", "text", "--format",
                            "json=/dev/stderr", "-q", folder], cwd=corpora, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        summary = json.loads(p.stderr)["summary"]
        n = summary["errors"] + summary["warnings"]
        shown = sum(1 for line in p.stdout.splitlines() if SHOWN.match(line))
        pages = summary["files"]
        say(f"| {part} | {pages} | {n} | {n / pages:.2f} | {shown} | {shown / pages:.2f} |")


if __name__ == "__main__":
    sys.exit(main())
