"""The manifests of Kubernetes: each overlay rendered, held against Kubernetes' own schemas, and against the rules of the house."""

import json
import re
import subprocess
from collections import Counter
from functools import cache
from pathlib import Path

import jsonschema
import pytest
import yaml

from config.env import ROOT
from config.metrics.sources import jobs
from config.secret_sources.known import SECRETS
from config.tests.deploy.kustomize import render
from scripts.operations.backup import main as make_key
from scripts.operations.settings import read_settings

KUBERNETES = ROOT / "deploy" / "kubernetes"
OVERLAYS = sorted(path.parent.name for path in KUBERNETES.glob("overlays/*/kustomization.yaml"))
SCHEMAS = json.loads((Path(__file__).parent / "schemas" / "kubernetes.json").read_text())
GROUPS = {"rbac.authorization.k8s.io": "rbac", "networking.k8s.io": "networking", "storage.k8s.io": "storage"}
OF_THE_IMAGE = {"MIZAN_HOSTS", "POD_IP"}  # what the manifests themselves put together


@cache
def rendered(overlay):
    return render(KUBERNETES / "overlays" / overlay)


def pods(overlay):
    for one in rendered(overlay):
        if one["kind"] in {"Deployment", "Job", "CronJob"}:
            spec = one["spec"].get("jobTemplate", one)["spec"]
            yield one["metadata"]["name"], spec["template"]


def containers(template):
    return [*template["spec"].get("initContainers", ()), *template["spec"]["containers"]]


def of_kind(overlay, kind):
    return {one["metadata"]["name"]: one for one in rendered(overlay) if one["kind"] == kind}


def fits(template, policy):
    labels = template["metadata"]["labels"]
    return all(labels.get(key) == value for key, value in policy["spec"]["podSelector"].get("matchLabels", {}).items())


def test_there_is_an_overlay_for_staging_and_one_for_production():
    assert {"staging", "production"} <= set(OVERLAYS)


@pytest.mark.parametrize("overlay", OVERLAYS)
def test_every_object_is_what_kubernetes_says_it_is(overlay):
    for one in rendered(overlay):
        group, _, version = one["apiVersion"].rpartition("/")
        name = f"io.k8s.api.{GROUPS.get(group, group) or 'core'}.{version}.{one['kind']}"
        schema = {"$ref": f"#/$defs/{name}", "$defs": SCHEMAS["$defs"]}
        found = [
            f"{one['kind']} {error.json_path}: {error.message}"
            for error in jsonschema.Draft202012Validator(schema).iter_errors(one)
        ]
        assert found == []


@pytest.mark.parametrize("overlay", OVERLAYS)
def test_no_object_is_there_twice(overlay):
    assert [
        one
        for one, count in Counter((x["kind"], x["metadata"]["name"]) for x in rendered(overlay)).items()
        if count > 1
    ] == []


def test_a_mistyped_field_would_be_found():
    broken = json.loads(json.dumps(of_kind("production", "Deployment")["web"]))
    broken["spec"]["template"]["spec"]["containers"][0]["readynessProbe"] = {}
    schema = {"$ref": "#/$defs/io.k8s.api.apps.v1.Deployment", "$defs": SCHEMAS["$defs"]}
    assert any(
        "readynessProbe" in error.message for error in jsonschema.Draft202012Validator(schema).iter_errors(broken)
    )


