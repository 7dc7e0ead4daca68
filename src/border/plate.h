/* What is known of a vehicle by its plate: seen before with another driver or with other people, in or out twice in a row, named by a list.
 *
 * - It is asked when the plate is told, kept with what was told (group.told), and asked again whenever the verdict of whoever answers for the vehicle is
 *   opened: the driver, else the first adult. What a result advises is the pack's (checks vehicle.*); what a list's entry asks for counts as for a person.
 * - A vehicle is lent, sold and hired: another driver is information and no more. Nobody is found by a plate alone (no line names whom to suspect).
 * - Plates that were never told are not known: a vehicle whose people crossed one by one without it was not seen. At most the last 60 crossings count. */
#ifndef LIMEN_PLATE_H
#define LIMEN_PLATE_H

#include "group.h"

/* Lines about the vehicle of `group`, whose row has plate, state and driver. */
bool plate_judge(struct act *act, const struct subject *subject, const struct group *group, struct check_list *out, struct error *err);
/* Puts them to the inspection of whoever answers for the vehicle; the advice follows. Part of border_open. */
bool plate_open(struct act *act, struct opened *opened, struct error *err);
/* Must an officer look at them before the decision? What the second line alone sees does not count. */
bool plate_stops(const struct check_list *lines);

#endif
