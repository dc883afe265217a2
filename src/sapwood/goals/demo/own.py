"""Goals of the demo's people about themselves: developmental ones, some shared, and a personal one."""

OWN = [
    (
        "Leila Haddad",
        "developmental",
        "Colleagues leave a talk with me knowing what I saw and what I wish for",
        "I soften things until nobody can tell what I meant.",
        "the four people I share a shift with",
        [
            "Shift colleagues who could repeat my point afterwards | of 4 | 1 | 4 | steady | lagging",
            "Talks in which I named what I saw before what I think | a week | 0 | 3 | steady | leading",
        ],
        "manager",
    ),
    (
        "Leila Haddad",
        "personal",
        "My daughter asks me to read to her again",
        "I read as if I were late.",
        "my daughter",
        ["Evenings she asked for another chapter | a week | 1 | 4 | slow | lagging"],
        "",
    ),
    (
        "Owen Pritchard",
        "developmental",
        "Younger installers try the hard step first, with me beside them",
        "I take the spanner when I am nervous.",
        "installers in their first two years",
        [
            "Hard steps finished by the younger one on visits with me | % | 20 | 70 | steady | lagging",
            "Visits on which I asked before I told | % | 30 | 80 | slow | leading",
        ],
        "everybody",
    ),
    (
        "Maren Holt",
        "developmental",
        "People bring me bad news before it is tidy",
        "By the time it reaches me it has been ironed.",
        "the people who answer to me",
        [
            "Problems I heard of within two days of the first person knowing | % | 25 | 65 | slow | lagging",
            "Times I thanked somebody before I asked a question | a week | 1 | 5 | steady | leading",
        ],
        "everybody",
    ),
    (
        "Priya Raman",
        "developmental",
        "My team decides without me and tells me afterwards",
        "They wait for me, and callers wait with them.",
        "the service desk",
        ["Decisions under 200 pounds made without asking me | % | 15 | 75 | steady | lagging"],
        "",
    ),
    (
        "Leila Haddad",
        "personal",
        "Our street choir comes back after the winter",
        "In spring there were nineteen of us; by autumn four still sang.",
        "the neighbours who stopped coming",
        [
            "Neighbours who come on a Thursday without being called | a week | 4 | 12 | steady | lagging",
            "Evenings on which somebody else chose the songs | of 4 | 0 | 3 | slow | leading",
        ],
        "",
    ),
]
