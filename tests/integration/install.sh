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
	share/bash-completion/completions/vouch share/zsh/site-functions/_vouch \
	share/man/man1/vouch.1 share/man/man8/vouchd.8 share/man/man5/vouch.conf.5 \
	share/man/man7/vouch-api.7 share/man/man7/vouch-manual.7 share/man/man7/vouch-bar.7 \
	share/fish/vendor_completions.d/vouch.fish \
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
