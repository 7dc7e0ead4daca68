// Verbs of the second line: taking a person and what follows. Methods of the stage of run.mjs.
import { uuid7 } from "../harness.mjs";

const must = (condition, words) => { if (!condition) throw new Error(words); };
const form_of = words => Object.fromEntries(words.flatMap((word, i) => i % 2 ? [] : [[word, words[i + 1]]]));

export const verbs = {
	// take [why T]
	async take(rest) { await this.send(`${await this.referral()}/take`, form_of(rest)); },
	// back
	async back() { await this.send(`${await this.referral()}/back`, {}); },
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
