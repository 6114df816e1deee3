"""Copies: sealed so that any change shows, written once, kept as long as something needs them, and told of as they are."""

from __future__ import annotations

import io
import json
import os
import tomllib
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs

import pytest

from config.env import read_environment
from config.tests.servers import Reply, serving
from scripts.operations import backup, files, points, restoring, retention, wal
from scripts.operations.base import Base, bases
from scripts.operations.cluster import Cluster
from scripts.operations.database import differences
from scripts.operations.documents import save_json
from scripts.operations.faults import OperationFault, SettingsFault
from scripts.operations.health import backup_faults
from scripts.operations.sealing import BLOCK, NotGenuine, Sealer, new_key, read_key
from scripts.operations.settings import KNOWN, ROOT, Keep, read_settings
from scripts.operations.status import note_failure, note_success, read_status

MB16 = 16 * 1024 * 1024


@pytest.fixture
def home(tmp_path):
    (tmp_path / "key").write_text(new_key())
    (tmp_path / "data" / "files").mkdir(parents=True)
    (tmp_path / "backup.toml").write_text(
        f'[target]\nfolder = "{tmp_path}/store"\nkey_file = "{tmp_path}/key"\n'
        f'[database]\nconnection = "host=127.0.0.1 port=1"\nprograms = "{tmp_path}"\n[files]\ndata_dir = "{tmp_path}/data"\n'
    )
    return tmp_path


@pytest.fixture
def given(home):
    return read_settings(home / "backup.toml")


@pytest.fixture
def store(given):
    return given.store()


@pytest.fixture
def sealer(given):
    return given.sealer()


def sealed(sealer, plain, name="a"):
    target = io.BytesIO()
    sealer.seal(io.BytesIO(plain), target, name)
    return target.getvalue()


def opened(sealer, kept, name="a"):
    return b"".join(sealer.open(io.BytesIO(kept), name))


@pytest.mark.parametrize("size", [0, 1, BLOCK - 1, BLOCK, BLOCK + 1, 2 * BLOCK + 17])
def test_what_was_sealed_opens_again_whatever_its_length(sealer, size):
    plain = os.urandom(size)
    assert opened(sealer, sealed(sealer, plain)) == plain


def test_a_copy_shows_nothing_of_what_is_in_it(sealer):
    assert b"secret" not in sealed(sealer, b"secret" * 1000)


def test_every_changed_byte_shows(sealer):
    kept = sealed(sealer, b"words of a bill" * 10)
    for place in range(len(kept)):
        changed = bytearray(kept)
        changed[place] ^= 1
        with pytest.raises(NotGenuine):
            opened(sealer, bytes(changed))


def test_a_copy_that_was_cut_off_does_not_open_also_between_two_frames(sealer):
    kept = sealed(sealer, os.urandom(2 * BLOCK))
    whole_frame = 28 + 4 + BLOCK + 16
    for length in (0, 10, 28, 40, whole_frame, len(kept) - 1):
        with pytest.raises(NotGenuine):
            opened(sealer, kept[:length])
    with pytest.raises(NotGenuine):
        opened(sealer, kept + b"x")


def test_a_copy_under_anothers_name_does_not_open(sealer):
    with pytest.raises(NotGenuine):
        opened(sealer, sealed(sealer, b"x", "wal/1"), "wal/2")


def test_another_key_does_not_open_it_and_an_old_one_does(sealer, home):
    kept = sealed(sealer, b"x")
    (home / "new").write_text(new_key())
    with pytest.raises(NotGenuine, match="another key"):
        opened(Sealer([read_key(home / "new")]), kept)
    assert opened(Sealer([read_key(home / "new"), read_key(home / "key")]), kept) == b"x"


def test_a_key_is_never_written_over(home, capsys):
    before = (home / "key").read_text()
    assert backup.main(["make-key", str(home / "key")]) == 1
    assert (home / "key").read_text() == before
    assert backup.main(["make-key", str(home / "other")]) == 0
    assert (home / "other").stat().st_mode & 0o777 == 0o600


