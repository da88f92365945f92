"""Who is in the sample: clients, services, vendors, teams, projects and people, all invented."""

from dataclasses import dataclass
from datetime import datetime


def local(moment: str) -> datetime:
    """A wall-clock time of the tools, which export without a zone: Copenhagen time."""
    return datetime.fromisoformat(moment)


#: The first day of the year the sample tells, and the moment everything was exported (Copenhagen time).
START = local("2025-11-01")
EXPORTED = local("2026-10-31 18:00")
ZONE = "Europe/Copenhagen"
SEED = 20261031

PROVIDER = "Havn IT Services"


@dataclass(frozen=True)
class Client:
    """A client with its share of the tickets, its yearly contract value in EUR, and how fast it is served."""

    name: str
    code: str
    country: str
    share: float
    value: int
    owner: str
    pace: float


@dataclass(frozen=True)
class Service:
    """A service with its team, the vendor behind it, and its share of the tickets."""

    name: str
    team: str
    vendor: str | None
    share: float
    desk: float
    owner: str
    value: int
    items: tuple[str, ...]


@dataclass(frozen=True)
class Vendor:
    """A supplier with its SAP account number and the monthly charge in EUR its service credits relate to."""

    name: str
    account: str
    contract: str
    monthly_charge: int
    owner: str


@dataclass(frozen=True)
class Project:
    """A project for one client."""

    name: str
    key: str
    client: str
    manager: str
    vendor: str | None
    value: int
    team: str


CLIENTS = (
    Client("Fjord Energy", "FJE", "DK", 0.28, 1_450_000, "Maja Lindholm", 1.0),
    Client("Kestrel Logistics", "KES", "DK", 0.24, 1_180_000, "Oskar Brandt", 1.05),
    Client("Meridian Bank", "MER", "SE", 0.20, 1_620_000, "Maja Lindholm", 0.52),
    Client("Tarn Retail", "TAR", "NO", 0.18, 640_000, "Oskar Brandt", 1.0),
    Client("Aurora Health", "AUR", "DK", 0.10, 410_000, "Ines Falk", 0.9),
)

SERVICES = (
    Service(
        "Workplace",
        "Workplace Support",
        "Nordwind IT",
        0.27,
        0.55,
        "Lars Holm",
        720_000,
        ("lap-0417", "lap-0933", "prn-kbh-02", "vdi-pool-1", "mdm-prd"),
    ),
    Service(
        "Customer Portal",
        "Application Support",
        "Baltic Apps",
        0.15,
        0.25,
        "Freja Munk",
        860_000,
        ("portal-web-1", "portal-web-2", "portal-api", "portal-db"),
    ),
    Service(
        "ERP Hosting",
        "Platform Operations",
        "Cumulo Hosting",
        0.13,
        0.15,
        "Henrik Dahl",
        1_140_000,
        ("erp-prd-01", "erp-prd-02", "erp-db-01", "erp-batch"),
    ),
    Service(
        "Identity", "Service Desk", None, 0.14, 0.85, "Lars Holm", 260_000, ("idp-prd", "mfa-gw", "ad-sync")
    ),
    Service(
        "Network",
        "Network Operations",
        "Nordwind IT",
        0.11,
        0.2,
        "Sara Vinge",
        540_000,
        ("wan-kbh", "wan-aar", "fw-edge-1", "wifi-ctrl"),
    ),
    Service(
        "Data Warehouse",
        "Data & Integration",
        "Cumulo Hosting",
        0.08,
        0.1,
        "Henrik Dahl",
        610_000,
        ("dwh-prd", "etl-night", "bi-gateway"),
    ),
    Service(
        "Payments",
        "Application Support",
        None,
        0.07,
        0.15,
        "Freja Munk",
        780_000,
        ("pay-gw", "pay-recon", "hsm-1"),
    ),
    Service(
        "Mobile Apps",
        "Application Support",
        "Baltic Apps",
        0.05,
        0.25,
        "Freja Munk",
        390_000,
        ("app-ios", "app-android", "push-gw"),
    ),
)

