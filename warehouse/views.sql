-- Named views for metrics that need more than one table. Each says its grain in its first line and keeps
-- import_id, sheet and row_no of the row it stands for, so that receipts reach the uploaded sheet.
-- They are made after the views of the kinds, in this order. Statements end with ";" at the end of a line.

-- topic: money
-- Grain of reporting_currency: one row, the currency all money is shown in: the setting, else the currency that
-- most budget lines, else most postings, invoices and orders name, else EUR. Read from all rows, whoever looks,
-- so that two viewers see one currency.
CREATE OR REPLACE VIEW reporting_currency AS
SELECT coalesce(
  (SELECT upper(value ->> '$') FROM meta.settings WHERE name = 'reporting_currency'),
  (SELECT named.currency FROM (
     SELECT 1 AS place, currency, count(*) AS rows_of FROM store.budget
       WHERE superseded_by IS NULL AND currency IS NOT NULL GROUP BY currency
     UNION ALL SELECT 2, coalesce(local_currency, currency), count(*) FROM store.actuals
       WHERE superseded_by IS NULL AND coalesce(local_currency, currency) IS NOT NULL GROUP BY 2
     UNION ALL SELECT 3, currency, count(*) FROM store.invoices
       WHERE superseded_by IS NULL AND currency IS NOT NULL GROUP BY currency
     UNION ALL SELECT 4, currency, count(*) FROM store.purchase_orders
       WHERE superseded_by IS NULL AND currency IS NOT NULL GROUP BY currency) AS named
   ORDER BY named.place, named.rows_of DESC, named.currency LIMIT 1),
  'EUR') AS currency;

-- Grain of monthly_rates: one row per currency pair and calendar month: the average of the rates that hold in it.
-- A period average counts as it is; other rates only where at least ten of them make an average of the month.
-- Budget rates, and rates of a type nobody has mapped, never stand in for actual ones.
CREATE OR REPLACE VIEW monthly_rates AS
SELECT from_currency, to_currency, month,
  CASE WHEN count(*) FILTER (WHERE is_average) > 0 THEN avg(unit_rate) FILTER (WHERE is_average)
       WHEN count(*) >= 10 THEN avg(unit_rate) END AS rate,
  min(import_id) AS import_id, min(sheet) AS sheet, min(row_no) AS row_no
FROM (
  SELECT from_currency, to_currency, import_id, sheet, row_no,
    rate / coalesce(nullif(units, 0), 1) AS unit_rate, coalesce(rate_type, 'average') = 'average' AS is_average,
    unnest(generate_series(date_trunc('month', valid_from)::DATE,
      date_trunc('month', least(greatest(valid_from, coalesce(valid_until, valid_from)), valid_from + INTERVAL 2 YEAR))::DATE,
      INTERVAL 1 MONTH))::DATE AS month
  FROM exchange_rates
  WHERE rate > 0 AND from_currency IS NOT NULL AND to_currency IS NOT NULL AND valid_from IS NOT NULL
    AND coalesce(rate_type, 'average') NOT IN ('budget', 'unknown')) AS by_month
GROUP BY from_currency, to_currency, month
HAVING count(*) FILTER (WHERE is_average) > 0 OR count(*) >= 10;

-- Grain of reporting_rates: one row per currency and month that can be brought to the reporting currency:
-- by its own rate, else by the reverse one, else through a third currency quoted for both.
CREATE OR REPLACE VIEW reporting_rates AS
SELECT currency, month, arg_min(rate, way) AS rate
FROM (
  SELECT r.from_currency AS currency, r.month, r.rate, 1 AS way
    FROM monthly_rates AS r, reporting_currency AS c WHERE r.to_currency = c.currency
  UNION ALL
  SELECT r.to_currency, r.month, 1 / r.rate, 2
    FROM monthly_rates AS r, reporting_currency AS c WHERE r.from_currency = c.currency
  UNION ALL
  SELECT other.to_currency, other.month, ours.rate / other.rate, 3
    FROM monthly_rates AS ours JOIN monthly_rates AS other
      ON other.from_currency = ours.from_currency AND other.month = ours.month, reporting_currency AS c
    WHERE ours.to_currency = c.currency
  UNION ALL
  SELECT other.from_currency, other.month, other.rate / ours.rate, 4
    FROM monthly_rates AS ours JOIN monthly_rates AS other
      ON other.to_currency = ours.to_currency AND other.month = ours.month, reporting_currency AS c
    WHERE ours.from_currency = c.currency) AS ways
GROUP BY currency, month;

-- Grain of purpose_clients: one row per project or service that the portfolio gives to one client and no other. Money
-- that names no client belongs to the client of its project, else of its service.
CREATE OR REPLACE VIEW purpose_clients AS
SELECT entry, name, min(client) AS client FROM portfolio
WHERE entry IN ('project', 'service') AND client IS NOT NULL GROUP BY entry, name HAVING count(DISTINCT client) = 1;

-- Grain of budget_money: one row per budget line, with the months it covers and its amount in the reporting
-- currency (NULL where a rate is missing; never one to one). A line without a currency is in the reporting one.
CREATE OR REPLACE VIEW budget_money AS
SELECT spanned.*, c.currency AS reporting_currency,
  CASE WHEN spanned.currency IS NULL OR spanned.currency = c.currency THEN amount
    ELSE amount * (SELECT avg(r.rate) FROM reporting_rates AS r WHERE r.currency = spanned.currency
      AND r.month >= spanned.span_start AND r.month < spanned.span_end) END AS reported
FROM (
  SELECT *,
    CASE WHEN month IS NOT NULL THEN date_trunc('month', month)::DATE
      WHEN period IS NOT NULL THEN (year_start + to_months(least(period, 12)::INTEGER - 1))::DATE
      WHEN quarter IS NOT NULL THEN (year_start + to_months((quarter::INTEGER - 1) * 3))::DATE
      ELSE year_start END AS span_start,
    CASE WHEN month IS NOT NULL THEN (date_trunc('month', month) + INTERVAL 1 MONTH)::DATE
      WHEN period IS NOT NULL THEN (year_start + to_months(least(period, 12)::INTEGER))::DATE
      WHEN quarter IS NOT NULL THEN (year_start + to_months(quarter::INTEGER * 3))::DATE
      ELSE (year_start + INTERVAL 1 YEAR)::DATE END AS span_end
  FROM (
    SELECT b.* REPLACE (coalesce(b.client, p.client, v.client) AS client), b.client IS NULL AND
      coalesce(p.client, v.client) IS NOT NULL AS client_by_portfolio, (make_date(1, 1, 1) + to_months(((b.fiscal_year - 1 - s.year_before) * 12
      + s.start_month - 1)::INTEGER))::DATE AS year_start
    FROM budget AS b
    LEFT JOIN purpose_clients AS p ON p.entry = 'project' AND p.name = b.project
    LEFT JOIN purpose_clients AS v ON v.entry = 'service' AND v.name = b.service, (
      SELECT coalesce(max(value::INTEGER) FILTER (WHERE name = 'fiscal_start_month'), 1) AS start_month,
        CASE WHEN coalesce(max(value::INTEGER) FILTER (WHERE name = 'fiscal_start_month'), 1) > 1
          AND coalesce(max(value ->> '$') FILTER (WHERE name = 'fiscal_year_named_after'), 'end') = 'end'
          THEN 1 ELSE 0 END AS year_before
      FROM meta.settings WHERE name IN ('fiscal_start_month', 'fiscal_year_named_after')) AS s) AS dated) AS spanned,
  reporting_currency AS c;

-- Grain of posting_headers: one row per accounting document: what its header says, NULL where two headers disagree.
CREATE OR REPLACE VIEW posting_headers AS
SELECT company_code, regexp_replace(document, '\.0+$', '') AS document, fiscal_year,
  CASE WHEN count(DISTINCT type) = 1 THEN min(type) END AS type,
  CASE WHEN count(DISTINCT posting_date) = 1 THEN min(posting_date) END AS posting_date,
  CASE WHEN count(DISTINCT document_date) = 1 THEN min(document_date) END AS document_date,
  CASE WHEN count(DISTINCT period) = 1 THEN min(period) END AS period,
  CASE WHEN count(DISTINCT currency) = 1 THEN min(currency) END AS currency,
  min(reference) AS reference, min(import_id) AS import_id, min(sheet) AS sheet, min(row_no) AS row_no
