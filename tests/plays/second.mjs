// Verbs of the second line: taking a person and what follows. Methods of the stage of run.mjs.
import { uuid7, time } from "../harness.mjs";

const must = (condition, words) => { if (!condition) throw new Error(words); };
const day_from_today = days => new Date(time.now() + days * 86400000).toISOString().slice(0, 10);
const form_of = words => Object.fromEntries(words.flatMap((word, i) => i % 2 ? [] : [[word, words[i + 1]]]));

export const verbs = {
	// take [why T]
	async take(rest) { await this.send(`${await this.referral()}/take`, form_of(rest)); },
	// back
	async back() { await this.send(`${await this.referral()}/back`, {}); },
	// asks [words T] [language L]: a claim from the person's page, where nobody checks the person
	async asks(rest) {
		const answer = await this.send(`/person/${this.inspection.record}/protection`, form_of(rest));
		if (answer.status === 200) this.claimed = answer.json.id;
	},
	// answer received|admissible|granted|rejected|withdrawn [law T] [final D] [note T]: what the authority answers to the last claim
	async authority([answer, ...rest]) {
		const form = form_of(rest);
		if (form.final) form.final = day_from_today(parseInt(form.final));
		await this.send(`/protection/${this.claimed}/answer`, { answer, ...form });
	},
	// expect protection says [not] T: the file of the last claim
	async expect_protection([, ...words]) {
		const { status, text } = await this.user.ask("GET", `/protection/${this.claimed}`, { page: true });
		must(status === 200, `the file answers ${status}`);
		this.says(text, words);
	},
	// expect path /path/{record}|{claim} STATUS [says [not] T]
	async expect_path([path, status, ...words]) {
		const real = path.replace("{record}", this.inspection?.record).replace("{claim}", this.claimed).replace("{referral}", this.referred);
		for (const page of [true, false]) {
			const answer = await this.user.ask("GET", real, { page });
			must(answer.status === Number(status), `${real} answers ${answer.status}: ${answer.text.slice(0, 200)}`);
			if (words.length) this.says(answer.text, words.slice(1));
		}
	},
	// hold ground G facts T alternative T [needs N] [unseen] : the person of the last scan
	async hold(words) {
		const unseen = words.at(-1) === "unseen";
		const { needs, ...form } = form_of(unseen ? words.slice(0, -1) : words);
		const answer = await this.send(`${await this.referral()}/hold`, { ...form, needs: needs ? [needs] : undefined, screened: !unseen });
		if (answer.status === 200) this.held = answer.json.id;
	},
	// log WHAT [note T] [wished yes]
	async log([what, ...rest]) {
		const { wished, ...form } = form_of(rest);
		await this.send(`/hold/${this.held}/log`, { what, ...form, wished: wished === "yes" });
	},
	// prolong ground G facts T      end outcome O note T
	async prolong(rest) { await this.send(`/hold/${this.held}/ground`, form_of(rest)); },
	async end(rest) { await this.send(`/hold/${this.held}/end`, form_of(rest)); },
	// expect held says [not] T | expect held FIELD VALUE
	async expect_held([field, ...words]) {
		const answer = await this.user.ask("GET", `/hold/${this.held}`, { page: field === "says" });
		must(answer.status === 200, `the holding answers ${answer.status}: ${answer.text.slice(0, 200)}`);
		if (field === "says") this.says(answer.text, words);
		else must(String(answer.json[field] ?? "") === (words[0] ?? ""), `${field} is ${answer.json[field]}`);
	},
	// welfare [needs N] [wish F|M|any] [met yes|no] [why_not T]
	async welfare(rest) {
		const { needs, ...form } = form_of(rest);
		await this.send(`${await this.referral()}/welfare`, { ...form, needs: needs ? [needs] : undefined });
	},
	// available [women yes] [men yes]
	async available(rest) {
		const { women, men } = form_of(rest);
		await this.send("/second-line/available", { women: women === "yes", men: men === "yes" });
	},
	// agency NAME question T
	async agency([agency, ...rest]) { await this.send(`${await this.referral()}/agency`, { agency, ...form_of(rest) }); },
	// stateless how H [documents T] [residence T] [needs T]
	async stateless(rest) { await this.send(`${await this.referral()}/stateless`, form_of(rest)); },
	// doubt why T
	async doubt(rest) { await this.send(`${await this.referral()}/doubt`, form_of(rest)); },
	// expect referral says [not] T
	async expect_referral([, ...words]) {
		const answer = await this.user.ask("GET", await this.referral(), { page: true });
		must(answer.status === 200, `the referral answers ${answer.status}`);
		this.says(answer.text, words);
	},
	// race A B take|admit|refuse: two officers do the same at once
	async race([one, two, what]) {
		const path = `${await this.referral()}/${what}`;
		const body = { take: {}, admit: {}, refuse: { reasons: ["E"], facts: "Nothing was shown about the stay." } }[what];
		must(body, "race A B take|admit|refuse");
		const users = [];
		for (const number of [one, two]) {
			await this.as([number]);
			users.push(this.user);
		}
		const answers = await Promise.all(users.map(user => user.ask("POST", path, { body: { id: uuid7(), ...body } })));
		must(answers.filter(answer => answer.status === 200).length === 1, `answers: ${answers.map(answer => `${answer.status} ${answer.text.slice(0, 160)}`).join(" | ")}`);
		const other = answers.find(answer => answer.status !== 200);
		must(["not_allowed", "findings", "conflict"].includes(other.error?.code), `the other is told: ${other.text.slice(0, 300)}`);
		this.answer = answers.find(answer => answer.status === 200);
	},
};
