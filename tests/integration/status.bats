# The screen of status and the numbers, against the real daemon: one that knows all of it, or less.
bats_require_minimum_version 1.5.0

setup() {
	source "$BATS_TEST_DIRNAME/lib.bash"
	vouch_folders
	vouchd_start
	clock 2026-11-24T15:00:00Z
	vouch contact add name="Ana Ruiz" >/dev/null
	vouch sold ana Alarm 1200 >/dev/null
	vouch delivered ana >/dev/null
	vouch promise ana "a quote" by fri >/dev/null
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

has_numbers() {
	vouch --json call rpc.discover | jq -e '.methods | any(.name == "numbers.sources")' >/dev/null
}

@test "status begins with the question that matters, and fits the screen" {
	export COLUMNS=80
	run -0 vouch status
	[ "${lines[0]}" = "Last sale from a referral: none yet. It begins with the ask: vouch earned." ]
	assert_line "agenda "
	assert_line " in the next 7 days, "
	assert_line "1 open, 0 overdue"
	assert_line "1 customer"
	assert_line "vouchd "
	[ "$(wc -l <<<"$output")" -lt 24 ]
	[ "$(wc -L <<<"$output")" -le 80 ]
	[[ $output != *" ,"* ]]
}

@test "status draws in ASCII where the locale knows no more" {
	for width in 80 120; do
		run -0 env LC_ALL=C COLUMNS=$width "$VOUCH" status
		! LC_ALL=C grep -q $'[\x80-\xff]' <<<"$output"
	done
}

@test "status speaks to scripts" {
	run -0 vouch --plain status
	assert_line $'promises.open\t1'
	assert_line $'last_referral_sale\t'
	run -0 vouch --json status
	[ "$(jq -c .last_referral_sale <<<"$output")" = null ]
}

@test "numbers are a sentence each, or one with its table" {
	has_numbers || skip "this vouchd knows no numbers yet"
	run -0 vouch numbers
	assert_line "sources "
	assert_line "vouch numbers sources"
	run -0 vouch --plain numbers
	[[ ${lines[0]} == $'sources\t'* ]]
	run -0 bash -c '"$0" --json numbers | jq -r .sources.sentence' "$VOUCH"
	[ -n "$output" ]
	run -0 vouch numbers sources from 2026-01-01 --to 2026-11-30
	assert_line "Thu 1 Jan 2026 to Mon 30 Nov 2026"
	for name in sources coverage funnel promises cadence steps time referrers army; do
		for width in 80 120; do
			run -0 env COLUMNS=$width "$VOUCH" numbers $name
			[ "$(wc -L <<<"$output")" -le $width ]
		done
		run -0 bash -c '"$0" --json numbers $1 | jq -r .sentence' "$VOUCH" $name
		[ -n "$output" ]
	done
}

@test "numbers that are none are told which there are" {
	run -2 vouch numbers sauces
	assert_line "WHICH wants sources, coverage, funnel, promises, cadence, steps, time, referrers"
	run -0 vouch numbers --help
	assert_line "vouch numbers WHICH [from FROM] [to TO]"
	run -2 vouch numbers sources from nowhere
	assert_line "nowhere"
	vouch --json call rpc.discover | jq -e '.methods | any(.name | startswith("numbers."))' >/dev/null || {
		run -2 vouch numbers
		assert_line "vouch: this vouchd knows no numbers"
	}
}
