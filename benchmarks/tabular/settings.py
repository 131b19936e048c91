"""What a peer is told beside its rows."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Settings:
    target: str
    seed: int
    threads: int
    seconds: float | None  # of training, processor time over threads, for peers that can train for any time
