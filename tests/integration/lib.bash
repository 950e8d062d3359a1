# A vouchd --dev of its own for each test, in fresh folders, stopped at the end.
# VOUCH and VOUCHD name the programs; build/dev serves where they are not set.

_build=$(cd "${BASH_SOURCE[0]%/*}/../.." && pwd)/build/dev
: "${VOUCH:=$_build/client/vouch}" "${VOUCHD:=$_build/daemon/vouchd}"

# vouch, whatever the test calls it with.
vouch() {
	"$VOUCH" "$@"
}

# Folders and an environment that hold nothing of the person who runs the tests.
vouch_folders() {
	FOLDER=$(mktemp -d)
	export HOME=$FOLDER/home XDG_RUNTIME_DIR=$FOLDER/run TZ=America/New_York LC_ALL=C.UTF-8
	unset XDG_DATA_HOME XDG_CONFIG_HOME XDG_STATE_HOME DBUS_SESSION_BUS_ADDRESS
	unset VOUCH_SOCKET VOUCH_DB VOUCH_CONFIG VOUCH_LIBEXEC COLUMNS NO_COLOR
	mkdir -m 700 "$HOME" "$XDG_RUNTIME_DIR"
	SOCKET=$XDG_RUNTIME_DIR/vouch/vouchd.sock
}

# Returns once it answers; fails where it ends first or has not answered after many tries.
vouchd_start() {
	local tries
	"$VOUCHD" --dev "$@" 2>"$FOLDER/log" 3>&- &
	VOUCHD_PID=$!
	for ((tries = 0; tries < 2000; tries++)); do
		"$VOUCH" status >"$FOLDER/status" 2>&1 && return 0
		kill -0 "$VOUCHD_PID" 2>/dev/null || break
	done
	cat "$FOLDER/log" "$FOLDER/status" >&2
	return 1
}

# Stops it, and fails where it did not end cleanly.
vouchd_stop() {
	[ -n "${VOUCHD_PID:-}" ] || return 0
	kill "$VOUCHD_PID"
	wait "$VOUCHD_PID"
	local r=$?
	VOUCHD_PID=
	[ $r -eq 0 ] || cat "$FOLDER/log" >&2
	return $r
}

# As the kernel does where there is no memory left.
vouchd_kill() {
	kill -KILL "$VOUCHD_PID"
	wait "$VOUCHD_PID" || true
	VOUCHD_PID=
}

vouch_clean() {
	local r=0
	vouchd_stop || r=$?
	rm -rf "$FOLDER"
	return $r
}

# The clock of the running vouchd, as an instant: 2026-11-22T14:00:00Z is a Sunday, 9 o'clock.
clock() {
	vouch call dev.clock "{\"now\":\"$1\"}" >/dev/null
}
