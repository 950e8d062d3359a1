/* The headers that other programs write, and what is in their columns. */
#include "import/templates.h"

#include "base/str.h"

/* Contacts of today: "E-mail 1 - Value", "Labels". */
static const struct template_column google[] = {
	{"firstname", FIELD_GIVEN, 0},
	{"lastname", FIELD_FAMILY, 0},
	{"organizationname", FIELD_ORG, 0},
	{"birthday", FIELD_BIRTHDAY, 0},
	{"notes", FIELD_NOTES, 0},
	{"labels", FIELD_TAGS, 0},
	{"email1value", FIELD_EMAIL, 0},
	{"email2value", FIELD_EMAIL, 0},
	{"email3value", FIELD_EMAIL, 0},
	{"email4value", FIELD_EMAIL, 0},
	{"phone1value", FIELD_PHONE, 0},
	{"phone2value", FIELD_PHONE, 0},
	{"phone3value", FIELD_PHONE, 0},
	{"phone4value", FIELD_PHONE, 0},
	{"address1street", FIELD_STREET, 0},
	{"address1city", FIELD_CITY, 0},
	{"address1region", FIELD_REGION, 0},
	{"address1postalcode", FIELD_POSTCODE, 0},
	{"address1country", FIELD_COUNTRY, 0},
	{"address2street", FIELD_STREET, 1},
	{"address2city", FIELD_CITY, 1},
	{"address2region", FIELD_REGION, 1},
	{"address2postalcode", FIELD_POSTCODE, 1},
	{"address2country", FIELD_COUNTRY, 1},
	{0},
};

/* Until 2023: "Given Name", "Group Membership". */
static const struct template_column google_old[] = {
	{"name", FIELD_NAME, 0},
	{"givenname", FIELD_GIVEN, 0},
	{"familyname", FIELD_FAMILY, 0},
	{"organization1name", FIELD_ORG, 0},
	{"birthday", FIELD_BIRTHDAY, 0},
	{"notes", FIELD_NOTES, 0},
	{"groupmembership", FIELD_TAGS, 0},
	{"email1value", FIELD_EMAIL, 0},
	{"email2value", FIELD_EMAIL, 0},
	{"email3value", FIELD_EMAIL, 0},
	{"email4value", FIELD_EMAIL, 0},
	{"phone1value", FIELD_PHONE, 0},
	{"phone2value", FIELD_PHONE, 0},
	{"phone3value", FIELD_PHONE, 0},
	{"phone4value", FIELD_PHONE, 0},
	{"address1street", FIELD_STREET, 0},
	{"address1city", FIELD_CITY, 0},
	{"address1region", FIELD_REGION, 0},
	{"address1postalcode", FIELD_POSTCODE, 0},
	{"address1country", FIELD_COUNTRY, 0},
	{0},
};

static const struct template_column outlook[] = {
	{"firstname", FIELD_GIVEN, 0},
	{"lastname", FIELD_FAMILY, 0},
	{"company", FIELD_ORG, 0},
	{"emailaddress", FIELD_EMAIL, 0},
	{"email2address", FIELD_EMAIL, 0},
	{"email3address", FIELD_EMAIL, 0},
	{"mobilephone", FIELD_PHONE, 0},
	{"businessphone", FIELD_PHONE, 0},
	{"businessphone2", FIELD_PHONE, 0},
	{"homephone", FIELD_PHONE, 0},
	{"homephone2", FIELD_PHONE, 0},
	{"primaryphone", FIELD_PHONE, 0},
	{"otherphone", FIELD_PHONE, 0},
	{"homestreet", FIELD_STREET, 0},
	{"homecity", FIELD_CITY, 0},
	{"homestate", FIELD_REGION, 0},
	{"homepostalcode", FIELD_POSTCODE, 0},
	{"homecountryregion", FIELD_COUNTRY, 0},
	{"homecountry", FIELD_COUNTRY, 0},
	{"businessstreet", FIELD_STREET, 1},
	{"businesscity", FIELD_CITY, 1},
	{"businessstate", FIELD_REGION, 1},
	{"businesspostalcode", FIELD_POSTCODE, 1},
	{"businesscountryregion", FIELD_COUNTRY, 1},
	{"businesscountry", FIELD_COUNTRY, 1},
	{"otherstreet", FIELD_STREET, 2},
	{"othercity", FIELD_CITY, 2},
	{"otherstate", FIELD_REGION, 2},
	{"otherpostalcode", FIELD_POSTCODE, 2},
	{"othercountryregion", FIELD_COUNTRY, 2},
	{"birthday", FIELD_BIRTHDAY, 0},
	{"notes", FIELD_NOTES, 0},
	{"categories", FIELD_TAGS, 0},
	{0},
};

