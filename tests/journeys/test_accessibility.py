"""Every page, in both themes: no serious finding of the accessibility scan; at 360 px nothing is cut off."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from sapwood.feedback import links
from tests.house import world

SERIOUS = {"serious", "critical"}
RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 360, "height": 780}


def addresses(told: world.World) -> dict[str, tuple[str, str]]:
    """Page → (who looks, where): each page of the product as somebody who may do most on it."""
    goal = f"/objectives/{told.objectives['strategic'].public_id}/"
    own = f"/objectives/{told.objectives['developmental'].public_id}/"
    asked = f"/questionnaires/{told.rows['questionnaire'].public_id}/"
    team, person = told.cast.cranes.public_id, told.people["ada"].public_id
    return {
        "my week": ("ada", "/"),
        "my week, later": ("ada", "/week/aside/"),
        "school": ("ada", "/school/"),
        "a lesson": ("ada", "/school/lessons/objective/"),
        "a drill": ("ada", "/school/drills/rewrite-trust/"),
        "an answer": ("ada", f"/school/answers/{told.rows['practice-answer'].pk}/"),
        "the school, overseen": ("dee", "/school/oversight/"),
        "capabilities": ("max", "/capabilities/"),
        "a bridge, planned": ("dee", "/bridges/plan/"),
        "a bridge being built": ("dee", f"/bridges/{told.rows['bridge-draft'].public_id}/"),
        "a bridge": ("dee", f"/bridges/{told.rows['bridge'].public_id}/"),
        "values of a bridge": ("dee", f"/bridges/{told.rows['bridge'].public_id}/values/"),
        "plans": ("ada", "/growth/plans/"),
        "a new plan": ("bo", "/growth/plans/new/?ready=first-ninety-days"),
        "a plan": ("ada", f"/growth/plans/{told.rows['plan'].public_id}/"),
        "a plan proposed": ("ada", f"/growth/plans/{told.rows['rotation'].public_id}/"),
        "a plan, changed": ("ada", f"/growth/plans/{told.rows['plan'].public_id}/changes/"),
        "who watches": ("ada", f"/growth/steps/{told.rows['plan-step'].public_id}/observers/"),
        "what an observer saw": ("eve", f"/growth/observations/{told.rows['observation'].public_id}/"),
        "check-in": ("ada", "/check-in/"),
        "read my goals": ("ada", "/first-look/"),
        "an example to read": ("ada", "/first-look/?example=1"),
        "import of goals": ("bo", "/goals/import/"),
        "wording": ("ada", f"{goal}wording/"),
        "write": ("ada", "/objectives/new/"),
        "edit": ("ada", f"{goal}text/"),
        "objective": ("ada", goal),
        "objective, work": ("bo", f"{goal}?tab=work"),
        "objective, discussion": ("bo", f"{goal}?tab=discussion"),
        "objective, history": ("bo", f"{goal}?tab=history"),
        "own objective": ("ada", own),
        "a goal proposed to somebody": ("ada", f"/objectives/{told.objectives['offered'].public_id}/"),
        "a goal handed on": ("eve", f"/objectives/{told.objectives['proposed'].public_id}/"),
        "another wording": ("cy", f"{goal}suggestions/"),
        "who carries what": ("ada", f"/cycles/{told.cast.cycle.public_id}/coverage/"),
        "closing": ("bo", f"{goal}closure/"),
        "retiring": ("bo", f"{goal}retirement/"),
        "closing a cycle": ("dee", f"/cycles/{told.cast.cycle.public_id}/closing/"),
        "closing a team": ("bo", f"/cycles/{told.cast.cycle.public_id}/closing/?team={team}"),
        "goals": ("ada", "/goals/"),
        "alignment": ("ada", f"/alignment/?show={told.objectives['strategic'].public_id}"),
        "alignment, the map": ("ada", f"/alignment/?view=map&show={told.objectives['strategic'].public_id}"),
        "pairs": ("dee", f"/cycles/{told.cast.cycle.public_id}/pairs/"),
        "desk": ("dee", "/desk/"),
        "agenda": ("dee", f"/cycles/{told.cast.cycle.public_id}/agenda/"),
        "wording of a cycle": ("dee", f"/cycles/{told.cast.cycle.public_id}/wording/"),
        "a verdict": ("dee", f"{goal}verdict/"),
        "cycles": ("dee", "/cycles/"),
        "cycle": ("dee", f"/cycles/{told.cast.cycle.public_id}/"),
        "search": ("ada", "/search/?q=ships"),
        "people": ("ad", "/people/"),
        "person": ("ad", f"/people/{person}/"),
        "own page": ("ada", f"/people/{person}/"),
        "team": ("bo", f"/teams/{team}/"),
        "settings": ("ad", "/settings/"),
        "settings of the OKR owner": ("dee", "/settings/"),
        "notices": ("ada", "/notices/"),
        "competencies": ("dee", "/settings/competencies/"),
        "competency": ("ada", f"/competencies/{told.rows['competency'].public_id}/"),
        "behaviour": ("dee", f"/behaviours/{told.rows['behaviour'].public_id}/"),
        "import of a library": ("dee", "/competencies/import/"),
        "questionnaires": ("dee", "/questionnaires/"),
        "questionnaire": ("dee", asked),
        "questionnaire, preview": ("dee", f"{asked}preview/"),
        "questionnaire, choice": ("dee", f"{asked}choice/"),
        "question": ("dee", f"{asked}items/{told.rows['item'].pk}/"),
        "feedback": ("dee", "/feedback/"),
        "a new pulse": ("dee", "/feedback/pulses/new/"),
        "a new round": ("dee", "/feedback/rounds/new/"),
        "pulse, draft": ("dee", f"/feedback/waves/{told.rows['draft-wave'].public_id}/"),
        "pulse, results": ("bo", f"/feedback/waves/{told.rows['pulse'].public_id}/results/"),
        "raters": ("ada", f"/feedback/subjects/{told.rows['subject'].public_id}/"),
        "report": ("ada", f"/feedback/subjects/{told.rows['report'].public_id}/report/"),
        "answering": ("ada", links.address(told.rows["open-invitation"])),
        "conversation guide": ("ada", "/conversation-guide/"),
        "meetings": ("ada", "/meetings/"),
        "a 1:1": ("bo", f"/meetings/{told.rows['meeting'].public_id}/"),
        "a team's meeting": ("cy", f"/meetings/{told.rows['team-meeting'].public_id}/"),
        "the big screen": ("ada", f"/screens/{team}/"),
        "the big screen, one goal": ("ada", f"/screens/{team}/?slide=2"),
        "calendar": ("ada", "/settings/calendar/"),
        "mail": ("ada", "/settings/mail/"),
        "tokens": ("ada", "/settings/tokens/"),
        "services": ("ad", "/settings/services/"),
        "service": ("ad", f"/settings/services/{told.rows['service'].public_id}/"),
        "the API": ("ada", "/api/"),
        "gallery": ("ad", "/ui/"),
    }


@pytest.fixture
def told(transactional_db: None) -> world.World:
    return world.build()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_no_page_shuts_anybody_out(
    told: world.World, quiet_page: Page, be: Callable[[Any], None], live_server: Any, theme: str
) -> None:
    quiet_page.emulate_media(color_scheme=theme, reduced_motion="reduce")  # type: ignore[arg-type]
    findings: dict[str, list[str]] = {}
    for name, (who, where) in addresses(told).items():
        be(told.people[who])
        quiet_page.set_viewport_size(WIDE)  # type: ignore[arg-type]
        answer = quiet_page.goto(live_server.url + where)
        assert answer is not None and answer.status == 200, f"{name}: {where} answers {answer and answer.status}"
        found = [
            f"{one['id']}: {[node['target'] for node in one['nodes']][:4]}"
            for one in Axe().run(quiet_page, options=RULES).response["violations"]
            if one["impact"] in SERIOUS
        ]
        quiet_page.set_viewport_size(NARROW)  # type: ignore[arg-type]
        wide = quiet_page.evaluate("document.documentElement.scrollWidth")
        if wide > NARROW["width"]:
            found.append(f"at 360 px it is {wide} px wide")
        if found:
            findings[name] = found
    assert findings == {}