FROM document_headers WHERE document_register = 'posting' GROUP BY ALL;

-- Grain of dated_postings: one row per posting line, with the dates, type and currency its header has, and its sign.
CREATE OR REPLACE VIEW dated_postings AS
SELECT a.* EXCLUDE (fiscal_year, period, posting_date, document_date, document_type, currency, reference),
  coalesce(a.fiscal_year, try_cast(regexp_extract(a.posting_period, '(\d{4})', 1) AS BIGINT)) AS fiscal_year,
  coalesce(a.period, try_cast(coalesce(nullif(regexp_extract(a.posting_period, '^\s*\d{4}\D*(\d{1,3})\s*$', 1), ''),
    nullif(regexp_extract(a.posting_period, '^\s*(\d{1,3})\D+\d{4}\s*$', 1), '')) AS BIGINT), h.period) AS period,
  coalesce(a.posting_date, h.posting_date) AS posting_date, coalesce(a.document_date, h.document_date) AS document_date,
  coalesce(a.document_type, h.type) AS document_type, coalesce(h.currency, a.currency) AS currency,
  coalesce(a.reference, h.reference) AS reference,
  coalesce(a.posting_date, h.posting_date, a.document_date, h.document_date) AS posted_day,
  CASE WHEN a.account_type = 'unknown' OR a.debit_credit = 'unknown' THEN NULL WHEN a.debit_credit = 'debit' THEN abs(coalesce(a.amount, a.amount_local))
    WHEN a.debit_credit = 'credit' THEN -abs(coalesce(a.amount, a.amount_local)) ELSE coalesce(a.amount, a.amount_local) END AS signed_amount,
  CASE WHEN a.amount IS NOT NULL THEN coalesce(h.currency, a.currency, a.local_currency)
    ELSE coalesce(a.local_currency, a.currency, h.currency) END AS amount_currency
FROM actuals AS a
LEFT JOIN posting_headers AS h ON h.document = regexp_replace(a.document, '\.0+$', '') AND h.fiscal_year = a.fiscal_year
  AND h.company_code IS NOT DISTINCT FROM a.company_code;

-- Grain of cost_postings: one row per posting line that is a cost, signed, in the reporting currency (NULL where a
-- rate is missing, or the words for account type or side are not known). Of documents whose account types are known only
-- ledger lines with a cost object are costs.
CREATE OR REPLACE VIEW cost_postings AS
SELECT d.* REPLACE (coalesce(d.client, p.client, v.client) AS client),
  d.client IS NULL AND coalesce(p.client, v.client) IS NOT NULL AS client_by_portfolio,
  c.currency AS reporting_currency,
  CASE WHEN d.amount_currency IS NULL OR d.amount_currency = c.currency THEN d.signed_amount
    ELSE d.signed_amount * (SELECT r.rate FROM reporting_rates AS r WHERE r.currency = d.amount_currency
      AND r.month = date_trunc('month', d.posted_day)::DATE) END AS reported
FROM dated_postings AS d
LEFT JOIN purpose_clients AS p ON p.entry = 'project' AND p.name = d.project
LEFT JOIN purpose_clients AS v ON v.entry = 'service' AND v.name = d.service, reporting_currency AS c
WHERE d.account_type IS NULL OR d.account_type = 'unknown' OR (d.account_type = 'general_ledger'
  AND coalesce(d.cost_center, d."order", d.project) IS NOT NULL);

-- Grain of order_headers: one row per order number: what its header says, NULL where two headers disagree.
CREATE OR REPLACE VIEW order_headers AS
SELECT ltrim(regexp_replace(upper(trim(document)), '\.0+$', ''), '0') AS order_key,
  CASE WHEN count(DISTINCT vendor) = 1 THEN min(vendor) END AS vendor,
  CASE WHEN count(DISTINCT vendor_number) = 1 THEN min(vendor_number) END AS vendor_number,
  CASE WHEN count(DISTINCT document_date) = 1 THEN min(document_date) END AS document_date,
  CASE WHEN count(DISTINCT currency) = 1 THEN min(currency) END AS currency,
  min(deleted) AS deleted, min(release_state) AS release_state,
  min(import_id) AS import_id, min(sheet) AS sheet, min(row_no) AS row_no
FROM document_headers WHERE document_register = 'purchase_order' GROUP BY order_key;

-- Grain of order_units: one row per order and line number a document may name, with the key it is matched under:
-- the line; or the whole order where a receipt or an invoice of an order with several lines names no line.
CREATE OR REPLACE VIEW order_units AS
WITH lines AS (
  SELECT DISTINCT o.order_key, o.item_key,
    CASE WHEN loose.order_key IS NOT NULL THEN o.order_key ELSE o.order_key || '/' || o.item_key END AS unit_key
  FROM purchase_orders AS o
  LEFT JOIN (
    SELECT several.order_key FROM (
      SELECT order_key FROM purchase_orders GROUP BY order_key HAVING count(DISTINCT item_key) > 1) AS several
    JOIN (SELECT order_key FROM goods_receipts WHERE item_key = '' AND direction IS NOT NULL
      UNION SELECT order_key FROM invoices WHERE item_key = '') AS unnamed
    ON unnamed.order_key = several.order_key) AS loose ON loose.order_key = o.order_key)
SELECT order_key, item_key, unit_key FROM lines
UNION
SELECT order_key, '' AS item_key, min(unit_key) AS unit_key FROM lines
GROUP BY order_key HAVING count(DISTINCT unit_key) = 1;

-- Grain of order_lines: one row per purchase order line, with its header's facts, a price per unit and its value in
-- the order's currency.
CREATE OR REPLACE VIEW order_lines AS
SELECT o.* EXCLUDE (client, vendor, vendor_number, document_date, currency, deleted, release_state), u.unit_key,
  coalesce(o.client, p.client, v.client) AS client,
  coalesce(o.vendor, h.vendor, o.vendor_number, h.vendor_number) AS vendor,
  coalesce(o.vendor_number, h.vendor_number) AS vendor_number,
  coalesce(o.document_date, h.document_date) AS document_date,
  coalesce(o.currency, h.currency) AS currency,
  coalesce(o.release_state, h.release_state) AS release_state,
  upper(coalesce(trim(o.deleted), trim(h.deleted), '')) IN ('L', 'X', 'TRUE', 'YES', 'Y', '1', 'DELETED')
    OR lower(coalesce(o.status, '')) IN ('cancelled', 'canceled', 'deleted', 'storniert', 'annulé', 'void') AS is_deleted,
  coalesce(o.net_price / coalesce(nullif(o.price_unit, 0), 1), o.net_value / nullif(o.quantity, 0)) AS unit_price,
  coalesce(o.net_value, o.quantity * o.net_price / coalesce(nullif(o.price_unit, 0), 1)) AS order_value,
  o.net_value IS NULL AND o.quantity IS NOT NULL AND o.net_price IS NOT NULL AS valued_by_price
FROM purchase_orders AS o
LEFT JOIN order_headers AS h ON h.order_key = o.order_key
LEFT JOIN order_units AS u ON u.order_key = o.order_key AND u.item_key = o.item_key
LEFT JOIN purpose_clients AS p ON p.entry = 'project' AND p.name = o.project
LEFT JOIN purpose_clients AS v ON v.entry = 'service' AND v.name = o.service;

-- Grain of posted_invoices: one row per invoice document and order line among ledger postings: an invoice is posted to
-- several accounts that all name the order line, so amounts are summed and the quantity, repeated on each, is not.
CREATE OR REPLACE VIEW posted_invoices AS
SELECT document AS invoice, order_key, item_key, min(vendor) AS vendor, min(vendor_number) AS vendor_number,
  min(purchase_order) AS purchase_order, min(purchase_order_item) AS purchase_order_item,
  min(document_date) AS invoice_date, min(posted_day) AS posted, sum(signed_amount) AS net, max(abs(quantity)) AS quantity,
  CASE WHEN count(DISTINCT amount_currency) <= 1 THEN min(amount_currency) END AS currency, min(reference) AS vendor_invoice,
  min(import_id) AS import_id, min(sheet) AS sheet, min(row_no) AS row_no
