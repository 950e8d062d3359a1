# Settings: shown with their place, checked before they are taken in; plans in an editor.
bats_require_minimum_version 1.5.0

setup() {
	source "$BATS_TEST_DIRNAME/lib.bash"
	vouch_folders
	SETTINGS=$HOME/.config/vouch
	mkdir -p "$SETTINGS/conf.d"
	unset VISUAL EDITOR TMPDIR
	export TMPDIR=$FOLDER
}

teardown() {
	vouch_clean
}

# Waits until vouchd has said what it found.
reload() {
	local tries
	kill -HUP "$VOUCHD_PID"
	for ((tries = 0; tries < 2000; tries++)); do
		! grep -q "$1" "$FOLDER/log" || return 0
		vouch call system.hello >/dev/null
	done
	return 1
}

@test "each setting is shown with the file and the line it comes from" {
	printf '[asks]\nasks_per_day = 5\n' >"$SETTINGS/vouch.conf"
	printf '[money]\ncurrency = eur\n[asks]\nasks_per_day = 6\n' >"$SETTINGS/conf.d/me.conf"
	vouchd_start
	run -0 vouch --plain config show --origin
	[[ $output == *"asks	asks_per_day	6	$SETTINGS/conf.d/me.conf:4"* ]]
	[[ $output == *"money	currency	EUR	$SETTINGS/conf.d/me.conf:2"* ]]
	[[ $output == *"work	week	mon-fri	default"* ]]
	run -0 vouch config
	[[ $output == *"[asks]"*"asks_per_day"*"6"*"how many asks may fall due on one day"* ]]
}

@test "a file with a fault is told with its line, and the old settings stay in force" {
	printf '[asks]\nasks_per_day = 5\n' >"$SETTINGS/vouch.conf"
	vouchd_start
	run -0 vouch config check
	[[ $output == "the settings are in order"* ]]
	printf '[asks]\nasks_per_day = 50\n' >"$SETTINGS/conf.d/me.conf"
	run -1 vouch config check
	[[ $output == *"me.conf:2: asks_per_day: must be a whole number from 1 to 20" ]]
	reload "the old settings stay in force"
	run -0 vouch --plain config show --origin
	[[ $output == *"asks	asks_per_day	5	$SETTINGS/vouch.conf:2"* ]]
	run -1 vouch config check "$FOLDER/nothing"
	[[ $output == *"nothing: cannot be read: No such file or directory" ]]
}

@test "a plan is changed in an editor, and only where it is in order" {
	vouchd_start
	EDITOR="sed -i s/+14/+15/" run -0 vouch plan edit after-sale
	[[ $output == "The plan after-sale is version 2 now."* ]]
	EDITOR=true run -0 vouch plan edit after-sale
	[[ $output == "Nothing was changed." ]]
	[ -z "$(find "$FOLDER" -maxdepth 1 -name 'vouch-plan-*')" ]
	EDITOR="sed -i s/+15/soon/" run -1 --separate-stderr vouch plan edit after-sale
	[[ $stderr == *"document.steps[3].offset: must be days (+14)"* ]]
	[[ $stderr == *"the plan 'after-sale' is as it was; what you wrote is in $FOLDER/vouch-plan-"* ]]
	EDITOR="sed -i 1d" run -1 --separate-stderr vouch plan edit after-sale
	[[ $stderr == *".json: line 1: '[' or '{' expected"* ]]
	EDITOR=false run -1 vouch plan edit after-sale
	[[ $output == *"the editor failed, and the plan is as it was"* ]]
	run -3 vouch plan edit nothing
	run -0 vouch undo
	run -0 vouch plan get after-sale
	[[ $output == *"version"*"1"* ]]
}

@test "where numbers are at home counts as soon as the settings are read again" {
	local tries
	vouchd_start
	vouch contact add name=Ada 'phones=["0171 555 0142"]' >/dev/null
	vouch contact add name=Bo 'phones=["+49 171 5550142"]' >/dev/null
	run -0 vouch duplicates
	[[ $output == "Nobody shares"* ]]
	printf '[contacts]\ncountry = DE\n' >"$SETTINGS/conf.d/home.conf"
	kill -HUP "$VOUCHD_PID"
	for ((tries = 0; tries < 2000; tries++)); do
		run -0 vouch duplicates
		[[ $output == "Nobody shares"* ]] || break
	done
	[[ $output == *"same phone"* ]]
}
