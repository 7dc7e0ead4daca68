// Verbs of vessels, trains, coaches and their people. Methods of the stage of run.mjs. A person of the list is named by the place on it.
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { passport, time, uuid7 } from "../harness.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const must = (condition, words) => { if (!condition) throw new Error(words); };
const form_of = words => Object.fromEntries(words.flatMap((word, i) => i % 2 ? [] : [[word, words[i + 1]]]));
const later = text => new Date(time.now() + parseInt(text) * { h: 3600000, m: 60000, d: 86400000 }[text.at(-1)]).toISOString();

// crew.csv with rows left out or changed: without 14, change 5 "Rank or rating" Motorman
function list_of(file, words) {
	const [head, ...rows] = readFileSync(join(here, file), "utf8").trim().split("\n").map(line => line.split(";"));
	const gone = new Set();
	for (let i = 0; i < words.length;) {
		if (words[i] === "without") gone.add(words[i + 1]), i += 2;
		else if (words[i] === "change") {
			const row = rows.find(one => one[0] === words[i + 1]), at = head.indexOf(words[i + 2]);
			must(row && at >= 0, `no row ${words[i + 1]} or column "${words[i + 2]}"`);
			row[at] = words[i + 3];
			i += 4;
		} else if (words[i] === "more") rows.push(words[i + 1].split(";")), i += 2;
		else throw new Error("without N, change N COLUMN VALUE, or more ROW");
	}
	return [head, ...rows.filter(row => !gone.has(row[0]))].map(row => row.join(";")).join("\r\n") + "\r\n";
}

const call_of = stage => { must(stage.call, "no ship was announced in this play"); return `/call/${stage.call}`; };
async function held(stage) {
	const answer = await stage.user.ask("GET", call_of(stage));
	must(answer.status === 200, `the call cannot be read: ${answer.text.slice(0, 300)}`);
	return answer.json;
}
async function person(stage, place) {
	const call = await held(stage), found = call.people.find(one => String(one.place) === String(place) && one.list === (stage.listed ?? "crew"));
	must(found, `nobody has place ${place}: ${call.people.map(one => `${one.place} ${one.surname}`).join(", ")}`);
	return found;
}
const keys = async (stage, words) => { const out = []; for (const place of words) out.push((await person(stage, place)).key); return out; };

async function send_list(stage, list, csv) {
	const form = new FormData();
	form.set("id", uuid7());
	form.set("list", list);
	form.set("file", new Blob([csv], { type: "text/csv" }), "list.csv");
	stage.answer = await stage.user.ask("POST", `${call_of(stage)}/list`, { body: form });
	stage.listed = list;
}

async function says(stage, path, words) {
	const at = words.indexOf("in"), page = await stage.user.ask("GET", path, { page: true, language: at > 0 ? words[at + 1] : "en" });
	must(page.status === 200, `${path}: ${page.status} ${page.text.slice(0, 300)}`);
	stage.says(page.text, words);
}

