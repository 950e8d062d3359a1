# vCards in and out against a real vouchd: birthdays, undo, and from one book into another.

bats_require_minimum_version 1.5.0

setup() {
	source "$BATS_TEST_DIRNAME/lib.bash"
	vouch_folders
	vouchd_start
	clock 2026-12-01T14:00:00Z
	cd "$FOLDER" || return
	cat >phone.vcf <<-'END'
		BEGIN:VCARD
		VERSION:2.1
		N;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:N=FA=F1ez;Jos=E9
		FN;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:Jos=E9 N=
		=FA=F1ez
		TEL;CELL;PREF:+1-555-555-0101
		PHOTO;ENCODING=BASE64;TYPE=JPEG:
		/9j/4AAQSkZJRg

		BDAY:19760503
		X-SKYPE:jose
		END:VCARD
		BEGIN:VCARD
		VERSION:3.0
		FN:Ana Ruiz
		UID:urn:uuid:a
		BDAY:--0504
		EMAIL:ana@example.org
		CATEGORIES:alarm
		END:VCARD
		BEGIN:VCARD
		VERSION:4.0
		KIND:group
		FN:Friends
		MEMBER:urn:uuid:a
		END:VCARD
		BEGIN:VCARD
		VERSION:3.0
		TEL:555-0100
		END:VCARD
	END
}

teardown() {
	cd /
	vouch_clean
}

# Fails where the output does not contain each of the texts.
says() {
	local text
	for text; do
		[[ "$output" == *"$text"* ]] || {
			printf 'wanted: %s\ngot:\n%s\n' "$text" "$output"
			return 1
		}
	done
}

# another: a fresh vouchd with an empty book
another() {
	vouchd_stop
	rm -rf "$HOME/.local"
	vouchd_start
	clock 2026-12-01T14:00:00Z
}

@test "a file of vCards is taken once and not twice, with what is wrong told" {
	run -0 vouch import phone.vcf
	says "Read 3 cards. Taken 2 (added 2, updated 0, unchanged 0). Refused 1. 1 group became a tag." \
		"1 photo was left out." "line 27: is a card without a name (FN)"
	run -0 vouch import phone.vcf
	says "Taken 2 (added 0, updated 0, unchanged 2). Refused 1."
	run -0 vouch show jos
	says "José Núñez" "+1-555-555-0101" "X-SKYPE: jose"
	run -0 vouch show ana
	says "alarm" "Friends"
}

@test "birthdays become dates, and undo takes them back with the people" {
	vouch import phone.vcf
	run -0 vouch dates
	says "José Núñez  birthday  turns 51" "Ana Ruiz"
	[ "${#lines[@]}" -eq 2 ]
	vouch undo
	run -0 vouch dates
	says "No date is noted"
	run -3 vouch show ana
}

@test "a birthday that is known stays" {
	vouch call contact.add '{"name":"Ana Ruiz","emails":["ana@example.org"]}' >/dev/null
	vouch date ana birthday 7 march 1980
	vouch import phone.vcf
	run -0 vouch dates ana
	says "7 Mar"
	[ "${#lines[@]}" -eq 1 ]
}

@test "strict takes nothing where a card or a line is refused" {
	run -1 vouch import --strict phone.vcf
	says "Nothing was taken (--strict)"
	printf 'BEGIN:VCARD\nFN:Ana\nBDAY:1976-02-30\nEND:VCARD\n' >day.vcf
	run -1 vouch import --strict day.vcf
	says "Nothing was taken (--strict)" "line 3: BDAY '1976-02-30' is no day"
}

@test "what is exported and taken into an empty book is exported alike" {
	vouch import phone.vcf "$BATS_TEST_DIRNAME/../../client/sample/contacts.csv" >/dev/null
	run -0 vouch export book.vcf
	says "Wrote 17 contacts to book.vcf."
	[ "$(stat -c %a book.vcf)" = 600 ]
	[ "$(awk 'length($0) > 76' book.vcf | wc -l)" -eq 0 ]
	another
	run -0 vouch import book.vcf
	says "Read 17 cards. Taken 17 (added 17, updated 0, unchanged 0). Refused 0."
	run -0 vouch import book.vcf
	says "unchanged 17"
	vouch export again.vcf
	diff <(grep -v ^UID book.vcf) <(grep -v ^UID again.vcf)
	run -0 vouch dates
	says "José Núñez  birthday  turns 51"
}

@test "python3-vobject reads what we write" {
	/usr/bin/python3 -c 'import vobject' 2>/dev/null || skip "python3-vobject is not installed"
	vouch import phone.vcf >/dev/null
	vouch call contact.add '{"name":"A, B; C \\ D","notes":"one\ntwo, three; four","phones":["555-0100"],
		"address":{"street":"Main; 1, left","city":"Berlin"},"tags":["a","b"]}' >/dev/null
	vouch export book.vcf
	run -0 /usr/bin/python3 -c '
import vobject
for card in vobject.readComponents(open("book.vcf", newline="").read()):
    print("|".join([card.fn.value, getattr(card, "note", card.fn).value,
        card.adr.value.street if hasattr(card, "adr") else "",
        ",".join(card.categories.value) if hasattr(card, "categories") else ""]))'
	says 'A, B; C \ D|one' 'two, three; four|Main; 1, left|a,b' "José Núñez|X-SKYPE: jose"
}
