// Verbs of lists and registers. Methods of the stage of run.mjs.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { uuid7, time } from "../harness.mjs";

const must = (condition, words) => { if (!condition) throw new Error(words); };
const day = value => /^[+-]\d+d$/.test(value) ? new Date(time.now() + parseInt(value) * 86400000).toISOString().slice(0, 10) : value;
const form_of = words => Object.fromEntries(words.flatMap((word, i) => i % 2 ? [] : [[word, ["expires", "review", "reported"].includes(word) ? day(words[i + 1]) : words[i + 1]]]));
const proposer = "U-20002", confirmer = "U-20011", imported = ["un_sanctions", "foreign_sanctions", "lost_documents", "risk_notes"];

export const verbs = {
	// open record [for PURPOSE]: the record of the person of the last scan
	async open([, , why]) {
		this.answer = await this.user.ask("GET", `/person/${this.inspection.record}${why ? `?why=${why}` : ""}`);
		if (this.answer.status === 200) must(this.answer.json.documents.length, "a record without documents");
	},
	// list CODE entry ID name N [born D] [nationality N]: a list of others is imported whole; one that is kept here gets the entry by two people
	async list([code, ...rest]) {
		const { entry, name, born = "", nationality = "" } = form_of(rest);
		if (imported.includes(code)) {
			const file = join(this.server.folder, "list.csv");
			writeFileSync(file, `id,kind,name,born,nationalities\n${entry},person,${name},${born},${nationality}\n`);
			this.server.command("watch", "import", "--list", code, "--format", "csv", file);
			await new Promise(done => setTimeout(done, 900));
			return;
		}
		const before = this.user;
		await this.as([proposer]);
		await this.propose([code, "item", entry, "name", name, ...(born ? ["born", born] : []), ...(nationality ? ["nationalities", nationality] : []), "authority", "Court of Meridian", "reason", "As the play says.", "review", "+90d", "why", "As the play says."]);
		await this.as([confirmer]);
		await this.change(["confirm"]);
		this.user = before;
	},
	// propose CODE FIELD VALUE ... why T: an entry, as the API calls the fields
	async propose([code, ...rest]) {
		const answer = await this.send(`/lists/${code}/propose`, form_of(rest));
		if (answer.json?.id) this.proposal = { id: answer.json.id, code };
	},
	// propose_file CODE "HEADER" "ROW" ... why T
	async propose_file([code, ...rest]) {
		const form = new FormData();
		form.set("id", uuid7());
		form.set("why", rest.at(-1));
		form.set("file", new Blob([rest.slice(0, -2).join("\n")]), "list.csv");
		const answer = this.answer = await this.user.ask("POST", `/lists/${code}/file`, { body: form });
		if (answer.json?.id) this.proposal = { id: answer.json.id, code };
	},
	// change confirm | change return remark T: the last proposal; confirmed, every booth asks it within a second
	async change([answer, ...rest]) {
		const version = async () => (await this.user.ask("GET", `/lists/${this.proposal.code}`)).json?.version;
		const was = await version(), began = Date.now();
		const got = await this.send(`/change/${this.proposal.id}`, { answer, ...form_of(rest) });
		if (got.status !== 200 || answer !== "confirm") return;
		while (await version() === was) must(Date.now() - began < 1000, "the list is not in force within a second");
		this.answer = got;
	},
	// expect trial FIELD VALUE: figures of the last proposal; expect alert NAME [not]
	async expect_trial([field, value]) {
		const got = (await this.user.ask("GET", `/change/${this.proposal.id}`)).json;
		must(String(got?.[field] ?? 0) === value, `${field} is ${got?.[field] ?? 0}: ${JSON.stringify(got)}`);
	},
	async expect_alert([...words]) {
		const no = words[0] === "not", name = words[no ? 1 : 0];
		const answer = await this.user.ask("GET", "/alerts");
		must(answer.status === 200, `no alerts: ${answer.text.slice(0, 200)}`);
		const found = answer.json.alerts.find(one => one.person.includes(name) && !one.done);
		must(Boolean(found) !== no, `alerts: ${JSON.stringify(answer.json.alerts).slice(0, 600)}`);
		this.alert = found;
	},
	// answer alert note T
	async answer_alert([, note]) { await this.send(`/alert/${this.alert.id}/done`, { note }); },
	// register STATE NAME day D by T: what a register says of a traveller's document, entered from its page where it was scanned before
	async register([state, name, ...rest]) {
		const { issuer, number, record } = this.traveller(name), { day: since, by } = form_of(rest);
		const known = this.inspection?.person.document_number === number ? `?document=${this.inspection.record}` : "";
		await this.send(`/registers/new${known}`, { state, issuer, kind: "P", number, day: day(since), by });
	},
	async register_file(rows) {
		const form = new FormData();
		form.set("id", uuid7());
		form.set("file", new Blob([rows.join("\n")]), "registers.csv");
		this.answer = await this.user.ask("POST", "/registers/file", { body: form });
	},
	// find_document NUMBER: in the registers
	async find_document([number]) { await this.send("/registers", { number }); this.answer.text = JSON.stringify(this.answer.json?.found ?? this.answer.json); },
	// listen, and then: expect heard changed | expect heard nothing | expect heard lists
	async listen() { this.news = await this.user.listen("/events"); },
	async expect_heard([what]) {
		if (what === "nothing") {
			await new Promise(done => setTimeout(done, 400));
			must(!this.news.heard().includes("event: changed"), "the booth heard something");
		} else if (what === "lists") { // a stream begins with those that are in force
			await this.news.until(/(event: lists\ndata: \d+\s+[^]*){2}/);
		} else {
			await this.news.until(`event: ${what}\n`);
		}
		this.news.end();
	},
	// expect verdicts NAME NAME: what the first line is shown of two travellers differs in what stands in the documents and ids alone
	async expect_verdicts([one, two]) {
		const seen = [];
		for (const name of [one, two]) {
			const about = this.traveller(name);
			for (const page of [false, true]) {
				await this.scan(page ? [name, "page"] : [name]);
				const answer = await this.user.ask("GET", `/inspection/${this.inspection.id}`, { page });
				let text = answer.text;
				for (const [was, is] of [[about.number, "NUMBER"], [about.surname, "SURNAME"], [about.given, "GIVEN"]]) text = text.replaceAll(was, is);
				text = text.replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, "ID").replace(/name="csrf" value="[^"]*"/g, "").replace(/\d\d:\d\d/g, "TIME").replace(/\?v=[0-9a-f]+/g, "");
				text = text.replace(/[A-Z0-9&lt;<]{30,}/g, "LINE").replace(/"lists": ?"[^"]*"/, "");
				(seen[page ? 1 : 0] ??= []).push(text);
			}
		}
		for (const [a, b] of seen) {
			let at = 0;
			while (at < a.length && a[at] === b[at]) at++;
			must(a === b, `the first line can tell them apart: ...${a.slice(Math.max(0, at - 120), at + 160)}... and ...${b.slice(Math.max(0, at - 40), at + 160)}...`);
		}
	},
};
