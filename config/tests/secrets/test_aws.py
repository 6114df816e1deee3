"""Secrets from AWS Secrets Manager, against a server that speaks its protocol and checks the signature."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import json
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.env import read_environment
from config.secret_sources import SourceFault
from config.secret_sources.aws import AwsSource
from config.tests.servers import Reply, serving

ID, SECRET = "AKIAPLANTED", "wJalr-planted-secret"
KEY = "a-secret-key-of-more-than-32-letters-planted"
REGION = "eu-central-1"


def signed_well(asked):
    """The request's signature, version 4, calculated from the published recipe alone."""
    head = asked.headers["authorization"]
    parts = dict(part.strip().split("=", 1) for part in head.removeprefix("AWS4-HMAC-SHA256 ").split(","))
    _, day, region, service, _ = parts["Credential"].split("/")
    names = parts["SignedHeaders"].split(";")
    canonical = "\n".join(
        [
            asked.method,
            asked.path,
            "",
            *[f"{name}:{asked.headers[name].strip()}" for name in names],
            "",
            parts["SignedHeaders"],
            hashlib.sha256(asked.body).hexdigest(),
        ]
    )
    scope = f"{day}/{region}/{service}/aws4_request"
    text = f"AWS4-HMAC-SHA256\n{asked.headers['x-amz-date']}\n{scope}\n{hashlib.sha256(canonical.encode()).hexdigest()}"
    key = f"AWS4{SECRET}".encode()
    for word in (day, region, service, "aws4_request"):
        key = hmac.new(key, word.encode(), hashlib.sha256).digest()
    return hmac.compare_digest(hmac.new(key, text.encode(), hashlib.sha256).hexdigest(), parts["Signature"])


def said(value, status=200, code=""):
    headers = {"Content-Type": "application/x-amz-json-1.1", **({"x-amzn-ErrorType": code} if code else {})}
    return Reply(
        status, json.dumps({"__type": code, "Message": "planted", **value} if code else value).encode(), headers
    )


class Manager:
    def __init__(self):
        self.reply = None

    def __call__(self, asked):
        if not signed_well(asked):
            return said({}, 400, "InvalidSignatureException")
        if self.reply is not None:
            return self.reply
        if asked.headers["x-amz-target"] != "secretsmanager.GetSecretValue":
            return said({}, 400, "UnknownOperationException")
        if not json.loads(asked.body)["SecretId"].endswith("mizan/production"):
            return said({}, 400, "ResourceNotFoundException")
        text = json.dumps({"SECRET_KEY": KEY, "LLM_API_KEY": "sk-planted-of-aws"})
        return said({"ARN": "arn", "Name": "mizan/production", "SecretString": text, "VersionStages": ["AWSCURRENT"]})


@pytest.fixture
def aws(monkeypatch, tmp_path):
    for name in ("AWS_PROFILE", "AWS_SESSION_TOKEN", "AWS_DEFAULT_REGION", "AWS_REGION"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "none"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "none"))
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", ID)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", SECRET)
    played = Manager()
    with serving(played) as server:
        played.url, played.asked = server.url, server.asked
        yield played


def asking(aws, **more):
    return {"SECRETS_FROM": "aws:mizan/production", "AWS_REGION": REGION, "AWS_ENDPOINT_URL": aws.url, **more}


def test_one_secret_gives_the_variables(aws):
    env = read_environment(asking(aws))
    assert (env.secret_key, env.llm.api_key) == (KEY, "sk-planted-of-aws")
    assert f"/{REGION}/secretsmanager/" in aws.asked[0].headers["authorization"]


def test_the_environment_wins(aws):
    own = "a-secret-key-of-the-environment-itself"
    assert read_environment(asking(aws, SECRET_KEY=own)).secret_key == own


def test_an_arn_says_its_region(aws):
    arn = "arn:aws:secretsmanager:us-west-2:1:secret:mizan/production"
    assert AwsSource(arn, endpoint=aws.url).fetch()["SECRET_KEY"] == KEY
    assert "/us-west-2/" in aws.asked[0].headers["authorization"]


@pytest.mark.parametrize(
    ("reply", "word"),
    [
        (said({}, 400, "AccessDeniedException"), "Allow secretsmanager:GetSecretValue"),
        (said({}, 400, "ExpiredTokenException"), "have expired"),
        (said({}, 400, "DecryptionFailure"), "kms:Decrypt"),
        (said({}, 400, "SomethingElse"), "AWS answered 400"),
        (said({"SecretBinary": "cGxhbnRlZA=="}), "holds no variables"),
        (said({"SecretString": "planted"}), "holds no variables"),
        (said({"SecretString": '{"SECRET_KEY": ["planted"]}'}), "SECRET_KEY is not a text"),
        (Reply(200, b"<planted>"), "holds no variables|AWS does not answer"),
    ],
)
def test_each_fault_has_its_mend_and_shows_no_secret(aws, reply, word):
    aws.reply = reply
    with pytest.raises(ImproperlyConfigured, match=word) as told:
        read_environment(asking(aws))
    assert "planted" not in str(told.value)
    assert ID not in str(told.value)


def test_a_wrong_secret_key_and_a_wrong_name_are_told_apart(aws, monkeypatch):
    with pytest.raises(SourceFault, match="no such secret"):
        AwsSource("other", region=REGION, endpoint=aws.url).fetch()
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "another-planted")
    with pytest.raises(SourceFault, match="refused the signature"):
        AwsSource("mizan/production", region=REGION, endpoint=aws.url).fetch()


def test_a_server_that_is_slow_or_away_is_left(aws):
    aws.reply = Reply(200, b" " * 20, slowly=3)
    began = dt.datetime.now(dt.UTC)
    for endpoint in (aws.url, "http://127.0.0.1:1"):
        with pytest.raises(SourceFault, match="does not answer"):
            AwsSource("mizan/production", region=REGION, endpoint=endpoint, seconds=0.4).fetch()
    assert (dt.datetime.now(dt.UTC) - began).total_seconds() < 15


def test_missing_credentials_region_and_library_are_told(aws, monkeypatch):
    with pytest.raises(SourceFault, match="region is not known"):
        AwsSource("mizan/production", endpoint=aws.url).fetch()
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    with pytest.raises(SourceFault, match="no credentials"):
        AwsSource("mizan/production", region=REGION, endpoint=aws.url).fetch()
    monkeypatch.setitem(sys.modules, "botocore.session", None)
    with pytest.raises(SourceFault, match="Install the extra `aws`"):
        AwsSource("mizan/production", region=REGION).fetch()
