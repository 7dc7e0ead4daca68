// Pages of the desks, over the real interface on a fresh demo: the pack from a proposal to its day.
//
//   node tests/desks.mjs [--program PATH] [--postgres [CONNECTION]] [word ...]   only cases whose name holds one of the words
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { options, start, root, until, passport, uuid7, User, Tally } from "./harness.mjs";
import { Reader, group1, group2 } from "../tools/reader.mjs";

const chosen = options(), tally = new Tally(), server = await start(chosen), users = new Map();
const must = (condition, words) => { if (!condition) throw new Error(words); };
const as = async number => users.get(number) ?? users.set(number, await new User(server, number).sign_in()).get(number);
const plain = text => text.replace(/<[^>]*>/g, " ").replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&#39;/g, "'").replace(/&quot;/g, '"').replace(/&amp;/g, "&").replace(/\s+/g, " ");
const run = (name, play) => (!chosen.words.length || chosen.words.some(word => name.includes(word))) && tally.run(name, play);
async function page(number, path, status = 200) {
	const answer = await (await as(number)).ask("GET", path, { page: true });
	must(answer.status === status, `${path} as ${number} answers ${answer.status}: ${plain(answer.text).slice(0, 300)}`);
	return { html: answer.text, text: plain(answer.text) };
}
const says = ({ text }, ...words) => { for (const one of words) must(text.includes(one), `the page does not say "${one}": ${text.slice(0, 2500)}`); };

// --- the pack: proposed by one, approved and put in force by another ---
const OFFICER = "U-20003", APPROVER = "U-20004", AUDITOR = "U-20005";
const today = new Date().toISOString().slice(0, 10);
const changed = (from, to) => {
	const text = readFileSync(join(root, "pack/utopia/border.lim"), "utf8");
	must(text.includes(from), `border.lim does not hold "${from}"`);
	return text.replace(from, to);
};
async function propose(number, text, { name = "border.lim", note = "Stay of 60 days, as the cabinet decided.", page = true } = {}) {
	const form = new FormData();
	form.set("note", note);
	if (text !== null) form.set("files", new Blob([text]), name);
	return (await as(number)).ask("POST", "/pack/propose", { body: form, page });
}
const known = async number => (await (await as(number)).ask("GET", "/pack")).json;

