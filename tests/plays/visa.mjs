// Verbs of who applies, from the question to the visa in the hand. Methods of the stage of run.mjs; the case is the one that desks act in with `does`.
import { Applicant, day } from "../public.mjs";

const must = (condition, words) => { if (!condition) throw new Error(words); };
const form_of = words => Object.fromEntries(words.flatMap((word, i) => i % 2 ? [] : [[word, words[i + 1]]]));
const plain = html => html.replace(/<[^>]+>/g, " ").replace(/&#39;/g, "'").replace(/&amp;/g, "&").replace(/\s+/g, " ");
const day_of = value => /^[+-]\d+d$/.test(value) ? day(parseInt(value)) : value;
const own = stage => `/application/${stage.case_here}`;
const name_of = who => ({ "applicant.surname": who.surname, "applicant.given_names": who.given, "applicant.birth_date": who.born, "applicant.sex": who.sex, "applicant.nationality": who.nationality ?? who.issuer,
	"passport.number": who.number, "passport.issuer": who.issuer, "passport.expires": who.expires });

export const verbs = {
	// applicant EMAIL: whoever reads that mailbox, signed in by the code of the message; as such from here on
	async applicant([email]) {
		if (!this.users.has(email)) this.users.set(email, await new Applicant(this.server, email).sign_in());
		this.user = this.users.get(email);
	},
	// asks_visa FIELD VALUE ... [in LANGUAGE]: "do I need a visa?", by nobody who signs in
	async asks_visa(words) {
		const { in: language = "en", ...query } = form_of(words);
		const answer = await fetch(`${this.server.base}/visa/advice?${new URLSearchParams(query)}`, { headers: { Accept: "text/html", "Accept-Language": language } });
		this.answer = { status: answer.status, text: await answer.text(), language };
	},
	// begins PROCEDURE
	async begins([procedure]) { this.case_here = (await this.user.begin(procedure)).split("/").at(-1); },
	// fills [NAME] [pages N] [FIELD VALUE ...]: what is asked, page by page, with what the traveller NAME is; pages N: and then leaves
	async fills(words) {
		const who = words.length % 2 ? this.traveller(words.shift()) : null, { pages, ...answers } = form_of(words);
		await this.user.fill(own(this), { answers: { ...(who ? name_of(who) : {}), ...Object.fromEntries(Object.entries(answers).map(([name, value]) => [name, day_of(value)])) }, most: pages ? Number(pages) : undefined });
	},
	// begins_together: an application for somebody who comes along; `other` changes between the two
	async begins_together() {
		const begun = await this.user.ask("POST", `${own(this)}/together`, { body: {} });
		must(begun.status === 200, `together: ${begun.status} ${begun.text.slice(0, 300)}`);
		this.case_other = this.case_here;
		this.case_here = begun.json.id;
	},
	other() { [this.case_here, this.case_other] = [this.case_other, this.case_here]; },
	async invites([email, , party]) { await this.user.invite(own(this), party, email); },
	// takes_up: the application that somebody asked this person to help with, from the list of their own
	async takes_up() {
		const list = (await this.user.ask("GET", "/applications", { page: true })).text, found = list.match(/href="\/application\/([0-9a-f-]{36})"/)?.[1];
		must(found === this.case_here, `it is not in the list of ${this.user.number}: ${plain(list).slice(0, 500)}`);
	},
	async sends() { await this.user.act(own(this), "submit", { declaration: "yes" }); },
	async pays_fee([answer = "paid"]) { await this.user.pay(own(this), "handling_fee", answer); },
	async books_visit() { await this.user.book(own(this)); },
	// asks_for ACTION [FIELD VALUE ...]: an action of the procedure that is the applicant's own
	async asks_for([action, ...rest]) { await this.user.act(own(this), action, form_of(rest)); },
	// makes_visa: the sticker of this case's visa printed from stock, its seal scanned and read back, by whoever is signed in
	async makes_visa() {
		const { seals } = (await this.user.ask("GET", `/seals/case/${this.case_here}`)).json, permit = seals[0].href.split("/").at(-1);
		await this.send(`/seals/permit/${permit}/make`, { medium: "sticker" });
		this.seal_here = (await this.user.ask("GET", `/seals/permit/${permit}`)).json;
		must(this.seal_here.sticker, `no sticker: ${JSON.stringify(this.answer.json)}`);
		await this.send(`/seals/permit/${permit}/back`, { seal: this.seal_here.bytes });
		must(this.answer.json?.agrees, `read back: ${this.answer.text.slice(0, 300)}`);
	},
	// expect advice says [not] T
	expect_advice([, ...words]) { this.says(this.answer.text, words); },
	// expect application says [not] T [in LANGUAGE]: its page, as whoever applies sees it
	async expect_application([, ...words]) {
		const at = words.indexOf("in"), page = await this.user.ask("GET", own(this), { page: true, language: at > 0 ? words[at + 1] : "en" });
		this.says(page.text, words);
	},
	// expect message says T: one in the mailbox of whoever is signed in
	async expect_message([, words]) { const texts = await this.user.messages(); must(texts.some(text => text.includes(words)), `the messages: ${texts.join("\n---\n")}`); },
	// expect letter_text [TITLE] says [not] T: the newest letter of the application, on its page
	async expect_letter_text(words) {
		const page = (await this.user.ask("GET", own(this), { page: true })).text, found = [...page.matchAll(/href="([^"]*letter\/text\?letter=[^"]*)">([^<]*)/g)], title = words[0] === "says" ? null : words.shift();
		const one = title ? found.find(row => row[2].includes(title)) : found[0];
		must(one, `letters: ${found.map(row => row[2])}`);
		this.says((await this.user.ask("GET", one[1].replace(/&amp;/g, "&"), { page: true })).text, words.slice(1));
	},
};
