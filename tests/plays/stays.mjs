// Verbs of stays: visas and permits held, another document of the traveller, extensions, overstays, bans. Methods of the stage of run.mjs.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { passport, time, uuid7 } from "../harness.mjs";

const must = (condition, words) => { if (!condition) throw new Error(words); };
const form_of = words => Object.fromEntries(words.flatMap((word, i) => i % 2 ? [] : [[word, words[i + 1]]]));
const year_from_today = years => { const now = new Date(); return `${now.getUTCFullYear() + years}-${String(now.getUTCMonth() + 1).padStart(2, "0")}-15`; };
const meant = (stage, value) => value === undefined ? undefined : /^[+-]\d+y$/.test(value) ? year_from_today(parseInt(value)) : /^[+-]\d+d$/.test(value) ? new Date(time.now() + parseInt(value) * 86400000).toISOString().slice(0, 10) : value;

export const verbs = {
	// visa NUMBER for NAME [kind K] from D until D [entries N] [days N] [rule R] [surname S] [born D]: entered at the desk of visas and permits
	async visa([number, , name, ...rest]) {
		const about = form_of(rest), bearer = this.traveller(name), before = this.user;
		await this.as(["U-20021"]);
		const body = {
			kind: about.kind ?? "visa", number, valid_from: meant(this, about.from), valid_until: meant(this, about.until), entries: Number(about.entries ?? 0), days: Number(about.days ?? 0),
			stay_rule: about.rule ?? "visit", surname: about.surname ?? bearer.surname, given_names: bearer.given, born: about.born ?? bearer.born, authority: "Consulate in Tirana",
			document_kind: "P", document_issuer: bearer.issuer, document_number: bearer.number,
		};
		await this.send("/permits/new", body);
		if (this.answer.status === 200) (this.permits ??= new Map()).set(number, this.answer.json.id);
		if (before) this.user = before;
	},
	// visas "HEAD" "ROW" ...: sent as a file at the desk of visas and permits; +20d in a row is a day
	async visas(rows) {
		const before = this.user, form = new FormData();
		await this.as(["U-20021"]);
		form.set("id", uuid7());
		form.set("file", new Blob([rows.map(row => row.replace(/[+-]\d+d\b/g, day => meant(this, day))).join("\n") + "\n"], { type: "text/csv" }), "visas.csv");
		this.answer = await this.user.ask("POST", "/permits/file", { body: form });
		this.visas_told = this.answer.json;
		if (before) this.user = before;
	},
	// permit NUMBER is STATE why T [from D]
	async permit([number, , state, ...rest]) {
		const about = form_of(rest), before = this.user;
		await this.as(["U-20021"]);
		must(this.permits?.has(number), `no visa or permit ${number} in this play`);
		await this.send(`/permit/${this.permits.get(number)}/change`, { state, from: meant(this, about.from ?? "-0d"), authority: "Aliens' Office", reason: about.why });
		if (before) this.user = before;
	},
	// former visa NUMBER for NAME from D until D [state S] [surname S]: a line of the former system's visas.csv, imported while the server works
	// former exit|entry of NAME at POST on D: a line of its crossings.csv, such as one that arrives late
	async former([what, ...rest]) {
		const file = join(this.server.folder, "former.csv");
		if (what === "visa") {
			const [number, , name, ...more] = rest, about = form_of(more), bearer = this.traveller(name);
			writeFileSync(file, `document_issuer,document_number,kind,visa_number,valid_from,valid_until,stay_rule,surname,born,state\n${bearer.issuer},${bearer.number},visa,${number},${meant(this, about.from)},${meant(this, about.until)},visit,${about.surname ?? bearer.surname},${bearer.born},${about.state ?? ""}\n`);
			return void this.server.command("import", "history", "--visas", file);
		}
		const [, name, , post, , on] = rest, who = this.traveller(name);
		writeFileSync(file, `surname,given_names,born,sex,nationality,document_issuer,document_number,document_expires,direction,date,post\n${who.surname},${who.given},${who.born},${who.sex},${who.nationality ?? who.issuer},${who.issuer},${who.number},${who.expires},${what},${meant(this, on)},${post}\n`);
		const said = this.server.command("import", "history", "--file", file);
		must(said.includes("1 imported"), said);
	},
	// beside NAME | beside number N: another document of the traveller, by its lines or by the number of a visa
	async beside([what, number]) {
		const body = what === "number" ? { number } : { lines: passport(this.traveller(what)).join("\n") };
		await this.send(`${this.need_inspection()}/beside`, body);
		this.other = this.answer.json?.other;
	},
	// one person because T | two people because T: the answer to the comparison; one person: the checks are made anew
	async one([, , why]) {
		must(this.other, "no other document was shown");
		await this.send(`${this.need_inspection()}/with/${this.other}`, { answer: "same", why });
		if (this.answer.status === 200) {
			const answer = this.answer;
			await this.open_verdict(`/inspection/${answer.json.inspection}`);
			this.answer = answer;
		}
	},
	// annul crossing reason R: the one that was recorded last
	async annul([, , reason]) { await this.send(`/crossing/${this.last_crossing}/correct`, { field: "annul", reason, note: "Looked at with the officer." }); },
	// airside [craft C] [at second-line]: in transit, stays airside
	async airside(rest) {
		const { at, ...form } = form_of(rest);
		await this.send(`${at === "second-line" ? await this.referral() : this.need_inspection()}/transit`, form);
	},
	// extend until D reason R authority A: the open stay of the last scan's person, at the desk of visas and permits
	async extend(rest) {
		const about = form_of(rest), before = this.user;
		await this.as(["U-20021"]);
		await this.send(`/person/${this.inspection.record}/extend`, { ...about, until: meant(this, about.until) });
		this.user = before;
	},
	// pay cash|card|transfer: the penalty of the overstay that was recorded last
	async pay([method, , language]) {
		must(this.late, "no overstay was recorded");
		await this.send(`/overstay/${this.late}/paid`, { method, language });
	},
	// ban days N reasons R facts T heard T [language L]: ordered by whoever is signed in, from today on
	async ban(rest) {
		const { days, reasons, ...about } = form_of(rest), today = time.now();
		const day = n => new Date(today + n * 86400000).toISOString().slice(0, 10);
		await this.send(`/person/${this.inspection.record}/ban`, { ...about, reasons: [reasons].flat(), starts: day(0), ends: day(Number(days) - 1) });
		this.banned = this.answer.json?.id;
	},
	// ban_document NAME days N reasons R facts T heard T: a document that was never seen here
	async ban_document([name, ...rest]) {
		const { days, reasons, ...about } = form_of(rest), day = n => new Date(time.now() + n * 86400000).toISOString().slice(0, 10), { surname, given, born, sex, issuer, number } = this.traveller(name);
		await this.send("/bans/new", { ...about, surname, given_names: given, born, sex, document_issuer: issuer, document_number: number, document_kind: "P", reasons: [reasons].flat(), starts: day(0), ends: day(Number(days) - 1) });
		this.banned = this.answer.json?.id;
	},
	// lift ban why T
	async lift([, ...rest]) { await this.send(`/ban/${this.banned}/lift`, { authority: "Administrative Tribunal of Utopia", reason: form_of(rest).why }); },
	// leave [explained E] [paper T] [explanation T]: the exit of whoever was scanned, with the overstay that it records
	async leave(rest) {
		await this.send(`${this.need_inspection()}/admit`, form_of(rest));
		this.late = this.answer.json?.overstay;
	},

	// expect paper overstay|ban says T: the text of the letter that tells of it; its PDF is the same whenever it is printed
	async expect_paper([what, , words]) {
		const page = await this.user.ask("GET", what === "ban" ? `/ban/${this.banned}` : `/overstay/${this.late}`, { page: true });
		const href = page.text.match(/href="(\/letter\/[0-9a-f-]+)"/)?.[1];
		must(href, `no paper: ${page.status} ${page.text.replace(/<[^>]*>/g, " ").slice(0, 300)}`);
		this.says((await this.user.ask("GET", `${href}/text`, { page: true })).text, [words]);
		const print = async () => (await this.user.ask("GET", href)).text;
		const first = await print();
		must(first.startsWith("%PDF") && first === await print(), "the PDF is another one, or none");
	},

	// expect visas taken N doubles N wrong N; expect visas line N [column C] says T
	expect_visas([what, n, ...rest]) {
		const told = this.visas_told, about = form_of(rest);
		must(told?.lines, `the file was not taken: ${this.answer.text}`);
		if (what === "taken") return must(told.taken === Number(n) && told.doubles === Number(about.doubles) && told.wrong === Number(about.wrong), JSON.stringify(told));
		must(told.lines.some(one => one.line === Number(n) && one.column === (about.column ?? "") && one.words.includes(about.says)), JSON.stringify(told.lines));
	},

	// expect permit form says T: the form of a visa on the document of the last scan, reached from its holder's page, with what the document says
	async expect_permit([, , words]) {
		const before = this.user;
		await this.as(["U-20021"]);
		const person = await this.user.ask("GET", `/person/${this.inspection.record}?why=permits`, { page: true }), href = person.text.match(/href="(\/document\/[0-9a-f-]+\/permit)"/)?.[1];
		must(href, `no link to the form: ${person.status} ${person.text.replace(/<[^>]*>/g, " ").slice(0, 300)}`);
		const form = (await this.user.ask("GET", href, { page: true })).text;
		this.user = before;
		must(form.includes(`value="${words}"`), `the form is not filled: ${form.slice(0, 600)}`);
	},
	// expect overstay FIELD VALUE|missing, expect no overstay
	async expect_overstay([field, ...value]) {
		must(this.late, `no overstay was recorded: ${this.answer?.text}`);
		const { json, text } = await this.user.ask("GET", `/overstay/${this.late}`);
		must(json, text);
		must(value[0] === "missing" ? json[field] === undefined : String(json[field]) === value.join(" "), `${field} is ${JSON.stringify(json[field])}: ${text.slice(0, 400)}`);
	},
	// expect account FIELD VALUE; expect account day D WHY counts|spared|away
	async expect_account([field, value, why, counts]) {
		const { json, text } = await this.user.ask("GET", `/person/${this.inspection.record}/stay`);
		must(json, text);
		if (field !== "day") return must(String(json[field]) === value, `${field} is ${json[field]}`);
		const wanted = new Date(time.now() + parseInt(value) * 86400000).toISOString().slice(0, 10), found = json.days.find(one => one.day === wanted);
		if (why === "away") return must(!found, `${wanted} is ${JSON.stringify(found)}`);
		must(found && found.why === why && found.counts === (counts === "counts"), `${wanted} is ${JSON.stringify(found)}; days are ${json.days.map(one => `${one.day} ${one.why}`).join(", ")}`);
	},
	// expect overstaying NAME yes|no [age A]: in the list of people in the country past their last day
	async expect_overstaying([name, yes, , age = ""]) {
		const before = this.user;
		await this.as(["U-20022"]);
		const { json, text } = await this.user.ask("GET", `/overstays?age=${encodeURIComponent(age)}&nationality=${this.traveller(name).nationality ?? this.traveller(name).issuer}`);
		const csv = await this.user.ask("GET", `/overstays.csv?age=${encodeURIComponent(age)}`);
		this.user = before;
		must(json, text);
		const number = this.traveller(name).number;
		must(json.people.some(one => one.document_number === number) === (yes === "yes"), `the list: ${JSON.stringify(json.people.map(one => [one.document_number, one.over]))}`);
		must(csv.text.includes(number) === (yes === "yes"), `the file: ${csv.status} ${csv.text.slice(0, 400)}`);
	},
	// expect records tasks N [WHAT]: open tasks of records that do not fit, about the person of the last scan
	async expect_records([, count, what]) {
		const before = this.user;
		await this.as(["U-20022"]);
		const mine = (await this.my_tasks()).filter(one => ["two_entries", "missing_exit"].includes(one.what) && (!what || one.what === what));
		this.user = before;
		this.task = mine[0]?.id;
		must(mine.length === Number(count), `tasks: ${JSON.stringify(mine)}`);
	},
	// expect apply NEED PURPOSE ARTICLE
	expect_apply([need, purpose, article]) {
		const found = (this.inspection.apply ?? []).find(one => one.need === need && one.purposes.includes(purpose));
		must(found && found.article === article, `what could be applied for: ${JSON.stringify(this.inspection.apply)}`);
	},

	async two([, , why]) { await this.send(`${this.need_inspection()}/with/${this.other}`, { answer: "other", why }); },
};
