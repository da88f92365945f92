"""The sample: a year of an invented IT service organisation, written in the files its tools would export.

Havn IT Services serves five clients with eight services, three vendors, six teams and four projects. The year
runs from 1 November 2025 to 31 October 2026; everything was exported on 31 October 2026 at 18:00 in Copenhagen,
in Copenhagen time. `python -m sample_data.generate` writes the files and `truth.json`, which says what a correct
import and correct metrics must find.

What happened:

- 8 December 2025 to 4 January 2026: the year-end freeze. Hardly any change, some of them colliding with it;
  tickets that need a change wait. From 5 to 18 January changes come in at more than twice the usual rate, more
  of them with issues, and incidents rise by a third.
- 12 March 2026, 20:00: Customer Portal release 26.3, closed as "Successful", with no test plan. From 13 March
  incidents on the portal multiply for two weeks, with two major ones and many reopened; the rollback fails.
  Release 26.3.2 mends it on 31 March. The order for the repair is written on 9 April, after its invoice.
- 24 April: the survey opens six weeks after the release. Kestrel Logistics and Tarn Retail, who use the portal
  most, fall from promoters to detractors, and recover only slowly.
- From June: Cumulo Hosting (ERP Hosting, Data Warehouse) slips. Its share of tickets solved in time falls every
  month, three major incidents follow (21 July, 27 August, 30 September), its milestones in the Data Centre Exit
  move from report to report, it misses two review meetings. Service credits are due from July; no invoice
  carries one. Its priority 2 promise (10 hours) is weaker than ours to the clients (8 hours).
- Meridian Bank: served fastest of all, every SLA green, and unhappy in every survey; two escalations in October.
- Aurora Health: no answer to a survey since May, no talk since 2 July.
- Money: costs to October lie below the budget and the run rate ends the year under it. Orders for November and
  December (the Data Centre Exit, licences that became dearer) take it over.
- Invoices that must not be paid yet: seven without goods receipt, two for more than was received, two at another
  price, one that came twice; one in NOK, for which no rate is kept.
- Registers: one open risk not looked at since 3 June, one promise to Meridian due on 14 August and never done,
  one dependency (Cumulo's failover runbook) promised for 30 September and missing.

The noise of real exports is in it too: tickets resolved before they were opened, business time of 0, a state
nobody knows, tickets without team or priority, null words, one client spelled four ways, changes that end before
they start, totals under grids, amounts in thousands, two currencies' worth of odd codes.
"""
