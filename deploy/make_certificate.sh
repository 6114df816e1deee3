#!/bin/sh
# A certificate of your own making, good for a year: to try things, and to begin with until an ACME client has fetched a real one.
#   sh deploy/make_certificate.sh HOST [FOLDER]     deploy/tls/ beside this file unless a folder is named
set -eu
host=${1:?say for which host: sh deploy/make_certificate.sh mizan.example.com}
folder=${2:-$(cd "$(dirname "$0")" && pwd)/tls}
if [ -e "$folder/fullchain.pem" ]; then
    echo "$folder/fullchain.pem is there already; it is left as it is." >&2
    exit 0
fi
umask 077
mkdir -p "$folder"
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 365 -subj "/CN=$host" \
    -addext "subjectAltName=DNS:$host" -keyout "$folder/privkey.pem" -out "$folder/fullchain.pem" 2>/dev/null
echo "made $folder/fullchain.pem for $host; browsers warn of it until a real one is in its place"
