// What plays, roles and browser share: a fresh demo state, a server on it, signed-in users, lines of a machine-readable zone.
import { spawn, execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, mkdirSync, cpSync, rmSync, statSync, chmodSync, renameSync, openSync, readFileSync } from "node:fs";
import { randomBytes } from "node:crypto";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

export const root = join(dirname(fileURLToPath(import.meta.url)), "..");
export const PASSWORD = "a lit doorway at dawn";

// --program PATH, --postgres [CONNECTION]; the rest are words that choose what runs.
export function options(argv = process.argv.slice(2)) {
	const out = { program: null, postgres: null, words: [] };
	for (let i = 0; i < argv.length; i++) {
		if (argv[i] === "--program") out.program = resolve(argv[++i]);
		else if (argv[i] === "--postgres") out.postgres = argv[i + 1] && !argv[i + 1].startsWith("--") ? argv[++i] : "own";
		else out.words.push(argv[i]);
	}
	out.program ??= [join(root, "build/limen")].find(existsSync);
	if (!out.program || !existsSync(out.program)) {
		console.error("There is no program: build it, and name it with --program PATH.");
		process.exit(2);
	}
	return out;
}

// Told to stop, a test ends as it always does: it takes its servers and folders with it.
for (const [signal, code] of [["SIGTERM", 143], ["SIGINT", 130]]) process.once(signal, () => process.exit(code));

// The server's clock against this machine's: plays move it forward.
export const time = { moved: 0, now: () => Date.now() + time.moved };

export async function until(what, condition, seconds = 60) {
	const end = Date.now() + seconds * 1000;
	for (;;) {
		const value = await condition();
		if (value) return value;
		if (Date.now() > end) throw new Error(`waited ${seconds} s in vain: ${what}`);
		await new Promise(done => setTimeout(done, 50));
	}
}

const free_port = () => new Promise((done, fail) => {
	const probe = createServer().once("error", fail).listen(0, "127.0.0.1", () => {
		const { port } = probe.address();
		probe.close(() => done(port));
	});
});

const yesterday = () => new Date(Date.now() - 86400000).toISOString().slice(0, 10);
const make_demo = (program, data, more = []) =>
	execFileSync(program, ["--data", data, ...more, "demo", "--crossings", "300", "--end", yesterday()], { cwd: root, stdio: ["ignore", "ignore", "pipe"] });

// Making the demo takes a while: the state of one program and one day is made once, and each run gets a copy.
function demo_copy(program, data) {
	const { mtimeMs, size } = statSync(program);
	const kept = join(root, "tests/out", `demo-${yesterday()}-${Math.round(mtimeMs)}-${size}`);
	if (!existsSync(kept)) {
		mkdirSync(dirname(kept), { recursive: true });
		const making = mkdtempSync(join(dirname(kept), "making-"));
		make_demo(program, join(making, "state"));
		try { renameSync(join(making, "state"), kept); } catch { /* another run was faster */ }
		rmSync(making, { recursive: true, force: true });
	}
	cpSync(kept, data, { recursive: true });
}

// A database of its own beside the one that is named: the units use that one.
function own_database(connection, folder, name = "limen_plays") {
	if (connection === "own") connection = execFileSync(join(root, "tools/postgres"), ["start", join(folder, "postgres")], { encoding: "utf8" }).trim();
	for (const command of [`drop database if exists ${name}`, `create database ${name}`])
		execFileSync("psql", ["-q", "-X", connection, "-c", command], { stdio: ["ignore", "ignore", "pipe"] });
	return connection.replace(/dbname=\S+/, `dbname=${name}`);
}

