// Verbs of documents: an application of the public with its papers, sent in pieces over a link that breaks. Methods of the stage of run.mjs.
import { createHash, randomBytes } from "node:crypto";
import { request } from "node:http";
import { readFileSync, writeFileSync } from "node:fs";
import { User, uuid7, time } from "../harness.mjs";

const MB = 1 << 20, PIECE = MB;
const must = (condition, words) => { if (!condition) throw new Error(words); };
const plain = html => html.replace(/<[^>]+>/g, " ").replace(/&#39;/g, "'").replace(/&amp;/g, "&").replace(/\s+/g, " ");
const day = value => /^\+\d+d$/.test(value) ? new Date(time.now() + parseInt(value) * 86400000).toISOString().slice(0, 10) : value;
const heads = { pdf: Buffer.from("%PDF-1.4\n"), jpeg: Buffer.from([0xff, 0xd8, 0xff, 0xe0]), text: Buffer.from("nothing") };
// A server under the address sanitizer keeps some of what was freed: there the file is larger, and so is the bound.
const sanitized = pid => memory(pid, "VmSize") > 1e12;
const megabytes = (text, pid) => text === "long" ? (process.env.LIMEN_LONG ? 299 : sanitized(pid) ? 200 : 40) : Number(text);

// A file of so many megabytes, which is never whole in the memory of the test either: blocks repeat, with a beginning and an end of their own.
function* pieces(kind, size, from) {
	const block = Buffer.alloc(PIECE, "limen ");
	for (let at = from; at < size; at += PIECE - at % PIECE) {
		const piece = Buffer.from(block.subarray(at % PIECE, Math.min(PIECE, at % PIECE + size - at)));
		if (at === 0) heads[kind].copy(piece);
		yield [at, piece];
	}
}
const digest_of = (kind, size) => {
	const hash = createHash("sha256");
	for (const [, piece] of pieces(kind, size, 0)) hash.update(piece);
	return hash.digest("hex");
};

const memory = (pid, name) => Number(readFileSync(`/proc/${pid}/status`, "utf8").match(new RegExp(`${name}:\\s+(\\d+)`))[1]) * 1024;

// One request, whose headers and bytes are ours; `cut`: the link breaks after so many bytes.
function raw(stage, method, path, headers, body, cut) {
	const user = stage.applicant ?? stage.user, { hostname, port } = new URL(stage.server.base);
	return new Promise((done, fail) => {
		const going = request({ hostname, port, method, path, agent: false, headers: { Accept: "application/json", Cookie: user.cookie(), "Limen-Csrf": user.csrf ?? "", "Content-Length": body?.length ?? 0, ...headers } }, answer => {
			const hash = createHash("sha256");
			let text = "", size = 0;
			answer.on("data", piece => { size += piece.length; hash.update(piece); if (text.length < 65536) text += piece.toString("latin1"); });
			answer.on("end", () => done({ status: answer.statusCode, headers: answer.headers, text, size, sha256: hash.digest("hex") }));
		});
		going.on("error", error => cut === undefined ? fail(error) : done(null));
		if (cut === undefined) return going.end(body);
		going.write(body.subarray(0, cut), () => setTimeout(() => going.destroy(), 20));
	});
}

const at_home = stage => stage.at_desk ? `/case/${stage.application}` : `/application/${stage.application}`;

async function begin(stage, field, kind, size, name) {
	const path = `${at_home(stage)}/upload?path=${field}&name=${encodeURIComponent(name)}`;
	return raw(stage, "POST", path, { "Upload-Length": String(size), "Upload-Complete": "?0" });
}

// Asks how far it has come, and goes on from there, until it is whole.
async function go_on(stage, place, kind, size, cuts) {
	for (;;) {
		const asked = await raw(stage, "HEAD", place, {});
		must(asked.status === 200, `HEAD ${place}: ${asked.status}`);
		const offset = Number(asked.headers["upload-offset"]);
		if (asked.headers["upload-complete"] === "?1") return;
		for (const [at, piece] of pieces(kind, size, offset)) {
			const last = at + piece.length === size, cut = cuts.length && at >= cuts[0] ? piece.length >> 1 : undefined;
			if (cut !== undefined) cuts.shift();
			const sent = await raw(stage, "PATCH", place, { "Content-Type": "application/partial-upload", "Upload-Offset": String(at), "Upload-Complete": last ? "?1" : "?0" }, piece, cut);
			if (!sent) break; // the link broke
			must(sent.status === 200 && Number(sent.headers["upload-offset"]) === at + piece.length, `PATCH at ${at}: ${sent.status} ${sent.text.slice(0, 300)}`);
		}
	}
}

const answer = (stage, pairs, page = "application.1") =>
	(stage.applicant ?? stage.user).ask("POST", `/application/${stage.application}/page/${page}`, { body: { id: uuid7(), ...Object.fromEntries(pairs.map(([k, v]) => [`answer.${k}`, v])) }, form: true });

export const verbs = {
	// applies for PROCEDURE: somebody new of the public, with an account, begins an application
	async applies([, procedure]) {
		const who = this.applicant = new User(this.server, "applicant"), email = `papers-${randomBytes(5).toString("hex")}@example.org`;
		await who.ask("POST", "/account", { page: true, body: { id: uuid7(), email, next: "" } });
		const code = (await who.ask("GET", `/mailbox?to=${encodeURIComponent(email)}`, { page: true })).text.match(/\b[0-9A-Z]{4} [0-9A-Z]{4}\b/)?.[0];
		must(code, `no message for ${email}`);
		await who.ask("POST", "/account/enter", { page: true, body: { id: uuid7(), email, code, next: "/applications" } });
		who.csrf = (await who.ask("GET", "/account/me", { page: true })).text.match(/name="csrf" value="([^"]+)"/)?.[1];
		const begun = await who.ask("POST", `/visa/begin/${procedure}`, { page: true, body: { id: uuid7() } });
		this.application = begun.location?.match(/\/application\/([0-9a-f-]{36})/)?.[1];
		this.at_desk = false;
		must(this.application, `not begun: ${begun.status} ${begun.text.slice(0, 300)}`);
	},
	// fills_in FIELD VALUE ...: of the applicant; +30d is a day
	async fills_in(words) {
		this.answer = await answer(this, words.flatMap((word, i) => i % 2 ? [] : [[word, day(words[i + 1])]]));
	},
	// uploads FIELD MEGABYTES|long pdf|jpeg|text [cut N] [not named]: in pieces; the link breaks N times; then the form names it
	async uploads([field, size, kind = "pdf", ...rest]) {
		const bytes = Math.round(megabytes(size, this.server.pid) * MB) + 1234, times = rest.includes("cut") ? Number(rest[rest.indexOf("cut") + 1]) : 0;
		this.sending = { field, kind, bytes, sha256: digest_of(kind, bytes) };
		try { writeFileSync(`/proc/${this.server.pid}/clear_refs`, "5"); } catch { /* the highest use then counts from the server's start */ }
		const rest_before = memory(this.server.pid, "VmRSS"), begun = await begin(this, field, kind, bytes, `${field}.${kind}`);
		this.answer = { status: begun.status, error: begun.status < 300 ? null : JSON.parse(begun.text).error, text: begun.text, json: null };
		if (begun.status !== 201) return;
		must(/max-append-size=1048576/.test(begun.headers["upload-limit"]), `Upload-Limit: ${begun.headers["upload-limit"]}`);
		await go_on(this, begun.headers.location, kind, bytes, Array.from({ length: times }, (_, i) => Math.floor(bytes * (i + 1) / (times + 1))));
		this.sending.place = begun.headers.location;
		this.sending.id = JSON.parse(begun.text).id;
		if (!rest.includes("not")) this.answer = await answer(this, [[field, `upload:${this.sending.id}`]]);
		this.used = memory(this.server.pid, "VmHWM") - rest_before;
	},
	// photographs FIELD FILE [more]: a picture of tests/plays, or "pdf" of two pages, in the form itself; more: further pages
	async photographs([field, file, more]) {
		const form = new FormData(), pdf = "%PDF-1.4\n1 0 obj <</Type /Pages /Count 2>> 2 0 obj <</Type /Page>> 3 0 obj <</Type /Page>>\n%%EOF";
		form.append("id", uuid7());
		if (more) form.append(`answer.${field}.add`, "yes");
		form.append(`answer.${field}`, file === "pdf" ? new Blob([pdf]) : file === "broken" ? new Blob([heads.jpeg, "no picture"]) : new Blob([readFileSync(new URL(file, import.meta.url))]), file);
		this.answer = await this.applicant.ask("POST", `/application/${this.application}/page/application.1`, { body: form });
	},
	// expect scan FIELD [page N] shown|closed: set anew by the child, as a JPEG; or not opened
	async expect_scan([field, ...rest]) {
		const page = rest[0] === "page" ? rest[1] : "1";
		const found = await raw(this, "GET", `${at_home(this)}/file?path=${field}&page=${page}&size=large`, {});
		const shown = found.status === 200 && found.headers["content-type"] === "image/jpeg" && found.text.startsWith("\xff\xd8");
		must(rest.at(-1) === "shown" ? shown : found.status === 404, `the picture: ${found.status} ${found.text.slice(0, 200)}`);
	},
	// expect kept: what is stored is what was sent, byte for byte
	async expect_kept() {
		const found = await raw(this, "GET", `${at_home(this)}/file?path=${this.sending.field}`, {});
		must(found.status === 200 && found.size === this.sending.bytes && found.sha256 === this.sending.sha256, `stored: ${found.status}, ${found.size} of ${this.sending.bytes} bytes`);
	},
	// expect memory below MEGABYTES: by how much the server's use grew, at its highest, while the file came
	async expect_memory([, most]) {
		console.log(`        upload of ${Math.round(this.sending.bytes / MB)} MB: the server's memory rose by ${(this.used / MB).toFixed(1)} MB at most`);
		must(this.used < Number(most) * MB * (sanitized(this.server.pid) ? 6 : 1), `the server's memory rose by ${Math.round(this.used / MB)} MB`);
	},
	// expect upload at STATUS: what the upload's address answers to whoever is meant now
	async expect_upload([, status]) {
		const found = await raw(this, "HEAD", this.sending.place, {});
		must(String(found.status) === status, `the upload: ${found.status}`);
	},
	// sends a piece at OFFSET: where the file has not come to
	async sends_piece([offset]) {
		const sent = await raw(this, "PATCH", this.sending.place, { "Content-Type": "application/partial-upload", "Upload-Offset": offset, "Upload-Complete": "?0" }, Buffer.alloc(10));
		this.answer = { status: sent.status, error: JSON.parse(sent.text).error ?? null, text: sent.text, json: null };
	},
	// gives up: the upload
	async gives_up() {
		const sent = await raw(this, "DELETE", this.sending.place, {});
		must(sent.status === 204, `given up: ${sent.status}`);
	},
	// expect filled says [not] T [on PATH]
	async expect_filled(words) {
		const not = words[1] === "not", on = words.includes("on") ? words[words.indexOf("on") + 1] : "", what = words[not ? 2 : 1];
		const text = plain((await this.applicant.ask("GET", `/application/${this.application}${on}`, { page: true })).text);
		must(text.includes(what) !== not, `the page: ${text.slice(0, 1500)}`);
	},
};
