# What people ask of their data: a copy, to be forgotten, and the days left. The real daemon.
bats_require_minimum_version 1.5.0

setup() {
	source "$BATS_TEST_DIRNAME/lib.bash"
	vouch_folders
	vouchd_start
	clock 2026-12-01T15:00:00Z
	vouch contact add name="Ana Ruiz" emails=ana@example.org notes="likes tea" >/dev/null
	vouch contact add name="Tom Lee" >/dev/null
	vouch sold ana Alarm 900 >/dev/null
}

teardown() {
	vouch_clean
}

assert_has() {
	[[ $output == *"$1"* ]] || {
		printf 'no "%s" in:\n%s\n' "$1" "$output"
		return 1
	}
}

@test "what goes is shown, and nothing goes without the name" {
	vouch backup >/dev/null
	vouch backup before-the-move >/dev/null
	run -2 vouch erase ana </dev/null
	assert_has "To be erased: Ana Ruiz (c1), with all that is known of them: 1 e-mail, 1 sale"
	assert_has "This cannot be undone."
	assert_has "vouch-2026-12-01, kept until Tue 5 Jan 2027"
	assert_has "before-the-move, kept until you remove it"
	assert_has "vouch erase c1 --confirm 'Ana Ruiz'"
	run -1 vouch erase ana --confirm "ana ruiz"
	assert_has "give their name exactly as it is written"
	run -0 vouch show ana
	assert_has "likes tea"
}

@test "with the name they are someone, and it is said where they still are" {
	vouch request ana erase >/dev/null
	vouch backup >/dev/null
	run -0 vouch erase ana --confirm "Ana Ruiz"
	assert_has 'Erased: Ana Ruiz is "someone" from now on'
	assert_has "Their request to be erased is answered."
	assert_has "vouch-2026-12-01, kept until"
	run -0 vouch requests
	assert_has "Nobody waits"
	run ! vouch show ana
	run -0 vouch show c1
	[[ $output != *"likes tea"* && $output != *Ana* ]]
	run -1 vouch erase c1 --confirm "someone"
	assert_has "is erased already"
	vouch backup >/dev/null
	run -1 grep -c "likes tea" "$HOME/.local/share/vouch/backups/vouch-2026-12-01.db"
}

@test "on a terminal the name is typed; Enter leaves it" {
	command -v script >/dev/null || skip "no script"
	local say='printf "%s\n" "$1"'
	run -1 script -qec "$VOUCH erase ana" /dev/null < <(bash -c "$say" _ "")
	assert_has "Type their name"
	assert_has "nothing was changed"
	run -0 script -qec "$VOUCH erase ana" /dev/null < <(bash -c "$say" _ "Ana Ruiz")
	assert_has "Erased: Ana Ruiz"
}

@test "all that is held about one person, as text and as JSON" {
	vouch call touch.log '{"contact":1,"channel":"call","direction":"out","text":"a\nb"}' >/dev/null
	run -0 vouch export person ana
	assert_has "contact 1"
	assert_has "  name: Ana Ruiz"
	assert_has "  notes: likes tea"
	assert_has "  created at: 2026-12-01 15:00 UTC"
	assert_has "  amount: 90000"
	assert_has $'  text: a\n    b'
	[[ $output != *"Tom Lee"* ]]
	run -0 vouch export person ana to "$FOLDER/ana.txt"
	assert_has "rows to $FOLDER/ana.txt."
	[ "$(stat -c %a "$FOLDER/ana.txt")" = 600 ]
	run ! vouch export person ana to "$FOLDER/ana.txt"
	run -0 vouch export person ana to "$FOLDER/ana.txt" --force
	run -0 vouch export person ana to "$FOLDER/ana.jsonl"
	[ "$(jq -r 'select(.table == "contact_email").address' "$FOLDER/ana.jsonl")" = ana@example.org ]
	run ! vouch export person nobody to "$FOLDER/no.txt"
	[ ! -e "$FOLDER/no.txt" ]
}

@test "requests are listed, said when they are due, and done by id or taken back" {
	run -0 vouch request ana export on 2026-11-20
	assert_has "Noted, q1: Ana Ruiz asks for a copy of their data. To be answered by Sun 20 Dec 2026, 19 days left."
	assert_has "vouch request done q1"
	vouch request tom correct >/dev/null
	run -1 vouch request ana export
	assert_has "asked for that already"
	run -0 vouch requests
	[[ ${lines[1]} == *"q1"*"Ana Ruiz"*"19 days"* && ${lines[2]} == *"q2"*"Tom Lee"*"30 days"* ]]
	run -0 vouch status
	[[ $output != *"vouch requests"* ]]
	clock 2026-12-13T15:00:00Z
	run -0 vouch status
	assert_has "2 unanswered, the first due Sun 20 Dec: vouch requests"
	clock 2026-12-22T15:00:00Z
	run -0 vouch status
	assert_has "1 late"
	run -0 vouch requests
	assert_has "2 days LATE"
	vouch export person ana to "$FOLDER/ana.txt" >/dev/null
	run -0 vouch requests
	assert_has "Ana Ruiz"
	run -0 vouch request done q1
	assert_has "Answered, q1: Ana Ruiz asked for a copy of their data, done Tue 22 Dec 2026."
	run -0 vouch requests
	[[ $output != *Ana* ]]
	run -0 vouch undo
	run -0 vouch requests
	assert_has "Ana Ruiz"
	run -3 vouch request done q9
	assert_has "there is no request 9"
}

@test "ticking off what somebody asked answers them, and says that it erases nothing" {
	vouch request ana erase >/dev/null
	vouch request tom correct >/dev/null
	erase=$(vouch call followup.list '{"contact":1}' | jq '.items[] | select(.about.asks == "erase").id')
	correct=$(vouch call followup.list '{"contact":2}' | jq '.items[] | select(.about.asks == "correct").id')
	vouch call followup.update "{\"id\":$erase,\"title\":\"See to it\"}" >/dev/null
	run -0 vouch done "$erase"
	assert_has "With it q1 is answered, and waits no more."
	assert_has "It erases nothing: vouch erase c1 does."
	run -0 vouch done "$correct"
	[[ $output == *"q2 is answered"* && $output != *"erases nothing"* ]]
	run -0 vouch requests
	[[ $output != *q1* && $output != *q2* ]]
}

@test "a list that still has somebody erased gives nothing of theirs to who shares their number" {
	printf 'id,name,email,phone,town\n7,Eva Erased,eva@example.org,555-7777,Old Town\n' >"$FOLDER/a.csv"
	vouch import "$FOLDER/a.csv" >/dev/null
	vouch contact add name="Otto Erased" 'phones=["555 7777"]' >/dev/null
	vouch erase "Eva Erased" --confirm "Eva Erased" >/dev/null
	run -1 vouch import "$FOLDER/a.csv"
	assert_has "Refused 1."
	assert_has "line 2: name asked to be forgotten on"
	run -0 vouch show otto
	[[ $output != *"Old Town"* && $output != *"eva@"* ]]
	# A row of Otto's own goes to him.
	printf 'name,phone,town\nOtto Erased,555-7777,New Town\n' >"$FOLDER/b.csv"
	run -0 vouch import "$FOLDER/b.csv"
	assert_has "updated 1"
}
