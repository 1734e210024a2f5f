/* written by scripts/gen_words.py from rules/data/lists.json: do not edit */
#ifndef TMLINT_TAB_LISTS_H
#define TMLINT_TAB_LISTS_H

/* Verbs of cmdlets before a noun with a capital inside. */
#define TML_LIST_CMDLET_VERBS \
    "Add", "Approve", "Assert", "Backup", "Block", "Checkpoint", "Clear", "Close", "Compare", "Complete", \
    "Compress", "Confirm", "Connect", "Convert", "ConvertFrom", "ConvertTo", "Copy", "Debug", "Deny", "Disable", \
    "Dismount", "Edit", "Enable", "Enter", "Exit", "Expand", "Export", "Find", "Format", "Grant", "Group", "Hide", \
    "Import", "Initialize", "Install", "Join", "Limit", "Lock", "Measure", "Merge", "Mount", "Move", "Open", \
    "Optimize", "Out", "Ping", "Pop", "Protect", "Publish", "Push", "Read", "Receive", "Redo", "Register", \
    "Rename", "Repair", "Request", "Reset", "Resize", "Resolve", "Restart", "Restore", "Resume", "Revoke", "Save", \
    "Search", "Select", "Send", "Show", "Skip", "Split", "Start", "Step", "Stop", "Submit", "Suspend", "Switch", \
    "Sync", "Test", "Trace", "Unblock", "Undo", "Unlock", "Unprotect", "Unpublish", "Unregister", "Update", "Use", \
    "Wait", "Watch", "Where", "Write"
/* Verbs of cmdlets before any noun. */
#define TML_LIST_CMDLET_VERBS_SURE \
    "Get", "Set", "New", "Remove", "Invoke", "Disconnect", "Uninstall"
/* Words between the parts of a date. */
#define TML_LIST_DATE_FILLERS \
    "de", "del", "of", "do", "year", "года", "năm"
/* Names that .NET has right under its root System. */
#define TML_LIST_DOTNET_NAMES_UNDER_SYSTEM \
    "Action", "Array", "Boolean", "Byte", "Char", "Collections", "Console", "Convert", "Data", "DateTime", \
    "Decimal", "Double", "Enum", "Exception", "Func", "Guid", "IO", "Int16", "Int32", "Int64", "Linq", \
    "Management", "Math", "Net", "Nullable", "Object", "Random", "Single", "String", "Text", "Threading", \
    "TimeSpan", "Tuple", "Type", "UInt32", "Uri", "Version", "Void", "Web", "Xml"
/* Signs of a day behind its number. */
#define TML_LIST_EAST_ASIAN_DAYS \
    "日", "號", "号", "일"
/* Signs of an hour behind its number. */
#define TML_LIST_EAST_ASIAN_HOURS \
    "時", "时", "點", "点", "시"
/* Signs of a minute behind its number. */
#define TML_LIST_EAST_ASIAN_MINUTES \
    "分", "분"
/* Signs of a month behind its number. */
#define TML_LIST_EAST_ASIAN_MONTHS \
    "月", "월"
/* Signs of a year behind its number. */
#define TML_LIST_EAST_ASIAN_YEARS \
    "年", "년"
/* Abbreviations at whose stop no sentence need end (PU002). */
#define TML_LIST_EN_ABBREVIATIONS_AT_THE_END \
    "etc", "inc", "ltd", "corp", "co", "no", "mt", "st", "vs", "dr", "mr", "ms", "approx", "ex", "eg", "ie"
/* Labels of an address that the reader is to fill in (EN005). */
#define TML_LIST_EN_ADDRESS_PLACEHOLDERS \
    "my", "your", "name", "myname", "yourname", "provider", "someone", "username"
/* First words of a sentence that asks (PU002). */
#define TML_LIST_EN_ASKS_FIRST \
    "do", "does", "did", "is", "are", "was", "can", "could", "what", "why", "how", "where", "when", "which", \
    "who", "whose", "will", "would", "should", "have", "has", "may", "must", "need", "want", "looking", \
    "wondering", "ready"
