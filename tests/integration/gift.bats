# What is given in thanks, and the hours that are no touch: against the real daemon.
bats_require_minimum_version 1.5.0

setup() {
	source "$BATS_TEST_DIRNAME/lib.bash"
	vouch_folders
	vouchd_start
	clock 2026-11-22T14:00:00Z
	vouch contact add name="Ana Ruiz" >/dev/null
	vouch contact add name="Ben Ito" >/dev/null
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

@test "a gift says what it makes in the year, and when that is too much" {
	run -0 vouch gift ana "a bottle of wine" 25
	assert_line "Noted: a bottle of wine for Ana Ruiz on Sun 22 Nov 2026, worth 25 USD."
	assert_line "That is 25.00 of 50.00 USD for Ana Ruiz this year."
	[[ $output != *limit* ]]
	run -0 vouch gift ana flowers 25.50 on yesterday
	assert_line "That is 50.50 of 50.00 USD for Ana Ruiz this year."
	assert_line "That is over your limit for one person in a year"
	run -0 vouch gift ana tea 10 EUR on 2025-12-24
	assert_line "That is 10.00 EUR for Ana Ruiz in 2025."
	[[ $output != *limit* ]]
	run -0 vouch undo
	run -0 vouch gift ben tea 900 JPY
	assert_line "worth 900 JPY."
	run -0 vouch gifts
	[[ ${lines[0]} == *"Ben Ito"*tea*"900 JPY"* ]]
	run -0 vouch gifts ana
	[ "${#lines[@]}" -eq 2 ]
	[[ $output != *Ben* ]]
	assert_line "Sun 22 Nov  a bottle of wine     25 USD"
	run -0 vouch show ana
	assert_line "Gifts"
	assert_line "25.50 USD"
}

@test "a gift does the follow-up that was to give it" {
	vouch candidate ana "Ruth Kim" introduced >/dev/null
	id=$(vouch --json followup add contact=c1 kind=gift title="for Ruth Kim" \
		due=2026-11-22T18:00 | jq .followup.id)
	run -0 vouch gift ana wine 20 for r1
	assert_line "That does $id, gift: for Ruth Kim."
	run -0 vouch gifts ana
	assert_line "for r1"
	run -0 bash -c '"$0" --json followup get "$1" | jq -r .followup.state' "$VOUCH" "$id"
	[ "$output" = "done" ]
	run -0 vouch undo
	run -0 vouch gifts
	assert_line "Nothing was given yet."
	run -0 bash -c '"$0" --json followup get "$1" | jq -r .followup.state' "$VOUCH" "$id"
	[ "$output" = scheduled ]
	run -1 vouch gift ben wine 20 for r1
	assert_line "referral 1 was not sent by that contact"
}

@test "what is no gift is refused and says why" {
	run -2 vouch gift ana 25
	assert_line "AMOUNT is missing"
	run -2 vouch gift ana wine much
	assert_line "AMOUNT wants an amount"
	run -1 vouch gift ana wine 25 on 2026-12-01
	assert_line "the day cannot lie after today"
	run -3 vouch gift nobody wine 25
}

@test "for scripts gifts are rows and --json is the method's result" {
	vouch gift ana wine 25 >/dev/null
	run -0 vouch --plain gifts
	[ "$output" = $'gift\t2026-11-22\t1\tAna Ruiz\twine\t2500\tUSD\t' ]
	run -0 bash -c '"$0" --json gifts | jq -r ".items[0].what, .next"' "$VOUCH"
	[ "$output" = $'wine\nnull' ]
	run -0 bash -c '"$0" --json gift ana tea 30 | jq -c .this_year' "$VOUCH"
	assert_line '"amount":5500,"limit":5000,"is_over":true'
	run -0 vouch gift list year=2026
	assert_line wine
}

@test "hours are noted as one says them" {
	run -0 vouch spent 90 serving "the permit for Ana"
	assert_line "Noted: 1h30 of serving on Sun 22 Nov 2026."
	run -0 vouch spent 1h30 prospecting on yesterday
	assert_line "Noted: 1h30 of prospecting on Sat 21 Nov 2026."
	run -0 vouch spent 45m serving
	assert_line "Noted: 45m of serving"
	run -0 vouch spent 2h serving
	assert_line "Noted: 2h of serving"
	run -0 vouch undo
	assert_line "time logged"
	run -0 bash -c '"$0" --json time list | jq -c "[.items[].minutes]"' "$VOUCH"
	[ "$output" = "[45,90,90]" ]
	run -2 vouch spent 25h serving
	assert_line "MINUTES wants how long it took, such as 90, 45m or 1h30"
	run -2 vouch spent 90 resting
	assert_line "ACTIVITY wants prospecting or serving"
	run -0 vouch log ana call "cameras?" minutes 1h05
	run -0 bash -c '"$0" --json touch list contact=c1 | jq -c ".items[0].minutes"' "$VOUCH"
	[ "$output" = 65 ]
}

@test "the talk on a terminal says what one's own hours say" {
	run -1 bash -c 'printf "" | script -qec "$0 talk ana" /dev/null' "$VOUCH"
	[[ $output != *"You can say"* ]]
	vouch spent 3h serving >/dev/null
	vouch spent 1h prospecting >/dev/null
	run -1 bash -c 'printf "" | script -qec "$0 talk ana" /dev/null' "$VOUCH"
	assert_line "You can say: \"This month 75 % of my hours went to clients"
}
