import path from "node:path";
import {
  CodeActionKind,
  createConnection,
  DidChangeWatchedFilesNotification,
  MessageType,
  ProposedFeatures,
  ShowMessageNotification,
  StreamMessageWriter,
  TextDocuments,
  TextDocumentSyncKind,
  type CodeAction,
  type CodeActionParams,
  type Connection,
  type Hover,
  type HoverParams,
  type InitializeParams,
  type InitializeResult,
} from "vscode-languageserver/node";
import { TextDocument } from "vscode-languageserver-textdocument";
import type { Diagnostic, WorkspaceEdit } from "vscode-languageserver/node";
import { planOf } from "../report/report";
import type { CheckOptions } from "../judging/check";
import { visible } from "../system/visible";
import { diagnosticsOf, type ProblemData } from "./diagnostics";
import { hoverAt, problemsIn } from "./hovers";
import { Messages } from "./messages";
import { overlap, pathOf, rangeOf } from "./locations";
import { repairOf, type ProblemRepair } from "./repairs";
import type { Analysis, Root } from "./root";
import { Workspace } from "./workspace";

export interface ServerOptions {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
  readonly version: string;
  /** The settings that hold from now on: of a file, where the editor names one, else of the command line. Throws what is wrong in a sentence. */
  readonly checkOptions: (file: string | undefined) => CheckOptions;
  /** Where a policy's page is. */
  readonly pageOf: (policy: string) => string | undefined;
  /** Called when nothing more can come. */
  readonly onEnd: (ending: Ending) => void;
}

/** How a session ended: as the client said that it would, or not; and what came, where that is not of the protocol. */
export interface Ending {
  readonly isExpected: boolean;
  readonly wrong?: string;
}

/** How long nothing has to be typed before it is judged. */
const quietMilliseconds = 100;

/** Speaks the language server protocol over two streams, until the client ends it: https://microsoft.github.io/language-server-protocol */
export function serve(options: ServerOptions): void {
  const { input, output, onEnd } = options;
  let isExpected = false;
  const writer = new StreamMessageWriter(output);
  const connection = createConnection(ProposedFeatures.all, new Messages(input, writer, (wrong) => onEnd({ wrong, isExpected })), writer);
  connection.onShutdown(() => void (isExpected = true));
  for (const event of ["end", "close"]) input.on(event, () => onEnd({ isExpected }));
  new Server(connection, options).listen();
}

/** What an editor may say of its wishes when it starts the server. */
interface Wishes {
  readonly config: string | undefined;
  readonly advice: boolean;
}

/** What an action brings with it, so that its edit can be made when it is chosen. */
interface ActionData extends ProblemData {
  /** The folder of its root. */
  readonly root: string;
}

class Server {
  private readonly documents = new TextDocuments(TextDocument);
  private readonly workspace = new Workspace(() => this.documents.all());
  private wishes: Wishes = { config: undefined, advice: true };
  private capabilities: InitializeParams["capabilities"] = {};
  private folders: readonly string[] = [];
  private timer: NodeJS.Timeout | undefined;
  /** Counts what was said to have changed: work on what was before is stopped. */
  private generation = 0;
  /** Whether something has changed since what is wrong was said. */
  private isUnpublished = false;
  private working: Promise<void> = Promise.resolve();
  private readonly published = new Set<string>();
  private complained = "";

  constructor(
    private readonly connection: Connection,
    private readonly options: ServerOptions,
  ) {}

  listen(): void {
    const { connection, documents, workspace } = this;
    connection.onInitialize((params) => this.initialize(params));
    connection.onInitialized(() => void this.initialized());
    documents.onDidOpen(({ document }) => this.after(() => workspace.opened(document.uri)));
    documents.onDidChangeContent(({ document }) => this.after(() => workspace.changed(document.uri)));
    documents.onDidSave(({ document }) => this.after(() => workspace.changedOnDisk([document.uri])));
    documents.onDidClose(({ document }) => this.after(() => workspace.closed(document.uri)));
    connection.onDidChangeWatchedFiles(({ changes }) => this.after(() => workspace.changedOnDisk(changes.map(({ uri }) => uri))));
    connection.onHover((params, token) => this.answer(token, undefined, () => this.hover(params)));
    connection.onCodeAction((params, token) => this.answer(token, [], () => this.actions(params)));
    connection.onCodeActionResolve((action, token) => this.answer(token, action, () => this.resolve(action)));
    documents.listen(connection);
    connection.listen();
  }