FROM (
  SELECT d.*, ltrim(regexp_replace(upper(trim(d.purchase_order)), '\.0+$', ''), '0') AS order_key,
    coalesce(ltrim(regexp_replace(upper(trim(d.purchase_order_item)), '\.0+$', ''), '0'), '') AS item_key
  FROM dated_postings AS d
  WHERE d.purchase_order IS NOT NULL AND coalesce(d.account_type, 'general_ledger') IN ('general_ledger', 'asset')
    AND d.document_type IN ('RE', 'RN', 'KR', 'KG')) AS named
GROUP BY company_code, fiscal_year, document, order_key, item_key;

-- Grain of invoice_lines: one row per invoice line, net of tax where the tax is known, credit notes negative; from the
-- invoice registers, and from ledger postings for orders that no register knows.
-- Where a register keeps amounts in its own currency and the invoice's beside them, the amount is in the register's.
CREATE OR REPLACE VIEW invoice_lines AS
SELECT every.* REPLACE (coalesce(every.client, p.client, v.client) AS client),
  coalesce(every.invoice_date, every.received, every.posted) AS invoiced_day, u.unit_key
FROM (
  SELECT i.*, CASE WHEN i.document_amount IS NOT NULL AND i.foreign_amount IS NOT NULL
      AND abs(abs(i.document_amount) - abs(i.foreign_amount)) > 0.01 * abs(i.foreign_amount)
      THEN books.currency ELSE i.currency END AS amount_currency,
    i.net_amount IS NULL AND i.tax_amount IS NULL AND i.amount IS NOT NULL AS tax_unknown
  FROM invoices AS i
  LEFT JOIN (
    SELECT import_id, mode(currency) AS currency FROM invoices
    WHERE document_amount IS NOT NULL AND abs(abs(document_amount) - abs(foreign_amount)) <= 0.01 * abs(foreign_amount)
    GROUP BY import_id) AS books ON books.import_id = i.import_id
  UNION ALL BY NAME
  SELECT p.*, p.currency AS amount_currency, false AS tax_unknown FROM posted_invoices AS p
  WHERE NOT EXISTS (SELECT 1 FROM invoices AS known WHERE known.order_key = p.order_key)) AS every
LEFT JOIN order_units AS u ON u.order_key = every.order_key AND u.item_key = every.item_key
LEFT JOIN purpose_clients AS p ON p.entry = 'project' AND p.name = every.project
LEFT JOIN purpose_clients AS v ON v.entry = 'service' AND v.name = every.service;

-- Grain of invoice_money: one row per invoice line with its amount in the reporting currency (NULL: no rate).
CREATE OR REPLACE VIEW invoice_money AS
SELECT i.*, c.currency AS reporting_currency,
  CASE WHEN i.amount_currency IS NULL OR i.amount_currency = c.currency THEN i.net
    ELSE i.net * (SELECT r.rate FROM reporting_rates AS r WHERE r.currency = i.amount_currency
      AND r.month = date_trunc('month', coalesce(i.posted, i.invoiced_day))::DATE) END AS reported
FROM invoice_lines AS i, reporting_currency AS c;

-- Grain of receipt_lines: one row per receipt movement that counts, with the key it is matched under (NULL: no such
-- order line). Movements that are no receipts against orders (641, 642, 561 …) are left out.
CREATE OR REPLACE VIEW receipt_lines AS
SELECT g.*, u.unit_key FROM goods_receipts AS g
LEFT JOIN order_units AS u ON u.order_key = g.order_key AND u.item_key = g.item_key
WHERE g.direction IS NOT NULL;

-- Grain of order_matches: one row per matched key (an order line, or a whole order): ordered, received and invoiced,
-- each summed on its own before they meet, in the currency of the order; and the state of the three-way match.
-- Receipts are valued at the order's price. Where no receipt is imported for an order, the order list's own columns
-- are read: received = ordered - still to be delivered, invoiced = ordered - still to be invoiced. What is booked as
-- an invoice is among the costs: it is no longer committed, received or not. Where a register says when it booked, an
-- invoice it has not booked yet is no cost so far.
CREATE OR REPLACE VIEW order_matches AS
SELECT judged.*,
  greatest(coalesce(received_value, 0) - coalesce(CASE WHEN currencies_differ THEN invoiced_quantity * unit_price
    ELSE invoiced_value END, 0), 0) AS accrued_value,
  CASE WHEN is_deleted OR is_complete THEN 0
    ELSE greatest(order_value - greatest(coalesce(received_value, 0), coalesce(booked_value, 0)), 0) END AS committed_value,
  CASE
    WHEN is_deleted AND invoice_lines > 0 THEN 'order deleted'
    WHEN is_deleted THEN 'deleted'
    WHEN invoice_lines = 0 AND coalesce(invoiced_value, 0) <= 0 AND coalesce(received_value, 0) <= 0
      AND coalesce(received_quantity, 0) <= 0 THEN 'open'
    WHEN invoice_lines = 0 AND coalesce(invoiced_value, 0) <= 0 THEN 'not invoiced'
    WHEN currencies_differ THEN 'currency differs'
    WHEN received_from IS NULL THEN 'receipt unknown'
    WHEN coalesce(received_quantity, received_value, 0) <= 0 AND coalesce(received_value, 0) <= 0 THEN 'not received'
    WHEN coalesce(invoiced_quantity > received_quantity * (1 + quantity_tolerance) + 1e-9, false) THEN 'quantity variance'
    WHEN coalesce(abs(price_difference) > price_tolerance * abs(expected_value)
      AND abs(price_difference) > amount_tolerance, false) THEN 'price variance'
    ELSE 'matched' END AS match_state
FROM (
  SELECT o.*, t.quantity_tolerance, t.price_tolerance, t.amount_tolerance,
    CASE WHEN r.unit_key IS NOT NULL THEN 'receipts' WHEN o.listed_received IS NOT NULL THEN 'order list'
      WHEN any_receipt.found THEN 'receipts' END AS received_from,
    r.received_quantity, r.first_received, r.last_received,
    CASE WHEN r.unit_key IS NOT NULL THEN coalesce(r.received_quantity * o.unit_price, r.received_amount)
      WHEN o.listed_received IS NOT NULL THEN o.listed_received WHEN any_receipt.found THEN 0 END AS received_value,
    i.invoiced_quantity, coalesce(i.invoice_lines, 0) AS invoice_lines, i.first_invoiced, i.first_posted,
    coalesce(i.tax_unknown, false) AS tax_unknown,
    CASE WHEN i.unit_key IS NOT NULL THEN i.invoiced_net ELSE o.listed_invoiced END AS invoiced_value,
    coalesce(i.currency_low <> o.currency OR i.currency_high <> o.currency, false) AS currencies_differ,
    CASE WHEN currencies_differ THEN NULL WHEN i.unit_key IS NOT NULL THEN i.booked_net ELSE o.listed_invoiced END
      AS booked_value,
    CASE WHEN i.invoiced_quantity IS NOT NULL AND o.unit_price IS NOT NULL THEN i.invoiced_quantity * o.unit_price
      ELSE received_value END AS expected_value,
    CASE WHEN i.invoiced_quantity IS NOT NULL AND o.unit_price IS NOT NULL
        THEN i.invoiced_net - i.invoiced_quantity * o.unit_price
      WHEN invoiced_value > received_value THEN invoiced_value - received_value ELSE 0 END AS price_difference
  FROM (
    SELECT unit_key, min(order_key) AS order_key, min(purchase_order) AS purchase_order,
      CASE WHEN count(*) = 1 THEN min(item) END AS item, count(*) AS order_lines, min(vendor) AS vendor,
      min(client) AS client, min(service) AS service, min(cost_center) AS cost_center, min(project) AS project,
      min(material_group) AS material_group,
      min(document_date) AS document_date, max(delivery_date) AS delivery_date, min(text) AS text,
      CASE WHEN count(DISTINCT currency) <= 1 THEN min(currency) END AS currency,
      count(DISTINCT currency) > 1 AS mixed_currencies, sum(quantity) AS ordered_quantity,
      CASE WHEN count(DISTINCT unit_price) = 1 AND count(unit_price) = count(*) THEN min(unit_price) END AS unit_price,
      sum(order_value) AS order_value, count(*) FILTER (WHERE valued_by_price) AS lines_valued_by_price,
      bool_and(is_deleted) AS is_deleted, min(release_state) AS release_state,
      bool_and(upper(coalesce(trim(delivery_complete), '')) IN ('X', 'TRUE', 'YES', 'Y', '1', 'J')) AS is_complete,
      sum(coalesce(received, order_value - open_to_deliver, unit_price * (quantity - quantity_open_to_deliver)))
        AS listed_received,
      sum(coalesce(invoiced, order_value - open_to_invoice, unit_price * (quantity - quantity_open_to_invoice)))
        AS listed_invoiced,
      min(import_id) AS import_id, arg_min(sheet, row_no) AS sheet, min(row_no) AS row_no
    FROM order_lines GROUP BY unit_key) AS o
  LEFT JOIN (
    SELECT unit_key, sum(received_quantity) AS received_quantity, sum(received_amount) AS received_amount,
      min(posting_date) FILTER (WHERE direction > 0) AS first_received, max(posting_date) AS last_received
    FROM receipt_lines WHERE unit_key IS NOT NULL GROUP BY unit_key) AS r ON r.unit_key = o.unit_key
  LEFT JOIN (
    SELECT unit_key, CASE WHEN count(quantity) = count(*) THEN sum(abs(quantity) * sign(net)) END AS invoiced_quantity,
      sum(net) AS invoiced_net, sum(net) FILTER (WHERE posted IS NOT NULL OR NOT says_posted) AS booked_net,
      count(*) AS invoice_lines, min(invoice_date) AS first_invoiced,
      min(coalesce(posted, received, invoice_date)) AS first_posted, bool_or(tax_unknown) AS tax_unknown,
      min(amount_currency) AS currency_low, max(amount_currency) AS currency_high
    FROM (SELECT *, max(posted) OVER (PARTITION BY import_id) IS NOT NULL AS says_posted FROM invoice_lines) AS dated
    WHERE unit_key IS NOT NULL GROUP BY unit_key) AS i ON i.unit_key = o.unit_key,
  (SELECT count(*) > 0 AS found FROM goods_receipts) AS any_receipt,
  (SELECT coalesce(max(value::DOUBLE) FILTER (WHERE name = 'quantity_tolerance_percent'), 0) / 100 AS quantity_tolerance,
     coalesce(max(value::DOUBLE) FILTER (WHERE name = 'price_tolerance_percent'), 2) / 100 AS price_tolerance,
     coalesce(max(value::DOUBLE) FILTER (WHERE name = 'price_tolerance_amount'), 50) AS amount_tolerance
   FROM meta.settings WHERE name IN ('quantity_tolerance_percent', 'price_tolerance_percent', 'price_tolerance_amount'))
   AS t) AS judged;