// `training`: a state for exercises instead of the demo. `database`: of a second server on the PostgreSQL that the first one uses.
export async function start({ program, postgres, clock = null, training = false, database }) {
	const folder = mkdtempSync(join(tmpdir(), "limen-play-"));
	chmodSync(folder, 0o755);
	const data = join(folder, "state"), own = postgres === "own";
	const more = postgres ? ["--postgres", own_database(postgres, folder, database)] : [];
	if (training) execFileSync(program, ["--data", data, "train"], { cwd: root, stdio: "pipe" });
	else if (postgres) make_demo(program, data, more);
	else demo_copy(program, data);
	const port = await free_port(), base = `http://127.0.0.1:${port}`, log = join(folder, "serve.log");
	const file = openSync(log, "w");
	const env = { ...process.env, SOFTHSM2_CONF: join(data, "softhsm.conf") }; // a token of its own, should a play make one: inside of what the sandbox lets the server write
	env.ASAN_OPTIONS = [process.env.ASAN_OPTIONS, "quarantine_size_mb=32"].filter(Boolean).join(":"); // a sanitized server keeps what was freed: so much of it
	const child = spawn(program, ["--data", data, ...more, "serve", "--port", String(port), ...(clock ? ["--clock", String(clock)] : [])], { cwd: root, env, stdio: ["ignore", file, file] });
	let ended = null;
	child.on("exit", (code, signal) => { ended = signal ?? code; });
	child.unref(); // a program that is done, or gives up, leaves no server and no state behind
	process.on("exit", () => {
		if (ended === null) child.kill("SIGTERM");
		if (!process.env.KEEP) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
	});
	await until("the server answers", async () => {
		if (ended !== null) throw new Error(`the server ended (${ended}):\n${readFileSync(log, "utf8").slice(-2000)}`);
		return fetch(`${base}/healthz`).then(r => r.ok, () => false);
	});
	// "3d", "12h" or "40m": all who are signed in must sign in again.
	const forward = duration => { time.moved = Number(command("demo", "forward", duration)) - Date.now(); };
	const command = (...words) => execFileSync(program, ["--data", data, ...more, ...words], { cwd: root, env, encoding: "utf8", maxBuffer: 256 << 20, stdio: ["ignore", "pipe", "pipe"] });
	const sign_ins = () => command("demo", "sign-ins").split("\n").map(line => line.match(/^\s*(U-\d+)\s+(\d{6})\s+(\S+)\s+(.*)$/)).filter(Boolean)
		.map(([, number, code, role]) => ({ number, code, role }));
	return {
		base, data, folder, command, sign_ins, forward, log, pid: child.pid,
		alive: () => ended === null,
		async stop() {
			if (ended === null) {
				child.kill("SIGTERM");
				await until("the server ends", () => ended !== null, 20).catch(() => child.kill("SIGKILL"));
			}
			if (own) execFileSync(join(root, "tools/postgres"), ["stop", join(folder, "postgres")], { stdio: "ignore" });
			if (!process.env.KEEP) rmSync(folder, { recursive: true, force: true });
			return ended;
		},
	};
}

