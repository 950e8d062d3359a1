# Who sent whom, who would help if asked, and how they are: against the real daemon.
bats_require_minimum_version 1.5.0

setup() {
	source "$BATS_TEST_DIRNAME/lib.bash"
	vouch_folders
	vouchd_start
	clock 2026-11-23T14:00:00Z
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

# Ana sent Ruth and Tómas, Ruth sent Ida, who bought.
referrals() {
	vouch contact add name="Ana Ruiz" >/dev/null
	vouch candidate ana "Ruth Kim" introduced >/dev/null
	vouch candidate ana "Tómas Lee" introduced >/dev/null
	vouch candidate ruth "Ida Lund" introduced >/dev/null
	vouch sold ida Alarm 1200 EUR source referral >/dev/null
	vouch delivered ida >/dev/null
}

@test "with nobody referred yet, it is said where that begins" {
	run -0 vouch tree
	[[ $output == "Nobody has referred anybody yet. It begins with the ask: vouch earned" ]]
	run -0 vouch army
	assert_line "Nobody has referred anybody yet, or said that they would."
	run -0 vouch army --contest
	assert_line "It begins with the ask: vouch earned"
	run -0 vouch referrers
	assert_line "Nobody has referred anybody yet."
	run -0 vouch --plain tree
	[[ -z $output ]]
	run -0 vouch --json tree
	[[ $output == '{"roots":[],"people":0,"cut":0}' ]]
}

@test "the tree is drawn, of everybody or of one" {
	referrals
	LC_ALL=C.UTF-8 run -0 vouch tree
	assert_line "├─Ruth Kim"
	assert_line "│ └─Ida Lund"
	assert_line "└─Tómas Lee"
	assert_line "1,200 EUR"
	LC_ALL=C run -0 vouch tree
	assert_line "|-Ruth Kim"
	assert_line "| \`-Ida Lund"
	run -0 vouch tree ruth
	assert_line "Ruth Kim was sent by Ana Ruiz on Mon 23 Nov 2026."
	run -0 vouch tree ida lund
	assert_line "Ida Lund has sent nobody yet."
	run -0 vouch tree --depth 1
	assert_line "Not shown: 1 person."
	run -0 vouch --plain tree
	[[ $output == *$'Ida Lund\t2\t4\t2\t2026-11-23\t'* ]]
	run -3 vouch tree nobody
	run -2 vouch tree --depth 31
	assert_line "1 to 30"
}

@test "the army, whom to ask of it, and the referrers" {
	referrals
	run -0 vouch army
	assert_line "2 people would help if asked: 1 repeat referrer, 1 referrer; nobody may be asked now."
	assert_line "Repeat referrers: sent two"
	assert_line "word on 2"
	run -0 vouch army --contest
	assert_line "Nobody of the army may be asked for help now."
	run -0 vouch referrers
	assert_line "In this time 2 people sent you 3 others, and 1 sale came of referrals"
	assert_line "Who brought most in 12 months"
	assert_line "quiet"
	run -0 vouch --plain referrers
	assert_line $'top\t'
	run -0 vouch numbers army
	assert_line "2 people would help if asked"
	run -0 vouch numbers referrers
	assert_line "In this time 2 people sent you 3"
}
