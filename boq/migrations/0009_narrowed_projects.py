"""Jobs that were asked for before projects could be narrowed learn in which project they work; a layout's file says when it goes."""

from django.db import migrations, models

import boq.models.layouts

OF_UPLOADS = """
UPDATE jobs_job SET project_id = subject.project_id FROM boq_upload AS subject
WHERE jobs_job.project_id IS NULL AND jobs_job.kind = 'import' AND subject.id = jobs_job.subject_id
"""
OF_BILLS = """
UPDATE jobs_job SET project_id = subject.project_id FROM boq_boq AS subject
WHERE jobs_job.project_id IS NULL AND jobs_job.kind = 'analysis' AND subject.id = jobs_job.subject_id
"""
OF_EXPORTS = """
UPDATE jobs_job SET project_id = bill.project_id FROM boq_export AS subject JOIN boq_boq AS bill ON bill.id = subject.boq_id
WHERE jobs_job.project_id IS NULL AND jobs_job.kind = 'export' AND subject.id = jobs_job.subject_id
"""
OF_QUESTIONS = """
UPDATE jobs_job SET project_id = talk.project_id FROM boq_turn AS subject JOIN boq_conversation AS talk ON talk.id = subject.conversation_id
WHERE jobs_job.project_id IS NULL AND jobs_job.kind = 'question' AND subject.id = jobs_job.subject_id
"""


class Migration(migrations.Migration):
    dependencies = [
        ("boq", "0008_uploads_kept_from_models"),
        ("jobs", "0003_access"),
        ("projects", "0002_access"),
    ]

    operations = [
        *(migrations.RunSQL(sql, migrations.RunSQL.noop) for sql in (OF_UPLOADS, OF_BILLS, OF_EXPORTS, OF_QUESTIONS)),
        migrations.AlterField(
            model_name="layout",
            name="upload",
            field=models.ForeignKey(
                null=True, on_delete=boq.models.layouts.outlive_open_projects, related_name="+", to="boq.upload"
            ),
        ),
    ]
