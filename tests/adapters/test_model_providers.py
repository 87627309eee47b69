"""Which client reaches a model, and what is said beforehand where it lacks something; nothing is ever sent for that."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from importlib.machinery import ModuleSpec
from pathlib import Path

import anthropic
import pytest

from harness.adapters.model import OpenModel, open_model
from harness.adapters.model.providers import open_client, secrets_of
from harness.domain.configuration import Provider
from harness.domain.verdicts import ExitCode
from harness.errors import EvaluatorError
from tests.support.conversations import MODEL, conversation, lonely
from tests.support.standin import KEY, standin, text

FOUND = {
    Provider.ANTHROPIC: (anthropic.Anthropic, {"ANTHROPIC_API_KEY": KEY}),
    Provider.AWS: (
        anthropic.AnthropicAWS,
        {"ANTHROPIC_AWS_API_KEY": KEY, "AWS_REGION": "us-east-1", "ANTHROPIC_AWS_WORKSPACE_ID": "w"},
    ),
    Provider.BEDROCK: (anthropic.AnthropicBedrock, {"AWS_BEARER_TOKEN_BEDROCK": KEY, "AWS_REGION": "us-east-1"}),
    Provider.FOUNDRY: (
        anthropic.AnthropicFoundry,
        {"ANTHROPIC_FOUNDRY_API_KEY": KEY, "ANTHROPIC_FOUNDRY_RESOURCE": "shop"},
    ),
    Provider.GOOGLE_CLOUD: (
        anthropic.AnthropicGoogleCloud,
        {"ANTHROPIC_GOOGLE_CLOUD_PROJECT": "p", "ANTHROPIC_GOOGLE_CLOUD_WORKSPACE_ID": "w"},
    ),
    Provider.VERTEX: (anthropic.AnthropicVertex, {"CLOUD_ML_REGION": "global", "ANTHROPIC_VERTEX_PROJECT_ID": "p"}),
}


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    lonely(monkeypatch, tmp_path)


@pytest.fixture
def _packages(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if the packages of every provider were installed."""
    real = importlib.util.find_spec

    def found(name: str) -> ModuleSpec | None:
        return ModuleSpec(name, None) if name in ("boto3", "google.auth") else real(name)

    monkeypatch.setattr(importlib.util, "find_spec", found)


@pytest.mark.usefixtures("_packages")
@pytest.mark.parametrize("provider", list(Provider))
def test_every_provider_has_its_client(provider: Provider, monkeypatch: pytest.MonkeyPatch) -> None:
    kind, environment = FOUND[provider]
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    client = open_client(provider, anthropic.DefaultHttpxClient())
    assert type(client) is kind
    held = [value for value in environment.values() if value == KEY]
    assert set(held) <= set(secrets_of(client))


@pytest.mark.usefixtures("_packages")
@pytest.mark.parametrize(
    ("provider", "what"),
    [
        (Provider.AWS, "region"),
        (Provider.FOUNDRY, "ANTHROPIC_FOUNDRY_API_KEY"),
        (Provider.VERTEX, "CLOUD_ML_REGION"),
    ],
)
def test_a_provider_without_its_settings_says_which(provider: Provider, what: str) -> None:
    with pytest.raises(EvaluatorError) as caught:
        open_model(MODEL, provider)
    assert f"through `{provider}`" in caught.value.what
    assert what in caught.value.what
    assert "\n" not in caught.value.what


@pytest.mark.parametrize("provider", [Provider.BEDROCK, Provider.VERTEX])
def test_a_provider_without_its_package_says_how_to_install_it(
    provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(name: str) -> ModuleSpec | None:
        if name == "google.auth":
            raise ModuleNotFoundError
        return None if name == "boto3" else ModuleSpec(name, None)

    monkeypatch.setattr(importlib.util, "find_spec", missing)
    with pytest.raises(EvaluatorError) as caught:
        open_model(MODEL, provider)
    assert "is not installed" in caught.value.what
    assert caught.value.hint == f"pip install 'anthropic[{provider}]'"


def test_without_the_sdk_the_hint_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(EvaluatorError) as caught:
        open_model(MODEL, Provider.ANTHROPIC)
    assert (caught.value.hint, caught.value.exit_code) == ("pip install 'spec-harness[blind]'", ExitCode.UNDECIDED)


def test_without_a_credential_no_model_is_opened_and_nothing_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    with standin([]) as server:
        monkeypatch.setenv("ANTHROPIC_BASE_URL", server.url)
        with pytest.raises(EvaluatorError) as caught:
            open_model(MODEL, Provider.ANTHROPIC)
    assert caught.value.what == "no credential for the model: ANTHROPIC_API_KEY is not set"
    assert "--evaluator literal" in caught.value.hint
    assert caught.value.exit_code is ExitCode.UNDECIDED
    assert server.requests == []


def test_a_credential_may_come_in_a_header(monkeypatch: pytest.MonkeyPatch) -> None:
    with standin([[text("hello")]]) as server:
        monkeypatch.setenv("ANTHROPIC_BASE_URL", server.url)
        monkeypatch.setenv("ANTHROPIC_CUSTOM_HEADERS", f"X-Api-Key: {KEY}")
        assert open_model(MODEL, Provider.ANTHROPIC).answer(conversation()).texts == ("hello",)


def test_a_credential_may_come_from_a_profile_on_disk(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    found = open_client_with_profile(monkeypatch, tmp_path)
    assert found.name == MODEL
    found.close()


def open_client_with_profile(monkeypatch: pytest.MonkeyPatch, folder: Path) -> OpenModel:
    """A profile of workload identity: its token would be fetched with the first request, and not before."""
    (folder / "configs").mkdir()
    (folder / "token").write_text("jwt")
    profile = {
        "authentication": {
            "type": "oidc_federation",
            "federation_rule_id": "fdrl_1",
            "identity_token": {"source": "file", "path": str(folder / "token")},
        },
        "organization_id": "org_1",
    }
    (folder / "configs" / "default.json").write_text(json.dumps(profile))
    monkeypatch.setenv("ANTHROPIC_CONFIG_DIR", str(folder))
    return open_model(MODEL, Provider.ANTHROPIC)


def test_opening_a_model_with_a_key_does_not_wait_for_the_sdk() -> None:
    code = (
        "import os, sys; os.environ['ANTHROPIC_API_KEY'] = 'k' * 20\n"
        "from harness.adapters.model import open_model\n"
        "from harness.domain.configuration import Provider\n"
        "assert 'anthropic' not in sys.modules\n"
        "model = open_model('m', Provider.ANTHROPIC)\n"
        "print('anthropic._client' in sys.modules); model.close(); model.ready(); print('anthropic' in sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "True"]
