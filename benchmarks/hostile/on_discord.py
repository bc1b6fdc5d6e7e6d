"""Members of a Discord server who mean no good: files, words, forms, buttons that nobody offered."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from random import Random
from typing import Any

from benchmarks.discord_program import posted_takes
from benchmarks.hostile.discord_inputs import (
    PLAIN,
    chosen_values,
    commands,
    custom_id,
    data_of,
    forged_command,
    form_rows,
    is_plain,
    typed,
)
from benchmarks.hostile.files import Stock, hostile_styles, hostile_upload
from benchmarks.hostile.ledger import Ledger
from benchmarks.hostile.replies import Reply, reply_of
from benchmarks.hostile.words import hostile_text
from tests.discord.talk import SMALL, custom_ids, takes_in
from tests.discord_server import Channel, Interaction, LoopbackDiscord, Member, Message, Upload
from tests.discord_server.interactions import AUTOCOMPLETE, COMMAND, COMPONENT, SUBMIT

#: an answer may wait behind what is being composed
PATIENCE_SECONDS = 300.0
#: commands that only a moderator is offered
MODERATORS = ("settings", "style")
#: inputs of one person before another comes: limits are tested elsewhere, here things are to be done
INPUTS_A_PERSON = 8
#: of the pieces that are begun, so many are stopped, so that the queue is no excuse
STOPPED = 0.85


class NoReply(Exception):
    """Nothing came, or Discord's own words for that."""


