#include "embed.h"

const struct embedded *embedded_find(const struct embedded *files, struct str name)
{
	for (; files && files->name; files++)
		if (str_is(name, files->name))
			return files;
	return NULL;
}
