# Keeping in touch, on the command line, against a real vouchd.

bats_require_minimum_version 1.5.0

setup() {
	source "$BATS_TEST_DIRNAME/lib.bash"
	vouch_folders
	vouchd_start
	clock 2026-11-23T14:00:00Z # Monday, 9 o'clock
}

teardown() {
	vouch_clean
}

# assert_line TEXT: the output contains it
assert_line() {
	[[ $'\n'"$output"$'\n' == *"$1"* ]] || {
		printf 'wanted: %s\ngot:\n%s\n' "$1" "$output"
		return 1
	}
}

refute_line() {
	[[ $'\n'"$output"$'\n' != *"$1"* ]] || {
		printf 'not wanted: %s\ngot:\n%s\n' "$1" "$output"
		return 1
	}
}

people() {
	vouch contact add name="Ana Ruiz" tags=golf >/dev/null
	vouch contact add name="Ben Lee" tags=golf >/dev/null
	vouch contact add name="Jane Doe" >/dev/null
}

@test "of class A, called today, quiet for 30 days, called: it counts anew" {
	people
	vouch log ana call "all well" >/dev/null
	run -0 vouch cadence ana A
	assert_line "Ana Ruiz is in class A."
	refute_line "Next:"
	clock 2026-12-09T14:00:00Z
	run -0 vouch week 2026-12-23
	assert_line "Wednesday 23 December 2026"
	assert_line "Ana Ruiz  call: Keep in touch"
	clock 2026-12-23T14:30:00Z
	run -0 vouch
	assert_line "1 due today"
	assert_line "Ana Ruiz  call: Keep in touch"
	run -0 vouch done 1 reached "fine"
	assert_line "Done 1, Ana Ruiz, call"
	run -0 vouch quiet
	assert_line "A  c1  Ana Ruiz  today"
	assert_line "nothing planned"
	clock 2027-01-08T14:00:00Z
	run -0 vouch due 2027-01-31
	assert_line "Fri 22 Jan 09:00  Ana Ruiz  call: Keep in touch"
	run -0 vouch why 2
	assert_line "for as long as their class allows"
}

@test "who was silent for too long is marked, in words" {
	people
	vouch log ana call "hello" on 2026-10-01 >/dev/null
	vouch log ben call "hello" on 2026-10-20 >/dev/null
	run -0 vouch quiet
	[ "$output" = "Nobody is in a class." ]
	vouch cadence ana A >/dev/null
	vouch cadence ben A >/dev/null
	vouch cadence jane B >/dev/null
	run -0 vouch quiet
	[[ "${lines[0]}" == "B  c3  Jane Doe  never spoken to"* ]]
	[[ "${lines[1]}" == "A  c1  Ana Ruiz  53 days ago"*"!! much too long"* ]]
	[[ "${lines[2]}" == "A  c2  Ben Lee   34 days ago"*"! it is time"* ]]
	run -0 vouch quiet A 1
	[ "${#lines[@]}" -eq 2 ]
	assert_line "More follow; to see them: vouch quiet A 1000"
	run -0 vouch --plain quiet A
	[[ "${lines[0]}" == $'A\t1\tAna Ruiz\t2026-10-01\t53\tred\t2026-11-23T10:00\t'* ]]
}

@test "many are put in a class at once, and taken back at once" {
	people
	run -0 vouch relabel prospects tag golf cadence A add vip --dry-run
	[ "$output" = "This would change 2 of 2: Ana Ruiz, Ben Lee." ]
	run -0 vouch relabel prospects tag golf cadence A add tag vip
	[ "$output" = "Changed 2 of 2: Ana Ruiz, Ben Lee." ]
	run -0 vouch quiet A
	[ "${#lines[@]}" -eq 2 ]
	run -0 vouch relabel prospects tag golf cadence A
	[ "$output" = "2 fit, and nobody has to change." ]
	run -0 vouch relabel all tag vip drop vip
	[ "$output" = "Changed 2 of 2: Ana Ruiz, Ben Lee." ]
	vouch undo >/dev/null
	vouch undo >/dev/null
	run -0 vouch quiet
	[ "$output" = "Nobody is in a class." ]
	run -2 vouch relabel
	run -1 vouch relabel all
	assert_line "say what to change"
}

@test "a class may be taken away again" {
	people
	vouch cadence jane B >/dev/null
	run -0 vouch cadence jane none
	[ "$output" = "Jane Doe is in no class: no calls to keep in touch." ]
	run -0 vouch quiet
	[ "$output" = "Nobody is in a class." ]
	run -0 vouch cadence jane default
	assert_line "C once they are a customer"
	run -2 vouch cadence jane D
	assert_line "A, B, C, none or default"
}
