/* markup.c — family MK, inline markup: the rows. The checks are in inlines.c and links.c.
 *
 * What a page shows is right only where both sides carry the same code, links, tags and tokens. Rows say when each rule
 * is silent: what translators rightly do is no finding.
 */
#include "markup.h"

#define EX_END                                                                                                         \
  { 0 }
#define GOOD(locale, source, target, why)                                                                              \
  { locale, target, source, NULL, why, NULL, NULL }
#define BAD(locale, source, target, mark, why)                                                                         \
  { locale, target, source, mark, why, NULL, NULL }
#define MEND(locale, source, target, mark, fixed)                                                                      \
  { locale, target, source, mark, NULL, fixed, NULL }

static const char *const markdown_refs[] = {"CommonMark 0.30, https://spec.commonmark.org/0.30/", NULL};

/* ---- MK001 ---- */

static const tml_example code_good[] = {
    GOOD("de-DE", "Set `retries` before `start`.", "Legen Sie vor `start` den Wert `retries` fest.", "another order"),
    GOOD("ko-KR", "Run `login --user <your-name>`.", "`login --user <사용자-이름>`을 실행합니다.",
         "what the reader fills in is translated"),
    GOOD("it-IT", "Run `load <module.ext>`.", "Eseguire `load <modulo.ext>`.", "so with its extension"),
    GOOD("fr-FR", "The <code>mode</code> field", "Le champ <code>mode</code>", "a tag, not a code span"),
    GOOD("ja-JP", "Call `open` twice.", "`open` を 2 回呼び出します。", "the same code"),
    GOOD("es-ES", "Use ``a`b`` here.", "Use ``a`b`` aquí.", "a back tick inside"),
    EX_END};
static const tml_example code_bad[] = {
    BAD("de-DE", "Set `retries` to 3.", "Legen Sie `versuche` auf 3 fest.", "`versuche`", "translated"),
    BAD("ko-KR", "Use `open` and `close`.", "`open`을 사용합니다.", "`close`", "lost"),
    BAD("zh-TW", "apply `op` to `arg`", "套用 `op``arg`", "`op``arg`", "two spans became one"),
    BAD("de-DE", "Run `load --file <name>`.", "Führen Sie `load --datei <name>` aus.", "`load --datei <name>`",
        "an option is translated"),
    BAD("fr-FR", "The `id` field is long.", "Le champ `identifiant` est long.", "`identifiant`", "translated"),
    EX_END};

/* ---- MK002 ---- */

static const tml_example link_good[] = {
    GOOD("ko-KR", "See [Setup](https://www.example.com/en-us/setup/).",
         "[설정](https://example.com/ko-kr/setup)을 참조하세요.", "locale segment, www. and the last slash"),
    GOOD("de-DE", "See [A](a.md) and [B](b.md).", "Siehe [B](b.md) und [A](a.md).", "another order"),
    GOOD("ja-JP", "Read https://example.com/a?b=1&amp;c=2.", "https://example.com/a?b=1&c=2をお読みください。",
         "&amp;, and a particle glued to the URL"),
    GOOD("tr-TR", "Go to https://example.com/start today.", "Bugün https://example.com/start'a gidin.",
         "an ending glued to the URL"),
    GOOD("fr-FR", "See [trees](https://en.wikipedia.org/wiki/Tree).",
         "Voir [arbres](https://fr.wikipedia.org/wiki/Arbre).", "each language has its own host"),
    GOOD("es-ES", "See [help](https://support.example.com/en-us/article/first-steps-0a1b2c3d4e5f).",
         "Vea la [ayuda](https://support.example.com/es-es/article/primeros-pasos-0a1b2c3d4e5f).",
         "a translated slug, the same article"),
    GOOD("pt-BR", "[Two steps](#two-steps)", "[Dois passos](#dois-passos)", "fragments made of the headings' words"),
    GOOD("ru-RU", "Click [Insert][Table].", "Щелкните [Вставка][Таблица].", "no link: the page defines no such label"),
    EX_END};