/* Words at whose place near the beginning a label reads as a question in many languages (PU002). */
#define TML_LIST_EN_ASKS_INSIDE \
    "what", "why", "how", "where", "when", "which", "who", "whose", "whether", "if"
/* Words before which `the` stands, and `hello` never does (CH010). */
#define TML_LIST_EN_BEFORE_THE \
    "in", "of", "to", "for", "on", "from", "with", "at", "by", "into", "during", "using", "when", "whether", "if", \
    "see", "follow", "under", "through", "within", "about", "between", "and", "that", "is", "are", "all", "click", \
    "select", "open", "as", "over", "after", "before", "than", "or", "has", "have", "set", "use", "via", "once", \
    "where", "which", "while", "against", "add", "perform"
/* Words that follow a greeting (CH010). */
#define TML_LIST_EN_BEHIND_HELLO \
    "to", "from", "and", "or", "for", "with", "in", "at", "on", "all", "again", "my", "there", "is", "was", \
    "message"
/* Words that are found glued to an article or pronoun (CH010). */
#define TML_LIST_EN_GLUED_HEADS \
    "of", "in", "to", "for", "on", "from", "with", "at", "by", "and", "is", "are", "not", "that", "as", "into", \
    "all", "when", "if", "will", "can"
/* Words of a range whose boundary is not in it (NU001). */
#define TML_LIST_EN_OPEN_RANGES \
    "than", "over", "exceed", "exceeds", "exceeded", "exceeding", "above", "below", "under", "before", "after"
/* Endings of the files that a page has its readers make. */
#define TML_LIST_EXTENSIONS_OF_DOCUMENTS \
    "csv", "doc", "docx", "dotx", "jpeg", "jpg", "odb", "odg", "odm", "odp", "ods", "odt", "ott", "pdf", "png", \
    "potx", "pptx", "rtf", "txt", "xls", "xlsx", "xltx"
/* Endings of all other files. */
#define TML_LIST_EXTENSIONS_OF_FILES \
    "aspx", "avhdx", "bak", "bat", "bicep", "cab", "cer", "cmd", "config", "cpp", "crt", "cs", "csproj", "css", \
    "dat", "dll", "docm", "dump", "etl", "evtx", "exe", "fods", "fodt", "gif", "gz", "htm", "html", "ico", "ini", \
    "ipynb", "iso", "java", "js", "json", "jsx", "key", "log", "md", "mp4", "msi", "msix", "msp", "odf", "one", \
    "onnx", "ost", "otp", "ots", "pbix", "pem", "pfx", "pptm", "ps1", "psd1", "psm1", "pst", "py", "qs", "rdl", \
    "rdp", "reg", "resx", "sln", "sql", "svg", "swagger", "tar", "tmx", "ts", "tsx", "vb", "vbs", "vhd", "vhdx", \
    "vsdx", "vsix", "wsdl", "xlf", "xlsb", "xlsm", "xml", "xsd", "xsl", "yaml", "yml", "zip"
/* Endings of nouns in all forms that the sounds before them make, to be hung one on another (SP004, SP006): plural, possessive, cases, -kin, -kaan, -ko, -han, -pa, -sti. */
#define TML_LIST_FI_ENDINGS \
    "n", "t", "a", "ä", "ta", "tä", "tta", "ttä", "ssa", "ssä", "sta", "stä", "lla", "llä", "lta", "ltä", "lle", \
    "na", "nä", "ksi", "kse", "an", "än", "en", "in", "on", "un", "yn", "ön", "aan", "ään", "een", "iin", "seen", \
    "siin", "hin", "han", "hen", "hon", "hun", "hyn", "hän", "hön", "ja", "jä", "i", "j", "e", "ien", "iden", \
    "jen", "den", "tten", "nsa", "nsä", "mme", "nne", "ni", "si", "kin", "kaan", "kään", "ko", "kö", "pa", "pä", \
    "sti", "s"
