"""Every field of every model: what it is, and what becomes of it when a person is erased.

A field that nobody classified fails `gdpr/tests/test_every_field_is_classified.py`. To mend that, find the model below (or add it, in the
order in which rows may be deleted) and name the field in one of:

- `personal`: about the person. It is exported, and deleted with its row.
- `hidden`: about the person, but a password, a key or a hash. Deleted with its row, never exported.
- `link`: says who did something to a thing that is an organization's. Emptied; the thing stays.
- `kept`: leads to the person and stays, with the reason.
- `organization`: belongs to an organization, which answers for it. Goes with the organization only.
- `plain`: not personal: ids, codes, counts, settings.
"""

from __future__ import annotations

from gdpr import finders
from gdpr.classes import Source

NO_NAME = "an id alone: once the person's row is gone it names nobody"
PEOPLE: tuple[Source, ...] = (
    Source(
        model="sessions.Session",
        what="signed-in browsers",
        find=finders.sessions_of,
        hidden="session_key session_data",
        personal="expire_date",
    ),
    Source(
        model="usersessions.UserSession",
        what="the list of a person's browsers: address, program, last use",
        owner=("user_id",),
        personal="id user created_at ip last_seen_at user_agent data",
        hidden="session_key",
    ),
    Source(
        model="accounts.TokenFamily",
        what="programs and devices that signed in through the API",
        owner=("user_id",),
        personal="id user organization rotated_at created_at last_used_at expires_at revoked_at revoked_for address user_agent",
        hidden="current_jti previous_jti",
    ),
    Source(
        model="mfa.Authenticator",
        what="second factors: authenticator programs, recovery codes, passkeys",
        owner=("user_id",),
        personal="id user type created_at last_used_at",
        hidden="data",
    ),
    Source(
        model="account.EmailConfirmation",
        what="links that confirm an address",
        owner=("email_address__user_id",),
        personal="id email_address created sent",
        hidden="key",
    ),
    Source(
        model="account.EmailAddress",
        what="the person's addresses",
        owner=("user_id",),
        address=("email",),
        personal="id user email verified primary",
    ),
    Source(
        model="mails.Mail",
        what="mails that wait or were sent",
        owner=("user_id",),
        address=("address",),
        personal="id user address template language tries error created_at sent_at given_up_at",
        hidden="facts",
    ),
    Source(
        model="accounts.Membership",
        what="the organizations that a person works in, and as what",
        owner=("user_id",),
        personal="id organization user role created_at",
    ),
    Source(
        model="projects.ProjectMember",
        what="narrowed projects that a person is named on",
        owner=("user_id",),
        personal="id organization project user created_at",
    ),
    Source(
        model="accounts.Invitation",
        what="invitations by email",
        owner=("accepted_by_id",),
        address=("email",),
        personal="id organization email role created_at expires_at accepted_at accepted_by revoked_at",
        hidden="digest",
        link="invited_by",
        told="id organization role created_at",
    ),
    Source(
        model="accounts.AuditOrigin",
        what="name, address, network address and program of those whom the audit trail speaks of",
        owner=("actor_id",),
        address=("email",),
        personal="id actor_kind actor_id name email address user_agent note created_at",
        hidden="digest",
    ),
    Source(
        model="admin.LogEntry",
        what="what staff did in the admin, and what was done there to a person's account",
        find=finders.admin_log_of,
        personal="id action_time user content_type object_id object_repr action_flag change_message",
    ),
    Source(
        model="jobs.KeptReply",
        what="answers to requests that may come twice, for a day",
        owner=("actor_id",),
        personal="id actor_id key status body created_at",
        hidden="digest",
        organization="organization",
    ),
    Source(
        model="boq.Turn",
        what="a person's questions to bills, and the answers",
        owner=("conversation__user_id",),
        personal="id question language answer given left_out status error_code created_at finished_at",
        organization="organization conversation position model input_tokens output_tokens cost cost_currency",
    ),
    Source(
        model="boq.Conversation",
        what="a person's conversations on bills",
        owner=("user_id",),
        personal="id user title created_at",
        organization="organization project boq",
    ),
    Source(
        model="support.Attachment",
        what="files that a person attached to messages to support, and those they were answered with",
        owner=("message__ticket__requester_id",),
        address=("message__ticket__address",),
        personal="id message name size sha256 created_at",
        hidden="file",
    ),
    Source(
        model="support.Message",
        what="messages to support, the answers, and internal notes on them",
        owner=("ticket__requester_id",),
        address=("ticket__address", "address"),
        personal="id ticket kind by_mail address public text created_at",
        hidden="digest",
        link="author",
        told="id created_at",
    ),
    Source(
        model="support.Ticket",
        what="what a person asked support",
        owner=("requester_id",),
        address=("address",),
        personal="id number organization requester address subject status priority source language request_id error_code "
        "first_response_at solved_at closed_at score score_words created_at updated_at key",
        link="assignee",
        told="id number created_at",
    ),
    Source(
        model="gdpr.Consent",
        what="which version of which document was accepted, when and how",
        tells=finders.consents_of,
        kept={
            "person_id": "proof that the terms were accepted; it leads to a person only while gdpr.ConsentPerson has a row"
        },
        plain="id document version language digest how given_at",
        told="document version language how given_at",
    ),
    Source(
        model="gdpr.ConsentPerson",
        what="whose consents those are",
        owner=("user_id",),
        personal="id user",
    ),
    Source(
        model="gdpr.PrivacyRequest",
        what="requests about personal data, and their answers",
        owner=("user_id",),
        personal="id user kind text created_at due_at answer answered_at",
    ),
    Source(
        model="gdpr.DataExport",
        what="exports of personal data",
        owner=("user_id",),
        personal="id user size sha256 created_at expires_at downloads",
        hidden="file",
    ),
    Source(
        model="gdpr.ErasureRequest",
        what="that somebody asked to be erased, and what became of it",
        link="user",
        told="id status requested_at due_at",
        plain="id status digest language successors receipt requested_at due_at cancelled_at finished_at",
    ),
    Source(
        model="accounts.AuditEntry",
        what="who did what to which object: ids and codes",
        kept={"actor_id": NO_NAME, "impersonator_id": NO_NAME},
        organization="organization_id",
        plain="id actor_kind origin_id action target_type target_id facts request_id created_at",
        told="action target_type target_id organization_id created_at",
    ),
    Source(
        model="accounts.User",
        what="the account itself",
        owner=("id",),
        personal="id email name language theme digits unwanted_mails hints_done "
        "last_login is_superuser is_staff is_active date_joined short_password llm_opt_out "
        "processing_restricted_at "
        "groups user_permissions",
        hidden="password",
    ),
)
WORK: tuple[Source, ...] = (
    Source(
        model="accounts.Organization",
        what="firms that work here",
        tells=finders.organizations_of,
        told="id name created_at",
        organization="name",
        plain="id created_at llm_opt_out llm_use_environment plan plan_ends_at require_second_factor members deleted_at",
    ),
    Source(
        model="accounts.ApiKey",
        what="keys of an organization's programs",
        link="created_by",
        organization="organization name",
        plain="id prefix digest scopes expires_at last_used_at created_at revoked_at replaced_by",
        told="id name prefix created_at",
    ),
    Source(
        model="accounts.QuotaUse",
        what="how much of its plan an organization used on a day: counts, nobody's in particular",
        plain="id organization day meter used",
    ),
    Source(
        model="billing.Subscription",
        what="what an organization pays at Stripe: ids, states and dates",
        organization="organization customer_id subscription_id price_id paid_until past_due_since last_payment_at money_back_at "
        "disputed living",
        plain="plan state asked_at created_at",
    ),
    Source(
        model="billing.StripeEvent",
        what="that Stripe told something: ids and kinds",
        organization="organization",
        plain="id kind outcome happened_at heard_at",
    ),
    Source(
        model="billing.UpgradeRequest",
        what="requests for another plan",
        link="asked_by settled_by",
        organization="organization words answer",
        plain="id plan status created_at settled_at",
        told="id plan status created_at",
    ),
    Source(
        model="billing.PlanNotice",
        what="that owners were told of the end of a plan",
        plain="id organization kind ends_at created_at",
    ),
    Source(
        model="billing.Funnel",
        what="when an organization came to each step from signing up to paying: dates, nobody's in particular",
        plain="id organization signed_up_at first_upload_at first_receipt_at first_export_at trial_ended_at upgrade_asked_at "
        "paid_at cancelled_at paid_plan",
    ),
    Source(
        model="accounts.Event",
        what="the outbox: ids and codes of what happened",
        organization="organization payload",
        plain="id kind request_id created_at read_at",
    ),
    Source(
        model="webhooks.Endpoint",
        what="addresses of an organization's programs that are told of events, with their secrets, encrypted",
        link="created_by",
        organization="organization name url description secret previous_secret",
        plain="id kinds enabled disabled_reason disabled_at previous_ends_at failures failing_since rests_until created_at updated_at",
        told="id name created_at",
    ),
    Source(
        model="webhooks.Delivery",
        what="messages to those addresses: ids and codes",
        organization="organization endpoint body",
        plain="id event_id kind request_id status tries error status_code next_try_at lease_token lease_expires_at created_at finished_at",
    ),
    Source(
        model="webhooks.Attempt",
        what="tries to deliver them, and the beginning of the answers, masked",
        organization="organization delivery reply",
        plain="id number started_at milliseconds status_code error",
    ),
    Source(
        model="support.CannedReply",
        what="ready answers of the operator's staff",
        plain="id title language text enabled",
    ),
    Source(
        model="jobs.Job",
        what="work in the background",
        link="requested_by",
        organization="organization project_id payload result error_facts",
        plain="id kind subject_id status phase done total error_code request_id attempts lease_token lease_expires_at cancel_requested "
        "woken_at created_at started_at finished_at",
        told="id kind status created_at",
    ),
    Source(
        model="projects.Project",
        what="projects",
        link="created_by",
        organization="organization name client location currency",
        plain="id narrowed created_at updated_at",
        told="id name created_at",
    ),
    Source(
        model="projects.Tender",
        what="tenders",
        organization="organization project name closes_at",
        plain="id created_at",
    ),
    Source(model="projects.Bidder", what="bidders", organization="organization tender name", plain="id created_at"),
    Source(
        model="website.DemoBill",
        what="the files of the operator's own that everybody may read in the demo",
        plain="language upload",
    ),
    Source(
        model="website.DailyCount",
        what="how often public pages were opened: numbers a day, nobody's in particular",
        plain="id day page language referrer opened",
    ),
    Source(
        model="website.Exposure",
        what="who saw which variant of a page first; of visitors a hash whose salt is thrown away at the end of the day",
        link="user",
        plain="id experiment variant subject seen_at converted_at",
        told="experiment variant seen_at converted_at",
    ),
    Source(
        model="boq.Upload",
        what="files as they came",
        link="uploaded_by",
        organization="organization project file name size sha256",
        plain="id llm_opt_out created_at",
        told="id name size sha256 created_at",
    ),
    Source(
        model="boq.SheetChunk",
        what="rows of files",
        organization="organization upload sheet data",
        plain="id position first_row rows",
    ),
    Source(
        model="boq.Boq",
        what="bills as they were read",
        link="created_by",
        organization="organization project upload name mapping total stated_total receipt_text row_kinds",
        plain="id engine_version format language currency rounding rounding_basis items_count sections_count findings_count ties_out "
        "created_at",
        told="id name created_at",
    ),
    Source(
        model="boq.Section",
        what="sections of bills",
        organization="organization boq parent title sheet total stated_total stated_total_cell",
        plain="id position last level key ref row items_count",
    ),
    Source(
        model="boq.Item",
        what="items of bills",
        organization="organization boq section description unit quantity raw_quantity quantity_formula sheet note resolved preamble",
        plain="id position key kind standing ref unit_code unit_factor row page ref_column description_column unit_column quantity_column "
        "hidden resolved_row preamble_row",
    ),
    Source(
        model="boq.Total",
        what="totals that files state",
        organization="organization boq label party section amount expected claims formula parts adds missing extra typed",
        plain="id position kind verdict cell",
    ),
    Source(
        model="boq.PriceSet",
        what="one party's prices",
        organization="organization boq party version bidder source total",
        plain="id position created_at",
    ),
    Source(
        model="boq.Price",
        what="prices of items",
        organization="organization price_set item rate amount calculated components raw_rate raw_amount amount_formula",
        plain="id state rate_base rate_column amount_column amount_row",
    ),
    Source(
        model="boq.Finding",
        what="findings in bills",
        organization="organization boq analysis sheet facts",
        plain="id position origin code severity item_key row cell created_at",
    ),
    Source(
        model="boq.Analysis",
        what="analyses of bills",
        link="requested_by",
        organization="organization boq options route summary state stats cost cost_currency",
        plain="id analyst model complete input_tokens output_tokens created_at finished_at",
        told="id analyst model created_at",
    ),
    Source(
        model="boq.Classification",
        what="cost groups of items",
        organization="organization analysis",
        plain="id item_key group confidence step",
    ),
    Source(
        model="boq.Export",
        what="downloads of bills",
        link="requested_by",
        organization="organization boq name file size",
        plain="id format language created_at expires_at",
        told="id name created_at",
    ),
    Source(
        model="boq.Layout",
        what="layouts of files",
        link="made_by",
        organization="organization name sheets settled upload",
        plain="id fingerprint enabled made_at used_count used_at",
        told="id name made_at",
    ),
    Source(
        model="llm.LlmProvider",
        what="providers of language models, and their terms",
        link="terms_recorded_by",
        organization="organization name base_url terms_place terms_retention terms_days terms_training terms_url terms_recorded_at",
        plain="id preset model position enabled input_price output_price cached_input_price currency timeout_seconds max_parallel "
        "requests_per_minute tokens_per_minute created_at updated_at",
        told="id name terms_recorded_at",
    ),
    Source(
        model="llm.LlmKey",
        what="keys of those providers, encrypted",
        link="created_by",
        organization="organization provider label secret",
        plain="id active last_used_at created_at",
        told="id label created_at",
    ),
    Source(
        model="llm.Budget",
        what="what an organization may spend on models",
        link="updated_by",
        organization="organization monthly_cost monthly_tokens",
        plain="currency updated_at",
        told="organization updated_at",
    ),
    Source(model="llm.Purse", what="what it spent", organization="organization spent reserved", plain="id month name"),
    Source(
        model="llm.LedgerEntry",
        what="questions to models, what they cost, and the replies",
        organization="organization reply cost held likely_cost",
        plain="id subject_id prompt provider model answered_by input_hash status token expires_at reserved_tokens endpoint likely_tokens "
        "input_tokens output_tokens cached_input_tokens estimated currency calls milliseconds cached error_code created_at settled_at",
    ),
    Source(
        model="llm.KeptAnswer",
        what="answers of models about works",
        organization="organization answer",
        plain="id question model created_at",
    ),
    Source(
        model="llm.Embedding",
        what="vectors of texts of works",
        organization="organization vector",
        plain="id model digest created_at",
    ),
    Source(
        model="llm.OwnQuestion",
        what="questions that an organization wrote for its analyses",
        link="created_by",
        organization="organization title instruction",
        plain="id series version retired created_at",
        told="id title created_at",
    ),
)
MACHINERY: tuple[Source, ...] = (
    Source(model="auth.Permission", what="permissions of the admin", plain="id name content_type codename"),
    Source(model="auth.Group", what="groups of the admin", plain="id name permissions"),
    Source(
        model="website.Flag",
        what="what is switched on for whom; the operator's choice, not the person's",
        plain="id name everyone percent testing superusers staff authenticated languages rollout note created modified groups users "
        "organizations",
    ),
    Source(model="waffle.Switch", what="not used", plain="id name active note created modified"),
    Source(model="waffle.Sample", what="not used", plain="id name percent note created modified"),
    Source(model="contenttypes.ContentType", what="names of models", plain="id app_label model"),
    Source(model="django_celery_beat.SolarSchedule", what="timetable", plain="id event latitude longitude"),
    Source(model="django_celery_beat.IntervalSchedule", what="timetable", plain="id every period"),
    Source(model="django_celery_beat.ClockedSchedule", what="timetable", plain="id clocked_time"),
    Source(
        model="django_celery_beat.CrontabSchedule",
        what="timetable",
        plain="id minute hour day_of_month month_of_year day_of_week timezone",
    ),
    Source(model="django_celery_beat.PeriodicTasks", what="timetable", plain="ident last_update"),
    Source(
        model="django_celery_beat.PeriodicTask",
        what="timetable",
        plain="id name task interval crontab solar clocked args kwargs queue exchange routing_key headers priority expires expire_seconds "
        "one_off start_time enabled last_run_at total_run_count date_changed description",
    ),
    Source(
        model="gdpr.ErasureLedger",
        what="keyed hashes of the ids and addresses of those who were erased, so that a restore erases them again",
        plain="id request_id person emails erased_at",
    ),
    Source(
        model="gdpr.ProcessingActivity",
        what="the register of processing",
        plain="id code name purpose basis people data recipients transfers kept security ended_at updated_at",
    ),
    Source(
        model="gdpr.Breach",
        what="the log of breaches; its texts name no single person",
        plain="id title discovered_at began_at nature people records consequences measures authority_told_at delay_reason not_told_reason "
        "closed_at created_at",
    ),
    Source(model="gdpr.BreachNotice", what="who was told of a breach", plain="id breach whom told_at how"),
    Source(model="gdpr.RetentionRun", what="what retention removed", plain="id started_at finished_at dry_run counts"),
)
SOURCES: tuple[Source, ...] = (*PEOPLE, *WORK, *MACHINERY)
