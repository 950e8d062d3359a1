# A referral from the name to the sale, and the loop with whoever sent them: against the real daemon.
bats_require_minimum_version 1.5.0

setup() {
	source "$BATS_TEST_DIRNAME/lib.bash"
	vouch_folders
	vouchd_start
	export COLUMNS=120
	clock 2026-12-04T22:40:00Z # a Friday, 17:40
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

refute_line() {
	[[ $output != *"$1"* ]] || {
		printf '"%s" in:\n%s\n' "$1" "$output"
		return 1
	}
}

# on_terminal TYPED WORDS...: vouch on a terminal at which that is typed
on_terminal() {
	local typed=$1
	shift
	printf '%b' "$typed" | script -qec "$(printf '%q ' "$VOUCH" --color never "$@")" /dev/null
}

# Ruth Kim (c3), sent by Ana on Friday, called on Monday, with a sale (s1) that waits for a yes.
met() {
	vouch referred ana "Ruth Kim" "moving in May" introduced >/dev/null
	vouch thank ana >/dev/null
	clock 2026-12-07T14:30:00Z
	vouch done 1 reached >/dev/null
	vouch advance ruth meeting >/dev/null
}

@test "from Friday 17:40 to the sale" {
	run -0 vouch referred ana "Ruth Kim" sister 555-0142 "moving in May" introduced
	[ "${lines[0]}" = "r1: Ruth Kim (c3) was sent by Ana Ruiz (sister, moving in May)." ]
	[ "${lines[1]}" = "Call them by Mon 7 Dec 09:40 (1), and thank Ana Ruiz by today 18:40 (2)." ]
	run -0 vouch earned ana
	assert_line "Ruth Kim, whom they sent on Fri 4 Dec 2026, has not been thanked for"
	run -0 vouch show ana
	assert_line "has sent  r1 Ruth Kim, sister, received Fri 4 Dec"
	assert_line "is owed   thanks for Ruth Kim: vouch thank r1"
	run -0 vouch thank ana
	[ "$output" = "Ana Ruiz is thanked for Ruth Kim (r1)." ]

	clock 2026-12-07T14:30:00Z
	COLUMNS=80 run -0 vouch week
	assert_line "1  09:40  Ruth Kim  Call them: who sent them, and what do they need?"
	run -0 vouch done 1 reached "glad to be called"
	assert_line "r1, Ruth Kim: contacted, on Mon 7 Dec 2026, 50 working minutes after the name came."
	assert_line "Next: 3, call: Can we help? Find a day to meet, or say that it is no fit, by Tue 8 Dec 09:00."
	run -0 vouch told ana
	[ "$output" = "Ana Ruiz knows of the first contact with Ruth Kim (r1)." ]
	run -0 vouch show ruth
	assert_line "sent by     Ana Ruiz (r1): received Fri 4 Dec, contacted Mon 7 Dec"

	run -0 vouch advance ruth meeting 1200 product "Alarm" "two cameras"
	assert_line "r1, Ruth Kim: meeting, on Mon 7 Dec 2026."
	assert_line "s1 is open: Alarm, 1,200 USD."
	assert_line "Hold the talk before they say yes: vouch talk c3"
	assert_line "Off the agenda: 3, call: Can we help?"
	vouch talk ruth informed bad motive time agreed yes >/dev/null
	run -0 vouch advance ruth won
	assert_line "Once it is delivered: vouch delivered s1"
	refute_line "Hold the talk"

	clock 2026-12-16T15:00:00Z
	run -0 vouch delivered ruth
	assert_line "It came through Ana Ruiz: r1 has become a sale."
	assert_line "Ana Ruiz  call: Tell them how it ended"
	run -0 vouch earned ana
	assert_line "✗  no      loops-closed"
	run -0 vouch told ana
	[ "$output" = "Ana Ruiz knows how it ended with Ruth Kim (r1): completed." ]
	run -0 vouch show ruth
	assert_line "won Mon 7 Dec, completed Wed 16"
	run -0 vouch show r1
	assert_line "r1, Ruth Kim: completed"
	assert_line "told the end  Wed 16 Dec"
}

@test "without a word on permission it is asked for, or refused" {
	run -2 vouch referred ana "Ruth Kim" "moving in May"
	assert_line "introduced (they expect you), may-say-name, or none (not yet)"
	run -0 on_terminal 'm\n' referred ana "Ruth Kim"
	assert_line "May you call them?"
	assert_line "r1: Ruth Kim (c3) was sent by Ana Ruiz."
	[ "$(vouch --json call referral.get '{"id":1}' | jq -r .referral.permission)" = may-say-name ]
	run -2 on_terminal 'perhaps\n' referred ana "Tom Lee"
	assert_line "'perhaps' is not introduced, may-say-name or none"
}

@test "who may not be called yet is a candidate, and a referral once promoted" {
	run -0 vouch referred ana "Eva Roth" none
	assert_line "Noted r1: Eva Roth, named by Ana Ruiz. Not to be called before Ana Ruiz allows it."
	assert_line "Once that is so: vouch promote r1 introduced"
	run -0 vouch candidates
	assert_line "Eva Roth"
	run -0 vouch show ana
	refute_line "is owed"
	run -0 vouch promote eva introduced
	assert_line "r1: Eva Roth (c3) was sent by Ana Ruiz."
	assert_line "Call them by Mon 7 Dec 09:40 (1), and thank Ana Ruiz by today 18:40 (2)."
	run -0 vouch candidates
	assert_line "Nobody is waiting for permission."
}

@test "a name is not taken apart, and what is said of somebody finds its place" {
	run -2 vouch referred ana Ruth Kim introduced
	assert_line "is 'Kim' part of the name? \"Ruth Kim\"; if it is not: need Kim"
	run -0 vouch referred ana Ruth need Alarm relation "old friend" introduced
	assert_line "r1: Ruth (c3) was sent by Ana Ruiz (old friend, Alarm)."
	run -2 vouch gave ana Ivo Petrov
	assert_line "if it is not: note Petrov"
	run -3 vouch referred zoe "Tom Lee" introduced
	assert_line "no contact fits 'zoe'"
}

@test "a second referrer is noted, and the first keeps the credit" {
	vouch referred ana "Ruth Kim" 555-0142 introduced >/dev/null
	run -0 vouch referred ben "Ruth" 5550142 introduced
	assert_line "r2: Ruth Kim (c3) was sent by Ben Okafor too."
	assert_line "Ana Ruiz sent them first and keeps the credit."
	assert_line "Thank Ben Okafor by today 18:40 (6)."
	refute_line "Call them"
	run -0 vouch show ruth
	assert_line "Ana Ruiz (r1): received Fri 4 Dec; then Ben Okafor (r2)"
	run -1 vouch referred ana c3 introduced
	assert_line "they have sent that person already, referral 1"
	vouch advance ruth meeting >/dev/null
	run -0 vouch delivered ruth
	assert_line "Ana Ruiz    thank-you: Thank them for sending Ruth Kim; tell them h"
	assert_line "Ben Okafor  thank-you: Thank them for sending Ruth Kim; tell them h"
	run -3 vouch advance ruth lost
	assert_line "r1 of Ruth Kim is completed; what changes now, changes with its sale (s1)"
}

@test "somebody of the same name is not a second person by accident" {
	run -0 vouch referred ana "ben okafor" introduced
	assert_line "ben okafor was in the book already (c2). If it is the same person: vouch undo"
	vouch undo >/dev/null
	run -0 on_terminal 'y\n' referred ana "ben okafor" introduced
	assert_line "Ben Okafor is in the book (c2). Is it the same person?"
	assert_line "Ben Okafor (c2) was sent by Ana Ruiz."
}

@test "one word thanks for all whom somebody sent, and undo takes all of it back" {
	run -3 vouch thank ana
	assert_line "Ana Ruiz has sent nobody yet"
	vouch referred ana "Ruth Kim" introduced >/dev/null
	vouch referred ana "Dov Levi" introduced >/dev/null
	run -3 vouch thank ruth
	assert_line "nothing is owed to Ruth Kim, who was sent by Ana Ruiz: vouch thank r1"
	run -3 vouch told ruth # nobody has spoken to them yet: there is nothing to tell
	assert_line "Ruth Kim has sent nobody yet"
	vouch advance ruth contacted >/dev/null
	run -3 vouch told ruth
	assert_line "nothing is owed to Ruth Kim, who was sent by Ana Ruiz: vouch told r1"
	vouch undo >/dev/null
	run -0 vouch show ana
	assert_line "thanks for Dov Levi, Ruth Kim: vouch thank c1"
	run -0 vouch thank ana on today
	[ "${lines[0]}" = "Ana Ruiz is thanked for Ruth Kim (r1)." ]
	[ "${lines[1]}" = "Ana Ruiz is thanked for Dov Levi (r2)." ]
	[ "$(vouch --json call touch.list '{"contact":1}' | jq '.items | length')" = 1 ]
	run -3 vouch thank ana
	assert_line "no thanks are owed to Ana Ruiz"
	vouch undo >/dev/null
	run -0 vouch referrals owed
	[ "$(grep -c thanks <<<"$output")" = 2 ]
	run -3 vouch thank r9
	assert_line "there is no referral 9"
}

@test "what is told is what is known: first the contact, then the end" {
	vouch referred ana "Ruth Kim" introduced >/dev/null
	run -3 vouch told ana
	assert_line "there is no news for Ana Ruiz yet"
	run -1 vouch told r1 outcome
	assert_line "the outcome is not known yet"
	clock 2026-12-11T15:00:00Z
	run -0 vouch show ana
	assert_line "news of Ruth Kim: vouch told r1"
	vouch advance ruth not-a-fit "rents" >/dev/null
	run -3 vouch told ana first-contact
	assert_line "there is no news"
	run -0 vouch told ana outcome
	assert_line "Ana Ruiz knows how it ended with Ruth Kim (r1): not-a-fit."
	run -0 vouch undo
	run -0 vouch told r1
	assert_line "knows how it ended"
}

@test "a referral that is lost is told, and can be taken up again" {
	met
	run -0 vouch advance ruth lost "too dear"
	assert_line "r1, Ruth Kim: lost, on Mon 7 Dec 2026: too dear."
	assert_line "s1 is lost: moving in May."
	assert_line "What whoever sent them is to hear:"
	run -3 vouch advance ruth won
	assert_line "r1 of Ruth Kim is lost; to take it up again: vouch advance r1 received"
	run -0 vouch advance ruth received
	assert_line "r1, Ruth Kim: taken up again."
	assert_line "Next: "
	run -3 vouch advance ben won
	assert_line "nobody has sent Ben Okafor; to note who did: vouch referred NAME c2 introduced"
	run -2 vouch advance r1 sold
	assert_line "STATUS wants contacted, meeting, won, lost, not-a-fit or received, not 'sold'"
	run -1 vouch advance r1 contacted on tomorrow
	assert_line "cannot lie after today"
}

@test "nobody was reached: the tries end, and whoever sent them hears it" {
	vouch referred ana "Ruth Kim" introduced >/dev/null
	for day in 07 09 14 26; do
		clock "2026-12-${day}T20:00:00Z"
		run -0 vouch done 1 no-answer
	done
	assert_line "Ruth Kim was not reached, and the tries are used up."
	assert_line "Ana Ruiz  message: "
}

@test "a sale says what it means for the referral" {
	vouch referred ana "Ruth Kim" introduced >/dev/null
	run -0 vouch sold ruth Alarm 1200
	assert_line "It comes through Ana Ruiz: r1 is now at meeting."
	assert_line "Hold the talk before they say yes: vouch talk c3"
	run -0 vouch lost ruth "moved away"
	assert_line "Lost s1: Ruth Kim, Alarm, 1,200 USD, on Fri 4 Dec 2026."
	assert_line "It came through Ana Ruiz: r1 is lost with it."
	assert_line "Ana Ruiz  thank-you: Thank them for sending Ruth Kim; tell them h"
	run -1 vouch sold ruth Alarm from r1
	assert_line "referral 1 is lost; take it up again first"
	vouch advance r1 received >/dev/null
	run -0 vouch sold ruth Alarm from r1
	assert_line "It comes through Ana Ruiz"
}

@test "what is agreed is the sale that the meeting has opened" {
	met
	run -0 vouch sold ruth Alarm 1200
	assert_line "s1 was open already, from Ana Ruiz (r1)."
	vouch undo >/dev/null
	run -0 on_terminal 'y\n' sold ruth Alarm 1200
	assert_line "s1 is open already, from Ana Ruiz (r1). Is it this one?"
	assert_line "r1, Ruth Kim: won"
	assert_line "s1 is open: Alarm, 1,200 USD."
}

@test "whom we sent counts as giving" {
	run -0 vouch gave ana "Ivo Petrov" "needs an architect"
	[ "$output" = "Noted r1: you sent Ivo Petrov to Ana Ruiz. It counts as giving." ]
	run -0 vouch gave ana c2
	assert_line "you sent Ben Okafor to Ana Ruiz"
	run -0 vouch referrals given
	assert_line "you, to Ana Ruiz"
	assert_line "needs an architect"
	run -3 vouch thank ana
	assert_line "Ana Ruiz has sent nobody yet"
}

@test "the list has who, by whom, how far, and what is owed" {
	run -0 vouch referrals
	assert_line "There are none."
	met
	vouch referred ben "Dov Levi" "a lock" introduced >/dev/null
	vouch advance dov lost >/dev/null
	run -0 vouch referrals
	assert_line "r2  Dov Levi  Ben Okafor  lost     Mon 7 Dec  thanks, outcome  a lock"
	assert_line "r1  Ruth Kim  Ana Ruiz    meeting  Mon 7 Dec                   moving in May"
	run -0 vouch referrals open
	assert_line "Ruth Kim"
	refute_line "Dov Levi"
	run -0 vouch referrals lost ben
	assert_line "Dov Levi"
	run -0 vouch referrals ruth
	assert_line "r1"
	refute_line "r2"
	run -0 vouch --plain referrals owed
	[ "$output" = $'r2\treceived\tDov Levi\tBen Okafor\tlost\t2026-12-07\tthank, outcome\ta lock' ]
	run -0 vouch --json referrals open
	[ "$(jq -c '[.items[].id]' <<<"$output")" = '[1]' ]
	COLUMNS=80 run -0 vouch referrals
	[ "$(wc -L <<<"$output")" -le 80 ]
}

@test "nothing is owed to whom all contact is stopped" {
	vouch referred ana "Ruth Kim" introduced >/dev/null
	vouch stop ana all "asked me to" >/dev/null
	run -0 vouch show ana
	refute_line "is owed"
	run -0 vouch referrals
	refute_line "thanks"
	vouch stop ruth all "asked me to" >/dev/null
	run -0 vouch asked ben names "Ida Lund" introduced because "she offered"
	assert_line "Call them by Mon 7 Dec 09:40"
}

@test "the first line of status is the sale that came of it" {
	met
	vouch delivered ruth >/dev/null
	[ "$(vouch --json status | jq .last_referral_sale)" != null ] ||
		skip "this vouchd does not know the last sale from a referral yet"
	run -0 vouch status
	[[ ${lines[0]} == "Last sale from a referral: today ("*", through Ana Ruiz)"* ]]
}
