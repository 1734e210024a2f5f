"""The measurements of bench.sh: bench.py PROGRAM TREE"""
import glob
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time

from measure import RUNS, in_turn

PROGRAM, TREE = sys.argv[1], os.path.abspath(sys.argv[2])
LEXICON = "TM007,TM008,CO006"  # the rules that learn which words go together
CHECK = [PROGRAM, "check", "--format", "json", "--fail-on", "never", "--jobs", "1"]


def instructions(command):
    with tempfile.TemporaryDirectory() as t:
        p = subprocess.run(["valgrind", "--tool=callgrind", f"--callgrind-out-file={t}/out", *command], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        m = re.search(rb"Collected : (\d+)", p.stderr)
        return int(m.group(1)) if m else None


def size_of(files):
    return sum(os.path.getsize(f) for f in files)


def po_escape(s):
    return s.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t")


def write_po(path, files):
    pair = re.compile(r'<span data-ttu-id="[^"]*">(.*?)</span><span class="sxs-lookup"><span data-stu-id="([^"]*)">(.*?)</span></span>', re.S)
    n = 0
    with open(path, "w", encoding="utf8") as out:
        out.write('msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Language: xx\\n"\n\n')
        for i, name in enumerate(files):
            with open(name, encoding="utf8", errors="replace", newline="") as f:
                for k, m in enumerate(pair.finditer(f.read())):
                    if m.group(1) and m.group(3):
                        edge = lambda s: po_escape(s.strip("\n"))
                        out.write(f'msgctxt "{i}-{k}"\nmsgid "{edge(m.group(3))}"\nmsgstr "{edge(m.group(1))}"\n\n')
                        n += 1
    return n


def main():
    files = sorted(glob.glob(os.path.join(glob.escape(TREE), "**", "*.md"), recursive=True))
    total = size_of(files)
    print(f"{len(files)} pages, {total / 1e6:.1f} MB; CPU seconds (user + system), median of {RUNS} runs in turn, one thread unless said")
    listing = tempfile.NamedTemporaryFile("w", delete=False)
    listing.write("\0".join(files))
    listing.close()
    plain = {"LC_ALL": "C"}
    unlearnt = [*CHECK, "--ignore", LEXICON]
    commands = {
        "tmlint": ([*CHECK, TREE], None),
        f"tmlint without {LEXICON}": ([*unlearnt, TREE], None),
        "tmlint, every stable and preview rule": ([*CHECK, "--preview", TREE], None),
        "grep": (["grep", "-rc", "sxs-lookup", TREE], plain),
        "wc -w": (["wc", "-w", "--files0-from=" + listing.name], {"LC_ALL": "C.UTF-8"}),
        "tmlint --jobs 2": ([*CHECK[:-1], "2", TREE], None),
    }
    r = in_turn(commands)
    base = r["tmlint"][0]
    for name, (cpu, wall, peak) in r.items():
        print(f"  {name:40} cpu {cpu:7.3f} s   wall {wall:7.3f} s   peak {peak / 1024:6.1f} MiB")
    print(f"  throughput                               {total / 1e6 / base:.0f} MB a CPU second")
    print(f"ratio to LC_ALL=C grep -rc sxs-lookup       {base / r['grep'][0]:.2f}   (goal 6)")
    print(f"… with every rule                           {r['tmlint, every stable and preview rule'][0] / r['grep'][0]:.2f}   (goal 8)")
    print(f"ratio to LC_ALL=C.UTF-8 wc -w               {base / r['wc -w'][0]:.2f}   (goal 0.6)")
    pairs = 0
    for name in files:
        with open(name, "rb") as f:
            pairs += f.read().count(b'class="sxs-lookup"')
    print(f"peak memory of one thread {r['tmlint'][2] / 1024:.1f} MiB   (goal {32 + 24 * pairs / 2**20:.1f}: 32, and 24 bytes for each of {pairs} pairs, which the run learns from)")
    print(f"two threads: CPU ratio {r['tmlint --jobs 2'][0] / base:.2f} (goal 1.05), wall ratio {r['tmlint --jobs 2'][1] / r['tmlint'][1]:.2f} (goal 0.57, idle machine)")
    if shutil.which("msgfmt"):
        part = [f for f in files if "ko-KR" in f] or files
        with tempfile.TemporaryDirectory() as t:
            po, pages = os.path.join(t, "x.po"), os.path.join(t, "pages")
            n = write_po(po, part)
            os.mkdir(pages)
            for i, f in enumerate(part):
                os.symlink(f, os.path.join(pages, f"{i}.md"))
            r2 = in_turn({"tmlint": ([*CHECK, pages], None), "msgfmt": (["msgfmt", "-c", "-o", "/dev/null", po], {"LC_ALL": "C.UTF-8"})}, 3)
            print(f"ratio to msgfmt -c on the same {n} pairs as PO     {r2['tmlint'][0] / r2['msgfmt'][0]:.2f}")
    else:
        print("msgfmt: not here, left out")
    one = min(files, key=lambda f: abs(os.path.getsize(f) - 20000))
    if shutil.which("git"):
        r3 = in_turn({"page": ([*CHECK, one], None), "git": (["git", "--version"], None)}, 40)
        print(f"one page of {os.path.getsize(one)} bytes to git --version     wall ratio {r3['page'][1] / r3['git'][1]:.2f} (goal 1.2)")
        hook(one)
    if shutil.which("valgrind"):
        part = [f for k, f in enumerate(files) if k % max(1, len(files) // 300) == 0]
        with tempfile.TemporaryDirectory() as t:
            for i, f in enumerate(part):
                os.makedirs(os.path.join(t, str(i % 12)), exist_ok=True)
                os.symlink(f, os.path.join(t, str(i % 12), f"{i}.md"))
            n, less = instructions([*CHECK, t]), instructions([*unlearnt, t])
            if n:
                print(f"instructions: {n / size_of(part):.1f} a byte over {len(part)} pages ({size_of(part) / 1e6:.1f} MB)   (goal 25)")
                print(f"… without {LEXICON}           {less / size_of(part):.1f}")
        n = instructions([*CHECK, one])
        print(f"one page: {n / 1e6:.2f} M instructions")
    else:
        print("valgrind: not here, instructions left out")
    linear()
    os.unlink(listing.name)


def hook(page):
    """What the pre-commit hook costs on one staged page that was edited a minute ago, git's part included."""
    with tempfile.TemporaryDirectory() as t:
        git = lambda *a: subprocess.run(["git", "-c", "user.name=x", "-c", "user.email=x@y", *a], cwd=t, check=True, stdout=subprocess.DEVNULL)
        git("init", "-q")
        with open(page, "rb") as f:
            text = f.read()
        for k, content in enumerate((text, text.replace(b"</span>", b" </span>", 1))):
            path = os.path.join(t, "page.md")
            with open(path, "wb") as f:
                f.write(content)
            os.utime(path, (time.time() - 60 + k,) * 2)  # git reads pages again that are as young as its index
            git("add", "page.md")
            if not k:
                git("commit", "-q", "-m", "x")
        where = os.getcwd()
        os.chdir(t)
        r = in_turn({"hook": ([PROGRAM, "check", "--staged", "--fail-on", "never"], None), "git": (["git", "--version"], None), "diff": (["git", "diff", "--cached", "-U99999999"], None)}, 40)
        os.chdir(where)
        print(f"hook on one staged page to git --version     wall ratio {r['hook'][1] / r['git'][1]:.2f}, CPU ratio {r['hook'][0] / r['git'][0]:.2f} (goal 3); "
              f"git's diff alone {r['diff'][1] / r['git'][1]:.2f}, {r['diff'][0] / r['git'][0]:.2f}")


def linear():
    """Twelve times the data."""
    locales = sorted(os.listdir(TREE))
    with tempfile.TemporaryDirectory() as t:
        first = os.path.join(TREE, locales[0])
        for k in range(12):
            os.symlink(first, os.path.join(t, f"{k:02}"))
        r = in_turn({"1": ([*CHECK, first], None), "12": ([*CHECK, *[os.path.join(t, f"{k:02}", "") for k in range(12)]], None)}, 3)
        print(f"12 times the data: {r['12'][0] / r['1'][0]:.2f} times the CPU (goal 12.6)")


if __name__ == "__main__":
    main()
