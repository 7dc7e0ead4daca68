// Verbs of the people at work and of the people concerned: change-over at a booth.
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { User, PASSWORD, uuid7, options, root, start } from "../harness.mjs";
import { SecurityKey } from "../webauthn.mjs";

const must = (condition, words) => { if (!condition) throw new Error(words); };

// A code that nobody used yet: of a printed list, made with the one that the user's device shows next.
const printed = new Map();
async function fresh_code(user) {
	if (!printed.get(user.number)?.length) {
		const answer = await user.ask("POST", "/factor/codes", { body: { id: uuid7(), code: user.server.sign_ins().find(one => one.number === user.number).code } });
		must(answer.status === 200, `no codes: ${answer.text}`);
		printed.set(user.number, answer.json.codes.map(one => one.code));
	}
	return printed.get(user.number).shift();
}
async function signed_in(stage, number) {
	if (!stage.users.has(number)) stage.users.set(number, await new User(stage.server, number).sign_in());
	return stage.users.get(number);
}
const origin = server => server.base.replace("127.0.0.1", "localhost");

// The browser stays, the session is another's: its cookies go on under the new name, and the first signs in anew next time.
async function browser_is(stage, number, first_code) {
	const before = stage.user, after = new User(stage.server, number);
	after.cookies = before.cookies;
	after.csrf = (await after.ask("GET", "/lane", { page: true })).text.match(/name="csrf" value="([^"]+)"/)?.[1];
	must(after.csrf, "the page of the lanes holds no csrf");
	stage.user = after;
	// who was relieved signs in anew at another browser, for what comes after
	const again = new User(stage.server, before.number);
	const answer = await again.ask("POST", "/sign-in", { body: { number: before.number, password: PASSWORD, code: first_code } });
	must(answer.status === 200, `the first officer cannot sign in again: ${answer.text}`);
	again.csrf = (await again.ask("GET", "/lane", { page: true })).text.match(/name="csrf" value="([^"]+)"/)[1];
	stage.users.set(before.number, again);
}

