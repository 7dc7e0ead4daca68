/* Visible digital seals (VDS): the signed two-dimensional codes on visas and other papers without a chip. ICAO Doc 9303-13, 8th edition; the profile of
 * visas is Doc 9303-7, section 9; the German worked examples are those of BSI TR-03137-1.
 *
 * Reads and makes the bytes of a seal: header, message zone, signature zone. Who signed, whether the signature holds and whether the paper is in force is
 * other rooms' work (crypto, seal); drawing and finding the code in a picture too (pdf; a scanner).
 *
 * - Versions 3 and 4 of the header are read (bytes 0x02 and 0x03); version 4 is written.
 * - What is read is exact: bytes behind the signature, a length that runs over the end, a feature twice, a date that does not exist are errors that say so.
 *   Features of unknown tags are kept (Doc 9303-13: they do not make a seal invalid).
 * - A seal is not secret and holds no more than the paper says; it is personal data all the same.
 * - Slices point into the input or lie in the arena. No clock, no I/O. */
#ifndef LIMEN_VDS_H
#define LIMEN_VDS_H

#include "arena.h"
#include "date.h"
#include "error.h"
#include "str.h"

enum {
	VDS_BYTES_MOST = 1555,      /* what the largest Data Matrix holds */
	VDS_TEXT_MOST = 4096,       /* its text form as a scanner types it */
	VDS_FEATURES_MOST = 32,
	VDS_VISA_DEFINITION = 0x5d, /* Doc 9303-7, 9.1: feature definition and document type category of a visa */
	VDS_VISA_CATEGORY = 0x01,
};

struct vds_feature {
	uint8_t tag;                /* 0x00 to 0xfe */
	struct str value;
};

struct vds {
	int version;                /* 3 or 4, as the standard counts */
	struct str country;         /* issuing state, 1 to 3 letters: "UTO", "D" */
	struct str signer;          /* two letters of the state, two of the signer: "UTVS" */
	struct str reference;       /* of the signer's certificate, hexadecimal: "5B" */
	struct date issued, sealed; /* of the document; of the signature */
	uint8_t definition, category;
	struct vds_feature features[VDS_FEATURES_MOST];
	size_t feature_count;
	struct str covered;         /* header and message: what is signed */
	struct str signature;       /* r and s, one behind the other */
};

/* ERR_INPUT: what is wrong, and at which byte. */
bool vds_read(struct str bytes, struct arena *arena, struct vds *out, struct error *err);
/* The bytes to be signed, of all but `covered` and `signature`; `version` is 4 whatever stands there. */
bool vds_covered(struct arena *arena, const struct vds *vds, struct str *out, struct error *err);
struct str vds_sealed(struct arena *arena, struct str covered, struct str signature);
/* A feature's value; false: there is none. */
bool vds_feature(const struct vds *vds, uint8_t tag, struct str *value);

/* --- as text: scanners that type cannot type all bytes. Hexadecimal goes through each keyboard layout --- */

struct str vds_text(struct arena *arena, struct str bytes);
/* Does a text look like a seal? Hexadecimal digits that begin with DC, blanks and line ends among them; or base64 of the same. Nothing is judged. */
bool vds_from_text(struct arena *arena, struct str text, struct str *bytes) MUST_USE;

/* --- C40 of ISO/IEC 16022 as the seals use it: A-Z, 0-9 and a blank, which is the filler --- */

/* False: a character that cannot be written. '<' becomes a blank. */
bool c40_write(struct arena *arena, struct str text, struct str *out) MUST_USE;
bool c40_read(struct arena *arena, struct str bytes, struct str *out) MUST_USE;

/* --- the profile of visas --- */

struct vds_visa {
	struct str lines[2];        /* of the zone: two of 44 (MRV-A) or 36 (MRV-B). What a seal leaves out of the second is fillers */
	int entries;                /* 0 = any number */
	int days, months, years;    /* of stay; all 0 = not said */
	struct str passport;        /* number of the passport that bears the visa */
	int type;                   /* of visa, a number of the state; -1 = not said */
};

/* The seal of a visa: ERR_INPUT when it is another paper's, or a feature that must be there is missing or has another length. */
bool vds_visa_read(const struct vds *vds, struct arena *arena, struct vds_visa *out, struct error *err);
/* Sets definition, category and features. */
bool vds_visa_write(struct arena *arena, const struct vds_visa *visa, struct vds *out, struct error *err);

#endif
