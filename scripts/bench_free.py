#!/usr/bin/env python3
"""Measures `tmlint align --segments lines` on free translations: bench_free.py PROGRAM

Texts whose parts are known to go together (verses, paragraphs) become seven documents of 150 parts, one batch: boundaries of
parts are dropped on either side by chance, each on its own, so that beads of 1-2, 2-1, 2-2 … arise whose gold is known; verses
are cut into sentences where that side alone is cut; 3 % of the parts, in runs of one to six, stand on one side only. The random
numbers are always the same. Texts are looked for below $TMLINT_FREE (default /), and passed over where absent:
  usr/share/sword/modules/texts/ztext/     (Debian: sword-text-kjv, sword-text-sparv) English-Spanish
  usr/share/doc/debian-handbook/html/      (Debian: debian-handbook) German-French, Spanish-Italian
  node_modules/quran-json/dist/            (npm: quran-json) two translations of a third language each: very free
The pairs marked `kept apart` were not looked at while the aligner was built.
"""
import html
import json
import os
import random
import re
import struct
import sys
import tempfile
import zlib

from bench_align import align, beads, page_of, score

SEEDS, DOCUMENTS, PARTS, JOIN, LOSE = (1, 2), 7, 150, .17, .03
BOOKS = "Gen Exod Judg 1Sam 2Kgs Esth Jonah Dan Mark Luke Acts Rom".split()


def plain(s):
    s = re.sub(r"<note.*?</note>|<title.*?</title>", "", s, flags=re.S)
    return " ".join(html.unescape(re.sub(r"<[^>]*>", "", s)).split())


def verses(folder):
    """A SWORD module, compressed by book: {(chapter, verse): text}."""
    out = {}
    for part in ("ot", "nt"):
        data = {x: open(f"{folder}/{part}.bz{x}", "rb").read() for x in "svz"}
        blocks, opened, chapter, verse = struct.unpack(f"<{len(data['s']) // 4}I", data["s"]), {}, None, 0
        for at in range(0, len(data["v"]), 10):
            block, offset, size = struct.unpack_from("<IIH", data["v"], at)
            if not size:
                verse += 1
                continue
            if block not in opened:
                start, length = blocks[3 * block:3 * block + 2]
                opened[block] = zlib.decompress(data["z"][start:start + length])
            text = opened[block][offset:offset + size].decode("utf8", "replace")
            begins = re.search(r'<chapter [^>]*osisID="([^"]+)"', text)
            if begins:
                chapter, verse = begins.group(1), 0
            elif chapter:
                verse += 1
                if plain(text):
                    out[chapter, verse] = plain(text)
    return out


def bible(top):
    folder = os.path.join(top, "usr/share/sword/modules/texts/ztext")
    a, b = (verses(os.path.join(folder, m)) for m in ("engKJV2006eb", "spaRV1909eb"))
    return [[(a[k], b[k]) for k in a if k in b and k[0].split(".")[0] == book] for book in BOOKS]


def quran(top, source, target):
    pages = []
    for locale in (source, target):
        with open(os.path.join(top, f"node_modules/quran-json/dist/quran_{locale}.json"), encoding="utf8") as f:
            pages.append(json.load(f))
    text = lambda v: " ".join(v["translation"].split())
    return [[(text(x), text(y)) for x, y in zip(c["verses"], d["verses"])] for c, d in zip(*pages)]


def sentences(s):
    return [x for x in re.split(r"(?<=[.!?:;])\s+(?=[A-ZÀ-Ý«„\"(])", s) if x]


def handbook(top, source, target):
    """Paragraphs; their sentences where both sides have as many. What is English still is left out."""
    folder, docs = os.path.join(top, "usr/share/doc/debian-handbook/html"), []
    for name in sorted(os.listdir(os.path.join(folder, source))):
        files = [os.path.join(folder, locale, name) for locale in (source, target, "en-US")]
        if not name.endswith(".html") or not all(map(os.path.exists, files)):
            continue
        texts = []
        for path in files:
            with open(path, encoding="utf8") as f:
                page = re.sub(r"<pre.*?</pre>", "", f.read(), flags=re.S)
            texts.append([plain(x) for x in re.findall(r'<div class="para">\s*(.*?)</div>', page, flags=re.S)])
        doc = []
        for s, t, english in zip(*texts) if len(set(map(len, texts))) == 1 else ():
            if len(s) < 3 or len(t) < 3 or english in (s, t):
                continue
            cut = sentences(s), sentences(t)
            if len(cut[0]) == len(cut[1]):
                doc += zip(*cut)
            elif min(map(len, cut)) == 1:
                doc.append((s, t))
        if len(doc) >= 8:
            docs.append(doc)
    return docs