export const verbs = {
	// key added [without verification PIN]: the user adds a security key
	async key([what, ...rest]) {
		must(what === "added", 'key added [pin PIN]');
		const pin = rest[0] === "pin" ? rest[1] : undefined, key = new SecurityKey(origin(this.server), { verifies: !pin });
		const asked = await this.user.ask("GET", "/me/key/ask"), code = await fresh_code(this.user);
		must(asked.status === 200, `no challenge: ${asked.text}`);
		this.server.keys ??= new Map();
		this.server.keys.set(this.user.number, key);
		await this.send("/me/key", { label: "play", code, pin, ...key.create(asked.json) });
	},
	// relieved by NUMBER [with key [again|elsewhere] [pin PIN]]: the relief signs at this booth; `again` sends the last answer once more
	async relieved([, number, ...rest]) {
		const first_code = await fresh_code(this.user);
		const next = this.inspection ? `/inspection/${this.inspection.id}` : "/booth";
		if (rest[0] !== "with") {
			const code = await fresh_code(await signed_in(this, number));
			await this.send("/relief", { number, password: PASSWORD, code, next });
		} else if (rest[2] === "again") {
			await this.send("/relief/key", this.server.last_answer);
		} else {
			const key = this.server.keys.get(number), place = rest[2] === "elsewhere" ? await signed_in(this, "U-10002") : this.user;
			must(key, `${number} has no key in this play`);
			const asked = await place.ask("GET", "/relief/ask"), pin = rest.includes("pin") ? rest[rest.indexOf("pin") + 1] : undefined;
			must(asked.status === 200, `no challenge: ${asked.text}`);
			await this.send("/relief/key", this.server.last_answer = { ...key.get(asked.json), pin, next });
		}
		if (this.answer.status >= 400) return;
		await browser_is(this, number, first_code);
	},
	// expect unfinished [not] this: is the person of the last scan named to the relief as left unfinished?
	async expect_unfinished(words) {
		const answer = await this.user.ask("GET", "/relief"), named = answer.json?.taken?.unfinished?.some(one => one.inspection === this.inspection.id) ?? false;
		must(named === (words[0] !== "not"), `left unfinished: ${answer.text.slice(0, 400)}`);
	},
	// expect officers A and B: the last crossing names who inspected and who decided
	async expect_officers([inspected, , decided]) {
		const reader = await signed_in(this, "U-10003");
		await reader.ask("POST", "/lane/none", { body: {} });
		const list = await reader.ask("GET", "/crossings", { page: true });
		const page = await reader.ask("GET", list.text.match(/href="(\/crossing\/[0-9a-f-]+)"/)[1], { page: true });
		const text = page.text.replace(/<[^>]*>/g, " ").replace(/\s+/g, " ");
		must(text.includes(`Inspected by ${inspected}`) && text.includes(`Officer ${decided}`), `the crossing does not name both: ${text.slice(0, 1500)}`);
	},
	// requests NAME WHAT [as CAPACITY] [mandate T] [words T] [received D]: the access desk records a request about a traveller; "nobody" is not on record
	async requests([name, what, ...rest]) {
		const about = {};
		for (let i = 0; i < rest.length; i += 2) about[rest[i] === "as" ? "capacity" : rest[i]] = rest[i + 1];
		if (about.received) about.received = new Date(Date.now() + parseInt(about.received) * 86400000).toISOString().slice(0, 10);
		const desk = await signed_in(this, "U-20007");
		let record;
		if (name === "again") record = this.asked_about; // the record of the request before, which may not be found any more
		else if (name !== "nobody") {
			const found = await desk.ask("POST", "/search", { body: { document: this.traveller(name).number, why: "data_subject", reason: "request" } });
			record = found.json?.found?.[0]?.person ?? found.json?.found?.[0]?.record;
			must(record, `${name} is not found: ${found.text.slice(0, 300)}`);
		}
		this.user = desk;
		this.asked_about = record;
		const answer = await this.send("/requests/new", { what, about: record, name: ["nobody", "again"].includes(name) ? "Nemo Nobody" : this.traveller(name).surname, capacity: "self", identified: "passport, compared with the face", ...about });
		if (answer.json?.id) this.request = answer.json.id;
	},
	async more_time([, reason]) { await this.send(`/requests/${this.request}/extend`, { reason }); }, // more_time because T
	// answer OUTCOME [because T]
	async answered([outcome, , reasons]) { await this.send(`/requests/${this.request}/answer`, { outcome, reasons }); },
	async erasable() { return (await this.user.ask("GET", `/requests/${this.request}`)).json.erasable; },
	// erases KIND ... because T: the desk grants it, for all entries of these kinds that may go; all: of these kinds, whatever rests on them
	async erases(rest) {
		const at = rest.indexOf("because"), kinds = rest.slice(0, at), all = kinds.at(-1) === "all";
		const entries = (await this.erasable()).filter(one => kinds.includes(one.kind) && (all || one.may)).map(one => one.id);
		await this.send(`/requests/${this.request}/answer`, { outcome: "erased", entries, reasons: rest[at + 1] });
	},
	// carries out [as NUMBER]: the erasure, by the records officer
	async carries([, , number]) {
		const officer = await signed_in(this, number ?? "U-20008");
		this.answer = await officer.ask("POST", `/erasures/${this.request}`, { body: {} });
	},
	// expect erasing says [not] T: the page of whoever carries erasures out
	async expect_erasing([, ...words]) {
		const officer = await signed_in(this, "U-20008"), page = await officer.ask("GET", "/erasures", { page: true });
		must(page.status === 200, `${page.status}`);
		this.says(page.text.replace(/<[^>]*>/g, " ").replace(/&#39;/g, "'").replace(/\s+/g, " "), words);
	},
	// expect erasable KIND yes|no|missing
	async expect_erasable([kind, word]) {
		const mine = (await this.erasable()).filter(one => one.kind === kind), found = !mine.length ? "missing" : mine.some(one => one.may) ? "yes" : "no";
		must(found === word, `${kind}: ${found}: ${JSON.stringify(await this.erasable()).slice(0, 600)}`);
	},
	async lifts([, reason]) { await this.send(`/requests/${this.request}/lift`, { reason }); }, // lifts because T
	// expect request FIELD VALUE
	async expect_request([field, value]) {
		const row = (await this.user.ask("GET", `/requests/${this.request}`)).json;
		const meant = /^[+-]\d+d$/.test(value) ? new Date(Date.now() + parseInt(value) * 86400000).toISOString().slice(0, 10) : value;
		must(String(row?.[field] ?? "missing") === meant, `${field}: ${JSON.stringify(row?.[field])}`);
	},
	// expect due in N months: counted from the day that the request came
	async expect_due([, months]) {
		const row = (await this.user.ask("GET", `/requests/${this.request}`)).json, [y, m, d] = row.received.split("-").map(Number);
		const last = new Date(Date.UTC(y, m - 1 + Number(months) + 1, 0)).getUTCDate(), day = new Date(Date.UTC(y, m - 1 + Number(months), Math.min(d, last)));
		must(row.due === day.toISOString().slice(0, 10), `due on ${row.due}, not ${day.toISOString().slice(0, 10)}`);
	},
	// expect told [not] T: what was handed over, as the file
	async expect_handed(words) {
		const no = words[0] === "not", text = (await this.user.ask("GET", `/requests/${this.request}/given`)).text;
		must(text.includes(words.at(-1)) !== no, `what was handed over ${no ? "says" : "does not say"} "${words.at(-1)}": ${text.slice(0, 1500)}`);
		must(text === (await this.user.ask("GET", `/requests/${this.request}/given`)).text, "it is not the same again");
	},
	// expect paper_given says [not] T: the paper as text, all its parts; its PDF is tagged, has title and language, and is the same again
	async expect_paper_given([, ...words]) {
		let text = "", part = 1;
		for (;; part++) {
			const page = await this.user.ask("GET", `/requests/${this.request}/text?part=${part}`, { page: true });
			if (page.status !== 200) break;
			text += page.text.replace(/<[^>]*>/g, " ").replace(/&#39;/g, "'").replace(/&amp;/g, "&").replace(/[\u2068\u2069]/g, "").replace(/\s+/g, " ");
		}
		must(part > 1, "no paper was given");
		this.says(text, words);
		const paper = async () => (await this.user.ask("GET", `/requests/${this.request}/paper`, { bytes: true })).text, pdf = await paper();
		must(pdf.startsWith("%PDF-") && pdf.includes("/MarkInfo") && pdf.includes("/Lang") && pdf.includes("/Title"), `the paper is no tagged PDF with title and language: ${pdf.slice(0, 200)}`);
		must(pdf === await paper(), "it is not the same again");
	},
	// remember answer NAME; expect told_alike NAME: two answers differ in who, when and numbers alone
	async remember([, name]) { (this.server.answers ??= new Map()).set(name, shape((await this.user.ask("GET", `/requests/${this.request}/draft`)).text, this)); },
	async expect_handed_alike([name]) {
		const here = shape((await this.user.ask("GET", `/requests/${this.request}/draft`)).text, this), there = this.server.answers.get(name);
		must(here === there, `the answers tell of a difference:\n${there}\n${here}`);
	},
	// expect oversight sees T: the oversight body is told what the person is not
	async expect_oversight([, words]) {
		const body = await signed_in(this, "U-20032"), all = await body.ask("GET", `/oversight/${this.request}`);
		must(all.status === 200 && all.text.includes(words), `oversight does not see "${words}": ${all.status} ${all.text.slice(0, 800)}`);
	},
	// expect export of NAME says [not] T: what the command prints, as told to the person
	async expect_export([, name, , ...words]) {
		const who = this.traveller(name), text = this.server.command("person", "export", who.number, "--issuer", who.issuer);
		this.says(text, ["says", ...words].slice(1));
	},
	// trains NUMBER at CODE does ACTION ...: an exercise in a training state of its own, on the real pages; `none` does nothing
	async trains([number, , code, , ...actions]) {
		const server = await training(), user = await signed_in({ server, users: server.users }, number);
		await user.ask("POST", "/lane", { body: { post: "SORREL", lane: "1", direction: "entry" } });
		this.user = user;
		this.answer = await user.ask("POST", `/training/${code}`, { body: { sex: "F", service: "Land border" } });
		must(this.answer.status === 200, `the exercise does not begin: ${this.answer.text}`);
		const run = this.answer.json.id, run_value = (await user.ask("GET", `/training/run/${run}`)).json, { lines } = run_value;
		const post = async (path, body) => { const answer = await user.ask("POST", path, { body }); must(answer.status === 200, `${path}: ${answer.text}`); return answer.json; };
		const page = await user.ask("GET", `/training/run/${run}`, { page: true }), direction = page.text.match(/name="direction" value="(\w+)"/)[1];
		let at;
		for (const action of actions) {
			if (action === "scan") at = (await post("/booth/scan", { lines: mended(lines), direction })).id;
			else if (action === "admit") await post(`/inspection/${at}/admit`, direction === "exit" ? { explained: "illness", explanation: "hospital" } : { purpose: "tourism" });
			else if (action === "refer") await post(`/inspection/${at}/refer`, { reason: "purpose", note: "see there" });
			else if (action === "protection") await post(`/inspection/${at}/protection`, { words: "I am afraid to go back.", language: "en" });
			else if (action === "note") await post(`/inspection/${at}/note`, { note: "known by two other papers" });
			else if (action === "companion") await post(`/inspection/${at}/child`, { companion: "relative", consent: "none" });
			else if (action === "not_same") await post(`/inspection/${at}/finding`, { list: "foreign_sanctions", item: "T-1", finding: "other", why: "born in another year, in another country" });
			else if (action === "scan_all") { // a family: one beside the other, the bearer last
				for (const zone of [...run_value.along, lines]) at = (await post("/booth/scan", { lines: zone, direction, with: at })).id;
			} else if (action === "decide") {
				const group = (await user.ask("GET", `/inspection/${at}`)).json.group, members = (await user.ask("GET", `/group/${group}`)).json.members;
				await post(`/group/${group}/decide`, { purpose: "tourism", told_by: "together", members: members.map(({ inspection }) => inspection === at ? { inspection, decision: "refer", reason: "papers_missing" } : { inspection }) });
			} else if (action === "same_bearer") {
				const [, other] = (await user.ask("GET", `/inspection/${at}`, { page: true })).text.match(/\/with\/([0-9a-f-]+)"/) ?? [];
				must(other, "the verdict proposes no other document");
				at = (await post(`/inspection/${at}/with/${other}`, { answer: "same", why: "old passport in hand, clipped; the same face" })).inspection;
			}
			else throw new Error(`"${action}" is no action of an exercise`);
		}
		await post(`/training/run/${run}/finish`, {});
		this.score = (await user.ask("GET", `/training/run/${run}`)).json;
	},
	// expect score passed|POINTS of MOST [missing ACTION] [wrong ACTION]
	async expect_score([points, , most, ...rest]) {
		const row = this.score, about = {};
		for (let i = 0; i < rest.length; i += 2) about[rest[i]] = rest[i + 1];
		if (points === "passed") must(row.passed && !row.missing && !row.wrong, `not passed: ${JSON.stringify(row)}`);
		else must(!row.passed && (row.points ?? 0) === Number(points) && row.most === Number(most), `scored ${row.points} of ${row.most}: ${JSON.stringify(row)}`);
		for (const what of ["missing", "wrong"]) if (about[what]) must(row[what]?.includes(about[what]), `${what}: ${JSON.stringify(row[what])}`);
	},
	// expect training kept apart: it says so on each page, begins nowhere else, and no real state takes its journal
	async expect_training() {
		const server = await training(), words = "Nothing here is real";
		for (const path of ["/sign-in", "/booth", "/training", "/training/run/x"]) {
			const page = await this.user.ask("GET", path, { page: true });
			must(page.text.includes(words) && page.text.includes("training"), `${path} does not say that it is training`);
		}
		const real = await signed_in({ server: this.server, users: this.users }, "U-20006");
		must(!(await real.ask("GET", "/me", { page: true })).text.includes(words), "the real system says that it is training");
		must((await real.ask("POST", "/training/ordinary", { body: {} })).status === 409, "an exercise begins in the real system");
		const copy = join(server.folder, "copy"), into = join(server.folder, "into");
		server.command("backup", copy);
		execFileSync("cp", ["-r", join(server.data, "keys"), join(server.folder, "keys")]);
		execFileSync("mkdir", ["-p", into]);
		execFileSync("cp", ["-r", join(server.folder, "keys"), into]);
		let taken = true;
		try { execFileSync(options().program, ["--data", into, "restore", copy], { cwd: root, stdio: "pipe" }); } catch { taken = false; }
		must(!taken, "a copy of a training state is restored as a real one");
	},
	// expect results say T: the trainer's CSV
	async expect_results([, words]) {
		const server = await training(), trainer = await signed_in({ server, users: server.users }, "U-20033"), csv = await trainer.ask("GET", "/training/results.csv");
		must(csv.status === 200 && csv.text.includes(words), `the results do not say "${words}": ${csv.text}`);
		const page = await trainer.ask("GET", "/training/results", { page: true });
		must(page.status === 200 && page.text.includes("Land border"), `the results by sex and service: ${page.text.slice(0, 300)}`);
	},
};

// What is left of an answer when names, days, times and numbers of this traveller are taken out.
const shape = (text, stage) => [...stage.travellers.values()].reduce((said, one) => said.replaceAll(one.surname, "S").replaceAll(one.given, "G").replaceAll(one.number, "N"), text)
	.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, "ID").replace(/\d+ \w+ \d{4}, \d\d:\d\d/g, "TIME").replace(/"zone":"[^"]*"/g, '"zone":"Z"').replace(/"name_key":"[^"]*"/g, '"name_key":"K"');

// The digit that a worn page made wrong, put right as a person does who reads the page.
function mended(lines) {
	const [upper, lower] = lines.split("\n"), digit = text => [...text].reduce((sum, c, i) => sum + [7, 3, 1][i % 3] * (c === "<" ? 0 : /\d/.test(c) ? Number(c) : c.charCodeAt(0) - 55), 0) % 10;
	if (lower.length !== 44) return lines; // a card, which nothing spoils
	return [upper, `${lower.slice(0, 27)}${digit(lower.slice(21, 27))}${lower.slice(28)}`].join("\n");
}

// A training state and its server, made when a play asks for one, ended with this program.
let trains = null;
const training = () => trains ??= start({ program: options().program, training: true }).then(server => ({ ...server, users: new Map() }));
