"""What incidents are about, when they come, and how long they take."""

#: Hours from opened to resolved, median and spread: priorities 1 and 2 on the clock, others in working hours.
EFFORT = {1: (2.1, 0.55), 2: (4.2, 0.6), 3: (5.0, 0.85), 4: (9.5, 0.8), 5: (20.0, 0.7)}
MATRIX = {1: ((1, 1),), 2: ((1, 2), (2, 1)), 3: ((2, 2), (1, 3), (3, 1)), 4: ((2, 3), (3, 2)), 5: ((3, 3),)}
HOURS = (0.2, 0.1, 0.1, 0.1, 0.2, 0.5, 1.5, 5, 11, 12, 11, 9, 6, 9, 9, 8, 6, 3, 1.5, 1, 0.8, 0.6, 0.4, 0.3)
WEEKDAYS = (1.22, 1.08, 1.0, 0.97, 0.88, 0.14, 0.11)

SUBJECTS: dict[str, tuple[tuple[str, str, str], ...]] = {
    "Workplace": (
        ("Cannot print invoices", "Hardware", "Printer"),
        ("Laptop does not start", "Hardware", "Laptop"),
        ("Outlook keeps asking for password", "Software", "E-mail"),
        ("Teams call without sound", "Software", "Collaboration"),
        ("VDI session freezes", "Software", "Virtual desktop"),
        ("Screen flickers at docking station", "Hardware", "Peripherals"),
    ),
    "Customer Portal": (
        ("Checkout ends with an error page", "Software", "Checkout"),
        ("Portal is slow", "Software", "Performance"),
        ("Order status not shown", "Software", "Orders"),
        ("Login loop in portal", "Software", "Login"),
        ("Upload of documents fails", "Software", "Files"),
    ),
    "ERP Hosting": (
        ("Batch job ended with error", "Software", "Batch"),
        ("ERP session timeout", "Software", "Performance"),
        ("ERP transaction dumps", "Software", "Application"),
        ("Printing from ERP hangs", "Software", "Output"),
        ("Database space above 95 %", "Database", "Space"),
    ),
    "Identity": (
        ("Password reset", "Inquiry / Help", "Password"),
        ("Account locked", "Inquiry / Help", "Account"),
        ("MFA prompt does not arrive", "Software", "MFA"),
        ("New joiner has no access", "Inquiry / Help", "Access"),
    ),
    "Network": (
        ("Wi-Fi drops in meeting rooms", "Network", "Wireless"),
        ("VPN does not connect", "Network", "VPN"),
        ("Branch office offline", "Network", "WAN"),
        ("High latency to data centre", "Network", "WAN"),
    ),
    "Data Warehouse": (
        ("Nightly load late", "Database", "ETL"),
        ("Report shows old figures", "Software", "Reports"),
        ("BI gateway refresh fails", "Software", "Gateway"),
    ),
    "Payments": (
        ("Payment file rejected", "Software", "Files"),
        ("Card payment declined in error", "Software", "Gateway"),
        ("Reconciliation shows difference", "Software", "Reconciliation"),
    ),
    "Mobile Apps": (
        ("App crashes at start", "Software", "App"),
        ("Push messages do not arrive", "Software", "Push"),
        ("App shows wrong customer data", "Software", "App"),
    ),
}
CLOSE_CODES = {
    "Solution provided": 0.66,
    "Workaround provided": 0.14,
    "Resolved by caller": 0.07,
    "User error": 0.07,
    "No resolution provided": 0.03,
    "Known error": 0.03,
}
