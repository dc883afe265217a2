"""A setting that is missing or wrong is said, with the line that mends it."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from sapwood.config import environment as env
from tests.config import processes

_KEYS = tempfile.TemporaryDirectory(prefix="sapwood-test-keys-")  # mode 0700, as it must be
GOOD = {
    "SAPWOOD_SECRET_KEY": "k" * 50,
    "SAPWOOD_DATA": "/var/lib/sapwood",
    "SAPWOOD_BASE_URL": "https://okr.example.org",
    "SAPWOOD_SMTP_HOST": "mail.example.org",
    "SAPWOOD_KEYS": _KEYS.name,
}


def test_with_everything_there_is_nothing_to_say() -> None:
    assert env.check_production(env=GOOD) is None  # type: ignore[func-returns-value]


@pytest.mark.parametrize("name", GOOD)
def test_each_missing_setting_is_named_with_what_mends_it(name: str) -> None:
    given = {key: value for key, value in GOOD.items() if key != name}

    with pytest.raises(env.MissingSetting) as told:
        env.check_production(env=given)

    assert f"{name} is not set" in str(told.value)
    assert "export " in str(told.value)
    assert [other for other in given if f"{other} is" in str(told.value)] == []


def test_everything_missing_is_said_at_once() -> None:
    with pytest.raises(env.MissingSetting) as told:
        env.check_production(env={})

    assert [name for name in GOOD if name not in str(told.value)] == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SAPWOOD_SECRET_KEY", "short"),
        ("SAPWOOD_BASE_URL", "okr.example.org"),
        ("SAPWOOD_BASE_URL", "ftp://okr.example.org"),
        ("SAPWOOD_BASE_URL", "https://example.org/okr"),
    ],
)
def test_what_does_not_fit_is_refused(name: str, value: str) -> None:
    with pytest.raises(env.MissingSetting, match=name):
        env.check_production(env={**GOOD, name: value})


@pytest.mark.parametrize("kept", ["data/keys", "data", "."])
def test_keys_that_are_not_apart_from_the_data_are_refused(kept: str, tmp_path: Path) -> None:
    with pytest.raises(env.MissingSetting, match="not apart from SAPWOOD_DATA"):
        env.check_production(env={**GOOD, "SAPWOOD_DATA": str(tmp_path / "data"), "SAPWOOD_KEYS": str(tmp_path / kept)})


def test_a_folder_of_keys_that_is_not_there_or_that_others_may_read_is_refused(tmp_path: Path) -> None:
    with pytest.raises(env.MissingSetting, match="no such folder"):
        env.check_production(env={**GOOD, "SAPWOOD_KEYS": str(tmp_path / "nowhere")})

    tmp_path.chmod(0o750)
    with pytest.raises(env.MissingSetting, match="chmod 0700"):
        env.check_production(env={**GOOD, "SAPWOOD_KEYS": str(tmp_path)})


def test_a_key_store_of_ones_own_needs_no_folder() -> None:
    given = {name: value for name, value in GOOD.items() if name != "SAPWOOD_KEYS"}

    both = {"SAPWOOD_KEY_STORE": "ours.Kms", "SAPWOOD_DURABLE_KEY_STORE": "ours.Durable"}
    env.check_production(env={**given, **both})

    with pytest.raises(env.MissingSetting, match="SAPWOOD_KEYS is not set"):  # keys of journals need a place as well
        env.check_production(env={**given, "SAPWOOD_KEY_STORE": "ours.Kms"})


def test_mail_may_be_off_when_that_is_said() -> None:
    given = {name: value for name, value in GOOD.items() if name != "SAPWOOD_SMTP_HOST"}

    assert env.check_production(env={**given, "SAPWOOD_MAIL": "off"}) is None  # type: ignore[func-returns-value]


def test_a_secret_may_come_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.write_text("from a file\n")

    assert env.text("SAPWOOD_SECRET_KEY", env={"SAPWOOD_SECRET_KEY_FILE": str(file)}) == "from a file"


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(env.MissingSetting, match="nowhere"):
        env.text("SAPWOOD_SECRET_KEY", env={"SAPWOOD_SECRET_KEY_FILE": str(tmp_path / "nowhere")})


@pytest.mark.parametrize("value", ["maybe", "2"])
def test_a_switch_says_what_it_takes(value: str) -> None:
    with pytest.raises(env.MissingSetting, match="allowed are"):
        env.switch("SAPWOOD_BEHIND_PROXY", env={"SAPWOOD_BEHIND_PROXY": value})


def test_a_number_says_what_it_takes() -> None:
    with pytest.raises(env.MissingSetting, match="whole number"):
        env.number("SAPWOOD_SMTP_PORT", 587, env={"SAPWOOD_SMTP_PORT": "smtp"})


def test_a_database_of_an_unknown_kind_is_refused(tmp_path: Path) -> None:
    with pytest.raises(env.MissingSetting, match="postgresql://"):
        env.database("mysql://somewhere/else", tmp_path)


@pytest.mark.parametrize("command", [["serve"], ["tick"], ["backup", "x.tar"]])
def test_no_command_runs_half_set_up(command: list[str], tmp_path: Path) -> None:
    bare = {name: value for name, value in processes.environment(tmp_path).items() if not name.startswith("SAPWOOD_")}

    done = processes.sapwood(*command, env=bare)

    assert done.returncode == 2
    assert "SAPWOOD_SECRET_KEY is not set" in done.stderr
    assert "Traceback" not in done.stderr


def test_production_does_not_migrate_by_itself(tmp_path: Path) -> None:
    given = {
        **processes.environment(tmp_path),
        **GOOD,
        "SAPWOOD_MODE": "production",
        "SAPWOOD_DATA": str(tmp_path / "new"),
    }

    done = processes.sapwood("serve", "--port", str(processes.free_port()), env=given)

    assert done.returncode == 2
    assert "sapwood migrate" in done.stderr
