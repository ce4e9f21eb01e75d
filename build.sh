#!/usr/bin/env bash
# From a fresh machine to the store archives. `./build.sh` alone lists the commands.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

usage() {
  cat <<'TEXT'
./build.sh setup         install what is missing; every other command does this first
./build.sh build         build the extension into dist/chromium and dist/firefox
./build.sh run           build, then open the sample pages in a browser with the extension
./build.sh test          run every check and every test
./build.sh eval [ARG…]   measure recall and false marks on labelled texts
./build.sh fit [--check]  fit the model on the corpus, or check that its weights are what the corpus gives
./build.sh bench [engine|page [ARG…]]  measure the engine, and the extension on a large page
./build.sh package       write the store archives and the source archive into dist/

CHROMIUM_BIN and FIREFOX_BIN name the browsers to use when they are not on the PATH.
TEXT
}

WASM=wasm32-unknown-unknown
BOUND=target/bindgen
BIN=node_modules/.bin
DEBIAN_RUST=(rustc-web cargo-web rust-web-src lld-19)

say() { printf '• %s\n' "$*"; }

die() {
  printf '✗ %s\n' "$*" >&2
  exit 1
}

have() { command -v "$1" >/dev/null; }

# newer FILE INPUT…: whether a file is there and no input has changed since.
newer() { [ -z "$(find "${@:2}" -newer "$1" 2>&1)" ]; }

# ── setup ────────────────────────────────────────────────────────────────────────────────────────

# apt_install PACKAGE…: only where there is no other way to get a thing.
apt_install() {
  have apt-get || die "please install by hand: $*"
  local sudo=
  [ "$(id -u)" = 0 ] || sudo=sudo
  if [ -z "${apt_is_fresh:-}" ]; then
    $sudo apt-get update -qq
    apt_is_fresh=1
  fi
  $sudo env DEBIAN_FRONTEND=noninteractive \
    apt-get install -qq --no-install-recommends "$@" >/dev/null
}

check_tools() {
  have cargo || die "Rust is missing: see https://rustup.rs"
  have npm || die "Node 20.19 or later is missing: see https://nodejs.org"
  node -e 'const [major, minor] = process.versions.node.split("."); process.exit(major > 20 || major == 20 && minor >= 19 ? 0 : 1)' ||
    die "Node $(node --version) is too old: 20.19 or later is needed"
}

rust_has_wasm() { [ -d "$(rustc --print target-libdir --target $WASM)" ]; }

debian_has_wasm() { dpkg --status "${DEBIAN_RUST[@]}" >/dev/null 2>&1; }

# The toolchain's own wasm target, or, where rustup's server is out of reach, Debian's Rust for web
# builds, which has the standard library's source to build it from.
setup_wasm() {
  if rust_has_wasm || debian_has_wasm; then return; fi
  if have rustup; then
    say "setup: adding Rust's wasm target by rustup"
    if timeout 180 rustup --quiet target add $WASM 2>/dev/null; then return; fi
  fi
  say "setup: rustup has no wasm target here, so installing Debian's Rust for it by apt"
  apt_install "${DEBIAN_RUST[@]}"
}

setup_rust_tools() {
  local tool
  for tool in clippy rustfmt; do
    if ! cargo "${tool/rustfmt/fmt}" --version >/dev/null 2>&1; then
      say "setup: adding $tool by rustup"
      rustup --quiet component add "$tool"
    fi
  done
}

setup_node_packages() {
  # npm writes the inner file last, so a newer lock file means that something changed since.
  if newer node_modules/.package-lock.json package-lock.json; then return; fi
  say "setup: installing the node packages of package-lock.json"
  npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
}

# first_of NAME…: the path of the first program there is.
first_of() {
  local name
  for name in "$@"; do
    if command -v "$name"; then return; fi
  done
}

find_browsers() {
  CHROMIUM_BIN=${CHROMIUM_BIN:-$(first_of chromium chromium-browser google-chrome google-chrome-stable microsoft-edge)}
  FIREFOX_BIN=${FIREFOX_BIN:-$(first_of firefox firefox-esr)}
  export CHROMIUM_BIN FIREFOX_BIN
}