  private initialize({ capabilities, workspaceFolders, initializationOptions }: InitializeParams): InitializeResult {
    this.capabilities = capabilities;
    this.wishes = wishesIn(initializationOptions);
    // Without folders, each document is of the program around it.
    this.folders = workspaceFolders?.map(({ uri }) => uri) ?? [];
    this.workspace.setFolders(this.folders);
    return {
      serverInfo: { name: "portcullis", version: this.options.version },
      capabilities: {
        textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: true },
        hoverProvider: true,
        codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix], resolveProvider: true },
        workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
      },
    };
  }

  private async initialized(): Promise<void> {
    if (this.capabilities.workspace?.workspaceFolders === true)
      this.connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
        const gone = new Set(removed.map(({ uri }) => uri));
        this.folders = [...this.folders.filter((uri) => !gone.has(uri)), ...added.map(({ uri }) => uri)];
        this.after(() => this.workspace.setFolders(this.folders));
      });
    if (this.capabilities.workspace?.didChangeWatchedFiles?.dynamicRegistration !== true) return;
    const watchers = [{ globPattern: "**/Pulumi*.{yaml,yml,json}" }, { globPattern: "**/*.{ts,js,mjs,cjs,py,go,cs,java}" }];
    // Without it, what is saved elsewhere is seen with the next save in the editor.
    await this.connection.client.register(DidChangeWatchedFilesNotification.type, { watchers }).catch(() => undefined);
  }

  /** Notes a change, and judges when nothing has changed for a moment. */
  private after(change: () => void): void {
    this.guarded(change);
    this.generation++;
    this.isUnpublished = true;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.work(), quietMilliseconds);
  }

  /** Judges what has changed until now, and publishes it; what changes meanwhile is for the next time. */
  private work(): Promise<void> {
    clearTimeout(this.timer);
    this.working = this.working.then(async () => {
      const generation = this.generation;
      if (this.workspace.isCurrent && !this.isUnpublished) return;
      try {
        const roots = await this.workspace.analyse(this.checkOptions(), () => this.generation !== generation);
        if (roots !== undefined) this.publish(roots);
      } catch (error) {
        this.complain(error);
      }
    });
    return this.working;
  }

  private checkOptions(): CheckOptions {
    const { config } = this.wishes;
    const [folder] = this.folders;
    const base = folder === undefined ? undefined : pathOf(folder);
    return this.options.checkOptions(config === undefined ? undefined : base === undefined ? config : path.resolve(base, config));
  }

  private publish(roots: readonly Root[]): void {
    this.isUnpublished = false;
    const diagnostics = new Map<string, Diagnostic[]>();
    for (const root of roots) {
      const uriOf = (name: string): string => this.workspace.uriOf(root, name);
      const context = { uriOf, pageOf: this.options.pageOf, advice: this.wishes.advice };
      for (const analysis of root.current)
        for (const [name, own] of diagnosticsOf(analysis, context)) diagnostics.set(uriOf(name), [...(diagnostics.get(uriOf(name)) ?? []), ...own]);
    }
    const open = this.documents.all().map(({ uri }) => uri);
    for (const uri of new Set([...this.published, ...diagnostics.keys(), ...open])) {
      const version = this.documents.get(uri)?.version;
      const own = diagnostics.get(uri) ?? [];
      void this.connection.sendDiagnostics({ uri, diagnostics: own, ...(version === undefined ? {} : { version }) });
      if (own.length === 0) this.published.delete(uri);
      else this.published.add(uri);
    }
  }

  private hover({ textDocument, position }: HoverParams): Hover | undefined {
    const about = this.workspace.about(textDocument.uri);
    return about === undefined ? undefined : hoverAt(about.analyses, about.name, position, this.checkOptions());
  }

  /** The repairs of what is wrong in a range. An edit takes longer than a menu, and is made when it is chosen, where the editor can wait for it. */
  private async actions({ textDocument, range, context }: CodeActionParams): Promise<CodeAction[]> {
    if (context.only?.some((kind) => CodeActionKind.QuickFix.startsWith(kind)) === false) return [];
    const about = this.workspace.about(textDocument.uri);
    if (about === undefined) return [];
    const actions: CodeAction[] = [];
    for (const analysis of about.analyses)
      for (const { problem, place } of problemsIn(analysis, about.name)) {
        const plan = planOf(problem);
        if (plan === undefined || !overlap(rangeOf(analysis.report.written, place), range)) continue;
        const data: ActionData = { root: about.root.folder, folder: analysis.folder, key: problem.key };
        const diagnostics = context.diagnostics.filter((each) => (each.data as Partial<ProblemData> | undefined)?.key === problem.key);
        const title = `Portcullis: ${plan.summary}`;
        if (actions.some((action) => action.title === title)) continue;
        actions.push({ title, kind: CodeActionKind.QuickFix, isPreferred: true, diagnostics, data });
      }
    if (this.capabilities.textDocument?.codeAction?.resolveSupport?.properties.includes("edit") === true) return actions;
    const whole: CodeAction[] = [];
    for (const action of actions) {
      const repair = await this.repair(action);
      if (repair?.kind === "edits") whole.push({ ...action, edit: this.workspaceEdit(repair, (action.data as ActionData).root) });
    }
    return whole;
  }

  private async resolve(action: CodeAction): Promise<CodeAction> {
    const repair = await this.repair(action);
    if (repair?.kind === "edits") {
      for (const remark of repair.remarks) this.show(MessageType.Warning, remark);
      return { ...action, edit: this.workspaceEdit(repair, (action.data as ActionData).root) };
    }
    this.show(MessageType.Info, `It is left to you: ${repair?.reason ?? "the problem is not there any more"}.`);
    return action;
  }

  private async repair({ data }: CodeAction): Promise<ProblemRepair | undefined> {
    const { root, folder, key } = (data ?? {}) as Partial<ActionData>;
    const analysis: Analysis | undefined = this.workspace.rootAt(root ?? "")?.current.find((each) => each.folder === folder);
    const problem = analysis?.report.problems.find((each) => each.key === key);
    return analysis === undefined || problem === undefined ? undefined : repairOf(analysis, problem, this.checkOptions());
  }

  private workspaceEdit({ edits }: Extract<ProblemRepair, { kind: "edits" }>, folder: string): WorkspaceEdit {
    const root = this.workspace.rootAt(folder);
    const files = [...edits].map(([name, own]) => ({ uri: root === undefined ? "" : this.workspace.uriOf(root, name), edits: [...own] }));
    if (this.capabilities.workspace?.workspaceEdit?.documentChanges !== true)
      return { changes: Object.fromEntries(files.map(({ uri, edits: own }) => [uri, own])) };
    // An edit of a text that has changed meanwhile is refused by the editor.
    return {
      documentChanges: files.map(({ uri, edits: own }) => ({ textDocument: { uri, version: this.documents.get(uri)?.version ?? null }, edits: own })),
    };
  }

  /** Answers a request about the text as it is now: what was typed last is judged first. */
  private async answer<T>(token: { readonly isCancellationRequested: boolean }, otherwise: T, work: () => T | Promise<T>): Promise<T> {
    try {
      // What is typed faster than it is judged is answered from what is known.
      for (let tries = 0; tries < 3 && !this.workspace.isCurrent && !token.isCancellationRequested; tries++) await this.work();
      return token.isCancellationRequested ? otherwise : await work();
    } catch (error) {
      this.complain(error);
      return otherwise;
    }
  }

  private guarded(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.complain(error);
    }
  }

  private show(type: MessageType, text: string): void {
    void this.connection.sendNotification(ShowMessageNotification.type, { type, message: `Portcullis: ${visible(text)}` });
  }

  /** Says once what went wrong; what was known before stands. */
  private complain(error: unknown): void {
    const text = error instanceof Error ? error.message : String(error);
    if (text === this.complained) return;
    this.complained = text;
    this.show(MessageType.Error, text);
    this.connection.console.error(error instanceof Error ? (error.stack ?? text) : text);
  }
}

function wishesIn(given: unknown): Wishes {
  const { config, advice } = (typeof given === "object" && given !== null ? given : {}) as { readonly config?: unknown; readonly advice?: unknown };
  return { config: typeof config === "string" && config !== "" ? config : undefined, advice: advice !== false };
}