await run("pack: the version in force, its files and its check", async () => {
	const shown = await page(AUDITOR, "/pack");
	says(shown, "Checked, no mistake", "Citizen", "'UTO' in person.nationalities");
	must(!shown.html.includes("/pack/propose"), "an auditor is offered to propose");
	const { identity } = await known(AUDITOR);
	says(await page(AUDITOR, `/pack/${identity}`), "border.lim", "tables/entry_rules.csv", "Procedures in plain words");
	says(await page(AUDITOR, `/pack/${identity}/text?path=params.lim`), readFileSync(join(root, "pack/utopia/params.lim"), "utf8").split("\n")[0]);
	const file = await (await as(AUDITOR)).ask("GET", `/pack/${identity}/file?path=border.lim`);
	must(file.text === readFileSync(join(root, "pack/utopia/border.lim"), "utf8"), "border.lim is another text");
	must((await (await as(AUDITOR)).ask("GET", `/pack/${identity}/file?path=../pack.lim`)).status === 404, "a path outside is answered");
	await page("U-20001", "/pack", 403);
});
await run("pack: a file with a mistake is told by its line and not kept", async () => {
	const answer = await propose(OFFICER, changed("allow 90 days", "allow ninety days"));
	must(answer.status === 422, `the answer is ${answer.status}`);
	says({ text: plain(answer.text) }, "Nothing was proposed: the pack has mistakes", "border.lim:", "Stay of 60 days, as the cabinet decided.");
	const french = new FormData();
	french.set("note", "Soixante jours.");
	french.set("files", new Blob([changed("'UTO' in person.nationalities", "'UTO' in person.nationalitys")]), "border.lim");
	says({ text: plain((await (await as(OFFICER)).ask("POST", "/pack/propose", { body: french, page: true, language: "fr" })).text) }, "Rien n’a été proposé", "utilisez l’un de ses membres");
	must((await known(OFFICER)).known.length === 1, "a version with a mistake was kept"); // the demo proposes one
	says({ text: plain((await propose(OFFICER, "x", { name: "other.lim" })).text) }, "A file bears no name of the pack in force.");
	says({ text: plain((await propose(OFFICER, null)).text) }, "Choose the files that changed");
});
await run("pack: proposed, seen as a difference, approved by another, in force on its day", async () => {
	const answer = await propose(OFFICER, changed("allow 90 days", "allow 60 days"));
	must(answer.status === 303 && answer.location === "/pack", `the answer is ${answer.status}: ${plain(answer.text).slice(0, 500)}`);
	const own = await page(OFFICER, "/pack");
	says(own, "Waits for approval", "Proposed by Mina Aalto", "Stay of 60 days", "stay rule visit, allow: 90", "stay rule visit, allow: 60", "Another person must approve it.");
	must(!own.html.includes("/approve"), "the proposer is offered to approve");
	const { identity } = (await known(OFFICER)).known[0];
	must((await (await as(OFFICER)).ask("POST", `/pack/${identity}/approve`, { body: {} })).error?.code === "forbidden", "an officer without the right approves");
	must((await (await as(APPROVER)).ask("POST", `/pack/${identity}/apply`, { body: {} })).error?.code === "not_allowed", "what nobody approved came in force");
	const other = await page(APPROVER, "/pack");
	must(other.html.includes(`/pack/${identity}/approve`), "the approver is not offered to approve");
	must((await (await as(APPROVER)).ask("POST", `/pack/${identity}/approve`, { body: { note: "Read with the law." }, page: true })).status === 303, "not approved");
	const early = await (await as(APPROVER)).ask("POST", `/pack/${identity}/apply`, { body: { from: "2020-01-01" }, page: true });
	says({ text: plain(early.text) }, "A version cannot be in force before today");
	const own_first_day = readFileSync(join(root, "pack/utopia/pack.lim"), "utf8").match(/^\s*from (\S+)/m)?.[1] ?? today;
	must((await (await as(APPROVER)).ask("POST", `/pack/${identity}/apply`, { body: {}, page: true })).status === 303, "not put in force");
	const row = (await known(APPROVER)).known[0];
	must(row.starts >= today && row.starts >= own_first_day && row.applied && row.answer === "Read with the law.", JSON.stringify(row));
	if (row.starts > today) return says(await page(APPROVER, "/pack"), "Awaits its day", "It comes in force on");
	await until("the server takes the version", async () => (await known(APPROVER)).identity === identity, 30);
	says(await page(APPROVER, "/pack"), "in force since", "installed with the program, replaced");
});
await run("pack: who proposed cannot approve, even with the right", async () => {
	const bundle = JSON.parse(server.command("pack", "bundle", "pack/utopia"));
	bundle["border.lim"] = bundle["border.lim"].replace("allow 90 days", "allow 45 days");
	const answer = await propose("U-00001", JSON.stringify(bundle), { name: "whole.json" });
	must(answer.status === 303, `the answer is ${answer.status}: ${plain(answer.text).slice(0, 500)}`);
	const { identity } = (await known("U-00001")).known[0];
	must((await (await as("U-00001")).ask("POST", `/pack/${identity}/approve`, { body: {} })).error?.code === "not_allowed", "the proposer approved");
	must(server.command("pack", "list").includes("waits for approval"), "the command does not list it");
	must((await (await as("U-00002")).ask("POST", `/pack/${identity}/approve`, { body: {} })).status === 200, "another administrator cannot approve");
});

// --- a post's day ---
const at = async (number, lane = "1", direction = "entry", post = "SORREL") => (await as(number)).ask("POST", "/lane", { body: { post, lane, direction } });
const scanned = async (number, person) => {
	const lines = passport({ issuer: "MEX", sex: "F", born: "1991-02-03", expires: "2031-01-01", given: "ROSA", ...person }).join("\n");
	const answer = await (await as(number)).ask("POST", "/booth/scan", { body: { id: uuid7(), lines, purpose: "tourism" } });
	must(answer.status === 200, answer.text);
	return answer.json.id;
};
await run("today: a crossing and a referral are counted where they were made, and nobody is named", async () => {
	await at("U-10001"), await at("U-10003", "2");
	const day = async (number, query = "") => (await (await as(number)).ask("GET", `/board${query}`)).json;
	const before = await day("U-10001"), other = await day("U-10003", "?post=ASTERF");
	const admitted = await (await as("U-10001")).ask("POST", `/inspection/${await scanned("U-10001", { number: "TD0000001", surname: "TODAYA" })}/admit`, { body: { id: uuid7(), days: 5, purpose: "tourism" } });
	must(admitted.status === 200, admitted.text);
	const referred = await (await as("U-10001")).ask("POST", `/inspection/${await scanned("U-10001", { number: "TD0000002", surname: "TODAYB" })}/refer`, { body: { id: uuid7(), reason: "purpose" } });
	must(referred.status === 200, referred.text);
	const after = await day("U-10001");
	must(after.today.entries === before.today.entries + 1 && after.today.referred === before.today.referred + 1 && after.waiting === before.waiting + 1, JSON.stringify([before, after]));
	must(after.hours.reduce((sum, hour) => sum + hour.entries, 0) === after.today.entries, "hours and day do not agree");
	must(JSON.stringify((await day("U-10003", "?post=ASTERF")).today) === JSON.stringify(other.today), "another post counts it, too");
	must((await day("U-10003", "?post=all")).today.entries > other.today.entries, "all posts do not count it");
	must((await day("U-10001", "?post=ASTERF")).post === "SORREL", "an officer sees another post's day");
	const steers = await page("U-10003", "/board"), works = await page("U-10001", "/board");
	says(steers, "Board of Sorrel Pass", "Ilse Brandt", "Busiest hour so far", "Purpose or conditions of the stay unclear");
	says(works, "Lane 1, entry", "open");
	must(!/<bdi>Ilse Brandt<\/bdi><\/td>/.test(works.html) && !works.html.includes("/referral/"), "an officer of the first line sees who stands where, or the queue's people");
	must(!/TODAYA|TODAYB/.test(steers.html + works.html), "a traveller is named");
	must((await day("U-10003", "?post=NOWHERE")).error.code === "not_found", "a post that is not there");
	await page("U-20001", "/board", 403);
});

