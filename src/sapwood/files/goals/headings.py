"""The columns of the goal file under the names people give them. Case, accents and marks are not looked at."""

from __future__ import annotations

from functools import cache

from sapwood.files.goals.model import folded

SYNONYMS = {
    "id": "goal id, objective id, okr id, external id, reference, kennung, identifiant",
    "key_result_id": "kr id, key result no, key result number",
    "cycle": "time period, period, quarter, timeframe, time frame, planning period, zyklus, quartal, zeitraum, periode, trimestre",
    "owner": "team, owner name, owner email, objective owner, goal owner, assignee, assigned to, responsible, verantwortlich, "
    "verantwortliche, besitzer, equipe, responsable",
    "level": "goal level, objective level, ebene, niveau",
    "layer": "kind of goal, schicht",
    "nature": "hard or soft, natur",
    "ambition": "commitment, okr type, ambitionsniveau",
    "objective": "objectives, objective title, objective name, goal, goals, goal name, goal title, ziel, ziele, zielsetzung, objectif, objectifs",
    "why": "description, objective description, goal description, reason, rationale, motivation, warum, begrundung, beschreibung, "
    "pourquoi",
    "audience": "for whom, for, whose behaviour will change, zielgruppe, fur wen, pour qui",
    "key_result": "kr, krs, key results, key result title, key result name, key result description, schlusselergebnis, "
    "schlusselergebnisse, resultat cle, resultats cles",
    "indicator": "indicator type, leading or lagging, indikator, indicateur",
    "direction": "desired direction, richtung, sens",
    "unit": "units, unit of measure, metric unit, einheit, masseinheit, unite",
    "baseline": "from, start, start value, starting value, initial value, base, ausgangswert, startwert, von, valeur initiale, depart",
    "target": "to, target value, goal value, end value, zielwert, soll, cible, valeur cible",
    "current": "current value, now, actual, actual value, latest value, istwert, ist, aktueller wert, stand, valeur actuelle",
    "due": "due date, by, deadline, target date, end date, fallig, fallig am, falligkeit, frist, echeance",
    "weight": "weighting, gewicht, gewichtung, poids",
    "confidence": "confidence level, zuversicht, confiance",
    "parent": "parent id, parent objective, parent goal, aligned to, aligned with, aligns to, alignment, contributes to, supports, "
    "ubergeordnetes ziel, zahlt ein auf, objectif parent",
    "pair": "paired with, partner, counterpart, gegenstuck, paire",
}


@cache
def known() -> dict[str, str]:
    """Folded heading → column."""
    return {folded(word): column for column, words in SYNONYMS.items() for word in (column, *words.split(","))}


def column_of(heading: str) -> str:
    """The column that a heading means, or empty."""
    return known().get(folded(heading), "")
