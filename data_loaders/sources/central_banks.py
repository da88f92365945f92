"""Central banks: published reference rates."""

from data_loaders.sources.source import Export, Source

# The headings of a tool read better as paragraphs than one a line.
# fmt: off
ECB = Source(
    name="ecb",
    title="European Central Bank",
    exports=(
        Export(
            kind="exchange_rates",
            tells=(("currency", "currency_denom", "time_period", "obs_value"),),
            # One unit of the denominator is worth so much of the currency.
            headings={"from_currency": ("currency_denom",), "to_currency": ("currency",),
                      "valid_from": ("time_period",), "rate": ("obs_value",), "rate_type": ("exr_suffix",)},
            words={"rate_type": {"average": ("a",), "closing": ("e",)}},
        ),
    ),
)
