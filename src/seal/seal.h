/* Seals of visas and permits: signed codes that a post verifies without any link. Format: room vds (Doc 9303-13, 9303-7); keys: crypto/signer.h.
 *
 * What it does: makes the seal of a permit on record, on a sticker or on a paper; keeps what was made; has it read back, so that what was printed is known
 *   to be what was meant; keeps the certificates of signers and of the authorities that issue them; reads a seal that a traveller shows, and judges it: who
 *   signed, does the signature hold, is it this traveller's, does the record say the same.
 * What it does not: it decides nothing about a visa (the permit does: registry/permit.h), and draws no picture (pdf).
 * - Certificates are entries: each node has them, a post that is cut off too. The private key is on the node that signs alone.
 * - The name of a signer is two letters of the state and two characters of its own; the certificate's serial number is its reference (Doc 9303-13, 2.2).
 * - A good seal whose visa is not on record here (it was granted an hour ago, and the line is cut) proves the visa: the traveller is judged as its holder, and
 *   the list of checks says that the record was not seen. Revocations reach a post with the journal; the age of what it heard last is told with the check.
 * - The text form of a seal (vds_text) is what scanners type, fields take and entries hold.
 * Limits: MRV-B zones; numbers of at most nine characters; durations as days, whole months or whole years. */
#ifndef LIMEN_SEAL_H
#define LIMEN_SEAL_H

#include "registry.h"
#include "signer.h"
#include "vds.h"

extern const struct room seal_room;
extern const struct entry_type seal_certificate_type, seal_certificate_end_type, seal_made_type, seal_read_back_type;

enum { SEAL_TEXT_MOST = 1200, SEAL_CERTIFICATES_MOST = 64 };

/* --- certificates --- */

#define SEAL_CERTIFICATE_FIELDS(F, L) \
	F(CODE, role,      REQUIRED, 1, 1, 9,     "signer, or authority: it issued signers' certificates") \
	F(CODE, signer,    0,        1, 0, 4,     "signer, as seals name it") \
	F(CODE, reference, REQUIRED, 1, 1, 64,    "serial number, hexadecimal: as seals name it") \
	F(CODE, country,   REQUIRED, 1, 2, 2,     "country of its subject") \
	F(CODE, der,       REQUIRED, 1, 1, 12000, "the certificate, base64 of DER") \
	F(TIME, since,     REQUIRED, 1, 0, 0,     "valid from") \
	F(TIME, until,     REQUIRED, 1, 0, 0,     "valid until") \
	F(TEXT, issuer,    0,        1, 0, 256,   "who issued it") \
	F(CODE, key,       0,        1, 0, 32,    "name of the key on the node that signs with it; empty = another state's, or an authority")
#define FIELD_ROW_OF_seal_certificate(...) FIELD_ROW(seal_certificate, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_seal_certificate(...) FIELD_LIST_ROW(seal_certificate, __VA_ARGS__)
FIELDS_STRUCT(seal_certificate, SEAL_CERTIFICATE_FIELDS)

#define SEAL_CERTIFICATE_END_FIELDS(F, L) F(TEXT, reason, REQUIRED, 1, 2, 200, "why it is not trusted any more")
#define FIELD_ROW_OF_seal_certificate_end(...) FIELD_ROW(seal_certificate_end, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_seal_certificate_end(...) FIELD_LIST_ROW(seal_certificate_end, __VA_ARGS__)
FIELDS_STRUCT(seal_certificate_end, SEAL_CERTIFICATE_END_FIELDS)

#define SEAL_CERTIFICATE_ROW_FIELDS(F, L) \
	SEAL_CERTIFICATE_FIELDS(F, L) \
	F(TIME, came,   0, 1, 0, 0,   "when it was taken") \
	F(TIME, ended,  0, 1, 0, 0,   "when it was revoked; 0 = it was not") \
	F(TEXT, reason, 0, 1, 0, 200, "why")
#define FIELD_ROW_OF_seal_certificate_row(...) FIELD_ROW(seal_certificate_row, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_seal_certificate_row(...) FIELD_LIST_ROW(seal_certificate_row, __VA_ARGS__)
FIELDS_STRUCT(seal_certificate_row, SEAL_CERTIFICATE_ROW_FIELDS)

/* Takes a certificate (PEM or DER). `key`: name of the key here that it belongs to, "" = none; `authority`: it may issue others. */
bool seal_certificate_take(struct act *act, struct str bytes, struct str key, bool authority, struct seal_certificate *out, struct error *err);
bool seal_certificate_end(struct act *act, struct str signer, struct str reference, struct str reason, struct error *err);

/* --- seals that were made --- */

