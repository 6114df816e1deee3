"""What data protection keeps: consents, exports, erasures, requests, the register, breaches, what retention removed."""

from gdpr.models.consents import Consent, ConsentPerson
from gdpr.models.erasures import ErasureLedger, ErasureRequest
from gdpr.models.exports import DataExport
from gdpr.models.register import Breach, BreachNotice, ProcessingActivity
from gdpr.models.requests import PrivacyRequest
from gdpr.models.retention import RetentionRun

__all__ = [
    "Breach",
    "BreachNotice",
    "Consent",
    "ConsentPerson",
    "DataExport",
    "ErasureLedger",
    "ErasureRequest",
    "PrivacyRequest",
    "ProcessingActivity",
    "RetentionRun",
]
