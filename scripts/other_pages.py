#!/usr/bin/env python3
"""Side-by-side pages of another project, for a look at locales the development corpora lack: other_pages.py FOLDER

Fetches Debian's gnome-user-docs, gnome-devel-docs and evolution-common (apt-get download) into FOLDER/deb and writes
FOLDER/sxs/<locale>/<book>/<page>.md: the blocks of each English Mallard page (title, desc, p) beside those of its
translation, inline elements as Markdown. Pages whose blocks do not agree in number and kind are left out, and so are
blocks that are not translated. What people translated there by hand is the text; the markup is ours.
Mallard: http://projectmallard.org/1.0/
"""
import glob
import hashlib
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ET

PACKAGES = ["gnome-user-docs", "gnome-devel-docs", "evolution-common"]
BOOKS = ["gnome-help", "system-admin-guide", "evolution", "hig", "optimization-guide", "platform-demos", "programming-guidelines"]
REGIONS = """ca-ES cs-CZ da-DK de-DE el-GR es-ES eu-ES fa-IR fi-FI fr-FR gl-ES gu-IN he-IL hi-IN hr-HR hu-HU id-ID it-IT ja-JP
kn-IN ko-KR lt-LT lv-LV mr-IN nl-NL pa-IN pl-PL pt-PT ro-RO ru-RU sl-SI sv-SE ta-IN te-IN tr-TR uk-UA vi-VN"""
LOCALES = {r.split("-")[0]: r for r in REGIONS.split()}
LOCALES |= {"pt_BR": "pt-BR", "zh_CN": "zh-CN", "sr": "sr-Cyrl-RS", "sr@latin": "sr-Latn-RS"}
NS = "{http://projectmallard.org/1.0/}"
BLOCKS = ("p", "title", "desc")
PAIR = '<span data-ttu-id="%s">%s</span><span class="sxs-lookup"><span data-stu-id="%s">%s</span></span>'


def name(e):
    return e.tag.replace(NS, "") if isinstance(e.tag, str) else ""


def dressed(e):
    """One inline element as Markdown."""
    inner, kind = inline(e).strip(), name(e)
    if not inner or not kind:
        return inner
    if kind == "gui":
        return f"**{inner}**"
    if kind in ("code", "cmd", "file", "sys", "input") and "`" not in inner:
        return "`" + inner.replace("**", "") + "`"
    if kind == "em":
        return "*" + inner.replace("*", "") + "*"
    if kind == "link":
        page, _, part = (e.get("xref") or "").partition("#")
        return f"[{inner}]({e.get('href') or (page and page + '.md') + (part and '#' + part)})"
    return inner


def inline(e):
    kind = name(e)
    if kind in ("keyseq", "guiseq"):
        return ("+" if kind == "keyseq" else " > ").join(dressed(c) for c in e)
    out = e.text or ""
    for c in e:
        if name(c) == "link" and not inline(c).strip():  # its text is the other page's title
            target = c.get("href") or c.get("xref") or ""
            out += f"<{target}>" if "://" in target else f"`{target}`"
        else:
            out += dressed(c)
        out += c.tail or ""
    return re.sub(r"\s+", " ", out)


def blocks(root):
    """(prefix, anchors, text) of each block, in order."""
    found, anchors = [], []

    def walk(e, path):
        for c in e:
            kind = name(c)
            if kind and c.get("id"):
                anchors.append(f'<a name="{c.get("id")}"></a>')
            if kind in BLOCKS:
                heading = kind == "title" and path[-1] in ("page", "section")
                prefix = "#" * (1 + path.count("section")) + " " if heading else "* " if "item" in path else ""
                found.append((prefix, "".join(anchors), inline(c).strip()))
                anchors.clear()
            elif kind in ("code", "screen"):
                found.append(("code", "", ""))
            elif kind:
                walk(c, path + [kind])

    walk(root, ["page"])
    return found


def page(english, translated, locale, uid):
    out, pairs = [], 0
    for n, ((prefix, mark, source), (_, _, target)) in enumerate(zip(english, translated), 101):
        if source and target and source != target:
            body = PAIR % (f"{uid}-{n}", target.replace("<", "\\<"), f"{uid}-{n}", source.replace("<", "\\<"))
            out.append(prefix + mark + body)
            pairs += 1
        elif mark:
            out.append(mark)
    if pairs < 5:
        return None
    return f"---\ntitle: {uid}\nms.contentlocale: {locale}\n---\n\n" + "\n\n".join(out) + "\n"


def read(path):
    try:
        return blocks(ET.parse(path).getroot())
    except (OSError, ET.ParseError):
        return None


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__.splitlines()[0])
    folder = os.path.abspath(sys.argv[1])
    deb = os.path.join(folder, "deb")
    if not os.path.isdir(deb):
        os.makedirs(deb)
        subprocess.run(["apt-get", "-qq", "download", *PACKAGES], cwd=folder, check=True)
        for archive in glob.glob(os.path.join(glob.escape(folder), "*.deb")):
            subprocess.run(["dpkg-deb", "-x", archive, deb], check=True)
    pages = pairs = 0
    help_of = os.path.join(deb, "usr/share/help")
    for book in BOOKS:
        for source in sorted(glob.glob(os.path.join(glob.escape(help_of), "C", book, "*.page"))):
            english, base = read(source), os.path.basename(source)
            for language, locale in LOCALES.items():
                translated = read(os.path.join(help_of, language, book, base))
                if not english or not translated or [b[0] for b in english] != [b[0] for b in translated]:
                    continue
                text = page(english, translated, locale, hashlib.md5((book + base).encode()).hexdigest()[:5])
                if text:
                    out = os.path.join(folder, "sxs", locale, book, base[:-5] + ".md")
                    os.makedirs(os.path.dirname(out), exist_ok=True)
                    with open(out, "w", encoding="utf8") as f:
                        f.write(text)
                    pages, pairs = pages + 1, pairs + text.count("sxs-lookup")
    print(f"{pages} pages, {pairs} pairs in {os.path.join(folder, 'sxs')}")


if __name__ == "__main__":
    main()
