"""Evidence to a ranked differential and a verdict."""

from fakdx.differential.score import Differential, Priors, differential

__all__ = ["Differential", "Priors", "differential"]
