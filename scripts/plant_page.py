"""Defects that scripts/accuracy.py plants in whole pages, other formats and today's source pages; and the rules that have no
planted kind, with the reason.

Planters of PAGE_KINDS get (text, generator, locale) and return the new text, or (text, id of the damaged pair), or bytes;
those of MARKUP_KINDS (text, match of the pair, generator), and may return (text, the pair's new id); those of FILE_KINDS
(the page in another format, generator); those of REFERENCE_KINDS (text, today's source page, generator) and return (text, page, id). None: no place for it.
"""
import re

from plant import LINK, find_plain, pick, put

PAIR = re.compile(
    r'<span data-ttu-id="(?P<ttu>[^"]*)">(?P<target>(?:(?!</span><span class="sxs-lookup">).)*?)</span>'
    r'(?P<lookup><span class="sxs-lookup"><span data-stu-id="(?P<stu>[^"]*)">(?P<source>(?:(?!</span></span>).)*?)</span></span>)', re.S)
ISO = r"\bISO(?:/IEC)?[ \u00a0](\d{4,5})\b"
SPACED = ("de", "fr", "es", "uk", "el", "he", "ar", "hi", "vi")


# ---- pairs ----

def comma_glued(p, rng):
    """The blank behind a comma is lost, between two small words."""
    if p.locale[:2] not in SPACED or re.search(r",(?=\w)", p.source):
        return None
    m = pick(rng, find_plain(p.target, r"(?<=[^\W\d_]{3})[,،]( )(?=[^\W\d_]{3})"))
    return m and (put(p.target, m, "", 1), p.source)


def link_glued(p, rng):
    """The blank before a link is lost."""
    if p.locale[:2] not in SPACED or re.search(r"\w\[", p.source):
        return None
    m = pick(rng, re.finditer(r"(?<=[^\W\d_]{4})( )\[[^\[\]]+\]\([^()\s]+\)", p.target))
    return m and (put(p.target, m, "", 1), p.source)


def bold_not_rendered(p, rng):
    """A blank inside the stars of a bold that both sides have."""
    if "\\" in p.target or p.source.count("**") < 2 or p.target.count("**") != p.source.count("**") or p.target.count("**") != 2:
        return None
    m = re.search(r"\*\*(?=[^\W\d_])", p.target)
    return m and (put(p.target, m, "** "), p.source)


def standard_malformed(p, rng):
    m = pick(rng, find_plain(p.target, ISO))
    return m and "ISO" in p.source and (put(p.target, m, rng.choice(["ISO-Iec-", "iso "]) + m.group(1)), p.source) or None


def kind_of_document_changed(p, rng):
    """Only the source names another kind of document than before."""
    names = {"certificate": "audit report", "audit report": "certificate"}
    found = find_plain(p.source, r"\b(certificate|audit report)\b")
    if len(found) != 1 or re.search(r"certif|report|SOA|attest|applicab", put(p.source, found[0], "")):
        return None
    return p.target, put(p.source, found[0], names[found[0].group(1)])


def link_of_another_standard(p, rng):
    """A link about a standard leads to the page of another, on both sides."""
    m = pick(rng, (m for m in re.finditer(LINK, p.target) if re.search(ISO, m.group(1)) and p.source.count(m.group(2)) == 1))
    if not m or "27018" in m.group(1):
        return None
    url = "https://docs.aldercloud.example/trust/iso-27018"
    return put(p.target, m, url, 2), p.source.replace(m.group(2), url)


def sentences_lost(p, rng):
    """Of three sentences or more the first one is left."""
    if p.heading or len(re.findall(r"[a-z]\. [A-Z]", p.source)) < 2 or p.locale[:2] == "th":
        return None
    m = re.search(r"(?<=[^\W\d_]{2})(?:[.।] |。)", p.target)
    return m and 15 < m.end() < len(p.target) / 3 and (p.target[: m.end()].rstrip(), p.source) or None


PAIR_KINDS = [
    ("blank behind a comma lost", ("SP004",), "warning", comma_glued),
    ("blank before a link lost", ("SP004",), "warning", link_glued),
    ("bold that is not rendered", ("MK010",), "warning", bold_not_rendered),
    ("standard malformed", ("EN003",), "warning", standard_malformed),
    ("kind of document changed in the source", ("EN009",), "warning", kind_of_document_changed),
    ("link of another standard", ("EN011",), "warning", link_of_another_standard),
    ("sentences lost", ("CO007",), "warning", sentences_lost),
]


