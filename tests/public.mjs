// Whoever applies, as plays and browser tests need them: an account by e-mail, and the pages of an application sent as a browser without script sends them.
import { User, time, uuid7 } from "./harness.mjs";

const PNG = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==", "base64"), PDF = Buffer.from("%PDF-1.4\n%%EOF\n");
const must = (condition, words) => { if (!condition) throw new Error(words); };
export const mark = text => text.match(/name="csrf" value="([^"]+)"/)?.[1] ?? null;
export const day = (days, from = time.now()) => new Date(from + days * 86400000).toISOString().slice(0, 10);
const links = (text, like) => [...new Set([...text.matchAll(/href="([^"#]*)"/g)].map(one => one[1].replace(/&amp;/g, "&")))].filter(href => like.test(href));
const gaps = text => [...text.matchAll(/<li><a href="[^"]*">([^<]*)|class="error">.*?<\/svg>([^<]*)/g)].map(one => one[1] ?? one[2]).join(" | ");

const ANSWERS = { "applicant.surname": "MORENO", "applicant.given_names": "Lena", "applicant.birth_date": "1990-03-12", "applicant.sex": "F", "applicant.nationality": "IND", applicant_language: "en", helped: "no",
	contact: "email", has_home: "yes", home: "1 Road", purpose: "tourism", entries: "single", "lodging.name": "Hotel", "lodging.place": "Main street 1", "lodging.phone": "+15550100",
	"passport.number": "Z1234567", "passport.issuer": "IND", "passport.issued": "2022-01-01", "passport.expires": "2032-01-01", vale_family: "no", occupation: "employed", payer: "self", means: "2000 XTS" };

export class Applicant extends User {
	// What came to the address, newest first.
	async messages() {
		const box = await fetch(`${this.server.base}/mailbox?to=${encodeURIComponent(this.number)}`, { headers: { Accept: "application/json" } });
		return (await box.json()).messages.map(one => one.text);
	}
	// By the code of the message; anew after the clock has moved.
	async sign_in() {
		this.csrf = mark((await this.ask("GET", "/account", { page: true })).text);
		must((await this.ask("POST", "/account", { page: true, body: { id: uuid7(), email: this.number, next: "" } })).status === 200, "no message was sent");
		const code = (await this.messages())[0]?.match(/\b[0-9A-Z]{4} [0-9A-Z]{4}\b/)?.[0];
		must(code, `the mailbox holds no code for ${this.number}`);
		const entered = await this.ask("POST", "/account/enter", { page: true, body: { id: uuid7(), email: this.number, code, next: "/applications" } });
		must(entered.status === 303, `the code does not let in: ${entered.status}`);
		this.csrf = mark((await this.ask("GET", "/account/me", { page: true })).text);
		return this;
	}
	async begin(procedure) {
		const begun = await this.ask("POST", `/visa/begin/${procedure}`, { body: { id: uuid7() } });
		must(begun.status === 200, `${procedure} cannot be begun: ${begun.text.slice(0, 300)}`);
		return `/application/${begun.json.id}`;
	}
	// The fields that a page asks, from what is known; a date goes in its three parts.
	fields_of(text, known) {
		const form = new FormData();
		form.append("id", uuid7());
		for (const [, name, rest] of text.matchAll(/name="answer\.([^"]+)"([^>]*)/g)) {
			const plain = name.replace(/\.(day|month|year)$/, ""), value = known[plain], [year, month, dom] = String(value).split("-");
			const item = name.match(/^.*\[\d+\]/)?.[0]; // the empty item behind a list stays empty, when nothing is known of it
			if (item && !Object.keys(known).some(one => one.startsWith(item))) continue;
			if (/type="file"/.test(rest)) form.append(`answer.${name}`, /portrait|photo/.test(name) ? new Blob([PNG]) : new Blob([PDF]), /portrait|photo/.test(name) ? "face.png" : "paper.pdf");
			else if (value !== undefined && !form.has(`answer.${name}`)) form.append(`answer.${name}`, name === plain ? value : name.endsWith("day") ? dom : name.endsWith("month") ? month : year);
		}
		return form;
	}
	// Page by page as often as answers bring new questions, until nothing is left to do; `days`: until the day of arrival; `most`: pages, and then one leaves.
	async fill(application, { answers = {}, days = 60, most = Infinity } = {}) {
		const known = { email: this.number, ...ANSWERS, arrive: day(days), leave: day(days + 9), ...answers };
		for (let round = 0, left = most; round < 3 && left > 0; round++)
			for (const page of links((await this.ask("GET", application, { page: true })).text, /\/page\//).slice(0, left)) {
				const kept = await this.ask("POST", page, { body: this.fields_of((await this.ask("GET", page, { page: true })).text, known), page: true });
				must(kept.status === 303, `${page}: ${kept.status} ${gaps(kept.text)}`);
				left--;
			}
	}
	async act(application, action, answers = {}) {
		const form = new FormData();
		form.append("id", uuid7());
		for (const [name, value] of Object.entries(answers)) form.append(`answer.${name}`, value);
		const done = await this.ask("POST", `${application}/do/${action}`, { body: form, page: true });
		must(done.status === 303, `${action} is not taken: ${done.status} ${gaps(done.text)}`);
	}
	async pay(application, use = "handling_fee", answer = "paid") {
		const asked = await this.ask("POST", `${application}/pay`, { page: true, body: { id: uuid7(), use } });
		must(asked.status === 303, `it cannot be paid: ${asked.status}`);
		const paid = await this.ask("POST", `${asked.location}/provider`, { page: true, body: { id: uuid7(), answer } });
		must(paid.status === 303, `the provider does not take it: ${paid.status}`);
		return asked.location;
	}
	// The first free time at the first centre, link by link.
	async book(application, use = "visit") {
		const choose = async (path, like) => {
			const found = links((await this.ask("GET", path, { page: true })).text, like)[0];
			must(found, `${path} offers nothing`);
			return found;
		};
		const day = await choose(await choose(`${application}/book?use=${use}`, /[?&]centre=/), /[?&]day=/), text = (await this.ask("GET", day, { page: true })).text;
		const booked = await this.ask("POST", `${application}/book`, { page: true, body: { id: uuid7(), use, centre: new URL(day, this.server.base).searchParams.get("centre"), start: text.match(/name="start" value="(\d+)"/)?.[1] } });
		must(booked.status === 303, `the visit is not booked: ${booked.status} ${gaps(booked.text)}`);
	}
	async invite(application, party, email) {
		const asked = await this.ask("POST", `${application}/people`, { page: true, body: { id: uuid7(), party, email } });
		must(asked.status === 303, `${email} cannot be asked: ${asked.status} ${gaps(asked.text)}`);
	}
}
export const account = (server, email) => new Applicant(server, email).sign_in();
