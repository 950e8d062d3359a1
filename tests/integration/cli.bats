# The command line against a real vouchd.

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

# A sale of ana's, delivered: follow-ups 3 and 4 are its thank-you and its service call.
delivery() {
	people
	vouch sold ana "Alarm" 1200 >/dev/null
	vouch delivered ana >/dev/null
}

# assert_line TEXT: one line of the output contains it
assert_line() {
	[[ $'\n'"$output"$'\n' == *"$1"* ]] || {
		printf 'wanted: %s\ngot:\n%s\n' "$1" "$output"
		return 1
	}
}

@test "a Tuesday reads as in the design" {
	people
	run -0 vouch
	assert_line "Sunday 22 November 2026 · nothing due"
	run -0 vouch find 555 0142
	assert_line "c1  Ana Ruiz"
	run -0 vouch sold ana "Alarm" 1200
	[ "$output" = "Opened s1: Ana Ruiz, Alarm, 1,200 USD, on Sun 22 Nov 2026." ]
	run -0 vouch delivered ana
	assert_line "Delivered s1: Ana Ruiz, Alarm, 1,200 USD, on Sun 22 Nov 2026."
	assert_line "follow-ups planned:"
	assert_line "3  Mon 23 Nov 09:00"
	clock 2026-11-24T14:00:00Z
	run -0 vouch
	assert_line "Tuesday 24 November 2026 · 1 overdue, 1 due today"
	assert_line "3  Mon 23 Nov, 1 day late  Ana Ruiz  thank-you:"
	run -0 vouch show jane
	assert_line "Jane Doe · prospect · c3"
	run -0 vouch done 3 sent "a card" next call +2w
	assert_line "Done 3, Ana Ruiz, thank-you"
	assert_line "for Ana Ruiz: call"
	assert_line "on Tue 8 Dec 2026."
	run -0 vouch done 4 no-answer
	assert_line "Noted. 4, Ana Ruiz, call"
	run -0 vouch log ana call "cameras?" --gave
	assert_line "Logged: call with Ana Ruiz on Tue 24 Nov 2026, gave."
	run -0 vouch remind ben tomorrow 10 "permit?"
	assert_line "for Ben Lee: task: permit?, on Wed 25 Nov 2026, 10:00."
	run -0 vouch week
	assert_line "Wednesday 25 November 2026"
	run -0 vouch due fri
	assert_line "Ben Lee"
	run -0 vouch due calls
	assert_line "Nothing of kind call is due now."
	run -0 vouch why 4
	assert_line "after-sale"
	run -0 vouch skip 4 "moved away"
	assert_line "Skipped 4, Ana Ruiz, call"
	run -0 vouch status
	assert_line "Last sale from a referral: none yet."
}

@test "a moved follow-up is echoed with its weekday and year" {
	delivery
	run -0 vouch snooze 3 fri 9am
	[ "$output" = "Moved 3 to Fri 27 Nov 2026, 09:00." ]
	run -0 vouch snooze 3,4 15 dec
	[ "${lines[1]}" = "Moved 4 to Tue 15 Dec 2026." ]
}

@test "a date with two readings is refused and both are named" {
	delivery
	run -2 vouch snooze 3 next friday
	assert_line "Fri 27 Nov 2026"
	assert_line "Fri 4 Dec 2026"
	run -2 vouch remind ben next friday
	assert_line "two readings"
	run -2 vouch done 3 next call 1/2/2026
	assert_line "two readings"
}

@test "a name that fits several is answered with the candidates" {
	people
	vouch contact add name="Ana Lopez" org=Beta address.city=Rome >/dev/null
	run -3 --separate-stderr vouch show ana
	[ -z "$output" ]
	[ "${stderr_lines[0]}" = "vouch: 'ana' fits 2 contacts; name one of them:" ]
	[ "${stderr_lines[1]}" = "  c4  Ana Lopez, Beta, Rome" ]
	[ "${stderr_lines[2]}" = "  c1  Ana Ruiz, Acme" ]
	run -0 vouch show ruiz
	run -0 vouch show c4
	run -0 vouch show ana lopez
	vouch contact add name="Ana" >/dev/null
	run -0 vouch show ana
	assert_line "Ana · prospect · c5"
	vouch contact add name="Diana Prince" >/dev/null
	run -0 vouch show ana
	assert_line "· c5"
}

@test "on a terminal a name that fits several is a numbered choice" {
	people
	vouch contact add name="Ana Lopez" >/dev/null
	run -0 bash -c 'printf "2\n" | script -qec "$0 show ana" /dev/null' "$VOUCH"
	assert_line "1.   c4  Ana Lopez"
	assert_line "Ana Ruiz · Acme"
}

@test "a sale to somebody unknown says how to add them" {
	run -3 vouch sold "Zoe O'Hara" "Alarm" 1200
	[ "$output" = "vouch: no contact fits 'Zoe O'Hara'; to add one: vouch contact add name='Zoe O'\\''Hara'" ]
	run -0 bash -c 'printf "y\n" | script -qec "$0 sold Zoe Alarm 1200" /dev/null' "$VOUCH"
	assert_line "Opened s1: Zoe, Alarm, 1,200 USD"
}