# ---- markup ----

def id_twice(text, m, rng):
    """The pair gets the id of another one."""
    others = [x for x in dict.fromkeys(re.findall(r'data-ttu-id="([^"]*)"', text)) if x != m.group("ttu")]
    return others and (text[: m.start()] + m.group(0).replace(m.group("ttu"), others[-1]) + text[m.end() :], others[-1]) or None


def id_of_another_file(text, m, rng):
    prefix, dash, number = m.group("ttu").partition("-")
    if not dash or len(PAIR.findall(text)) < 8:
        return None
    new = ("0b0b0" if prefix != "0b0b0" else "1c1c1") + dash + number
    return text[: m.start()] + m.group(0).replace(m.group("ttu"), new) + text[m.end() :], new


def fragment_broken(text, m, rng):
    """A link to a heading that the page has not, on both sides; a page that includes another may have it from there."""
    target, source = m.group("target"), m.group("source")
    link = pick(rng, (x for x in re.finditer(LINK, target) if source.count("(" + x.group(2) + ")") == 1 and target.count("(" + x.group(2) + ")") == 1))
    if not link or "INCLUDE" in text:
        return None
    new = m.group(0).replace("(" + link.group(2) + ")", "(#zz-no-such-heading)")
    return text[: m.start()] + new + text[m.end() :]


MARKUP_KINDS = [
    ("fragment broken", ("AN003",), "warning", fragment_broken),
    ("id used twice", ("SX004",), "warning", id_twice),
    ("id of another file", ("SX006",), "warning", id_of_another_file),
]


# ---- pages ----

def bytes_broken(text, rng, locale):
    m = pick(rng, re.finditer(r"(?<=[a-z]{3}) (?=[a-z]{3})", text))
    return m and text[: m.start()].encode() + b" \xe2\x28\xa1 " + text[m.end() :].encode()


def other_encoding(text, rng, locale):
    return b"\xff\xfe" + text.encode("utf-16-le")


def suppression_left_over(text, rng, locale):
    m = pick(rng, (m for m in re.finditer(r"\n\n(?=<span data-ttu-id)", text)))
    return m and text[: m.end()] + "<!-- tmlint-disable-next-line NU005: the price is right -->\n" + text[m.end() :]


def about(text):
    """The standard that title and first heading name, or None."""
    title = re.search(r"(?m)^title: .*?" + ISO, text[:1500])
    first = re.search(r"(?m)^# .*", text)
    return title and first and re.search(ISO, first.group(0)) and title.group(1) in first.group(0) and title.group(1) or None


def title_of_another_standard(text, rng, locale):
    number = about(text)
    if not number:
        return None
    m = re.search(r"(?m)^title: .*$", text)
    return text[: m.start()] + m.group(0).replace(number, "27018" if number != "27018" else "22301") + text[m.end() :]


def both_off_subject(text, rng, locale):
    """A heading, question or document of the audit names another standard, on both sides."""
    number = about(text)
    found = [m for m in PAIR.finditer(text) if number and number in m.group("source") and number in m.group("target") and m.start() > text.find("\n# ") + 200
             and (text[: m.start()].rsplit("\n", 1)[-1].startswith("##") or re.search(r"\?$|certificate|report", m.group("source")))
             and "](" not in m.group(0) and '<a name="' not in text[: m.start()].rsplit("\n", 1)[-1]]
    m = pick(rng, found)
    return m and (text[: m.start()] + re.sub(r"\b" + number + r"\b", "27018", m.group(0)) + text[m.end() :], m.group("ttu"))


def sources_of_another_page(text, rng, locale):
    """Three sources name another standard than their targets and the page."""
    number = about(text)
    found = [m for m in PAIR.finditer(text) if number and number in m.group("source") and number in m.group("target") and m.start() > text.find("\n# ") + 200]
    if len(found) < 5:
        return None
    for m in sorted(rng.sample(found, 3), key=lambda m: -m.start()):
        text = text[: m.start("source")] + m.group("source").replace(number, "27018") + text[m.end("source") :]
    return text


PAGE_KINDS = [
    ("bytes that are not UTF-8", ("CH001",), "error", bytes_broken),
    ("page in UTF-16", ("IN002",), "error", other_encoding),
    ("suppression left over", ("RU001",), "warning", suppression_left_over),
    ("title of another standard", ("FM003",), "warning", title_of_another_standard),
    ("both sides off the subject", ("EN002",), "warning", both_off_subject),
    ("sources of another page", ("TM006",), "error", sources_of_another_page),
]