-- Grain of order_money: one row per matched key with its amounts in the reporting currency (NULL: no rate of the
-- month the order was placed in).
CREATE OR REPLACE VIEW order_money AS
SELECT rated.*, order_value * rate AS order_reported, accrued_value * rate AS accrued_reported,
  committed_value * rate AS committed_reported
FROM (
  SELECT m.*, c.currency AS reporting_currency,
    CASE WHEN m.mixed_currencies THEN NULL WHEN m.currency IS NULL OR m.currency = c.currency THEN 1.0
      ELSE (SELECT r.rate FROM reporting_rates AS r WHERE r.currency = m.currency
        AND r.month = date_trunc('month', m.document_date)::DATE) END AS rate
  FROM order_matches AS m, reporting_currency AS c) AS rated;

-- Grain of checked_invoices: one row per invoice line with the order it refers to and the state of that match.
-- Suppliers in the setting order_exempt_vendors (rent, utilities) need no order.
CREATE OR REPLACE VIEW checked_invoices AS
SELECT i.* EXCLUDE (vendor), coalesce(i.vendor, m.vendor, i.vendor_number) AS vendor, m.document_date AS order_date,
  m.first_received, m.order_value, m.received_value, m.received_quantity, m.unit_price, m.invoiced_value,
  m.invoiced_quantity, m.price_difference, m.received_from, m.currency AS order_currency,
  CASE WHEN nullif(i.order_key, '') IS NULL THEN 'no order'
    WHEN m.unit_key IS NULL THEN 'order unknown' ELSE m.match_state END AS match_state,
  coalesce(list_contains(exempt.vendors, coalesce(i.vendor, m.vendor, i.vendor_number)), false) AS is_exempt,
  i.paid IS NOT NULL OR regexp_matches(lower(coalesce(i.status, '')),
    '^(paid|settled|bezahlt|payée?|pagado|pagada|pagato|pago|betaald|zaplaceno|cleared)') AS is_paid
FROM invoice_money AS i LEFT JOIN order_matches AS m ON m.unit_key = i.unit_key,
  (SELECT max(from_json(value, '["VARCHAR"]')) AS vendors FROM meta.settings WHERE name = 'order_exempt_vendors') AS exempt;

-- Grain of invoice_documents: one row per supplier and invoice number: its lines summed once.
CREATE OR REPLACE VIEW invoice_documents AS
SELECT coalesce(vendor_number, vendor, '') AS vendor_key, invoice, min(vendor) AS vendor, min(client) AS client,
  min(service) AS service, min(cost_center) AS cost_center, min(project) AS project, min(vendor_invoice) AS vendor_invoice,
  min(invoiced_day) AS invoiced_day, min(order_date) AS first_ordered, max(order_date) AS last_ordered,
  min(received) AS received, min(posted) AS posted, min(due) AS due, min(paid) AS paid, bool_and(is_paid) AS is_paid,
  sum(net) AS net, sum(reported) AS reported, bool_or(reported IS NULL AND net IS NOT NULL) AS lacks_rate,
  CASE WHEN count(DISTINCT amount_currency) <= 1 THEN min(amount_currency) END AS currency, count(*) AS invoice_lines,
  bool_or(match_state IN ('no order', 'order unknown')) AS without_order, bool_and(is_exempt) AS is_exempt,
  min(import_id) AS import_id, arg_min(sheet, row_no) AS sheet, min(row_no) AS row_no
FROM checked_invoices GROUP BY vendor_key, invoice;

-- topic: operations and delivery

-- Grain of counted_requests: one row per request of the one level that is counted of its source: items where it has any,
-- else requests, else tasks. Levels are never mixed; a row of a level nobody has mapped is there to be left out.
CREATE OR REPLACE VIEW counted_requests AS
SELECT r.*
FROM requests AS r
JOIN (
  SELECT source, CASE WHEN count(*) FILTER (WHERE level = 'item') > 0 THEN 'item'
    WHEN count(*) FILTER (WHERE level = 'request') > 0 THEN 'request' ELSE 'task' END AS counted
  FROM requests GROUP BY source) AS of_source ON of_source.source = r.source
WHERE r.level IS NULL OR r.level = of_source.counted OR r.level = 'unknown';

-- Grain of incident_movements: one row per incident and event, +1 when it was opened and -1 when it ended
-- (resolved, else closed).
CREATE OR REPLACE VIEW incident_movements AS
SELECT *, opened AS happened, opened_day AS happened_day, 1 AS step
FROM incidents
UNION ALL
SELECT *, coalesce(resolved, closed) AS happened, coalesce(resolved_day, closed_day) AS happened_day, -1 AS step
FROM incidents
WHERE coalesce(resolved, closed) >= opened;

-- Grain of ticket_movements: one row per incident, problem or requested item and event, +1 opened and -1 closed;
-- `ended` is when it ended, on both rows.
CREATE OR REPLACE VIEW ticket_movements AS
SELECT import_id, sheet, row_no, source, number, client, service, vendor, assignment_group, priority, 'incidents' AS kind_of_ticket,
  happened, happened_day, step, coalesce(resolved, closed) AS ended, counted_at_parent_since
FROM incident_movements
UNION ALL
SELECT import_id, sheet, row_no, source, number, client, service, vendor, assignment_group, priority, 'problems' AS kind_of_ticket,
  opened AS happened, opened_day AS happened_day, 1 AS step, coalesce(resolved, closed) AS ended, NULL AS counted_at_parent_since
FROM problems
UNION ALL
SELECT import_id, sheet, row_no, source, number, client, service, vendor, assignment_group, priority, 'problems' AS kind_of_ticket,
  coalesce(resolved, closed) AS happened, coalesce(resolved_day, closed_day) AS happened_day, -1 AS step, coalesce(resolved, closed) AS ended, NULL AS counted_at_parent_since
FROM problems WHERE coalesce(resolved, closed) >= opened
UNION ALL
SELECT import_id, sheet, row_no, source, number, client, service, vendor, assignment_group, priority, 'requests' AS kind_of_ticket,
  opened AS happened, opened_day AS happened_day, 1 AS step, closed AS ended, NULL AS counted_at_parent_since
