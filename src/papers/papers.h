/* Judges over papers: the zone's own checks, validity, kind, visa and its entries, and whether the category's papers are there.
 * Registers of lost and stolen documents come here too. Judges only: they read the subject, write lines, decide nothing. */
#ifndef LIMEN_PAPERS_H
#define LIMEN_PAPERS_H

#include "registry.h"

extern const struct room papers_room;

#endif
