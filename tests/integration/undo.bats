# Taking back, at the command line, against a real vouchd.

bats_require_minimum_version 1.5.0

setup() {
	source "$BATS_TEST_DIRNAME/lib.bash"
	vouch_folders
	vouchd_start
	clock 2026-11-22T14:00:00Z
}

teardown() {
	vouch_clean
}

# Three people to talk about.
people() {
	vouch contact add name="Ana Ruiz" org=Acme phones=555-0142 >/dev/null
	vouch contact add name="Ben Lee" emails=ben@example.org >/dev/null
	vouch contact add name="Jane Doe" >/dev/null
}

# assert_line TEXT: one line of the output contains it
assert_line() {
	[[ $'\n'"$output"$'\n' == *"$1"* ]] || {
		printf 'wanted: %s\ngot:\n%s\n' "$1" "$output"
		return 1
	}
}

@test "what was done is taken back, and done again" {
	people
	vouch sold ana "Alarm" 1200 >/dev/null
	vouch delivered ana >/dev/null
	run -0 vouch undo
	[ "$output" = "Took back 6: sale completed, Ana Ruiz. (vouch undo 7 does it again)" ]
	run -0 vouch undo
	[ "$output" = "Took back 5: sale opened, Ana Ruiz. (vouch undo 8 does it again)" ]
	run -0 vouch undo 8
	[ "$output" = "Did again 5: sale opened, Ana Ruiz. (vouch undo 9 takes it back)" ]
	run -0 vouch show s1
	assert_line "open"
	run -0 vouch journal ana
	assert_line "did again 5: sale opened     Ana Ruiz  vouch undo 9"
	assert_line "undone by 7"
	run -0 vouch undo --json
	assert_line '"undone":{"id":5,'
}

@test "what stands in the way of an undo is named, and nothing is changed" {
	people
	vouch contact update id=c1 notes=one >/dev/null
	vouch contact update id=c1 notes=two >/dev/null
	run -1 vouch undo 5
	[[ "$output" == "vouch: entry 5 cannot be taken back: contact 1 (Ana Ruiz) has been changed since, by entry 6 (contact changed, "*"; take that back first" ]]
	run -3 vouch undo 99
	[ "$output" = "vouch: there is no journal entry 99" ]
	vouch undo >/dev/null
	run -1 vouch undo 6
	assert_line "was taken back already, by entry 7; undo that to do it again"
	run -1 vouch undo 1
	assert_line "made by the clock"
	run -2 vouch undo ana
	run -0 vouch undo 5
	run -0 vouch undo
	run -0 vouch undo
	run -0 vouch undo
	run -1 vouch undo
	[ "$output" = "vouch: there is nothing to take back" ]
}

@test "a terminal is told how to take back what was written" {
	people
	run -0 script -qec "'$VOUCH' sold ana Alarm 1200" /dev/null
	assert_line "Opened s1"
	assert_line "(vouch undo takes it back)"
	run -0 vouch sold ben Lock 10
	[[ "$output" != *undo* ]]
}
