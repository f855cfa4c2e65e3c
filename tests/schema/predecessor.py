"""A PostgreSQL database as the TypeScript Poppy (Prisma) made and filled it."""

import json
import re
import uuid

import bcrypt
import psycopg2

TABLES = """
CREATE TYPE "PoppyUserRole" AS ENUM ('OWNER', 'MEMBER', 'VIEWER');
CREATE TABLE "poppy_tenants" (
    "id" TEXT NOT NULL, "name" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL,
    CONSTRAINT "poppy_tenants_pkey" PRIMARY KEY ("id"));
CREATE TABLE "poppy_users" (
    "id" TEXT NOT NULL, "email" TEXT NOT NULL, "name" TEXT, "passwordHash" TEXT,
    "tenantId" TEXT NOT NULL, "role" "PoppyUserRole" NOT NULL DEFAULT 'MEMBER',
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL,
    CONSTRAINT "poppy_users_pkey" PRIMARY KEY ("id"));
CREATE TABLE "poppy_auth_sessions" (
    "id" TEXT NOT NULL, "userId" TEXT NOT NULL, "tenantId" TEXT NOT NULL,
    "role" "PoppyUserRole" NOT NULL, "expiresAt" TIMESTAMP(3) NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "poppy_auth_sessions_pkey" PRIMARY KEY ("id"));
CREATE TABLE "poppy_datasets" (
    "id" TEXT NOT NULL, "tenantId" TEXT NOT NULL, "name" TEXT NOT NULL,
    "description" TEXT, "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL,
    CONSTRAINT "poppy_datasets_pkey" PRIMARY KEY ("id"));
CREATE TABLE "poppy_dataset_versions" (
    "id" TEXT NOT NULL, "datasetId" TEXT NOT NULL, "tenantId" TEXT NOT NULL,
    "version" INTEGER NOT NULL, "filePath" TEXT NOT NULL, "fileSize" INTEGER NOT NULL,
    "rowCount" INTEGER, "columnCount" INTEGER,
    "uploadedAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "poppy_dataset_versions_pkey" PRIMARY KEY ("id"));
CREATE TABLE "poppy_dataset_profiles" (
    "id" TEXT NOT NULL, "datasetVersionId" TEXT NOT NULL,
    "rowCount" INTEGER NOT NULL, "columnCount" INTEGER NOT NULL,
    "columns" JSONB NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "poppy_dataset_profiles_pkey" PRIMARY KEY ("id"));
CREATE TABLE "poppy_analysis_sessions" (
    "id" TEXT NOT NULL, "tenantId" TEXT NOT NULL, "datasetId" TEXT, "title" TEXT,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL,
    CONSTRAINT "poppy_analysis_sessions_pkey" PRIMARY KEY ("id"));
CREATE TABLE "poppy_chat_messages" (
    "id" TEXT NOT NULL, "sessionId" TEXT NOT NULL, "tenantId" TEXT NOT NULL,
    "role" TEXT NOT NULL, "content" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "poppy_chat_messages_pkey" PRIMARY KEY ("id"));
CREATE TABLE "poppy_artifacts" (
    "id" TEXT NOT NULL, "sessionId" TEXT NOT NULL, "tenantId" TEXT NOT NULL,
    "type" TEXT NOT NULL, "title" TEXT NOT NULL, "data" JSONB NOT NULL,
    "metadata" JSONB, "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "poppy_artifacts_pkey" PRIMARY KEY ("id"));
CREATE TABLE "poppy_explanations" (
    "id" TEXT NOT NULL, "sessionId" TEXT NOT NULL, "artifactId" TEXT NOT NULL,
    "summary" TEXT NOT NULL, "implications" JSONB, "caveats" JSONB,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "poppy_explanations_pkey" PRIMARY KEY ("id"));
CREATE TABLE "poppy_token_usage" (
    "id" TEXT NOT NULL, "userId" TEXT NOT NULL, "tenantId" TEXT NOT NULL,
    "sessionId" TEXT, "artifactId" TEXT, "promptTokens" INTEGER NOT NULL,
    "completionTokens" INTEGER NOT NULL, "totalTokens" INTEGER NOT NULL,
    "estimatedCost" DOUBLE PRECISION NOT NULL,
    "timestamp" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "poppy_token_usage_pkey" PRIMARY KEY ("id"));
CREATE TABLE "poppy_audit_logs" (
    "id" TEXT NOT NULL, "userId" TEXT NOT NULL, "tenantId" TEXT NOT NULL,
    "action" TEXT NOT NULL, "resourceType" TEXT NOT NULL, "resourceId" TEXT,
    "metadata" JSONB, "timestamp" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "poppy_audit_logs_pkey" PRIMARY KEY ("id"));
CREATE TABLE "poppy_data_quality_checks" (
    "id" TEXT NOT NULL PRIMARY KEY, "datasetVersionId" TEXT NOT NULL,
    "checks" JSONB NOT NULL);
CREATE TABLE "orders" ("id" SERIAL PRIMARY KEY, "total" NUMERIC NOT NULL);
CREATE TABLE "_prisma_migrations" ("id" VARCHAR(36) PRIMARY KEY, "checksum" TEXT);
"""

