"""What is answered to the pulses of the demo company."""

OF_THE_WHOLE = (
    "Many of you lose time to parts that the list says we have. Logistics counts the van stock by hand until Friday week, and we tell you what we found.",
    "Three launches were called first. From Monday there is one list in one order, on the start page, signed by Maren.",
    "You asked who reads the five reports. We went through them: two stop now, one goes to every other week.",
    "The phone between twelve and one is staffed from all desks by turns, beginning with the head of department.",
    "Doubts were kept back more than in spring. Every Monday round now begins with what speaks against the plan, and leads speak last.",
    "Old houses get slots of two and a half hours in the planning tool. We look at the calendar again in four weeks.",
    "We heard that rotas change without a word. From now on whoever changes one calls the person first.",
    "The result is steady and nobody needs another action. We finish the two that are open, and do nothing new this week.",
    "People want to see what became of their answers. The last screen of the pulse shows it from today, and so does the board in the canteen.",
    "Overtime is said on Monday or not at all. Heads of department answer for exceptions.",
    "The new controller came faster than its training. Two afternoons of practice for everybody who fits it, before the next delivery.",
    "Goal clarity is up in Field service after the one-page plan. Manufacturing tries the same page for four weeks.",
)

OF_A_UNIT = (
    "We leave Friday from three free of visits, to write handovers while they are fresh.",
    "I have been moving one-to-ones. They are fixed now, and somebody else may only book over them after asking you.",
    "Two of us go through the oldest tickets on Wednesday mornings until there are under forty.",
    "Seals and small parts up to fifty pounds are ordered without asking, from today.",
    "I will say at the start of each week which of the jobs may slip.",
    "We swap one early shift each until the cover for parental leave is there.",
    "The next near miss is talked through by the two who saw it, without asking for names, before it is written up.",
    "You said the numbers do not match. Planning sits with us on Thursday and we count together.",
    "The question of boots and coats is settled: order your own, the card is with me.",
    "In our stand-up everybody says one thing they are unsure about. I begin.",
)
