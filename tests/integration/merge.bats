# Two contacts who are one person: against the real daemon.
bats_require_minimum_version 1.5.0

setup() {
	source "$BATS_TEST_DIRNAME/lib.bash"
	vouch_folders
	vouchd_start
	clock 2026-11-22T14:00:00Z
	vouch contact add name="Benjamin Ruiz" phones="+49 30 555 0142" >/dev/null
	vouch contact add name="Ben Ruis" org="Ruiz GmbH" phones="+49 30 555-0142" \
		emails=ben@example.com >/dev/null
	vouch contact add name="Ana Lopez" >/dev/null
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

@test "duplicates are listed with the command that makes them one, and never merged unasked" {
	run -0 vouch duplicates
	assert_line "Ben Ruis (c2)"
	assert_line "same phone"
	assert_line "vouch merge c2 c1"
	[[ $output != *Lopez* ]]
	run -0 vouch merge c2 c1
	run -0 vouch duplicates
	assert_line "Nobody shares"
}

@test "two who were said to be two people are listed no more, until that is taken back" {
	run -0 vouch duplicates
	assert_line "vouch distinct c2 c1"
	run -0 vouch distinct "ben ruis" benjamin
	assert_line "Ben Ruis (c2) and Benjamin Ruiz (c1) are two people."
	assert_line "vouch undo "
	run -0 vouch duplicates
	assert_line "Nobody shares"
	run -0 vouch distinct c1 c2
	assert_line "are two people, as you said before."
	[[ $output != *undo* ]]
	run -0 vouch journal
	assert_line "two contacts told apart"
	run -0 vouch undo
	run -0 vouch duplicates
	assert_line "vouch merge c2 c1"
	run -1 vouch distinct c1 c1
	assert_line "no other person than itself"
	run ! vouch distinct c1 c9
	assert_line "there is no contact 9"
	run -2 vouch distinct c1
}

@test "a merge says that the two had been said to be two people" {
	vouch distinct c1 c2 >/dev/null
	run -0 vouch merge c2 c1
	assert_line "You had said that they are two people: that is taken back."
	run -0 vouch undo
	run -0 vouch duplicates
	assert_line "Nobody shares"
	run -0 vouch undo
	run -0 vouch merge c2 c1
	[[ $output != *"You had said"* ]]
}

@test "a merge says what went over, and undo makes them two again" {
	vouch sold c2 Alarm 900 >/dev/null
	run -0 vouch merge "ben ruis" into benjamin
	assert_line "Merged: Ben Ruis (c2) is Benjamin Ruiz (c1) from now on."
	assert_line "emails (1)"
	assert_line "sales (1)"
	assert_line "vouch undo "
	run -0 vouch show c1
	assert_line "Ruiz GmbH"
	assert_line "ben@example.com"
	run -0 vouch system check full=true
	run -0 vouch undo
	run -0 vouch show c2
	assert_line "Ben Ruis"
	[[ $output != *Benjamin* ]]
}

@test "who was merged is found by the old name and id, as who they are now" {
	vouch merge c2 c1 >/dev/null
	run -0 vouch show c2
	assert_line "c2, Ben Ruis, is Benjamin Ruiz (c1) now."
	run -0 vouch show ben ruis
	assert_line "Benjamin Ruiz"
	run -0 vouch find ruis
	assert_line "Benjamin Ruiz"
	[ "${#lines[@]}" -eq 2 ]
	run -0 vouch remind "ben ruis" call tomorrow
	assert_line "Benjamin Ruiz"
}

@test "what cannot be one person is refused in words" {
	run ! vouch merge c1 c9
	assert_line "there is no contact 9"
	run -1 vouch merge c1 c1
	assert_line "cannot be merged into itself"
	vouch contact deceased id=c3 >/dev/null
	run -1 vouch merge c3 c1
	assert_line "has died"
	run ! vouch merge c1
}
