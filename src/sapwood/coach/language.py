"""Which language a statement is in, told by its small words and letters. Short and mixed texts count as English."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

SUPPORTED = ("en",)


def knows(language: str) -> bool:
    """Whether the coach has words and models for a language."""
    return language in SUPPORTED


# Small words that are frequent in goals. A word in two lists counts for both.
_SMALL = {
    "en": "the of and to a in for with by from on our at is are be that as all an or their not have has new more than "
    "we my it this they who per each every least without after before into up within across so",
    "de": "der die das und den von mit für auf im des dem ein eine einen einer ist sind nicht zu zum zur bis um wir "
    "unsere unser sich werden als auch bei pro alle durch mehr über unter neue neuen jeder mindestens",
    "fr": "le la les de des du et en un une pour par sur dans avec au aux est sont nos notre plus que qui ne pas ce "
    "tous chaque d'ici d'au l'équipe moins",
    "es": "el la los las de del y en un una para por con al es son nuestro nuestra nuestros más que se no su sus cada "
    "todos menos hasta",
    "it": "il lo la gli le di del della dei e in un una per con al alla è sono nostro nostra più che non si su ogni "
    "tutti entro almeno nel nella",
    "pt": "o os a as de do da dos das e em um uma para por com ao é são nosso nossa mais que não se no na cada todos "
    "até pelo menos",
    "nl": "de het een van en in op voor met te is zijn onze ons niet dat die aan bij door per alle meer naar tot "
    "minstens elke",
    "sv": "och att en ett det som på är av för med till den våra vår inte om varje alla från minst fler",
    "da": "og et det som på er af for med til den vores ikke om hver alle fra mindst flere",
    "pl": "na się nie jest dla od po przez co najmniej każdy wszystkich nasz naszych oraz",
    "tr": "ve bir bu için ile da de en az çok olarak her tüm kadar daha",
    "fi": "ja on ei että se kun myös tai sekä vähintään kaikki meidän",
    "cs": "na je se pro že každý alespoň všech náš našich",
}
_WORDS = {language: frozenset(words.split()) for language, words in _SMALL.items()}
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


@lru_cache(maxsize=4096)
def language_of(text: str) -> str:
    """A code such as "en" or "de"; "und" for a script the lists know nothing of."""
    words = [word.replace("’", "'").lower() for word in _WORD.findall(text[:600])]
    letters = [letter for word in words for letter in word]
    if not letters:
        return "en"
    foreign = sum(not _latin(letter) for letter in letters)
    if foreign > 0.5 * len(letters):
        return "und"
    hits = {language: sum(word in known for word in words) for language, known in _WORDS.items()}
    best = max(hits, key=lambda language: hits[language])
    accents = sum(letter > "\x7f" for letter in letters)
    if best == "en" or hits[best] <= hits["en"]:
        return "en"
    clear = hits[best] >= hits["en"] + 2 or (hits["en"] == 0 and accents > 0)
    return best if clear else "en"


def _latin(letter: str) -> bool:
    return letter < "\u0250" or "LATIN" in unicodedata.name(letter, "")
