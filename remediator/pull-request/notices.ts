/** What the bot says in a comment, at most once in a pull request. */
export type Notice = "touched" | "abandoned" | "obsolete";

export function noticeText(notice: Notice): string {
  return `${signature(notice)}\n${texts[notice]}`;
}

export function isNotice(comment: string, notice: Notice): boolean {
  return comment.startsWith(signature(notice));
}

function signature(notice: Notice): string {
  return `<!-- portcullis-notice:${notice} -->`;
}

const texts: Readonly<Record<Notice, string>> = {
  touched:
    "This branch has commits that Portcullis did not make, so it is left to you. To have it made again, close this pull request and delete the branch.",
  abandoned:
    "There is nothing left to repair here, or another pull request repairs it. The branch has commits that Portcullis did not make, so it is left open for you.",
  obsolete: "There is nothing left to repair here, or another pull request repairs it.",
};