UNIQUE = {
    "poppy_users": ["email"],
    "poppy_dataset_versions": ["datasetId,version"],
    "poppy_dataset_profiles": ["datasetVersionId"],
    "poppy_explanations": ["artifactId"],
}
INDEXES = {
    "poppy_tenants": "createdAt",
    "poppy_users": "email tenantId createdAt",
    "poppy_auth_sessions": "userId tenantId expiresAt createdAt",
    "poppy_datasets": "tenantId createdAt",
    "poppy_dataset_versions": "datasetId tenantId uploadedAt createdAt",
    "poppy_dataset_profiles": "datasetVersionId createdAt",
    "poppy_analysis_sessions": "tenantId datasetId createdAt",
    "poppy_chat_messages": "sessionId tenantId createdAt",
    "poppy_artifacts": "sessionId tenantId createdAt",
    "poppy_explanations": "sessionId artifactId createdAt",
    "poppy_token_usage": "userId tenantId sessionId artifactId timestamp",
    "poppy_audit_logs": "userId tenantId resourceType timestamp",
}
FOREIGN_KEYS = """
poppy_users tenantId poppy_tenants CASCADE
poppy_datasets tenantId poppy_tenants CASCADE
poppy_dataset_versions datasetId poppy_datasets CASCADE
poppy_dataset_profiles datasetVersionId poppy_dataset_versions CASCADE
poppy_analysis_sessions tenantId poppy_tenants CASCADE
poppy_analysis_sessions datasetId poppy_datasets SET_NULL
poppy_chat_messages sessionId poppy_analysis_sessions CASCADE
poppy_artifacts sessionId poppy_analysis_sessions CASCADE
poppy_artifacts tenantId poppy_tenants CASCADE
poppy_explanations artifactId poppy_artifacts CASCADE
poppy_token_usage userId poppy_users CASCADE
poppy_token_usage tenantId poppy_tenants CASCADE
poppy_token_usage artifactId poppy_artifacts SET_NULL
poppy_audit_logs userId poppy_users CASCADE
poppy_audit_logs tenantId poppy_tenants CASCADE
"""
CSV = b"region,amount\nnorth,12.5\nsouth,0\n"
RESULT = {
    "resultType": "series",
    "resultData": [{"region": "north", "value": 12.5}, {"region": "south", "value": 0}],
    "metadata": {"operation": "sum", "metric": "amount", "dimension": "region"},
}


def uid(name: str) -> str:
    """Return the UUID that a short name such as "d1" stands for here."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, name))


def make(url: str) -> None:
    """Make the predecessor's tables in an empty database, and fill them."""
    connection = psycopg2.connect(url)
    with connection, connection.cursor() as cursor:
        cursor.execute(TABLES)
        for statement in _keys_and_indexes():
            cursor.execute(statement)
        _fill(cursor)
    connection.close()


