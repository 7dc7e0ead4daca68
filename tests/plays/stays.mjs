// Verbs of stays: visas and permits held, another document of the traveller, extensions, overstays, bans. Methods of the stage of run.mjs.
import { passport } from "../harness.mjs";

const must = (condition, words) => { if (!condition) throw new Error(words); };
const form_of = words => Object.fromEntries(words.flatMap((word, i) => i % 2 ? [] : [[word, words[i + 1]]]));
const year_from_today = years => { const now = new Date(); return `${now.getUTCFullYear() + years}-${String(now.getUTCMonth() + 1).padStart(2, "0")}-15`; };
const meant = (stage, value) => value === undefined ? undefined : /^[+-]\d+y$/.test(value) ? year_from_today(parseInt(value)) : /^[+-]\d+d$/.test(value) ? new Date(Date.now() + parseInt(value) * 86400000).toISOString().slice(0, 10) : value;

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
	// permit NUMBER is STATE why T [from D]
	async permit([number, , state, ...rest]) {
		const about = form_of(rest), before = this.user;
		await this.as(["U-20021"]);
		must(this.permits?.has(number), `no visa or permit ${number} in this play`);
		await this.send(`/permit/${this.permits.get(number)}/change`, { state, from: meant(this, about.from ?? "-0d"), authority: "Aliens' Office", reason: about.why });
		if (before) this.user = before;
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
	async two([, , why]) { await this.send(`${this.need_inspection()}/with/${this.other}`, { answer: "other", why }); },
};
