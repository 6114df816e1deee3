"""AWS Secrets Manager, through botocore, which signs and finds credentials where AWS puts them (variables, roles of tasks and machines).

botocore is the extra `aws`; docs/dependencies.md says why it is not replaced by code of ours.
"""

from __future__ import annotations

import importlib
import json
from collections.abc import Mapping
from typing import Any

import msgspec

from config.secret_sources.base import SourceFault, variables

SECONDS = 5.0  # to connect, and to wait for the answer; each of two tries

_TOLD = {
    "AccessDeniedException": "AWS refused (403). Allow secretsmanager:GetSecretValue on that secret, and kms:Decrypt on its key",
    "ResourceNotFoundException": "there is no such secret. Check SECRETS_FROM and AWS_REGION",
    "DecryptionFailure": "its key of KMS does not open it. Allow kms:Decrypt on that key",
    "InvalidRequestException": "the secret cannot be read; it may be marked for deletion. Restore it",
    "UnrecognizedClientException": "AWS does not know the credentials. Renew them",
    "InvalidSignatureException": "AWS refused the signature. Check the secret access key, and this machine's clock",
    "ExpiredTokenException": "the credentials have expired. Renew them",
    "ThrottlingException": "AWS limits the requests. Try again in a moment",
}


class AwsSource(msgspec.Struct, frozen=True):
    """One secret by its name or ARN, which says the region too. `endpoint` is another address for it, such as one in a private network."""

    secret_id: str
    region: str = ""
    endpoint: str = ""
    seconds: float = SECONDS

    def fetch(self) -> Mapping[str, str]:
        """The variables that the secret holds. Raises SourceFault."""
        answer = self._asked()
        text = answer.get("SecretString")
        try:
            stored = json.loads(text) if isinstance(text, str) else None
        except ValueError:
            stored = None
        return variables(stored)

    def _asked(self) -> Mapping[str, Any]:
        try:
            session = importlib.import_module("botocore.session")
            exceptions = importlib.import_module("botocore.exceptions")
            config = importlib.import_module("botocore.config")
        except ImportError as error:
            raise SourceFault("botocore is missing. Install the extra `aws`") from error
        limits = config.Config(
            connect_timeout=self.seconds,
            read_timeout=self.seconds,
            retries={"total_max_attempts": 2, "mode": "standard"},
        )
        try:
            client = session.get_session().create_client(
                "secretsmanager", region_name=self._region(), endpoint_url=self.endpoint or None, config=limits
            )
            answer: Mapping[str, Any] = client.get_secret_value(SecretId=self.secret_id)
        except exceptions.ClientError as error:
            code = str(error.response.get("Error", {}).get("Code", ""))
            status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
            raise SourceFault(_TOLD.get(code, f"AWS answered {status}. See its log of events")) from None
        except (exceptions.NoCredentialsError, exceptions.PartialCredentialsError, exceptions.CredentialRetrievalError):
            raise SourceFault(
                "there are no credentials. Give this machine a role, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"
            ) from None
        except exceptions.NoRegionError:
            raise SourceFault("the region is not known. Set AWS_REGION, or give the secret's ARN") from None
        except (exceptions.BotoCoreError, ValueError) as error:
            raise SourceFault(
                f"AWS does not answer ({type(error).__name__}). Check AWS_REGION and the network"
            ) from None
        return answer

    def _region(self) -> str | None:
        parts = self.secret_id.split(":")
        return self.region or (parts[3] if len(parts) > 5 and parts[0] == "arn" else None)
