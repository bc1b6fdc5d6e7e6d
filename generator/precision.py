"""The arithmetic of training: bfloat16 where the machine multiplies it itself, float32 elsewhere.

A processor without such instructions takes a hundred times as long for matrices in bfloat16.
"""

from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor

_PROCESSOR_HAS_BFLOAT16 = torch.cpu._is_avx512_bf16_supported() or torch.cpu._is_amx_tile_supported()


def quick_in_bfloat16(device: str) -> bool:
    return device != "cpu" or _PROCESSOR_HAS_BFLOAT16


def precision(device: str) -> torch.autocast:
    """For the forward pass; the weights stay in float32."""
    return torch.autocast(device, torch.bfloat16, enabled=quick_in_bfloat16(device))


class Muon(torch.optim.Muon):
    """PyTorch's, with learning rates as for AdamW (J. Liu et al., 2025, "Muon is scalable for LLM training"),
    which makes updates orthogonal in bfloat16 on every device: here that is done in float32 where it is
    quicker. The state is the same, so that a checkpoint goes on anywhere."""

    def __init__(self, matrices: Sequence[Tensor], rate: float) -> None:
        super().__init__(list(matrices), lr=rate, weight_decay=0.05, adjust_lr_fn="match_rms_adamw")

    @torch.no_grad()
    def step(self, closure: None = None) -> None:  # type: ignore[override]
        for group in self.param_groups:
            matrices = [p for p in group["params"] if p.grad is not None]
            if not matrices or quick_in_bfloat16(matrices[0].device.type):
                super().step()  # type: ignore[no-untyped-call]
                return
            for matrix in matrices:
                self._move(matrix, group)

    def _move(self, matrix: Tensor, group: dict[str, Any]) -> None:
        assert matrix.grad is not None
        moving = self.state[matrix].setdefault("momentum_buffer", torch.zeros_like(matrix.grad))
        moving.lerp_(matrix.grad, 1 - group["momentum"])
        update = matrix.grad.lerp(moving, group["momentum"])
        update = orthogonal(update, group["ns_coefficients"], group["ns_steps"], group["eps"])
        matrix.mul_(1 - group["lr"] * group["weight_decay"])
        matrix.add_(update, alpha=-group["lr"] * 0.2 * max(matrix.shape) ** 0.5)


def orthogonal(update: Tensor, coefficients: tuple[float, float, float], steps: int, eps: float) -> Tensor:
    """The nearest matrix [m, n] with singular values near 1 (0.7 to 1.2), by the Newton-Schulz iteration of
    K. Jordan et al., 2024, "Muon: an optimizer for hidden layers"."""
    a, b, c = coefficients
    tall = update.shape[0] > update.shape[1]
    x: Tensor = update.T if tall else update
    x = x / x.norm().clamp(min=eps)
    for _ in range(steps):
        gram = x @ x.T
        x = a * x + (b * gram + c * gram @ gram) @ x
    return x.T if tall else x
