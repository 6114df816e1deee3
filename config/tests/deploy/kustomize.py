"""Renders the overlays of `deploy/kubernetes` as kustomize does, as far as they use it; what it does not know, it refuses.

Known: resources, labels (on the objects alone), namespace, images, configMapGenerator (with the hash of kustomize in the name), patches
by file or inline, as JSON 6902 or as a merge in which a list takes the place of a list.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import yaml

Thing = dict[str, Any]
KNOWN = {"apiVersion", "kind", "resources", "labels", "namespace", "images", "configMapGenerator", "patches"}
OF_THE_CLUSTER = {"Namespace", "StorageClass"}
MERGED_BY_KEY = {"containers", "initContainers", "env", "volumes", "volumeMounts", "tolerations"}


def render(folder: Path) -> list[Thing]:
    """Every object of an overlay, as `kubectl apply -k` would send it."""
    things, made = _gathered(folder)
    names = {name: f"{name}-{_hash(one['data'])}" for name, one in made.items()}
    for one in (*things, *made.values()):
        _point(one, names)
    for name, one in made.items():
        one["metadata"]["name"] = names[name]
    return [*things, *made.values()]


def _gathered(folder: Path) -> tuple[list[Thing], dict[str, Thing]]:
    """The objects of a folder and what it leads to, and those that are generated, by the name that they have without a hash."""
    said = yaml.safe_load((folder / "kustomization.yaml").read_text())
    assert set(said) <= KNOWN, f"{folder.name}: {set(said) - KNOWN} is not known here"
    things: list[Thing] = []
    made: dict[str, Thing] = {}
    for name in said.get("resources", ()):
        path = (folder / name).resolve()
        if path.is_dir():
            more, inherited = _gathered(path)
            things += more
            made |= inherited
        else:
            things += _documents(path.read_text())
    for wanted in said.get("configMapGenerator", ()):
        name, values = wanted["name"], _values(folder, wanted)
        if wanted.get("behavior") == "merge":
            made[name]["data"] |= values
        else:
            assert name not in made
            made[name] = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": name}, "data": values}
    for patch in said.get("patches", ()):
        things = _patched(folder, things, patch)
    for one in (*things, *made.values()):
        _transform(one, said)
    return things, made


def _documents(text: str) -> list[Thing]:
    # Anchors share values within an object; each place gets its own.
    return [json.loads(json.dumps(one)) for one in yaml.safe_load_all(text) if one]


def _values(folder: Path, made: Thing) -> dict[str, str]:
    lines = [line for name in made.get("envs", ()) for line in (folder / name).read_text().splitlines()]
    lines = [line for line in lines if line.strip() and not line.startswith("#")] + made.get("literals", [])
    whole = {name: (folder / name).read_text() for name in made.get("files", ())}
    return {name: value for name, _, value in (line.partition("=") for line in lines)} | whole


def _patched(folder: Path, things: list[Thing], patch: Thing) -> list[Thing]:
    text = patch["patch"] if "patch" in patch else (folder / patch["path"]).read_text()
    target = patch.get("target")
    if target:
        meant = [one for one in things if _fits(one, target)]
        assert meant, f"{target} is nowhere"
        for one in meant:
            for step in yaml.safe_load(text):
                _step(one, step)
        return things
    for document in _documents(text):
        meant = [one for one in things if _fits(one, {"kind": document["kind"], "name": document["metadata"]["name"]})]
        assert len(meant) == 1, f"{document['kind']} {document['metadata']['name']}: {len(meant)} of them"
        if document.pop("$patch", "") == "delete":
            things = [one for one in things if one is not meant[0]]
        else:
            _merge(meant[0], document)
    return things


def _fits(one: Thing, target: Thing) -> bool:
    return one["kind"] == target["kind"] and target.get("name") in (None, one["metadata"]["name"])


def _step(one: Thing, step: Thing) -> None:
    *way, last = [part.replace("~1", "/").replace("~0", "~") for part in step["path"].split("/")[1:]]
    place: Any = one
    for part in way:
        place = place[int(part)] if isinstance(place, list) else place[part]
    if isinstance(place, list):
        if step["op"] == "add":
            place.insert(len(place) if last == "-" else int(last), step["value"])
        else:
            place[int(last)] = step["value"]
    else:
        assert step["op"] == "add" or last in place, f"{step['path']} is not there to be replaced"
        place[last] = step["value"]
    assert step["op"] in {"add", "replace"}


def _merge(into: Thing, patch: Thing) -> None:
    for key, value in patch.items():
        assert key not in MERGED_BY_KEY, f"{key} is merged by names, which this does not do: use JSON 6902"
        if isinstance(value, dict) and isinstance(into.get(key), dict):
            _merge(into[key], value)
        else:
            into[key] = value


def _transform(one: Thing, said: Thing) -> None:
    for labels in said.get("labels", ()):
        assert set(labels) == {"pairs"}
        one["metadata"].setdefault("labels", {}).update(labels["pairs"])
    if said.get("namespace") and one["kind"] not in OF_THE_CLUSTER:
        one["metadata"]["namespace"] = said["namespace"]
    for container in _containers(one):
        for image in said.get("images", ()):
            name, _, _ = container["image"].partition(":")
            if name == image["name"]:
                container["image"] = f"{image['newName']}:{image['newTag']}"


def _containers(one: Thing) -> list[Thing]:
    pod = _pod(one)
    return [*pod.get("containers", ()), *pod.get("initContainers", ())]


def _pod(one: Thing) -> Thing:
    spec = one.get("spec", {})
    spec = spec.get("jobTemplate", {}).get("spec", spec)
    pod: Thing = spec.get("template", {}).get("spec", {})
    return pod


def _point(one: Thing, names: dict[str, str]) -> None:
    for container in _containers(one):
        for source in container.get("envFrom", ()):
            if "configMapRef" in source:
                source["configMapRef"]["name"] = names[source["configMapRef"]["name"]]
    for volume in _pod(one).get("volumes", ()):
        if "configMap" in volume:
            volume["configMap"]["name"] = names[volume["configMap"]["name"]]


def _hash(values: dict[str, str]) -> str:
    told = json.dumps({"data": values, "kind": "ConfigMap", "name": ""}, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(told.encode()).hexdigest()[:10].translate(str.maketrans("013ae", "ghkmt"))
