# vouch import of the birthdays in a calendar file, against a real vouchd.

bats_require_minimum_version 1.5.0

setup() {
	source "$BATS_TEST_DIRNAME/lib.bash"
	vouch_folders
	vouchd_start
	clock 2026-12-01T14:00:00Z
	cd "$FOLDER" || return
	vouch call contact.add '{"name":"Ana Ruiz"}' >/dev/null
}

teardown() {
	cd /
	vouch_clean
}

# calendar DAY SUMMARY...: a file with an event on that day for each
calendar() {
	local day=$1
	shift
	printf 'BEGIN:VCALENDAR\r\n'
	printf "BEGIN:VEVENT\r\nDTSTART;VALUE=DATE:$day\r\nSUMMARY:%s\r\nEND:VEVENT\r\n" "$@"
	printf 'END:VCALENDAR\r\n'
}

@test "birthdays are added once, others are told, and one undo takes them back" {
	calendar 19760503 "Ana Ruiz's birthday" "Birthday: Nobody" "Lunch" >days.ics
	run -0 vouch import days.ics
	[[ $output == *"Left out 1 that are no birthdays. Taken 1 (added 1, "*"Refused 1."* ]]
	[[ $output == *"line 6: name is nobody in the book"* ]]
	run -0 vouch import days.ics
	[[ $output == *"added 0, updated 0, unchanged 1"* ]]
	run -0 vouch dates
	[[ $output == *"3 May 2027"*"Ana Ruiz"*"turns 51"* ]]
	vouch undo
	run -0 vouch dates
	[[ $output != *"Ana Ruiz"* ]]
}

@test "what is not clear is left to a person" {
	vouch call contact.add '{"name":"Ana Ruiz"}' >/dev/null
	calendar 19760503 "Ana Ruiz's birthday" >days.ics
	run -1 vouch import days.ics
	[[ $output == *"name is the name of several people (c1, c2)"* ]]
}

@test "a calendar without birthdays names the command for days off" {
	calendar 20261225 Christmas >days.ics
	run -1 vouch import days.ics
	[[ $output == *"days.ics: no birthday among its 1 event; vouch holidays add FILE takes days off"* ]]
}

@test "what is exported as a calendar is taken back" {
	vouch call date.add '{"contact":1,"what":"birthday","day":"--02-29"}' >/dev/null
	vouch export --ics to out.ics
	[ "$(vouch export ics | grep -v ^DTSTAMP)" = "$(grep -v ^DTSTAMP out.ics)" ]
	run -2 vouch export ics csv
	run -0 vouch import out.ics
	[[ $output == *"unchanged 1"*"Refused 0."* ]]
}