static const struct template_column hubspot[] = {
	{"recordidcontact", FIELD_EXTERNAL_ID, 0},
	{"recordid", FIELD_EXTERNAL_ID, 0},
	{"contactid", FIELD_EXTERNAL_ID, 0},
	{"firstname", FIELD_GIVEN, 0},
	{"lastname", FIELD_FAMILY, 0},
	{"companyname", FIELD_ORG, 0},
	{"associatedcompany", FIELD_ORG, 1},
	{"email", FIELD_EMAIL, 0},
	{"workemail", FIELD_EMAIL, 0},
	{"phonenumber", FIELD_PHONE, 0},
	{"mobilephonenumber", FIELD_PHONE, 0},
	{"streetaddress", FIELD_STREET, 0},
	{"city", FIELD_CITY, 0},
	{"stateregion", FIELD_REGION, 0},
	{"postalcode", FIELD_POSTCODE, 0},
	{"countryregion", FIELD_COUNTRY, 0},
	{"dateofbirth", FIELD_BIRTHDAY, 0},
	{"message", FIELD_NOTES, 0},
	{0},
};

static const struct template_column hubspot_deals[] = {
	{"recordiddeal", FIELD_EXTERNAL_ID, 0},
	{"recordid", FIELD_EXTERNAL_ID, 0},
	{"dealid", FIELD_EXTERNAL_ID, 0},
	{"associatedcontact", FIELD_NAME, 0},
	{"associatedcontacts", FIELD_NAME, 0},
	{"associatedcompany", FIELD_NAME, 1},
	{"associatedcompanyprimary", FIELD_NAME, 1},
	{"dealname", FIELD_PRODUCT, 0},
	{"dealstage", FIELD_STAGE, 0},
	{"amount", FIELD_AMOUNT, 0},
	{"currency", FIELD_CURRENCY, 0},
	{"createdate", FIELD_OPENED, 0},
	{"closedate", FIELD_CLOSED, 0},
	{"originaltrafficsource", FIELD_SOURCE, 0},
	{"originalsource", FIELD_SOURCE, 0},
	{0},
};

static const struct template_column salesforce[] = {
	{"contactid", FIELD_EXTERNAL_ID, 0},
	{"id", FIELD_EXTERNAL_ID, 0},
	{"firstname", FIELD_GIVEN, 0},
	{"lastname", FIELD_FAMILY, 0},
	{"accountname", FIELD_ORG, 0},
	{"email", FIELD_EMAIL, 0},
	{"phone", FIELD_PHONE, 0},
	{"mobile", FIELD_PHONE, 0},
	{"mobilephone", FIELD_PHONE, 0},
	{"homephone", FIELD_PHONE, 0},
	{"mailingstreet", FIELD_STREET, 0},
	{"mailingcity", FIELD_CITY, 0},
	{"mailingstateprovince", FIELD_REGION, 0},
	{"mailingstate", FIELD_REGION, 0},
	{"mailingzippostalcode", FIELD_POSTCODE, 0},
	{"mailingpostalcode", FIELD_POSTCODE, 0},
	{"mailingcountry", FIELD_COUNTRY, 0},
	{"birthdate", FIELD_BIRTHDAY, 0},
	{"leadsource", FIELD_SOURCE, 0},
	{"description", FIELD_NOTES, 0},
	{0},
};

