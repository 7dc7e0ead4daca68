/* Papers of a decision, issued in the act that decides. Private to the room. */
#ifndef LIMEN_BORDER_LETTERS_H
#define LIMEN_BORDER_LETTERS_H

#include "border.h"
#include "protection.h"

bool border_letter_refusal(struct act *act, struct uuid entry, struct uuid record, const struct movement *movement, const struct referral_row *referral,
                           struct error *err);
bool border_letter_protection(struct act *act, struct uuid entry, struct uuid record, const struct claim *claim, struct error *err);

#endif
