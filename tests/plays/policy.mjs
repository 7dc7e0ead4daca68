// Verbs of the ministry: a version is proposed, tried on the past, approved by another person, in force on a day. Methods of the stage of run.mjs.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { options, root, start, time, until } from "../harness.mjs";

const must = (condition, words) => { if (!condition) throw new Error(words); };
const plain = html => html.replace(/<(script|style)[^]*?<\/\1>/g, " ").replace(/<[^>]+>/g, " ").replace(/&#39;|&rsquo;/g, "'").replace(/&amp;/g, "&").replace(/\s+/g, " ");
const day = ms => new Date(ms).toISOString().slice(0, 10);
const first_of_next_month = () => { const now = new Date(time.now()); return Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 1); };
const meant = word => /^[+-]\d+d$/.test(word) ? day(time.now() + parseInt(word) * 86400000) : word === "first" ? day(first_of_next_month()) : word;

// "not" goes before one sentence; else all of them are there.
const all = (stage, text, words) => words[0] === "not" ? stage.says(text, words) : words.forEach(one => stage.says(text, [one]));

// A server of its own: law changes there, and a month passes, without the other plays knowing of it.
let own = null;
export const verbs = {
	// ministry [ends]
	async ministry([ends]) {
		if (ends) {
			time.moved = own.before;
			return void await own.server.stop();
		}
		own = { before: time.moved, server: await start({ ...options(), clock: 1, database: "limen_policy" }) };
		time.moved = 0;
		this.server = own.server;
		this.users = new Map();
	},
	// proposes FILE replaces "A" with "B" because T
	async proposes([file, , before, , after, , note]) {
		const text = readFileSync(join(root, "pack/utopia", file), "utf8"), form = new FormData();
		must(text.includes(before), `${file} does not say "${before}"`);
		form.set("note", note);
		form.append("files", new Blob([text.replace(before, after)]), file.split("/").at(-1));
		this.answer = await this.user.ask("POST", "/pack/propose", { body: form });
		this.version = this.answer.json?.identity ?? this.version;
	},
	// judges the past [from D to D]
	async judges([, , , from = "-365d", , to = "+0d"]) {
		await this.send(`/pack/${this.version}/past`, { from: meant(from), to: meant(to) });
		if (this.answer.status === 200) this.figures = this.answer.json.figures;
	},
	async approves([note]) { await this.send(`/pack/${this.version}/approve`, { note }); },
	// puts in force on D|first
	async puts([, , , from]) { await this.send(`/pack/${this.version}/apply`, { from: meant(from) }); },
	async takes_back([reason]) { await this.send(`/pack/${this.version}/withdraw`, { reason }); },
	async sends_back([reason]) { await this.send(`/pack/${this.version}/reject`, { reason }); },
	// month turns
	async month() { await this.wait([`${Math.ceil((first_of_next_month() - time.now()) / 60000)}m`]); },
	// expect figures PATH VALUE | at least N: "sides.1.late"; null is a number under 5
	async expect_figures([path, ...rest]) {
		const value = path.split(".").reduce((at, name) => at?.[name], this.figures);
		const good = rest[0] === "at" ? value >= Number(rest[2]) : String(value) === rest[0];
		must(good, `${path} is ${JSON.stringify(value)}: ${JSON.stringify(this.figures).slice(0, 1500)}`);
	},
	// expect law new|old: which version the server decides by; a new one is there within ten seconds
	async expect_law([which]) {
		const in_force = async () => (await this.user.ask("GET", "/pack")).json.identity === this.version;
		if (which === "new") await until("the version is in force", in_force, 30);
		else must(!await in_force(), "the version is in force already");
	},
	// expect version says [not] T ... | expect version text FILE says T ... | expect version past says T ...: its pages
	async expect_version(words) {
		const at = words.indexOf("says"), path = words[0] === "text" ? `/text?path=${words[1]}` : words[0] === "past" ? "/past" : words[0] === "print" ? `/print?procedure=${words[1]}` : "";
		const page = await this.user.ask("GET", `/pack/${this.version}${path}`, { page: true });
		must(page.status === 200, `the page cannot be read: ${page.status} ${plain(page.text).slice(0, 300)}`);
		all(this, page.text, words.slice(at + 1));
	},
	// expect versions says ...: the page of the pack
	async expect_versions([, ...words]) { all(this, (await this.user.ask("GET", "/pack", { page: true })).text, words); },
};