// One user at the HTTP interface, with the cookie of a session and the mark that each form needs.
export class User {
	constructor(server, number) { Object.assign(this, { server, number, cookies: new Map(), csrf: null }); }
	cookie() { return [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; "); }
	// Server-sent events, as an EventSource would take them.
	async listen(path) {
		const stop = new AbortController(), response = await fetch(this.server.base + path, { headers: { Cookie: this.cookie() }, signal: stop.signal });
		if (response.status !== 200) throw new Error(`${path}: ${response.status}`);
		let text = "";
		(async () => { for await (const piece of response.body) text += Buffer.from(piece); })().catch(() => {});
		return { until: words => until(`event ${words}`, () => text.search(words) >= 0, 10), heard: () => text, end: () => stop.abort() };
	}
	async ask(method, path, { body, page = false, language = "en", form = false, bytes = false } = {}) {
		const headers = { Accept: page ? "text/html" : "application/json", "Accept-Language": language };
		if (this.cookies.size) headers.Cookie = this.cookie();
		if (this.csrf && method !== "GET") headers["Limen-Csrf"] = this.csrf; // of routes that take bytes instead of a form
		if (body instanceof FormData) {
			if (this.csrf) body.set("csrf", this.csrf);
		} else if (body) {
			headers["Content-Type"] = form || page ? "application/x-www-form-urlencoded" : "application/json";
			const whole = { csrf: this.csrf ?? undefined, ...body };
			body = form || page ? new URLSearchParams(Object.entries(whole).filter(([, v]) => v !== undefined).flatMap(([k, v]) => [v].flat().map(one => [k, String(one)]))) : JSON.stringify(whole);
		}
		const response = await fetch(this.server.base + path, { method, headers, body, redirect: "manual", signal: AbortSignal.timeout(60000) });
		for (const cookie of (response.headers.get("set-cookie") ?? "").split(/,\s*(?=[^;,=\s]+=)/).filter(Boolean)) {
			const [, name, value] = cookie.match(/^([^=]+)=([^;]*)/);
			if (value) this.cookies.set(name, value); else this.cookies.delete(name);
		}
		const text = bytes ? Buffer.from(await response.arrayBuffer()).toString("latin1") : await response.text();
		let json = null;
		try { json = JSON.parse(text); } catch { /* a page */ }
		return { status: response.status, location: response.headers.get("location"), text, json, error: json?.error ?? null };
	}
	async sign_in() {
		const code = this.server.sign_ins().find(one => one.number === this.number)?.code;
		if (!code) throw new Error(`${this.number} is not a user of the demo`);
		const answer = await this.ask("POST", "/sign-in", { body: { number: this.number, password: PASSWORD, code } });
		if (answer.status !== 200) throw new Error(`${this.number} cannot sign in: ${answer.text}`);
		const page = await this.ask("GET", "/lane", { page: true });
		this.csrf = page.text.match(/name="csrf" value="([^"]+)"/)?.[1] ?? null;
		if (!this.csrf) throw new Error("the page of the lanes holds no csrf");
		return this;
	}
}

// Gives the user with a number, signed in once.
export function signer(server) {
	const users = new Map();
	return async number => {
		if (!users.has(number)) users.set(number, await new User(server, number).sign_in());
		return users.get(number);
	};
}

// --- the machine-readable zone of a passport (Doc 9303-4) ---
const worth = c => c === "<" ? 0 : c >= "A" ? c.charCodeAt(0) - 55 : Number(c);
export const digit = text => String([...text].reduce((sum, c, i) => sum + worth(c) * [7, 3, 1][i % 3], 0) % 10);
const pad = (text, length) => (text.toUpperCase().replace(/[^A-Z0-9<]/g, "<") + "<".repeat(length)).slice(0, length);
const short = (date, whole) => {
	const [year = "", month, day] = (date ?? "").split("-");
	return (year.slice(2) || "<<") + (month ?? (whole ? "01" : "<<")) + (day ?? (whole ? "01" : "<<"));
};
export function passport({ code = "P", issuer, nationality = issuer, number, surname, given = "", born, sex = "<", expires }) {
	const names = given ? `${surname.replace(/ /g, "<")}<<${given.replace(/ /g, "<")}` : surname.replace(/ /g, "<");
	const n = pad(number, 9), b = short(born), e = short(expires, true), p = "<".repeat(14);
	const parts = [n + digit(n), b + digit(b), e + digit(e), p + "<"];
	const last = digit(parts[0] + parts[1] + parts[2] + p + "0");
	return [pad(code, 2) + pad(issuer, 3) + pad(names, 39), parts[0] + pad(nationality, 3) + parts[1] + sex + parts[2] + parts[3] + last];
}

// An identity card: form TD1, three lines of 30.
export function card({ code = "I", issuer, nationality = issuer, number, surname, given = "", born, sex = "<", expires }) {
	const names = given ? `${surname.replace(/ /g, "<")}<<${given.replace(/ /g, "<")}` : surname.replace(/ /g, "<");
	const n = pad(number, 9), b = short(born), e = short(expires, true);
	const first = pad(code, 2) + pad(issuer, 3) + n + digit(n) + "<".repeat(15);
	const second = b + digit(b) + sex + e + digit(e) + pad(nationality, 3) + "<".repeat(11);
	return [first, second + digit(first.slice(5) + second.slice(0, 7) + second.slice(8, 15) + second.slice(18)), pad(names, 30)];
}

// A UUID of version 7, as a booth makes one for each form.
export function uuid7() {
	const now = time.now().toString(16).padStart(12, "0");
	const random = [...randomBytes(10)].map(b => b.toString(16).padStart(2, "0")).join("");
	return `${now.slice(0, 8)}-${now.slice(8)}-7${random.slice(0, 3)}-${"89ab"[parseInt(random[3], 16) & 3]}${random.slice(4, 7)}-${random.slice(7, 19)}`;
}

// One line per case; ends with "N passed, N failed".
export class Tally {
	passed = 0;
	failed = 0;
	ok(name, seconds) { this.passed++; console.log(`ok      ${name}${seconds ? `  (${seconds.toFixed(1)} s)` : ""}`); }
	not(name, why) { this.failed++; console.log(`not ok  ${name}\n          ${String(why).replace(/\n/g, "\n          ")}`); }
	async run(name, play) {
		const since = performance.now();
		try { await play(); this.ok(name, (performance.now() - since) / 1000); }
		catch (error) { this.not(name, error.message ?? error); }
	}
	end() {
		console.log(`${this.passed} passed, ${this.failed} failed`);
		process.exitCode = this.failed || !this.passed ? 1 : 0;
	}
}
