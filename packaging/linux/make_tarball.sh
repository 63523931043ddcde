#!/usr/bin/env bash
# The archive for Linux, after `python dev.py build`:  packaging/linux/make_tarball.sh [FOLDER OF THE PROGRAM]
# The same input gives the same bytes (SOURCE_DATE_EPOCH, or 0, is the time of all files).
set -euo pipefail
cd "$(dirname "$0")/../.."

program=${1:-dist/ticketdesk}
[ -x "$program/ticketdesk" ] || { echo "$program holds no program. Run: python3 dev.py build" >&2; exit 1; }
version=$(sed -n 's/^__version__ = "\(.*\)"$/\1/p' ticketdesk/__init__.py)
name="ticketdesk-$version-linux-$(uname -m)"
out="${OUT:-dist}/$name.tar.gz"

stage=$(mktemp -d)
trap 'rm -rf "$stage"' EXIT
mkdir "$stage/$name"
cp -R "$program" "$stage/$name/ticketdesk"
cp packaging/linux/{ticketdesk.desktop,org.ticketdesk.TicketDesk.metainfo.xml,install.sh} LICENSE "$stage/$name/"
cp resources/icons/app.svg "$stage/$name/ticketdesk.svg"
chmod 755 "$stage/$name/install.sh"
tar --create --directory "$stage" --sort=name --owner=0 --group=0 --numeric-owner --format=gnu \
  --mtime="@${SOURCE_DATE_EPOCH:-0}" "$name" | gzip -6n > "$out"
echo "$out"
