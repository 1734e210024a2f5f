"""The defects that scripts/accuracy.py plants: one row a kind.

A kind is (name, codes that may answer, severity, what it does to a pair, or to the page). A planter gets a Pair and a random
generator and returns (target, source) with the defect, or None where the pair offers no place for it. It works on the
texts as they stand in the file and knows nothing of the rules: places are found by plain patterns, in code, links and
URLs only where the kind is about these.
"""
import re

# Code spans, link targets, URLs, tags: where a planted word or number would be another kind of defect.
OPAQUE = re.compile(r"`[^`]*`|\]\([^)]*\)|https?://[^\s)]+|<[^>]*>|&#?\w+;|\{[^}]*\}|xref:\S+|\\.")


def plain_spans(text):
    """(start, end) of what is prose."""
    at = 0
    for m in OPAQUE.finditer(text):
        if m.start() > at:
            yield at, m.start()
        at = m.end()
    if at < len(text):
        yield at, len(text)


def find_plain(text, pattern):
    return [m for a, b in plain_spans(text) for m in re.compile(pattern).finditer(text, a, b)]


def pick(rng, items):
    items = list(items)
    return rng.choice(items) if items else None


def put(text, m, new, group=0):
    return text[: m.start(group)] + new + text[m.end(group) :]


class Pair:
    def __init__(self, ident, target, source, locale, heading, context):
        self.id, self.target, self.source = ident, target, source
        self.locale, self.heading, self.context = locale, heading, context


# A number that stands for itself: two to four digits between blanks, the same on both sides, once each.
NUMBER = r"(?<![\w.,:/\\#*+\-–$€£¥%°'’])(?<!\w )([1-9]\d{1,3})(?![\w.,:/\\*+\-–%°'’])(?=[ )]|$)"


def shared_numbers(p):
    source = [m.group(1) for m in find_plain(p.source, NUMBER)]
    return [m for m in find_plain(p.target, r"(?<![\d.,:/\-–#])([1-9]\d{1,3})(?![\d.,:/\-–])")
            if source.count(m.group(1)) == 1 and p.target.count(m.group(1)) == 1 and p.source.count(m.group(1)) == 1]


def other_number(n, rng):
    new = list(n)
    at = rng.randrange(len(new))
    new[at] = rng.choice([c for c in "123456789" if c != new[at]])
    return "".join(new)


def number_changed(p, rng):
    m = pick(rng, shared_numbers(p))
    return m and (put(p.target, m, other_number(m.group(1), rng), 1), p.source)


def number_changed_source(p, rng):
    m = pick(rng, shared_numbers(p))
    if not m:
        return None
    s = find_plain(p.source, r"(?<!\d)" + m.group(1) + r"(?!\d)")
    return (p.target, put(p.source, s[0], other_number(m.group(1), rng))) if s else None


def number_lost(p, rng):
    m = pick(rng, [m for m in shared_numbers(p) if int(m.group(1)) > 12])
    return m and (re.sub("  +", " ", put(p.target, m, "", 1)), p.source)


def number_shifted(p, rng):
    m = pick(rng, [m for m in shared_numbers(p) if len(m.group(1)) == 2])
    return m and (put(p.target, m, m.group(1)[0] + "," + m.group(1)[1], 1), p.source)


STANDARD = r"\b(?:ISO(?:/IEC)?|NIST|SOC|HIPAA|FedRAMP|GDPR)\b[  ]?(?:(?:SP )?\d[\d\-]*)?"


def standard_changed_source(p, rng):
    m = pick(rng, find_plain(p.source, r"\bISO(?:/IEC)?[  ](\d{4,5})\b"))
    return m and (p.target, put(p.source, m, rng.choice([x for x in ("27018", "22301", "9001") if x != m.group(1)]), 1))


def standard_changed_target(p, rng):
    m = pick(rng, find_plain(p.target, r"\bISO(?:/IEC)?[  ](\d{4,5})"))
    return m and (put(p.target, m, rng.choice([x for x in ("27018", "22301", "9001") if x != m.group(1)]), 1), p.source)


def standard_added_source(p, rng):
    if p.heading or len(p.source) < 60 or not p.source.endswith(".") or re.search(STANDARD, p.source + p.target):
        return None
    return p.target, p.source[:-1] + " in line with ISO/IEC 27018."


