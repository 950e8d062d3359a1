# vouch import against a real vouchd. VOUCH_CRM_DATA may name the folder of a large real export
# (accounts.csv, sales_pipeline.csv); the tests that need it are skipped without it.

bats_require_minimum_version 1.5.0

setup() {
	source "$BATS_TEST_DIRNAME/lib.bash"
	vouch_folders
	vouchd_start
	clock 2026-12-01T14:00:00Z
	SAMPLE=$BATS_TEST_DIRNAME/../../client/sample
	cd "$FOLDER" || return
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

# member NAME: a number in the JSON that was printed
member() {
	printf '%s' "$output" | sed -n "s/.*\"$1\":\([0-9]*\).*/\1/p"
}

@test "the sample book is taken once and not twice" {
	run -0 vouch import "$SAMPLE/contacts.csv"
	says "contacts.csv, contacts: id → external_id, name → name, company → org" \
		"Read 16 rows. Taken 16 (added 16, updated 0, unchanged 0). Refused 0."
	run -0 vouch import "$SAMPLE/sales.csv"
	says "sales.csv, sales: id → external_id, customer → contact" \
		"Read 25 rows. Taken 25 (added 25, updated 0, unchanged 0). Refused 0."
	run -0 vouch import "$SAMPLE/contacts.csv" "$SAMPLE/sales.csv"
	says "Taken 16 (added 0, updated 0, unchanged 16). Refused 0." \
		"Taken 25 (added 0, updated 0, unchanged 25). Refused 0."
	run -0 vouch status --json
	[ "$(member contacts)" -eq 16 ]
	[ "$(member sales_completed)" -eq 18 ]
}

@test "the sample book has something to do on 1 December 2026" {
	vouch import "$SAMPLE/contacts.csv" "$SAMPLE/sales.csv" >/dev/null
	run -0 vouch
	says "Tuesday 1 December 2026" "Eleanor Whitfield" "Samuel Adeyemi"
	[[ "$output" != *overdue* ]]
}

# kept_in_touch: the days of the calls to keep in touch that are planned, one a line, sorted
kept_in_touch() {
	"$VOUCH" --json call followup.list '{"state":"scheduled","kind":"call","limit":1000}' |
		grep -o '"title":"Keep in touch[^}]*"due":"[0-9-]*' | grep -o '[0-9-]*$' | sort
}

@test "an imported book is kept in touch with over one interval" {
	vouch import "$SAMPLE/contacts.csv" "$SAMPLE/sales.csv" >/dev/null
	vouch relabel all cadence A >/dev/null
	for day in 02 10 18; do
		clock "2026-12-${day}T03:00:00Z"
	done
	[ "$(kept_in_touch | wc -l)" -ge 7 ]
	# Those of a weekend are on the Monday.
	[ "$(kept_in_touch | uniq -c | sort -rn | awk 'NR == 1 {print $1}')" -le 3 ]
	[ "$(kept_in_touch | uniq | wc -l)" -ge 6 ]
	[ "$(kept_in_touch | tail -1)" \< 2027-01-02 ]
}

@test "a contact carries what the columns say" {
	vouch import "$SAMPLE/contacts.csv" >/dev/null
	run -0 vouch show colm
	says "Colm Byrne" "The Anchor Inn" "colm@anchor-inn.example" "Harlow Falls" \
		'tell me before the season starts'
	run -0 vouch find 555 0159
	says "Priya and Dev Anand"
}

@test "a dry run says what would be and changes nothing" {
	run -0 vouch import --dry-run "$SAMPLE/contacts.csv"
	says "Would take 16 (add 16, update 0, unchanged 0). Refused 0. Nothing was changed (--dry-run)."
	run -0 vouch status --json
	[ "$(member contacts)" -eq 0 ]
}

@test "bad rows are refused by line, field and reason, and the others are taken" {
	printf '%s\n' 'contact,product,price,stage,start,completed' \
		'Ana,Alarm,1200,won,2026-01-02,2026-02-03' \
		',Alarm,1200,won,2026-01-02,2026-02-03' \
		'Ben,Alarm,1200,won,2026-01-02,' \
		'Cleo,Alarm,12x,won,2026-01-02,2026-02-03' \
		'Dora,Alarm,1200,won,2026-01-02,2027-02-03' \
		'Eve,Alarm' \
		'Finn,Alarm,1200,maybe,2026-01-02,2026-02-03' >deals.csv
	run -0 vouch import deals.csv
	says "Read 7 rows. Taken 1 (added 1, updated 0, unchanged 0). Refused 6." \
		"line 3: contact is missing" \
		"line 4: completed is missing for a completed sale" \
		"line 5: price '12x' is no amount; 1054 or 1,054.50 would be right" \
		"line 6: completed " \
		"line 7: has 2 cells, the header has 6; an empty cell keeps its comma" \
		"line 8: stage 'maybe' is no stage known here; won, lost, refunded or open would be right"
	[[ "$output" == *"line 3:"*"line 4:"*"line 5:"*"line 6:"*"line 7:"*"line 8:"* ]]
}

@test "where every row is refused nothing is taken, which is a failure" {
	printf 'name,email\n,a@example.org\nAna,not an address\n' >people.csv
	run -1 vouch import people.csv
	says "Read 2 rows. Taken 0 (added 0, updated 0, unchanged 0). Refused 2." \
		"line 2: name is missing" "line 3: email"
}

@test "--strict takes nothing where we or vouchd refuse a row" {
	printf 'name,email\nAna,ana@example.org\n,a@example.org\n' >ours.csv
	run -1 vouch import --strict ours.csv
	says "Read 2 rows. Refused 1. Nothing was taken (--strict)." "line 3: name is missing"
	printf 'name,email\nAna,ana@example.org\nBen,nobody\n' >theirs.csv
	run -1 vouch import --strict theirs.csv
	says "Read 2 rows. Refused 1. Nothing was taken (--strict)." "line 3: email"
	run -0 vouch status --json
	[ "$(member contacts)" -eq 0 ]
	printf 'name,email\nAna,ana@example.org\n' >good.csv
	run -0 vouch import --strict good.csv
	says "Taken 1 (added 1, updated 0, unchanged 0). Refused 0."
}

@test "--where takes one agent's rows only" {
	printf 'account,product,stage,agent\nAna,Alarm,open,Kim\nBen,Alarm,open,Lee\n' >deals.csv
	run -0 vouch import --where agent=Lee deals.csv
	says "Read 2 rows. Left out 1 by --where. Taken 1 (added 1, updated 0, unchanged 0). Refused 0."
	run -0 vouch import --where agent=Nobody deals.csv
	says "Read 2 rows. Left out 2 by --where. Taken 0"
	run -2 vouch import --where colour=red deals.csv
	says "--where: there is no column 'colour'; the columns are account, product, stage, agent"
}

@test "--map goes before what the header says" {
	printf 'who,name\nAna Ruiz,nickname\n' >people.csv
	run -0 vouch import --map name=who people.csv
	says "people.csv, contacts: who → name; not used: name"
	run -0 vouch find ana
	says "Ana Ruiz"
	run -2 vouch import --map colour=who people.csv
	says "--map: there is no field 'colour'; the fields are name, given"
}

@test "dates with two readings are refused until --dates says which" {
	printf 'contact,product,stage,completed\nAna,Alarm,won,03-04-2026\n' >deals.csv
	run -1 vouch import deals.csv
	says "completed may have days or months first (line 2: 03-04-2026)" "say --dates dmy"
	run -0 vouch import --dates dmy deals.csv
	run -0 vouch show ana
	says "3 Apr"
}

@test "--currency names the currency of bare amounts" {
	printf 'contact,product,amount\nAna,Alarm,"1.200,50"\n' >deals.csv
	run -0 vouch import --currency eur deals.csv
	run -0 vouch show ana
	says "1,200.50 EUR"
}

@test "stdin is read as -, with a source of its own" {
	run -0 vouch import --source oldbook - <<<$'id,name\n7,Ana Ruiz'
	says "stdin, contacts: id → external_id" "Taken 1 (added 1"
	run -0 vouch import --source oldbook - <<<$'id,name\n7,Ana Ruiz-Kim'
	says "Taken 1 (added 0, updated 1, unchanged 0)"
	run -0 vouch find ruiz-kim
	says "Ana Ruiz-Kim"
}

@test "a file in windows-1252 is read as such, and a spoilt one refused" {
	printf 'name\nAna\nJos\xe9\n' >people.csv
	run -0 vouch import people.csv
	says "people.csv is read as windows-1252, for it is not UTF-8"
	run -0 vouch find josé
	says "José"
	printf 'name\nZo\xc3\xab\nJos\xe9\n' >spoilt.csv
	run -1 vouch import spoilt.csv
	says "spoilt.csv: line 3 is not UTF-8 text, which the file is elsewhere"
}

@test "marks in a file cannot drive the terminal" {
	printf 'na\033[31mme,name\nx,Ana\n' >people.csv
	run -0 vouch import people.csv
	says 'not used: na\x1b[31mme'
}

@test "--json says all, --plain is tab separated" {
	printf 'name,colour\nAna,red\n,blue\n' >people.csv
	run -0 vouch import --json people.csv
	says '"kind":"contacts"' '"rows":2' '"added":1' '"refused":1' \
		'"refusals":[{"line":3,"field":"name","column":"name","reason":"is missing"}]' \
		'"mapping":{"name":"name"},"unused":["colour"]'
	[ "${#lines[@]}" -eq 1 ]
	run -0 vouch import --plain people.csv
	says $'rows\t2' $'unchanged\t1' $'refusal\t3\tname\tis missing'
}

@test "where vouchd is not running the helper says how to start it" {
	vouchd_stop
	run -69 vouch import "$SAMPLE/contacts.csv"
	says "vouchd is not running; start it with: systemctl --user start vouchd.socket"
}

@test "what cannot be read is said" {
	run -1 vouch import nowhere.csv
	says "cannot read nowhere.csv: No such file or directory"
	run -1 vouch import "$FOLDER"
	says "Is a directory"
	run -2 vouch import
	says "import wants a FILE"
	run -2 vouch import --colour people.csv
	says "there is no option --colour"
}

@test "what was refunded goes out as refunded, and comes in so" {
	vouch call contact.add '{"name":"Ana Ruiz"}'
	vouch call sale.record '{"contact":1,"product":"Alarm","completed_day":"2017-12-01"}'
	vouch call sale.refund '{"id":1,"day":"2017-12-20"}'
	vouch export sales to "$FOLDER/sales.csv"
	vouchd_stop
	vouchd_start --db "$FOLDER/another/vouch.db"
	run -0 vouch import "$FOLDER/sales.csv"
	run -0 bash -c '"$0" call sale.list "{}" | jq -c ".items[] | [.state, .completed_day, .refunded_day]"' \
		"$VOUCH"
	[ "$output" = '["refunded","2017-12-20","2017-12-20"]' ]
}

@test "refusals of one kind are told once, with their lines" {
	{
		echo contact,product,amount,stage
		for i in 1 2 3 4 5 6 7 8; do echo "Ana,Alarm,12x$i,open"; done
		echo ",Alarm,5,open"
		for i in 1 2 3; do echo "Ana,Alarm,5,$i"; done
	} >alike.csv
	run -1 vouch import alike.csv
	says "Refused 12." "line 2: amount '12x1' is no amount; 1054 or 1,054.50 would be right" \
		"… alike on lines 3, 4, 5, 6, 7 and 2 more; --json shows all" \
		"line 10: contact is missing" "line 11: " "line 12: " "line 13: "
	[[ $output != *"12x2"* ]]
	run -0 bash -c '"$0" --json import alike.csv | jq ".refusals | length"' "$VOUCH"
	[ "$output" = 12 ]
}

@test "a large real export is taken once: every row told of, nobody flooded" {
	[ -r "${VOUCH_CRM_DATA:-}/sales_pipeline.csv" ] || skip "VOUCH_CRM_DATA is not set"
	clock 2017-12-31T12:00:00Z
	run -0 vouch import "$VOUCH_CRM_DATA/sales_pipeline.csv"
	says "Read 8,800 rows. Taken 7,375 (added 7,375, updated 0, unchanged 0). Refused 1,425." \
		"line 11: account is missing" "and 1,419 more; --json shows all"
	run -0 vouch status --json
	[ "$(member contacts)" -eq 85 ]
	[ "$(member sales_completed)" -eq 4238 ]
	[ "$(member overdue)" -eq 0 ]
	[ "$(member due_today)" -eq 0 ]
	run -0 vouch import "$VOUCH_CRM_DATA/sales_pipeline.csv"
	says "Taken 7,375 (added 0, updated 0, unchanged 7,375). Refused 1,425."
	run -0 vouch status --json
	[ "$(member sales_completed)" -eq 4238 ]
	run -0 vouch import "$VOUCH_CRM_DATA/accounts.csv"
	says "Read 85 rows. Taken 85 (added 0"
	run -0 vouch status --json
	[ "$(member contacts)" -eq 85 ]
}

@test "of two of one name the second is told with its line, at once and in a dry run" {
	{
		echo Name,Email,Phone,Company
		echo John Smith,john@acme.com,+1 212 555 0101,Acme
		echo John Smith,jsmith@bolt.com,+1 415 555 0199,Bolt
	} >two.csv
	run -0 vouch import two.csv --dry-run
	says "Would take 2 (add 1, update 0, unchanged 1)." "line 3: may be whoever line 2 is, once more"
	run -0 vouch import two.csv
	says "Taken 2 (added 1, updated 0, unchanged 1)." "line 3: may be John Smith (c1) once more"
	run -0 vouch import two.csv
	says "Taken 2 (added 0, updated 0, unchanged 2)." "line 3: may be John Smith (c1) once more"
	run -0 vouch system check --json
	says '"ok":true'
}

@test "what a second row of one name says otherwise is told with its line and column" {
	{
		echo Name,Firm,Town,Tags
		echo John Smith,Acme,Ulm,vip
		echo John Smith,Bolt,Bonn,golf
	} >two.csv
	run -0 vouch import two.csv --map org=Firm --map city=Town --dry-run
	says "line 3: Firm is 'Bolt', not taken: whoever line 2 is keeps 'Acme'" \
		"line 3: Town is 'Bonn', not taken: whoever line 2 is keeps 'Ulm'" \
		"line 3: Tags is 'golf', not taken: whoever line 2 is keeps 'vip'"
	for _ in at-once and-again; do
		run -0 vouch import two.csv --map org=Firm --map city=Town
		says "Taken 2" "line 3: Firm is 'Bolt', not taken: John Smith (c1) keeps 'Acme'" \
			"line 3: Town is 'Bonn', not taken: John Smith (c1) keeps 'Ulm'" \
			"line 3: Tags is 'golf', not taken: John Smith (c1) keeps 'vip'"
	done
	run -0 vouch import two.csv --map org=Firm --map city=Town --plain
	says $'not_taken\t3' $'value_not_taken\t3\tFirm\tis \'Bolt\', not taken: John Smith (c1) keeps \'Acme\''
	run -0 vouch import two.csv --map org=Firm --map city=Town --json
	[ "$(member not_taken)" -eq 3 ]
	says '"line":3,"field":"org","reason":' '"column":"Firm"'
	run ! grep -E 'Smith|Acme|Bolt|Bonn|golf' "$FOLDER/log"
	# with ids they are two people
	{
		echo Id,Name,Firm
		echo 1,John Smith,Acme
		echo 2,John Smith,Bolt
	} >ids.csv
	run -0 vouch import ids.csv --source two --map org=Firm
	says "Taken 2 (added 1, updated 1, unchanged 0)."
	[[ "$output" != *"not taken"* ]]
}

@test "an import is taken back as a whole, and done again" {
	vouch import "$SAMPLE/contacts.csv" >/dev/null
	vouch import "$SAMPLE/sales.csv" >/dev/null
	run -0 vouch undo
	says "Took back" "import 2 from sales: 25 sales added"
	run -0 vouch status --json
	[ "$(member sales_completed)" -eq 0 ]
	[ "$(member contacts)" -eq 16 ]
	run -0 vouch undo
	says "import 1 from contacts: 16 contacts added"
	run -0 vouch status --json
	[ "$(member contacts)" -eq 0 ]
	run -0 vouch journal
	says "undone by"
	run -1 vouch undo
	says "nothing to take back"
	run -0 vouch import "$SAMPLE/contacts.csv"
	says "Taken 16 (added 16,"
}

@test "an import that was taken back is not done again beside the same file" {
	printf 'Name,Email\nZoe Fox,zoe@x.example\nMax Hill,\n' >list.csv
	vouch import list.csv >/dev/null
	run -0 vouch undo
	again=$(printf '%s' "$output" | sed -n 's/.*(vouch undo \([0-9]*\) does it again).*/\1/p')
	vouch import list.csv >/dev/null
	run -1 vouch undo "$again"
	says "contact 1 (Zoe Fox) would stand beside contact 3 (Zoe Fox), by entry" \
		"import 2 from list: 2 contacts added" "take that back first"
	run -0 vouch status --json
	[ "$(member contacts)" -eq 2 ]
	vouch undo >/dev/null
	run -0 vouch undo "$again"
	says "Did again"
	run -0 vouch status --json
	[ "$(member contacts)" -eq 2 ]
}

@test "a large import goes back in slices while others are answered" {
	for ((i = 1; i <= 150; i++)); do
		echo "$i,Person $i,Alarm,won,2026-11-20"
	done >rows.csv
	{ echo id,customer,product,stage,closed; cat rows.csv; } >large.csv
	run -0 vouch import large.csv
	says "Taken 150"
	run -0 vouch undo
	says "import 1 from large: 150 sales added"
	run -0 vouch status --json
	[ "$(member contacts)" -eq 0 ]
	[ "$(member followups_scheduled)" -eq 0 ] || [ -z "$(member followups_scheduled)" ]
	run -0 vouch undo "$(vouch journal --plain | head -1 | cut -f1)"
	says "Did again"
	run -0 vouch status --json
	[ "$(member contacts)" -eq 150 ]
}

@test "the undo of a large import goes on after a crash" {
	{
		echo id,customer,product,stage,closed
		for ((i = 1; i <= 150; i++)); do
			echo "$i,Person $i,Alarm,won,2026-11-20"
		done
	} >large.csv
	vouch import large.csv >/dev/null
	run -0 vouch call journal.undo
	says '"state":"running"'
	kill -9 "$VOUCHD_PID"
	wait "$VOUCHD_PID" || true
	vouchd_start
	until [ "$(vouch call journal.get '{"id":2}' | sed 's/.*"left":\([0-9]*\).*/\1/')" -eq 0 ]; do :; done
	run -0 vouch status --json
	[ "$(member contacts)" -eq 0 ]
	run -0 vouch system check --json
	says '"ok":true'
}
