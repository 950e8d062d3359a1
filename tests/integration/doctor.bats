# vouch doctor: what it finds where vouchd runs, does not, and where things lie open or damaged.
bats_require_minimum_version 1.5.0

setup() {
	source "$BATS_TEST_DIRNAME/lib.bash"
	vouch_folders
	mkdir "$FOLDER/bin"
	PATH=$FOLDER/bin:$PATH
	BOOK=$HOME/.local/share/vouch/vouch.db
	systemctl_says loaded active enabled active
}

teardown() {
	vouch_clean
}

# A service manager that says of all units: load state, active state, how they are enabled; and the
# active state of vouchd.service.
systemctl_says() {
	cat >"$FOLDER/bin/systemctl" <<END
#!/bin/sh
for unit in vouchd.socket vouchd.service vouch-backup.timer; do
	active=$2
	[ \$unit = vouchd.service ] && active=$4
	printf 'Id=%s\nLoadState=%s\nActiveState=%s\nUnitFileState=%s\n\n' \$unit $1 \$active $3
done
END
	chmod +x "$FOLDER/bin/systemctl"
}

# The state, text and mend of every item of a check.
items_of() {
	jq -r --arg check "$1" '.items[] | select(.check == $check) | "\(.state): \(.text) | \(.mend)"' \
		<<<"$output"
}

assert_item() {
	local items
	items=$(items_of "$1")
	[[ $items == *"$2"* ]] || {
		printf 'no "%s" of %s in:\n%s\n' "$2" "$1" "$output"
		return 1
	}
}

# vouchd with its clock at the machine's, and a backup of today.
start_well() {
	vouchd_start
	clock "$(date -u +%Y-%m-%dT%H:%M:%SZ)"
	vouch contact add name="Ana Ruiz" notes="call 555-0142" >/dev/null
	vouch backup >/dev/null
}

@test "all is well, and nobody's name is told" {
	start_well
	run -0 vouch doctor
	[[ $output == *"Nothing is wrong"* ]]
	[[ $output != *"wrong "* && $output != *Ruiz* && $output != *0142* ]]
	run -0 vouch doctor --json
	[ "$(jq -c '.ok' <<<"$output")" = true ]
	assert_item socket "ok: vouchd answers at $SOCKET"
	assert_item service "ok: "
	assert_item "backup timer" "ok: "
	assert_item version "ok: "
	assert_item settings "ok: "
	assert_item book "ok: $BOOK"
	assert_item check "ok: "
	assert_item backup "ok: "
	assert_item clock "ok: "
	assert_item zone "ok: the time zone is America/New_York"
	run -0 vouch doctor --plain
	[ "$(awk -F'\t' 'NF != 4' <<<"$output")" = "" ]
}

@test "vouchd is down: why, and the command that starts it" {
	run -1 vouch doctor
	[[ $output == *"vouchd is not running"* ]]
	run -1 vouch doctor --json
	assert_item socket "there is no socket $SOCKET | systemctl --user restart vouchd.socket"
	assert_item book "note: there is no book"
	[ ! -e "$HOME/.local" ] # it changes nothing
	systemctl_says loaded inactive disabled inactive
	run -1 vouch doctor --json
	assert_item socket "| systemctl --user enable --now vouchd.socket"
	assert_item service "wrong: vouchd.socket is inactive"
	systemctl_says loaded active enabled failed
	run -1 vouch doctor --json
	assert_item service "wrong: vouchd has failed; why: journalctl --user -u vouchd -n 20 | systemctl --user reset-failed"
	systemctl_says masked inactive masked inactive
	run -1 vouch doctor --json
	assert_item socket "| systemctl --user unmask vouchd.socket"
	printf '#!/bin/sh\nexit 1\n' >"$FOLDER/bin/systemctl"
	run -1 vouch doctor --json
	assert_item service "note: the service manager"
	assert_item socket "| vouchd   (in another terminal)"
	XDG_RUNTIME_DIR='' run -1 vouch doctor --json
	assert_item socket "XDG_RUNTIME_DIR is not set"
	VOUCH_SOCKET=$FOLDER/$(printf '%0120d' 0) run -1 vouch doctor --json
	assert_item socket "wrong: the path of the socket is longer"
	start_well
	kill -9 "$VOUCHD_PID"
	wait "$VOUCHD_PID" || :
	VOUCHD_PID=
	run -1 vouch doctor --json
	assert_item socket "nobody answers at the socket $SOCKET"
	assert_item book "ok: $BOOK"
}

@test "what lies open to others is wrong, and closed by the command told" {
	start_well
	chmod 644 "$BOOK"
	chmod 755 "${BOOK%/*}" "${SOCKET%/*}"
	run -1 vouch doctor --json
	assert_item book "wrong: $BOOK can be read by others (mode 644, not 600) | chmod 600 '$BOOK'"
	assert_item socket "| chmod 700 '${SOCKET%/*}'"
	local mend
	while read -r mend; do
		eval "$mend"
	done < <(jq -r '.items[] | select(.state == "wrong") | .mend' <<<"$output")
	run -0 vouch doctor
}

@test "damaged settings and a damaged book are told with vouchd down" {
	mkdir -p "$HOME/.config/vouch" "${BOOK%/*}"
	chmod 700 "$HOME/.config/vouch" "${BOOK%/*}"
	printf '[work]\nstart = noon\n' >"$HOME/.config/vouch/vouch.conf"
	printf 'this is no book, but a text of some length' >"$BOOK"
	chmod 600 "$BOOK" "$HOME/.config/vouch/vouch.conf"
	run -1 vouch doctor --json
	assert_item settings "wrong: $HOME/.config/vouch/vouch.conf:2: "
	assert_item settings "| vouch config check"
	assert_item book "wrong: $BOOK is not a book of vouch, or it is damaged"
}

@test "no backup, an old one, and a clock that is another" {
	start_well
	rm "${BOOK%/*}"/backups/*
	run -1 vouch doctor --json
	assert_item backup "wrong: there is no backup | vouch backup"
	vouch backup >/dev/null
	vouch call dev.advance '{"seconds":388800}' >/dev/null
	run -1 vouch doctor --json
	assert_item backup "wrong: the newest good backup is 4 days old"
	assert_item clock "note: vouchd's clock says"
	TZ=Europe/Berlin run -1 vouch doctor --json
	assert_item zone "note: vouchd goes by the time zone America/New_York, and this terminal by Europe/Berlin"
	VOUCH_DB=$FOLDER/other.db run -1 vouch doctor --json
	assert_item book "note: this vouchd keeps $BOOK, and not $FOLDER/other.db"
}
