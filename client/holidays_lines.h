/* What vouch-holidays writes, a line each: "at LINE" before it works out the event there, and at
 * the end "timed N", how many had a time of day, "day 2026-12-25 NAME" in order, and "whole"; or
 * "fault LINE WHY", line 0 being the file as a whole. */
#pragma once

#define HOLIDAYS_AT "at "
#define HOLIDAYS_TIMED "timed "
#define HOLIDAYS_DAY "day "
#define HOLIDAYS_WHOLE "whole"
#define HOLIDAYS_FAULT "fault "
#define HOLIDAYS_SECONDS 10 /* of the processor, after which it is ended */