GUID = r"\b[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}([0-9a-fA-F]{12})\b"


def guid_altered(p, rng):
    m = pick(rng, find_plain(p.target, GUID))
    if not m or m.group(0) not in p.source:
        return None
    return put(p.target, m, m.group(1)[1] + m.group(1)[0] + m.group(1)[2:] if m.group(1)[0] != m.group(1)[1] else "0" + m.group(1)[1:], 1), p.source


def email_altered(p, rng):
    m = pick(rng, find_plain(p.target, r"\b[a-z][\w.]{2,}@([a-z]{4,})\.(?:com|org|net)\b"))
    if not m or m.group(0) not in p.source:
        return None
    return put(p.target, m, m.group(1)[0] + m.group(1)[2:], 1), p.source


def address_altered(p, rng):
    m = pick(rng, find_plain(p.target, r"\b\d{1,3}\.\d{1,3}\.(\d{1,3})\.\d{1,3}\b"))
    if not m or p.source.count(m.group(0)) != 1:
        return None
    return put(p.target, m, str(int(m.group(1)) ^ 3), 1), p.source


def error_code_altered(p, rng):
    m = pick(rng, find_plain(p.target, r"\b0x[0-9a-fA-F]{6,7}([0-9a-fA-F])\b"))
    if not m or m.group(0) not in p.source:
        return None
    return put(p.target, m, "0" if m.group(1) != "0" else "1", 1), p.source


def command_altered(p, rng):
    m = pick(rng, find_plain(p.target, r"\b(Get|Set|New|Remove|Add)-([A-Z][A-Za-z]{4,})\b"))
    if not m or m.group(0) not in p.source or p.target.count(m.group(0)) != 1:
        return None
    return put(p.target, m, {"Get": "Set", "Set": "Get", "New": "Remove", "Remove": "New", "Add": "Remove"}[m.group(1)], 1), p.source


def api_split(p, rng):
    m = pick(rng, find_plain(p.target, r"\b[A-Z][a-z]+(\.)[A-Z][A-Za-z]+\.[A-Z][A-Za-z]+\b"))
    return m and m.group(0) in p.source and (put(p.target, m, ". ", 1), p.source) or None


def version_changed(p, rng):
    m = pick(rng, find_plain(p.target, r"(?<![\w.])\d+\.\d+\.(\d+)(?![\w.])"))
    if not m or p.source.count(m.group(0)) != 1:
        return None
    return put(p.target, m, str(int(m.group(1)) + 1), 1), p.source


def code_lost(p, rng):
    m = pick(rng, re.finditer(r"(?<!`)`([A-Za-z][\w.\-]{3,})`(?!`)", p.target))
    return m and m.group(0) in p.source and (put(p.target, m, m.group(1)), p.source) or None


def code_altered(p, rng):
    m = pick(rng, re.finditer(r"`([A-Za-z][\w.\-]{4,})`", p.target))
    if not m or p.source.count(m.group(0)) != 1 or p.target.count(m.group(0)) != 1:
        return None
    c = m.group(1)
    at = rng.randrange(1, len(c))
    return put(p.target, m, c[:at] + ("x" if c[at] != "x" else "y") + c[at + 1 :], 1), p.source


# Not an image, not the inside of an [!INCLUDE[…](…)].
LINK = r"(?<![!E])\[([^\[\]]+)\]\(([^()\s]+)\)"


