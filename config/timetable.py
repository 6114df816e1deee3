"""What beat wakes, and how often, in seconds. Beat keeps it in the database, where an operator may change how often.

A name that is taken away here stays there, and wakes a task that is no more: a migration removes it, as
`mails/migrations/0002_forgetting_is_retention.py` does.
"""

from __future__ import annotations

TIMETABLE: dict[str, dict[str, object]] = {
    "reap-jobs": {"task": "jobs.tasks.reap", "schedule": 5.0},
    "forget-replies": {"task": "jobs.tasks.forget_replies", "schedule": 3600.0},
    "sweep-llm-reservations": {"task": "llm.tasks.sweep_reservations", "schedule": 60.0},
    "remove-deleted-organizations": {"task": "accounts.tasks.remove_deleted", "schedule": 60.0},
    "send-webhooks": {"task": "webhooks.tasks.send_due", "schedule": 5.0},
    "forget-exports": {"task": "boq.tasks.forget_expired_exports", "schedule": 3600.0},
    "forget-data-exports": {"task": "gdpr.tasks.forget_expired_exports", "schedule": 3600.0},
    "erase-who-is-due": {"task": "gdpr.tasks.queue_due_erasures", "schedule": 600.0},
    "watch-plans": {"task": "billing.tasks.watch", "schedule": 3600.0},
    "reconcile-payments": {"task": "billing.tasks.reconcile", "schedule": 86_400.0},
    "close-solved-tickets": {"task": "support.tasks.close_solved", "schedule": 3600.0},
    "gather-figures": {"task": "website.tasks.gather_figures", "schedule": 60.0},
    "retention": {"task": "gdpr.tasks.retention", "schedule": 86_400.0},
}
