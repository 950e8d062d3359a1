# Backups and restoring, against the real vouchd: what a person types, and what lies on the disk.
bats_require_minimum_version 1.5.0

setup() {
	source "$BATS_TEST_DIRNAME/lib.bash"
	vouch_folders
	vouchd_start
	clock 2026-12-01T15:00:00Z
	vouch contact add name="Ana Ruiz" >/dev/null
	FOLDERS=$HOME/.local/share/vouch
	BACKUPS=$FOLDERS/backups
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

@test "a backup is a checked file of one's own, and the day's replaces itself" {
	run -0 vouch backup
	assert_has "Backed up and checked: $BACKUPS/vouch-2026-12-01.db"
	[ "$(stat -c %a "$BACKUPS")" = 700 ]
	[ "$(stat -c %a "$BACKUPS/vouch-2026-12-01.db")" = 600 ]
	vouch contact add name="Tom Lee" >/dev/null
	run -0 vouch backup
	[ "$(ls "$BACKUPS")" = vouch-2026-12-01.db ]
	[ "$(sqlite3 "file:$BACKUPS/vouch-2026-12-01.db?immutable=1" 'SELECT count(*) FROM contact')" = 2 ]
	run -0 vouch backups
	assert_has "kept until 2027-01-05"
	run -0 vouch --json call system.status
	[ "$(jq -c '[.backup.last_name, .backup.is_checked]' <<<"$output")" = '["vouch-2026-12-01",true]' ]
}

@test "a named backup stays, is never written over, and lies nowhere else" {
	run -0 vouch backup before-the-move
	assert_has "It stays until you remove it."
	run -1 vouch backup before-the-move
	assert_has "already"
	for name in ../x /tmp/x 'file:x?vfs=memdb' .x; do
		run -1 vouch backup "$name"
		assert_has "letters, digits"
	done
	ln -s /etc/hostname "$BACKUPS/link.db.part"
	run -0 vouch backup link
	[ -f "$BACKUPS/link.db" ] && [ ! -L "$BACKUPS/link.db" ]
}

@test "the eighth night takes what the settings do not keep" {
	local day
	for day in 01 02 03 04 05 06 07 08 09 10; do
		clock 2026-12-${day}T15:00:00Z
		run -0 vouch backup
	done
	[ "$(find "$BACKUPS" -mindepth 1 | wc -l)" = 8 ]
	[ -e "$BACKUPS/vouch-2026-12-01.db" ] # its week's first
	[ ! -e "$BACKUPS/vouch-2026-12-02.db" ]
}

@test "restore shows, asks for a yes, keeps the present book, and there is a way back" {
	vouch backup >/dev/null
	vouch contact add name="Tom Lee" >/dev/null
	run -1 vouch restore vouch-2026-12-01 --yes
	assert_has "contacts         1, now 2: 1 fewer than now"
	assert_has "stop it"
	vouchd_stop
	run -2 vouch restore vouch-2026-12-01 </dev/null
	assert_has "nothing was changed"
	run -0 vouch restore vouch-2026-12-01 --yes
	assert_has "The book is now the one of $BACKUPS/vouch-2026-12-01.db"
	local kept
	kept=$(ls "$FOLDERS"/vouch.db.replaced-*)
	assert_has "vouch restore $kept"
	vouchd_start
	run vouch find tom
	[[ $output != *"Tom Lee"* ]]
	vouchd_stop
	run -0 vouch restore "$kept" --yes
	vouchd_start
	run -0 vouch find tom
	assert_has "Tom Lee"
	run -0 vouch call system.check '{"full":true}'
	assert_has '"ok":true'
}

@test "a restore tells what the present book had lost, before and after, and there is a way back" {
	vouch backup >/dev/null
	vouch contact add name="Tom Lee" >/dev/null
	vouchd_kill
	rm "$FOLDERS/vouch.db-wal"
	run -2 vouch restore vouch-2026-12-01 </dev/null
	assert_has "The present book lacks the last changes before "
	[ ! -e "$FOLDERS/vouch.db.lost" ]
	run -0 vouch restore vouch-2026-12-01 --yes
	assert_has "It lacked its last changes, made before "
	local kept
	kept=$(ls "$FOLDERS"/vouch.db.replaced-*)
	vouchd_start
	run -0 vouch status
	[[ $output != *missing* ]]
	vouchd_stop
	run -0 vouch restore "$kept" --yes
	[[ $output != *"lacked"* ]]
}

@test "a book that is gone is said to be, and its newest backup named" {
	vouch backup >/dev/null
	vouchd_stop
	rm "$FOLDERS/vouch.db"
	run -4 "$VOUCHD" --dev
	assert_has "was removed or emptied"
	assert_has "vouch restore $BACKUPS/vouch-2026-12-01.db"
	[ ! -e "$FOLDERS/vouch.db" ]
	run -1 vouch doctor
	assert_has "and it is gone"
	run -0 vouch restore vouch-2026-12-01 --yes
	vouchd_start
	run -0 vouch find ana
	assert_has "Ana Ruiz"
	run -0 vouch status
	[[ $output != *missing* ]]
}

@test "an older copy put in the place of the book is told where one looks first" {
	vouch backup >/dev/null
	vouch contact add name="Tom Lee" >/dev/null
	vouchd_stop
	cp "$BACKUPS/vouch-2026-12-01.db" "$FOLDERS/vouch.db"
	vouchd_start
	run -0 vouch
	assert_has "This book is an older copy, without the last changes before "
	run -0 vouch status
	assert_has "This book is an older copy, without the last changes before "
	run -1 vouch doctor --json
	[ "$(jq -r '.items[] | select(.check == "changes").state' <<<"$output")" = wrong ]
	rm "$FOLDERS/vouch.db.lost"
	run -0 vouch
	[[ $output != *"older copy"* ]]
}

@test "a file that is no book of vouch is refused, and nothing is changed" {
	vouch backup >/dev/null
	vouchd_stop
	local good=$BACKUPS/vouch-2026-12-01.db bad=$FOLDER/bad.db before
	before=$(sha256sum <"$FOLDERS/vouch.db")
	refused() {
		run -1 vouch restore "$bad" --yes
		assert_has "$1"
		[ "$(sha256sum <"$FOLDERS/vouch.db")" = "$before" ]
	}
	head -c 5000 /dev/urandom >"$bad"
	refused "damaged"
	: >"$bad"
	refused "is empty"
	head -c 20000 "$good" >"$bad"
	refused "damaged"
	rm "$bad"
	sqlite3 "$bad" 'CREATE TABLE contact (id)'
	refused "not a database of vouch"
	cp "$good" "$bad"
	sqlite3 "$bad" 'CREATE TRIGGER t AFTER INSERT ON sale BEGIN DELETE FROM contact; END'
	refused "not of vouch"
	cp "$good" "$bad"
	sqlite3 "$bad" 'CREATE VIEW v AS SELECT 1'
	refused "not of vouch"
	cp "$good" "$bad"
	sqlite3 "$bad" 'CREATE TABLE more (x)'
	refused "not of vouch"
	cp "$good" "$bad"
	sqlite3 "$bad" 'PRAGMA user_version = 999'
	refused "newer vouch"
	cp "$good" "$bad"
	echo log >"$bad-wal"
	refused "-wal"
}

@test "a damaged book is refused with the way on, and left as it is" {
	vouch backup >/dev/null
	vouchd_stop
	local book=$FOLDERS/vouch.db sum
	printf 'XX' | dd of="$book" bs=1 seek=3 conv=notrunc status=none
	sum=$(sha256sum <"$book")
	run -4 "$VOUCHD" --dev
	assert_has "$book is damaged"
	assert_has "vouch restore $BACKUPS/vouch-2026-12-01.db"
	[ "$(sha256sum <"$book")" = "$sum" ]
	run -0 vouch restore "$BACKUPS/vouch-2026-12-01.db" --yes
	[ "$(sha256sum <"$FOLDERS"/vouch.db.replaced-*)" = "$sum" ]
	vouchd_start
	run -0 vouch find ana
	assert_has "Ana Ruiz"
}

@test "who was erased since a backup is erased again from what is restored of it" {
	vouch call contact.update '{"id":1,"notes":"Qxcanary sails"}' >/dev/null
	vouch contact add name="Tom Lee" >/dev/null
	vouch call followup.add '{"contact":1,"kind":"call","title":"Qxcanary","due":"2026-12-04"}' >/dev/null
	vouch backup >/dev/null
	grep -q Qxcanary "$BACKUPS/vouch-2026-12-01.db"
	vouch contact add name="Eva Brandt" >/dev/null
	vouch call contact.erase '{"id":1,"confirm":"Ana Ruiz"}' >/dev/null
	vouchd_stop
	run -0 vouch restore vouch-2026-12-01 --yes
	assert_has "1 person was erased before and was erased again."
	run -1 grep -alE 'Qxcanary|Ana Ruiz' "$FOLDERS"/vouch.db*
	vouchd_start
	run vouch find ana
	[[ $output != *"Ana Ruiz"* ]]
	run -0 vouch find tom
	assert_has "Tom Lee"
	run -0 vouch call system.check '{"full":true}'
	assert_has '"ok":true'
	# 3 was Eva, who is not in that backup: a number tells of one person for good.
	run -0 vouch --json contact add name="Ida Wolf"
	[ "$(jq .contact.id <<<"$output")" = 4 ]
	vouchd_stop
	run -0 vouch restore vouch-2026-12-01 --yes
	assert_has "1 person was erased before and was erased again."
	run -1 grep -alE 'Qxcanary|Ana Ruiz' "$FOLDERS"/vouch.db
}

@test "damage in the middle of the book is met, said, and then refused" {
	local book=$FOLDERS/vouch.db sum i text page code=0
	text=$(printf 'x%.0s' {1..300})
	for i in {10..49}; do
		printf '{"jsonrpc":"2.0","id":%s,"method":"touch.log","params":{"contact":1,"channel":"call","direction":"out","text":"Mark%s%s"}}\n' "$i" "$i" "$text"
	done | socat -t 30 - "UNIX:$SOCKET" >/dev/null
	vouch backup >/dev/null
	vouchd_stop
	page=$(sqlite3 "file:$book?immutable=1" \
		"SELECT max(pageno) FROM dbstat WHERE name = 'touch' AND pagetype = 'leaf'")
	dd if=/dev/zero of="$book" bs=4096 seek=$((page - 1)) count=1 conv=notrunc status=none
	vouchd_start
	run -1 vouch call touch.list '{"contact":1,"limit":100}'
	assert_has "A part of the book cannot be read"
	wait "$VOUCHD_PID" || code=$?
	VOUCHD_PID=
	[ "$code" = 1 ]
	sum=$(sha256sum <"$book") # from here on it is refused
	run -4 "$VOUCHD" --dev
	assert_has "$book is damaged: a part of it cannot be read"
	assert_has "vouch restore $BACKUPS/vouch-2026-12-01.db"
	run -4 "$VOUCHD" --dev
	[ "$(sha256sum <"$book")" = "$sum" ]
	run -0 vouch restore vouch-2026-12-01 --yes
	[ ! -e "$book.damaged" ]
	vouchd_start
	run -0 vouch call touch.list '{"contact":1,"limit":100}'
	assert_has Mark25
}