FROM counted_requests WHERE coalesce(level, '') <> 'unknown'
UNION ALL
SELECT import_id, sheet, row_no, source, number, client, service, vendor, assignment_group, priority, 'requests' AS kind_of_ticket,
  closed AS happened, closed_day AS happened_day, -1 AS step, closed AS ended, NULL AS counted_at_parent_since
FROM counted_requests WHERE closed >= opened AND coalesce(level, '') <> 'unknown';

-- Grain of deciding_slas: one row per ticket, agreement type and target: the clock that decides (stored when the table
-- is built). A ticket counts once.
CREATE OR REPLACE VIEW deciding_slas AS SELECT * EXCLUDE (decides) FROM ticket_slas WHERE decides;

-- Grain of incident_promises: one row per incident for which a contract promises a resolution time, with the most
-- specific clause that held on the day it was opened (stored when the table is built).
CREATE OR REPLACE VIEW incident_promises AS SELECT * FROM incidents WHERE promised_seconds IS NOT NULL;

-- Grain of response_promises: one row per incident for which a contract promises a first response, with the clause of it
-- in the columns in which incident_promises has that of the resolution; `responded` is the first response or, where the
-- row has none, when somebody took it up.
CREATE OR REPLACE VIEW response_promises AS
SELECT * REPLACE (response_promised_seconds AS promised_seconds, response_promise_clock AS promise_clock,
    response_promise_contract AS promise_contract, response_promise_clause AS promise_clause,
    response_promise_schedule AS promise_schedule, response_promise_due AS promise_due,
    response_promise_due_day AS promise_due_day, response_promise_bears_until AS promise_bears_until,
    response_promise_used AS promise_used),
  coalesce(first_response, opened + to_microseconds(CAST(first_response_duration * 1000000 AS BIGINT)), acknowledged)
    AS responded
FROM incidents WHERE response_promised_seconds IS NOT NULL;

-- Grain of documented_changes: one row per change, with 1 for each document that is written, 0 for one that is not, and
-- NULL where its export does not have the column: then nobody can say. A placeholder or fewer than 20 characters is no
-- document. An export has a column that was recognised among its headings or that any of its rows fills.
CREATE OR REPLACE VIEW documented_changes AS
SELECT * EXCLUDE (tells_of_implementation, tells_of_test, tells_of_backout, tells_of_risk),
  coalesce(has_implementation_plan, 0) + coalesce(has_test_plan, 0) + coalesce(has_backout_plan, 0)
    + coalesce(has_risk_analysis, 0) AS documents_written,
  CAST(has_implementation_plan IS NOT NULL AS INTEGER) + CAST(has_test_plan IS NOT NULL AS INTEGER)
    + CAST(has_backout_plan IS NOT NULL AS INTEGER) + CAST(has_risk_analysis IS NOT NULL AS INTEGER) AS documents_known
FROM (
  SELECT c.*, t.* EXCLUDE (told_by),
    CASE WHEN t.tells_of_implementation THEN CAST(length(trim(coalesce(c.implementation_plan, ''))) >= 20
      AND NOT regexp_matches(lower(trim(c.implementation_plan)), '^(n/a|tbd|tba)\b') AS INTEGER) END AS has_implementation_plan,
    CASE WHEN t.tells_of_test THEN CAST(length(trim(coalesce(c.test_plan, ''))) >= 20
      AND NOT regexp_matches(lower(trim(c.test_plan)), '^(n/a|tbd|tba)\b') AS INTEGER) END AS has_test_plan,
    CASE WHEN t.tells_of_backout THEN CAST(length(trim(coalesce(c.backout_plan, ''))) >= 20
      AND NOT regexp_matches(lower(trim(c.backout_plan)), '^(n/a|tbd|tba)\b') AS INTEGER) END AS has_backout_plan,
    CASE WHEN t.tells_of_risk THEN CAST(length(trim(coalesce(c.risk_analysis, ''))) >= 20
      AND NOT regexp_matches(lower(trim(c.risk_analysis)), '^(n/a|tbd|tba)\b') AS INTEGER) END AS has_risk_analysis
  FROM changes AS c
  JOIN (
    SELECT filled.import_id AS told_by,
      filled.implementation OR coalesce(list_contains(headed, 'implementation_plan'), false) AS tells_of_implementation,
      filled.test OR coalesce(list_contains(headed, 'test_plan'), false) AS tells_of_test,
      filled.backout OR coalesce(list_contains(headed, 'backout_plan'), false) AS tells_of_backout,
      filled.risk OR coalesce(list_contains(headed, 'risk_analysis'), false) AS tells_of_risk
    FROM (
      SELECT import_id, count(implementation_plan) > 0 AS implementation, count(test_plan) > 0 AS test,
        count(backout_plan) > 0 AS backout, count(risk_analysis) > 0 AS risk
      FROM changes GROUP BY import_id) AS filled
    LEFT JOIN (SELECT import_id, json_keys(CAST(mapping AS JSON)) AS headed FROM meta.imports WHERE kind = 'changes') AS named
      ON named.import_id = filled.import_id) AS t ON t.told_by = c.import_id) AS judged;

-- Grain of judged_deployments: one row per deployment; a result that is empty or not understood is 'unknown' where its
-- export has a column for it, and stays empty in a mere list of what was deployed.
CREATE OR REPLACE VIEW judged_deployments AS
SELECT d.* REPLACE (CASE WHEN d.result IS NULL AND t.tells_of_results THEN 'unknown' ELSE d.result END AS result)
FROM deployments AS d
JOIN (
  SELECT filled.import_id, filled.results OR coalesce(list_contains(headed, 'result'), false) AS tells_of_results
  FROM (SELECT import_id, count(result) > 0 AS results FROM deployments GROUP BY import_id) AS filled
  LEFT JOIN (SELECT import_id, json_keys(CAST(mapping AS JSON)) AS headed FROM meta.imports WHERE kind = 'deployments') AS named
    ON named.import_id = filled.import_id) AS t ON t.import_id = d.import_id;

-- Grain of changes_with_incidents: one row per change, with the number of incidents declared as caused by it: NULL
-- where no incident at all names the change that caused it. Of priority 1 to 3 there are all (`caused_p1`) and those
-- among them that are children, counted once at their parent (`child_p1`).
-- An incident names a change of its own source; of another one only where no other source has a change of that number.
CREATE OR REPLACE VIEW changes_with_incidents AS
SELECT c.*, CASE WHEN named.found THEN coalesce(i.caused, 0) END AS incidents_caused,
  coalesce(i.caused_p1, 0) AS caused_p1, coalesce(i.caused_p2, 0) AS caused_p2, coalesce(i.caused_p3, 0) AS caused_p3,
  coalesce(i.child_p1, 0) AS child_p1, coalesce(i.child_p2, 0) AS child_p2, coalesce(i.child_p3, 0) AS child_p3
FROM changes AS c
LEFT JOIN (
  SELECT q.source, q.number, sum(d.caused) AS caused, sum(d.caused_p1) AS caused_p1, sum(d.caused_p2) AS caused_p2,
    sum(d.caused_p3) AS caused_p3, sum(d.child_p1) AS child_p1, sum(d.child_p2) AS child_p2, sum(d.child_p3) AS child_p3
  FROM (
    SELECT source, caused_by_change, count(*) AS caused, count(*) FILTER (WHERE priority = 1) AS caused_p1,
      count(*) FILTER (WHERE priority = 2) AS caused_p2, count(*) FILTER (WHERE priority = 3) AS caused_p3,
      count(*) FILTER (WHERE priority = 1 AND counted_at_parent_since IS NOT NULL) AS child_p1,
      count(*) FILTER (WHERE priority = 2 AND counted_at_parent_since IS NOT NULL) AS child_p2,
      count(*) FILTER (WHERE priority = 3 AND counted_at_parent_since IS NOT NULL) AS child_p3
    FROM incidents
    WHERE caused_by_change IS NOT NULL AND coalesce(state_category, '') <> 'cancelled'
    GROUP BY source, caused_by_change) AS d
  JOIN (SELECT source, number, count(*) OVER (PARTITION BY number) AS of_that_number FROM changes) AS q
    ON q.number = d.caused_by_change AND (q.source = d.source OR q.of_that_number = 1)
  GROUP BY q.source, q.number) AS i ON i.source = c.source AND i.number = c.number,
  (SELECT count(caused_by_change) > 0 AS found FROM incidents) AS named;

