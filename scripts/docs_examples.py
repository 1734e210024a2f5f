#!/usr/bin/env python3
"""The examples of a document are what the program writes: docs_examples.py [--write] PROGRAM FOLDER DOCUMENT

An example is an indented block that begins with "    $ COMMAND"; the lines behind it are its output, run in a copy of FOLDER
with `tmlint` on the PATH. --write puts the output there. What stands between <!-- walk-NAME --> and <!-- end --> is run by a
test of its own.
"""
import difflib
import os
import re
import shutil
import subprocess
import sys
import tempfile


def output(command, folder, env):
    p = subprocess.run(["sh", "-c", command], cwd=folder, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                       stderr=subprocess.STDOUT, timeout=120)
    text = p.stdout.decode("utf-8").replace("\ufeff", "").replace("\r\n", "\n")
    return "".join(f"    {line}".rstrip(" ") + "\n" for line in text.splitlines())


def main(write, program, folder, document):
    with open(document, encoding="utf8") as f:
        text = f.read()
    with tempfile.TemporaryDirectory(prefix="tmlint-docs-") as temp:
        work = os.path.join(temp, "w")
        shutil.copytree(folder, work)
        os.symlink(os.path.abspath(program), os.path.join(temp, "tmlint"))
        env = {"PATH": temp + os.pathsep + os.environ["PATH"], "HOME": temp, "LC_ALL": "C.UTF-8", "TERM": "dumb"}
        made = "".join(part if part.startswith("<!-- walk-") else
                       # a block ends with a blank line that no indented line follows
                       re.sub(r"^    \$ (.*)\n((?:    (?!\$ ).*\n|\n(?=    (?!\$ )))*)",
                              lambda m: f"    $ {m[1]}\n" + output(m[1], work, env), part, flags=re.M)
                       for part in re.split(r"(<!-- walk-.*?<!-- end -->)", text, flags=re.S))
    if write:
        with open(document, "w", encoding="utf8") as f:
            f.write(made)
    elif made != text:
        print("".join(difflib.unified_diff(text.splitlines(True), made.splitlines(True), document, "what tmlint writes")))
        return 1
    return 0


if __name__ == "__main__":
    a = [x for x in sys.argv[1:] if x != "--write"]
    if len(a) != 3:
        sys.exit(__doc__)
    sys.exit(main("--write" in sys.argv, *a))
