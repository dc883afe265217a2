"""What a goal file would do: the file and what stands here, in; a verdict for each objective, out. Changes nothing.

An empty cell leaves what is there, and what the file does not mention stays: a file adds and changes, it never
removes. Current values and confidence are not taken in; they come with the check-ins.
"""

from sapwood.goals.importing.planner import plan
from sapwood.goals.importing.plans import Change, GoalPlan, Link, Plan, State, Verdict, folded

__all__ = ["Change", "GoalPlan", "Link", "Plan", "State", "Verdict", "folded", "plan"]
