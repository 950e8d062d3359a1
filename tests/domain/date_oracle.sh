#!/bin/bash
# Compares vouch's dates with those of GNU date, for texts that both accept.
# Usage: date_oracle.sh DATETEXT_PRINT
#
# GNU date gets today's date in front of the text, since its clock cannot be stopped. It ignores
# a weekday behind a date: that is asked for as a count of days, and as it is written on the
# day of the machine's clock. Where its answer is not ours, it is asked about another day: a
# weekday is strictly after today, a time that has passed is tomorrow's, a day of a month is
# never before today. Its months overflow where ours clamp, so they are compared for days up to
# the 28th.
set -euo pipefail

print=$1
export TZ=UTC0 LC_ALL=C
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

nows=("2026-11-21 10:00" "2026-11-23 00:00" "2026-11-27 23:59" "2026-12-31 12:00"
	"2027-01-01 09:00" "2027-02-28 17:30" "2028-02-28 08:15" "2028-02-29 14:30"
	"2028-03-01 00:01" "1999-12-31 23:58" "2000-02-29 06:00" "2100-02-28 20:00"
	"2100-03-01 11:11" "1970-01-01 00:00" "1904-02-29 13:00" "2196-02-29 09:00")
times=("" "9am" "12am" "12pm" "2:30pm" "2:30 PM" "14:30" "09:05" "00:00" "23:59")
weekdays=(mon tue wed thu fri sat sun monday tuesday wednesday thursday friday saturday sunday)
day_months=("15 dec" "dec 15" "1 jan" "31 jan" "28 feb" "3 may" "may 3" "30 apr" "31 oct"
	"21 nov" "27 Nov" "20 november" "Sept 30" "1 march")
exact=("2026-12-01" "1904-02-29" "2000-02-29" "2027-2-3" "2199-12-31" "1970-01-01"
	"15 dec 2027" "dec 15 2027" "dec 15, 2027" "29 feb 2028" "31 August 2050" "1jan1999"
	"Fri 27 Nov 2026")
day_offsets=("+0 days" "+1 day" "+3 days" "+45 days" "+400 days" "3 days" "+1 week" "2 weeks"
	"+60 weeks")
month_offsets=("+1 month" "+3 months" "13 months" "+1 year" "+3 years")
time_offsets=("+2 hours" "+1 hour" "+25 hours" "+0 minutes" "+30 min" "+90 minutes"
	"+2000 minutes" "+100 hours")

# One case a line: our text, GNU's, GNU's where that is not behind the limit, the limit. A limit
# that ends in + is not behind itself.
add()
{
	printf '%s\t%s\t%s\t%s\n' "$1" "$2" "${3:-$2}" "${4:-}"
}

# With each time, behind the date and in front of it; GNU's words where they are not ours.
add_with_times()
{
	local text=$1 base=$2 time

	for time in "${times[@]}"; do
		add "$text${time:+ $time}" "$base$text${time:+ $time}"
		# GNU date reads "9am +3 days" as nine o'clock in a zone three hours east.
		if [[ -n $time && $text != [+0-9]* ]]; then
			add "$time $text" "$base$time $text"
		fi
	done
}

cases_at()
{
	local now=$1 day=${1% *} year=${1%%-*} next text time i ahead

	next=$(date -d "$day +1 day" +%F)
	for text in today tomorrow yesterday "${day_offsets[@]}"; do
		add_with_times "$text" "$day "
	done
	for text in "${exact[@]}"; do
		add_with_times "$text" ""
	done
	for i in "${!weekdays[@]}"; do
		ahead=$(((i % 7 + 8 - $(date -d "$next" +%u)) % 7))
		for time in "${times[@]}"; do
			add "${weekdays[i]}${time:+ $time}" "$next $ahead days $time"
		done
	done
	for text in "${day_months[@]}"; do
		for time in "${times[@]}"; do
			add "$text${time:+ $time}" "$text $year $time" "$text $((year + 1)) $time" "$day"
		done
	done
	for time in "${times[@]:1}"; do
		add "$time" "$day $time" "$next $time" "$now+"
	done
	for text in "${time_offsets[@]}"; do
		add "$text" "$now UTC $text"
	done
	if ((10#${day##*-} <= 28)); then
		for text in "${month_offsets[@]}"; do
			add_with_times "$text" "$day "
		done
	fi
}

weekdays_at()
{
	local day=${1% *} text time

	for text in "${weekdays[@]}"; do
		for time in "${times[@]}"; do
			add "$text${time:+ $time}" "$text $time" "$text 7 days $time" "$day 23:59+"
		done
	done
}

n_cases=0
n_wrong=0
compare_at()
{
	local now=$1

	cut -f1 "$work/cases" | "$print" "${now% *}" "${now#* }" >"$work/ours"
	cut -f2 "$work/cases" | date -f - '+%F %H:%M' >"$work/first"
	cut -f3 "$work/cases" | date -f - '+%F %H:%M' >"$work/second"
	cut -f4 "$work/cases" | paste - "$work/first" "$work/second" "$work/ours" |
		paste "$work/cases" - | awk -F'\t' -v now="$now" '{
			want = $4 == "" || $6 > $4 ? $6 : $7
			ours = length($8) == 10 ? $8 " 00:00" : $8
			if (ours != want)
				printf "%s: \"%s\" is %s, GNU date says %s\n", now, $1, $8, want
		}' >"$work/wrong"
	cat "$work/wrong"
	n_wrong=$((n_wrong + $(wc -l <"$work/wrong")))
	n_cases=$((n_cases + $(wc -l <"$work/cases")))
}

for now in "${nows[@]}"; do
	cases_at "$now" >"$work/cases"
	compare_at "$now"
done
now=$(date '+%F %H:%M')
weekdays_at "$now" >"$work/cases"
compare_at "$now"

echo "$n_cases dates compared with $(date --version | head -n 1), $n_wrong differ"
((n_wrong == 0))