static const struct template_column salesforce_deals[] = {
	{"opportunityid", FIELD_EXTERNAL_ID, 0},
	{"accountname", FIELD_NAME, 0},
	{"primarycontact", FIELD_NAME, 1},
	{"opportunityname", FIELD_PRODUCT, 0},
	{"stage", FIELD_STAGE, 0},
	{"amount", FIELD_AMOUNT, 0},
	{"amountcurrency", FIELD_CURRENCY, 0},
	{"opportunitycurrency", FIELD_CURRENCY, 0},
	{"createddate", FIELD_OPENED, 0},
	{"closedate", FIELD_CLOSED, 0},
	{"leadsource", FIELD_SOURCE, 0},
	{0},
};

static const struct template_column thunderbird[] = {
	{"firstname", FIELD_GIVEN, 0},
	{"lastname", FIELD_FAMILY, 0},
	{"displayname", FIELD_NAME, 0},
	{"primaryemail", FIELD_EMAIL, 0},
	{"secondaryemail", FIELD_EMAIL, 0},
	{"workphone", FIELD_PHONE, 0},
	{"homephone", FIELD_PHONE, 0},
	{"mobilenumber", FIELD_PHONE, 0},
	{"homeaddress", FIELD_STREET, 0},
	{"homecity", FIELD_CITY, 0},
	{"homestate", FIELD_REGION, 0},
	{"homezipcode", FIELD_POSTCODE, 0},
	{"homecountry", FIELD_COUNTRY, 0},
	{"workaddress", FIELD_STREET, 1},
	{"workcity", FIELD_CITY, 1},
	{"workstate", FIELD_REGION, 1},
	{"workzipcode", FIELD_POSTCODE, 1},
	{"workcountry", FIELD_COUNTRY, 1},
	{"organization", FIELD_ORG, 0},
	{"notes", FIELD_NOTES, 0},
	{0},
};

/* What vouch export csv writes and an import can take; the rest follows from the sales, or is
 * yours to say. */
static const struct template_column ours[] = {
	{"id", FIELD_EXTERNAL_ID, 0},
	{"name", FIELD_NAME, 0},
	{"given", FIELD_GIVEN, 0},
	{"family", FIELD_FAMILY, 0},
	{"org", FIELD_ORG, 0},
	{"emails", FIELD_EMAIL, 0},
	{"phones", FIELD_PHONE, 0},
	{"street", FIELD_STREET, 0},
	{"city", FIELD_CITY, 0},
	{"region", FIELD_REGION, 0},
	{"postcode", FIELD_POSTCODE, 0},
	{"country", FIELD_COUNTRY, 0},
	{"tags", FIELD_TAGS, 0},
	{"notes", FIELD_NOTES, 0},
	{"birthday", FIELD_BIRTHDAY, 0},
	{"language", FIELD_LANGUAGE, 0},
	{"timezone", FIELD_TIMEZONE, 0},
	{"source", FIELD_SOURCE, 0},
	{0},
};

static const struct template_column our_sales[] = {
	{"id", FIELD_EXTERNAL_ID, 0},
	{"contact", FIELD_NAME, 0},
	{"contactid", FIELD_CONTACT_ID, 0},
	{"email", FIELD_EMAIL, 0},
	{"phone", FIELD_PHONE, 0},
	{"product", FIELD_PRODUCT, 0},
	{"amount", FIELD_AMOUNT, 0},
	{"currency", FIELD_CURRENCY, 0},
	{"stage", FIELD_STAGE, 0},
	{"opened", FIELD_OPENED, 0},
	{"closed", FIELD_CLOSED, 0},
	{"source", FIELD_SOURCE, 0},
	{0},
};

#define NOT_TAKEN                                                                                  \
	" are written for reading and are not taken in; vouch export everything writes what an "   \
	"empty book takes"

const struct template template_none = {.name = "none"};

