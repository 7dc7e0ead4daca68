/* Strangers' bytes as a template and as its own partial, rendered over a value with every type. */
#include "arena.h"
#include "template.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new(0);
	struct error err;
	if (size > 4096) {
		arena_free(arena);
		return 0;
	}
	json_t *value = json_pack("{s:s,s:[i,{s:s}],s:{s:f},s:o,s:n,s:b}", "a", "<x>", "l", 7, "a", "b", "o", "n", 1.5, "m",
	                          template_markup(STR("<b>")), "z", "t", 1);
	struct template_set *set = template_set_new(arena);
	struct buf out = BUF_IN(arena);
	struct str text = { (const char *)data, size };
	if (template_add(set, STR("p"), text, &err)) {
		template_set_finish(set, &err);
		/* a page that calls itself may double at each step: only the compiler is measured then */
		size_t at;
		if (!str_find(text, STR(">"), &at))
			template_render(template_find(set, STR("p")), value, NULL, &out, &err);
	}
	json_decref(value);
	arena_free(arena);
	return 0;
}
