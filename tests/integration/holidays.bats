# Days off: the calendars that come with vouch, a person's own files, and files that mean harm.
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

assert_line() {
	[[ $output == *"$1"* ]] || {
		printf 'no "%s" in:\n%s\n' "$1" "$output"
		return 1
	}
}

# A calendar of the events given, each the lines of its properties.
calendar() {
	printf 'BEGIN:VCALENDAR\r\n'
	for event; do
		printf 'BEGIN:VEVENT\r\n%b\r\nEND:VEVENT\r\n' "$event"
	done
	printf 'END:VCALENDAR\r\n'
}

@test "the calendars that come with vouch count at once, and can be taken back" {
	run -0 vouch holidays
	assert_line "No holidays are noted"
	run -0 vouch holidays add us
	assert_line "Noted: 192 days off from us, until Tue 25 Dec 2040."
	assert_line "The next is Thanksgiving Day on Thu 26 Nov 2026."
	run -0 vouch holidays
	[[ ${lines[0]} == "Thu 26 Nov"*"Thanksgiving Day"*us ]]
	# Monday to Wednesday, not Thursday, then Friday and Monday.
	run -0 vouch call calendar.parse '{"text":"+5bd"}'
	assert_line '"day":"2026-11-30"'
	run -0 vouch undo
	run -0 vouch call calendar.parse '{"text":"+5bd"}'
	assert_line '"day":"2026-11-27"'
}

@test "a file of one's own is replaced as a whole" {
	calendar 'DTSTART;VALUE=DATE:20261224\r\nSUMMARY:Shop closed' >"$FOLDER/shop.ics"
	run -0 vouch holidays add "$FOLDER/shop.ics"
	assert_line "Noted: 1 day off from shop, until Thu 24 Dec 2026."
	run -0 vouch holidays add "$FOLDER/shop.ics"
	assert_line "Nothing is new: shop has 1 day off, as before."
	calendar 'DTSTART;VALUE=DATE:20261224\r\nSUMMARY:Shop closed' \
		'DTSTART;VALUE=DATE:20261228\r\nDTEND;VALUE=DATE:20270101\r\nSUMMARY:Between' \
		'DTSTART:20261229T100000\r\nDTEND:20261229T110000\r\nSUMMARY:Dentist' \
		>"$FOLDER/shop.ics"
	run -0 vouch holidays add "$FOLDER/shop.ics"
	assert_line "Noted: 5 days off from shop, until Thu 31 Dec 2026; 4 are new, 0 are gone."
	assert_line "1 event with a time of day was left out"
	run -0 vouch holidays add - as "mine" <"$FOLDER/shop.ics"
	assert_line "Noted: 5 days off from mine"
	run -0 vouch --plain holidays
	[[ ${lines[0]} == $'2026-12-24\tShop closed\tshop' ]]
	run -3 --separate-stderr vouch holidays remove shops
	[[ $stderr == "vouch: there are no holidays from 'shops'; there are: mine, shop" ]]
	run -0 vouch holidays remove shop
	assert_line "Removed: 5 days off from shop."
	run -0 vouch --json holidays
	assert_line '"sources":[{"source":"mine","days":5,"first":"2026-12-24","last":"2026-12-31"}]'
}

@test "what is wrong with a file is said with its line, and nothing is changed" {
	calendar 'SUMMARY:When?' >"$FOLDER/a.ics"
	run -1 --separate-stderr vouch holidays add "$FOLDER/a.ics"
	[[ $stderr == "vouch: $FOLDER/a.ics, line 2: the event that begins here has no DTSTART"* ]]
	calendar 'DTSTART;VALUE=DATE:20261224\r\nRRULE:FREQ=NEVER' >"$FOLDER/a.ics"
	run -1 --separate-stderr vouch holidays add "$FOLDER/a.ics"
	[[ $stderr == *"a.ics, line 4: the rule is not understood; one is RRULE:FREQ=YEARLY" ]]
	run -1 --separate-stderr vouch holidays add "$FOLDER/none.ics"
	[[ $stderr == *"none.ics: No such file or directory" ]]
	calendar >"$FOLDER/a.ics"
	run -1 --separate-stderr vouch holidays add "$FOLDER/a.ics"
	[[ $stderr == *"a.ics: it has no day off" ]]
	calendar 'DTSTART;VALUE=DATE:20261224' >"$FOLDER/a.ics"
	run -2 --separate-stderr vouch holidays add "$FOLDER/a.ics" as "$(printf 'x%.0s' {1..65})"
	[[ $stderr == *"holidays add FILE as NAME" ]]
	run -0 vouch holidays
	assert_line "No holidays are noted"
}

@test "a hostile file is refused in time" {
	local events=()
	head -c 4194305 /dev/zero | tr '\0' x >"$FOLDER/a.ics"
	run -1 --separate-stderr vouch holidays add "$FOLDER/a.ics"
	[[ $stderr == *"a.ics: it is larger than 4 MiB"* ]]
	for ((i = 0; i < 300; i++)); do
		events+=('DTSTART;VALUE=DATE:20260601\r\nRRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30')
	done
	calendar "${events[@]}" >"$FOLDER/a.ics"
	run -1 --separate-stderr vouch holidays add "$FOLDER/a.ics"
	[[ $stderr =~ a.ics,\ line\ [0-9]+:\ the\ event\ takes\ too\ long\ to\ work\ out$ ]]
	head -c 100000 /dev/urandom >"$FOLDER/a.ics"
	run -1 --separate-stderr vouch holidays add "$FOLDER/a.ics"
	[[ $stderr == *"a.ics, line "* ]]
	# Names that would drive a terminal are shown, not obeyed.
	calendar 'DTSTART;VALUE=DATE:20261224\r\nSUMMARY:\033[31mred' >"$FOLDER/a.ics"
	run -0 vouch holidays add "$FOLDER/a.ics"
	[[ $output != *$'\033'* ]]
}
