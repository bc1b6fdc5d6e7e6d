"""Products whose sums are exact, so that a row's result never depends on what else is multiplied with it.

Weights are int8 with a scale for each output, inputs int8 with a scale for each row, chosen as they come
(T. Dettmers et al., "LLM.int8()", arXiv 2208.07339, without its outliers: none here need it). Sums of
integers have no order that rounds differently: batch size, threads and the kernel a processor picks cannot
change a bit. In float32 the same integers are just as exact below 2^24, so a processor without int8
instructions, or a GPU, multiplies those and gets the very same numbers.
"""

import math
from functools import cache

import torch
from torch import Tensor

#: float32 holds all integers up to here
_WHOLE = 2**24
#: added to a row's step, so that a row of zeros divides by something
_TINY = 1e-30


class Matrix:
    """A weight [inputs, outputs] in int8, to multiply rows with; `normalised` rows are divided by their root
    mean square before. `whole` keeps the integers as float32 where that is quicker; it changes no result."""

    def __init__(self, weight: Tensor, *, normalised: bool = False, whole: bool | None = None) -> None:
        self.normalised = normalised
        self.whole = (weight.is_cuda or not has_fast_int8()) if whole is None else whole
        #: the largest integer such that no sum leaves what a float32 holds: 127 up to 1,040 inputs
        self.top = min(127, math.isqrt(_WHOLE // len(weight)))
        scale = weight.abs().amax(0).clamp(min=_TINY) / self.top
        codes = (weight / scale).round().to(torch.int8).contiguous()
        self.codes = codes.float() if self.whole else codes
        self.scale = scale * len(weight) ** 0.5 if normalised else scale  # [outputs]
        self.tiny = torch.tensor(_TINY, device=weight.device)

    def __call__(self, x: Tensor) -> Tensor:
        """x [R, inputs] @ weight; [R, outputs]."""
        return self._rows(x).mul_(self.scale)

    def added_to(self, base: Tensor, x: Tensor) -> Tensor:
        """base + x @ weight."""
        return torch.addcmul(base, self._rows(x), self.scale)

    def _rows(self, x: Tensor) -> Tensor:
        """The sums of integers times the rows' own factors; the outputs' are left to the caller."""
        step = torch.add(self.tiny, x.abs().amax(-1, keepdim=True), alpha=1 / self.top)
        codes = (x / step).round_()
        sums = codes @ self.codes if self.whole else torch._int_mm(codes.to(torch.int8), self.codes)
        if self.normalised:
            step = step / torch.linalg.vector_norm(x, dim=-1, keepdim=True)
        return sums * step


@cache
def has_fast_int8() -> bool:
    """Does this processor multiply int8 in one instruction, and without cutting its sums short?

    Older ones add pairs in 16 bits, where two products of 127 do not fit.
    """
    if not torch.cpu._is_vnni_supported():
        return False
    rng = torch.Generator().manual_seed(1)
    a = torch.randint(-127, 127 + 1, (4, 512), generator=rng, dtype=torch.int8)
    b = torch.randint(-127, 127 + 1, (512, 96), generator=rng, dtype=torch.int8)
    a[0], b[:, 0], b[:, 1] = 127, 127, -127
    return torch.equal(torch._int_mm(a, b), (a.double() @ b.double()).to(torch.int32))
