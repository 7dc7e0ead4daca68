// States that the demo may not hold, played over HTTP so that each page has something to show: a hit, a referral that waits, refusals, a claim with
// its receipt, conveyances, a family, a document beside another, a request about one's own data.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root, passport, uuid7, User } from "../harness.mjs";
import { must } from "./stage.mjs";

const soon = new Date(Date.now() + 5 * 365 * 86400000).toISOString().slice(0, 10);

async function post(who, path, body) {
	const answer = await who.ask("POST", path, { body: body instanceof FormData ? body : { id: uuid7(), ...body } });
	must(answer.status === 200, `${path}: ${answer.status} ${answer.text.slice(0, 300)}`);
	return answer.json;
}

// A booth of SORREL: gives what scans there.
function scanner(officer) {
	let number = 0;
	return async (surname, { beside, ...more } = {}) => (await post(officer, "/booth/scan", { with: beside, lines: passport({ issuer: "MEX", number: `BR${String(++number).padStart(6, "0")}`, surname,
		given: "OMAR ELIAS", born: "1995-01-20", sex: "M", expires: soon, ...more }).join("\n") })).id;
}

// Two are refused: of one the document is held, of the other not.
async function refusals({ officer, second, scan }) {
	const refuse = async (surname, number) => {
		await post(officer, `/inspection/${await scan(surname, { number })}/refer`, { reason: "purpose", note: "Does not say where he goes." });
		const queue = await second.ask("GET", "/second-line"), referral = queue.json.referrals.find(one => one.document_number === number).id;
		await post(second, `/referral/${referral}/hear`, { told_why: true, protection: "no", note: "He visits nobody.", language: "en" });
		return { referral, decision: (await post(second, `/referral/${referral}/refuse`, { reasons: ["E"], facts: "Nothing was shown about the stay." })).id };
	};
	const held = await refuse("REYES", "BR100001"), refused = await refuse("MORENO", "BR100002");
	await post(second, `/referral/${held.referral}/document`, { ground: "departure", place: "Safe 1" });
	return [`/refusal/${refused.decision}`, `/decision/${held.decision}`];
}

async function first_line({ server, officer, scan }) {
	writeFileSync(join(server.folder, "hits.csv"), "id,kind,name,born,nationalities\nF-9,person,OMAR ELIAS HITTER,1961-05-04,\n");
	server.command("watch", "import", "--list", "foreign_sanctions", "--format", "csv", join(server.folder, "hits.csv"));
	const claimant = await scan("AKSOY", { issuer: "TUR", nationality: "TUR" });
	const claim = await post(officer, `/inspection/${claimant}/protection`, { words: "I am afraid to go back.", language: "fr" });
	await post(officer, `/inspection/${claimant}/refer`, { reason: "protection" });
	const citizen = await scan("ERIKSSON", { issuer: "UTO", nationality: "UTO", expires: "2012-04-15" }); // gives the document desk a task
	await post(officer, `/inspection/${citizen}/note`, { note: "Known by two questions and the identity card." });
	await post(officer, `/inspection/${citizen}/admit`, {});
	const waits = await scan("SOTOMAYOR");
	await post(officer, `/inspection/${waits}/refer`, { reason: "purpose" });
	return [`/claim/${claim.id}`, `/inspection/${await scan("HITTER")}`, `/inspection/${waits}`, `/inspection/${await scan("CLEAR")}`];
}

// At a lane of its own: the group stays open, and whoever is scanned at its lane joins it.
async function family({ officer, scan }) {
	await post(officer, "/lane", { post: "SORREL", lane: "2", direction: "entry" });
	const mother = await scan("HOLLOWAY", { issuer: "GBR", given: "MIRA", sex: "F" });
	const child = await scan("HOLLOWAY", { issuer: "GBR", given: "OTTO", born: `${new Date().getUTCFullYear() - 9}-05-02`, beside: mother });
	await post(officer, "/lane", { post: "SORREL", lane: "1", direction: "entry" });
	return [`/group/${(await officer.ask("GET", `/inspection/${child}`)).json.group}`];
}

