// Every route as nobody and as each role of the demo: it opens for whom the table of rights says, and never breaks.
//
//   node tests/roles.mjs [--program PATH] [--postgres [CONNECTION]]
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { options, start, uuid7, root, User, Tally } from "./harness.mjs";

const chosen = options(), tally = new Tally(), server = await start(chosen);
// What ends a session or changes how one signs in would spoil the rest of the run.
const spared = new Set(["post /sign-out", "post /sessions/end", "post /password", "post /factor/codes", "post /factor/device", "post /sign-in", "get /events"]);

function rights_of_roles() {
	const text = readFileSync(join(root, "pack/utopia/border.lim"), "utf8");
	const roles = Object.fromEntries([...text.matchAll(/^role (\w+) "[^"]*"\n\s+rights (.*)$/gm)].map(m => [m[1], new Set(m[2].split(/,\s*/))]));
	// built in: src/access/session.c
	const administrator = new Set(["users", "audit", "pack_view", "pack_propose", "pack_approve", "watch_view", "watch_manage", "import", "erase"]);
	return { ...roles, administrator };
}

try {
	const description = await fetch(`${server.base}/openapi.json`).then(r => r.json());
	const routes = Object.entries(description.paths).flatMap(([path, methods]) => Object.entries(methods).map(([method, about]) => ({ method, path, right: about["x-right"] })))
		.filter(route => !spared.has(`${route.method} ${route.path}`));
	const roles = rights_of_roles(), seen = new Set();
	// one user of each role; a failing route is named with the status that it gave
	const people = [{ number: "nobody", role: null }, ...server.sign_ins().filter(({ role }) => !seen.has(role) && seen.add(role))];
	for (const { number, role } of people) {
		await tally.run(`${routes.length} routes as ${role ?? "nobody"}`, async () => {
			const wrong = [], user = new User(server, number);
			if (role && !roles[role]) throw new Error(`the pack has no role ${role}`);
			if (role) await user.sign_in();
			for (const { method, path, right } of routes) for (const page of [false, true]) {
				const real = path.replace(/\{[^}]*\}/g, uuid7());
				const answer = await user.ask(method.toUpperCase(), real, { page, body: method === "post" ? {} : undefined });
				const opens = right === "anybody" || (role && (right === "signed_in" || roles[role].has(right)));
				const shut = role ? answer.status === 403 && answer.error?.code !== "stale_form" : answer.status === 401 || (answer.status === 303 && /^\/(sign-in|account\?)/.test(answer.location ?? ""));
				const away = answer.status === 303 && answer.location?.startsWith("/lane"); // a booth's page asks for the lane first
				const good = answer.status < 500 && (opens ? answer.status !== 401 && answer.status !== 403 || path === "/metrics" : shut || (role && away));
				if (!good) wrong.push(`${method} ${path} (${right}) as ${page ? "page" : "json"}: ${answer.status} ${answer.error?.code ?? answer.location ?? ""}`);
			}
			if (!server.alive()) throw new Error("the server ended by itself");
			if (wrong.length) throw new Error(wrong.join("\n"));
		});
	}
} finally {
	await server.stop();
}
tally.end();