def test_a_folder_never_changes_what_has_its_name(store):
    assert store.put("wal/1", lambda target: target.write(b"first"))
    assert not store.put("wal/1", lambda target: target.write(b"second"))
    with store.open("wal/1") as file:
        assert file.read() == b"first"


def test_a_copy_that_fails_on_the_way_leaves_no_name(store):
    def fails(target):
        target.write(b"half")
        raise OSError("no space left")

    with pytest.raises(OSError, match="no space"):
        store.put("wal/1", fails)
    assert list(store.list("")) == []
    assert not any(path.is_file() for path in store.folder.rglob("*"))


SEGMENT = "000000010000000000000005"


def test_a_segment_is_kept_once_and_comes_back_the_same(home, capsys):
    (home / "segment").write_bytes(b"log" * 1000)
    words = ["--config", str(home / "backup.toml")]
    for _ in range(2):  # PostgreSQL asks again after a crash
        assert backup.main([*words, "wal-archive", str(home / "segment"), SEGMENT]) == 0
    assert backup.main([*words, "wal-restore", SEGMENT, str(home / "back")]) == 0
    assert (home / "back").read_bytes() == b"log" * 1000
    assert read_status(home / "data" / "backups")["segment"] == SEGMENT


def test_another_segment_of_the_same_name_is_refused(home, capsys):
    words = ["--config", str(home / "backup.toml"), "wal-archive"]
    (home / "one").write_bytes(b"one")
    (home / "two").write_bytes(b"two")
    assert backup.main([*words, str(home / "one"), SEGMENT]) == 0
    assert backup.main([*words, str(home / "two"), SEGMENT]) == 1
    assert "two servers" in capsys.readouterr().err


def test_the_end_of_the_log_and_a_broken_copy_are_two_things(home, store):
    words = ["--config", str(home / "backup.toml"), "wal-restore", SEGMENT, str(home / "back")]
    assert backup.main(words) == wal.NOT_THERE
    store.put(wal.place_of(SEGMENT), lambda target: target.write(b"rubbish"))
    assert backup.main(words) == wal.BROKEN > 128
    assert not (home / "back").exists()


@pytest.mark.parametrize("name", ["../../etc/passwd", "00000001", "", SEGMENT + ";rm", SEGMENT.lower() + "g"])
def test_only_names_of_the_log_are_taken(name):
    with pytest.raises(OperationFault):
        wal.place_of(name)


def test_gaps_in_the_log_are_found_also_where_its_count_runs_over():
    kept = ["0000000100000000000000FE", "0000000100000000000000FF", "000000010000000100000001"]
    assert wal.gaps(kept, kept[0], MB16) == [256]
    assert wal.gaps([*kept, "000000020000000100000000"], kept[0], MB16) == []


def write(home, path, text):
    place = home / "data" / path
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(text)


def test_the_files_of_any_moment_come_back(home, given, store, sealer):
    write(home, "files/a", "first")
    files.save_full(given, store, sealer, "x", files.collect(given, store, sealer))
    before = datetime.now(UTC)
    write(home, "files/b", "second")
    (home / "data" / "files" / "a").unlink()
    seen = files.save_changes(given, store, sealer)
    assert (seen.sent, seen.removed) == (1, ["files/a"])
    assert set(files.listed_at(store, sealer, None)) == {"files/b"}
    then = files.listed_at(store, sealer, before)
    assert set(then) == {"files/a", "files/b"}  # rows of that moment may speak of what came with the next list
    there, faults = files.bring_back(store, sealer, then, home / "back")
    assert (there, faults) == (2, [])
    assert (home / "back" / "files" / "a").read_text() == "first"


def test_the_same_content_is_kept_once(home, given, store, sealer):
    write(home, "files/a", "same")
    write(home, "files/b", "same")
    assert files.save_changes(given, store, sealer).sent == 1
    assert files.save_changes(given, store, sealer).sent == 0
    assert len(list(store.list("files/changes/"))) == 1  # nothing new, no list


