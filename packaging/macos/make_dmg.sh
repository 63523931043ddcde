#!/usr/bin/env bash
# The disk image for macOS, after `python dev.py build` has made dist/TicketDesk.app:  packaging/macos/make_dmg.sh
#
# CODESIGN_IDENTITY  the "Developer ID Application: …" to sign with; without it the image stays unsigned and macOS asks
#                    the user to allow the program in System Settings > Privacy & Security
# NOTARY_PROFILE     the keychain profile of `xcrun notarytool store-credentials`; without it nothing is notarized
set -euo pipefail
cd "$(dirname "$0")/../.."

app=dist/TicketDesk.app
[ -d "$app" ] || { echo "$app is not there. Run: python3 dev.py build" >&2; exit 1; }
version=$(/usr/libexec/PlistBuddy -c 'Print :CFBundleShortVersionString' "$app/Contents/Info.plist")
image="dist/TicketDesk-$version-$(uname -m).dmg"

sign() { codesign --force --timestamp --options runtime --sign "$CODESIGN_IDENTITY" "$@"; }

if [ -n "${CODESIGN_IDENTITY:-}" ]; then
  # From the inside out: a signature covers what lies below it.
  find "$app/Contents" -type f \( -name '*.dylib' -o -name '*.so' \) -print0 | while IFS= read -r -d '' library; do
    sign "$library"
  done
  find "$app/Contents/Frameworks" -type d -name '*.framework' -prune -print0 | while IFS= read -r -d '' framework; do
    sign "$framework"
  done
  sign --entitlements packaging/macos/entitlements.plist "$app"
  codesign --verify --deep --strict "$app"
else
  echo "CODESIGN_IDENTITY is not set: the program stays unsigned."
fi

stage=$(mktemp -d)
trap 'rm -rf "$stage"' EXIT
ditto "$app" "$stage/TicketDesk.app"
ln -s /Applications "$stage/Applications"
cp LICENSE "$stage/LICENSE.txt"
rm -f "$image"
hdiutil create -volname "TicketDesk $version" -srcfolder "$stage" -fs HFS+ -format UDZO "$image"

if [ -n "${CODESIGN_IDENTITY:-}" ]; then
  codesign --force --timestamp --sign "$CODESIGN_IDENTITY" "$image"
  if [ -n "${NOTARY_PROFILE:-}" ]; then
    xcrun notarytool submit "$image" --keychain-profile "$NOTARY_PROFILE" --wait
    xcrun stapler staple "$image"
  fi
fi
echo "$image"
