/* UTF-8: what is valid, what is one character, and which texts are found by one key. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/cleanup.h"
#include "base/utf8.h"

static const struct {
	const char *text;
	size_t n;
	bool is_valid;
} texts[] = {
	{"", 0, true},
	{"plain", 5, true},
	{"a\0b", 3, true},
	{"\x7f", 1, true},
	{"\xc2\x80", 2, true}, /* the first and the last of each size */
	{"\xdf\xbf", 2, true},
	{"\xe0\xa0\x80", 3, true},
	{"\xed\x9f\xbf", 3, true},
	{"\xee\x80\x80", 3, true},
	{"\xef\xbf\xbf", 3, true},
	{"\xf0\x90\x80\x80", 4, true},
	{"\xf4\x8f\xbf\xbf", 4, true},
	{"\x80", 1, false}, /* no start */
	{"\xbf", 1, false},
	{"\xfe", 1, false},
	{"\xff", 1, false},
	{"\xc3", 1, false}, /* cut */
	{"\xe2\x82", 2, false},
	{"\xf0\x9f\x98", 3, false},
	{"\xc3(", 2, false}, /* not continued */
	{"\xe2(\xa1", 3, false},
	{"\xe2\x82(", 3, false},
	{"\xf0\x9f\x98(", 4, false},
	{"\xc0\x80", 2, false}, /* overlong */
	{"\xc1\xbf", 2, false},
	{"\xe0\x9f\xbf", 3, false},
	{"\xf0\x8f\xbf\xbf", 4, false},
	{"\xed\xa0\x80", 3, false}, /* surrogates */
	{"\xed\xbf\xbf", 3, false},
	{"\xf4\x90\x80\x80", 4, false}, /* above U+10FFFF */
	{"\xf7\xbf\xbf\xbf", 4, false},
	{"\xf8\x88\x80\x80\x80", 5, false},
	{"caf\xe9", 4, false}, /* Latin-1 */
	{"ok\xe2\x82\xac\xc3", 6, false},
};

static void only_rfc_3629_is_valid(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(texts); i++)
		if (utf8_is_valid(texts[i].text, texts[i].n) != texts[i].is_valid)
			fail_msg("row %zu", i);
}

static void the_bytes_past_the_length_are_not_looked_at(void **state)
{
	(void)state;
	assert_true(utf8_is_valid("ab\xff", 2));
	assert_false(utf8_is_valid("\xc3\xa9", 1));
}

static void each_character_survives_encoding_and_decoding(void **state)
{
	(void)state;
	for (uint32_t c = 0; c <= 0x10FFFF; c++) {
		char bytes[4];
		uint32_t back;
		size_t n = utf8_encode(c, bytes);

		if (c == 0xD800)
			c = 0xDFFF;
		else if (utf8_decode(bytes, n, &back) != n || back != c)
			fail_msg("U+%04X", (unsigned)c);
	}
}

static void what_is_no_character_encodes_as_the_replacement(void **state)
{
	static const uint32_t none[] = {0xD800, 0xDFFF, 0x110000, UINT32_MAX};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(none); i++) {
		char bytes[4];

		assert_int_equal(utf8_encode(none[i], bytes), 3);
		assert_memory_equal(bytes, "\xef\xbf\xbd", 3);
	}
}

static void a_bad_byte_decodes_alone_as_the_replacement(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
		uint32_t c = 0;

		if (texts[i].is_valid || (unsigned char)texts[i].text[0] < 0x80)
			continue;
		assert_int_equal(utf8_decode(texts[i].text, texts[i].n, &c), 1);
		assert_int_equal(c, 0xFFFD);
	}
}

