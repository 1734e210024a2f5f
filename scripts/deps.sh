# deps.sh — sourced by demo and test: installs by apt what is missing, or says in one line what to install.

BUILD_PACKAGES='build-essential pkg-config libpcre2-dev libutf8proc-dev libcjson-dev libyaml-dev libxml2-dev'
TEST_PACKAGES='libcmocka-dev libmd4c-dev clang clang-format python3 python3-jsonschema libxml2-utils git parallel strace'

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

cores() { nproc 2>/dev/null || echo 1; }
