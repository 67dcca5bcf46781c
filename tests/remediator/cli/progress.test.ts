import { describe, expect, jest, test } from "@jest/globals";
import { Progress, withProgress } from "@portcullis/remediator/cli/progress";

function recorded(
  stream: { readonly isTTY?: boolean; readonly columns?: number },
  times: readonly number[],
): { progress: Progress; written: string[] } {
  const written: string[] = [];
  const rest = [...times];
  return { progress: new Progress({ ...stream, write: (text) => written.push(text) }, () => rest.shift() ?? 0), written };
}

describe("progress", () => {
  test("is one line on a terminal, with the time that has passed, which goes away", () => {
    const { progress, written } = recorded({ isTTY: true, columns: 80 }, [0, 0, 3_200]);
    progress.begin("Reading shop");
    progress.begin("Judging");
    progress.end();
    expect(written).toEqual(["\r\u001b[KReading shop…", "\r\u001b[KJudging… 3 s", "\r\u001b[K"]);
  });

  test("is nothing on a pipe", () => {
    const { progress, written } = recorded({}, [0, 0]);
    progress.begin("Reading shop");
    progress.end();
    expect(written).toEqual([]);
  });

  test("is nothing on a terminal that cannot take a line away again", async () => {
    const [own, isTTY] = [process.env.TERM, process.stderr.isTTY];
    const write = jest.spyOn(process.stderr, "write").mockReturnValue(true);
    Object.assign(process.stderr, { isTTY: true });
    process.env.TERM = "dumb";
    await withProgress((begin) => {
      begin("Reading shop");
      return Promise.resolve();
    });
    const { calls } = write.mock;
    expect(calls).toEqual([]);
    write.mockRestore();
    process.env.TERM = own ?? "";
    Object.assign(process.stderr, { isTTY });
  });

  test("never takes a second line", () => {
    const { progress, written } = recorded({ isTTY: true, columns: 20 }, [0, 0]);
    progress.begin(`Reading ${"x".repeat(50)}`);
    progress.end();
    expect(written[0]).toBe(`\r\u001b[KReading ${"x".repeat(10)}…`);
  });
});