@test "of a delivered sale only what is open is planned, and the rest is told apart" {
	people
	vouch stop ana calls "asked me to" >/dev/null
	vouch sold ana Win 50 >/dev/null
	run -0 vouch delivered s1
	assert_line "1 follow-up planned:"
	assert_line "Not planned: 10 dropped (why: vouch why "
	[ "$(grep -c 'Ana Ruiz  ' <<<"$output")" -eq 1 ]
	run -0 vouch undo
	run -0 vouch --json delivered s1
	[ "$(jq '.followups | length' <<<"$output")" -eq 11 ]
}

@test "of a sale of long ago, or one delivered again, what is over is not planned" {
	people
	vouch sold ana New 100 on 2026-11-01 >/dev/null
	run -0 vouch delivered s1 on 2026-11-02
	assert_line "10 follow-ups planned:"
	assert_line "Not planned: 1 too late (why: vouch why 4)."
	vouch sold ana Old 100 on 2026-10-01 >/dev/null
	run -0 vouch delivered s2 on 2026-10-05
	[ "${#lines[@]}" -eq 2 ]
	[ "${lines[1]}" = "Not planned: 3 too late (why: vouch why 16)." ]
	vouch done 3 sent >/dev/null
	vouch skip 5 >/dev/null
	vouch call sale.reopen '{"id":1,"reason":"not all of it"}' >/dev/null
	run -0 vouch delivered s1 on 2026-11-02
	assert_line "8 follow-ups planned:"
	assert_line "Not planned: 1 done already, 1 skipped, 1 too late (why: vouch why 4)."
}

@test "an agenda with nothing on it says what is held, and the day of what is next" {
	people
	run -0 vouch week
	assert_line "Nothing is due and nothing is planned."
	vouch remind ana 2026-11-24 "a quote" >/dev/null
	vouch remind ana 2026-11-22 17:30 "the keys" >/dev/null
	run -0 vouch week 2027-01-01
	[ "${lines[0]}" = "Friday 1 January 2027 · nothing due, next today 17:30" ]
	run -0 vouch week 2026-11-22
	[ "${lines[0]}" = "Sunday 22 November 2026 · 1 due today, next 17:30" ]
	vouch contact pause c1 >/dev/null
	for words in "" week; do
		run -0 vouch $words
		assert_line "nothing due"$'\n'
		assert_line "Nothing is due; what is planned is held, such as 2 for Ana Ruiz: vouch why 2"
	done
	run -0 vouch --plain week
	[ -z "$output" ]
	vouch contact resume c1 >/dev/null
	vouch away until 2026-12-14 >/dev/null
	clock 2026-11-24T15:00:00Z
	run -0 vouch
	assert_line "2 held back"
	assert_line "Nothing is due; what is planned is held, such as "
}

@test "several open sales are named, and one is delivered by its id" {
	people
	vouch sold ana Alarm 1,200.50 EUR >/dev/null
	vouch sold ana Camera on yesterday source walk-in >/dev/null
	run -3 vouch delivered ana
	assert_line "Ana Ruiz has 2 open sales"
	assert_line "s1  Alarm, 1,200.50 EUR, opened 2026-11-22"
	run -0 vouch delivered s2 on yesterday
	assert_line "Delivered s2: Ana Ruiz, Camera, on Sat 21 Nov 2026."
	run -3 vouch delivered ben
	assert_line "Ben Lee has no open sale"
}

@test "--json is exactly the result of the method" {
	delivery
	clock 2026-11-24T14:00:00Z
	[ "$(vouch due --json)" = "$(vouch call agenda.due '{"limit":1000}')" ]
	[ "$(vouch --json)" = "$(vouch call agenda.get)" ]
	[ "$(vouch show ana --json)" = "$(vouch call contact.brief '{"id":1}')" ]
	[ "$(vouch why 3 --json)" = "$(vouch call followup.why '{"id":3}')" ]
	[ "$(vouch plan get after-sale --json)" = "$(vouch call plan.get '{"name":"after-sale"}')" ]
}

@test "--plain is tab separated, without a heading and without colour" {
	delivery
	clock 2026-11-24T14:00:00Z
	run -0 vouch due --plain --color=always
	[ "${#lines[@]}" -eq 2 ]
	IFS=$'\t' read -r -a fields <<<"${lines[0]}"
	[ "${#fields[@]}" -eq 8 ]
	[ "${fields[1]}" = 3 ]
	[ "${fields[2]}" = 2026-11-23T09:00 ]
	[ "${fields[4]}" = "Ana Ruiz" ]
}

