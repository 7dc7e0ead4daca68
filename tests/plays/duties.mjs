// Verbs of what procedures ask of other rooms: requests to authorities, letters, messages, tasks of cases. Methods of the stage of run.mjs.
import { options, start, time, User, uuid7 } from "../harness.mjs";

const must = (condition, words) => { if (!condition) throw new Error(words); };
const form_of = words => Object.fromEntries(words.flatMap((word, i) => i % 2 ? [] : [[word, words[i + 1]]]));
const paper = "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n";

async function bring(user, bundle) {
	const form = new FormData();
	form.set("id", uuid7());
	form.set("file", new Blob([Buffer.from(bundle, "latin1")]), "request.limen-exchange");
	const taken = await user.ask("POST", "/exchanges/take", { body: form });
	must(taken.status < 400, `the bundle is not taken: ${taken.status} ${taken.text.slice(0, 300)}`);
}

export const verbs = {
	// partner CODE NAME [email E] [language L]: another authority that may be asked
	partner([code, name, ...rest]) {
		this.server.command("exchange", "partner", code, name, ...Object.entries(form_of(rest)).flatMap(([word, value]) => [`--${word}`, value]));
	},
	// verify KIND of NAME issued by AUTHORITY asks T: a case of document_verification, begun and sent at the desk
	async verify([kind, , surname, , , authority, , question]) {
		const form = new FormData();
		const answers = { "holder.surname": surname, "holder.given_names": "Ana", "holder.birth_date": "1990-02-03", "holder.nationality": "UTO", "holder.sex": "F", kind, authority, question };
		form.set("id", uuid7());
		for (const [path, value] of Object.entries(answers)) form.set(`answer.${path}`, value);
		form.set("answer.document", new Blob([paper], { type: "application/pdf" }), "paper.pdf");
		this.answer = await this.user.ask("POST", "/cases/begin/document_verification", { body: form });
		must(this.answer.status < 400, `begin: ${this.answer.status} ${JSON.stringify(this.answer.json)}`);
		const found = (await this.user.ask("GET", "/tasks")).json.open.filter(task => task.what === "case").at(-1);
		this.case_here = found.about;
		await this.send(`/case/${this.case_here}/do/send`, { answers: { safe: "yes" } });
	},
	// arrival_case NAME: a visa on arrival, asked for at the booth by the traveller of that name; its inspection is the one that is compared next
	async arrival_case([name]) {
		const who = this.traveller(name);
		await this.send("/cases/begin/visa_on_arrival", { answers: {
			"applicant.surname": who.surname, "applicant.given_names": who.given, "applicant.birth_date": who.born, "applicant.sex": who.sex, "applicant.nationality": who.nationality ?? who.issuer,
			"passport.number": who.number, "passport.issuer": who.issuer, "passport.expires": `${new Date().getUTCFullYear() + 3}-01-15`, purpose: "tourism", lodging: "Hotel Sorrel", onward_seen: "yes",
		} });
		if (this.answer.status >= 400) return;
		this.case_here = this.answer.json.record ?? this.answer.location?.match(/\/case\/([0-9a-f-]{36})/)?.[1] ?? this.answer.json.id;
		const { inspections } = (await this.user.ask("GET", `/duties/case/${this.case_here}`)).json;
		this.inspection = { id: inspections.at(-1).id };
	},
	// compares LIST ENTRY finding F why T: the hit of that inspection, compared on its page; the case learns it by the job
	async compares([list, item, , finding, , why]) {
		await this.send(`/inspection/${this.inspection.id}/finding`, { list, item, finding, why });
		for (let i = 0; i < 60 && this.answer.status === 200; i++) {
			const { inspections } = (await this.user.ask("GET", `/duties/case/${this.case_here}`)).json;
			if (!inspections.at(-1).state.includes("not settled")) return;
			await new Promise(resolve => setTimeout(resolve, 100));
		}
	},
	// expect inspected says T: the last inspection of the last case
	async expect_inspected([, words]) {
		const { inspections } = (await this.user.ask("GET", `/duties/case/${this.case_here}`)).json;
		must(JSON.stringify(inspections.at(-1)).includes(words), JSON.stringify(inspections.at(-1)));
	},
	// link sent to ADDRESS: as whoever reads that mailbox, without signing in
	async link([, , address]) {
		const { messages } = await fetch(`${this.server.base}/mailbox?to=${encodeURIComponent(address)}`, { headers: { Accept: "application/json" } }).then(r => r.json());
		const link = messages[0]?.text.match(/\/answer\/[0-9a-f]{32}/)?.[0];
		must(link, `no link in the mailbox of ${address}: ${JSON.stringify(messages[0])}`);
		must(!JSON.stringify(messages[0]).includes("Ana"), "the message names the person");
		this.link = link;
		const seen = await fetch(this.server.base + link, { headers: { Accept: "application/json" } });
		this.link_answer = { status: seen.status, json: await seen.json() };
		must(seen.status === 200, `the link: ${seen.status}`);
		const file = await fetch(`${this.server.base}${link}/file?n=0`);
		must(file.status === 200 && (await file.text()).startsWith("%PDF"), `its file: ${file.status}`);
	},
	// answers genuine|altered|false|not_on_record words T by WHO: on the page of the link, as a browser without script sends it
	async answers([finding, , words, , name]) {
		const page = await fetch(this.server.base + this.link, { headers: { Accept: "text/html" } });
		const text = await page.text(), cookie = page.headers.getSetCookie().map(c => c.split(";")[0]).join("; ");
		const hidden = Object.fromEntries([...text.matchAll(/<input type="hidden" name="(\w+)" value="([^"]*)"/g)].map(m => [m[1], m[2]]));
		const sent = await fetch(this.server.base + this.link, { method: "POST", redirect: "manual", headers: { Accept: "text/html", Cookie: cookie, "Content-Type": "application/x-www-form-urlencoded", Origin: this.server.base },
			body: new URLSearchParams({ ...hidden, finding, words, name }) });
		this.link_answer = { status: sent.status };
		must(sent.status === 303 || this.expects_no, `the answer: ${sent.status} ${(await sent.text()).match(/<h1>([^<]*)/)?.[1]}`);
	},
	// other_state asks KIND of NAME: a second server is that state; it makes a bundle of its request, which is brought here twice; the case that it opens is the last case
	async other_state([, kind, , surname]) {
		const here = { server: this.server, user: this.user }, abroad = this.abroad = await start({ program: options().program, clock: 1 }), moved = Math.floor(time.moved / 60000);
		if (moved > 0) abroad.command("demo", "forward", `${moved}m`); // it is the same day there
		abroad.command("exchange", "partner", "utopia", "Border Service of Utopia", "--key", here.server.command("exchange", "key").trim());
		here.server.command("exchange", "partner", "arelle", "Registry of Arelle", "--email", "registry@arelle.example", "--key", abroad.command("exchange", "key").trim());
		this.server = abroad;
		this.user = await new User(abroad, "U-20010").sign_in();
		await this.verify([kind, "of", surname, "issued", "by", "Border Service of Utopia", "asks", "Is it yours, as it stands?"]);
		const { requests } = (await this.user.ask("GET", `/exchanges/case/${this.case_here}`)).json;
		this.asked_abroad = { user: this.user, id: requests[0].id };
		const bundle = (await this.user.ask("GET", `/exchange/${requests[0].id}/bundle`, { bytes: true })).text;
		Object.assign(this, here);
		for (let i = 0; i < 2; i++) await bring(this.user, bundle);
		const found = (await this.user.ask("GET", "/tasks")).json.open.filter(task => task.what === "case" && task.words.includes("Registry of Arelle asks about a document"));
		must(found.length === 1, `${found.length} cases of it`);
		this.case_here = found[0].about;
	},
	// goes_back: what is said here so far, receipt or answer, is carried to the other state
	async goes_back() {
		await bring(this.asked_abroad.user, (await this.user.ask("GET", `/exchange/${this.asked_abroad.id}/bundle`, { bytes: true })).text);
	},
	// expect abroad STATE [says T]: its request, as the other state sees it      expect receipt_sent SURNAME: by e-mail, which names nobody
	async expect_abroad([state, , words]) {
		const { json } = await this.asked_abroad.user.ask("GET", `/exchange/${this.asked_abroad.id}`);
		must(json?.state === state && (!words || JSON.stringify(json).includes(words)), JSON.stringify(json));
	},
	async expect_receipt_sent([surname]) {
		const { messages } = await fetch(`${this.server.base}/mailbox?to=registry%40arelle.example`, { headers: { Accept: "application/json" } }).then(r => r.json());
		must(messages[0]?.text.includes("This message is the receipt") && !messages[0].text.includes(surname), JSON.stringify(messages[0]));
	},
	// expect exchange STATE [says T]: the last request of the last case
	async expect_exchange([state, , words]) {
		const { requests } = (await this.user.ask("GET", `/exchanges/case/${this.case_here}`)).json;
		must(requests.length, "no request of this case");
		const one = (await this.user.ask("GET", `/exchange/${requests[0].id}`)).json;
		must(one.state === state, `the request is ${one.state}`);
		must(!words || JSON.stringify(one).includes(words), `it says ${JSON.stringify(one)}`);
	},
	// expect case says T: its page
	async expect_case([, words]) {
		const text = (await this.user.ask("GET", `/case/${this.case_here}`, { page: true })).text;
		must(text.includes(words), `its page does not say "${words}"`);
	},
	// expect written COUNT: of the last case, each a PDF
	async expect_written([count]) {
		const { letters } = (await this.user.ask("GET", `/duties/case/${this.case_here}`)).json;
		must(letters.length === Number(count), `${letters.length} letters`);
		for (const { href, text_href } of letters) {
			const file = await fetch(this.server.base + href, { headers: { Cookie: this.user.cookie ?? "" } });
			must([200, 303, 401].includes(file.status), `${href}: ${file.status}`);
			must((await this.user.ask("GET", text_href, { page: true })).status === 200, text_href);
		}
	},
	// expect waiting task|no task says T: among those of the actor's roles
	async expect_waiting([word, ...rest]) {
		const none = word === "no", words = none ? rest[2] : rest[1];
		const { open } = (await this.user.ask("GET", "/tasks")).json;
		must(open.some(task => task.about === this.case_here && task.words.includes(words)) !== none, `${none ? "there is a" : "no"} task "${words}": ${JSON.stringify(open.map(t => t.words))}`);
	},
};