# ---- other formats ----

def unit_unfinished(text, rng):
    m = pick(rng, re.finditer(r'<trans-unit id="([^"]*)"[^>]*>\s*<source>[^<]{20,}</source>\s*<target(?=>)', text))
    return m and (text[: m.end()] + ' state="needs-review-translation"' + text[m.end() :], None)


def file_cut(text, rng):
    at = text.rfind("</trans-unit>")
    return (text[:at], None) if at > 0 else None


# name, codes, severity, format of `tmlint export`, planter
FILE_KINDS = [
    ("unit that is not finished", ("CO008",), "warning", "xliff", unit_unfinished),
    ("file that is cut", ("IN004",), "error", "xliff", file_cut),
]


# ---- today's source page ----

def plain_sources(text):
    """Pairs whose source stands once in the page's sources, and is plain."""
    pairs = list(PAIR.finditer(text))
    sources = [m.group("source") for m in pairs]
    return [m for m in pairs if re.fullmatch(r"[\w ,.'%-]{40,}", m.group("source")) and sources.count(m.group("source")) == 1]


def source_changed(text, page, rng):
    m = pick(rng, (m for m in plain_sources(text) if len(m.group("source").split()) > 7))
    if not m or page.count(m.group("source")) != 1:
        return None
    words = m.group("source").split(" ")
    words[len(words) // 2] = "altogether"
    return text, page.replace(m.group("source"), " ".join(words)), m.group("ttu")


def source_removed(text, page, rng):
    m = pick(rng, plain_sources(text))
    return (text, page.replace(m.group("source"), ""), m.group("ttu")) if m and page.count(m.group("source")) == 1 else None


def source_added(text, page, rng):
    m = pick(rng, plain_sources(text))
    if not m or page.count(m.group("source")) != 1:
        return None
    return text, page.replace(m.group("source"), m.group("source") + "\n\nBicycles travel free of charge on every ferry of the harbour.\n\n"), None


def edition_replaced(text, page, rng):
    """Today's page is about the next edition of the page's standard."""
    number = about(text)
    m = number and re.search(r"\bISO(?:/IEC)?[ \u00a0]" + number + r":((?:19|20)\d\d)", page)
    return m and text.count(m.group(1)) and (text, page.replace(":" + m.group(1), ":" + str(int(m.group(1)) + 7)), None) or None


def page_grown(text, page, rng):
    """Half as much again stands on today's page."""
    n = len(PAIR.findall(text))
    who = ["The harbour office", "A ferry", "The captain", "Every passenger", "The night watch", "A dog"]
    what = ["opens the gate at", "counts the tickets of row", "paints cabin", "reads page", "waits at pier", "sells map"]
    more = "\n\n".join(f"{who[i % 6]} {what[(i // 6 + i) % 6]} {100 + 7 * i} and writes it down." for i in range(n // 2 + 4))
    return (text, page + "\n\n" + more + "\n", None) if n > 6 else None


REFERENCE_KINDS = [
    ("source changed since", ("RF001",), "info", source_changed),
    ("source removed since", ("RF002",), "info", source_removed),
    ("source added since", ("RF003",), "info", source_added),
    ("edition replaced since", ("RF004",), "warning", edition_replaced),
    ("page grown since", ("RF005",), "warning", page_grown),
]


# Stable rules of error or warning severity without a planted kind, and why. scripts/test_plant.py holds the list to the program.
EXCEPTIONS = {
    "IN001": "no bytes in a page make it unreadable: testdata/cli/stranger-unreadable",
    "IN003": "is about what is named on the command line: testdata/cli/stranger-binary and testdata/rule/IN003.txt",
    "RU003": "is about a pack's pattern, not about a page: src/test/test_pack.c",
    "CO006": "learns from a folder of hundreds of pairs: scripts/bench_fit.py, testdata/cli/misfits",
    "TM007": "learns from a folder of hundreds of pairs: scripts/bench_fit.py, testdata/cli/misfits",
    "TM008": "learns from a folder of hundreds of pairs: scripts/bench_fit.py, testdata/cli/misfits",
    "TM002": "asks several pages for one target: testdata/rule/TM002.txt, testdata/cli/memory-rules",
    "TM001": "asks several pages for one sentence; planted copies of one page would disagree by design",
}