static const tml_example link_bad[] = {
    BAD("ko-KR", "See [Setup](setup.md).", "[설정](../remove.md)을 참조하세요.", "../remove.md", "another page"),
    BAD("de-DE", "See [A](a.md) and [B](b.md).", "Siehe [A](a.md) und B.", "b.md", "lost"),
    BAD("fr-FR", "Go to https://example.com/start now.", "Accédez à https://example.com/stop maintenant.",
        "https://example.com/stop", "another page"),
    BAD("pt-BR", "[Two steps](#two-steps)", "[Dois passos](#outro-passo)", "#outro-passo", "another heading"), EX_END};

/* ---- MK003 ---- */

static const tml_param locale_params[] = {
    {.name = "keep-hosts", .type = TML_PARAM_LIST, .summary = "hosts (and their subdomains) whose links need a locale"},
    {0}};
static const tml_example locale_good[] = {
    GOOD("ko-KR", "See [Setup](https://example.com/setup).", "[설정](https://example.com/setup)을 참조하세요.",
         "no locale"),
    GOOD("ko-KR", "See [Setup](https://example.com/en-us/setup).",
         "[설정](https://example.com/ko-kr/setup)을 참조하세요.", "the reader's own"),
    GOOD("de-DE", "Get [it](https://example.com/en-us/guide.pdf).",
         "Laden Sie [es](https://example.com/en-us/guide.pdf).", "a file"),
    GOOD("fr-FR", "See [it](https://example.com/repo/en-us/x).", "Voir [ceci](https://example.com/repo/en-us/x).",
         "a folder of that name"),
    EX_END};
static const tml_example locale_bad[] = {MEND("ko-KR", "See [Setup](https://example.com/en-us/setup).",
                                              "[설정](https://example.com/en-us/setup)을 참조하세요.", "/en-us",
                                              "[설정](https://example.com/setup)을 참조하세요."),
                                         MEND("de-DE", "See https://example.com/en-us/a/b.",
                                              "Siehe https://example.com/en-us/a/b.", "/en-us",
                                              "Siehe https://example.com/a/b."),
                                         EX_END};

/* ---- MK004 ---- */

static const tml_example tag_good[] = {
    GOOD("de-DE", "A<br>B<br/>C", "A<br/>B C", "void tags"),
    GOOD("fr-FR", "the 4<sup>th</sup> of them", "le 4 d’entre eux", "ordinals are each language's own"),
    GOOD("ja-JP", "Click <b>Save</b>.", "**保存** をクリックします。", "bold in Markdown"),
    GOOD("zh-CN", "Type <server name> here.", "在此处键入<服务器名称>。", "what the reader fills in"),
    GOOD("ko-KR", "<a name=\"x\"></a>Steps", "단계", "a bookmark that moved with its place"),
    GOOD("es-ES", "<strong>Note: this is", "Nota: esto es", "cut in the source already"),
    EX_END};
static const tml_example tag_bad[] = {
    BAD("de-DE", "Press <kbd>F5</kbd> now.", "Drücken Sie jetzt F5.", "<kbd>", "lost"),
    BAD("ko-KR", "<u>Never</u> do it.", "<u>절대< / u> 하지 마세요.", "<u>", "not closed any more"), EX_END};

/* ---- MK008 ---- */

static const tml_example empty_good[] = {
    GOOD("de-DE", "See [Setup](a.md).", "Siehe [Einrichtung](a.md).", "it has a text"),
    GOOD("fr-FR", "See [](a.md).", "Voir [](a.md).", "so in the source"),
    GOOD("ja-JP", "See [![x](i.png)](a.md) now.", "[![x](i.png)](a.md) をご覧ください。", "an image is a text"),
    EX_END};
static const tml_example empty_bad[] = {
    BAD("ko-KR", "See [Setup](a.md) now.", "지금 설정[](a.md)을 참조하세요.", "[](a.md)",
        "the text stands before the link"),
    BAD("ar-SA", "See [Setup](a.md).", "راجع [ ](a.md).", "[ ](a.md)", "only a blank"), EX_END};

/* ---- MK009 ---- */

