"""Files, bills, what was found in them, and conversations on them."""

from __future__ import annotations

from gdpr.classes import Source

PEOPLE: tuple[Source, ...] = (
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
)
WORK: tuple[Source, ...] = (
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
)
