#!/bin/sh
# Unpacks the archive of a release and uses the command as a publisher does who has neither Rust nor Node.js.
# Usage: sh tests/release.sh ARCHIVE
set -eu

archive=$1
folder=$(mktemp -d)
server=
trap 'if [ -n "$server" ]; then kill "$server" 2>/dev/null; fi; rm -rf "$folder"' EXIT

fail() {
  echo "release: $1" >&2
  exit 1
}

if command -v sha256sum >/dev/null; then
  (cd "$(dirname "$archive")" && sha256sum --check --quiet "$(basename "$archive").sha256")
fi
tar -xzf "$archive" -C "$folder"
program=$(find "$folder" -name offprint -type f)
cd "$folder"

# Without PATH nothing can be found but what the archive brings.
offprint() {
  env -i HOME="$folder" PATH= "$program" "$@"
}

for file in completions/offprint.bash man/offprint.1 man/offprint-build.1 LICENSE-MIT LICENSE-APACHE THIRD-PARTY-LICENSES.txt README.md; do
  [ -s "$(dirname "$program")/$file" ] || fail "$file is missing"
done

offprint --version
offprint new paper --title "The Harbour Gazette" --language en,zh-Hans,ar
offprint check paper --strict
offprint build paper --out public
for file in index.html zh-Hans/index.html articles/welcome/index.html search/en/index.bin; do
  [ -s "public/$file" ] || fail "public/$file is missing"
done
grep -q 'data-viewer="viewer-' public/index.html || fail "the pages have no viewer"
ls public/viewer-*_bg.wasm public/search-*_bg.wasm >/dev/null || fail "the viewer is missing"

env -i HOME="$folder" PATH= "$program" serve paper >serve.log 2>&1 &
server=$!
address=
while [ -z "$address" ]; do
  kill -0 "$server" 2>/dev/null || fail "offprint serve has ended: $(cat serve.log)"
  address=$(sed -n 's/.* at \(http:[^ ]*\) .*/\1/p' serve.log)
  sleep 0.1
done
curl --silent --show-error --fail "$address" | grep -q "The Harbour Gazette" || fail "the front page is not served"
curl --silent --show-error --fail --output /dev/null "${address}$(cd public && ls viewer-*_bg.wasm)"
echo "release: $(basename "$archive") works without Rust and Node.js"
