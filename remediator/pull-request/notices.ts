import { done, type Forge, type Outcome } from "../forge/forge";

/** What the bot says in a comment, at most once in a pull request: what became of it, or that a team, by its name in the organisation, cannot be asked. */
export type Notice = "touched" | "abandoned" | "obsolete" | { readonly cannotAsk: string };

export function noticeText(notice: Notice): string {
  return `${signature(notice)}\n${typeof notice === "string" ? texts[notice] : cannotAsk(notice.cannotAsk)}`;
}

export function isNotice(comment: string, notice: Notice): boolean {
  return comment.startsWith(signature(notice));
}

/** Whether we have said it in a pull request; whatever a stopped run kept of saying it is then taken away. */
export async function isSaid(forge: Forge, login: string, number: number, notice: Notice): Promise<Outcome<boolean>> {
  const comments = await forge.comments(number);
  if (!comments.ok) return comments;
  const said = comments.value.some(({ author, body }) => author.toLowerCase() === login.toLowerCase() && isNotice(body, notice));
  if (!said) return done(false);
  const forgotten = (await forge.forgetComment?.(number, noticeText(notice))) ?? done(undefined);
  return forgotten.ok ? done(true) : forgotten;
}

function signature(notice: Notice): string {
  return `<!-- portcullis-notice:${typeof notice === "string" ? notice : `cannot-ask ${notice.cannotAsk}`} -->`;
}

function cannotAsk(team: string): string {
  return `GitHub does not let the team \`${team}\` be asked for a review here, so it is not asked again in this pull request. The team needs access to this repository, and whoever runs Portcullis the permission to read the organisation's members.`;
}

const texts: Readonly<Record<Extract<Notice, string>, string>> = {
  touched:
    "This branch has commits that Portcullis did not make, so it is left to you. To have it made again, tick the box at the end of this pull request, close it and delete the branch.",
  abandoned:
    "There is nothing left to repair here, or another pull request repairs it. The branch has commits that Portcullis did not make, so it is left open for you.",
  obsolete: "There is nothing left to repair here, or another pull request repairs it.",
};
