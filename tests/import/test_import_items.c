/* What rows become as items of import.add, exactly. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/cleanup.h"
#include "import/reading.h"

static void becomes(const char *text, const char *want)
{
	struct str got = {0}, items = {0};

	reading_of(text, strlen(text), NULL, &got, &items);
	if (!str_equal(str_text(&items), want))
		print_error("%s%s\n", text, str_text(&got));
	assert_string_equal(str_text(&items), want);
	str_deinit(&got);
	str_deinit(&items);
}

static void a_contact_fills_what_the_columns_hold(void **state)
{
	(void)state;
	becomes("name,email,phone,town,zip,tags,notes,id\n"
		"Ana Ruiz,ana@example.org,555-0142,Delft,2611,cameras,likes tea,17\n",
		"{\"line\":2,\"name\":\"Ana Ruiz\",\"emails\":[\"ana@example.org\"],"
		"\"phones\":[\"555-0142\"],\"address\":{\"city\":\"Delft\",\"postcode\":\"2611\"},"
		"\"tags\":[\"cameras\"],\"notes\":\"likes tea\",\"external_id\":\"17\"}\n");
}

static void missing_cells_send_nothing(void **state)
{
	(void)state;
	becomes("name,email,phone,town,tags,notes,id\nAna,,null,N/A,-,NULL,\n",
		"{\"line\":2,\"name\":\"Ana\"}\n");
}

static void two_parts_of_a_name_make_it_whole(void **state)
{
	(void)state;
	becomes("First Name,Last Name\nAna,Ruiz\n,Kim\n",
		"{\"line\":2,\"name\":\"Ana Ruiz\",\"given\":\"Ana\",\"family\":\"Ruiz\"}\n"
		"{\"line\":3,\"name\":\"Kim\",\"family\":\"Kim\"}\n");
}

static void a_firm_is_named_where_no_person_is(void **state)
{
	(void)state;
	becomes("name,company\nAna,Delta Works\n,Delta Works\n",
		"{\"line\":2,\"name\":\"Ana\",\"org\":\"Delta Works\"}\n"
		"{\"line\":3,\"name\":\"Delta Works\"}\n");
	becomes("account,sector,revenue\nCancity,retail,718.62\n",
		"{\"line\":2,\"name\":\"Cancity\",\"tags\":[\"retail\"]}\n");
}

static void several_columns_and_cells_make_a_list(void **state)
{
	(void)state;
	becomes("name,e-mail,email 2,phone,mobile,tags,group\n"
		"Ana,a@example.org; b@example.org,a@example.org,555-0142,\"555-0143, 555-0144\","
		"vip | west,vip\n",
		"{\"line\":2,\"name\":\"Ana\",\"emails\":[\"a@example.org\",\"b@example.org\"],"
		"\"phones\":[\"555-0142\",\"555-0143\",\"555-0144\"],\"tags\":[\"vip\",\"west\"]}"
		"\n");
}

static void only_notes_keep_their_lines(void **state)
{
	(void)state;
	becomes("name,notes\r\n\"Ana\r\nRuiz\",\"one\r\ntwo\rthree\nfour\"\r\n",
		"{\"line\":2,\"name\":\"Ana Ruiz\",\"notes\":\"one\\ntwo\\nthree\\nfour\"}\n");
}

static void a_byte_order_mark_is_no_part_of_the_header(void **state)
{
	(void)state;
	becomes("\xEF\xBB\xBFname\nAna\n", "{\"line\":2,\"name\":\"Ana\"}\n");
	becomes("\xEF\xBB\xBF\"name\"\nAna\n", "{\"line\":2,\"name\":\"Ana\"}\n");
}

static void the_header_tells_the_delimiter(void **state)
{
	static const char want[] = "{\"line\":2,\"name\":\"Ruiz, Ana\",\"notes\":\"a;b\"}\n";

	(void)state;
	becomes("name,notes\n\"Ruiz, Ana\",a;b\n", want);
	becomes("name;notes\nRuiz, Ana;\"a;b\"\n", want);
	becomes("name\tnotes\nRuiz, Ana\ta;b\n", want);
	becomes("sep=;\nname;notes\nRuiz, Ana;x\n",
		"{\"line\":3,\"name\":\"Ruiz, Ana\",\"notes\":\"x\"}\n");
	becomes("\"a,b,c\";name\nx;Ana\n", "{\"line\":2,\"name\":\"Ana\"}\n");
}

static void empty_cells_between_tabs_are_cells(void **state)
{
	(void)state;
	becomes("name\temail\tnotes\nAna\t\tx\n",
		"{\"line\":2,\"name\":\"Ana\",\"notes\":\"x\"}\n");
}

static void a_sale_fills_what_the_columns_hold(void **state)
{
	(void)state;
	becomes("opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,"
		"close_value\n"
		"1C1I7A6R,Moses Frase,GTX Plus Basic,Cancity,Won,20-10-2016,01-03-2017,1054\n"
		"Z063OYW0,Darcel Schlecht,GTXPro,Isdom,Lost,25-10-2016,13-03-2017,0\n"
		"EC4QE1BX,Darcel Schlecht,MG Special,Cancity,Engaging,25-10-2016,,\n"
		"6CWZFOHJ,Anna Snelling,GTX Basic,Green-Plus,Prospecting,,,0\n",
		"{\"line\":2,\"contact\":{\"name\":\"Cancity\"},\"product\":\"GTX Plus Basic\","
		"\"amount\":105400,\"state\":\"completed\",\"opened_day\":\"2016-10-20\","
		"\"closed_day\":\"2017-03-01\",\"external_id\":\"1C1I7A6R\"}\n"
		"{\"line\":3,\"contact\":{\"name\":\"Isdom\"},\"product\":\"GTXPro\",\"amount\":0,"
		"\"state\":\"lost\",\"opened_day\":\"2016-10-25\",\"closed_day\":\"2017-03-13\","
		"\"external_id\":\"Z063OYW0\"}\n"
		"{\"line\":4,\"contact\":{\"name\":\"Cancity\"},\"product\":\"MG Special\","
		"\"state\":\"open\",\"opened_day\":\"2016-10-25\",\"external_id\":\"EC4QE1BX\"}\n"
		"{\"line\":5,\"contact\":{\"name\":\"Green-Plus\"},\"product\":\"GTX Basic\","
		"\"amount\":0,\"state\":\"open\",\"external_id\":\"6CWZFOHJ\"}\n");
}

static void the_buyer_is_told_by_more_than_a_name(void **state)
{
	(void)state;
	becomes("contact,contact id,email,phone,product\nAna,17,a@example.org,555-0142,Alarm\n",
		"{\"line\":2,\"contact\":{\"name\":\"Ana\",\"external_id\":\"17\","
		"\"email\":\"a@example.org\",\"phone\":\"555-0142\"},\"product\":\"Alarm\","
		"\"state\":\"open\"}\n");
}

static void without_a_stage_the_last_day_tells(void **state)
{
	(void)state;
	becomes("customer,item,date\nAna,Alarm,2026-03-04\nBen,Alarm,\n",
		"{\"line\":2,\"contact\":{\"name\":\"Ana\"},\"product\":\"Alarm\","
		"\"state\":\"completed\",\"closed_day\":\"2026-03-04\"}\n"
		"{\"line\":3,\"contact\":{\"name\":\"Ben\"},\"product\":\"Alarm\",\"state\":"
		"\"open\"}\n");
}

static void sources_become_those_that_are_known(void **state)
{
	static const struct {
		const char *text, *want;
	} cases[] = {
		{"Referral", "referral"},  {"Word of mouth", "referral"},
		{"Web site", "marketing"}, {"Cold call", "prospecting"},
		{"walk-in", "walk-in"},    {"Existing customer", "repeat"},
		{"Yellow pages", "other"},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct str text = {0}, want = {0};

		str_addf(&text, "contact,product,lead source\nAna,Alarm,%s\n", cases[i].text);
		str_addf(&want,
			 "{\"line\":2,\"contact\":{\"name\":\"Ana\"},\"product\":\"Alarm\","
			 "\"state\":\"open\",\"source\":\"%s\"}\n",
			 cases[i].want);
		becomes(str_text(&text), str_text(&want));
		str_deinit(&text);
		str_deinit(&want);
	}
}

static void amounts_become_minor_units(void **state)
{
	static const struct {
		const char *amount, *currency, *want;
	} cases[] = {
		{"1054", "USD", "105400"},
		{"1,054.50", "USD", "105450"},
		{"1.054,50", "USD", "105450"},
		{"1 054,50", "USD", "105450"},
		{"1'054.50", "CHF", "105450"},
		{"1\xE2\x80\xAF"
		 "054,5",
		 "EUR", "105450"},
		{"1,054", "USD", "105400"},
		{"1.054", "EUR", "105400"},
		{"1,234,567", "USD", "123456700"},
		{"12,5", "EUR", "1250"},
		{"0.5", "EUR", "50"},
		{"0.500", "EUR", "50"},
		{"1054.0000", "EUR", "105400"},
		{"1054.500", "EUR", "105450"},
		{"$1,054.50", "USD", "105450"},
		{"€ 1.054,50", "EUR", "105450"},
		{"1.054,50 €", "eur", "105450"},
		{"EUR 10", "EUR", "1000"},
		{"10 eur", "EUR", "1000"},
		{"¥1,054", "JPY", "1054"},
		{"10.125,5", "KWD", "10125500"},
		{"1054.125", "KWD", "1054125"},
		{"0", "USD", "0"},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct str text = {0}, want = {0};
		char code[4] = {0};

		for (int k = 0; k < 3; k++)
			code[k] = (char)(cases[i].currency[k] & ~0x20);
		str_addf(&text, "contact,product,amount,currency\nAna,Alarm,\"%s\",%s\n",
			 cases[i].amount, cases[i].currency);
		str_addf(&want,
			 "{\"line\":2,\"contact\":{\"name\":\"Ana\"},\"product\":\"Alarm\","
			 "\"amount\":%s,\"currency\":\"%s\",\"state\":\"open\"}\n",
			 cases[i].want, code);
		becomes(str_text(&text), str_text(&want));
		str_deinit(&text);
		str_deinit(&want);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_contact_fills_what_the_columns_hold),
		cmocka_unit_test(missing_cells_send_nothing),
		cmocka_unit_test(two_parts_of_a_name_make_it_whole),
		cmocka_unit_test(a_firm_is_named_where_no_person_is),
		cmocka_unit_test(several_columns_and_cells_make_a_list),
		cmocka_unit_test(only_notes_keep_their_lines),
		cmocka_unit_test(a_byte_order_mark_is_no_part_of_the_header),
		cmocka_unit_test(the_header_tells_the_delimiter),
		cmocka_unit_test(empty_cells_between_tabs_are_cells),
		cmocka_unit_test(a_sale_fills_what_the_columns_hold),
		cmocka_unit_test(the_buyer_is_told_by_more_than_a_name),
		cmocka_unit_test(without_a_stage_the_last_day_tells),
		cmocka_unit_test(sources_become_those_that_are_known),
		cmocka_unit_test(amounts_become_minor_units),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
