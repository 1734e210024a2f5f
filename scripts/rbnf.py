"""rbnf.py — spells numbers out by CLDR's rule-based number formats (UTS 35, part 3, section 6)."""


def spell_locale(cldr, locale):
    pass
