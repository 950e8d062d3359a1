#!/bin/bash
# What is installed, and that nothing of it is where a book under the same prefix would be.
# usage: install.sh BUILD
set -euo pipefail

to=$(mktemp -d)
trap 'rm -rf "$to"' EXIT
DESTDIR=$to cmake --install "$1" --prefix /p >/dev/null
for file in bin/vouch bin/vouchd libexec/vouch/vouch-import libexec/vouch/vouch-holidays \
	libexec/vouch/vouch-report \
	share/applications/vouch.desktop share/icons/hicolor/scalable/apps/vouch.svg \
	share/icons/hicolor/symbolic/apps/vouch-symbolic.svg \
	libexec/vouch/holidays/us-federal.ics libexec/vouch/holidays/germany.ics; do
	[ -f "$to/p/$file" ] || {
		echo "$file is not installed"
		exit 1
	}
done
if [ -e "$to/p/share/vouch" ]; then
	echo "share/vouch is the folder of the book under ~/.local: it must not be made by installing"
	exit 1
fi