def link_changed(p, rng):
    m = pick(rng, (m for m in re.finditer(LINK, p.target) if p.source.count(m.group(2)) == 1 and len(m.group(2).split("#")[0]) > 8))
    if not m:
        return None
    page, mark, rest = m.group(2).partition("#")
    return put(p.target, m, page[: len(page) // 2] + "zz" + page[len(page) // 2 :] + mark + rest, 2), p.source


def include_changed(p, rng):
    m = pick(rng, re.finditer(r"\[!INCLUDE ?\[[^\]]*\]\(([^()\s]{8,})\)", p.target))
    return m and p.source.count(m.group(1)) == 1 and (put(p.target, m, m.group(1)[:-5] + "zz" + m.group(1)[-5:], 1), p.source) or None


def link_lost(p, rng):
    m = pick(rng, (m for m in re.finditer(LINK, p.target) if p.source.count(m.group(2)) == 1))
    return m and (put(p.target, m, m.group(1)), p.source)


def link_emptied(p, rng):
    m = pick(rng, (m for m in re.finditer(LINK, p.target) if p.source.count(m.group(2)) == 1 and len(p.target) > len(m.group(0)) + 10))
    return m and (put(p.target, m, "[](" + m.group(2) + ") " + m.group(1) + " "), p.source)


def link_syntax_broken(p, rng):
    m = pick(rng, (m for m in re.finditer(LINK, p.target) if p.source.count(m.group(2)) == 1 and "://" in m.group(2)))
    return m and (put(p.target, m, "[" + m.group(1) + "] (" + m.group(2) + ")"), p.source)


def locale_in_link(p, rng):
    m = pick(rng, re.finditer(r"\(https://docs\.microsoft\.com/(?![a-z]{2}-[a-z]{2}/)", p.target))
    return m and (p.target[: m.end()] + "en-us/" + p.target[m.end() :], p.source)


def tag_lost(p, rng):
    m = pick(rng, re.finditer(r"</?(?:b|i|strong|em|sup|sub|code|li|p|ul|kbd|u)>", p.target))
    return m and m.group(0) in p.source and (put(p.target, m, ""), p.source) or None


def leaked_bold(p, rng):
    m = pick(rng, re.finditer(r"\*\*(?=\w)", p.target))
    if not m or "\\" in p.source or m.start() > 0 and p.target[m.start() - 1] not in " (":
        return None
    end = p.target.find("**", m.end())
    if end < 0:
        return None
    return p.target[: m.start()] + "\\*\\*" + p.target[m.end() : end] + "\\*\\*" + p.target[end + 2 :], p.source


def bold_lost(p, rng):
    """The only bold of both sides is no longer bold."""
    if p.target.count("**") != 2 or p.source.count("**") != 2 or re.search(r"[`*_<\\\"“”„«»「」『』()（）\[\]]", p.target.replace("**", "")):
        return None
    return (p.target.replace("**", ""), p.source) if re.search(r"\*\*\w[^*]*\w\*\*", p.target) else None


def stop_into(edge):
    """A stop or comma moves inside: `**x**.` becomes `**x.**`."""
    def plant(p, rng):
        pattern = re.escape(edge) if edge == "**" else r"\]\([^()\s]+\)"
        if re.search(r"\\", p.target) or (edge == "**" and p.target.count("**") % 2):
            return None
        inside = re.search(r"[.,;:?!]" + (re.escape(edge) if edge == "**" else r"\]\("), p.source)
        places = [m for m in re.finditer(r"(?<=\w)(" + pattern + r")([.,、，。।])(?=\s|$)", p.target)
                  if edge != "**" or p.target.count("**", 0, m.end(1)) % 2 == 0]
        m = pick(rng, places)
        wide = {"、": ",", "，": ",", "。": ".", "।": "."}
        if not m or inside or not re.search(pattern + re.escape(wide.get(m.group(2), m.group(2))), p.source):
            return None
        if m.group(2) in ".。।" and m.end() < len(p.target.rstrip()):
            return None
        if re.search(r"[.,、，。।]" + (re.escape(edge) if edge == "**" else r"\]\("), p.target):
            return None
        return put(p.target, m, m.group(2) + m.group(1)), p.source
    return plant


def name_cut(p, rng):
    """Of a name that both sides have in bold the last word is no longer bold."""
    if p.target.count("**") % 2 or "\\" in p.target:
        return None
    m = pick(rng, (m for m in re.finditer(r"\*\*([A-Z][A-Za-z]+(?: [A-Z][A-Za-z]+)+)\*\*(?= )", p.target)
                   if p.source.count(m.group(0)) == 1 and p.source.count(m.group(1)) == 1 and p.target.count(m.group(1)) == 1))
    if not m:
        return None
    head, tail = m.group(1).rsplit(" ", 1)
    return put(p.target, m, f"**{head}** {tail}"), p.source


IMAGE = r"!\[[^\[\]]*\]\(([^()\s]+?)(\.\w+)(?: \"[^\"]*\")?\)"


def image_lost(p, rng):
    m = pick(rng, re.finditer(IMAGE, p.target))
    return m and p.source.count(m.group(1)) == 1 and len(p.target) > len(m.group(0)) + 8 and (put(p.target, m, ""), p.source) or None


def image_changed(p, rng):
    m = pick(rng, re.finditer(IMAGE, p.target))
    return m and p.source.count(m.group(1)) == 1 and (put(p.target, m, m.group(1) + "2", 1), p.source) or None


def code_driven_together(p, rng):
    """Of two code spans of the target the first moves beside the second."""
    v = list(re.finditer(r"(?<!`)`[^`\s]+`(?!`)", p.target))
    if len(v) < 2 or re.search(r"` ?`", p.source + p.target) or "``" in p.source:
        return None
    k = rng.randrange(len(v) - 1)
    a, b = v[k], v[k + 1]
    if not re.search(r"\w", p.target[a.end() : b.start()]) or a.group(0) not in p.source or b.group(0) not in p.source:
        return None
    return p.target[: a.start()] + p.target[a.end() : b.start()].strip() + " " + a.group(0) + " " + p.target[b.start() :], p.source


MATH = r"(?<![\\$\w])\$(?![\s$])([^$]*?[\\^][^$]*?|[a-zA-Z])(?<!\s)\$(?![\d$])"


def formula_torn(p, rng):
    m = pick(rng, re.finditer(MATH, p.target))
    return m and p.source.count(m.group(0)) and p.target.count(m.group(0)) == 1 and "\\text" not in m.group(0) and (put(p.target, m, m.group(1) + " ", 1), p.source) or None


def formula_changed(p, rng):
    m = pick(rng, re.finditer(MATH, p.target))
    return m and p.source.count(m.group(0)) and p.target.count(m.group(0)) == 1 and "\\text" not in m.group(0) and (put(p.target, m, m.group(1) + "+1", 1), p.source) or None


def sign_to_list(p, rng):
    """A line begins with a sign that is read as a list mark."""
    if p.context != "LINE" or p.heading or len(p.target) < 20 or not re.match(r"[^\W\d_]{2}", p.target):
        return None
    return "- " + p.target, p.source


def space_before_sign(p, rng):
    """A blank before a comma or stop; behind markup too."""
    if p.locale[:2] in ("th", "ja", "zh") or re.search(r"[\s][.,;:!?)\]]|\$", p.source + p.target):
        return None
    m = pick(rng, re.finditer(r"(?<=[^\W\d_]|[*`)])([.,،])(?=\s|$)", p.target))
    if not m or "](" in p.target[max(0, m.start() - 3) : m.end()] or "|" in p.target or "TABLE" in p.context:
        return None
    return (put(p.target, m, " " + m.group(1)), p.source) if m.group(1) != "،" else None


def space_in_bracket(p, rng):
    if re.search(r"\( |[$\\]", p.source + p.target):
        return None
    m = pick(rng, find_plain(p.target, r"(?<=[\s\w])[(（](?=[^\W\d_]{2})"))
    return m and (put(p.target, m, m.group(0) + " "), p.source)


def space_before_wide(p, rng):
    if re.search(r"\s[、。，：；！？）」]|[$\\]", p.target):
        return None
    m = pick(rng, find_plain(p.target, r"(?<=\w)[、。，）」]"))
    return m and (put(p.target, m, " " + m.group(0)), p.source)


def french_colon(p, rng):
    if p.locale[:2] != "fr" or re.search(r"[$\\]", p.source + p.target):
        return None
    m = pick(rng, find_plain(p.target, r"(?<= )[^\W\d_]{3,}([\u00a0 ])(?=:(?:\s|$))"))
    return m and (put(p.target, m, "", 1), p.source)


def machine_tag(p, rng):
    if len(p.target) < 20 or "<" in p.target:
        return None
    m = pick(rng, find_plain(p.target, r" "))
    return m and (put(p.target, m, " <b0>"), p.source)


def placeholder_changed(p, rng):
    if re.search(r"[$\\]", p.source):
        return None  # TeX has braces of its own
    m = pick(rng, re.finditer(r"(?<!\{)\{(\d)\}(?!\})|(?<![\w%])%[sd](?!\w)|\$\{\w+\}", p.target))
    if not m or m.group(0) not in p.source:
        return None
    new = "{" + str(int(m.group(1)) + 5) + "}" if m.group(1) else "(" + m.group(0)[1:].strip("{}") + ")"
    return put(p.target, m, new), p.source


def xref_changed(p, rng):
    m = pick(rng, re.finditer(r"xref:([A-Za-z][\w.]{5,})", p.target))
    if not m or p.source.count(m.group(0)) != 1:
        return None
    return put(p.target, m, m.group(1)[:-1] + ("q" if m.group(1)[-1] != "q" else "k"), 1), p.source


def target_emptied(p, rng):
    return ("", p.source) if len(re.findall(r"[a-z]{3,}", p.source)) >= 3 and "`" not in p.source and "!" not in p.source else None


def prose(p, words):
    plain = OPAQUE.sub(" ", p.source)
    return len(re.findall(r"(?<![\w.])[a-z]{2,}(?![\w.])", plain)) >= words


def left_in_english(p, rng):
    return (p.source, p.source) if prose(p, 8) and p.source.endswith(".") and p.target != p.source else None


def half_in_english(p, rng):
    m = re.search(r"(?<=[a-z] )(?:[a-z]{2,} ){6,}[a-z]+\.$", p.source)
    if not m or len(p.target) < 40 or p.target[-1] not in ".。।" or set("`[<*") & set(p.target):
        return None
    return p.target[: len(p.target) // 2].rstrip() + " " + m.group(0), p.source


# A sentence in each of some languages, none of which any page of ours is about.
FOREIGN = {
    "de-DE": "Die Ergebnisse werden am Ende des Monats gespeichert und können danach nicht mehr geändert werden.",
    "fr-FR": "Les résultats sont enregistrés à la fin du mois et ne peuvent plus être modifiés par la suite.",
    "es-ES": "Los resultados se guardan al final del mes y después ya no se pueden modificar de ninguna manera.",
    "ko-KR": "결과는 월말에 저장되며 그 이후에는 더 이상 변경할 수 없습니다.",
    "ja-JP": "結果は月末に保存され、その後は変更することができなくなります。",
    "uk-UA": "Результати зберігаються наприкінці місяця, і після цього їх уже не можна змінити.",
}


def foreign_language(p, rng):
    if not prose(p, 8) or not p.source.endswith(".") or re.search(r"\d|[`\[<*{]", p.source + p.target):
        return None
    return FOREIGN[rng.choice([k for k in sorted(FOREIGN) if k[:2] != p.locale[:2]])], p.source


def bracket_lost(p, rng):
    m = pick(rng, find_plain(p.target, r"\([^()\[\]*`]{4,}(\))"))
    if not m or p.source.count("(") != 1 or p.target.count("(") != 1 or "](" in p.target + p.source:
        return None
    return put(p.target, m, "", 1), p.source


def question_lost(p, rng):
    if p.heading or p.locale[:2] in ("th", "ja") or len(p.source.split()) < 4 or not p.source.endswith("?") or not p.target.endswith(("?", "？", "؟")):
        return None
    return p.target[:-1] + ("。" if p.locale[:2] in ("ja", "zh") else "."), p.source


def stop_to_question(p, rng):
    if p.locale[:2] == "th" or len(p.source.split()) < 6:
        return None  # written without closing signs; labels
    m = re.search(r"(?<=\w)([.。।])$", p.target)
    return m and p.source.endswith(".") and not p.heading and (put(p.target, m, "?" if m.group(1) != "。" else "？"), p.source) or None


def double_space(p, rng):
    if "  " in p.source or "  " in p.target or "TABLE" in p.context:
        return None
    m = pick(rng, find_plain(p.target, r"(?<=[^\W\d]{2}) (?=[^\W\d]{2})"))
    return m and (put(p.target, m, "  "), p.source)


def word_repeated(p, rng):
    if p.locale[:2] in ("ja", "zh", "th", "vi") or len(p.target) < 40:
        return None  # vi: syllables of two compounds may meet
    m = pick(rng, find_plain(p.target, r"(?<= )([^\W\d_]{5,}) (?=[^\W\d_]{3,})"))
    return m and not re.search(r"\b" + m.group(1) + r" " + m.group(1), p.target) and (put(p.target, m, m.group(1) + " " + m.group(1) + " "), p.source) or None


def insert(ch):
    def plant(p, rng):
        m = pick(rng, find_plain(p.target, r"(?<=[^\W\d_])(?=[^\W\d_])"))
        if ch == "\u200b" and p.locale[:2] == "th":
            return None  # there it shows where words end
        return m and len(p.target) > 12 and (p.target[: m.start()] + ch + p.target[m.start() :], p.source) or None

    return plant


def mojibake(p, rng):
    m = pick(rng, find_plain(p.target, "[À-ÿ’]"))
    return m and (put(p.target, m, m.group(0).encode("utf8").decode("cp1252", "replace")), p.source) if m and "\ufffd" not in m.group(0).encode("utf8").decode("cp1252", "replace") else None


def unit_changed(p, rng):
    m = pick(rng, find_plain(p.target, r"\d[  ]?(MB|GB|KB|TB)\b"))
    if not m or p.source.count(m.group(1)) != 1 or p.target.count(m.group(1)) != 1:
        return None
    return put(p.target, m, {"MB": "GB", "GB": "MB", "KB": "MB", "TB": "GB"}[m.group(1)], 1), p.source


MONTHS = "January February March April May June July August September October November December".split()


def date_changed(p, rng):
    m = pick(rng, find_plain(p.source, r"\b(" + "|".join(MONTHS) + r") \d{1,2}, \d{4}\b"))
    return m and not re.search(r"\d{1,2}/\d{1,2}", p.target) and len(find_plain(p.source, "|".join(MONTHS))) == 1 and (
        p.target, put(p.source, m, MONTHS[(MONTHS.index(m.group(1)) + 4) % 12], 1)) or None


NAMES = ["SharePoint", "OneDrive", "PowerPoint", "Outlook", "Exchange Online", "Power BI", "Yammer", "Intune"]


def name_changed(p, rng):
    m = pick(rng, (m for n in NAMES for m in find_plain(p.target, n) if p.source.count(n) == 1 and p.target.count(n) == 1))
    if not m:
        return None
    new = rng.choice([n for n in NAMES if n not in p.source and n != m.group(0)])
    return put(p.target, m, new), p.source


# name, codes that answer, severity of the kind, planter
PAIR_KINDS = [
    ("number changed in the target", ("NU001", "NU003", "EN008"), "error", number_changed),
    ("number changed in the source", ("NU001", "NU003", "EN008"), "error", number_changed_source),
    ("number lost", ("NU001", "NU003"), "error", number_lost),
    ("decimal sign put in", ("NU001", "NU003", "EN008"), "error", number_shifted),
    ("standard changed in the source", ("EN001",), "error", standard_changed_source),
    ("standard changed in the target", ("EN001",), "error", standard_changed_target),
    ("standard added to the source", ("EN001",), "error", standard_added_source),
    ("identifier altered", ("EN005",), "error", guid_altered),
    ("e-mail address altered", ("EN005",), "error", email_altered),
    ("network address altered", ("EN005", "NU001", "EN008"), "error", address_altered),
    ("error code altered", ("EN005",), "error", error_code_altered),
    ("command altered", ("EN006",), "error", command_altered),
    ("API name split", ("EN006",), "error", api_split),
    ("version changed", ("EN008", "NU001"), "error", version_changed),
    ("code mark lost", ("MK001",), "error", code_lost),
    ("code altered", ("MK001",), "error", code_altered),
    ("link target changed", ("MK002",), "error", link_changed),
    ("link lost", ("MK002",), "error", link_lost),
    ("link emptied", ("MK008",), "error", link_emptied),
    ("link syntax broken", ("MK014",), "error", link_syntax_broken),
    ("locale in a link", ("MK003",), "warning", locale_in_link),
    ("tag lost", ("MK004",), "error", tag_lost),
    ("bold leaked", ("MK009",), "warning", leaked_bold),
    ("bold lost", ("MK005",), "warning", bold_lost),
    ("stop moved into the bold", ("MK006",), "warning", stop_into("**")),
    ("stop moved into the link", ("MK007",), "warning", stop_into("](")),
    ("part of a name left out of the bold", ("MK006",), "warning", name_cut),
    ("image lost", ("MK013",), "warning", image_lost),
    ("image changed", ("MK013",), "warning", image_changed),
    ("code spans driven together", ("MK015",), "warning", code_driven_together),
    ("list mark added", ("MK016",), "warning", sign_to_list),
    ("formula torn", ("MK017",), "error", formula_torn),
    ("formula changed", ("MK017",), "error", formula_changed),
    ("space before a sign", ("SP003",), "warning", space_before_sign),
    ("French colon without its space", ("SP003",), "warning", french_colon),
    ("space inside a bracket", ("SP006",), "warning", space_in_bracket),
    ("space before a wide sign", ("SP006",), "warning", space_before_wide),
    ("machine tag left", ("MK009", "MK004"), "warning", machine_tag),
    ("include changed", ("MK012",), "error", include_changed),
    ("placeholder changed", ("MK011",), "error", placeholder_changed),
    ("cross reference changed", ("MK012", "MK002"), "error", xref_changed),
    ("target emptied", ("CO001",), "error", target_emptied),
    ("left in the source language", ("CO003",), "warning", left_in_english),
    ("half in the source language", ("CO004", "CO003"), "warning", half_in_english),
    ("another language", ("CO005",), "error", foreign_language),
    ("bracket lost", ("PU003", "PU002"), "warning", bracket_lost),
    ("question mark lost", ("PU001",), "warning", question_lost),
    ("stop turned into a question", ("PU001",), "warning", stop_to_question),
    ("double space", ("SP002",), "warning", double_space),
    ("word repeated", ("LO004",), "warning", word_repeated),
    ("replacement character", ("CH003",), "error", insert("\ufffd")),
    ("control character", ("CH004",), "warning", insert("\x08")),
    ("zero-width space", ("CH005",), "warning", insert("\u200b")),
    ("encoding damage", ("CH002",), "error", mojibake),
    ("unit changed", ("NU004", "NU001"), "warning", unit_changed),
    ("date changed in the source", ("NU003", "NU001"), "error", date_changed),
    ("name changed", ("EN007", "EN010"), "warning", name_changed),
]


# ---- kinds that damage the page's markup: they get the whole text and the pair's match ----

def cut_source(text, m, rng):
    return text[: m.start("lookup")] + text[m.end() :]


def cut_target(text, m, rng):
    return text[: m.start()] + text[m.start("lookup") :]


def other_id(text, m, rng):
    at = m.end("stu") - 1
    return text[:at] + str((int(text[at]) + 1) % 10) + text[at + 1 :] if text[at].isdigit() else None


def entity_quote(text, m, rng):
    at = m.end("ttu")
    return text[:at] + "&quot;" + text[at + 1 :]


def heading_exchanged(text, m, rng, others):
    """The heading's source text becomes that of another page's heading: its anchor says what it was."""
    new = rng.choice(others)
    words = set(re.findall(r"\w+", m.group("source").lower()))
    if words & set(re.findall(r"\w+", new.lower())) or not re.search(r'<a name="[^"]+"></a>$', text[: m.start()][-200:]) or len(words) < 3:
        return None
    return text[: m.start("source")] + new + text[m.end("source") :]


MARKUP_KINDS = [
    ("source span lost", ("SX001",), "error", cut_source),
    ("target span lost", ("SX002",), "error", cut_target),
    ("ids of a pair differ", ("SX003",), "error", other_id),
    ("quote written as an entity", ("SX005",), "error", entity_quote),
]


# ---- kinds of the whole page ----

def locale_changed(text, rng, locale):
    m = re.search(r"(?m)^ms\.contentlocale: (\S+)\r?$", text)
    new = rng.choice([x for x in ("ja-JP", "ru-RU", "el-GR", "he-IL") if x[:2] != locale[:2]])
    return text[: m.start(1)] + new + text[m.end(1) :] if m and text.count("data-ttu-id") > 20 else None


PAGE_KINDS = [("locale of the page changed", ("FM001", "CO005"), "error", locale_changed)]
