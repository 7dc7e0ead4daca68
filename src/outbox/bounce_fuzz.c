/* Mail that came back from anywhere. */
#include "bounce.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct bounce found = bounce_read((struct str){ (const char *)data, size });
	if (found.status[sizeof found.status - 1])
		abort();
	return 0;
}