def test_a_lost_or_changed_content_is_told_when_files_come_back(home, given, store, sealer):
    write(home, "files/a", "one")
    write(home, "files/b", "two")
    files.save_full(given, store, sealer, "x", files.collect(given, store, sealer))
    first, second = [one.name for one in store.list("files/objects/")]
    store.remove(first)
    (store.folder / second).write_bytes(b"rubbish")
    there, faults = files.bring_back(store, sealer, files.listed_at(store, sealer, None), home / "back")
    assert there == 0
    assert len(faults) == 2
    assert sum("is not in the store" in fault for fault in faults) == 1
    assert sum("no sealed copy" in fault for fault in faults) == 1


def test_a_new_key_finds_contents_of_the_old_one(home, given, store, sealer):
    write(home, "files/a", "one")
    files.save_full(given, store, sealer, "x", files.collect(given, store, sealer))
    (home / "new").write_text(new_key())
    both = Sealer([read_key(home / "new"), read_key(home / "key")])
    there, faults = files.bring_back(store, both, files.listed_at(store, both, None), home / "back")
    assert (there, faults) == (1, [])


def test_the_ledger_of_erasures_is_never_turned_back(home, given, store, sealer):
    write(home, "erasures.jsonl", "one\n")
    files.save_full(given, store, sealer, "x", files.collect(given, store, sealer))
    before = datetime.now(UTC)
    write(home, "erasures.jsonl", "one\ntwo\n")
    files.save_changes(given, store, sealer)
    restoring.bring_files(given, store, sealer, files.listed_at(store, sealer, before), home / "back")
    assert (home / "back" / "erasures.jsonl").read_text() == "one\ntwo\n"
    (home / "back" / "erasures.jsonl").write_text("one\ntwo\nthree\n")
    restoring.bring_files(given, store, sealer, files.listed_at(store, sealer, before), home / "back")
    assert "three" in (home / "back" / "erasures.jsonl").read_text()


def test_a_list_cannot_write_outside_the_folder(home, store, sealer):
    _there, faults = files.bring_back(store, sealer, {"../out": ["0" * 64, 1]}, home / "back")
    assert faults == ["../out lies outside"]


def base_of(stamp, first=1, **facts):
    segments = {"first_segment": f"0000000100000000{first:08X}", "point_segment": f"0000000100000000{first + 1:08X}"}
    when = datetime.strptime(stamp, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC).isoformat()
    known = {
        "version": "18.6",
        "major": 18,
        "system": "1",
        "segment_bytes": MB16,
        "point": "p",
        "exact": True,
        "counts": {},
    }
    return Base(
        **{
            **known, **segments, "stamp": stamp, "copied_at": when, "finished": when, "manifest": f"files/full/{stamp}",
            "size": 1, "sha256": "", **facts,
        }
    )  # fmt: skip


def stamps(*days):
    start = datetime(2026, 11, 22, 2, tzinfo=UTC)
    return [(start - timedelta(days=day)).strftime("%Y%m%dT%H%M%SZ") for day in days]


def test_backups_stay_by_day_week_and_month():
    every_day = stamps(*range(400))
    stay, daily = retention.kept(every_day, Keep(daily=7, weekly=4, monthly=6))
    assert daily == set(stamps(*range(7)))
    assert stay - daily <= set(every_day)
    months = {stamp[:6] for stamp in stay}
    assert months == {"202611", "202610", "202609", "202608", "202607", "202606"}
    assert len(stay) <= 7 + 4 + 6
    assert retention.kept(stamps(0, 0.2, 0.4), Keep(daily=1, weekly=0, monthly=0))[0] == {stamps(0)[0]}


def test_one_more_backup_takes_no_moment_away_that_one_could_go_back_to():
    morning, noon, evening = "20261122T020000Z", "20261122T120000Z", "20261122T200000Z"
    stay, daily = retention.kept([morning, noon, evening], Keep())
    assert stay == daily == {morning, evening}


