"""What each error says to a person: what is the matter, and what to do next."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from boq.models import messages

MESSAGES: dict[str, messages.Text] = {
    "not_found": _("It does not exist, or not in this organization. Check the address, or switch the organization."),
    "forbidden": _("Your role does not allow this. Ask an owner or admin of the organization."),
    "unauthenticated": _("Sign in first, or send a valid access token."),
    "invalid_token": _("The token is not valid or has expired. Refresh it or sign in again."),
    "graph.bad_query": _("The query cannot be answered: {why}"),
    "graph.bad_body": _(
        "Send one JSON object with query, variables and operationName; not a list of them, and at most {limit} characters of query."
    ),
    "graph.too_deep": _("The query is {depth} levels deep, and {most} are answered. Ask in two steps, by id."),
    "graph.too_costly": _(
        "The query may come to {cost} fields, and {most} are answered at once. Ask for shorter pages with first, or for fewer fields."
    ),
    "graph.too_many_lists": _(
        "The query asks for {lists} lists and lookups, and {most} are answered at once. Send several queries."
    ),
    "graph.bad_page": _("first is a number from 1 to {most}, and after is the next of the page before."),
    "mcp.kept_from_models": _(
        "Whoever uploaded this file keeps it from language models, so that assistants do not read it. Read it in the application."
    ),
    "mcp.no_models": _(
        "The organization allows no language models, so that assistants read nothing here. An owner or admin decides that under Settings."
    ),
    "mcp.too_much": _("The answer would be longer than {limit} bytes. Narrow it, or ask for fewer rows."),
    "mcp.bad_origin": _("Pages of other sites may not come here. Let the assistant come without a browser."),
    "login_failed": _("Email or password is wrong. Check both, or reset the password."),
    "quota.uploads": _(
        "The plan allows {limit} uploads a day, and they are used up. Go on tomorrow, or change the plan."
    ),
    "quota.bytes": _(
        "The files of today are as large together as the plan allows. Go on tomorrow, or change the plan."
    ),
    "quota.analyses": _(
        "The plan allows {limit} analyses a day, and they are used up. Go on tomorrow, or change the plan."
    ),
    "quota.items": _(
        "The plan holds {limit} items in bills; {held} are there and {more} more do not fit. Delete bills or projects, or ask for another "
        "plan."
    ),
    "quota.no_place": _(
        "The organization's {limit} seats are taken. Ask whoever invited you to make room, or to change the plan; then open the link again."
    ),
    "plan.over": _(
        "The plan ended on {ended}. All that is here can be read, exported and downloaded. To begin something new, an owner asks for a "
        "plan under Settings, Plan."
    ),
    "billing.not_here": _("Plans are not sold through this server. Ask for a plan, and its staff answers."),
    "billing.unknown_plan": _("There is no such plan to ask for. Choose one of those on the page."),
    "billing.same_plan": _("The organization is on that plan already. Choose another."),
    "billing.asked_already": _("A request waits for an answer already. Wait for it, or withdraw it first."),
    "billing.no_request": _("No request waits for an answer."),
    "billing.settled_already": _("This request was answered or withdrawn already."),
    "billing.too_long": _("Say it in at most {most} characters."),
    "billing.no_words": _("Say why, in at most {most} characters: those who asked read it."),
    "billing.pays_already": _(
        "The organization has a subscription already. Change or end it on the page of payments, so that nothing is paid twice."
    ),
    "billing.no_customer": _("Nothing was paid here yet, so there is no page of payments. Choose a plan first."),
    "billing.unavailable": _("The payment service does not answer. Nothing was charged. Try again in some minutes."),
    "billing.refused": _(
        "The payment service did not take the request. Nothing was charged. Tell the operator the request id."
    ),
    "billing.bad_signature": _("The signature is missing, wrong or too old. Check the secret of the endpoint."),
    "quota.seats": _(
        "The plan has {limit} seats, and they are taken. Remove a member or an invitation, or change the plan."
    ),
    "mfa_required": _(
        "The password is right. Send a code of your second factor with the mfa_token, or ask for a passkey."
    ),
    "mfa.expired": _("This step took too long, or was taken already. Sign in again with your password."),
    "mfa.wrong": _("This is not right, or was used before. Take the code that is shown now."),
    "mail.failed": _("The mail could not be delivered. Check the address and the mail settings of the server."),
    "token_rotated": _("This token was replaced a moment ago. Use the newer one."),
    "token_reused": _("This token was replaced long ago, so the sign-in has ended for safety. Sign in again."),
    "verification.bad_key": _("The link is not valid or too old. Ask for a new one."),
    "reset.bad_key": _("The link is not valid, was used before, or is too old. Ask for a new one."),
    "password.new_needed": _(
        "Your password is shorter than what is asked of people without a second factor, and you have none any more. "
        "Choose a new one with the link that “Forgot your password?” sends you."
    ),
    "password.wrong": _("That is not right. Send your present password, or a code of your second factor."),
    "second_factor.already": _("There is an authenticator app already. Take it away first."),
    "second_factor.none": _("There is no such second factor. Set one up first."),
    "second_factor.not_begun": _("The set-up was not begun, or took too long. Begin again."),
    "email_unverified": _("Verify your email address first: open the link in the message we sent."),
    "too_many_attempts": _("Too many wrong tries. Wait {minutes} min, then try again."),
    "second_factor.short_password": _(
        "Your password is so short because a second factor stands beside it. Choose a longer one first, then take this away."
    ),
    "email_taken": _("There is an account with this email already. Sign in, or reset the password."),
    "organization.not_found": _("You are not a member of that organization. Choose one of yours."),
    "contact.nobody": _("Those who run this server have not said how to reach them. Ask whoever gave you its address."),
    "organization.no_name": _("An organization needs a name."),
    "organization.too_many": _("You own {most} organizations already. Delete one, or hand one over."),
    "organization.last_owner": _("An organization keeps at least one owner. Hand it over first, or delete it."),
    "organization.no_heir": _("Choose another member who can sign in."),
    "organization.name_differs": _("That is not the name of the organization. Type it as it stands above."),
    "organization.no_factor_yet": _("Set up a second factor of your own first; then demand it of everybody."),
    "members.owners_only": _("Only an owner can make, change or remove an owner. Ask one."),
    "members.not_oneself": _("Nobody gives themselves a higher role. Ask an owner."),
    "invitation.not_open": _(
        "This invitation is not open: it was used or taken back, or its time is over. Ask for a new one."
    ),
    "invitation.other_address": _(
        "This invitation is for another address. Sign in with the one that was invited, or ask for one to your own."
    ),
    "invitation.member_already": _("That person is a member already."),
    "invitation.joined_already": _("You are a member of that organization already. Switch to it."),
    "invitation.asked_already": _("That address has been invited already. Send the invitation again, or take it back."),
    "invitation.just_sent": _("It was sent a moment ago. Wait {seconds} seconds before you send it again."),
    "invitation.too_many_open": _("{most} invitations wait for an answer. Take some back first."),
    "invitation.too_many_today": _("{most} invitations were sent within a day. Go on tomorrow."),
    "project.not_a_member": _("Only members of the organization can be named on a project."),
    "sign_in_again": _(
        "For this you must have signed in within the last {minutes} minutes. Sign in again, then repeat it."
    ),
    "invalid_input": _("Something in the request is not right; the facts name each field."),
    "bad_text": _("The text holds characters that cannot be stored (NUL or broken surrogates). Remove them."),
    "address_too_long": _("The address is longer than {most} bytes. Ask for less at once."),
    "csrf_failed": _(
        "The form was not sent from this page, or it was open for too long. Go back, reload the page and send it again."
    ),
    "stale_version": _("It has changed since you looked. Fetch it again, and repeat the change if it still holds."),
    "repeat.bad_key": _("An Idempotency-Key has 1 to 255 plain letters, digits and signs, without blanks."),
    "repeat.other_request": _(
        "This Idempotency-Key was used for another request within a day. Take a new key for each new request."
    ),
    "malformed": _("The request could not be read. Send valid JSON or a form."),
    "method_not_allowed": _("This address does not take that method."),
    "not_acceptable": _("This address cannot answer in that format. Ask for JSON."),
    "unsupported_media_type": _("Send JSON, or a multipart form for files."),
    "too_large": _("The file is larger than {limit_mb} MB. Split it, or ask the operator to raise the limit."),
    "no_file": _("No file came with the request. Send it as the form field “file”."),
    "privacy.only_the_person": _("Only the person themselves may do this, not somebody who works in their name."),
    "privacy.restricted": _(
        "You had the processing of your data restricted: nothing is worked with. Lift that under Settings, “Data and privacy”, first."
    ),
    "privacy.erasure_waits": _("You have asked to be erased already. You can change your mind until it is due."),
    "privacy.erasure_over": _("This erasure is over: it was done or cancelled. There is nothing left to call off."),
    "privacy.no_erasure": _("No erasure is waiting."),
    "privacy.no_successor": _("Choose who takes over “{organization}”: a member who can sign in."),
    "privacy.export_running": _("Your data is being gathered already. You get a mail when it is ready."),
    "privacy.export_not_ready": _("The export is still being made. Wait for the mail, then open the link in it."),
    "privacy.export_expired": _("The time of this export is over, and its file was removed. Ask for a new one."),
    "privacy.old_version": _("Version {newest} of this document holds now. Read it, and accept that one."),
    "privacy.bad_request": _("Say what it is and what it is about, in at most {most} characters."),
    "job.already_running": _("This is being worked on already. Wait for it, or cancel it first."),
    "job.not_cancellable": _("This job has already ended; there is nothing to cancel."),
    "job.poisoned": _("The job failed three times in a row without an answer. Tell the operator the request id."),
    "job.failed": _("Something went wrong on our side. Try again; if it happens again, tell the operator the job id."),
    "job.cancelled": _("The job was cancelled. Nothing was kept."),
    "mapping.not_waiting": _("This upload is not waiting for a decision. Upload the file again to change its reading."),
    "mapping.unknown_sheet": _("The file has no sheet called “{sheet}”. Use one of the names in the preview."),
    "mapping.bad_column": _("“{column}” is not a column. Use letters such as A, B or AC."),
    "mapping.unknown_role": _("“{role}” is not a kind of column Mizan knows. Use one of those in the preview."),
    "mapping.no_columns": _("Say which columns hold the description and at least one figure on “{sheet}”."),
    "mapping.bad_mark": _("“{mark}” is no decimal mark. Use a point or a comma."),
    "mapping.bad_rows": _(
        "Rows {rows} do not exist. Give the numbers that stand beside the rows, the smaller one first."
    ),
    "mapping.unknown_kind": _("“{kind}” is not a kind of row that can be said. Use one of those in the list."),
    "mapping.too_many_rows": _(
        "More than {limit} changes of rows were sent. Say it of longer runs of rows, or change the columns."
    ),
    "mapping.busy": _("Other files are being tried just now. Wait a moment and try again; nothing is lost."),
    "layout.no_name": _("A layout needs a name. Say for example whose files they are."),
    "mapping.incomplete": _("Say what to do: accept the reading shown, or give columns for at least one sheet."),
    "analysis.already_running": _("An analysis of this bill is running already. Wait for it, or cancel it first."),
    "ask.bad_question": _("Write a question of at most {most} characters."),
    "ask.no_provider": _(
        "There is no language model to ask. An owner or admin can add one; the same queries can be made by hand."
    ),
    "ask.still_answering": _("The last question is still being answered. Wait for it, or stop it."),
    "ask.too_long": _("This conversation has {most} questions. Begin a new one."),
    "ask.no-data": _(
        "I can only answer from the data of the bill, and this answer did not rest on it. Ask for what the bill holds."
    ),
    "ask.too-many-rounds": _("The question took more queries than allowed. Ask for less at once."),
    "question.no_words": _("Give the question a title, and say what to look for."),
    "question.too_many": _("There are {most} questions already. Retire one that nobody asks any more."),
    "analysis.unknown_kind": _("“{kind}” is no question that Mizan can ask. Use one of those on the page of analyses."),
    "analysis.nothing_chosen": _("Choose at least one question."),
    "analysis.unknown_standard": _("“{standard}” is no classification that Mizan knows. Use one of those in the list."),
    "analysis.unknown_language": _("“{language}” is not one of the languages of analyses. Use en, ar or ru."),
    "analysis.bad_runs": _("Ask between 1 and {most} times."),
    "analysis.nothing_to_send": _(
        "There is no such text: nothing would be sent for it. Go back to the page of analyses."
    ),
    "analysis.nothing_to_resume": _("The last analysis has nothing left to do. Start a new one."),
    "provider.bad_address": _(
        "No model can be asked at that address. Give http:// or https://, the host, and the path up to /v1: no name, password, “?” or “#”."
    ),
    "provider.private_address": _(
        "The address leads into a private network, which this server does not allow. Give a public one, or ask the operator to set "
        "LLM_ALLOW_PRIVATE=1."
    ),
    "provider.terms_missing": _(
        "“{name}” stays off until its terms are recorded: where texts are processed, how long they are kept, and whether models are "
        "trained on them. Record them, then switch it on."
    ),
    "provider.terms_incomplete": _(
        "Say where texts are processed, how long they are kept, and whether models are trained on them; “not known” is an answer."
    ),
    "provider.days_missing": _("Say how many days the texts are kept."),
    "provider.key_missing": _("“{name}” wants a key. Add one, then switch it on."),
    "provider.bad_key": _(
        "That can be no key: it has to be one word of plain letters, digits and signs, at most {limit} of them."
    ),
    "provider.too_many": _("There are {limit} providers already. Remove one that is not used."),
    "provider.too_many_keys": _("There are {limit} keys already. Delete one that is not used."),
    "provider.being_tried": _(
        "A connection of your organization is being tested already. Wait a moment and test again."
    ),
    "llm.opted_out": _(
        "Your organization has opted out of language models: nothing is sent. An owner or admin can change that."
    ),
    "llm.bad-address": _(
        "The provider's address leads into a private network, which this server does not allow. Nothing was sent. Ask an owner or admin "
        "to correct it."
    ),
    "secret.unreadable": _(
        "A kept secret cannot be read: the key it was encrypted with is missing. Ask the operator to put it back into "
        "FIELD_ENCRYPTION_KEYS, or enter the secret anew."
    ),
    "staff.no_reason": _("Give a reason of at most {most} characters."),
    "staff.not_oneself": _("Staff does not change their own access here. Ask a colleague."),
    "staff.not_this_person": _("Nobody works in the name of staff, or of a person who may not sign in."),
    "staff.not_in_their_name": _(
        "This is the person's own: it stays closed while you work in their name. Go back to being yourself first."
    ),
    "staff.last_owner": _(
        "This person is the last owner of {organizations} organizations with other members. Have them handed over first."
    ),
    "staff.verified_already": _("This person's address has been verified already."),
    "key.no_name": _("Give the key a name that says what program uses it."),
    "key.no_scope": _("Choose at least one thing that the key may do."),
    "key.unknown_scope": _("There is no scope called {scopes}. Use those in the list."),
    "key.past_date": _("The key would have ended already. Give a later date."),
    "key.bad_overlap": _("The old key can work on for at most {days} days."),
    "key.too_many": _("There are {most} keys already. Revoke one that is not used."),
    "key.ended": _("This key has ended or has been replaced already. Make a new one."),
    "key.not_here": _("API keys cannot be used here. Sign in as a person."),
    "key.scope_missing": _("The key lacks the scope for this: {scopes}. Make a key that has it."),
    "support.no_subject": _("Say in a few words what it is about."),
    "support.no_text": _("Write what happened, and what you expected."),
    "support.too_long": _("That is too long. Give {most} characters at most; attach the rest as a file."),
    "support.too_many_files": _("Attach {most} files at most to one message."),
    "support.file_too_large": _("“{name}” is too large. A file may have {limit_mb} MB at most."),
    "support.file_kind": _("“{name}” cannot be attached. Pictures, PDF, texts, bills and archives can: {kinds}."),
    "support.file_unlike": _("“{name}” is not what its name says. Save it anew in its own format, then attach it."),
    "support.too_many": _(
        "Many messages came from you within the hour. Wait {minutes} min, or add to a ticket you have."
    ),
    "support.closed": _("This ticket is closed. Open a new one and name its number."),
    "support.not_solved": _("You can say how content you are once the ticket is solved."),
    "support.bad_score": _("Give a number from 1 (bad) to 5 (good)."),
    "support.unknown_staff": _("That person does not answer tickets. Choose somebody of the staff."),
    "support.bad_signature": _(
        "The signature is wrong or too old. Sign the time and the mail with SUPPORT_INBOUND_SECRET."
    ),
    "support.mail_unreadable": _("That is no mail that can be read. Hand it over as it came, as MIME."),
    "webhook.no_name": _("Give the webhook a name that says what program it tells."),
    "webhook.bad_address": _(
        "Nothing can be sent to that address. Give https://, the host, and a path: no name, password, blanks or “#”."
    ),
    "webhook.private_address": _(
        "The address leads into a private network, which this server does not allow. Give a public one, or ask the operator to set "
        "WEBHOOK_PRIVATE_ADDRESSES."
    ),
    "webhook.https_only": _(
        "Only https:// is sent to, so that nobody on the way reads or changes a message. Give such an address."
    ),
    "webhook.bad_port": _("Only the ports {ports} are sent to. Give an address with one of them, or with none."),
    "webhook.unknown_kind": _("There is no event called {kinds}. Use those in the list."),
    "webhook.too_many": _("There are {most} webhooks already. Delete one that is not used."),
    "webhook.bad_overlap": _("The old secret can sign on for at most {days} days."),
    "webhook.off": _("The webhook is off. Switch it on first."),
    "webhook.on_the_wire": _("It is being sent just now. Wait a moment, and look what comes of it."),
    "webhook.too_many_by_hand": _("At most {most} messages a minute are sent by hand. Wait {seconds} seconds."),
    "second_factor.required": _(
        "This organization wants a second factor. Set one up under Settings, Security, then come back."
    ),
    "export.unknown_format": _("That format is not known. Use one of: {formats}."),
    "export.expired": _("This export has been removed after its time. Make it again."),
    "export.not_ready": _("This export is still being made. Try again in a moment."),
    "server_error": _(
        "Something went wrong on our side. Try again; if it happens again, tell the operator the request id."
    ),
    "unavailable": _(
        "A part of the server does not answer at this moment. Nothing was changed. Try again in some seconds."
    ),
    "storage_full": _(
        "The server has no room for files at this moment. Nothing was kept. Try again in some minutes; if it lasts, tell the operator."
    ),
    "throttled": _("Too many requests. Wait {seconds} seconds and try again."),
}