# One browser that is there already is enough, but a test server has to try both.
setup_browsers() {
  find_browsers
  local missing=()
  [ -n "$CHROMIUM_BIN" ] || missing+=(chromium)
  [ -n "$FIREFOX_BIN" ] || missing+=(firefox-esr firefox-esr-l10n-zh-cn)
  if [ ${#missing[@]} = 0 ]; then return; fi
  if [ -n "$CHROMIUM_BIN$FIREFOX_BIN" ] && [ -z "${CI:-}" ]; then
    say "setup: using $CHROMIUM_BIN$FIREFOX_BIN alone, as ${missing[0]} is not installed"
    return
  fi
  say "setup: installing ${missing[*]} by apt"
  apt_install "${missing[@]}"
  find_browsers
}

# has_letters LANGUAGE
has_letters() { have fc-list && [ -n "$(fc-list ":lang=$1")" ]; }

# The letters of the languages that the interface speaks: only pictures of it need them, so that
# nothing stops where they cannot be installed.
setup_fonts() {
  local missing=()
  has_letters zh-cn || missing+=(fonts-noto-cjk)
  has_letters hi || missing+=(fonts-lohit-deva)
  has_letters th || missing+=(fonts-thai-tlwg)
  if [ ${#missing[@]} = 0 ] || ! have apt-get; then return; fi
  say "setup: installing fonts by apt: ${missing[*]}"
  apt_install "${missing[@]}" || say "setup: going on without them, so pictures may lack letters"
}

setup() {
  check_tools
  setup_wasm
  setup_rust_tools
  setup_node_packages
  setup_browsers
}

# ── build ────────────────────────────────────────────────────────────────────────────────────────

# link_module WHAT FOLDER [FLAG…]: the crate as WebAssembly. The paths of this machine stay out of it, so that
# every machine with the same Rust builds the same module.
link_module() {
  say "build: $1, by cargo"
  local arguments=(build --quiet --release --locked --lib --target $WASM --target-dir "$2" "${@:3}"
    --config profile.release.lto=true --config profile.release.codegen-units=1
    --config profile.release.overflow-checks=false)
  local cargo_home=${CARGO_HOME:-$HOME/.cargo}
  local flags="--remap-path-prefix=$cargo_home=/cargo"$'\x1f'"--remap-path-prefix=$PWD=/fournos"
  # Every browser that has highlights has these instructions, and the net is made of rows of numbers.
  flags+=$'\x1f'"-Ctarget-feature=+simd128"
  if rust_has_wasm; then
    CARGO_ENCODED_RUSTFLAGS=$flags cargo "${arguments[@]}"
  else
    CARGO_ENCODED_RUSTFLAGS=$flags RUSTC=/usr/bin/rustc RUSTC_BOOTSTRAP=1 \
      CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER=wasm-ld-19 \
      /usr/bin/cargo "${arguments[@]}" -Z build-std=std,panic_abort
  fi
}

# bind_module WHAT FOLDER BOUND: its JavaScript and types, then the same module made smaller.
bind_module() {
  local linked=$2/$WASM/release/fournos.wasm bound=$3
  if newer "$bound/fournos_bg.wasm" "$linked" build.sh Cargo.lock tools/bindgen; then return; fi
  say "build: the JavaScript of $1, by wasm-bindgen, and its size, by wasm-opt"
  rm -rf "$bound"
  cargo run --quiet --locked --package bindgen --target-dir target/tools -- "$linked" "$bound"
  # Packing would cut the tables where they have zeros, and make the module bigger once compressed.
  $BIN/wasm-opt -O3 --enable-simd --skip-pass=memory-packing --output "$bound/small.wasm" "$bound/fournos_bg.wasm"
  mv "$bound/small.wasm" "$bound/fournos_bg.wasm"
}

bundle_content_script() {
  say "build: the content script, by esbuild"
  $BIN/esbuild extension/content/main.js --bundle --format=iife --charset=utf8 --loader:.css=text \
    --target=chrome120,firefox128 --log-level=warning --outfile=target/bundle/content.js
}

# assemble BROWSER KEY…: the folder that this browser can load. The KEYs of the manifest are for the
# other browser, and this one's store warns about them.
assemble() {
  local folder=dist/$1
  rm -rf "$folder"
  mkdir -p "$folder"
  cp -r extension/. "$folder"
  # A browser of Portugal would take the English texts before those of Brazil.
  cp -r extension/_locales/pt_BR "$folder/_locales/pt_PT"
  node -e 'const manifest = JSON.parse(fs.readFileSync("manifest.json"));
    for (const [key, inner] of process.argv.slice(2).map((path) => path.split("."))) delete (inner ? manifest[key] : manifest)[inner ?? key];
    fs.writeFileSync(process.argv[1], JSON.stringify(manifest, null, 2))' "$folder/manifest.json" "${@:2}"
  rm "$folder"/content/*.js
  cp $BOUND/background/fournos.js $BOUND/background/fournos_bg.wasm "$folder/background"
  cp $BOUND/pages/fournos.js $BOUND/pages/fournos_bg.wasm "$folder/pages"
  cp extension/content/early.js target/bundle/content.js "$folder/content"
}

build() {
  link_module "the engine" target
  bind_module "the engine" target $BOUND/background
  # Both have the same file name: in one folder each would be built anew after the other.
  link_module "the pages" target/pages --features pages
  bind_module "the pages" target/pages $BOUND/pages
  bundle_content_script
  assemble chromium background.scripts
  assemble firefox background.service_worker message_serialization
  local module=dist/chromium/background/fournos_bg.wasm
  say "build: dist/chromium and dist/firefox; the engine has $(wc -c <$module) bytes, $(gzip -9c $module | wc -c) by gzip"
}

# ── run ──────────────────────────────────────────────────────────────────────────────────────────

run() {
  say "run: a browser with the extension on the sample pages"
  node tools/run.mjs "$@"
}

# ── test ─────────────────────────────────────────────────────────────────────────────────────────

checks=0
failures=()

# check WHAT COMMAND…: goes on after a failure, so that one run shows everything.
check() {
  local what=$1
  shift
  checks=$((checks + 1))
  say "test: $what, after $SECONDS s"
  if ! "$@"; then
    failures+=("$what")
    printf '✗ %s\n' "$what" >&2
  fi
}

run_tests() {
  check "Rust's format" cargo fmt --all --check
  check "Rust's lints" cargo clippy --quiet --release --locked --workspace --all-targets --all-features -- -D warnings
  if rust_has_wasm; then
    check "Rust's lints for wasm" cargo clippy --quiet --release --locked --target $WASM -- -D warnings
    check "Rust's lints for the pages" cargo clippy --quiet --release --locked --target $WASM --target-dir target/pages --features pages -- -D warnings
  fi
  check "Rust's tests" cargo test --quiet --release --locked --features cli
  check "the model's weights are what the corpus gives" fit_model --check
  check "JavaScript's lints" $BIN/eslint .
  check "JavaScript's types in the extension" $BIN/tsc --project .
  check "JavaScript's types in the tests" $BIN/tsc --project tests
  check "the messages that the worker takes" node --test tests/protocol.test.mjs
  check "the stores' lints" $BIN/web-ext lint --source-dir dist/firefox --warnings-as-errors
  rm -rf dist/screenshots
  # Every browser of the machine follows a policy while it stands, so nothing else runs beside its test.
  check "the extension under a policy" node --test tests/e2e/policy.test.mjs
  check "the extension in the browsers" node --test --test-concurrency=2 --test-timeout=900000 $(find tests/e2e -name '*.test.mjs' ! -name policy.test.mjs)
  if [ ${#failures[@]} -gt 0 ]; then
    die "${#failures[@]} of $checks checks failed: $(printf '%s; ' "${failures[@]}")"
  fi
  say "all $checks checks passed in $SECONDS s"
}

# ── figures and archives ─────────────────────────────────────────────────────────────────────────

eval_engine() { cargo run --quiet --locked --release --features cli --example eval -- "$@"; }

fit_model() { cargo run --quiet --locked --release --features cli --example fit -- "$@"; }

bench() {
  local what=${1:-all}
  case $what in
    engine | page) node "benches/$what.mjs" "${@:2}" ;;
    all) node benches/engine.mjs; node benches/page.mjs ;;
    *) die "bench: $what is neither engine nor page" ;;
  esac
}

package() {
  local browser
  for browser in chromium firefox; do
    $BIN/web-ext build --source-dir "dist/$browser" --artifacts-dir dist \
      --filename "fournos-$browser.zip" --overwrite-dest >/dev/null
  done
  git archive --prefix=fournos/ --output=dist/fournos-source.tar.gz HEAD
  say "package: $(cd dist && ls fournos-* | xargs)"
}

# ── commands ─────────────────────────────────────────────────────────────────────────────────────

# The steps are not joined by `&&`, which would switch off `set -e` inside them.
command=${1:-help}
[ $# = 0 ] || shift
case $command in
  setup) setup; setup_fonts ;;
  build) setup; build ;;
  run) setup; setup_fonts; build; run "$@" ;;
  test) setup; setup_fonts; build; run_tests ;;
  eval) check_tools; eval_engine "$@" ;;
  fit) check_tools; fit_model "$@" ;;
  bench) setup; build; bench "$@" ;;
  package) setup; build; package ;;
  help | -h | --help) usage ;;
  *) usage >&2; exit 2 ;;
esac
