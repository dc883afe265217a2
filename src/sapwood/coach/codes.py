"""The codes of findings: what each one sees, why it matters, examples of ours, and when to ignore it.

`python -m sapwood.coach.codes` prints the page docs/coach-codes.md. A code never changes its meaning; what is no longer
used is not given out again. Groups: KR1 type, KR2 measure, KR3 whose effort and who sees it, KR4 gaming, OB1 objective,
ST1 the set, AL1 alignment, AM1 ambition, SG1 soft goals, FB1 feedback comments.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass

from sapwood.coach.results import Severity
from sapwood.files.words import _


@dataclass(frozen=True, slots=True)
class Code:
    """One kind of finding. `label` names the judgement it rests on; `least` is the probability below which it is silent."""

    code: str
    severity: Severity
    title: str
    why: str
    bad: str
    good: str
    ignore: str
    label: str = ""
    least: float = 0.5


GROUPS = {
    "KR1": _("Is it a result at all?"),
    "KR2": _("Can one see how far it came?"),
    "KR3": _("Whose effort, and who sees it?"),
    "KR4": _("Could the number rise while things get worse?"),
    "OB1": _("Does the objective say where to?"),
    "ST1": _("Do the key results belong together?"),
    "AL1": _("Does it fit what is around it?"),
    "AM1": _("Is it a stretch?"),
    "SG1": _("Will the soft goal be seen?"),
    "FB1": _("Feedback: can the other person do something with it?"),
}

CODES: tuple[Code, ...] = (
    Code(
        "KR101", "warning", _("Something delivered, not something changed"),
        _("A thing can be finished, paid for and unused. The change it should bring is the result; the thing is a step on the way and belongs among the initiatives. Telling outcome from output is the oldest rule of programme evaluation."),
        _("Ship the new booking page"), _("Guests who finish a booking without calling us rise from 54 % to 75 %"),
        _("Ignore it where the thing itself is the promise: a legal deadline, a certificate a customer asked for."),
        "output", 0.6,
    ),
    Code(
        "KR102", "warning", _("Effort spent, not something changed"),
        _("Holding, attending, calling and reading can all be done in full while nothing is different afterwards. Effort is yours to plan; a result is what others notice."),
        _("Hold 12 repair workshops"), _("Owners who mend their own tent rise from 1 in 10 to 4 in 10"),
        _("Ignore it in the first weeks of something nobody has tried, when learning what to measure is the goal."),
        "activity", 0.75,
    ),
    Code(
        "KR103", "warning", _("Training finished counts as the result"),
        _("Finishing a course shows attendance. What counts is what people do differently at work some weeks later; the four levels of training evaluation (reaction, learning, behaviour, results) put it in the second half."),
        _("Complete one online course on agile methods"), _("Three of four colleagues name a change of plan that I helped the team absorb without moving the date"),
        _("Ignore it where the law asks for the course itself."),
        "activity", 0.6,
    ),
    Code(
        "KR201", "note", _("No starting value"),
        _("Without where it stands today, nobody can say whether the target is a step or a leap, and at the end nobody knows how far it came."),
        _("Raise on-time delivery to 97 %"), _("Raise on-time delivery from 91 % to 97 %"),
        _("Ignore it for things counted from zero, and for limits that must simply be kept."),
        "no baseline",
    ),
    Code(
        "KR202", "warning", _("No target"),
        _("A direction without a level is never missed and never met. Specific levels move people more than “as much as we can”: the finding of goal-setting research that has been repeated most often."),
        _("Reduce waiting time in the clinic"), _("Reduce median waiting time in the clinic from 58 to 30 minutes"),
        _("Ignore it while the first measurement is still running; then say until when."),
        "no target", 1.0,
    ),
    Code(
        "KR203", "warning", _("Nothing to measure it by"),
        _("Two people with the same records should agree at the end whether it was met. An adjective has no records."),
        _("Make customers happier"), _("Customers who rate the last contact 4 or 5 rise from 71 % to 85 %"),
        _("Ignore it in a first draft; come back before agreeing to it."),
        "not measurable", 0.75,
    ),
    Code(
        "KR204", "note", _("Only done or not done"),
        _("With two end states nobody sees in week six whether it is going well. Steps or a quantity make the middle visible."),
        _("Launch the partner portal"), _("12 of 20 partners register a deal through the portal without help"),
        _("Ignore it where the step is really all or nothing: an approval, an exam."),
        "binary", 0.8,
    ),
    Code(
        "KR205", "warning", _("A word that decides success means something else to everyone"),
        _("“Better”, “robust” and “meaningful” are agreed to by all and understood differently by each."),
        _("Have meaningful talks with ten customers"), _("Ten customers name a problem we had not heard of before"),
        _("Ignore it where the team has written down what the word means."),
        "vague", 0.87,
    ),
    Code(
        "KR206", "note", _("A change without its starting point"),
        _("“By 20 %” needs “of what”. The same words may mean two customers or two thousand."),
        _("Increase repeat orders by 20 %"), _("Increase repeat orders from 310 to 370 a month (20 %)"),
        _("Ignore it where the start is shown beside it."),
        "relative",
    ),
    Code(
        "KR207", "warning", _("A blank is still open"),
        _("Somebody meant to fill in a number here."),
        _("Raise conversion by X %"), _("Raise conversion from 2.1 % to 2.8 %"),
        _("Ignore it in templates."),
        "", 1.0,
    ),
    Code(
        "KR301", "warning", _("Own effort instead of its effect on others"),
        _("What one person does alone says nothing yet about anybody else. Ask who would notice, and what they would do."),
        _("Read ten books on leadership"), _("Seven of nine team members say I help them find their own answer (today three)"),
        _("Ignore it for private goals such as exercise, where you are the one it is for."),
        "individual_effort", 0.88,
    ),
    Code(
        "KR302", "note", _("Nobody in it"),
        _("A key result that names no one hides whose behaviour has to change for it to come true."),
        _("Portal usage at 70 %"), _("70 % of branch managers look up stock in the portal instead of calling"),
        _("Ignore it for technical service levels whose users are plain to all."),
    ),
    Code(
        "KR303", "note", _("Rests on so few people that answers can be guessed"),
        _("When fewer than five people are asked, each of them can be recognised in the number, and will answer accordingly."),
        _("My three reports rate my feedback 4 or better"), _("Everyone I work with, eight people or more, rates my feedback 3.9 or better"),
        _("Ignore it where people speak under their names on purpose."),
        "", 1.0,
    ),
    Code(
        "KR401", "warning", _("Can be met while what it stands for gets worse"),
        _("When a measure becomes a target it stops being a good measure. Volume without quality, silence instead of fewer problems, speed without an answer, and numbers one reports alone invite it. A second number that must not fall keeps it honest."),
        _("Publish four articles a week"), _("Articles that readers finish rise from 5 to 12 a month, and at most two a week are published"),
        _("Ignore it where a guardrail stands among the other key results."),
        "gameable", 0.82,
    ),
    Code(
        "OB101", "warning", _("The objective is a task"),
        _("A task can be ticked off while everything else stays as it is. An objective says what will be true for someone."),
        _("Launch the new intranet"), _("Everyone finds what they need to start working without asking around"),
        _("Ignore it for committed deliveries that others wait for."),
        "is_task_or_output", 0.75,
    ),
    Code(
        "OB102", "note", _("A number in the objective"),
        _("The objective gives the direction, the key results give the numbers. A number up there turns the rest into arithmetic."),
        _("Reach 500 paying schools"), _("Small schools choose us because setting up takes a morning"),
        _("Ignore it where the number is a name people already use."),
        "contains_metric", 1.0,
    ),
    Code(
        "OB103", "warning", _("Any organisation on earth could have written it"),
        _("An objective helps to choose between two good things. One that fits everything chooses nothing."),
        _("Improve our product"), _("First-time landlords list their flat without calling us"),
        _("Ignore it where a sentence below says which aspect and for whom."),
        "vague", 0.85,
    ),
    Code(
        "OB104", "note", _("Only a metric to be moved"),
        _("Growth of a number is what follows from something. Say what people will find, do or feel, and let a key result carry the number."),
        _("Increase retention"), _("Customers stay because the second month is better than the first"),
        _("Ignore it at the top of a company, if everybody knows the why."),
        "not qualitative", 0.9,
    ),
    Code(
        "OB105", "note", _("Nobody's behaviour is named"),
        _("Who is this for, and what will they do differently? Without an answer the key results measure ourselves."),
        _("Modernise the archive"), _("Caseworkers find a file before the caller has finished explaining"),
        _("Ignore it where the field “whose behaviour” says it."),
    ),
    Code(
        "OB106", "note", _("No reason given"),
        _("A goal without a why is dropped when the first better idea comes by, and nobody can judge later whether it still matters."),
        _("Shorten onboarding"), _("Shorten onboarding, because every second newcomer tells us the first month was lost"),
        _("Ignore it where the reason is linked as a value or a priority."),
    ),
    Code(
        "OB107", "warning", _("Nobody owns it"),
        _("What belongs to everyone is looked after by no one."),
        _("(no owner)"), _("Owner: Repair team"), _("Ignore it in a collection of ideas."),
    ),
    Code(
        "ST101", "error", _("No key results"),
        _("Without them an objective is a wish. Ask how one would see that it came true."),
        _("(an objective alone)"), _("(the objective with two to five key results)"), _("Ignore it for a headline over other objectives."),
    ),
    Code(
        "ST102", "warning", _("More than five key results"),
        _("With many results attention is spread until none of them steers anything."),
        _("(eight key results)"), _("(the two or three that would convince a doubter)"), _("Ignore it where several only guard against side effects."),
    ),
    Code(
        "ST103", "note", _("Only one key result"),
        _("One number alone is easily reached at the cost of another."),
        _("Answer tickets in two hours"), _("Answer tickets in two hours, and satisfaction with the answer stays above 4"), _("Ignore it for small, private goals."),
    ),
    Code(
        "ST104", "warning", _("Two key results say the same"),
        _("The same thing counted twice counts double and hides what is missing."),
        _("Raise NPS to 40; reach an NPS of 40"), _("Raise NPS to 40; second orders rise from 18 % to 30 %"), _("Ignore it where two groups are measured on purpose."),
    ),
    Code(
        "ST105", "note", _("None of the key results speaks of what the objective says"),
        _("If all key results came true, would the objective? Where no word is shared, ask."),
        _("Objective about trust, key results about costs"), _("(a key result in which the objective's people do what it hopes for)"), _("Ignore it where other words mean the same."),
    ),
    Code(
        "ST106", "note", _("All key results move last"),
        _("Results that show only at the end leave nothing to steer by."),
        _("Profit, churn and market share"), _("(one that moves in week three beside one that moves in month three)"), _("Ignore it for yearly goals with quarterly ones below."),
    ),
    Code(
        "ST107", "note", _("All key results move first"),
        _("Early signs alone never prove that it helped."),
        _("Visits, sign-ups and clicks"), _("(one early sign and one thing that really matters)"), _("Ignore it in a pilot of a few weeks."),
    ),
    Code(
        "ST108", "warning", _("None of the key results is a result"),
        _("All of them can be done and nothing need have changed."),
        _("Write the guide; hold the training; launch the tool"), _("(keep these as initiatives, and say what they are for)"), _("Ignore it for a pure delivery project."),
        least=0.75,
    ),
    Code(
        "AL101", "note", _("Leads up to nothing"),
        _("What serves no larger goal will lose against what does."),
        _("(no parent)"), _("Serves “Patients leave with a plan they understand”"), _("Ignore it for goals of the whole company and for private ones."),
    ),
    Code(
        "AL102", "warning", _("Asks for risks in a team where risks hurt people"),
        _("“Fail fast” is good advice where a failure costs an afternoon. This team is marked as safety-critical."),
        _("Try new procedures on the ward without waiting for approval"), _("Try new procedures in the simulation room; two reach the ward after review"), _("Ignore it where the trying is done outside live work."),
    ),
    Code(
        "AL103", "note", _("Touches a stated policy"),
        _("The organisation has written something down about this. Both should be read together."),
        _("Answer mails on weekends within an hour (policy: no mail on weekends)"), _("Answer mails of working days within two hours"), _("Ignore it where the policy says the same thing."),
    ),
    Code(
        "AM101", "note", _("Will probably be reached without doing anything"),
        _("The readings so far, carried on, arrive there by themselves. A stretch goal is reached in about seven of ten cases."),
        _("From 60 to 62 %, with three points gained each quarter"), _("From 60 to 68 %"), _("Ignore it for committed goals, which should be safe."),
    ),
    Code(
        "AM102", "note", _("A very small step"),
        _("The distance between start and target is within what moves by itself."),
        _("From 1,000 to 1,001"), _("From 1,000 to 1,150"), _("Ignore it where each step is hard: availability, accidents."),
        "", 1.0,
    ),
    Code(
        "SG101", "warning", _("A soft goal without anything one could observe"),
        _("Trust, listening and calm show in what people do. Name one thing that somebody else could see or hear."),
        _("Be a better listener"), _("Five colleagues describe a meeting in which I changed my mind because of them"), _("Ignore it in a private journal."),
    ),
    Code(
        "SG102", "note", _("Nobody is asked"),
        _("A soft goal is measured by those it is meant for. Say who is asked, and how: a few questions to peers, a pulse, notes from conversations."),
        _("Communicate more clearly"), _("Peers' rating of my updates rises from 3.1 to 3.7 in the June round"), _("Ignore it where behaviour itself is counted."),
    ),
    Code(
        "SG103", "note", _("Not paired with a hard goal"),
        _("A soft goal keeps a hard one sustainable. Paired, neither is treated as second."),
        _("(no pair)"), _("Paired with “Month end without night shifts”"), _("Ignore it for private goals."),
    ),
    Code(
        "SG104", "note", _("Nobody will look at it again"),
        _("What is looked at only at the end is done only at the end. Say how often you will come back to it."),
        _("(no rhythm)"), _("Two minutes every second Friday"), _("Ignore it where check-ins are set for the whole team."),
    ),
    Code(
        "FB101", "note", _("About the person, not about what they did"),
        _("“You are …” leaves nothing to do but to agree or to feel hurt. What somebody did can be repeated, or done differently."),
        _("You are unreliable"), _("On Monday the list was missing at the handover"), _("Ignore it where a warm word is all you mean."),
    ),
    Code(
        "FB102", "note", _("Nothing one could have seen or heard"),
        _("Praise and blame without a behaviour teach nothing: the other person does not know what to keep."),
        _("Good job!"), _("You asked each of us what could go wrong"), _("Ignore it in a short thank-you."),
    ),
    Code(
        "FB103", "note", _("Not said when or where"),
        _("A moment both remember makes it easy to talk about; “often” invites a quarrel about how often."),
        _("You interrupt people"), _("In Tuesday's review you interrupted Marta twice"), _("Ignore it where it happens every day and both know it."),
    ),
    Code(
        "FB104", "note", _("What it led to is missing"),
        _("The effect is the reason to go on or to change. It is also what the other person can least see alone."),
        _("You posted updates during the outage"), _("… and support stopped calling the developers"), _("Ignore it where the effect is plain to both."),
    ),
    Code(
        "FB105", "note", _("Always, never, everybody"),
        _("One counter-example is enough to put it aside."),
        _("You never say thank you"), _("After the last three releases nobody thanked the testers"), _("Ignore it in praise."),
    ),
)  # fmt: skip

BY_CODE = {code.code: code for code in CODES}


def explained(code: Code) -> str:
    """A code as plain text, for the command line."""
    return "\n\n".join(
        [
            f"{code.code} ({code.severity}): {code.title}",
            code.why,
            f"Instead of: {code.bad}\nRather:     {code.good}",
            code.ignore,
        ]
    )


def page() -> str:
    """The documentation of all codes, in Markdown."""
    lines = [
        "# What the coach remarks",
        "",
        "Written by `python -m sapwood.coach.codes`; change `src/sapwood/coach/codes.py` instead. How well it judges stands in",
        "[coach.md](coach.md). `sapwood lint --explain KR101` prints one of these on the command line.",
    ]
    for group, title in GROUPS.items():
        lines += ["", f"## {group}xx · {title}"]
        for code in CODES:
            if code.code.startswith(group):
                lines += ["", f"### {code.code} {code.title}", "", f"*{code.severity}.* {code.why}", "", f"- Instead of: {code.bad}", f"- Rather: {code.good}", f"- {code.ignore}"]  # fmt: skip
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.stdout.write(page())
