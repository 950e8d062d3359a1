#!/bin/bash
# The time zone of the machine changes while vouchd runs, and its rules change between two starts:
# a civil due time stays what it is, its instant is recomputed. Works on an /etc of its own, in a
# mount namespace. VOUCHD names the program.
set -euo pipefail

skip() {
	echo "skipped: $1"
	exit 77
}

zones=/usr/share/zoneinfo
if [ -z "${ZONE_CHANGE_INSIDE:-}" ]; then
	apart=(unshare --mount --propagation private)
	[ "$(id -u)" -eq 0 ] || apart=(unshare --map-root-user --mount --propagation private)
	"${apart[@]}" true 2>/dev/null || skip "no mount namespace of one's own"
	for program in jq socat; do
		command -v "$program" >/dev/null || skip "$program is not installed"
	done
	for zone in Europe/Berlin America/New_York Asia/Tokyo; do
		[ -f "$zones/$zone" ] || skip "no zone $zone"
	done
	exec env ZONE_CHANGE_INSIDE=1 "${apart[@]}" "$0" "$@"
fi

: "${VOUCHD:?names the program}"
folder=$(mktemp -d)
socket=$folder/vouchd.sock
log=$folder/log
pid=

cleanup() {
	local code=$?
	[ -z "$pid" ] || kill -KILL "$pid" 2>/dev/null || true
	[ $code -eq 0 ] || cat "$log" >&2
	rm -rf "$folder"
	exit $code
}
trap cleanup EXIT

# An /etc with what a program may look for, and a zone of its own.
mkdir "$folder/etc" "$folder/home"
for file in passwd group nsswitch.conf; do
	[ ! -e "/etc/$file" ] || cp "/etc/$file" "$folder/etc/"
done
mount --bind "$folder/etc" /etc 2>/dev/null || skip "/etc cannot be covered"

# One request; the result, through a filter of jq. What fails is said.
ask() {
	local method=$1 params=$2 filter=$3
	printf '{"jsonrpc":"2.0","id":1,"method":"%s","params":%s}\n' "$method" "$params" |
		socat -t 20 - "UNIX-CONNECT:$socket" 2>/dev/null |
		jq -er "if .error then (.error | tostring | halt_error(1)) else .result end | $filter"
}

# await WHAT WANTED METHOD PARAMS FILTER: asks until the answer is the wanted one; each time takes
# the daemon a turn.
await() {
	local what=$1 wanted=$2 got='' tries
	shift 2
	for ((tries = 0; tries < 500; tries++)); do
		got=$(ask "$@" 2>&1) || true
		[ "$got" != "$wanted" ] || return 0
		[ -z "$pid" ] || kill -0 "$pid" || break
	done
	echo "$what: wanted $wanted, got $got" >&2
	return 1
}

same() {
	[ "$2" = "$3" ] || {
		echo "$1: wanted $2, got $3" >&2
		return 1
	}
}

# start NAME=VALUE…: vouchd with these variables and hardly any other.
start() {
	env -i HOME="$folder/home" PATH="$PATH" XDG_RUNTIME_DIR="$folder" \
		DBUS_SESSION_BUS_ADDRESS="unix:path=$folder/no-bus" \
		${ASAN_OPTIONS:+ASAN_OPTIONS="$ASAN_OPTIONS"} "$@" \
		"$VOUCHD" --dev --socket "$socket" --db "$folder/book/vouch.db" 2>>"$log" &
	pid=$!
	await "it answers" vouchd system.hello '{}' .name
}

stop() {
	local was=$pid
	pid=
	kill "$was"
	wait "$was" || {
		echo "vouchd has not ended well" >&2
		return 1
	}
}

# Another zone is put in the place of /etc/localtime, as systemd-timedated does it.
link_zone() {
	ln -s "$zones/$1" /etc/localtime.new
	mv -fT /etc/localtime.new /etc/localtime
}

due_at() {
	ask followup.get "{\"id\":$1}" .followup.due_at
}

