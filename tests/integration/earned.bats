# Asking, and what they answered; the brief that one reads before: against the real daemon.
bats_require_minimum_version 1.5.0

setup() {
	source "$BATS_TEST_DIRNAME/lib.bash"
	vouch_folders
	vouchd_start
	clock 2026-11-23T14:00:00Z
	vouch contact add name="Ana Ruiz" >/dev/null
	vouch contact add name="Ben Lee" >/dev/null
	vouch sold ana Alarm 1200 >/dev/null
	vouch delivered ana >/dev/null
	vouch log ana call "a tip" --gave >/dev/null
	vouch log ana call "another" --gave >/dev/null
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

# Ana, delivered and delighted: her ask (6) is due.
earned() {
	vouch score ana 9 "so quiet" >/dev/null
	clock 2026-11-24T15:00:00Z
}

@test "people are named as one says them" {
	earned
	run -0 vouch asked ana names "Ruth Kim," sister, "555 0142," "Élodie Roy" and Tom
	assert_line "Noted: asked Ana Ruiz on Tue 24 Nov 2026: they named 3 people."
	assert_line "r1  Ruth Kim, sister: a candidate"
	assert_line "r2  Élodie Roy: a candidate"
	assert_line "r3  Tom: a candidate"
	run -0 vouch candidates
	assert_line "555 0142"
	run -0 vouch undo
	run -2 vouch asked ana names Ruth Kim sister
	assert_line "is 'Kim' another person, or part of a name?"
	run -2 vouch asked ana names introduced
	assert_line "'introduced' stands behind a name"
	run -2 vouch asked ana names "Ruth Kim" need
	assert_line "what does Ruth Kim need?"
}

@test "what has to wait says for what, once its day has come" {
	run -0 vouch show ana all
	assert_line "5  Mon 7 Dec 09:00"
	assert_line "6  not before Tue 8 Dec"
	clock 2026-12-20T15:00:00Z
	run -0 vouch show ana all
	assert_line "6  after the step before"
	vouch score ana 9 >/dev/null
	clock 2026-12-21T15:00:00Z
	vouch done 6 >/dev/null
	clock 2027-01-20T15:00:00Z
	run -0 vouch show ana all
	assert_line "7  once they answer"
}

@test "an answer says what comes next, and until when they rest" {
	earned
	run -0 vouch asked ana willing "at the club"
	assert_line "gladly, but no name yet."
	assert_line "Next: 7, ask: Go through the emergency list"
	assert_line "They are not asked again before Sun 23 May 2027."
	run -0 vouch undo
	[[ $output == "Took back "*": answer to an ask recorded, Ana Ruiz. "* ]]
	run -0 vouch asked ana names "Ida Lund" introduced
	run -0 vouch undo
	[[ $output == "Took back "*": answer to an ask recorded, Ana Ruiz and others. "* ]]
	run -0 vouch asked ana declined
	assert_line "they declined."
	refute_line "Next:"
}

@test "an answer that is none is told which there are" {
	run -2 vouch asked ana
	assert_line "ANSWER is missing: names, later, willing, declined or never"
	run -2 vouch asked ana maybe
	assert_line "ANSWER wants names, later, willing, declined or never, not 'maybe'"
}

@test "who never wants to be asked is not told what would help" {
	earned
	vouch asked ana never "leave me alone" >/dev/null
	run -0 vouch earned ana
	assert_line "Ana Ruiz does not want to be asked again."
	refute_line "What helps"
	run -0 vouch show ana
	assert_line "not to be made: asked Tue 24 Nov 2026, they said never again"
}

@test "while something is to be put right, that is what helps, and nothing that would wait for it" {
	vouch contact add name="Mia Olsen" >/dev/null
	vouch sold mia Lamp 90 >/dev/null
	vouch delivered mia >/dev/null
	vouch complain mia "it hums" >/dev/null
	run -0 vouch earned mia
	assert_line "What helps: put it right, then ask how satisfied they are."
	assert_line "It is planned: 27, call: What went wrong?"
	assert_line "To note that it is put right: vouch resolved x1"
	refute_line "vouch remind"
	vouch done 27 reached >/dev/null
	run -0 vouch earned mia
	assert_line "It is planned: 28, call: Is it put right"
	vouch resolved x1 >/dev/null
	run -0 vouch earned mia
	assert_line "What helps: ask how satisfied they are."
	assert_line "It is planned: 29, call: 0 to 10: how satisfied are they now?"
	refute_line "vouch re"
}

@test "a promise kept late is put right before a score is asked for" {
	vouch promise ana "a quote" by 2026-11-24 >/dev/null
	clock 2026-11-26T15:00:00Z
	vouch kept p1 >/dev/null
	run -0 vouch earned ana
	assert_line "What helps: put it right, then ask how satisfied they are."
	assert_line ", call: What went wrong?"
	refute_line "vouch re"
	vouch praise ana "well, it came" >/dev/null
	run -0 vouch earned
	assert_line "put it right, then ask how satisfied they are ("
	run -0 vouch show ana
	assert_line "what helps: put it right, then ask how satisfied they are"
}

@test "what was done and not said is asked for" {
	clock 2026-12-08T15:00:00Z
	run -0 vouch done 5
	assert_line 'No score is noted. To note one: vouch score c1 9 "their words"'
	vouch score ana 9 >/dev/null
	clock 2026-12-09T15:00:00Z
	run -0 vouch done 6
	assert_line 'To note the answer: vouch asked c1 names "Ruth Kim" sister'
	refute_line "No score is noted"
}

@test "the brief shows what is due and the next few, and all of it where asked" {
	vouch promise ana "a quote" by fri >/dev/null
	vouch stop ana calls "asked me to" until +3mo >/dev/null
	clock 2026-11-26T15:00:00Z
	run -0 vouch show ana
	assert_line "p1  Fri 27 Nov, at risk"
	refute_line "task: a quote"
	assert_line "stopped"
	assert_line "more until "
	assert_line ": vouch show c1 all"
	refute_line "One result they got"
	run -0 vouch show ana all
	assert_line "task: a quote"
	assert_line "One result they got"
	refute_line "more until "
	run -0 vouch --plain show ana
	assert_line "One result they got"
	assert_line $'stopped\tcall until 2027-02-23: asked me to'
}

@test "a promise is told either way round" {
	run -0 vouch promise ana by fri "a quote"
	assert_line "Promised p1, Ana Ruiz: a quote, by Fri 27 Nov 2026."
	run -0 vouch promise ana by fri -- -rf
	assert_line "Promised p2, Ana Ruiz: -rf, by"
	run -2 vouch promise ana by fri
	assert_line "TEXT is missing"
	run -2 vouch promise ana "a quote" fri
	assert_line "'by' is missing before 'fri'"
	run -2 vouch promise ana -- -rf by fri
	assert_line "behind -- every word is text, 'by' too"
	run -2 vouch promise redate p1
	assert_line "WHEN is missing"
}

@test "a choice that is none says so" {
	vouch promise ana "one" by fri >/dev/null
	vouch promise ana "two" by fri >/dev/null
	run -3 bash -c 'printf "7\n" | script -qec "$0 kept ana" /dev/null' "$VOUCH"
	assert_line "none was chosen"
}

@test "somebody who is in the book under another name is said to be taken for them" {
	vouch contact update id=c2 phones=555-0142 >/dev/null
	run -0 vouch candidate ana "Ruth Kim" sister 555-0142 introduced
	assert_line "Ruth Kim is in the book as Ben Lee (c2)"
	vouch undo >/dev/null
	run -0 vouch candidate ana "Ben Lee" 555-0142 introduced
	refute_line "is in the book as"
}

@test "after the emergency list it is said what undo takes back" {
	vouch sold ben Alarm >/dev/null
	run -0 bash -c 'printf "Ruth Kim\n\n\n\n" | script -qec "$0 --color never delivered ben" /dev/null' "$VOUCH"
	assert_line "(vouch undo takes the last name back; vouch undo "
	refute_line "(vouch undo takes it back)"
}

@test "the book says of each what to type or what helps, on a narrow terminal too" {
	earned
	vouch sold ben Alarm >/dev/null
	vouch delivered ben >/dev/null
	vouch log ben call --gave >/dev/null
	vouch score ben 9 >/dev/null
	COLUMNS=60 run -0 vouch earned
	assert_line "vouch ask c1"
	assert_line "One step short, and what helps"
	assert_line "one useful call first"
}

@test "a template is shown with its lines" {
	run -0 vouch template get ask
	assert_line $'\n{{#first_name}}\n{{first_name}}, may I tell you'
	run -0 vouch --plain template get ask
	assert_line $'text\t{{#first_name}}'
}

@test "what helps is said to be planned where it is, and not offered to whom it is stopped" {
	run -0 vouch earned ana
	assert_line "What helps: ask how satisfied they are."
	assert_line "It is planned: 5, call: 0 to 10"
	refute_line "To plan it"
	vouch skip 5 >/dev/null
	vouch stop ana asks "asked me to" >/dev/null
	run -0 vouch earned ana
	refute_line "To plan it"
	vouch allow ana asks "they changed their mind" >/dev/null
	run -0 vouch earned ana
	assert_line "It is planned: 10, check-in: How does it serve you?, on "
	assert_line 'To plan it sooner: vouch remind c1 call tomorrow "0 to 10'
}

@test "whoever sent somebody is thanked before the next ask" {
	earned
	vouch candidate ana "Ruth Kim" introduced >/dev/null
	run -0 vouch earned ana
	assert_line "Ruth Kim, whom they sent on Tue 24 Nov 2026, has not been thanked for"
	assert_line "What helps: thank them for Ruth Kim."
	assert_line "To note it: vouch thank r1"
	run -0 vouch earned
	assert_line "thank them for Ruth Kim"
	vouch stop ana asks "asked me to" >/dev/null
	run -0 vouch earned ana
	refute_line "To note it"
}