static const tml_example leak_good[] = {
    GOOD("de-DE", "Press **Save**.", "Drücken Sie **Speichern**.", "rendered"),
    GOOD("fr-FR", "2 ** 3 is a power.", "2 ** 3 est une puissance.", "so in the source"),
    GOOD("ja-JP", "Use C# 8.", "C# 8 を使用します。", "a name"),
    GOOD("es-ES", "See `a ** b`.", "Vea `a ** b`.", "code"), EX_END};
static const tml_example leak_bad[] = {
    BAD("zh-CN", "Press **OK** now.", "现在按\\*\\*确定\\*\\*。", "\\*\\*", "escaped by a tool"),
    BAD("ko-KR", "The **name** is shown.", "**이름\\*\\*이 표시됩니다.", "**", "the other half is escaped"),
    BAD("de-DE", "Press Save.", "Drücken Sie <b0>Speichern</b0>.", "<b0>", "a tag of the tool"),
    BAD("zh-TW", "Output : (Int)", "輸出： ( # B1 Int)", "# B1", "a tag of the tool"), EX_END};

/* ---- MK010 ---- */

static const tml_example bold_good[] = {
    GOOD("ko-KR", "The **name** is shown.", "**이름**이 표시됩니다.", "a particle behind a letter: rendered"),
    GOOD("de-DE", "The **name (first)** is shown.", "Der **Name (erster)** wird angezeigt.", "a blank behind"),
    GOOD("fr-FR", "2 ** 3 ** 4", "2 ** 3 ** 4", "so in the source"),
    GOOD("ja-JP", "Use \\** here.", "ここで ** を使います。", "one alone"), EX_END};
static const tml_example bold_bad[] = {
    BAD("ko-KR", "The **name (first)** is shown.", "**이름(첫째)**이 표시됩니다.", "**이름(첫째)**",
        "a bracket inside, a letter outside"),
    BAD("zh-CN", "Press **OK** now.", "现在按**“确定”**键。", "**“确定”**", "quotation marks inside, letters outside"),
    MEND("de-DE", "Press **Save** now.", "Drücken Sie jetzt ** Speichern**.", "** Speichern**",
         "Drücken Sie jetzt **Speichern**."),
    MEND("zh-CN", "Press **OK** now.", "现在按** 确定 **键。", "** 确定 **", "现在按**确定**键。"), EX_END};

/* ---- MK005 ---- */

static const tml_example lost_bold_good[] = {
    GOOD("de-DE", "Press **Save**.", "Drücken Sie **Speichern**.", "bold on both sides"),
    GOOD("zh-CN", "Press **Save**.", "按“保存”。", "quotation marks instead"),
    GOOD("ja-JP", "Press **Save**.", "*保存* を押します。", "italic instead"),
    GOOD("fr-FR", "Press <b>Save</b>.", "Appuyez sur **Enregistrer**.", "bold by a tag"), EX_END};
static const tml_example lost_bold_bad[] = {
    BAD("es-ES", "Press **Save** now.", "Presione Guardar ahora.", "**Save**", "lost"),
    BAD("ko-KR", "Press Save now.", "지금 **저장**을 누릅니다.", "**저장**", "added"), EX_END};

/* ---- MK011 ---- */

static const tml_example slot_good[] = {
    GOOD("de-DE", "{0} of {1} files", "{1} Dateien, davon {0}", "another order"),
    GOOD("fr-FR", "Open {name-of-server} now.", "Ouvrez {nom du serveur} maintenant.",
         "what the reader fills in is translated"),
    GOOD("tr-TR", "5% off", "%5 indirim", "a per cent sign before its number"),
    GOOD("es-ES", "100% of users", "100% de los usuarios", "a per cent sign"),
    GOOD("ja-JP", "$\\ket{0}$ and \\frac{1}{2}", "$\\ket{0}$ と \\frac{2}{1}", "TeX"),
    EX_END};
