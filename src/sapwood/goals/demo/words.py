"""What the people of the demo company write: notes at check-ins, what is in the way, to-dos, comments."""

from __future__ import annotations

NOTES: dict[str, list[str]] = {
    "steady": [
        "A quiet week. What we changed three weeks ago is holding.",
        "The numbers moved, and so did the talk at lunch.",
        "We tried it with one pair first; now the others ask for it.",
        "Slower than I hoped, in the direction I hoped.",
        "Counted by hand again. Next week it comes out of the system.",
        "The Friday call made the difference, not the dashboard.",
        "Two people who were against it have started doing it.",
        "Same small step as last week. I have stopped being nervous about it.",
        "We dropped one of the three measures. Nobody misses it.",
        "It works where somebody asks every day, and only there.",
        "A good week; I would not read too much into it.",
        "Half of the rise is one big case. The other half is real.",
        "We wrote down how we count. The number is a little lower and I trust it more.",
        "An early mistake is out of the figures now.",
        "First time somebody outside the team noticed.",
        "Nothing new was tried. It goes on by itself.",
    ],
    "fast": [
        "Easier than we thought. I am looking for what we overlooked.",
        "One sentence in the right place did more than the training.",
        "Ahead of the line. I would rather raise the bar than celebrate.",
        "Everybody wanted this; nobody had been allowed.",
        "I checked the count twice. It is true.",
        "The rest will be slower: the easy cases are through.",
        "We could stop pushing and watch whether it stays.",
        "Two other teams have copied it without asking. Good.",
        "The old way is now the exception that needs a reason.",
        "Jumped after we let people choose the order themselves.",
    ],
    "slow": [
        "We are better at seeing the problem than at ending it.",
        "Three good conversations, one result.",
        "The first half of the cycle went into finding the right person to ask.",
        "It moves, but not because of what we planned.",
        "The new ones get it at once. The experienced ones want to see it first.",
        "Honest reading: without one lucky week it would be lower.",
        "We explain it well and make it hard to do.",
        "I expected more from the pilot. We changed two things at once and cannot tell which one failed.",
        "It rises where the lead does it too.",
        "We measure once a week and act once a month. That is the wrong way round.",
        "A little up. The cases that are left are the stubborn ones.",
        "The plan was too polite. We have named the two things we stop doing.",
    ],
    "stall": [
        "No movement for two weeks. I think we work on the wrong part of it.",
        "Still waiting for a decision that is not ours.",
        "We keep solving the same case. Somebody should ask why it returns.",
        "The easy third is done. The rest is another kind of work.",
        "Flat. We have asked two people who do it well to show us how.",
        "I would rather say that it is stuck than move it by a decimal.",
    ],
    "stale": ["First numbers are in.", "Will look at it again when things calm down."],
    "easy": [
        "Done early. We aimed low.",
        "Still counting upwards. Nobody has noticed a difference.",
        "The number is reached and nothing is different.",
    ],
    "step": [
        "One more. The next decides in a month.",
        "Nothing for weeks, then all at once, as always.",
        "The pilot is through. That was the hard one.",
        "Two are close. I count them when they are there.",
    ],
    "late": ["Moved by two weeks again.", "The supplier answers on Thursday.", "Ninety per cent done, as last week."],
    "fall": ["Going the wrong way. I would like to talk about it on Monday."],
}

OWN_NOTES: dict[str, list[str]] = {
    "steady": [
        "Twice this week, once on purpose.",
        "Noticed it only afterwards. Still, I noticed.",
        "Easier with people I like. I will try it with the others.",
        "It went well, and I was tired. So it is not only a good day.",
        "Somebody thanked me for it. I had not expected that.",
    ],
    "slow": [
        "Fell back on Wednesday. I know what set me off.",
        "I thought about it every day and did it once.",
        "Small. But it was the first time in front of others.",
        "A full week, so the old habit won.",
    ],
    "fast": ["It has become normal. I look for the next step."],
    "step": ["Once, and it counted."],
}

BLOCKERS = [
    "We need a decision on who pays for the second pilot.",
    "The data is in a system we have no access to.",
    "Two of four people are away for three weeks.",
    "The other side has not named anybody who may decide.",
    "We and our neighbours count the same thing differently.",
    "Nobody owns the step in the middle.",
    "The old instruction still says the opposite.",
]

PARTS: dict[str, list[str]] = {
    "field": [
        "I bring the view from the road.",
        "I try it on my own visits first.",
        "I do the Friday call with the crews.",
        "I ride along with the new ones.",
        "I write down what families say.",
    ],
    "making": [
        "I build the first version.",
        "I test it where it hurts.",
        "I talk with the people who use it.",
        "I keep the numbers honest.",
        "I write it up so that others can use it.",
    ],
    "customers": [
        "I call people back and listen.",
        "I keep the numbers honest.",
        "I try the new wording first.",
        "I bring what people say at the door.",
    ],
    "inside": [
        "I talk with the leads.",
        "I keep the numbers honest.",
        "I ask the people who do not come to us.",
        "I write it up on one page.",
        "I coach whoever starts with it.",
    ],
}

