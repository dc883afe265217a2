"""One's journal: writing, searching, taking it along, and what others show of theirs."""

from __future__ import annotations

import json
from itertools import groupby
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sapwood.activity import clock
from sapwood.activity.deeds import Conflict, Refused
from sapwood.goals.models import Objective
from sapwood.growth import rules
from sapwood.growth.actions import journal as actions
from sapwood.growth.forms.journal import EntryForm, ShareForm
from sapwood.growth.journal import as_markdown, as_rows, prompts
from sapwood.growth.models import EntrySharing, JournalEntry, SharedCopy
from sapwood.growth.queries import journal as queries
from sapwood.people import private_drafts
from sapwood.people.identity import public_id
from sapwood.people.models import Person
from sapwood.people.views.deeds import do
from sapwood.people.views.find import reader, version_of
from sapwood.ui import pages

PAGE = "growth/journal.html"
ENTRY = "growth/journal_entry.html"
NEW = f"{private_drafts.PREFIX}journal-new"
KINDS = {"md": "text/markdown; charset=utf-8", "json": "application/json"}


@never_cache
@sensitive_post_parameters("text", "sought")
@require_http_methods(["GET", "POST"])
def journal(request: HttpRequest) -> HttpResponse:
    """All I wrote, with a place to write. A POST is a new entry, or looks for words: those stand in no address."""
    person = reader(request)
    if request.method == "GET" or "sought" in request.POST:
        return pages.show(request, PAGE, _page(request, person, _new_form(request, person)))
    form = EntryForm(request.POST, goals=queries.goals_to_write_about(person))
    if not form.is_valid():
        return pages.refused(request, PAGE, _page(request, person, form))
    prompt = prompts.BY_KEY.get(request.POST.get("prompt", ""))
    try:
        row = actions.write_entry(
            by=person,
            asked=str(prompt.question) if prompt else "",
            entry_id=request.POST.get("entry", ""),
            at=clock.now(),
            **form.keywords(),
        )
    except Refused as refusal:
        return pages.refused(request, PAGE, {**_page(request, person, form), "refusal": refusal})
    private_drafts.forget(person=person, form=NEW)
    return pages.done(request, actions.address(row), _("Kept. Nobody but you reads it."))


@never_cache
@sensitive_post_parameters("text")
@require_http_methods(["GET", "POST"])
def entry(request: HttpRequest, public_id: str) -> HttpResponse:
    """One entry: for its author to read, change and show; for whom it is shown to, the copy of it."""
    person, row = reader(request), _readable(request, public_id)
    if row.person_id != person.pk:
        shown = queries.copy_for(person, row)
        if shown is None or request.method != "GET":
            raise Http404
        return pages.show(request, "growth/journal_shown.html", {"shown": shown, "goal": _goal_of(person, row)})
    if request.method == "GET":
        return pages.show(request, ENTRY, _entry_page(person, row))
    form = EntryForm(request.POST, goals=_goals(person, row))
    if not form.is_valid():
        return pages.refused(request, ENTRY, {**_entry_page(person, row), "form": form})
    try:
        actions.edit_entry(by=person, entry=row, version=version_of(request), at=clock.now(), **form.keywords())
    except Conflict as conflict:
        context = {**_entry_page(person, row), "form": form, "stands": conflict.current["text"]}
        return pages.show(request, ENTRY, context, status=409)
    except Refused as refusal:
        return pages.refused(request, ENTRY, {**_entry_page(person, row), "form": form, "refusal": refusal})
    private_drafts.forget(person=person, form=_draft_of(row))
    return pages.done(request, actions.address(row), _("Kept."))


@require_POST
def entry_removal(request: HttpRequest, public_id: str) -> HttpResponse:
    row = _own(request, public_id)
    private_drafts.forget(person=reader(request), form=_draft_of(row))
    actions.delete_entry(by=reader(request), entry=row, at=clock.now())
    return pages.done(request, "growth:journal", _("It is deleted."))