static const tml_example slot_bad[] = {
    BAD("de-DE", "{0} of {1} files", "{0} von { 1 } Dateien", "{1}", "blanks break it"),
    BAD("ko-KR", "Hello, %s!", "안녕하세요!", "%s", "lost"),
    BAD("fr-FR", "{{user.name}} signed in", "{{utilisateur.nom}} s’est connecté", "{{utilisateur.nom}}",
        "a variable's name is no word"),
    BAD("es-ES", "${HOME} is set", "${CASA} está definido", "${CASA}", "translated"), EX_END};

/* ---- MK012 ---- */

static const tml_example docs_good[] = {
    GOOD("de-DE", "[!NOTE] Read this.", "[!Note] Lesen Sie dies.", "case does not matter"),
    GOOD("ko-KR", "See [!INCLUDE [name](../includes/name.md)].", "[!INCLUDE [이름](../includes/name.md)] 참조.",
         "the label may be translated"),
    GOOD("ja-JP", "See <xref:a.b?text=method>.", "<xref:a.b?text=メソッド>を参照。", "the shown words are translated"),
    EX_END};
static const tml_example docs_bad[] = {
    BAD("de-DE", "[!NOTE] Read this.", "[!HINWEIS] Lesen Sie dies.", "[!HINWEIS]", "kinds stay English"),
    BAD("ja-JP", "In [!INCLUDE [a](../includes/a.md)] you can", "[!INCLUDE [b](../includes/b.md)] では",
        "[!INCLUDE [b](../includes/b.md)]", "another file"),
    BAD("fr-FR", "See <xref:a.b.c>.", "Voir <xref: a.b.c>.", "<xref:a.b.c>", "a blank breaks it"), EX_END};

/* ---- MK014 ---- */

static const tml_example broken_good[] = {
    GOOD("de-DE", "See [Setup](a.md).", "Siehe [Einrichtung](a.md).", "whole"),
    GOOD("fr-FR", "See [1] (https://example.com).", "Voir [1] (https://example.com).", "so in the source"),
    GOOD("ja-JP", "See [Setup](a.md).", "「設定」（[手順](a.md)）をご覧ください。", "a remark round a link"), EX_END};
static const tml_example broken_bad[] = {
    MEND("ko-KR", "See [Setup](../a.md) now.", "지금 [설정] (../a.md)을 참조하세요.", "] (../a.md)",
         "지금 [설정](../a.md)을 참조하세요."),
    MEND("zh-CN", "See [Setup](https://example.com/a).", "请参阅[设置]（https://example.com/a）。",
         "]（https://example.com/a）", "请参阅[设置](https://example.com/a)。"),
    MEND("ja-JP", "See [Setup](a.md).", "［設定］(a.md) をご覧ください。", "］(a.md)", "[設定](a.md) をご覧ください。"),
    EX_END};

