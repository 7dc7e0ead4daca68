// Verbs of the pack's own procedures: the cases of the demo at their desks. Methods of the stage of run.mjs.
import { time, until, uuid7 } from "../harness.mjs";

const must = (condition, words) => { if (!condition) throw new Error(words); };
const plain = html => html.replace(/<[^>]+>/g, " ").replace(/&#39;/g, "'").replace(/&amp;/g, "&").replace(/\s+/g, " ");
const day = value => /^[+-]\d+d$/.test(value) ? new Date(time.now() + parseInt(value) * 86400000).toISOString().slice(0, 10) : value;

const paper = "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n";
const with_paper = words => {
	const form = new FormData();
	form.set("id", uuid7());
	words.forEach((word, i) => { if (i % 2 === 0) form.append(`answer.${word}`, ...(words[i + 1] === "paper" ? [new Blob([paper], { type: "application/pdf" }), "paper.pdf"] : [words[i + 1]])); });
	return form;
};

const page_of = async (stage, path = "") => (await stage.user.ask("GET", `/case/${stage.case_here}${path}`, { page: true })).text;

export const verbs = {
	// procedure WORDS [of NAME]: the case of it in one of the queues of whoever is signed in
	async procedure([words, , name]) {
		const first = (await this.user.ask("GET", "/cases", { page: true })).text, queues = [...first.matchAll(/href="(\/cases\?[^"]*queue=[^"]*)"/g)].map(one => one[1].replace(/&amp;/g, "&"));
		for (const queue of ["/cases", ...queues])
			for (const [, id] of (await this.user.ask("GET", queue, { page: true })).text.matchAll(/href="\/case\/([0-9a-f-]{36})"/g)) {
				this.case_here = id;
				const text = plain(await page_of(this));
				if (text.includes(words) && (!name || text.includes(name))) return;
			}
		throw new Error(`no case of ${words} in the list`);
	},
	// does ACTION [FIELD VALUE ...]: a value a|b is several choices, +30d and -2d a day, paper a file
	async does([action, ...rest]) {
		if (rest.includes("paper")) return void (this.answer = await this.user.ask("POST", `/case/${this.case_here}/do/${action}`, { body: with_paper(rest) }));
		const body = Object.fromEntries(rest.flatMap((word, i) => i % 2 ? [] : [[`answer.${word}`, rest[i + 1].includes("|") ? rest[i + 1].split("|") : day(rest[i + 1])]]));
		this.answer = await this.user.ask("POST", `/case/${this.case_here}/do/${action}`, { body, form: true });
	},
	// opens_case PROCEDURE FORM of NAME [FIELD VALUE ...] [paper FIELD ...]: begun at the desk for that traveller (of nobody: all answers stand in the line), with the answers of a form and a paper for each field
	async opens_case([procedure, form, , name, ...rest]) {
		const who = name === "nobody" ? {} : this.traveller(name), at = rest.indexOf("paper"), told = at < 0 ? rest : rest.slice(0, at), papers = at < 0 ? [] : rest.slice(at + 1);
		const begun = await this.user.ask("POST", `/cases/begin/${procedure}`, { body: {}, form: true });
		must(begun.status < 400, `begin: ${begun.status} ${begun.text.slice(0, 300)}`);
		this.case_here = (begun.location ?? begun.text).match(/[0-9a-f]{8}-[0-9a-f-]{27}/)[0];
		const body = new FormData();
		const answers = { ...(name !== "nobody" && { "applicant.surname": who.surname, "applicant.given_names": who.given, "applicant.birth_date": who.born, "applicant.sex": who.sex, "applicant.nationality": who.nationality ?? who.issuer,
			"passport.number": who.number, "passport.issuer": who.issuer, "passport.expires": day("+900d"), applicant_language: "en", helped: "no", contact: "desk", has_home: "no" }),
			...Object.fromEntries(told.flatMap((word, i) => i % 2 ? [] : [[word, day(told[i + 1])]])) };
		body.set("id", uuid7());
		for (const [path, value] of Object.entries(answers)) body.set(`answer.${path}`, value);
		for (const field of papers) body.set(`answer.${field}`, new Blob([paper], { type: "application/pdf" }), "paper.pdf");
		this.answer = await this.user.ask("POST", `/case/${this.case_here}/edit/${form}`, { body });
	},
	// seconds yes|no: the second person, who is signed in
	async seconds([word]) {
		this.answer = await this.user.ask("POST", `/case/${this.case_here}/${word === "yes" ? "confirm" : "return"}`, { body: {}, form: true });
	},
	// expect procedure state NAME | says [not] T; what the clocks of cases do comes with their next job
	async expect_procedure([what, ...words]) {
		if (what === "state") {
			const found = await this.user.ask("GET", `/case/${this.case_here}`);
			if (found.json?.state_code === words[0]) return;
			const checks = (await this.user.ask("GET", `/duties/case/${this.case_here}`)).json?.inspections ?? [];
			throw new Error(`state: ${found.json?.state_code ?? found.text.slice(0, 200)}; its inspections: ${JSON.stringify(checks)}; its page: ${plain(await page_of(this)).slice(0, 1200)}`);
		}
		const not = words[0] === "not", wanted = words.at(-1);
		let text = "";
		const said = async () => (text = plain(await page_of(this))).includes(wanted);
		if (not) must(!await said(), `the page of the case: ${text.slice(0, 1500)}`);
		else await until(`the page of the case says "${wanted}"`, said, 40).catch(error => must(false, `${error.message}: ${text.slice(0, 1500)}`));
	},
	// expect clock NAME says T: the account of its days, on its page and by the command
	async expect_clock([name, , words]) {
		const text = plain(await page_of(this, `/clock/${name}`)), { reference } = (await this.user.ask("GET", `/case/${this.case_here}`)).json;
		must(text.includes(words), `the account: ${text.slice(0, 1500)}`);
		const told = this.server.command("case", "clock", reference, name);
		must(told.includes(words), `the command: ${told}`);
	},
	// writes_down USE EVENT [result R] [note T]: of biometrics, a test, a journey, on the page of the case for what is recorded by hand
	async writes_down([use, event, ...rest]) {
		const body = Object.fromEntries(rest.flatMap((word, i) => i % 2 ? [] : [[word, rest[i + 1]]]));
		const page = await this.user.ask("GET", `/recorded/case/${this.case_here}`, { page: true });
		must(page.status === 200 && page.text.includes("No engine is connected"), `its page: ${page.status}`);
		this.answer = await this.user.ask("POST", `/recorded/case/${this.case_here}`, { body: { id: uuid7(), use, event, ...body } });
	},
	// expect recorded USE FIELD VALUE
	async expect_recorded([use, field, value]) {
		const { steps } = (await this.user.ask("GET", `/recorded/case/${this.case_here}`)).json, one = steps.find(step => step.use === use);
		must(one?.[field] === value, JSON.stringify(steps));
	},
	// expect running says T: what `limen pack diff` says of the running cases, under the same pack
	async expect_running([, words]) {
		const pack = new URL("../../pack/utopia", import.meta.url).pathname, said = this.server.command("pack", "diff", pack, pack);
		must(said.includes("The two packs say the same.") && said.includes(words), said.slice(0, 600));
	},
	// expect load NAME N: who has how many cases of the queue PROCEDURE/QUEUE that is shown
	async expect_load([where, name, count]) {
		const [procedure, queue] = where.split("/"), { load } = (await this.user.ask("GET", `/cases?procedure=${procedure}&queue=${queue}`)).json;
		must(load.some(one => one.who.includes(name) && one.count === count), `who has how many: ${JSON.stringify(load)}`);
	},
	// takes: the case is assigned to whoever is signed in
	async takes_case() { await this.send(`/case/${this.case_here}/assign`, { number: this.user.number }); },
	// expect unseen: whoever is signed in is not told that the case exists
	async expect_unseen() {
		const found = await this.user.ask("GET", `/case/${this.case_here}`, { page: true });
		must(found.status === 404 || found.status === 403, `seen: ${found.status}`);
		// and no number of a queue tells of it
		const text = (await this.user.ask("GET", "/cases", { page: true })).text;
		for (const [, href, count] of text.matchAll(/<li><a href="([^"]*queue=[^"]*)".*?<span class="num">(\d+)/g)) {
			const rows = (await this.user.ask("GET", href.replace(/&amp;/g, "&"), { page: true })).text.match(/<td class="mono">/g)?.length ?? 0;
			must(rows === Math.min(Number(count), 100), `${href}: ${count} wait, ${rows} are shown`);
		}
	},
};
