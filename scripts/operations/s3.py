"""Copies in an S3-compatible bucket, by botocore (the extra `aws`), whose credentials are found as the AWS command line finds them."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing
from pathlib import Path
from typing import Any, BinaryIO

from scripts.operations.faults import OperationFault, SettingsFault
from scripts.operations.stores import Stored

PART = 64 * 1024 * 1024  # what is larger goes in parts of this size


class BucketStore:
    """A bucket, or a part of one under `prefix`. Conditional writes keep a name from being written twice."""

    def __init__(self, bucket: str, *, prefix: str, region: str, endpoint: str, scratch: Path | None) -> None:
        try:
            import botocore.config  # type: ignore[import-untyped]
            import botocore.exceptions  # type: ignore[import-untyped]
            import botocore.session  # type: ignore[import-untyped]
        except ImportError:
            raise SettingsFault('A bucket needs botocore: install the extra "aws".') from None
        self._fault = botocore.exceptions.ClientError
        self._lost = botocore.exceptions.BotoCoreError
        self.bucket, self.prefix, self.scratch = bucket, prefix, scratch
        self.client: Any = botocore.session.get_session().create_client(
            "s3",
            region_name=region or None,
            endpoint_url=endpoint or None,
            config=botocore.config.Config(
                s3={"addressing_style": "path" if endpoint else "auto"},
                retries={"max_attempts": 5, "mode": "standard"},
                connect_timeout=10,
                read_timeout=60,
                request_checksum_calculation="when_required",  # others than AWS know no trailing checksums
                response_checksum_validation="when_required",
            ),
        )

    def put(self, name: str, write: Callable[[BinaryIO], Any]) -> bool:
        if self.holds(name):  # also for servers that do not know conditions
            return False
        with tempfile.TemporaryFile(dir=self.scratch) as file:
            write(file)
            size = file.tell()
            file.seek(0)
            try:
                if size <= PART:
                    self.client.put_object(**self._at(name), Body=file, ContentLength=size, IfNoneMatch="*")
                else:
                    self._put_in_parts(name, file)
            except self._fault as error:
                if _status(error) in (409, 412):
                    return False
                raise self._told(name, error) from error
            except self._lost as error:
                raise self._told(name, error) from error
        return True

    def _put_in_parts(self, name: str, file: BinaryIO) -> None:
        upload = self.client.create_multipart_upload(**self._at(name))["UploadId"]
        try:
            parts: list[dict[str, Any]] = []
            while block := file.read(PART):
                number = len(parts) + 1
                reply = self.client.upload_part(**self._at(name), UploadId=upload, PartNumber=number, Body=block)
                parts.append({"PartNumber": number, "ETag": reply["ETag"]})
            self.client.complete_multipart_upload(
                **self._at(name), UploadId=upload, MultipartUpload={"Parts": parts}, IfNoneMatch="*"
            )
        except BaseException:
            self.client.abort_multipart_upload(**self._at(name), UploadId=upload)
            raise

    def open(self, name: str) -> AbstractContextManager[BinaryIO]:
        try:
            return closing(self.client.get_object(**self._at(name))["Body"])
        except self._fault as error:
            if _status(error) == 404:
                raise FileNotFoundError(name) from None
            raise self._told(name, error) from error
        except self._lost as error:
            raise self._told(name, error) from error

    def holds(self, name: str) -> bool:
        try:
            self.client.head_object(**self._at(name))
        except self._fault as error:
            if _status(error) == 404:
                return False
            raise self._told(name, error) from error
        except self._lost as error:
            raise self._told(name, error) from error
        return True

    def list(self, prefix: str) -> Iterator[Stored]:
        pages = self.client.get_paginator("list_objects_v2").paginate(Bucket=self.bucket, Prefix=self.prefix + prefix)
        try:
            for page in pages:
                for one in page.get("Contents", ()):
                    yield Stored(one["Key"].removeprefix(self.prefix), one["Size"], one["LastModified"])
        except (self._fault, self._lost) as error:
            raise self._told(prefix, error) from error

    def remove(self, name: str) -> None:
        try:
            self.client.delete_object(**self._at(name))
        except (self._fault, self._lost) as error:
            raise self._told(name, error) from error

    def _at(self, name: str) -> dict[str, str]:
        return {"Bucket": self.bucket, "Key": self.prefix + name}

    def _told(self, name: str, error: Exception) -> OperationFault:
        return OperationFault(
            f"The bucket {self.bucket} refused {name}: {error}. Check its name, region and credentials."
        )


def _status(error: Any) -> int:
    return int(error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0))
