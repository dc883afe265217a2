"""Feedback outside waves: what colleagues tell and ask each other by name."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sapwood.activity import clock
from sapwood.activity.deeds import Refused
from sapwood.feedback import actions, between, rules
from sapwood.feedback.forms.between import AnswerForm, AskForm, TellForm
from sapwood.feedback.forms.waves import ReaderForm
from sapwood.feedback.models import Addressee, Asking, Telling, TellingSharing
from sapwood.people.models import Person
from sapwood.people.views.deeds import do, unclear
from sapwood.people.views.find import reader
from sapwood.ui import pages, panels

FIELDS = "i"  # the coach reads fields of this prefix
MOST = 60


@require_GET
def colleagues(request: HttpRequest) -> HttpResponse:
    """What one was told and told others, what is asked by name, and what one asks."""
    person = reader(request)
    today = clock.today(person.time_zone)
    told = Telling.objects.select_related("giver", "receiver", "addressee__asking")
    context = {
        "addressed": between.addressed(today, [person.pk]),
        "told": _rows(person, told.filter(receiver=person)[:MOST]),
        "given": _rows(person, told.filter(giver=person)[:MOST]),
        "shared": _rows(person, between.tellings_read_by(person).exclude(giver=person).exclude(receiver=person)[:MOST]),
        "askings": [{"row": row, "is_open": row.is_open(today)} for row in Asking.objects.filter(by=person)[:MOST]],
        "kinds": _kinds(),
    }
    return pages.show(request, "feedback/colleagues.html", context)


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def tell(request: HttpRequest) -> HttpResponse:
    """Tell a colleague what one saw."""
    form = TellForm(request.POST or None, prefix=FIELDS, initial={"to": request.GET.get("to", "")})
    context: dict[str, Any] = {"form": form, "near": between.near(reader(request))}
    if request.method == "GET":
        return pages.show(request, "feedback/tell.html", context)
    if not form.is_valid():
        return pages.refused(request, "feedback/tell.html", context)
    try:
        row = actions.tell(by=reader(request), at=clock.now(), key=request.POST.get("submission"), **form.cleaned_data)
    except Refused as refusal:
        return pages.refused(request, "feedback/tell.html", {**context, "refusal": refusal})
    return pages.done(
        request, "feedback:telling", _("%(name)s can read it now.") % {"name": row.receiver}, row.public_id
    )


@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, kind: str) -> HttpResponse:
    """Ask named colleagues: in words, to watch for something, or how often."""
    if kind not in Asking.Kind.values:
        raise Http404
    person = reader(request)
    form = AskForm(request.POST or None, kind=kind, person=person, today=clock.today(person.time_zone))
    context: dict[str, Any] = {"form": form, "terms": between.terms(kind), "kind": kind, "kinds": _kinds()}
    if request.method == "GET":
        return pages.show(request, "feedback/ask.html", context)
    if not form.is_valid():
        return pages.refused(request, "feedback/ask.html", context)
    try:
        row = actions.ask(by=person, at=clock.now(), key=request.POST.get("submission"), **form.keywords())
    except Refused as refusal:
        return pages.refused(request, "feedback/ask.html", {**context, "refusal": refusal})
    return pages.done(request, "feedback:asking", _("They are asked."), row.public_id)


@require_GET
def asking(request: HttpRequest, public_id: str) -> HttpResponse:
    """For whoever asked: who answered what. For whom it names: the question."""
    found = _asking(request, public_id)
    return pages.show(request, "feedback/asking.html", _page(request, found))


@sensitive_post_parameters()
@require_POST
def asking_answer(request: HttpRequest, public_id: str) -> HttpResponse:
    found, person = _asking(request, public_id), reader(request)
    mine = _mine(found, person)
    form = AnswerForm(request.POST, prefix=FIELDS, kind=found.kind)
    if not form.is_valid():
        return pages.refused(request, "feedback/asking.html", {**_page(request, found), "form": form})
    return do(
        request,
        asking_address(found),
        lambda: actions.answer_asking(
            by=person, addressee=mine, at=clock.now(), key=request.POST.get("submission"), **form.keywords()
        ),
        _("%(name)s can read it now.") % {"name": found.by},
    )


@require_POST
def asking_refusal(request: HttpRequest, public_id: str) -> HttpResponse:
    """Say no."""
    found, person = _asking(request, public_id), reader(request)
    mine = _mine(found, person)
    return do(
        request,
        reverse("feedback:colleagues"),
        lambda: actions.decline_asking(by=person, addressee=mine, at=clock.now()),
        _("You said no. Nothing more comes of it."),
    )


@require_POST
def asking_end(request: HttpRequest, public_id: str) -> HttpResponse:
    found = _asking(request, public_id)
    return do(
        request,
        asking_address(found),
        lambda: actions.end_asking(by=reader(request), asking=found, at=clock.now()),
        _("It is over. What was told stays."),
    )


@require_GET
def telling(request: HttpRequest, public_id: str) -> HttpResponse:
    """One telling, for the two it is between and whom the receiver lets read it."""
    found, person = _telling(request, public_id), reader(request)
    is_own = rules.telling_receiver(person, found)
    context = {
        "telling": found,
        "step": between.step(found),
        "is_own": is_own,
        "is_giver": rules.telling_giver(person, found),
        "sharings": found.sharings.filter(revoked=None).select_related("person") if is_own else [],
        "form": ReaderForm(),
        "near": between.near(person) if is_own else [],
        "panels": panels.panels_for("feedback:telling", request, found) if is_own else [],
    }
    return pages.show(request, "feedback/telling.html", context)


@require_POST
def telling_sharings(request: HttpRequest, public_id: str) -> HttpResponse:
    """Let somebody read it."""
    found = _telling(request, public_id)
    address = reverse("feedback:telling", args=[public_id])
    form = ReaderForm(request.POST)
    if not form.is_valid():
        return unclear(request, address, form)
    other = form.cleaned_data["person"]
    return do(
        request,
        address,
        lambda: actions.share_telling(by=reader(request), telling=found, person=other, at=clock.now()),
        _("%(name)s may read it now.") % {"name": other},
    )


@require_POST
def telling_sharing_end(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(TellingSharing.objects.select_related("telling__giver"), pk=pk)
    if not rules.may_share_telling(reader(request), row.telling):
        raise Http404
    return do(
        request,
        reverse("feedback:telling", args=[row.telling.public_id]),
        lambda: actions.unshare_telling(by=reader(request), sharing=row, at=clock.now()),
        _("Taken back."),
    )


@require_POST
def telling_removal(request: HttpRequest, public_id: str) -> HttpResponse:
    """Throw it away."""
    found = _telling(request, public_id)
    return do(
        request,
        reverse("feedback:colleagues"),
        lambda: actions.discard_telling(by=reader(request), telling=found, at=clock.now()),
        _("It is gone."),
    )


def asking_address(found: Asking) -> str:
    return reverse("feedback:asking", args=[found.public_id])


def _page(request: HttpRequest, found: Asking) -> dict[str, Any]:
    person = reader(request)
    today = clock.today(person.time_zone)
    is_own = rules.asking_asker(person, found)
    context: dict[str, Any] = {"asking": found, "is_own": is_own, "is_open": found.is_open(today)}
    if is_own:
        rows = list(found.addressees.select_related("person").prefetch_related("tellings__addressee__asking"))
        context["rows"] = [
            {
                "row": row,
                "tellings": [{"row": one, "step": between.step(one)} for one in row.tellings.all()],
            }
            for row in rows
        ]
        answered = sum(len(row.tellings.all()) > 0 for row in rows)
        context["how_little"] = between.how_little(answered) if answered and found.kind == Asking.Kind.POLL else ""
        context["panels"] = panels.panels_for("feedback:asking", request, found)
        return context
    mine = _mine(found, person)
    told = list(mine.tellings.select_related("addressee__asking"))
    over = found.kind != Asking.Kind.WATCH and told
    context |= {"mine": mine, "told": _rows(person, told)}
    if context["is_open"] and mine.declined is None and not over:
        context["form"] = AnswerForm(prefix=FIELDS, kind=found.kind)
    return context


def _rows(person: Person, tellings: Any) -> list[dict[str, Any]]:
    return [{"row": row, "is_own": row.receiver_id == person.pk, "step": between.step(row)} for row in tellings]


def _kinds() -> list[tuple[str, Any]]:
    return [(str(kind), terms.title) for kind, terms in between.TERMS.items()]


def _mine(found: Asking, person: Person) -> Addressee:
    return get_object_or_404(Addressee.objects.select_related("asking__by"), asking=found, person=person)


def _asking(request: HttpRequest, public_id: str) -> Asking:
    found = get_object_or_404(Asking.objects.select_related("by", "behaviour"), public_id=public_id)
    if not rules.sees_asking(reader(request), found):
        raise Http404
    return found


def _telling(request: HttpRequest, public_id: str) -> Telling:
    rows = Telling.objects.select_related("giver", "receiver", "addressee__asking")
    found = get_object_or_404(rows, public_id=public_id)
    if not rules.sees_telling(reader(request), found):
        raise Http404
    return found
