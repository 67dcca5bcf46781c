/** What is so of a rule after its repair. */
export interface Truth {
  /** Whether it still lets anybody through. */
  readonly isOpen: boolean;
  /** Whether it is still for as much as before. */
  readonly isWhole: boolean;
  /** Whether a network that it let through as a whole gets through no more. */
  readonly losesNetwork: boolean;
}

const anybody =
  "(?:anywhere|everywhere|any\\s?where|everyone|everybody|anyone|any\\s+source|any\\s+host|(?:any|all)\\s+ip(?:v4|v6)?s?(?:\\s+address(?:es)?)?|all\\s+(?:sources|hosts|addresses|networks)|(?:everything|anything|all|the\\s+(?:whole|entire))\\s+(?:(?:of|in|inside|within)\\s+)?(?:(?:the|this|our)\\s+)?(?:vpc|network|subnets?)|(?:the\\s+)?(?:whole\\s+|entire\\s+|public\\s+|open\\s+)?(?:internet|world)|0\\.0\\.0\\.0/0|::/0)";

/** "from anywhere", "to the internet", "(0.0.0.0/0)". */
const phrase = new RegExp(`\\s*(?:\\(\\s*(?:from|to|by|for)?\\s*${anybody}\\s*\\)|(?<![\\w-])(?:from|to|by|for)\\s+${anybody}(?![\\w-]))`, "gi");

/** "from the VPC CIDR block", "within our subnets", "(VPC range)". */
const network = "(?:(?:the|this|our|its)\\s+)?(?:vpc|network|subnets?)(?:'s)?(?:\\s+(?:cidrs?|ips?|address(?:es)?|blocks?|ranges?))*";
const networkPhrase = new RegExp(
  `\\s*(?:\\(\\s*(?:from|in|within|inside)?\\s*${network}\\s*\\)|(?<![\\w-])(?:from(?:\\s+(?:with)?in(?:side)?)?|in|within|inside)\\s+${network}(?![\\w-]))`,
  "gi",
);

/** "within the subnet private-2": the network goes on in a name, so that nothing is left of the sentence without it. */
const namedNetwork = new RegExp(
  `${networkPhrase.source}\\s+(?!(?:address(?:es)?|and|as|at|blocks?|by|cidrs?|for|in|into|ips?|on|only|or|over|ports?|ranges?|tcp|through|to|udp|using|via|with)\\b)[\\p{L}\\p{N}]`,
  "iu",
);

/** "for health checks & direct access": the last of it. */
const conjoined =
  /\s*(?:,\s*(?:and|or)\b|[,&+/]|\b(?:and|or|plus)\b)\s*(?:for\s+)?(?:direct|public|external|internet)\s+(?:access|clients?|users?|traffic)\b/gi;

const open =
  /0\.0\.0\.0\/0|(?<!\w)::\/0|\b(?:everything|anything|everybody|anybody)\s+(?:of|in|inside|within)\b|\b(?:whole|entire)\s+(?:vpc|network|subnet)\b|\b(?:anywhere|everywhere|publicly|internet|whole world|everyone|everybody|anyone)\b|\bopen(?:ed)? to\b|\b(?:direct|public|external)\s+(?:access|clients?|users?|traffic)\b/i;

const everything =
  /\b(?:all|any|every)\s+(?:\w+\s+){0,2}(?:traffic|ports?|protocols?|connections?)\b|\ball\s+(?:inbound|outbound|ingress|egress)\b|\ballow\s+all\b|\ball\s+(?:from|to|in|out)\b|\b(?:everything|anything)\b/i;

/** What somebody says who means to come back to it: done, or no longer needed. */
const warning =
  /\b(?:restrict|recommend(?:ed)?|production|todo|fixme|tighten|insecure|replace with|should|for (?:demo|test(?:ing)?|dev(?:elopment)?|(?:right )?now|the (?:moment|time being)|a while)|at the moment|currently)\b/i;

/** What is no description without whom it is for. */
const saysNothing = /^[^\p{L}]*(?:(?:allow(?:s|ed|ing)?|open(?:ed|s)?|public|access(?:ible)?|is|are)[^\p{L}]*)*$/iu;

/** Whether a source is all addresses of its family. */
export function isEverybody(source: string): boolean {
  return /^(?:0\.0\.0\.0|::)\/0$/.test(source);
}

/** Words about a rule without what is not so any more: undefined where all of them are, and nothing where none is left. */
export function truthful(words: string, { isOpen, isWhole, losesNetwork }: Truth): string | undefined {
  const claimsOpen = !isOpen && (words.search(phrase) >= 0 || open.test(words));
  const claimsWhole = !isWhole && everything.test(words);
  const claimsNetwork = losesNetwork && words.search(networkPhrase) >= 0;
  if (!claimsOpen && !claimsWhole && !claimsNetwork) return undefined;
  if (claimsWhole || (claimsNetwork && namedNetwork.test(words))) return "";
  const without = isOpen ? words : words.replace(phrase, "").replace(conjoined, "");
  const rest = punctuated(words, claimsNetwork && !open.test(without) ? without.replace(networkPhrase, "") : without);
  const isLeft = rest !== words && (isOpen || !open.test(rest)) && !warning.test(rest) && !saysNothing.test(rest);
  return isLeft ? rest : "";
}

/** Words of which some went, without the marks that stood between them and the others, and as far from the margin. */
function punctuated(words: string, rest: string): string {
  const margin = /^\s*/.exec(words)?.[0] ?? "";
  const marked = rest
    .replace(/\s+([.,;:!])/g, "$1")
    .replace(/[,;:](?=[.,;:!]|\s+[-–—]\s)/g, "")
    .replace(/([([])[,;:]\s*/g, "$1")
    .replace(/^(?:\s*[,;:]|\s*[-–—]\s)+/, "")
    .replace(/(?:[,;:]|\s[-–—])+(?=[)\]]|\s*$)/g, "");
  return margin + marked.trimStart();
}