export const verbs = {
	// ship NAME [kind K] [imo N] [number R] [flag F] [from_place P] [to_place P] due 20h
	async ship([name, ...rest]) {
		const about = form_of(rest);
		await this.send("/calls/new", { kind: "vessel", name, ...about, due: later(about.due ?? "20h") });
		if (this.answer.status === 200) this.call = this.answer.json.id;
	},
	async crew([file, ...rest]) { await send_list(this, "crew", list_of(file, rest)); },
	// passengers "HEAD" "ROW" ...
	async passengers(rows) { await send_list(this, "passengers", rows.join("\n") + "\n"); },
	// agent sends FILE ...: by a machine's credential, for a call that it announces itself
	async agent([, file, ...rest]) {
		if (!this.server.agent) {
			this.server.command("user", "add", "AG-1", "--name", "Meridian Agency", "--roles", "carrier_api");
			this.server.agent = this.server.command("user", "machine", "AG-1", "--for", "agency").trim().split(/\s+/).at(-1);
		}
		const ask = async (method, path, body) => {
			const headers = { Accept: "application/json", Authorization: `Bearer ${this.server.agent}` };
			if (body && !(body instanceof FormData)) headers["Content-Type"] = "application/json";
			const response = await fetch(this.server.base + path, { method, headers, body: body instanceof FormData ? body : body && JSON.stringify(body) }), text = await response.text();
			let json = null;
			try { json = JSON.parse(text); } catch { /* no value */ }
			return { status: response.status, text, json, error: json?.error ?? null };
		};
		this.answer = await ask("POST", "/api/call", { id: uuid7(), kind: "vessel", name: "Marigold Trader", imo: "8814275", flag: "PAN", post: "MERID", due: later("30h") });
		must(this.answer.status === 200, `the call is not taken: ${this.answer.text}`);
		this.call = this.answer.json.id;
		const form = new FormData();
		form.set("id", uuid7());
		form.set("list", "crew");
		form.set("file", new Blob([list_of(file, rest)]), "crew.csv");
		this.answer = await ask("POST", `/api/call/${this.call}/list`, form);
		this.told = await ask("GET", `/api/call/${this.call}`);
		this.strange = await ask("GET", `/api/call/${uuid7()}`);
		must(this.strange.status === 404 && !/"(people|hits|silent|advice)"/.test(this.told.text), `an agent is told too much: ${this.told.text}`);
	},
	async arrives([, berth]) { await this.send(`${call_of(this)}/move`, { what: "arrived", berth }); },
	// shows NAME: a traveller's document is scanned for the list
	async shows([name]) {
		await this.send(`${call_of(this)}/scan`, { lines: passport(this.traveller(name)).join("\n") });
		if (this.answer.status === 200) this.inspection = (await this.user.ask("GET", `/inspection/${this.answer.json.inspection}`)).json;
	},
	async clear(rest) { await this.send(`${call_of(this)}/clear`, { except: await keys(this, rest.slice(1)) }); },
	async passes(rest) { await this.send(`${call_of(this)}/passes`, { [rest[0] === "only" ? "only" : "except"]: await keys(this, rest.slice(1)) }); },
	// brings N: the pass of that person is scanned
	async brings([place]) { await this.send("/shore-passes", { number: (await person(this, place)).pass.toLowerCase().replace("-", " ") }); },
	// code N: the booth's scanner reads the code on that person's pass; the page that opens is kept for `expect says`
	async code([place]) {
		const text = `LIMEN<SHOREPASS<${(await person(this, place)).pass.replace("-", "")}`;
		const sent = await this.user.ask("POST", "/booth/scan", { body: { lines: text }, page: true });
		must(sent.status === 303, `the code leads nowhere: ${sent.status} ${sent.text.slice(0, 300)}`);
		this.answer = await this.user.ask("GET", sent.location, { page: true });
		this.code_text = text;
	},
	// code_back: the same code, read into the field for the number
	async code_back() { await this.send("/shore-passes", { number: this.code_text }); },
	// carrier told: the notice to the carrier of the stowaway of the last file
	async carrier() { await this.send(`/call-file/${this.opened_file}/notice`, {}); },
	// expect notice says T ...: its paper
	async expect_notice([, ...words]) {
		const { letters } = (await this.user.ask("GET", `/call-file/${this.opened_file}`)).json;
		must(letters.length === 1, `${letters.length} notices`);
		const pdf = await this.user.ask("GET", letters[0].href, { page: true });
		must(pdf.status === 200 && pdf.text.startsWith("%PDF-"), `${letters[0].href}: ${pdf.status}`);
		for (const one of words) await says(this, letters[0].text_href, [one]);
	},
	// sign on N | sign off N purpose P
	async sign([what, place, ...rest]) { await this.send(`${call_of(this)}/person/${(await person(this, place)).key}/sign`, { what, ...form_of(rest) }); },
	async deserter([place, , words]) {
		await this.send(`${call_of(this)}/person/${(await person(this, place)).key}/deserter`, { words });
		if (this.answer.status === 200) this.opened_file = this.answer.json.id;
	},
	// stowaway [surname S] ... found T
	async stowaway(rest) {
		const about = form_of(rest);
		if (about.nationalities) about.nationalities = [about.nationalities];
		await this.send(`${call_of(this)}/stowaway`, { none: !about.document_number, ...about });
		if (this.answer.status !== 200) return;
		this.opened_file = this.answer.json.id;
		const file = (await this.user.ask("GET", `/call-file/${this.opened_file}`)).json;
		this.inspection = (await this.user.ask("GET", `/inspection/${file.inspection}`)).json;
	},
	// file is STATE words T
	async file([, state, , words]) { await this.send(`/call-file/${this.opened_file}`, { state, words }); },
	// writes FIELD VALUE ...: into the crew list, by hand; corrects N FIELD VALUE ...
	async writes(rest) { await this.send(`${call_of(this)}/new`, { list: this.listed ?? "crew", ...form_of(rest) }); },
	async corrects([place, ...rest]) {
		const { key, surname, given_names, born, birthplace, sex, nationality, document_kind, document_issuer, document_number, document_expires, rank } = await person(this, place);
		await this.send(`${call_of(this)}/person/${key}/edit`, { surname, given_names, born, birthplace, sex, nationality, document_kind, document_issuer, document_number, document_expires, rank, ...form_of(rest) });
	},
	async strikes([place]) { await this.send(`${call_of(this)}/person/${(await person(this, place)).key}/off`, {}); },
	async departs(rest) {
		const inland = rest[0] === "inland";
		await this.send(`${call_of(this)}/departure`, { except: await keys(this, rest.slice(inland ? 2 : 1)), inland });
	},
	// person N: what follows is about this person
	async person([place]) {
		const found = await person(this, place);
		this.row = found;
		this.inspection = (await this.user.ask("GET", `/inspection/${found.seen ?? found.inspection}`)).json;
		must(this.inspection?.record, "the person cannot be read");
		this.answer = null;
	},

	// expect told people 22 new 0 changed 2 missing 1
	expect_told(words) { for (const [name, value] of Object.entries(form_of(words))) must(String(this.answer.json?.[name]) === value, `${name}: ${this.answer.text.slice(0, 300)}`); },
	// expect fault ROW "COLUMN" "part of the words"
	expect_fault([row, column, words]) {
		const faults = this.answer.json?.faults ?? [];
		must(faults.some(one => one.row === row && one.column === column && one.words.includes(words)), `faults: ${JSON.stringify(faults)}`);
	},
	async expect_row([place, field, ...value]) {
		const found = await person(this, place), got = found[field];
		must(value[0] === "absent" ? got === undefined : value[0] === "given" ? got !== undefined : String(got) === value.join(" "), `${field} of ${found.surname} is ${JSON.stringify(got)}`);
	},
	async expect_ship([field, value]) { const got = (await held(this))[field] ?? 0; must(String(got) === value, `${field} is ${JSON.stringify(got)}`); },
	// expect first NAME: who stands on top of the page
	async expect_first([name]) {
		const page = await this.user.ask("GET", call_of(this), { page: true }), top = page.text.match(/<h2 id="top">[^]*?<ol class="queue">\s*<li><a[^>]*><bdi>([^<]*)/)?.[1];
		must(top?.startsWith(name), `on top stands ${top}`);
	},
	// expect call|departure|file|ashore|calls page says [not] T [in LANGUAGE]
	// expect pass N paper says T ...: the PDF that was issued, and its text
	async expect_pass([place, , , ...words]) {
		const { passes } = (await this.user.ask("GET", `${call_of(this)}/shore-passes`)).json, number = (await person(this, place)).pass, mine = passes.find(one => one.number === number);
		must(mine?.print_href, `no paper of pass ${number}: ${JSON.stringify(passes).slice(0, 300)}`);
		const pdf = await this.user.ask("GET", mine.print_href, { page: true });
		must(pdf.status === 200 && pdf.text.startsWith("%PDF-"), `${mine.print_href}: ${pdf.status} ${pdf.text.slice(0, 100)}`);
		for (const one of words) await says(this, `${mine.print_href}/text`, ["says", one].slice(1));
	},
	async expect_call([, , ...words]) { await says(this, call_of(this), words); },
	async expect_departure([, , ...words]) { await says(this, `${call_of(this)}/departure`, words); },
	async expect_file([, , ...words]) { await says(this, `/call-file/${this.opened_file}`, words); },
	async expect_ashore([, , ...words]) { await says(this, "/shore-passes", words); },
	async expect_calls([, , ...words]) { await says(this, "/calls", words); },
	// expect left NAME "why": who was not cleared
	expect_left([name, why]) {
		const left = this.answer.json?.left ?? [];
		must(name === "nobody" ? !left.length : left.some(one => one.name.startsWith(name) && (!why || one.why.includes(why))), `left: ${JSON.stringify(left)}`);
	},
	expect_cleared([count]) { must(String(this.answer.json?.cleared) === count, this.answer.text.slice(0, 300)); },
};
