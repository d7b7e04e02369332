"""What a number says of displaced people, or why it says nothing.

In: a `Count` (a number, its noun, the cues around it). Out: a `Reading`: population, measure, term, unit, the rule and
how sure it is; or the reason why there is none. The noun decides first (refugees, IDPs, houses), then the nearest verb.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from etl.reports.cues import Count, Cue
from etl.reports.heads import Head, head_after

BESIDE, AIDED, GOVERNS, ADJACENT = 60, 40, 12, 6
"""Costs up to which a verb stands in the number's own clause, helps those counted, has them as its object, and stands
right beside them."""
HOSTED = 10
"""'A tent that shelters six' hosts nobody in our sense."""
SILENT = "no word of displacement near"


@dataclass(frozen=True)
class Reading:
    """What a number says. `moves`: people went somewhere; `soft`: a stock, unless a period is said; `part`: of another
    figure; `families`: households that the same people make."""

    population: str
    measure: str
    term: str | None
    unit: str
    rule: str
    confidence: float
    cue: Cue
    head: Head
    moves: bool = False
    soft: bool = False
    part: bool = False
    families: float | None = None


def read(count: Count) -> Reading | str:
    """The reading of a number, or why it has none."""
    text, number, head = count.text, count.number, count.head
    if head.kind == "thing" or (
        head.kind == "none" and count.words.clause["share_of"].match(text, number.end)
    ):
        return "counts things"
    if number.value == 1 and head.kind not in ("person", "household"):
        return "one of something"
    if _bracketed(count):
        return "said aside"
    refusal = _refusal(count)
    if refusal:
        return refusal
    of_them = count.words.clause["of_them"].match(text, number.end)
    if of_them and head_after(text, of_them.end(), count.words) == "part":
        return "part"
    listed = bool(count.words.part_of.search(text[max(0, number.start - 60) : number.start]))
    if listed and head.kind == "part":
        return "part"
    reading = _by_status(count) if head.status else _by_verb(count)
    if isinstance(reading, str):
        return reading
    if listed and not head.status and reading.cue.start < number.start:
        return "part"
    return replace(reading, part=bool(of_them) or listed or head.kind == "part")


def _bracketed(count: Count) -> bool:
    """Whether the number stands in brackets that say nothing of displacement themselves."""
    text, number = count.text, count.number
    left = text.rfind("(", max(0, number.start - 120), number.start)
    if left < 0 or text.find(")", left, number.start) >= 0:
        return False
    right = text.find(")", number.end, number.end + 200)
    return right >= 0 and not any(left < cue.start < right for cue in count.cues)


def _refusal(count: Count) -> str | None:
    """A verb like 'killed' refuses always, 'affected' unless the noun is a status, 'helped 300 refugees' its object."""
    best = count.first("event", "host", "no", "weak", "aid", "status", "shelter")
    if best is None:
        return None
    cost, cue = best
    kind, status = cue.sense.kind, count.head.status
    if cue.hypothetical:
        return "hypothetical"
    if kind == "aid" and status:
        return "helped" if cue.end <= count.number.start and cost < AIDED else None
    return "refused by a word" if kind in ("no", "aid") or (kind == "weak" and not status) else None


def _by_status(count: Count) -> Reading | str:
    """The noun itself says who they are; a verb may say that they moved or went back."""
    head, sense = count.head, count.words.statuses[count.head.status or "idp"]
    cue = Cue(count.number.start, head.end, sense)
    population, rule = sense.population or "idp", f"noun:{head.status}"
    measure = _held(count) or sense.measure
    own = Reading(population, measure, sense.term, head.unit, rule, 0.9, cue, head, moves=sense.moves)
    verb = _sent_back(count) or count.predicate(head.end)
    if verb is None:
        return own
    said = verb.sense
    if said.kind == "no":
        return "refused by a word"
    told = replace(own, measure=said.measure, term=said.term, cue=verb, rule=f"{rule}+verb:{said.term}")
    if said.population == "returnee":
        return replace(told, population=_returned(population), moves=True)
    if population != "idp":
        return told if said.moves else own
    return replace(told, moves=said.moves or sense.moves, soft=said.soft)


def _sent_back(count: Count) -> Cue | None:
    """'has returned 2.1 million IDPs to their homes': the verb governs the number."""
    for cost, cue in count.ranked:
        governs = cue.sense.side == "after" and cue.end <= count.number.start and cost < GOVERNS
        if governs and cue.sense.population == "returnee":
            return cue
    return None


def _returned(population: str) -> str:
    return {"idp": "returned_idp", "refugee": "returned_refugee"}.get(population, "returnee")


def _by_verb(count: Count) -> Reading | str:
    """The nearest verb says who they are and whether they moved."""
    best = count.first("event", "status", "shelter")
    if best is None or best[0] > BESIDE:
        best = count.first("event", "status", "shelter", "host")
    if best is None or (best[1].sense.kind == "host" and best[0] > BESIDE):
        return SILENT
    cost, cue = best
    if _counts_things(count, cost, cue):
        return "counts things"
    if cue.sense.kind == "event" and count.head.end <= cue.start:
        cue = _main_verb(count, cue)
    sense, sure = cue.sense, round(max(0.4, 0.95 - cost / 400), 2)
    if sense.kind == "no":
        return "refused by a word"
    held = _held(count) if cue.start >= count.number.end else None
    kind, sure = ("verb", sure) if sense.kind == "event" else (sense.kind, min(sure, 0.7))
    return Reading(
        population=sense.population or "idp",
        measure=held or sense.measure,
        term=sense.term,
        unit=count.head.unit,
        rule=f"{kind}:{sense.term}",
        confidence=sure,
        cue=cue,
        head=count.head,
        moves=sense.moves,
        soft=sense.soft,
    )


def _counts_things(count: Count, cost: float, cue: Cue) -> bool:
    """An unknown noun counts people only with a verb of displacement right beside it; homes when evacuated."""
    noun, kind = count.head.kind, cue.sense.kind
    if noun in ("unknown", "home") and not (kind == "event" and cost < ADJACENT):
        return True
    if noun == "home" and cue.sense.term != "evacuated":
        return True
    return kind == "host" and (noun == "part" or count.number.value < HOSTED)


def _main_verb(count: Count, cue: Cue) -> Cue:
    """'people displaced by …' and 'people who were displaced …' wait for the main verb: returned, remain, were killed."""
    relative = bool(count.words.clause["who"].search(count.text[max(0, cue.start - 12) : cue.start]))
    if count.words.clause["finite"].search(count.text, cue.start, cue.end) and not relative:
        return cue
    later = count.predicate(cue.end, relative)
    if later is None or later.sense.term not in (
        None,
        "returned",
        "forced_to_flee",
        "displaced",
        "sheltered",
    ):
        return cue
    if later.sense.population == "returnee" and cue.sense.term == "displaced":
        return replace(later, sense=replace(later.sense, population="returned_idp"))
    return later


def _held(count: Count) -> str | None:
    """'hosting 50 people displaced in 2015' is a stock, though 'displaced' alone is a flow."""
    for cost, cue in count.ranked:
        if cue.sense.kind == "host" and cue.end <= count.number.start and cost < BESIDE - 15:
            return cue.sense.measure
    return None
