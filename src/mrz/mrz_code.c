/* Codes of states and organizations, 9303-3 section 5. */
#include <string.h>

#include "mrz_private.h"

struct code {
	char text[4];
	uint8_t kind;
};

/* ISO 3166-1 alpha-3, sorted, and in their places the codes of 9303-3 section 5 parts A to D; former ones (ISO 3166-3) are still met
 * on documents that are valid, and as nationality at birth. */
#define S(code) { #code, MRZ_CODE_STATE },
#define O(code) { #code, MRZ_CODE_SPECIAL },
#define X(code) { #code, MRZ_CODE_FORMER },
static const struct code codes[] = {
	S(ABW) S(AFG) S(AGO) S(AIA) S(ALA) S(ALB) S(AND) X(ANT) S(ARE) S(ARG) S(ARM) S(ASM) S(ATA) S(ATF) S(ATG) S(AUS) S(AUT) S(AZE)
	S(BDI) S(BEL) S(BEN) S(BES) S(BFA) S(BGD) S(BGR) S(BHR) S(BHS) S(BIH) S(BLM) S(BLR) S(BLZ) S(BMU) S(BOL) S(BRA) S(BRB) S(BRN)
	S(BTN) X(BUR) S(BVT) S(BWA) X(BYS) S(CAF) S(CAN) S(CCK) S(CHE) S(CHL) S(CHN) S(CIV) S(CMR) S(COD) S(COG) S(COK) S(COL) S(COM)
	S(CPV) S(CRI) X(CSK) S(CUB) S(CUW) S(CXR) S(CYM) S(CYP) S(CZE) S(D) X(DDR) S(DEU) S(DJI) S(DMA) S(DNK) S(DOM) S(DZA) S(ECU)
	S(EGY) S(ERI) S(ESH) S(ESP) S(EST) S(ETH) O(EUE) S(FIN) S(FJI) S(FLK) S(FRA) S(FRO) S(FSM) S(GAB) O(GBD) O(GBN) O(GBO) O(GBP)
	S(GBR) O(GBS) S(GEO) S(GGY) S(GHA) S(GIB) S(GIN) S(GLP) S(GMB) S(GNB) S(GNQ) S(GRC) S(GRD) S(GRL) S(GTM) S(GUF) S(GUM) S(GUY)
	S(HKG) S(HMD) S(HND) S(HRV) S(HTI) S(HUN) O(IAO) S(IDN) S(IMN) S(IND) S(IOT) S(IRL) S(IRN) S(IRQ) S(ISL) S(ISR) S(ITA) S(JAM)
	S(JEY) S(JOR) S(JPN) S(KAZ) S(KEN) S(KGZ) S(KHM) S(KIR) S(KNA) S(KOR) S(KWT) S(LAO) S(LBN) S(LBR) S(LBY) S(LCA) S(LIE) S(LKA)
	S(LSO) S(LTU) S(LUX) S(LVA) S(MAC) S(MAF) S(MAR) S(MCO) S(MDA) S(MDG) S(MDV) S(MEX) S(MHL) S(MKD) S(MLI) S(MLT) S(MMR) S(MNE)
	S(MNG) S(MNP) S(MOZ) S(MRT) S(MSR) S(MTQ) S(MUS) S(MWI) S(MYS) S(MYT) S(NAM) S(NCL) S(NER) S(NFK) S(NGA) S(NIC) S(NIU) S(NLD)
	S(NOR) S(NPL) S(NRU) X(NTZ) S(NZL) S(OMN) S(PAK) S(PAN) S(PCN) S(PER) S(PHL) S(PLW) S(PNG) S(POL) S(PRI) S(PRK) S(PRT) S(PRY)
	S(PSE) S(PYF) S(QAT) S(REU) O(RKS) X(ROM) S(ROU) S(RUS) S(RWA) S(SAU) X(SCG) S(SDN) S(SEN) S(SGP) S(SGS) S(SHN) S(SJM) S(SLB)
	S(SLE) S(SLV) S(SMR) S(SOM) S(SPM) S(SRB) S(SSD) S(STP) X(SUN) S(SUR) S(SVK) S(SVN) S(SWE) S(SWZ) S(SXM) S(SYC) S(SYR) S(TCA)
	S(TCD) S(TGO) S(THA) S(TJK) S(TKL) S(TKM) S(TLS) X(TMP) S(TON) S(TTO) S(TUN) S(TUR) S(TUV) S(TWN) S(TZA) S(UGA) S(UKR) S(UMI)
	O(UNA) O(UNK) O(UNO) S(URY) S(USA) O(UTO) S(UZB) S(VAT) S(VCT) S(VEN) S(VGB) S(VIR) S(VNM) S(VUT) S(WLF) S(WSM) O(XBA) O(XCC)
	O(XCE) O(XCO) O(XDC) O(XEC) O(XES) O(XIM) O(XMP) O(XOM) O(XPO) O(XXA) O(XXB) O(XXC) O(XXX) S(YEM) X(YUG) S(ZAF) X(ZAR) S(ZMB)
	S(ZWE)
};
#undef S
#undef O
#undef X

/* As a number that sorts as the text does. */
static uint32_t key_of(const char text[static 3])
{
	return (uint32_t)(unsigned char)text[0] << 16 | (uint32_t)(unsigned char)text[1] << 8 | (unsigned char)text[2];
}

enum mrz_code_kind mrz_code_kind(struct str code)
{
	char text[3] = { 0 };
	if (!code.len || code.len > sizeof text)
		return MRZ_CODE_UNKNOWN;
	memcpy(text, code.data, code.len);
	uint32_t key = key_of(text);
	size_t low = 0, high = COUNT_OF(codes);
	while (low < high) {
		size_t middle = (low + high) / 2;
		uint32_t other = key_of(codes[middle].text);
		if (key == other)
			return (enum mrz_code_kind)codes[middle].kind;
		if (key < other)
			high = middle;
		else
			low = middle + 1;
	}
	return MRZ_CODE_UNKNOWN;
}