def _keys_and_indexes():
    for table, keys in UNIQUE.items():
        for key in keys:
            name = f"{table}_{key.replace(',', '_')}_key"
            yield f'CREATE UNIQUE INDEX "{name}" ON "{table}" ({_quoted(key)})'
    for table, columns in INDEXES.items():
        for column in columns.split():
            yield f'CREATE INDEX "{table}_{column}_idx" ON "{table}" ("{column}")'
    for line in FOREIGN_KEYS.split("\n")[1:-1]:
        table, column, parent, rule = line.split()
        yield (
            f'ALTER TABLE "{table}" ADD CONSTRAINT "{table}_{column}_fkey" '
            f'FOREIGN KEY ("{column}") REFERENCES "{parent}"("id") '
            f"ON DELETE {rule.replace('_', ' ')} ON UPDATE CASCADE"
        )


def _quoted(columns: str) -> str:
    return ", ".join(f'"{column}"' for column in columns.split(","))


def _fill(cursor) -> None:
    new, old = (
        bcrypt.hashpw(password, bcrypt.gensalt(10)).decode()
        for password in (b"anna's password", b"ben's password")
    )
    then = "2025-03-01 08:30:00.125"
    rows = {
        "poppy_tenants": [("t1", "Anna's Organization", then, then)],
        "poppy_users": [
            ("u1", "anna@example.com", "Anna", new, "t1", "OWNER", then, then),
            (
                "u2",
                "ben@example.com",
                None,
                "$2a$" + old[4:],
                "t1",
                "MEMBER",
                then,
                then,
            ),
            ("u3", "demo@example.com", "Demo", None, "t1", "VIEWER", then, then),
        ],
        "poppy_auth_sessions": [("raw-token", "u1", "t1", "OWNER", then, then)],
        "poppy_datasets": [("d1", "t1", "Sales", None, then, then)],
        "poppy_dataset_versions": [
            ("v1", "d1", "t1", 1, "/srv/poppy/uploads/t1/d1/sales.csv", len(CSV), 2, 2)
            + (then, then)
        ],
        "poppy_dataset_profiles": [
            ("p1", "v1", 2, 2, json.dumps([{"name": "region", "type": "string"}]), then)
        ],
        "poppy_analysis_sessions": [("s1", "t1", "d1", "Talk", then, then)],
        "poppy_chat_messages": [
            ("m2", "s1", "t1", "assistant", "12.5", "2025-03-01 08:30:02.000"),
            ("m1", "s1", "t1", "user", "total by region?", "2025-03-01 08:30:01.000"),
        ],
        "poppy_artifacts": [
            ("a1", "s1", "t1", "chart", "amount by region", json.dumps(RESULT), None)
            + ("2025-03-01 08:30:01.500",)
        ],
        "poppy_explanations": [
            ("e1", "s1", "a1", "North leads.", json.dumps(["Sell north."]), None, then)
        ],
        "poppy_token_usage": [("k1", "u1", "t1", "s1", "a1", 5, 7, 12, 0.01, then)],
        "poppy_audit_logs": [
            ("l1", "u1", "t1", "login", "user", "u1", json.dumps({"ip": "::1"}), then)
        ],
        "poppy_data_quality_checks": [("q1", "v1", "{}")],
        "orders": [(1, 9.5)],
        "_prisma_migrations": [("x", "sum")],
    }
    for table, filled in rows.items():
        for row in filled:
            places = ", ".join(["%s"] * len(row))
            values = [_full(value) for value in row]
            cursor.execute(f'INSERT INTO "{table}" VALUES ({places})', values)


def _full(value: object) -> object:
    short = isinstance(value, str) and re.fullmatch(r"[a-z]\d", value)
    return uid(value) if short else value
