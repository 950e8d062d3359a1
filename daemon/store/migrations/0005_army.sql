-- What the referral tree, the army and the referrers' health read: indexes that hold all of it.

CREATE INDEX contact_fact_by_served ON contact_fact
	(army, ifnull(last_gave_day, -1000000), contact) WHERE army IS NOT NULL;
CREATE INDEX contact_fact_by_sent ON contact_fact
	(contact, n_sent, last_two_way_day, last_score, n_complaints, cadence, army) WHERE n_sent > 0;
CREATE INDEX sale_sent ON sale
	(completed_day, contact, amount, currency, exponent, state, source)
	WHERE state = 'completed' AND source = 'referral';
CREATE INDEX referral_by_day ON referral (received_day, direction, contact)
	WHERE received_day IS NOT NULL;
CREATE INDEX referral_given ON referral (contact, received_day) WHERE direction = 'given';
CREATE INDEX suppression_of_all ON suppression (contact, until)
	WHERE channel = 'all' AND lifted_day IS NULL;
