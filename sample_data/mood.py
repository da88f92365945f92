"""What clients said: five NPS waves and a service review form; Kestrel falls in April, Meridian was never happy."""

import random
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sample_data.chance import between, pick, poisson, stream
from sample_data.files import Cell, Table
from sample_data.organisation import CLIENTS, EXPORTED, SERVICES, callers

#: First day of each wave and its name; the wave of April opens six weeks after the bad release.
WAVES = (
    (date(2025, 11, 17), "2025-Q4"),
    (date(2026, 2, 2), "2026-Q1"),
    (date(2026, 4, 24), "2026-Q2"),
    (date(2026, 7, 27), "2026-Q3"),
    (date(2026, 10, 12), "2026-Q4"),
)
#: Middle of the score each client gives, wave by wave; None: it said nothing at all.
MOOD: dict[str, tuple[float | None, ...]] = {
    "Fjord Energy": (8.5, 8.5, 8.3, 7.3, 6.6),
    "Kestrel Logistics": (8.5, 8.4, 5.7, 6.9, 7.6),
    "Meridian Bank": (6.6, 6.5, 6.4, 6.3, 6.2),
    "Tarn Retail": (8.0, 8.1, 6.9, 7.6, 8.0),
    "Aurora Health": (8.4, 8.2, 8.3, None, None),
}
INVITED = {
    "Fjord Energy": 60,
    "Kestrel Logistics": 50,
    "Meridian Bank": 55,
    "Tarn Retail": 36,
    "Aurora Health": 20,
}

_COMMENTS: dict[str, tuple[str, ...]] = {
    "promoter": (
        "Fast and friendly, thank you",
        "The desk always calls back",
        "No complaints at all",
        "Very good communication during changes",
        "Reliable, and quality keeps improving",
    ),
    "passive": (
        "Fine, but requests take too long",
        "Good people, tools could be simpler",
        "Okay overall",
        "More information about planned work would help",
    ),
    "detractor": (
        "Too slow to answer",
        "We are never told what happens with our tickets",
        "Same issue came back three times",
        "Price is too high for this quality",
    ),
    "release": (
        "The portal release cost us orders for days",
        "Checkout broken, nobody could say when it is fixed",
        "Customers called us because the portal was down",
        "How could this release pass any test?",
    ),
    "hosting": (
        "ERP is slow and outages last too long",
        "Month-end close without data again",
        "The hosting supplier does not answer",
        "Third outage since summer",
    ),
    "bank": (
        "Tickets are closed in time but the problem is not solved",
        "Figures are green, our users are not happy",
        "We had to ask four times for a root cause report",
        "Access to decision makers is missing",
    ),
    "danish": ("Hurtig hjælp, tak", "Det tager for lang tid", "Portalen var nede i flere dage"),
}


@dataclass(frozen=True)
class Response:
    """One answer to the relationship survey."""

    number: str
    wave: str
    client: str
    respondent: str
    answered: datetime
    nps: int
    csat: int | None
    comment: str | None
    language: str
    service: str


@dataclass(frozen=True)
class Invitation:
    """One invitation to a wave."""

    wave: str
    client: str
    respondent: str
    sent: datetime
    delivered: bool


@dataclass(frozen=True)
class Review:
    """One answer to the form that follows a service review meeting."""

    number: int
    client: str
    respondent: str
    started: datetime
    completed: datetime
    satisfaction: int
    effort: int | None
    comment: str | None


def _comment(rng: random.Random, client: str, wave: str, score: int) -> tuple[str | None, str]:
    if rng.random() < 0.42:
        return None, "en"
    mood = "promoter" if score >= 9 else "passive" if score >= 7 else "detractor"
    if score <= 7 and wave == "2026-Q2" and client in {"Kestrel Logistics", "Tarn Retail"}:
        mood = "release"
    elif score <= 7 and client == "Fjord Energy" and wave in {"2026-Q3", "2026-Q4"}:
        mood = "hosting"
    elif score <= 7 and client == "Meridian Bank" and rng.random() < 0.6:
        mood = "bank"
    if rng.random() < 0.06:
        return rng.choice(_COMMENTS["danish"]), "da"
    return rng.choice(_COMMENTS[mood]), "en"


def _score(rng: random.Random, middle: float) -> int:
    if middle < 7 and rng.random() < 0.02:
        return 0
    return max(0, min(10, round(rng.gauss(middle, 1.7))))


def make_survey() -> tuple[list[Response], list[Invitation]]:
    """Every invitation and every answer of the five waves."""
    rng = stream("mood")
    answers: list[Response] = []
    invitations = []
    for place, (first, wave) in enumerate(WAVES):
        for client in CLIENTS:
            middle = MOOD[client.name][place]
            people = rng.sample(callers(client.name), INVITED[client.name])
            for person in people:
                sent = datetime.combine(first, time(9, rng.randrange(30)))
                delivered = rng.random() < 0.96
                invitations.append(Invitation(wave, client.name, person, sent, delivered))
                if middle is None or not delivered or rng.random() > 0.48:
                    continue
                score = _score(rng, middle)
                comment, language = _comment(rng, client.name, wave, score)
                csat = (
                    max(1, min(5, round(score / 2.2 + rng.gauss(0.3, 0.6)))) if rng.random() < 0.9 else None
                )
                answered = between(rng, sent + timedelta(hours=1), min(EXPORTED, sent + timedelta(days=14)))
                answers.append(
                    Response(
                        "",
                        wave,
                        client.name,
                        person,
                        answered,
                        score,
                        csat,
                        comment,
                        language,
                        pick(rng, {entry.name: entry.share for entry in SERVICES}),
                    )
                )
    answers.sort(key=lambda answer: answer.answered)
    return [
        Response(f"R{1001 + place}", *list(vars(answer).values())[1:]) for place, answer in enumerate(answers)
    ], invitations


