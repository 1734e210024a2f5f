#!/usr/bin/env python3
"""Measures the linking of an old page to today's: bench_drift.py LINKER PROGRAM [--quick]

LINKER is build/bench/drift. The source spans of real side-by-side pages (test_corpora.py says where) are the old texts;
today's page is made of them by planted changes, from a fixed seed, so the right links are known by construction:
sentences deleted, sentences of other pages inserted, sentences edited, blocks moved. Then: sentences joined and cut,
with blanks lost as in pages that were scraped; the whole program on Markdown pages with known changes (gold-drift) and on
pages beside the source of their own revision; and the time of long and hostile pages.
Exit status 1 where a floor is missed.
"""
import collections
import glob
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile

import test_corpora

SPAN = re.compile(r'<span data-stu-id="[^"]*">(.*?)</span></span>', re.S)
WORD = re.compile(r"[^\W\d_]{2,}")
FLOORS = {"unmoved": .999, "moved": .96, "gold": .985}


def pages(folder, most, rng):
    """The source spans of up to `most` pages, each page's in order."""
    files = []
    for base, dirs, names in os.walk(folder):
        dirs.sort()
        files += [os.path.join(base, n) for n in sorted(names) if n.endswith(".md")]
    rng.shuffle(files)
    out, seen = [], set()
    for f in files:
        with open(f, encoding="utf8", errors="replace") as h:
            spans = [" ".join(s.split()) for s in SPAN.findall(h.read())]
        spans = [s for s in spans if s]
        key = tuple(spans[:5])  # the same page in another language
        if len(spans) < 15 or key in seen:
            continue
        seen.add(key)
        out.append(spans)
        if len(out) == most:
            break
    return out


