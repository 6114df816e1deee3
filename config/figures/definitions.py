"""Each business figure: what it means, in words, and the one SQL statement that makes it. The page shows both.

A statement yields `(moment, series, value)`: a day or the first day of a month; "" or what the values are parted by (a currency, a
door); a number, or nothing where there is none. Its parameters: `since` and `until` (the day after the last one), `trial` (days of a
trial) and `prices` (JSON, the plans' monthly prices as `PLAN_PRICES` states them). Days are those of UTC.
"""

from __future__ import annotations

import msgspec
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Figure(msgspec.Struct, frozen=True):
    """`monthly` ones have a value for each month, the others for each day. `unit` is "", "ms", "%" or "money": of the series' currency."""

    key: str
    title: Promise
    definition: Promise
    sql: str
    unit: str = ""
    monthly: bool = False


_MONTHS = """WITH months AS (
  SELECT one::date AS month, (one + interval '1 month')::date AS next
  FROM generate_series(date_trunc('month', %(since)s::date), %(until)s::date - 1, interval '1 month') AS one
)"""


def _by_month(statement: str) -> str:
    """A statement over the months that lie between the two days."""
    return _MONTHS + statement


FIGURES: tuple[Figure, ...] = (
    Figure(
        "dau",
        _("People a day"),
        _(
            "Different people who were signed in, on pages or with a token of their own, and made a request that day. API keys are "
            "programs and count as nobody; a person who was erased is gone from the past too."
        ),
        """SELECT day, '' AS series, count(DISTINCT user_id) AS value
FROM website_personday
WHERE day >= %(since)s AND day < %(until)s
GROUP BY day ORDER BY day""",
    ),
    Figure(
        "mau",
        _("People a month"),
        _("Different people who made a request within the 30 days that end with that day, counted as those of a day."),
        """SELECT one::date AS day, '' AS series,
  (SELECT count(DISTINCT user_id) FROM website_personday WHERE day > one::date - 30 AND day <= one::date) AS value
FROM generate_series(%(since)s::date, %(until)s::date - 1, interval '1 day') AS one
ORDER BY day""",
    ),
    Figure(
        "api_calls",
        _("Requests to the API a day"),
        _("Requests to /api/, /graphql/ and /mcp/, by people and keys, refused and broken ones included."),
        """SELECT day, '' AS series, sum(requests) AS value
FROM website_requestcount
WHERE door = 'api' AND day >= %(since)s AND day < %(until)s
GROUP BY day ORDER BY day""",
    ),
    Figure(
        "tokens",
        _("Tokens of language models a day"),
        _(
            "Tokens in and out of every question that reached a provider, on organizations' own keys too. What was answered from earlier "
            "answers took none."
        ),
        """SELECT (created_at AT TIME ZONE 'UTC')::date AS day, '' AS series, sum(input_tokens + output_tokens) AS value
FROM llm_ledgerentry
WHERE status IN ('answered', 'failed', 'late')
  AND created_at >= %(since)s::timestamp AT TIME ZONE 'UTC' AND created_at < %(until)s::timestamp AT TIME ZONE 'UTC'
GROUP BY 1 ORDER BY 1""",
    ),
    Figure(
        "cost",
        _("Cost of language models a day"),
        _("What those questions cost, by currency; a provider without a stated price costs nothing here."),
        """SELECT (created_at AT TIME ZONE 'UTC')::date AS day, currency AS series, sum(cost) AS value
FROM llm_ledgerentry
WHERE cost > 0
  AND created_at >= %(since)s::timestamp AT TIME ZONE 'UTC' AND created_at < %(until)s::timestamp AT TIME ZONE 'UTC'
GROUP BY 1, 2 ORDER BY 1, 2""",
        "money",
    ),
    Figure(
        "response_time",
        _("Mean response time"),
        _(
            "Milliseconds that the server took for a request, on average over the day, without the way through the network; pages and API "
            "apart. Percentiles are in Prometheus."
        ),
        """SELECT day, door AS series, round(sum(milliseconds) / sum(requests), 1) AS value
FROM website_requestcount
WHERE day >= %(since)s AND day < %(until)s
GROUP BY day, door HAVING sum(requests) > 0 ORDER BY day, door""",
        "ms",
    ),
    Figure(
        "error_rate",
        _("Error rate"),
        _(
            "Requests that ended in a fault of the server (a status of 500 or more), in percent of all. What was refused is no fault."
        ),
        """SELECT day, '' AS series, round(100 * sum(broken) / sum(requests), 3) AS value
FROM website_requestcount
WHERE day >= %(since)s AND day < %(until)s
GROUP BY day HAVING sum(requests) > 0 ORDER BY day""",
        "%",
    ),
    Figure(
        "conversion",
        _("From trial to paid"),
        _(
            "Of the organizations that signed up in that month and whose trial has run out since, the part that has paid, in percent. Who "
            "pays later still counts for the month of the sign-up."
        ),
        _by_month(
            """
SELECT month, '' AS series, round(100.0 * count(paid_at) / count(*), 1) AS value
FROM months JOIN billing_funnel ON signed_up_at AT TIME ZONE 'UTC' >= month AND signed_up_at AT TIME ZONE 'UTC' < next
WHERE (signed_up_at AT TIME ZONE 'UTC')::date + %(trial)s::int < %(until)s::date
GROUP BY month ORDER BY month"""
        ),
        "%",
        True,
    ),
    Figure(
        "cac",
        _("Cost of a new customer"),
        _(
            "CAC: what staff has entered as marketing cost of the month, over the organizations that paid for the first time in it, by "
            "currency. A month without new customers has none."
        ),
        _by_month(
            """
SELECT month, currency AS series, round(spent / won, 2) AS value
FROM months
JOIN LATERAL (
  SELECT currency, sum(amount) AS spent FROM website_marketingcost
  WHERE website_marketingcost.month >= months.month AND website_marketingcost.month < next GROUP BY currency
) AS costs ON true
JOIN LATERAL (
  SELECT count(*) AS won FROM billing_funnel
  WHERE paid_at AT TIME ZONE 'UTC' >= months.month AND paid_at AT TIME ZONE 'UTC' < next
) AS customers ON won > 0
ORDER BY month, currency"""
        ),
        "money",
        True,
    ),
    Figure(
        "churn",
        _("Customers lost"),
        _(
            "Churn: of the organizations that were paying when the month began, the part that cancelled within it, in percent. Who cancels "
            "and comes back is counted as lost once."
        ),
        _by_month(
            """
SELECT month, '' AS series, round(100.0 * count(*) FILTER (WHERE cancelled_at AT TIME ZONE 'UTC' < next) / count(*), 2) AS value
FROM months JOIN billing_funnel
  ON paid_at AT TIME ZONE 'UTC' < month AND (cancelled_at IS NULL OR cancelled_at AT TIME ZONE 'UTC' >= month)
GROUP BY month ORDER BY month"""
        ),
        "%",
        True,
    ),
    Figure(
        "ltv",
        _("Worth of a customer"),
        _(
            "LTV: what those who pay pay in a month on average (the prices of their first plans, as PLAN_PRICES states them: 49 EUR), over "
            "the churn of the three months that end with this one. None where nobody was lost, for then nothing bounds it."
        ),
        _by_month(
            """, prices AS (
  SELECT * FROM jsonb_to_recordset(%(prices)s::jsonb) AS one (plan text, price numeric, currency text)
), paying AS (
  SELECT month, currency, avg(price) AS pays
  FROM months JOIN billing_funnel
    ON paid_at AT TIME ZONE 'UTC' < next AND (cancelled_at IS NULL OR cancelled_at AT TIME ZONE 'UTC' >= next)
  JOIN prices ON plan = paid_plan
  GROUP BY month, currency
), leaving AS (
  SELECT months.month, avg(lost.part) AS churn
  FROM months
  CROSS JOIN generate_series(0, 2) AS back
  JOIN LATERAL (
    SELECT 1.0 * count(*) FILTER (WHERE cancelled_at AT TIME ZONE 'UTC' < months.next - back * interval '1 month')
      / nullif(count(*), 0) AS part
    FROM billing_funnel
    WHERE paid_at AT TIME ZONE 'UTC' < months.month - back * interval '1 month'
      AND (cancelled_at IS NULL OR cancelled_at AT TIME ZONE 'UTC' >= months.month - back * interval '1 month')
  ) AS lost ON lost.part IS NOT NULL
  GROUP BY months.month
)
SELECT month, currency AS series, round(pays / churn, 2) AS value
FROM paying JOIN leaving USING (month)
WHERE churn > 0 ORDER BY month, currency"""
        ),
        "money",
        True,
    ),
)
