#!/bin/bash
# The units under a real `systemd --user`: in a process and mount namespace of its own, as a user
# that exists only there. Needs root and a cgroup hierarchy that can be written; else skipped (77).
# usage: systemd_user.sh BUILD        (a build folder whose prefix is /usr/local)
set -u

me=$(realpath "$0")
user=65533
n_failed=0

skip() {
	echo "skipped: $*"
	exit 77
}

is() { # WHAT GOT WANTED-PATTERN
	# shellcheck disable=SC2053 # a pattern is meant
	if [[ $2 == $3 ]]; then
		echo "ok: $1"
	else
		echo "FAILED: $1: got '$2', wanted '$3'"
		n_failed=$((n_failed + 1))
	fi
}

# --- As the throw-away user, below its service manager.

ask() { # METHOD PARAMS: the answer's line; waits for it as long as it takes, at most 20 s
	printf '{"jsonrpc":"2.0","id":1,"method":"%s","params":%s}\n' "$1" "$2" |
		timeout 20 socat -t 20 - "UNIX-CONNECT:$XDG_RUNTIME_DIR/vouch/vouchd.sock"
}

property() {
	systemctl --user show vouchd.service -p "$1" --value
}

start_manager() {
	/lib/systemd/systemd --user --log-target=console >"$HOME/manager.log" 2>&1 &
	until systemctl --user is-system-running >/dev/null 2>&1; do
		kill -0 $! || return 1
	done
}

for_tests() { # a drop-in of the test's own
	mkdir -p ~/.config/systemd/user/vouchd.service.d
	printf '[Service]\n%s\n' "$@" >~/.config/systemd/user/vouchd.service.d/test.conf
	systemctl --user daemon-reload
}

test_units() {
	local units=/usr/local/lib/systemd/user
	is "systemd finds nothing to say about the units" \
		"$(systemd-analyze --user verify $units/vouchd.s* $units/vouch-backup.* 2>&1)" ""
	systemctl --user enable vouchd.socket 2>/dev/null
	is "the socket can be enabled" "$(systemctl --user is-enabled vouchd.socket)" enabled
}

test_activation() {
	local folder=$XDG_RUNTIME_DIR/vouch filter
	systemctl --user start vouchd.socket
	is "only the person gets at the socket" \
		"$(stat -c %a "$folder") $(stat -c %a "$folder/vouchd.sock")" "700 600"
	is "nothing runs before the first command" "$(property ActiveState)" inactive
	is "the first command is answered" "$(vouch status >/dev/null 2>&1 && echo yes)" yes
	is "it started vouchd" "$(property ActiveState)" active
	is "the status says that nothing is due" "$(property StatusText)" "Next follow-up: nothing due"
	is "the seccomp filter is on" "$(grep Seccomp: "/proc/$(property MainPID)/status")" "Seccomp:*2"
	filter=" $(property SystemCallFilter) "
	is "vouchd may wall itself in" "$filter" "* landlock_restrict_self *"
	is "and may not look into others" "$(grep -c ' ptrace \| mount ' <<<"$filter")" 0
	is "the book is the person's alone" \
		"$(stat -c %a ~/.local/share/vouch ~/.local/share/vouch/vouch.db | tr '\n' ' ')" "700 600 "
}

