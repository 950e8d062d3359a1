# Birthdays, renewals and other days, and the e-mails that are drafted: against the real daemon.
bats_require_minimum_version 1.5.0

setup() {
	source "$BATS_TEST_DIRNAME/lib.bash"
	vouch_folders
	vouchd_start
	clock 2026-12-01T14:00:00Z
	vouch contact add name="Ana Ruiz" emails=ana+x@example.org >/dev/null
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

# A desktop whose xdg-open notes what it is given.
fake_desktop() {
	mkdir "$FOLDER/bin"
	printf '#!/bin/sh\nprintf "%%s\\n" "$#" "$1" >"%s/opened"\nexit %s\n' "$FOLDER" "$1" \
		>"$FOLDER/bin/xdg-open"
	chmod +x "$FOLDER/bin/xdg-open"
	export PATH=$FOLDER/bin:$PATH DISPLAY=:9
}

@test "a birthday is noted with or without its year, and its follow-up comes in time" {
	run -0 vouch date ana birthday 6 dec 1976
	assert_line "Noted: d1, birthday of Ana Ruiz, Mon 6 Dec 1976, each year."
	assert_line "Next on Sun 6 Dec 2026, turns 50: follow-up 1, due Fri 4 Dec 2026."
	run -0 vouch date ben birthday 29 feb
	assert_line "Noted: d2, birthday of Ben Ito, 29 Feb, each year."
	assert_line "Next on Sun 28 Feb 2027: follow-up 2, due Fri 26 Feb 2027."
	run -1 vouch date ben birthday 3 may
	assert_line "their birthday is known: --02-29 (date 2)"
	run -0 vouch due fri
	assert_line "message: Birthday: turns 50"
	clock 2026-12-04T15:00:00Z
	run -0 vouch done 1
	run -0 vouch dates ana
	assert_line "reminder 3, Mon 6 Dec 2027"
	run -0 vouch undo
	run -0 vouch dates ana
	assert_line "reminder 1, Fri 4 Dec"
}

@test "dates are listed, shown and removed" {
	vouch date ana renewal 2027-03-01 >/dev/null
	vouch date ana renewal 2027-09-01 lead 10 >/dev/null
	vouch date ben "wedding day" 5 jun yearly >/dev/null
	vouch date ben "permit ends" 2027-01-15 --lead 14 >/dev/null
	run -0 vouch dates
	[[ ${lines[0]} == "d4  Fri 15 Jan 2027  Ben Ito "*"permit ends"*"reminder 4, Fri 1 Jan 2027"* ]]
	[[ ${lines[1]} == "d1  Mon 1 Mar 2027   Ana Ruiz"*renewal*"reminder 1, Fri 15 Jan 2027"* ]]
	[[ ${lines[2]} == "d3  Sat 5 Jun 2027"* ]]
	[[ ${lines[3]} == "d2  Wed 1 Sep 2027"*"reminder 2, Mon 23 Aug 2027"* ]]
	run -0 vouch --plain dates ben
	[ "${lines[0]}" = $'date\td4\t2027-01-15\t2\tBen Ito\tpermit ends\t\t2027-01-15\t4' ]
	run -0 vouch show ben
	assert_line "Dates"
	assert_line "wedding day"
	run -0 vouch date remove d4
	assert_line "Removed: d4, permit ends of Ben Ito, Fri 15 Jan 2027."
	assert_line "Cancelled 4, due Fri 1 Jan 2027."
	run -0 vouch dates ben
	[[ $output != *permit* ]]
	run -0 vouch undo
	run -0 vouch dates ben
	assert_line "permit ends"
	run -3 vouch date remove d9
	assert_line "there is no date 9"
	run -0 vouch date list contact=c1
	run -0 vouch dates ana
	run -2 vouch date ana party
	assert_line "WHEN is missing"
}

@test "nobody who is not to be contacted gets a reminder" {
	vouch stop ana all "asked me to" >/dev/null
	run -0 vouch date ana birthday 3 may
	assert_line "No follow-up: they do not want to be contacted so."
	run -0 vouch dates
	[[ $output != *reminder* ]]
}

@test "a draft is an address for the mail program" {
	vouch date ana birthday 8 dec >/dev/null
	run -0 vouch draft ana birthday
	[[ $output == "mailto:ana%2Bx@example.org?subject=Happy%20birthday%2C%20Ana&body=Dear%20Ana%2C%0D%0A"* ]]
	[ "${#lines[@]}" -eq 1 ]
	first=$output
	run -0 vouch draft ana birthday --print
	[ "$output" = "$first" ]
	run -0 vouch draft ana
	[[ $output == "mailto:ana%2Bx@example.org?body=Dear%20Ana"* ]]
	run -3 vouch draft ana welcome
	assert_line "there is no template 'mail:welcome'"
	vouch template put mail:welcome $'Subject: Hi & bye?\n$(touch x) {{name}} 100%' >/dev/null
	run -0 vouch draft ana welcome
	[ "$output" = "mailto:ana%2Bx@example.org?subject=Hi%20%26%20bye%3F&body=%24%28touch%20x%29%20Ana%20Ruiz%20100%25" ]
}

@test "a draft opens the mail program and says what to do when it is sent" {
	fake_desktop 0
	vouch date ana birthday 8 dec >/dev/null
	run -0 script -qec "$VOUCH draft ana birthday" /dev/null
	assert_line "Opened in your mail program: an e-mail to Ana Ruiz."
	assert_line "When it is sent: vouch done 1 sent"
	[ "$(sed -n 1p "$FOLDER/opened")" = 1 ]
	[[ $(sed -n 2p "$FOLDER/opened") == "mailto:ana%2Bx@example.org?subject="* ]]
	run -0 script -qec "$VOUCH draft ana thank" /dev/null
	assert_line 'When it is sent: vouch log c1 email "what it was about"'
	rm "$FOLDER/opened"
	run -0 script -qec "$VOUCH draft ana birthday --print" /dev/null
	assert_line "mailto:ana"
	assert_line "vouch done 1 sent"
	run -0 env -u DISPLAY script -qec "$VOUCH draft ana birthday" /dev/null
	assert_line "mailto:ana"
	run -0 vouch draft ana birthday
	[ ! -e "$FOLDER/opened" ]
	run -0 vouch done 1 sent
}

@test "where the desktop cannot open it, its address is printed" {
	fake_desktop 3
	run -0 script -qec "$VOUCH draft ana" /dev/null
	assert_line "xdg-open could not open the e-mail"
	assert_line "mailto:ana"
}

@test "no draft to whom is not to be written" {
	run -1 vouch draft ben birthday
	assert_line "no e-mail address of Ben Ito is noted"
	run -1 vouch draft ana ask
	assert_line "an ask is not earned yet"
	run -1 vouch draft ana listen-for
	assert_line "is no e-mail"
	vouch contact update c1 consent.email=no >/dev/null
	run -1 vouch draft ana
	assert_line "Ana Ruiz does not want e-mail"
	vouch undo >/dev/null
	vouch stop ana calls "later" >/dev/null
	run -0 vouch draft ana
	vouch stop ana email "asked me to" >/dev/null
	run -1 vouch draft ana
	assert_line "Ana Ruiz is not to be written to: asked me to"
}
