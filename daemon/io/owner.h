/* Who owns a well-known name on the bus: asked once without starting anybody, then followed. */
#pragma once

struct sd_bus;
struct owner;

/* `unique` is "" while nobody owns the name. Called first when the bus has answered, then at
 * each change. */
typedef void owner_changed_fn(const char *unique, void *user);

/* Lives no longer than the connection. Null where the connection is already lost. */
struct owner *owner_new(struct sd_bus *bus, const char *name, owner_changed_fn *on_change,
			void *user);
void owner_free(struct owner *o); /* null is fine */