// --- what docs/api.md shows is what the program answers ---
await run("api: the document's examples are sent and answered so", async () => {
	const [scan, answer, admit, admitted] = [...readFileSync(join(root, "docs/api.md"), "utf8").matchAll(/```json\n([^]*?)```/g)].map(([, text]) => JSON.parse(text));
	const shape = value => Array.isArray(value) ? value.slice(0, 1).map(shape) : value && typeof value === "object" ? Object.entries(value).map(([name, one]) => [name, shape(one)]) : typeof value;
	const alike = (real, shown, what) => must(JSON.stringify(shape(real)) === JSON.stringify(shape(shown)), `${what} is answered ${JSON.stringify({ ...real, checks: real.checks?.slice(0, 1) })}`);
	await at("U-10001");
	const officer = await as("U-10001"), { person } = answer;
	const lines = passport({ issuer: person.document_issuer, number: person.document_number, surname: person.surname, given: person.given_names, born: person.born, sex: person.sex, expires: person.document_expires }).join("\n");
	const scanned_now = await officer.ask("POST", "/booth/scan", { body: { ...scan, id: uuid7(), lines } });
	alike(scanned_now.json, answer, "a scan");
	must(JSON.stringify(scanned_now.json.person) === JSON.stringify(person), JSON.stringify(scanned_now.json.person));
	alike((await officer.ask("GET", `/inspection/${scanned_now.json.id}`)).json, answer, "an inspection");
	const typed = (await officer.ask("POST", "/booth/manual", { body: { ...person, id: uuid7() } })).json;
	must(typed.may.join() === answer.may.join() && typed.record === scanned_now.json.record && Object.keys(typed).join() === Object.keys(answer).join(), JSON.stringify(typed));
	alike(typed.person, person, "a document typed by hand");
	const other = (await officer.ask("POST", "/booth/scan", { body: { ...scan, id: uuid7(), lines: lines.replace(/.$/, last => (Number(last) + 1) % 10), as_is: true } })).json;
	const failed = other.checks.find(({ check }) => check === "mrz.composite");
	must(failed?.result === "failed" && failed.words && failed.rule, JSON.stringify(failed ?? other));
	const body = { ...admit, id: uuid7() }, once = await officer.ask("POST", `/inspection/${scanned_now.json.id}/admit`, { body });
	alike(once.json, admitted, "an admission");
	const twice = await officer.ask("POST", `/inspection/${scanned_now.json.id}/admit`, { body });
	must(twice.json.done_before && twice.json.id === once.json.id && twice.json.location, twice.text);
	must((await officer.ask("POST", `/inspection/${scanned_now.json.id}/admit`, { body: { ...body, days: 13 } })).error?.code === "id_reused", "another body under the same id");
	const wrong = (await officer.ask("POST", "/booth/scan", { body: { lines: "" } })).error;
	must(Object.keys(wrong).join() === "code,status,title,what,where,todo,retry,request,findings", Object.keys(wrong).join());
	must((await officer.ask("POST", "/booth/scan", { body: { lines: "x".repeat(1100000) } })).error?.code === "too_large", "more than 1 MiB");
	must((await officer.ask("POST", "/booth/scan", { body: { lines: "x".repeat(900000) } })).error?.code === "findings", "less than 1 MiB is read, and its field is too long");
});

