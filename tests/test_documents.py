"""What the documents promise and the code does are the same."""

import re
from pathlib import Path

ROOT = Path(__file__).parent.parent


def variables_read() -> set[str]:
    """Return every environment variable that config.py asks for."""
    text = (ROOT / "config.py").read_text()
    return set(re.findall(r'"((?:POPPY|OPENAI|DATABASE|SECRET)_[A-Z_]+)"', text))


def test_every_variable_is_in_the_example_file():
    example = (ROOT / ".env.example").read_text()
    assert variables_read() <= set(re.findall(r"^#([A-Z_]+)=", example, re.M))


def test_every_variable_is_in_the_readme():
    readme = (ROOT / "README.md").read_text()
    assert all(f"`{name}`" in readme for name in variables_read())


def test_every_runtime_package_has_its_reason_in_the_readme():
    readme = (ROOT / "README.md").read_text()
    wanted = re.findall(r"^([a-z0-9-]+)", (ROOT / "requirements.in").read_text(), re.M)
    assert [name for name in wanted if f"| {name} |" not in readme] == []


def test_every_command_of_the_readme_is_a_target_of_the_makefile():
    readme = (ROOT / "README.md").read_text()
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.M))
    assert set(re.findall(r"\bmake ([a-z]+)", readme)) <= targets
