#include "inner.h"

#include <string.h>

/* Where `needle` stands last before `end`. */
static bool find_last(struct str text, struct str needle, size_t *at)
{
	bool found = false;
	size_t from = 0, here;
	while (str_find(str_slice(text, from, text.len), needle, &here)) {
		*at = from + here;
		from += here + 1;
		found = true;
	}
	return found;
}

/* The number behind `name`, as "/Root 12 0 R" or "startxref\n4711". */
static bool number_after(struct str text, struct str name, size_t from, int64_t *out)
{
	size_t at, end = 0;
	struct str rest = str_slice(text, from, text.len);
	if (!str_find(rest, name, &at))
		return false;
	rest = str_slice(rest, at + name.len, rest.len);
	while (end < rest.len && ascii_digit(rest.data[end]))
		end++;
	return str_to_int(str_slice(rest, 0, end), out);
}

bool catalog_add(struct arena *arena, struct str pdf, struct str language, struct str *out)
{
	size_t trailer, object, end;
	int64_t root, size, before;
	if (!find_last(pdf, STR("\ntrailer"), &trailer) || !number_after(pdf, STR("/Root "), trailer, &root) ||
	    !number_after(pdf, STR("/Size "), trailer, &size) || !number_after(pdf, STR("startxref\n"), trailer, &before))
		return false;
	int64_t info;
	bool has_info = number_after(pdf, STR("/Info "), trailer, &info);
	struct str begins = str_format(arena, "\n%lld 0 obj\n<<", (long long)root);
	if (!find_last(pdf, begins, &object))
		return false;
	struct str rest = str_slice(pdf, object + begins.len, pdf.len);
	if (!str_find(rest, STR(">>\nendobj"), &end))
		return false;
	struct buf all = BUF_IN(arena);
	buf_add(&all, pdf);
	if (!str_ends(pdf, STR("\n")))
		buf_c(&all, '\n');
	size_t at = all.len;
	buf_format(&all, "%lld 0 obj\n<<" STR_FMT "   /Lang (" STR_FMT ")\n   /MarkInfo << /Marked true >>\n   /ViewerPreferences << /DisplayDocTitle true >>\n>>\nendobj\n",
	           (long long)root, STR_ARG(str_slice(rest, 0, end)), STR_ARG(language));
	size_t table = all.len;
	buf_format(&all, "xref\n%lld 1\n%010zu 00000 n \ntrailer\n<< /Size %lld\n   /Root %lld 0 R\n", (long long)root, at, (long long)size, (long long)root);
	if (has_info)
		buf_format(&all, "   /Info %lld 0 R\n", (long long)info);
	buf_format(&all, "   /Prev %lld\n>>\nstartxref\n%zu\n%%%%EOF\n", (long long)before, table);
	*out = buf_str(&all);
	return true;
}
