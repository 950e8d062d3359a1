/* Starts a service by its bus name where the bus knows how, with back-off between tries. */
#pragma once

#include "io/bus.h"
#include "io/loop.h"

struct starter;

struct starter *starter_new(struct loop *loop, struct bus *bus, const char *name);
void starter_free(struct starter *s);
/* Somebody needs the service. Tries at once or when 1 min, 2 min, … 1 h have passed since the
 * last try, and goes on until starter_satisfy. A name that cannot be started is left alone
 * until it is wanted again. */
void starter_want(struct starter *s);
/* The service runs: want no more, and start the back-off anew. */
void starter_satisfy(struct starter *s);
/* Nobody owns the name (after a new connection too): go on with what is wanted. */
void starter_resume(struct starter *s);
/* The connection was lost: calls in flight are void. What is wanted stays wanted. */
void starter_reset(struct starter *s);