@require_POST
def entry_sharings(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show it to somebody."""
    person, row = reader(request), _own(request, public_id)
    form = ShareForm(request.POST, author=person)
    if not form.is_valid():
        return pages.refused(request, ENTRY, {**_entry_page(person, row), "share_form": form})
    return do(
        request,
        actions.address(row),
        lambda: actions.share_entry(by=person, entry=row, at=clock.now(), **form.keywords()),
        _("They can read it now, as it stands. You can take it back at any time."),
    )


@require_POST
def entry_copy(request: HttpRequest, public_id: str) -> HttpResponse:
    """Let others read what has been changed since."""
    row = _own(request, public_id)
    return do(
        request,
        actions.address(row),
        lambda: actions.show_entry_anew(by=reader(request), entry=row, at=clock.now()),
        _("They read it as it stands now."),
    )


@require_POST
def entry_sharing_end(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(EntrySharing.objects.select_related("entry"), pk=pk)
    if not rules.may_write_entry(reader(request), found.entry):
        raise Http404
    return do(
        request,
        actions.address(found.entry),
        lambda: actions.unshare_entry(by=reader(request), sharing=found, at=clock.now()),
        _("Taken back."),
    )


@require_POST
def journal_removal(request: HttpRequest) -> HttpResponse:
    actions.delete_journal(by=reader(request), at=clock.now())
    private_drafts.forget(person=reader(request), form=NEW)
    return pages.done(request, "growth:journal", _("All of it is deleted."))


@never_cache
@require_GET
def journal_file(request: HttpRequest, kind: str) -> HttpResponse:
    """All of it, to take along."""
    if kind not in KINDS:
        raise Http404
    found = queries.pages_of(reader(request))
    text = (
        as_markdown(found, title=_("My journal"))
        if kind == "md"
        else json.dumps(as_rows(found), indent=1, ensure_ascii=False)
    )
    answer = HttpResponse(text, content_type=KINDS[kind])
    answer["Content-Disposition"] = f'attachment; filename="journal.{kind}"'
    return answer


def _page(request: HttpRequest, person: Person, form: EntryForm) -> dict[str, Any]:
    sought = request.POST.get("sought", "").strip()[:100]
    goal = _wanted_goal(request, person)
    today = clock.today(person.time_zone)
    found = queries.entries_of(person, sought=sought, objective=goal)
    return {
        "form": form,
        "draft": NEW,
        "entry_id": request.POST.get("entry") or public_id(),
        "prompt": prompts.BY_KEY.get(request.POST.get("prompt") or request.GET.get("prompt", "")),
        "prompts": queries.prompts_for(goal, today),
        "goal": goal,
        "sought": sought,
        "months": [(month, list(rows)) for month, rows in groupby(found, lambda one: one.row.day.replace(day=1))],
        "shown": queries.shown_to(person),
        "any": bool(found) or JournalEntry.objects.filter(person=person).exists(),
        "is_lost": any(one.words is None for one in found),
    }


def _new_form(request: HttpRequest, person: Person) -> EntryForm:
    kept = private_drafts.kept(person=person, form=NEW)
    goal = _wanted_goal(request, person)
    initial = {
        "text": kept.get("text", ""),
        "day": kept.get("day") or clock.today(person.time_zone),
        "goal": goal.public_id if goal else kept.get("goal", ""),
    }
    return EntryForm(initial=initial, goals=queries.goals_to_write_about(person))


def _entry_page(person: Person, row: JournalEntry) -> dict[str, Any]:
    found = queries.entry_with_words(row)
    kept = private_drafts.kept(person=person, form=_draft_of(row))
    words = found.words.text if found.words else ""
    sharings = list(row.sharings.filter(revoked=None).select_related("person", "team"))
    copy = SharedCopy.objects.filter(entry=row).first()
    return {
        "entry": found,
        "row": row,
        "goal": _goal_of(person, row),
        "form": EntryForm(
            initial={
                "text": kept.get("text") or words,
                "day": row.day,
                "goal": row.objective.public_id if row.objective else "",
            },
            goals=_goals(person, row),
        ),
        "typed": bool(kept),
        "draft": _draft_of(row),
        "sharings": sharings,
        "copy_is_older": copy is not None and copy.version != row.version,
        "copy": copy,
        "share_form": ShareForm(author=person),
    }


def _goals(person: Person, row: JournalEntry) -> list[Objective]:
    """Those one could write about, and the one it is about already."""
    found = list(queries.goals_to_write_about(person))
    own = _goal_of(person, row)
    return found if own is None or own in found else [own, *found]


def _goal_of(person: Person, row: JournalEntry) -> Objective | None:
    """The goal it is about, as far as this reader may see that."""
    return Objective.objects.visible_to(person).filter(pk=row.objective_id).first() if row.objective_id else None


def _wanted_goal(request: HttpRequest, person: Person) -> Objective | None:
    key = request.GET.get("goal", "")
    return queries.goals_to_write_about(person).filter(public_id=key[:40]).first() if key else None


def _readable(request: HttpRequest, key: str) -> JournalEntry:
    row = get_object_or_404(JournalEntry.objects.select_related("key", "objective", "person"), public_id=key)
    if not rules.may_read_entry(reader(request), row):
        raise Http404
    return row


def _own(request: HttpRequest, key: str) -> JournalEntry:
    row = _readable(request, key)
    if not rules.may_write_entry(reader(request), row):
        raise Http404
    return row


def _draft_of(row: JournalEntry) -> str:
    return f"{private_drafts.PREFIX}journal-{row.public_id}"
