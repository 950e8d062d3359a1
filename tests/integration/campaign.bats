# Cards each year and a newsletter each month: against the real daemon.
bats_require_minimum_version 1.5.0

setup() {
	source "$BATS_TEST_DIRNAME/lib.bash"
	vouch_folders
	vouchd_start
	clock 2026-11-20T14:00:00Z
	vouch contact add name="Ana Lopez" address.street="12 Elm St" address.city=Springfield \
		address.region=IL address.postcode=62704 emails=ana@example.org \
		consent.newsletter=yes >/dev/null
	vouch contact add name="Ben Lopez" tags=golf >/dev/null
	vouch contact add name="Cy Okafor" >/dev/null
	vouch household add members=c1,c2 >/dev/null
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

@test "a campaign is planned with tasks of one's own" {
	run -0 vouch campaigns
	assert_line 'To begin one: vouch campaign add "Holiday cards" cards on 15 dec'
	run -0 vouch campaign add "Holiday cards" cards on 15 dec
	assert_line "Added the campaign Holiday cards."
	assert_line "The next is for Tue 15 Dec 2026:"
	assert_line "Tue 8 Dec 2026, 09:00  Post the cards: Holiday cards, 1 household"
	run -0 vouch campaign add News newsletter tag golf
	assert_line "The next is for Tue 1 Dec 2026; its tasks come in time."
	run -0 vouch campaigns
	assert_line "News           newsletter  tag golf   Tue 1 Dec"
	clock 2026-11-20T16:00:00Z
	run -0 vouch
	assert_line "you  task: Order the cards: Holiday cards, 1 household"
	run -0 vouch why 1
	assert_line 'for you, comes from campaign 1'
	run -0 vouch snooze 1 tomorrow
	run -0 vouch skip 1
	assert_line "Skipped 1, you, task: Order the cards"
	run -0 vouch done 3
	assert_line "To note that all on the list got it: vouch mark 1 sent"
}

@test "recipients are shown, written, and never over another file" {
	vouch campaign add "Holiday cards" cards >/dev/null
	run -0 vouch recipients holiday
	assert_line "Holiday cards of Tue 15 Dec 2026 (e1), planned: goes to 1 of 2"
	assert_line "Ana and Ben Lopez  12 Elm St, 62704 Springfield, IL"
	assert_line "no address"
	run -0 vouch recipients holiday csv "$FOLDER/cards.csv"
	assert_line "Wrote 1 of 2 to $FOLDER/cards.csv."
	[ "$(stat -c %a "$FOLDER/cards.csv")" = 600 ]
	[ "$(cat "$FOLDER/cards.csv")" = $'names,street,city,region,postcode,country,email,state\r
Ana and Ben Lopez,12 Elm St,Springfield,IL,62704,,ana@example.org,listed\r' ]
	run -1 vouch recipients holiday csv "$FOLDER/cards.csv"
	assert_line "File exists; name another file"
	run -0 vouch recipients e1 labels -
	[ "$output" = $'Ana and Ben Lopez\n12 Elm St\nSpringfield, IL 62704' ]
	run -0 vouch recipients e1 csv - all
	assert_line "Cy Okafor,,,,,,,listed,no address"
	run -0 vouch recipients e1 sheet -
	assert_line '<div class="label">Ana and Ben Lopez'
	run -0 vouch editions
	assert_line "frozen"
}

@test "what is sent is shown, mail that comes back flags the address, and undo takes it back" {
	vouch campaign add "Holiday cards" cards >/dev/null
	run -0 vouch mark holiday sent
	assert_line "Noted for the edition of Tue 15 Dec 2026 (e1): 1 sent."
	run -0 vouch show ben
	assert_line "last edition  Holiday cards, sent Fri 20 Nov"
	assert_line "Fri 20 Nov  mail out  gave  Holiday cards"
	run -0 vouch mark holiday returned ben
	assert_line "The address is flagged until another is entered."
	run -0 vouch show ana
	assert_line "mail came back  to this address on Fri 20 Nov; enter the new one"
	run -0 vouch mark holiday received cy on yesterday
	run -0 vouch recipients holiday
	assert_line "sent: went to 1 of 2"
	run -0 vouch undo
	run -0 vouch undo
	run -0 vouch undo
	run -0 vouch editions
	assert_line "planned"
	run -0 vouch mark holiday skipped because "no time"
	assert_line "Skipped the edition of Tue 15 Dec 2026 (e1): it stays in the list as a gap."
	run -1 vouch mark holiday sent
	assert_line "the next is for Wed 15 Dec 2027, and is planned 42 days before"
	run -3 vouch mark easter sent
	assert_line "there is no campaign 'easter'; vouch campaigns lists them"
}

@test "a campaign is changed and ended" {
	vouch campaign add "Holiday cards" cards tag golf >/dev/null
	run -0 vouch campaign update holiday standing customers
	run -0 vouch campaigns
	assert_line "customer, tag golf"
	run -0 vouch campaign update holiday everybody
	run -0 vouch campaigns
	assert_line "everybody"
	run -0 vouch campaign end holiday
	assert_line "Ended the campaign Holiday cards."
	run -0 vouch editions
	assert_line "No edition is planned yet"
	clock 2027-11-20T14:00:00Z
	run -0 vouch
	assert_line "Nothing is due"
}
