#!/bin/sh
# Install TicketDesk for this user (or below PREFIX), or take it off:  ./install.sh [--uninstall]
# The shop's data, in ${XDG_DATA_HOME:-~/.local/share}/TicketDesk, is never touched.
set -eu
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
prefix=${PREFIX:-$HOME/.local}
program=$prefix/lib/ticketdesk
desktop=$prefix/share/applications/ticketdesk.desktop
metainfo=$prefix/share/metainfo/org.ticketdesk.TicketDesk.metainfo.xml
icon=$prefix/share/icons/hicolor/scalable/apps/ticketdesk.svg

take_off() {
  rm -rf "$program"
  rm -f "$prefix/bin/ticketdesk" "$desktop" "$metainfo" "$icon"
}

if [ "${1:-}" = --uninstall ]; then
  take_off
  echo "TicketDesk was taken off. The shop's data stays in ${XDG_DATA_HOME:-$HOME/.local/share}/TicketDesk"
  exit 0
fi

[ -x "$here/ticketdesk/ticketdesk" ] || { echo "The folder ticketdesk with the program is not beside this script." >&2; exit 1; }
take_off
mkdir -p "$prefix/lib" "$prefix/bin" "${desktop%/*}" "${metainfo%/*}" "${icon%/*}"
cp -R "$here/ticketdesk" "$program"
ln -s "$program/ticketdesk" "$prefix/bin/ticketdesk"
# Quoted for the desktop entry's own rules; a menu does not know this user's PATH.
quoted=$(printf '%s' "$program/ticketdesk" | sed 's/[\\"`$]/\\\\&/g; s/[&|\\]/\\&/g')
sed -e "s|^Exec=.*|Exec=\"$quoted\"|" -e '/^TryExec=/d' "$here/ticketdesk.desktop" > "$desktop"
cp "$here/org.ticketdesk.TicketDesk.metainfo.xml" "$metainfo"
cp "$here/ticketdesk.svg" "$icon"
chmod 644 "$desktop" "$metainfo" "$icon"
echo "TicketDesk is in $program; start it from the menu or with $prefix/bin/ticketdesk"
