# Being away, what is overdue on the return, and snoozing: against the real daemon.
bats_require_minimum_version 1.5.0

setup() {
	source "$BATS_TEST_DIRNAME/lib.bash"
	vouch_folders
	vouchd_start
	clock 2026-12-01T14:00:00Z # a Tuesday, 9 o'clock
	vouch contact add name="Ana Ruiz" >/dev/null
	vouch contact add name="Ben Okafor" >/dev/null
}

teardown() {
	vouch_clean
}

assert_line() {
	[[ $output == *"$1"* ]] || {
		printf 'no "%s" in:\n%s\n' "$1" "$output"
		return 1
	}
}

# N follow-ups of a kind for somebody on a day.
remind() {
	local i
	for ((i = 0; i < $1; i++)); do
		vouch remind "$2" "$3" "$4" "thing $i" >/dev/null
	done
}

@test "away holds back everything but promises, and says so on top" {
	remind 2 ana call 2026-12-02
	vouch promise ana "a spare key" by 2026-12-04 >/dev/null
	run -0 vouch away
	assert_line "You are not away."
	run -0 vouch away until 14 dec
	assert_line "Away until Mon 14 Dec 2026: nothing is held back yet, promises go on."
	assert_line "vouch back"
	clock 2026-12-03T15:00:00Z
	run -0 vouch
	assert_line "Away until Mon 14 Dec 2026: 2 held back, promises go on"
	assert_line "a spare key"
	[[ $output != *thing* ]]
	run -0 vouch week
	assert_line "Away until Mon 14 Dec 2026: 2 held back, promises go on"
	run -0 vouch status
	assert_line "Away until Mon 14 Dec 2026: 2 held back, promises go on"
	run -0 vouch why 1
	assert_line "It waits: you are away."
	run -0 vouch away
	assert_line "Away until Mon 14 Dec 2026: 2 held back, promises go on."
	run -0 vouch back
	assert_line "Back: 2 that were held are overdue now."
	run -0 vouch
	assert_line "thing 0"
	[[ $output != *Away* ]]
	run -3 vouch back
	assert_line "you are not away, and no absence is planned"
}

@test "a reminder of a day within it is said to be held until the return" {
	vouch away from 7 dec until 14 dec >/dev/null
	run -0 vouch remind ana call 2026-12-07 permit
	assert_line "You are away then: it is held until you are back, on Mon 14 Dec 2026."
	run -0 vouch done 1 reached next call 2026-12-13
	assert_line "You are away then: it is held until you are back, on Mon 14 Dec 2026."
	run -0 vouch remind ana call 2026-12-14 permit
	[[ $output != *"You are away"* ]]
	run -0 vouch remind ana call 2026-12-04 permit
	[[ $output != *"You are away"* ]]
}

@test "an absence may lie ahead, be changed, called off and undone" {
	run -0 vouch away from 7 dec until 14 dec
	assert_line "Away from Mon 7 Dec 2026 until Mon 14 Dec 2026: then everything is held back but promises and data requests."
	run -0 vouch away until 15 dec from 8 dec
	assert_line "Away from Tue 8 Dec 2026 until Tue 15 Dec 2026"
	vouch undo >/dev/null
	run -0 vouch away
	assert_line "Away from Mon 7 Dec 2026 until Mon 14 Dec 2026"
	run -0 vouch away clear
	assert_line "Called off: the absence from Mon 7 Dec 2026 until Mon 14 Dec 2026."
	run -1 vouch away until yesterday
	assert_line "the day of return must lie after today"
	run -2 vouch away until soon
	run -0 bash -c '"$0" --json away until "14 dec" | jq -r .away.until' "$VOUCH"
	[ "$output" = 2026-12-14 ]
}

@test "spread shows a plan, does it when told to, and can be taken back" {
	run -0 vouch spread
	assert_line "Nothing is overdue."
	remind 8 ana call 2026-12-02
	remind 6 ben task 2026-12-02
	clock 2026-12-04T15:00:00Z
	run -0 vouch
	assert_line "14 are overdue, and you do 12 in a day."
	run -0 vouch spread
	assert_line "14 overdue, at most 12 a day"
	assert_line "Fri 4 Dec  12  8 calls, 4 tasks"
	assert_line "Mon 7 Dec   2  2 tasks"
	assert_line "Nothing is changed yet. To do it: vouch spread --apply"
	run -0 vouch spread cap 5
	assert_line "To do it: vouch spread cap 5 --apply"
	run -0 vouch due
	[ "${#lines[@]}" -eq 14 ]
	run -0 vouch spread cap 5 --apply
	assert_line "Done: 14 moved to 3 days. To take it back: vouch undo"
	run -0 vouch due
	[ "${#lines[@]}" -eq 5 ]
	vouch undo >/dev/null
	run -0 vouch due
	[ "${#lines[@]}" -eq 14 ]
	run -0 bash -c '"$0" --plain spread | wc -l' "$VOUCH"
	[ "$output" -eq 14 ]
	run -2 vouch spread cap 0
}