#define SEAL_MADE_FIELDS(F, L) \
	F(ID,   permit,    REQUIRED,            1, 0, 0,  "entry of the visa or permit") \
	F(CODE, number,    REQUIRED | PERSONAL, 1, 1, 30, "its number") \
	F(CODE, medium,    REQUIRED,            1, 1, 8,  "sticker, barcode (a paper with it), paper or card") \
	F(CODE, sticker,   0,                   1, 0, 30, "number of the sticker that it is printed on") \
	F(CODE, signer,    REQUIRED,            1, 4, 4,  "signer") \
	F(CODE, reference, REQUIRED,            1, 1, 64, "its certificate") \
	F(CODE, bytes,     REQUIRED | PERSONAL, 1, 1, SEAL_TEXT_MOST, "the seal, as text") \
	F(ID,   about,     0,                   1, 0, 0,  "record of the case") \
	F(CODE, case_use,  0,                   1, 0, 48, "use of its procedure") \
	F(CODE, item,      0,                   1, 0, 32, "item of the case")
#define FIELD_ROW_OF_seal_made(...) FIELD_ROW(seal_made, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_seal_made(...) FIELD_LIST_ROW(seal_made, __VA_ARGS__)
FIELDS_STRUCT(seal_made, SEAL_MADE_FIELDS)

/* What was printed was scanned. */
#define SEAL_READ_BACK_FIELDS(F, L) \
	F(ID,    seal,   REQUIRED, 1, 0, 0, "entry of the seal") \
	F(YESNO, agrees, 0,        1, 0, 0, "it is the seal that was made, byte for byte")
#define FIELD_ROW_OF_seal_read_back(...) FIELD_ROW(seal_read_back, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_seal_read_back(...) FIELD_LIST_ROW(seal_read_back, __VA_ARGS__)
FIELDS_STRUCT(seal_read_back, SEAL_READ_BACK_FIELDS)

#define SEAL_ROW_FIELDS(F, L) \
	F(ID,    id,      0, 1, 0, 0, "entry") \
	SEAL_MADE_FIELDS(F, L) \
	F(TIME,  made,    0, 1, 0, 0, "when") \
	F(ID,    officer, 0, 1, 0, 0, "who made it") \
	F(TIME,  checked, 0, 1, 0, 0, "when it was read back; 0 = not yet") \
	F(YESNO, agrees,  0, 1, 0, 0, "and was what was made")
#define FIELD_ROW_OF_seal_row(...) FIELD_ROW(seal_row, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_seal_row(...) FIELD_LIST_ROW(seal_row, __VA_ARGS__)
FIELDS_STRUCT(seal_row, SEAL_ROW_FIELDS)

struct seal_order {
	struct uuid record;                 /* of the document that bears the permit */
	struct uuid permit;                 /* its entry, which may be one of this act */
	const struct permit *of;            /* what it says */
	struct str nationality, sex;        /* of the holder; "" = not known: the issuer of the document, unspecified */
	struct str medium, sticker;
	struct uuid about;                  /* record of a case; zero = none */
	struct str case_use, item;
};

/* Signs and appends the seal of a permit; `text` is it. ERR_CONFIG: this node has no key that is valid now. What a seal cannot hold becomes an error that says so. */
bool seal_make(struct act *act, const struct seal_order *order, struct str *text, struct uuid *id, struct error *err);
/* The last seal of a permit. */
bool seal_of_permit(struct act *act, struct uuid permit, struct seal_row *out, struct uuid *record, bool *found, struct error *err);
/* What was printed, as it was scanned. A seal that agrees is issued; the case is told. */
bool seal_read_back(struct act *act, const struct seal_row *seal, struct uuid record, struct str text, bool *agrees, struct error *err);

/* --- a seal that is shown --- */

enum seal_signer { SEAL_SIGNER_GOOD, SEAL_SIGNER_UNKNOWN, SEAL_SIGNER_REVOKED, SEAL_SIGNER_OUT_OF_TIME, SEAL_SIGNER_NOT_ISSUED };

struct seal_reading {
	struct str text;
	bool understood;                    /* the rest holds only then */
	struct vds vds;
	struct vds_visa visa;
	struct identity holder;             /* as its zone says */
	struct str number;                  /* of the visa */
	struct date expires;
	enum seal_signer signer;
	bool signature_good;
	struct seal_certificate_row certificate; /* when the signer is known */
	bool recorded;                      /* the visa is on record here: */
	struct permit_row permit;
	int64_t heard;                      /* when something of another node came last; 0 = nothing ever: all is written here */
};

/* Reads a seal, asks certificates and the record. False for errors of the database alone. */
bool seal_examine(struct act *act, struct str text, struct date today, struct seal_reading *out, struct error *err);
/* The same for `subject->seal`: sets `sealed`, and `proved` when the seal is good and its visa is not on record. Nothing when no seal is shown. */
bool seal_present(struct act *act, struct subject *subject, struct error *err);

#endif