// A coach with a list, and somebody found in it; a ship whose crew has shore passes.
async function conveyances({ officer, user }) {
	const coach = await post(officer, "/calls/new", { kind: "coach", number: "UT 9021 B", due: new Date().toISOString() });
	await post(officer, `/call/${coach.id}/new`, { list: "passengers", surname: "BYRNE", given_names: "MAEVE", born: "1984-02-03", nationality: "IRL", document_number: "T8840021" });
	await post(officer, `/call/${coach.id}/move`, { what: "arrived" });
	const found = await post(officer, `/call/${coach.id}/stowaway`, { none: true, found: "In the luggage hold, at the stop before the pass" });
	const port = await user("U-10007");
	await post(port, "/lane", { post: "MERID", lane: "1", direction: "entry" });
	const ship = await post(port, "/calls/new", { kind: "vessel", name: "Page Turner", imo: "9074729", flag: "PAN", due: new Date().toISOString() }), list = new FormData();
	list.set("id", uuid7());
	list.set("list", "crew");
	list.set("file", new Blob([readFileSync(join(root, "tests/plays/crew.csv"), "utf8").replaceAll("PHS", "PGS").replaceAll("UA", "UG")], { type: "text/csv" }), "crew.csv");
	await post(port, `/call/${ship.id}/list`, list);
	await post(port, `/call/${ship.id}/move`, { what: "arrived", berth: "Quay 4" });
	await post(port, `/call/${ship.id}/clear`, {});
	await post(port, `/call/${ship.id}/passes`, {});
	return [`/call/${coach.id}`, `/call-file/${found.id}`, `/call/${ship.id}/shore-passes`];
}

// A visa, and the passport that bears it beside a new one.
async function visa({ officer, user, scan }) {
	const permit = await post(await user("U-20021"), "/permits/new", { kind: "visa", number: "VBR0001", valid_from: "2026-01-01", valid_until: soon, stay_rule: "visit", surname: "HUANG", given_names: "LI",
		document_issuer: "CHN", document_number: "EBR0001" });
	const fresh = await scan("HUANG", { issuer: "CHN", nationality: "CHN" }), beside = await post(officer, `/inspection/${fresh}/beside`, { number: "VBR0001" });
	return [`/permit/${permit.id}`, `/inspection/${fresh}/with/${beside.other}`];
}

// Requests about the traveller with this number: one is answered, the others not.
async function requests({ user }, number) {
	const desk = await user("U-20007"), found = await desk.ask("POST", "/search", { body: { document: number, why: "data_subject", reason: "request" } });
	const ask = what => post(desk, "/requests/new", { what, about: found.json.found[0].person ?? found.json.found[0].record, name: "OMAR ELIAS REYES", capacity: "self", identified: "passport, compared with the face", words: "What do you hold on me?" });
	const made = [await ask("access"), await ask("access"), await ask("correction")];
	await post(desk, `/requests/${made[0].id}/answer`, { outcome: "given" });
	return made.flatMap(({ id }) => [`/requests/${id}`, `/oversight/${id}`]);
}

// A payment online that waits for an answer.
async function payment({ user }) {
	const cashier = await user("U-20051"), list = (await cashier.ask("GET", "/cash", { page: true })).text;
	const { intent } = await post(cashier, `/fee/${list.slice(list.indexOf('id="due"')).match(/\/fee\/([0-9a-f-]{36})/)[1]}/online`, {});
	return [`/pay/${intent}`, `/pay/${intent}/provider`];
}

// Addresses of what was made, for whoever may read them.
export async function prepare(server, user) {
	const officer = await user("U-10001"), second = await user("U-10002"), scan = scanner(officer), stage = { server, user, officer, second, scan }, known = [];
	for (const one of [officer, second]) await post(one, "/lane", { post: "SORREL", lane: "1", direction: "entry" });
	for (const make of [refusals, first_line, family, conveyances, visa, payment]) known.push(...await make(stage));
	return [...known, ...await requests(stage, "BR100001")];
}

// A training state: an exercise at work, and one with its score.
export async function prepare_training(user) {
	const trainee = await user("U-10001");
	await post(trainee, "/lane", { post: "SORREL", lane: "1", direction: "entry" });
	const runs = [await post(trainee, "/training/ordinary", { sex: "F", service: "Land border" }), await post(trainee, "/training/afraid", {})];
	await post(trainee, `/training/run/${runs[0].id}/finish`, {});
	return runs.map(({ id }) => `/training/run/${id}`);
}

// --- the public's side ---

const csrf_of = async (who, path) => { who.csrf = (await who.ask("GET", path, { page: true })).text.match(/name="csrf" value="([^"]*)"/)?.[1] ?? null; };

