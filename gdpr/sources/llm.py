"""Providers of models, their keys, what they cost and what they answered."""

from __future__ import annotations

from gdpr.classes import Source

WORK: tuple[Source, ...] = (
    Source(
        model="llm.LlmProvider",
        what="providers of language models, and their terms",
        link="terms_recorded_by",
        organization="organization name base_url terms_place terms_retention terms_days terms_training terms_url terms_recorded_at",
        plain="id preset model position enabled input_price output_price cached_input_price currency timeout_seconds max_parallel "
        "requests_per_minute tokens_per_minute created_at updated_at",
        told="id name terms_recorded_at",
    ),
    Source(
        model="llm.LlmKey",
        what="keys of those providers, encrypted",
        link="created_by",
        organization="organization provider label secret",
        plain="id active last_used_at created_at",
        told="id label created_at",
    ),
    Source(
        model="llm.Budget",
        what="what an organization may spend on models",
        link="updated_by",
        organization="organization monthly_cost monthly_tokens",
        plain="currency updated_at",
        told="organization updated_at",
    ),
    Source(model="llm.Purse", what="what it spent", organization="organization spent reserved", plain="id month name"),
    Source(
        model="llm.LedgerEntry",
        what="questions to models, what they cost, and the replies",
        organization="organization reply cost held likely_cost",
        plain="id subject_id prompt provider model answered_by input_hash status token expires_at reserved_tokens endpoint likely_tokens "
        "input_tokens output_tokens cached_input_tokens estimated currency calls milliseconds cached error_code created_at settled_at",
    ),
    Source(
        model="llm.KeptAnswer",
        what="answers of models about works",
        organization="organization answer",
        plain="id question model created_at",
    ),
    Source(
        model="llm.Embedding",
        what="vectors of texts of works",
        organization="organization vector",
        plain="id model digest created_at",
    ),
    Source(
        model="llm.OwnQuestion",
        what="questions that an organization wrote for its analyses",
        link="created_by",
        organization="organization title instruction",
        plain="id series version retired created_at",
        told="id title created_at",
    ),
)
