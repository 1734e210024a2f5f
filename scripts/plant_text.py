"""More defects that scripts/accuracy.py plants: words, letters, signs, numbers. As plant.py, whose helpers it uses; a kind
knows its traps (particles after what is read in two ways, quotations, names) only as far as it keeps away from other
kinds of defects."""
import re

from plant import OPAQUE, find_plain, pick, put

LATIN = {"de", "fr", "es", "vi", "it", "pt", "pl", "cs", "hu", "tr", "id"}


def lang(p):
    return p.locale[:2]


SWAP = {"은": "는", "는": "은", "을": "를", "를": "을", "과": "와", "와": "과"}


def particle_changed(p, rng):
    if lang(p) != "ko":
        return None
    names = "URL|API|SQL|XML|DLP|DNS|PST|AIP|Exchange|Microsoft|Online|Intune|Server"
    found = find_plain(p.target, r"[가-힣]{2}([을를])(?=[ .,])")
    found += find_plain(p.target, r"(?:\b(?:" + names + r")|\b[1-9]\d\d[1-9])([은는을를과와])(?=[ .,])")
    m = pick(rng, found)
    return m and (put(p.target, m, SWAP[m.group(1)], 1), p.source)


def stop_doubled(p, rng):
    m = re.search(r"(?<=\w)([.。।])$", p.target)
    return m and lang(p) != "th" and p.source.endswith(".") and ".." not in p.source + p.target and (p.target + m.group(1), p.source) or None


def comma_doubled(p, rng):
    m = pick(rng, find_plain(p.target, r"(?<=[^\W\d]{2})[,、，،](?=\s|[^\x00-\xff])"))
    return m and (put(p.target, m, m.group(0) * 2), p.source)


def question_not_opened(p, rng):
    if lang(p) != "es" or p.target.count("¿") != 1 or p.target.count("?") != 1 or p.target[0] not in "¿*" or not p.target.endswith("?"):
        return None
    return p.target.replace("¿", ""), p.source


def orphan_control(p, rng):
    m = pick(rng, find_plain(p.target, r"(?<=[^\W\d]) (?=[^\W\d])"))
    return m and not re.search("[\u200e\u200f\u202a-\u202e\u2066-\u2069]", p.target) and (p.target[: m.start()] + rng.choice("\u202c\u202a") + p.target[m.start() :], p.source) or None


TWINS = {"а": "a", "с": "c", "е": "e", "о": "o", "р": "p", "х": "x", "і": "i"}
BACK = {v: k for k, v in TWINS.items()}


def twin_in_target(p, rng):
    """A Latin letter inside a Cyrillic word."""
    m = pick(rng, find_plain(p.target, r"(?<=[а-яіїєґ]{2})[асеорхі](?=[а-яіїєґ]{2})"))
    return m and (put(p.target, m, TWINS[m.group(0)]), p.source)


def twin_in_source(p, rng):
    """A Cyrillic letter inside an English word."""
    m = pick(rng, find_plain(p.source, r"(?<=[a-z]{2})[aceopx](?=[a-z]{2})"))
    return m and p.source != p.target and (p.target, put(p.source, m, BACK[m.group(0)])) or None


VARIANTS = dict(zip("设态应与时页创这会说经网单开启选择", "設態應與時頁創這會說經網單開啟選擇"))
VARIANTS = {s: t for s, t in VARIANTS.items() if s != t and s not in "网开选"}  # 網 開 選 are clear, but 网 开 选 are kept for the other way


def other_variant(p, rng):
    if lang(p) != "zh" or p.source == p.target or re.search("[\u4e00-\u9fff]", p.source) or re.search("[“”「」\"]", p.target):
        return None
    table = {t: s for s, t in VARIANTS.items()} if p.locale == "zh-TW" else VARIANTS
    m = pick(rng, find_plain(p.target, "[" + "".join(table) + "]"))
    return m and (put(p.target, m, table[m.group(0)]), p.source)


def the_to_hello(p, rng):
    m = pick(rng, find_plain(p.source, r"(?<=\b(?:in|of|on) )the(?= [a-z]{4,})|(?<=\b(?:from|with|into) )the(?= [a-z]{4,})"))
    return m and not re.search(r"[`<]", m.string[m.start() - 8 : m.end() + 8]) and (p.target, put(p.source, m, "hello")) or None


def to_glued(p, rng):
    m = pick(rng, find_plain(p.source, r"(?<=[a-z] )to ([a-z]{4,})(?=[ .])"))
    return m and m.group(1)[0] not in "ltknh" and (p.target, put(p.source, m, "too" + m.group(1))) or None


