# The manual pages that are made at build: clean, and with everything in them.
bats_require_minimum_version 1.5.0

setup() {
	source "$BATS_TEST_DIRNAME/lib.bash"
	vouch_folders
	PAGES=$(dirname "$VOUCH")/man
	[ -f "$PAGES/vouch.1" ] || skip "the manual is not built"
}

teardown() {
	vouch_clean
}

# A line of a page's source for each of the patterns on stdin.
all_in() {
	local n=0
	while IFS= read -r item; do
		n=$((n + 1))
		grep -qxF -- "$item" "$PAGES/$1" || {
			echo "not in $1: $item"
			return 1
		}
	done
	[ "$n" -ge "$2" ]
}

@test "every page is clean, and leads only to pages that there are" {
	command -v mandoc >/dev/null || skip "mandoc is not installed"
	for page in "$PAGES"/*.[1578]; do
		mandoc -T lint "$page" >"$FOLDER/lint" 2>&1 || true
		run ! grep -v -e "referenced manual not found" -e "outdated mandoc.db" "$FOLDER/lint"
		run ! grep '^@[a-z]*@' "$page"
		while read -r name section; do
			[ -f "$PAGES/$name.$section" ] ||
				[ -f "$BATS_TEST_DIRNAME/../../client/man/$name.$section" ]
		done < <(sed -n 's/^\.Xr \(vouch[a-z.-]*\) \([0-9]\).*/\1 \2/p' "$page")
	done
	[ "$(find "$PAGES" -name '*.[1578]' | wc -l)" -eq 5 ]
}

@test "no command, option, setting, method, param or refusal is missing" {
	vouch --help | sed -n '2,$s/^vouch \([a-z].*\)/.It Ic "\1"/p' | all_in vouch.1 90
	vouchd_start
	sed -n 's/^\([a-z_]*\) =\(.*[^ ]\|\) *$/.It Cm "\1 =\2"/p' \
		"$BATS_TEST_DIRNAME/../../daemon/vouch.conf" | all_in vouch.conf.5 37
	vouch call rpc.discover >"$FOLDER/discover"
	jq -r '.methods[].name | ".It Cm \"\(.)\""' "$FOLDER/discover" | all_in vouch-api.7 100
	jq -r '[.methods[].params[].name] | unique[] | ".It Fa \"\(.)\""' "$FOLDER/discover" |
		all_in vouch-api.7 50
	jq -r '.components.errors | to_entries[] | ".It \(.value.code) Cm \(.key)"' \
		"$FOLDER/discover" | all_in vouch-api.7 30
}