def choose(r, doc):
    """Parts as they are told: ([source lines], [target lines]), None for a side that is lost."""
    lost, left = None, 0
    for s, t in doc:
        if not left:
            lost = r.choice((0, 1)) if r.random() < LOSE else None
            left = r.choice((1, 1, 1, 2, 3, 6)) if lost is not None else 0
        if left:
            left -= 1
            yield (None, [t]) if lost == 0 else ([s], None)
            continue
        cut, way = (sentences(s), sentences(t)), r.random()
        if way < .25 and len(cut[0]) > 1:
            yield cut[0], [t]
        elif .25 <= way < .5 and len(cut[1]) > 1:
            yield [s], cut[1]
        else:
            yield [s], [t]


def document(r, doc):
    lines, gold, glued = ([], []), [], [False, False]
    for part in choose(r, doc):
        if None in part:
            glued = [False, False]
        if not any(glued):
            gold.append(([], []))
        for d in (0, 1):
            for n, text in enumerate(part[d] or ()):
                if n == 0 and glued[d]:
                    lines[d][-1] += " " + text
                else:
                    gold[-1][d].append(len(lines[d]))
                    lines[d].append(text)
        glued = [False, False] if None in part else [r.random() < JOIN, r.random() < JOIN]
    return lines, [tuple(map(tuple, g)) for g in gold]


def measure(program, docs, source, target):
    parts = [p for doc in docs if len(doc) >= 8 for p in doc]
    chunks = [parts[i:i + PARTS] for i in range(0, len(parts) - PARTS + 1, PARTS)]
    batch, alone = [], []
    for seed in SEEDS:
        r = random.Random(seed)
        made = [document(r, doc) for doc in r.sample(chunks, min(DOCUMENTS, len(chunks)))]
        with tempfile.TemporaryDirectory() as top:
            for side, d in (("s", 0), ("t", 1)):
                os.mkdir(os.path.join(top, side))
                for i, (lines, _) in enumerate(made):
                    with open(os.path.join(top, side, f"{i}.txt"), "w", encoding="utf8") as f:
                        f.write("\n".join(lines[d]) + "\n")
            options = "--segments", "lines", "--source-language", source, "--target-language", target
            got = align(program, os.path.join(top, "s"), os.path.join(top, "t"), *options)
            batch.append(score([(made[int(page_of(p))][1], beads(v)) for p, v in got.items()]))
            alone.append(score([(gold, beads(v)) for i, (_, gold) in enumerate(made) for v in align(
                program, os.path.join(top, "s", f"{i}.txt"), os.path.join(top, "t", f"{i}.txt"), *options).values()]))
    mean = lambda v: tuple(sum(x[k] for x in v) / len(v) for k in (0, 1))
    return mean(batch), mean(alone)


def main(program):
    top = os.environ.get("TMLINT_FREE", "/")
    program = os.path.abspath(program)
    texts = [("verses en-es", "en", "es", lambda: bible(top))]
    for s, t in (("de-DE", "fr-FR"), ("es-ES", "it-IT")):
        texts.append((f"handbook {s[:2]}-{t[:2]}", s[:2], t[:2], lambda s=s, t=t: handbook(top, s, t)))
    for s, t, apart in (("fr", "sv", ""), ("en", "fr", ""), ("ru", "es", ", kept apart"), ("tr", "id", ", kept apart"),
                        ("zh", "en", ", kept apart")):
        texts.append((f"third language {s}-{t}{apart}", s, t, lambda s=s, t=t: quran(top, s, t)))
    for title, source, target, read in texts:
        try:
            docs = read()
        except FileNotFoundError as e:
            print(f"{title}: no texts here ({e.filename})")
            continue
        batch, alone = measure(program, docs, source, target)
        print(f"{title}: one batch {batch[0]:.4f} / {batch[1]:.4f}, each document alone {alone[0]:.4f} / {alone[1]:.4f}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