#define SEG(f) .scope = TML_SCOPE_SEGMENT, .check = f
static const tml_rule rules[] = {
    {.code = "MK001",
     .name = "code-mismatch",
     .status = TML_STABLE,
     .severity = TML_SEV_ERROR,
     .since = "0.1.0",
     .its = "markup",
     .mqm = "accuracy/do-not-translate",
     .needs = TML_FM(TML_F_CODE),
     .summary = "inline code was lost, added or changed, or slid into a word",
     .rationale =
         "Code is typed as it stands: a translated option, a lost name or two spans that run together make "
         "the reader's command fail. Silent where only the order differs or where what stands in <…> is "
         "translated. Only an information where blanks, quotes, the brackets of a call or a sentence's stop "
         "differ, where running words in code format, a remark behind the code or the words of an example "
         "file's name are translated, where what the reader fills in is translated in a line or path whose fixed part "
         "stays, where keys have the names of the reader's keyboard, where a folder's last slash differs, where a "
         "spreadsheet's formula or a bare number is written as the "
         "target's language does, where the code is shown in bold or quotes instead, where the target gives "
         "code format to what is plain in the source, and where one of several mentions is left out. A "
         "warning where the target has the code without its format, and where other words of the same form "
         "stand in the place of words, and no sign of a command (an option, a call, a variable, a slot, a "
         "cmdlet), or stand behind an option that is kept: the reader may type them, or see them translated. "
         "The source is suspected where it is damaged and the target is not, or where the page knows the "
         "target's code and not the source's.",
     .refs = markdown_refs,
     .good = code_good,
     .bad = code_bad,
     SEG(tml_markup_code)},
    {.code = "MK002",
     .name = "link-mismatch",
     .status = TML_STABLE,
     .severity = TML_SEV_ERROR,
     .since = "0.1.0",
     .its = "markup",
     .mqm = "accuracy/mistranslation/entity",
     .needs = TML_FM(TML_F_LINK) | TML_FM(TML_F_URL),
     .summary = "the two sides link to different places",
     .rationale = "A link that leads elsewhere, or nowhere, is wrong in every language. Scheme, www., locale segment, "
                  "last slash and &amp; do not count, nor order. Silent for a localized host (en.wikipedia.org), a "
                  "translated slug with the same article number, a translated fragment, a file of the language's own "
                  "beside the page (index.de.html), an ending glued to a bare URL, a reference whose label the page "
                  "does not define. Only an information where case or the fragment differs, and where one of several "
                  "links to a place is left out.",
     .refs = markdown_refs,
     .good = link_good,
     .bad = link_bad,
     SEG(tml_markup_link)},
    {.code = "MK003",
     .name = "locale-in-link",
     .status = TML_STABLE,
     .severity = TML_SEV_WARNING,
     .fix = TML_FIX_UNSAFE,
     .scope = TML_SCOPE_PAGE,
     .since = "0.1.0",
     .its = "locale-violation",
     .mqm = "locale-convention/other",
     .summary = "a link of the translation leads to the source language's page",
     .rationale = "A link with /en-us/ sends the reader to the English page; without it the site shows the reader's "
                  "own. Looked at are links in the "
                  "target and round the pair. Silent where the locale is not the first part of the path (a folder's "
                  "name), where a file is loaded, "
                  "and for hosts that the configuration names as needing it. The fix strips the segment; it is unsafe, "
                  "for not every host does "
                  "without.",
     .params = locale_params,
     .good = locale_good,
     .bad = locale_bad,
     .check = tml_markup_locale},
    {.code = "MK004",
     .name = "tag-mismatch",
     .status = TML_STABLE,
     .severity = TML_SEV_ERROR,
     .since = "0.1.0",
     .its = "markup",
     .mqm = "accuracy/other",
     .needs = TML_FM(TML_F_TAG),
     .summary = "the HTML tags of the two sides differ",
     .rationale = "A tag that is lost or no longer closed changes how the rest of the page looks. Counted are opening "
                  "and closing tags by name. "
                  "Silent for void tags and those whose closing HTML lets go, for bookmarks, for names that HTML does "
                  "not know (the reader's own "
                  "<server name>), where bold, italic, code or a link in Markdown takes the tag's place, for raised "
                  "ordinals, and where the source "
                  "is unbalanced itself. Only an information where the target dresses more words as code.",
     .good = tag_good,
     .bad = tag_bad,
     SEG(tml_markup_tag)},
    {.code = "MK005",
     .name = "emphasis-mismatch",
     .status = TML_STABLE,
     .severity = TML_SEV_WARNING,
     .since = "0.1.0",
     .its = "markup",
     .mqm = "style/other",
     .needs = TML_FM(TML_F_EMPH),
     .summary = "bold was lost or added",
     .rationale = "Names of buttons and menus are bold, so that readers find them. Reported where one side has bold "
                  "and the other none at all. Silent where quotation marks (straight single ones, too), brackets, "
                  "italic, code or a tag take its place, and where asterisks are seen (MK009, MK010).",
     .good = lost_bold_good,
     .bad = lost_bold_bad,
     SEG(tml_markup_emphasis)},
    {.code = "MK008",
     .name = "empty-link",
     .status = TML_STABLE,
     .severity = TML_SEV_ERROR,
     .since = "0.1.0",
     .its = "markup",
     .mqm = "accuracy/omission",
     .needs = TML_FM(TML_F_LINK) | TML_FM(TML_F_URL),
     .summary = "a link of the target has no text",
     .rationale =
         "Nobody can see or click [](url). Silent where the source's link has no text either; an image is a text.",
     .refs = markdown_refs,
     .good = empty_good,
     .bad = empty_bad,
     SEG(tml_markup_empty_link)},
    {.code = "MK009",
     .name = "leaked-markup",
     .status = TML_STABLE,
     .severity = TML_SEV_WARNING,
     .since = "0.1.0",
     .its = "markup",
     .mqm = "style/other",
     .needs = TML_FM(TML_F_EMPH) | TML_FM(TML_F_TAG),
     .needs_marks = TML_M_HASHTAG,
     .summary = "readers see markup: ** or a translation tool's tag",
     .rationale =
         "Asterisks that are escaped, left alone or placed where CommonMark renders no bold stand on the page as they "
         "are; so do tags that "
         "translation tools put in place of protected text (<b0>, #A0). Silent where the source shows as many.",
     .refs = markdown_refs,
     .good = leak_good,
     .bad = leak_bad,
     SEG(tml_markup_leaked)},
    {.code = "MK010",
     .name = "unrendered-emphasis",
     .status = TML_STABLE,
     .severity = TML_SEV_WARNING,
     .fix = TML_FIX_SAFE,
     .since = "0.1.0",
     .its = "markup",
     .mqm = "style/other",
     .needs = TML_FM(TML_F_EMPH),
     .summary = "a pair of ** that CommonMark does not render as bold",
     .rationale =
         "CommonMark renders no bold where a blank stands inside the asterisks, or a sign inside and a letter outside "
         "(`**이름(첫째)**이`): readers see the asterisks. Found where the source has more bold that is rendered. The "
         "fix moves "
         "blanks out; where a sign is the reason, the words must be set otherwise. Silent where the source shows as "
         "many.",
     .refs = markdown_refs,
     .good = bold_good,
     .bad = bold_bad,
     SEG(tml_markup_unrendered)},
    {.code = "MK011",
     .name = "placeholder-mismatch",
     .status = TML_STABLE,
     .severity = TML_SEV_ERROR,
     .since = "0.1.0",
     .its = "markup",
     .mqm = "accuracy/do-not-translate",
     .needs = TML_FM(TML_F_PLACEHOLDER),
     .summary = "a placeholder was lost, added or changed",
     .rationale = "{0}, %s, ${x}, {{x}} and %NAME% are filled in by a program that knows them only as they are. Silent "
                  "for another order, for a slot that is named more or less often, for {words} in braces that the "
                  "reader fills in and the target translates, for per cent signs, where braces group in TeX, and where "
                  "it stands in code on the other side.",
     .good = slot_good,
     .bad = slot_bad,
     SEG(tml_markup_placeholder)},
    {.code = "MK012",
     .name = "docs-token-mismatch",
     .status = TML_STABLE,
     .severity = TML_SEV_ERROR,
     .since = "0.1.0",
     .its = "markup",
     .mqm = "accuracy/do-not-translate",
     .needs = TML_FM(TML_F_DOCS),
     .summary = "a token of the publishing system was altered",
     .rationale = "[!NOTE], [!INCLUDE], xref: and ::: are read by the publishing system: translated or damaged they "
                  "show as text, or put another "
                  "text in their place. Silent for the case of the word, for a translated label, and for the words "
                  "that an xref shows.",
     .good = docs_good,
     .bad = docs_bad,
     SEG(tml_markup_docs)},
    {.code = "MK014",
     .name = "broken-link-syntax",
     .status = TML_STABLE,
     .severity = TML_SEV_ERROR,
     .fix = TML_FIX_SAFE,
     .since = "0.1.0",
     .its = "markup",
     .mqm = "accuracy/other",
     .needs = TML_FM(TML_F_LINK),
     .summary = "a link whose brackets are full-width or parted by a blank",
     .rationale = "`] (`, `］(` and `]（` make no link: readers see brackets and the address. Found where the source "
                  "has the link whole. Silent where "
                  "the source is written so too.",
     .refs = markdown_refs,
     .good = broken_good,
     .bad = broken_bad,
     SEG(tml_markup_broken_link)},
};

TML_FAMILY(markup, "MK", "Inline markup", rules)
