"""The models and the SoundFont that the engine works with, each loaded once and when first needed.

Imports of torch stand inside the functions: the program itself must not pay for them.
"""

import logging
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from bot.engine.config import EngineConfig
from music.errors import CadenzaError
from music.soundfont import SoundFont, find_soundfont

if TYPE_CHECKING:
    from bot.listening.network import Listener
    from generator.compose import Composer
    from generator.originality.fingerprints import Fingerprints
    from recommender.encoder import MusicEncoder
    from recommender.text_encoder import TextEncoder
    from recommender.text_tower import TextTower

log = logging.getLogger("cadenza.engine")
T = TypeVar("T")

RENDERS = 2


class Parts:
    """Loads on demand, from any thread. A part that is missing raises its MissingPart each time it is asked
    for; the others work on."""

    def __init__(self, config: EngineConfig) -> None:
        self._config = config
        self._loaded: dict[str, Any] = {}
        #: who renders holds one: audio takes memory, and two renders keep two cores busy
        self.rendering = threading.BoundedSemaphore(RENDERS)
        self._locks = {
            n: threading.Lock()
            for n in ("composer", "fingerprints", "listener", "music encoder", "text encoder", "text tower")
        }

    @property
    def loaded(self) -> tuple[str, ...]:
        return tuple(self._loaded)

    def preload(self) -> None:
        """Loads everything, what a conversation needs first comes first. Missing parts are logged."""
        for load in (
            self.text_encoder,
            self.composer,
            self.listener,
            self.music_encoder,
            self.text_tower,
            self.fingerprints,
        ):
            try:
                load()
            except CadenzaError as error:
                log.warning("%s", error)

    def composer(self) -> "Composer":
        def load() -> "Composer":
            from generator.compose import Composer

            weights = Path(self._config.generator).expanduser() if self._config.generator else None
            return Composer(weights, self.device)

        return self._once("composer", load)

    def fingerprints(self) -> "Fingerprints":
        """Of the pieces that the composer learned from."""

        def load() -> "Fingerprints":
            from generator.originality.fingerprints import load_fingerprints
            from generator.originality.training import SHIPPED

            return load_fingerprints(SHIPPED)

        return self._once("fingerprints", load)

    def music_encoder(self) -> "MusicEncoder":
        def load() -> "MusicEncoder":
            from recommender.encoder import MusicEncoder

            return MusicEncoder.load()

        return self._once("music encoder", load)

    def text_encoder(self) -> "TextEncoder":
        def load() -> "TextEncoder":
            from recommender.text_encoder import TextEncoder

            configured = self._config.text_encoder
            return TextEncoder(Path(configured).expanduser() if configured else None)

        return self._once("text encoder", load)

    def listener(self) -> "Listener":
        def load() -> "Listener":
            from bot.listening.network import Listener

            return Listener(self.text_encoder())

        return self._once("listener", load)

    def text_tower(self) -> "TextTower":
        def load() -> "TextTower":
            from recommender.text_tower import TextTower

            return TextTower.load(encoder=self.text_encoder())

        return self._once("text tower", load)

    def soundfont(self) -> SoundFont:
        """Looked up each time: an operator may install a better one while the program runs."""
        return find_soundfont(self._config.soundfont)

    @property
    def device(self) -> str:
        """The torch device; CADENZA_DEVICE=auto takes CUDA where there is one."""
        if self._config.device != "auto":
            return self._config.device
        import torch

        return "cuda" if torch.cuda.is_available() else "cpu"

    def _once(self, name: str, load: Callable[[], T]) -> T:
        with self._locks[name]:
            if name not in self._loaded:
                self._loaded[name] = load()
            result: T = self._loaded[name]
            return result
