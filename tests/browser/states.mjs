// States that the demo may not hold, played over HTTP so that each page has something to show: a hit, a referral that waits, refusals, a claim with
// its receipt, conveyances, a family, a document beside another, a request about one's own data.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root, passport, uuid7, User } from "../harness.mjs";
import { account } from "../public.mjs";
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

// A visa on arrival that was made: its case leads to its seal.
async function arrival({ officer, user }) {
	const { id } = await post(officer, "/cases/begin/visa_on_arrival", { answers: { "applicant.surname": "ABENOV", "applicant.given_names": "TIMUR", "applicant.birth_date": "1988-02-03", "applicant.sex": "M",
		"applicant.nationality": "KAZ", "passport.number": "BRK00001", "passport.issuer": "KAZ", "passport.expires": soon, purpose: "tourism", lodging: "Hotel Amaurot", onward_seen: "yes" } });
	const chief = await user("U-10003");
	await post(chief, "/lane", { post: "SORREL", lane: "3", direction: "entry" });
	await post(chief, `/case/${id}/do/waive_fee`, { answers: { waiver_reason: "child" } });
	await post(officer, `/case/${id}/do/issue`, { answers: { granted_days: "14" } });
	return [`/case/${id}`];
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

// A fee that was paid at a desk, with its receipt.
async function receipt({ user }) {
	const cashier = await user("U-20051"), list = (await cashier.ask("GET", "/cash", { page: true })).text;
	for (const [, fee] of list.matchAll(/href="(\/fee\/[0-9a-f-]{36})"/g)) {
		const [, paid] = (await cashier.ask("GET", fee, { page: true })).text.match(/href="(\/fee\/[0-9a-f-]{36})\/receipt"/) ?? [];
		if (paid) return [fee, `${paid}/receipt`, `${paid}/text`];
	}
	must(false, "no fee of the demo has a receipt");
}

// An appointment with its printed confirmation, an interview, somebody without appointment: each with the page of its form.
async function visits({ user }) {
	const clerk = await user("U-20041"), [first] = (await clerk.ask("GET", "/centre/AMAUROT")).json.bookings, [talk] = (await clerk.ask("GET", "/interviews")).json.interviews;
	const { letter } = await post(clerk, `/appointment/${first.id}/paper`, {});
	return ["/centre/AMAUROT/walk-in", `/appointment/${first.id}/move`, `/appointment/paper/${letter}`, `/appointment/paper/${letter}/text`, `/interview/${talk.id}/plan`,
		`/interview/${talk.id}/record`, `/interview/${talk.id}/read-back`];
}

// A request to an authority whose key is known.
async function bundle({ user }) {
	const { requests } = (await (await user("U-20010")).ask("GET", "/exchanges")).json, one = requests.find(({ partner }) => partner === "University of Port Sorrel");
	return [`/exchange/${one.id}`, `/exchange/${one.id}/bundle`];
}

// Addresses of what was made, for whoever may read them.
export async function prepare(server, user) {
	const officer = await user("U-10001"), second = await user("U-10002"), scan = scanner(officer), stage = { server, user, officer, second, scan }, known = [];
	for (const one of [officer, second]) await post(one, "/lane", { post: "SORREL", lane: "1", direction: "entry" });
	for (const make of [refusals, first_line, family, conveyances, visa, arrival, payment, receipt, visits, bundle]) known.push(...await make(stage));
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

// A draft, and an application that was sent and is to be paid: the pages of who applies.
export async function applicant(server) {
	const who = await account(server, "lena@example.org"), draft = await who.begin("short_stay_visa"), sent = await who.begin("short_stay_visa");
	await who.fill(sent);
	await who.act(sent, "submit", { declaration: "yes" });
	const pay = await who.pay(sent), clerk = await new User(server, "U-20041").sign_in();
	const desk = await clerk.ask("POST", "/cases/begin/short_stay_visa?action=begin", { page: true, body: { id: uuid7() } });
	must(desk.status === 303, `the clerk cannot begin one: ${desk.status} ${desk.text.slice(0, 200)}`);
	// one that came, with what is recorded by hand
	const came = await who.begin("short_stay_visa"), received = `/case/${came.split("/").at(-1)}`;
	await who.fill(came);
	await who.act(came, "submit", { declaration: "yes" });
	await who.pay(came);
	await who.book(came);
	await post(clerk, `${received}/do/receive`, {});
	return { who, clerk, desks: [desk.location, received], known: [draft, sent, pay, `${pay}/provider`] };
}
