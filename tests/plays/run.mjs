// Plays: what an officer does and what must come out, line by line, over the real interface.
//
//   node tests/plays/run.mjs [--program PATH] [--postgres [CONNECTION]] [word ...]   only plays whose title holds one of the words
//
// The language is in tests/plays/README.md. Each file is acted on one fresh demo; names of travellers belong to one play.
import { execFileSync } from "node:child_process";
import { cpSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Reader, clock as reader_clock, group1, group2 } from "../../tools/reader.mjs";
import { options, start, passport, card, digit, root, uuid7, User, Tally, time } from "../harness.mjs";

reader_clock.now = () => time.now();
const here = dirname(fileURLToPath(import.meta.url));
const chosen = options();

// --- reading ---
const words_of = line => [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(m => m[1] ?? m[2]);
// "days 10 purpose tourism" as an object; a name that stands twice becomes a list.
function pairs(words, known) {
	const out = {};
	for (let i = 0; i < words.length; i += 2) {
		const name = words[i];
		if (known && !known.includes(name)) throw new Error(`"${name}" is not known here; known: ${known.join(", ")}`);
		if (i + 1 >= words.length) throw new Error(`"${name}" needs a value`);
		out[name] = name in out ? [out[name], words[i + 1]].flat() : words[i + 1];
	}
	return out;
}
function read_plays(file) {
	const plays = [];
	readFileSync(join(here, file), "utf8").split("\n").forEach((raw, i) => {
		const line = raw.trim();
		if (!line || line.startsWith("#")) return;
		const words = words_of(line);
		if (words[0] === "play") plays.push({ title: words.slice(1).join(" "), file, steps: [] });
		else if (!plays.length) throw new Error(`${file}:${i + 1}: a play begins with a line "play TITLE"`);
		else plays.at(-1).steps.push({ words, line, at: `${file}:${i + 1}` });
	});
	return plays;
}

// --- acting ---
const must = (condition, words) => { if (!condition) throw new Error(words); };
const year_from_today = years => { const now = new Date(time.now()); return `${now.getUTCFullYear() + years}-${String(now.getUTCMonth() + 1).padStart(2, "0")}-15`; };
const day_from_today = days => new Date(time.now() + days * 86400000).toISOString().slice(0, 10);
const meant = value => value === undefined ? undefined : /^[+-]\d+y$/.test(value) ? year_from_today(parseInt(value)) : /^[+-]\d+d$/.test(value) ? day_from_today(parseInt(value)) : value;
// Numbers of documents that are never alike: a register takes two that differ in one digit, or in two that were swapped, for one that was misread. Multiples
// of a prime that are few differ by no such amount.
let numbers = Math.floor(Math.random() * 90000000);
const new_number = () => `X${String(numbers = (numbers + 48271) % 100000000).padStart(8, "0")}`;

class Stage {
	constructor(server, users) { Object.assign(this, { server, users, travellers: new Map(), user: null, answer: null, inspection: null, kept: new Map(), sent: null }); }

	async send(path, body, more = {}) {
		this.sent = { path, body: { id: uuid7(), ...body }, more };
		this.answer = await this.user.ask("POST", path, { body: this.sent.body, ...more });
		return this.answer;
	}
	async get(path, more) { return this.answer = await this.user.ask("GET", path, more); }
	traveller(name) { return this.travellers.get(name) ?? (() => { throw new Error(`no traveller "${name}" in this play`); })(); }
	lines_of(name) { const about = this.traveller(name); return about.kind === "card" ? card(about) : passport(about); }
	need_inspection() { must(this.inspection, "nothing was scanned"); return `/inspection/${this.inspection.id}`; }
	async referral() {
		const queue = await this.user.ask("GET", "/second-line");
		const found = queue.json?.referrals?.filter(one => one.document_number === this.inspection.person.document_number).at(-1);
		if (found) this.referred = found.id;
		must(this.referred, `not in the queue of the second line: ${queue.text.slice(0, 300)}`);
		return `/referral/${this.referred}`;
	}
	async look_again() {
		const answer = await this.user.ask("GET", this.need_inspection());
		must(answer.status === 200, `the verdict cannot be read: ${answer.text.slice(0, 300)}`);
		return this.inspection = answer.json;
	}

	// traveller NAME passport ISSUER surname S given G born D sex F expires D [nationality N] [number X]
	traveller_is([name, kind, issuer, ...rest]) {
		must(["passport", "card"].includes(kind), "passport or card");
		const about = pairs(rest, ["surname", "given", "born", "sex", "expires", "nationality", "number", "code"]);
		about.number ??= new_number();
		this.travellers.set(name, { kind, issuer, ...about, born: meant(about.born), expires: meant(about.expires ?? "+5y") });
	}
	async as([number, ...rest]) {
		if (!this.users.has(number)) this.users.set(number, await new User(this.server, number).sign_in());
		this.user = this.users.get(number);
		if (!rest.length) return;
		const [at, post, lane, which, direction] = rest;
		must(at === "at" && lane === "lane" && direction, "as NUMBER at POST lane N entry|exit");
		const answer = await this.user.ask("POST", "/lane", { body: { post, lane: which, direction } });
		must(answer.status === 200, `the lane cannot be taken: ${answer.text}`);
	}
	// wait 3d|12h|40m: the server's clock moves on, jobs run, sessions end
	// wait until HH:MM: the next time that the clock shows it, in UTC; for plays that need an hour of the day
	async wait([duration, hour]) {
		const until = () => Math.ceil((Date.parse(new Date(time.now()).toISOString().slice(0, 11) + hour + "Z") - time.now()) / 60000);
		this.server.forward(duration === "until" ? `${until() > 0 ? until() : until() + 1440}m` : duration);
		this.users.clear();
		await new Promise(done => setTimeout(done, 500));
		if (this.user) this.users.set(this.user.number, this.user = await new this.user.constructor(this.server, this.user.number).sign_in());
	}
	// scan NAME [purpose P] [spoilt expiry|birth|number] [page]
	async scan([name, ...rest]) {
		const on_page = rest.at(-1) === "page";
		if (on_page) rest.pop();
		const about = pairs(rest, ["purpose", "spoilt"]);
		let lines = this.lines_of(name);
		if (about.spoilt) {
			const at = { number: 9, birth: 19, expiry: 27 }[about.spoilt];
			must(at, "spoilt number, birth or expiry");
			lines = [lines[0], lines[1].slice(0, at) + (Number(lines[1][at]) + 1) % 10 + lines[1].slice(at + 1)];
		}
		const answer = await this.send("/booth/scan", { lines: lines.join("\n"), purpose: about.purpose }, { page: on_page });
		if (on_page && answer.status === 303) await this.open_verdict(answer.location);
		else if (answer.json?.person) this.inspection = answer.json;
	}
	// reader at POST lane N NAME [chip agrees|differs|broken|absent] [portrait jpeg|jpeg2000|broken]: its own program hands over a reading; the lane's page hears of it
	async reader([, post, , lane, name, ...rest]) {
		const about = pairs(rest, ["chip", "portrait", "spoilt"]), lines = passport(this.traveller(name));
		const reading = { reader: "play", mrz: lines, chip: about.chip === "absent" ? { failed: "absent" } : about.chip ? { access: "pace", groups: {} } : undefined };
		const zone = about.chip === "differs" ? [lines[0], lines[1].replace(/.$/, c => (Number(c) + 1) % 10)] : lines;
		if (about.chip === "broken") reading.chip.groups[1] = group1(zone).subarray(0, 60).toString("base64");
		else if (reading.chip?.groups) reading.chip.groups[1] = group1(zone).toString("base64");
		const face = readFileSync(join(here, "face.jpg"));
		const picture = about.portrait === "jpeg2000" ? Buffer.from("0000000c6a5020200d0a870a", "hex") : face;
		if (about.portrait) reading.chip.groups[2] = (about.portrait === "broken" ? group2(picture).subarray(0, 90) : group2(picture)).toString("base64");
		if (about.portrait === "jpeg") reading.pictures = [{ light: "visible", side: "front", bytes: face.toString("base64") }];
		const key = `${post} ${lane}`;
		if (!this.server.readers) {
			this.server.readers = new Map();
			this.server.command("user", "add", "R-1", "--name", "Readers", "--roles", "reader");
		}
		if (!this.server.readers.has(key)) this.server.readers.set(key, this.server.command("user", "machine", "R-1", "--for", "reader", "--post", post, "--lane", lane).trim().split(/\s+/).at(-1));
		const program = new Reader(this.server.base, this.server.readers.get(key));
		if (about.spoilt) {
			const spoil = {
				base64: { ...reading, chip: { groups: { 1: "no base64" } } }, group: { ...reading, chip: { groups: { 1: 7 } } }, access: { ...reading, chip: { access: "magic" } },
				characters: { ...reading, mrz: [lines[0], lines[1].replace(/^./, "?")] }, nothing: { chip: { failed: "aborted" } }, member: { ...reading, name: "X" },
				picture: { ...reading, pictures: [{ light: "visible", side: "front", bytes: Buffer.from("<svg/>").toString("base64") }] },
				pictures: { ...reading, pictures: Array(7).fill({ light: "visible", side: "front", bytes: face.toString("base64") }) },
				size: { ...reading, chip: { groups: { 2: "A".repeat(4 << 20) } } },
			};
			must(about.spoilt in spoil, `spoilt ${Object.keys(spoil).join(", ")}`);
			const { status, json } = await program.ask("/api/reader/reading", { id: uuid7(), ...spoil[about.spoilt] });
			this.answer = { status, json, error: json.error ?? null, text: JSON.stringify(json) };
			return;
		}
		const news = await this.user.listen("/events");
		this.answer = await program.ask("/api/reader/state", { state: "reading" });
		must(this.answer.status === 200, `the state is not taken: ${JSON.stringify(this.answer.json)}`);
		await news.until("event: reading\n");
		this.answer = await program.reading(reading);
		this.answer.text = JSON.stringify(this.answer.json);
		must(this.answer.status === 201, `the reading is not taken: ${this.answer.text}`);
		await news.until(`event: read\ndata: ${this.answer.json.inspection}\n`);
		news.end();
		const offered = await this.user.ask("GET", "/booth", { page: true });
		must(offered.text.includes(`href="${this.answer.json.inspection}"`), "the booth does not offer the reading");
		await this.open_verdict(this.answer.json.inspection);
		must(!(await this.user.ask("GET", "/booth", { page: true })).text.includes(`href="/inspection/`), "the booth offers what was opened");
		const own = await fetch(this.server.base + `/inspection/${this.inspection.id}`, { headers: { Accept: "application/json", Authorization: `Bearer ${program.token}` } });
		must(own.status === 403, `a reader's credential opens a verdict: ${own.status}`);
	}
	// expect picture WHAT TYPE|missing: as the page's <img> gets it
	async expect_picture([what, type]) {
		const path = `/inspection/${this.inspection.id}/picture/${what}`, got = await fetch(this.server.base + path, { headers: { Cookie: this.user.cookie() } });
		if (type === "missing") return must(got.status === 404, `${path} is there: ${got.status}`);
		const head = name => got.headers.get(name);
		must(got.status === 200 && head("content-type") === type, `${path}: ${got.status} ${head("content-type")}`);
		must(head("x-content-type-options") === "nosniff" && head("cache-control") === "no-store" && head("content-security-policy").startsWith("default-src 'none'"), `headers: ${[...got.headers]}`);
		must((head("content-disposition") !== null) === (type === "image/jp2"), `disposition: ${head("content-disposition")}`);
		const page = await this.user.ask("GET", `/inspection/${this.inspection.id}`, { page: true });
		must(page.text.includes(`src="${path}"`) === (type === "image/jpeg"), "the page shows it, or does not");
	}
	async open_verdict(location) {
		this.answer = await this.user.ask("GET", location);
		must(this.answer.status === 200, `no verdict: ${this.answer.text.slice(0, 300)}`);
		this.inspection = this.answer.json;
	}
	// by hand surname S ... as the API calls the fields
	async by([hand, ...rest]) {
		must(hand === "hand", "by hand ...");
		const form = pairs(rest);
		if (form.nationalities) form.nationalities = [form.nationalities].flat();
		form.document_expires = meant(form.document_expires);
		const answer = await this.send("/booth/manual", form);
		if (answer.status === 200) {
			must(answer.json?.person && answer.json.checks.length, `no verdict: ${answer.text.slice(0, 300)}`);
			this.inspection = answer.json;
		}
	}
	async admit(rest) {
		const form = pairs(rest, ["days", "purpose", "explanation", "explained", "paper", "craft", "companion", "consent", "consent_by", "consent_until", "at"]);
		const base = form.at === "second-line" ? await this.referral() : this.need_inspection();
		delete form.at;
		if (form.days) form.days = Number(form.days);
		await this.send(`${base}/admit`, form);
		if (this.answer.status === 200) this.last_crossing = this.answer.json.id;
	}
	async refer(rest) { await this.send(`${this.need_inspection()}/refer`, pairs(rest, ["reason", "note"])); }
	// compare LIST ENTRY finding other|same|open why T [at second-line]
	async compare([list, item, ...rest]) {
		const form = pairs(rest, ["finding", "why", "at"]);
		const base = form.at === "second-line" ? await this.referral() : this.need_inspection();
		const answer = await this.send(`${base}/finding`, { list, item, finding: form.finding, why: form.why });
		if (answer.status === 200) {
			await this.look_again();
			this.answer = answer;
		}
	}
	// finish task [note T]: the one that was expected last
	async finish([, ...rest]) {
		must(this.task, "no task was expected before");
		await this.send(`/task/${this.task}/done`, pairs(rest, ["note"]));
	}
	async note([text]) { await this.send(`${this.need_inspection()}/note`, { note: text }); }
	async claim(rest) {
		const answer = await this.send(`${this.need_inspection()}/protection`, pairs(rest, ["words", "language"]));
		if (answer.status === 200) this.claimed = answer.json.id;
	}
	async hear(rest) {
		const form = pairs(rest, ["protection", "note", "language", "interpreter"]);
		await this.send(`${await this.referral()}/hear`, { told_why: true, ...form });
	}
	async refuse(rest) {
		const form = pairs(rest, ["reasons", "facts", "signature"]);
		const answer = await this.send(`${await this.referral()}/refuse`, { reasons: [form.reasons].flat(), facts: form.facts, signature_refused: form.signature === "refused" });
		this.decided = answer.json?.id;
	}
	// confirm | return: the newest request that waits for a second person
	async confirm(rest, answer = "confirm") {
		const page = await this.user.ask("GET", "/second", { page: true });
		const asked = [...page.text.matchAll(/action="(\/second\/[0-9a-f-]+)"/g)].map(m => m[1]);
		must(asked.length, `nothing waits for a second person: ${page.status}`);
		await this.send(asked.at(-1), { answer });
	}
	async again([what]) {
		const body = what === "changed" ? { ...this.sent.body, note: "something else", explanation: "something else" } : this.sent.body;
		if (what === "changed") for (const name of ["note", "explanation"]) if (!(name in this.sent.body) && !this.sent.path.endsWith({ note: "/note", explanation: "/admit" }[name])) delete body[name];
		this.answer = await this.user.ask("POST", this.sent.path, { body, ...this.sent.more });
	}
	// tie A with B because "..."
	async tie([one, , two, , why]) {
		const record = name => this.traveller(name).record ?? (() => { throw new Error(`"${name}" was not scanned yet: keep its record`); })();
		await this.send(`/person/tie?document=${record(one)}&other=${record(two)}`, { answer: "same", why });
	}
	// keep record as NAME | keep page NAME | keep person
	async keep([what, name]) {
		if (what === "record") this.traveller(name).record = this.inspection.record;
		else if (what === "paper") this.kept.set(name, await this.printed(name));
		else throw new Error("keep record NAME, or keep paper refusal|claim");
	}
	paper_path(what) {
		if (what === "task") return `/task/${this.task}`;
		return what === "refusal" ? `/refusal/${this.decided_refusal ?? this.decided}` : what === "receipt" ? `/claim/${this.claimed}` : what === "verdict" ? this.need_inspection() : what === "person" ? `/person/${this.inspection.record}` : what;
	}
	// The PDF, byte for byte: as Latin 1, which loses nothing
	async printed(what) {
		const said = await this.user.ask("GET", this.paper_path(what));
		must(said.json?.letter, `${this.paper_path(what)} names no letter: ${said.text.slice(0, 200)}`);
		const pdf = await this.user.ask("GET", `/letter/${said.json.letter}`, { bytes: true });
		must(pdf.status === 200 && pdf.text.startsWith("%PDF-"), `the paper cannot be printed: ${pdf.status} ${pdf.text.slice(0, 200)}`);
		return pdf.text;
	}
	async paper(what, language) {
		const answer = await this.user.ask("GET", this.paper_path(what), { page: true, language });
		must(answer.status === 200, `${this.paper_path(what)} answers ${answer.status}: ${answer.text.slice(0, 200)}`);
		return answer;
	}

	// --- what must come out ---
	async expect(words) {
		const [what, ...rest] = words;
		const check = this[`expect_${what}`];
		must(check, `"expect ${what}" is not known`);
		await check.call(this, rest);
	}
	expect_verdict([word]) { must(this.inspection.advice === (word === "clear" ? "none" : word), `the verdict is ${this.inspection.advice}: ${this.inspection.checks.filter(c => c.advice !== "none").map(c => `${c.check} ${c.result} ${c.advice}`).join(", ")}`); }
	expect_category([word]) { must(this.inspection.category === word, `the category is ${this.inspection.category}`); }
	expect_check([name, result]) {
		const found = this.inspection.checks.find(one => one.check === name);
		must(found, `no check ${name}; there are ${this.inspection.checks.map(one => one.check).join(", ")}`);
		must(found.result === result, `${name} is ${found.result}`);
	}
	expect_person([field, ...value]) {
		const got = this.inspection.person[field];
		must(value[0] === "missing" ? got === undefined || got === "" : String(got) === value.join(" "), `${field} is ${JSON.stringify(got)}`);
	}
	expect_stay([field, value]) { must(String(this.inspection.stay[field]) === value, `stay.${field} is ${this.inspection.stay[field]}`); }
	async expect_may(words) { // may [not] WORD [at second-line]
		const no = words[0] === "not", word = words[no ? 1 : 0], second = words.at(-1) === "second-line";
		const may = second ? (await this.user.ask("GET", await this.referral())).json?.may : (await this.look_again()).may;
		must(Array.isArray(may) && may.includes(word) !== no, `may: ${may}`);
	}
	expect_answer([code, ...more]) {
		const { status, json, error, text } = this.answer;
		if (code === "ok") must(status === 200, `the answer is ${status}: ${text.slice(0, 400)}`);
		else if (code === "done" && more[0] === "before") must(status === 200 && json?.done_before === true, `the answer is ${status}: ${text.slice(0, 400)}`);
		else if (/^\d+$/.test(code)) must(status === Number(code), `the answer is ${status}: ${text.slice(0, 400)}`);
		else must(error?.code === code, `the answer is ${status} ${error?.code ?? text.slice(0, 300)}`);
	}
	expect_finding([field, code]) {
		const all = this.answer.error?.findings ?? [];
		must(all.some(one => one.field === field && (!code || one.code === code)), `findings: ${JSON.stringify(all)}`);
	}
	expect_decision([...word]) { must(this.answer.json?.decision === word.join(" "), `the decision is ${this.answer.json?.decision}`); }
	// expect task T: one of the user's tasks is about the person of the last scan, and says so; expect no task
	async my_tasks() {
		const answer = await this.user.ask("GET", "/tasks");
		must(answer.status === 200, `the tasks cannot be read: ${answer.text.slice(0, 300)}`);
		return answer.json.open.filter(one => one.about === this.inspection.record);
	}
	async expect_task([text]) {
		const mine = await this.my_tasks(), found = mine.find(one => one.words.includes(text));
		must(found, `tasks about this person: ${JSON.stringify(mine)}`);
		this.task = found.id;
	}
	async expect_no() { const mine = await this.my_tasks(); must(!mine.length, `tasks about this person: ${JSON.stringify(mine)}`); }
	expect_says(words) { this.says(this.answer.text, words); }
	says(text, words) {
		const no = words[0] === "not", plain = text.replace(/<(section|p)\b[^>]* hidden>[^]*?<\/\1>/g, " ").replace(/<[^>]*>/g, " ").replace(/&#39;/g, "'").replace(/&amp;/g, "&").replace(/\s+/g, " ");
		const wanted = words[no ? 1 : 0];
		must(plain.includes(wanted) !== no, `the page says ${no ? "" : "not "}"${wanted}": ${plain.slice(0, 1500)}`);
	}
	// expect page verdict|person|receipt|refusal says [not] "..." [in LANGUAGE]
	async expect_page([what, , ...words]) {
		const at = words.indexOf("in");
		this.says((await this.paper(what, at > 0 ? words[at + 1] : "en")).text, words);
	}
	async expect_marked([text]) { must(this.answer.text.includes(`<mark>${text}</mark>`) || [...this.answer.text.matchAll(/<mark>([^<]*)<\/mark>/g)].some(m => m[1].replace(/&lt;/g, "<").includes(text)), `marked: ${this.answer.text.match(/<mark>[^<]*<\/mark>/g)}`); }
	// expect same paper refusal
	async expect_same([, what]) {
		must((await this.printed(what)) === this.kept.get(what), "the paper is another one now");
	}
	async crossings() {
		const person = await this.user.ask("GET", `/person/${this.inspection.record}`);
		must(person.status === 200, `the person cannot be read: ${person.status} ${person.text.slice(0, 200)}`);
		return person.json;
	}
	async expect_last([, direction, post, decision = "admit"]) { // last crossing entry SORREL [refuse]
		const all = (await this.crossings()).crossings.slice().sort((a, b) => a.happened - b.happened || String(a.happened).localeCompare(String(b.happened)));
		const last = all.at(-1);
		must(last && last.direction === direction && last.post === post && last.decision === decision, `last crossing: ${JSON.stringify(last)}`);
	}
	async expect_crossings([count]) { const { crossings } = await this.crossings(); must(crossings.length === Number(count), `${crossings.length} crossings`); }
	async expect_documents([count]) { const { documents } = await this.crossings(); must(documents.length === Number(count), `${documents.length} documents`); }
	async expect_claim([state]) { must((await this.look_again()).care === (state === "open"), "a claim is not " + state); }
}

// Verbs of one area stand in a module beside its play: `verbs` are methods of the stage, `expect_X` among them.
const verbs = ["traveller_is", "as", "wait", "scan", "reader", "by", "compare", "admit", "refer", "note", "claim", "hear", "refuse", "confirm", "again", "tie", "keep", "finish", "expect"];
for (const file of readdirSync(here).filter(name => name.endsWith(".mjs") && name !== "run.mjs")) {
	const area = await import(`./${file}`);
	for (const name of Object.keys(area.verbs)) must(!(name in Stage.prototype), `${file}: the verb ${name} is there already`);
	Object.assign(Stage.prototype, area.verbs);
	verbs.push(...Object.keys(area.verbs).filter(name => !name.startsWith("expect_")));
}

async function act(stage, play) {
	for (const step of play.steps) {
		const [verb, ...rest] = step.words;
		const next = play.steps[play.steps.indexOf(step) + 1]?.words;
		const name = verb === "traveller" ? "traveller_is" : verb;
		try {
			must(verbs.includes(name), `"${verb}" is not known`);
			if (verb !== "expect") stage.answer = null;
			await stage[name](rest);
			const awaited = next?.[0] === "expect" && ["answer", "finding", "says", "marked"].includes(next[1]);
			if (verb !== "expect" && stage.answer?.status >= 400 && !awaited) throw new Error(`${stage.answer.status}: ${stage.answer.text.slice(0, 600)}`);
		} catch (error) {
			throw new Error(`${step.at}: ${step.line}\n${error.message}`);
		}
	}
}

const plays = readdirSync(here).filter(name => name.endsWith(".play")).sort().flatMap(read_plays)
	.filter(play => !chosen.words.length || chosen.words.some(word => play.title.toLowerCase().includes(word.toLowerCase()) || play.file.includes(word)));
const tally = new Tally();
const server = await start({ ...chosen, clock: 1 });
try {
	const users = new Map();
	for (const play of plays) await tally.run(play.title, () => act(new Stage(server, users), play));
	await tally.run("the server is alive, and verifies its journal", async () => {
		must(server.alive(), "the server ended by itself");
		server.command("journal", "verify");
	});
	if (!chosen.postgres) await tally.run("a copy made while serving is restored elsewhere, and nothing is overwritten", async () => {
		const copy = join(server.folder, "copy"), data = join(server.folder, "restored");
		const there = (...words) => execFileSync(chosen.program, ["--data", data, ...words], { cwd: root, encoding: "utf8", maxBuffer: 256 << 20, stdio: ["ignore", "pipe", "pipe"] });
		const refused = (...words) => { try { there(...words); return false; } catch { return true; } };
		const digest = text => text.trim().split("\n").at(-1);
		// jobs go on writing: a copy is compared with tables that did not change while it was made
		let before, after;
		for (let i = 0; i < 20 && (i === 0 || before !== after); i++) {
			rmSync(copy, { recursive: true, force: true });
			before = digest(server.command("journal", "dump"));
			server.command("backup", copy);
			after = digest(server.command("journal", "dump"));
		}
		must(before === after, "the state never stood still");
		must(refused("restore", copy), "it was restored without the keys");
		cpSync(join(server.data, "keys"), join(data, "keys"), { recursive: true });
		there("restore", copy);
		must(digest(there("journal", "dump")) === after, "the restored tables are others");
		must(refused("restore", copy), "a state was overwritten");
	});
} finally {
	await server.stop();
}
tally.end();