def test_the_application_finds_a_restored_cluster_by_its_socket(tmp_path):
    url = Cluster(tmp_path, tmp_path / "s", tmp_path, None).application_url("mizan", "shop")
    found = read_environment({"DATABASE_URL": url, "SECRET_KEY": "x" * 40}).database
    assert (found["HOST"], found["NAME"], found["USER"]) == (str(tmp_path / "s"), "shop", "mizan")


def test_the_log_reaches_back_to_the_oldest_daily_backup_and_older_ones_keep_their_own():
    old, new = base_of(stamps(60)[0], first=1), base_of(stamps(1)[0], first=50)
    names = [f"0000000100000000{number:08X}" for number in range(1, 60)] + ["00000002.history"]
    going = retention.log_that_goes(names, [old, new], {new.stamp})
    assert [int(name[-2:], 16) for name in going] == list(range(3, 50))


def test_what_need_not_stay_goes_with_its_files_and_nothing_else(home, given, store, sealer):
    write(home, "files/a", "one")
    for number, stamp in enumerate(stamps(3, 2, 1)):
        name = files.save_full(given, store, sealer, stamp, files.collect(given, store, sealer))
        store.put(f"base/{stamp}/cluster.tar", lambda target: target.write(b"x"))
        save_json(
            store, sealer, f"base/{stamp}/facts.json", base_of(stamp, first=number * 10 + 1, manifest=name).__dict__
        )
        store.put(wal.place_of(f"0000000100000000{number * 10 + 1:08X}"), lambda target: target.write(b"x"))
    keep = Keep(daily=2, weekly=0, monthly=0)
    would = retention.prune(store, sealer, keep, dry_run=True)
    assert len(bases(store, sealer)) == 3
    assert (len(would.bases), len(would.log), len(would.files)) == (2, 1, 1)
    retention.prune(store, sealer, keep, dry_run=False)
    assert [base.stamp for base in bases(store, sealer)] == stamps(2, 1)
    assert len(list(store.list("files/objects/"))) == 1
    assert retention.prune(store, sealer, keep, dry_run=False) == retention.Pruned()


def test_the_backup_before_a_moment_is_taken_and_one_cannot_go_further_back(store, sealer):
    for stamp in stamps(3, 1):
        save_json(store, sealer, f"base/{stamp}/facts.json", base_of(stamp).__dict__)
    between = datetime(2026, 11, 20, 12, tzinfo=UTC)
    assert restoring.base_for(store, sealer, between).stamp == stamps(3)[0]
    assert restoring.base_for(store, sealer, None).stamp == stamps(1)[0]
    with pytest.raises(OperationFault, match="further"):
        restoring.base_for(store, sealer, datetime(2026, 11, 1, tzinfo=UTC))


def test_rows_are_compared_table_by_table():
    wanted = {"public.a": [2, 2], "public.b": [5, 7], "public.gone": [0, 0]}
    assert differences(wanted, {"public.a": 2, "public.b": 6, "public.gone": 0}) == []
    assert differences(wanted, {"public.a": 1, "public.b": 8, "public.new": 1}) == [
        "public.a has 1 rows, 2 were counted",
        "public.b has 8 rows, 5 to 7 were counted",
        "public.gone is missing",
        "public.new was not there when the backup was made",
    ]


def test_the_latest_point_of_a_label_is_gone_back_to(store, sealer):
    for stamp, at in (("1", "2026-11-20T10:00:00+00:00"), ("2", "2026-11-21T10:00:00+00:00")):
        save_json(store, sealer, f"points/before-2.1/{stamp}", {"name": f"before-2.1_{stamp}", "at": at})
    assert points.find(store, sealer, "before-2.1").name == "before-2.1_2"
    with pytest.raises(OperationFault, match=r"before-2\.1"):
        points.find(store, sealer, "before-3")


@pytest.mark.parametrize(
    ("text", "utc"),
    [("2026-11-22T14:30", "14:30"), ("2026-11-22 14:30:05", "14:30"), ("2026-11-22T14:30+03:00", "11:30")],
)
def test_a_moment_without_a_zone_is_utc(text, utc):
    assert restoring.read_moment(text).astimezone(UTC).strftime("%H:%M") == utc


