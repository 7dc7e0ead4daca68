// Verbs of seals: made at the desk, printed and read back, shown at the booth. Seals of a consulate are made here, by other code and another library than the
// program's: Node's crypto signs, the openssl command issues certificates. Methods of the stage of run.mjs.
import { execFileSync } from "node:child_process";
import { X509Certificate, createPrivateKey, sign, verify } from "node:crypto";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { digit, time } from "../harness.mjs";

const must = (condition, words) => { if (!condition) throw new Error(words); };
const form_of = words => Object.fromEntries(words.flatMap((word, i) => i % 2 ? [] : [[word, words[i + 1]]]));
const day_of = value => /^[+-]\d+d$/.test(value) ? new Date(time.now() + parseInt(value) * 86400000).toISOString().slice(0, 10) : value;

// --- ISO/IEC 16022, C40 as Doc 9303-13 uses it ---
const SIGNS = "___ 0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
function c40(text) {
	const values = [...text.replaceAll("<", " ")].map(c => SIGNS.indexOf(c)), out = [];
	const triple = (a, b, c) => { const v = 1600 * a + 40 * b + c + 1; out.push(v >> 8, v & 255); };
	for (; values.length >= 3; values.splice(0, 3)) triple(...values);
	if (values.length === 2) triple(...values, 0);
	if (values.length === 1) out.push(254, SIGNS.charCodeAt(values[0]) + 1);
	return Buffer.from(out);
}
function read_c40(bytes) {
	let text = "";
	for (let i = 0; i < bytes.length; i += 2) {
		const v = bytes[i] * 256 + bytes[i + 1] - 1;
		text += bytes[i] === 254 ? String.fromCharCode(bytes[i + 1] - 1) : [Math.floor(v / 1600), Math.floor(v / 40) % 40, v % 40].filter(n => n).map(n => SIGNS[n]).join("");
	}
	return text;
}
const date_bytes = iso => { const [y, m, d] = iso.split("-").map(Number), v = m * 1000000 + d * 10000 + y; return Buffer.from([v >> 16, (v >> 8) & 255, v & 255]); };
const feature = (tag, value) => Buffer.concat([Buffer.from([tag, value.length]), value]);
const covered_of = bytes => bytes.subarray(0, bytes.length - 66);

function zone({ surname, given, issuer, nationality = issuer, number, born, sex, until }) {
	const pad = (text, n) => (text.toUpperCase().replace(/[^A-Z0-9]/g, "<") + "<".repeat(n)).slice(0, n), short = iso => iso.slice(2).replaceAll("-", "");
	const n = pad(number, 9), b = short(born), e = short(until);
	return pad("V<UTO", 5) + pad(`${surname}  ${given}`, 31) + n + digit(n) + pad(nationality, 3) + b + digit(b) + sex + e + digit(e);
}

// A token of SoftHSM in the state's folder holds a key of that name, and its file is gone; the running server takes the token's key
function make_token(stage, name, ssl) {
	const data = stage.server.data, env = { ...process.env, SOFTHSM2_CONF: join(data, "softhsm.conf") }, key = join(stage.server.folder, `${name}.p8`), pin = join(stage.server.folder, "pin");
	const hsm = (...words) => execFileSync("softhsm2-util", words, { env, stdio: ["ignore", "pipe", "pipe"] });
	mkdirSync(join(data, "tokens"), { mode: 0o700 });
	writeFileSync(env.SOFTHSM2_CONF, `directories.tokendir = ${join(data, "tokens")}\nobjectstore.backend = file\n`);
	writeFileSync(pin, "4711\n", { mode: 0o600 });
	ssl("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", key);
	hsm("--init-token", "--free", "--label", "limen", "--pin", "4711", "--so-pin", "4711");
	hsm("--import", key, "--token", "limen", "--label", name, "--id", "01", "--pin", "4711");
	rmSync(key);
	const said = stage.server.command("seal", "key", "token", name, "--uri", `pkcs11:token=limen;object=${name}`, "--module", "/usr/lib/softhsm/libsofthsm2.so", "--pin-file", pin);
	must(said.includes("signs in its token"), said);
}

