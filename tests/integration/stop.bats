# Who is not to be contacted, who was named, who has died: against the real daemon.
bats_require_minimum_version 1.5.0

setup() {
	source "$BATS_TEST_DIRNAME/lib.bash"
	vouch_folders
	vouchd_start
	clock 2026-11-22T14:00:00Z
	vouch contact add name="Jane Doe" >/dev/null
	vouch contact add name="Ana Ruiz" >/dev/null
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

@test "stop says what it cancels, and allow what it does not bring back" {
	vouch remind jane call fri "permit?" >/dev/null
	run -0 vouch stop jane calls "asked me to"
	assert_line "Stopped: calls with Jane Doe."
	assert_line "Cancelled 1, call: permit?, due Fri 27 Nov 2026."
	run -0 vouch remind jane call fri "again"
	assert_line "Jane Doe is not to be contacted so: 2, call: again, is cancelled."
	run -0 vouch show jane
	assert_line "calls: asked me to"
	run -0 vouch allow jane calls "she called me"
	assert_line "Allowed again: calls with Jane Doe."
	assert_line "Stays cancelled: 1, call: permit?"
	run -0 vouch stop
	assert_line "Everybody may be contacted."
}

@test "a stop until a day holds and lets go" {
	vouch remind jane visit fri "roof" >/dev/null
	run -0 vouch stop jane visits moving until "30 nov"
	assert_line "Stopped: visits with Jane Doe, until Mon 30 Nov 2026."
	assert_line "On hold: 1, visit: roof, due Fri 27 Nov 2026."
	run -0 vouch stop
	assert_line "Jane Doe"
	run -0 vouch due fri
	[[ $output != *roof* ]]
	clock 2026-11-30T15:00:00Z
	run -0 vouch due
	assert_line "roof"
}

@test "without a channel everything is stopped, and without a reason nothing" {
	run -2 vouch stop jane calls
	assert_line "say why"
	run -2 vouch stop jane
	run -0 vouch stop jane "do not contact me" --until "1 mar"
	assert_line "Stopped: all contact with Jane Doe, until Mon 1 Mar 2027."
	run -3 vouch allow jane calls "she called me"
	assert_line "nothing of that kind is stopped for jane"
	run -0 vouch allow jane "she called me"
	assert_line "Allowed again: all contact with Jane Doe."
}

@test "several stops are named, and on a terminal chosen from" {
	vouch stop jane calls "too often" >/dev/null
	vouch stop jane asks "not her thing" >/dev/null
	run -3 vouch allow jane "changed her mind"
	assert_line "too often"
	run -0 bash -c 'printf "2\n" | script -qec "$0 allow jane changed" /dev/null' "$VOUCH"
	assert_line "Allowed again: calls with Jane Doe."
}

@test "--json is the method's result" {
	vouch stop jane calls "too often" >/dev/null
	run -0 bash -c '"$0" --json stop | jq -r ".items[0].channel, .next"' "$VOUCH"
	[ "$output" = $'call\nnull' ]
	run -0 bash -c '"$0" --json candidate ana Ben | jq -r .referral.status' "$VOUCH"
	[ "$output" = candidate ]
	run -0 bash -c '"$0" --json candidates ana | jq -r ".items[0].name"' "$VOUCH"
	[ "$output" = Ben ]
}

@test "a name without permission is a candidate, with it a person of the book" {
	run -0 vouch candidate ana "Ruth Kim" sister 555-0142 influence "they ask her about houses"
	assert_line "Noted r1: Ruth Kim (sister), named by Ana Ruiz. Not to be called before Ana Ruiz allows it."
	run -3 vouch find Ruth
	run -0 vouch candidates
	assert_line "r1  Ruth Kim  sister    555-0142  Ana Ruiz"
	run -0 vouch show ana
	assert_line "r1 Ruth Kim, sister"
	run -0 vouch promote ruth introduced "Ana called her"
	assert_line "r1: Ruth Kim (c3) was sent by Ana Ruiz (sister)."
	run -0 vouch candidates
	assert_line "Nobody is waiting for permission."
	run -0 vouch find 5550142
	assert_line "Ruth Kim"
	run -0 vouch show ana
	assert_line "Ana Ruiz · referrer · c2"
	run -0 vouch candidate ana Dov introduced dov@example.org
	assert_line "r2: Dov (c4) was sent by Ana Ruiz."
	run -1 vouch promote r1 introduced
	run -3 vouch promote nobody introduced
	run -1 vouch candidate ana "Ana Ruiz"
	assert_line "a person cannot be sent by themself"
}

@test "the emergency contact list is a short form when a sale is delivered" {
	vouch sold ana Alarm 1200 >/dev/null
	run -0 bash -c 'printf "Ruth Kim\nsister\n555-0142\nBen\n\n\n\n" |
		script -qec "$0 delivered ana" /dev/null' "$VOUCH"
	assert_line "Noted r1: Ruth Kim."
	assert_line "Noted r2: Ben."
	run -0 vouch candidates ana
	assert_line "Ruth Kim"
	vouch sold ana Gate >/dev/null
	run -0 vouch delivered ana
	[[ $output != *"emergency contact list: whom"* ]]
}

@test "what was planned for somebody who has died ends" {
	vouch remind jane call fri "permit?" >/dev/null
	run -0 vouch contact deceased id=c1
	run -0 vouch due fri
	[[ $output != *permit* ]]
	run -0 vouch show jane
	assert_line "deceased"
	run -1 vouch remind jane call fri "permit?"
	assert_line "contact 1 is deceased"
}
