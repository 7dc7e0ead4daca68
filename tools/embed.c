/* embed SYMBOL OUTPUT FOLDER FILE...
 * Writes a C file that holds the bytes of FILEs as `const struct embedded SYMBOL[]`, named by their path below FOLDER. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void put_bytes(FILE *out, FILE *in, size_t *size)
{
	int c, column = 0;
	for (*size = 0; (c = fgetc(in)) != EOF; ++*size) {
		fprintf(out, "%d,", c);
		if (++column % 32 == 0)
			fputc('\n', out);
	}
	fputs("0};\n", out);
}

/* FILE may be written from the build folder ("../src/web/a.css") and FOLDER from the root: what counts is FOLDER's end, "/src/web/". */
static const char *below(const char *name, const char *folder)
{
	const char *tail = strstr(folder, "/src/");
	size_t size = strlen(tail ? tail : folder);
	const char *found = tail ? strstr(name, tail) : NULL;
	if (found && found[size] == '/')
		return found + size + 1;
	return !strncmp(name, folder, strlen(folder)) && name[strlen(folder)] == '/' ? name + strlen(folder) + 1 : name;
}

int main(int argc, char **argv)
{
	if (argc < 4) {
		fputs("usage: embed SYMBOL OUTPUT FOLDER FILE...\n", stderr);
		return 2;
	}
	FILE *out = fopen(argv[2], "w");
	size_t *sizes = calloc((size_t)argc, sizeof *sizes);
	if (!out || !sizes) {
		perror(argv[2]);
		return 1;
	}
	fputs("#include \"embed.h\"\n", out);
	for (int i = 4; i < argc; i++) {
		FILE *in = fopen(argv[i], "rb");
		if (!in) {
			perror(argv[i]);
			return 1;
		}
		fprintf(out, "static const unsigned char file%d[] = {", i);
		put_bytes(out, in, &sizes[i]);
		fclose(in);
	}
	fprintf(out, "extern const struct embedded %s[];\nconst struct embedded %s[] = {\n", argv[1], argv[1]);
	for (int i = 4; i < argc; i++) {
		const char *name = argv[i];
		name = below(name, argv[3]);
		fprintf(out, "\t{ \"%s\", { (const char *)file%d, %zu } },\n", name, i, sizes[i]);
	}
	fputs("\t{ 0 }\n};\n", out);
	return fclose(out) ? 1 : 0;
}