VENDORS = (
    Vendor("Nordwind IT", "0000104417", "NW-2024-11", 52_000, "Sara Vinge"),
    Vendor("Cumulo Hosting", "0000108820", "CU-2023-04", 86_000, "Henrik Dahl"),
    Vendor("Baltic Apps", "0000111305", "BA-2025-02", 38_000, "Freja Munk"),
)

TEAMS = (
    "Service Desk",
    "Workplace Support",
    "Network Operations",
    "Application Support",
    "Platform Operations",
    "Data & Integration",
)

PROJECTS = (
    Project(
        "Portal Renewal",
        "PORT",
        "Kestrel Logistics",
        "Anna Skov",
        "Baltic Apps",
        620_000,
        "Application Support",
    ),
    Project(
        "Data Centre Exit",
        "DCX",
        "Fjord Energy",
        "Viggo Lund",
        "Cumulo Hosting",
        940_000,
        "Platform Operations",
    ),
    Project(
        "Workplace Refresh", "WPR", "Tarn Retail", "Nora Friis", "Nordwind IT", 280_000, "Workplace Support"
    ),
    Project(
        "Mobile Onboarding",
        "MOB",
        "Meridian Bank",
        "Emil Kragh",
        "Baltic Apps",
        350_000,
        "Application Support",
    ),
)

#: Which services a client uses more than its share (1.0), or not at all.
USES: dict[tuple[str, str], float] = {
    ("Kestrel Logistics", "Customer Portal"): 2.2,
    ("Tarn Retail", "Customer Portal"): 1.3,
    ("Meridian Bank", "Customer Portal"): 0.5,
    ("Aurora Health", "Customer Portal"): 0.3,
    ("Meridian Bank", "Payments"): 2.5,
    ("Tarn Retail", "Payments"): 1.4,
    ("Fjord Energy", "Payments"): 0.4,
    ("Aurora Health", "Payments"): 0.0,
    ("Fjord Energy", "ERP Hosting"): 1.9,
    ("Meridian Bank", "ERP Hosting"): 0.4,
    ("Fjord Energy", "Data Warehouse"): 1.6,
    ("Meridian Bank", "Mobile Apps"): 1.8,
    ("Fjord Energy", "Mobile Apps"): 0.3,
}

AGENTS: dict[str, tuple[str, ...]] = {
    "Service Desk": ("Ida Bech", "Jonas Kjær", "Mille Toft", "Rasmus Juhl", "Signe Bloch", "Thor Winther"),
    "Workplace Support": ("Asger Lind", "Clara Ravn", "Mads Gade", "Nanna Hede"),
    "Network Operations": ("Bo Steen", "Karla Nygaard", "Peter Overby"),
    "Application Support": ("Astrid Vang", "Elias Krogh", "Laura Dam", "Sune Agger", "Yasmin Aziz"),
    "Platform Operations": ("Gustav Riis", "Helle Brix", "Kasper Thy", "Rikke Sand"),
    "Data & Integration": ("Birk Holst", "Julie Mørk", "Pawel Nowak"),
}

_FIRST = (
    "Alma",
    "Anton",
    "Bjarne",
    "Camilla",
    "Dorte",
    "Erik",
    "Frida",
    "Gerda",
    "Hugo",
    "Inger",
    "Jakob",
    "Kirsten",
    "Leo",
    "Mona",
    "Niels",
    "Olga",
    "Palle",
    "Rosa",
    "Stine",
    "Tage",
    "Ulla",
    "Viktor",
)
_LAST = ("Aagaard", "Borg", "Carlsen", "Degn", "Enevold", "Foss", "Glad", "Hjort", "Iversen", "Kold")


def callers(client: str) -> list[str]:
    """The sixty people of a client who call, always the same."""
    first = sum(map(ord, client)) % len(_FIRST)
    return [
        f"{_FIRST[(first + n) % len(_FIRST)]} {_LAST[(n * 7 + n // 22 * 2 + first) % len(_LAST)]}"
        for n in range(60)
    ]


def client(name: str) -> Client:
    """The client of that name."""
    return next(entry for entry in CLIENTS if entry.name == name)


def service(name: str) -> Service:
    """The service of that name."""
    return next(entry for entry in SERVICES if entry.name == name)


def vendor(name: str) -> Vendor:
    """The vendor of that name."""
    return next(entry for entry in VENDORS if entry.name == name)
