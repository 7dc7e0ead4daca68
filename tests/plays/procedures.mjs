// Verbs of the pack's own procedures: the cases of the demo at their desks. Methods of the stage of run.mjs.
import { time } from "../harness.mjs";

const must = (condition, words) => { if (!condition) throw new Error(words); };
const plain = html => html.replace(/<[^>]+>/g, " ").replace(/&#39;/g, "'").replace(/&amp;/g, "&").replace(/\s+/g, " ");
const day = value => /^\+\d+d$/.test(value) ? new Date(time.now() + parseInt(value) * 86400000).toISOString().slice(0, 10) : value;

const page_of = async (stage, path = "") => (await stage.user.ask("GET", `/case/${stage.case_here}${path}`, { page: true })).text;

export const verbs = {
	// procedure WORDS [of NAME]: the demo's case of it, from the list of whoever is signed in
	async procedure([words, , name]) {
		const list = (await this.user.ask("GET", "/cases", { page: true })).text;
		for (const [, id] of list.matchAll(/href="\/case\/([0-9a-f-]{36})"/g)) {
			this.case_here = id;
			const text = plain(await page_of(this));
			if (text.includes(words) && (!name || text.includes(name))) return;
		}
		throw new Error(`no case of ${words} in the list`);
	},
	// does ACTION [FIELD VALUE ...]: a value a|b is several choices, +30d a day
	async does([action, ...rest]) {
		const body = Object.fromEntries(rest.flatMap((word, i) => i % 2 ? [] : [[`answer.${word}`, rest[i + 1].includes("|") ? rest[i + 1].split("|") : day(rest[i + 1])]]));
		this.answer = await this.user.ask("POST", `/case/${this.case_here}/do/${action}`, { body, form: true });
	},
	// seconds yes|no: the second person, who is signed in
	async seconds([word]) {
		this.answer = await this.user.ask("POST", `/case/${this.case_here}/${word === "yes" ? "confirm" : "return"}`, { body: {}, form: true });
	},
	// expect procedure state NAME | says [not] T
	async expect_procedure([what, ...words]) {
		if (what === "state") {
			const found = await this.user.ask("GET", `/case/${this.case_here}`);
			return must(found.json?.state_code === words[0], `state: ${found.json?.state_code ?? found.text.slice(0, 200)}`);
		}
		const not = words[0] === "not", text = plain(await page_of(this));
		must(text.includes(words.at(-1)) !== not, `the page of the case: ${text.slice(0, 1500)}`);
	},
	// expect unseen: whoever is signed in is not told that the case exists
	async expect_unseen() {
		const found = await this.user.ask("GET", `/case/${this.case_here}`, { page: true });
		must(found.status === 404 || found.status === 403, `seen: ${found.status}`);
	},
};
