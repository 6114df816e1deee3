"""The workflows of GitHub: what they may, what they run, and that it exists."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

from config.env import ROOT
from scripts.weaknesses import Accepted, Found, accepted, judged

GITHUB = ROOT / ".github"
WORKFLOWS = {path.stem: yaml.safe_load(path.read_text()) for path in sorted(GITHUB.glob("workflows/*.yml"))}
EVERY = [*GITHUB.glob("workflows/*.yml"), *GITHUB.glob("actions/*/action.yml")]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
JOBS = [(name, job, body) for name, workflow in WORKFLOWS.items() for job, body in workflow["jobs"].items()]


def test_there_are_workflows_for_changes_delivery_and_security():
    assert WORKFLOWS.keys() == {"ci", "cd", "security"}


def test_every_action_is_named_by_its_full_commit_and_says_its_version():
    versions = {}
    for path in EVERY:
        for line in re.findall(r"^\s*(?:- )?uses: (.+)$", path.read_text(), re.M):
            if line.startswith("./"):
                continue
            found = re.fullmatch(r"([\w./-]+)@([0-9a-f]{40}) # (v\d+\.\d+\.\d+)", line)
            assert found, f"{path.name}: {line}"
            action = "/".join(found[1].split("/")[:2])
            versions.setdefault(action, set()).add((found[2], found[3]))
    assert all(len(known) == 1 for known in versions.values()), f"two versions of one action: {versions}"
    assert {
        "actions/checkout",
        "actions/setup-python",
        "github/codeql-action",
        "aquasecurity/trivy-action",
    } <= versions.keys()


@pytest.mark.parametrize(("name", "job", "body"), JOBS, ids=[f"{name}-{job}" for name, job, _ in JOBS])
def test_a_job_may_little_and_ends(name, job, body):
    assert WORKFLOWS[name]["permissions"] == {}, "rights are given job by job"
    assert "concurrency" in WORKFLOWS[name]
    assert body["timeout-minutes"] <= 60
    writes = {right for right, how in body["permissions"].items() if how == "write"}
    allowed = {("cd", "image"): {"attestations", "id-token", "packages"}, ("security", "codeql"): {"security-events"}}
    assert writes <= allowed.get((name, job), {"security-events"} if name == "security" else set())
    for step in body["steps"]:
        if step.get("uses", "").startswith("actions/checkout@"):
            assert step["with"]["persist-credentials"] is False


def test_strangers_run_nothing_with_our_secrets():
    for name, workflow in WORKFLOWS.items():
        triggers = workflow[True]  # YAML reads `on` as a truth
        assert "pull_request_target" not in triggers
        told = (GITHUB / "workflows" / f"{name}.yml").read_text()
        assert ("secrets." in told) == (name == "cd")
    assert "pull_request" not in WORKFLOWS["cd"][True]


def test_tests_run_on_every_python_that_is_supported_and_one_counts_coverage():
    rows = WORKFLOWS["ci"]["jobs"]["test"]["strategy"]["matrix"]["include"]
    assert {row["python"] for row in rows} == {"3.11", "3.12", "3.13"}
    assert [row["command"] for row in rows].count("coverage") == 1
    assert PROJECT["tool"]["coverage"]["report"]["fail_under"] >= 90


def test_every_command_that_is_run_exists():
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.M))
    for path in EVERY:
        told = path.read_text()
        assert set(re.findall(r"\bmake ([a-z-]+)", told)) <= targets, path
        for script in re.findall(r"(?<![\w/])(deploy/[\w/]+)", told):
            assert (ROOT / script).exists(), f"{path.name} runs {script}"
    for _, _, body in JOBS:
        for step in body["steps"]:
            if step.get("uses", "").startswith("docker/build-push-action@"):
                stages = re.findall(r"^FROM \S+ AS (\w+)", (ROOT / "Dockerfile").read_text(), re.M)
                assert step["with"]["target"] in stages


def test_production_waits_for_staging_and_for_a_person():
    jobs = WORKFLOWS["cd"]["jobs"]
    assert jobs["staging"]["needs"] == "image"
    assert jobs["production"]["needs"] == ["image", "staging"]
    assert [jobs[name]["environment"]["name"] for name in ("staging", "production")] == ["staging", "production"]
    assert jobs["staging"]["steps"] == jobs["production"]["steps"], "what staging proves is what production gets"
    names = [step.get("name") for step in jobs["image"]["steps"]]
    assert names.index("Scan") < names.index("Push")


def test_a_release_that_does_not_serve_is_taken_back():
    action = yaml.safe_load((GITHUB / "actions" / "deploy" / "action.yml").read_text())
    steps = {step["name"]: step for step in action["runs"]["steps"]}
    assert "health_check" in steps["Does it serve, seen from outside?"]["run"]
    back = steps["Back to the release before"]
    assert back["if"].startswith("failure()")
    assert "deploy/bin/rollback" in back["run"]
    assert "--back" in back["run"]
    assert all("${{" not in step["run"] for step in steps.values()), (
        "words come in by the environment, never into the script"
    )
    given = set(jobs_with())
    assert {name for name, told in action["inputs"].items() if told["required"]} <= given <= action["inputs"].keys()


def jobs_with():
    (step,) = [one for one in WORKFLOWS["cd"]["jobs"]["staging"]["steps"] if one.get("uses", "").startswith("./")]
    return step["with"]


def test_dependencies_of_every_kind_are_watched():
    watched = {
        one["package-ecosystem"]: one for one in yaml.safe_load((GITHUB / "dependabot.yml").read_text())["updates"]
    }
    assert watched.keys() == {"pip", "github-actions", "docker", "docker-compose", "terraform"}
    assert all((ROOT / one["directory"].lstrip("/")).is_dir() for one in watched.values())


def test_zizmor_finds_nothing_wrong():
    zizmor = Path(sys.executable).parent / "zizmor"
    done = subprocess.run(
        [zizmor, "--offline", "--no-progress", ".github"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stdout


def test_what_is_justified_has_a_reason_and_nothing_else_passes():
    known = accepted()
    assert all(len(row.why) > 15 for row in known)
    new = Found("B602", "config/urls.py", 1, "a shell")
    old = Found("B101", "config/urls.py", 2, "an assertion")
    gone = Accepted("B999", "config/urls.py", "not found any more")
    open_ones, idle = judged([new, old], [*known, gone])
    assert open_ones == [new]
    assert gone in idle
    assert not any(row.rule == "B101" for row in idle)