@pytest.mark.parametrize("overlay", OVERLAYS)
def test_every_pod_runs_without_privileges_on_a_read_only_file_system(overlay):
    for name, template in pods(overlay):
        spec = template["spec"]
        assert spec["automountServiceAccountToken"] is False, name
        assert spec["securityContext"]["runAsNonRoot"] is True
        assert spec["securityContext"]["runAsUser"] == 10001
        assert spec["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
        for container in containers(template):
            assert container["securityContext"] == {
                "allowPrivilegeEscalation": False,
                "readOnlyRootFilesystem": True,
                "capabilities": {"drop": ["ALL"]},
            }, name
            assert {"cpu", "memory"} <= container["resources"]["requests"].keys()
            assert {"cpu", "memory"} <= container["resources"]["limits"].keys()
            assert "/tmp" in {mount["mountPath"] for mount in container["volumeMounts"]}
    (namespace,) = of_kind(overlay, "Namespace").values()
    assert namespace["metadata"]["labels"]["pod-security.kubernetes.io/enforce"] == "restricted"


@pytest.mark.parametrize("overlay", OVERLAYS)
def test_every_volume_claim_and_service_that_is_named_is_there(overlay):
    claims, services = of_kind(overlay, "PersistentVolumeClaim"), of_kind(overlay, "Service")
    for name, template in pods(overlay):
        volumes = {volume["name"]: volume for volume in template["spec"]["volumes"]}
        assert {
            mount["name"] for container in containers(template) for mount in container["volumeMounts"]
        } <= volumes.keys(), name
        assert {
            v["persistentVolumeClaim"]["claimName"] for v in volumes.values() if "persistentVolumeClaim" in v
        } <= claims.keys()
        for container in containers(template):
            ports = {port["name"] for port in container.get("ports", ())}
            probes = [container.get(f"{kind}Probe", {}) for kind in ("startup", "liveness", "readiness")]
            assert {probe["httpGet"]["port"] for probe in probes if "httpGet" in probe} <= ports, name
    for ingress in of_kind(overlay, "Ingress").values():
        for rule in ingress["spec"]["rules"]:
            assert {path["backend"]["service"]["name"] for path in rule["http"]["paths"]} <= services.keys()
            assert rule["host"] in {host for tls in ingress["spec"]["tls"] for host in tls["hosts"]}, "without TLS"
    for claim in claims.values():
        assert claim["spec"]["accessModes"] == ["ReadWriteMany"]


@pytest.mark.parametrize("overlay", OVERLAYS)
def test_autoscalers_budgets_and_services_mean_pods_that_are_there(overlay):
    templates = dict(pods(overlay))
    for scaler in of_kind(overlay, "HorizontalPodAutoscaler").values():
        deployment = of_kind(overlay, "Deployment")[scaler["spec"]["scaleTargetRef"]["name"]]
        assert "replicas" not in deployment["spec"], "each release would undo what the autoscaler did"
    for one in rendered(overlay):
        selector = (
            one["spec"].get("selector") if one["kind"] in {"Service", "PodDisruptionBudget", "Deployment"} else None
        )
        if selector:
            wanted = selector.get("matchLabels", selector)
            assert [name for name, t in templates.items() if wanted.items() <= t["metadata"]["labels"].items()] == [
                one["metadata"]["name"]
            ]


@pytest.mark.parametrize("overlay", OVERLAYS)
def test_there_is_one_clock_and_the_old_one_ends_first(overlay):
    beat = of_kind(overlay, "Deployment")["beat"]["spec"]
    assert (beat["replicas"], beat["strategy"]) == (1, {"type": "Recreate"})
    assert "beat" not in {
        one["spec"]["scaleTargetRef"]["name"] for one in of_kind(overlay, "HorizontalPodAutoscaler").values()
    }


def test_workers_are_scaled_by_a_metric_that_mizan_exports_and_the_adapter_gives_on():
    metrics = of_kind("production", "HorizontalPodAutoscaler")["worker"]["spec"]["metrics"]
    (asked,) = [one["external"]["metric"]["name"] for one in metrics if one["type"] == "External"]
    assert asked in jobs.NAMES
    (rule,) = yaml.safe_load((KUBERNETES / "prometheus-adapter.yaml").read_text())["rules"]["external"]
    assert rule["name"]["as"] == asked
    assert rule["seriesQuery"].startswith(asked)


def test_web_is_probed_where_its_health_is_told_and_ends_after_it_left_the_list():
    (web,) = dict(pods("production"))["web"]["spec"]["containers"]
    assert [web[f"{kind}Probe"]["httpGet"]["path"] for kind in ("startup", "liveness", "readiness")] == [
        "/health/live",
        "/health/live",
        "/health/ready",
    ]
    assert web["lifecycle"]["preStop"]["exec"]["command"] == ["sleep", "8"]
    said = (ROOT / "scripts" / "container.sh").read_text()
    assert "healthy)" in said, "worker and beat are probed with it"
    grace = int(re.search(r"--graceful-timeout (\d+)", said)[1])
    assert dict(pods("production"))["web"]["spec"]["terminationGracePeriodSeconds"] > 8 + grace


@pytest.mark.parametrize("overlay", OVERLAYS)
def test_nothing_is_open_that_no_policy_names(overlay):
    policies = of_kind(overlay, "NetworkPolicy").values()
    assert any(one["spec"] == {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]} for one in policies)
    for name, template in pods(overlay):
        mine = [one for one in policies if fits(template, one)]
        ports = {p["port"] for one in mine for rule in one["spec"].get("egress", ()) for p in rule.get("ports", ())}
        assert {53, 5432, 6379} <= ports, f"{name} reaches no database"
        assert (8443 in ports) == (name in {"web", "worker", "copy-files"}), name
        opened = {p["port"] for one in mine for rule in one["spec"].get("ingress", ()) for p in rule["ports"]}
        assert opened == {"web": {8000}, "worker": {9101}}.get(name, set())
        for rule in (rule for one in mine for side in ("ingress", "egress") for rule in one["spec"].get(side, ())):
            assert rule.get("to") or rule.get("from"), "a rule without an address means the whole world"
    for block in (
        to["ipBlock"]
        for one in policies
        for rule in one["spec"].get("egress", ())
        for to in rule["to"]
        if "ipBlock" in to
    ):
        if block["cidr"] == "0.0.0.0/0":
            assert {"10.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16"} <= set(block["except"])


@pytest.mark.parametrize("overlay", OVERLAYS)
def test_settings_are_known_and_no_secret_is_among_them(overlay):
    known = set(re.findall(r"^([A-Z][A-Z0-9_]+)=", (ROOT / ".env.example").read_text(), re.M)) | OF_THE_IMAGE
    (settings,) = (one for name, one in of_kind(overlay, "ConfigMap").items() if name.startswith("settings-"))
    given = {
        variable["name"] for _, template in pods(overlay) for one in containers(template) for variable in one["env"]
    }
    assert given | settings["data"].keys() <= known
    assert not settings["data"].keys() & SECRETS
    assert of_kind(overlay, "Secret") == {}
    for name, template in pods(overlay):
        for container in containers(template) if name != "copy-files" else ():
            assert {"secretRef": {"name": "mizan"}} in container["envFrom"]


