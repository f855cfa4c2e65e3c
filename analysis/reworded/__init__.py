"""Whether reworded sentences say what the computed ones say, and nothing else.

A text that rewords an explanation is only worth showing if nobody has to check it. So
each sentence is held against the one it replaces: its numbers must be of the result
(analysis/explain), bound to the same groups, with the same direction, about the same
columns, with no cause, forecast or name that was not there. What is in doubt is
refused; the computed sentence then stands.
"""

from analysis.reworded.check import Wording, objection

__all__ = ["Wording", "objection"]