// --- samples: each scan ends as the page says ---
await run("samples: each scans to the verdict that the page states", async () => {
	const officer = await as("U-10001");
	await at("U-10001");
	const { samples } = (await officer.ask("GET", "/samples")).json, of = code => samples.find(one => one.code === code);
	const shown = await page("U-10001", "/samples");
	// those that are invented, and those whom every demo has
	const stated = { citizen: "none", digit: "refer", expired: "refer", expired_citizen: "look", one_name: "none", german: "none" };
	for (const [code, advice] of Object.entries(stated)) must(of(code)?.advice === advice, `${code} states ${of(code)?.advice}, and should state ${advice}`);
	if (of("lost")) must(["look", "refer"].includes(of("lost").advice), `a lost passport is no reason to look: ${of("lost").advice}`);
	if (of("wanted")) must(of("wanted").advice === "refer", "a person who is sought is no reason to refer");
	for (const code of ["stateless", "refugee", "card", "visa", "no_birth", "child"]) must(of(code), `there is no sample ${code}`);
	for (const one of samples) {
		must(shown.text.includes(one.title), `the page does not show "${one.title}"`);
		const answer = await officer.ask("POST", "/booth/scan", { body: { lines: one.lines, direction: one.direction } });
		must(answer.status === 200, `${one.code}: ${answer.status} ${answer.text.slice(0, 300)}`);
		must(answer.json.advice === one.advice && answer.json.category === one.category && answer.json.care === one.care,
			`${one.code} states ${one.advice}, ${one.category}, care ${one.care}; the booth says ${answer.json.advice}, ${answer.json.category}, care ${answer.json.care}`);
	}
	const marked = await officer.ask("POST", "/booth/scan", { body: { lines: of("digit").lines, direction: "entry" }, page: true });
	says({ text: plain(marked.text) }, "The check digit of the expiry date does not agree");
	const one_name = await officer.ask("POST", "/booth/scan", { body: { lines: of("one_name").lines, direction: "entry" } });
	must(one_name.json.person.born === "1950" && !one_name.json.person.given_names, JSON.stringify(one_name.json.person));
});
await run("samples: the booth of a demo leads there, and its button scans", async () => {
	must((await page("U-10001", "/booth")).html.includes('href="/samples"'), "the booth does not lead to the samples");
	const { html } = await page("U-10001", "/samples");
	const form = html.match(/<li id="citizen">[^]*?<form class="act" method="post" action="([^"]*)">([^]*?)<\/form>/);
	must(form, "the citizen cannot be scanned from the page");
	const fields = Object.fromEntries([...form[2].matchAll(/name="([^"]*)" value="([^"]*)"/g)].map(m => [m[1], m[2].replace(/&lt;/g, "<")]));
	const answer = await (await as("U-10001")).ask("POST", form[1], { body: fields, page: true });
	must(answer.status === 303 && answer.location.startsWith("/inspection/"), `the scan answers ${answer.status}`);
});

await run("reader: the example of docs/reader.md is taken, once, and opened by the officer of the lane", async () => {
	const [example] = [...readFileSync(join(root, "docs/reader.md"), "utf8").matchAll(/```json\n([^]*?)```/g)].map(([, text]) => JSON.parse(text));
	const face = readFileSync(join(root, "tests/plays/face.jpg"));
	server.command("user", "add", "R-1", "--name", "Reader of lane 1", "--roles", "carrier_api");
	const reader = new Reader(server.base, server.command("user", "machine", "R-1", "--for", "reader, Sorrel Pass 1", "--post", "SORREL", "--lane", "1").trim().split(/\s+/).at(-1));
	await at("U-10001");
	must(example.chip.sod === "BASE64" && example.pictures[0].bytes === "BASE64", "the example is another one");
	Object.assign(example.chip, { sod: "AAAA", groups: { 1: group1(example.mrz).toString("base64"), 2: group2(face).toString("base64") }, active: { challenge: "AAAA", signature: "AAAA" } });
	Object.assign(example, { id: uuid7(), taken: new Date().toISOString() }).pictures[0].bytes = face.toString("base64");
	const taken = await reader.ask("/api/reader/reading", example), again = await reader.ask("/api/reader/reading", example);
	must(taken.status === 201 && taken.json.inspection === `/inspection/${example.id}`, JSON.stringify(taken));
	must(again.status === 200 && again.json.done_before && again.json.location === taken.json.inspection, JSON.stringify(again));
	const officer = await as("U-10001"), opened = (await officer.ask("GET", taken.json.inspection)).json;
	must(opened.checks.find(({ check }) => check === "chip.dg1").result === "successful" && opened.pictures.map(({ what }) => what).join() === "portrait,visible.front", JSON.stringify(opened));
	const other = await fetch(`${server.base}/booth/scan`, { method: "POST", headers: { Accept: "application/json", "Content-Type": "application/json", Authorization: `Bearer ${reader.token}` }, body: JSON.stringify({ lines: example.mrz.join("\n") }) });
	must(other.status === 403, `the reader's credential scans: ${other.status}`);
	await at("U-10001", "2");
	const closed = await reader.ask("/api/reader/reading", { ...example, id: uuid7() });
	must(closed.json.error?.code === "conflict" && closed.json.error.retry === "yes", JSON.stringify(closed));
});

await server.stop();
tally.end();
