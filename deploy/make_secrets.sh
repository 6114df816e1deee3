#!/bin/sh
# Makes the secrets that docker-compose.yml mounts, each in a file of its own. What is there is never replaced: run it as often as you like.
#   sh deploy/make_secrets.sh [FOLDER]     deploy/secrets/ beside this file unless a folder is named
# Nobody but its owner can enter the folder; the files in it are readable, because each container reads them as a user of its own.
set -eu
folder=${1:-$(cd "$(dirname "$0")" && pwd)/secrets}
umask 077
mkdir -p "$folder"
chmod 700 "$folder"

word() { head -c 96 /dev/urandom | base64 | tr -dc 'A-Za-z0-9' | cut -c "1-$1"; } # word LENGTH
keep() { # keep NAME: what is read becomes the secret, unless there is one
    if [ -s "$folder/$1" ]; then
        cat >/dev/null
        return
    fi
    cat >"$folder/$1.part"
    chmod 444 "$folder/$1.part"
    mv "$folder/$1.part" "$folder/$1"
    echo "made $folder/$1"
}

word 64 | keep secret_key
head -c 32 /dev/urandom | base64 | tr '+/' '-_' | keep field_encryption_keys
word 64 | keep erasure_keys
word 48 | keep metrics_token
word 32 | keep grafana_password
word 32 | keep postgres_superuser_password
word 32 | keep postgres_password
word 32 | keep backup_password
printf 'mizan-backup-key-1:%s\n' "$(head -c 32 /dev/urandom | base64)" | keep backup_key
printf 'postgres://mizan:%s@postgres:5432/mizan\n' "$(cat "$folder/postgres_password")" | keep database_url
printf 'operator:%s\n' "$(word 32)" | keep flower_basic_auth
printf 'put-the-password-of-the-mailbox-of-alerts-here\n' | keep alerts_mail_password