def edit(text, words, rng):
    """What an author does to a sentence: words replaced, added or taken out, a clause dropped or added, a part
    rewritten, its halves exchanged, a number, a capital or a sign changed. At most about 40 % of the words; of a heading
    of one or two words, one is put to it or its form is changed."""
    v = text.split(" ")
    n = len(v)
    for _ in range(30):
        w = list(v)
        kind = rng.choice(["word", "word", "word", "add", "add", "drop", "clause", "rewrite", "halves", "number", "form"])
        at = rng.randrange(n)
        if kind == "word" and n > 2:
            for _ in range(rng.randint(1, max(1, min(3, n // 5)))):
                w[rng.randrange(n)] = rng.choice(words)
        elif kind == "add":
            w[at:at] = [rng.choice(words) for _ in range(rng.randint(1, max(1, min(6, n // 3))))]
        elif kind == "drop" and n > 3:
            del w[at:at + rng.randint(1, max(1, n // 4))]
        elif kind == "clause" and n > 8:
            k = rng.randint(3, max(3, int(n * .4)))
            w = w[:-k] if rng.random() < .5 else w + [rng.choice(words) for _ in range(k)]
        elif kind == "rewrite" and n > 6:
            k = max(2, int(n * rng.uniform(.2, .4)))
            at = rng.randrange(n - k + 1)
            w[at:at + k] = [rng.choice(words) for _ in range(max(1, k + rng.randint(-2, 2)))]
        elif kind == "halves" and n > 8:
            k = rng.randint(n // 4, n // 2)
            w = w[k:] + w[:k]
        elif kind == "number":
            w = re.sub(r"\d+", lambda m: str(int(m[0][:9]) + rng.randint(1, 9)), text, count=1).split(" ")
        elif kind == "form":
            w = rng.choice([text.swapcase() if n < 3 and len(text) < 4 else text.capitalize(), text + "s",
                            text[:-1] if text[-1] in ".:s" else text + ".", text.replace("**", "")]).split(" ")
        if "".join(w) and " ".join(w) != text:
            return " ".join(w)
    return text + "s"


def plant(spans, strangers, words, rng, deleted, inserted, edited, blocks):
    """(today's texts, for each the old index or None)."""
    now = []
    for i, s in enumerate(spans):
        if rng.random() < deleted:
            continue
        now.append((edit(s, words, rng), i) if rng.random() < edited else (s, i))
    for _ in range(blocks):
        n = rng.randint(2, max(2, len(now) // 12))
        if len(now) <= 2 * n:
            break
        at = rng.randrange(len(now) - n)
        block, rest = now[at:at + n], now[:at] + now[at + n:]
        to = rng.randrange(len(rest) + 1)
        now = rest[:to] + block + rest[to:]
    for _ in range(round(len(spans) * inserted)):
        now.insert(rng.randrange(len(now) + 1), (rng.choice(strangers), None))
    return [t for t, _ in now], [o for _, o in now]


def link(linker, made, *options):
    """The links of all pages: [[(old, now, status, match, part)]]."""
    with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf8", newline="\n") as f:
        for old, now in made:
            f.write("\n".join(old) + "\n\n" + "\n".join(now) + "\n\f\n")
        f.flush()
        out = subprocess.run([linker, *options, f.name], stdout=subprocess.PIPE, check=True).stdout.decode()
    if "--time" in options:
        return float(out)
    result = [[]]
    for line in out.split("\n")[:-1]:
        if line == "\f":
            result.append([])
        else:
            o, w, status, match, part = line.split("\t")
            result[-1].append((int(o), int(w), status, int(match), int(part)))
    return result[:-1]


def measure(linker, base, strangers, words, rng, name, show=0, **planted):
    made, gold = [], []
    for spans in base:
        texts, came = plant(spans, strangers, words, rng, **planted)
        made.append((spans, texts))
        gold.append({(o, w) for w, o in enumerate(came) if o is not None})
    right = said = true = by_text = 0
    for (old, now), g, links in zip(made, gold, link(linker, made)):
        got = {(o, w) for o, w, *_ in links if o >= 0 and w >= 0}
        right, said, true = right + len(got & g), said + len(got), true + len(g)
        twin = {w: old[o] for o, w in g}
        by_text += sum((o, w) in g or old[o] == twin.get(w) for o, w in got)
        for o, w in sorted(got - g)[:show]:
            print("  wrong", repr(old[o][:90]), "->", repr(now[w][:90]))
        for o, w in sorted(g - got)[:show]:
            print("  missed", repr(old[o][:90]), "->", repr(now[w][:90]))
    p, r = right / said, right / true
    f = 2 * p * r / (p + r)
    print(f"{name}: {len(base)} pages, {true} links, P {p:.4f} R {r:.4f} F {f:.4f}"
          f" (one of several equal texts is as good as another: P {by_text / said:.4f} R {by_text / true:.4f})")
    return p, r, min(by_text / said, by_text / true)


def measure_parts(linker, base, rng):
    """Sentences joined two by two, or cut at a comma, blanks at some words lost: what was there must not count as gone."""
    gone = new = all_old = all_now = 0
    made = []
    for spans in base:
        now, i = [], 0
        while i < len(spans):
            x = rng.random()
            if x < .25 and i + 1 < len(spans):
                now.append(spans[i] + " " + spans[i + 1])
                i += 2
                continue
            cut = spans[i].find(", ")
            if x < .4 and cut > 25 and len(spans[i]) - cut > 25:
                now += [spans[i][:cut + 1], spans[i][cut + 2:]]
            else:
                now.append(re.sub(r" (?=[A-Z])", lambda m: "" if rng.random() < .1 else " ", spans[i]))
            i += 1
        made.append((spans, now))
        all_old, all_now = all_old + len(spans), all_now + len(now)
    for links in link(linker, made, "--visible"):
        gone += sum(status == "removed" for _, _, status, _, _ in links)
        new += sum(status == "added" for _, _, status, _, _ in links)
    print(f"joined and cut: {all_old} texts, {gone} called gone ({100 * gone / all_old:.2f} %), "
          f"{new} of {all_now} called new ({100 * new / all_now:.2f} %)")
    return gone / all_old


def reference(program, cwd, today, pages):
    out = subprocess.run([os.path.abspath(program), "check", "--select", "RF", "--format", "json", "--fail-on", "never",
                          "--reference", today, pages], cwd=cwd, stdout=subprocess.PIPE, check=True).stdout
    return json.loads(out)


def measure_gold(program, folder):
    """gold-drift: a source page of today with its changes, span by span; the old spans make a side-by-side page."""
    counts, new, inserted = collections.Counter(), 0, 0
    with tempfile.TemporaryDirectory(prefix="tmlint-gold-") as root:
        gold = {}
        for g in sorted(glob.glob(os.path.join(folder, "gold-drift", "*", "*", "gold.jsonl"))):
            locale, name = g.split(os.sep)[-3:-1]
            for d in ("old", "today"):
                os.makedirs(os.path.join(root, d, locale), exist_ok=True)
            page, spans = [f"---\ntitle: x\nms.contentlocale: {locale}\n---\n"], {}
            for line in open(g, encoding="utf8"):
                x = json.loads(line)
                if x["op"] == "inserted":
                    inserted += 1
                    continue
                spans[x["id"]] = x["op"]
                page.append(f'<span data-ttu-id="{x["id"]}">{x["target"]}</span><span class="sxs-lookup">'
                            f'<span data-stu-id="{x["id"]}">{x.get("was") or x["source"]}</span></span>\n')
            gold[f"old/{locale}/{name}.md"] = spans
            with open(os.path.join(root, "old", locale, name + ".md"), "w", encoding="utf8", newline="") as f:
                f.write("\n".join(page))
            shutil.copy(os.path.join(os.path.dirname(g), "source.md"), os.path.join(root, "today", locale, name + ".md"))
        told = collections.defaultdict(dict)
        for locale in sorted(os.listdir(os.path.join(root, "old"))):
            for f in reference(program, root, f"today/{locale}", f"old/{locale}")["findings"]:
                if f["code"] in ("RF001", "RF002"):
                    told[f["path"]][f["segment"]] = f["code"]
                new += f["code"] == "RF003"
        for path, spans in gold.items():
            counts.update((op, told[path].get(i, "silent")) for i, op in spans.items())
    wanted = {"same": "silent", "edited": "RF001", "deleted": "RF002"}
    right = sum(n for (op, code), n in counts.items() if wanted[op] == code)
    print(f"gold-drift, {len(gold)} Markdown pages: {right} of {sum(counts.values())} spans told right; " + ", ".join(
        f"{op} {counts[op, code]} of {sum(n for (o, _), n in counts.items() if o == op)}" for op, code in wanted.items())
        + f"; {new} new texts told, {inserted} inserted")
    return right / sum(counts.values())


def measure_same(program, folder):
    """Pages beside the source of their own revision: nothing has changed."""
    wrong = spans = 0
    for locale in sorted(os.listdir(os.path.join(folder, "en"))):
        if os.path.isdir(os.path.join(folder, "sxs", locale)):
            r = reference(program, folder, f"en/{locale}", f"sxs/{locale}")
            spans += r["summary"]["segments"]
            wrong += len(r["findings"])
    print(f"own revision: {wrong} findings on {spans} spans ({100 * wrong / max(1, spans):.2f} %)")
    return wrong / max(1, spans)


def doubling(linker, name, make):
    """What twice the length costs: from a page and one four times as long, so that noise counts half."""
    n = 4000
    one, four = (min(link(linker, [make(k)], "--time") for _ in range(5)) for k in (n, 4 * n))
    print(f"{name}: {n} texts {one:.3f} s, four times as many {four:.3f} s: {(four / one) ** .5:.2f} times for twice as many")
    return (four / one) ** .5


def hostile(linker, base, strangers, words, rng):
    flat = [s for p in base for s in p]

    def real(n):
        old = (flat * (n // len(flat) + 1))[:n]
        return old, plant(old, strangers, words, random.Random(5), .15, .15, .3, 3)[0]

    def alike(n):  # lines of one pattern, all edited
        return [f"The value of setting number {i} is read by part {i * 7 % n}." for i in range(n)], \
               [f"The value of setting number {i} was read by the part {i * 11 % n}." for i in range(n)]

    def equal(n):
        return ["Select Save to keep what you entered."] * n, ["Select Save to keep what you entered."] * (n - n // 3)

    def nearly(n):  # no line twice, all trigrams common
        return ["ab" * 20 + str(i % 9) * (i % 37) for i in range(n)], ["ab" * 21 + str(i % 7) * (i % 31) for i in range(n)]

    def long(n):  # few texts, very long ones
        r = random.Random(3)
        v = [" ".join(r.choice(words) for _ in range(4 * n)) for _ in range(4)]
        return v, [x[len(x) // 3:] + " " + x[:len(x) // 3] for x in v]

    return max(doubling(linker, name, f) for name, f in (("real texts", real), ("one pattern", alike), ("one text", equal),
                                                          ("common trigrams", nearly), ("long texts", long)))


def main(linker, program, quick):
    folder = test_corpora.corpora()
    if not folder:
        print("bench: no corpora here")
        return 0
    rng = random.Random(20261125)
    base = pages(os.path.join(folder, "sxs"), 120 if quick else 600, rng)
    strangers, base = [s for p in base[::4] for s in p], [p for i, p in enumerate(base) if i % 4]
    words = sorted({w for s in strangers for w in WORD.findall(s)})
    show = 3 if os.environ.get("SHOW") else 0
    ok = True
    # Of "Yes", "Yes", "Yes" nobody can say which one was deleted: this floor is for the texts.
    _, _, texts = measure(linker, base, strangers, words, rng, "unmoved, 5 % deleted, 5 % inserted, 5 % edited", show,
                   deleted=.05, inserted=.05, edited=.05, blocks=0)
    ok &= texts >= FLOORS["unmoved"]
    p, r, _ = measure(linker, base, strangers, words, rng, "15 % deleted, 15 % inserted, 30 % edited, 3 blocks moved", show,
                   deleted=.15, inserted=.15, edited=.3, blocks=3)
    ok &= min(p, r) >= FLOORS["moved"]
    ok &= measure_parts(linker, base, rng) <= .01
    ok &= measure_gold(program, folder) >= FLOORS["gold"]
    ok &= measure_same(program, folder) <= .001
    ok &= hostile(linker, base, strangers, words, rng) <= 2.2
    if not ok:
        print("a floor is missed: " + ", ".join(f"{k} {v}" for k, v in FLOORS.items()) + ", 1 % gone, .1 % findings, 2.2 times")
    return not ok


if __name__ == "__main__":
    args = [a for a in sys.argv[1:] if a != "--quick"]
    sys.exit(main(args[0], args[1], "--quick" in sys.argv))