@test "colour is for terminals and for those who ask for it" {
	delivery
	clock 2026-11-25T14:00:00Z
	late=$'\033[1;31mMon 23 Nov, 2 days late'
	[[ $(vouch) != *$'\033'* ]]
	[[ $(vouch --color=always) == *"$late"* ]]
	[[ $(TERM=xterm script -qec "$VOUCH" /dev/null) == *"$late"* ]]
	[[ $(TERM=dumb script -qec "$VOUCH" /dev/null) != *$'\033'* ]]
	[[ $(TERM=xterm NO_COLOR=1 script -qec "$VOUCH" /dev/null) != *$'\033'* ]]
	[[ $(TERM=xterm script -qec "$VOUCH --color never" /dev/null) != *$'\033'* ]]
}

@test "lines are cut to COLUMNS" {
	delivery
	run -0 env COLUMNS=60 "$VOUCH" due +1mo
	assert_line "3  Mon 23 Nov 09:00"
	for line in "${lines[@]}"; do
		[ "${#line}" -le 60 ]
	done
}

# Thirty calls of this morning.
thirty() {
	people
	for i in {1..30}; do
		vouch remind ana call "2026-11-22 08:$((i + 10))" "thing $i" >/dev/null
	done
}

# on_terminal ROWS COMMAND…: what it prints on one of as many rows, without colour
on_terminal() {
	local rows=$1
	shift
	script -qec "stty rows $rows cols 80; $(printf '%q ' "$VOUCH" --color never "$@")" \
		/dev/null </dev/null | tr -d '\r'
}

