#!/bin/sh
# Writes what differs between servers, from the environment, into a folder (generated/ beside this file unless one is named).
#   NGINX_HTTP, NGINX_HTTPS   addresses to listen at, with blanks: "80 [::]:80". Default: 80 and 443
#   NGINX_CERTIFICATE, NGINX_CERTIFICATE_KEY   the certificate with its chain, and its key
#   NGINX_STATIC              the folder whose `static/` holds the published static files
#   NGINX_ACME                the folder that the ACME client writes its answers into
#   NGINX_PROXIES             networks of proxies before nginx whose X-Forwarded-For is believed, with blanks. Default: none
#   NGINX_RESOLVER            the name server, where instances are named and not numbered (127.0.0.11 in containers)
#   NGINX_FLOWER, NGINX_GRAFANA   where they are, as name:port: then /flower/ and /grafana/ open to staff who are signed in
#   MIZAN_UPLOAD_MB           the limit of an upload, as Mizan is told it
set -eu
here=$(cd "$(dirname "$0")" && pwd)
folder=${1:-$here/generated}
upload_mb=${MIZAN_UPLOAD_MB:-100}
case "$upload_mb" in *[!0-9]*) echo "MIZAN_UPLOAD_MB: '$upload_mb' is not a number of megabytes." >&2; exit 1 ;; esac
mkdir -p "$folder"
rm -f "$folder"/*.conf

write() { cat >"$folder/$1"; }
each() { # each DIRECTIVE WORDS AFTER: a line a word
    for one in $2; do printf '%s %s%s;\n' "$1" "$one" "$3"; done
}

each listen "${NGINX_HTTP:-80}" "" | write http.conf
{
    each listen "${NGINX_HTTPS:-443}" " ssl http2"
    printf 'ssl_certificate %s;\n' "${NGINX_CERTIFICATE:-/etc/nginx/tls/fullchain.pem}"
    printf 'ssl_certificate_key %s;\n' "${NGINX_CERTIFICATE_KEY:-/etc/nginx/tls/privkey.pem}"
} | write https.conf
printf 'root %s;\n' "${NGINX_STATIC:-/srv/mizan}" | write static.conf
printf 'root %s;\n' "${NGINX_ACME:-/srv/acme}" | write acme.conf
printf 'root %s/pages;\n' "$here" | write pages.conf
# Twice the limit: what is a little too large gets Mizan's own words, what is far too large is not even taken.
printf 'client_max_body_size %sm;\n' "$((upload_mb * 2 + 1))" | write upload.conf
write too_large.conf <<JSON
return 413 '{"error":{"code":"too_large","message":"The file is larger than $upload_mb MB. Split it, or ask the operator to raise the limit.","facts":{"limit_mb":$upload_mb},"request_id":"\$mizan_request_id"}}';
JSON
printf 'if (-f %s/maintenance) { return 503; }\n' "$here" | write maintenance.conf
if [ -n "${NGINX_PROXIES:-}" ]; then
    { each set_real_ip_from "$NGINX_PROXIES" ""
      printf 'real_ip_header X-Forwarded-For;\nreal_ip_recursive on;\n'
    } | write believed.conf
fi
if [ -n "${NGINX_RESOLVER:-}" ]; then
    printf 'resolver %s valid=5s ipv6=off;\nresolver_timeout 2s;\n' "$NGINX_RESOLVER" | write resolver.conf
fi

room() { # room NAME ADDRESS: /NAME/ for staff alone; the address is looked up when somebody asks, so it may be down
    cat <<CONF
location ^~ /$1/ {
    auth_request /-/staff;
    error_page 401 = @sign_in;
    error_page 502 504 =503 /-/away.html;
    set \$room_$1 http://$2;
    include room.conf;
    proxy_pass \$room_$1;
}
CONF
}
if [ -n "${NGINX_FLOWER:-}${NGINX_GRAFANA:-}" ]; then
    { cat <<'CONF'
# Rooms of the operator: Mizan says whether who asks is signed in as staff, with a second factor where the admin wants one.
location @sign_in { return 302 /admin/login/?next=$request_uri; }
CONF
      [ -z "${NGINX_FLOWER:-}" ] || room flower "$NGINX_FLOWER"
      [ -z "${NGINX_GRAFANA:-}" ] || room grafana "$NGINX_GRAFANA"
    } | write operators.conf
fi
