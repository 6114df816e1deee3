"""Writes what the provider of AWS takes, for the tests of `deploy/terraform`: `python -m scripts.terraform_schemas FOLDER`.

No Terraform is needed: the package `cdktn-provider-aws` (71 MB) is made from the provider's own schema, and its classes are read, not run.
`pip download --no-deps cdktn-provider-aws`, unpack it, and give the folder `cdktn_provider_aws`. What is kept is what our files use.
"""

from __future__ import annotations

import ast
import json
import re
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
OURS = ROOT / "deploy" / "terraform"
TARGET = ROOT / "config" / "tests" / "deploy" / "schemas" / "aws.json"
META = {"connection", "count", "depends_on", "for_each", "lifecycle", "provider", "provisioners", "timeouts"}
WHOLE = re.compile(r"\.Terraform\w*(Resource|DataSource)$")
PREFIX = {"resource": "", "data": "data_aws_", "ephemeral": "ephemeral_aws_"}


def main(arguments: list[str]) -> int:
    """Write the schemas of every type that our files name; 2 where the folder has none of them."""
    folder = Path(arguments[0]) if arguments else Path()
    if not (folder / "eks_cluster" / "__init__.py").is_file():
        print("Give the folder cdktn_provider_aws; see the words at the top of this file.", file=sys.stderr)
        return 2
    used = sorted(
        {found for path in OURS.glob("*.tf") for found in re.findall(r'^(\w+) "aws_(\w+)"', path.read_text(), re.M)}
    )
    version = ""
    types: dict[str, Any] = {}
    for kind, name in used:
        text = (folder / f"{PREFIX[kind]}{name}" / "__init__.py").read_text()
        version = re.search(r"providers/hashicorp/aws/([\d.]+)/", text)[1]  # type: ignore[index]
        types[f"{kind}.aws_{name}"] = _type(text)
    told = {
        "$comment": f"hashicorp/aws {version}. Made by python -m scripts.terraform_schemas.",
        "version": version,
        "types": types,
    }
    TARGET.write_text(json.dumps(told, separators=(",", ":")).replace('},"resource.', '},\n"resource.') + "\n")
    print(f"{len(types)} types of hashicorp/aws {version}, {TARGET.stat().st_size} bytes")
    return 0


def _type(text: str) -> dict[str, Any]:
    classes = {one.name: one for one in ast.parse(text).body if isinstance(one, ast.ClassDef)}
    first = next(one for one in classes.values() if any(WHOLE.search(ast.unparse(base)) for base in one.bases))
    attributes = [
        one.name
        for one in first.body
        if isinstance(one, ast.FunctionDef)
        and any("property" in ast.dump(mark) or "jsii" in ast.dump(mark) for mark in one.decorator_list)
        and not one.name.endswith("_input")
        and not re.match(r"_|[A-Z]|put_|reset_|generate_", one.name)
    ]
    takes = {name: told for name, told in _arguments(first, classes).items() if name not in META}
    return {"takes": takes, "gives": sorted(set(attributes))}


def _arguments(one: ast.ClassDef, classes: dict[str, ast.ClassDef]) -> dict[str, Any]:
    made = next(part for part in one.body if isinstance(part, ast.FunctionDef) and part.name == "__init__")
    found: dict[str, Any] = {}
    for argument, default in zip(made.args.kwonlyargs, made.args.kw_defaults, strict=True):
        told: dict[str, Any] = {"required": True} if default is None else {}
        block = re.search(r"'([A-Z]\w+)'", ast.unparse(argument.annotation)) if argument.annotation else None
        if block and block[1] in classes:
            told["block"] = _arguments(classes[block[1]], classes)
        found[argument.arg] = told
    return found


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