class Attacker:
    """Somebody new every few inputs, in one server."""

    def __init__(self, discord: LoopbackDiscord, ledger: Ledger, stock: Stock, number: int) -> None:
        self._discord = discord
        self._ledger = ledger
        self._stock = stock
        self.guild = discord.add_guild(f"Server {number}")
        self.channel = self.guild.add_channel("music")
        self._member = self._moderator = discord.add_member("Nobody", self.guild)
        self._turns = 0
        #: the input under way: its number, what it is, what was sent
        self._number, self._kind = 0, ""
        self._sent: object = ""
        self._kinds: tuple[tuple[int, Callable[[Random], Awaitable[None]]], ...] = (
            (8, self._file),
            (5, self._words),
            (6, self._command),
            (3, self._form),
            (6, self._component),
            (3, self._menu),
            (5, self._forged),
            (3, self._without_rights),
            (3, self._elsewhere),
            (5, self._moderating),
            (3, self._typing),
        )

    async def settle_in(self) -> None:
        """A first piece, whose buttons are there to be pressed."""
        await self._member.slash(self.channel, "compose", text=SMALL)
        await self._discord.until(lambda: takes_in(self.channel), timeout=PATIENCE_SECONDS)

    async def attack(self, until: float) -> None:
        """One input after the other."""
        while time.monotonic() < until:
            number = self._ledger.next()
            if number is None:
                return
            rng = self._ledger.random(number)
            self._someone_new()
            do = rng.choices([do for _, do in self._kinds], [weight for weight, _ in self._kinds])[0]
            self._number, self._kind, self._sent = number, "", ""
            try:
                await do(rng)
            except LookupError:  # a button or a channel that another's input has taken away meanwhile
                continue
            except (NoReply, TimeoutError) as nothing:
                why = str(nothing) if isinstance(nothing, NoReply) else f"nothing in {PATIENCE_SECONDS:.0f} s"
                self._ledger.fault(number, self._kind, why, self._sent)

    def _someone_new(self) -> None:
        if self._turns % INPUTS_A_PERSON == 0:
            self._member = self._discord.add_member(f"Member {self._turns}", self.guild)
            self._moderator = self._discord.add_member(
                f"Moderator {self._turns}", self.guild, ["manage_guild"]
            )
        self._turns += 1

    def _judge(self, reply: Reply) -> None:
        self._ledger.judge(self._number, self._kind, reply.said, reply.rich, self._sent, reply.ms)

    # --- what they do --------------------------------------------------------------------------------------

    async def _file(self, rng: Random) -> None:
        # in a thread: the loopback server must not be late itself
        self._kind, upload = await asyncio.to_thread(hostile_upload, rng, self._stock)
        self._sent = (upload.filename, len(upload.data), upload.data[:80])
        how = rng.randrange(4)
        if how == 0:
            use = await self._member.slash(self.channel, "analyze", file=upload)
        elif how == 1:
            use = await self._member.slash(
                self.channel, "continue", file=upload, bars=rng.choice((1, 2, 8, 64))
            )
        else:
            text = rng.choice(
                ("", "what is this", "restyle it as lo-fi", "continue it with 4 bars", "blend these")
            )
            files = [upload]
            if rng.random() < 0.3:
                files.append((await asyncio.to_thread(hostile_upload, rng, self._stock))[1])
            await self._say(rng, self.channel, f"<@bot> {text}", files)
            return
        await self._judged(rng, use)

    async def _words(self, rng: Random) -> None:
        self._kind = "text: message"
        where = rng.choice((self.channel, self.channel, self._member.direct_channel))
        text = "<@bot> " + hostile_text(rng, 1950)
        self._sent = text
        takes = [m for m in self.channel.messages[-30:] if posted_takes([m])]
        answers = takes[-1] if takes and where is self.channel and rng.random() < 0.3 else None
        await self._say(rng, where, text[:2000], (), answers)

    async def _say(
        self, rng: Random, where: Channel, text: str, files: Any, answers: Message | None = None
    ) -> None:
        message = await self._member.say(where, text, attachments=files, reply_to=answers)

        def found() -> Message | None:
            return next(
                (m for m in reversed(where.messages) if m.reference_id == message.id and m.content != "…"),
                None,
            )

        reply: Message = await self._discord.until(found, timeout=PATIENCE_SECONDS)
        self._judge(reply_of(reply))
        await self._perhaps_stop(rng, reply)

    async def _command(self, rng: Random) -> None:
        path, _, part = rng.choice(
            [c for c in commands(self._discord) if c[0].split()[0] not in MODERATORS and is_plain(c[2])]
        )
        self._kind = f"text: /{path.split()[0]}"
        given = {
            option["name"]: typed(rng, self.channel, option)
            for option in part.get("options") or []
            if option["type"] in PLAIN
            and (option.get("required") or option["name"] == "text" or rng.random() < 0.25)
        }
        self._sent = (path, given)
        await self._judged(rng, await self._member.slash(self.channel, path, **given))

    async def _form(self, rng: Random) -> None:
        self._kind = "form"
        message = rng.choice(self._takes())
        if rng.random() < 0.5 and posted_takes([message]) and not message.deleted:
            refine = next(i for i in custom_ids(message) if i.startswith("cz1:refine:"))
            press = await self._member.press(message, custom_id=refine)
            if press.modal is None:
                raise NoReply(press.error or "no form was opened")
            origin, name = press, press.modal.custom_id
        else:
            origin = None
            name = rng.choice((f"cz1:style:{rng.randrange(9)}:{hostile_text(rng, 60)}", custom_id(rng, [])))
        rows = form_rows(rng, ("row0", "row1", "row2", "row3", "row4"))
        self._sent = (name, rows)
        await self._open(rng, SUBMIT, {"custom_id": name, "components": rows}, message=message, origin=origin)

    async def _component(self, rng: Random) -> None:
        self._kind = "button"
        message = rng.choice(self._takes())
        self._sent = name = custom_id(rng, custom_ids(message))
        await self._open(rng, COMPONENT, {"custom_id": name, "component_type": 2}, message=message)

    async def _menu(self, rng: Random) -> None:
        self._kind = "menu"
        lists = [m for m in self.channel.messages[-60:] if any(":hear:" in i for i in custom_ids(m))]
        if not lists:
            await self._judged(rng, await self._member.slash(self.channel, "recommend", text="calm piano"))
            return
        name = rng.choice(("cz1:hear:track", "cz1:again:take", "cz1:hear:x"))
        values = chosen_values(rng)
        self._sent = (name, values)
        data = {"custom_id": name, "component_type": 3, "values": values}
        await self._open(rng, COMPONENT, data, message=rng.choice(lists))

    async def _forged(self, rng: Random) -> None:
        self._kind = "options of wrong types"
        command, data = forged_command(rng, self.channel)
        self._sent = data
        await self._open(rng, COMMAND, data, command=command, by=rng.choice((self._member, self._moderator)))

    async def _without_rights(self, rng: Random) -> None:
        self._kind = "without rights"
        path, command, part = rng.choice(
            [c for c in commands(self._discord) if c[0].split()[0] in MODERATORS]
        )
        filled = [
            {"name": o["name"], "type": o["type"], "value": typed(rng, self.channel, o)}
            for o in part.get("options") or []
            if o["type"] not in (7, 8, 11)
        ]
        self._sent = data = data_of(command, path, filled)
        await self._open(rng, COMMAND, data, command=command)

    async def _elsewhere(self, rng: Random) -> None:
        """From a server or a channel that the bot does not know, or from none."""
        self._kind = "unknown server"
        path, command, part = rng.choice(
            [
                c
                for c in commands(self._discord)
                if c[0] in ("recommend", "rate", "history", "help", "privacy show")
            ]
        )
        filled = [
            {"name": o["name"], "type": o["type"], "value": typed(rng, self.channel, o)}
            for o in part.get("options") or []
            if o.get("required") or o["name"] == "text"
        ]
        number = str(rng.choice((1, 42, self._discord.clock.snowflake(), 2**63 - 1)))
        self._sent = (path, number, filled)
        forged: dict[str, Any] = {
            "guild_id": number,
            "guild": {"id": number, "locale": "en-US", "features": []},
        }
        await self._open(rng, COMMAND, data_of(command, path, filled), command=command, forged=forged)

    async def _moderating(self, rng: Random) -> None:
        self._kind = "absurd style or setting"
        path, command, part = rng.choice(
            [c for c in commands(self._discord) if c[0].split()[0] in MODERATORS]
        )
        if path == "style import":
            file = Upload("styles.json", hostile_styles(rng))
            self._sent = file.data[:200]
            await self._judged(rng, await self._moderator.slash(self.channel, path, file=file))
            return
        filled = [
            {"name": o["name"], "type": o["type"], "value": typed(rng, self.channel, o)}
            for o in part.get("options") or []
            if o["type"] not in (7, 8) and (o.get("required") or rng.random() < 0.5)
        ]
        self._sent = data = data_of(command, path, filled)
        await self._open(rng, COMMAND, data, command=command, by=self._moderator)

    async def _typing(self, rng: Random) -> None:
        self._kind = "typing"
        names = [(p, c, o) for p, c, part in commands(self._discord) for o in part.get("options") or []]
        path, command, option = rng.choice([one for one in names if one[2].get("autocomplete")])
        filled = [{"name": option["name"], "type": 3, "value": hostile_text(rng, 100), "focused": True}]
        self._sent = (path, filled)
        await self._open(rng, AUTOCOMPLETE, data_of(command, path, filled), command=command)

    # --- what comes back -----------------------------------------------------------------------------------

    def _takes(self) -> list[Message]:
        found = [m for m in self.channel.messages if posted_takes([m])]
        return found[:1] + found[-4:] or self.channel.messages[-1:]

    async def _open(
        self, rng: Random, kind: int, data: dict[str, Any], *, by: Member | None = None, **more: Any
    ) -> None:
        known = len(self._discord.failures)
        use = self._discord.desk.open(kind, (by or self._member).user, self.channel, data, **more)
        del self._discord.failures[known:]  # that it has no shape Discord knows is the point
        await use.settled.wait()
        await self._judged(rng, use)

    async def _judged(self, rng: Random, use: Interaction) -> None:
        if use.error:
            raise NoReply(f"no acknowledgement in 3 s ({use.error})")
        await self._discord.until(lambda: use.answered, timeout=PATIENCE_SECONDS)
        message = use.followups[-1] if use.followups else use.response
        if use.modal is not None or use.type == AUTOCOMPLETE:
            self._judge(Reply("", True, use.acknowledged_ms))
            return
        assert message is not None
        found = reply_of(message)
        self._judge(Reply(found.said, found.rich, use.acknowledged_ms))
        await self._perhaps_stop(rng, message)

    async def _perhaps_stop(self, rng: Random, message: Message) -> None:
        stop = next((i for i in custom_ids(message) if i.startswith("cz1:stop:")), None)
        if stop and rng.random() < STOPPED:
            await self._open_quietly(message, stop)

    async def _open_quietly(self, message: Message, name: str) -> None:
        use = self._discord.desk.open(
            COMPONENT,
            self._member.user,
            message.channel,
            {"custom_id": name, "component_type": 2},
            message=message,
        )
        await use.settled.wait()
        if use.error:
            raise NoReply(f"Stop was not acknowledged ({use.error})")


async def ordinary(discord: LoopbackDiscord) -> bool:
    """Whether an ordinary piece still comes, for somebody new where no attacker has set limits."""
    guild = discord.add_guild("Afterwards")
    channel, ann = guild.add_channel("music"), discord.add_member("Ann", guild)
    await ann.slash(channel, "compose", text="a calm piano piece, 12 seconds")
    try:
        await discord.until(lambda: takes_in(channel), timeout=PATIENCE_SECONDS)
    except TimeoutError:
        return False
    return True
