# Tab in bash, zsh and fish: against the real daemon, and without one.
bats_require_minimum_version 1.5.0

setup() {
	source "$BATS_TEST_DIRNAME/lib.bash"
	vouch_folders
	FILES=$BATS_TEST_DIRNAME/../../client/completion
	PATH=$(dirname "$VOUCH"):$PATH
	export VOUCH_COMPLETE_MS=30000 # a machine busy with tests is not what is tested
}

teardown() {
	vouch_clean
}

fill() {
	vouchd_start
	clock 2026-11-22T14:00:00Z
	vouch contact add name="Ana Ruiz" >/dev/null
	vouch contact add name="Ana's \"\$(touch $FOLDER/run-by-tab)\"" >/dev/null
	vouch contact add name="Bo: no=1" >/dev/null
	vouch contact add name='"Bo:n=1' >/dev/null
	vouch contact add name="Ben"$'\u202e'" Lee" >/dev/null
	vouch contact add name="Bea"$'\ue03b'"touch ran-by-tab" >/dev/null
	vouch remind ana today "ring about the permit" >/dev/null
}

# What bash would offer for the words; the last one is being typed.
in_bash() {
	bash --norc -c 'source "$1"; shift; COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
		_vouch; printf "%s\n" "${COMPREPLY[@]}"' - "$FILES/vouch.bash" vouch "$@"
}

in_zsh() {
	zsh -f -c 'compadd() { print -rl -- "${(@P)@[-1]}" }
		_files() { print -rl -- *(N) }
		file=$1; shift; words=("$@") CURRENT=$#; source $file' - "$FILES/_vouch" vouch "$@"
}

in_fish() {
	fish --no-config -c "source $FILES/vouch.fish; complete -C'vouch $*'"
}

has_line() {
	grep -qxF -- "$1" <<<"$output" || {
		printf 'no line "%s" in:\n%s\n' "$1" "$output"
		return 1
	}
}

@test "without a vouchd the words of commands are there, and nothing is said or started" {
	run -0 --separate-stderr vouch __complete -- sho
	[ "$output" = "show"$'\t'"all you need before you call" ]
	[ -z "$stderr" ]
	run -0 --separate-stderr vouch __complete -- show ""
	[ -z "$output$stderr" ]
	[ ! -e "$XDG_RUNTIME_DIR/vouch" ]
	run -0 in_bash done 12 re
	[ "$output" = $'reached\nreplied' ]
	run -0 in_bash status --bar = way
	[ "$output" = waybar ]
	run -0 in_bash done 12 --score 9 --min
	[ "$output" = --minutes ]
	run -0 vouch __complete -- done 12 reached --no
	[ -z "$output" ]
}

@test "names and follow-ups come from the book, and nothing in a name is run" {
	fill
	run -0 in_bash show an
	has_line 'Ana\ Ruiz'
	has_line "Ana\\'s\\ \\\"\\\$\\(touch\\ ${FOLDER}/run-by-tab\\)\\\""
	run -0 in_bash show '"Ana R'
	[ "$output" = "Ana Ruiz" ]
	run -0 in_bash show '"Ana'"'"
	[ "$output" = "Ana's \\\"\\\$(touch $FOLDER/run-by-tab)\\\"\"" ] # readline adds none to it
	run -0 in_bash show '"Bo: n'
	[ "$output" = "Bo: no=1" ]
	run -0 in_bash show '\"Bo' : n
	[ "$output" = "n=1" ]
	run -0 in_bash contact get id = 'ana\ r'
	[ "$output" = 'Ana\ Ruiz' ]
	run -0 in_bash show Ben
	[ -z "$output" ] # it would turn the line around
	run -0 in_bash show Bea
	[ -z "$output" ] # to zsh it would be a ;
	run -0 vouch __complete -- done ""
	has_line $'1\tAna Ruiz: ring about the permit'
	[ ! -e "$FOLDER/run-by-tab" ]
}

@test "zsh offers the same" {
	command -v zsh >/dev/null || skip "zsh is not installed"
	fill
	run -0 in_zsh show "ana\\ "
	[ "$output" = "Ana Ruiz" ]
	run -0 in_zsh snooze over
	[ "$output" = overdue ]
	cd "$HOME"
	touch "a list.csv"
	run -0 in_zsh recipients e1 --csv ""
	[ "$output" = "a list.csv" ]
	[ ! -e "$FOLDER/run-by-tab" ]
}

@test "fish offers the same" {
	command -v fish >/dev/null || skip "fish is not installed"
	fill
	run -0 in_fish sho
	has_line "show"$'\t'"all you need before you call"
	run -0 in_fish show "Ana\\ R"
	[[ $output == "Ana Ruiz"* || $output == "Ana\\ Ruiz"* ]]
	run -0 in_fish done ""
	has_line $'1\tAna Ruiz: ring about the permit'
	[ ! -e "$FOLDER/run-by-tab" ]
}

@test "every command, every method and every param is reached" {
	vouchd_start
	vouch __complete -- "" | cut -f1 | sort >"$FOLDER/first"
	vouch --help | sed -n '2,$s/^vouch \([a-z]\{1,\}\).*/\1/p' | sort -u >"$FOLDER/commands"
	vouch call rpc.discover >"$FOLDER/discover"
	jq -r '.methods[].name' "$FOLDER/discover" | cut -d. -f1 | sort -u >"$FOLDER/nouns"
	[ "$(wc -l <"$FOLDER/commands")" -gt 50 ]
	[ -z "$(comm -13 "$FOLDER/first" <(sort -u "$FOLDER/commands" "$FOLDER/nouns"))" ]
	while read -r noun; do
		vouch __complete -- "$noun" "" | cut -f1 | sort >"$FOLDER/verbs"
		[ -z "$(jq -r ".methods[].name | select(startswith(\"$noun.\"))[$((${#noun} + 1)):]" \
			"$FOLDER/discover" | sort | comm -13 "$FOLDER/verbs" -)" ]
	done <"$FOLDER/nouns"
	run -0 vouch __complete -- contact add ""
	[ "$(grep -c = <<<"$output")" -ge "$(jq '.methods[] | select(.name == "contact.add").params |
		length' "$FOLDER/discover")" ]
}

@test "a vouchd that does not answer is not waited for" {
	mkdir -p "$XDG_RUNTIME_DIR/vouch"
	/usr/bin/python3 -c 'import socket, sys
s = socket.socket(socket.AF_UNIX); s.bind(sys.argv[1]); s.listen(); sys.stdin.read()' \
		"$SOCKET" < <(exec sleep 20) 3>&- &
	local mute=$!
	while [ ! -S "$SOCKET" ]; do :; done
	unset VOUCH_COMPLETE_MS
	local from=${EPOCHREALTIME/./}
	run -0 vouch __complete -- snooze o
	local took=$((${EPOCHREALTIME/./} - from))
	kill $mute
	has_line "overdue"
	[ "$took" -lt 3000000 ] # 300 ms, and a slow machine
}