/* Endings that stand behind the colon of a number, an abbreviation or a foreign name, but for those that are words too (SP006). */
#define TML_LIST_FI_ENDINGS_BEHIND_A_COLON \
    "hin", "hun", "hyn", "ia", "ien", "iin", "ille", "illa", "illä", "ilta", "iltä", "in", "issa", "issä", "ista", \
    "istä", "iä", "ksi", "lla", "llä", "lle", "lta", "ltä", "n", "na", "nä", "ssa", "ssä", "sta", "stä", "t", \
    "ta", "tä", "ä"
/* Hebrew prefixes: one letter each, written with the word that follows (SP006, words for version). */
#define TML_LIST_HE_PREFIXES \
    "ב", "ל", "מ", "ה", "ש", "ו", "כ"
/* Endings of nouns in all forms that the sounds before them make, to be hung one on another (SP004, SP006): plural, possessive, cases, -i, -s, -ú, -é, -nyi, -beli, -szor; -val and -vel with another consonant are the code's. */
#define TML_LIST_HU_ENDINGS \
    "t", "at", "et", "ot", "öt", "k", "ak", "ek", "ok", "ök", "n", "on", "en", "ön", "an", "ban", "ben", "ba", \
    "be", "ból", "ből", "ra", "re", "ról", "ről", "nál", "nél", "hoz", "hez", "höz", "tól", "től", "nak", "nek", \
    "val", "vel", "vá", "vé", "ért", "ig", "ként", "kor", "ul", "ül", "nyi", "beli", "féle", "szerű", "ú", "ű", \
    "jú", "jű", "s", "as", "es", "os", "ös", "i", "ai", "ei", "jai", "jei", "é", "éi", "a", "e", "ja", "je", \
    "juk", "jük", "uk", "ük", "unk", "ünk", "m", "am", "em", "om", "öm", "d", "ad", "ed", "od", "öd", "tok", \
    "tek", "tök", "szor", "szer", "ször"
/* Ends of a Japanese predicate: a sentence, not a noun phrase (PU002). */
#define TML_LIST_JA_PREDICATE_ENDS \
    "ます", "した", "です", "ません", "ください", "である"
/* Syllables that stand behind the character of their own verb only, before ます or まし (MK001). */
#define TML_LIST_JA_VERB_ENDINGS \
    "き", "け", "り", "み", "め", "び", "べ", "ぎ", "げ", "え", "ち", "れ"
/* Ends of a Korean sentence that asks, whatever its sign (PU002). */
#define TML_LIST_KO_ASKS_LAST \
    "까", "까요", "나요", "가요"
/* Endings of 되다 that stood apart from 되 (LO005). */
#define TML_LIST_KO_BEHIND_DOE \
    "어", "는", "고", "지", "면", "기", "어야", "었습니다"
/* What may stand behind 으로 at the end of a Hangul word (LO001). */
#define TML_LIST_KO_BEHIND_EURO \
    "써", "서", "부터", "는", "도", "의"
/* Endings of 하다 that stood apart from 하 (TM009). */
#define TML_LIST_KO_BEHIND_HA \
    "여", "는", "고", "지", "면", "기", "려면", "려고", "거나", "도록", "였습니다"
/* What may stand behind the particle 로 or 으로 (LO001). */
#define TML_LIST_KO_BEHIND_RO \
    "는", "도", "만", "의", "써", "서", "부터", "서의", "부터의"
/* Last syllables of words behind which 하다 and 되다 stand by themselves: particles, endings, adverbs (TM009). */
#define TML_LIST_KO_CLOSED_ENDS \
    "을", "를", "이", "가", "은", "는", "도", "야", "로", "게", "고", "지", "면", "서", "만", "에", "와", "과", "려", "기", "해", "록", \
    "어", "아", "든", "의", "여", "할", "될", "한", "된", "나", "며", "자", "라", "다", "들", "등", "때", "후", "수", "것", "중", "더", \
    "못", "안", "잘", "함", "됨", "음", "임", "쯤", "씩", "째"
