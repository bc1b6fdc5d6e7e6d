"""What the bot sends is refused where Discord's documentation says so, with the place and Discord's code."""

from typing import Any

import discord
import pytest

from tests.discord_server import forms
from tests.discord_server.multipart import SentFile


def codes(errors: list[forms.FormError]) -> list[tuple[str, str]]:
    return [(".".join(map(str, e.path)), e.code) for e in errors]


def button(**more: Any) -> dict[str, Any]:
    return {"type": 2, "style": 1, "label": "Play", "custom_id": "play", **more}


def row(*items: dict[str, Any]) -> dict[str, Any]:
    return {"type": 1, "components": list(items)}


def menu(**more: Any) -> dict[str, Any]:
    return {"type": 3, "custom_id": "menu", "options": [{"label": "a", "value": "a"}], **more}


def embed(**more: Any) -> dict[str, Any]:
    return {"embeds": [{"title": "t", **more}]}


REFUSED: list[tuple[dict[str, Any], str, str]] = [
    ({"content": "x" * 2001}, "content", "BASE_TYPE_MAX_LENGTH"),
    ({"content": 5}, "content", "STRING_TYPE_CONVERT"),
    ({"content": "x", "nonce": "n" * 26}, "nonce", "NONCE_TYPE_TOO_LONG"),
    ({"embeds": [{"title": "t"}] * 11}, "embeds", "BASE_TYPE_MAX_LENGTH"),
    (embed(title="x" * 257), "embeds.0.title", "BASE_TYPE_MAX_LENGTH"),
    (embed(description="x" * 4097), "embeds.0.description", "BASE_TYPE_MAX_LENGTH"),
    (embed(fields=[{"name": "n", "value": "v"}] * 26), "embeds.0.fields", "BASE_TYPE_MAX_LENGTH"),
    (embed(fields=[{"name": "", "value": "v"}]), "embeds.0.fields.0.name", "BASE_TYPE_REQUIRED"),
    (
        embed(fields=[{"name": "n", "value": "x" * 1025}]),
        "embeds.0.fields.0.value",
        "BASE_TYPE_BAD_LENGTH",
    ),
    (embed(footer={"text": "x" * 2049}), "embeds.0.footer.text", "BASE_TYPE_BAD_LENGTH"),
    (embed(image={"url": "ftp://a/b"}), "embeds.0.image.url", "URL_TYPE_INVALID_SCHEME"),
    ({"embeds": [{"description": "x" * 3001}] * 2}, "embeds", "MAX_EMBED_SIZE_EXCEEDED"),
    ({"components": [row(button())] * 6}, "components", "BASE_TYPE_MAX_LENGTH"),
    (
        {"components": [row(*(button(custom_id=str(n)) for n in range(6)))]},
        "components.0.components",
        "BASE_TYPE_BAD_LENGTH",
    ),
    (
        {"components": [row(button()), row(button())]},
        "components.1.components.0.custom_id",
        "COMPONENT_CUSTOM_ID_DUPLICATED",
    ),
    (
        {"components": [row(button(custom_id="x" * 101))]},
        "components.0.components.0.custom_id",
        "BASE_TYPE_BAD_LENGTH",
    ),
    (
        {"components": [row(button(label="x" * 81))]},
        "components.0.components.0.label",
        "BASE_TYPE_MAX_LENGTH",
    ),
    (
        {"components": [row({"type": 2, "style": 5, "label": "l", "custom_id": "c"})]},
        "components.0.components.0.url",
        "BASE_TYPE_REQUIRED",
    ),
    (
        {"components": [row(menu(), button())]},
        "components.0.components",
        "COMPONENT_LAYOUT_WIDTH_EXCEEDED",
    ),
    (
        {"components": [row(menu(options=[{"label": "a", "value": str(n)} for n in range(26)]))]},
        "components.0.components.0.options",
        "BASE_TYPE_BAD_LENGTH",
    ),
    (
        {"components": [row(menu(placeholder="x" * 151))]},
        "components.0.components.0.placeholder",
        "BASE_TYPE_MAX_LENGTH",
    ),
    ({"components": [button()]}, "components.0.type", "BASE_TYPE_CHOICES"),
    ({"attachments": [{"id": 0}]}, "attachments.0.id", "ATTACHMENT_NOT_FOUND"),
    (
        {"content": "x", "allowed_mentions": {"parse": ["users"], "users": ["1"]}},
        "allowed_mentions",
        "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE",
    ),
    ({"content": "x", "message_reference": {}}, "message_reference.message_id", "BASE_TYPE_REQUIRED"),
    ({"contents": "x"}, "contents", "MODEL_UNKNOWN_FIELD"),
]


@pytest.mark.parametrize(("payload", "place", "code"), REFUSED)
def test_a_message_against_the_documentation_is_refused(payload: Any, place: str, code: str) -> None:
    assert (place, code) in codes(forms.check_message(payload, []))