@test "spread asks on a terminal" {
	remind 3 ana call 2026-12-02
	clock 2026-12-04T15:00:00Z
	run -0 bash -c 'printf "n\n" | script -qec "$0 spread cap 1" /dev/null' "$VOUCH"
	assert_line "Spread them so? [y/N]"
	assert_line "Nothing is changed yet."
	run -0 bash -c 'printf "y\n" | script -qec "$0 spread cap 1" /dev/null' "$VOUCH"
	assert_line "Done: 3 moved to 3 days."
}

@test "what is due of a kind, with somebody, or overdue is snoozed at once" {
	remind 2 ana call 2026-12-02
	remind 3 ben task 2026-12-02
	clock 2026-12-03T15:00:00Z
	vouch remind ben call 10:30 "today" >/dev/null
	clock 2026-12-03T16:00:00Z
	run -0 vouch snooze calls mon --dry-run
	assert_line "Would be moved to Mon 7 Dec 2026:"
	[ "${#lines[@]}" -eq 4 ]
	run -0 vouch due
	[ "${#lines[@]}" -eq 6 ]
	run -0 vouch snooze ben +1bd
	assert_line "Moved 3 to Fri 4 Dec 2026."
	assert_line "Moved 6 to Fri 4 Dec 2026."
	[ "${#lines[@]}" -eq 4 ]
	vouch undo >/dev/null
	run -0 vouch snooze overdue
	[ "${#lines[@]}" -eq 5 ]
	assert_line "Moved 1 to Fri 4 Dec 2026."
	vouch undo >/dev/null
	run -0 vouch snooze calls
	[ "${#lines[@]}" -eq 3 ]
	run -3 vouch snooze visits
	assert_line "nothing of that is due now"
	run -0 vouch snooze 3 +1h
	assert_line "Moved 3 to Thu 3 Dec 2026, 12:00."
	clock 2026-12-04T04:30:00Z
	run -0 vouch snooze 4 +1h
	assert_line "Moved 4 to Fri 4 Dec 2026, 00:30."
	run -1 vouch snooze 4 2026-12-01
	assert_line "the new time must lie in the future"
}

@test "many are moved on a terminal only where that is agreed" {
	remind 7 ana call 2026-12-02
	clock 2026-12-03T15:00:00Z
	run -0 bash -c 'printf "n\n" | script -qec "$0 snooze ana mon" /dev/null' "$VOUCH"
	assert_line "Move 7 follow-ups to Mon 7 Dec 2026? [y/N]"
	assert_line "Nothing was moved."
	run -0 vouch snooze ana mon
	assert_line "Moved 7 follow-ups to Mon 7 Dec 2026. To take it back: vouch undo"
}

@test "to snooze past what was promised is said, and asked about on a terminal" {
	vouch promise ana "a spare key" by 2026-12-08 target 2026-12-07 >/dev/null
	run -0 --separate-stderr vouch snooze 1 2026-12-08
	[ "$output" = "Moved 1 to Tue 8 Dec 2026." ]
	[[ $stderr == *"your own day for it is Mon 7 Dec, and they heard Tue 8 Dec"* ]]
	run -0 --separate-stderr vouch snooze 1 2026-12-09
	[[ $stderr == *"on Wed 9 Dec it would be broken"* ]]
	vouch undo >/dev/null
	run -0 bash -c 'printf "n\n" | script -qec "$0 snooze 1 2026-12-09" /dev/null' "$VOUCH"
	assert_line "Move it to Wed 9 Dec 2026 all the same? [y/N]"
	assert_line "Nothing was moved."
	run -0 bash -c '"$0" --json snooze 1 2026-12-09 | jq -r ".warnings[0].breaks"' "$VOUCH"
	[ "$output" = true ]
}
