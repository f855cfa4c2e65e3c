"""Settings: defaults, kept secrets, and values that cannot be used."""

import stat
from concurrent.futures import ThreadPoolExecutor

import pytest

from config import kept_secret, load_settings
from errors import ValidationError


def test_everything_has_a_default(tmp_path):
    settings = load_settings({"POPPY_DATA_DIR": str(tmp_path)})

    assert settings.database_url == f"sqlite:///{tmp_path / 'poppy.sqlite3'}"
    assert settings.max_upload_bytes == 2048 * 1024 * 1024
    assert settings.rate_limits and not settings.demo
    assert settings.llm_key is None


def test_the_secret_is_made_once_and_only_its_owner_reads_it(tmp_path):
    first = load_settings({"POPPY_DATA_DIR": str(tmp_path)}).secret_key
    second = load_settings({"POPPY_DATA_DIR": str(tmp_path)}).secret_key

    assert first == second and len(first) == 64
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600


def test_processes_that_start_at_once_agree_on_the_secret(tmp_path):
    with ThreadPoolExecutor(8) as pool:
        secrets = set(pool.map(kept_secret, [tmp_path] * 32))

    assert len(secrets) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["secret_key"]


def test_a_given_secret_is_used_and_nothing_is_written(tmp_path):
    settings = load_settings({"POPPY_DATA_DIR": str(tmp_path), "SECRET_KEY": "s"})

    assert settings.secret_key == "s"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("size", ["0", "-3", "ten", "nan"])
def test_an_upload_limit_that_is_no_size_is_refused_by_name(tmp_path, size):
    with pytest.raises(ValidationError, match="POPPY_MAX_UPLOAD_MB"):
        load_settings({"POPPY_DATA_DIR": str(tmp_path), "POPPY_MAX_UPLOAD_MB": size})


def test_a_switch_that_is_neither_on_nor_off_is_refused_by_name(tmp_path):
    with pytest.raises(ValidationError, match="POPPY_DEMO is 'maybe'"):
        load_settings({"POPPY_DATA_DIR": str(tmp_path), "POPPY_DEMO": "maybe"})


def test_other_sites_are_listed_as_origins(tmp_path):
    listed = " https://App.example.com, http://localhost:3000,"
    environ = {"POPPY_DATA_DIR": str(tmp_path), "POPPY_CORS_ORIGINS": listed}

    assert load_settings(environ).cors_origins == {
        "https://app.example.com",
        "http://localhost:3000",
    }


@pytest.mark.parametrize("origin", ["*", "app.example.com", "https://a.example/path"])
def test_what_is_no_origin_is_refused_by_name(tmp_path, origin):
    environ = {"POPPY_DATA_DIR": str(tmp_path), "POPPY_CORS_ORIGINS": origin}

    with pytest.raises(ValidationError, match="POPPY_CORS_ORIGINS"):
        load_settings(environ)


def test_a_dotenv_file_in_the_working_folder_is_honoured(tmp_path, monkeypatch):
    (tmp_path / ".env").write_text("POPPY_MAX_UPLOAD_MB=7\nSECRET_KEY=from-dotenv\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("POPPY_DATA_DIR", str(tmp_path / "data"))
    for name in ("POPPY_MAX_UPLOAD_MB", "SECRET_KEY"):
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)

    settings = load_settings()

    assert settings.max_upload_bytes == 7 * 1024 * 1024
    assert settings.secret_key == "from-dotenv"