def test_copies_of_files_on_aws_are_made_with_settings_that_the_program_takes(tmp_path):
    key = tmp_path / "key"
    assert make_key(["make-key", str(key)]) == 0
    (told,) = (
        one["data"]["backup.toml"] for name, one in of_kind("aws", "ConfigMap").items() if name.startswith("backup-")
    )
    config = tmp_path / "backup.toml"
    config.write_text(told.replace("/etc/mizan-backup/key", str(key)))
    settings = read_settings(config)
    assert (settings.data_dir, settings.target["kind"]) == (Path("/data"), "s3")
    (container,) = dict(pods("aws"))["copy-files"]["spec"]["containers"]
    assert container["args"][1:] == ["-m", "scripts.operations.backup", "--config", "/etc/mizan/backup.toml", "files"]


def test_staging_and_production_meet_nowhere():
    both = [of_kind(overlay, "Namespace").keys() for overlay in ("staging", "production")]
    assert not both[0] & both[1]
    hosts = [
        next(iter(of_kind(overlay, "ConfigMap").values()))["data"]["MIZAN_HOSTS"]
        for overlay in ("staging", "production")
    ]
    assert hosts[0] != hosts[1]
    for overlay, host in zip(("staging", "production"), hosts, strict=True):
        assert [rule["host"] for rule in of_kind(overlay, "Ingress")["web"]["spec"]["rules"]] == [host]


KUBECTL = """#!/bin/sh
echo "$*" >>"$LOG"
case "$*" in
*"get deployment"*) echo deployment.apps/web ;;
*"get job migrate"*) echo "$MIGRATED" ;;
"kustomize "*) cat "$2/kustomization.yaml" >"$SEEN" ;;
*"rollout status deployment/worker"*) exit "${WORKER:-0}" ;;
esac
"""


def release(tmp_path, *words, **outcome):
    kubectl = tmp_path / "kubectl"
    kubectl.write_text(KUBECTL)
    kubectl.chmod(0o755)
    log, seen = tmp_path / "log", tmp_path / "seen"
    log.write_text("")
    env = {
        "PATH": f"{tmp_path}:/usr/bin:/bin",
        "LOG": str(log),
        "SEEN": str(seen),
        "PAUSE": "0",
        "MIGRATED": "Complete",
        **outcome,
    }
    done = subprocess.run(
        [KUBERNETES / "release", *words], env=env, capture_output=True, text=True, timeout=30, check=False
    )
    return done, log.read_text(), yaml.safe_load(seen.read_text()) if seen.exists() else None


def test_a_release_migrates_and_waits_for_every_part(tmp_path):
    done, said, seen = release(tmp_path, "staging", "registry.example.com:5000/mizan@sha256:" + "a" * 64)
    assert (done.returncode, done.stdout.splitlines()[-1].partition(" ")[0]) == (0, "mizan-staging"), done.stderr
    assert seen["images"] == [
        {
            "name": "registry.example.com/mizan",
            "newName": "registry.example.com:5000/mizan",
            "digest": "sha256:" + "a" * 64,
        }
    ]
    assert (
        said.index("delete job migrate")
        < said.index("apply")
        < said.index("get job migrate")
        < said.index("rollout status")
    )
    assert "undo" not in said
    assert not (KUBERNETES / "overlays" / ".release").exists()


@pytest.mark.parametrize(
    "outcome", [{"MIGRATED": "FailureTarget Failed"}, {"WORKER": "1"}], ids=["migration", "worker"]
)
def test_a_release_that_does_not_get_ready_goes_back(tmp_path, outcome):
    done, said, _ = release(tmp_path, "production", "registry.example.com/mizan:1.2.3", **outcome)
    assert done.returncode == 1
    assert "rollout undo deployment.apps/web" in said


def test_going_back_needs_no_image(tmp_path):
    done, said, _ = release(tmp_path, "production", "--back")
    assert done.returncode == 0
    assert [line for line in said.splitlines() if "undo" in line] == [
        f"--namespace mizan rollout undo deployment/{part}" for part in ("web", "worker", "beat", "flower")
    ]


def test_a_dry_run_changes_nothing(tmp_path):
    done, said, _ = release(tmp_path, "aws", "registry.example.com/mizan:1.2.3", "--dry-run")
    assert done.returncode == 0
    assert not any(word in said for word in ("delete", "apply", "undo"))


@pytest.mark.parametrize(
    "words", [(), ("staging",), ("nowhere", "image:1"), ("staging", "image"), ("staging", "image:1", "--now")]
)
def test_a_release_that_is_not_clear_is_refused(tmp_path, words):
    done, said, _ = release(tmp_path, *words)
    assert (done.returncode, said) == (2, "")