test_backup() {
	systemctl --user enable --now vouch-backup.timer 2>/dev/null
	is "the nightly backup is planned" "$(systemctl --user is-active vouch-backup.timer)" active
	systemctl --user start vouch-backup.service
	is "it leaves a checked file" "$(ls ~/.local/share/vouch/backups)" "vouch-*.db"
	ask contact.add '{"name":"Tom Lee"}' >/dev/null
	is "restore stops vouchd and starts it again" \
		"$(vouch restore "$(basename ~/.local/share/vouch/backups/*.db .db)" --yes 2>&1)" \
		"*vouchd runs again."
	is "and the book is the one of then" "$(ask contact.find '{"text":"Tom"}')" '*"items":\[\]*'
	systemctl --user stop vouch-backup.timer
}

test_status() {
	ask contact.add '{"name":"Ana Ruiz"}' >/dev/null
	ask followup.add '{"contact":1,"kind":"call","title":"permit","due":"2190-01-02T10:30"}' >/dev/null
	is "the status names the next due time" "$(property StatusText)" "Next follow-up: 2190-01-02 10:30"
}

test_reload() {
	local before
	before=$(property MainPID)
	systemctl --user reload vouchd.service
	is "a reload keeps the process" "$(property MainPID) $(property ActiveState)" "$before active"
}

test_backlog() {
	local one answers=()
	systemctl --user stop vouchd.service 2>/dev/null
	is "the socket listens on while the service is stopped" \
		"$(systemctl --user is-active vouchd.socket)" active
	for one in 1 2 3 4 5 6 7 8; do
		ask contact.get '{"id":1}' >~/answer.$one &
		answers+=($!)
	done
	wait "${answers[@]}"
	is "requests that waited over a restart are all answered" \
		"$(cat ~/answer.* | grep -c 'Ana Ruiz')" 8
}

test_watchdog() {
	local before
	for_tests "$@" WatchdogSec=1
	systemctl --user restart vouchd.service
	before=$(property MainPID)
	[ "$before" -eq 0 ] || kill -STOP "$before"
	is "a request to a hung vouchd is answered by the next one" "$(ask contact.get '{"id":1}')" \
		"*Ana Ruiz*"
	is "the watchdog started it anew" "$(property NRestarts) $(property ActiveState)" "1 active"
	is "it is another process" "$([ "$(property MainPID)" != "$before" ] && echo yes)" yes
	for_tests "$@"
}

test_refusal() {
	echo 'work_week = nonsense' >~/.config/vouch/vouch.conf
	systemctl --user restart vouchd.service 2>/dev/null
	is "a wrong setting stops it, and it is not tried again" \
		"$(property ActiveState) $(property ExecMainStatus) $(property NRestarts)" "failed 5 0"
	rm ~/.config/vouch/vouch.conf
	systemctl --user reset-failed vouchd.service vouchd.socket
	systemctl --user restart vouchd.socket
	is "after it is put right, the next command works" "$(ask contact.get '{"id":1}')" "*Ana Ruiz*"
}

within() { # may vouchd write this folder?
	nsenter -t "$(property MainPID)" -U -m --preserve-credentials touch "$1/trial" 2>/dev/null &&
		echo yes || echo no
}

test_hardening() {
	local base
	base=$(systemd-analyze --user security vouchd.service --no-pager 2>&1 | tail -n 1)
	if ! unshare -U true; then
		echo "not tried: the drop-in, as users may not make namespaces here"
		return
	fi
	cp /usr/local/share/doc/vouch/examples/hardening.conf \
		~/.config/systemd/user/vouchd.service.d/hardening.conf
	systemctl --user daemon-reload
	systemctl --user restart vouchd.service
	is "with the drop-in it starts and answers" "$(ask contact.get '{"id":1}')" "*Ana Ruiz*"
	is "and writes the book" "$(ask contact.add '{"name":"Ben Ode"}')" '*"Ben Ode"*'
	is "the book's folder can be written" "$(within ~/.local/share/vouch)" yes
	is "the home cannot" "$(within ~)" no
	is "nor can the settings" "$(within ~/.config/vouch)" no
	echo "exposure: without it$base; with it$(systemd-analyze --user security vouchd.service \
		--no-pager 2>&1 | tail -n 1)"
}

as_user() {
	local plain=("Environment=ASAN_OPTIONS=detect_leaks=0" MemoryMax=infinity RestartSec=50ms
		"StandardError=append:$HOME/vouchd.log")
	mkdir -p ~/.config/vouch
	start_manager || {
		cat "$HOME/manager.log"
		skip "systemd --user does not start here"
	}
	for_tests "${plain[@]}"
	test_units
	test_activation
	test_status
	test_backup
	test_reload
	test_backlog
	test_watchdog "${plain[@]}"
	test_refusal
	test_hardening
	[ $n_failed -eq 0 ] || tail -n 40 ~/vouchd.log ~/manager.log
	return $((n_failed > 0))
}

# --- As root, in namespaces of its own: what PID 1 and a login would have made.

# The service manager wants its own part of the hierarchies it knows, or none.
enter_cgroups() { # NAME
	local top
	for top in /sys/fs/cgroup/systemd /sys/fs/cgroup/unified /sys/fs/cgroup; do
		[ -e $top/cgroup.procs ] || continue
		mkdir -p "$top/$1" && echo 0 >"$top/$1/cgroup.procs" &&
			chown -R $user:$user "$top/$1" || return 1
	done
}

in_namespace() { # STAGE NAME
	local stage=$1
	mount --make-rprivate / || return 1
	enter_cgroups "$2" || skip "the cgroup hierarchy cannot be written"
	mount -t tmpfs tmpfs /run && mount -t tmpfs tmpfs /opt || return 1
	mkdir -p /run/systemd/system /run/systemd/unit-root /opt/home /run/user/$user
	chown $user:$user /opt/home /run/user/$user
	chmod 700 /opt/home /run/user/$user
	mount --bind "$stage/passwd" /etc/passwd && mount --bind "$stage/group" /etc/group &&
		mount --bind "$stage/usr/local" /usr/local || return 1
	# Programs that count what they run (tests/coverage) would say for each of their counts that
	# this user cannot write it.
	exec setpriv --reuid=$user --regid=$user --clear-groups env -i \
		PATH=/usr/local/bin:/usr/bin:/bin HOME=/opt/home USER=vouch-test LC_ALL=C.UTF-8 TZ=UTC \
		XDG_RUNTIME_DIR=/run/user/$user ASAN_OPTIONS=detect_leaks=0 \
		GCOV_PREFIX=/run/user/$user/counts bash "$stage/test" --as-user
}

clean_up() { # STAGE NAME
	local top
	for top in /sys/fs/cgroup/systemd /sys/fs/cgroup/unified /sys/fs/cgroup; do
		[ -d "$top/$2" ] && find "$top/$2" -depth -type d -exec rmdir {} \;
	done
	rm -rf "$1"
}

main() {
	local build=$1 name=vouch-test-$$.scope stage program
	[ "$(id -u)" -eq 0 ] || skip "needs root"
	for program in /lib/systemd/systemd systemctl systemd-analyze socat unshare setpriv nsenter; do
		command -v $program >/dev/null || skip "$program is not installed"
	done
	unshare -m -p -f true 2>/dev/null || skip "namespaces cannot be made here"
	grep -q '^CMAKE_INSTALL_PREFIX:PATH=/usr/local$' "$build/CMakeCache.txt" ||
		skip "the prefix is not /usr/local"

	stage=$(mktemp -d)
	# shellcheck disable=SC2064 # as they are now
	trap "clean_up '$stage' '$name'" EXIT
	chmod 755 "$stage"
	DESTDIR=$stage cmake --install "$build" >/dev/null || exit 1
	cp "$me" "$stage/test"
	{ cat /etc/passwd && echo "vouch-test:x:$user:$user::/opt/home:/bin/bash"; } >"$stage/passwd"
	{ cat /etc/group && echo "vouch-test:x:$user:"; } >"$stage/group"
	timeout 100 unshare -m -p -f --mount-proc --kill-child bash "$me" --in-namespace "$stage" "$name"
}

case ${1:-} in
--as-user) as_user ;;
--in-namespace) in_namespace "$2" "$3" ;;
*) main "$1" ;;
esac