/* Endings that never stand without their stem (TM009). */
#define TML_LIST_KO_ENDINGS_ALONE \
    "습니다", "니다"
/* Nouns, and verbs before -을, that end like a noun with the particle 을 (LO001). */
#define TML_LIST_KO_ENDS_IN_EUL \
    "가을", "늦가을", "초가을", "올가을", "마을", "노을", "고을", "이을", "나을", "부을", "그을", "저을", "모을"
/* Particles that are nothing else where they stand alone behind a Latin word, a number or a closing bracket (SP006); of three syllables at most. */
#define TML_LIST_KO_PARTICLES_ALONE \
    "을", "를", "은", "는", "의", "에", "로", "와", "과", "에서", "으로", "에게", "에는", "까지", "부터", "로는", "이나", "에서는", "으로는", \
    "에서의"
/* Ends of a Korean predicate: a sentence, not a noun phrase (PU002). */
#define TML_LIST_KO_PREDICATE_ENDS \
    "니다", "한다", "된다", "있다", "없다", "세요", "어요", "아요", "에요", "예요", "시오"
/* First syllables of verbs that machine translation tears in two (TM009). */
#define TML_LIST_KO_TORN_STEMS \
    "하", "되", "대", "위", "통", "관", "의", "인"
/* Forms of 하다 and 되다 that are written with their noun (TM009). */
#define TML_LIST_KO_VERBS_OF_NOUNS \
    "합니다", "하는", "하고", "하여", "하면", "하도록", "하려면", "된", "됩니다", "되는", "되어", "되면", "되지", "했습니다", "되었습니다", "할"
/* Languages that write â (CH002). */
#define TML_LIST_LANGUAGES_WITH_A_CIRCUMFLEX \
    "fr", "pt", "ro", "vi", "tr", "cy", "wa", "fy", "fur", "sk", "mo", "gv", "ku", "wo"
/* Languages that hang a noun on another one that may be bold (SP004). */
#define TML_LIST_LANGUAGES_WITH_COMPOUNDS \
    "de", "nl", "sv", "da", "nb", "nn", "no", "is"
/* Languages that write a hyphen for the half that two words share: Bild- und Tonaufnahme (SP004). */
#define TML_LIST_LANGUAGES_WITH_HALVES \
    "da", "de", "et", "fi", "hu", "is", "nb", "nl", "nn", "no", "sv"
/* Languages whose grammar puts small letters before a capital: tAcht, isiZulu (TM009). */
#define TML_LIST_LANGUAGES_WITH_INNER_CAPITALS \
    "ga", "gd", "gv", "br", "zu", "xh", "ss", "nr", "st", "tn", "nso", "sw", "lg", "rw"
/* Languages that part no sentences by a sign, or join them by `and` (CO007). */
#define TML_LIST_LANGUAGES_WITH_OPEN_SENTENCES \
    "th", "lo", "km", "my", "ar"
/* Languages that hang case endings on a name or on markup, with nothing between (SP004). */
#define TML_LIST_LANGUAGES_WITH_SUFFIXES \
    "tr", "az", "hu", "fi", "et", "ko", "ka", "eu", "kk", "uz", "id", "ms", "mn", "ta", "te", "kn", "ml", "mr", \
    "gu", "bn", "ne"
/* Capitals before a number that name a body, a standard or a method, not an error. */
#define TML_LIST_NOT_ERROR_CODES \
    "ISO", "IEC", "RFC", "FIPS", "NIST", "SHA", "AES", "DES", "RSA", "UTF", "UCS", "DIN", "BSI", "PCI", "SOC", \
    "CSA", "EN", "CET", "IEEE", "ANSI", "ECMA", "ETSI", "ITU", "JIS"