// Somebody with an account: by the message that the demo keeps in its mailbox.
export async function account(server, email) {
	const who = new User(server, email);
	await csrf_of(who, "/account");
	must((await who.ask("POST", "/account", { page: true, body: { id: uuid7(), email } })).status === 200, "no message was sent");
	const [code] = (await who.ask("GET", "/mailbox", { page: true })).text.match(/\d{4} \d{4}/) ?? [];
	must(code, "the mailbox holds no code");
	const entered = await who.ask("POST", "/account/enter", { page: true, body: { id: uuid7(), email, code } });
	must(entered.status === 303, `the code does not let in: ${entered.status}`);
	await csrf_of(who, "/account/me");
	return who;
}

const ANSWERS = { "applicant.surname": "MORENO", "applicant.given_names": "Lena", "applicant.birth_date": "1990-03-12", "applicant.sex": "F", "applicant.nationality": "IND", applicant_language: "en", helped: "no",
	contact: "email", email: "lena@example.org", has_home: "yes", home: "1 Road", purpose: "tourism", entries: "single", "lodging.name": "Hotel", "lodging.place": "Main street 1", "lodging.phone": "+15550100",
	"passport.number": "Z1234567", "passport.issuer": "IND", "passport.issued": "2022-01-01", "passport.expires": "2032-01-01", vale_family: "no", occupation: "employed", payer: "self", means: "2000 XTS" };
const PNG = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==", "base64"), PDF = Buffer.from("%PDF-1.4\n%%EOF\n");

// Fills in page by page as often as answers bring new questions, until nothing is left to do; `days`: until the day of arrival.
export async function fill_in(who, application, answers = {}, days = 60) {
	const day = more => new Date(Date.now() + (days + more) * 86400000).toISOString().slice(0, 10), all = { ...ANSWERS, arrive: day(0), leave: day(9), ...answers };
	for (let round = 0; round < 3; round++) {
		const list = (await who.ask("GET", application, { page: true })).text;
		for (const [, page] of list.matchAll(/href="(\/application\/[^"]*\/page\/[^"]*)" aria/g)) {
			const text = (await who.ask("GET", page, { page: true })).text, form = new FormData();
			form.append("id", uuid7());
			for (const [, name, rest] of text.matchAll(/name="answer\.([^"]+)"([^>]*)/g)) {
				const plain = name.replace(/\.(day|month|year)$/, ""), [year, month, dom] = String(all[plain]).split("-");
				if (/type="file"/.test(rest)) form.append(`answer.${name}`, /portrait/.test(name) ? new Blob([PNG]) : new Blob([PDF]), /portrait/.test(name) ? "face.png" : "paper.pdf");
				else if (all[plain] !== undefined && !form.has(`answer.${name}`)) form.append(`answer.${name}`, name === plain ? all[plain] : name.endsWith("day") ? dom : name.endsWith("month") ? month : year);
			}
			const kept = await who.ask("POST", page, { body: form, page: true });
			must(kept.status === 303, `${page}: ${kept.status} ${kept.text.match(/class="error">.*?<\/svg>([^<]*)/)?.[1]}`);
		}
	}
}

// A draft, and an application that was sent and is to be paid: the pages of who applies.
export async function applicant(server) {
	const who = await account(server, "lena@example.org"), begin = async () => (await who.ask("POST", "/visa/begin/short_stay_visa", { page: true, body: { id: uuid7() } })).location;
	const draft = await begin(), sent = await begin();
	await fill_in(who, sent);
	const form = new FormData();
	form.append("id", uuid7());
	form.append("answer.declaration", "yes");
	const done = await who.ask("POST", `${sent}/do/submit`, { body: form, page: true });
	must(done.status === 303, `it cannot be sent: ${[...done.text.matchAll(/<li><a href="[^"]*">([^<]*)/g)].map(one => one[1])}`);
	const pay = await who.ask("POST", `${sent}/pay`, { page: true, body: { id: uuid7(), use: "handling_fee" } });
	must(pay.status === 303, `it cannot be paid: ${pay.status}`);
	const paid = await who.ask("POST", `${pay.location}/provider`, { page: true, body: { id: uuid7(), answer: "paid" } });
	must(paid.status === 303, `the provider does not take it: ${paid.status}`);
	const clerk = await new User(server, "U-20041").sign_in();
	const desk = await clerk.ask("POST", "/cases/begin/short_stay_visa?action=begin", { page: true, body: { id: uuid7() } });
	must(desk.status === 303, `the clerk cannot begin one: ${desk.status} ${desk.text.slice(0, 200)}`);
	return { who, clerk, desk: desk.location, known: [draft, sent, pay.location, `${pay.location}/provider`] };
}
