#!/bin/sh
# Makes dist/CytoDesk.dmg of dist/CytoDesk.app. Written beside the Linux package; no Mac has run it
# yet. An unsigned app opens by right click, Open.
set -eu
cd "$(dirname "$0")/../.."
staged=$(mktemp -d)
cp -R dist/CytoDesk.app "$staged/"
ln -s /Applications "$staged/Applications"
hdiutil create -volname CytoDesk -srcfolder "$staged" -ov -format UDZO dist/CytoDesk.dmg
rm -rf "$staged"