/* Words of one to three letters that stand by themselves and that no ending is (SP004). */
#define TML_LIST_SHORT_WORDS \
    {"ca", " i o a de la el en al "}, \
    {"es", " y o e u a de la el en un al lo se no "}, \
    {"fr", " à y et ou de du le la un en au "}, \
    {"it", " e o a è ed di da il in la lo le al un "}, \
    {"pt", " e o a é ou de do da no na em ao os as um "}, \
    {"ro", " și în cu de "}
/* The same in languages that hang endings of the same letters on the last consonant of a linked word (SP004). */
#define TML_LIST_SHORT_WORDS_LIKE_ENDINGS \
    {"bg", " и в с на по от до за не но "}, \
    {"cs", " a i k o s u v z na do od po za ve "}, \
    {"pl", " i w z o a na od do po za we "}, \
    {"ru", " и в с к у о а на по от из до за не но "}, \
    {"sk", " a i k o s u v z na do od po za vo "}, \
    {"uk", " і й в у з та на по із до за не "}
/* Top-level domains that hosts and addresses are known by in running text. */
#define TML_LIST_TOP_LEVEL_DOMAINS \
    "com", "net", "org", "gov", "edu", "mil", "int", "info", "io", "dev", "cloud", "ms", "local", "de", "fr", \
    "uk", "jp", "kr", "cn", "tw", "us", "eu", "ru", "it", "es", "nl"
/* Endings of nouns in all forms that the sounds before them make, to be hung one on another (SP004, SP006): plural, possessive, cases, -ki, -ca, -li, -sız, -lık, -cı, and "is", "was", "if", "while". */
#define TML_LIST_TR_ENDINGS \
    "a", "e", "ı", "i", "u", "ü", "ya", "ye", "yı", "yi", "yu", "yü", "na", "ne", "nı", "ni", "nu", "nü", "la", \
    "le", "yla", "yle", "ın", "in", "un", "ün", "nın", "nin", "nun", "nün", "n", "k", "m", "da", "de", "ta", "te", \
    "dan", "den", "tan", "ten", "ki", "sı", "si", "su", "sü", "lar", "ler", "ım", "im", "um", "üm", "mız", "miz", \
    "muz", "müz", "ımız", "imiz", "umuz", "ümüz", "nız", "niz", "nuz", "nüz", "ınız", "iniz", "unuz", "ünüz", \
    "dır", "dir", "dur", "dür", "tır", "tir", "tur", "tür", "dı", "di", "du", "dü", "tı", "ti", "tu", "tü", "ydı", \
    "ydi", "ydu", "ydü", "mış", "miş", "muş", "müş", "ymış", "ymiş", "ymuş", "ymüş", "sa", "se", "ysa", "yse", \
    "yken", "ken", "ca", "ce", "ça", "çe", "lı", "li", "lu", "lü", "lık", "lik", "luk", "lük", "lığ", "liğ", \
    "luğ", "lüğ", "sız", "siz", "suz", "süz", "cı", "ci", "cu", "cü", "çı", "çi", "çu", "çü"
/* Parameters of a URL whose value is a language (MK003). */
#define TML_LIST_URL_LANGUAGE_PARAMETERS \
    "lang", "hl", "locale", "culture", "language", "country", "mkt", "displaylang", "clcid"
/* Beginnings of the words for version, folded; those that end with $ are whole words. */
#define TML_LIST_VERSION_WORDS \
    "version", "versión", "versão", "versione", "versie", "versi$", "versio$", "verze", "verzi", "wersj", "верси", \
    "версі", "sürüm", "έκδοσ", "גרס", "גירס", "إصدار", "الإصدار", "संस्करण", "버전", "バージョン", "版本", "เวอร์ชัน", \
    "รุ่น", "ver$", "release$", "build$", "rev$"
/* Ends of a Chinese sentence that asks, whatever its sign (PU002). */
#define TML_LIST_ZH_ASKS_LAST \
    "吗", "嗎"
/* Names of the two ways of writing Chinese, which a list of languages writes in both (CH009). */
#define TML_LIST_ZH_LANGUAGE_NAMES \
    "體中文", "简体中文", "體字", "简体字"

#endif