def make_reviews() -> list[Review]:
    """Two or three answers a month and client to the form after the service review; Aurora stops in July."""
    rng = stream("reviews")
    made = []
    for month in range(12):
        year, number = (2025, 11 + month) if month < 2 else (2026, month - 1)
        wave = min(4, month // 3 + (month > 4))
        for client in CLIENTS:
            middle = MOOD[client.name][wave]
            if middle is None or (client.name == "Aurora Health" and month > 7):
                continue
            for _ in range(1 + poisson(rng, 1.4)):
                score = _score(rng, middle)
                started = datetime(
                    year, number, rng.randrange(8, 27), rng.randrange(8, 17), rng.randrange(60)
                )
                made.append(
                    Review(
                        0,
                        client.name,
                        rng.choice(callers(client.name)),
                        started,
                        started + timedelta(seconds=rng.randrange(45, 400)),
                        max(1, min(5, round(score / 2))),
                        max(1, min(7, round(score * 0.68 + rng.gauss(0, 0.7))))
                        if rng.random() < 0.94
                        else None,
                        _comment(rng, client.name, "", score)[0],
                    )
                )
    made.sort(key=lambda review: review.completed)
    return [Review(place + 1, *list(vars(review).values())[1:]) for place, review in enumerate(made)]


@dataclass(frozen=True)
class Summary:
    """What the field engineers' help desk reports of a client and month: how many ratings, the share of good ones."""

    client: str
    month: date
    rated: int
    good: int
    counted: bool


def make_summaries() -> list[Summary]:
    """Twelve months of every client; of Aurora the desk gives the share only, so nobody can weigh it."""
    rng = stream("summaries")
    made = []
    for number in range(12):
        month = date(2025, 11 + number, 1) if number < 2 else date(2026, number - 1, 1)
        for client in CLIENTS:
            middle = MOOD[client.name][min(4, number // 3 + (number > 4))] or 7.5
            rated = 6 + poisson(rng, client.share * 90)
            good = sum(rng.gauss(middle, 1.7) >= 6 for _ in range(rated))
            made.append(Summary(client.name, month, rated, good, counted=client.name != "Aurora Health"))
    return made


def address(person: str, client: str) -> str:
    """The mail address of a person of a client; two clients may have people of one name."""
    return f"{person.lower().replace(' ', '.')}@{client.split(maxsplit=1)[0].lower()}.example.com"


def nps(scores: list[int]) -> float | None:
    """Promoters (9, 10) less detractors (0 to 6) of a hundred answers."""
    if not scores:
        return None
    return round(
        100 * (sum(score >= 9 for score in scores) - sum(score <= 6 for score in scores)) / len(scores), 2
    )


def survey_table(answers: list[Response]) -> Table:
    """The text as a survey tool's plain list writes it."""
    header = (
        "Response ID",
        "Survey",
        "Responded at",
        "Respondent",
        "Client",
        "Service",
        "NPS",
        "CSAT (1-5)",
        "Comment",
        "Language",
    )
    spelled = {"Fjord Energy": "Fjord Energi"}
    rows: list[list[Cell]] = [
        [
            one.number,
            one.wave,
            f"{one.answered:%Y-%m-%d %H:%M:%S}",
            address(one.respondent, one.client),
            spelled.get(one.client, one.client) if place % 9 == 0 else one.client,
            one.service,
            one.nps,
            "N/A" if one.csat is None and place % 2 else one.csat,
            one.comment,
            one.language,
        ]
        for place, one in enumerate(answers)
    ]
    return Table(header, rows)


def invitations_table(invitations: list[Invitation]) -> Table:
    """The sheet of who was asked, and whether the mail arrived."""
    header = ("Survey", "Client", "Recipient", "Sent", "Delivered")
    rows: list[list[Cell]] = [
        [
            one.wave,
            one.client,
            address(one.respondent, one.client),
            one.sent,
            "yes" if one.delivered else "no",
        ]
        for one in invitations
    ]
    return Table(header, rows)


def summaries_table(summaries: list[Summary]) -> Table:
    """The text as Zendesk Explore writes a query by month and organisation."""
    header = (
        "Ticket solved - Month",
        "Ticket organization name",
        "% Satisfaction score",
        "Rated satisfaction tickets",
    )
    rows: list[list[Cell]] = [
        [
            f"{one.month:%Y-%m}",
            one.client,
            f"{100 * one.good / one.rated:.1f}%",
            one.rated if one.counted else None,
        ]
        for one in summaries
    ]
    return Table(header, rows)


def reviews_table(reviews: list[Review]) -> Table:
    """The sheet as MS Forms writes it: the questions are the headers."""
    header = (
        "ID",
        "Start time",
        "Completion time",
        "Email",
        "Name",
        "Last modified time",
        "Company",
        "Overall, how satisfied are you with our service? (1-5)",
        "How easy was it to get help? (1-7)",
        "What can we do better?",
    )
    rows: list[list[Cell]] = [
        [
            one.number,
            one.started,
            one.completed,
            address(one.respondent, one.client),
            one.respondent,
            None,
            one.client,
            one.satisfaction,
            one.effort,
            one.comment,
        ]
        for one in reviews
    ]
    return Table(header, rows)
