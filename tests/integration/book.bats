# Everything out and into an empty book, against a real vouchd.

bats_require_minimum_version 1.5.0

setup() {
	source "$BATS_TEST_DIRNAME/lib.bash"
	vouch_folders
	vouchd_start
	clock 2026-12-01T14:00:00Z
	cd "$FOLDER" || return
}

teardown() {
	cd /
	vouch_clean
}

@test "a book goes out, into an empty one, and comes out the same" {
	vouch contact add name="Ana Ruiz"
	vouch sold ana Alarm 1200
	vouch contact add name='Ben <b>&"Gil'
	vouch distinct c1 c2
	run -0 vouch export ndjson to book.ndjson
	[[ "$output" == *"items to book.ndjson"* ]]
	[ "$(stat -c %a book.ndjson)" = 600 ]
	tail -n 1 book.ndjson | grep -q '^{"item":"end","items":[0-9]*}$'

	run -0 vouch import book.ndjson # the very same
	[[ "$output" == *"very same book"* ]]
	vouch contact add name="Carl"
	run -1 vouch import book.ndjson
	[[ "$output" == *"came after the file"*"Nothing was taken."* ]]

	vouchd_stop
	rm -f "$HOME"/.local/share/vouch/vouch.db*
	vouchd_start
	clock 2026-12-01T14:00:00Z
	head -n -1 book.ndjson >cut.ndjson
	run -1 vouch import cut.ndjson
	[[ "$output" == *"the file was cut"* ]]
	sed '3s/.*/nonsense/' book.ndjson >bad.ndjson
	run -1 vouch import bad.ndjson
	[[ "$output" == *"line 3: this is no JSON object"* ]]
	echo '{"name":"Ana"}' >other.json
	run -1 vouch import other.json
	[[ "$output" == *"line 1: item is missing"* ]]
	run -0 vouch import --dry-run book.ndjson
	[[ "$output" == *"Would take the whole book"* ]]
	run -0 vouch import book.ndjson
	[[ "$output" == *"Taken: the whole book"*"cannot be undone"* ]]
	vouch export everything to again.ndjson
	cmp book.ndjson again.ndjson
	vouch show ana
	run -0 vouch distinct c2 c1
	[[ "$output" == *"as you said before"* ]]
	run -0 vouch call system.check '{"full":true}'
	[[ "$output" == *'"problems":[]'* ]]
}

@test "two books do not become one" {
	vouch contact add name="Ana Ruiz"
	vouch export ndjson to book.ndjson
	sed -i '1s/"uuid":"[^"]*"/"uuid":"11111111-2222-4333-8444-555555555555"/' book.ndjson
	run -1 vouch import book.ndjson
	[[ "$output" == *"this book has 1 contact already"* ]]
}