def test_a_full_message_within_the_limits_passes() -> None:
    payload = {
        "content": "x" * 2000,
        "nonce": "n" * 25,
        "embeds": [
            {
                "title": "t" * 256,
                "fields": [{"name": "n" * 100, "value": "v", "inline": True}] * 25,
                "image": {"url": "attachment://roll.png"},
                "timestamp": "2026-01-01T00:00:00+00:00",
                "color": 0xFFFFFF,
            }
        ],
        "components": [
            row(*(button(custom_id=str(n)) for n in range(5))),
            row({"type": 2, "style": 5, "label": "l", "url": "https://example.org/"}),
            row(menu()),
        ],
        "attachments": [{"id": 0, "filename": "roll.png"}],
        "allowed_mentions": {"parse": [], "replied_user": False},
        "message_reference": {"message_id": "5", "fail_if_not_exists": False},
        "flags": 4096,
    }
    files = [SentFile(0, "roll.png", b"", None)]
    assert forms.check_message(payload, files) == []


def test_an_edit_may_keep_earlier_files() -> None:
    assert forms.check_message({"attachments": [{"id": "123"}]}, [], edit=True) == []


def command(**more: Any) -> dict[str, Any]:
    return {"name": "compose", "description": "d", **more}


def option(**more: Any) -> dict[str, Any]:
    return {"type": 3, "name": "text", "description": "d", **more}


BAD_COMMANDS: list[tuple[list[dict[str, Any]], str, str]] = [
    ([command(name="Compose")], "0.name", "APPLICATION_COMMAND_INVALID_NAME"),
    ([command(name="a b")], "0.name", "APPLICATION_COMMAND_INVALID_NAME"),
    ([command(name="x" * 33)], "0.name", "BASE_TYPE_BAD_LENGTH"),
    ([command(description="")], "0.description", "BASE_TYPE_REQUIRED"),
    ([command(description="x" * 101)], "0.description", "BASE_TYPE_BAD_LENGTH"),
    ([command(), command()], "1", "APPLICATION_COMMANDS_DUPLICATE_NAME"),
    (
        [command(options=[option(), option(name="more", required=True)])],
        "0.options.1",
        "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID",
    ),
    (
        [command(options=[option(), option()])],
        "0.options.1.name",
        "APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS",
    ),
    ([command(options=[option(name=f"o{n}") for n in range(26)])], "0.options", "BASE_TYPE_MAX_LENGTH"),
    (
        [command(options=[option(choices=[{"name": "a", "value": str(n)} for n in range(26)])])],
        "0.options.0.choices",
        "BASE_TYPE_MAX_LENGTH",
    ),
    (
        [command(options=[option(type=4, choices=[{"name": "a", "value": "one"}])])],
        "0.options.0.choices.0.value",
        "NUMBER_TYPE_COERCE",
    ),
    (
        [command(options=[option(autocomplete=True, choices=[{"name": "a", "value": "a"}])])],
        "0.options.0.autocomplete",
        "APPLICATION_COMMAND_AUTOCOMPLETE_INVALID",
    ),
    ([command(name_localizations={"xx": "a"})], "0.name_localizations.xx", "BASE_TYPE_CHOICES"),
    ([command(contexts=[0, 7])], "0.contexts.1", "BASE_TYPE_CHOICES"),
    (
        [
            command(
                options=[
                    option(
                        name=f"o{n}", choices=[{"name": "x" * 100, "value": str(c) * 80} for c in range(9)]
                    )
                    for n in range(5)
                ]
            )
        ],
        "0",
        "APPLICATION_COMMAND_TOO_LARGE",
    ),
]


@pytest.mark.parametrize(("payload", "place", "code"), BAD_COMMANDS)
def test_a_command_against_the_documentation_is_refused(payload: Any, place: str, code: str) -> None:
    assert (place, code) in codes(forms.check_commands(payload))


def test_commands_in_other_scripts_and_with_subcommands_pass() -> None:
    group = option(type=2, name="in", options=[option(type=1, name="add", options=[option()])])
    assert forms.check_commands([command(name="作曲"), command(name="style", options=[group])]) == []


def test_the_second_answer_of_a_form_names_each_place() -> None:
    modal = {"type": 9, "data": {"custom_id": "", "title": "x" * 46, "components": []}}
    assert codes(forms.check_callback(modal)) == [
        ("data.custom_id", "BASE_TYPE_REQUIRED"),
        ("data.title", "BASE_TYPE_BAD_LENGTH"),
        ("data.components", "BASE_TYPE_BAD_LENGTH"),
    ]
    assert codes(forms.check_callback({"type": 3})) == [("type", "BASE_TYPE_CHOICES")]
    many = [{"name": "a", "value": "a"}] * 26
    assert codes(forms.check_callback({"type": 8, "data": {"choices": many}})) == [
        ("data.choices", "BASE_TYPE_MAX_LENGTH")
    ]


def test_the_client_s_own_forms_pass() -> None:
    class Ask(discord.ui.Modal, title="What next?"):
        words: Any = discord.ui.TextInput(label="Words", max_length=200)
        mood: Any = discord.ui.Label(
            text="Mood", component=discord.ui.Select(options=[discord.SelectOption(label="calm")])
        )

    assert forms.check_modal(Ask().to_dict()) == []


def test_the_error_body_is_nested_as_the_form_is() -> None:
    body = forms.error_body(forms.check_message(embed(title="x" * 257), []))
    assert body == {
        "message": "Invalid Form Body",
        "code": 50035,
        "errors": {
            "embeds": {
                "0": {
                    "title": {
                        "_errors": [
                            {"code": "BASE_TYPE_MAX_LENGTH", "message": "Must be 256 or fewer in length."}
                        ]
                    }
                }
            }
        },
    }
