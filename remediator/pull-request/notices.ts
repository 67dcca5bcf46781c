/** What the bot says in a comment, at most once in a pull request: what became of it, or that a team, by its name in the organisation, cannot be asked. */
export type Notice = "touched" | "abandoned" | "obsolete" | { readonly cannotAsk: string };

export function noticeText(notice: Notice): string {
  return `${signature(notice)}\n${typeof notice === "string" ? texts[notice] : cannotAsk(notice.cannotAsk)}`;
}

export function isNotice(comment: string, notice: Notice): boolean {
  return comment.startsWith(signature(notice));
}

function signature(notice: Notice): string {
  return `<!-- portcullis-notice:${typeof notice === "string" ? notice : `cannot-ask ${notice.cannotAsk}`} -->`;
}

function cannotAsk(team: string): string {
  return `GitHub does not let the team \`${team}\` be asked for a review here, so it is not asked again in this pull request. The team needs access to this repository, and whoever runs Portcullis the permission to read the organisation's members.`;
}

const texts: Readonly<Record<Extract<Notice, string>, string>> = {
  touched:
    "This branch has commits that Portcullis did not make, so it is left to you. To have it made again, close this pull request and delete the branch.",
  abandoned:
    "There is nothing left to repair here, or another pull request repairs it. The branch has commits that Portcullis did not make, so it is left open for you.",
  obsolete: "There is nothing left to repair here, or another pull request repairs it.",
};