TO_DO: dict[str, list[str]] = {
    "field": [
        "Ride along for a day and write down what happens",
        "Put the checklist on the inside of the van door",
        "Try it with one crew for two weeks",
        "Call back five families who had to wait",
        "Agree with Planning on one definition",
        "Ask the youngest three what they would change",
        "Take photos of three good examples",
        "Show the first result at the Thursday round",
        "Time three visits from bell to bell",
        "Ask the service desk which calls we cause",
    ],
    "making": [
        "Watch five people use it without helping",
        "Spend a morning where it is used",
        "Measure the starting point again, by two people",
        "Throw away the three reports nobody opens",
        "Show the first result at the Thursday stand-up",
        "Write the one-page guide with the people who will use it",
        "Ask the service desk for the ten worst cases",
        "Agree on one definition with the team next door",
        "Try it on one line for two weeks",
        "List what we stop doing for this",
    ],
    "customers": [
        "Ask five people who decided against it",
        "Listen to ten calls with a colleague",
        "Write the answer to the question we dread",
        "Visit one street and ring at every door",
        "Try the new wording with twenty people",
        "Invite the service desk to the review",
        "Call back everybody who complained last month",
        "Agree with Planning on what we may promise",
        "Show the first result at the Tuesday round",
    ],
    "inside": [
        "Ask five colleagues what they would miss",
        "Sit beside somebody who fills the form in",
        "Write the one-page version",
        "Try it with two teams before all",
        "Throw away the three reports nobody opens",
        "Measure the starting point again, by two people",
        "Invite a sceptic to the review",
        "Agree on one definition with those who count differently",
        "Find out who is waiting for us",
    ],
}

GROUPS = {
    "field": {"Field service", "Installers North", "Installers South", "Service desk", "Training centre", "Logistics"},
    "making": {
        "Product", "Home heating", "Controls & app", "Research", "Design", "Engineering", "Refrigeration", "Electronics",
        "Embedded software", "Cloud platform", "Manufacturing", "Assembly line", "Sourcing", "Quality", "IT services",
    },
    "customers": {"Customers", "Home sales", "Housing partners", "Brand", "Customer success"},
}  # fmt: skip


def group_of(team: str) -> str:
    """Which words fit a team's work."""
    return next((name for name, teams in GROUPS.items() if team in teams), "inside")


COMMENTS = [
    "What would you do differently if the second number did not exist?",
    "I like that it can go down. Most of ours cannot.",
    "Who outside the team would notice? I would ask them before the next check-in.",
    "We had the same problem last cycle. Come by, I can show you what did not work.",
    "If this lands at 0.7 I would call it a good cycle. Please do not polish it.",
    "The reading is fine. What worries me is that only one of you can take it.",
    "I tried it with my own people this week. It is harder than it reads.",
    "Could we look at this together on Thursday? Ten minutes.",
    "Thank you for writing that it is stuck. It helps more than a nice number.",
    "What did the people concerned say? I only see our side of it here.",
    "I read the note twice. Is the second half a wish or something you saw?",
    "Then let us take something else away from you. Tell me what.",
    "Is that still the right target? You are nearly there and it is half-time.",
    "My team feels the difference. I wanted you to know.",
]

FOR_A_TEAM = [
    (
        "People who ask us twice get a different answer the second time",
        "The second question means that the first answer did not help. We give the same one again, only louder.",
        "whoever asks us for the second time",
        [("Second questions that were settled for good", "%", "35", "70"), ("Third questions", "a month", "22", "8")],
    ),
    (
        "Newcomers ask their first question on the first day",
        "Most wait until week three, and by then they have guessed a lot.",
        "whoever joined in the last two months",
        [("Newcomers who asked something in a round in their first week", "%", "20", "75")],
    ),
    (
        "Our neighbours hear of a change before it reaches them",
        "Twice this cycle a team found out about our change by tripping over it.",
        "the two teams we work with most",
        [
            ("Changes announced three days ahead", "%", "40", "90"),
            ("Surprises named by our neighbours", "a month", "6", "1"),
        ],
    ),
    (
        "A promise of ours has a name and a day on it",
        "“We will look into it” is the sentence people remember us by.",
        "everybody who waits for us",
        [("Promises with a name and a day", "%", "30", "80"), ("Promises kept on that day", "%", "55", "85")],
    ),
]

FOR_A_PERSON = [
    (
        "Colleagues get an answer from me while it still helps them",
        "You think long and well, and sometimes the others have moved on by then.",
        "the people who ask me",
        [("Questions I answered the same day, even with “not yet”", "of 10", "4", "8")],
    ),
    (
        "In our rounds the quiet ones speak before I do",
        "People look at you first. I think more would come if they did not.",
        "the two quietest people in our round",
        [("Rounds in which somebody else spoke first", "of 4", "1", "4")],
    ),
]

LEARNED = [
    "We saw it move only after we had stopped two other things.",
    "The number we liked least taught us most.",
    "Asking the people concerned in week one would have saved us four weeks.",
    "It was the habit, not the knowledge, that was missing.",
    "Half of what we reached came from another team. We should say so.",
    "We aimed at what we could count. Next time we begin with what we want.",
    "One person carried it. That is a result and a warning.",
    "The first week told us nearly everything; we did not believe it.",
    "Small, daily and dull worked. Large and clever did not.",
    "Where the lead took part it rose; where not, it did not.",
]

REVIEWED = [
    "It has become ordinary, and that was the point. We keep an eye on new colleagues.",
    "Fewer words about it than last cycle and more of it.",
]

RETIRED = [
    "It was ours alone to wish for. The team next door has it on its list, and there it belongs.",
    "We know now what it takes, and it is more than it is worth to us.",
    "The rest comes with the new contract. A goal would only watch it.",
    "It stopped being the bottleneck. Something else is.",
    "We would measure it for another cycle and change nothing.",
    "Enough is reached to leave it to everyday work.",
]

LESS = [
    "The last jump was one large case. We count what is there without it.",
    "We changed how we count in week nine; the first readings were too kind.",
    "Reached in three of four teams. The fourth says it is not there yet.",
]
