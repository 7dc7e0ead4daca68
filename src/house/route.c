#include "route.h"

const char *method_name(enum method method)
{
	static const char *const names[METHODS] = { [GET] = "GET", [POST] = "POST", [PATCH] = "PATCH", [DELETE] = "DELETE" };
	return names[method];
}
