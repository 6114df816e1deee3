#!/bin/sh
# nginx in its container: settings first, then nginx in the foreground. It is looked after by the container, so it never becomes a daemon.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
sh "$here/settings.sh"
exec nginx -c "$here/nginx.conf" -g 'daemon off;'