def the_glued(p, rng):
    m = pick(rng, find_plain(p.source, r"(?<= )(of|in|to|for|from|with) the(?= [a-z])"))
    return m and (p.target, put(p.source, m, m.group(1) + "the")) or None


def english_grouping(p, rng):
    """1.234 written as in English, where the source has 1,234."""
    if lang(p) not in ("de", "es", "fr", "uk", "vi"):
        return None
    m = pick(rng, find_plain(p.target, r"(?<![\d.,])(?<!\d[ \u00a0\u202f])(\d{1,3})([.\u00a0\u202f  ])(\d{3})(?![\d.,]| \d)"))
    if not m or p.source.count(m.group(1) + "," + m.group(3)) != 1:
        return None
    return put(p.target, m, m.group(1) + "," + m.group(3)), p.source


def english_decimal(p, rng):
    if lang(p) not in ("de", "es", "fr", "uk", "vi"):
        return None
    m = pick(rng, find_plain(p.target, r"(?<![\d.,])(\d{1,3}),(\d{1,2})(?=[  ]?(?:%|MB|GB|KB|TB))"))
    if not m or p.source.count(m.group(1) + "." + m.group(2)) != 1:
        return None
    return put(p.target, m, m.group(1) + "." + m.group(2)), p.source


def currency_changed(p, rng):
    m = pick(rng, find_plain(p.target, r"(?:(?<=\d)[  ]?(\$|€|USD|EUR)(?!\w)|(\$|€)(?=\d))"))
    s = re.findall(r"\$(?=\d)|€", p.source)
    if not m or len(s) != 1 or len(re.findall(r"\$|€|USD|EUR", p.target)) != 1 or re.search(r"[\\{}]|\$[A-Za-z_]", p.source):
        return None
    g = 1 if m.group(1) else 2
    return put(p.target, m, {"$": "€", "€": "$", "USD": "EUR", "EUR": "USD"}[m.group(g)], g), p.source


def capital_inside(p, rng):
    m = pick(rng, find_plain(p.target, r"(?<=[  ])([a-zäöüéèàçñ]{3,})([a-zäöüéèàçñ]{3,})(?=[  .])"))
    if not m or "`" in p.source or lang(p) not in LATIN or m.group(0) in p.source:
        return None
    return put(p.target, m, m.group(1) + m.group(2)[0].upper() + m.group(2)[1:]), p.source


def phrase_looped(p, rng):
    if lang(p) in ("ja", "zh", "th") or "$" in p.source + p.target:
        return None
    m = pick(rng, find_plain(p.target, r"(?<= )([^\W\d_]{3,} [^\W\d_]{3,} [^\W\d_]{3,}) "))
    return m and (put(p.target, m, (m.group(1) + " ") * 3), p.source) or None


def verb_torn(p, rng):
    m = pick(rng, find_plain(p.target, r"(?<=[가-힣]{2})(하|되)(여|고|는|어)(?= )|(?<=[가-힣]에 )(대)(한)(?= )"))
    if not m or lang(p) != "ko":
        return None
    a, b = [x for x in m.groups() if x]
    return put(p.target, m, (" " if a != "대" else "") + a + " " + b), p.source


def tag_left(p, rng):
    m = pick(rng, find_plain(p.target, r" (?=\w)"))
    return m and "#" not in p.source + p.target and len(p.target) > 20 and (put(p.target, m, " # " + rng.choice(["A1", "B1", "B2", "A5"]) + " "), p.source) or None


def message_code_altered(p, rng):
    m = pick(rng, find_plain(p.target, r"\b[A-Z]{3,}\d{3,6}(\d)\b"))
    if not m or p.source.count(m.group(0)) != 1 or re.match("ISO|RFC|SHA|AES|KB", m.group(0)):
        return None
    return put(p.target, m, str((int(m.group(1)) + 3) % 10), 1), p.source


def type_translated(p, rng):
    m = pick(rng, re.finditer(r"\[(Double|Int|Unit|Qubit|String|Range|Result)\]\(xref:[\w.\-]+\)", p.target))
    if not m or p.target.count(m.group(1)) != 1 or p.source.count("[" + m.group(1) + "]") != 1:
        return None
    return put(p.target, m, "型別", 1), p.source


