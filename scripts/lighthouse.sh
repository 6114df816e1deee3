#!/bin/sh
# Measure the public pages of a running Mizan with Lighthouse: scripts/lighthouse.sh http://127.0.0.1:8000 [folder of the npm package]
# It needs Chromium and the npm package `lighthouse` (npm install lighthouse, in a folder outside the repository). Each score is 0 to 100.
set -eu
address=${1:?"Give the address of a running Mizan."}
tool=${2:-.}/node_modules/.bin/lighthouse
CHROME_PATH=${CHROME_PATH:-$(command -v chromium || command -v google-chrome)}
export CHROME_PATH
report=$(mktemp)
trap 'rm -f "$report"' EXIT
for path in / /ar/ /ru/ /features/ /features/reading/ /compare/ /pricing/ /docs/ /changelog/ /docs/guide/columns/ /faq/ /contact/ /demo/; do
  # Into a file: to a pipe it may end before all is written. Now and then Chromium loses the trace of a page, which is then opened again.
  for try in 1 2 3; do
    "$tool" "$address$path" --quiet --output=json --output-path="$report" --chrome-flags="--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run" && break
  done
  python3 -c 'import json, sys
report = json.load(sys.stdin)
scores = ["%s %d" % (name, round(100 * one["score"])) for name, one in report["categories"].items()]
print(sys.argv[1].ljust(22), ", ".join(scores))' "$path" < "$report"
done
