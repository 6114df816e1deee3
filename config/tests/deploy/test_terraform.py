"""The infrastructure of `deploy/terraform`: parsed, its references followed, and held against the schema of the provider of AWS."""

import json
import re
from functools import cache
from pathlib import Path

import hcl2
import pytest
import yaml

from config.env import ROOT
from config.secret_sources.known import SECRETS
from config.tests.deploy.kustomize import render

TERRAFORM = ROOT / "deploy" / "terraform"
AWS = json.loads((Path(__file__).parent / "schemas" / "aws.json").read_text())
# What Terraform itself gives every block.
META = {"count", "for_each", "depends_on", "lifecycle", "provider"}
KINDS = ("resource", "data", "ephemeral")
STRING = re.compile(r'"(?:[^"\\$]|\\.|\$(?!\{))*"')


def bare(key):
    return key.strip('"')


@cache
def read():
    """All files together: kind -> list of (names, body)."""
    blocks = []
    for path in sorted(TERRAFORM.glob("*.tf")):
        for kind, found in hcl2.loads(path.read_text()).items():
            if kind.startswith("__"):
                continue
            for block in found:
                names = []
                while not block.get("__is_block__"):
                    ((name, block),) = block.items()
                    names.append(bare(name))
                blocks.append((kind, tuple(names), block))
    return blocks


def of(kind):
    return {names: body for found, names, body in read() if found == kind}


def texts(value):
    """Every expression in a value."""
    if isinstance(value, dict):
        for key, one in value.items():
            if not key.startswith("__"):
                yield from texts(one)
    elif isinstance(value, list):
        for one in value:
            yield from texts(one)
    elif isinstance(value, str):
        yield value


def references(body):
    """What the expressions of a body name: ("aws_vpc", "main", "id"), ("var", "region", "")."""
    for text in texts(body):
        inside = (
            [text]
            if text.startswith("${") and text.endswith("}") and '"${' not in text
            else re.findall(r"\$\{([^}]*)\}", text)
        )
        for expression in inside:
            code = STRING.sub('""', expression)
            yield from re.findall(
                r"(?<![\w.])(?:(?:data|ephemeral)\.)?(aws_\w+|random_\w+|var|local)\.(\w+)(?:\[[^\]]*\])*(?:\.(\w+))?",
                code,
            )


def test_providers_are_pinned_and_the_state_lies_elsewhere():
    (terraform,) = [body for kind, _, body in read() if kind == "terraform"]
    assert re.search(r">= 1\.\d+\.\d+, < 2", terraform["required_version"]), "write-only arguments need 1.11"
    (providers,) = terraform["required_providers"]
    versions = {name: bare(one["version"]) for name, one in providers.items() if not name.startswith("__")}
    assert versions.keys() == {"aws", "random"}
    assert all(re.fullmatch(r"~> \d+\.\d+", version) for version in versions.values())
    assert AWS["version"].startswith(versions["aws"].removeprefix("~> ")), "the schema of another version"
    ((backend),) = terraform["backend"]
    assert bare(next(iter(backend))) == "s3"
    assert "encrypt" in (TERRAFORM / "backend.hcl.example").read_text()


def test_every_variable_and_output_is_described_and_every_variable_is_used():
    variables, outputs = of("variable"), of("output")
    used = {name for _, _, body in read() for kind, name, _ in references(body) if kind == "var"}
    assert {name for (name,) in variables} == used
    for (name,), body in variables.items():
        assert body.get("description"), name
        assert body.get("type"), name
    assert all(body.get("description") and body.get("value") for body in outputs.values())
    needed = {name for (name,), body in variables.items() if "default" not in body}
    example = set(re.findall(r"^(\w+) +=", (TERRAFORM / "terraform.tfvars.example").read_text(), re.M))
    assert needed <= example <= {name for (name,) in variables}


def test_references_lead_somewhere():
    there = {names for kind in KINDS for names in of(kind)}
    local = {name for kind, _, body in read() if kind == "locals" for name in body}
    followed = 0
    for kind, names, body in read():
        for type_, name, attribute in references(body):
            followed += 1
            if type_ == "local":
                assert name in local, f"{names}: local.{name}"
            elif type_ != "var":
                assert (type_, name) in there, f"{kind} {names}: {type_}.{name} is nowhere"
                gives = {one for sort in KINDS for one in AWS["types"].get(f"{sort}.{type_}", {}).get("gives", ())}
                assert not attribute or type_.startswith("random_") or attribute in gives, (
                    f"{names}: {type_} gives no {attribute}"
                )
    assert followed > 100


