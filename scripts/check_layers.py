#!/usr/bin/env python3
"""Holds the rooms' table (docs/design: who may use whom) against the #include lines: check_layers.py [TOP]

A header include/tmlint/<name>.h belongs to the room <name>, else to the one room that has src/<room>/<name>.c.
Third-party headers have their one user each; the libc locale has none.
"""
import glob
import os
import re
import sys

TABLE = {
    "base": "",
    "text": "base",
    "doc": "base text",
    "input": "base text doc",
    "read": "base text doc",
    "feat": "base text doc",
    "align": "base text doc feat",
    "tm": "base text doc feat",
    "find": "base text doc",
    "rule": "base text doc feat find tm",
    "pack": "base text feat find rule",
    "config": "base text",
    "report": "base text doc find rule",  # text: columns of a terminal, well-formed UTF-8
    "run": "base text doc input read feat align tm find rule pack config report",
    "lsp": "base run config report rule",
    "cli": "base run config report rule",
}
ANYTHING = {"test", "fuzz", "bench"}
HEADERS = {"tab_lists": "text", "embedded": "base", "export": "run", "aligning": "run", "opaque": "feat", "pieces": "doc", "bitext": "align", "fit": "tm", "reference": "feat", "json": "text"}  # headers whose room their name does not tell
THIRD = [  # header pattern, the files or rooms that may include it
    (r"utf8proc\.h", ["text/uni.c"]),
    (r"pcre2\.h", ["text/rx.c"]),
    (r"libxml/", ["read/xml.c"]),
    (r"(cjson/)?cJSON\.h", ["include/tmlint/json.h", "text/json.c", "pack/", "config/", "report/", "lsp/", "find/baseline.c"]),
    (r"yaml\.h", ["input/", "read/"]),
    (r"(x?locale|langinfo|wctype|wchar)\.h", []),
]
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', re.M)


def header_room(name):
    if name in TABLE:
        return name
    if name in HEADERS:
        return HEADERS[name]
    rooms = {p.split("/")[1] for p in glob.glob(f"src/*/{name}.c")} & set(TABLE)
    return rooms.pop() if len(rooms) == 1 else None


def main(top):
    os.chdir(top)
    files, bad = [], []
    for path in sorted(glob.glob("src/*/*.[ch]")):
        room = path.split("/")[1]
        if room in TABLE:
            files.append((path, room))
        elif room not in ANYTHING:
            bad.append(f"{path}: the room {room} is not in the table of scripts/check_layers.py")
    for path in sorted(glob.glob("include/tmlint/*.h")):
        room = header_room(os.path.basename(path)[:-2])
        if room:
            files.append((path, room))
        else:
            bad.append(f"{path}: no room, or several, have a source file of this name")
    for path, room in files:
        allowed = set(TABLE[room].split()) | {room}
        with open(path, encoding="utf8") as f:
            text = f.read()
        for m in INCLUDE.finditer(text):
            kind, name = m.groups()
            line = text.count("\n", 0, m.start()) + 1
            used = None
            if name.startswith("tmlint/"):
                used = header_room(name[7:-2])
            elif kind == '"' and "/" in name:
                used = name.split("/")[0]
            if used and used not in allowed:
                bad.append(f"{path}:{line}: {room} may not use {used} ({name})")
            for pattern, users in THIRD:
                if re.fullmatch(pattern + (".*" if pattern.endswith("/") else ""), name):
                    where = path[4:] if path.startswith("src/") else path
                    if not any(where.startswith(u) for u in users):
                        bad.append(f"{path}:{line}: {name} may only be included by {', '.join(users) or 'nobody'}")
    for b in bad:
        print(b)
    wrong = len({b.split(":")[0] for b in bad})
    print(f"{len(files) - wrong if len(files) > wrong else 0} passed, {wrong} failed")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "."))
