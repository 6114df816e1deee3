#!/bin/sh
# archive_command: a finished piece of the write-ahead log goes into the volume /wal, whole or not at all, and never over another one.
# What is there already with the same bytes is a piece that PostgreSQL gives again after a crash: that is success.
set -eu
from=$1
to=${WAL_ARCHIVE:-/wal}/$2
if [ -f "$to" ]; then
    cmp -s "$from" "$to"
    exit
fi
part=$to.part
rm -f "$part"
cp "$from" "$part"
sync "$part"
mv "$part" "$to"
sync "$(dirname "$to")"
