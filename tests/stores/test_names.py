"""The predecessor's names lead to the same functions."""

import pytest

from stores import (
    artifact_store,
    auth_store,
    dataset_store,
    explanation_store,
    session_store,
)

NAMES = {
    auth_store: """createTenant getTenant createUser authenticateUser createSession
        getSession deleteSession getUser getUserByEmail trackTokenUsage getTokenUsage
        getTenantTokenUsage createAuditLog getAuditLogsByTenant getAuditLogsByUser
        initializeDemoTenant""",
    dataset_store: """createDataset getDataset getDatasetsByTenant
        createDatasetVersion getDatasetVersion getVersionsByDataset getLatestVersion
        saveProfile getProfile getLatestProfile getAllDatasets getStoreStats""",
    session_store: """createSession getSession getSessionsByTenant
        getSessionsByDataset createMessage getMessage getMessagesBySession
        getAllSessions getStoreStats""",
    artifact_store: """createArtifact getArtifact getArtifactsBySession
        updateArtifact deleteArtifact getAllArtifacts""",
    explanation_store: """storeExplanation getExplanationByArtifact
        getExplanationsBySession getExplanation""",
}


@pytest.mark.parametrize(
    ("store", "name"),
    [(store, name) for store, names in NAMES.items() for name in names.split()],
)
def test_every_old_name_is_a_function_of_the_store(store, name):
    assert callable(getattr(store, name))
    snake = "".join(f"_{c.lower()}" if c.isupper() else c for c in name)
    assert getattr(store, name) is getattr(store, snake)


def test_other_names_are_unknown():
    with pytest.raises(AttributeError, match="getEverything"):
        _ = dataset_store.getEverything
