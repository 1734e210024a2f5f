# deps.sh — sourced by demo and test: installs by apt what is missing, or says in one line what to install.

BUILD_PACKAGES='build-essential pkg-config libpcre2-dev libutf8proc-dev libcjson-dev libyaml-dev libxml2-dev'
TEST_PACKAGES='libcmocka-dev libmd4c-dev clang clang-format python3 python3-jsonschema libxml2-utils git parallel strace'
OPTIONAL_PACKAGES='gettext python3-translate rsync pre-commit'

# Whether what we need of a package works; not dpkg alone, for compilers and Pythons come from elsewhere, too.
works() {
  case $1 in
    build-essential)
      command -v make && command -v gcc && echo 'int main(void){return 0;}' | gcc -x c -o /dev/null - ;;
    pkg-config) command -v pkg-config ;;
    libpcre2-dev) pkg-config --exists libpcre2-8 ;;
    libutf8proc-dev) pkg-config --exists libutf8proc ;;
    libcjson-dev) pkg-config --exists libcjson ;;
    libyaml-dev) pkg-config --exists yaml-0.1 ;;
    libxml2-dev) pkg-config --exists libxml-2.0 ;;
    libcmocka-dev) pkg-config --exists cmocka ;;
    libmd4c-dev) pkg-config --exists md4c ;;
    python3-jsonschema) python3 -c 'import jsonschema' ;;
    libxml2-utils) command -v xmllint ;;
    gettext) command -v msgfmt ;;
    python3-translate) /usr/bin/python3 -c 'import translate.storage.tmx' || python3 -c 'import translate.storage.tmx' ;;
    xz-utils) command -v xz ;;
    *) command -v "$1" ;;
  esac >/dev/null 2>&1
}

# need PACKAGE… : returns when all work; else ends the script with one line.
need() {
  missing=
  for package in "$@"; do works "$package" || missing="$missing $package"; done
  [ -n "$missing" ] || return 0
  missing=${missing# }
  me=${0##*/}
  if ! command -v apt-get >/dev/null 2>&1; then
    echo "$me: missing: $missing (these are Debian's names; there is no apt-get here, please install them your system's way)" >&2
    exit 2
  fi
  as_root=
  if [ "$(id -u)" -ne 0 ]; then
    if command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
      as_root='sudo -n'
    else
      echo "$me: something is missing; as root: apt-get install -y $missing" >&2
      exit 2
    fi
  fi
  echo "$me: installing $missing"
  apt_log=$(mktemp)
  # shellcheck disable=SC2086
  if $as_root apt-get -qq update >"$apt_log" 2>&1 &&
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -y --no-install-recommends install $missing >>"$apt_log" 2>&1; then
    rm -f "$apt_log"
  else
    echo "$me: apt-get could not install $missing: $(grep '^[EW]:' "$apt_log" | tail -n 1)" >&2
    rm -f "$apt_log"
    exit 2
  fi
  for package in $missing; do
    works "$package" || { echo "$me: $package is installed, but does not work" >&2; exit 2; }
  done
}

# want PACKAGE… : as need, but for a test that can be left out: it says so itself where it can't be had.
want() {
  (need "$@") || echo "${0##*/}: going on without $*" >&2
}

# schemas FOLDER: the official schemas of TMX 1.4 and XLIFF 1.2, taken out of Debian packages that ship them (nothing is
# installed). What can't be had is not there; the test that wants it says so.
schemas() {
  [ ! -s "$1/tmx14.dtd" ] || [ ! -s "$1/xliff-core-1.2-strict.xsd" ] || return 0
  command -v apt-get >/dev/null 2>&1 && command -v dpkg-deb >/dev/null 2>&1 || return 0
  mkdir -p "$1"
  box=$(mktemp -d)
  chmod 755 "$box"
  (
    cd "$box"
    apt-get -qq download php-symfony-translation omegat || apt-get -qq update && apt-get -qq download php-symfony-translation omegat
    for deb in *.deb; do dpkg-deb -x "$deb" . || true; done
  ) >/dev/null 2>&1 || true
  from=$box/usr/share/php/Symfony/Component/Translation/Resources/schemas
  for f in xliff-core-1.2-strict.xsd xml.xsd; do [ ! -f "$from/$f" ] || cp "$from/$f" "$1/"; done
  # A jar is a zip file. The schema of xml:lang and xml:space is meant to come from the net: the copy beside it will do.
  python3 - "$box/usr/share/omegat/OmegaT.jar" "$1" <<'END' || true
import os, sys, zipfile
jar, to = sys.argv[1:]
if os.path.exists(jar):
    with zipfile.ZipFile(jar) as z, open(os.path.join(to, "tmx14.dtd"), "wb") as out:
        out.write(z.read("schemas/tmx14.dtd"))
xsd = os.path.join(to, "xliff-core-1.2-strict.xsd")
if os.path.exists(xsd):
    with open(xsd, encoding="utf-8") as f:
        text = f.read()
    with open(xsd, "w", encoding="utf-8") as f:
        f.write(text.replace("http://www.w3.org/2001/xml.xsd", "xml.xsd"))
END
  rm -rf "$box"
}

cores() { nproc 2>/dev/null || echo 1; }