-- Grain of suspected_incidents: one row per change and incident opened within 24 hours after the change ended, on the
-- same service or configuration item. Several changes may be candidates for one incident. Joining by day keeps the
-- number of pairs looked at small; a condition with OR would look at all of them.
CREATE OR REPLACE VIEW suspected_incidents AS
WITH ended AS (
  SELECT source, number, type, short_text, service, configuration_item, coalesce(actual_end, planned_end) AS change_ended,
    actual_end IS NULL AS end_is_planned
  FROM changes
  WHERE coalesce(state_category, '') <> 'cancelled' AND coalesce(outcome, '') <> 'cancelled'
    AND coalesce(actual_end, planned_end) IS NOT NULL),
days AS (
  SELECT *, unnest([CAST(change_ended AS DATE), CAST(change_ended AS DATE) + 1]) AS on_date FROM ended),
pairs AS (
  SELECT d.source AS change_source, d.number AS change_number, i.import_id, i.sheet, i.row_no
  FROM days AS d JOIN incidents AS i ON i.service = d.service AND CAST(i.opened AS DATE) = d.on_date
  WHERE i.opened > d.change_ended AND i.opened <= d.change_ended + INTERVAL 24 HOUR
  UNION
  SELECT d.source AS change_source, d.number AS change_number, i.import_id, i.sheet, i.row_no
  FROM days AS d JOIN incidents AS i
    ON i.configuration_item = d.configuration_item AND CAST(i.opened AS DATE) = d.on_date
  WHERE i.opened > d.change_ended AND i.opened <= d.change_ended + INTERVAL 24 HOUR)
SELECT e.number AS change_number, e.type AS change_type, e.short_text AS change_text, e.change_ended, e.end_is_planned,
  coalesce(i.configuration_item = e.configuration_item, false) AS same_item,
  e.service AS change_service, e.configuration_item AS change_item, i.*
FROM pairs AS p
JOIN ended AS e ON e.source = p.change_source AND e.number = p.change_number
JOIN incidents AS i ON i.import_id = p.import_id AND i.sheet IS NOT DISTINCT FROM p.sheet AND i.row_no = p.row_no;

-- Grain of freezes: one row per freeze among the calendar entries.
CREATE OR REPLACE VIEW freezes AS SELECT * FROM calendars WHERE entry = 'freeze';

-- Grain of freeze_collisions: one row per change and freeze whose times overlap. A change without a planned end is
-- taken to last four hours, and says so.
CREATE OR REPLACE VIEW freeze_collisions AS
SELECT c.*, f.name AS freeze_name, f.start AS freeze_start, f.end AS freeze_end,
  c.planned_end IS NULL AS end_is_assumed, nullif(trim(c.freeze_exception), '') IS NOT NULL AS has_exception
FROM changes AS c
JOIN freezes AS f ON (f.service IS NULL OR f.service = c.service)
  AND (f.client IS NULL OR f.client = c.client)
  AND c.planned_start < coalesce(f.end, f.start + INTERVAL 1 DAY)
  AND coalesce(c.planned_end, c.planned_start + INTERVAL 4 HOUR) > f.start
WHERE coalesce(c.state_category, '') <> 'cancelled' AND coalesce(c.outcome, '') <> 'cancelled';

-- Grain of change_conflicts: one row per pair of changes planned at the same time on the same configuration item,
-- service or by the same person; of a change planned for longer, the first sixty days count.
-- Two changes meet on the day on which the later of the two starts, so every pair is found once without grouping, and
-- whoever asks for some changes only (or whether there is any pair) does not wait for all of them.
CREATE OR REPLACE VIEW change_conflicts AS
WITH planned AS NOT MATERIALIZED (
  SELECT *, date_trunc('day', planned_start) AS first_day,
    coalesce(planned_end, planned_start + INTERVAL 4 HOUR) AS until
  FROM changes
  WHERE planned_start IS NOT NULL AND coalesce(state_category, '') <> 'cancelled' AND coalesce(outcome, '') <> 'cancelled'),
starting AS NOT MATERIALIZED (
  SELECT *, 1 AS what, configuration_item AS who FROM planned WHERE configuration_item IS NOT NULL AND first_day < until
  UNION ALL SELECT *, 2, service FROM planned WHERE service IS NOT NULL AND first_day < until
  UNION ALL SELECT *, 3, assignee FROM planned WHERE assignee IS NOT NULL AND first_day < until),
lasting AS NOT MATERIALIZED (
  SELECT *, unnest(range(first_day, least(until, planned_start + INTERVAL 60 DAY), INTERVAL 1 DAY)) AS on_date
  FROM starting),
meeting AS NOT MATERIALIZED (
  SELECT a.* EXCLUDE (on_date), b.number AS other_number, b.short_text AS other_text, b.planned_start AS other_start,
    b.planned_end AS other_end, b.until AS other_until, b.configuration_item AS other_item,
    b.service AS other_service, b.assignee AS other_person
  FROM lasting AS a JOIN starting AS b ON b.what = a.what AND b.who = a.who AND b.first_day = a.on_date
  UNION ALL
  SELECT a.*, b.number, b.short_text, b.planned_start, b.planned_end, b.until, b.configuration_item, b.service, b.assignee
  FROM starting AS a JOIN lasting AS b ON b.what = a.what AND b.who = a.who AND b.on_date = a.first_day
  WHERE b.first_day < a.first_day),
judged AS NOT MATERIALIZED (
  SELECT * EXCLUDE (other_item, other_service, other_person),
    coalesce(configuration_item = other_item, false) AS same_item,
    coalesce(service = other_service, false) AS same_service, coalesce(assignee = other_person, false) AS same_person
  FROM meeting
  WHERE number < other_number AND planned_start < other_until AND other_start < until)
-- Those who share an item are one pair, though they share the service too.
SELECT * EXCLUDE (first_day, until, other_until, what, who) FROM judged
WHERE what = 1 OR (NOT same_item AND (what = 2 OR NOT same_service));

-- Grain of problems_with_incidents: one row per problem, with the incidents linked to it and those opened before it:
-- NULL where nobody can say, because no incident names a problem or the problem is older than the incidents. Numbers
-- are those of the incident's own source, of another one where only one has the number.
CREATE OR REPLACE VIEW problems_with_incidents AS
SELECT p.*, coalesce(l.linked, p.incidents) AS linked_incidents,
  CASE WHEN l.before > 0 THEN l.before WHEN p.incidents = 0 THEN 0
    WHEN links.found AND p.opened >= links.begun AND (l.linked IS NOT NULL OR p.incidents IS NULL) THEN 0 END
    AS incidents_before
FROM problems AS p
LEFT JOIN (
  SELECT q.source, q.number, count(*) AS linked, count(*) FILTER (WHERE i.opened < q.opened) AS before
  FROM incidents AS i
  JOIN (SELECT source, number, opened, count(*) OVER (PARTITION BY number) AS of_that_number FROM problems) AS q
    ON q.number = i.problem AND (q.source = i.source OR q.of_that_number = 1)
  GROUP BY q.source, q.number) AS l ON l.source = p.source AND l.number = p.number,
  (SELECT count(problem) > 0 AS found, min(opened) AS begun FROM incidents) AS links;

-- Grain of staged_work_items: one row per work item whose entries into stages are known, with the days from its start
-- to its end that it stood in stages of work and in stages of waiting (told by words their names begin with or hold:
-- "On hold" waits, "Stakeholder review" and "Wartung" do not).
CREATE OR REPLACE VIEW staged_work_items AS
SELECT w.*, t.active_days, t.waiting_days
FROM work_items AS w
JOIN (
  SELECT source, item, coalesce(sum(lasting) FILTER (WHERE NOT waits), 0) / 86400 AS active_days,
    coalesce(sum(lasting) FILTER (WHERE waits), 0) / 86400 AS waiting_days
  FROM (
    SELECT i.source, i.item, greatest(epoch(least(coalesce(s.left_at, i.done), i.done)) - epoch(greatest(s.entered, i.started)), 0)
        AS lasting,
      regexp_matches(lower(s.stage),
        '\b(a?wait|block|on.?hold|hold|queue|ready|pending|to ?do|backlog|parked|selected|warte|bereit|attente|espera|attesa|aguard)')
        AS waits
    FROM work_items AS i
    JOIN (
      SELECT source, item, stage, entered,
        lead(entered) OVER (PARTITION BY source, item ORDER BY entered, position) AS left_at
      FROM stage_changes) AS s ON s.source = i.source AND s.item = i.item
    WHERE i.started IS NOT NULL AND i.done IS NOT NULL) AS stretches
  GROUP BY source, item) AS t ON t.source = w.source AND t.item = w.item;