def faults(where, body, takes, meta=META):
    given = {key for key in body if not key.startswith("__")} - meta
    yield from (f"{where} does not take {key}" for key in given - takes.keys() - {"dynamic"})
    yield from (f"{where} lacks {key}" for key, told in takes.items() if told.get("required") and key not in given)
    for key in given & takes.keys():
        blocks = (
            [one for one in body[key] if isinstance(one, dict) and one.get("__is_block__")]
            if isinstance(body[key], list)
            else []
        )
        for one in blocks:
            yield from faults(f"{where}.{key}", one, takes[key].get("block", {}), meta=set())


@pytest.mark.parametrize("kind", KINDS)
def test_every_block_is_what_the_provider_takes(kind):
    for (type_, name), body in of(kind).items():
        if type_.startswith("aws_"):
            assert list(faults(f"{type_}.{name}", body, AWS["types"][f"{kind}.{type_}"]["takes"])) == []


def test_a_mistyped_argument_would_be_found():
    body = dict(of("resource")[("aws_eks_cluster", "main")])
    body["versoin"] = body.pop("role_arn")
    takes = AWS["types"]["resource.aws_eks_cluster"]["takes"]
    assert sorted(faults("it", body, takes)) == ["it does not take versoin", "it lacks role_arn"]


def test_no_secret_is_written_down_or_kept_in_the_state():
    for kind, names, body in read():
        for key, value in body.items():
            if (
                re.search(r"password|secret_string|auth_token", key)
                and kind == "resource"
                and not key.endswith("_version")
            ):
                assert key.endswith("_wo"), f"{names}.{key} would stand in the state"
                assert "ephemeral." in value or "jsonencode" in value
    assert of("variable")[("settings",)]["ephemeral"] is True
    assert not {type_ for type_, _ in of("resource")} & {"random_password", "random_string", "tls_private_key"}
    ignored = (TERRAFORM / ".gitignore").read_text().split()
    assert {"*.tfstate*", "terraform.tfvars", "*.tfplan"} <= set(ignored)


def test_what_mizan_reads_from_the_store_are_its_own_secrets():
    told = (TERRAFORM / "secrets.tf").read_text()
    written = set(re.findall(r"^    ([A-Z_]+) += ", told, re.M))
    assert written == {"SECRET_KEY", "FIELD_ENCRYPTION_KEYS", "DATABASE_URL", "REDIS_URL"} <= SECRETS


def test_data_cannot_be_lost_by_a_plan_or_reached_from_outside():
    database = of("resource")[("aws_db_instance", "main")]
    assert (database["deletion_protection"], database["skip_final_snapshot"], database["storage_encrypted"]) == (
        True,
        False,
        True,
    )
    assert database["publicly_accessible"] is False
    for name in (("aws_efs_file_system", "files"), ("aws_s3_bucket", "backups")):
        assert of("resource")[name]["lifecycle"][0]["prevent_destroy"] is True
    assert all(
        value is True
        for key, value in of("resource")[("aws_s3_bucket_public_access_block", "backups")].items()
        if "ublic" in key
    )
    for names, body in of("resource").items():
        if names[0] == "aws_vpc_security_group_ingress_rule":
            assert "cidr_ipv4" not in body, f"{names} is open to addresses"


def test_the_manifests_for_aws_name_what_is_made_here():
    things = {
        (one["kind"], one["metadata"]["name"]): one
        for one in render(ROOT / "deploy" / "kubernetes" / "overlays" / "aws")
    }
    network = bare(of("variable")[("network",)]["default"])
    asked = {
        block["ipBlock"]["cidr"]
        for name in ("to-data", "to-secrets")
        for rule in things[("NetworkPolicy", name)]["spec"]["egress"]
        for block in rule["to"]
    }
    assert asked == {network, "169.254.170.23/32"}
    (local,) = [body for kind, _, body in read() if kind == "locals" and "node_port" in body]
    assert things[("Service", "web")]["spec"]["ports"][0]["nodePort"] == local["node_port"]
    assert ("Ingress", "web") not in things
    role = of("resource")[("aws_eks_pod_identity_association", "mizan")]
    assert bare(role["namespace"]) == things[("ServiceAccount", "mizan")]["metadata"]["namespace"]
    assert bare(role["service_account"]) == "mizan"
    (settings,) = [
        one["data"] for (kind, _), one in things.items() if kind == "ConfigMap" and "SECRETS_FROM" in one["data"]
    ]
    assert settings["SECRETS_FROM"] == "aws:mizan/production/settings"
    assert settings["TRUSTED_PROXIES"] == "2", "CloudFront and the load balancer"
    told = yaml.safe_load((ROOT / "deploy" / "kubernetes" / "overlays" / "aws" / "storage.yaml").read_text())
    assert told["provisioner"] == "efs.csi.aws.com"