static void length_counts_characters(void **state)
{
	static const struct {
		const char *text;
		size_t length;
	} cases[] = {
		{"", 0}, {"abc", 3}, {"é", 1}, {"€", 1}, {"😀", 1}, {"Núñez 😀", 7},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		assert_int_equal(utf8_length(cases[i].text), cases[i].length);
}

static const struct {
	const char *text, *key;
} keys[] = {
	{"", ""},
	{"José Núñez", "jose nunez"},
	{"Jose\u0301 Nu\u0301n\u0303ez", "jose nunez"}, /* decomposed */
	{"JOSE NUNEZ", "jose nunez"},
	{"O'Brien-Smith 3rd", "o'brien-smith 3rd"},
	{"Müller", "muller"},
	{"Straße STRASSE STRAẞE", "strasse strasse strasse"},
	{"Ærøskøbing", "aeroskobing"},
	{"Œuvre", "oeuvre"},
	{"Þór Ðorð", "thor dord"},
	{"Łódź", "lodz"},
	{"Žižek Škoda Čapek Ďáblice", "zizek skoda capek dablice"},
	{"Ștefan Țepeș, Şahin Ţ", "stefan tepes, sahin t"},
	{"İstanbul ılık Ğ", "istanbul ilik g"},
	{"Nguyễn Thị Hồng Đào", "nguyen thi hong dao"},
	{"Ātrums Ķekava Ūdens", "atrums kekava udens"},
	{"Əliyev", "əliyev"},
	{"ΑΘΉΝΑ Αθήνα", "αθηνα αθηνα"},
	{"Γιώργος ΓΙΏΡΓΟΣ", "γιωργοσ γιωργοσ"}, /* final sigma */
	{"Ἀθῆναι ΰ Ϊ", "αθηναι υ ι"},
	{"Пётр Йосиф", "петр иосиф"},
	{"ПЕТР Иосиф", "петр иосиф"},
	{"Київ Ґалаґан Ў", "киів ґалаґан у"},
	{"ЉУБА Ђорђе Ћ", "љуба ђорђе ћ"},
	{"Қазақстан Ә Ө", "қазақстан ә ө"},
	{"×÷ € 😀 日本", "×÷ € 😀 日本"},
	{"\xff\xc3 A\xe2\x82", "\xff\xc3 a\xe2\x82"}, /* bytes that are none stay */
	{"\ufffd", "\ufffd"},
};

static void texts_that_differ_by_case_and_accents_share_a_key(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(keys); i++) {
		char key[100];

		utf8_fold(keys[i].text, key, sizeof key);
		assert_string_equal(key, keys[i].key);
	}
}

static void a_key_is_its_own_key_and_never_longer_than_the_text(void **state)
{
	(void)state;
	for (uint32_t c = 1; c <= 0x1FFFF; c++) {
		char text[5] = {0}, key[5], again[5];

		(void)utf8_encode(c, text);
		utf8_fold(text, key, sizeof key);
		utf8_fold(key, again, sizeof again);
		if (strlen(key) > strlen(text) || strcmp(key, again) != 0 ||
		    !utf8_is_valid(key, strlen(key)))
			fail_msg("U+%04X", (unsigned)c);
	}
}

static void a_key_without_room_is_cut_between_characters(void **state)
{
	char key[8];

	(void)state;
	memset(key, 'x', sizeof key);
	utf8_fold("aßя", key, 0);
	assert_int_equal(key[0], 'x');
	utf8_fold("aßя", key, 1);
	assert_string_equal(key, "");
	utf8_fold("aßя", key, 3);
	assert_string_equal(key, "a");
	utf8_fold("aßя", key, 5);
	assert_string_equal(key, "ass");
	utf8_fold("aßя", key, 6);
	assert_string_equal(key, "assя");
	assert_int_equal(key[7], 'x');
}

static void characters_that_deceive_are_unsafe(void **state)
{
	static const uint32_t unsafe[] = {
		0,      0x07,   0x09,   0x0A,   0x1B,   0x1F,   0x7F,    0x80,    0x9B,   0x9F,
		0xAD,   0x61C,  0x200B, 0x200C, 0x200D, 0x200E, 0x200F,  0x2028,  0x202A, 0x202E,
		0x2060, 0x2066, 0x2069, 0x206F, 0xFEFF, 0xFFF9, 0xE0001, 0xE0020, 0xE007F};
	static const uint32_t safe[] = {' ',    '~',    0xA0,   0xE9,    0x410,
					0x200A, 0x2010, 0x2027, 0x202F,  0x20AC,
					0x65E5, 0xFE0F, 0xFFFD, 0x1F600, 0x1F1E6};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(unsafe); i++)
		assert_true(utf8_is_unsafe(unsafe[i]));
	for (size_t i = 0; i < ARRAY_LEN(safe); i++)
		assert_false(utf8_is_unsafe(safe[i]));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_rfc_3629_is_valid),
		cmocka_unit_test(the_bytes_past_the_length_are_not_looked_at),
		cmocka_unit_test(each_character_survives_encoding_and_decoding),
		cmocka_unit_test(what_is_no_character_encodes_as_the_replacement),
		cmocka_unit_test(a_bad_byte_decodes_alone_as_the_replacement),
		cmocka_unit_test(length_counts_characters),
		cmocka_unit_test(texts_that_differ_by_case_and_accents_share_a_key),
		cmocka_unit_test(a_key_is_its_own_key_and_never_longer_than_the_text),
		cmocka_unit_test(a_key_without_room_is_cut_between_characters),
		cmocka_unit_test(characters_that_deceive_are_unsafe),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
