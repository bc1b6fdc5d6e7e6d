// What the person does, told to the server.

export class Refused extends Error {}

/** Returns what only the doer is told: {error}, {modal}, {choices} or nothing. Throws Refused with a sentence. */
export async function post(deed, as, data, files = []) {
  const body = new FormData();
  body.append("data", JSON.stringify(data));
  for (const [name, file] of files) body.append(name, file, file.name);
  let answer;
  try {
    answer = await fetch(`/play/${deed}?as=${as}`, { method: "POST", body });
  } catch {
    throw new Refused("The loopback server has been stopped.");
  }
  if (!answer.headers.get("Content-Type")?.startsWith("application/json")) throw new Refused(await answer.text());
  const told = await answer.json();
  if (told.refused) throw new Refused(told.refused);
  return told;
}