-- Grain of latest_milestones: one row per milestone as its newest report has it, with the baseline of its first
-- report (which no later report changes) and the forecast of the report before.
CREATE OR REPLACE VIEW latest_milestones AS
SELECT * EXCLUDE (place)
FROM (
  SELECT *,
    first_value(baseline IGNORE NULLS) OVER (PARTITION BY project, name ORDER BY report_date NULLS FIRST, import_id, row_no
      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS original_baseline,
    lag(forecast, 1, NULL) OVER (PARTITION BY project, name ORDER BY report_date NULLS FIRST, import_id, row_no)
      AS previous_forecast,
    count(*) OVER (PARTITION BY project, name) AS reports,
    row_number() OVER (PARTITION BY project, name ORDER BY report_date DESC NULLS LAST, import_id DESC, row_no DESC)
      AS place
  FROM milestones) AS reported
WHERE place = 1;

-- Grain of incident_findings: one row per incident and thing that is wrong with its record (found when the table is
-- built).
CREATE OR REPLACE VIEW incident_findings AS
SELECT * EXCLUDE (findings), unnest(string_split(findings, '; ')) AS finding FROM incidents WHERE findings IS NOT NULL;

-- Grain of work_done: one row per change closed, incident resolved or work item done (one level of items, not the epics
-- above and the parts below); `unplanned` marks emergency changes, incidents of priority 1 or 2 and items of priority 1,
-- and is NULL for a change of no known type and an incident without a priority.
CREATE OR REPLACE VIEW work_done AS
SELECT import_id, sheet, row_no, source, number, client, service, vendor, assignment_group, 'change' AS kind_of_work,
  closed AS happened, closed_day AS happened_day, nullif(type, 'unknown') = 'emergency' AS unplanned,
  NULL::TIMESTAMP AS counted_at_parent_since
FROM changes
WHERE closed IS NOT NULL AND coalesce(state_category, '') <> 'cancelled' AND coalesce(outcome, '') <> 'cancelled'
UNION ALL
SELECT import_id, sheet, row_no, source, number, client, service, vendor, assignment_group, 'incident' AS kind_of_work,
  resolved AS happened, resolved_day AS happened_day, priority <= 2 AS unplanned,
  counted_at_parent_since
FROM incidents WHERE resolved IS NOT NULL AND coalesce(state_category, '') <> 'cancelled'
UNION ALL
SELECT import_id, sheet, row_no, source, item AS number, client, service, vendor, team AS assignment_group,
  'work item' AS kind_of_work, done AS happened, done_day AS happened_day, coalesce(priority = 1, false) AS unplanned,
  NULL AS counted_at_parent_since
FROM work_items WHERE done IS NOT NULL AND is_counted AND coalesce(state_category, '') <> 'cancelled';

-- end of topic: operations and delivery

-- topic: mood
-- Grain of survey_answers: one row per survey response, with what keeps it out: a preview or spam, not finished,
-- answered again later in the same wave (survey and quarter) by the same person, or a score off the scale asked for.
-- A survey whose recommendation scores show another scale (1 to 5, 1 to 10, above 10, fractions) is off as a whole.
CREATE OR REPLACE VIEW survey_answers AS
SELECT scaled.*,
  CASE WHEN csat_scale = 100 THEN csat > 60 WHEN csat_scale IN (4, 5, 7, 10) THEN csat >= csat_scale - 1
    WHEN csat_scale IN (2, 3) THEN csat = csat_scale ELSE csat > 0.6 * csat_scale END AS is_satisfied,
  CASE WHEN low_is_easy THEN ces_scale + 1 - ces ELSE ces END AS ease,
  CASE WHEN low_is_easy THEN ces_scale + 1 - ces ELSE ces END > 0.6 * ces_scale AS is_easy
FROM (
  SELECT r.*, date_trunc('quarter', r.responded_day)::DATE AS wave,
    coalesce(regexp_matches(lower(r.status), 'preview|spam|test'), false) AS is_preview,
    coalesce(NOT r.finished, r.progress < 100, false) AS is_unfinished,
    r.respondent IS NOT NULL AND row_number() OVER (
      PARTITION BY r.survey, r.respondent, date_trunc('quarter', r.responded_day), r.ticket,
        coalesce(NOT r.finished, r.progress < 100, false), r.nps IS NULL, r.csat IS NULL, r.ces IS NULL
      ORDER BY r.responded DESC NULLS LAST, r.import_id DESC, r.row_no DESC) > 1 AS is_repeated,
    CASE WHEN r.nps IS NULL THEN NULL
      WHEN s.nps_n >= 20 AND s.nps_highest <= 5 AND s.nps_lowest >= 1 THEN 'the survey''s scores run from 1 to 5, not 0 to 10'
      WHEN s.nps_n >= 50 AND s.nps_lowest = 1 AND s.nps_highest = 10 AND s.nps_ones >= 2
        THEN 'the survey''s scores run from 1 to 10, not 0 to 10'
      WHEN s.nps_off > 0.05 * s.nps_n THEN 'more than 5 % of the survey''s scores are no whole numbers from 0 to 10'
      WHEN r.nps < 0 OR r.nps > 10 OR r.nps <> floor(r.nps) THEN 'the score is no whole number from 0 to 10' END AS nps_problem,
    coalesce(r.csat_max, CASE WHEN s.csat_highest <= 5 THEN 5 WHEN s.csat_highest <= 7 THEN 7 WHEN s.csat_highest <= 10 THEN 10
      WHEN s.csat_highest <= 100 THEN 100 END) AS csat_scale,
    coalesce(r.ces_max, CASE WHEN s.ces_highest <= 5 THEN 5 WHEN s.ces_highest <= 7 THEN 7 WHEN s.ces_highest <= 10 THEN 10 END)
      AS ces_scale,
    easy.low_is_easy
  FROM survey_responses AS r
  LEFT JOIN (
    SELECT import_id, coalesce(survey, '') AS survey, count(nps) AS nps_n, min(nps) AS nps_lowest, max(nps) AS nps_highest,
      count(*) FILTER (WHERE nps = 1) AS nps_ones,
      count(*) FILTER (WHERE nps < 0 OR nps > 10 OR nps <> floor(nps)) AS nps_off,
      max(csat) AS csat_highest, max(ces) AS ces_highest
    FROM survey_responses GROUP BY import_id, coalesce(survey, '')) AS s
  ON s.import_id = r.import_id AND s.survey = coalesce(r.survey, ''),
  (SELECT coalesce(bool_or(value = 'true'), false) AS low_is_easy FROM meta.settings WHERE name = 'ces_low_is_easy') AS easy
  ) AS scaled;

-- Grain of reported_satisfaction: one row per satisfaction summary, with whether finer rows of its month say it again:
-- a client's own figure beside those of its services would count the same answers twice.
CREATE OR REPLACE VIEW reported_satisfaction AS
SELECT s.*,
  (s.service IS NULL AND count(s.service) OVER (PARTITION BY s.month, s.client, s.survey) > 0)
  OR (s.survey IS NULL AND count(s.survey) OVER (PARTITION BY s.month, s.client, s.service) > 0)
  OR (s.client IS NULL AND count(s.client) OVER (PARTITION BY s.month, s.service, s.survey) > 0) AS is_said_finer
FROM satisfaction_summaries AS s;

-- Grain of client_touches: one row per time a client was heard: a survey answer or an interaction.
CREATE OR REPLACE VIEW client_touches AS
SELECT client, responded_day AS heard_on, 'survey' AS heard_by, import_id, sheet, row_no
FROM survey_answers WHERE client IS NOT NULL AND responded_day IS NOT NULL AND NOT is_preview
UNION ALL
SELECT client, held AS heard_on, 'interaction' AS heard_by, import_id, sheet, row_no
FROM interactions WHERE client IS NOT NULL AND held IS NOT NULL;

-- Grain of named_clients: one row per client and kind of table that names it.
CREATE OR REPLACE VIEW named_clients AS
SELECT client, 'incidents' AS named_in, min(import_id) AS import_id, min(sheet) AS sheet, min(row_no) AS row_no
FROM incidents WHERE client IS NOT NULL GROUP BY client
UNION ALL
SELECT client, 'requests' AS named_in, min(import_id) AS import_id, min(sheet) AS sheet, min(row_no) AS row_no
FROM requests WHERE client IS NOT NULL GROUP BY client
UNION ALL
SELECT client, 'changes' AS named_in, min(import_id) AS import_id, min(sheet) AS sheet, min(row_no) AS row_no
FROM changes WHERE client IS NOT NULL GROUP BY client
UNION ALL
SELECT client, 'problems' AS named_in, min(import_id) AS import_id, min(sheet) AS sheet, min(row_no) AS row_no
FROM problems WHERE client IS NOT NULL GROUP BY client
UNION ALL
SELECT client, 'work_items' AS named_in, min(import_id) AS import_id, min(sheet) AS sheet, min(row_no) AS row_no
FROM work_items WHERE client IS NOT NULL GROUP BY client
UNION ALL
SELECT client, 'survey_responses' AS named_in, min(import_id) AS import_id, min(sheet) AS sheet, min(row_no) AS row_no
FROM survey_responses WHERE client IS NOT NULL GROUP BY client
UNION ALL
SELECT client, 'survey_invitations' AS named_in, min(import_id) AS import_id, min(sheet) AS sheet, min(row_no) AS row_no
FROM survey_invitations WHERE client IS NOT NULL GROUP BY client
UNION ALL
SELECT client, 'satisfaction_summaries' AS named_in, min(import_id) AS import_id, min(sheet) AS sheet, min(row_no) AS row_no
FROM satisfaction_summaries WHERE client IS NOT NULL GROUP BY client
UNION ALL
SELECT client, 'interactions' AS named_in, min(import_id) AS import_id, min(sheet) AS sheet, min(row_no) AS row_no
FROM interactions WHERE client IS NOT NULL GROUP BY client
UNION ALL
SELECT client, 'milestones' AS named_in, min(import_id) AS import_id, min(sheet) AS sheet, min(row_no) AS row_no
FROM milestones WHERE client IS NOT NULL GROUP BY client
UNION ALL
SELECT client, 'sla_targets' AS named_in, min(import_id) AS import_id, min(sheet) AS sheet, min(row_no) AS row_no
FROM sla_targets WHERE client IS NOT NULL GROUP BY client
UNION ALL
SELECT client, 'budget' AS named_in, min(import_id) AS import_id, min(sheet) AS sheet, min(row_no) AS row_no
FROM budget WHERE client IS NOT NULL GROUP BY client
UNION ALL
SELECT client, 'opportunities' AS named_in, min(import_id) AS import_id, min(sheet) AS sheet, min(row_no) AS row_no
FROM opportunities WHERE client IS NOT NULL GROUP BY client
UNION ALL
SELECT client, 'escalations' AS named_in, min(import_id) AS import_id, min(sheet) AS sheet, min(row_no) AS row_no
FROM escalations WHERE client IS NOT NULL GROUP BY client
UNION ALL
SELECT name, 'portfolio', min(import_id), min(sheet), min(row_no) FROM portfolio WHERE entry = 'client' GROUP BY name;

-- topic: vendors
-- Grain of vendor_promises: one row per incident, supplier contract and measure (response, resolution), under the most
-- specific clause that held on the day the incident was opened. Where the tool ran a clock on the supplier, time and
-- due moment are the clock's, without its pauses; else time on hold counts as time used (holds_out says which), and in
-- working time both are those stored when the table was built. `judged` is when the promise was due; where no calendar
-- tells that, when it was met.
CREATE OR REPLACE VIEW vendor_promises AS
SELECT * EXCLUDE (place, zone, clock_due, clock_used, in_working_time), coalesce(promise_due, promise_met) AS judged,
  CAST(timezone(zone, timezone('UTC', coalesce(promise_due, promise_met))) AS DATE) AS judged_day,
  CAST(date_trunc('month', timezone(zone, timezone('UTC', coalesce(promise_due, promise_met)))) AS DATE) AS judged_month
FROM (
  SELECT *,
    CASE WHEN promise_met IS NULL OR promise_met < opened THEN NULL
      WHEN holds_out THEN clock_used
      WHEN promise_clock = 'working time' AND promise_measure = 'resolution'
        THEN coalesce(business_duration, in_working_time.worked, working_seconds)
      WHEN promise_clock = 'working time' THEN in_working_time.worked
      WHEN promise_clock <> '24x7' THEN NULL ELSE epoch(promise_met) - epoch(opened) END AS promise_used,
    coalesce(clock_due, in_working_time.bears_until) AS promise_bears_until,
    coalesce(clock_due, in_working_time.due,
      CASE WHEN promise_clock = '24x7' THEN opened + to_seconds(CAST(promised_seconds AS BIGINT)) END) AS promise_due
  FROM (
    SELECT i.* EXCLUDE (promised_seconds, promise_clock, promise_contract, promise_clause, promise_schedule,
        promise_due, promise_due_day, promise_bears_until, promise_used, supplier_promises),
      list_filter(i.supplier_promises, lambda one: one.clause_import = t.import_id
        AND one.clause_sheet IS NOT DISTINCT FROM t.sheet AND one.clause_row = t.row_no)[1] AS in_working_time,
      t.contract AS promise_contract, t.clause AS promise_clause, t.measure AS promise_measure,
      t.target_time AS promised_seconds, coalesce(t.clock, '24x7') AS promise_clock,
      t.import_id AS promise_import, t.sheet AS promise_sheet, t.row_no AS promise_row,
      CASE WHEN t.clock = 'working time' THEN c.business_elapsed ELSE coalesce(c.elapsed, c.business_elapsed) END
        AS clock_used,
      c.breach AS clock_due, clock_used IS NOT NULL AS holds_out,
      CASE WHEN clock_used IS NOT NULL THEN c.ended WHEN t.measure = 'resolution' THEN i.resolved
        ELSE coalesce(i.first_response, i.acknowledged) END AS promise_met,
      row_number() OVER (PARTITION BY i.import_id, i.sheet, i.row_no, t.contract, t.measure
        ORDER BY (t.client IS NOT NULL)::INT + (t.service IS NOT NULL)::INT + (t.priority IS NOT NULL)::INT DESC,
          t.valid_from DESC NULLS LAST, t.import_id, t.row_no) AS place
    FROM incidents AS i
    JOIN sla_targets AS t ON t.vendor = i.vendor AND coalesce(t.party, 'UC') = 'UC' AND t.target_time IS NOT NULL
      AND t.measure IN ('response', 'resolution')
      AND (t.client IS NULL OR t.client = i.client) AND (t.service IS NULL OR t.service = i.service)
      AND (t.priority IS NULL OR t.priority = i.priority)
      AND (t.valid_from IS NULL OR i.opened_day >= t.valid_from)
      AND (t.valid_until IS NULL OR i.opened_day <= t.valid_until)
    LEFT JOIN (SELECT number FROM incidents GROUP BY number HAVING count(*) > 1) AS several ON several.number = i.number
    LEFT JOIN deciding_slas AS c ON c.ticket = i.number AND (c.source = i.source OR several.number IS NULL)
      AND c.target = t.measure AND c.sla_type = 'UC'
      AND coalesce(c.stage_category, '') <> 'cancelled' AND coalesce(c.vendor, i.vendor) = i.vendor) AS matched
  WHERE place = 1) AS timed,
  (SELECT coalesce(max(trim(value, '"')), 'UTC') AS zone FROM meta.settings WHERE name = 'reporting_timezone') AS reporting;

-- topic: commerce
-- Grain of opportunity_money: one row per opportunity with its amount in the reporting currency at the rate of the
-- month it last changed in (NULL: no rate).
CREATE OR REPLACE VIEW opportunity_money AS
SELECT o.*, c.currency AS reporting_currency,
  closed IS NULL AND coalesce(outcome, 'open') NOT IN ('won', 'lost') AS is_open,
  CASE WHEN o.currency IS NULL OR o.currency = c.currency THEN o.amount
    ELSE o.amount * (SELECT r.rate FROM reporting_rates AS r WHERE r.currency = o.currency
      AND r.month = date_trunc('month', coalesce(o.updated, o.created))::DATE) END AS reported
FROM opportunities AS o, reporting_currency AS c;