export const verbs = {
	// signer NAME as UTVS serial 2B [key|token]: an authority (CSCA) of openssl issues a certificate, which is taken. `key`: for a key of the program, by its request;
	// `token`: for one in a token
	async signer([name, , signer, , serial, own]) {
		const at = file => join(this.server.folder, file), ssl = (...words) => execFileSync("openssl", words, { stdio: ["ignore", "pipe", "pipe"], encoding: "utf8" });
		this.signers ??= new Map();
		if (!this.csca) {
			this.csca = at("csca.pem");
			ssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", at("csca.key"), "-out", this.csca, "-days", "3650", "-subj", "/C=UT/CN=CSCA Utopia");
		}
		if (own === "token") make_token(this, name, ssl);
		if (own === "key" || own === "token") {
			if (own === "key") this.server.command("seal", "key", "make", name);
			writeFileSync(at(`${name}.csr`), this.server.command("seal", "key", "request", name, "--signer", signer));
		} else {
			ssl("req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", at(`${name}.key`), "-out", at(`${name}.csr`), "-subj", `/C=${signer.slice(0, 2)}/CN=${signer.slice(2)}`);
		}
		ssl("x509", "-req", "-in", at(`${name}.csr`), "-CA", this.csca, "-CAkey", at("csca.key"), "-set_serial", `0x${serial}`, "-days", "3600", "-out", at(`${name}.pem`));
		this.signers.set(name, { signer, serial, key: own ? null : at(`${name}.key`), certificate: at(`${name}.pem`) });
	},
	// trust NAME: its certificate is taken by the post; trust authority: that of the authority
	trust([name]) {
		const said = name === "authority" ? this.server.command("seal", "certificate", "import", this.csca, "--authority")
			: this.server.command("seal", "certificate", "import", this.signers.get(name).certificate, ...this.signers.get(name).key ? [] : ["--key", name]);
		must(said.startsWith("Taken: "), said);
	},
	// distrust NAME because T
	distrust([name, , why]) { const { signer, serial } = this.signers.get(name); this.server.command("seal", "certificate", "revoke", signer, serial, "--reason", why); },
	// seal NUMBER on sticker|barcode: made at the desk for a visa of this play
	async seal([number, , medium]) {
		const before = this.user;
		await this.as(["U-20021"]);
		must(this.permits?.has(number), `no visa ${number} in this play`);
		await this.send(`/seals/permit/${this.permits.get(number)}/make`, { medium });
		const made = await this.user.ask("GET", `/seals/permit/${this.permits.get(number)}`);
		(this.seals ??= new Map()).set(number, made.json?.bytes);
		if (before) this.user = before;
	},
	// consulate NAME seals NUMBER for TRAVELLER until D [entries N] [days N] [born D] [passport N]: made far away, not on record here
	consulate([name, , number, , who, ...rest]) {
		const about = form_of(rest), bearer = this.traveller(who), { signer, serial, key } = this.signers.get(name), today = new Date(time.now()).toISOString().slice(0, 10);
		const head = Buffer.concat([Buffer.from([0xdc, 0x03]), c40("UTO"), c40(signer + serial.length.toString(16).padStart(2, "0").toUpperCase() + serial), date_bytes(today), date_bytes(today), Buffer.from([0x5d, 0x01])]);
		const body = Buffer.concat([feature(2, c40(zone({ ...bearer, born: about.born ?? bearer.born, number, until: day_of(about.until) }))), feature(3, Buffer.from([Number(about.entries ?? 1)])),
			feature(4, Buffer.from([Number(about.days ?? 30), 0, 0])), feature(5, c40(about.passport ?? bearer.number))]);
		const covered = Buffer.concat([head, body]), signature = sign("sha256", covered, { key: createPrivateKey(readFileSync(key)), dsaEncoding: "ieee-p1363" });
		(this.seals ??= new Map()).set(number, Buffer.concat([covered, Buffer.from([0xff, 0x40]), signature]).toString("hex").toUpperCase());
	},
	// show seal NUMBER [forged]: scanned beside the traveller of the last verdict, who is checked again
	async show([, number, forged]) {
		let text = this.seals.get(number);
		if (forged) text = text.slice(0, 60) + (text[60] === "1" ? "2" : "1") + text.slice(61);
		await this.send(`${this.need_inspection()}/beside`, { lines: text });
		if (this.answer.status === 200) await this.open_verdict(`/inspection/${this.answer.json.inspection}`);
	},
	// seal first NUMBER then NAME [purpose P]: the seal is scanned before the passport
	async first([number, , name, ...rest]) {
		const seal = this.seals.get(number), page = await this.send("/booth/scan", { lines: seal }, { page: true });
		must(page.status === 200 && page.text.includes(`name="seal" value="${seal}"`) && page.text.includes(number), `the page does not keep the seal: ${page.status}`);
		const answer = await this.send("/booth/scan", { lines: this.lines_of(name).join("\n"), seal, ...form_of(rest) });
		if (answer.json?.person) this.inspection = answer.json;
	},
	// read back NUMBER [as OTHER]
	async read([, number, , other]) {
		const before = this.user;
		await this.as(["U-20021"]);
		await this.send(`/seals/permit/${this.permits.get(number)}/back`, { seal: this.seals.get(other ?? number) });
		if (before) this.user = before;
	},
	// arrival NAME purpose P: the form of a visa on arrival comes from the verdict, filled with what the document says; it is sent with the journey
	async arrival([name, , purpose]) {
		const verdict = await this.user.ask("GET", this.need_inspection(), { page: true }), href = verdict.text.match(/href="(\/cases\/begin\/[^"]+)"/)?.[1]?.replaceAll("&amp;", "&"), who = this.traveller(name);
		must(href, "the verdict leads to no visa on arrival");
		const page = await this.user.ask("GET", href, { page: true });
		for (const value of [who.surname, who.number, who.born]) must(page.text.includes(`value="${value}"`) || page.text.includes(`value="${value.slice(0, 4)}"`), `the form does not hold ${value}: ${page.status} ${page.text.replace(/<[^>]*>/g, " ").slice(0, 400)}`);
		await this.send(href.split("?")[0], { answers: {
			"applicant.surname": who.surname, "applicant.given_names": who.given, "applicant.birth_date": who.born, "applicant.sex": who.sex, "applicant.nationality": who.issuer,
			"passport.number": who.number, "passport.issuer": who.issuer, "passport.expires": who.expires, purpose, lodging: "Hotel Amaurot", onward_seen: "yes",
		} });
		this.case_here = this.answer.json?.id;
	},
	// arrived read back: the sticker of the case's visa, at the desk of visas
	async arrived() {
		const before = this.user;
		await this.as(["U-20021"]);
		const list = await this.user.ask("GET", "/seals"), permit = list.json.seals[0].href.split("/").at(-1), seal = await this.user.ask("GET", `/seals/permit/${permit}`);
		must(seal.json.sticker, `no sticker: ${seal.text.slice(0, 60)} ${(await this.user.ask("GET", "/stock?place=SORREL")).text} ${(await this.user.ask("GET", `/case/${this.case_here}`)).text.slice(0, 1500)}`);
		await this.send(`/seals/permit/${permit}/back`, { seal: seal.json.bytes });
		this.user = before;
	},
	expect_back([word]) { must(this.answer.json?.agrees === (word === "agrees"), `read back: ${this.answer.text.slice(0, 300)}`); },
	// expect seal NUMBER verifies with NAME: by Node's crypto and the certificate of openssl; and says what the visa says
	expect_seal([number, , , name, ...says]) {
		const bytes = Buffer.from(this.seals.get(number), "hex"), certificate = new X509Certificate(readFileSync(this.signers.get(name).certificate));
		must(verify("sha256", covered_of(bytes), { key: certificate.publicKey, dsaEncoding: "ieee-p1363" }, bytes.subarray(-64)), "the signature does not verify");
		must(bytes[0] === 0xdc && bytes[1] === 3 && bytes.length <= 170, `${bytes.length} bytes: ${bytes.toString("hex")}`);
		const header = read_c40(bytes.subarray(4, 10));
		must(header.trimEnd() === `${this.signers.get(name).signer}02${this.signers.get(name).serial}`, `header ${header}`);
		const text = read_c40(bytes.subarray(20, 64));
		for (const word of says) must(text.includes(word), `the zone is ${text}`);
	},
	// expect printed NUMBER: the sticker is a PDF whose code another library reads as the seal
	async expect_printed([number]) {
		const before = this.user;
		await this.as(["U-20021"]);
		const pdf = await fetch(`${this.server.base}/seals/permit/${this.permits.get(number)}/sticker`, { headers: { Cookie: this.user.cookie() } }), file = join(this.server.folder, "sticker");
		must(pdf.status === 200 && pdf.headers.get("content-type") === "application/pdf", `${pdf.status}`);
		writeFileSync(`${file}.pdf`, Buffer.from(await pdf.arrayBuffer()));
		execFileSync("pdftoppm", ["-r", "300", "-png", "-singlefile", `${file}.pdf`, file]);
		const read = execFileSync("dmtxread", ["-m", "8000", "-N1", `${file}.png`]).toString("hex").toUpperCase();
		must(read === this.seals.get(number), `the printed code says ${read}`);
		if (before) this.user = before;
	},
	// expect list says T: /seals
	async expect_seals([, words]) {
		const before = this.user;
		await this.as(["U-20021"]);
		this.says((await this.user.ask("GET", "/seals", { page: true })).text, [words]);
		if (before) this.user = before;
	},
};