@test "what is due stays on the screen, and says how to see the rest" {
	thirty

	mapfile -t lines < <(on_terminal 24 due)
	[ ${#lines[@]} -eq 22 ]
	[[ ${lines[0]} == *"thing 1" && ${lines[20]} == *"thing 21" ]]
	[ "${lines[21]}" = "9 more are due: vouch due --limit 30" ]
	[ "$(on_terminal 24 due --limit 30)" = "$(COLUMNS=80 vouch due)" ]

	mapfile -t lines < <(on_terminal 32 due calls)
	[ ${#lines[@]} -eq 30 ]
	[ "${lines[29]}" = "1 more is due: vouch due calls --limit 30" ]
	mapfile -t lines < <(on_terminal 5 due calls 'fri 9am')
	[ ${#lines[@]} -eq 11 ]
	[ "${lines[10]}" = "20 more are due: vouch due calls 'fri 9am' --limit 30" ]
	[ "$(on_terminal 33 due | wc -l)" -eq 30 ]

	# past 200 nobody needs the number
	local add='{"jsonrpc":"2.0","id":%d,"method":"followup.add","params":'
	add+='{"contact":1,"kind":"call","title":"more","due":"2026-11-22T08:00"}}\n'
	# shellcheck disable=SC2046,SC2059
	printf "$add" $(seq 169) | socat -t 30 - "UNIX:$SOCKET" >/dev/null
	[[ $(on_terminal 24 due) == *$'\n178 more are due: vouch due --limit 199' ]]
	vouch remind ana call "2026-11-22 08:00" "and one more" >/dev/null
	[[ $(on_terminal 24 due) == *$'\nAt least 179 more are due: vouch due --limit 1000' ]]
	[ "$(on_terminal 24 due --limit 1000 | wc -l)" -eq 200 ]
}

@test "what is due is printed whole where nothing is to fit on a screen" {
	thirty

	[ "$(vouch due | wc -l)" -eq 30 ]
	[ "$(on_terminal 0 due | wc -l)" -eq 30 ]
	[ "$(on_terminal 24 due --plain | wc -l)" -eq 30 ]
	[ "$(on_terminal 24 due --json)" = "$(vouch due --json)" ]
	mapfile -t lines < <(on_terminal 24 due --limit 2)
	[ "${lines[2]}" = "More are due: vouch due --limit 1000" ]
}

@test "why it is due is said where there is room, and to scripts" {
	thirty

	mapfile -t lines < <(COLUMNS=120 vouch due)
	[[ ${lines[0]} == *"thing 1 "*" a reminder of your own" ]]
	mapfile -t lines < <(COLUMNS=119 vouch due)
	[[ ${lines[0]} == *"thing 1" ]]
	mapfile -t lines < <(vouch due --plain)
	[[ ${lines[0]} == *$'\tcall\tthing 1\ta reminder of your own' ]]
}

@test "marks that deceive a reader are shown escaped" {
	vouch contact add name=$'Eve \u202eabc\u200b' notes=$'two\nlines\tand a tab' >/dev/null
	run -0 vouch show eve
	assert_line 'Eve <U+202E>abc<U+200B> · prospect · c1'
	assert_line 'two lines and a tab'
	[[ $(vouch contact list --plain) == *'Eve <U+202E>abc<U+200B>'* ]]
	[[ $(vouch contact get eve --plain) == *'two\nlines\tand a tab'* ]]
	run -0 vouch contact get eve --json
	assert_line 'Eve \u202eabc\u200b'
	run -3 vouch show $'\u202enobody'
	assert_line "'<U+202E>nobody'"
	run -2 vouch $'\033[31mnobody'
	assert_line "'\\x1b[31mnobody'"
}

@test "a word that is none has a nearest one" {
	run -2 vouch dleivered ana
	[ "$output" = "vouch: there is no command 'dleivered'; did you mean delivered?" ]
	run -2 vouch contcat list
	assert_line "did you mean contact?"
	run -2 vouch contact lits
	assert_line "did you mean list?"
	run -2 vouch contact add nmae=x
	assert_line "did you mean name?"
}

@test "a verb alone is told what it goes with" {
	run -2 vouch add "Ana Ruiz"
	[ "$output" = "vouch: there is no command 'add' alone: first comes what it is done with, as in vouch contact add" ]
	run -2 vouch list # and not: did you mean lost?
	assert_line 'as in vouch contact list'
	run -2 vouch reopen ana
	assert_line 'as in vouch sale reopen'
}

@test "what is wrong is said with what would be right" {
	delivery
	run -2 vouch done 3 score 11
	[ "${lines[0]}" = "vouch: done: 'score' wants 0 to 10, not '11'" ]
	[[ ${lines[1]} == "usage: vouch done FOLLOWUP"* ]]
	run -2 vouch done 3 noanswer
	assert_line "did you mean the outcome no-answer?"
	run -0 vouch done 3 -- noanswer
	run -2 vouch remind ana call
	assert_line "WHEN is missing"
	run -2 vouch sold ana Alarm 1,20
	assert_line "AMOUNT wants an amount"
	run -2 vouch sold ana Alarm 1.234
	assert_line "1.234 is no amount of USD"
	run -2 vouch sold ana Alarm 99999999999999999
	assert_line "99999999999999999 is more than can be noted: 90,071,992,547,409.92 USD at most"
	run -3 vouch show 99
	assert_line "there is no follow-up 99"
	run -3 vouch log 3 call
	assert_line "such as c3"
	run -1 vouch done 3
	run -2 vouch --color=blue
	run -2 vouch -x
	run -2 vouch --gave done 3
}

@test "text that begins with a dash stands behind two" {
	vouch contact add -- "-rf --help" >/dev/null
	run -0 vouch find -- -rf
	assert_line "-rf --help"
	run -0 vouch log -- "-rf --help" call
	assert_line "Logged: call with -rf --help"
}

@test "help is there for everything, on stdout" {
	run -0 --separate-stderr vouch --help
	assert_line "vouch delivered SALE|CONTACT"
	[ -z "$stderr" ]
	run -0 vouch done --help
	assert_line "SCORE     0 to 10"
	run -0 vouch help snooze
	run -0 vouch contact
	assert_line "vouch contact add"
	run -0 vouch contact add -h
	assert_line "address.city="
	assert_line "A, B, C, none: how often"
	COLUMNS=80 run -0 vouch agenda due --help
	assert_line "  kind=    call, visit, message,"
	assert_line "  fields=  of id, version,"
	run -0 vouch -V
	[[ $output == "vouch "* ]]
}

@test "help is wrapped on a terminal, and whole lines where it is not one" {
	local widest
	for words in --help "talk --help" "contact add --help"; do
		# shellcheck disable=SC2086 # two words
		widest=$(COLUMNS=60 vouch $words | wc -L)
		[ "$widest" -le 60 ]
	done
	run -0 env COLUMNS=60 "$VOUCH" done --help
	[ "${lines[0]}" = "vouch done FOLLOWUP... [OUTCOME] [NOTE] [score" ]
	[ "${lines[1]}" = "        SCORE] [minutes MINUTES] [gave] [on DAY] [next KIND" ]
	[[ $(vouch --help) == *"[on DAY] [next KIND [TITLE] WHEN]"$'\n'* ]]
}

@test "every noun and verb works by name=value" {
	people
	run -0 vouch contact update ana --listen_for "they moved" tags=a,b tags=c address.city=Rome \
		cadence=A partner=yes
	assert_line "a, b, c"
	run -0 vouch contact update ana cadence=
	[[ $output != *cadence* ]]
	run -0 vouch household add name="The Ruiz" members=ana,ben
	assert_line "Ben Lee"
	run -0 vouch household get h1
	run -0 vouch sale open contact=ana product=Alarm amount=120000 day=yesterday
	assert_line "1,200 USD"
	assert_line "Sat 21 Nov"
	run -0 vouch sale list contact=ana
	run -0 vouch followup add contact=ben kind=call title=hello due="fri 9am"
	assert_line "Fri 27 Nov 09:00"
	run -0 vouch touch list ana
	assert_line "There are none."
	run -0 vouch settings get
	run -2 vouch contact add
	assert_line "needs name="
	run -2 vouch sale open contact=ana product=Alarm amount=much
	assert_line "amount wants a whole number, not 'much'"
	run -1 vouch contact update c1 if_version=1 notes=x
}

@test "a plan goes in from a file and from stdin" {
	vouch plan get after-sale --json | jq '.plan.document | .name = "mine"' >"$FOLDER/plan.json"
	run -0 vouch plan put "$FOLDER/plan.json"
	assert_line "mine"
	run -0 bash -c '"$0" plan put - <"$1"' "$VOUCH" "$FOLDER/plan.json"
	run -0 vouch plan preview mine anchor_day=fri
	assert_line "Fri 27 Nov"
	echo '{"name":' >"$FOLDER/plan.json"
	run -2 vouch plan put "$FOLDER/plan.json"
	assert_line "is not JSON"
	run -2 vouch plan put "$FOLDER/none.json"
	assert_line "cannot read"
}

@test "without vouchd it says how to start it" {
	vouchd_stop
	run -69 --separate-stderr vouch
	[ -z "$output" ]
	[[ $stderr == "vouch: vouchd is not running; start it with: systemctl --user start vouchd.socket"* ]]
	run -69 vouch snooze 3 fri
	run -69 vouch contact list
	run -69 env -u XDG_RUNTIME_DIR "$VOUCH" due
	assert_line "XDG_RUNTIME_DIR is not set"
	run -69 vouch --socket "$FOLDER/none" due
	run -69 vouch --socket "$(printf 'x%.0s' {1..108})" due
	assert_line "107 bytes"
	run -2 vouch dleivered
	run -0 vouch --help
}

@test "the socket is named by option before environment" {
	people
	ln "$SOCKET" "$FOLDER/here"
	export XDG_RUNTIME_DIR=$FOLDER/elsewhere
	run -69 vouch contact list
	run -0 env VOUCH_SOCKET="$FOLDER/here" "$VOUCH" contact list
	run -69 env VOUCH_SOCKET="$FOLDER/here" "$VOUCH" --socket "$FOLDER/none" contact list
	run -0 env VOUCH_SOCKET="$FOLDER/none" "$VOUCH" contact list --socket="$FOLDER/here"
}

# fake ANSWERS: a vouchd that says what it is told, in a folder of its own
fake() {
	printf '%s\n' "$@" >"$FOLDER/answers"
	socat "UNIX-LISTEN:$FOLDER/fake,fork" "SYSTEM:head -n 1 >/dev/null; cat $FOLDER/answers" 3>&- &
	FAKE_PID=$!
	for ((i = 0; i < 100000; i++)); do
		[ -S "$FOLDER/fake" ] && return 0
	done
	return 1
}

@test "another protocol is refused before anything is written" {
	fake '{"jsonrpc":"2.0","id":0,"result":{"protocol":99,"today":"2026-11-22","timezone":"UTC"}}'
	run -1 vouch --socket "$FOLDER/fake" skip 3
	kill $FAKE_PID
	assert_line "different versions (protocol 1 and 99)"
}

@test "where vouchd is of an older version, a refusal of what it does not know says so" {
	local hello='{"protocol":1,"version":"0.1.0","today":"2026-11-22","timezone":"UTC"}'
	local error='{"code":-32602,"message":"invalid params","data":{"field":"count","reason":"is unknown"}}'

	fake "{\"jsonrpc\":\"2.0\",\"id\":0,\"result\":$hello}" \
		"{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":$error}"
	run -2 vouch --socket "$FOLDER/fake" due
	kill $FAKE_PID
	assert_line "count is unknown; vouchd is 0.1.0, this vouch $("$VOUCH" -V | cut -d ' ' -f 2): systemctl --user restart vouchd"
}

@test "a connection that breaks is worth another try" {
	fake '{"jsonrpc":"2.0","id":0,"result":{"protocol":1,"today":"2026-11-22","timezone":"UTC"}}'
	run -75 vouch --socket "$FOLDER/fake" due
	kill $FAKE_PID
	assert_line "try again"
}

@test "a closed pipe is quiet and a full disk is not" {
	run -0 --separate-stderr bash -c '"$0" --help | head -n 1' "$VOUCH"
	[ -z "$stderr" ]
	run -1 bash -c '"$0" --help >/dev/full' "$VOUCH"
	assert_line "cannot write"
}

@test "import hands everything on to its helper" {
	mkdir "$FOLDER/libexec"
	printf '#!/bin/sh\nprintf "[%%s]" "$@"\nexit 3\n' >"$FOLDER/libexec/vouch-import"
	chmod +x "$FOLDER/libexec/vouch-import"
	export VOUCH_LIBEXEC=$FOLDER/libexec
	run -3 vouch --socket /x --json import --dry-run "a b.csv" -- -c
	[ "$output" = "[--socket][/x][--json][--dry-run][a b.csv][--][-c]" ]
	export VOUCH_LIBEXEC=$FOLDER
	run -1 vouch import a.csv
	assert_line "cannot run"
}

# settings_start VALUE: asks until the working day starts then, at most many times
settings_start() {
	local tries
	for ((tries = 0; tries < 2000; tries++)); do
		vouch call settings.get | grep -q "\"key\":\"start\",\"value\":\"$1\"" && return 0
	done
	return 1
}

@test "SIGHUP reads the settings again, and keeps the old ones where the file is wrong" {
	people
	vouch remind ana 2026-11-24 "permit?" >/dev/null
	mkdir -p "$HOME/.config/vouch"
	(umask 077 && printf '[work]\nstart = 10:30\n' >"$HOME/.config/vouch/vouch.conf")
	kill -HUP "$VOUCHD_PID"
	settings_start 10:30
	run -0 vouch call followup.get '{"id":1}'
	assert_line '"due_at":"2026-11-24T15:30:00Z"'
	printf '[work]\nstart = 25:30\n' >"$HOME/.config/vouch/vouch.conf"
	kill -HUP "$VOUCHD_PID"
	until grep -q "the old settings stay in force" "$FOLDER/log"; do vouch status >/dev/null; done
	settings_start 10:30
}

@test "a promise is written down, guarded, re-dated and kept" {
	people
	run -0 vouch promise ana "quote, 2 cameras" by fri
	assert_line "Promised p1, Ana Ruiz: quote, 2 cameras, by Fri 27 Nov 2026."
	assert_line "We aim for Thu 26 Nov 2026."
	run -0 vouch promise ana manual by fri target fri
	assert_line "We aim for that day itself."
	run -0 vouch promise ben "old thing" by 2026-11-20 made 2026-11-16
	assert_line "That day has passed: it is 2 days overdue."
	run -1 vouch promise ben "older thing" by 2026-11-20
	assert_line "if it was promised before that, say when it was made"
	run -0 vouch promises
	[[ ${lines[0]} == "p3  Fri 20 Nov, 2 days overdue  Ben Lee "* ]]
	run -0 vouch promise redate p1 mon "they travel"
	assert_line "Re-dated p1, Ana Ruiz: quote, 2 cameras, now by Mon 23 Nov 2026."
	run -0 vouch promise withdraw p2 "not needed"
	[ "$output" = "Withdrawn: p2, Ana Ruiz: manual." ]
	clock 2026-11-24T14:00:00Z
	run -0 vouch promise redate ana "1 dec" "asked again"
	assert_line "Its day had passed, so it counts as late."
	assert_line "That must be put right first"
	run -0 vouch kept ana
	assert_line "Kept p1, Ana Ruiz: quote, 2 cameras, 7 days early."
	run -0 vouch promise break ben "forgot it" on yesterday
	assert_line "Broken: p3, Ben Lee: old thing."
	run -0 vouch promises
	assert_line "No promise is open."
	run -0 vouch show p1
	assert_line "state         kept"
}

@test "doing the task of a promise keeps it" {
	people
	vouch promise ana "quote" by 2026-11-25 >/dev/null
	clock 2026-11-27T14:00:00Z
	run -0 vouch done 1
	assert_line "Kept p1, Ana Ruiz: quote, 2 days late."
}

@test "the agenda shows promises at risk, overdue ones first" {
	people
	vouch promise ana "quote" by 2026-11-25 >/dev/null
	vouch promise ben "keys" by 2026-11-24 target 2026-11-24 >/dev/null
	clock 2026-11-25T14:00:00Z
	run -0 vouch
	assert_line $'Promises at risk\np2  Tue 24 Nov, 1 day overdue  Ben Lee   keys '
	assert_line "p1  today "
	run -0 vouch --plain
	assert_line $'promise\tp2\t2026-11-24\t2\tBen Lee\tpromise\tkeys\toverdue'
	run -0 vouch show ana
	assert_line $'Promises\np1  today, at risk'
	run -0 vouch status
	[[ $output == *promises*"2 open, 1 overdue"* ]]
}

@test "where several promises fit, the candidates are named" {
	people
	vouch promise ana "quote" by fri >/dev/null
	vouch promise ana "keys" by fri >/dev/null
	run -3 vouch kept ana
	assert_line "Ana Ruiz has 2 open promises; name one of them:"
	assert_line "p1  quote, by 2026-11-27"
	run -0 bash -c 'printf "2\n" | script -qec "$0 kept ana" /dev/null' "$VOUCH"
	assert_line "Kept p1, Ana Ruiz: quote"
	run -0 vouch kept ana
	assert_line "Kept p2, Ana Ruiz: keys"
	run -3 vouch kept ana
	assert_line "Ana Ruiz has no open promise"
}

@test "delivering asks about what is promised still" {
	people
	vouch sold ana "Alarm" >/dev/null
	vouch promise ana "manual" by fri sale s1 >/dev/null
	run -1 bash -c 'printf "n\n" | script -qec "$0 delivered ana" /dev/null' "$VOUCH"
	assert_line "manual"
	assert_line "1 promise is open. Is it delivered all the same?"
	run -0 vouch call sale.get '{"id":1}'
	assert_line '"state":"open"'
	run -0 bash -c 'printf "y\n" | script -qec "$0 delivered ana" /dev/null' "$VOUCH"
	assert_line "Delivered s1"
	vouch sold ben "Lock" >/dev/null
	vouch promise ben "keys" by fri >/dev/null
	run -0 bash -c 'script -qec "$0 delivered ben --yes" /dev/null </dev/null' "$VOUCH"
	assert_line "Delivered s2"
	vouch sold ben "Door" >/dev/null
	vouch promise ben "hinges" by fri >/dev/null
	run -0 vouch delivered ben
	assert_line "Still promised"
	assert_line "p3  Fri 27 Nov  hinges"
}

@test "a noun that is a word of ours keeps its verbs" {
	people
	vouch promise ana "quote" by fri >/dev/null
	run -0 vouch promise list state=open
	assert_line "quote"
	run -0 vouch promise redate id=1 due_day=2026-12-04 reason="they travel"
	assert_line "Fri 4 Dec"
	run -0 vouch promise keep 1
	assert_line "kept"
	run -2 vouch promise redate p1 mon
	assert_line "REASON is missing"
	[[ ${lines[1]} == "usage: vouch promise"* ]]
}

@test "the talk is asked one by one on a terminal, and stored once it is confirmed" {
	people
	vouch sold ana Alarm 1200 >/dev/null
	run -0 bash -c 'printf "y\nn\nonly the mailbox\n\nmaybe\nno\n\ny\np\nl\na sister\ny\n" |
		script -qec "$0 --color never talk ana" /dev/null' "$VOUCH"
	assert_line "1 of 5  Were you kept informed"
	assert_line "5 of 5  "
	assert_line "reachable     went badly  only the mailbox"
	assert_line "looked-after  went badly"
	assert_line "Noted: the talk with Ana Ruiz on Sun 22 Nov 2026."
	assert_line "Done 1, task: Hold the best-interest talk."
	run -0 vouch show ana
	assert_line 'Sun 22 Nov  talk  moved by prestige; agreed to refer: later; "only the mailbox"'
	run -0 vouch --json talk get ana
	[[ $output == *'{"question":"informed","bad_experience":false,"words":null},'* ]]
	[[ $output != *problems* && $output == *'"note":"a sister"'* ]]
}

@test "a talk that is left, not confirmed or not understood stores nothing" {
	people
	for keys in '' 'y\nn\nlate\n' '\n\n\n\n\nn\nn\n\nn\n'; do
		run -1 bash -c 'printf "$1\004\004" | script -qec "$0 talk ana" /dev/null' "$VOUCH" "$keys"
		assert_line "vouch: nothing was stored"
	done
	run -0 bash -c 'printf "n\nla\033[Dte\nlate\n\n\n\n\nt\ny\n\ny\n" |
		script -qec "$0 talk ana" /dev/null' "$VOUCH"
	assert_line "once more."
	run -0 vouch --json talk get ana
	[[ $output == *'"words":"late"'* && $output == *'"earlier":[]'* ]]
}

@test "in a script the talk takes words, options or JSON" {
	people
	run -2 vouch talk ana </dev/null
	[ "$output" = 'vouch: say what they answered, such as: vouch talk ana informed "nobody called back" motive time agreed yes' ]
	run -2 vouch talk ana informed late agreed yes
	assert_line "what would move them? motive time, prestige or none"
	run -2 vouch talk ana informed late motive time
	assert_line "agreed yes, no or later"
	run -2 vouch talk ana informed late motive money agreed yes
	assert_line "'motive' wants time, prestige or none, not 'money'"
	run -0 vouch talk ana informed ok reachable bad problems "weeks!" motive time agreed yes note "two sisters" on yesterday
	assert_line "Noted: the talk with Ana Ruiz on Sat 21 Nov 2026."
	run -0 vouch --json talk get ana
	[[ $output == *'"answers":[{"question":"informed","bad_experience":false,"words":null},{"question":"reachable","bad_experience":true,"words":null},{"question":"problems","bad_experience":true,"words":"weeks!"}],"motive":"time-and-attention","agreed":"yes","note":"two sisters"'* ]]
	run -0 vouch --json talk ben --looked-after late --motive prestige --agreed no
	[[ $output == *'"looked-after","bad_experience":true,"words":"late"'* ]]
	run -0 bash -c 'echo "{\"motive\":\"none\",\"agreed\":\"later\"}" | "$0" talk jane from -' "$VOUCH"
	assert_line "Noted: the talk with Jane Doe"
	run -2 vouch talk jane from '[1]'
	assert_line "this is no JSON object"
	run -1 vouch talk ana motive time agreed yes on tomorrow
	assert_line "the day cannot lie after today"
	run -0 vouch talk record contact=ana motive=none agreed=no
}

@test "each question of the talk is a word of it" {
	people
	run -0 vouch --plain talk questions
	while IFS=$'\t' read -r code _; do
		[ "$code" = code ] && continue
		run -0 vouch --json talk ana "$code" "in their words" motive none agreed no
		[[ $output == *"\"question\":\"$code\""* ]]
	done <<<"$output"
}

@test "the ask is in the client's own words, and says whether it is earned" {
	delivery
	vouch contact update ana listen_for="we were broken into." >/dev/null
	vouch talk ana informed "nobody called back" motive prestige agreed yes >/dev/null
	vouch compliment add ana text="you were there at once" >/dev/null
	run -0 vouch ask ana
	assert_line "Ana, may I tell you something about how I work?"
	assert_line 'elsewhere: "nobody called back." I'
	assert_line "opened the door"
	assert_line 'You said to me: "you were there at once." Thank you'
	assert_line 'If you hear somebody say "we were broken into", think of me.'
	assert_line "Not earned yet: "
	assert_line "More: vouch earned c1"
	run -0 vouch --json ask ana
	[[ $output == '{"contact":{"id":1,"name":"Ana Ruiz"},"template":"ask","text":"Ana, '* ]]
	run -0 vouch template put ask text="Hello {{first_name}}"
	run -0 vouch ask ana
	assert_line "Hello Ana"
	run -1 vouch template put ask text="Hello {{nmae}}"
	assert_line "line 1: there is no field 'nmae'; there are: first_name, "
	run -0 vouch template put ask text=
	run -0 vouch ask ana
	assert_line "Ana, may I"
	run -0 vouch ask list
}

@test "a complaint is put right before anything else" {
	delivery
	run -0 vouch complain ana "The camera is dead"
	assert_line "Noted x1, Ana Ruiz complains: The camera is dead"
	assert_line "That must be put right first:"
	assert_line "call: What went wrong?"
	assert_line "6 other follow-ups to them wait, and they are not asked for a referral."
	run -0 vouch complain ana "And the door too" on yesterday
	assert_line "It joins what is to be put right since Sun 22 Nov:"
	run -0 vouch --plain complaints ana
	assert_line $'complaint\tx2\t2026-11-21\t1\tAna Ruiz\topen\tAnd the door too'
	run -0 vouch show ana
	assert_line "To be put right, since Sun 22 Nov"
	assert_line "Sun 22 Nov, complaint x1: The camera is dead (Ana Ruiz)"
	run -0 vouch why 4
	assert_line "put on hold on Sun 22 Nov 2026: complaint 1 must be put right first"
	run -0 vouch remind ana call fri "permit?"
	assert_line "It waits: something must be put right first."
	run -3 vouch resolved ana
	assert_line "Ana Ruiz has 2 open complaints; name one of them:"
	run -0 vouch resolved x2 "oiled"
	assert_line "The repair goes on:"
	run -0 vouch resolved ana "a new camera"
	assert_line "Resolved x1, Ana Ruiz: The camera is dead"
	run -0 vouch show ana
	assert_line "Put right, but no new score yet; since Sun 22 Nov"
	run -0 vouch complaints
	[ "$output" = "No complaint is open." ]
	run -1 vouch resolved x1
	assert_line "complaint 1 is resolved already"
	run -0 vouch show x1
	assert_line "a new camera"
	clock 2026-12-04T14:00:00Z
	run -0 vouch score ana 9 "all good now"
	assert_line "It is put right: whatever waited for it goes on."
}

@test "what they say is kept, and does the call that asks for it" {
	delivery
	clock 2026-11-23T14:00:00Z
	run -0 vouch score ana 7 "fine"
	assert_line "Noted: Ana Ruiz gives 7 of 10."
	assert_line "That does 5 too: call: 0 to 10"
	assert_line "It is asked for once more on Wed 23 Dec 2026, 09:00"
	run -0 vouch praise ana "The best I had"
	assert_line "Noted: Ana Ruiz praises: The best I had"
	run -0 vouch done 4 reached "dreadful" score 3
	assert_line "That must be put right first:"
	run -0 vouch show ana
	assert_line "Mon 23 Nov  3 of 10  dreadful"
	assert_line "Mon 23 Nov  praise   The best I had"
	run -2 vouch score ana 11
	assert_line "SCORE wants 0 to 10"
	run -3 vouch score nobody 9
}

@test "a promise kept late is put right like a complaint" {
	people
	vouch promise ana "quote" by 2026-11-25 >/dev/null
	clock 2026-11-27T14:00:00Z
	run -0 vouch kept ana
	assert_line "Kept p1, Ana Ruiz: quote, 2 days late."
	assert_line "That must be put right first:"
	run -0 vouch show ana
	assert_line "promise p1: quote (Ana Ruiz)"
}

@test "vouchd does not listen in a folder that others may read, and says what would be right" {
	mkdir -m 755 "$FOLDER/open"
	run -1 "$VOUCHD" --dev --socket "$FOLDER/open/s" --db "$FOLDER/open.db"
	[[ $output == *"cannot listen on $FOLDER/open/s: its folder must be yours alone; chmod 700"* ]]
	chmod 700 "$FOLDER/open"
	vouchd_stop
	VOUCH_SOCKET=$FOLDER/open/s vouchd_start --socket "$FOLDER/open/s" --db "$FOLDER/open.db"
}