const struct template templates[] = {
	{"vouch", "vouch", MAP_CONTACTS, true, NULL, {"emails", "phones", "listenfor"}, ours},
	{"vouch-sales",
	 "vouch",
	 MAP_SALES,
	 true,
	 NULL,
	 {"contactid", "stage", "signed"},
	 our_sales},
	{"vouch-followups",
	 "vouch",
	 MAP_CONTACTS,
	 true,
	 "follow-ups" NOT_TAKEN,
	 {"followup", "planned"},
	 NULL},
	{"vouch-referrals",
	 "vouch",
	 MAP_CONTACTS,
	 true,
	 "referrals" NOT_TAKEN,
	 {"referral", "referrerid"},
	 NULL},
	{"google",
	 "Google Contacts",
	 MAP_CONTACTS,
	 false,
	 NULL,
	 {"firstname", "lastname", "email1value"},
	 google},
	{"google",
	 "Google Contacts",
	 MAP_CONTACTS,
	 false,
	 NULL,
	 {"firstname", "organizationname", "labels"},
	 google},
	{"google-old",
	 "Google Contacts",
	 MAP_CONTACTS,
	 false,
	 NULL,
	 {"givenname", "familyname", "groupmembership"},
	 google_old},
	{"outlook",
	 "Outlook",
	 MAP_CONTACTS,
	 false,
	 NULL,
	 {"firstname", "lastname", "emailaddress", "businessphone"},
	 outlook},
	{"thunderbird",
	 "Thunderbird",
	 MAP_CONTACTS,
	 false,
	 NULL,
	 {"displayname", "primaryemail"},
	 thunderbird},
	{"hubspot-deals",
	 "HubSpot",
	 MAP_SALES,
	 false,
	 NULL,
	 {"dealname", "dealstage", "closedate", "pipeline"},
	 hubspot_deals},
	{"hubspot-deals",
	 "HubSpot",
	 MAP_SALES,
	 false,
	 NULL,
	 {"recordiddeal", "dealname"},
	 hubspot_deals},
	{"hubspot",
	 "HubSpot",
	 MAP_CONTACTS,
	 false,
	 NULL,
	 {"recordidcontact", "firstname"},
	 hubspot},
	{"hubspot",
	 "HubSpot",
	 MAP_CONTACTS,
	 false,
	 NULL,
	 {"recordid", "firstname", "lastname", "contactowner"},
	 hubspot},
	{"salesforce-deals",
	 "Salesforce",
	 MAP_SALES,
	 false,
	 NULL,
	 {"accountname", "opportunityname", "stage"},
	 salesforce_deals},
	{"salesforce",
	 "Salesforce",
	 MAP_CONTACTS,
	 false,
	 NULL,
	 {"lastname", "accountname", "mailingcity"},
	 salesforce},
	{"salesforce",
	 "Salesforce",
	 MAP_CONTACTS,
	 false,
	 NULL,
	 {"lastname", "mailingstreet", "mailingcity"},
	 salesforce},
	{0},
};

const struct template *template_find(const char *name)
{
	for (const struct template *t = templates; t->name; t++)
		if (str_equal(t->name, name))
			return t;
	return str_equal(name, template_none.name) ? &template_none : NULL;
}

static bool is_among(const char (*headers)[WORD_SIZE], size_t n, const char *mark)
{
	for (size_t i = 0; i < n; i++)
		if (str_equal(headers[i], mark))
			return true;
	return false;
}

const struct template *template_tell(const char (*headers)[WORD_SIZE], size_t n)
{
	for (const struct template *t = templates; t->name; t++) {
		size_t i = 0;

		while (i < TEMPLATE_MARKS_MAX && t->marks[i] && is_among(headers, n, t->marks[i]))
			i++;
		if (i == TEMPLATE_MARKS_MAX || !t->marks[i])
			return t;
	}
	return NULL;
}

const struct template_column *template_column(const struct template *t, const char *header)
{
	for (const struct template_column *c = t->columns; c && c->header; c++)
		if (str_equal(c->header, header))
			return c;
	return NULL;
}
