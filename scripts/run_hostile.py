#!/usr/bin/env python3
"""Input made to be slow: run_hostile.py PROGRAM

Every trap is a piece that is repeated, as a page of its own and inside the two texts of one pair. Four times the bytes
may cost at most eight times the CPU (16 would be quadratic), beyond a start-up that is not counted; no crash, and the
report keeps the invariants.
"""
import json
import os
import resource
import subprocess
import sys
import tempfile

import tmlib

SMALL = 64 * 1024
FACTOR = 4
ALLOWED = 8.0
IDLE = 0.25  # seconds: below it a run is fast enough, whatever its ratio
LIMIT = 60   # seconds

PAIR = '<span data-ttu-id="abcde-101">{}</span><span class="sxs-lookup"><span data-stu-id="abcde-101">{}</span></span>'
PIECES = [
    "<a <a", "](", "<!--", "<", "</span>", "<span>", "<span ", '<span class="sxs-lookup">', '<span data-ttu-id="a-101">',
    '<span data-stu-id="a-101">', '<span data-ttu-id="', "<span data-ttu-id=&quot;a-101&quot;>", "[", "]", "![", "[a](", "[a](<", "*", "**a", "_a*",
    "***a **b *c ", "`", "`` ` ", "``` \n", "~~~\n", "(", ")", "（", "「", '"', "'", "&", "&#", "&amp;", "\\", "{", "{{", "${", "%s ", "$", "$$", "$a ",
    "1", "1,", "1.2.", "1 2 ", "2020-", "1/", "12:", "٣", "ISO 27001, ", "ISO/IEC ", "27001 and ", "a.", "A", "a_", "a-", "--", "-a ", "::", "a@",
    "http://", "https://a/", "www.", "xref:", "[!", "[!INCLUDE[", ":::", "#", "# a\n", "> ", "- ", "| a ", "\n", "\r", "\r\n", " ", "\t",
    "\u200b", "\u202a", "\u202e", "\ufeff", "\u0301", "\ue000", "â€™", "\u200d", "\uac00", "漢", "ก", "а", "i\u0307", "the the ", "C:\\a\\", "0x", "Get-A ",
    "<b>", "<br/>", "</", "<a name=\"x\"></a>", "---\n", "a: b\n", "? ", "a: [", "a: &a ", "<<c0>", "#A0",
]
# Texts that differ, so that what is left is sought in the other text: locale, target, source; {} is the number of the repeat.
SIDES = [
    ("cs-CZ", "Powershellxyz ", "PowerShell "), ("cs-CZ", "abcd efgh abcd efgh x ", "aaa bbb ccc "), ("cs-CZ", "[ a](b.md) ", "[a](b.md) "),
    ("de-DE", "**$abc_d und** ", "**$abc_d** "), ("de-DE", "Bild-und Wort{} ", "Picture and word "), ("el-GR", '" a b c d e ', "W "),
    ("fr-FR", "a & ou ", "A & B "), ("fr-FR", "los **a{}**de b ", "**a{}** b "), ("pl-PL", "\\<a > b ", "\\<a> "),
    ("ru-RU", "составленИмя FileName{} имя ", "FileName{} "), ("ru-RU", "креатеиндекз ", "**CreateIndex** "), ("ru-RU", "OК ", "OX "),
    ("tr-TR", "Windows 'da x ", "Windows "), ("tr-TR", "**Yaz**denir{} ", "**Write** says "), ("fi-FI", "Wort{}: ssa x ", "Wort{} "),
]
RAW = [b"\xff", b"\xc3", b"\xed\xa0\x80", b"\x00", b"\x1b[31m", b"\xf0\x9f\x98"]


def fill(piece, size):
    return piece * max(1, size // len(piece))


def pages(size):
    """(name, bytes) of every trap, each about `size` bytes."""
    for i, piece in enumerate([p.encode() for p in PIECES] + RAW):
        yield f"{i}-page {piece!r}", fill(piece, size)
        text = fill(piece, size // 2)
        a, b, c = PAIR.encode().split(b"{}")
        yield f"{i}-pair {piece!r}", a + text + b + text[:-1] + c
    for locale, target, source in SIDES:
        n = size // 2 // len(target.encode())
        t, s = ("".join(piece.replace("{}", str(i)) for i in range(n)) for piece in (target, source))
        yield f"{locale} {target!r}", f"---\nms.contentlocale: {locale}\n---\n{PAIR.format(t, s)}".encode()
    n = size // 160
    yield "many pairs, one id", b"\n".join([PAIR.format("a", "a").encode()] * n)
    yield "same text, many times", "\n\n".join(
        PAIR.replace("101", str(101 + i)).format("Der Bericht 7 fehlt.", "The report 8 is missing.") for i in range(n)).encode()
    yield "halves far apart", (
        "\n".join(f'<span data-ttu-id="a-{i}">a</span>' for i in range(n)) + "\n\n" +
        "\n".join(f'<span class="sxs-lookup"><span data-stu-id="a-{i}">a</span></span>' for i in range(n))).encode()
    yield "nested", ('<span data-ttu-id="a-1">a' * n + '</span><span class="sxs-lookup"><span data-stu-id="a-1">b</span></span>' * n).encode()
    yield "anchors", "\n".join(f'## <a name="a{i}"></a>' + PAIR.format("b", f"c {i}") for i in range(n)).encode()
    yield "front matter", ("---\n" + "\n".join(f"k{i}: v" for i in range(size // 10)) + "\n---\n" + PAIR.format("a", "a")).encode()
    yield "front matter, open", ("---\n" + "\n".join(f"k{i}: 'v" for i in range(size // 10))).encode()


def cpu(program, path, folder):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    rep, why = None, None
    status, out, err = tmlib.run(program, ["check", "--preview", "--fail-on", "never", "--format", "json", path], folder, timeout=LIMIT)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if status:
        why = f"status {status}: {err.decode(errors='replace')[-800:]}"
    else:
        rep = json.loads(out.decode("utf-8"))
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, rep, why


def main(program):
    passed = failed = 0
    slowest = (0.0, "")
    with tempfile.TemporaryDirectory(prefix="tmlint-hostile-") as t:
        for (name, small), (_, big) in zip(pages(SMALL), pages(SMALL * FACTOR)):
            problem = None
            try:
                times = []
                for data in (big, small):
                    with open(os.path.join(t, "p.md"), "wb") as f:
                        f.write(data)
                    took, rep, why = cpu(program, "p.md", t)
                    times.append(took)
                    problem = problem or why
                    if rep:
                        wrong = tmlib.invariant_errors(rep, t)
                        problem = problem or ("; ".join(wrong[:3]) or None)
                    if times[0] < IDLE:
                        break  # fast: the small one need not be measured
                if not problem and len(times) == 2 and times[0] > ALLOWED * max(times[1], 0.005):
                    problem = f"{len(big)} bytes took {times[0]:.2f} s, a {FACTOR}th of them {times[1]:.3f} s"
                slowest = max(slowest, (times[0], name))
            except (subprocess.TimeoutExpired, ValueError) as e:
                problem = str(e)[:300]
            if problem:
                failed += 1
                print(f"{name[:80]}: {problem}")
            else:
                passed += 1
    print(f"the slowest: {slowest[0]:.2f} s, {slowest[1][:80]}")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1]))
