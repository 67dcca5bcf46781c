import { type handleUnaryCall, Server, ServerCredentials, type ServiceDefinition, status, type UntypedServiceImplementation } from "@grpc/grpc-js";

/** Answers one request with one message; what it throws becomes the error of the call. */
export function unary<Request, Response>(answer: (request: Request) => Response | Promise<Response>): handleUnaryCall<Request, Response> {
  return (call, callback) => {
    Promise.resolve(call.request)
      .then(answer)
      .then(
        (response) => callback(null, response),
        (error: unknown) => callback({ code: status.UNKNOWN, details: error instanceof Error ? error.message : String(error) }),
      );
  };
}

export interface Listening {
  readonly port: number;
  readonly close: () => void;
}

/** Serves on a free port of this machine only. Methods without an answer are UNIMPLEMENTED. */
export async function serve(...services: readonly (readonly [ServiceDefinition, UntypedServiceImplementation])[]): Promise<Listening> {
  const server = new Server({ "grpc.max_receive_message_length": -1, "grpc.max_send_message_length": -1 });
  for (const [definition, implementation] of services) server.addService(definition, implementation);
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) => (error ? reject(error) : resolve(bound)));
  });
  return { port, close: () => server.forceShutdown() };
}