def test_what_is_no_moment_is_told(home, capsys):
    with pytest.raises(OperationFault, match="no moment"):
        restoring.read_moment("yesterday")


def test_every_fault_of_the_settings_is_told_at_once(tmp_path):
    path = tmp_path / "backup.toml"
    path.write_text('[target]\nkind = "tape"\nfoldr = "x"\n[keep]\ndaily = 0\n[tapes]\n')
    with pytest.raises(SettingsFault) as told:
        read_settings(path)
    for word in ("foldr", "tape", "key_file", "connection", "programs", "data_dir", "daily", "[tapes]"):
        assert word in str(told.value)


def test_a_key_beside_the_copies_is_refused(home):
    text = (home / "backup.toml").read_text().replace(f"{home}/key", f"{home}/store/key")
    (home / "backup.toml").write_text(text)
    with pytest.raises(SettingsFault, match="whoever takes them"):
        read_settings(home / "backup.toml")


def test_the_example_of_settings_names_every_setting():
    text = (ROOT / "deploy" / "backup" / "backup.toml").read_text()
    tomllib.loads(text)
    shown = tomllib.loads("\n".join(line.removeprefix("# ") if " = " in line else line for line in text.splitlines()))
    assert {table: set(values) for table, values in shown.items()} == {
        table: set(values) for table, values in KNOWN.items()
    }


def test_without_a_database_the_failure_is_told_and_noted(home, capsys):
    assert backup.main(["--config", str(home / "backup.toml"), "base"]) == 1
    assert "does not let backups in" in capsys.readouterr().err
    assert read_status(home / "data" / "backups")["failed"] == "base"


def test_a_success_takes_the_failure_of_its_kind_away_and_no_other(tmp_path):
    note_failure(tmp_path, "verify", "2 faults\nand more")
    note_success(tmp_path, "files", last_files=datetime(2026, 1, 1, tzinfo=UTC))
    assert (read_status(tmp_path)["failed"], read_status(tmp_path)["fault"]) == ("verify", "2 faults")
    note_success(tmp_path, "verify", last_verified=datetime(2026, 1, 1, tzinfo=UTC))
    assert "failed" not in read_status(tmp_path)
    assert read_status(tmp_path)["last_files"] == "2026-01-01T00:00:00+00:00"


def test_the_health_check_tells_of_backups_that_are_old_failed_or_missing(tmp_path):
    assert len(backup_faults(tmp_path, 36)) == 2
    fresh, old = datetime.now(UTC), datetime.now(UTC) - timedelta(hours=40)
    note_success(tmp_path, "base", last_backup=fresh, last_verified=fresh)
    assert backup_faults(tmp_path, 36) == []
    note_success(tmp_path, "verify", last_verified=old)
    note_failure(tmp_path, "verify", "rows are missing")
    assert len(backup_faults(tmp_path, 36)) == 2


class Bucket:
    """As much of S3 as backups use, with conditional writes."""

    def __init__(self):
        self.held, self.parts = {}, {}

    def __call__(self, asked):
        path, _, query = asked.path.partition("?")
        name = path.removeprefix("/copies").lstrip("/")
        if asked.method == "GET" and not name:
            keys = "".join(
                f"<Contents><Key>{one}</Key><Size>{len(data)}</Size><LastModified>2026-11-22T00:00:00Z</LastModified></Contents>"
                for one, data in sorted(self.held.items())
                if one.startswith(parse_qs(query).get("prefix", [""])[0])
            )
            return Reply(body=f"<ListBucketResult><IsTruncated>false</IsTruncated>{keys}</ListBucketResult>".encode())
        if asked.method in ("PUT", "POST"):
            if asked.headers.get("if-none-match") == "*" and name in self.held:
                return Reply(412, b"<Error><Code>PreconditionFailed</Code></Error>")
            return self.written(asked, name, query)
        if asked.method == "DELETE":
            self.held.pop(name, None)
            return Reply(204, b"")
        if name not in self.held:
            return Reply(404, b"<Error><Code>NoSuchKey</Code></Error>")
        return Reply(body=self.held[name])

    def written(self, asked, name, query):
        if "uploads" in query:
            return Reply(body=b"<R><UploadId>u</UploadId></R>")
        if "partNumber" in query:
            self.parts[int(query.split("partNumber=")[1].split("&")[0])] = asked.body
        elif "uploadId" in query:
            self.held[name] = b"".join(data for _, data in sorted(self.parts.items()))
            return Reply(body=b"<CompleteMultipartUploadResult><ETag>e</ETag></CompleteMultipartUploadResult>")
        else:
            self.held[name] = asked.body
        return Reply(headers={"ETag": '"e"'}, body=b"")


