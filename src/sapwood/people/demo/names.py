"""Names and words of the demo company. Invented; any likeness to a real person is chance."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Iterator

FIRST = (
    "Aaron Abena Adele Agnes Ahmed Aisha Alan Alba Alma Amara Amir Ana Anders Anya Arjun Asha Astrid Aurel Ava Bashir "
    "Beata Bea Ben Bilal Brigid Bruno Caitlin Callum Carys Chidi Chloe Clara Colm Dafydd Dalia Daniela Dara Dev Dilys "
    "Dominik Edith Efua Eilidh Elin Emeka Emil Enzo Erik Esme Ewan Farah Fatou Felix Fergus Fiona Florin Frank Freya "
    "Gareth Gita Goran Grace Greta Gwen Hana Harriet Hassan Heidi Henrik Hugo Ian Ida Idris Imogen Ines Ioana Iris "
    "Isaac Isla Ivan Jadwiga Jamal Janek Jenna Joao Johan Jude Julia Kai Kamal Kasia Keira Kemi Kiran Kofi Lars Laura "
    "Lena Liam Lidia Linus Lorna Luca Lucy Magda Malik Mara Marek Marta Mei Meera Milo Mina Moira Nadia Naomi Nia Niall "
    "Nikhil Nina Nora Oisin Ola Olga Oscar Pablo Paula Petra Piotr Rafael Rania Rhys Rosa Rory Ruben Sabine Salma Sam "
    "Sara Selin Shona Silas Simone Sofia Stefan Sunita Tara Teo Thea Tomas Tove Uma Vera Viktor Wanda Wren Yara Yusuf "
    "Zara Zeynep Zofia"
).split()
LAST = (
    "Abbott Achterberg Aldous Amin Anand Andersson Arkwright Asante Atherton Bakker Balogun Barros Baxter Bello Bergman "
    "Bielski Birch Boateng Bouchard Bradley Brandt Brennan Brook Burns Byrne Calder Campbell Carvalho Chandra Clegg "
    "Coleman Conway Costa Craig Crosby Dahl Darby Das Davies Delgado Desai Dhillon Dobson Doyle Drummond Dunne Eaton "
    "Edwards Eriksen Evans Farrell Fenn Ferreira Finney Fischer Fletcher Fraser Gallagher Garner Ghosh Gibbs Glover "
    "Gomez Grady Greer Gupta Hale Hamid Hansen Harker Hassan Heaton Hegarty Hirst Holmes Horvat Hughes Hussain Iqbal "
    "Ivanov Jacobs Jansen Jarvis Jones Joshi Kane Kapoor Kaya Kelly Kemp Khan Kirk Kovacs Kumar Lacey Lang Larsen Leach "
    "Lewis Lindqvist Lowe Lynch MacLeod Maguire Marsh Mensah Mercer Meyer Mills Moran Morgan Moss Murray Nagy Nash "
    "Nielsen Novak Nowak Nwosu Oakes Odell Olsen Onwudiwe Osborne Owusu Palmer Parekh Patel Pereira Petrov Pike Popescu "
    "Quinn Rahman Reid Reyes Rhodes Richter Rossi Rowan Santos Sato Schmidt Shah Sharma Silva Singh Sloan Stone Suarez "
    "Sutcliffe Tanner Thorpe Todd Turner Usman Vance Varga Vaughan Wade Walsh Ward Weber Whelan Wolf Wright Yilmaz Young Zeller"
).split()

VALUES = [
    ("Warmth first", "A decision that leaves a family cold is the wrong one, whoever made it."),
    ("Say it early", "Bad news is welcome while it is small."),
    ("Leave it better", "Houses, drawings, colleagues: better than we found them."),
    ("Explain yourself", "If a neighbour could not follow it, we have not understood it."),
]
PRIORITIES = [
    (
        "A first winter without worry",
        "Families who had us in this year come through the winter without a second visit.",
    ),
    ("Whole streets", "Housing associations change street by street, and stay."),
    ("People who stay and grow", "Installers are in their third winter, not their first, and teach the next."),
]
OWN_FAMILY = "On site"  # what this company asks beside the library that comes with the house
OWN_COMPETENCIES = {
    "Working safely": [
        "Stops work when the second person leaves.",
        "Names a danger to everyone on site before starting.",
        "Wears the face shield on a charged circuit.",
        "Reports a near miss on the same day.",
    ],
}
PURPOSES = {
    "Alder & Finch": "We keep homes warm with the air around them, from the drawing to the second winter.",
    "Product": "Decides what we build, for whom, and what we leave out.",
    "Home heating": "The units themselves, and the old houses they must cope with.",
    "Controls & app": "What people touch: the panel, the app, the one-sentence explanations.",
    "Research": "Frost, noise, refrigerants: knowing before our customers do.",
    "Design": "How it looks, how it mounts, how it feels in the hand.",
    "Engineering": "Makes the drawing true and keeps it true for twenty years.",
    "Refrigeration": "The circuit: pressure, propane, and the people who service it.",
    "Electronics": "Boards that last outdoors.",
    "Embedded software": "The code in the unit, above all the code that runs at four in the morning.",
    "Cloud platform": "What the house tells us and what we do with it. Works from Tallinn.",
    "Manufacturing": "Builds what was drawn, and tells the drawers where they were wrong.",
    "Assembly line": "Two shifts, one line.",
    "Sourcing": "Parts in time from people we can call.",
    "Quality": "Finds the cause, not the culprit.",
    "Logistics": "The right box in the right van.",
    "Field service": "The people our customers meet.",
    "Installers North": "From Leeds upwards: old houses, long roads.",
    "Installers South": "From Leeds downwards: full diaries.",
    "Service desk": "The voice on a cold day.",
    "Training centre": "Where newcomers may make their mistakes.",
    "Customers": "Finds people we can honestly help, and stays with them.",
    "Home sales": "Advice for people with one house.",
    "Housing partners": "Advice for people with a thousand.",
    "Brand": "What neighbours say.",
    "Customer success": "The first winter, from Lisbon, in five languages.",
    "People & learning": "Looks after how we work together.",
    "Talent": "Who joins, and who stays.",
    "Learning": "What people can do afterwards that they could not before. Runs our OKRs.",
    "Workplace": "Hall, offices, canteens.",
    "People operations": "Contracts, pay days, first days.",
    "Finance & operations": "Keeps the promises that have a number in them.",
    "Finance": "The books and what they mean.",
    "IT services": "Tools for people with and without a desk.",
    "Legal & compliance": "What we sign.",
    "Planning": "Who is where on Monday.",
}
JOBS = {
    "Home heating": ["Product manager", "Thermal engineer", "Test engineer"],
    "Controls & app": ["Product manager", "Interaction designer", "App developer"],
    "Research": ["Researcher", "Field scientist"],
    "Design": ["Industrial designer", "Model maker"],
    "Refrigeration": ["Refrigeration engineer", "Laboratory technician"],
    "Electronics": ["Hardware engineer", "Repair technician"],
    "Embedded software": ["Software engineer", "Test engineer"],
    "Cloud platform": ["Platform engineer", "Data engineer"],
    "Assembly line": ["Assembler", "Station lead", "Assembler, late shift"],
    "Sourcing": ["Buyer", "Supplier quality engineer"],
    "Quality": ["Quality engineer", "Inspector"],
    "Logistics": ["Dispatcher", "Warehouse specialist"],
    "Installers North": ["Installer", "Senior installer", "Installer, first year"],
    "Installers South": ["Installer", "Senior installer", "Installer, first year"],
    "Service desk": ["Service adviser", "Senior service adviser"],
    "Training centre": ["Instructor", "Master installer"],
    "Home sales": ["Energy adviser", "Sales assistant"],
    "Housing partners": ["Partner manager", "Tenant liaison"],
    "Brand": ["Writer", "Event manager"],
    "Customer success": ["Customer guide", "Onboarding guide"],
    "Talent": ["Recruiter", "Employer relations"],
    "Learning": ["Learning designer", "Facilitator"],
    "Workplace": ["Facilities manager", "Cook"],
    "People operations": ["People partner", "Payroll specialist"],
    "Finance": ["Accountant", "Controller"],
    "IT services": ["Systems administrator", "Support engineer"],
    "Legal & compliance": ["Counsel", "Compliance officer"],
    "Planning": ["Scheduler", "Capacity planner"],
}


def in_random_order(chance: random.Random, *, taken: set[str]) -> Iterator[str]:
    """Full names without end, none twice and none of those taken."""
    used = set(taken)
    while True:
        name = f"{chance.choice(FIRST)} {chance.choice(LAST)}"
        if name not in used:
            used.add(name)
            yield name


def address(name: str) -> str:
    """The e-mail address of a person of the company. The domain is reserved and reaches nobody."""
    plain = unicodedata.normalize("NFKD", name.replace("ø", "o").replace("Ø", "O")).encode("ascii", "ignore").decode()
    return plain.lower().replace(" ", ".") + "@alderfinch.example"
