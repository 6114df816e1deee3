import json
import re
import subprocess
import sys
import tomllib

import pytest

from config.local.layout import ROOT

FILES = ("run", "dev", "production", "embedded", "uv")


def pins(name):
    """Package -> pin of one requirements file."""
    text = (ROOT / f"requirements/{name}.txt").read_text("utf-8")
    return dict(re.findall(r"^([a-z0-9-]+)(?:\[[a-z,]+\])?==(\S+)", text, re.MULTILINE))


@pytest.mark.parametrize("name", FILES)
def test_every_package_is_pinned_with_hashes_and_no_index_is_named(name):
    text = (ROOT / f"requirements/{name}.txt").read_text("utf-8")
    entries = [entry for entry in re.split(r"\n(?=\S)", text) if entry and not entry.startswith("#")]
    assert entries
    for entry in entries:
        assert re.match(r"^[a-z0-9-]+(\[[a-z,]+\])?==", entry), entry
        assert "--hash=sha256:" in entry, entry
    assert not re.search(r"https?://|file:|--index-url|--find-links", text)


def wanted(lines):
    return {re.match(r"[A-Za-z0-9-]+", line).group().lower() for line in lines}


def test_the_files_hold_what_pyproject_asks_for():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    base = wanted(project["project"]["dependencies"])
    extras = project["project"]["optional-dependencies"]
    assert base <= set(pins("run"))
    assert base | wanted(extras["flower"]) <= set(pins("production"))
    assert wanted(extras["embedded"]) == set(pins("embedded"))
    assert wanted(project["dependency-groups"]["dev"]) <= set(pins("dev"))


def test_a_package_has_one_version_in_all_files():
    found = {}
    for name in FILES:
        for package, version in pins(name).items():
            assert found.setdefault(package, version) == version, package


ONLY_WHAT_A_RUN_INSTALLS = """
import importlib.metadata, json, os, re, sys
pinned = set(json.loads(sys.argv[1]))
owners = importlib.metadata.packages_distributions()

class Refuse:
    def find_spec(self, name, path=None, target=None):
        dists = {re.sub(r"[-_.]+", "-", dist).lower() for dist in owners.get(name.partition(".")[0], ())}
        if dists and not dists & pinned:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

sys.meta_path.insert(0, Refuse())
from config.local import apps
apps.load(os.environ)
"""


def test_a_run_needs_nothing_that_only_tests_and_checks_install():
    reply = subprocess.run(
        [sys.executable, "-c", ONLY_WHAT_A_RUN_INSTALLS, json.dumps(sorted(pins("run")))],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert reply.returncode == 0, reply.stderr