@pytest.fixture
def bucket(monkeypatch, tmp_path):
    from scripts.operations.s3 import BucketStore

    for name, value in {
        "AWS_ACCESS_KEY_ID": "planted",
        "AWS_SECRET_ACCESS_KEY": "planted",
        "AWS_CONFIG_FILE": "/none",
    }.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("AWS_PROFILE", raising=False)
    held = Bucket()
    with serving(held) as server:
        yield BucketStore("copies", prefix="", region="eu-central-1", endpoint=server.url, scratch=tmp_path), held


def test_a_bucket_keeps_copies_as_a_folder_does(bucket, sealer, home):
    store, held = bucket
    (home / "segment").write_bytes(b"log" * 1000)
    assert wal.archive(store, sealer, home / "segment", SEGMENT)
    assert not wal.archive(store, sealer, home / "segment", SEGMENT)
    assert wal.restore(store, sealer, SEGMENT, home / "back")
    assert (home / "back").read_bytes() == b"log" * 1000
    assert wal.kept_names(store) == [SEGMENT]
    assert b"loglog" not in b"".join(held.held.values())
    store.remove(wal.place_of(SEGMENT))
    assert not store.holds(wal.place_of(SEGMENT))
    with pytest.raises(FileNotFoundError):
        store.open(wal.place_of(SEGMENT))


def test_a_large_copy_goes_into_a_bucket_in_parts(bucket, monkeypatch):
    store, held = bucket
    monkeypatch.setattr("scripts.operations.s3.PART", 1000)
    plain = os.urandom(2500)
    assert store.put("base/1", lambda target: target.write(plain))
    assert (held.held["base/1"], len(held.parts)) == (plain, 3)


def test_a_bucket_that_is_away_is_told_and_is_not_the_end_of_the_log(home, monkeypatch, capsys):
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "planted")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "planted")
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    with serving(lambda asked: Reply(403, b"<Error><Code>AccessDenied</Code></Error>")) as server:
        text = (home / "backup.toml").read_text()
        target = f'kind = "s3"\nbucket = "copies"\nregion = "x"\nendpoint = "{server.url}"'
        (home / "backup.toml").write_text(text.replace(f'folder = "{home}/store"', target))
        words = ["--config", str(home / "backup.toml"), "wal-restore", SEGMENT, str(home / "back")]
        assert backup.main(words) == wal.BROKEN
    assert "refused" in capsys.readouterr().err


def test_unpacking_refuses_what_lies_elsewhere(tmp_path):
    import tarfile

    archive = io.BytesIO()
    with tarfile.open(fileobj=archive, mode="w") as made:
        link = tarfile.TarInfo("pg_tblspc/16400")
        link.type, link.linkname = tarfile.SYMTYPE, "/srv/else"
        made.addfile(link)
    archive.seek(0)
    with tarfile.open(fileobj=archive) as read, pytest.raises(OperationFault, match="tablespaces"):
        restoring._write(read, read.next(), tmp_path)


def test_status_is_read_by_others_and_holds_no_secret(home, given):
    note_success(given.notes, "base", last_backup=datetime(2026, 1, 1, tzinfo=UTC))
    path = given.notes / "status.json"
    assert path.stat().st_mode & 0o044
    assert json.loads(path.read_text()) == {"last_backup": "2026-01-01T00:00:00+00:00"}
