/* What every unit test includes: cmocka with what it needs, and a comparison for slices.
 * A test file defines static setup and teardown; UNIT(name) runs both around a case. */
#ifndef LIMEN_TEST_H
#define LIMEN_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "str.h"

#define UNIT(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

#define assert_str(got, want) test_assert_str((got), (want), __FILE__, __LINE__)

static inline void test_assert_str(struct str got, const char *want, const char *file, int line)
{
	if (str_is(got, want))
		return;
	fprintf(stderr, "got \"" STR_FMT "\", want \"%s\"\n", STR_ARG(got), want);
	_fail(file, line);
}

#endif