await_due_at() {
	await "$1" "$3" followup.get "{\"id\":$2}" .followup.due_at
}

is_due() {
	ask agenda.due '{}' "[.items[].id] | index($1) != null" || true
}

# Follow-up 1 is at nine, 2 at any time of its day: from nine, when work begins.
fill_book() {
	ask dev.clock '{"now":"2026-12-01T12:00:00Z"}' . >/dev/null
	ask contact.add '{"name":"Ana Ruiz"}' . >/dev/null
	for due in 2026-12-02T09:00 2026-12-03; do
		ask followup.add '{"contact":1,"kind":"call","title":"Call","due":"'"$due"'"}' . \
			>/dev/null
	done
	same "nine in Berlin" 2026-12-02T08:00:00Z "$(due_at 1)"
	same "any time in Berlin" 2026-12-03T08:00:00Z "$(due_at 2)"
}

nine_stays_nine() {
	link_zone America/New_York
	await "the zone is noticed" America/New_York system.hello '{}' .timezone
	await_due_at "nine in New York" 1 2026-12-02T14:00:00Z
	await_due_at "any time in New York" 2 2026-12-03T14:00:00Z
	same "the civil time" 2026-12-02T09:00 "$(ask followup.get '{"id":1}' .followup.due)"
	ask dev.clock '{"now":"2026-12-02T13:59:59Z"}' . >/dev/null
	same "before nine" false "$(is_due 1)"
	ask dev.advance '{"seconds":1}' . >/dev/null
	same "at nine" true "$(is_due 1)"
	same "on the next day" false "$(is_due 2)"
}

a_file_in_its_place() {
	cp "$zones/Asia/Tokyo" /etc/localtime.new
	mv -fT /etc/localtime.new /etc/localtime
	await "a file that is no link" localtime system.hello '{}' .timezone
	await_due_at "any time in Tokyo" 2 2026-12-03T00:00:00Z
	cat "$zones/Europe/Berlin" >/etc/localtime
	await_due_at "a file written over" 2 2026-12-03T08:00:00Z
}

a_missing_file_is_utc_and_said() {
	rm /etc/localtime
	await "no zone" UTC system.hello '{}' .timezone
	await_due_at "any time in UTC" 2 2026-12-03T09:00:00Z
	grep -q "/etc/localtime is missing: the time zone is UTC" "$log" || {
		echo "the missing zone is not said" >&2
		return 1
	}
	link_zone Europe/Berlin
	await_due_at "and back" 2 2026-12-03T08:00:00Z
}

# What inotify has to say is read in the same turn as a request that comes later.
tz_wins() {
	start TZ=Asia/Tokyo
	await_due_at "recomputed at start" 2 2026-12-03T00:00:00Z
	link_zone America/New_York
	for _ in 1 2 3 4 5; do
		same "TZ goes on" Asia/Tokyo "$(ask system.hello '{}' .timezone)"
	done
	same "nothing has moved" 2026-12-03T00:00:00Z "$(due_at 2)"
	stop
}

# The same name with the rules of another place is what a new tzdata looks like.
new_rules_of_a_zone() {
	local old=$folder/old new=$folder/new
	mkdir -p "$old/Test" "$new/Test"
	cp "$zones/Europe/Berlin" "$old/Test/Zone"
	cp "$zones/America/New_York" "$new/Test/Zone"
	start TZ=Test/Zone TZDIR="$old"
	await_due_at "the old rules" 2 2026-12-03T08:00:00Z
	stop
	start TZ=Test/Zone TZDIR="$new"
	same "the name stays" Test/Zone "$(ask system.hello '{}' .timezone)"
	await_due_at "the new rules" 2 2026-12-03T14:00:00Z
	stop
}

link_zone Europe/Berlin
start
same "the zone of the machine" Europe/Berlin "$(ask system.hello '{}' .timezone)"
fill_book
nine_stays_nine
a_file_in_its_place
a_missing_file_is_utc_and_said
stop
tz_wins
new_rules_of_a_zone
