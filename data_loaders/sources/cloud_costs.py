"""Costs of cloud providers: Amazon's cost and usage report, Azure usage and analysis, Google's cost table, FOCUS."""

from data_loaders.sources.source import Export, Source

# The headings of a tool read better as paragraphs than one a line.
# fmt: off
CLOUD_COSTS = Source(
    name="cloud_costs",
    title="Cloud costs",
    exports=(
        Export(
            kind="actuals",
            tells=(("lineItem/UsageStartDate", "lineItem/UnblendedCost"),
                   ("line_item_usage_start_date", "line_item_unblended_cost")),
            headings={
                "posting_date": ("lineItem/UsageStartDate", "line_item_usage_start_date"),
                "amount": ("lineItem/UnblendedCost", "line_item_unblended_cost"),
                "currency": ("lineItem/CurrencyCode", "line_item_currency_code"),
                "document": ("bill/InvoiceId", "bill_invoice_id"),
                "service": ("product/ProductName", "product_product_name", "lineItem/ProductCode",
                            "line_item_product_code"),
                "project": ("lineItem/UsageAccountId", "line_item_usage_account_id"),
                "document_type": ("lineItem/LineItemType", "line_item_line_item_type"),
                "text": ("lineItem/LineItemDescription", "line_item_line_item_description", "lineItem/UsageType",
                         "line_item_usage_type"),
                "quantity": ("lineItem/UsageAmount", "line_item_usage_amount"),
            },
            constants={"vendor": "Amazon Web Services"},
        ),
        Export(
            kind="actuals",
            tells=(("date", "costInBillingCurrency"), ("date", "Cost in billing currency"),
                   ("UsageDateTime", "PreTaxCost"), ("UsageDate", "Cost", "Currency"), ("UsageDate", "CostUSD")),
            headings={
                "posting_date": ("date", "UsageDateTime", "UsageDate"),
                "amount": ("costInBillingCurrency", "Cost in billing currency", "PreTaxCost", "Cost", "CostUSD"),
                "currency": ("billingCurrencyCode", "billing currency code", "billingCurrency", "billing currency",
                             "currency"),
                "service": ("MeterCategory", "meter category", "ServiceName", "service name", "consumedService"),
                "project": ("ResourceGroup", "resource group", "resourceGroupName", "resource group name"),
                "cost_center": ("costCenter",), "document": ("invoiceId",),
                "text": ("meterName", "meter name", "productName", "product"), "quantity": ("quantity",),
            },
            constants={"vendor": "Microsoft Azure"},
        ),
        Export(
            kind="actuals",
            tells=(("Service description", "SKU description", "Cost"),
                   ("usage_start_time", "cost", "service.description"),
                   ("Project ID", "Service description", "Cost", "Subtotal")),
            headings={
                "posting_date": ("Usage start date", "usage_start_time"),
                "amount": ("Subtotal", "Unrounded subtotal", "Cost"), "currency": ("currency",),
                "service": ("Service description", "service.description"),
                "project": ("Project name", "project.name", "Project ID", "project.id"),
                "text": ("SKU description", "sku.description"), "quantity": ("Usage amount", "usage.amount"),
            },
            constants={"vendor": "Google Cloud"},
            notes={"amount": "Where there is a subtotal, after discounts and credits, it is the amount, and the cost"
                             " before them is none."},
        ),
        Export(
            kind="actuals",
            tells=(("BilledCost", "ChargePeriodStart"), ("EffectiveCost", "ChargePeriodStart", "ServiceName")),
            headings={
                "posting_date": ("ChargePeriodStart",), "amount": ("BilledCost", "EffectiveCost"),
                "currency": ("BillingCurrency",), "service": ("ServiceName",), "document": ("InvoiceId",),
                "project": ("SubAccountName", "SubAccountId"), "document_type": ("ChargeCategory",),
                "text": ("ChargeDescription",), "quantity": ("ConsumedQuantity",),
                "vendor": ("ProviderName", "ServiceProviderName", "PublisherName"),
            },
        ),
    ),
)