def operator_small(p, rng):
    m = pick(rng, find_plain(p.target, r"(?<![\w_])(TRUE|FALSE)(?![\w_])"))
    return m and p.source.count(m.group(1)) == 1 and p.target.count(m.group(1)) == 1 and (put(p.target, m, m.group(1).lower(), 1), p.source) or None


def version_with_comma(p, rng):
    m = pick(rng, find_plain(p.target, r"\b([A-Z][A-Za-z]{2,}) (\d)\.(\d)(?![\w.%])"))
    if not m or m.group(0) not in p.source or lang(p) in ("ja", "zh", "ko", "th", "hi") or p.target.count(m.group(0)) != 1:
        return None
    return put(p.target, m, f"{m.group(1)} {m.group(2)},{m.group(3)}"), p.source


def apostrophe_straight(p, rng):
    m = pick(rng, find_plain(p.target, r"(?<=[^\W\d])’(?=[^\W\d])"))
    return m and lang(p) == "fr" and p.target.count("’") == 1 and (put(p.target, m, "'"), p.source) or None


def decomposed(p, rng):
    import unicodedata

    m = pick(rng, find_plain(p.target, "[éèàçäöüñóáíйїộếạả]"))
    return m and (put(p.target, m, unicodedata.normalize("NFD", m.group(0))), p.source)


def quotes_foreign(p, rng):
    m = pick(rng, find_plain(p.target, r"„[^„“”]{2,30}(“)(?= )"))
    return m and lang(p) == "de" and (put(p.target, m, "”", 1), p.source) or None


def quotes_lost(p, rng):
    m = pick(rng, find_plain(p.target, r"[\"“„「]([^\"“”„「」]{2,30})[\"”“」]"))
    if not m or len(re.findall(r"[\"“”]", p.source)) != 2 or len(re.findall(r"[\"“”„「」«»]", p.target)) != 2 or set("`[*<'’") & set(p.target):
        return None
    return put(p.target, m, m.group(1)), p.source


def half_translated(p, rng):
    m = pick(rng, find_plain(p.target, r"(?:보안|安全性?|セキュリティ) ?(?:&|および|及|和|및) ?(?=준수|合规|コンプライアンス|合規)"))
    return m and "Security & Compliance" in p.source and (put(p.target, m, "Security & "), p.source) or None


def angle_changed(p, rng):
    m = pick(rng, re.finditer(r"\\<(?=[a-zA-Z])", p.target))
    return m and "`" not in p.target and p.source.count("\\<") == p.target.count("\\<") and (put(p.target, m, "‹"), p.source) or None


# name, codes that answer, severity of the kind, planter
PAIR_KINDS = [
    ("Korean particle changed", ("LO001",), "warning", particle_changed),
    ("stop doubled", ("PU005",), "warning", stop_doubled),
    ("comma doubled", ("PU005",), "warning", comma_doubled),
    ("question not opened", ("LO003",), "warning", question_not_opened),
    ("orphan direction control", ("CH006",), "warning", orphan_control),
    ("twin letter in the target", ("CH008",), "warning", twin_in_target),
    ("twin letter in the source", ("CH008",), "warning", twin_in_source),
    ("character of the other variant", ("CH009",), "warning", other_variant),
    ("hello for the in the source", ("CH010",), "warning", the_to_hello),
    ("to glued in the source", ("CH010",), "warning", to_glued),
    ("the glued in the source", ("CH010",), "warning", the_glued),
    ("English grouping", ("NU002", "NU001"), "warning", english_grouping),
    ("English decimal", ("NU002", "NU001"), "warning", english_decimal),
    ("currency changed", ("NU005",), "warning", currency_changed),
    ("capital inside a word", ("TM009",), "warning", capital_inside),
    ("phrase looped", ("TM009",), "warning", phrase_looped),
    ("Korean verb torn", ("TM009",), "warning", verb_torn),
    ("engine's tag left", ("TM009",), "warning", tag_left),
    ("code of a message altered", ("EN005",), "error", message_code_altered),
    ("type name translated", ("EN006",), "error", type_translated),
    ("angle bracket changed", ("EN006",), "error", angle_changed),
    ("name half translated", ("EN007",), "warning", half_translated),
    ("operator in small letters", ("EN006",), "warning", operator_small),
    ("version with a comma", ("EN008",), "error", version_with_comma),
    ("straight apostrophe", ("PU006",), "info", apostrophe_straight),
    ("letter decomposed", ("CH007",), "info", decomposed),
    ("quote of another language", ("LO002",), "info", quotes_foreign),
    ("quotes lost", ("PU004",), "info", quotes_lost),
]
