-- The same conditions in other words. A list of more than two words is a table to SQLite, made and
-- thrown away for each row that is written: six of them with each follow-up. Nothing else of the
-- tables changes, so their text is edited in place, as SQLite's own manual has it for a CHECK
-- (lang_altertable.html); the tables themselves are not written anew.
PRAGMA writable_schema = ON;

UPDATE sqlite_schema SET sql = replace(replace(sql,
	'channel IN (''call'', ''visit'', ''message'', ''email'', ''mail'', ''other'')',
	'channel = ''call'' OR channel = ''visit'' OR channel = ''message''
		OR channel = ''email'' OR channel = ''mail'' OR channel = ''other'''),
	'outcome IN
		(''names-given'', ''willing'', ''later'', ''declined'', ''never'')',
	'outcome = ''names-given'' OR outcome = ''willing'' OR outcome = ''later''
		OR outcome = ''declined'' OR outcome = ''never''')
	WHERE type = 'table' AND name = 'ask';
UPDATE sqlite_schema SET sql = replace(replace(sql,
	'standing IN (''prospect'', ''customer'', ''referrer'')',
	'standing = ''prospect'' OR standing = ''customer'' OR standing = ''referrer'''),
	'cadence IN (''A'', ''B'', ''C'', ''none'')',
	'cadence = ''A'' OR cadence = ''B'' OR cadence = ''C'' OR cadence = ''none''')
	WHERE type = 'table' AND name = 'campaign';
UPDATE sqlite_schema SET sql = replace(replace(replace(sql,
	'state IN (''active'', ''paused'', ''deceased'', ''merged'', ''erased'')',
	'state = ''active'' OR state = ''paused'' OR state = ''deceased''
		OR state = ''merged'' OR state = ''erased'''),
	'cadence IN (''A'', ''B'', ''C'', ''none'')',
	'cadence = ''A'' OR cadence = ''B'' OR cadence = ''C'' OR cadence = ''none'''),
	'preferred_channel IN (''call'', ''visit'', ''message'', ''email'', ''mail'', ''other'')',
	'preferred_channel = ''call'' OR preferred_channel = ''visit''
		OR preferred_channel = ''message'' OR preferred_channel = ''email''
		OR preferred_channel = ''mail'' OR preferred_channel = ''other''')
	WHERE type = 'table' AND name = 'contact';
UPDATE sqlite_schema SET sql = replace(replace(sql,
	'channel IN (''newsletter'', ''card'', ''call'', ''message'', ''email'')',
	'channel = ''newsletter'' OR channel = ''card'' OR channel = ''call''
		OR channel = ''message'' OR channel = ''email'''),
	'answer IN (''yes'', ''no'', ''unknown'')',
	'answer = ''yes'' OR answer = ''no'' OR answer = ''unknown''')
	WHERE type = 'table' AND name = 'contact_consent';
UPDATE sqlite_schema SET sql = replace(replace(sql,
	'standing IN (''prospect'', ''customer'', ''referrer'')',
	'standing = ''prospect'' OR standing = ''customer'' OR standing = ''referrer'''),
	'army IN (''willing'', ''referrer'', ''repeat'', ''champion'')',
	'army = ''willing'' OR army = ''referrer'' OR army = ''repeat''
		OR army = ''champion''')
	WHERE type = 'table' AND name = 'contact_fact';
UPDATE sqlite_schema SET sql = replace(sql,
	'state IN (''planned'', ''frozen'', ''sent'', ''skipped'')',
	'state = ''planned'' OR state = ''frozen'' OR state = ''sent''
		OR state = ''skipped''')
	WHERE type = 'table' AND name = 'edition';
UPDATE sqlite_schema SET sql = replace(replace(replace(replace(replace(replace(sql,
	'kind IN (''call'', ''visit'', ''message'', ''card'', ''gift'', ''thank-you'',
		''check-in'', ''ask'', ''review-request'', ''task'')',
	'kind = ''call'' OR kind = ''visit'' OR kind = ''message'' OR kind = ''card''
		OR kind = ''gift'' OR kind = ''thank-you'' OR kind = ''check-in''
		OR kind = ''ask'' OR kind = ''review-request'' OR kind = ''task'''),
	'channel IN (''call'', ''visit'', ''message'', ''email'', ''mail'', ''other'')',
	'channel = ''call'' OR channel = ''visit'' OR channel = ''message''
		OR channel = ''email'' OR channel = ''mail'' OR channel = ''other'''),
	'state IN
		(''waiting'', ''scheduled'', ''done'', ''skipped'', ''cancelled'', ''expired'')',
	'state = ''waiting'' OR state = ''scheduled'' OR state = ''done''
		OR state = ''skipped'' OR state = ''cancelled'' OR state = ''expired'''),
	'waits_for IN (''after'', ''part-of'', ''gate'', ''repair'', ''complaint'',
		''pause'', ''away'', ''suppression'')',
	'waits_for = ''after'' OR waits_for = ''part-of'' OR waits_for = ''gate''
		OR waits_for = ''repair'' OR waits_for = ''complaint''
		OR waits_for = ''pause'' OR waits_for = ''away''
		OR waits_for = ''suppression'''),
	'about_kind IN
		(''promise'', ''referral'', ''complaint'', ''score'', ''date'', ''campaign'', ''request'', ''ask'')',
	'about_kind = ''promise'' OR about_kind = ''referral'' OR about_kind = ''complaint''
		OR about_kind = ''score'' OR about_kind = ''date''
		OR about_kind = ''campaign'' OR about_kind = ''request''
		OR about_kind = ''ask'''),
	'outcome IN
		(''reached'', ''no-answer'', ''left-word'', ''replied'', ''sent'', ''done'', ''not-reached'')',
	'outcome = ''reached'' OR outcome = ''no-answer'' OR outcome = ''left-word''
		OR outcome = ''replied'' OR outcome = ''sent'' OR outcome = ''done''
		OR outcome = ''not-reached''')
	WHERE type = 'table' AND name = 'followup';
UPDATE sqlite_schema SET sql = replace(sql,
	'kind IN (''email'', ''phone'', ''external'', ''name'')',
	'kind = ''email'' OR kind = ''phone'' OR kind = ''external'' OR kind = ''name''')
	WHERE type = 'table' AND name = 'forgotten';
UPDATE sqlite_schema SET sql = replace(sql,
	'state IN (''open'', ''one-short'', ''blocked'')',
	'state = ''open'' OR state = ''one-short'' OR state = ''blocked''')
	WHERE type = 'table' AND name = 'gate_fact';
UPDATE sqlite_schema SET sql = replace(replace(sql,
	'kind IN (''contacts'', ''sales'', ''dates'', ''book'')',
	'kind = ''contacts'' OR kind = ''sales'' OR kind = ''dates'' OR kind = ''book'''),
	'state IN
		(''open'', ''checking'', ''applying'', ''planting'', ''done'', ''refused'', ''aborted'')',
	'state = ''open'' OR state = ''checking'' OR state = ''applying''
		OR state = ''planting'' OR state = ''done'' OR state = ''refused''
		OR state = ''aborted''')
	WHERE type = 'table' AND name = 'import';
UPDATE sqlite_schema SET sql = replace(sql,
	'state IN (''staged'', ''refused'', ''applied'')',
	'state = ''staged'' OR state = ''refused'' OR state = ''applied''')
	WHERE type = 'table' AND name = 'import_item';
UPDATE sqlite_schema SET sql = replace(sql,
	'actor IN (''user'', ''clock'', ''desktop'', ''import'')',
	'actor = ''user'' OR actor = ''clock'' OR actor = ''desktop'' OR actor = ''import''')
	WHERE type = 'table' AND name = 'journal';
UPDATE sqlite_schema SET sql = replace(sql,
	'what IN (''thank'', ''first-contact'', ''outcome'', ''gift'')',
	'what = ''thank'' OR what = ''first-contact'' OR what = ''outcome''
		OR what = ''gift''')
	WHERE type = 'table' AND name = 'loop_item';
UPDATE sqlite_schema SET sql = replace(replace(sql,
	'kind IN (''single'', ''digest'', ''morning'')',
	'kind = ''single'' OR kind = ''digest'' OR kind = ''morning'''),
	'state IN
		(''claimed'', ''shown'', ''failed'', ''acted'', ''dismissed'', ''expired'', ''closed'')',
	'state = ''claimed'' OR state = ''shown'' OR state = ''failed'' OR state = ''acted''
		OR state = ''dismissed'' OR state = ''expired'' OR state = ''closed''')
	WHERE type = 'table' AND name = 'notice';
UPDATE sqlite_schema SET sql = replace(sql,
	'"when" IN
		(''always'', ''has-promises'', ''consent-unknown'', ''not-reached'', ''gift-policy'')',
	'"when" = ''always'' OR "when" = ''has-promises'' OR "when" = ''consent-unknown''
		OR "when" = ''not-reached'' OR "when" = ''gift-policy''')
	WHERE type = 'table' AND name = 'plan_step';
UPDATE sqlite_schema SET sql = replace(sql,
	'state IN (''open'', ''kept'', ''broken'', ''withdrawn'')',
	'state = ''open'' OR state = ''kept'' OR state = ''broken'' OR state = ''withdrawn''')
	WHERE type = 'table' AND name = 'promise';
UPDATE sqlite_schema SET sql = replace(replace(replace(sql,
	'permission IN (''introduced'', ''may-say-name'', ''none'')',
	'permission = ''introduced'' OR permission = ''may-say-name''
		OR permission = ''none'''),
	'status IN
		(''candidate'', ''received'', ''contacted'', ''meeting'', ''won'', ''lost'', ''not-a-fit'')',
	'status = ''candidate'' OR status = ''received'' OR status = ''contacted''
		OR status = ''meeting'' OR status = ''won'' OR status = ''lost''
		OR status = ''not-a-fit'''),
	'origin IN (''ask'', ''emergency-list'', ''offered'', ''import'')',
	'origin = ''ask'' OR origin = ''emergency-list'' OR origin = ''offered''
		OR origin = ''import''')
	WHERE type = 'table' AND name = 'referral';
UPDATE sqlite_schema SET sql = replace(sql,
	'kind IN (''complaint'', ''score'', ''promise'')',
	'kind = ''complaint'' OR kind = ''score'' OR kind = ''promise''')
	WHERE type = 'table' AND name = 'repair_cause';
UPDATE sqlite_schema SET sql = replace(sql,
	'kind IN (''export'', ''erase'', ''correct'', ''object'')',
	'kind = ''export'' OR kind = ''erase'' OR kind = ''correct'' OR kind = ''object''')
	WHERE type = 'table' AND name = 'request';
UPDATE sqlite_schema SET sql = replace(replace(sql,
	'anchor_kind IN
		(''contact'', ''sale'', ''referral'', ''complaint'', ''score'', ''promise'')',
	'anchor_kind = ''contact'' OR anchor_kind = ''sale'' OR anchor_kind = ''referral''
		OR anchor_kind = ''complaint'' OR anchor_kind = ''score''
		OR anchor_kind = ''promise'''),
	'state IN (''active'', ''ended'', ''stopped'')',
	'state = ''active'' OR state = ''ended'' OR state = ''stopped''')
	WHERE type = 'table' AND name = 'run';
UPDATE sqlite_schema SET sql = replace(replace(sql,
	'state IN (''open'', ''completed'', ''lost'', ''refunded'')',
	'state = ''open'' OR state = ''completed'' OR state = ''lost''
		OR state = ''refunded'''),
	'source IN
		(''referral'', ''prospecting'', ''marketing'', ''walk-in'', ''repeat'', ''other'')',
	'source = ''referral'' OR source = ''prospecting'' OR source = ''marketing''
		OR source = ''walk-in'' OR source = ''repeat'' OR source = ''other''')
	WHERE type = 'table' AND name = 'sale';
UPDATE sqlite_schema SET sql = replace(sql,
	'channel IN
		(''call'', ''message'', ''email'', ''mail'', ''visit'', ''newsletter'', ''card'', ''ask'', ''all'')',
	'channel = ''call'' OR channel = ''message'' OR channel = ''email''
		OR channel = ''mail'' OR channel = ''visit'' OR channel = ''newsletter''
		OR channel = ''card'' OR channel = ''ask'' OR channel = ''all''')
	WHERE type = 'table' AND name = 'suppression';
UPDATE sqlite_schema SET sql = replace(replace(sql,
	'motive IN (''time-and-attention'', ''prestige'', ''none'')',
	'motive = ''time-and-attention'' OR motive = ''prestige'' OR motive = ''none'''),
	'agreed IN (''yes'', ''no'', ''later'')',
	'agreed = ''yes'' OR agreed = ''no'' OR agreed = ''later''')
	WHERE type = 'table' AND name = 'talk';
UPDATE sqlite_schema SET sql = replace(sql,
	'what IN (''sale'', ''promise'', ''ask'', ''step'', ''now'')',
	'what = ''sale'' OR what = ''promise'' OR what = ''ask'' OR what = ''step''
		OR what = ''now''')
	WHERE type = 'table' AND name = 'tally';
UPDATE sqlite_schema SET sql = replace(replace(sql,
	'channel IN (''call'', ''visit'', ''message'', ''email'', ''mail'', ''other'')',
	'channel = ''call'' OR channel = ''visit'' OR channel = ''message''
		OR channel = ''email'' OR channel = ''mail'' OR channel = ''other'''),
	'direction IN (''in'', ''out'', ''both'')',
	'direction = ''in'' OR direction = ''out'' OR direction = ''both''')
	WHERE type = 'table' AND name = 'touch';

PRAGMA writable_schema = RESET;

-- A partial index asks the same of each row.
DROP INDEX followup_by_value;
CREATE INDEX followup_by_value ON followup (due_day, state, id)
	WHERE gives = 1 AND score = 0 AND (kind = 'call' OR kind = 'visit' OR kind = 'check-in');
DROP INDEX notice_by_open;
CREATE INDEX notice_by_open ON notice (state, id)
	WHERE state = 'claimed' OR state = 'shown' OR state = 'failed';
