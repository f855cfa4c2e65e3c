"""The frozen records that stores hand out; models never leave the stores."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal


@dataclass(frozen=True)
class TenantRecord:
    """An organization whose people share datasets."""

    id: str
    name: str
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True)
class UserRecord:
    """A person; `role` is owner, member or viewer. The hash never leaves the store."""

    id: str
    email: str
    name: str | None
    tenant_id: str
    role: str
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True)
class AuthSessionRecord:
    """A signed-in browser or program; `id` is the hash of its token."""

    id: str
    user_id: str
    tenant_id: str
    role: str
    expires_at: datetime
    created_at: datetime
    name: str | None = None


@dataclass(frozen=True)
class DatasetRecord:
    """A named table with its versions."""

    id: str
    tenant_id: str
    name: str
    description: str | None
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True)
class VersionRecord:
    """One uploaded file of a dataset; `file_path` is a storage key, never a path.

    `file_size` is in bytes; `file_hash` is SHA-256 in hex; `file_name` is the name
    that the person's file had; `note` says how it came to be, if not by an upload.
    """

    id: str
    dataset_id: str
    tenant_id: str
    version: int
    file_path: str
    file_size: int
    row_count: int | None
    column_count: int | None
    uploaded_at: datetime
    created_at: datetime
    file_hash: str | None = None
    file_name: str | None = None
    note: str | None = None


@dataclass(frozen=True)
class ProfileRecord:
    """The profile of a version.

    `columns` is the list of column objects that the JSON API shows; `details` holds
    what is ours about the whole table (import report, duplicates, correlations).
    """

    id: str
    dataset_version_id: str
    row_count: int
    column_count: int
    columns: list[dict]
    created_at: datetime
    details: dict | None = None


@dataclass(frozen=True)
class SessionRecord:
    """An analysis session: one conversation, usually about one dataset."""

    id: str
    tenant_id: str
    dataset_id: str | None
    title: str | None
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True)
class MessageRecord:
    """One message, verbatim; `role` is user or assistant.

    `sequence` orders the messages of a session (None in adopted rows); `metadata`
    holds what the page needs to draw an assistant's reply (status, choices, chips).
    """

    id: str
    session_id: str
    tenant_id: str
    role: Literal["user", "assistant"]
    content: str
    created_at: datetime
    sequence: int | None = None
    metadata: dict | None = None


@dataclass(frozen=True)
class ArtifactRecord:
    """A kept result; `data` is {resultType, resultData, metadata}."""

    id: str
    session_id: str
    tenant_id: str
    type: Literal["chart", "table", "insight", "report"]
    title: str
    data: dict
    metadata: dict | None
    created_at: datetime


@dataclass(frozen=True)
class ExplanationRecord:
    """The sentences that go with an artifact."""

    id: str
    session_id: str
    artifact_id: str
    summary: str
    implications: list[str] | None
    caveats: list[str] | None
    created_at: datetime


@dataclass(frozen=True)
class TokenUsageRecord:
    """One call to a language model; `estimated_cost` is in US dollars."""

    id: str
    user_id: str
    tenant_id: str
    session_id: str | None
    artifact_id: str | None
    prompt_tokens: int
    completion_tokens: int
    total_tokens: int
    estimated_cost: float
    timestamp: datetime


@dataclass(frozen=True)
class AuditLogRecord:
    """One line of the audit log."""

    id: str
    user_id: str
    tenant_id: str
    action: str
    resource_type: str
    resource_id: str | None
    metadata: dict | None
    timestamp: datetime


@dataclass(frozen=True)
class Used:
    """Calls, tokens and dollars of one group (a day, a person, a session)."""

    key: str | None
    calls: int
    prompt_tokens: int
    completion_tokens: int
    estimated_cost: float


@dataclass(frozen=True)
class DatasetListing:
    """A dataset as a list page shows it; `latest` is None before the first upload.

    `warnings` counts what the quality check of the newest version found; None where
    none was made.
    """

    dataset: DatasetRecord
    latest: VersionRecord | None
    last_asked: datetime | None
    warnings: int | None = None


@dataclass(frozen=True)
class SessionListing:
    """A session as a list page shows it; its `updated_at` is the last activity."""

    session: SessionRecord
    dataset_name: str | None


@dataclass(frozen=True)
class ExchangeRecord:
    """What one answer left behind: the reply and, when it computed, the result."""

    message: MessageRecord
    artifact: ArtifactRecord | None = None
    explanation: ExplanationRecord | None = None
