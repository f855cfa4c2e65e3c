"""What all tests share: the PostgreSQL server, started once when it is asked for."""

pytest_plugins = ["tests.postgres"]
