"""One step for all slots in shapes that never change, which CUDA records as a graph and replays in one go.

The arithmetic is that of `stepping`; only attention differs: every slot looks at its whole cache, and a mask
hides what is not there yet. A slot's result depends on no other slot. Without CUDA the same step runs
operation by operation, which is how the tests hold it against the other reader.
"""

from collections.abc import Callable, Sequence

import torch
import torch.nn.functional as F
from torch import Tensor

from generator.decoding.stepping import PARTS, READINGS, Chunk, PieceCache, Reader, Stepper

_WARM_UP = 3


class StaticReader(Reader):
    """Steps of one note are read for all slots at once; longer chunks as `Reader` does."""

    @torch.inference_mode()
    def __init__(self, stepper: Stepper, slots: int) -> None:
        super().__init__(stepper)
        c, device = stepper.config, stepper.device
        self.spare = c.context  # a place in each cache that no piece uses: idle slots write there
        shape = (c.layers, 2, slots * READINGS, c.heads, c.context + 1, c.width // c.heads)
        self.caches = torch.zeros(shape, device=device)  # zeros, since what is masked must still be finite
        self.parts = torch.full((slots, PARTS), len(stepper.table) - 1, device=device)
        self.at = torch.full((slots,), self.spare, device=device)
        self.asked = torch.ones(slots, READINGS, c.width, device=device)  # the norm of nothing is not finite
        self.places = torch.arange(c.context + 1, device=device)
        views = [self.caches[:, :, READINGS * i : READINGS * (i + 1)].transpose(1, 2) for i in range(slots)]
        self.free = views
        self.slot_of = {view.data_ptr(): i for i, view in enumerate(views)}
        self.run: Callable[[], Tensor] = _recorded(self._step) if device.type == "cuda" else self._step

    def take_cache(self) -> PieceCache:
        return self.free.pop()

    def give_back(self, cache: PieceCache) -> None:
        self.free.append(cache)

    def read(self, chunks: Sequence[Chunk]) -> Tensor:
        short = [i for i, c in enumerate(chunks) if len(c.parts) == 1]
        long = [i for i, c in enumerate(chunks) if len(c.parts) > 1]
        hidden = torch.empty(
            len(chunks), READINGS, self.stepper.fields, self.stepper.config.width, device=self.at.device
        )
        if long:
            hidden[long] = super().read([chunks[i] for i in long])
        if short:
            slots = [self.slot_of[chunks[i].cache.data_ptr()] for i in short]
            self.at.fill_(self.spare)
            self.at[slots] = torch.tensor([chunks[i].start for i in short], device=self.at.device)
            self.parts[slots] = torch.tensor([chunks[i].parts[0] for i in short], device=self.at.device)
            self.asked[slots] = torch.stack([chunks[i].asked for i in short])
            hidden[short] = self.run()[slots]
        return hidden

    def _step(self) -> Tensor:
        """From parts, at and asked of all slots to the heads' hidden layers of all slots."""
        stepper = self.stepper
        notes = F.embedding_bag(self.parts, stepper.table, mode="sum")
        at = self.at.repeat_interleave(READINGS)  # [R]
        rows = torch.arange(len(at), device=at.device)
        seen = (self.places <= at[:, None])[:, None, None]  # [R, 1, 1, places]

        def attend(layer: int, qkv: Tensor) -> Tensor:
            keys, values = self.caches[layer]  # [R, heads, places, size]
            keys[rows, :, at] = qkv[:, 1]
            values[rows, :, at] = qkv[:, 2]
            y = F.scaled_dot_product_attention(qkv[:, 0, :, None], keys, values, attn_mask=seen)
            return y.reshape(len(rows), -1)

        x = (notes[:, None] + self.asked).flatten(0, 1)
        return stepper.heads(stepper.blocks(x, stepper.cos[at], stepper.sin[at], attend))


def _recorded(step: Callable[[], Tensor]) -> Callable[[], Tensor]:
    """`step` as a CUDA graph: buffers in, the same buffer out at every call."""
    beside = torch.cuda.Stream()  # type: ignore[no-untyped-call]
    beside.wait_stream(torch.cuda.current_stream())
    with torch.cuda.stream(beside):
        for _ in range(_WARM_UP):
            step()
    torch.cuda.current_stream().wait_stream(beside)
    graph = torch.cuda.CUDAGraph()
    with torch.cuda.graph(graph):
        result = step()

    def replay() -> Tensor:
        graph.replay()
        return result

    return replay
