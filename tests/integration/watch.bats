# vouch watch and the line of a status bar, against a real vouchd.

bats_require_minimum_version 1.5.0

setup() {
	source "$BATS_TEST_DIRNAME/lib.bash"
	vouch_folders
	WATCHERS=()
}

teardown() {
	for pid in "${WATCHERS[@]}"; do
		kill "$pid" 2>/dev/null || true
	done
	vouch_clean
}

# watch_into FILE WORDS...: vouch WORDS in the background.
watch_into() {
	local file=$FOLDER/$1
	shift
	"$VOUCH" "$@" >"$file" 2>"$file.err" 3>&- &
	WATCHERS+=($!)
}

# Until FILE has a line with TEXT; each look asks vouchd something, which takes its time.
await() {
	local tries
	for ((tries = 0; tries < 1000; tries++)); do
		grep -qF -- "$2" "$FOLDER/$1" && return 0
		vouch --json call system.hello >/dev/null 2>&1 || true
	done
	printf 'never came: %s\n' "$2"
	cat "$FOLDER/$1" "$FOLDER/$1.err"
	return 1
}

# Until the last line of FILE is TEXT.
await_last() {
	local tries
	for ((tries = 0; tries < 1000; tries++)); do
		[ "$(tail -n 1 "$FOLDER/$1")" = "$2" ] && return 0
		vouch --json call system.hello >/dev/null 2>&1 || true
	done
	cat "$FOLDER/$1"
	return 1
}

# Somebody who listens hears of this before anything else is done.
await_listener() {
	local tries
	for ((tries = 0; tries < 200; tries++)); do
		[ -s "$FOLDER/$1" ] && return 0
		vouch contact add name="Listen $tries" >/dev/null
	done
}

@test "what happens is told in words, as it happens" {
	vouchd_start
	clock 2026-11-24T15:00:00Z
	watch_into words watch
	await_listener words
	vouch contact add name="Ana Ruiz" >/dev/null
	await words "10:00 contact c"
	await words "is new: Ana Ruiz"
	vouch remind ana 26 nov 10 "permit?" >/dev/null
	await words "is set for Thu 26 Nov 10:00: Task for Ana Ruiz · permit?"
	vouch call dev.advance '{"seconds":172800}' >/dev/null
	await words "Thu 26 Nov 10:00 follow-up 1 is due: Task for Ana Ruiz · permit?"
	vouch undo >/dev/null
	await words "follow-up 1 is gone"
}

@test "kinds are chosen, scripts get fields, and the events as they came" {
	vouchd_start
	clock 2026-11-24T15:00:00Z
	vouch contact add name="Ana Ruiz" >/dev/null
	vouch sold ana Alarm 1200 >/dev/null
	watch_into sales --plain watch sale --since 0
	watch_into due watch --json --since=0 followup.due gate sale.changed
	await sales $'\tsale.changed\t1\t1\tsale s1 is open: Ana Ruiz, Alarm'
	await due '"kind":"sale.changed","id":1,"contact":1,"at":"2026-11-24T15:00:00Z"}'
	[ "$(wc -l <"$FOLDER/due")" -eq 1 ]
	run -2 --separate-stderr vouch watch weather
	[[ $stderr == *"EVENT wants followup, gate"* ]]
	run -2 --separate-stderr vouch watch since yesterday
	[[ $stderr == *"the seq of the last event"* ]]
}

@test "a bar is one line, in the form that it is asked for" {
	vouchd_start
	clock 2026-11-24T15:00:00Z
	run -0 vouch status --bar=plain
	[ "$output" = "all done" ]
	vouch contact add name="Ana <b>Ruiz" >/dev/null
	vouch remind ana 14:30 "permit?" >/dev/null
	run -0 vouch status --bar plain
	[ "$output" = "next 14:30" ]
	clock 2026-11-25T15:00:00Z
	run -0 vouch status --bar=i3blocks
	[ "$output" = $'1 due\n1 due\n#e06c75' ]
	run -0 vouch status --bar=waybar
	[ "${#lines[@]}" -eq 1 ]
	[ "$(jq -r .text <<<"$output")" = "1 due" ]
	[ "$(jq -r .alt <<<"$output")" = late ]
	[ "$(jq -r '.class[0]' <<<"$output")" = late ]
	[[ $(jq -r .tooltip <<<"$output") == "Task for Ana (1 day late)"* ]]
	run -2 vouch status --watch
	run -2 vouch status --bar=gnome
}

@test "a bar tells as much of people as the setting allows" {
	mkdir -p "$HOME/.config/vouch"
	printf '[desktop]\nprivacy = full\n' >"$HOME/.config/vouch/vouch.conf"
	chmod 600 "$HOME/.config/vouch/vouch.conf"
	vouchd_start
	clock 2026-11-24T13:00:00Z
	vouch contact add name="Ana <b>Ruiz" >/dev/null
	vouch remind ana 9am "permit & co" >/dev/null
	clock 2026-11-24T16:00:00Z
	watch_into bar status --bar=waybar --watch
	await bar "Task for Ana &lt;b&gt;Ruiz"
	await bar "permit &amp; co"
	# New settings are told at once.
	printf '[desktop]\nprivacy = none\n' >"$HOME/.config/vouch/vouch.conf"
	kill -HUP "$VOUCHD_PID"
	await bar '"tooltip":"1 due\n'
	[[ $(tail -n 1 "$FOLDER/bar") != *Ana* ]]
}

@test "a bar knows of an absence, and of its end" {
	vouchd_start
	clock 2026-11-24T15:00:00Z
	watch_into bar status --bar=plain --watch
	await bar "all done"
	vouch away until 8 dec >/dev/null
	await bar "away"
	vouch undo >/dev/null
	await_last bar "all done"
}

@test "a bar without vouchd says so and does not fail" {
	run -0 vouch status --bar=plain
	[ "$output" = "vouch off" ]
	run -0 vouch status --bar=waybar
	[ "$(jq -r '.class[0]' <<<"$output")" = off ]
	run -69 vouch watch
	watch_into bar status --bar=plain --watch
	await bar "vouch off"
	vouchd_start
	await bar "all done"
	[ "$(cat "$FOLDER/bar")" = $'vouch off\nall done' ]
}

@test "the manual of bars is clean, and what it shows works" {
	command -v mandoc >/dev/null || skip "mandoc is not installed"
	local page=$BATS_TEST_DIRNAME/../../client/man/vouch-bar.7 n=0
	run -0 mandoc -T lint "$page"
	[ -z "$output" ]
	vouchd_start
	# The snippet for waybar is a part of a JSON object.
	mandoc -T utf8 "$page" | col -bx | sed -n '/"custom\/vouch": {/,/^ *}/p' >"$FOLDER/snippet"
	[ "$( (echo '{'; cat "$FOLDER/snippet"; echo '}') | jq -r '.[]."return-type"')" = json ]
	while read -r words; do
		n=$((n + 1))
		# shellcheck disable=SC2086
		watch_into "$n" ${words#vouch }
		case $words in
		*waybar*) await "$n" '"text":"all done"' && jq -e .tooltip "$FOLDER/$n" ;;
		*i3blocks*) await "$n" '"full_text":"all done"' && jq -e .short_text "$FOLDER/$n" ;;
		*) await "$n" "all done" ;;
		esac
	done < <(mandoc -T utf8 "$page" | col -bx | grep -o 'vouch status --bar=[a-z0-9]* *\(--watch\)*' |
		sort -u)
	[ "$n" -ge 4 ]
}
